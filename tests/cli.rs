//! The command line, driven as a person would drive it: one process saves, another goes on.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with files, and sleepy run in it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(files: &[(&str, &str)]) -> Desk {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            std::fs::write(dir.path().join(name), text).expect("a file");
        }
        Desk(dir)
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sleepy"));
        command.args(args).current_dir(self.0.path());
        command
    }
    fn run(&self, args: &[&str]) -> Output {
        self.command(args).stdin(Stdio::null()).output().expect("sleepy runs")
    }
    /// Standard output, with the exit status checked.
    #[track_caller]
    fn stdout(&self, status: i32, args: &[&str]) -> String {
        let out = self.run(args);
        assert_eq!(out.status.code(), Some(status), "{args:?}: {}", text(&out.stderr));
        text(&out.stdout)
    }
    /// Standard error of something that is refused.
    #[track_caller]
    fn refused(&self, status: i32, args: &[&str]) -> String {
        let out = self.run(args);
        assert_eq!((out.status.code(), text(&out.stdout)), (Some(status), String::new()), "{args:?}: {}", text(&out.stderr));
        text(&out.stderr)
    }
    #[track_caller]
    fn json(&self, args: &[&str]) -> Vec<Value> {
        self.stdout(0, args).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// No temporary file is left behind.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

const SUMS: &str = "\
import helper
import sys
def total(items):
    t = 0
    for i in items:
        t = helper.add(t, i)
    return t
print('first', sys.argv[1:])
for n in range(3):
    print(n, total(range(n * 2)))
print(input('name? '))
sys.exit(3)
";
const HELPER: &str = "def add(a, b):\n    return a + b\n";

#[test]
fn a_breakpoint_waits_for_a_file_that_is_not_imported_yet() {
    let desk = Desk::new(&[("sums.py", SUMS), ("helper.py", HELPER)]);
    let r = desk.json(&[
        "-x",
        "break helper.py:1",
        "-x",
        "break helper.py:2",
        "-x",
        "break nothing.py:1",
        "-x",
        "continue",
        "-x",
        "continue",
        "sums.py",
    ]);
    assert_eq!(r[0]["breakpoint"]["line"], 1);
    assert!(r[2]["error"].as_str().is_some_and(|e| e.contains("no file 'nothing.py'")), "{}", r[2]);
    for (stop, line, function) in [(&r[3], 1, "<module>"), (&r[4], 2, "add")] {
        assert_eq!((&stop["reason"], &stop["line"], &stop["function"]), (&"breakpoint".into(), &line.into(), &function.into()));
    }
}

#[test]
fn one_process_saves_and_another_goes_on_without_the_sources() {
    let desk = Desk::new(&[("sums.py", SUMS), ("helper.py", HELPER)]);
    let saved = desk.json(&[
        "-x",
        "next",
        "-x",
        "break helper.py:2 if a > 2",
        "-x",
        "continue",
        "-x",
        "save a.ckpt",
        "sums.py",
        "x",
        "-y",
    ]);
    assert_eq!(saved[2]["reason"], "breakpoint");
    assert_eq!(saved[3]["saved"], "a.ckpt");
    assert_eq!(names(desk.0.path()), ["a.ckpt", "helper.py", "sums.py"]);
    std::fs::remove_file(desk.path("sums.py")).expect("gone");
    std::fs::remove_file(desk.path("helper.py")).expect("gone");

    let r = desk.json(&["open", "a.ckpt", "-x", "stack", "-x", "back-finish", "-x", "locals", "-x", "output"]);
    let lines: Vec<i64> = r[0]["frames"].as_array().expect("frames").iter().map(|f| f["line"].as_i64().unwrap_or(0)).collect();
    assert_eq!(lines, [2, 6, 10]);
    assert_eq!((&r[1]["line"], &r[1]["function"]), (&6.into(), &"total".into()));
    assert_eq!(r[2]["locals"]["t"], "3");
    assert_eq!(r[3]["output"], "first ['x', '-y']\n0 0\n1 1\n");

    // The breakpoint is still there; the way goes on live, and from the start again.
    let r = desk.json(&[
        "open",
        "a.ckpt",
        "-x",
        "breakpoints",
        "-x",
        "start",
        "-x",
        "continue",
        "-x",
        "continue",
        "-x",
        "input Eve",
        "-x",
        "output",
    ]);
    assert_eq!(r[0]["breakpoints"][0]["condition"], "a > 2");
    assert_eq!((&r[1]["reason"], &r[2]["reason"]), (&"start".into(), &"breakpoint".into()));
    assert_eq!((&r[2]["time"], &r[3]["reason"]), (&saved[2]["time"], &"input".into()));
    assert_eq!((&r[4]["reason"], &r[4]["exit"]), (&"end".into(), &3.into()));
    assert_eq!(r[5]["output"], "first ['x', '-y']\n0 0\n1 1\n2 6\nname? Eve\n");

    use std::io::Write;
    let mut child =
        desk.command(&["resume", "a.ckpt"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sleepy runs");
    child.stdin.take().expect("a pipe").write_all(b"Ada\n").expect("written");
    let out = child.wait_with_output().expect("it ends");
    assert_eq!((out.status.code(), text(&out.stdout)), (Some(3), "2 6\nname? Ada\n".to_owned()));
}

#[test]
fn a_checkpoint_tells_what_it_is() {
    let desk = Desk::new(&[("sums.py", SUMS), ("helper.py", HELPER)]);
    let saved = desk.json(&["debug", "-x", "to 6", "-x", "save a.ckpt", "sums.py", "1"]);
    let info = &desk.json(&["info", "--json", "a.ckpt"])[0];
    assert_eq!((&info["program"], &info["args"][0], &info["time"]), (&"sums.py".into(), &"1".into(), &saved[0]["time"]));
    assert_eq!(info["frames"][0], serde_json::json!({"function": "total", "file": "sums.py", "line": 6}));
    assert_eq!((&info["size"], &info["format"]), (&saved[1]["bytes"], &1.into()));
    let human = desk.stdout(0, &["info", "a.ckpt"]);
    for word in ["sums.py 1", "total at sums.py:6", "<module> at sums.py:10", "format", "0.1.0"] {
        assert!(human.contains(word), "{word}: {human}");
    }
}

const CRASH: &str = "\
def inner(d):
    return d['k'] + 1
def outer():
    d = {}
    try:
        return inner(d)
    finally:
        print('leaving')
print('start')
outer()
";

#[test]
fn a_crash_leaves_a_checkpoint_at_the_raise() {
    let desk = Desk::new(&[("crash.py", CRASH)]);
    let plain = desk.run(&["run", "crash.py"]);
    let out = desk.run(&["run", "--save-on-crash", "c.ckpt", "crash.py"]);
    assert_eq!((out.status.code(), &out.stdout, &out.stderr), (Some(1), &plain.stdout, &plain.stderr));
    let r = desk.json(&[
        "open",
        "c.ckpt",
        "-x",
        "stack",
        "-x",
        "locals",
        "-x",
        "back-step",
        "-x",
        "back-step",
        "-x",
        "start",
        "-x",
        "end",
    ]);
    let functions: Vec<&str> = r[0]["frames"].as_array().expect("frames").iter().filter_map(|f| f["function"].as_str()).collect();
    assert_eq!(functions, ["inner", "outer", "<module>"]);
    assert_eq!(r[1]["locals"]["d"], "{}");
    assert_eq!((r[2]["function"].as_str(), r[2]["line"].as_i64()), (Some("inner"), Some(2)));
    assert_eq!((r[3]["function"].as_str(), r[3]["line"].as_i64()), (Some("outer"), Some(6)));
    assert_eq!(r[4]["reason"], "start");
    assert_eq!((&r[5]["exit"], &r[5]["exception"]), (&1.into(), &"KeyError: 'k'".into()));
    let info = &desk.json(&["info", "--json", "c.ckpt"])[0];
    assert_eq!(info["exception"], "KeyError: 'k'");
    // What is printed after the raise is printed again: it is another run from there.
    let out = desk.run(&["resume", "c.ckpt"]);
    assert_eq!((out.status.code(), text(&out.stdout), out.stderr), (Some(1), "leaving\n".to_owned(), plain.stderr));
    // No crash, no checkpoint.
    std::fs::write(desk.path("fine.py"), "raise SystemExit(0)").expect("a file");
    desk.stdout(0, &["run", "--save-on-crash", "d.ckpt", "fine.py"]);
    assert!(!desk.path("d.ckpt").exists());
    let refused = desk.refused(2, &["run", "--record", "off", "--save-on-crash", "d.ckpt", "fine.py"]);
    assert_eq!(refused.lines().count(), 1, "{refused}");
}

const DEEP: &str = "\
class K:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        return self.n % 2
    def __eq__(self, other):
        return self.n == other.n
class M:
    def __enter__(self):
        print('in')
    def __exit__(self, *a):
        print('out')
def gen(n):
    for i in range(n):
        yield K(i)
with M():
    print(len({k: k.n for k in gen(3)}))
    print([k.n for k in sorted([K(1), K(2)], key=lambda k: -k.n)])
print(sum(k.n for k in gen(4)))
";

#[test]
fn any_instruction_can_be_resumed_in_a_new_process() {
    let desk = Desk::new(&[("deep.py", DEEP)]);
    let expected = desk.stdout(0, &["run", "deep.py"]);
    let end = desk.json(&["-x", "end", "deep.py"])[0]["time"].as_i64().expect("a time");
    let times: Vec<i64> = (0..24).map(|i| i * end / 23).collect();
    let commands: String =
        times.iter().map(|t| format!("at {t}\noutput\nsave {t}.ckpt\n")).collect::<String>() + "# a comment\n\nquit\nprint 1\n";
    std::fs::write(desk.path("commands"), commands).expect("a file");
    let replies = desk.json(&["debug", "--batch", "commands", "deep.py"]);
    assert_eq!(replies.len(), 3 * times.len() + 1);
    for (t, reply) in times.iter().zip(replies.chunks(3)) {
        assert_eq!(reply[0]["time"], *t);
        let rest = desk.stdout(0, &["resume", &format!("{t}.ckpt")]);
        assert_eq!(format!("{}{rest}", reply[1]["output"].as_str().unwrap_or("?")), expected, "at {t}");
    }
}

#[test]
fn what_is_no_checkpoint_is_refused_in_one_line() {
    let desk = Desk::new(&[("t.py", "print(1)\n"), ("empty", ""), ("text", "hello, I am no checkpoint at all")]);
    desk.json(&["-x", "next", "-x", "save good", "t.py"]);
    let good = std::fs::read(desk.path("good")).expect("a checkpoint");
    let mut newer = good.clone();
    newer[8] = 99;
    let mut flipped = good.clone();
    flipped[5000] ^= 4;
    std::fs::write(desk.path("cut"), &good[..good.len() / 2]).expect("a file");
    std::fs::write(desk.path("newer"), newer).expect("a file");
    std::fs::write(desk.path("flipped"), flipped).expect("a file");
    for (name, problem) in [
        ("empty", "can't use checkpoint 'empty': it is no checkpoint of sleepy"),
        ("text", "can't use checkpoint 'text': it is no checkpoint of sleepy"),
        ("t.py", "can't use checkpoint 't.py': it is no checkpoint of sleepy"),
        ("cut", "can't use checkpoint 'cut': it is truncated or has something behind its end"),
        ("newer", "can't use checkpoint 'newer': its format is 99, and this sleepy reads format 1"),
        ("flipped", "can't use checkpoint 'flipped': its state section does not match its checksum"),
        ("missing", "[Errno 2] No such file or directory"),
        (".", "[Errno 21] Is a directory"),
    ] {
        for command in [&["open", name, "-x", "stack"][..], &["open", name], &["resume", name], &["info", name]] {
            if command[0] == "info" && name == "flipped" {
                continue;
            }
            let error = desk.refused(2, command);
            assert!(
                error.contains(problem) && error.starts_with("sleepy: ") && error.lines().count() == 1,
                "{command:?}: {error}"
            );
        }
    }
}

#[test]
fn saving_replaces_a_file_as_a_whole() {
    let desk = Desk::new(&[("t.py", "print(1)\n"), ("old", "something else")]);
    let r = desk.json(&["-x", "save old", "-x", "save old", "-x", "save nowhere/x", "-x", "save .", "-x", "next", "t.py"]);
    assert_eq!((&r[0]["saved"], &r[1]["saved"]), (&"old".into(), &"old".into()));
    assert_eq!(r[2]["error"], "can't save 'nowhere/x': [Errno 2] No such file or directory");
    assert_eq!(r[3]["error"], "can't save '.': [Errno 21] Is a directory");
    assert_eq!(r[4]["reason"], "end");
    assert_eq!(names(desk.0.path()), ["old", "t.py"]);
    assert_eq!(desk.stdout(0, &["resume", "old"]), "1\n");
}

#[test]
fn what_was_known_of_the_future_is_another_run_s() {
    let desk = Desk::new(&[("t.py", "x = 1\nprint('x', x)\nprint('end')\n")]);
    let commands = ["-x", "to 2", "-x", "set x = 5", "-x", "end", "-x", "undo", "-x", "save a.ckpt"];
    let r = desk.json(&[&commands[..], &["t.py"]].concat());
    assert_eq!(r[3]["reason"], "undo");
    assert_eq!(desk.stdout(0, &["resume", "a.ckpt"]), "x 5\nend\n");
    // In the file both branches are alive, and the way back over the fork.
    let r = desk.json(&["open", "a.ckpt", "-x", "print x", "-x", "undo", "-x", "print x", "-x", "end", "-x", "output"]);
    assert_eq!((&r[0]["value"], &r[2]["value"]), (&"5".into(), &"1".into()));
    assert_eq!(r[4]["output"], "x 1\nend\n");
    // After the end nothing is left to be printed; the status stays.
    std::fs::write(desk.path("u.py"), "print('u')\nraise SystemExit(7)\n").expect("a file");
    desk.json(&["-x", "end", "-x", "save u.ckpt", "u.py"]);
    assert_eq!(desk.stdout(7, &["resume", "u.ckpt"]), "");
}

#[test]
fn scripts_that_cannot_be_read_are_refused_as_cpython_does() {
    let desk = Desk::new(&[("syntax.py", "x = 1\nif x\n    y\n"), ("run", "print('a script named run')\n")]);
    std::fs::write(desk.path("latin.py"), b"# fine\nx = '\xe9'\n").expect("a file");
    let full = |name: &str| desk.0.path().canonicalize().expect("a folder").join(name).display().to_string();
    for command in [&["run"][..], &["debug", "-x", "stack"], &[], &["dis"]] {
        let with = |script| [command, &[script]].concat();
        let error = desk.refused(2, &with("missing.py"));
        assert_eq!(error, format!("sleepy: can't open file '{}': [Errno 2] No such file or directory\n", full("missing.py")));
        assert!(desk.refused(2, &with(".")).contains("[Errno 21] Is a directory"));
        let error = desk.refused(2, &with("latin.py"));
        assert!(error.contains("line 2 has the byte \\xe9") && error.lines().count() == 1, "{error}");
        let error = desk.refused(1, &with("syntax.py"));
        assert_eq!(error, "  File \"syntax.py\", line 2\n    if x\n        ^\nSyntaxError: expected ':'\n");
    }
    // The long form for a script that is named like a command; an explicit path needs none.
    assert_eq!(desk.stdout(0, &["run", "run"]), "a script named run\n");
    assert_eq!(desk.json(&["debug", "-x", "end", "run"])[0]["output"], "a script named run\n");
    assert_eq!(desk.json(&["-x", "end", "./run"])[0]["output"], "a script named run\n");
    let whole = full("run");
    assert_eq!(desk.json(&["-x", "end", &whole])[0]["output"], "a script named run\n");
}

#[test]
fn batch_mode_answers_in_the_words_of_the_command_table() {
    let desk = Desk::new(&[("t.py", "def f(a):\n    if a:\n        b = a\n    return a\nf(0)\nprint('x')\n")]);
    use std::io::Write;
    let mut child = desk
        .command(&["debug", "--batch", "-", "t.py"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("sleepy runs");
    let commands = "# walk\nnext\nstep\r\nlocals\nnonsense\nprint 1 +\nprint [a]\njump 99\nup\nto 6\nend\noutput\n";
    child.stdin.take().expect("a pipe").write_all(commands.as_bytes()).expect("written");
    let out = child.wait_with_output().expect("it ends");
    assert_eq!(out.status.code(), Some(0), "refused commands are answers, not failures");
    let r: Vec<Value> = text(&out.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(r.len(), 11);
    for (stopped, reason, line, function, depth) in
        [(0, "step", 5, "<module>", 1), (1, "step", 2, "f", 2), (8, "to", 6, "<module>", 1)]
    {
        let s = &r[stopped];
        assert_eq!((&s["event"], &s["reason"], &s["file"]), (&"stopped".into(), &reason.into(), &"t.py".into()), "{s}");
        assert_eq!((&s["line"], &s["function"], &s["depth"]), (&line.into(), &function.into(), &depth.into()), "{s}");
        assert!(s["time"].is_u64() && s["output"] == "", "{s}");
    }
    assert_eq!(r[2], serde_json::json!({"locals": {"a": "0"}}));
    assert!([3, 4, 6].iter().all(|&i: &usize| r[i]["error"].is_string() && r[i].as_object().map(|o| o.len()) == Some(1)));
    assert_eq!(r[5], serde_json::json!({"value": "[0]", "type": "list"}));
    assert_eq!(r[9]["reason"], "end");
    assert_eq!((&r[9]["output"], &r[10]["output"]), (&"x\n".into(), &"x\n".into()));
}

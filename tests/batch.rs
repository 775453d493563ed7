//! Batch mode, driven as a script would drive it.

use serde_json::Value;
use std::process::Command;

/// Debug a source text with some commands; one object per command comes back.
fn debug(source: &str, commands: &[&str]) -> Vec<Value> {
    let dir = tempfile::tempdir().expect("a folder");
    let script = dir.path().join("t.py");
    std::fs::write(&script, source).expect("a script");
    let mut sleepy = Command::new(env!("CARGO_BIN_EXE_sleepy"));
    sleepy.arg("debug");
    for c in commands {
        sleepy.args(["-x", c]);
    }
    let out = sleepy.arg(&script).output().expect("sleepy runs");
    let text = String::from_utf8(out.stdout).expect("text");
    let replies: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(replies.len(), commands.len(), "{text}\n{}", String::from_utf8_lossy(&out.stderr));
    replies
}

const PROGRAM: &str = "\
def add(a, b):
    c = a + b
    return c

total = 0
for i in range(3):
    total = add(total, i)
    print(total)
print('end')
";

#[test]
fn steps_go_both_ways() {
    let r = debug(PROGRAM, &["next", "next", "next", "step", "step", "back-step", "back-next", "back-next", "back-finish"]);
    let lines: Vec<i64> = r.iter().map(|r| r["line"].as_i64().unwrap_or(0)).collect();
    assert_eq!(lines, [5, 6, 7, 2, 3, 2, 7, 6, 1]);
    assert_eq!(r[8]["reason"], "start");
    assert_eq!(r[1]["time"], r[7]["time"]);
}

#[test]
fn breakpoints_with_conditions_are_found_in_both_directions() {
    let r = debug(PROGRAM, &["break 8 if i == 1", "end", "back-continue", "print total", "output", "continue"]);
    assert_eq!(r[2]["reason"], "breakpoint");
    assert_eq!(r[2]["line"], 8);
    assert_eq!(r[3]["value"], "1");
    assert_eq!(r[4]["output"], "0\n");
    assert_eq!(r[5]["reason"], "end");
    assert_eq!(r[5]["exit"], 0);
}

#[test]
fn a_changed_variable_and_a_jump_fork_history_and_can_be_undone() {
    let r = debug(
        PROGRAM,
        &["to 8", "set total = 40", "print total", "end", "undo", "undo", "print total", "jump 9", "end", "output"],
    );
    assert_eq!(r[2]["value"], "40");
    assert_eq!(r[3]["output"], "40\n41\n43\nend\n");
    assert_eq!(r[6]["value"], "0");
    assert_eq!(r[7]["reason"], "jump");
    assert_eq!(r[9]["output"], "end\n");
}

#[test]
fn evaluation_leaves_nothing_behind() {
    let r = debug("items = [1]\nprint(items)\n", &["next", "print items.append(2) or print('x') or items", "print items"]);
    assert_eq!(r[1]["value"], "[1, 2]");
    assert_eq!(r[1]["output"], "x\n");
    assert_eq!(r[2]["value"], "[1]");
}

#[test]
fn an_uncaught_exception_stops_at_the_raise() {
    let r = debug("def f(n):\n    return 1 // n\nf(0)\n", &["continue", "stack", "locals", "back-step", "continue", "continue"]);
    assert_eq!(r[0]["reason"], "exception");
    assert_eq!(r[1]["frames"].as_array().map(Vec::len), Some(2));
    assert_eq!(r[2]["locals"]["n"], "0");
    assert_eq!(r[3]["line"], 2);
    assert_eq!(r[4]["reason"], "exception");
    assert_eq!(r[5]["exit"], 1);
}

#[test]
fn input_is_asked_for_once_and_replayed() {
    let r = debug("a = input('? ')\nprint(a)\n", &["continue", "input hello", "start", "end", "output"]);
    assert_eq!(r[0]["reason"], "input");
    assert_eq!(r[1]["reason"], "end");
    assert_eq!(r[4]["output"], "? hello\n");
}

const TWO_LINES: &str = "\
def double(n):
    m = n + n
    return m
x = 1
print('one')
print('two')
";

#[test]
fn an_intervention_leaves_the_branch_it_left_as_it_was() {
    let r = debug(TWO_LINES, &["to 5", "set x = print('hi')", "end", "undo", "undo", "end", "output", "undo", "redo", "output"]);
    assert_eq!(r[2]["output"], "one\ntwo\n");
    assert_eq!(r[6]["output"], "one\ntwo\n");
    assert_eq!(r[9]["output"], "one\ntwo\n");
}

#[test]
fn an_intervention_that_fails_changes_nothing() {
    let r = debug(TWO_LINES, &["to 5", "set x = print('hi') or 1 // 0", "print x", "output", "end", "output"]);
    assert_eq!(r[1]["error"], "ZeroDivisionError: integer division or modulo by zero");
    assert_eq!(r[2]["value"], "1");
    assert_eq!(r[3]["output"], "");
    assert_eq!(r[5]["output"], "one\ntwo\n");
}

#[test]
fn breakpoints_do_not_stop_what_is_run_on_the_side() {
    let r = debug(TWO_LINES, &["to 5", "break 2", "set x = double(4)", "print x", "print double(x)"]);
    assert_eq!(r[2]["reason"], "set");
    assert_eq!(r[3]["value"], "8");
    assert_eq!(r[4]["value"], "16");
}

const CASES: &str = "\
def f(x):
    match x:
        case [a, b]:
            y = a + b
        case {'k': v}:
            y = v
        case _:
            y = 'other'
    return y

print(f([1, 2]))
";

#[test]
fn every_case_is_entered_from_every_other() {
    let commands =
        ["to 4", "jump 8", "next", "print y", "jump 5", "set v = 7", "next", "next", "print y", "jump 2", "next", "next"];
    let r = debug(CASES, &commands);
    let line = |i: usize| r[i]["line"].as_i64();
    assert_eq!((line(0), line(1), line(2)), (Some(4), Some(8), Some(9)));
    assert_eq!(r[3]["value"], "'other'");
    // Without a subject a case is its body; from the start there is one again.
    assert_eq!((line(4), line(6), line(7)), (Some(5), Some(6), Some(9)));
    assert_eq!(r[8]["value"], "7");
    assert_eq!((line(9), line(10), line(11)), (Some(2), Some(3), Some(4)));
}

const WAITING: &str = "\
log = []
class M:
    async def __aenter__(self): log.append('enter')
    async def __aexit__(self, *a): log.append('exit')
async def f():
    log.append('a')
    async with M():
        log.append('in')
    async for i in g():
        log.append(i)
    log.append('after')
async def g():
    yield 1
    yield 2
try:
    f().send(None)
except StopIteration:
    print(*log)
";

#[test]
fn async_blocks_are_entered_and_left_by_jumps() {
    let output = |commands: &[&str]| {
        let r = debug(WAITING, commands);
        r.last().map(|r| r["output"].to_string()).unwrap_or_default()
    };
    assert_eq!(output(&["end", "output"]), "\"a enter in exit 1 2 after\\n\"");
    assert_eq!(output(&["to 6", "jump 8", "end", "output"]), "\"in 1 2 after\\n\"");
    assert_eq!(output(&["to 8", "jump 9", "end", "output"]), "\"a enter 1 2 after\\n\"");
    // The body of the loop goes on, its head starts the loop; out of its middle it is left.
    assert_eq!(output(&["to 6", "set i = 0", "jump 10", "end", "output"]), "\"0 1 2 after\\n\"");
    assert_eq!(output(&["to 10", "jump 11", "end", "output"]), "\"a enter in exit after\\n\"");
    let r = debug(WAITING, &["to 8", "jump 9"]);
    assert!(r[1].to_string().contains("its __exit__ did not run"), "{}", r[1]);
}

#[test]
fn a_coroutine_that_nobody_awaits_is_told() {
    let r = debug("async def f(): pass\nf()\n", &["end", "output"]);
    assert!(r[1].to_string().contains("RuntimeWarning: coroutine 'f' was never awaited"), "{}", r[1]);
}

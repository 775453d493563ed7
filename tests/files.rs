//! Programs that read and write files: as under CPython 3.12 (`tests/files/*.out` is what it prints, made in an empty folder
//! with `PYTHONHASHSEED=0 python3.12 PROGRAM`), and done once, however often a moment is visited.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn sleepy(args: &[&str], folder: &Path) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_sleepy")).args(args).current_dir(folder).stdin(Stdio::null()).output();
    run.expect("sleepy runs")
}

fn program(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)
}

fn every_mode(record: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = program("every_mode.py");
    let out = sleepy(&["run", "--record", record, file.to_str().unwrap()], folder.path());
    let expected = std::fs::read_to_string(file.with_extension("out")).unwrap();
    let found = String::from_utf8(out.stdout).unwrap();
    for (i, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {} of the output", i + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{}", String::from_utf8_lossy(&out.stderr));
    // What nobody has closed is written at the end.
    assert_eq!(std::fs::read_to_string(folder.path().join("u.txt")).unwrap(), "unclosed");
}

#[test]
fn files_in_every_mode() {
    every_mode("on");
}

#[test]
fn files_in_every_mode_without_recording() {
    every_mode("off");
}

#[test]
fn a_file_is_written_to_once_however_often_its_moment_is_visited() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log"), "before\n").unwrap();
    let script = "\
with open('log') as f:
    old = f.read()
with open('log', 'a') as f:
    f.write('once\\n')
print(repr(old))
print(repr(open('log').read()))
";
    std::fs::write(folder.path().join("t.py"), script).unwrap();
    let commands = [
        "continue",
        "start",
        "continue",
        "back-continue",
        "next",
        "next",
        "next",
        "continue",
        "print open('log', 'w')",
        "output",
    ];
    let mut args = vec!["debug"];
    args.extend(commands.iter().flat_map(|c| ["-x", *c]));
    args.push("t.py");
    let out = sleepy(&args, folder.path());
    let shown = String::from_utf8_lossy(&out.stdout).into_owned();
    assert_eq!(std::fs::read_to_string(folder.path().join("log")).unwrap(), "before\nonce\n", "{shown}");
    assert!(shown.contains("Read-only file system"), "an expression on the side may not write:\n{shown}");
}

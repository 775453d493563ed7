//! Programs of `tests/python`, each about one part of the language, run by the real binary: same output and exit status as
//! CPython 3.12 (committed goldens in `tests/golden/python`, made by `tests/golden/regenerate.sh`).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let entries = std::fs::read_dir(folder).expect("tests/python is there").flatten().map(|e| e.path());
    let mut found: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "py")).collect();
    found.sort();
    found
}

/// What differs first, with its line.
fn difference(found: &str, expected: &str) -> String {
    let (mut a, mut b) = (found.lines(), expected.lines());
    for n in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (x, y) if x == y => {}
            (x, y) => return format!("output line {n}:\n   found {}\nexpected {}", x.unwrap_or("(end)"), y.unwrap_or("(end)")),
        }
    }
    "the last newline".into()
}

fn check(record: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let programs = programs();
    assert!(programs.len() >= 8, "only {} programs", programs.len());
    let mut wrong = Vec::new();
    for path in programs {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let golden = |what: &str| {
            let golden = root.join(format!("tests/golden/python/{name}.{what}"));
            std::fs::read_to_string(&golden).unwrap_or_else(|_| panic!("no {golden:?}: run tests/golden/regenerate.sh"))
        };
        let out = Command::new(env!("CARGO_BIN_EXE_sleepy"))
            .args(["run", "--record", record, &format!("tests/python/{name}.py")])
            .current_dir(root)
            .stdin(Stdio::null())
            .output()
            .expect("sleepy runs");
        let (found, expected) = (String::from_utf8_lossy(&out.stdout), golden("stdout"));
        if found != expected {
            wrong.push(format!("{name}: {}\n{}", difference(&found, &expected), String::from_utf8_lossy(&out.stderr)));
        } else if out.status.code() != golden("status").trim().parse().ok() {
            wrong.push(format!("{name}: exit status {:?}\n{}", out.status.code(), String::from_utf8_lossy(&out.stderr)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn programs_print_what_cpython_prints() {
    check("on");
}

#[test]
fn programs_print_the_same_without_recording() {
    check("off");
}

//! The demo scripts, run by the real binary: same output and exit status as CPython 3.12 (committed goldens).

use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn demo_scripts_run_as_under_cpython() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(root.join("demo_scripts"))
        .expect("demo_scripts is there")
        .filter_map(|e| Some(e.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    assert!(names.len() >= 8, "only {} demo scripts", names.len());
    for name in names {
        let golden =
            |what: &str| std::fs::read_to_string(root.join(format!("tests/golden/demo/{name}.{what}"))).expect("a golden");
        for record in ["on", "off"] {
            let out = Command::new(env!("CARGO_BIN_EXE_sleepy"))
                .args(["run", "--record", record, &format!("demo_scripts/{name}.py")])
                .current_dir(root)
                .stdin(Stdio::null())
                .output()
                .expect("sleepy runs");
            assert_eq!(String::from_utf8_lossy(&out.stdout), golden("stdout"), "{name}, recording {record}");
            assert_eq!(out.status.code(), golden("status").trim().parse().ok(), "{name}, recording {record}");
        }
    }
}

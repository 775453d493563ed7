//! What an uncaught exception prints, run by the real binary: the same as CPython 3.12 prints (committed goldens).

use std::path::Path;
use std::process::Command;

#[test]
fn tracebacks_are_those_of_cpython() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for entry in std::fs::read_dir(root.join("tests/golden/traceback")).expect("the goldens are there").flatten() {
        let golden = entry.path().with_extension("stderr");
        if entry.path().extension().is_none_or(|e| e != "py") {
            continue;
        }
        seen += 1;
        let script = format!("tests/golden/traceback/{}", entry.file_name().to_string_lossy());
        for record in ["on", "off"] {
            let out = Command::new(env!("CARGO_BIN_EXE_sleepy"))
                .args(["run", "--record", record, &script])
                .current_dir(root)
                .output()
                .expect("sleepy runs");
            let expected = std::fs::read_to_string(&golden).expect("a golden");
            assert_eq!(String::from_utf8_lossy(&out.stderr), expected, "{script}, recording {record}");
            assert_eq!(out.status.code(), Some(1), "{script}");
        }
    }
    assert!(seen >= 4, "only {seen} scripts");
}

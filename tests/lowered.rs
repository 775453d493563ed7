//! What each kind of construct is compiled to: source, goto form and bytecode in one file beside the source, in
//! `tests/golden/lowered`. `UPDATE_GOLDEN=1 cargo test --test lowered` writes them anew; they are read, not edited.

use sleepy::bytecode::{Code, instruction_text};
use sleepy::vm::import;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A code object: under each source line its goto form, under each line of that its instructions. `*` is a statement boundary.
fn show(code: &Code, source: &[&str], out: &mut String) {
    let _ = writeln!(out, "=== {}", code.qualname);
    let named: Vec<String> = code.regs.iter().map(|r| format!("{} ({:?})", r.name, r.kind).to_lowercase()).collect();
    if !named.is_empty() {
        let _ = writeln!(out, "registers: {}", named.join(", "));
    }
    if !code.free.is_empty() {
        let _ = writeln!(out, "from outside: {}", code.free.join(", "));
    }
    for r in &code.regions {
        let slots: Vec<&str> = r.slots.iter().map(|&s| code.regs[usize::from(s)].name.as_str()).collect();
        let _ = writeln!(out, "{:?} of line {}: {}..{} with [{}]", r.kind, r.line, r.start, r.end, slots.join(", "));
    }
    for h in &code.handlers {
        let slot = &code.regs[usize::from(h.slot)].name;
        let _ = writeln!(out, "an exception in {}..{} goes to {} as {slot}", h.start, h.end, h.target);
    }
    let mut last = 0;
    for (i, line) in code.lowered.lines.iter().enumerate() {
        if line.source_line != last && !line.is_label {
            last = line.source_line;
            let text = source.get(last as usize - 1).map_or("", |s| s.trim_end());
            let _ = writeln!(out, "{}", format!("{last:>3} | {text}").trim_end());
        }
        let indent = if line.is_label { "    " } else { "        " };
        let _ = writeln!(out, "{indent}{}", line.text);
        for pc in (0..code.ops.len()).filter(|&pc| code.lowered.of_pc.get(pc) == Some(&(i as u32))) {
            let mark = if code.is_stmt(pc as u32) { '*' } else { ' ' };
            let _ = writeln!(out, "                {mark}{}", instruction_text(code, pc as u32));
        }
    }
    out.push('\n');
}

fn render(source: &str) -> String {
    let program = import::compile_module(source, "x.py", false).unwrap_or_else(|e| panic!("{e}"));
    let lines: Vec<&str> = source.lines().collect();
    let mut out = String::new();
    for code in &program.codes {
        show(code, &lines, &mut out);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Compare with the golden file, or write it. Gives what differs.
#[allow(clippy::disallowed_methods, reason = "a test asks its environment whether goldens are to be written")]
fn check(path: &Path) -> Option<String> {
    let source = std::fs::read_to_string(path).expect("a source");
    let found = render(&source);
    let golden = path.with_extension("txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, found).expect("a golden is written");
        return None;
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    if found == expected {
        return None;
    }
    let at = found
        .lines()
        .zip(expected.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(found.lines().count().min(expected.lines().count()));
    let line = |s: &str| s.lines().nth(at).unwrap_or("(end)").to_owned();
    Some(format!("{} line {}:\n   found {}\nexpected {}", golden.display(), at + 1, line(&found), line(&expected)))
}

#[test]
fn every_construct_is_lowered_as_its_golden_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/lowered");
    let entries = std::fs::read_dir(folder).expect("the sources are there").flatten().map(|e| e.path());
    let mut sources: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "py")).collect();
    sources.sort();
    assert!(sources.len() >= 27, "only {} sources", sources.len());
    let wrong: Vec<String> = sources.iter().filter_map(|p| check(p)).collect();
    assert!(wrong.is_empty(), "{}\nIf that is right: UPDATE_GOLDEN=1 cargo test --test lowered", wrong.join("\n"));
}

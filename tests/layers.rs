//! The way through the house, enforced: what every source file names of other layers, read from its text. An import points
//! only up the line of ARCHITECTURE.md, and every vendor crate that stands for a task lives in the layer with that task.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The layers in their order: a layer may name itself and those before it. Those in one row are one layer.
const ORDER: &[&[&str]] = &[
    // The words all others speak: instructions, code objects, spans.
    &["bytecode"],
    &["syntax"],
    &["compile"],
    &["world"],
    &["prelude"],
    &["vm", "natives"],
    &["timeline"],
    &["checkpoint"],
    &["session"],
    &["tui"],
    &["cli"],
];

/// Faces see the session alone. These files of `cli` are no faces: they have no session to see.
const WITHOUT_A_SESSION: &[&str] =
    &["cli/run.rs", "cli/dis.rs", "cli/resume.rs", "cli/info.rs", "cli/checkpoint.rs", "cli/save.rs"];

/// Vendor crates, and the only layers that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("rustpython_parser", &["syntax"]),
    ("bincode", &["bytecode"]),
    ("zstd", &["checkpoint"]),
    ("blake3", &["checkpoint"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("syntect", &["tui"]),
    ("rustix", &["tui"]),
    ("toml", &["tui"]),
    ("unicode_names2", &["syntax"]),
    ("unicode_width", &["tui"]),
    ("signal_hook", &["tui", "cli"]),
    ("clap", &["cli"]),
    ("serde_json", &["session", "cli"]),
    ("hashbrown", &["vm"]),
    ("compact_str", &["vm"]),
    ("siphasher", &["vm"]),
    ("memchr", &["vm"]),
    ("libm", &["vm"]),
];

/// One mention of something outside of the file's own module.
#[derive(Debug)]
struct Mention {
    file: String,
    line: usize,
    name: String,
}

fn rank(layer: &str) -> Option<usize> {
    ORDER.iter().position(|row| row.contains(&layer))
}

/// `session/views.rs` is in `session`; `natives/...` counts as the layer it is named with.
fn layer_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// All source files, by their path inside `src`.
fn sources() -> Vec<(String, String)> {
    fn visit(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                visit(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    visit(&root, &mut found);
    found.sort();
    assert!(found.len() > 100, "the sources were not found");
    let name = |p: &PathBuf| p.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
    found.iter().map(|p| (name(p), std::fs::read_to_string(p).expect("text"))).collect()
}

/// The code of a line: without comments. (A `//` in a string ends it early, which hides nothing that matters here.)
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or("")
}

/// The identifiers that follow `prefix` in a line, as in `crate::vm`; of `crate::{vm, world}` both.
fn after<'a>(line: &'a str, prefix: &str) -> Vec<&'a str> {
    let word = |s: &'a str| s.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    let mut found = Vec::new();
    for (at, _) in line.match_indices(prefix) {
        if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &line[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(list.split(['}', '{']).next().unwrap_or("").split(',').map(|s| word(s.trim()))),
            None => found.push(word(rest)),
        }
    }
    found.retain(|w| !w.is_empty());
    found
}

/// Names of other layers in a file, whatever way they are written.
fn mentions(file: &str, text: &str) -> Vec<Mention> {
    let mut all = Vec::new();
    // `use` trees may go over several lines: they are read as one.
    let mut pending = String::new();
    for (i, line) in text.lines().enumerate() {
        pending.push_str(code(line).trim());
        let opened = pending.matches('{').count() > pending.matches('}').count();
        if opened && pending.trim_start().trim_start_matches("pub ").starts_with("use ") {
            continue;
        }
        for name in after(&pending, "crate::") {
            all.push(Mention { file: file.to_owned(), line: i + 1, name: name.to_owned() });
        }
        pending.clear();
    }
    all
}

fn check(found: Vec<String>) {
    assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_file_belongs_to_a_layer() {
    let homeless = |f: &&(String, String)| !["lib.rs", "main.rs"].contains(&f.0.as_str()) && rank(layer_of(&f.0)).is_none();
    check(sources().iter().filter(homeless).map(|f| format!("{}: add its layer to this test", f.0)).collect());
}

#[test]
fn an_import_points_only_up_the_line() {
    let mut breaches = Vec::new();
    let mut seen = 0;
    for (file, text) in sources() {
        let Some(here) = rank(layer_of(&file)) else { continue };
        for m in mentions(&file, &text) {
            let Some(there) = rank(&m.name) else { continue };
            seen += 1;
            if there > here {
                breaches.push(format!("src/{}:{} names {}, which comes after it", m.file, m.line, m.name));
            }
        }
    }
    assert!(seen > 300, "only {seen} imports were found: the reading is wrong");
    check(breaches);
}

#[test]
fn no_face_sees_the_machine() {
    let mut breaches = Vec::new();
    for (file, text) in sources() {
        let layer = layer_of(&file);
        if !["tui", "cli"].contains(&layer) || WITHOUT_A_SESSION.contains(&file.as_str()) {
            continue;
        }
        let allowed = ["session", "tui", "cli"];
        let wrong = mentions(&file, &text).into_iter().filter(|m| rank(&m.name).is_some() && !allowed.contains(&m.name.as_str()));
        breaches.extend(wrong.map(|m| format!("src/{}:{} names {}", m.file, m.line, m.name)));
    }
    check(breaches);
}

/// A native gets the heap and its arguments. The one mention of the machine it could make is by its type.
#[test]
fn no_native_names_the_machine() {
    let mut breaches = Vec::new();
    for (file, text) in sources().into_iter().filter(|f| f.0.starts_with("natives/")) {
        for (i, line) in text.lines().enumerate() {
            let words = code(line).split(|c: char| !c.is_alphanumeric() && c != '_');
            if words.into_iter().any(|w| w == "Vm") {
                breaches.push(format!("src/{file}:{}: {}", i + 1, line.trim()));
            }
        }
    }
    check(breaches);
}

#[test]
fn every_vendor_crate_lives_in_one_layer() {
    let mut breaches = Vec::new();
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, text) in sources() {
        let layer = if layer_of(&file) == "natives" { "vm" } else { layer_of(&file) };
        for (i, line) in text.lines().enumerate() {
            for (vendor, homes) in HOMES {
                if after(code(line), &format!("{vendor}::")).is_empty() {
                    continue;
                }
                *used.entry(vendor).or_default() += 1;
                if !homes.contains(&layer) {
                    breaches.push(format!("src/{file}:{} names {vendor}, which lives in {homes:?}", i + 1));
                }
            }
        }
    }
    assert!(used.len() >= 10, "the reading is wrong: {used:?}");
    check(breaches);
}

#[test]
fn clocks_and_the_environment_are_read_in_the_world_alone() {
    let mut breaches = Vec::new();
    for (file, text) in sources().into_iter().filter(|f| !f.0.starts_with("world/")) {
        // The terminal, the command line and checkpoints belong to a person, not to the program: they may know the time and
        // read files.
        if ["tui/", "cli/", "checkpoint/"].iter().any(|layer| file.starts_with(layer)) {
            continue;
        }
        for (i, line) in text.lines().enumerate() {
            for forbidden in ["SystemTime", "Instant::now", "std::env", "RandomState", "std::collections::HashMap", "std::fs::"] {
                if code(line).contains(forbidden) {
                    breaches.push(format!("src/{file}:{}: {forbidden}", i + 1));
                }
            }
        }
    }
    check(breaches);
}

#[test]
fn the_reading_sees_what_it_should() {
    let text = "use crate::{vm, world::Port};\nuse crate::timeline::{\n    Halt,\n    Timeline,\n};\n// crate::cli\nlet x = crate::vm::now();\n";
    let names: Vec<String> = mentions("session/x.rs", text).into_iter().map(|m| m.name).collect();
    assert_eq!(names, ["vm", "world", "timeline", "vm"]);
    assert!(rank("cli") > rank("session") && rank("vm") == rank("natives"));
}

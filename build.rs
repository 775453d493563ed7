//! Compiles sleepy's own Python code (`src/prelude`) into the binary, so that no start has to. The layers that do it import
//! only up the line, so they stand here by themselves.

#![allow(dead_code, unused_imports, reason = "the layers have more to offer than is needed here")]

#[path = "src/bytecode/mod.rs"]
mod bytecode;
#[path = "src/compile/mod.rs"]
mod compile;
#[path = "src/prelude/files.rs"]
mod files;
#[path = "src/syntax/mod.rs"]
mod syntax;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    for folder in ["bytecode", "compile", "prelude", "syntax"] {
        println!("cargo::rerun-if-changed=src/{folder}");
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo says where the package is"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo says where to write"));
    let prelude = root.join("src/prelude");
    let mut modules = Vec::new();
    find_modules(&prelude.join("modules"), "", &mut modules);
    modules.sort();
    let files = files::FILES.iter().map(|name| ((*name).to_owned(), prelude.join(format!("{name}.py")))).collect();
    let mut list = String::new();
    for (table, shown_as, sources) in [("PRELUDE", "prelude", files), ("MODULES", "sleepy", modules)] {
        let _ = writeln!(list, "static {table}: &[Image] = &[");
        for (name, path) in sources {
            let image = out.join(format!("{table}.{name}"));
            fs::write(&image, compiled(&path, &format!("<{shown_as} {name}>"))).expect("the build folder can be written to");
            let _ = writeln!(
                list,
                "    Image {{ name: {name:?}, source: include_str!({path:?}), program: include_bytes!({image:?}) }},"
            );
        }
        let _ = writeln!(list, "];");
    }
    fs::write(out.join("images.rs"), list).expect("the build folder can be written to");
}

/// The modules below a folder, by their names with dots.
fn find_modules(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) {
    for entry in fs::read_dir(folder).expect("the folder of modules can be read") {
        let path = entry.expect("the folder of modules can be read").path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            find_modules(&path, &format!("{prefix}{stem}."), found);
        } else if path.extension().is_some_and(|e| e == "py") {
            found.push((format!("{prefix}{stem}"), path));
        }
    }
}

/// The program of a file, encoded, without its source.
fn compiled(path: &Path, file: &str) -> Vec<u8> {
    let source = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let program = compile::program(&source, file, true).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let program = bytecode::Program { source: String::new(), ..program };
    bytecode::codec::encode(&program).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

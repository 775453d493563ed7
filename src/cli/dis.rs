//! `sleepy dis`: the goto form and the bytecode of a script.

use super::Failure;
use crate::bytecode::{Code, instruction_text};
use crate::vm::import;
use std::fmt::Write;
use std::process::ExitCode;

/// Which forms to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    Lowered,
    Bytecode,
    Both,
}

pub fn dis(file: &str, source: &str, forms: Forms, function: Option<&str>) -> Result<ExitCode, Failure> {
    let program = import::compile_module(source, file, false).map_err(|e| Failure::Syntax(e.to_string()))?;
    let wanted: Vec<&Code> = program.codes.iter().filter(|c| function.is_none_or(|f| c.name == f || c.qualname == f)).collect();
    if let (true, Some(f)) = (wanted.is_empty(), function) {
        return Err(Failure::Input(format!("there is no function '{f}' in {file}")));
    }
    let mut out = String::new();
    for code in wanted {
        let _ = writeln!(out, "{}:", code.qualname);
        if forms != Forms::Bytecode {
            for line in &code.lowered.lines {
                let indent = if line.is_label { "" } else { "    " };
                let _ = writeln!(out, "{indent}{}", line.text);
            }
        }
        if forms != Forms::Lowered {
            for pc in 0..code.ops.len() {
                let _ = writeln!(out, "{:5} {}", code.line_at(pc as u32), instruction_text(code, pc as u32));
            }
        }
        out.push('\n');
    }
    // A closed pipe is the reader's choice.
    let _ = std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes());
    Ok(ExitCode::SUCCESS)
}

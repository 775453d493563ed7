//! From the syntax tree to bytecode: scopes, the goto form, the emitter.

pub mod emit;
pub mod ir;
pub mod ir_check;
pub mod ir_text;
pub mod lower;
pub mod scopes;

use crate::bytecode::Program;
use crate::syntax::{SyntaxError, parse_module};

/// Compile a module's source. A `hidden` one is sleepy's own.
pub fn program(source: &str, file: &str, hidden: bool) -> Result<Program, SyntaxError> {
    let parsed = parse_module(source, file)?;
    let body = lower::module(&parsed, file)?;
    emit::program(&body, file, source, hidden).map_err(|e| e.into_error(&parsed.source))
}

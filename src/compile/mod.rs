//! From the syntax tree to bytecode: scopes, the goto form, the emitter.

pub mod emit;
pub mod ir;
pub mod ir_check;
pub mod ir_text;
pub mod lower;
pub mod scopes;

//! From the syntax tree to bytecode: scopes, the goto form, the emitter.

pub mod ir;

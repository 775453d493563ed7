//! What the VM executes: instructions, code objects, their printed form and their verifier. Plain data; nothing here runs.

mod code;
mod op;

pub use code::*;
pub use op::*;

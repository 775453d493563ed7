//! What the VM executes: instructions, code objects, their printed form and their verifier. Plain data; nothing here runs.

mod code;
pub mod codec;
mod liveness;
mod op;
mod text;

pub use code::*;
pub use liveness::{Effects, liveness};
pub use op::*;
pub use text::instruction_text;

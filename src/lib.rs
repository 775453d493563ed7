//! sleepy: a time-travel debugger for Python.
//!
//! ```text
//! source ─ syntax ─▶ AST ─ compile ─▶ goto IR ─ emit ─▶ bytecode
//!                                                          │
//!     tui │ cli ◀─ session ◀─ checkpoint ◀─ timeline ◀─ vm (heap, frames, natives, prelude)
//! ```
//!
//! An import points only up this line; `tests/layers.rs` enforces it. ARCHITECTURE.md is the map.

pub mod bytecode;
pub mod checkpoint;
pub mod cli;
pub mod compile;
pub mod natives;
pub mod prelude;
pub mod session;
pub mod syntax;
pub mod timeline;
pub mod tui;
pub mod vm;
pub mod world;

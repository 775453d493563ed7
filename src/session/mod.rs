//! The debugger behind every face: commands in, plain data out.

pub mod api;

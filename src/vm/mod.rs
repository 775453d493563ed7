//! The virtual machine: all state is data.

pub mod collections;
pub mod heap;
pub mod native;
pub mod object;
pub mod stack;
pub mod text;
pub mod types;
pub mod value;

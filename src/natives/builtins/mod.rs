//! The functions of the `builtins` module that are not about one family of types: output and input, attributes, classes,
//! iteration, sums, running source texts. What involves user code is in prelude/builtins.py.

pub mod attributes;
pub mod classes;
pub mod execution;
pub mod files;
pub mod io;
pub mod iteration;
pub mod reduce;

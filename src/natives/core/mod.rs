//! What every object, class, function, exception and generator has, and the look-ups that the prelude needs.

pub mod descriptor;
pub mod exception;
pub mod function;
pub mod generator;
pub mod lookup;
pub mod members;
pub mod object;
pub mod types;

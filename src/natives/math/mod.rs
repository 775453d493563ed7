//! The `math` module. Constants are in prelude/modules/math.py.

mod floats;
mod gamma;
mod integers;
mod sums;

pub use floats::TABLE as FLOATS;
pub use integers::TABLE as INTEGERS;
pub use sums::TABLE as SUMS;

use crate::vm::native::{Ctx, Exit};

fn domain_error(ctx: &mut Ctx<'_>) -> Exit {
    ctx.value_error("math domain error")
}

fn range_error(ctx: &mut Ctx<'_>) -> Exit {
    ctx.overflow_error("math range error")
}

//! Arithmetic on floats, with Python's rounding of quotients and its errors.

use super::{Outcome, Trouble, complex};
use crate::bytecode::BinOp;
use crate::vm::native::{Ctx, Exit};
use crate::vm::value::Value;

/// `x op y` where nothing can go wrong.
#[inline]
pub fn quick(op: BinOp, x: f64, y: f64) -> Option<Value> {
    Some(Value::Float(match op {
        BinOp::Add | BinOp::IAdd => x + y,
        BinOp::Sub | BinOp::ISub => x - y,
        BinOp::Mul | BinOp::IMul => x * y,
        BinOp::TrueDiv | BinOp::ITrueDiv if y != 0.0 => x / y,
        _ => return None,
    }))
}

/// `x op y` for a plain operator; nothing where floats have none.
pub fn binary(op: BinOp, x: f64, y: f64) -> Result<Option<Outcome>, Trouble> {
    if let Some(v) = quick(op, x, y) {
        return Ok(Some(Outcome::Value(v)));
    }
    let result = match op {
        BinOp::TrueDiv => return Err(Trouble::ZeroDivision("float division by zero")),
        BinOp::FloorDiv => div_mod(x, y).ok_or(Trouble::ZeroDivision("float floor division by zero"))?.0,
        BinOp::Mod => div_mod(x, y).ok_or(Trouble::ZeroDivision("float modulo"))?.1,
        BinOp::Pow => return pow(x, y).map(Some),
        _ => return Ok(None),
    };
    Ok(Some(Outcome::Value(Value::Float(result))))
}

/// Quotient rounded down, and the remainder with the divisor's sign; nothing for a divisor of zero.
pub fn div_mod(x: f64, y: f64) -> Option<(f64, f64)> {
    if y == 0.0 {
        return None;
    }
    let mut r = x % y;
    // What is left after the remainder is taken away divides evenly, up to rounding.
    let mut q = (x - r) / y;
    if r == 0.0 {
        r = 0.0_f64.copysign(y);
    } else if (r < 0.0) != (y < 0.0) {
        r += y;
        q -= 1.0;
    }
    if q == 0.0 {
        return Some((0.0_f64.copysign(x / y), r));
    }
    let down = q.floor();
    Some((if q - down > 0.5 { down + 1.0 } else { down }, r))
}

fn pow(x: f64, y: f64) -> Result<Outcome, Trouble> {
    if x == 0.0 && y < 0.0 && y.is_finite() {
        return Err(Trouble::ZeroDivision("0.0 cannot be raised to a negative power"));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y.fract() != 0.0 {
        let (re, im) = complex::pow((x, 0.0), (y, 0.0))?;
        return Ok(Outcome::Complex(re, im));
    }
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(Trouble::Range);
    }
    Ok(Outcome::Value(Value::Float(result)))
}

/// Infinity and NaN are no ints.
pub fn no_int(ctx: &mut Ctx, f: f64) -> Exit {
    if f.is_nan() {
        ctx.value_error("cannot convert float NaN to integer")
    } else {
        ctx.overflow_error("cannot convert float infinity to integer")
    }
}

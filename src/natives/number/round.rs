//! `round`: ties go to the even neighbour, and floats are rounded by their exact value.

use super::int::no_index;
use crate::natives::args as arg;
use crate::vm::arith::{self, Num};
use crate::vm::native::{Ctx, Exit, NativeResult};
use crate::vm::value::Value;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Pow, Signed, Zero};
use std::cmp::Ordering;

/// Decimals beyond these change nothing, or leave nothing.
const MOST: i64 = 323;
const LEAST: i64 = -308;

/// `round(number, ndigits)` of a builtin number; `name` is the native that is called.
pub fn round(ctx: &mut Ctx, name: &str, args: &[Value]) -> NativeResult {
    let digits = match args[1] {
        Value::Unset | Value::None => None,
        v => match Num::of(ctx.heap, v) {
            Some(Num::Int(i)) => Some(i),
            Some(Num::Big(b)) => Some(if b.is_negative() { i64::MIN } else { i64::MAX }),
            _ if arg::has_index(ctx, v) => return Err(arg::index_again(ctx, name, args, 1)),
            _ => return Err(no_index(ctx, v)),
        },
    };
    match (Num::of(ctx.heap, args[0]), digits) {
        (Some(Num::Float(f)), None) => float_to_int(ctx, round_half_even(f)),
        (Some(Num::Float(f)), Some(digits)) => match round_float(f, digits) {
            Some(r) => Ok(Value::Float(r)),
            None => Err(ctx.overflow_error("rounded value too large to represent")),
        },
        (Some(n), digits) => {
            let Some(i) = n.big() else { return Ok(Value::NotImplemented) };
            let rounded = match digits {
                Some(digits) if digits < 0 => round_int(&i, digits.unsigned_abs()),
                _ => i.into_owned(),
            };
            Ok(ctx.heap.new_int(rounded))
        }
        (None, _) => Ok(Value::NotImplemented),
    }
}

fn round_half_even(f: f64) -> f64 {
    f.round_ties_even()
}

/// A float that is whole, as an int.
pub fn float_to_int(ctx: &mut Ctx, f: f64) -> Result<Value, Exit> {
    match arith::int::of_float(f) {
        Some(i) => Ok(ctx.heap.new_int(i)),
        None => Err(arith::float::no_int(ctx, f)),
    }
}

/// To a number of decimals; nothing if the result is beyond floats.
fn round_float(f: f64, digits: i64) -> Option<f64> {
    if !f.is_finite() || f == 0.0 || digits > MOST {
        return Some(f);
    }
    if digits < LEAST {
        return Some(0.0_f64.copysign(f));
    }
    if let Ok(digits) = usize::try_from(digits) {
        return format!("{f:.digits$}").parse().ok();
    }
    let whole = arith::int::of_float(f.abs().trunc())?;
    let rounded = to_multiple(&whole, digits.unsigned_abs(), f.fract() != 0.0);
    arith::int::to_f64(&rounded).ok().map(|r| r.copysign(f))
}

/// An int to a multiple of a power of ten.
fn round_int(i: &BigInt, zeros: u64) -> BigInt {
    // More zeros than it has digits leave nothing.
    if zeros > i.bits() {
        return BigInt::zero();
    }
    let rounded = to_multiple(&i.abs(), zeros, false);
    if i.is_negative() { -rounded } else { rounded }
}

/// The nearest multiple of `10**zeros`; `more` says that the number is a little larger than it seems.
fn to_multiple(i: &BigInt, zeros: u64, more: bool) -> BigInt {
    let unit = BigInt::from(10).pow(zeros);
    let (mut q, r) = i.div_rem(&unit);
    let up = match (r * 2u32).cmp(&unit) {
        Ordering::Greater => true,
        Ordering::Equal => more || q.is_odd(),
        Ordering::Less => false,
    };
    if up {
        q += 1;
    }
    q * unit
}

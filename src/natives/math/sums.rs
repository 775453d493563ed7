//! Sums and products over many numbers: fsum, prod, sumprod, hypot, dist. They keep the rounding errors that a plain loop
//! would lose, so that the result is the exact one rounded once (nearly always: hypot, dist, sumprod).

use crate::bytecode::BinOp;
use crate::natives::convert::{again, float, int, real};
use crate::vm::arith;
use crate::vm::iterate::collect;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::value::Value;

/// a + b as its rounded value and what the rounding lost.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let c = s - a;
    (s, (a - (s - c)) + (b - c))
}

/// a * b, likewise.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let p = a * b;
    (p, a.mul_add(b, -p))
}

/// The values of an iterable; leaves through the prelude when user code must be asked for them.
fn values(ctx: &mut Ctx<'_>, name: &str, args: &[Value]) -> Result<Vec<Value>, Exit> {
    match collect(ctx, args[0])? {
        Some(items) => Ok(items),
        None => Err(again(ctx, "_again_with_list", name, args)),
    }
}

/// Each value as a float; leaves through the prelude when one has to be asked.
fn all_real(ctx: &mut Ctx<'_>, items: &[Value], otherwise: impl FnOnce(&mut Ctx<'_>) -> Exit) -> Result<Vec<f64>, Exit> {
    let mut out = Vec::with_capacity(items.len());
    for &v in items {
        match real(ctx, v)? {
            Some(f) => out.push(f),
            None => return Err(otherwise(ctx)),
        }
    }
    Ok(out)
}

fn fsum(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let items = values(ctx, "math.fsum", args)?;
    let numbers = all_real(ctx, &items, |ctx| {
        let list = ctx.heap.new_list(items.clone());
        ctx.prelude("_fsum", &[list])
    })?;
    // Shewchuk: partial sums that do not overlap, by rising size, whose sum is exact.
    let mut partials: Vec<f64> = Vec::new();
    let mut special = 0.0;
    let mut infinities = 0.0;
    for &number in &numbers {
        let mut x = number;
        let mut kept = 0;
        for i in 0..partials.len() {
            let mut y = partials[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            partials.push(x);
            continue;
        }
        if number.is_finite() {
            return Err(ctx.overflow_error("intermediate overflow in fsum"));
        }
        if number.is_infinite() {
            infinities += number;
        }
        special += number;
        partials.clear();
    }
    if special != 0.0 || special.is_nan() {
        if infinities.is_nan() {
            return Err(ctx.value_error("-inf + inf in fsum"));
        }
        return Ok(Value::Float(special));
    }
    Ok(Value::Float(round_partials(&partials)))
}

/// The sum of non-overlapping partials, rounded once, ties to even.
fn round_partials(partials: &[f64]) -> f64 {
    let Some((&top, mut rest)) = partials.split_last() else { return 0.0 };
    let mut high = top;
    let mut low = 0.0;
    while let Some((&y, before)) = rest.split_last() {
        rest = before;
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    // Half-way: what is further down decides.
    if let Some(&next) = rest.last()
        && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
    {
        let doubled = low * 2.0;
        let x = high + doubled;
        if doubled == x - high {
            high = x;
        }
    }
    high
}

/// The length of a vector, scaled so that nothing overflows, its square summed with twice the precision.
fn norm(parts: &[f64]) -> f64 {
    if parts.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if parts.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let largest = parts.iter().fold(0f64, |m, x| m.max(x.abs()));
    if largest == 0.0 || parts.len() <= 1 {
        return largest;
    }
    let (_, exponent) = libm::frexp(largest);
    if exponent < -1023 {
        // Subnormal: no power of two can scale it up in one step.
        let up: Vec<f64> = parts.iter().map(|x| x / f64::MIN_POSITIVE).collect();
        return f64::MIN_POSITIVE * norm(&up);
    }
    let scale = libm::ldexp(1.0, -exponent);
    let (mut sum, mut lost) = (0.0, 0.0);
    for x in parts {
        let (square, e1) = two_product(x * scale, x * scale);
        let (s, e2) = two_sum(sum, square);
        sum = s;
        lost += e1 + e2;
    }
    let h = (sum + lost).sqrt();
    // One step of Newton's iteration with the error of h's square computed exactly.
    let (square, error) = two_product(-h, h);
    let (s, e) = two_sum(sum, square);
    let rest = s + (lost + error + e);
    (h + rest / (2.0 * h)) / scale
}

fn hypot(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let items = ctx.heap.tuple(args[0]).map(<[Value]>::to_vec).unwrap_or_default();
    let parts = all_real(ctx, &items, |ctx| again(ctx, "_again_with_floats", "math.hypot", &items))?;
    Ok(Value::Float(norm(&parts)))
}

/// Both arguments as sequences of values.
fn two_lists(ctx: &mut Ctx<'_>, name: &str, args: &[Value]) -> Result<(Vec<Value>, Vec<Value>), Exit> {
    match (collect(ctx, args[0])?, collect(ctx, args[1])?) {
        (Some(p), Some(q)) => Ok((p, q)),
        _ => Err(again(ctx, "_again_with_lists", name, args)),
    }
}

fn dist(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (p, q) = two_lists(ctx, "math.dist", args)?;
    if p.len() != q.len() {
        return Err(ctx.value_error("both points must have the same number of dimensions"));
    }
    let otherwise = |ctx: &mut Ctx<'_>| ctx.prelude("_dist", args);
    let ps = all_real(ctx, &p, otherwise)?;
    let qs = all_real(ctx, &q, otherwise)?;
    let parts: Vec<f64> = ps.iter().zip(&qs).map(|(a, b)| a - b).collect();
    Ok(Value::Float(norm(&parts)))
}

fn prod(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let start = args[1].or(Value::Int(1));
    let Some(items) = collect(ctx, args[0])? else {
        return Err(ctx.prelude("_prod", &[args[0], start]));
    };
    let mut product = start;
    for (i, &v) in items.iter().enumerate() {
        product = match (product, v) {
            (Value::Float(a), Value::Float(b)) => Value::Float(a * b),
            (a, b) => match arith::binary(ctx, BinOp::Mul, a, b)? {
                Some(v) => v,
                None => {
                    let rest = ctx.heap.new_list(items[i..].to_vec());
                    return Err(ctx.prelude("_prod", &[rest, product]));
                }
            },
        };
    }
    Ok(product)
}

fn sumprod(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (p, q) = two_lists(ctx, "math.sumprod", args)?;
    if p.len() != q.len() {
        return Err(ctx.value_error("Inputs are not the same length"));
    }
    let is_int = |v: &Value| matches!(v, Value::Int(_) | Value::Bool(_));
    if p.iter().chain(&q).all(is_int) {
        let mut total = num_bigint::BigInt::ZERO;
        let mut small = 0i128;
        for (a, b) in p.iter().zip(&q) {
            let (Some(a), Some(b)) = (int(ctx, *a).and_then(|i| i.small()), int(ctx, *b).and_then(|i| i.small())) else {
                continue;
            };
            let product = i128::from(a) * i128::from(b);
            match small.checked_add(product) {
                Some(s) => small = s,
                None => {
                    total += small;
                    small = product;
                }
            }
        }
        return Ok(ctx.heap.new_int(total + small));
    }
    let mut pairs = Vec::with_capacity(p.len());
    for (&a, &b) in p.iter().zip(&q) {
        let number = |v: Value| float(ctx, v).or_else(|| int(ctx, v).and_then(|i| i.small()).map(|i| i as f64));
        match (number(a), number(b)) {
            (Some(x), Some(y)) if float(ctx, a).is_some() || float(ctx, b).is_some() => pairs.push((x, y)),
            // A product of two ints, or something else: exactly, the general way.
            _ => return Err(ctx.prelude("_sumprod", args)),
        }
    }
    let total = triple_dot(&pairs);
    if total.is_finite() {
        return Ok(Value::Float(total));
    }
    Ok(Value::Float(pairs.iter().fold(0.0, |sum, (x, y)| sum + x * y)))
}

/// The sum of products with three times the precision.
fn triple_dot(pairs: &[(f64, f64)]) -> f64 {
    let (mut high, mut low, mut tiny) = (0.0, 0.0, 0.0);
    for &(x, y) in pairs {
        let (p, p_low) = two_product(x, y);
        let (s, e) = two_sum(high, p);
        high = s;
        let (r, e2) = two_sum(p_low, e);
        let (l, e3) = two_sum(low, r);
        low = l;
        tiny += e2 + e3;
    }
    let (s, e) = two_sum(high, low);
    s + (tiny + e)
}

pub static TABLE: &[NativeDef] = &[
    def("math.dist", "p, q, /", dist),
    def("math.fsum", "seq, /", fsum),
    def("math.hypot", "*coordinates", hypot),
    def("math.prod", "iterable, /, *, start=1", prod),
    def("math.sumprod", "p, q, /", sumprod),
];

//! Functions of one or two floats.

use super::gamma::{Fault, gamma, lgamma};
use super::{domain_error, range_error};
use crate::natives::convert::{Int, again, big_to_f64, float, floats, has_method, int};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::value::Value;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};

/// Functions of one float whose failure shows in the result: NaN out of a number is a domain error, an infinity out of a
/// finite number an overflow or a pole.
macro_rules! of_one {
    ($($name:ident $overflows:literal $f:expr;)*) => {
        $(fn $name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
            const NAME: &str = concat!("math.", stringify!($name));
            let [x] = floats(ctx, NAME, args)?;
            let f: fn(f64) -> f64 = $f;
            checked(ctx, x, f(x), $overflows)
        })*
    };
}

fn checked(ctx: &mut Ctx<'_>, x: f64, r: f64, overflows: bool) -> NativeResult {
    if r.is_nan() && !x.is_nan() {
        return Err(domain_error(ctx));
    }
    if r.is_infinite() && x.is_finite() {
        return Err(if overflows { range_error(ctx) } else { domain_error(ctx) });
    }
    Ok(Value::Float(r))
}

of_one! {
    acos false f64::acos;
    acosh false libm::acosh;
    asin false f64::asin;
    asinh false libm::asinh;
    atan false f64::atan;
    atanh false libm::atanh;
    cbrt false f64::cbrt;
    cos false f64::cos;
    cosh true f64::cosh;
    erf false libm::erf;
    erfc false libm::erfc;
    exp true f64::exp;
    exp2 true f64::exp2;
    expm1 true f64::exp_m1;
    fabs false f64::abs;
    log1p false |x| if x == 0.0 { x } else { x.ln_1p() };
    sin false f64::sin;
    sinh true f64::sinh;
    sqrt false f64::sqrt;
    tan false f64::tan;
    tanh false f64::tanh;
}

fn degrees(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.degrees", args)?;
    Ok(Value::Float(x * (180.0 / std::f64::consts::PI)))
}

fn radians(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.radians", args)?;
    Ok(Value::Float(x * (std::f64::consts::PI / 180.0)))
}

fn of_gamma(ctx: &mut Ctx<'_>, r: Result<f64, Fault>) -> NativeResult {
    match r {
        Ok(r) => Ok(Value::Float(r)),
        Err(Fault::Domain) => Err(domain_error(ctx)),
        Err(Fault::Range) => Err(range_error(ctx)),
    }
}

fn math_gamma(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.gamma", args)?;
    of_gamma(ctx, gamma(x))
}

fn math_lgamma(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.lgamma", args)?;
    of_gamma(ctx, lgamma(x))
}

fn atan2(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [y, x] = floats(ctx, "math.atan2", args)?;
    Ok(Value::Float(y.atan2(x)))
}

fn copysign(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x, y] = floats(ctx, "math.copysign", args)?;
    Ok(Value::Float(x.copysign(y)))
}

fn fmod(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x, y] = floats(ctx, "math.fmod", args)?;
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(ctx));
    }
    Ok(Value::Float(r))
}

fn remainder(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x, y] = floats(ctx, "math.remainder", args)?;
    if x.is_nan() || y.is_nan() {
        return Ok(Value::Float(x + y));
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(ctx));
    }
    Ok(Value::Float(if y.is_infinite() { x } else { libm::remainder(x, y) }))
}

fn pow(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x, y] = floats(ctx, "math.pow", args)?;
    let r = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if r.is_nan() {
            return Err(domain_error(ctx));
        }
        if r.is_infinite() {
            // 0 to a negative power is a pole, everything else too large.
            return Err(if x == 0.0 { domain_error(ctx) } else { range_error(ctx) });
        }
    }
    Ok(Value::Float(r))
}

fn frexp(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.frexp", args)?;
    let (m, e) = if x.is_finite() && x != 0.0 { libm::frexp(x) } else { (x, 0) };
    Ok(ctx.heap.new_tuple([Value::Float(m), Value::Int(i64::from(e))]))
}

fn ldexp(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.ldexp", &args[..1])?;
    let Some(e) = int(ctx, args[1]) else {
        return Err(ctx.type_error("Expected an int as second argument to ldexp."));
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(Value::Float(x));
    }
    let e = e.small().unwrap_or(if e.is_negative() { i64::MIN } else { i64::MAX }).clamp(-5000, 5000);
    let r = libm::ldexp(x, e as i32);
    if r.is_infinite() {
        return Err(range_error(ctx));
    }
    Ok(Value::Float(r))
}

fn modf(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.modf", args)?;
    let whole = x.trunc();
    let part = if x.is_infinite() { 0f64.copysign(x) } else { (x - whole).copysign(x) };
    let part = if x.is_nan() { x } else { part };
    Ok(ctx.heap.new_tuple([Value::Float(part), Value::Float(whole)]))
}

fn isfinite(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.isfinite", args)?;
    Ok(Value::Bool(x.is_finite()))
}

fn isinf(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.isinf", args)?;
    Ok(Value::Bool(x.is_infinite()))
}

fn isnan(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.isnan", args)?;
    Ok(Value::Bool(x.is_nan()))
}

fn isclose(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let all = [args[0], args[1], args[2].or(Value::Float(1e-9)), args[3].or(Value::Float(0.0))];
    let [a, b, relative, absolute] = floats(ctx, "_isclose", &all)?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(ctx.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Value::Bool(true));
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Value::Bool(false));
    }
    let apart = (b - a).abs();
    Ok(Value::Bool(apart <= (relative * b).abs() || apart <= (relative * a).abs() || apart <= absolute))
}

fn ulp(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x] = floats(ctx, "math.ulp", args)?;
    let x = x.abs();
    if !x.is_finite() {
        return Ok(Value::Float(x));
    }
    let next = x.next_up();
    Ok(Value::Float(if next.is_infinite() { x - x.next_down() } else { next - x }))
}

fn nextafter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [x, y] = floats(ctx, "math.nextafter", &args[..2])?;
    let steps = match args[2].or(Value::None) {
        Value::None => 1,
        v => match int(ctx, v) {
            Some(n) if n.is_negative() => return Err(ctx.value_error("steps must be a non-negative integer")),
            Some(n) => n.small().map_or(u64::MAX, |n| n as u64),
            None => {
                let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
                return Err(ctx.type_error(message));
            }
        },
    };
    Ok(Value::Float(step_towards(x, y, steps)))
}

/// The float that is `steps` floats away from x on the way to y.
fn step_towards(x: f64, y: f64, steps: u64) -> f64 {
    if steps == 0 {
        return x;
    }
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if x == y {
        return y;
    }
    // Floats as integers in their order, both zeros as 0.
    let place = |f: f64| {
        let bits = (f.to_bits() & (u64::MAX >> 1)) as i64;
        if f.is_sign_negative() { -bits } else { bits }
    };
    let (from, to) = (place(x), place(y));
    let way = to.abs_diff(from);
    if steps >= way {
        return y;
    }
    let at = if to > from { from.wrapping_add(steps as i64) } else { from.wrapping_sub(steps as i64) };
    let f = f64::from_bits(at.unsigned_abs());
    if at < 0 || (at == 0 && from < 0) { -f } else { f }
}

/// A logarithm of a float or of an int of any size.
fn logarithm(ctx: &mut Ctx<'_>, name: &str, v: Value, log: fn(f64) -> f64) -> Result<f64, Exit> {
    if let Some(Int::Big(b)) = int(ctx, v) {
        if b.sign() == num_bigint::Sign::Minus {
            return Err(domain_error(ctx));
        }
        if big_to_f64(&b).is_none() {
            // x = m * 2**e
            let shift = b.bits() - 64;
            let m = (&b >> shift).to_f64().unwrap_or(1.0);
            let (m, e) = libm::frexp(m);
            return Ok(log(m) + log(2.0) * (e as f64 + shift as f64));
        }
    }
    let [x] = floats(ctx, name, &[v])?;
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x <= 0.0 { Err(domain_error(ctx)) } else { Ok(log(x)) }
}

fn log(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    for &v in args {
        if !v.is_unset() && float(ctx, v).is_none() && int(ctx, v).is_none() {
            floats::<1>(ctx, "math.log", &[v]).map_err(|e| match e {
                Exit::Ask(_) => again(ctx, "_again_with_floats", "math.log", args),
                e => e,
            })?;
        }
    }
    let x = logarithm(ctx, "math.log", args[0], f64::ln)?;
    if args[1].is_unset() {
        return Ok(Value::Float(x));
    }
    let base = logarithm(ctx, "math.log", args[1], f64::ln)?;
    if base == 0.0 {
        return Err(ctx.raise(crate::vm::types::ZERO_DIVISION_ERROR, "float division by zero"));
    }
    Ok(Value::Float(x / base))
}

fn log2(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    logarithm(ctx, "math.log2", args[0], f64::log2).map(Value::Float)
}

fn log10(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    logarithm(ctx, "math.log10", args[0], f64::log10).map(Value::Float)
}

/// floor, ceil, trunc: floats here, ints as they are, everything else by its method.
fn whole(ctx: &mut Ctx<'_>, name: &str, method: &str, v: Value, f: fn(f64) -> f64) -> NativeResult {
    if let Value::Float(x) = v {
        return float_to_int(ctx, f(x));
    }
    if matches!(v, Value::Int(_) | Value::Bool(_)) {
        return Ok(int(ctx, v).and_then(|i| i.small()).map_or(v, Value::Int));
    }
    let class = ctx.heap.class_of(v);
    if class == crate::vm::types::INT {
        return Ok(v);
    }
    if has_method(ctx, v, method) {
        let method = ctx.heap.new_str(method);
        return Err(ctx.prelude("_call_method", &[v, method, Value::None]));
    }
    if method == "__trunc__" {
        let message = format!("type {} doesn't define __trunc__ method", ctx.type_name(v));
        return Err(ctx.type_error(message));
    }
    let [x] = floats(ctx, name, &[v])?;
    float_to_int(ctx, f(x))
}

/// The int that a whole float is.
fn float_to_int(ctx: &mut Ctx<'_>, x: f64) -> NativeResult {
    if x.is_nan() {
        return Err(ctx.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(ctx.overflow_error("cannot convert float infinity to integer"));
    }
    if x.abs() < 9e18 {
        return Ok(Value::Int(x as i64));
    }
    Ok(ctx.heap.new_int(BigInt::from_f64(x).unwrap_or_default()))
}

fn floor(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    whole(ctx, "math.floor", "__floor__", args[0], f64::floor)
}

fn ceil(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    whole(ctx, "math.ceil", "__ceil__", args[0], f64::ceil)
}

fn trunc(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    whole(ctx, "math.trunc", "__trunc__", args[0], f64::trunc)
}

pub static TABLE: &[NativeDef] = &[
    def("math.acos", "x, /", acos),
    def("math.acosh", "x, /", acosh),
    def("math.asin", "x, /", asin),
    def("math.asinh", "x, /", asinh),
    def("math.atan", "x, /", atan),
    def("math.atan2", "y, x, /", atan2),
    def("math.atanh", "x, /", atanh),
    def("math.cbrt", "x, /", cbrt),
    def("math.ceil", "x, /", ceil),
    def("math.copysign", "x, y, /", copysign),
    def("math.cos", "x, /", cos),
    def("math.cosh", "x, /", cosh),
    def("math.degrees", "x, /", degrees),
    def("math.erf", "x, /", erf),
    def("math.erfc", "x, /", erfc),
    def("math.exp", "x, /", exp),
    def("math.exp2", "x, /", exp2),
    def("math.expm1", "x, /", expm1),
    def("math.fabs", "x, /", fabs),
    def("math.floor", "x, /", floor),
    def("math.fmod", "x, y, /", fmod),
    def("math.frexp", "x, /", frexp),
    def("math.gamma", "x, /", math_gamma),
    def("math.isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", isclose),
    def("_isclose", "a, b, rel_tol, abs_tol", isclose),
    def("math.isfinite", "x, /", isfinite),
    def("math.isinf", "x, /", isinf),
    def("math.isnan", "x, /", isnan),
    def("math.ldexp", "x, i, /", ldexp),
    def("math.lgamma", "x, /", math_lgamma),
    def("math.log", "x, base=None, /", log),
    def("math.log10", "x, /", log10),
    def("math.log1p", "x, /", log1p),
    def("math.log2", "x, /", log2),
    def("math.modf", "x, /", modf),
    def("math.nextafter", "x, y, /, *, steps=None", nextafter),
    def("math.pow", "x, y, /", pow),
    def("math.radians", "x, /", radians),
    def("math.remainder", "x, y, /", remainder),
    def("math.sin", "x, /", sin),
    def("math.sinh", "x, /", sinh),
    def("math.sqrt", "x, /", sqrt),
    def("math.tan", "x, /", tan),
    def("math.tanh", "x, /", tanh),
    def("math.trunc", "x, /", trunc),
    def("math.ulp", "x, /", ulp),
];

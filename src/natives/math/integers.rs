//! Functions of ints of any size: gcd, lcm, factorial, comb, perm, isqrt.

use crate::natives::convert::{Int, ints};
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::value::Value;
use num_bigint::{BigInt, BigUint};
use num_integer::{Integer, Roots};
use num_traits::{One, ToPrimitive};

/// The ints of a `*integers` parameter; the native is called again with all of them.
fn all_ints(ctx: &mut Ctx<'_>, name: &str, args: &[Value]) -> Result<Vec<Int>, crate::vm::native::Exit> {
    let items = ctx.heap.tuple(args[0]).map(<[Value]>::to_vec).unwrap_or_default();
    ints(ctx, name, &items)
}

fn gcd(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let mut result = Int::Small(0);
    for i in all_ints(ctx, "math.gcd", args)? {
        result = match (result, i) {
            (Int::Small(a), Int::Small(b)) => Int::Big(BigInt::from(a.unsigned_abs().gcd(&b.unsigned_abs()))),
            (a, b) => Int::Big(a.into_big().gcd(&b.into_big())),
        };
        if let Some(small) = result.small() {
            result = Int::Small(small);
        }
    }
    Ok(ctx.heap.new_int(result.into_big()))
}

fn lcm(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let mut result = BigInt::one();
    for i in all_ints(ctx, "math.lcm", args)? {
        result = result.lcm(&i.into_big());
    }
    Ok(ctx.heap.new_int(result))
}

/// The product of all ints in `low..=high`, halved again and again so that the factors are of like size.
fn product(low: u64, high: u64) -> BigUint {
    if low > high {
        return BigUint::one();
    }
    if high - low < 8 {
        return (low..=high).fold(BigUint::one(), |p, i| p * i);
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}

/// Larger results would take all memory or hours: better a clear word at once.
const LARGEST_FACTORIAL: i64 = 10_000_000;

fn factorial(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let n = ints(ctx, "math.factorial", args)?.remove(0);
    factorial_of(ctx, &n)
}

fn factorial_of(ctx: &mut Ctx<'_>, n: &Int) -> NativeResult {
    if n.is_negative() {
        return Err(ctx.value_error("factorial() not defined for negative values"));
    }
    match n.small() {
        None => Err(ctx.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))),
        Some(n) if n > LARGEST_FACTORIAL => Err(ctx.raise(crate::vm::types::MEMORY_ERROR, "")),
        Some(n) => Ok(ctx.heap.new_int(product(1, n as u64).into())),
    }
}

fn isqrt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let n = ints(ctx, "math.isqrt", args)?.remove(0);
    if n.is_negative() {
        return Err(ctx.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(match n {
        Int::Small(i) => Value::Int(i.sqrt()),
        Int::Big(b) => ctx.heap.new_int(b.sqrt()),
    })
}

/// The checks that comb and perm share; nothing when k is larger than n.
fn choose_from(ctx: &mut Ctx<'_>, n: &Int, k: &Int) -> Result<Option<(BigInt, BigInt)>, crate::vm::native::Exit> {
    if n.is_negative() {
        return Err(ctx.value_error("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(ctx.value_error("k must be a non-negative integer"));
    }
    let (n, k) = (n.to_big(), k.to_big());
    Ok(if k > n { None } else { Some((n, k)) })
}

fn comb(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let both = ints(ctx, "math.comb", args)?;
    let Some((n, k)) = choose_from(ctx, &both[0], &both[1])? else { return Ok(Value::Int(0)) };
    let k = std::cmp::min(&n - &k, k);
    let Some(k) = k.to_u64().filter(|&k| k <= i64::MAX as u64) else {
        return Err(ctx.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
    };
    // C(n, i) = C(n, i - 1) * (n - i + 1) / i is whole at every step.
    let mut result = BigInt::one();
    let mut factor = n;
    for i in 1..=k {
        result = result * &factor / i;
        factor -= 1;
    }
    Ok(ctx.heap.new_int(result))
}

fn perm(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if matches!(args[1], Value::Unset | Value::None) {
        let n = ints(ctx, "math.factorial", &args[..1])?.remove(0);
        return factorial_of(ctx, &n);
    }
    let both = ints(ctx, "math.perm", args)?;
    let Some((n, k)) = choose_from(ctx, &both[0], &both[1])? else { return Ok(Value::Int(0)) };
    let Some(k) = k.to_u64().filter(|&k| k <= i64::MAX as u64) else {
        return Err(ctx.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    if let Some(n) = n.to_u64() {
        return Ok(ctx.heap.new_int(if k == 0 { BigInt::one() } else { product(n - k + 1, n).into() }));
    }
    let mut result = BigInt::one();
    let mut factor = n;
    for _ in 0..k {
        result *= &factor;
        factor -= 1;
    }
    Ok(ctx.heap.new_int(result))
}

pub static TABLE: &[NativeDef] = &[
    def("math.comb", "n, k, /", comb),
    def("math.factorial", "n, /", factorial),
    def("math.gcd", "*integers", gcd),
    def("math.isqrt", "n, /", isqrt),
    def("math.lcm", "*integers", lcm),
    def("math.perm", "n, k=None, /", perm),
];

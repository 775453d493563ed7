//! Arithmetic on ints: [`quick`] for two machine words, the rest on big ints.

use super::{Outcome, Trouble, float};
use crate::bytecode::BinOp;
use crate::vm::value::Value;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Largest magnitude up to which every int is a float.
const EXACT: u64 = 1 << 53;
/// No result may have more bits than this: it would not fit into memory.
const MAX_BITS: u64 = 1 << 34;

/// `x op y` when operands and result are machine words and nothing can go wrong.
#[inline]
pub fn quick(op: BinOp, x: i64, y: i64) -> Option<Value> {
    let result = match op {
        BinOp::Add | BinOp::IAdd => x.checked_add(y)?,
        BinOp::Sub | BinOp::ISub => x.checked_sub(y)?,
        BinOp::Mul | BinOp::IMul => x.checked_mul(y)?,
        BinOp::FloorDiv | BinOp::IFloorDiv => {
            let q = x.checked_div(y)?;
            if x % y != 0 && (x < 0) != (y < 0) { q - 1 } else { q }
        }
        BinOp::Mod | BinOp::IMod => {
            let r = x.checked_rem(y)?;
            if r != 0 && (r < 0) != (y < 0) { r + y } else { r }
        }
        BinOp::TrueDiv | BinOp::ITrueDiv => {
            let exact = y != 0 && x.unsigned_abs() <= EXACT && y.unsigned_abs() <= EXACT;
            return exact.then(|| Value::Float(x as f64 / y as f64));
        }
        BinOp::And | BinOp::IAnd => x & y,
        BinOp::Or | BinOp::IOr => x | y,
        BinOp::Xor | BinOp::IXor => x ^ y,
        BinOp::LShift | BinOp::ILShift => {
            let shifted = if (0..63).contains(&y) { x << y } else { return None };
            if shifted >> y == x { shifted } else { return None }
        }
        BinOp::RShift | BinOp::IRShift if y >= 0 => x >> y.min(63),
        BinOp::Pow | BinOp::IPow => x.checked_pow(u32::try_from(y).ok()?)?,
        _ => return None,
    };
    Some(Value::Int(result))
}

/// `x op y` for a plain operator.
pub fn binary(op: BinOp, x: &BigInt, y: &BigInt) -> Result<Option<Outcome>, Trouble> {
    Ok(Some(Outcome::Int(match op {
        BinOp::Add => x + y,
        BinOp::Sub => x - y,
        BinOp::Mul => x * y,
        BinOp::FloorDiv => div_mod(x, y)?.0,
        BinOp::Mod => {
            if y.is_zero() {
                return Err(Trouble::ZeroDivision("integer modulo by zero"));
            }
            x.mod_floor(y)
        }
        BinOp::TrueDiv => return true_div(x, y).map(|f| Some(Outcome::Value(Value::Float(f)))),
        BinOp::Pow if y.is_negative() => return float::binary(op, to_f64(x)?, to_f64(y)?),
        BinOp::Pow => pow(x, y)?,
        BinOp::LShift => shift_left(x, y)?,
        BinOp::RShift => shift_right(x, y)?,
        BinOp::And => x & y,
        BinOp::Or => x | y,
        BinOp::Xor => x ^ y,
        _ => return Ok(None),
    })))
}

/// Quotient and remainder, rounded down.
pub fn div_mod(x: &BigInt, y: &BigInt) -> Result<(BigInt, BigInt), Trouble> {
    if y.is_zero() {
        return Err(Trouble::ZeroDivision("integer division or modulo by zero"));
    }
    Ok(x.div_mod_floor(y))
}

fn pow(x: &BigInt, y: &BigInt) -> Result<BigInt, Trouble> {
    let is_unit = x.magnitude().is_one();
    if y.is_zero() || x.is_one() {
        return Ok(BigInt::one());
    }
    if x.is_zero() || is_unit {
        return Ok(if is_unit && y.is_even() { BigInt::one() } else { x.clone() });
    }
    match y.to_u32() {
        Some(e) if (x.bits() - 1).saturating_mul(u64::from(e)) < MAX_BITS => Ok(num_traits::Pow::pow(x, e)),
        _ => Err(Trouble::Memory),
    }
}

fn shift_left(x: &BigInt, y: &BigInt) -> Result<BigInt, Trouble> {
    if y.is_negative() {
        return Err(Trouble::Value("negative shift count"));
    }
    if x.is_zero() {
        return Ok(BigInt::zero());
    }
    match y.to_u64() {
        Some(n) if n < MAX_BITS => Ok(x << n),
        Some(n) if n < 1 << 60 => Err(Trouble::Memory),
        _ => Err(Trouble::Overflow("too many digits in integer")),
    }
}

fn shift_right(x: &BigInt, y: &BigInt) -> Result<BigInt, Trouble> {
    if y.is_negative() {
        return Err(Trouble::Value("negative shift count"));
    }
    let out = || if x.is_negative() { -BigInt::one() } else { BigInt::zero() };
    Ok(match y.to_u64() {
        Some(n) if n <= x.bits() => x >> n,
        _ => out(),
    })
}

/// The quotient as the nearest float, ties to even.
pub fn true_div(x: &BigInt, y: &BigInt) -> Result<f64, Trouble> {
    if y.is_zero() {
        return Err(Trouble::ZeroDivision("division by zero"));
    }
    let negative = x.is_negative() != y.is_negative();
    let magnitude = if x.is_zero() {
        0.0
    } else {
        let (a, b) = (x.magnitude(), y.magnitude());
        // The quotient gets 66 or 67 bits: more than enough to round, once what is cut off leaves its trace.
        let shift = a.bits() as i64 - b.bits() as i64 - 66;
        let (q, r) = if shift <= 0 { (a << shift.unsigned_abs()).div_rem(b) } else { a.div_rem(&(b << shift as u64)) };
        let q = q.to_u128().unwrap_or(u128::MAX) | u128::from(!r.is_zero());
        scale(q, shift)
    };
    if magnitude.is_infinite() {
        return Err(Trouble::Overflow("integer division result too large for a float"));
    }
    Ok(if negative { -magnitude } else { magnitude })
}

/// The nearest float, ties to even.
pub fn to_f64(x: &BigInt) -> Result<f64, Trouble> {
    let m = x.magnitude();
    let shift = (m.bits() as i64 - 66).max(0);
    let top = (m >> shift as u64).to_u128().unwrap_or(u128::MAX);
    let cut_off = m.trailing_zeros().is_some_and(|z| z < shift as u64);
    let f = scale(top | u128::from(cut_off), shift);
    if f.is_infinite() {
        return Err(Trouble::Overflow("int too large to convert to float"));
    }
    Ok(if x.is_negative() { -f } else { f })
}

/// `m * 2**e`, rounded once, ties to even; infinite when too large.
pub fn scale(m: u128, e: i64) -> f64 {
    let bits = 128 - i64::from(m.leading_zeros());
    if m == 0 || bits + e < -1074 {
        return 0.0;
    }
    if bits + e > 1024 {
        return f64::INFINITY;
    }
    let drop = (bits - 53).max(-1074 - e);
    if drop <= 0 {
        return m as f64 * power_of_two(e);
    }
    let (mut kept, rest, half) = match drop {
        128.. => (0, m, u128::MAX),
        _ => (m >> drop, m & ((1 << drop) - 1), 1 << (drop - 1)),
    };
    if rest > half || (rest == half && kept & 1 == 1) {
        kept += 1;
    }
    let e = e + drop;
    // The rounding may have carried into one more bit, and that out of the range.
    if kept == 1 << 53 && e == 971 { f64::INFINITY } else { kept as f64 * power_of_two(e) }
}

/// `2**e` for any exponent that a float or the last bit of one can have.
fn power_of_two(e: i64) -> f64 {
    if e >= -1022 { f64::from_bits(((e + 1023) as u64) << 52) } else { f64::from_bits(1 << (e + 1074)) }
}

/// `pow(base, exponent, modulus)`; the result has the modulus's sign.
pub fn pow_mod(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Result<BigInt, Trouble> {
    if modulus.is_zero() {
        return Err(Trouble::Value("pow() 3rd argument cannot be 0"));
    }
    let m = BigInt::from_biguint(Sign::Plus, modulus.magnitude().clone());
    let base = base.mod_floor(&m);
    let result = if exponent.is_negative() {
        let inverse = inverse(&base, &m).ok_or(Trouble::Value("base is not invertible for the given modulus"))?;
        inverse.modpow(&-exponent, &m)
    } else {
        base.modpow(exponent, &m)
    };
    Ok(result.mod_floor(modulus))
}

/// The inverse of `a` modulo `m`, both not negative.
fn inverse(a: &BigInt, m: &BigInt) -> Option<BigInt> {
    if m.is_one() {
        return Some(BigInt::zero());
    }
    let e = a.extended_gcd(m);
    e.gcd.is_one().then(|| e.x.mod_floor(m))
}

/// The int that a finite float's integral part is.
pub fn of_float(f: f64) -> Option<BigInt> {
    num_traits::FromPrimitive::from_f64(f)
}

/// Mantissa and exponent of a finite float: `f == m * 2**e`.
pub fn decode(f: f64) -> (BigUint, i64, bool) {
    let bits = f.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let (m, e) = match (bits >> 52) & 0x7ff {
        0 => (fraction, -1074),
        e => (fraction | 1 << 52, e as i64 - 1075),
    };
    (BigUint::from(m), e, f.is_sign_negative())
}

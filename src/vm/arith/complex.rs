//! Arithmetic on complex numbers.

use super::{Num, Outcome, Trouble};
use crate::bytecode::BinOp;

/// Real and imaginary part.
pub type Complex = (f64, f64);

/// Any number as a complex one.
pub fn of_num(n: Num) -> Result<Complex, Trouble> {
    match n {
        Num::Complex(re, im) => Ok((re, im)),
        other => other.to_f64().unwrap_or(Ok(0.0)).map(|f| (f, 0.0)),
    }
}

/// `x op y` for a plain operator; nothing where complex numbers have none.
pub fn binary(op: BinOp, x: Complex, y: Complex) -> Result<Option<Outcome>, Trouble> {
    let (re, im) = match op {
        BinOp::Add => (x.0 + y.0, x.1 + y.1),
        BinOp::Sub => (x.0 - y.0, x.1 - y.1),
        BinOp::Mul => mul(x, y),
        BinOp::TrueDiv => div(x, y).ok_or(Trouble::ZeroDivision("complex division by zero"))?,
        BinOp::Pow => pow(x, y)?,
        _ => return Ok(None),
    };
    Ok(Some(Outcome::Complex(re, im)))
}

fn mul(x: Complex, y: Complex) -> Complex {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}

/// Smith's method: scaled by the divisor's larger part, so that nothing overflows on the way.
fn div(x: Complex, y: Complex) -> Option<Complex> {
    let (re, im) = (y.0.abs(), y.1.abs());
    if re >= im {
        if re == 0.0 {
            return None;
        }
        let ratio = y.1 / y.0;
        let whole = y.0 + y.1 * ratio;
        Some(((x.0 + x.1 * ratio) / whole, (x.1 - x.0 * ratio) / whole))
    } else if im >= re {
        let ratio = y.0 / y.1;
        let whole = y.0 * ratio + y.1;
        Some(((x.0 * ratio + x.1) / whole, (x.1 * ratio - x.0) / whole))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

/// `x ** y`.
pub fn pow(x: Complex, y: Complex) -> Result<Complex, Trouble> {
    /// Whole exponents up to this one are worked out by multiplying.
    const BY_MULTIPLYING: f64 = 100.0;
    let result = if y.1 == 0.0 && y.0 == y.0.floor() && y.0.abs() <= BY_MULTIPLYING {
        let power = pow_whole(x, y.0.abs() as u32);
        if y.0 > 0.0 { Some(power) } else { div((1.0, 0.0), power) }
    } else {
        pow_polar(x, y)
    };
    let result = result.ok_or(Trouble::ZeroDivision("0.0 to a negative or complex power"))?;
    if result.0.is_infinite() || result.1.is_infinite() {
        let finite = [x.0, x.1, y.0, y.1].iter().all(|f| f.is_finite());
        if finite {
            return Err(Trouble::Overflow("complex exponentiation"));
        }
    }
    Ok(result)
}

fn pow_whole(x: Complex, mut n: u32) -> Complex {
    let (mut result, mut square) = ((1.0, 0.0), x);
    while n > 0 {
        if n & 1 == 1 {
            result = mul(result, square);
        }
        n >>= 1;
        square = mul(square, square);
    }
    result
}

fn pow_polar(x: Complex, y: Complex) -> Option<Complex> {
    if y == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if x == (0.0, 0.0) {
        return if y.1 != 0.0 || y.0 < 0.0 { None } else { Some((0.0, 0.0)) };
    }
    let (size, angle) = (x.0.hypot(x.1), x.1.atan2(x.0));
    let (mut length, mut phase) = (size.powf(y.0), angle * y.0);
    if y.1 != 0.0 {
        length /= (angle * y.1).exp();
        phase += y.1 * size.ln();
    }
    Some((length * phase.cos(), length * phase.sin()))
}

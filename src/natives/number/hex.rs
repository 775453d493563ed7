//! Floats in base 16: `float.hex`, `float.fromhex`.

use crate::vm::arith::int::scale;

/// `f.hex()`.
pub fn write(f: f64) -> String {
    if f.is_nan() {
        return "nan".into();
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    if f.is_infinite() {
        return format!("{sign}inf");
    }
    if f == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = f.to_bits();
    let (fraction, field) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7ff) as i32);
    let (first, exponent) = if field == 0 { (0, -1022) } else { (1, field - 1023) };
    format!("{sign}0x{first}.{fraction:013x}p{exponent:+}")
}

/// Why a text is no float in base 16.
#[derive(Debug, PartialEq, Eq)]
pub enum BadHex {
    Invalid,
    TooLarge,
}

/// `float.fromhex(s)`.
pub fn read(s: &str) -> Result<f64, BadHex> {
    let s = s.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let (negative, s) = match s.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, s.strip_prefix('+').unwrap_or(s)),
    };
    let f = magnitude(&s.to_ascii_lowercase())?;
    Ok(if negative { -f } else { f })
}

fn magnitude(s: &str) -> Result<f64, BadHex> {
    match s {
        "inf" | "infinity" => return Ok(f64::INFINITY),
        "nan" => return Ok(f64::NAN),
        _ => {}
    }
    let s = s.strip_prefix("0x").unwrap_or(s);
    let (digits, exponent) = match s.split_once('p') {
        Some((digits, e)) => (digits, exponent(e).ok_or(BadHex::Invalid)?),
        None => (s, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(BadHex::Invalid);
    }
    // The first 30 significant digits, and whether any follow, say all.
    let (mut m, mut kept, mut shift) = (0u128, 0, 0i64);
    for c in whole.chars().chain(fraction.chars()) {
        let digit = u128::from(c.to_digit(16).ok_or(BadHex::Invalid)?);
        if kept < 30 {
            m = m << 4 | digit;
            kept += i32::from(m != 0);
        } else {
            m |= u128::from(digit != 0);
            shift += 4;
        }
    }
    let f = scale(m, exponent.saturating_add(shift).saturating_sub(4 * fraction.len() as i64));
    if f.is_infinite() { Err(BadHex::TooLarge) } else { Ok(f) }
}

/// A decimal exponent; those beyond all floats are cut off.
fn exponent(s: &str) -> Option<i64> {
    const FAR: i64 = 1 << 40;
    let digits = s.strip_prefix(['+', '-']).unwrap_or(s);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let e = digits.parse().unwrap_or(FAR).min(FAR);
    Some(if s.starts_with('-') { -e } else { e })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let check = |s: &str, f: f64| assert_eq!(read(s), Ok(f), "{s}");
        check("0x1.8p3", 12.0);
        check(" 0x1p5\n", 32.0);
        check("0x.8p-1074", 0.0);
        check("0x1.fffffffffffff8p0", 2.0);
        check("-inf", f64::NEG_INFINITY);
        check("1.8", 1.5);
        assert_eq!(read("x"), Err(BadHex::Invalid));
        assert_eq!(read("0x1p"), Err(BadHex::Invalid));
        assert_eq!(read("0x1p1024"), Err(BadHex::TooLarge));
        for f in [1.5, -0.1, 5e-324, 1e308, 0.0] {
            assert_eq!(read(&write(f)), Ok(f));
        }
        assert_eq!(write(0.1), "0x1.999999999999ap-4");
        assert_eq!(write(5e-324), "0x0.0000000000001p-1022");
    }
}

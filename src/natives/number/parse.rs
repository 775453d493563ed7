//! Numbers from texts: what `int('...')`, `float('...')` and `complex('...')` understand.

use crate::vm::arith::bytes_of;
use crate::vm::heap::Heap;
use crate::vm::repr::repr;
use crate::vm::text::{Text, TextRef};
use crate::vm::unicode;
use crate::vm::value::Value;
use num_bigint::BigInt;

/// The text of a `str`, `bytes` or `bytearray` in ASCII: digits of all scripts as such, white space as a space, and `?` for
/// what no number can have.
pub fn source(heap: &Heap, v: Value) -> Option<String> {
    let of_point = |c: u32| match c {
        0..128 if unicode::is_space(c) => ' ',
        0..128 => c as u8 as char,
        _ if unicode::is_space(c) => ' ',
        _ => unicode::decimal(c).map_or('?', |d| (b'0' + d as u8) as char),
    };
    match heap.text(v) {
        Some(TextRef::Ascii(s)) => Some(s.chars().map(|c| of_point(u32::from(c))).collect()),
        Some(t) => Some(t.points().map(of_point).collect()),
        None => bytes_of(heap, v).map(|b| b.iter().map(|&b| if b < 128 { of_point(u32::from(b)) } else { '?' }).collect()),
    }
}

/// How a text is shown in messages.
pub fn shown(heap: &Heap, v: Value) -> String {
    const LONGEST: usize = 200;
    match repr(heap, v) {
        Some(Text::Ascii(s)) => s.chars().take(LONGEST).collect(),
        Some(Text::Wide(s)) => s.iter().take(LONGEST).map(|&c| char::from_u32(c).unwrap_or('\u{fffd}')).collect(),
        _ => "?".into(),
    }
}

/// Why a text is no int.
#[derive(Debug, PartialEq, Eq)]
pub enum BadInt {
    Invalid,
    /// So many digits are not taken.
    TooLong(usize),
}

/// `int(text, base)`; base 0 looks at the prefix. `limit` digits are taken, any number of them when it is 0.
pub fn int(text: &str, base: u32, limit: usize) -> Result<BigInt, BadInt> {
    let text = text.trim_matches(' ');
    if base == 10 && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse::<i64>().map(BigInt::from).map_err(|_| BadInt::Invalid);
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let prefixed = rest.get(..2).and_then(|p| match p {
        "0x" | "0X" => Some(16),
        "0o" | "0O" => Some(8),
        "0b" | "0B" => Some(2),
        _ => None,
    });
    let (radix, digits) = match (base, prefixed) {
        // The prefix may be followed by an underscore.
        (0, Some(radix)) => (radix, rest[2..].strip_prefix('_').unwrap_or(&rest[2..])),
        (base, Some(radix)) if base == radix => (radix, rest[2..].strip_prefix('_').unwrap_or(&rest[2..])),
        (0, None) => (10, rest),
        _ => (base, rest),
    };
    let plain = without_underscores(digits, |c| c.is_digit(radix)).ok_or(BadInt::Invalid)?;
    if plain.is_empty() || !plain.chars().all(|c| c.is_digit(radix)) {
        return Err(BadInt::Invalid);
    }
    if base == 0 && prefixed.is_none() && plain.starts_with('0') && plain.bytes().any(|b| b != b'0') {
        return Err(BadInt::Invalid);
    }
    if !radix.is_power_of_two() && limit > 0 && plain.len() > limit {
        return Err(BadInt::TooLong(plain.len()));
    }
    let magnitude = BigInt::parse_bytes(plain.as_bytes(), radix).ok_or(BadInt::Invalid)?;
    Ok(if negative { -magnitude } else { magnitude })
}

/// The text without underscores, each of which must stand between two digits.
fn without_underscores(s: &str, is_digit: impl Fn(char) -> bool) -> Option<String> {
    if !s.contains('_') {
        return Some(s.to_owned());
    }
    let chars: Vec<char> = s.chars().collect();
    let between = |i: usize| i > 0 && is_digit(chars[i - 1]) && chars.get(i + 1).is_some_and(|&c| is_digit(c));
    let legal = chars.iter().enumerate().all(|(i, &c)| c != '_' || between(i));
    legal.then(|| chars.into_iter().filter(|&c| c != '_').collect())
}

/// `float(text)`.
pub fn float(text: &str) -> Option<f64> {
    plain_float(&without_underscores(text.trim_matches(' '), |c| c.is_ascii_digit())?)
}

/// A float without underscores and spaces.
fn plain_float(s: &str) -> Option<f64> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let f: f64 = s.chars().all(legal).then(|| s.parse().ok())??;
    // The sign of NaN is Python's to keep.
    Some(if f.is_nan() { f64::NAN.copysign(if s.starts_with('-') { -1.0 } else { 1.0 }) } else { f })
}

/// `complex(text)`.
pub fn complex(text: &str) -> Option<(f64, f64)> {
    let s = text.trim_matches(' ');
    let s = match s.strip_prefix('(') {
        Some(inside) => inside.strip_suffix(')')?.trim_matches(' '),
        None => s,
    };
    let s = without_underscores(s, |c| c.is_ascii_digit())?;
    let Some(body) = s.strip_suffix(['j', 'J']) else {
        return plain_float(&s).map(|re| (re, 0.0));
    };
    // The last sign that is not an exponent's begins the imaginary part.
    let bytes = body.as_bytes();
    let split =
        (1..bytes.len()).rev().find(|&i| matches!(bytes[i], b'+' | b'-') && !matches!(bytes[i - 1], b'e' | b'E')).unwrap_or(0);
    let (re, im) = body.split_at(split);
    let re = if re.is_empty() { 0.0 } else { plain_float(re)? };
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        im => plain_float(im)?,
    };
    Some((re, im))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints() {
        let check = |s: &str, base, expected: i64| assert_eq!(int(s, base, 4300), Ok(BigInt::from(expected)), "{s}");
        check("  -0x1F  ", 16, -31);
        check("0x_1f", 0, 31);
        check("00", 0, 0);
        check("0_0", 0, 0);
        check("1_000", 10, 1000);
        check("zz", 36, 1295);
        check("0b1", 16, 0xb1);
        for (s, base) in
            [("01", 0), ("0x", 16), ("1__0", 10), ("_1", 10), ("1_", 10), ("", 10), ("- 1", 10), ("+-1", 10), ("0b", 2)]
        {
            assert_eq!(int(s, base, 4300), Err(BadInt::Invalid), "{s}");
        }
        assert_eq!(int(&"1".repeat(4301), 10, 4300), Err(BadInt::TooLong(4301)));
        assert!(int(&"1".repeat(5000), 16, 4300).is_ok());
    }

    #[test]
    fn floats_and_complex_numbers() {
        assert_eq!(float(" 1_0.0_1e1_0 "), Some(100_100_000_000.0));
        assert_eq!(float("-Infinity"), Some(f64::NEG_INFINITY));
        for s in ["", "1__0", "1_", "1._5", "1e", "0x10", "infinit", ".", "_1", "1 2"] {
            assert_eq!(float(s), None, "{s}");
        }
        assert_eq!(complex("1e-5-2J"), Some((1e-5, -2.0)));
        assert_eq!(complex(" ( -j ) "), Some((0.0, -1.0)));
        assert_eq!(complex("2"), Some((2.0, 0.0)));
        for s in ["1+2", "", "1 +2j", "(1", "j1", "1+2jj"] {
            assert_eq!(complex(s), None, "{s}");
        }
    }
}

//! `repr` of numbers.

use crate::vm::fields;
use crate::vm::heap::Heap;
use crate::vm::text::Text;
use crate::vm::value::Value;
use num_bigint::BigInt;
use std::fmt::Write;

/// Ints of more digits are refused, unless the program asks for more: working them out takes time that grows with the square
/// of their length.
const MAX_INT_DIGITS: usize = 4300;
/// The smallest limit that can be set.
pub const LEAST_LIMIT: usize = 640;
const LIMIT_NAME: &str = "int_max_str_digits";

/// A small int in base 10.
pub fn small(i: i64) -> Text {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = i.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if i < 0 {
        at -= 1;
        digits[at] = b'-';
    }
    Text::Ascii(str::from_utf8(&digits[at..]).unwrap_or_default().into())
}

/// The shortest text that reads back as the same float.
pub fn float(f: f64) -> String {
    let mut s = shortest(f);
    if f.is_finite() && !s.contains(['.', 'e']) {
        s.push_str(".0");
    }
    s
}

/// As [`float`], but whole numbers without `.0`: as parts of complex numbers are shown.
pub fn shortest(f: f64) -> String {
    if f.is_nan() {
        return "nan".into();
    }
    if f.is_infinite() {
        return if f > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let scientific = scientific(f);
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (0..16).contains(&exponent) && digits.len() >= LONG {
        // The digits are all there; only the point moves.
        let (sign, digits) = if f < 0.0 { ("-", &digits[1..]) } else { ("", digits) };
        let digits = digits.replace('.', "");
        let whole = exponent as usize + 1;
        return match digits.split_at_checked(whole) {
            Some((all, "")) => format!("{sign}{all}"),
            Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
            None => format!("{f}"),
        };
    }
    if (-4..16).contains(&exponent) {
        return format!("{f}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// Texts of so many characters are looked at twice.
const LONG: usize = 15;

/// A finite float as `1.5e-7` with the fewest digits that read back as the same. Among two such texts it is the nearer one,
/// and where both are equally near the one with the even digit.
pub fn scientific(f: f64) -> String {
    let shortest = format!("{f:e}");
    let mantissa = shortest.split('e').next().unwrap_or_default();
    if mantissa.len() < LONG {
        return shortest;
    }
    // Rust rounds ties away from zero here, and to even where the number of digits is given.
    let decimals = mantissa.len() - mantissa.find('.').map_or(mantissa.len(), |at| at + 1);
    let rounded = format!("{f:.decimals$e}");
    if rounded.parse() == Ok(f) { rounded } else { shortest }
}

/// `repr(complex(re, im))`.
pub fn complex(re: f64, im: f64) -> String {
    let mut out = String::new();
    // A real part of plain zero is left out.
    if re == 0.0 && re.is_sign_positive() {
        let _ = write!(out, "{}j", shortest(im));
    } else {
        let sign = if im.is_sign_negative() && !im.is_nan() { "" } else { "+" };
        let _ = write!(out, "({}{sign}{}j)", shortest(re), shortest(im));
    }
    out
}

/// A big int in base 10, however long.
pub fn big(i: &BigInt) -> String {
    i.to_string()
}

impl Heap {
    /// How many digits an int may have to be written or read in base 10: what `sys.set_int_max_str_digits` sets. 0: any. Kept
    /// as an attribute of an object of our own, so that travelling in time takes it along.
    pub fn int_digits(&self) -> usize {
        let known = self.symbols.find(LIMIT_NAME).and_then(|name| fields::get(self, self.missing(), name));
        match known {
            Some(Value::Int(n)) => n as usize,
            _ => MAX_INT_DIGITS,
        }
    }

    pub fn set_int_digits(&mut self, n: usize) {
        let name = self.symbols.intern(LIMIT_NAME);
        fields::set(self, self.missing(), name, Value::Int(n as i64));
    }

    /// Has the int too many digits to be written in base 10?
    pub fn too_many_digits(&self, i: &BigInt) -> bool {
        // The estimate spares the look for what is short, and the work for what is long.
        let digits = i.bits() as f64 * std::f64::consts::LOG10_2;
        if digits < LEAST_LIMIT as f64 {
            return false;
        }
        let limit = self.int_digits();
        if limit == 0 || digits + 1.0 < limit as f64 {
            return false;
        }
        digits > limit as f64 + 1.0 || i.magnitude().to_string().len() > limit
    }

    /// What is said when an int is too long to be written in base 10.
    pub fn too_long_text(&self) -> String {
        let limit = self.int_digits();
        format!(
            "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
        )
    }
}

//! The digits of a float in each of the notations, correctly rounded.

/// How to write a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub notation: Notation,
    /// `#`: a decimal point always, and no zeros taken from the end.
    pub alternate: bool,
    /// `1.0` for what would show as `1`.
    pub dot_zero: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// As `repr` has it.
    Shortest,
    /// Digits behind the point.
    Fixed(usize),
    /// Digits behind the point.
    Exponent(usize),
    /// Significant digits.
    General(usize),
}

/// More digits than these are all zeros.
const ALL_DIGITS: usize = 1100;

/// The magnitude of a float.
pub fn write(f: f64, style: Style) -> String {
    let f = f.abs();
    if !f.is_finite() {
        return if f.is_nan() { "nan".into() } else { "inf".into() };
    }
    match style.notation {
        Notation::Shortest => {
            let (digits, exponent) = parts(crate::vm::repr::number::scientific(f));
            by_size(&digits, exponent, !(-4..16).contains(&exponent), style)
        }
        Notation::Fixed(precision) => {
            let mut s = fixed(f, precision).unwrap_or_else(|| {
                let mut s = format!("{f:.*}", precision.min(ALL_DIGITS));
                s.extend(std::iter::repeat_n('0', precision.saturating_sub(ALL_DIGITS)));
                s
            });
            if style.alternate && precision == 0 {
                s.push('.');
            }
            s
        }
        Notation::Exponent(precision) => {
            let (mut digits, exponent) = parts(format!("{f:.*e}", precision.min(ALL_DIGITS)));
            digits.extend(std::iter::repeat_n('0', precision.saturating_sub(ALL_DIGITS)));
            with_exponent(&digits, exponent, style.alternate)
        }
        Notation::General(precision) => {
            let precision = precision.max(1);
            let (mut digits, exponent) = parts(format!("{f:.*e}", (precision - 1).min(ALL_DIGITS)));
            if style.alternate {
                digits.extend(std::iter::repeat_n('0', precision.saturating_sub(ALL_DIGITS + 1)));
            } else {
                let kept = digits.trim_end_matches('0').len().max(1);
                digits.truncate(kept);
            }
            let limit = precision as i64 - i64::from(style.dot_zero);
            by_size(&digits, exponent, exponent < -4 || i64::from(exponent) >= limit, style)
        }
    }
}

/// The usual case of a few decimals, worked out in whole numbers. Nothing where these would be too large.
fn fixed(f: f64, precision: usize) -> Option<String> {
    const MOST: usize = 22;
    let (bits, field) = (f.to_bits() & ((1 << 52) - 1), f.to_bits() >> 52 & 0x7ff);
    let (mantissa, exponent) = if field == 0 { (bits, -1074) } else { (bits | 1 << 52, field as i32 - 1075) };
    if precision > MOST || !(-127..=0).contains(&exponent) {
        return None;
    }
    // Below 2^53 * 10^22, so it fits; what the shift cuts off decides on the rounding, ties to even.
    let unit = 10u128.pow(precision as u32);
    let (scaled, shift) = (u128::from(mantissa) * unit, exponent.unsigned_abs());
    let (mut n, rest) = (scaled >> shift, scaled & ((1 << shift) - 1));
    let half = (1u128 << shift) >> 1;
    if rest > half || (rest == half && rest != 0 && n & 1 == 1) {
        n += 1;
    }
    let whole = n / unit;
    Some(if precision == 0 { whole.to_string() } else { format!("{whole}.{:0precision$}", n % unit) })
}

/// Digits without the point, and the exponent of the first.
fn parts(scientific: String) -> (String, i32) {
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    (digits.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn with_exponent(digits: &str, exponent: i32, point: bool) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if point || !rest.is_empty() { "." } else { "" };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{:02}", exponent.abs())
}

fn by_size(digits: &str, exponent: i32, scientific: bool, style: Style) -> String {
    if scientific {
        return with_exponent(digits, exponent, style.alternate);
    }
    let whole = usize::try_from(exponent + 1).unwrap_or(0);
    let mut s = String::new();
    if whole == 0 {
        s.push_str("0.");
        s.extend(std::iter::repeat_n('0', usize::try_from(-exponent - 1).unwrap_or(0)));
        s.push_str(digits);
        return s;
    }
    s.push_str(&digits[..whole.min(digits.len())]);
    s.extend(std::iter::repeat_n('0', whole.saturating_sub(digits.len())));
    let fraction = digits.get(whole..).unwrap_or("");
    if fraction.is_empty() && style.dot_zero {
        s.push_str(".0");
    } else if !fraction.is_empty() || style.alternate {
        s.push('.');
        s.push_str(fraction);
    }
    s
}

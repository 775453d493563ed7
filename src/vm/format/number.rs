//! Ints, floats and complex numbers by a format spec.

use super::float::{self, Notation, Style};
use super::spec::{self, Align, Spec};
use super::{Refusal, refuse};
use crate::vm::arith::Num;
use crate::vm::repr;
use crate::vm::text::{Text, TextBuilder, TextRef};
use num_bigint::Sign;

/// A number by a spec that is not empty.
pub fn format(spec: &Spec, n: Num, name: &str) -> Result<Text, Refusal> {
    match (n, spec.kind) {
        (Num::Complex(re, im), _) => format_complex(spec, (re, im), name),
        (Num::Float(f), _) => format_float(spec, f, name),
        (_, Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) => match n.to_f64() {
            Some(f) => format_float(spec, f?, name),
            None => spec::unknown(spec.kind.unwrap_or(' '), name),
        },
        _ => format_int(spec, n, name),
    }
}

/// A number taken apart, as it is put into its field.
#[derive(Debug, Default)]
struct Parts {
    sign: &'static str,
    prefix: &'static str,
    /// What grouping applies to.
    whole: String,
    /// The rest: the point, the fraction, the exponent, a percent sign.
    rest: String,
}

impl Parts {
    fn sign(spec: &Spec, negative: bool) -> &'static str {
        match spec.sign {
            _ if negative => "-",
            Some('+') => "+",
            Some(' ') => " ",
            _ => "",
        }
    }

    fn write(self, spec: &Spec, group: usize) -> Text {
        let mut out = TextBuilder::new();
        self.write_to(&mut out, spec, group);
        out.finish()
    }

    fn write_to(self, out: &mut TextBuilder, spec: &Spec, group: usize) {
        let before = self.sign.len() + self.prefix.len();
        let whole = match spec.grouping {
            // Infinity has no digits.
            Some(separator) if !self.whole.is_empty() => {
                let zeros = spec.fill == '0' && spec.align == Align::AfterSign;
                let room = spec.width.saturating_sub(before + self.rest.len());
                grouped(&self.whole, separator, group, if zeros { room } else { 0 })
            }
            _ => self.whole,
        };
        let (left, right) = spec.filling(before + whole.len() + self.rest.len());
        let inside = spec.align == Align::AfterSign;
        if !inside {
            spec.fill(out, left);
        }
        out.push_str(self.sign);
        out.push_str(self.prefix);
        if inside {
            spec.fill(out, left);
        }
        out.push_str(&whole);
        out.push_str(&self.rest);
        spec.fill(out, right);
    }
}

/// Digits in groups, with zeros in front up to a width; a separator never comes first.
fn grouped(digits: &str, separator: char, group: usize, width: usize) -> String {
    let mut backwards = String::new();
    let mut left = digits.bytes().rev();
    let (mut in_group, mut written) = (0, 0);
    loop {
        let next = left.next();
        if next.is_none() && written >= width {
            break;
        }
        if in_group == group {
            backwards.push(separator);
            written += 1;
            in_group = 0;
        }
        backwards.push(next.unwrap_or(b'0') as char);
        in_group += 1;
        written += 1;
    }
    backwards.chars().rev().collect()
}

fn format_int(spec: &Spec, i: Num, name: &str) -> Result<Text, Refusal> {
    let allowed = || {
        if spec.precision.is_some() {
            return refuse("Precision not allowed in integer format specifier");
        }
        if spec.no_negative_zero {
            return refuse("Negative zero coercion (z) not allowed in integer format specifier");
        }
        Ok(())
    };
    let (radix, prefix, group) = match spec.kind {
        None | Some('d' | 'n') => (10, "", 3),
        Some('b') => (2, "0b", 4),
        Some('o') => (8, "0o", 4),
        Some('x') => (16, "0x", 4),
        Some('X') => (16, "0X", 4),
        Some('c') => return allowed().and_then(|()| format_char(spec, i)),
        Some(other) => return spec::unknown(other, name),
    };
    allowed()?;
    let (negative, mut digits) = digits(i, radix);
    if spec.kind == Some('X') {
        digits.make_ascii_uppercase();
    }
    let parts = Parts {
        sign: Parts::sign(spec, negative),
        prefix: if spec.alternate { prefix } else { "" },
        whole: digits,
        rest: String::new(),
    };
    Ok(parts.write(spec, group))
}

/// Is the int negative, and its digits in base 2, 8, 10 or 16.
pub fn digits(i: Num, radix: u32) -> (bool, String) {
    match (i, radix) {
        (Num::Int(i), 10) => (i < 0, i.unsigned_abs().to_string()),
        (Num::Int(i), 16) => (i < 0, format!("{:x}", i.unsigned_abs())),
        (Num::Int(i), 8) => (i < 0, format!("{:o}", i.unsigned_abs())),
        (Num::Int(i), _) => (i < 0, format!("{:b}", i.unsigned_abs())),
        (Num::Big(b), 10) => (b.sign() == Sign::Minus, repr::number::big(b).trim_start_matches('-').to_owned()),
        (Num::Big(b), radix) => (b.sign() == Sign::Minus, b.magnitude().to_str_radix(radix)),
        _ => (false, String::new()),
    }
}

fn format_char(spec: &Spec, i: Num) -> Result<Text, Refusal> {
    if spec.sign.is_some() {
        return refuse("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alternate {
        return refuse("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    match i {
        Num::Int(c @ 0..0x11_0000) => {
            let mut out = TextBuilder::new();
            spec.pad(&mut out, TextRef::Wide(&[c as u32]))?;
            Ok(out.finish())
        }
        Num::Int(_) => Err(Refusal::Overflow("%c arg not in range(0x110000)")),
        _ => Err(Refusal::Overflow("Python int too large to convert to C long")),
    }
}

fn style(spec: &Spec, name: &str) -> Result<Style, Refusal> {
    let precision = spec.precision.unwrap_or(6);
    let notation = match spec.kind {
        None => match spec.precision {
            Some(p) => Notation::General(p),
            None => Notation::Shortest,
        },
        Some('e' | 'E') => Notation::Exponent(precision),
        Some('f' | 'F' | '%') => Notation::Fixed(precision),
        Some('g' | 'G' | 'n') => Notation::General(precision),
        Some(other) => return spec::unknown(other, name),
    };
    Ok(Style { notation, alternate: spec.alternate, dot_zero: spec.kind.is_none() })
}

/// A float as parts, without regard to its field.
fn float_parts(spec: &Spec, f: f64, style: Style) -> Parts {
    let percent = spec.kind == Some('%');
    let mut digits = float::write(if percent { f * 100.0 } else { f }, style);
    if matches!(spec.kind, Some('E' | 'F' | 'G')) {
        digits.make_ascii_uppercase();
    }
    let mantissa = digits.split(['e', 'E']).next().unwrap_or_default();
    let is_zero = f.is_finite() && mantissa.bytes().all(|b| b == b'0' || b == b'.');
    let negative = f.is_sign_negative() && !f.is_nan() && !(spec.no_negative_zero && is_zero);
    let whole = digits.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
    let mut rest = digits.split_off(whole);
    if percent {
        rest.push('%');
    }
    Parts { sign: Parts::sign(spec, negative), prefix: "", whole: digits, rest }
}

fn format_float(spec: &Spec, f: f64, name: &str) -> Result<Text, Refusal> {
    let style = style(spec, name)?;
    Ok(float_parts(spec, f, style).write(spec, 3))
}

fn format_complex(spec: &Spec, (re, im): (f64, f64), name: &str) -> Result<Text, Refusal> {
    if spec.kind == Some('%') {
        return spec::unknown('%', name);
    }
    let style = Style { dot_zero: false, ..style(spec, name)? };
    if spec.fill == '0' {
        return refuse("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == Align::AfterSign {
        return refuse("'=' alignment flag is not allowed in complex format specifier");
    }
    // The field is the whole number's, not that of its parts.
    let part = Spec { width: 0, align: Align::Left, ..spec.clone() };
    let (mut inside, mut parens) = (TextBuilder::new(), false);
    let alone = spec.kind.is_none() && re == 0.0 && re.is_sign_positive();
    if !alone {
        parens = spec.kind.is_none();
        float_parts(&part, re, style).write_to(&mut inside, &part, 3);
    }
    let part = if alone { part } else { Spec { sign: Some('+'), ..part } };
    float_parts(&part, im, style).write_to(&mut inside, &part, 3);
    inside.push_str("j");
    let inside = inside.finish();
    let Text::Ascii(inside) = inside else { return Ok(inside) };
    let shown = if parens { format!("({inside})") } else { inside.into_string() };
    let mut out = TextBuilder::new();
    spec.pad(&mut out, TextRef::Ascii(&shown))?;
    Ok(out.finish())
}

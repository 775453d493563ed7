//! The mini-language of format specs: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.

use super::{Refusal, refuse};
use crate::vm::text::{TextBuilder, TextRef};

/// Where a value stands in its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
    Centre,
    /// `=`: the filling goes between the sign and the digits.
    AfterSign,
}

/// A parsed format spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    pub fill: char,
    pub align: Align,
    /// `+`, `-` or a space, if given.
    pub sign: Option<char>,
    /// `z`: what rounds to zero has no minus sign.
    pub no_negative_zero: bool,
    /// `#`.
    pub alternate: bool,
    pub width: usize,
    /// `,` or `_`.
    pub grouping: Option<char>,
    pub precision: Option<usize>,
    /// The letter at the end.
    pub kind: Option<char>,
}

/// No field may be wider.
const MAX_WIDTH: usize = 1 << 32;

impl Spec {
    /// Parse a spec; `default` is how values of this kind stand if it does not say, `name` is their type's.
    pub fn parse(text: &str, default: Align, name: &str) -> Result<Spec, Refusal> {
        let chars: Vec<char> = text.chars().collect();
        let mut rest = &chars[..];
        let mut spec = Spec {
            fill: ' ',
            align: default,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        };
        let (mut has_fill, mut has_align) = (false, false);
        if let Some(align) = rest.get(1).and_then(|&c| alignment(c)) {
            (spec.fill, spec.align, has_fill, has_align) = (rest[0], align, true, true);
            rest = &rest[2..];
        } else if let Some(align) = rest.first().and_then(|&c| alignment(c)) {
            (spec.align, has_align) = (align, true);
            rest = &rest[1..];
        }
        if let Some(&sign @ ('+' | '-' | ' ')) = rest.first() {
            spec.sign = Some(sign);
            rest = &rest[1..];
        }
        spec.no_negative_zero = take(&mut rest, 'z');
        spec.alternate = take(&mut rest, '#');
        if !has_fill && rest.first() == Some(&'0') {
            spec.fill = '0';
            if !has_align && default == Align::Right {
                spec.align = Align::AfterSign;
            }
            rest = &rest[1..];
        }
        spec.width = number(&mut rest)?.unwrap_or(0);
        if take(&mut rest, ',') {
            spec.grouping = Some(',');
        }
        if rest.first() == Some(&'_') {
            if spec.grouping.is_some() {
                return refuse("Cannot specify both ',' and '_'.");
            }
            spec.grouping = Some('_');
            rest = &rest[1..];
        }
        if rest.first() == Some(&',') && spec.grouping == Some('_') {
            return refuse("Cannot specify both ',' and '_'.");
        }
        if take(&mut rest, '.') {
            spec.precision = number(&mut rest)?;
            if spec.precision.is_none() {
                return refuse("Format specifier missing precision");
            }
        }
        match rest {
            [] => {}
            [kind] => spec.kind = Some(*kind),
            _ => return refuse(format!("Invalid format specifier '{text}' for object of type '{name}'")),
        }
        spec.check_grouping()?;
        if spec.width > MAX_WIDTH || spec.precision.is_some_and(|p| p > MAX_WIDTH) {
            return Err(Refusal::Memory);
        }
        Ok(spec)
    }

    fn check_grouping(&self) -> Result<(), Refusal> {
        let Some(grouping) = self.grouping else { return Ok(()) };
        match self.kind {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if grouping == '_' => Ok(()),
            Some(kind) => cannot_group(grouping, kind),
        }
    }

    /// Write a text of which nothing but its place in the field is left to do.
    pub fn pad(&self, out: &mut TextBuilder, text: TextRef) -> Result<(), Refusal> {
        let (left, right) = self.filling(text.len());
        self.fill(out, left);
        out.push(text);
        self.fill(out, right);
        Ok(())
    }

    /// How many fill characters go before and behind a text of this length.
    pub fn filling(&self, len: usize) -> (usize, usize) {
        let all = self.width.saturating_sub(len);
        match self.align {
            Align::Left => (0, all),
            Align::Right | Align::AfterSign => (all, 0),
            Align::Centre => (all / 2, all - all / 2),
        }
    }

    pub fn fill(&self, out: &mut TextBuilder, n: usize) {
        (0..n).for_each(|_| out.push_point(u32::from(self.fill)));
    }
}

fn alignment(c: char) -> Option<Align> {
    Some(match c {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Centre,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

fn take(rest: &mut &[char], c: char) -> bool {
    let found = rest.first() == Some(&c);
    if found {
        *rest = &rest[1..];
    }
    found
}

/// Digits, of any script.
fn number(rest: &mut &[char]) -> Result<Option<usize>, Refusal> {
    let mut n: Option<usize> = None;
    while let Some(digit) = rest.first().and_then(|&c| crate::vm::unicode::decimal(u32::from(c))) {
        let next = n.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(digit as usize));
        match next.filter(|&n| n <= i64::MAX as usize) {
            Some(next) => n = Some(next),
            None => return refuse("Too many decimal digits in format string"),
        }
        *rest = &rest[1..];
    }
    Ok(n)
}

/// "Cannot specify ',' with 's'."
pub fn cannot_group<T>(grouping: char, kind: char) -> Result<T, Refusal> {
    let code = u32::from(kind);
    refuse(if (33..128).contains(&code) {
        format!("Cannot specify '{grouping}' with '{kind}'.")
    } else {
        format!("Cannot specify '{grouping}' with '\\x{code:x}'.")
    })
}

/// A letter that values of this type do not understand.
pub fn unknown<T>(kind: char, name: &str) -> Result<T, Refusal> {
    let code = u32::from(kind);
    refuse(if (33..128).contains(&code) {
        format!("Unknown format code '{kind}' for object of type '{name}'")
    } else {
        format!("Unknown format code '\\x{code:x}' for object of type '{name}'")
    })
}

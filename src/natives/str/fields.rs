//! The replacement fields of `str.format`: `'a {0.name[key]!r:>{width}} b'` cut into pieces.

use crate::vm::unicode;

/// A piece of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(Vec<u32>),
    Field(Field),
}

/// A replacement field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub first: First,
    pub steps: Vec<Step>,
    pub conversion: Option<u32>,
    pub spec: Vec<u32>,
    /// The spec has fields itself.
    pub nested: bool,
}

/// Which argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum First {
    /// The next one.
    Auto,
    Index(i64),
    Key(Vec<u32>),
}

/// The way from the argument to the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Attribute(Vec<u32>),
    Index(i64),
    Key(Vec<u32>),
}

const OPEN: u32 = b'{' as u32;
const CLOSE: u32 = b'}' as u32;
const BRACKET: u32 = b'[' as u32;
const END_BRACKET: u32 = b']' as u32;
const DOT: u32 = b'.' as u32;

/// Cuts a format; what is wrong with it comes as a message when it is reached.
pub struct Parser<'a> {
    text: &'a [u32],
    at: usize,
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a [u32]) -> Parser<'a> {
        Parser { text, at: 0 }
    }

    fn take(&mut self) -> Option<u32> {
        let c = self.text.get(self.at).copied();
        self.at += usize::from(c.is_some());
        c
    }

    fn field(&mut self) -> Result<Field, String> {
        let start = self.at;
        let mut last = 0;
        while let Some(c) = self.take() {
            last = c;
            match c {
                OPEN => return Err("unexpected '{' in field name".into()),
                BRACKET => {
                    while self.text.get(self.at).is_some_and(|&c| c != END_BRACKET) {
                        self.at += 1;
                    }
                }
                _ if c == CLOSE || c == u32::from(':') || c == u32::from('!') => break,
                _ => {}
            }
        }
        let end_of_name = self.at.saturating_sub(1).max(start);
        let name = &self.text[start..end_of_name];
        let mut conversion = None;
        let mut spec = Vec::new();
        let mut nested = false;
        if last == u32::from('!') || last == u32::from(':') {
            let mut closed = false;
            if last == u32::from('!') {
                conversion = Some(self.take().ok_or("end of string while looking for conversion specifier")?);
                match self.take() {
                    Some(CLOSE) => closed = true,
                    Some(c) if c != u32::from(':') => return Err("expected ':' after conversion specifier".into()),
                    _ => {}
                }
            }
            if !closed {
                (spec, nested) = self.spec()?;
            }
        } else if last != CLOSE {
            return Err("expected '}' before end of string".into());
        }
        let (first, steps) = path(name)?;
        Ok(Field { first, steps, conversion, spec, nested })
    }

    fn spec(&mut self) -> Result<(Vec<u32>, bool), String> {
        let start = self.at;
        let (mut depth, mut nested) = (1, false);
        while let Some(c) = self.take() {
            match c {
                OPEN => {
                    nested = true;
                    depth += 1;
                }
                CLOSE => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok((self.text[start..self.at - 1].to_vec(), nested));
                    }
                }
                _ => {}
            }
        }
        Err("unmatched '{' in format spec".into())
    }
}

impl Iterator for Parser<'_> {
    type Item = Result<Piece, String>;

    fn next(&mut self) -> Option<Result<Piece, String>> {
        let mut text = Vec::new();
        loop {
            let Some(&c) = self.text.get(self.at) else {
                return (!text.is_empty()).then_some(Ok(Piece::Text(text)));
            };
            let next = self.text.get(self.at + 1).copied();
            match c {
                OPEN | CLOSE if next == Some(c) => {
                    text.push(c);
                    self.at += 2;
                }
                OPEN | CLOSE if !text.is_empty() => return Some(Ok(Piece::Text(text))),
                CLOSE => {
                    self.at = self.text.len();
                    return Some(Err("Single '}' encountered in format string".into()));
                }
                OPEN => {
                    self.at += 1;
                    if next.is_none() {
                        return Some(Err("Single '{' encountered in format string".into()));
                    }
                    return Some(self.field().map(Piece::Field).inspect_err(|_| self.at = self.text.len()));
                }
                _ => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
    }
}

/// A field's name: the argument, and the way from it.
fn path(name: &[u32]) -> Result<(First, Vec<Step>), String> {
    let is_step = |c: &u32| *c == DOT || *c == BRACKET;
    let end = name.iter().position(is_step).unwrap_or(name.len());
    let first = match number(&name[..end])? {
        Some(i) => First::Index(i),
        None if end == 0 => First::Auto,
        None => First::Key(name[..end].to_vec()),
    };
    let mut steps = Vec::new();
    let mut at = end;
    while at < name.len() {
        let kind = name[at];
        at += 1;
        let rest = &name[at..];
        if kind == DOT {
            let len = rest.iter().position(is_step).unwrap_or(rest.len());
            steps.push(Step::Attribute(rest[..len].to_vec()));
            at += len;
        } else if kind == BRACKET {
            let len = rest.iter().position(|&c| c == END_BRACKET).ok_or("Missing ']' in format string")?;
            steps.push(match number(&rest[..len])? {
                Some(i) => Step::Index(i),
                None => Step::Key(rest[..len].to_vec()),
            });
            at += len + 1;
        } else {
            return Err("Only '.' or '[' may follow ']' in format field specifier".into());
        }
        if matches!(steps.last(), Some(Step::Attribute(s) | Step::Key(s)) if s.is_empty()) {
            return Err("Empty attribute in format string".into());
        }
    }
    Ok((first, steps))
}

/// Digits and nothing else.
fn number(text: &[u32]) -> Result<Option<i64>, String> {
    let mut n: Option<i64> = None;
    for &c in text {
        let Some(digit) = unicode::decimal(c) else { return Ok(None) };
        let next = n.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(i64::from(digit)));
        n = Some(next.ok_or("Too many decimal digits in format string")?);
    }
    Ok(n)
}

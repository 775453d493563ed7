//! `%`-formatting of `str` and `bytes`. Bytes are worked on as text of code points below 256.
//!
//! [`render`] does it where no user code is needed. Where it is, the prelude asks [`uses`] what each value is needed for,
//! converts, and comes back to [`render_ready`] with nothing but plain values.

use super::float::{self, Notation, Style};
use super::number;
use crate::vm::arith::{self, Num, bytes_of};
use crate::vm::heap::Heap;
use crate::vm::native::{Ctx, Exit};
use crate::vm::repr;
use crate::vm::text::{Text, TextBuilder, TextRef};
use crate::vm::types;
use crate::vm::value::Value;

/// What is formatted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Str,
    Bytes,
}

/// One conversion: `%(key)-5.2f`.
#[derive(Debug, Clone, Default)]
struct Conversion {
    key: Option<Vec<u32>>,
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: Size,
    precision: Size,
    letter: u32,
    /// Where the letter is, for messages.
    at: usize,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Size {
    #[default]
    Unset,
    Is(usize),
    /// `*`: the next value.
    Star,
}

/// A piece of a format.
enum Piece {
    Text(usize, usize),
    Conversion(Conversion),
}

/// Cuts a format into pieces.
struct Parser<'a> {
    format: &'a [u32],
    at: usize,
}

const PERCENT: u32 = b'%' as u32;

impl Parser<'_> {
    fn next(&mut self) -> Option<Result<Piece, String>> {
        let rest = self.format.get(self.at..).filter(|r| !r.is_empty())?;
        if rest[0] != PERCENT {
            let start = self.at;
            self.at += rest.iter().position(|&c| c == PERCENT).unwrap_or(rest.len());
            return Some(Ok(Piece::Text(start, self.at)));
        }
        self.at += 1;
        if rest.get(1) == Some(&PERCENT) {
            self.at += 1;
            return Some(Ok(Piece::Text(self.at - 1, self.at)));
        }
        Some(self.conversion().map(Piece::Conversion))
    }

    fn peek(&self) -> Result<u32, String> {
        self.format.get(self.at).copied().ok_or_else(|| "incomplete format".to_owned())
    }

    fn conversion(&mut self) -> Result<Conversion, String> {
        let mut c = Conversion::default();
        if self.format.get(self.at) == Some(&u32::from('(')) {
            c.key = Some(self.key()?);
        }
        loop {
            match char::from_u32(self.peek()?) {
                Some('-') => c.left = true,
                Some('+') => c.plus = true,
                Some(' ') => c.space = true,
                Some('#') => c.alternate = true,
                Some('0') => c.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        c.width = self.size(i64::MAX as usize, "width too big")?;
        if self.peek()? == u32::from('.') {
            self.at += 1;
            c.precision = match self.size(i32::MAX as usize, "precision too big")? {
                Size::Unset => Size::Is(0),
                given => given,
            };
        }
        if [u32::from('h'), u32::from('l'), u32::from('L')].contains(&self.peek()?) {
            self.at += 1;
        }
        c.letter = self.peek()?;
        c.at = self.at;
        self.at += 1;
        Ok(c)
    }

    /// The key in parentheses, which may contain parentheses.
    fn key(&mut self) -> Result<Vec<u32>, String> {
        self.at += 1;
        let start = self.at;
        let mut depth = 1;
        while depth > 0 {
            let c = *self.format.get(self.at).ok_or("incomplete format key")?;
            depth += i32::from(c == u32::from('(')) - i32::from(c == u32::from(')'));
            self.at += 1;
        }
        Ok(self.format[start..self.at - 1].to_vec())
    }

    fn size(&mut self, max: usize, too_big: &str) -> Result<Size, String> {
        if self.peek()? == u32::from('*') {
            self.at += 1;
            return Ok(Size::Star);
        }
        let mut size = Size::Unset;
        while let Some(digit) = self.format.get(self.at).and_then(|c| c.checked_sub(48)).filter(|&d| d < 10) {
            let so_far = if let Size::Is(n) = size { n } else { 0 };
            let n = so_far.checked_mul(10).and_then(|n| n.checked_add(digit as usize)).filter(|&n| n <= max);
            size = Size::Is(n.ok_or(too_big)?);
            self.at += 1;
        }
        Ok(size)
    }
}

/// The values to be formatted.
struct Values {
    tuple: Option<Vec<Value>>,
    at: usize,
    single: Option<Value>,
    mapping: Option<Value>,
}

impl Values {
    fn new(heap: &Heap, args: Value) -> Values {
        if let Some(items) = heap.tuple(args) {
            return Values { tuple: Some(items.to_vec()), at: 0, single: None, mapping: None };
        }
        let class = heap.class_of(args);
        let text = heap.text(args).is_some();
        let has_items = || match class.0 < types::RESERVED {
            true => {
                heap.dict(args).is_some() || heap.list(args).is_some() || bytes_of(heap, args).is_some() || class == types::RANGE
            }
            false => heap.class_attr_named(class, "__getitem__").is_some(),
        };
        Values { tuple: None, at: 0, single: Some(args), mapping: (!text && has_items()).then_some(args) }
    }
    fn next(&mut self) -> Option<Value> {
        match &self.tuple {
            Some(items) => {
                self.at += 1;
                items.get(self.at - 1).copied()
            }
            None => self.single.take(),
        }
    }
    fn are_left(&self) -> bool {
        let left = self.tuple.as_ref().map_or(self.single.is_some(), |t| self.at < t.len());
        left && self.mapping.is_none()
    }
}

/// How one rendering ends.
enum Stop {
    /// User code is needed.
    Foreign,
    Exit(Exit),
}

impl From<Exit> for Stop {
    fn from(e: Exit) -> Stop {
        Stop::Exit(e)
    }
}

/// `format % args`; nothing if user code is needed.
pub fn render(ctx: &mut Ctx, kind: Kind, format: Value, args: Value) -> Result<Option<Text>, Exit> {
    run(ctx, kind, format, args, false)
}

/// `format % values`, where keys are ignored and what `%s`, `%r` and `%a` show is there as finished text.
pub fn render_ready(ctx: &mut Ctx, kind: Kind, format: Value, values: Value) -> Result<Option<Text>, Exit> {
    run(ctx, kind, format, values, true)
}

fn run(ctx: &mut Ctx, kind: Kind, format: Value, args: Value, ready: bool) -> Result<Option<Text>, Exit> {
    let format = points(ctx.heap, format);
    let values = Values::new(ctx.heap, args);
    let mut r = Renderer { kind, ready, values, out: TextBuilder::new() };
    match r.all(ctx, &format) {
        Ok(()) => Ok(Some(r.out.finish())),
        Err(Stop::Foreign) => Ok(None),
        Err(Stop::Exit(e)) => Err(e),
    }
}

/// The code points of a text, or bytes as such.
fn points(heap: &Heap, v: Value) -> Vec<u32> {
    match heap.text(v) {
        Some(t) => t.points().collect(),
        None => bytes_of(heap, v).unwrap_or_default().iter().map(|&b| u32::from(b)).collect(),
    }
}

/// What the values of a format are used for, in order: the letter, and the key if there is one. `*` is a width or precision.
pub fn uses(heap: &Heap, format: Value) -> Vec<(char, Option<Vec<u32>>)> {
    let format = points(heap, format);
    let mut parser = Parser { format: &format, at: 0 };
    let mut uses = Vec::new();
    // What is wrong with the format is found again when it is rendered.
    while let Some(Ok(piece)) = parser.next() {
        let Piece::Conversion(c) = piece else { continue };
        let stars = [c.width, c.precision].iter().filter(|&&s| s == Size::Star).count();
        let letter = char::from_u32(c.letter).unwrap_or('?');
        match c.key {
            // The key gives the value for whatever comes first.
            Some(key) if stars > 0 => uses.push(('*', Some(key))),
            Some(key) => uses.push((letter, Some(key))),
            None => {
                uses.extend(std::iter::repeat_n(('*', None), stars));
                uses.push((letter, None));
            }
        }
    }
    uses
}

struct Renderer {
    kind: Kind,
    ready: bool,
    values: Values,
    out: TextBuilder,
}

impl Renderer {
    fn all(&mut self, ctx: &mut Ctx, format: &[u32]) -> Result<(), Stop> {
        let mut parser = Parser { format, at: 0 };
        while let Some(piece) = parser.next() {
            match piece {
                Ok(Piece::Text(start, end)) => format[start..end].iter().for_each(|&c| self.out.push_point(c)),
                Ok(Piece::Conversion(c)) => self.convert(ctx, c)?,
                Err(message) => return Err(ctx.value_error(message).into()),
            }
        }
        if self.values.are_left() && !self.ready {
            let what = if self.kind == Kind::Str { "string" } else { "bytes" };
            return Err(ctx.type_error(format!("not all arguments converted during {what} formatting")).into());
        }
        Ok(())
    }

    fn next(&mut self, ctx: &mut Ctx) -> Result<Value, Stop> {
        self.values.next().ok_or_else(|| ctx.type_error("not enough arguments for format string").into())
    }

    fn star(&mut self, ctx: &mut Ctx, size: Size) -> Result<Option<i64>, Stop> {
        match size {
            Size::Unset => Ok(None),
            Size::Is(n) => Ok(Some(n as i64)),
            Size::Star => {
                let v = self.next(ctx)?;
                match Num::of(ctx.heap, v) {
                    Some(Num::Int(i)) => Ok(Some(i)),
                    Some(Num::Big(_)) => Err(ctx.overflow_error("Python int too large to convert to C ssize_t").into()),
                    _ => Err(ctx.type_error("* wants int").into()),
                }
            }
        }
    }

    fn convert(&mut self, ctx: &mut Ctx, mut c: Conversion) -> Result<(), Stop> {
        if let Some(key) = c.key.take().filter(|_| !self.ready) {
            self.look_up(ctx, &key)?;
        }
        let width = self.star(ctx, c.width)?.unwrap_or(0);
        c.left |= width < 0;
        let width = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
        let precision = self.star(ctx, c.precision)?.map(|p| usize::try_from(p).unwrap_or(0));
        arith::check_size(ctx, width.max(precision.unwrap_or(0)), 4)?;
        let v = self.next(ctx)?;
        let letter = char::from_u32(c.letter).unwrap_or('?');
        match letter {
            's' | 'r' | 'a' | 'b' if letter != 'b' || self.kind == Kind::Bytes => {
                // A plain string goes in as it is.
                if letter == 's' && self.kind == Kind::Str && ctx.heap.class_of(v) == types::STR {
                    if let Some(text) = ctx.heap.text(v) {
                        self.text(&c, text, precision, width);
                    }
                    return Ok(());
                }
                let text = self.text_of(ctx, letter, v)?;
                self.text(&c, super::text_ref(&text), precision, width);
            }
            'c' => {
                let text = self.char_of(ctx, v)?;
                self.text(&c, TextRef::Wide(&[text]), None, width);
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let (radix, prefix) = match letter {
                    'o' => (8, "0o"),
                    'x' => (16, "0x"),
                    'X' => (16, "0X"),
                    _ => (10, ""),
                };
                let Some((negative, mut digits)) = int_digits(ctx, (letter, radix), v, self.ready)? else {
                    let message = ctx.heap.too_long_text();
                    return Err(ctx.value_error(message).into());
                };
                if letter == 'X' {
                    digits.make_ascii_uppercase();
                }
                if let Some(least) = precision.filter(|&p| p > digits.len()) {
                    digits.insert_str(0, &"0".repeat(least - digits.len()));
                }
                self.number(&c, negative, if c.alternate { prefix } else { "" }, &digits, width);
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let f = float_of(ctx, v, self.ready)?;
                let precision = precision.unwrap_or(6);
                let notation = match letter.to_ascii_lowercase() {
                    'e' => Notation::Exponent(precision),
                    'f' => Notation::Fixed(precision),
                    _ => Notation::General(precision),
                };
                let mut digits = float::write(f, Style { notation, alternate: c.alternate, dot_zero: false });
                if letter.is_ascii_uppercase() {
                    digits.make_ascii_uppercase();
                }
                self.number(&c, f.is_sign_negative() && !f.is_nan(), "", &digits, width);
            }
            _ => {
                let shown = if (32..127).contains(&c.letter) { letter } else { '?' };
                let message = format!("unsupported format character '{shown}' ({:#x}) at index {}", c.letter, c.at);
                return Err(ctx.value_error(message).into());
            }
        }
        Ok(())
    }

    fn look_up(&mut self, ctx: &mut Ctx, key: &[u32]) -> Result<(), Stop> {
        let Some(mapping) = self.values.mapping else {
            return Err(ctx.type_error("format requires a mapping").into());
        };
        let text = Text::from_points(key);
        let dict = ctx.heap.dict(mapping).filter(|_| ctx.heap.class_of(mapping) == types::DICT && self.kind == Kind::Str);
        let Some(dict) = dict else { return Err(Stop::Foreign) };
        let wanted = super::text_ref(&text);
        let found = dict.iter().find(|(k, _)| ctx.heap.text(*k) == Some(wanted)).map(|(_, v)| v);
        // Keys of other classes may compare equal to a string.
        let plain = |v: Value| arith::is_builtin(ctx.heap, v);
        let Some(v) = found else {
            if !dict.iter().all(|(k, _)| plain(k)) {
                return Err(Stop::Foreign);
            }
            let key = ctx.heap.new_text(text);
            return Err(ctx.key_error(key).into());
        };
        self.values.tuple = None;
        self.values.single = Some(v);
        Ok(())
    }

    /// What `%s`, `%r`, `%a` and `%b` show.
    fn text_of(&mut self, ctx: &mut Ctx, letter: char, v: Value) -> Result<Text, Stop> {
        if self.ready || (self.kind == Kind::Bytes && matches!(letter, 's' | 'b')) {
            if ctx.heap.text(v).is_none() && bytes_of(ctx.heap, v).is_none() || (!self.ready && ctx.heap.text(v).is_some()) {
                if !self.ready && !arith::is_builtin(ctx.heap, v) {
                    return Err(Stop::Foreign);
                }
                let message = format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
                    ctx.type_name(v)
                );
                return Err(ctx.type_error(message).into());
            }
            return Ok(Text::from_points(points(ctx.heap, v)));
        }
        let text = match letter {
            's' => repr::str_of(ctx.heap, v),
            _ => repr::repr(ctx.heap, v),
        };
        let text = text.ok_or(Stop::Foreign)?;
        Ok(match letter == 'a' || self.kind == Kind::Bytes {
            true => Text::from_string(repr::text::to_ascii(&text)),
            false => text,
        })
    }

    fn char_of(&mut self, ctx: &mut Ctx, v: Value) -> Result<u32, Stop> {
        let limit = if self.kind == Kind::Str { 0x11_0000 } else { 256 };
        let refused = if self.kind == Kind::Str {
            "%c requires int or char"
        } else {
            "%c requires an integer in range(256) or a single byte"
        };
        let single = match self.kind {
            Kind::Str => ctx.heap.text(v).map(|t| t.points().collect::<Vec<_>>()),
            Kind::Bytes => bytes_of(ctx.heap, v).map(|b| b.iter().map(|&b| u32::from(b)).collect()),
        };
        if let Some(units) = single {
            return match units[..] {
                [one] => Ok(one),
                _ => Err(ctx.type_error(refused).into()),
            };
        }
        match Num::of(ctx.heap, v) {
            Some(Num::Int(i)) if (0..limit).contains(&i) => Ok(i as u32),
            Some(Num::Int(_) | Num::Big(_)) => {
                let shown = if self.kind == Kind::Str { "0x110000" } else { "256" };
                Err(ctx.overflow_error(format!("%c arg not in range({shown})")).into())
            }
            None if !arith::is_builtin(ctx.heap, v) && !self.ready => Err(Stop::Foreign),
            _ => Err(ctx.type_error(refused).into()),
        }
    }

    fn text(&mut self, c: &Conversion, text: TextRef, precision: Option<usize>, width: usize) {
        let len = precision.unwrap_or(text.len()).min(text.len());
        let spaces = width.saturating_sub(len);
        let pad = |out: &mut TextBuilder, on: bool| (0..if on { spaces } else { 0 }).for_each(|_| out.push_point(32));
        pad(&mut self.out, !c.left);
        match text {
            TextRef::Ascii(s) => self.out.push_str(&s[..len]),
            TextRef::Wide(s) => s[..len].iter().for_each(|&u| self.out.push_point(u)),
        }
        pad(&mut self.out, c.left);
    }

    fn number(&mut self, c: &Conversion, negative: bool, prefix: &str, digits: &str, width: usize) {
        let sign = match () {
            () if negative => "-",
            () if c.plus => "+",
            () if c.space => " ",
            () => "",
        };
        let filling = width.saturating_sub(sign.len() + prefix.len() + digits.len());
        let (spaces, zeros, behind) = match (c.left, c.zero) {
            (true, _) => (0, 0, filling),
            (false, true) => (0, filling, 0),
            (false, false) => (filling, 0, 0),
        };
        self.out.push_str(&" ".repeat(spaces));
        self.out.push_str(sign);
        self.out.push_str(prefix);
        self.out.push_str(&"0".repeat(zeros));
        self.out.push_str(digits);
        self.out.push_str(&" ".repeat(behind));
    }
}

/// Is the int in a value negative, and its digits; nothing if they are too many.
fn int_digits(ctx: &mut Ctx, (letter, radix): (char, u32), v: Value, ready: bool) -> Result<Option<(bool, String)>, Stop> {
    let whole_only = radix != 10;
    match Num::of(ctx.heap, v) {
        Some(Num::Big(i)) if radix == 10 && ctx.heap.too_many_digits(i) => Ok(None),
        Some(n @ (Num::Int(_) | Num::Big(_))) => Ok(Some(number::digits(n, radix))),
        Some(Num::Float(f)) if !whole_only => match arith::int::of_float(f) {
            Some(i) => Ok(Some(number::digits(Num::Big(&i), radix))),
            None => Err(arith::float::no_int(ctx, f).into()),
        },
        None if !ready && !arith::is_builtin(ctx.heap, v) => Err(Stop::Foreign),
        _ => {
            let wanted = if whole_only { "an integer" } else { "a real number" };
            let message = format!("%{letter} format: {wanted} is required, not {}", ctx.type_name(v));
            Err(ctx.type_error(message).into())
        }
    }
}

fn float_of(ctx: &mut Ctx, v: Value, ready: bool) -> Result<f64, Stop> {
    match Num::of(ctx.heap, v).and_then(Num::to_f64) {
        Some(Ok(f)) => Ok(f),
        Some(Err(trouble)) => Err(trouble.raise(ctx).into()),
        None if !ready && !arith::is_builtin(ctx.heap, v) => Err(Stop::Foreign),
        None => {
            let message = format!("must be real number, not {}", ctx.type_name(v));
            Err(ctx.type_error(message).into())
        }
    }
}

/// The text of a result as bytes.
pub fn to_bytes(text: &Text) -> Vec<u8> {
    match super::text_ref(text) {
        TextRef::Ascii(s) => s.as_bytes().to_vec(),
        TextRef::Wide(s) => s.iter().map(|&c| c as u8).collect(),
    }
}

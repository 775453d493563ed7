//! The methods of `str`. What they search and split is in [`super::units`], characters are in [`crate::vm::unicode`].

pub mod case;
pub mod edit;
pub mod fields;
pub mod format;
pub mod object;
pub mod search;
pub mod split;

use crate::vm::native::Ctx;
use crate::vm::text::TextRef;
use crate::vm::types;
use crate::vm::value::Value;
use std::borrow::Cow;
use std::ops::Range;

/// The text of the first argument, which the VM has found to be a `str`.
fn this<'c>(ctx: &'c Ctx<'_>, args: &[Value]) -> TextRef<'c> {
    ctx.heap.text(args[0]).unwrap_or(TextRef::Ascii(""))
}

/// A part of a string as a string: itself if it is the whole.
fn part(ctx: &mut Ctx, whole: Value, range: Range<usize>) -> Value {
    let text = this(ctx, &[whole]);
    if range.len() == text.len() && ctx.heap.class_of(whole) == types::STR {
        return whole;
    }
    let text = text.slice(range.start, range.end);
    ctx.heap.new_text(text)
}

/// Parts of a string as a list of strings.
fn parts(ctx: &mut Ctx, whole: Value, ranges: Vec<Range<usize>>) -> Value {
    let items = ranges.into_iter().map(|r| part(ctx, whole, r)).collect();
    ctx.heap.new_list(items)
}

/// The code points of a text.
fn wide(t: TextRef<'_>) -> Cow<'_, [u32]> {
    match t {
        TextRef::Ascii(s) => Cow::Owned(s.bytes().map(u32::from).collect()),
        TextRef::Wide(s) => Cow::Borrowed(s),
    }
}

/// Two texts in units of the same kind.
enum Pair<'a> {
    Narrow(&'a [u8], &'a [u8]),
    Wide(Cow<'a, [u32]>, Cow<'a, [u32]>),
}

impl<'a> Pair<'a> {
    fn new(a: TextRef<'a>, b: TextRef<'a>) -> Pair<'a> {
        match (a, b) {
            (TextRef::Ascii(a), TextRef::Ascii(b)) => Pair::Narrow(a.as_bytes(), b.as_bytes()),
            (a, b) => Pair::Wide(wide(a), wide(b)),
        }
    }
}

/// Evaluate an expression on two texts as slices of the same unit.
macro_rules! with_units {
    ($a:expr, $b:expr, |$x:ident, $y:ident| $body:expr) => {
        match $crate::natives::str::Pair::new($a, $b) {
            $crate::natives::str::Pair::Narrow($x, $y) => $body,
            $crate::natives::str::Pair::Wide(x, y) => {
                let ($x, $y) = (&x[..], &y[..]);
                $body
            }
        }
    };
}
use with_units;

/// White space among ASCII characters, for `str`.
fn is_ascii_space(b: u8) -> bool {
    matches!(b, 0x09..=0x0d | 0x1c..=0x20)
}

//! The text of a `str`: ASCII as bytes, everything else as code points, so that indexing is O(1) in both.

use super::value::Handle;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cell::Cell;

/// How a string stores its text. The form is canonical: a text that is all ASCII is never `Wide`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Text {
    /// Short ones lie in the object itself, without memory of their own.
    Ascii(CompactString),
    /// Code points, lone surrogates included; at least one is not ASCII.
    Wide(Box<[u32]>),
    /// The first `len` bytes of a growing [`super::object::Object::TextBuffer`]: what `s += x` makes, so that building a
    /// string piece by piece takes linear time.
    Grown { buffer: Handle, len: u32 },
}

/// A string object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Str {
    pub text: Text,
    /// The hash once it is known, else 0. Derived: it may be forgotten at any time.
    #[serde(skip)]
    pub hash: Cell<i64>,
}

impl From<Text> for Str {
    fn from(text: Text) -> Str {
        Str { text, hash: Cell::new(0) }
    }
}

impl Text {
    pub fn new(s: &str) -> Text {
        if s.is_ascii() { Text::Ascii(s.into()) } else { Text::Wide(s.chars().map(u32::from).collect()) }
    }
    pub fn from_string(s: String) -> Text {
        if s.is_ascii() { Text::Ascii(s.into()) } else { Text::Wide(s.chars().map(u32::from).collect()) }
    }
    /// From code points; becomes ASCII when it can.
    pub fn from_points(points: impl Into<Box<[u32]>>) -> Text {
        let points = points.into();
        if points.iter().all(|&c| c < 128) {
            Text::Ascii(points.iter().map(|&c| c as u8 as char).collect())
        } else {
            Text::Wide(points)
        }
    }
}

/// A string's text, borrowed from the heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRef<'a> {
    Ascii(&'a str),
    Wide(&'a [u32]),
}

impl<'a> TextRef<'a> {
    /// Length in code points.
    pub fn len(self) -> usize {
        match self {
            TextRef::Ascii(s) => s.len(),
            TextRef::Wide(s) => s.len(),
        }
    }
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// The code point at `i`, which must be in range.
    pub fn at(self, i: usize) -> u32 {
        match self {
            TextRef::Ascii(s) => u32::from(s.as_bytes()[i]),
            TextRef::Wide(s) => s[i],
        }
    }
    pub fn points(self) -> Box<dyn DoubleEndedIterator<Item = u32> + 'a> {
        match self {
            TextRef::Ascii(s) => Box::new(s.bytes().map(u32::from)),
            TextRef::Wide(s) => Box::new(s.iter().copied()),
        }
    }
    /// Code points `start..end` as a text of their own; the range must be in bounds.
    pub fn slice(self, start: usize, end: usize) -> Text {
        match self {
            TextRef::Ascii(s) => Text::Ascii(s[start..end].into()),
            TextRef::Wide(s) => Text::from_points(&s[start..end]),
        }
    }
    pub fn to_text(self) -> Text {
        match self {
            TextRef::Ascii(s) => Text::Ascii(s.into()),
            TextRef::Wide(s) => Text::Wide(s.into()),
        }
    }
    /// As a Rust string; lone surrogates become U+FFFD.
    pub fn to_str(self) -> Cow<'a, str> {
        match self {
            TextRef::Ascii(s) => Cow::Borrowed(s),
            TextRef::Wide(s) => Cow::Owned(s.iter().map(|&c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()),
        }
    }
    /// The first lone surrogate, by position: such a text has no UTF-8 form.
    pub fn surrogate(self) -> Option<usize> {
        match self {
            TextRef::Ascii(_) => None,
            TextRef::Wide(s) => s.iter().position(|&c| char::from_u32(c).is_none()),
        }
    }
    pub fn eq_str(self, other: &str) -> bool {
        match self {
            TextRef::Ascii(s) => s == other,
            TextRef::Wide(s) => s.iter().copied().eq(other.chars().map(u32::from)),
        }
    }
}

impl std::fmt::Display for TextRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_str())
    }
}

impl PartialOrd for TextRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TextRef<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (TextRef::Ascii(a), TextRef::Ascii(b)) => a.cmp(b),
            (TextRef::Wide(a), TextRef::Wide(b)) => a.cmp(b),
            (a, b) => a.points().cmp(b.points()),
        }
    }
}

/// Collects text, ASCII as long as it can be.
#[derive(Debug, Default)]
pub struct TextBuilder {
    ascii: String,
    wide: Vec<u32>,
}

impl TextBuilder {
    pub fn new() -> TextBuilder {
        TextBuilder::default()
    }
    pub fn push(&mut self, t: TextRef<'_>) {
        match t {
            TextRef::Ascii(s) => self.push_str(s),
            TextRef::Wide(s) => {
                self.widen();
                self.wide.extend_from_slice(s);
            }
        }
    }
    pub fn push_str(&mut self, s: &str) {
        if self.wide.is_empty() && s.is_ascii() {
            self.ascii.push_str(s);
        } else {
            self.widen();
            self.wide.extend(s.chars().map(u32::from));
        }
    }
    pub fn push_point(&mut self, c: u32) {
        if self.wide.is_empty() && c < 128 {
            self.ascii.push(c as u8 as char);
        } else {
            self.widen();
            self.wide.push(c);
        }
    }
    pub fn len(&self) -> usize {
        self.ascii.len() + self.wide.len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    pub fn finish(self) -> Text {
        if self.wide.is_empty() { Text::Ascii(self.ascii.into()) } else { Text::from_points(self.wide) }
    }
    fn widen(&mut self) {
        if !self.ascii.is_empty() {
            self.wide.extend(std::mem::take(&mut self.ascii).bytes().map(u32::from));
        }
    }
}

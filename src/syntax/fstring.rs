//! F-strings as Python 3.12 nests them (PEP 701): the same quotes, backslashes, comments and line breaks inside of the
//! replacement fields. The parser crate knows the older rules only.
//!
//! Where a file has such a string, [`mask`] hides it from the lexer behind a plain string of the same length, so that all
//! positions stay what they are. When the lexer comes to that string, [`splice`] puts other tokens in its place: those of a
//! call of a function no program can name, [`MARK`], with the string's parts as its arguments. A text is a string, a field a
//! tuple of the expression, the conversion, and the format (again such a call, or None). [`joined`] makes the usual
//! node of that call. F-strings that the parser takes are left alone.

use rustpython_parser::ast::{self, Constant, Expr};
use rustpython_parser::lexer::{LexResult, LexicalError, LexicalErrorType};
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_parser::{Parse, StringKind, Tok};
use std::collections::BTreeMap;

/// What the hidden strings are calls of.
pub const MARK: &str = ".fstring";

type Spanned = (Tok, TextRange);

/// What is wrong in a field, and where.
#[derive(Debug, Clone)]
struct Refusal {
    message: String,
    at: TextSize,
}

impl From<LexicalError> for Refusal {
    fn from(e: LexicalError) -> Refusal {
        Refusal { message: e.error.to_string(), at: e.location }
    }
}

/// A text without strings that the parser does not take.
pub(super) struct Masked {
    pub text: String,
    /// By the place of the string that hides them.
    hidden: BTreeMap<u32, Result<Vec<Spanned>, Refusal>>,
}

/// Hide what the parser does not take; `None` where there is nothing to hide.
pub(super) fn mask(text: &str) -> Option<Masked> {
    let bytes = text.as_bytes();
    let may_have = |pair: &[u8]| matches!(pair, [b'f' | b'F' | b'r' | b'R', b'\'' | b'"']);
    if !bytes.windows(2).any(may_have) {
        return None;
    }
    let groups = Scanner { bytes, at: 0 }.groups(0)?;
    if groups.is_empty() { None } else { Some(masked(text, 0, &groups)) }
}

/// The tokens with what was hidden in its place.
pub(super) fn splice(tokens: impl Iterator<Item = LexResult>, masked: &Masked) -> impl Iterator<Item = LexResult> {
    tokens.flat_map(|item| {
        let found = match &item {
            Ok((Tok::String { .. }, range)) => masked.hidden.get(&range.start().into()),
            _ => None,
        };
        match found {
            Some(Ok(tokens)) => tokens.iter().cloned().map(Ok).collect(),
            Some(Err(e)) => vec![Err(LexicalError::new(LexicalErrorType::OtherError(e.message.clone()), e.at))],
            None => vec![item],
        }
    })
}

/// Does the call stand for an f-string?
pub fn is_fstring(call: &ast::ExprCall) -> bool {
    matches!(&*call.func, Expr::Name(n) if n.id.as_str() == MARK)
}

/// The f-string that a call stands for.
pub fn joined(call: &ast::ExprCall) -> Option<ast::ExprJoinedStr> {
    if !is_fstring(call) {
        return None;
    }
    let values = call.args.iter().map(|arg| match arg {
        Expr::Tuple(t) => match &t.elts[..] {
            [value, Expr::Constant(conversion), spec] => {
                let conversion = match &conversion.value {
                    Constant::Str(s) if s == "r" => ast::ConversionFlag::Repr,
                    Constant::Str(s) if s == "s" => ast::ConversionFlag::Str,
                    Constant::Str(s) if s == "a" => ast::ConversionFlag::Ascii,
                    _ => ast::ConversionFlag::None,
                };
                let format_spec = match spec {
                    Expr::Call(c) => joined(c).map(|j| Box::new(Expr::JoinedStr(j))),
                    _ => None,
                };
                let value = Box::new(value.clone());
                Expr::FormattedValue(ast::ExprFormattedValue { range: t.range, value, conversion, format_spec })
            }
            _ => arg.clone(),
        },
        other => other.clone(),
    });
    Some(ast::ExprJoinedStr { range: call.range, values: values.collect() })
}

/// A stretch of an f-string.
enum Part {
    Text(usize, usize),
    Field {
        open: usize,
        /// Where the expression ends.
        end: usize,
        /// `=`: the text up to here is shown too.
        shown: Option<usize>,
        conversion: &'static str,
        spec: Option<Vec<Part>>,
        close: usize,
    },
}

/// One string of a group that is joined because nothing stands between.
struct Literal {
    start: usize,
    end: usize,
    kind: StringKind,
    triple: bool,
    /// Of an f-string.
    parts: Option<Vec<Part>>,
    /// The parser does not take it.
    is_new: bool,
}

struct Scanner<'s> {
    bytes: &'s [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_comment(&mut self) {
        while self.at < self.bytes.len() && self.bytes[self.at] != b'\n' {
            self.at += 1;
        }
    }

    /// All groups with a string that the parser does not take. `None`: the text is broken, the parser will say how.
    fn groups(mut self, mut depth: usize) -> Option<Vec<Vec<Literal>>> {
        let mut groups = vec![];
        let mut group: Vec<Literal> = vec![];
        let mut flush = |group: &mut Vec<Literal>| {
            let whole = std::mem::take(group);
            if whole.iter().any(|l| l.is_new) {
                groups.push(whole);
            }
        };
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b' ' | b'\t' | b'\x0c' | b'\r' => self.at += 1,
                b'\\' => self.at += 1,
                b'\n' => {
                    // Behind a backslash the line goes on.
                    let goes_on = self.at > 0 && self.bytes[..self.at].trim_ascii_end().last() == Some(&b'\\');
                    if depth == 0 && !goes_on {
                        flush(&mut group);
                    }
                    self.at += 1;
                }
                b'#' => self.skip_comment(),
                _ => match self.literal()? {
                    Some(literal) => group.push(literal),
                    None => {
                        flush(&mut group);
                        match self.peek(0) {
                            b'(' | b'[' | b'{' => depth += 1,
                            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                            _ => {}
                        }
                        self.word();
                    }
                },
            }
        }
        flush(&mut group);
        Some(groups)
    }

    /// Over a word, or one other character.
    fn word(&mut self) {
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
        let start = self.at;
        while self.at < self.bytes.len() && is_word(self.bytes[self.at]) {
            self.at += 1;
        }
        self.at = self.at.max(start + 1);
    }

    /// The string that begins here, if one does. `None` outside: it does not end.
    fn literal(&mut self) -> Option<Option<Literal>> {
        let start = self.at;
        let mut prefix = start;
        while matches!(self.bytes.get(prefix), Some(b) if b.is_ascii_alphabetic()) && prefix - start < 3 {
            prefix += 1;
        }
        let quote = match self.bytes.get(prefix) {
            Some(&q @ (b'\'' | b'"')) => q,
            _ => return Some(None),
        };
        let (format, raw, kind) = match self.bytes[start..prefix].to_ascii_lowercase().as_slice() {
            b"" => (false, false, StringKind::String),
            b"u" => (false, false, StringKind::Unicode),
            b"r" => (false, true, StringKind::RawString),
            b"b" => (false, false, StringKind::Bytes),
            b"br" | b"rb" => (false, true, StringKind::RawBytes),
            b"f" => (true, false, StringKind::String),
            b"fr" | b"rf" => (true, true, StringKind::RawString),
            _ => return Some(None),
        };
        self.at = prefix;
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if triple { 3 } else { 1 };
        let mut is_new = false;
        let parts = if format {
            Some(self.parts(quote, triple, raw, false, &mut is_new)?)
        } else {
            self.plain(quote, triple)?;
            None
        };
        self.at += if triple { 3 } else { 1 };
        Some(Some(Literal { start, end: self.at, kind, triple, parts, is_new }))
    }

    fn at_end(&self, quote: u8, triple: bool) -> bool {
        self.peek(0) == quote && (!triple || (self.peek(1) == quote && self.peek(2) == quote))
    }

    fn plain(&mut self, quote: u8, triple: bool) -> Option<()> {
        while !self.at_end(quote, triple) {
            match self.bytes.get(self.at)? {
                b'\\' => self.at += 2,
                b'\n' if !triple => return None,
                _ => self.at += 1,
            }
        }
        Some(())
    }

    /// The parts up to the closing quote, or of a format up to its `}`.
    fn parts(&mut self, quote: u8, triple: bool, raw: bool, in_spec: bool, is_new: &mut bool) -> Option<Vec<Part>> {
        let mut parts = vec![];
        let mut text = self.at;
        loop {
            let end_text = |parts: &mut Vec<Part>, from: usize, to: usize| {
                if to > from {
                    parts.push(Part::Text(from, to));
                }
            };
            if self.at_end(quote, triple) {
                if in_spec {
                    return None;
                }
                end_text(&mut parts, text, self.at);
                return Some(parts);
            }
            match *self.bytes.get(self.at)? {
                b'\n' if !triple => return None,
                b'\\' if matches!(self.peek(1), b'{' | b'}') => self.at += 1,
                b'\\' if !raw && self.peek(1) == b'N' && self.peek(2) == b'{' => {
                    self.at += 3;
                    while *self.bytes.get(self.at)? != b'}' {
                        self.at += 1;
                    }
                    self.at += 1;
                }
                b'\\' => {
                    // The parser leaves a format as it is written.
                    *is_new |= in_spec && !raw;
                    self.at += 2;
                }
                b'{' if self.peek(1) == b'{' && !in_spec => self.at += 2,
                b'{' => {
                    end_text(&mut parts, text, self.at);
                    parts.push(self.field(quote, triple, raw, is_new)?);
                    text = self.at;
                }
                b'}' if in_spec => {
                    end_text(&mut parts, text, self.at);
                    return Some(parts);
                }
                b'}' if self.peek(1) == b'}' => self.at += 2,
                b'}' => return None,
                _ => self.at += 1,
            }
        }
    }

    /// From `{` to behind `}`.
    fn field(&mut self, quote: u8, triple: bool, raw: bool, is_new: &mut bool) -> Option<Part> {
        let open = self.at;
        self.at += 1;
        let mut depth = 0usize;
        loop {
            match *self.bytes.get(self.at)? {
                b'#' => {
                    *is_new = true;
                    self.skip_comment();
                }
                b'\n' => {
                    *is_new |= !triple;
                    self.at += 1;
                }
                b'\\' => {
                    *is_new = true;
                    self.at += 1;
                }
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b')' | b']' => return None,
                b'!' if self.peek(1) == b'=' => self.at += 2,
                b'=' | b'<' | b'>' if self.peek(1) == b'=' => self.at += 2,
                b'}' | b'!' | b':' | b'=' if depth == 0 => break,
                _ => match self.literal()? {
                    Some(inner) => {
                        let text = &self.bytes[inner.start..inner.end];
                        *is_new |= inner.is_new || text.contains(&b'\\') || text.contains(&b'\n') && !triple;
                        *is_new |= match triple {
                            true => text.windows(3).any(|w| w == [quote; 3]),
                            false => text.contains(&quote),
                        };
                    }
                    None => self.word(),
                },
            }
        }
        let end = self.at;
        let mut shown = None;
        if self.peek(0) == b'=' {
            self.at += 1;
            while self.peek(0).is_ascii_whitespace() {
                self.at += 1;
            }
            shown = Some(self.at);
        }
        let mut conversion = "";
        if self.peek(0) == b'!' {
            conversion = match self.peek(1) {
                b'r' => "r",
                b's' => "s",
                b'a' => "a",
                _ => return None,
            };
            self.at += 2;
            while self.peek(0).is_ascii_whitespace() {
                self.at += 1;
            }
        }
        let mut spec = None;
        if self.peek(0) == b':' {
            self.at += 1;
            spec = Some(self.parts(quote, triple, raw, true, is_new)?);
            // The parser takes a field in a format, but none in that one's format.
            let has_spec = |p: &Part| matches!(p, Part::Field { spec: Some(_), .. });
            *is_new |= spec.iter().flatten().any(has_spec);
        }
        if self.peek(0) != b'}' {
            return None;
        }
        let close = self.at;
        self.at += 1;
        if shown.is_some() && conversion.is_empty() && spec.is_none() {
            conversion = "r";
        }
        Some(Part::Field { open, end, shown, conversion, spec, close })
    }
}

/// `text`, which stands at `base` in the file, with its groups hidden.
fn masked(text: &str, base: u32, groups: &[Vec<Literal>]) -> Masked {
    let mut bytes = text.as_bytes().to_vec();
    let mut hidden = BTreeMap::new();
    for group in groups {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        for (i, b) in bytes.iter_mut().enumerate().take(last.end).skip(first.start) {
            let edge = i < first.start + 3 || i >= last.end - 3;
            *b = match *b {
                _ if edge => b'"',
                b'\n' => b'\n',
                _ => b' ',
            };
        }
        let mut tokens = Tokens { text, base, list: vec![] };
        let result = tokens.group(group).map(|()| tokens.list);
        hidden.insert(base + first.start as u32, result);
    }
    Masked { text: String::from_utf8_lossy(&bytes).into_owned(), hidden }
}

/// Writes the tokens of a group.
struct Tokens<'s> {
    text: &'s str,
    base: u32,
    list: Vec<Spanned>,
}

impl Tokens<'_> {
    fn push(&mut self, tok: Tok, start: usize, end: usize) {
        let at = |i: usize| TextSize::from(self.base + i as u32);
        self.list.push((tok, TextRange::new(at(start), at(end))));
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or("")
    }

    fn group(&mut self, group: &[Literal]) -> Result<(), Refusal> {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return Ok(()) };
        let (start, end) = (first.start, last.end);
        self.push(Tok::Name { name: MARK.into() }, start, start + 1);
        self.push(Tok::Lpar, start, start + 1);
        for literal in group {
            match &literal.parts {
                Some(parts) => self.parts(parts, literal.kind)?,
                None => {
                    let quotes = if literal.triple { 3 } else { 1 };
                    let whole = self.slice(literal.start, literal.end);
                    let prefix = whole.find(['\'', '"']).unwrap_or(0);
                    let value = whole[prefix + quotes..whole.len() - quotes].to_owned();
                    let tok = Tok::String { value, kind: literal.kind, triple_quoted: literal.triple };
                    self.push(tok, literal.start, literal.end);
                    self.push(Tok::Comma, literal.end, literal.end);
                }
            }
        }
        self.push(Tok::Rpar, end - 1, end);
        Ok(())
    }

    fn string(&mut self, value: String, kind: StringKind, start: usize, end: usize) {
        self.push(Tok::String { value, kind, triple_quoted: true }, start, end);
        self.push(Tok::Comma, end, end);
    }

    fn parts(&mut self, parts: &[Part], kind: StringKind) -> Result<(), Refusal> {
        for part in parts {
            match part {
                Part::Text(start, end) => {
                    let mut value = self.slice(*start, *end).replace("{{", "{").replace("}}", "}");
                    // A backslash before a field is itself.
                    let slashes = value.len() - value.trim_end_matches('\\').len();
                    if kind == StringKind::String && slashes % 2 == 1 {
                        value.push('\\');
                    }
                    self.string(value, kind, *start, *end);
                }
                Part::Field { open, end, shown, conversion, spec, close } => {
                    if let Some(shown) = shown {
                        let text = self.slice(open + 1, *shown).to_owned();
                        self.string(text, StringKind::RawString, open + 1, *shown);
                    }
                    self.push(Tok::Lpar, *open, open + 1);
                    self.expression(*open, *end)?;
                    self.push(Tok::Comma, *end, *end);
                    self.string((*conversion).to_owned(), StringKind::String, *end, *end);
                    match spec {
                        None => self.push(Tok::None, *close, *close),
                        Some(parts) => {
                            self.push(Tok::Name { name: MARK.into() }, *end, *end);
                            self.push(Tok::Lpar, *end, *end);
                            self.parts(parts, kind)?;
                            self.push(Tok::Rpar, *close, *close);
                        }
                    }
                    self.push(Tok::Rpar, *close, close + 1);
                    self.push(Tok::Comma, close + 1, close + 1);
                }
            }
        }
        Ok(())
    }

    /// The expression between the `{` at `open` and `end`, in brackets: a line break is nothing special there.
    fn expression(&mut self, open: usize, end: usize) -> Result<(), Refusal> {
        let text = self.slice(open + 1, end);
        let at = |i: usize| TextSize::from(self.base + i as u32);
        if text.trim().is_empty() {
            return Err(Refusal { message: "f-string: valid expression required before '}'".into(), at: at(end) });
        }
        let groups = Scanner { bytes: text.as_bytes(), at: 0 }.groups(1).unwrap_or_default();
        let inner = masked(text, self.base + open as u32 + 1, &groups);
        let source = format!("({}\n)", inner.text);
        for item in splice(Expr::lex_starts_at(&source, at(open)), &inner) {
            match item? {
                (Tok::Newline | Tok::EndOfFile, _) => {}
                // The bracket stands where the `}` is, or what comes before it.
                (Tok::Rpar, range) if range.start() > at(end) => {
                    self.list.push((Tok::Rpar, TextRange::new(at(end), at(end))));
                }
                token => self.list.push(token),
            }
        }
        Ok(())
    }
}

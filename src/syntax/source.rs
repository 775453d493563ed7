//! A source file's text with an index of its lines: turns byte offsets into lines and columns.
//!
//! The parser counts in byte offsets, users and tracebacks in lines; whatever carries a [`Span`] got it here.

use super::error::{ErrorKind, SyntaxError};
use crate::bytecode::Span;
use rustpython_parser::text_size::TextRange;

/// The text of one file.
#[derive(Debug, Clone)]
pub struct Source {
    /// As shown in tracebacks.
    pub file: String,
    pub text: String,
    /// Byte offset of each line's first byte.
    starts: Vec<u32>,
}

impl Source {
    /// A byte order mark is not part of the text.
    pub fn new(text: &str, file: &str) -> Source {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (i, &b) in bytes.iter().enumerate() {
            if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                starts.push(i as u32 + 1);
            }
        }
        Source { file: file.to_owned(), text: text.to_owned(), starts }
    }

    /// Line (from 1) and column (from 0, in bytes) of a byte offset. Offsets behind the end are the end.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let offset = offset.min(self.text.len() as u32);
        let line = self.starts.partition_point(|&s| s <= offset);
        (line as u32, offset - self.starts[line - 1])
    }

    /// How many lines there are; an empty text has one.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Byte offset of the start of `line` (from 1).
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts.get(line.saturating_sub(1) as usize).copied().unwrap_or(self.text.len() as u32)
    }

    /// The text of `line` (from 1) without its line end.
    pub fn line_text(&self, line: u32) -> &str {
        let start = self.line_start(line) as usize;
        let end = self.starts.get(line as usize).map_or(self.text.len(), |&e| e as usize);
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// The text of a stretch of the source.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(usize::from(range.start())..usize::from(range.end())).unwrap_or("")
    }

    /// Where a node stands.
    pub fn span(&self, range: TextRange) -> Span {
        let (line, col) = self.position(range.start().into());
        let (end_line, end_col) = self.position(range.end().into());
        let narrow = |c: u32| c.min(u16::MAX as u32) as u16;
        Span { line, end_line, col: narrow(col), end_col: narrow(end_col) }
    }

    /// An error about a node.
    pub fn error(&self, range: TextRange, message: impl Into<String>) -> SyntaxError {
        self.error_at(range.start().into(), range.end().into(), ErrorKind::Syntax, message)
    }

    /// An error about the bytes `start..end`.
    pub fn error_at(&self, start: u32, end: u32, kind: ErrorKind, message: impl Into<String>) -> SyntaxError {
        let (line, col) = self.position(start);
        let (end_line, end_col) = self.position(end.max(start));
        let text = self.line_text(line);
        // Columns of messages count characters.
        let chars = |line: u32, col: u32| {
            let text = self.line_text(line);
            let col = (col as usize).min(text.len());
            text.get(..col).map_or(col, |s| s.chars().count()) as u32 + 1
        };
        let end_col = if end_line == line { chars(line, end_col) } else { text.chars().count() as u32 + 1 };
        SyntaxError {
            message: message.into(),
            file: self.file.clone(),
            line,
            col: chars(line, col),
            end_col,
            text: text.to_owned(),
            kind,
        }
    }
}

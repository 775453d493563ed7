//! The error of everything that reads source text: worded and printed as CPython does.

use std::fmt;

/// The class of the exception.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    Syntax,
    Indentation,
    Tab,
}

impl ErrorKind {
    /// Name of the Python exception class.
    pub fn class(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
        }
    }
}

/// A program that cannot be compiled. `Display` prints it like CPython does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    pub message: String,
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub col: u32,
    /// Where the carets end, exclusive; at most `col` for a single caret.
    pub end_col: u32,
    /// The line, without its line end.
    pub text: String,
    pub kind: ErrorKind,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  File \"{}\", line {}", self.file, self.line)?;
        let stripped = self.text.trim_start_matches([' ', '\t', '\x0c']);
        if !stripped.is_empty() {
            writeln!(f, "    {}", stripped)?;
            let cut = self.text.chars().count() - stripped.chars().count();
            let col = self.col as usize - 1;
            if col >= cut {
                // Tabs stay tabs, so that the carets stand under what they mean.
                let indent: String = stripped
                    .chars()
                    .chain(std::iter::repeat(' '))
                    .take(col - cut)
                    .map(|c| if c == '\t' { c } else { ' ' })
                    .collect();
                let width = self.end_col.saturating_sub(self.col).max(1) as usize;
                writeln!(f, "    {indent}{}", "^".repeat(width))?;
            }
        }
        write!(f, "{}: {}", self.kind.class(), self.message)
    }
}

impl std::error::Error for SyntaxError {}

//! From source text to the syntax tree. The only layer that names the parser crate; the compiler reads the tree through
//! [`ast`]. Not here: the errors that need symbol tables (`return` outside a function...), see `compile`.

mod error;
mod explain;
mod fstring;
mod grammar;
pub mod literal;
mod source;

pub use error::{ErrorKind, SyntaxError};
pub use fstring::{MARK as FSTRING_MARK, is_fstring, joined as joined_fstring};
pub use rustpython_parser::ast;
pub use rustpython_parser::text_size::{TextRange, TextSize};
pub use source::Source;

#[cfg(test)]
mod tests;

use rustpython_parser::lexer::{LexResult, LexicalError, LexicalErrorType};
use rustpython_parser::{Parse, Tok};

/// A syntax tree and the text it came from.
#[derive(Debug)]
pub struct Parsed<T = Vec<ast::Stmt>> {
    pub tree: T,
    pub source: Source,
}

/// Parse a whole file.
pub fn parse_module(source: &str, file: &str) -> Result<Parsed, SyntaxError> {
    parse(Source::new(source, file))
}

/// Parse one expression, as `eval` and the debugger's `print` take it.
pub fn parse_expression(source: &str, file: &str) -> Result<Parsed<ast::Expr>, SyntaxError> {
    parse(Source::new(source.trim_start_matches([' ', '\t']), file))
}

fn parse<T: Parse>(source: Source) -> Result<Parsed<T>, SyntaxError> {
    let masked = fstring::mask(&source.text);
    let text = masked.as_ref().map_or(&source.text, |m| &m.text);
    let tokens = bounded(T::lex_starts_at(text, TextSize::default()));
    let parsed = match &masked {
        Some(masked) => T::parse_tokens(fstring::splice(tokens, masked), &source.file),
        None => T::parse_tokens(tokens, &source.file),
    };
    match parsed {
        Ok(tree) => Ok(Parsed { tree, source }),
        Err(e) => Err(explain::explain(&source, text, e)),
    }
}

/// CPython's bounds on nesting; they also keep every walk over the tree within the stack.
const MAX_BRACKETS: u32 = 200;
const MAX_INDENTS: u32 = 99;
const TOO_MANY_BRACKETS: &str = "too many nested parentheses";
const TOO_MANY_INDENTS: &str = "too many levels of indentation";

/// The tokens, up to the one that nests too deeply.
fn bounded(tokens: impl Iterator<Item = LexResult>) -> impl Iterator<Item = LexResult> {
    let (mut brackets, mut indents) = (0u32, 0u32);
    tokens.map(move |item| {
        let (tok, range) = item?;
        match tok {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => brackets += 1,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => brackets = brackets.saturating_sub(1),
            Tok::Indent => indents += 1,
            Tok::Dedent => indents = indents.saturating_sub(1),
            _ => {}
        }
        let error = |message: &str, location| Err(LexicalError::new(LexicalErrorType::OtherError(message.into()), location));
        if brackets > MAX_BRACKETS {
            return error(TOO_MANY_BRACKETS, range.start());
        }
        if indents > MAX_INDENTS {
            return error(TOO_MANY_INDENTS, range.end());
        }
        Ok((tok, range))
    })
}

//! The parser's errors in CPython's words. Here: what the lexer refuses. What the grammar refuses: [`super::grammar`].

use super::grammar;
use super::{ErrorKind, Source, SyntaxError};
use rustpython_parser::lexer::{LexicalErrorType, lex};
use rustpython_parser::{FStringErrorType, Mode, ParseError, ParseErrorType, Tok};

/// A token and the bytes it covers.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub tok: Tok,
    pub start: u32,
    pub end: u32,
}

/// All tokens up to the first that cannot be read.
pub(super) struct Tokens<'s> {
    pub source: &'s Source,
    pub list: Vec<Token>,
    pub error: Option<(LexicalErrorType, u32)>,
}

impl<'s> Tokens<'s> {
    /// Those of `text`, which is the source's with some strings hidden.
    fn new(source: &'s Source, text: &str) -> Tokens<'s> {
        let mut tokens = Tokens { source, list: vec![], error: None };
        for item in lex(text, Mode::Module) {
            match item {
                Ok((tok, range)) => tokens.list.push(Token { tok, start: range.start().into(), end: range.end().into() }),
                Err(e) => {
                    tokens.error = Some((e.error, e.location.into()));
                    break;
                }
            }
        }
        tokens
    }

    /// The brackets open before token `end`: their tokens' indices. Or the first closing one that does not fit.
    pub fn open_brackets(&self, end: usize) -> Result<Vec<usize>, (usize, Option<usize>)> {
        let mut open: Vec<usize> = vec![];
        for (i, t) in self.list.iter().enumerate().take(end) {
            let opener = match t.tok {
                Tok::Lpar | Tok::Lsqb | Tok::Lbrace => {
                    open.push(i);
                    continue;
                }
                Tok::Rpar => Tok::Lpar,
                Tok::Rsqb => Tok::Lsqb,
                Tok::Rbrace => Tok::Lbrace,
                _ => continue,
            };
            match open.pop() {
                Some(o) if self.list[o].tok == opener => {}
                other => return Err((i, other)),
            }
        }
        Ok(open)
    }

    pub fn at(&self, i: usize) -> Option<&Tok> {
        self.list.get(i).map(|t| &t.tok)
    }

    /// An error that covers the tokens `from..=to`.
    pub fn error(&self, from: usize, to: usize, message: impl Into<String>) -> SyntaxError {
        let end = self.source.text.trim_end_matches(['\n', '\r']).len() as u32;
        let start = self.list.get(from).map_or(end, |t| t.start.min(end));
        let stop = self.list.get(to).map_or(start, |t| t.end);
        self.source.error_at(start, stop, ErrorKind::Syntax, message)
    }

    pub fn never_closed(&self, bracket: usize) -> SyntaxError {
        let text = self.source.text.get(self.list[bracket].start as usize..).and_then(|t| t.chars().next()).unwrap_or('(');
        self.error(bracket, bracket, format!("'{text}' was never closed"))
    }
}

/// What CPython would say about the error.
pub(super) fn explain(source: &Source, text: &str, error: ParseError) -> SyntaxError {
    let tokens = Tokens::new(source, text);
    let offset: u32 = error.offset.into();
    match error.error {
        ParseErrorType::Lexical(LexicalErrorType::IndentationError) if tokens.error.is_none() => {
            // The parser wanted an indented block and found the end of the file.
            grammar::explain(&tokens, tokens.list.len())
        }
        ParseErrorType::Lexical(e) => lexical(&tokens, e, offset),
        ParseErrorType::UnrecognizedToken(tok, _) | ParseErrorType::ExtraToken(tok) => {
            let at = tokens.list.iter().position(|t| t.start == offset && t.tok == tok);
            let at = at.or_else(|| tokens.list.iter().position(|t| t.start >= offset));
            grammar::explain(&tokens, at.unwrap_or(tokens.list.len()))
        }
        ParseErrorType::Eof | ParseErrorType::InvalidToken => grammar::explain(&tokens, tokens.list.len()),
    }
}

/// An error of the lexer, or of a check that the parser makes while it builds the tree.
pub(super) fn lexical(tokens: &Tokens, error: LexicalErrorType, offset: u32) -> SyntaxError {
    let source = tokens.source;
    let at = |start: u32, message: &str| source.error_at(start, start, ErrorKind::Syntax, message);
    let before = offset.saturating_sub(1);
    match error {
        LexicalErrorType::IndentationError => {
            let mut e =
                indentation(source, offset, ErrorKind::Indentation, "unindent does not match any outer indentation level");
            e.col = e.text.chars().count() as u32 + 1;
            e
        }
        LexicalErrorType::TabError | LexicalErrorType::TabsAfterSpaces => {
            indentation(source, offset, ErrorKind::Tab, "inconsistent use of tabs and spaces in indentation")
        }
        LexicalErrorType::StringError | LexicalErrorType::Eof => unfinished(tokens, offset),
        LexicalErrorType::OtherError(ref m) if m == "EOL while scanning string literal" => unfinished(tokens, offset),
        LexicalErrorType::NestingError => {
            let text = source.text.get(before as usize..).and_then(|t| t.chars().next()).unwrap_or(')');
            at(before, &format!("unmatched '{text}'"))
        }
        LexicalErrorType::DefaultArgumentError => at(offset, "parameter without a default follows parameter with a default"),
        LexicalErrorType::DuplicateArgumentError(name) => {
            at(offset, &format!("duplicate argument '{name}' in function definition"))
        }
        LexicalErrorType::PositionalArgumentError => {
            let (open, close) = call_around(tokens, offset);
            let spread = tokens.list[open..close].iter().any(|t| t.tok == Tok::DoubleStar && t.start < offset);
            let what = if spread { " unpacking" } else { "" };
            tokens.error(close, close, format!("positional argument follows keyword argument{what}"))
        }
        LexicalErrorType::UnpackedArgumentError => at(offset, "iterable argument unpacking follows keyword argument unpacking"),
        LexicalErrorType::DuplicateKeywordArgumentError(name) => {
            let from = tokens.list.iter().position(|t| t.start >= offset).unwrap_or(0);
            let to = grammar::expression_end(tokens, from + 2);
            tokens.error(from, to, format!("keyword argument repeated: {name}"))
        }
        LexicalErrorType::UnrecognizedToken { tok } if tok.is_ascii() => {
            let start = if tok == '!' { offset } else { before };
            at(start, "invalid syntax")
        }
        LexicalErrorType::UnrecognizedToken { tok } => {
            let start = offset.saturating_sub(tok.len_utf8() as u32);
            let what = if tok.is_control() || tok.is_whitespace() { "non-printable character" } else { "character" };
            let shown = if what == "character" { format!(" '{tok}' (") } else { " ".to_owned() };
            let close = if what == "character" { ")" } else { "" };
            at(start, &format!("invalid {what}{shown}U+{:04X}{close}", tok as u32))
        }
        LexicalErrorType::LineContinuationError => at(offset, "unexpected character after line continuation character"),
        LexicalErrorType::FStringError(e) => f_string(source, &e, offset),
        LexicalErrorType::UnicodeError => {
            let i = string_at(tokens, offset);
            tokens.error(i, i, bad_escape(tokens, i))
        }
        LexicalErrorType::OtherError(message) => other(tokens, &message, offset),
    }
}

fn indentation(source: &Source, offset: u32, kind: ErrorKind, message: &str) -> SyntaxError {
    let mut e = source.error_at(offset, offset, kind, message);
    // No caret under the indentation.
    e.col = 1;
    e.end_col = 1;
    e
}

/// The indices of the brackets of the call that the byte stands in.
fn call_around(tokens: &Tokens, offset: u32) -> (usize, usize) {
    let here = tokens.list.iter().position(|t| t.start >= offset).unwrap_or(tokens.list.len());
    let open = tokens.open_brackets(here).ok().and_then(|o| o.last().copied()).unwrap_or(0);
    let close = grammar::closing(tokens, open).unwrap_or(here.min(tokens.list.len().saturating_sub(1)));
    (open, close.max(open))
}

/// A string, bracket or line that the file's end cut off.
fn unfinished(tokens: &Tokens, offset: u32) -> SyntaxError {
    let source = tokens.source;
    let text = source.text.as_str();
    // Behind the last token: is it a string that was begun?
    let mut from = tokens.list.last().map_or(0, |t| t.end as usize);
    loop {
        let rest = text.get(from..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '\\', '\x0c']).len();
        from += blank;
        match text.get(from..).filter(|r| r.starts_with('#')) {
            Some(comment) => from += comment.find('\n').unwrap_or(comment.len()),
            None => break,
        }
    }
    let rest = text.get(from..).unwrap_or("");
    let prefix = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let quotes = &rest[prefix..];
    if prefix <= 2 && quotes.starts_with(['"', '\'']) {
        let f = if rest[..prefix].contains(['f', 'F']) { "f-" } else { "" };
        let triple = if quotes.starts_with("\"\"\"") || quotes.starts_with("'''") { "triple-quoted " } else { "" };
        let what = if f.is_empty() { format!("{triple}string") } else { format!("{triple}f-string") };
        let end = if triple.is_empty() { offset.saturating_sub(1) } else { text.trim_end_matches('\n').len() as u32 };
        let (line, _) = source.position(end.max(from as u32));
        let message = format!("unterminated {what} literal (detected at line {line})");
        return source.error_at(from as u32, from as u32, ErrorKind::Syntax, message);
    }
    match tokens.open_brackets(tokens.list.len()) {
        Ok(open) => match open.last() {
            Some(&bracket) => tokens.never_closed(bracket),
            None => source.error_at(offset, offset, ErrorKind::Syntax, "unexpected EOF while parsing"),
        },
        Err((i, other)) => grammar::mismatch(tokens, i, other),
    }
}

fn f_string(source: &Source, error: &FStringErrorType, offset: u32) -> SyntaxError {
    use FStringErrorType as F;
    let before = offset.saturating_sub(1);
    let char_at = |i: u32| source.text.get(i as usize..).and_then(|t| t.chars().next()).unwrap_or('?');
    let (at, message) = match error {
        F::UnclosedLbrace => (offset, "expecting '}'".to_owned()),
        F::SingleRbrace => (before, "single '}' is not allowed".into()),
        F::EmptyExpression => (before, "valid expression required before '}'".into()),
        F::InvalidConversionFlag => {
            let c = char_at(before);
            (before, format!("invalid conversion character '{c}': expected 's', 'r', or 'a'"))
        }
        F::InvalidExpression(_) => (offset, "invalid syntax".into()),
        F::MismatchedDelimiter(open, close) => {
            (before, format!("closing parenthesis '{close}' does not match opening parenthesis '{open}'"))
        }
        F::Unmatched(c) => (before, format!("unmatched '{c}'")),
        F::ExpressionNestedTooDeeply => (before, "expressions nested too deeply".into()),
        F::UnterminatedString => (before, "unterminated string".into()),
        F::ExpressionCannotInclude(c) => (before, format!("expression cannot include '{c}'")),
        _ => (offset, "invalid syntax".into()),
    };
    source.error_at(at, at, ErrorKind::Syntax, format!("f-string: {message}"))
}

/// Messages that the parser keeps as text.
fn other(tokens: &Tokens, message: &str, offset: u32) -> SyntaxError {
    let source = tokens.source;
    let at = |start: u32, message: &str| source.error_at(start, start, ErrorKind::Syntax, message);
    let text = source.text.as_str();
    let number = text.get(offset as usize..).unwrap_or("");
    match message {
        "Invalid Token" => {
            let start = tokens.list.last().map_or(0, |t| t.end as usize);
            let skipped = text.get(start..).map_or(0, |t| t.len() - t.trim_start().len());
            let message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
            at((start + skipped) as u32, message)
        }
        "Invalid decimal literal" | "Invalid Syntax" => at(offset.saturating_sub(2), "invalid decimal literal"),
        super::TOO_MANY_INDENTS => source.error_at(offset, offset, ErrorKind::Indentation, message),
        "bytes can only contain ASCII literal characters" => {
            let i = string_at(tokens, offset);
            tokens.error(i, i, message)
        }
        "cannot mix bytes and nonbytes literals" => {
            let mut i = string_at(tokens, offset);
            while matches!(tokens.at(i), Some(Tok::String { .. })) {
                i += 1;
            }
            let start = tokens.list.get(i).map_or(offset, |t| t.start);
            at(start, message)
        }
        "cannot use starred expression here" => {
            let from = tokens.list.iter().position(|t| t.start >= offset).unwrap_or(0);
            tokens.error(from, grammar::expression_end(tokens, from), message)
        }
        _ if number.starts_with("0x") || number.starts_with("0X") => at(offset + 1, "invalid hexadecimal literal"),
        _ if number.starts_with("0o") || number.starts_with("0O") => radix(source, offset, "octal"),
        _ if number.starts_with("0b") || number.starts_with("0B") => radix(source, offset, "binary"),
        _ => at(offset, message),
    }
}

/// The string token around the byte.
fn string_at(tokens: &Tokens, offset: u32) -> usize {
    tokens.list.iter().position(|t| t.end >= offset && matches!(t.tok, Tok::String { .. })).unwrap_or(0)
}

/// What is wrong with an escape in the string.
fn bad_escape(tokens: &Tokens, i: usize) -> String {
    let Some(Tok::String { value, .. }) = tokens.at(i) else { return "invalid escape".into() };
    let chars: Vec<char> = value.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != '\\' {
            at += 1;
            continue;
        }
        let kind = chars.get(at + 1).copied().unwrap_or(' ');
        let problem = |end: usize, what: &str| {
            format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {at}-{end}: {what}")
        };
        let width = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'N' => {
                let end = chars[at..].iter().position(|&c| c == '}').map(|n| at + n);
                match end.filter(|_| chars.get(at + 2) == Some(&'{')) {
                    Some(end) if is_known_name(&chars[at + 3..end]) => {
                        at = end + 1;
                        continue;
                    }
                    Some(end) => return problem(end, "unknown Unicode character name"),
                    None => return problem(chars.len() - 1, "malformed \\N character escape"),
                }
            }
            _ => {
                at += 2;
                continue;
            }
        };
        let digits: String = chars[at + 2..].iter().take(width).take_while(|c| c.is_ascii_hexdigit()).collect();
        let end = at + 1 + digits.len();
        if digits.len() < width {
            return problem(end, &format!("truncated \\{kind}{} escape", "X".repeat(width)));
        }
        if u32::from_str_radix(&digits, 16).is_ok_and(|n| n > 0x10_ffff) {
            return problem(end, "illegal Unicode character");
        }
        at = end + 1;
    }
    "(unicode error) invalid escape".into()
}

/// Does the parser know the character name? Asked by parsing a string that holds nothing else.
fn is_known_name(name: &[char]) -> bool {
    use rustpython_parser::Parse;
    let text: String = name.iter().collect();
    rustpython_parser::ast::Expr::parse(&format!("'\\N{{{text}}}'"), "").is_ok()
}

fn radix(source: &Source, offset: u32, name: &str) -> SyntaxError {
    let digit = source.text.get(offset as usize + 2..).and_then(|t| t.chars().next());
    match digit.filter(char::is_ascii_digit) {
        Some(d) => source.error_at(offset + 2, offset + 2, ErrorKind::Syntax, format!("invalid digit '{d}' in {name} literal")),
        None => source.error_at(offset + 1, offset + 1, ErrorKind::Syntax, format!("invalid {name} literal")),
    }
}

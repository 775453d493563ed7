//! What the grammar refuses, explained from the tokens around the place: CPython's parser tries a second time with rules
//! for common mistakes; this recognises the same mistakes in the token list.

use super::explain::{Tokens, lexical};
use super::{ErrorKind, SyntaxError};
use rustpython_parser::Tok;

/// The error at token `i`, or at the end of the file.
pub(super) fn explain(tokens: &Tokens, i: usize) -> SyntaxError {
    if let Err((i, other)) = tokens.open_brackets((i + 1).min(tokens.list.len())) {
        return mismatch(tokens, i, other);
    }
    let open = tokens.open_brackets(i.min(tokens.list.len())).unwrap_or_default();
    if let Some(e) = block(tokens, i).or_else(|| known(tokens, i, &open)) {
        return e;
    }
    generic(tokens, i)
}

pub(super) fn mismatch(tokens: &Tokens, i: usize, opener: Option<usize>) -> SyntaxError {
    let source = tokens.source;
    let text = |i: usize| {
        let t = &tokens.list[i];
        source.text.get(t.start as usize..t.end as usize).unwrap_or("")
    };
    let Some(opener) = opener else { return tokens.error(i, i, format!("unmatched '{}'", text(i))) };
    let line = |i: usize| source.position(tokens.list[i].start).0;
    let on = if line(opener) == line(i) { String::new() } else { format!(" on line {}", line(opener)) };
    let mut e = tokens.error(
        i,
        i,
        format!("closing parenthesis '{}' does not match opening parenthesis '{}'{on}", text(i), text(opener)),
    );
    e.end_col = e.col;
    e
}

/// "invalid syntax", unless the lexer finds something worse further down.
fn generic(tokens: &Tokens, i: usize) -> SyntaxError {
    let line = |i: usize| tokens.list.get(i).map_or(u32::MAX, |t| tokens.source.position(t.start).0);
    match tokens.open_brackets(tokens.list.len()) {
        Ok(open) => {
            if let Some(&bracket) = open.last()
                && line(i) > line(bracket)
            {
                return tokens.never_closed(bracket);
            }
        }
        Err((j, other)) => return mismatch(tokens, j, other),
    }
    if let Some((error, offset)) = &tokens.error
        && !matches!(error, rustpython_parser::lexer::LexicalErrorType::Eof)
        && let Some(copy) = again(error)
    {
        return lexical(tokens, copy, *offset);
    }
    tokens.error(i, i, "invalid syntax")
}

/// The lexer's errors that may replace a plain "invalid syntax".
fn again(error: &rustpython_parser::lexer::LexicalErrorType) -> Option<rustpython_parser::lexer::LexicalErrorType> {
    use rustpython_parser::lexer::LexicalErrorType as L;
    Some(match error {
        L::StringError => L::StringError,
        L::IndentationError => L::IndentationError,
        L::TabError => L::TabError,
        L::TabsAfterSpaces => L::TabsAfterSpaces,
        L::NestingError => L::NestingError,
        L::LineContinuationError => L::LineContinuationError,
        L::UnrecognizedToken { tok } if !tok.is_ascii() => L::UnrecognizedToken { tok: *tok },
        L::OtherError(m) => L::OtherError(m.clone()),
        _ => return None,
    })
}

/// The first token of the logical line that token `i` is on, or that ends there.
fn line_start(tokens: &Tokens, i: usize) -> usize {
    let mut at = i.min(tokens.list.len());
    while at > 0 && !matches!(tokens.list[at - 1].tok, Tok::Newline | Tok::Indent | Tok::Dedent) {
        at -= 1;
    }
    at
}

/// Missing and unexpected indentation, and `try` without its clauses.
fn block(tokens: &Tokens, i: usize) -> Option<SyntaxError> {
    let source = tokens.source;
    if tokens.at(i) == Some(&Tok::Indent) {
        let mut e = tokens.error(i, i, "unexpected indent");
        (e.kind, e.col, e.end_col) = (ErrorKind::Indentation, 1, 1);
        return Some(e);
    }
    let previous = i.checked_sub(1)?;
    if tokens.at(previous) == Some(&Tok::Newline) && previous > 0 && tokens.at(previous - 1) == Some(&Tok::Colon) {
        let start = line_start(tokens, previous);
        let what = statement_name(tokens, start)?;
        let (line, _) = source.position(tokens.list[start].start);
        let mut e = tokens.error(i, i, format!("expected an indented block after {what} on line {line}"));
        e.kind = ErrorKind::Indentation;
        return Some(e);
    }
    // At the start of a line: is the statement before it, on the same level, a `try` that lacks its clauses?
    if matches!(tokens.at(previous), Some(Tok::Dedent | Tok::Newline)) {
        let mut level = 0;
        for at in (0..i).rev() {
            match tokens.list[at].tok {
                Tok::Dedent => level += 1,
                Tok::Indent => level -= 1,
                _ => {}
            }
            if level < 0 {
                break;
            }
            let starts = at == 0 || matches!(tokens.list[at - 1].tok, Tok::Newline | Tok::Indent | Tok::Dedent);
            if level == 0 && starts && !matches!(tokens.list[at].tok, Tok::Indent | Tok::Dedent) {
                let clause = matches!(tokens.at(i), Some(Tok::Except | Tok::Finally));
                return (tokens.list[at].tok == Tok::Try && !clause)
                    .then(|| tokens.error(i, i, "expected 'except' or 'finally' block"));
            }
        }
    }
    None
}

/// What the statement that begins at `start` is called.
fn statement_name(tokens: &Tokens, start: usize) -> Option<String> {
    let word = match tokens.at(start)? {
        Tok::Def => return Some("function definition".into()),
        Tok::Class => return Some("class definition".into()),
        Tok::Async => return statement_name(tokens, start + 1),
        Tok::If => "if",
        Tok::Elif => "elif",
        Tok::Else => "else",
        Tok::For => "for",
        Tok::While => "while",
        Tok::With => "with",
        Tok::Try => "try",
        Tok::Except => "except",
        Tok::Finally => "finally",
        Tok::Match => "match",
        Tok::Case => "case",
        _ => return None,
    };
    Some(format!("'{word}' statement"))
}

/// The mistakes that have a message of their own.
fn known(tokens: &Tokens, i: usize, open: &[usize]) -> Option<SyntaxError> {
    let previous = i.checked_sub(1)?;
    let start = line_start(tokens, i);
    let here = tokens.at(i);
    let depth = open.len();
    let before = tokens.at(previous)?;
    if matches!(before, Tok::Int { .. } | Tok::Float { .. } | Tok::Complex { .. })
        && matches!(here, Some(Tok::Name { .. }))
        && tokens.list[i].start == tokens.list[previous].end
    {
        let underscore = matches!(here, Some(Tok::Name { name }) if name.starts_with('_'));
        let at = tokens.list[previous].end - u32::from(!underscore);
        return Some(tokens.source.error_at(at, at, ErrorKind::Syntax, "invalid decimal literal"));
    }
    if depth == 0
        && let Some(e) = colon(tokens, i, start)
    {
        return Some(e);
    }
    if here == Some(&Tok::Equal) {
        return equal(tokens, i, start, depth, open);
    }
    if i == start + 1
        && starts_expression(here)
        && let Tok::Name { name } = &tokens.list[start].tok
        && (name == "print" || name == "exec")
    {
        let mut end = i;
        while !matches!(tokens.at(end + 1), None | Some(Tok::Newline | Tok::Semi)) {
            end += 1;
        }
        let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
        return Some(tokens.error(start, end, message));
    }
    if let Some(e) = clause(tokens, i, start).or_else(|| parameter(tokens, i, start, open)) {
        return Some(e);
    }
    if here == Some(&Tok::ColonEqual) {
        let (from, what) = assigned(tokens, previous)?;
        let message = format!("cannot use assignment expressions with {what}");
        return Some(tokens.error(from, previous, message));
    }
    if here == Some(&Tok::For)
        && let Some(&bracket) = open.last()
    {
        let part = part_start(tokens, i, bracket);
        let stars = part.checked_sub(1).filter(|&s| s > bracket).and_then(|s| tokens.at(s));
        match stars {
            Some(Tok::DoubleStar) => {
                return Some(tokens.error(part - 1, part - 1, "dict unpacking cannot be used in dict comprehension"));
            }
            Some(Tok::Star) => {
                return Some(tokens.error(part - 1, part - 1, "iterable unpacking cannot be used in comprehension"));
            }
            _ => {}
        }
    }
    if let Some(e) = missing_else(tokens, i) {
        return Some(e);
    }
    if here == Some(&Tok::Greater) && *before == Tok::Less && tokens.list[previous].end == tokens.list[i].start {
        return Some(tokens.error(previous, i, "invalid syntax"));
    }
    if i == start && matches!(here, Some(Tok::Name { name }) if name == "case") && matches!(before, Tok::Indent | Tok::Dedent) {
        let end = (i..tokens.list.len()).find(|&n| tokens.at(n) == Some(&Tok::Newline))?;
        return Some(tokens.error(end, end, "expected ':'"));
    }
    if *before == Tok::Comma && here == Some(&Tok::Newline) && tokens.at(start) == Some(&Tok::From) {
        return Some(tokens.error(i, i, "trailing comma not allowed without surrounding parentheses"));
    }
    let bracket = *open.get(depth.checked_sub(1)?)?;
    inside_brackets(tokens, i, bracket)
}

/// `except` and `except*` under one `try`, and `except*` without a type.
fn clause(tokens: &Tokens, i: usize, start: usize) -> Option<SyntaxError> {
    if tokens.at(start) == Some(&Tok::Def) && i == start + 2 && tokens.at(i) == Some(&Tok::Newline) {
        return Some(tokens.error(i, i, "expected '('"));
    }
    if tokens.at(start) != Some(&Tok::Except) {
        return None;
    }
    let has_star = |at: usize| tokens.at(at + 1) == Some(&Tok::Star);
    let (mut level, mut at) = (0, start);
    while at > 0 {
        at -= 1;
        match tokens.list[at].tok {
            Tok::Dedent => level += 1,
            Tok::Indent => level -= 1,
            Tok::Except if level == 0 && has_star(at) != has_star(start) => {
                return Some(tokens.error(start, start, "cannot have both 'except' and 'except*' on the same 'try'"));
            }
            Tok::Try if level == 0 => break,
            _ => {}
        }
    }
    let untyped = has_star(start) && i == start + 2 && tokens.at(i) == Some(&Tok::Colon);
    untyped.then(|| tokens.error(i, i, "expected one or more exception types"))
}

/// Parameters in an order that cannot be, and patterns by position behind those by name.
fn parameter(tokens: &Tokens, i: usize, start: usize, open: &[usize]) -> Option<SyntaxError> {
    let bracket = *open.last()?;
    let head = match tokens.at(start) {
        Some(Tok::Async) => start + 1,
        _ => start,
    };
    let mut depth = 0;
    let mut earlier = vec![];
    for (at, t) in tokens.list.iter().enumerate().take(i).skip(bracket + 1) {
        match t.tok {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth -= 1,
            _ if depth == 0 => earlier.push((at, &t.tok)),
            _ => {}
        }
    }
    let begins = |at: usize| at == bracket + 1 || tokens.at(at - 1) == Some(&Tok::Comma);
    let had = |tok: &Tok| earlier.iter().any(|(at, t)| *t == tok && begins(*at));
    if tokens.at(head) == Some(&Tok::Case) && earlier.iter().any(|(_, t)| **t == Tok::Equal) {
        let part = part_start(tokens, i, bracket);
        let positional = matches!(tokens.at(i), Some(Tok::Comma | Tok::Rpar));
        return positional.then(|| tokens.error(part, i - 1, "positional patterns follow keyword patterns"));
    }
    if tokens.at(head) != Some(&Tok::Def) || bracket != head + 2 || !begins(i) {
        return None;
    }
    let message = match tokens.at(i)? {
        Tok::Slash if had(&Tok::Slash) => "/ may appear only once",
        Tok::Star if had(&Tok::Star) => "* argument may appear only once",
        Tok::Name { .. } | Tok::Star | Tok::DoubleStar | Tok::Slash if had(&Tok::DoubleStar) => {
            "arguments cannot follow var-keyword argument"
        }
        _ => return None,
    };
    Some(tokens.error(i, i, message))
}

/// The expression that ends with token `last` and stands before a `:=`: where it begins and what it is.
fn assigned(tokens: &Tokens, last: usize) -> Option<(usize, &'static str)> {
    let opener = |close: usize| (0..close).rev().find(|&o| closing(tokens, o) == Some(close));
    let (mut at, mut what) = match tokens.at(last)? {
        Tok::Name { .. } => (last, "name"),
        Tok::Rpar | Tok::Rsqb => {
            let open = opener(last)?;
            let follows = open.checked_sub(1).is_some_and(|b| ends_expression(tokens.at(b)));
            let what = match (tokens.at(last)?, follows) {
                (Tok::Rpar, true) => "function call",
                (Tok::Rpar, false) => "tuple",
                (_, true) => "subscript",
                (_, false) => "list",
            };
            (if follows { open - 1 } else { open }, what)
        }
        Tok::True => (last, "True"),
        Tok::False => (last, "False"),
        Tok::None => (last, "None"),
        Tok::Int { .. } | Tok::Float { .. } | Tok::Complex { .. } | Tok::String { .. } => (last, "literal"),
        _ => return None,
    };
    while at >= 2 && tokens.at(at - 1) == Some(&Tok::Dot) {
        if what == "name" {
            what = "attribute";
        }
        at -= 2;
        if matches!(tokens.at(at), Some(Tok::Rpar | Tok::Rsqb)) {
            let open = opener(at)?;
            at = if open > 0 && ends_expression(tokens.at(open - 1)) { open - 1 } else { open };
        }
    }
    (what != "name").then_some((at, what))
}

fn inside_brackets(tokens: &Tokens, i: usize, bracket: usize) -> Option<SyntaxError> {
    let here = tokens.at(i);
    let previous = i - 1;
    let begin = part_start(tokens, previous, bracket);
    let brace = tokens.at(bracket) == Some(&Tok::Lbrace);
    let line = |i: usize| tokens.source.position(tokens.list[i].start).0;
    if here == Some(&Tok::For) && !matches!(tokens.at(bracket), Some(Tok::Lpar)) {
        if closing(tokens, bracket).is_none() && i < tokens.list.len() && line(i) > line(bracket) {
            return Some(tokens.never_closed(bracket));
        }
        let dict = tokens.list[bracket..i].iter().any(|t| matches!(t.tok, Tok::Colon | Tok::DoubleStar));
        return (!dict && begin > bracket + 1)
            .then(|| tokens.error(bracket + 1, previous, "did you forget parentheses around the comprehension target?"));
    }
    if brace && matches!(here, Some(Tok::Rbrace | Tok::Comma)) {
        if tokens.at(previous) == Some(&Tok::Colon) {
            return Some(tokens.error(previous, previous, "expression expected after dictionary key and ':'"));
        }
        return Some(tokens.error(previous, previous, "':' expected after dictionary key"));
    }
    if here == Some(&Tok::Lpar) && tokens.at(bracket.wrapping_sub(2)) == Some(&Tok::Def) {
        let end = closing(tokens, i).unwrap_or(i);
        return Some(tokens.error(i, end, "Function parameters cannot be parenthesized"));
    }
    if starts_expression(here) && ends_expression(tokens.at(previous)) {
        if closing(tokens, bracket).is_none() && tokens.error.is_some() {
            return Some(tokens.never_closed(bracket));
        }
        let legacy = matches!(tokens.at(previous), Some(Tok::Name { .. })) && matches!(here, Some(Tok::String { .. }));
        if legacy {
            return None;
        }
        let end = expression_end(tokens, i);
        return Some(tokens.error(begin, end, "invalid syntax. Perhaps you forgot a comma?"));
    }
    None
}

/// `expected ':'`.
fn colon(tokens: &Tokens, i: usize, start: usize) -> Option<SyntaxError> {
    let here = tokens.at(i);
    let error = || Some(tokens.error(i, i, "expected ':'"));
    let newline = here == Some(&Tok::Newline);
    let previous = tokens.at(i.checked_sub(1)?);
    // A second colon on the line is another mistake.
    let has = |tok: &Tok| {
        let mut depth = 0;
        tokens.list[start..i].iter().any(|t| {
            match t.tok {
                Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
                Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth -= 1,
                _ => {}
            }
            depth == 0 && t.tok == *tok
        })
    };
    match tokens.at(start)? {
        Tok::Else | Tok::Try | Tok::Finally if i == start + 1 => error(),
        Tok::Def if previous == Some(&Tok::Rpar) && !has(&Tok::Colon) => error(),
        Tok::Except if here == Some(&Tok::Comma) && !has(&Tok::As) => {
            let mut end = i;
            while !matches!(tokens.at(end + 1), None | Some(Tok::Colon | Tok::Newline | Tok::As)) {
                end += 1;
            }
            Some(tokens.error(start + 1, end, "multiple exception types must be parenthesized"))
        }
        Tok::For if newline && has(&Tok::In) && ends_expression(previous) && !has(&Tok::Colon) => error(),
        Tok::Except if newline && i == start + 1 => error(),
        Tok::If | Tok::Elif | Tok::While | Tok::With | Tok::Class | Tok::Except | Tok::Match | Tok::Case
            if newline && ends_expression(previous) && !has(&Tok::Colon) =>
        {
            error()
        }
        // The lexer takes `match` and `case` for names where the line has no colon.
        Tok::Name { name } if newline && name == "case" && i > start + 1 && ends_expression(previous) => error(),
        _ => None,
    }
}

/// A `=` where none may be.
fn equal(tokens: &Tokens, i: usize, start: usize, depth: usize, open: &[usize]) -> Option<SyntaxError> {
    let previous = i - 1;
    let floor = if depth > 0 { open[depth - 1] } else { start };
    let begin = if depth > 0 { part_start(tokens, previous, floor) } else { condition_start(tokens, previous, start) };
    let call = depth > 0
        && tokens.at(floor) == Some(&Tok::Lpar)
        && floor > 0
        && matches!(tokens.at(floor - 1), Some(Tok::Name { .. } | Tok::Rpar | Tok::Rsqb));
    let single = begin == previous;
    if call && !(single && matches!(tokens.at(previous), Some(Tok::Name { .. }))) {
        let word = match tokens.at(previous) {
            Some(Tok::True) if single => Some("True"),
            Some(Tok::False) if single => Some("False"),
            Some(Tok::None) if single => Some("None"),
            _ => None,
        };
        let message = match word {
            Some(word) => format!("cannot assign to {word}"),
            None => "expression cannot contain assignment, perhaps you meant \"==\"?".to_owned(),
        };
        return Some(tokens.error(begin, i, message));
    }
    let condition = matches!(tokens.at(start), Some(Tok::If | Tok::Elif | Tok::While)) || depth > 0;
    if condition && single && matches!(tokens.at(previous), Some(Tok::Name { .. })) {
        let end = expression_end(tokens, i + 1);
        return Some(tokens.error(previous, end, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"));
    }
    if condition && !single {
        let what = match tokens.at(previous) {
            Some(Tok::Rpar) => "function call",
            Some(Tok::Rsqb) => "subscript",
            Some(Tok::Name { .. }) if tokens.at(previous - 1) == Some(&Tok::Dot) => "attribute",
            _ => return missing_else(tokens, i),
        };
        let message = format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?");
        return Some(tokens.error(begin, previous, message));
    }
    missing_else(tokens, i)
}

/// `a if b` without `else`.
fn missing_else(tokens: &Tokens, i: usize) -> Option<SyntaxError> {
    if matches!(tokens.at(i), Some(Tok::Else | Tok::Colon)) || !ends_expression(tokens.at(i.checked_sub(1)?)) {
        return None;
    }
    let mut depth = 0;
    let mut at = i;
    let mut word = None;
    while at > 0 {
        at -= 1;
        match tokens.list[at].tok {
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth += 1,
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            Tok::If if word.is_none() => word = Some(at),
            Tok::Else | Tok::For => return None,
            Tok::Lpar
            | Tok::Lsqb
            | Tok::Lbrace
            | Tok::Comma
            | Tok::Equal
            | Tok::Colon
            | Tok::Newline
            | Tok::Indent
            | Tok::Dedent
            | Tok::Return
            | Tok::ColonEqual
            | Tok::Semi => {
                at += 1;
                break;
            }
            _ => {}
        }
    }
    let word = word?;
    (word > at).then(|| tokens.error(at, i - 1, "expected 'else' after 'if' expression"))
}

/// The first token of the part between separators, inside the bracket, that token `i` belongs to.
fn part_start(tokens: &Tokens, i: usize, bracket: usize) -> usize {
    let mut depth = 0;
    let mut at = i;
    while at > bracket {
        match tokens.list[at].tok {
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth += 1,
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth -= 1,
            Tok::Comma | Tok::Colon | Tok::Equal | Tok::Star | Tok::DoubleStar if depth == 0 && at < i => return at + 1,
            _ => {}
        }
        at -= 1;
    }
    bracket + 1
}

/// The first token of the expression, in the condition of the statement at `start`, that token `i` ends.
fn condition_start(tokens: &Tokens, i: usize, start: usize) -> usize {
    let mut depth = 0;
    let mut at = i;
    while at > start {
        match tokens.list[at].tok {
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth += 1,
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth -= 1,
            Tok::And | Tok::Or | Tok::Not | Tok::If | Tok::Comma if depth == 0 => return at + 1,
            _ => {}
        }
        at -= 1;
    }
    match tokens.at(start) {
        Some(Tok::If | Tok::Elif | Tok::While) => start + 1,
        _ => start,
    }
}

/// The last token of the expression that begins at token `i`.
pub(super) fn expression_end(tokens: &Tokens, i: usize) -> usize {
    let mut depth = 0;
    let mut at = i;
    while let Some(tok) = tokens.at(at) {
        match tok {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace if depth == 0 => break,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => depth -= 1,
            Tok::Comma | Tok::Colon | Tok::Equal | Tok::Newline | Tok::Semi | Tok::For | Tok::If | Tok::Else if depth == 0 => {
                break;
            }
            Tok::Name { .. } if depth == 0 && at > i && ends_expression(tokens.at(at - 1)) => break,
            _ => {}
        }
        at += 1;
    }
    at.saturating_sub(1).max(i.min(tokens.list.len().saturating_sub(1)))
}

/// The bracket that closes the one at `open`.
pub(super) fn closing(tokens: &Tokens, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, t) in tokens.list.iter().enumerate().skip(open) {
        match t.tok {
            Tok::Lpar | Tok::Lsqb | Tok::Lbrace => depth += 1,
            Tok::Rpar | Tok::Rsqb | Tok::Rbrace => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

fn starts_expression(tok: Option<&Tok>) -> bool {
    matches!(
        tok,
        Some(
            Tok::Name { .. }
                | Tok::Int { .. }
                | Tok::Float { .. }
                | Tok::Complex { .. }
                | Tok::String { .. }
                | Tok::True
                | Tok::False
                | Tok::None
                | Tok::Lpar
                | Tok::Lsqb
                | Tok::Lbrace
                | Tok::Lambda
                | Tok::Tilde
        )
    )
}

fn ends_expression(tok: Option<&Tok>) -> bool {
    matches!(
        tok,
        Some(
            Tok::Name { .. }
                | Tok::Int { .. }
                | Tok::Float { .. }
                | Tok::Complex { .. }
                | Tok::String { .. }
                | Tok::True
                | Tok::False
                | Tok::None
                | Tok::Ellipsis
                | Tok::Rpar
                | Tok::Rsqb
                | Tok::Rbrace
        )
    )
}

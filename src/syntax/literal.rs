//! String literals with lone surrogates, which the parser's strings cannot hold: it puts U+FFFD in their places. The
//! compiler reads such a literal again, here.

/// The code points of a string literal (or several in a row), from its source text; nothing when it has no lone surrogate,
/// or is no plain string.
pub fn with_surrogates(source: &str) -> Option<Vec<u32>> {
    let mut out = Vec::new();
    let mut rest = source.trim();
    while !rest.is_empty() {
        rest = one(rest, &mut out)?;
        rest = between(rest);
    }
    out.iter().any(|c| (0xd800..0xe000).contains(c)).then_some(out)
}

/// Skip what may stand between two literals.
fn between(mut rest: &str) -> &str {
    loop {
        rest = rest.trim_start();
        rest = match (rest.strip_prefix('\\'), rest.strip_prefix('#')) {
            (Some(continued), _) => continued,
            (_, Some(comment)) => comment.find('\n').map_or("", |end| &comment[end..]),
            _ => return rest,
        };
    }
}

/// Read one literal; gives what is behind it.
fn one<'a>(text: &'a str, out: &mut Vec<u32>) -> Option<&'a str> {
    let quote_at = text.find(['"', '\''])?;
    let prefix = text[..quote_at].to_ascii_lowercase();
    if !matches!(prefix.as_str(), "" | "u" | "r") {
        return None;
    }
    let raw = prefix == "r";
    let body = &text[quote_at..];
    let single = &body[..1];
    let triple = single.repeat(3);
    let quote = if body.starts_with(&triple) { triple.as_str() } else { single };
    let mut rest = &body[quote.len()..];
    loop {
        if let Some(behind) = rest.strip_prefix(quote) {
            return Some(behind);
        }
        let c = rest.chars().next()?;
        let next = &rest[c.len_utf8()..];
        if c != '\\' {
            out.push(u32::from(c));
            rest = next;
        } else if raw {
            let second = next.chars().next()?;
            out.extend([u32::from(c), u32::from(second)]);
            rest = &next[second.len_utf8()..];
        } else {
            rest = escape(next, out)?;
        }
    }
}

/// Read an escape behind its backslash.
fn escape<'a>(text: &'a str, out: &mut Vec<u32>) -> Option<&'a str> {
    let c = text.chars().next()?;
    let next = &text[c.len_utf8()..];
    let simple = match c {
        '\n' => return Some(next),
        '\\' | '\'' | '"' => u32::from(c),
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '0'..='7' => {
            let n = text.bytes().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
            out.push(u32::from_str_radix(&text[..n], 8).ok()?);
            return Some(&text[n..]);
        }
        'x' | 'u' | 'U' => {
            let n = match c {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            out.push(u32::from_str_radix(next.get(..n)?, 16).ok()?);
            return Some(&next[n..]);
        }
        'N' => {
            let (name, behind) = next.strip_prefix('{')?.split_once('}')?;
            out.push(u32::from(character(name)?));
            return Some(behind);
        }
        _ => {
            out.extend([u32::from('\\'), u32::from(c)]);
            return Some(next);
        }
    };
    out.push(simple);
    Some(next)
}

/// The character with a name of the Unicode standard.
pub fn character(name: &str) -> Option<char> {
    unicode_names2::character(name)
}

/// The name of a character.
pub fn name_of(c: char) -> Option<String> {
    unicode_names2::name(c).map(|n| n.to_string())
}

#[cfg(test)]
mod tests {
    use super::with_surrogates;

    #[test]
    fn reads_what_the_parser_cannot_hold() {
        assert_eq!(with_surrogates(r#""a\ud800""#), Some(vec![0x61, 0xd800]));
        assert_eq!(with_surrogates("'\\udc80' \\\n u'''\\x41'''"), Some(vec![0xdc80, 0x41]));
        assert_eq!(with_surrogates(r"'\ufffd'"), None);
        assert_eq!(with_surrogates(r"r'\ud800'"), None);
    }
}

//! The encodings `unicode_escape` and `raw_unicode_escape`: text as a string literal would spell it.

use crate::vm::text::{TextBuilder, TextRef};
use std::ops::Range;

/// A text spelled out in ASCII (and Latin-1, when `raw`).
pub fn encode(text: TextRef<'_>, raw: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.points() {
        match c {
            0x1_0000.. => out.extend(format!("\\U{c:08x}").bytes()),
            0x100.. => out.extend(format!("\\u{c:04x}").bytes()),
            _ if raw => out.push(c as u8),
            0x5c => out.extend(*b"\\\\"),
            0x09 => out.extend(*b"\\t"),
            0x0a => out.extend(*b"\\n"),
            0x0d => out.extend(*b"\\r"),
            0x20..0x7f => out.push(c as u8),
            _ => out.extend(format!("\\x{c:02x}").bytes()),
        }
    }
    out
}

/// What is wrong with an escape: where, and why.
pub type Fault = (Range<usize>, &'static str);

/// One step of decoding from `at` on; gives where to go on.
pub fn step(bytes: &[u8], at: usize, raw: bool, out: &mut TextBuilder) -> Result<usize, Fault> {
    let b = bytes[at];
    if b != b'\\' {
        out.push_point(u32::from(b));
        return Ok(at + 1);
    }
    let Some(&kind) = bytes.get(at + 1) else {
        if raw {
            out.push_point(u32::from(b));
            return Ok(at + 1);
        }
        return Err((at..at + 1, "\\ at end of string"));
    };
    let digits = |n: usize| bytes[at + 2..].iter().take(n).take_while(|b| b.is_ascii_hexdigit()).count();
    let number =
        |range: Range<usize>, radix| std::str::from_utf8(&bytes[range]).ok().and_then(|s| u32::from_str_radix(s, radix).ok());
    let mut hex = |n: usize, reason: &'static str| {
        let found = digits(n);
        if found < n {
            return Err((at..at + 2 + found, reason));
        }
        match number(at + 2..at + 2 + n, 16) {
            Some(c) if c < 0x11_0000 => {
                out.push_point(c);
                Ok(at + 2 + n)
            }
            _ => Err((at..at + 2 + n, "illegal Unicode character")),
        }
    };
    match kind {
        b'u' => return hex(4, "truncated \\uXXXX escape"),
        b'U' => return hex(8, "truncated \\UXXXXXXXX escape"),
        b'x' if !raw => return hex(2, "truncated \\xXX escape"),
        _ => {}
    }
    if raw {
        out.push_point(u32::from(b));
        return Ok(at + 1);
    }
    let simple = match kind {
        b'\n' => return Ok(at + 2),
        b'\\' | b'\'' | b'"' => u32::from(kind),
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        b'0'..=b'7' => {
            let n = bytes[at + 1..].iter().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
            out.push_point(number(at + 1..at + 1 + n, 8).unwrap_or(0));
            return Ok(at + 1 + n);
        }
        b'N' => {
            let name = bytes.get(at + 2..).and_then(|rest| rest.strip_prefix(b"{"));
            let Some((name, end)) = name.and_then(|n| n.iter().position(|&b| b == b'}').map(|end| (&n[..end], end))) else {
                return Err((at..at + 2, "malformed \\N character escape"));
            };
            let found = std::str::from_utf8(name).ok().and_then(crate::syntax::literal::character);
            return match found {
                Some(c) => {
                    out.push_point(u32::from(c));
                    Ok(at + 4 + end)
                }
                None => Err((at..at + 4 + end, "unknown Unicode character name")),
            };
        }
        _ => {
            // Not an escape: both characters stay.
            out.push_point(u32::from(b));
            return Ok(at + 1);
        }
    };
    out.push_point(simple);
    Ok(at + 2)
}

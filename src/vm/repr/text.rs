//! `repr` of texts and bytes: quotes and escapes.

use crate::vm::text::{Text, TextBuilder, TextRef};
use crate::vm::unicode;

/// `repr(s)`; with `ascii_only` what `ascii(s)` shows.
pub fn quote_text(out: &mut TextBuilder, s: TextRef<'_>, ascii_only: bool) {
    let has = |c: char| match s {
        TextRef::Ascii(s) => s.contains(c),
        TextRef::Wide(s) => s.contains(&u32::from(c)),
    };
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    out.push_point(u32::from(quote));
    match s {
        TextRef::Ascii(s) if s.bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'\\' && b != b'\'') => out.push_str(s),
        _ => s.points().for_each(|c| {
            if c == u32::from(quote) || c == u32::from('\\') {
                out.push_point(u32::from('\\'));
                out.push_point(c);
            } else if (0x20..0x7f).contains(&c) || (c > 0x7f && !ascii_only && unicode::is_printable(c)) {
                out.push_point(c);
            } else {
                out.push_str(&escape(c));
            }
        }),
    }
    out.push_point(u32::from(quote));
}

/// A character as an escape sequence.
pub fn escape(c: u32) -> String {
    match c {
        0x09 => "\\t".into(),
        0x0a => "\\n".into(),
        0x0d => "\\r".into(),
        0..=0xff => format!("\\x{c:02x}"),
        0x100..=0xffff => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

/// `ascii(x)` from `repr(x)`: everything beyond ASCII escaped.
pub fn to_ascii(repr: &Text) -> String {
    let mut out = String::new();
    match repr {
        Text::Ascii(s) => out.push_str(s),
        Text::Wide(s) => s.iter().for_each(|&c| match c {
            0..=0x7f => out.push(c as u8 as char),
            _ => out.push_str(&escape(c)),
        }),
        Text::Grown { .. } => {}
    }
    out
}

/// `repr` of bytes.
pub fn quote_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote as char);
    for &b in bytes {
        match b {
            b'\\' => out.push_str("\\\\"),
            _ if b == quote => {
                out.push('\\');
                out.push(b as char);
            }
            0x20..0x7f => out.push(b as char),
            _ => out.push_str(&escape(u32::from(b))),
        }
    }
    out.push(quote as char);
    out
}

/// `repr` of a bytearray, which escapes `'` whatever the quote.
pub fn show_bytearray(class: &str, bytes: &[u8]) -> String {
    let quoted = quote_bytes(bytes);
    let quoted = if quoted.starts_with("b\"") { quoted.replace('\'', "\\'") } else { quoted };
    format!("{class}({quoted})")
}

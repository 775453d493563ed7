//! Text to bytes and back: `str.encode`, `bytes.decode`. UTF-8, UTF-16, UTF-32, ASCII, Latin-1 and the single-byte encodings
//! of [`super::charmaps`], with the error handlers of the standard library.

use super::charmaps::CHARMAPS;
use super::escapes;
use crate::vm::native::{Ctx, Exit};
use crate::vm::repr::text::escape;
use crate::vm::text::{Text, TextBuilder, TextRef};
use crate::vm::types;
use crate::vm::value::{Handle, Value};
use std::ops::Range;

/// The two names that `encode` and `decode` take.
pub fn names(ctx: &mut Ctx, function: &str, encoding: Value, errors: Value) -> Result<(String, String), Exit> {
    let mut name = |v: Value, parameter: &str, default: &str| match v {
        Value::Unset => Ok(default.to_owned()),
        v => {
            super::args::want_str(ctx, v, &format!("{function}() argument '{parameter}'"))?;
            Ok(ctx.heap.str_lossy(v))
        }
    };
    Ok((name(encoding, "encoding", "utf-8")?, name(errors, "errors", "strict")?))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Codec {
    Utf8 {
        mark: bool,
    },
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
    /// A row of [`CHARMAPS`].
    Charmap(usize),
    /// `unicode_escape`, or `raw_unicode_escape`.
    Escape {
        raw: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Little, with a mark in front.
    Marked,
    Little,
    Big,
}

impl Codec {
    fn find(ctx: &mut Ctx, name: &str, encoding: bool) -> Result<Codec, Exit> {
        let plain: String = name.to_ascii_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        Ok(match plain.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Codec::Utf8 { mark: false },
            "utf_8_sig" => Codec::Utf8 { mark: true },
            "ascii" | "us_ascii" | "646" => Codec::Ascii,
            "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" | "8859" | "cp819" | "l1" | "latin" => Codec::Latin1,
            "utf_16" | "utf16" | "u16" => Codec::Utf16(Order::Marked),
            "utf_16_le" | "utf_16le" => Codec::Utf16(Order::Little),
            "utf_16_be" | "utf_16be" => Codec::Utf16(Order::Big),
            "utf_32" | "utf32" | "u32" => Codec::Utf32(Order::Marked),
            "utf_32_le" | "utf_32le" => Codec::Utf32(Order::Little),
            "utf_32_be" | "utf_32be" => Codec::Utf32(Order::Big),
            "unicode_escape" | "unicodeescape" => Codec::Escape { raw: false },
            "raw_unicode_escape" | "rawunicodeescape" => Codec::Escape { raw: true },
            other => match CHARMAPS.iter().position(|(names, _)| names.contains(&other)) {
                Some(row) => Codec::Charmap(row),
                None => return Err(ctx.raise(types::LOOKUP_ERROR, no_codec(name, &plain, encoding))),
            },
        })
    }

    /// The name in error messages.
    fn name(self) -> &'static str {
        match self {
            Codec::Utf8 { .. } => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16(Order::Marked) => "utf-16",
            Codec::Utf16(Order::Little) => "utf-16-le",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf32(Order::Marked) => "utf-32",
            Codec::Utf32(Order::Little) => "utf-32-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
            Codec::Charmap(_) => "charmap",
            Codec::Escape { raw: false } => "unicodeescape",
            Codec::Escape { raw: true } => "rawunicodeescape",
        }
    }

    /// Can it express the character?
    fn has(self, c: u32) -> bool {
        match self {
            Codec::Ascii => c < 0x80,
            Codec::Latin1 => c < 0x100,
            Codec::Charmap(row) => c < 0x80 || (c < 0xffff && CHARMAPS[row].1.contains(&(c as u16))),
            Codec::Escape { .. } => true,
            _ => !(0xd800..0xe000).contains(&c),
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Codec::Ascii => "ordinal not in range(128)",
            Codec::Latin1 => "ordinal not in range(256)",
            Codec::Charmap(_) => "character maps to <undefined>",
            _ => "surrogates not allowed",
        }
    }

    /// Write a character, which may be a lone surrogate.
    fn put(self, out: &mut Vec<u8>, c: u32) {
        match self {
            Codec::Utf8 { .. } => match char::from_u32(c) {
                Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                None => out.extend([0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 0x3f) as u8, 0x80 | (c & 0x3f) as u8]),
            },
            Codec::Ascii | Codec::Latin1 | Codec::Escape { .. } => out.push(c as u8),
            Codec::Charmap(row) => match CHARMAPS[row].1.iter().position(|&p| u32::from(p) == c) {
                Some(at) => out.push(0x80 + at as u8),
                None => out.push(c as u8),
            },
            Codec::Utf16(order) => {
                let units = match c.checked_sub(0x1_0000) {
                    None => vec![c as u16],
                    Some(c) => vec![0xd800 | (c >> 10) as u16, 0xdc00 | (c & 0x3ff) as u16],
                };
                for u in units {
                    out.extend(if order == Order::Big { u.to_be_bytes() } else { u.to_le_bytes() });
                }
            }
            Codec::Utf32(order) => out.extend(if order == Order::Big { c.to_be_bytes() } else { c.to_le_bytes() }),
        }
    }
}

/// `text.encode(encoding, errors)`.
pub fn encode(ctx: &mut Ctx, text: Value, encoding: &str, errors: &str) -> Result<Vec<u8>, Exit> {
    let codec = Codec::find(ctx, encoding, true)?;
    let Some(t) = ctx.heap.text(text) else { return Ok(Vec::new()) };
    let mut out = Vec::with_capacity(t.len());
    match codec {
        Codec::Utf8 { mark: true } => out.extend([0xef, 0xbb, 0xbf]),
        Codec::Utf16(Order::Marked) | Codec::Utf32(Order::Marked) => codec.put(&mut out, 0xfeff),
        Codec::Escape { raw } => return Ok(escapes::encode(t, raw)),
        _ => {}
    }
    if let (TextRef::Ascii(s), Codec::Utf8 { .. } | Codec::Ascii | Codec::Latin1 | Codec::Charmap(_)) = (t, codec) {
        out.extend_from_slice(s.as_bytes());
        return Ok(out);
    }
    let points: Vec<u32> = t.points().collect();
    let mut at = 0;
    while at < points.len() {
        if codec.has(points[at]) {
            codec.put(&mut out, points[at]);
            at += 1;
            continue;
        }
        let end = points[at..].iter().position(|&c| codec.has(c)).map_or(points.len(), |n| at + n);
        replace_unencodable(ctx, codec, text, (at..end, &points[at..end]), errors, &mut out)?;
        at = end;
    }
    Ok(out)
}

fn replace_unencodable(
    ctx: &mut Ctx,
    codec: Codec,
    text: Value,
    (range, points): (Range<usize>, &[u32]),
    errors: &str,
    out: &mut Vec<u8>,
) -> Result<(), Exit> {
    let wide = !matches!(codec, Codec::Ascii | Codec::Latin1 | Codec::Charmap(_));
    for (i, &c) in points.iter().enumerate() {
        let shown = match errors {
            "ignore" => String::new(),
            "replace" => "?".into(),
            "xmlcharrefreplace" => format!("&#{c};"),
            "backslashreplace" => escape(c),
            "namereplace" => match char::from_u32(c).and_then(crate::syntax::literal::name_of) {
                Some(name) => format!("\\N{{{name}}}"),
                None => escape(c),
            },
            "surrogateescape" if (0xdc80..0xdd00).contains(&c) => {
                out.push(c as u8);
                continue;
            }
            "surrogatepass" if wide => {
                codec.put(out, c);
                continue;
            }
            "strict" | "surrogateescape" | "surrogatepass" => {
                let start = if errors == "strict" { range.start } else { range.start + i };
                let place = (start, range.end, codec.reason());
                return Err(unicode_error(ctx, types::UNICODE_ENCODE_ERROR, codec.name(), text, place));
            }
            _ => return Err(unknown_handler(ctx, errors)),
        };
        shown.bytes().for_each(|b| codec.put(out, u32::from(b)));
    }
    Ok(())
}

/// The refusal of an encoding. Some names are codecs, but not between text and bytes.
fn no_codec(name: &str, plain: &str, encoding: bool) -> String {
    const OTHERS: [&str; 14] = [
        "hex",
        "hex_codec",
        "base64",
        "base64_codec",
        "base_64",
        "bz2",
        "zlib",
        "zip",
        "rot13",
        "rot_13",
        "uu",
        "quopri",
        "quoted_printable",
        "zlib_codec",
    ];
    if OTHERS.contains(&plain) {
        let verb = if encoding { "encode" } else { "decode" };
        return format!("'{name}' is not a text encoding; use codecs.{verb}() to handle arbitrary codecs");
    }
    format!("unknown encoding: {name}")
}

fn unknown_handler(ctx: &mut Ctx, errors: &str) -> Exit {
    ctx.raise(types::LOOKUP_ERROR, format!("unknown error handler name '{errors}'"))
}

/// `UnicodeEncodeError(encoding, object, start, end, reason)` and its sister.
fn unicode_error(
    ctx: &mut Ctx,
    class: Handle,
    encoding: &str,
    object: Value,
    (start, end, reason): (usize, usize, &str),
) -> Exit {
    let (encoding, reason) = (ctx.heap.new_str(encoding), ctx.heap.new_str(reason));
    let args = ctx.heap.new_tuple([encoding, object, Value::Int(start as i64), Value::Int(end as i64), reason]);
    Exit::Raise(ctx.heap.new_exception(class, args))
}

/// What is wrong in bytes: where, and why.
struct Fault {
    range: Range<usize>,
    reason: &'static str,
}

/// `bytes.decode(encoding, errors)`.
pub fn decode(ctx: &mut Ctx, bytes: &[u8], encoding: &str, errors: &str) -> Result<Text, Exit> {
    let mut codec = Codec::find(ctx, encoding, false)?;
    if bytes.is_ascii() && matches!(codec, Codec::Utf8 { .. } | Codec::Ascii | Codec::Latin1 | Codec::Charmap(_)) {
        return Ok(Text::from_string(String::from_utf8_lossy(bytes).into_owned()));
    }
    let mut at = 0;
    match codec {
        Codec::Utf8 { mark: true } if bytes.starts_with(&[0xef, 0xbb, 0xbf]) => at = 3,
        Codec::Utf16(Order::Marked) => {
            let order = if bytes.starts_with(&[0xfe, 0xff]) { Order::Big } else { Order::Little };
            at = if order == Order::Big || bytes.starts_with(&[0xff, 0xfe]) { 2 } else { 0 };
            codec = Codec::Utf16(order);
        }
        Codec::Utf32(Order::Marked) => {
            let order = if bytes.starts_with(&[0, 0, 0xfe, 0xff]) { Order::Big } else { Order::Little };
            at = if order == Order::Big || bytes.starts_with(&[0xff, 0xfe, 0, 0]) { 4 } else { 0 };
            codec = Codec::Utf32(order);
        }
        _ => {}
    }
    let mut out = TextBuilder::new();
    while at < bytes.len() {
        match step(codec, bytes, at, &mut out) {
            Ok(next) => at = next,
            Err(fault) => at = replace_undecodable(ctx, codec, bytes, fault, errors, &mut out)?,
        }
    }
    Ok(out.finish())
}

/// Decode from `at` on: at least one character. Gives where to go on.
fn step(codec: Codec, bytes: &[u8], at: usize, out: &mut TextBuilder) -> Result<usize, Fault> {
    let fault = |len: usize, reason| Fault { range: at..(at + len).min(bytes.len()), reason };
    match codec {
        Codec::Utf8 { .. } => match std::str::from_utf8(&bytes[at..]) {
            Ok(s) => {
                out.push_str(s);
                Ok(bytes.len())
            }
            Err(e) if e.valid_up_to() > 0 => {
                let end = at + e.valid_up_to();
                out.push_str(&String::from_utf8_lossy(&bytes[at..end]));
                Ok(end)
            }
            Err(e) => Err(match (e.error_len(), bytes[at]) {
                (None, _) => fault(bytes.len(), "unexpected end of data"),
                (Some(_), 0x80..=0xc1 | 0xf5..) => fault(1, "invalid start byte"),
                (Some(n), _) => fault(n, "invalid continuation byte"),
            }),
        },
        Codec::Escape { raw } => escapes::step(bytes, at, raw, out).map_err(|(range, reason)| Fault { range, reason }),
        Codec::Charmap(row) if bytes[at] >= 0x80 => match CHARMAPS[row].1[usize::from(bytes[at] - 0x80)] {
            0xffff => Err(fault(1, "character maps to <undefined>")),
            c => {
                out.push_point(u32::from(c));
                Ok(at + 1)
            }
        },
        Codec::Ascii if bytes[at] >= 0x80 => Err(fault(1, "ordinal not in range(128)")),
        Codec::Ascii | Codec::Latin1 | Codec::Charmap(_) => {
            out.push_point(u32::from(bytes[at]));
            Ok(at + 1)
        }
        Codec::Utf16(order) => {
            let unit = |i: usize| {
                let pair = [*bytes.get(i)?, *bytes.get(i + 1)?];
                Some(u32::from(if order == Order::Big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }))
            };
            let first = unit(at).ok_or_else(|| fault(1, "truncated data"))?;
            match first {
                0xd800..0xdc00 => match unit(at + 2) {
                    Some(low @ 0xdc00..0xe000) => {
                        out.push_point(0x1_0000 + ((first & 0x3ff) << 10 | low & 0x3ff));
                        Ok(at + 4)
                    }
                    Some(_) => Err(fault(2, "illegal UTF-16 surrogate")),
                    None => Err(fault(bytes.len(), "unexpected end of data")),
                },
                0xdc00..0xe000 => Err(fault(2, "illegal encoding")),
                c => {
                    out.push_point(c);
                    Ok(at + 2)
                }
            }
        }
        Codec::Utf32(order) => {
            let Some(four) = bytes.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok()) else {
                return Err(fault(bytes.len(), "truncated data"));
            };
            let c = if order == Order::Big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
            match c {
                0xd800..0xe000 => Err(fault(4, "code point in surrogate code point range(0xd800, 0xe000)")),
                0x11_0000.. => Err(fault(4, "code point not in range(0x110000)")),
                _ => {
                    out.push_point(c);
                    Ok(at + 4)
                }
            }
        }
    }
}

fn replace_undecodable(
    ctx: &mut Ctx,
    codec: Codec,
    bytes: &[u8],
    fault: Fault,
    errors: &str,
    out: &mut TextBuilder,
) -> Result<usize, Exit> {
    let bad = &bytes[fault.range.clone()];
    match errors {
        "ignore" => {}
        "replace" => out.push_point(0xfffd),
        "backslashreplace" => bad.iter().for_each(|&b| out.push_str(&format!("\\x{b:02x}"))),
        "surrogateescape" if bad.iter().all(|&b| b >= 0x80) => {
            bad.iter().for_each(|&b| out.push_point(0xdc00 | u32::from(b)));
        }
        "surrogatepass" => {
            let start = fault.range.start;
            let passed = match (codec, &bytes[start..]) {
                (Codec::Utf8 { .. }, &[0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..]) => {
                    Some((0xd000 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3))
                }
                (Codec::Utf16(Order::Big), &[a @ 0xd8..=0xdf, b, ..]) | (Codec::Utf16(_), &[b, a @ 0xd8..=0xdf, ..]) => {
                    Some((u32::from(a) << 8 | u32::from(b), 2))
                }
                _ => None,
            };
            if let Some((c, n)) = passed {
                out.push_point(c);
                return Ok(start + n);
            }
            return Err(strict(ctx, codec, bytes, fault));
        }
        "strict" | "surrogateescape" => return Err(strict(ctx, codec, bytes, fault)),
        _ => return Err(unknown_handler(ctx, errors)),
    }
    Ok(fault.range.end)
}

fn strict(ctx: &mut Ctx, codec: Codec, bytes: &[u8], fault: Fault) -> Exit {
    let object = ctx.heap.new_bytes(bytes);
    let place = (fault.range.start, fault.range.end, fault.reason);
    unicode_error(ctx, types::UNICODE_DECODE_ERROR, codec.name(), object, place)
}

//! Taking texts apart and putting them together: `split`, `splitlines`, `strip`, `join`.

use super::{is_ascii_space, part, parts, this, with_units};
use crate::natives::{args as arg, units};
use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::text::{Text, TextBuilder, TextRef};
use crate::vm::types;
use crate::vm::unicode;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("str.split", "self, /, sep=None, maxsplit=-1", split),
    def("str.rsplit", "self, /, sep=None, maxsplit=-1", rsplit),
    def("str.splitlines", "self, /, keepends=False", splitlines),
    def("str.strip", "self, chars=None, /", strip),
    def("str.lstrip", "self, chars=None, /", lstrip),
    def("str.rstrip", "self, chars=None, /", rstrip),
    def("str.join", "self, iterable, /", join),
];

fn split_by(ctx: &mut Ctx, name: &str, args: &[Value], from_right: bool) -> NativeResult {
    let max = arg::limit(ctx, name, args, 2)?;
    let text = this(ctx, args);
    let ranges = match args[1] {
        Value::Unset | Value::None => match (text, from_right) {
            (TextRef::Ascii(s), false) => units::words(s.as_bytes(), max, is_ascii_space),
            (TextRef::Ascii(s), true) => units::rwords(s.as_bytes(), max, is_ascii_space),
            (TextRef::Wide(s), false) => units::words(s, max, unicode::is_space),
            (TextRef::Wide(s), true) => units::rwords(s, max, unicode::is_space),
        },
        separator => {
            let Some(separator) = ctx.heap.text(separator) else {
                let message = format!("must be str or None, not {}", ctx.type_name(separator));
                return Err(ctx.type_error(message));
            };
            if separator.is_empty() {
                return Err(ctx.value_error("empty separator"));
            }
            with_units!(text, separator, |x, y| if from_right { units::rsplit(x, y, max) } else { units::split(x, y, max) })
        }
    };
    Ok(parts(ctx, args[0], ranges))
}

fn split(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    split_by(ctx, "str.split", args, false)
}
fn rsplit(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    split_by(ctx, "str.rsplit", args, true)
}

fn splitlines(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let keep = arg::flag(args[1]);
    let ranges = match this(ctx, args) {
        TextRef::Ascii(s) => units::lines(s.as_bytes(), keep, |b| unicode::is_line_end(u32::from(b))),
        TextRef::Wide(s) => units::lines(s, keep, unicode::is_line_end),
    };
    Ok(parts(ctx, args[0], ranges))
}

fn strip_ends(ctx: &mut Ctx, name: &str, args: &[Value], ends: (bool, bool)) -> NativeResult {
    let text = this(ctx, args);
    let range = match args[1] {
        Value::Unset | Value::None => match text {
            TextRef::Ascii(s) => units::strip(s.as_bytes(), ends, is_ascii_space),
            TextRef::Wide(s) => units::strip(s, ends, unicode::is_space),
        },
        chars => match ctx.heap.text(chars) {
            Some(chars) => with_units!(text, chars, |x, y| units::strip(x, ends, |u| y.contains(&u))),
            None => return Err(ctx.type_error(format!("{name} arg must be None or str"))),
        },
    };
    Ok(part(ctx, args[0], range))
}

fn strip(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    strip_ends(ctx, "strip", args, (true, true))
}
fn lstrip(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    strip_ends(ctx, "lstrip", args, (true, false))
}
fn rstrip(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    strip_ends(ctx, "rstrip", args, (false, true))
}

fn join(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let class = ctx.heap.class_of(args[1]);
    let items = match ctx.heap.items(args[1]) {
        Some(items) if class == types::LIST || class == types::TUPLE => items.to_vec(),
        _ => match iterate::collect(ctx, args[1])? {
            Some(items) => items,
            None => return Err(ctx.prelude("_str_join", args)),
        },
    };
    joined(ctx, args[0], &items)
}

/// Join strings; anything else among them is refused.
pub fn joined(ctx: &mut Ctx, separator: Value, items: &[Value]) -> NativeResult {
    if let [one] = items
        && ctx.heap.class_of(*one) == types::STR
    {
        return Ok(*one);
    }
    match collect(ctx, separator, items) {
        Ok(text) => Ok(ctx.heap.new_text(text)),
        Err(at) => Err(not_a_string(ctx, items, at)),
    }
}

fn collect(ctx: &Ctx, separator: Value, items: &[Value]) -> Result<Text, usize> {
    let separator = this(ctx, &[separator]);
    let mut size = separator.len() * items.len().saturating_sub(1);
    let mut ascii = matches!(separator, TextRef::Ascii(_));
    for (at, &item) in items.iter().enumerate() {
        let text = ctx.heap.text(item).ok_or(at)?;
        size += text.len();
        ascii &= matches!(text, TextRef::Ascii(_));
    }
    let texts = items.iter().filter_map(|&v| ctx.heap.text(v));
    if ascii {
        let mut out = String::with_capacity(size);
        for (at, text) in texts.enumerate() {
            for t in [separator, text].iter().skip(usize::from(at == 0)) {
                if let TextRef::Ascii(s) = t {
                    out.push_str(s);
                }
            }
        }
        return Ok(Text::Ascii(out.into()));
    }
    let mut out = TextBuilder::new();
    for (at, text) in texts.enumerate() {
        if at > 0 {
            out.push(separator);
        }
        out.push(text);
    }
    Ok(out.finish())
}

fn not_a_string(ctx: &mut Ctx, items: &[Value], at: usize) -> Exit {
    debug_assert!(!matches!(ctx.heap.object(items[at]), Some(Object::Str(_))));
    let message = format!("sequence item {at}: expected str instance, {} found", ctx.type_name(items[at]));
    ctx.type_error(message)
}

//! Finding texts in texts: `find`, `count`, `startswith`, `replace`, `partition`...

use super::{part, this, with_units};
use crate::natives::{args as arg, units};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::text::{TextBuilder, TextRef};
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("str.find", "self, sub, start=None, end=None, /", find),
    def("str.rfind", "self, sub, start=None, end=None, /", rfind),
    def("str.index", "self, sub, start=None, end=None, /", index),
    def("str.rindex", "self, sub, start=None, end=None, /", rindex),
    def("str.count", "self, sub, start=None, end=None, /", count),
    def("str.__contains__", "self, key, /", contains),
    def("str.startswith", "self, prefix, start=None, end=None, /", startswith),
    def("str.endswith", "self, suffix, start=None, end=None, /", endswith),
    def("str.removeprefix", "self, prefix, /", removeprefix),
    def("str.removesuffix", "self, suffix, /", removesuffix),
    def("str.replace", "self, old, new, count=-1, /", replace),
    def("str.partition", "self, sep, /", partition),
    def("str.rpartition", "self, sep, /", rpartition),
];

/// Where the second argument is in the first, between the bounds that follow.
fn position(ctx: &mut Ctx, name: &str, args: &[Value], from_right: bool) -> Result<Option<usize>, Exit> {
    arg::want_str(ctx, args[1], "").map_err(|_| must_be_str(ctx, args[1]))?;
    let bounds = arg::bounds(ctx, name, args, 2, this(ctx, args).len())?;
    let (hay, needle) = (this(ctx, args), this(ctx, &args[1..]));
    Ok(with_units!(hay, needle, |x, y| if from_right { units::rfind(x, y, bounds) } else { units::find(x, y, bounds) }))
}

fn must_be_str(ctx: &mut Ctx, v: Value) -> Exit {
    let message = format!("must be str, not {}", ctx.type_name(v));
    ctx.type_error(message)
}

fn found_or_minus_one(at: Option<usize>) -> NativeResult {
    Ok(Value::Int(at.map_or(-1, |i| i as i64)))
}

fn found_or_error(ctx: &mut Ctx, at: Option<usize>) -> NativeResult {
    at.map(|i| Value::Int(i as i64)).ok_or_else(|| ctx.value_error("substring not found"))
}

fn find(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    found_or_minus_one(position(ctx, "str.find", args, false)?)
}
fn rfind(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    found_or_minus_one(position(ctx, "str.rfind", args, true)?)
}
fn index(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let at = position(ctx, "str.index", args, false)?;
    found_or_error(ctx, at)
}
fn rindex(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let at = position(ctx, "str.rindex", args, true)?;
    found_or_error(ctx, at)
}

fn count(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    if ctx.heap.text(args[1]).is_none() {
        return Err(must_be_str(ctx, args[1]));
    }
    let bounds = arg::bounds(ctx, "str.count", args, 2, this(ctx, args).len())?;
    let n = with_units!(this(ctx, args), this(ctx, &args[1..]), |x, y| units::count(x, y, bounds));
    Ok(Value::Int(n as i64))
}

fn contains(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let Some(needle) = ctx.heap.text(args[1]) else {
        let message = format!("'in <string>' requires string as left operand, not {}", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    let hay = this(ctx, args);
    Ok(Value::Bool(with_units!(hay, needle, |x, y| units::find(x, y, (0, x.len())).is_some())))
}

fn has_affix(hay: TextRef, affix: TextRef, (start, end): (usize, usize), at_end: bool) -> bool {
    with_units!(hay, affix, |x, y| x.get(start..end).is_some_and(|x| if at_end { x.ends_with(y) } else { x.starts_with(y) }))
}

fn affix(ctx: &mut Ctx, name: &'static str, args: &[Value], at_end: bool) -> NativeResult {
    let method = if at_end { "endswith" } else { "startswith" };
    let bounds = arg::bounds(ctx, name, args, 2, this(ctx, args).len())?;
    if let Some(one) = ctx.heap.text(args[1]) {
        return Ok(Value::Bool(has_affix(this(ctx, args), one, bounds, at_end)));
    }
    let Some(many) = ctx.heap.tuple(args[1]) else {
        let message = format!("{method} first arg must be str or a tuple of str, not {}", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    for &one in many {
        let Some(t) = ctx.heap.text(one) else {
            let message = format!("tuple for {method} must only contain str, not {}", ctx.type_name(one));
            return Err(ctx.type_error(message));
        };
        if has_affix(this(ctx, args), t, bounds, at_end) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn startswith(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    affix(ctx, "str.startswith", args, false)
}
fn endswith(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    affix(ctx, "str.endswith", args, true)
}

fn removeprefix(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    arg::want_str(ctx, args[1], "removeprefix() argument")?;
    let (len, n) = (this(ctx, args).len(), this(ctx, &args[1..]).len());
    let has = has_affix(this(ctx, args), this(ctx, &args[1..]), (0, len), false);
    Ok(part(ctx, args[0], if has { n } else { 0 }..len))
}
fn removesuffix(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    arg::want_str(ctx, args[1], "removesuffix() argument")?;
    let (len, n) = (this(ctx, args).len(), this(ctx, &args[1..]).len());
    let has = has_affix(this(ctx, args), this(ctx, &args[1..]), (0, len), true);
    Ok(part(ctx, args[0], 0..if has { len - n } else { len }))
}

fn replace(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    arg::want_str(ctx, args[1], "replace() argument 1")?;
    arg::want_str(ctx, args[2], "replace() argument 2")?;
    let max = arg::limit(ctx, "str.replace", args, 3)?;
    let (hay, old, new) = (this(ctx, args), this(ctx, &args[1..]), this(ctx, &args[2..]));
    let places = with_units!(hay, old, |x, y| units::to_replace(x, y, max));
    if places.is_empty() {
        let len = hay.len();
        return Ok(part(ctx, args[0], 0..len));
    }
    let size = hay.len().saturating_add(places.len().saturating_mul(new.len()));
    crate::vm::arith::check_size(ctx, size, 4)?;
    let (hay, new) = (this(ctx, args), this(ctx, &args[2..]));
    let mut out = TextBuilder::new();
    let mut at = 0;
    for place in places {
        push_part(&mut out, hay, at, place.start);
        out.push(new);
        at = place.end;
    }
    push_part(&mut out, hay, at, hay.len());
    Ok(ctx.heap.new_text(out.finish()))
}

/// Append code points `start..end` of a text.
pub(super) fn push_part(out: &mut TextBuilder, text: TextRef, start: usize, end: usize) {
    out.push(match text {
        TextRef::Ascii(s) => TextRef::Ascii(&s[start..end]),
        TextRef::Wide(s) => TextRef::Wide(&s[start..end]),
    });
}

fn cut(ctx: &mut Ctx, args: &[Value], from_right: bool) -> NativeResult {
    if ctx.heap.text(args[1]).is_none() {
        return Err(must_be_str(ctx, args[1]));
    }
    let (hay, separator) = (this(ctx, args), this(ctx, &args[1..]));
    if separator.is_empty() {
        return Err(ctx.value_error("empty separator"));
    }
    let (len, n) = (hay.len(), separator.len());
    let all = (0, len);
    let at = with_units!(hay, separator, |x, y| if from_right { units::rfind(x, y, all) } else { units::find(x, y, all) });
    let items = match at {
        Some(at) => [part(ctx, args[0], 0..at), args[1], part(ctx, args[0], at + n..len)],
        None => {
            let empty = ctx.heap.new_str("");
            let whole = part(ctx, args[0], 0..len);
            if from_right { [empty, empty, whole] } else { [whole, empty, empty] }
        }
    };
    debug_assert!(ctx.heap.class_of(items[0]) == types::STR);
    Ok(ctx.heap.new_tuple(items))
}

fn partition(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    cut(ctx, args, false)
}
fn rpartition(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    cut(ctx, args, true)
}

//! Finding bytes in bytes, and taking them apart: `find`, `count`, `startswith`, `replace`, `split`, `strip`...

use super::{both, byte, is_space, part, same_kind, this};
use crate::natives::{args as arg, units};
use crate::vm::arith::{self, Num, bytes_of};
use crate::vm::native::{Ctx, Exit, NativeResult};
use crate::vm::object::Object;
use crate::vm::value::Value;
use std::ops::Range;

both!(BYTES, ARRAY, [
    "find", "self, sub, start=None, end=None, /", |ctx, a| {
        let at = position(ctx, "bytes.find", a, false)?;
        Ok(Value::Int(at.map_or(-1, |i| i as i64)))
    };
    "rfind", "self, sub, start=None, end=None, /", |ctx, a| {
        let at = position(ctx, "bytes.rfind", a, true)?;
        Ok(Value::Int(at.map_or(-1, |i| i as i64)))
    };
    "index", "self, sub, start=None, end=None, /", |ctx, a| {
        let at = position(ctx, "bytes.index", a, false)?;
        at.map(|i| Value::Int(i as i64)).ok_or_else(|| ctx.value_error("subsection not found"))
    };
    "rindex", "self, sub, start=None, end=None, /", |ctx, a| {
        let at = position(ctx, "bytes.rindex", a, true)?;
        at.map(|i| Value::Int(i as i64)).ok_or_else(|| ctx.value_error("subsection not found"))
    };
    "count", "self, sub, start=None, end=None, /", count;
    "startswith", "self, prefix, start=None, end=None, /", |ctx, a| affix(ctx, "bytes.startswith", a, false);
    "endswith", "self, suffix, start=None, end=None, /", |ctx, a| affix(ctx, "bytes.endswith", a, true);
    "removeprefix", "self, prefix, /", |ctx, a| {
        arg::want_bytes(ctx, a[1])?;
        let (all, n) = (this(ctx, a), this(ctx, &a[1..]).len());
        let range = if all.starts_with(this(ctx, &a[1..])) { n..all.len() } else { 0..all.len() };
        Ok(part(ctx, a[0], range))
    };
    "removesuffix", "self, suffix, /", |ctx, a| {
        arg::want_bytes(ctx, a[1])?;
        let (all, n) = (this(ctx, a), this(ctx, &a[1..]).len());
        let range = if all.ends_with(this(ctx, &a[1..])) { 0..all.len() - n } else { 0..all.len() };
        Ok(part(ctx, a[0], range))
    };
    "replace", "self, old, new, count=-1, /", replace;
    "partition", "self, sep, /", |ctx, a| cut(ctx, a, false);
    "rpartition", "self, sep, /", |ctx, a| cut(ctx, a, true);
    "split", "self, /, sep=None, maxsplit=-1", |ctx, a| split(ctx, "bytes.split", a, false);
    "rsplit", "self, /, sep=None, maxsplit=-1", |ctx, a| split(ctx, "bytes.rsplit", a, true);
    "splitlines", "self, /, keepends=False", |ctx, a| {
        let ranges = units::lines(this(ctx, a), arg::flag(a[1]), |b| b == b'\n' || b == b'\r');
        Ok(parts(ctx, a[0], ranges))
    };
    "strip", "self, bytes=None, /", |ctx, a| strip(ctx, a, (true, true));
    "lstrip", "self, bytes=None, /", |ctx, a| strip(ctx, a, (true, false));
    "rstrip", "self, bytes=None, /", |ctx, a| strip(ctx, a, (false, true));
]);

/// What is looked for: bytes, or a single one given as an int.
fn needle(ctx: &mut Ctx, v: Value) -> Result<Vec<u8>, Exit> {
    if let Some(b) = bytes_of(ctx.heap, v) {
        return Ok(b.to_vec());
    }
    if Num::of(ctx.heap, v).is_some_and(Num::is_int) {
        return Ok(vec![byte(ctx, v, "byte must be in range(0, 256)")?]);
    }
    let message = format!("argument should be integer or bytes-like object, not '{}'", ctx.type_name(v));
    Err(ctx.type_error(message))
}

fn position(ctx: &mut Ctx, name: &str, args: &[Value], from_right: bool) -> Result<Option<usize>, Exit> {
    let needle = needle(ctx, args[1])?;
    let bounds = arg::bounds(ctx, name, args, 2, this(ctx, args).len())?;
    let hay = this(ctx, args);
    Ok(if from_right { units::rfind(hay, &needle, bounds) } else { units::find(hay, &needle, bounds) })
}

fn count(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let needle = needle(ctx, args[1])?;
    let bounds = arg::bounds(ctx, "bytes.count", args, 2, this(ctx, args).len())?;
    Ok(Value::Int(units::count(this(ctx, args), &needle, bounds) as i64))
}

fn affix(ctx: &mut Ctx, name: &'static str, args: &[Value], at_end: bool) -> NativeResult {
    let method = if at_end { "endswith" } else { "startswith" };
    let (start, end) = arg::bounds(ctx, name, args, 2, this(ctx, args).len())?;
    let part = this(ctx, args).get(start..end).map(<[u8]>::to_vec);
    let has = |affix: &[u8]| part.as_ref().is_some_and(|p| if at_end { p.ends_with(affix) } else { p.starts_with(affix) });
    if let Some(one) = bytes_of(ctx.heap, args[1]) {
        return Ok(Value::Bool(has(one)));
    }
    let Some(many) = ctx.heap.tuple(args[1]).map(<[Value]>::to_vec) else {
        let message = format!("{method} first arg must be bytes or a tuple of bytes, not {}", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    for one in many {
        arg::want_bytes(ctx, one)?;
        if has(this(ctx, &[one])) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn replace(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    arg::want_bytes(ctx, args[1])?;
    arg::want_bytes(ctx, args[2])?;
    let max = arg::limit(ctx, "bytes.replace", args, 3)?;
    let (hay, old, new) = (this(ctx, args), this(ctx, &args[1..]), this(ctx, &args[2..]));
    let places = units::to_replace(hay, old, max);
    let size = hay.len().saturating_add(places.len().saturating_mul(new.len()));
    arith::check_size(ctx, size, 1)?;
    let (hay, new) = (this(ctx, args), this(ctx, &args[2..]));
    let mut out = Vec::with_capacity(hay.len());
    let mut at = 0;
    for place in places {
        out.extend_from_slice(&hay[at..place.start]);
        out.extend_from_slice(new);
        at = place.end;
    }
    out.extend_from_slice(&hay[at..]);
    Ok(same_kind(ctx, args[0], out))
}

fn separator(ctx: &mut Ctx, v: Value) -> Result<Vec<u8>, Exit> {
    arg::want_bytes(ctx, v)?;
    let separator = this(ctx, &[v]).to_vec();
    if separator.is_empty() { Err(ctx.value_error("empty separator")) } else { Ok(separator) }
}

fn cut(ctx: &mut Ctx, args: &[Value], from_right: bool) -> NativeResult {
    let separator = separator(ctx, args[1])?;
    let len = this(ctx, args).len();
    let hay = this(ctx, args);
    let at = if from_right { units::rfind(hay, &separator, (0, len)) } else { units::find(hay, &separator, (0, len)) };
    let (before, middle, behind) = match (at, from_right) {
        (Some(at), _) => (0..at, at..at + separator.len(), at + separator.len()..len),
        (None, false) => (0..len, 0..0, 0..0),
        (None, true) => (0..0, 0..0, 0..len),
    };
    let items = [part(ctx, args[0], before), part(ctx, args[0], middle), part(ctx, args[0], behind)];
    Ok(ctx.heap.new_tuple(items))
}

/// Parts as a list.
fn parts(ctx: &mut Ctx, whole: Value, ranges: Vec<Range<usize>>) -> Value {
    let items = ranges.into_iter().map(|r| part(ctx, whole, r)).collect();
    ctx.heap.new_list(items)
}

fn split(ctx: &mut Ctx, name: &str, args: &[Value], from_right: bool) -> NativeResult {
    let max = arg::limit(ctx, name, args, 2)?;
    let ranges = match args[1] {
        Value::Unset | Value::None if from_right => units::rwords(this(ctx, args), max, is_space),
        Value::Unset | Value::None => units::words(this(ctx, args), max, is_space),
        v => {
            let separator = separator(ctx, v)?;
            let hay = this(ctx, args);
            if from_right { units::rsplit(hay, &separator, max) } else { units::split(hay, &separator, max) }
        }
    };
    Ok(parts(ctx, args[0], ranges))
}

fn strip(ctx: &mut Ctx, args: &[Value], ends: (bool, bool)) -> NativeResult {
    let range = match args[1] {
        Value::Unset | Value::None => units::strip(this(ctx, args), ends, is_space),
        v => {
            arg::want_bytes(ctx, v)?;
            let off = this(ctx, &args[1..]);
            units::strip(this(ctx, args), ends, |b| off.contains(&b))
        }
    };
    // A bytearray gives a copy, whatever is left.
    debug_assert!(matches!(ctx.heap.object(args[0]), Some(Object::Bytes(_) | Object::ByteArray(_))));
    Ok(part(ctx, args[0], range))
}

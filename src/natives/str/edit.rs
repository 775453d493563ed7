//! Texts made wider, or of other characters: `center`, `zfill`, `expandtabs`, `translate`, `maketrans`.

use super::search::push_part;
use super::{part, this};
use crate::natives::{args as arg, units};
use crate::vm::arith::check_size;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::text::{TextBuilder, TextRef};
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("str.center", "self, width, fillchar=' ', /", center),
    def("str.ljust", "self, width, fillchar=' ', /", ljust),
    def("str.rjust", "self, width, fillchar=' ', /", rjust),
    def("str.zfill", "self, width, /", zfill),
    def("str.expandtabs", "self, /, tabsize=8", expandtabs),
    def("str.translate", "self, table, /", translate),
    def("str.maketrans", "x, y=None, z=None, /", maketrans),
];

/// The text between `left` and `right` fill characters.
fn pad(ctx: &mut Ctx, args: &[Value], (left, right): (usize, usize), fill: u32) -> NativeResult {
    let len = this(ctx, args).len();
    if left + right == 0 {
        return Ok(part(ctx, args[0], 0..len));
    }
    check_size(ctx, len.saturating_add(left).saturating_add(right), 4)?;
    let mut out = TextBuilder::new();
    (0..left).for_each(|_| out.push_point(fill));
    out.push(this(ctx, args));
    (0..right).for_each(|_| out.push_point(fill));
    Ok(ctx.heap.new_text(out.finish()))
}

fn justify(ctx: &mut Ctx, name: &str, args: &[Value], sides: fn(usize, usize) -> (usize, usize)) -> NativeResult {
    let width = usize::try_from(arg::int(ctx, name, args, 1, 0)?).unwrap_or(0);
    let fill = match args[2] {
        Value::Unset => u32::from(' '),
        v => match ctx.heap.text(v) {
            Some(t) if t.len() == 1 => t.at(0),
            Some(_) => return Err(ctx.type_error("The fill character must be exactly one character long")),
            None => {
                let message = format!("The fill character must be a unicode character, not {}", ctx.type_name(v));
                return Err(ctx.type_error(message));
            }
        },
    };
    let len = this(ctx, args).len();
    pad(ctx, args, sides(len, width), fill)
}

fn center(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    justify(ctx, "str.center", args, units::centre)
}
fn ljust(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    justify(ctx, "str.ljust", args, |len, width| (0, width.saturating_sub(len)))
}
fn rjust(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    justify(ctx, "str.rjust", args, |len, width| (width.saturating_sub(len), 0))
}

fn zfill(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let width = usize::try_from(arg::int(ctx, "str.zfill", args, 1, 0)?).unwrap_or(0);
    let text = this(ctx, args);
    let zeros = width.saturating_sub(text.len());
    if zeros == 0 {
        let len = text.len();
        return Ok(part(ctx, args[0], 0..len));
    }
    check_size(ctx, width, 4)?;
    let text = this(ctx, args);
    let sign = usize::from(!text.is_empty() && [u32::from('+'), u32::from('-')].contains(&text.at(0)));
    let mut out = TextBuilder::new();
    push_part(&mut out, text, 0, sign);
    out.push_str(&"0".repeat(zeros));
    push_part(&mut out, text, sign, text.len());
    Ok(ctx.heap.new_text(out.finish()))
}

fn expandtabs(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let size = usize::try_from(arg::int(ctx, "str.expandtabs", args, 1, 8)?).unwrap_or(0);
    let text = this(ctx, args);
    let tabs = match text {
        TextRef::Ascii(s) => units::tabs(s.as_bytes(), size),
        TextRef::Wide(s) => units::tabs(s, size),
    };
    let spaces = tabs.iter().fold(0usize, |n, t| n.saturating_add(t.1));
    check_size(ctx, spaces, 4)?;
    let text = this(ctx, args);
    let mut out = TextBuilder::new();
    let mut at = 0;
    for (tab, spaces) in tabs {
        push_part(&mut out, text, at, tab);
        out.push_str(&" ".repeat(spaces));
        at = tab + 1;
    }
    push_part(&mut out, text, at, text.len());
    Ok(ctx.heap.new_text(out.finish()))
}

fn translate(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    if ctx.heap.class_of(args[1]) != types::DICT {
        return Err(ctx.prelude("_str_translate", args));
    }
    match translated(ctx, args) {
        Ok(out) => Ok(ctx.heap.new_text(out.finish())),
        Err(message) => Err(match message {
            "" => ctx.prelude("_str_translate", args),
            m if m.contains("range") => ctx.value_error(m),
            m => ctx.type_error(m),
        }),
    }
}

/// With a plain dict as the table. An error is a message; an empty one: the prelude has to do it.
fn translated(ctx: &Ctx, args: &[Value]) -> Result<TextBuilder, &'static str> {
    let table = ctx.heap.dict(args[1]).ok_or("")?;
    let plain = |v: Value| matches!(v, Value::Int(_));
    if !table.iter().all(|(k, _)| plain(k)) {
        return Err("");
    }
    let mut out = TextBuilder::new();
    for c in this(ctx, args).points() {
        let found = table.find(i64::from(c), |k| matches!(k, Value::Int(i) if i == i64::from(c)));
        match found.map(|at| table.entries()[at].value) {
            None => out.push_point(c),
            Some(Value::None) => {}
            Some(Value::Int(to)) => match u32::try_from(to) {
                Ok(to) if to < 0x11_0000 => out.push_point(to),
                _ => return Err("character mapping must be in range(0x110000)"),
            },
            Some(to) => out.push(ctx.heap.text(to).ok_or("character mapping must return integer, None or str")?),
        }
    }
    Ok(out)
}

fn maketrans(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let mut pairs = Vec::new();
    if args[1].is_unset() {
        let Some(from) = ctx.heap.dict(args[0]) else {
            return Err(ctx.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        let from: Vec<(Value, Value)> = from.iter().collect();
        for (key, value) in from {
            match (key, ctx.heap.text(key).map(|t| (t.len(), t.points().next()))) {
                (_, Some((1, Some(c)))) => pairs.push((i64::from(c), value)),
                (_, Some(_)) => return Err(ctx.value_error("string keys in translate table must be of length 1")),
                (Value::Int(i), _) => pairs.push((i, value)),
                (Value::Bool(b), _) => pairs.push((i64::from(b), value)),
                _ => return Err(ctx.type_error("keys in translate table must be strings or integers")),
            }
        }
    } else {
        let Some(from) = ctx.heap.text(args[0]) else {
            return Err(ctx.type_error("first maketrans argument must be a string if there is a second argument"));
        };
        let from: Vec<u32> = from.points().collect();
        let to = points(ctx, args[1], "maketrans() argument 2")?;
        if from.len() != to.len() {
            return Err(ctx.value_error("the first two maketrans arguments must have equal length"));
        }
        pairs.extend(from.iter().zip(to).map(|(&f, t)| (i64::from(f), Value::Int(i64::from(t)))));
        if !args[2].is_unset() {
            let gone = points(ctx, args[2], "maketrans() argument 3")?;
            pairs.extend(gone.into_iter().map(|c| (i64::from(c), Value::None)));
        }
    }
    let dict = ctx.heap.new_dict(crate::vm::collections::Dict::default());
    let Value::Obj(h) = dict else { return Ok(dict) };
    for (key, value) in pairs {
        let found = ctx.heap.dict(dict).and_then(|d| d.find(hash(key), |k| matches!(k, Value::Int(i) if i == key)));
        match found {
            Some(at) => ctx.heap.dict_set_at(h, at, value),
            None => ctx.heap.dict_push(h, hash(key), Value::Int(key), value),
        }
    }
    Ok(dict)
}

fn points(ctx: &mut Ctx, v: Value, what: &str) -> Result<Vec<u32>, Exit> {
    arg::want_str(ctx, v, what)?;
    Ok(ctx.heap.text(v).map_or_else(Vec::new, |t| t.points().collect()))
}

/// The hash of a small int is itself, but -1 is taken.
fn hash(i: i64) -> i64 {
    const MODULUS: i64 = (1 << 61) - 1;
    match i % MODULUS {
        -1 => -2,
        h => h,
    }
}

//! `+`, `*` and `%` of `str`, `bytes` and `bytearray`.

use super::{Num, Trouble};
use crate::bytecode::BinOp;
use crate::vm::format::percent;
use crate::vm::heap::Heap;
use crate::vm::native::{Ctx, Exit};
use crate::vm::object::Object;
use crate::vm::text::{Text, TextRef};
use crate::vm::types;
use crate::vm::value::{Handle, Value};

/// No string may take more memory than this.
const MAX_BYTES: usize = 1 << 34;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Str,
    Bytes,
    ByteArray,
}

fn kind(heap: &Heap, v: Value) -> Option<(Kind, Handle)> {
    let h = v.handle()?;
    Some(match heap.get(h) {
        Object::Str(_) => (Kind::Str, h),
        Object::Bytes(_) => (Kind::Bytes, h),
        Object::ByteArray(_) => (Kind::ByteArray, h),
        _ => return None,
    })
}

/// The bytes of a `bytes` or `bytearray`.
pub fn bytes_of(heap: &Heap, v: Value) -> Option<&[u8]> {
    match heap.object(v)? {
        Object::Bytes(b) => Some(b),
        Object::ByteArray(b) => Some(b),
        Object::View(v) => match heap.get(v.base) {
            Object::Bytes(b) => b.get(v.range()?),
            Object::ByteArray(b) => b.get(v.range()?),
            _ => None,
        },
        _ => None,
    }
}

/// Refuse a result of `count` units of `size` bytes that cannot fit into memory.
pub fn check_size(ctx: &mut Ctx, count: usize, size: usize) -> Result<(), Exit> {
    if count.saturating_mul(size) > MAX_BYTES { Err(Trouble::Memory.raise(ctx)) } else { Ok(()) }
}

/// How often to repeat: negative counts are none. Nothing for what is no int.
pub fn repeat_count(ctx: &mut Ctx, v: Value) -> Result<Option<usize>, Exit> {
    match Num::of(ctx.heap, v) {
        Some(Num::Int(n)) => Ok(Some(usize::try_from(n).unwrap_or(0))),
        Some(Num::Big(_)) => Err(ctx.overflow_error("cannot fit 'int' into an index-sized integer")),
        _ => Ok(None),
    }
}

pub fn binary(ctx: &mut Ctx, op: BinOp, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    match (op.plain(), kind(ctx.heap, a), kind(ctx.heap, b)) {
        (BinOp::Add, Some(left), right) => concat(ctx, op, left, right, b),
        (BinOp::Mul, Some((kind, h)), _) => repeat(ctx, op, kind, h, b),
        (BinOp::Mod, Some((kind, _)), _) => percent(ctx, kind, a, b),
        (BinOp::Mul, None, Some((kind, h))) if Num::of(ctx.heap, a).is_some() => repeat(ctx, BinOp::Mul, kind, h, a),
        _ => Ok(None),
    }
}

fn concat(
    ctx: &mut Ctx,
    op: BinOp,
    (left, a): (Kind, Handle),
    right: Option<(Kind, Handle)>,
    other: Value,
) -> Result<Option<Value>, Exit> {
    match (left, right) {
        (Kind::Str, Some((Kind::Str, b))) => {
            let (x, y) = (ctx.heap.text_at(a).map_or(0, TextRef::len), ctx.heap.text_at(b).map_or(0, TextRef::len));
            // What is added to nothing stays the object it is, if it is a plain string.
            if x == 0 && ctx.heap.slot(b).class == types::STR {
                return Ok(Some(Value::Obj(b)));
            }
            if y == 0 && ctx.heap.slot(a).class == types::STR {
                return Ok(Some(Value::Obj(a)));
            }
            check_size(ctx, x + y, 1)?;
            Ok(ctx.heap.concat(a, b))
        }
        (Kind::Str, _) => {
            let name = ctx.type_name(other).to_owned();
            Err(ctx.type_error(format!("can only concatenate str (not \"{name}\") to str")))
        }
        (_, Some((Kind::Bytes | Kind::ByteArray, b))) => {
            let more = bytes_of(ctx.heap, Value::Obj(b)).unwrap_or_default().to_vec();
            if op == BinOp::IAdd && left == Kind::ByteArray {
                if let Object::ByteArray(bytes) = ctx.heap.get_mut(a) {
                    bytes.extend_from_slice(&more);
                }
                return Ok(Some(Value::Obj(a)));
            }
            let mut all = bytes_of(ctx.heap, Value::Obj(a)).unwrap_or_default().to_vec();
            all.extend_from_slice(&more);
            Ok(Some(new_bytes(ctx.heap, left, all)))
        }
        _ => {
            let name = ctx.type_name(other).to_owned();
            let own = if left == Kind::Bytes { "bytes" } else { "bytearray" };
            Err(ctx.type_error(format!("can't concat {name} to {own}")))
        }
    }
}

fn percent(ctx: &mut Ctx, kind: Kind, format: Value, args: Value) -> Result<Option<Value>, Exit> {
    let as_text = if kind == Kind::Str { percent::Kind::Str } else { percent::Kind::Bytes };
    match percent::render(ctx, as_text, format, args)? {
        None => Err(ctx.prelude("_percent_format", &[format, args])),
        Some(text) if kind == Kind::Str => Ok(Some(ctx.heap.new_text(text))),
        Some(text) => Ok(Some(new_bytes(ctx.heap, kind, percent::to_bytes(&text)))),
    }
}

fn new_bytes(heap: &mut Heap, kind: Kind, content: Vec<u8>) -> Value {
    match kind {
        Kind::ByteArray => {
            let size = content.len();
            Value::Obj(heap.alloc_large(types::BYTEARRAY, Object::ByteArray(content), size))
        }
        _ => heap.new_bytes(content),
    }
}

fn repeat(ctx: &mut Ctx, op: BinOp, kind: Kind, h: Handle, count: Value) -> Result<Option<Value>, Exit> {
    let Some(count) = repeat_count(ctx, count)? else {
        let name = ctx.type_name(count).to_owned();
        return Err(ctx.type_error(format!("can't multiply sequence by non-int of type '{name}'")));
    };
    let v = Value::Obj(h);
    let len = ctx.heap.text_at(h).map_or_else(|| bytes_of(ctx.heap, v).map_or(0, <[u8]>::len), TextRef::len);
    if len.checked_mul(count).is_none_or(|n| n > i64::MAX as usize) {
        return Err(ctx.overflow_error(match kind {
            Kind::Str => "repeated string is too long",
            Kind::Bytes => "repeated bytes are too long",
            Kind::ByteArray => return Err(Trouble::Memory.raise(ctx)),
        }));
    }
    check_size(ctx, len * count, if kind == Kind::Str { 4 } else { 1 })?;
    match kind {
        Kind::Str if count == 1 && ctx.heap.slot(h).class == types::STR => Ok(Some(v)),
        Kind::Str => {
            let text = match ctx.heap.text_at(h) {
                Some(TextRef::Ascii(s)) => Text::Ascii(s.repeat(count).into()),
                Some(TextRef::Wide(_)) if count == 0 => Text::new(""),
                Some(TextRef::Wide(s)) => Text::Wide(s.repeat(count).into_boxed_slice()),
                None => return Ok(None),
            };
            Ok(Some(ctx.heap.new_text(text)))
        }
        Kind::ByteArray if op == BinOp::IMul => {
            if let Object::ByteArray(bytes) = ctx.heap.get_mut(h) {
                *bytes = bytes.repeat(count);
            }
            Ok(Some(v))
        }
        _ => {
            let bytes = bytes_of(ctx.heap, v).unwrap_or_default().repeat(count);
            Ok(Some(new_bytes(ctx.heap, kind, bytes)))
        }
    }
}

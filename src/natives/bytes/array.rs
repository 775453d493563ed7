//! What only a `bytearray` has: changing in place.

use super::edit::{collect, copy, single};
use super::object::content;
use super::{need_index, this};
use crate::bytecode::BinOp;
use crate::natives::args as arg;
use crate::vm::arith::{self, bytes_of};
use crate::vm::items::raw;
use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::slicing;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

const RANGE: &str = "byte must be in range(0, 256)";

pub static TABLE: &[NativeDef] = &[
    def("bytearray.__new__", "cls, source=b'', encoding='utf-8', errors='strict'", new),
    def("bytearray.__init__", "self, source=b'', encoding='utf-8', errors='strict'", init),
    def("bytearray.__iadd__", "self, value, /", |ctx, a| in_place(ctx, BinOp::IAdd, a)),
    def("bytearray.__imul__", "self, value, /", |ctx, a| in_place(ctx, BinOp::IMul, a)),
    def("bytearray.__setitem__", "self, key, value, /", set_item),
    def("bytearray.__delitem__", "self, key, /", del_item),
    def("bytearray.append", "self, item, /", append),
    def("bytearray.extend", "self, iterable_of_ints, /", extend),
    def("bytearray.insert", "self, index, item, /", insert),
    def("bytearray.pop", "self, index=-1, /", pop),
    def("bytearray.remove", "self, value, /", remove),
    def("bytearray.reverse", "self, /", |ctx, a| change(ctx, a, |b| b.reverse())),
    def("bytearray.clear", "self, /", |ctx, a| change(ctx, a, Vec::clear)),
    def("bytearray.copy", "self, /", copy),
];

/// Change the content in place.
fn change(ctx: &mut Ctx, args: &[Value], f: impl FnOnce(&mut Vec<u8>)) -> NativeResult {
    if let Some(h) = handle(args)
        && let Object::ByteArray(bytes) = ctx.heap.get_mut(h)
    {
        f(bytes);
    }
    Ok(Value::None)
}

fn handle(args: &[Value]) -> Option<Handle> {
    args[0].handle()
}

fn new(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let [class, source, encoding, errors] = args[..] else { return Ok(Value::None) };
    match class {
        // A subclass gets its content from `__init__`.
        Value::Obj(h) if h != types::BYTEARRAY => Ok(Value::Obj(ctx.heap.alloc(h, Object::ByteArray(Vec::new())))),
        _ => match content(ctx, source, encoding, errors, RANGE)? {
            Some(content) => Ok(super::new_array(ctx, content)),
            None => Err(ctx.prelude("_bytearray_new", &[source])),
        },
    }
}

fn init(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let [_, source, encoding, errors] = args[..] else { return Ok(Value::None) };
    match content(ctx, source, encoding, errors, RANGE)? {
        Some(content) => change(ctx, args, |b| *b = content),
        None => Err(ctx.prelude("_bytearray_init", &args[..2])),
    }
}

fn in_place(ctx: &mut Ctx, op: BinOp, args: &[Value]) -> NativeResult {
    Ok(arith::content(ctx, op, args[0], args[1])?.unwrap_or(Value::NotImplemented))
}

fn set_item(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let Some(h) = handle(args) else { return Ok(Value::None) };
    if let Some(parts) = slicing::slice_parts(ctx.heap, args[1]) {
        return set_slice(ctx, args, parts);
    }
    if need_index(ctx, &args[2..]) {
        return Err(ctx.prelude("_bytearray_setitem", args));
    }
    match raw::set_item(ctx, h, args[1], args[2])? {
        Some(()) => Ok(Value::None),
        None => Err(ctx.prelude("_bytearray_setitem", args)),
    }
}

fn set_slice(ctx: &mut Ctx, args: &[Value], parts: [Value; 3]) -> NativeResult {
    let new = match bytes_of(ctx.heap, args[2]) {
        Some(b) => b.to_vec(),
        None if ctx.heap.class_of(args[2]).0 < types::RESERVED && !iterate::is_iterable(ctx.heap, args[2]) => {
            return Err(ctx.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
        }
        None => match iterate::collect(ctx, args[2])? {
            Some(items) if !need_index(ctx, &items) => collect(ctx, &items, RANGE)?,
            _ => return Err(ctx.prelude("_bytearray_setitem", args)),
        },
    };
    let len = this(ctx, args).len();
    let Some(span) = slicing::span(ctx, parts, len)? else { return Err(ctx.prelude("_bytearray_setitem", args)) };
    if span.step == 1 {
        let (start, end) = (span.start as usize, span.start.max(span.stop) as usize);
        return change(ctx, args, |b| {
            b.splice(start..end, new);
        });
    }
    if new.len() != span.len {
        let message = format!("attempt to assign bytes of size {} to extended slice of size {}", new.len(), span.len);
        return Err(ctx.value_error(message));
    }
    change(ctx, args, |b| span.positions().zip(new).for_each(|(at, byte)| b[at] = byte))
}

fn del_item(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let Some(h) = handle(args) else { return Ok(Value::None) };
    match raw::del_item(ctx, h, args[1])? {
        Some(()) => Ok(Value::None),
        None => Err(ctx.prelude("_delitem", args)),
    }
}

/// The byte in an argument; an object with `__index__` is asked in the prelude.
fn byte_at(ctx: &mut Ctx, name: &str, args: &[Value], at: usize) -> Result<u8, Exit> {
    if need_index(ctx, &args[at..=at]) {
        return Err(arg::index_again(ctx, name, args, at));
    }
    single(ctx, args[at])
}

fn append(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let byte = byte_at(ctx, "bytearray.append", args, 1)?;
    change(ctx, args, |b| b.push(byte))
}

fn extend(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let v = args[1];
    if let Some(more) = bytes_of(ctx.heap, v).map(<[u8]>::to_vec) {
        return change(ctx, args, |b| b.extend_from_slice(&more));
    }
    if ctx.heap.class_of(v).0 < types::RESERVED && !iterate::is_iterable(ctx.heap, v) {
        let message = format!("can't extend bytearray with {}", ctx.type_name(v));
        return Err(ctx.type_error(message));
    }
    match iterate::collect(ctx, v)? {
        Some(items) if !need_index(ctx, &items) => {
            let more = collect(ctx, &items, RANGE)?;
            change(ctx, args, |b| b.extend_from_slice(&more))
        }
        _ => Err(ctx.prelude("_bytearray_extend", args)),
    }
}

fn insert(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let index = arg::int(ctx, "bytearray.insert", args, 1, 0)?;
    let byte = byte_at(ctx, "bytearray.insert", args, 2)?;
    let len = this(ctx, args).len();
    let at = if index < 0 { (index.saturating_add(len as i64)).max(0) } else { index.min(len as i64) };
    change(ctx, args, |b| b.insert(at as usize, byte))
}

fn pop(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let index = arg::int(ctx, "bytearray.pop", args, 1, -1)?;
    let len = this(ctx, args).len();
    if len == 0 {
        return Err(ctx.index_error("pop from empty bytearray"));
    }
    let at = if index < 0 { index.saturating_add(len as i64) } else { index };
    let Some(&byte) = usize::try_from(at).ok().and_then(|at| this(ctx, args).get(at)) else {
        return Err(ctx.index_error("pop index out of range"));
    };
    change(ctx, args, |b| {
        b.remove(at as usize);
    })?;
    Ok(Value::Int(i64::from(byte)))
}

fn remove(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let byte = byte_at(ctx, "bytearray.remove", args, 1)?;
    let Some(at) = this(ctx, args).iter().position(|&b| b == byte) else {
        return Err(ctx.value_error("value not found in bytearray"));
    };
    change(ctx, args, |b| {
        b.remove(at);
    })
}

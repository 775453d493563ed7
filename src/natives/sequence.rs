//! What lists and tuples have in common.

use super::args;
use crate::bytecode::{BinOp, CmpOp};
use crate::vm::compare;
use crate::vm::container_ops;
use crate::vm::items;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::{Builtin, Object};
use crate::vm::repr as reprs;
use crate::vm::slicing::{self, Index};
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[def("_seq_len", "sequence", raw_len), def("_seq_item", "sequence, index", raw_item)];

/// `_seq_len(sequence)`: the length of a list or tuple, whatever its class says.
fn raw_len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(len(ctx, args[0]))
}

/// `_seq_item(sequence, index)`: the item of a list or tuple, whatever its class says; None behind the end.
fn raw_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Value::Int(i) = args[1] else { return Ok(Value::None) };
    Ok(ctx.heap.items(args[0]).and_then(|items| items.get(i as usize).copied()).unwrap_or(Value::None))
}

pub fn len(ctx: &Ctx<'_>, v: Value) -> Value {
    Value::Int(items::raw_len(ctx.heap, v).unwrap_or(0) as i64)
}

/// Leave for the prelude, which makes a plain key of one with `__index__` and calls the native again. `args` are the
/// receiver and the key.
pub fn plain_key_again(ctx: &mut Ctx<'_>, native: &str, args: &[Value]) -> Exit {
    let function = function(ctx, native);
    ctx.prelude("_again_with_key", &[function, args[0], args[1]])
}

/// A native as a function object.
pub fn function(ctx: &mut Ctx<'_>, native: &str) -> Value {
    match super::find(native) {
        Some(native) => Value::Obj(ctx.heap.alloc(types::BUILTIN, Object::Builtin(Builtin { native, this: Value::Unset }))),
        None => Value::None,
    }
}

/// A bound of `index(value, start, stop)`.
fn bound(ctx: &mut Ctx<'_>, native: &str, args: &[Value], at: usize, len: usize, default: usize) -> Result<usize, Exit> {
    if args[at].is_unset() {
        return Ok(default);
    }
    match slicing::index(ctx.heap, args[at]) {
        Index::User => Err(args::index_again(ctx, native, args, at)),
        Index::Not => Err(ctx.type_error("slice indices must be integers or have an __index__ method")),
        i => Ok(slicing::clip(i, len)),
    }
}

/// `sequence.index(value, start, stop)`.
pub fn index(ctx: &mut Ctx<'_>, native: &'static str, args: &[Value]) -> NativeResult {
    let len = items::raw_len(ctx.heap, args[0]).unwrap_or(0);
    let (start, stop) = (bound(ctx, native, args, 2, len, 0)?, bound(ctx, native, args, 3, len, len)?);
    let all = ctx.heap.items(args[0]).unwrap_or(&[]);
    let leave = |ctx: &Ctx<'_>| {
        // The whole rest is asked for again: a list may grow while user code compares.
        let stop = if args[3].is_unset() { i64::MAX } else { stop as i64 };
        ctx.prelude("_seq_index", &[args[0], args[1], Value::Int(start as i64), Value::Int(stop)])
    };
    for (i, &item) in all.iter().enumerate().take(stop).skip(start) {
        match compare::same(ctx.heap, item, args[1]) {
            Some(false) => {}
            Some(true) => return Ok(Value::Int(i as i64)),
            None => return Err(leave(ctx)),
        }
    }
    if native.starts_with("tuple") {
        return Err(ctx.value_error("tuple.index(x): x not in tuple"));
    }
    match reprs::repr(ctx.heap, args[1]) {
        Some(text) => {
            let value = ctx.heap.new_text(text);
            let mut message = crate::vm::text::TextBuilder::new();
            if let Some(text) = ctx.heap.text(value) {
                message.push(text);
            }
            message.push_str(" is not in list");
            let message = ctx.heap.new_text(message.finish());
            let args = ctx.heap.new_tuple([message]);
            Err(Exit::Raise(ctx.heap.new_exception(types::VALUE_ERROR, args)))
        }
        None => Err(leave(ctx)),
    }
}

/// `sequence.count(value)`.
pub fn count(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let mut n = 0;
    for &item in ctx.heap.items(args[0]).unwrap_or(&[]) {
        match compare::same(ctx.heap, item, args[1]) {
            Some(same) => n += i64::from(same),
            None => return Err(ctx.prelude("_seq_count", args)),
        }
    }
    Ok(Value::Int(n))
}

/// `value in sequence`.
pub fn contains(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    for &item in ctx.heap.items(args[0]).unwrap_or(&[]) {
        match compare::same(ctx.heap, item, args[1]) {
            Some(false) => {}
            Some(true) => return Ok(Value::Bool(true)),
            None => return Err(ctx.prelude("_seq_contains", args)),
        }
    }
    Ok(Value::Bool(false))
}

/// `a op b` of two lists or two tuples.
pub fn compare(ctx: &mut Ctx<'_>, op: CmpOp, args: &[Value]) -> NativeResult {
    match compare::compare(ctx.heap, op, args[0], args[1]) {
        Some(answer) => Ok(Value::Bool(answer)),
        None => Err(ctx.prelude("_seq_compare", &[Value::Int(op as i64), args[0], args[1]])),
    }
}

/// `sequence * n`.
pub fn repeat(ctx: &mut Ctx<'_>, this: Handle, args: &[Value], op: BinOp, native: &str) -> NativeResult {
    match container_ops::repeat(ctx, this, args[1], op.is_in_place())? {
        Some(v) => Ok(v),
        None if slicing::index(ctx.heap, args[1]) == Index::User => Err(args::index_again(ctx, native, args, 1)),
        None => Ok(Value::NotImplemented),
    }
}

/// The repr of a container by its content.
pub fn repr(ctx: &mut Ctx<'_>, v: Value) -> NativeResult {
    match reprs::content_repr(ctx.heap, v) {
        Some(text) => Ok(ctx.heap.new_text(text)),
        None => Err(ctx.prelude("_native_repr", &[v])),
    }
}

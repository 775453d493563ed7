//! `tuple`: its methods.

use super::receiver;
use super::sequence;
use crate::bytecode::{BinOp, CmpOp};
use crate::vm::container_ops;
use crate::vm::hash::{self, Hashed};
use crate::vm::items::raw;
use crate::vm::iterate;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("tuple.__new__", "cls, *args, **kwargs", new),
    def("tuple.index", "self, value, start=0, stop=9223372036854775807, /", index),
    def("tuple.count", "self, value, /", count),
    def("tuple.__len__", "self, /", len),
    def("tuple.__getitem__", "self, key, /", get_item),
    def("tuple.__contains__", "self, key, /", contains),
    def("tuple.__iter__", "self, /", iter),
    def("tuple.__repr__", "self, /", repr),
    def("tuple.__hash__", "self, /", hash_of),
    def("tuple.__eq__", "self, value, /", eq),
    def("tuple.__ne__", "self, value, /", ne),
    def("tuple.__lt__", "self, value, /", lt),
    def("tuple.__le__", "self, value, /", le),
    def("tuple.__gt__", "self, value, /", gt),
    def("tuple.__ge__", "self, value, /", ge),
    def("tuple.__add__", "self, value, /", add),
    def("tuple.__mul__", "self, value, /", mul),
    def("tuple.__rmul__", "self, value, /", mul),
    def("tuple.__getnewargs__", "self, /", new_args),
    def("_tuple_hash", "hashes", combine_hashes),
    def("_tuple_of", "cls, items", of),
];

fn make(ctx: &mut Ctx<'_>, class: Handle, items: Vec<Value>) -> Value {
    if class == types::TUPLE {
        return ctx.heap.new_tuple(items);
    }
    let bytes = size_of_val(&items[..]);
    Value::Obj(ctx.heap.alloc_large(class, Object::Tuple(items.into()), bytes))
}

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = receiver::class(ctx, args[0], "tuple")?;
    // A subclass may take keyword arguments in its `__init__`.
    let [iterable] = if class == types::TUPLE {
        receiver::construction(ctx, "tuple", args[1], args[2])?
    } else {
        receiver::positional(ctx, "tuple", args[1])?
    };
    if iterable.is_unset() {
        return Ok(make(ctx, class, Vec::new()));
    }
    if class == types::TUPLE && ctx.heap.class_of(iterable) == types::TUPLE {
        return Ok(iterable);
    }
    match iterate::collect(ctx, iterable)? {
        Some(items) => Ok(make(ctx, class, items)),
        None => {
            receiver::want_iterable(ctx, iterable)?;
            Err(ctx.prelude("_tuple_from", &[args[0], iterable]))
        }
    }
}

/// `_tuple_of(cls, items)`: a tuple of a class, of a list's items.
fn of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = receiver::class(ctx, args[0], "tuple")?;
    let items = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    Ok(make(ctx, class, items))
}

fn index(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::tuple(ctx, args[0], "index")?;
    sequence::index(ctx, "tuple.index", args)
}

fn count(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::tuple(ctx, args[0], "count")?;
    sequence::count(ctx, args)
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::tuple(ctx, args[0], "__len__")?;
    Ok(sequence::len(ctx, args[0]))
}

fn get_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::tuple(ctx, args[0], "__getitem__")?;
    match raw::get_item(ctx, this, args[1])? {
        Some(v) => Ok(v),
        None => Err(sequence::plain_key_again(ctx, "tuple.__getitem__", args)),
    }
}

fn contains(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::tuple(ctx, args[0], "__contains__")?;
    sequence::contains(ctx, args)
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::tuple(ctx, args[0], "__iter__")?;
    Ok(iterate::raw_iter(ctx.heap, this).unwrap_or(Value::None))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::tuple(ctx, args[0], "__repr__")?;
    sequence::repr(ctx, args[0])
}

fn hash_of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::tuple(ctx, args[0], "__hash__")?;
    let items = ctx.heap.tuple(args[0]).unwrap_or(&[]);
    let mut hashes = Vec::with_capacity(items.len());
    for &v in items {
        match hash::hash(ctx.heap, v) {
            Hashed::Known(h) => hashes.push(h),
            Hashed::Unhashable => return Err(ctx.unhashable(v)),
            Hashed::UserCode => return Err(ctx.prelude("_hash_items", args)),
        }
    }
    Ok(Value::Int(hash::of_tuple_hashes(hashes.into_iter())))
}

/// `_tuple_hash(hashes)`: the hash of a tuple, from those of its items.
fn combine_hashes(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let hashes = ctx.heap.items(args[0]).unwrap_or(&[]).iter().map(|v| match v {
        Value::Int(h) => *h,
        _ => 0,
    });
    Ok(Value::Int(hash::of_tuple_hashes(hashes)))
}

fn compare_tuples(ctx: &mut Ctx<'_>, args: &[Value], op: CmpOp, method: &str) -> NativeResult {
    receiver::tuple(ctx, args[0], method)?;
    if ctx.heap.tuple(args[1]).is_none() {
        return Ok(Value::NotImplemented);
    }
    sequence::compare(ctx, op, args)
}

fn eq(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_tuples(ctx, args, CmpOp::Eq, "__eq__")
}
fn ne(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_tuples(ctx, args, CmpOp::Ne, "__ne__")
}
fn lt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_tuples(ctx, args, CmpOp::Lt, "__lt__")
}
fn le(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_tuples(ctx, args, CmpOp::Le, "__le__")
}
fn gt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_tuples(ctx, args, CmpOp::Gt, "__gt__")
}
fn ge(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_tuples(ctx, args, CmpOp::Ge, "__ge__")
}

fn add(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::tuple(ctx, args[0], "__add__")?;
    Ok(container_ops::concatenated(ctx.heap, this, args[1]).unwrap_or(Value::NotImplemented))
}

fn mul(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::tuple(ctx, args[0], "__mul__")?;
    sequence::repeat(ctx, this, args, BinOp::Mul, "tuple.__mul__")
}

fn new_args(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::tuple(ctx, args[0], "__getnewargs__")?;
    let items = ctx.heap.tuple(args[0]).unwrap_or(&[]).to_vec();
    let plain = ctx.heap.new_tuple(items);
    Ok(ctx.heap.new_tuple([plain]))
}

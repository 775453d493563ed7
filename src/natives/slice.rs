//! `slice`: construction, its three parts, `indices`.

use super::receiver;
use crate::bytecode::CmpOp;
use crate::vm::compare;
use crate::vm::hash::{self, Hashed};
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::ranges;
use crate::vm::slicing::{self, Index};
use crate::vm::types;
use crate::vm::value::Value;
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

pub static TABLE: &[NativeDef] = &[
    def("slice.__new__", "cls, *args, **kwargs", new),
    def("slice.start", "@member self", start),
    def("slice.stop", "@member self", stop),
    def("slice.step", "@member self", step),
    def("slice.indices", "self, length, /", indices),
    def("slice.__repr__", "self, /", repr),
    def("slice.__hash__", "self, /", hash_of),
    def("slice.__eq__", "self, value, /", eq),
    def("slice.__ne__", "self, value, /", |ctx, a| order(ctx, a, CmpOp::Ne)),
    def("slice.__lt__", "self, value, /", |ctx, a| order(ctx, a, CmpOp::Lt)),
    def("slice.__le__", "self, value, /", |ctx, a| order(ctx, a, CmpOp::Le)),
    def("slice.__gt__", "self, value, /", |ctx, a| order(ctx, a, CmpOp::Gt)),
    def("slice.__ge__", "self, value, /", |ctx, a| order(ctx, a, CmpOp::Ge)),
    def("slice.__reduce__", "self, /", reduce),
];

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given: [Value; 3] = receiver::construction(ctx, "slice", args[1], args[2])?;
    let parts = match given {
        [Value::Unset, ..] => return Err(ctx.type_error("slice expected at least 1 argument, got 0")),
        [stop, Value::Unset, _] => [Value::None, stop, Value::None],
        [start, stop, step] => [start, stop, step.or(Value::None)],
    };
    Ok(Value::Obj(ctx.heap.alloc(types::SLICE, Object::Slice(Box::new(parts)))))
}

fn part(ctx: &mut Ctx<'_>, args: &[Value], at: usize, name: &str) -> NativeResult {
    receiver::slice(ctx, args[0], name)?;
    Ok(slicing::slice_parts(ctx.heap, args[0]).map_or(Value::None, |parts| parts[at]))
}

fn start(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    part(ctx, args, 0, "start")
}
fn stop(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    part(ctx, args, 1, "stop")
}
fn step(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    part(ctx, args, 2, "step")
}

/// `slice.indices(length)`, in numbers of any size.
fn indices(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::slice(ctx, args[0], "indices")?;
    let parts = slicing::slice_parts(ctx.heap, args[0]).unwrap_or([Value::None; 3]);
    let mut all = parts.to_vec();
    all.push(args[1]);
    let is_int = |i: Index| matches!(i, Index::Small(_) | Index::Huge { .. });
    for (i, &v) in all.iter().enumerate() {
        let kind = slicing::index(ctx.heap, v);
        if is_int(kind) || (i < 3 && matches!(v, Value::None)) {
            continue;
        }
        if kind == Index::User {
            return Err(ctx.prelude("_slice_indices", args));
        }
        let message = match i {
            3 => format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v)),
            _ => "slice indices must be integers or None or have an __index__ method".to_owned(),
        };
        return Err(ctx.type_error(message));
    }
    let len = ranges::big(ctx.heap, args[1]);
    if len.is_negative() {
        return Err(ctx.value_error("length should not be negative"));
    }
    let step = if matches!(parts[2], Value::None) { BigInt::from(1) } else { ranges::big(ctx.heap, parts[2]) };
    if step.is_zero() {
        return Err(ctx.value_error("slice step cannot be zero"));
    }
    let down = step.is_negative();
    let (lowest, highest) = if down { (BigInt::from(-1), &len - 1) } else { (BigInt::zero(), len.clone()) };
    let mut bounds = [if down { highest.clone() } else { lowest.clone() }, if down { lowest.clone() } else { highest.clone() }];
    for (bound, part) in bounds.iter_mut().zip(parts) {
        if !matches!(part, Value::None) {
            let mut i = ranges::big(ctx.heap, part);
            if i.is_negative() {
                i += &len;
            }
            *bound = i.clamp(lowest.clone(), highest.clone());
        }
    }
    let [start, stop] = bounds;
    let row = [ctx.heap.new_int(start), ctx.heap.new_int(stop), ctx.heap.new_int(step)];
    Ok(ctx.heap.new_tuple(row))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::slice(ctx, args[0], "__repr__")?;
    super::sequence::repr(ctx, args[0])
}

fn hash_of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::slice(ctx, args[0], "__hash__")?;
    match hash::hash(ctx.heap, args[0]) {
        Hashed::Known(h) => Ok(Value::Int(h)),
        // The parts are hashed as user code says; the result is the only thing that nobody looks at.
        Hashed::UserCode | Hashed::Unhashable => {
            let parts = slicing::slice_parts(ctx.heap, args[0]).unwrap_or([Value::None; 3]);
            let parts = ctx.heap.new_tuple(parts);
            Err(ctx.prelude("_hash_items", &[parts]))
        }
    }
}

fn eq(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::slice(ctx, args[0], "__eq__")?;
    let (Some(a), Some(b)) = (slicing::slice_parts(ctx.heap, args[0]), slicing::slice_parts(ctx.heap, args[1])) else {
        return Ok(Value::NotImplemented);
    };
    match compare::compare(ctx.heap, CmpOp::Eq, args[0], args[1]) {
        Some(answer) => Ok(Value::Bool(answer)),
        None => {
            let (a, b) = (ctx.heap.new_tuple(a), ctx.heap.new_tuple(b));
            Err(ctx.prelude("_seq_compare", &[Value::Int(CmpOp::Eq as i64), a, b]))
        }
    }
}

/// Slices are ordered as the tuples of their parts are.
fn order(ctx: &mut Ctx<'_>, args: &[Value], op: CmpOp) -> NativeResult {
    receiver::slice(ctx, args[0], "__lt__")?;
    let (Some(a), Some(b)) = (slicing::slice_parts(ctx.heap, args[0]), slicing::slice_parts(ctx.heap, args[1])) else {
        return Ok(Value::NotImplemented);
    };
    let (a, b) = (ctx.heap.new_tuple(a), ctx.heap.new_tuple(b));
    Err(ctx.prelude("_compare", &[Value::Int(op as i64), a, b]))
}

fn reduce(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::slice(ctx, args[0], "__reduce__")?;
    let parts = slicing::slice_parts(ctx.heap, args[0]).unwrap_or([Value::None; 3]);
    let parts = ctx.heap.new_tuple(parts);
    Ok(ctx.heap.new_tuple([types::SLICE.into(), parts]))
}

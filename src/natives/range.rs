//! `range`: construction, its three numbers, its methods.

use super::args::{has_index, index_again};
use super::receiver;
use super::sequence;
use crate::vm::hash::{self, Hashed};
use crate::vm::items::raw;
use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::{Object, Range};
use crate::vm::ranges;
use crate::vm::slicing::{self, Index};
use crate::vm::special;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("range.__new__", "cls, *args, **kwargs", new),
    def("range.start", "@member self", start),
    def("range.stop", "@member self", stop),
    def("range.step", "@member self", step),
    def("range.index", "self, value, /", index),
    def("range.count", "self, value, /", count),
    def("range.__len__", "self, /", len),
    def("range.__bool__", "self, /", truth),
    def("range.__getitem__", "self, key, /", get_item),
    def("range.__contains__", "self, key, /", contains),
    def("range.__iter__", "self, /", iter),
    def("range.__reversed__", "self, /", reversed),
    def("range.__repr__", "self, /", repr),
    def("range.__hash__", "self, /", hash_of),
    def("range.__eq__", "self, value, /", eq),
    def("range.__reduce__", "self, /", reduce),
];

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given: [Value; 3] = receiver::construction(ctx, "range", args[1], args[2])?;
    let mut parts = match given {
        [Value::Unset, ..] => return Err(ctx.type_error("range expected at least 1 argument, got 0")),
        [stop, Value::Unset, _] => [Value::Int(0), stop, Value::Int(1)],
        [start, stop, step] => [start, stop, step.or(Value::Int(1))],
    };
    for part in &mut parts {
        *part = match slicing::index(ctx.heap, *part) {
            Index::Small(i) => Value::Int(i),
            Index::Huge { .. } => {
                let plain = ranges::big(ctx.heap, *part);
                ctx.heap.new_int(plain)
            }
            Index::User => return Err(ctx.prelude("_range_from", &[args[1]])),
            Index::Not => {
                let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(*part));
                return Err(ctx.type_error(message));
            }
        };
    }
    let [start, stop, step] = parts;
    if matches!(step, Value::Int(0)) {
        return Err(ctx.value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Obj(ctx.heap.alloc(types::RANGE, Object::Range(Box::new(Range { start, stop, step })))))
}

/// The receiver and its numbers.
fn this(ctx: &mut Ctx<'_>, v: Value, method: &str) -> Result<(Handle, Range), Exit> {
    let h = receiver::range(ctx, v, method)?;
    match ctx.heap.get(h) {
        Object::Range(r) => Ok((h, **r)),
        _ => Err(ctx.type_error("a range is needed")),
    }
}

fn start(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(this(ctx, args[0], "start")?.1.start)
}
fn stop(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(this(ctx, args[0], "stop")?.1.stop)
}
fn step(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(this(ctx, args[0], "step")?.1.step)
}

/// Is the value an int or a bool itself, so that it is in a range by arithmetic?
fn is_plain_int(ctx: &Ctx<'_>, v: Value) -> bool {
    match v {
        Value::Int(_) | Value::Bool(_) => true,
        Value::Obj(h) => matches!(ctx.heap.get(h), Object::Int(_)) && special::is_builtin(ctx.heap, h, "__eq__"),
        _ => false,
    }
}

fn index(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (_, r) = this(ctx, args[0], "index")?;
    if !is_plain_int(ctx, args[1]) {
        return Err(ctx.prelude("_range_index", args));
    }
    match ranges::position(ctx.heap, &r, args[1]) {
        Some(i) => Ok(ctx.heap.new_int(i)),
        None => {
            let message = format!("{} is not in range", ranges::big(ctx.heap, args[1]));
            Err(ctx.value_error(message))
        }
    }
}

fn count(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (_, r) = this(ctx, args[0], "count")?;
    if !is_plain_int(ctx, args[1]) {
        return Err(ctx.prelude("_range_count", args));
    }
    Ok(Value::Int(i64::from(ranges::contains(ctx.heap, &r, args[1]))))
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (_, r) = this(ctx, args[0], "__len__")?;
    match ranges::len(ctx.heap, &r) {
        Some(n) => Ok(Value::Int(n as i64)),
        None => Err(ctx.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn truth(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (_, r) = this(ctx, args[0], "__bool__")?;
    Ok(Value::Bool(!ranges::is_empty(ctx.heap, &r)))
}

fn get_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (h, _) = this(ctx, args[0], "__getitem__")?;
    match raw::get_item(ctx, h, args[1])? {
        Some(v) => Ok(v),
        None if has_index(ctx, args[1]) => Err(index_again(ctx, "range.__getitem__", args, 1)),
        None => Err(sequence::plain_key_again(ctx, "range.__getitem__", args)),
    }
}

fn contains(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (h, _) = this(ctx, args[0], "__contains__")?;
    match raw::contains(ctx, h, args[1])? {
        Some(answer) => Ok(Value::Bool(answer)),
        None => Err(ctx.prelude("_contains_by_iteration", args)),
    }
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (h, _) = this(ctx, args[0], "__iter__")?;
    Ok(iterate::raw_iter(ctx.heap, h).unwrap_or(Value::None))
}

fn reversed(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (h, _) = this(ctx, args[0], "__reversed__")?;
    Ok(iterate::raw_reversed(ctx.heap, h).unwrap_or(Value::None))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    this(ctx, args[0], "__repr__")?;
    sequence::repr(ctx, args[0])
}

fn hash_of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    this(ctx, args[0], "__hash__")?;
    match hash::hash(ctx.heap, args[0]) {
        Hashed::Known(h) => Ok(Value::Int(h)),
        Hashed::Unhashable | Hashed::UserCode => Err(ctx.unhashable(args[0])),
    }
}

fn eq(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (_, a) = this(ctx, args[0], "__eq__")?;
    match ctx.heap.object(args[1]) {
        Some(Object::Range(b)) => Ok(Value::Bool(ranges::equal(ctx.heap, &a, b))),
        _ => Ok(Value::NotImplemented),
    }
}

fn reduce(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = receiver::range(ctx, args[0], "__reduce__")?;
    let Object::Range(r) = ctx.heap.get(h) else { return Ok(Value::None) };
    let parts = [r.start, r.stop, r.step];
    let parts = ctx.heap.new_tuple(parts);
    Ok(ctx.heap.new_tuple([types::RANGE.into(), parts]))
}

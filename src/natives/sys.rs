//! The natives under the `sys` module; the rest of it is in prelude/modules/sys.py.

use super::convert::int;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, def};
use crate::vm::object::Object;
use crate::vm::repr::number::LEAST_LIMIT;
use crate::vm::text::TextRef;
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("sys.exit", "status=None, /", exit),
    def("sys.intern", "string, /", intern),
    def("sys.exception", "", exception),
    def("sys.getrecursionlimit", "", recursion_limit),
    def("sys.setrecursionlimit", "limit, /", set_recursion_limit),
    def("sys.get_int_max_str_digits", "", |ctx, _| Ok(Value::Int(ctx.heap.int_digits() as i64))),
    def("sys.set_int_max_str_digits", "maxdigits", set_int_digits),
    def("sys.getsizeof", "object, default=None, /", getsizeof),
    def("_argv", "", argv),
    def("_modules", "", modules),
    def("_recursion_limit", "limit, /", change_limit),
];

fn exit(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    // A tuple is the exception's arguments, nothing none at all.
    let args = match args[0].given() {
        None | Some(Value::None) => ctx.heap.new_tuple([]),
        Some(v) if ctx.heap.class_of(v) == types::TUPLE => v,
        Some(v) => ctx.heap.new_tuple([v]),
    };
    Err(Exit::Raise(ctx.heap.new_exception(types::SYSTEM_EXIT, args)))
}

fn intern(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if ctx.heap.text(args[0]).is_some() {
        return Ok(args[0]);
    }
    let message = format!("intern() argument must be str, not {}", ctx.type_name(args[0]));
    Err(ctx.type_error(message))
}

fn exception(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Err(ctx.ask(Request::HandledException))
}

fn recursion_limit(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Err(ctx.ask(Request::RecursionLimit { new: None }))
}

fn set_recursion_limit(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(limit) = int(ctx, args[0]) else {
        let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(args[0]));
        return Err(ctx.type_error(message));
    };
    match limit.small() {
        Some(n) if n < 1 => Err(ctx.value_error("recursion limit must be greater or equal than 1")),
        Some(n) if n <= i64::from(i32::MAX) => Err(ctx.prelude("_set_recursion_limit", &[Value::Int(n)])),
        _ => Err(ctx.overflow_error("Python int too large to convert to C int")),
    }
}

/// `_recursion_limit(n)`: change it.
fn change_limit(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let new = int(ctx, args[0]).and_then(|i| i.small()).map(|n| n as usize);
    Err(ctx.ask(Request::RecursionLimit { new }))
}

fn set_int_digits(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(n) = int(ctx, args[0]).and_then(|i| i.small()) else {
        let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(args[0]));
        return Err(ctx.type_error(message));
    };
    if n != 0 && n < LEAST_LIMIT as i64 {
        return Err(ctx.value_error(format!("maxdigits must be 0 or larger than {LEAST_LIMIT}")));
    }
    ctx.heap.set_int_digits(n as usize);
    Ok(Value::None)
}

fn argv(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    let texts = ctx.world.argv.clone();
    let items = texts.iter().map(|s| ctx.heap.new_str(s)).collect();
    Ok(ctx.heap.new_list(items))
}

fn modules(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Ok(ctx.heap.modules().into())
}

/// The size that an object has in CPython 3.12 on a 64-bit machine, near enough for lessons about it.
fn getsizeof(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = args[0];
    let size = match v {
        Value::Int(0) | Value::Bool(false) => 28,
        Value::Int(i) => 24 + 4 * (64 - i.unsigned_abs().leading_zeros() as usize).div_ceil(30),
        Value::Bool(true) => 28,
        Value::Float(_) => 24,
        Value::Obj(h) => match ctx.heap.get(h) {
            Object::Str(_) => match ctx.heap.text_at(h) {
                Some(TextRef::Wide(points)) => match points.iter().max() {
                    Some(0x1_0000..) => 60 + 4 * points.len(),
                    Some(0x100..) => 58 + 2 * points.len(),
                    _ => 57 + points.len(),
                },
                Some(t) => 41 + t.len(),
                None => 41,
            },
            Object::Int(b) => 24 + 4 * (b.bits() as usize).div_ceil(30),
            Object::Bytes(b) => 33 + b.len(),
            Object::ByteArray(b) if b.is_empty() => 56,
            Object::ByteArray(b) => 57 + b.len(),
            Object::List(items) => 56 + 8 * items.len(),
            Object::Tuple(items) => 40 + 8 * items.len(),
            Object::Dict(d) => size_of_dict(d.len()),
            Object::Set(s) if s.table().len() <= 8 => 216,
            Object::Set(s) => 216 + 16 * s.table().len(),
            Object::Range(_) | Object::Property(_) => 48,
            Object::Slice(_) | Object::Complex(..) => 56,
            Object::Function(_) => 160,
            Object::Type(_) => 1688,
            Object::Module(_) => 72,
            Object::Generator(_) => 200,
            Object::Exception(_) => 72,
            _ => 48,
        },
        _ => 16,
    };
    Ok(Value::Int(size as i64))
}

/// A dict's table has a power of two of places and room for two thirds of them.
fn size_of_dict(len: usize) -> usize {
    if len == 0 {
        return 64;
    }
    let mut places = 8;
    while places * 2 / 3 < len {
        places *= 2;
    }
    let index = if places <= 256 { 1 } else { 2 };
    // Keys that are all strings are stored without their hashes: 16 bytes each.
    88 + places * index + places * 2 / 3 * 16 + 8 * usize::from(places == 8)
}

//! The special methods of numbers and texts that are operators: `int.__add__`, `str.__eq__`, `float.__hash__`... They look
//! at contents only, never at what a subclass makes of them: that is how a subclass gets at the builtin behaviour.

use crate::bytecode::{BinOp, CmpOp, UnaryOp};
use crate::vm::arith::{self, Num, bytes_of};
use crate::vm::compare::Number;
use crate::vm::format;
use crate::vm::hash;
use crate::vm::heap::Heap;
use crate::vm::items;
use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit, NativeResult};
use crate::vm::object::Object;
use crate::vm::repr;
use crate::vm::types;
use crate::vm::value::Value;
use std::cmp::Ordering;

/// Which operands a type's methods understand.
pub const INT: u8 = 0;
pub const FLOAT: u8 = 1;
pub const COMPLEX: u8 = 2;
pub const STR: u8 = 3;
pub const BYTES: u8 = 4;
pub const BOOL: u8 = 5;

fn understands(heap: &Heap, family: u8, v: Value) -> bool {
    match family {
        BOOL => matches!(v, Value::Bool(_)),
        INT => Num::of(heap, v).is_some_and(Num::is_int),
        FLOAT => Num::of(heap, v).is_some_and(|n| !matches!(n, Num::Complex(..))),
        COMPLEX => Num::of(heap, v).is_some(),
        STR => heap.text(v).is_some(),
        _ => bytes_of(heap, v).is_some(),
    }
}

/// `self op other`, or NotImplemented.
pub fn number<const OP: usize, const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::ALL[OP], FAMILY, args[1], args[0], args[1])
}

/// `other op self`, or NotImplemented.
pub fn reflected<const OP: usize, const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::ALL[OP], FAMILY, args[1], args[1], args[0])
}

fn operate(ctx: &mut Ctx, op: BinOp, family: u8, other: Value, a: Value, b: Value) -> NativeResult {
    // Bools have operators of their own among themselves; with ints they are ints.
    let family = if family == BOOL { INT } else { family };
    if !understands(ctx.heap, family, other) {
        return Ok(Value::NotImplemented);
    }
    Ok(arith::content(ctx, op, a, b)?.unwrap_or(Value::NotImplemented))
}

/// `+`, `*` and `%` of strings and bytes: refused in their own words, not by NotImplemented.
pub fn sequence<const OP: usize>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(arith::content(ctx, BinOp::ALL[OP], args[0], args[1])?.unwrap_or(Value::NotImplemented))
}

/// `n * self`.
pub fn repeated(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    sequence::<{ BinOp::Mul as usize }>(ctx, args)
}

/// `format % self`.
pub fn reflected_percent<const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Mod, FAMILY, args[1], args[1], args[0])
}

/// `pow(self, value, mod)` as `__pow__` has it.
pub fn power<const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    raise_to(ctx, FAMILY, args[1], (args[0], args[1]), args[2])
}

/// `__rpow__`.
pub fn reflected_power<const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    raise_to(ctx, FAMILY, args[1], (args[1], args[0]), args[2])
}

fn raise_to(ctx: &mut Ctx, family: u8, other: Value, (base, exponent): (Value, Value), modulus: Value) -> NativeResult {
    match modulus {
        Value::Unset | Value::None => operate(ctx, BinOp::Pow, family, other, base, exponent),
        _ if !understands(ctx.heap, family, other) => Ok(Value::NotImplemented),
        _ if family == COMPLEX => Err(ctx.value_error("complex modulo")),
        _ => match arith::pow_mod(ctx, base, exponent, modulus)? {
            Some(v) => Ok(v),
            None if family == FLOAT => Err(ctx.type_error("pow() 3rd argument not allowed unless all arguments are integers")),
            None => Ok(Value::NotImplemented),
        },
    }
}

pub fn divmod<const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    divide(ctx, FAMILY, args[1], args[0], args[1])
}
pub fn reflected_divmod<const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    divide(ctx, FAMILY, args[1], args[1], args[0])
}
fn divide(ctx: &mut Ctx, family: u8, other: Value, a: Value, b: Value) -> NativeResult {
    if !understands(ctx.heap, family, other) {
        return Ok(Value::NotImplemented);
    }
    Ok(arith::divmod(ctx, a, b)?.unwrap_or(Value::NotImplemented))
}

pub fn unary<const OP: usize>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(arith::unary_content(ctx, UnaryOp::ALL[OP], args[0])?.unwrap_or(Value::NotImplemented))
}

/// `__eq__` and its sisters.
pub fn rich<const OP: usize, const FAMILY: u8>(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let (heap, a, b) = (&*ctx.heap, args[0], args[1]);
    // What a view is equal to, it knows itself.
    if !understands(heap, FAMILY, b) || matches!(heap.object(b), Some(Object::View(_))) {
        return Ok(Value::NotImplemented);
    }
    let op = CmpOp::ALL[OP];
    let order = match FAMILY {
        STR => heap.text(a).zip(heap.text(b)).map(|(x, y)| x.cmp(&y)),
        BYTES => bytes_of(heap, a).zip(bytes_of(heap, b)).map(|(x, y)| x.cmp(y)),
        COMPLEX => match op {
            CmpOp::Eq => return Ok(Value::Bool(complex_equal(heap, a, b))),
            CmpOp::Ne => return Ok(Value::Bool(!complex_equal(heap, a, b))),
            _ => return Ok(Value::NotImplemented),
        },
        _ => Number::of(heap, a).zip(Number::of(heap, b)).and_then(|(x, y)| x.compare(&y)),
    };
    Ok(Value::Bool(match op {
        CmpOp::Lt => order == Some(Ordering::Less),
        CmpOp::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        CmpOp::Eq => order == Some(Ordering::Equal),
        CmpOp::Ne => order != Some(Ordering::Equal),
        CmpOp::Gt => order == Some(Ordering::Greater),
        CmpOp::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        _ => return Ok(Value::NotImplemented),
    }))
}

fn complex_equal(heap: &Heap, a: Value, b: Value) -> bool {
    match (Num::of(heap, a), Num::of(heap, b)) {
        (Some(Num::Complex(re, im)), Some(Num::Complex(r, i))) => re == r && im == i,
        (Some(Num::Complex(re, im)), _) => {
            im == 0.0 && Number::of(heap, b).is_some_and(|n| n.compare(&Number::Float(re)) == Some(Ordering::Equal))
        }
        _ => false,
    }
}

pub fn hash_of(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let heap = &*ctx.heap;
    let of_complex = |re: f64, im: f64| match hash::of_f64(re).wrapping_add(hash::of_f64(im).wrapping_mul(1_000_003)) {
        -1 => -2,
        h => h,
    };
    Ok(Value::Int(match Num::of(heap, args[0]) {
        Some(Num::Int(i)) => hash::of_i64(i),
        Some(Num::Big(i)) => hash::of_big(i),
        Some(Num::Float(f)) => hash::of_f64(f),
        Some(Num::Complex(re, im)) => of_complex(re, im),
        None => match heap.text(args[0]) {
            Some(t) => hash::of_text(t),
            None => hash::of_bytes(bytes_of(heap, args[0]).unwrap_or_default()),
        },
    }))
}

pub fn length(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(Value::Int(items::raw_len(ctx.heap, args[0]).unwrap_or(0) as i64))
}

pub fn get_item(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let Value::Obj(h) = args[0] else { return Ok(Value::None) };
    match items::raw::get_item(ctx, h, args[1])? {
        Some(v) => Ok(v),
        // The key has an `__index__` of its own, or is a slice of such.
        None => Err(ctx.prelude("_getitem", args)),
    }
}

pub fn contains(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let Value::Obj(h) = args[0] else { return Ok(Value::None) };
    match items::raw::contains(ctx, h, args[1])? {
        Some(found) => Ok(Value::Bool(found)),
        None => Err(ctx.prelude("_bytes_contains", args)),
    }
}

pub fn iter(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(args[0].handle().and_then(|h| iterate::raw_iter(ctx.heap, h)).unwrap_or(Value::None))
}

/// `__repr__` of a number or text.
pub fn show(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match repr::content_repr(ctx.heap, args[0]) {
        Some(text) => Ok(ctx.heap.new_text(text)),
        None => Err(too_long(ctx)),
    }
}

/// The refusal of an int that has too many digits.
pub fn too_long(ctx: &mut Ctx) -> Exit {
    let message = ctx.heap.too_long_text();
    ctx.value_error(message)
}

/// `__format__`.
pub fn format(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    super::args::want_str(ctx, args[1], "__format__() argument")?;
    let spec = ctx.heap.str_lossy(args[1]);
    if spec.is_empty() {
        // `str(self)`, which a subclass may have changed.
        return Err(ctx.prelude("_object_format", args));
    }
    Ok(format::content_format(ctx, args[0], &spec)?.unwrap_or(Value::None))
}

/// The plain value in an instance of a subclass, or the value itself.
pub fn plain(ctx: &mut Ctx, v: Value) -> Value {
    match ctx.heap.object(v) {
        _ if ctx.heap.class_of(v).0 < types::RESERVED => v,
        Some(Object::Int(i)) => {
            let i = (**i).clone();
            ctx.heap.new_int(i)
        }
        Some(Object::Float(f)) => Value::Float(*f),
        Some(Object::Str(_)) => match ctx.heap.text(v).map(|t| t.to_text()) {
            Some(t) => ctx.heap.new_text(t),
            None => v,
        },
        Some(Object::Bytes(b)) => {
            let b = b.clone();
            ctx.heap.new_bytes(b)
        }
        _ => v,
    }
}

/// Rows for a type's arithmetic: the plain and the reflected method of each operator.
macro_rules! arithmetic {
    ($type:literal, $family:expr, [$($op:ident $plain:literal $reflected:literal),* $(,)?]) => {
        &[$(
            $crate::vm::native::def(
                concat!($type, ".", $plain),
                "self, value, /",
                $crate::natives::dunder::number::<{ $crate::bytecode::BinOp::$op as usize }, { $family }>,
            ),
            $crate::vm::native::def(
                concat!($type, ".", $reflected),
                "self, value, /",
                $crate::natives::dunder::reflected::<{ $crate::bytecode::BinOp::$op as usize }, { $family }>,
            ),
        )*]
    };
}
pub(super) use arithmetic;

/// Rows for a type's comparisons.
macro_rules! comparisons {
    ($type:literal, $family:expr) => {
        $crate::natives::dunder::comparisons!(@ $type, $family, [
            Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__",
        ])
    };
    (@ $type:literal, $family:expr, [$($op:ident $name:literal),* $(,)?]) => {
        &[$($crate::vm::native::def(
            concat!($type, ".", $name),
            "self, value, /",
            $crate::natives::dunder::rich::<{ $crate::bytecode::CmpOp::$op as usize }, { $family }>,
        )),*]
    };
}
pub(super) use comparisons;

//! Operators on numbers, `str` and `bytes`. The interpreter comes here first for every arithmetic instruction; natives
//! such as `int.__add__` come to [`content`]. Lists, tuples, dicts and sets have their operators in `container_ops`,
//! comparisons are in `compare`.

pub mod complex;
pub mod float;
pub mod int;
mod sequence;

use super::heap::Heap;
use super::native::{Ctx, Exit};
use super::object::Object;
use super::types;
use super::value::Value;
use crate::bytecode::{BinOp, UnaryOp};
use num_bigint::BigInt;
use std::borrow::Cow;

pub use sequence::{bytes_of, check_size, repeat_count};

/// What is wrong with operands of the right kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    ZeroDivision(&'static str),
    Overflow(&'static str),
    Value(&'static str),
    /// A float result beyond the range of floats.
    Range,
    Memory,
}

impl Trouble {
    pub fn raise(self, ctx: &mut Ctx) -> Exit {
        match self {
            Trouble::ZeroDivision(m) => ctx.raise(types::ZERO_DIVISION_ERROR, m),
            Trouble::Overflow(m) => ctx.overflow_error(m),
            Trouble::Value(m) => ctx.value_error(m),
            Trouble::Range => {
                let message = ctx.heap.new_str("Numerical result out of range");
                let args = ctx.heap.new_tuple([Value::Int(34), message]);
                Exit::Raise(ctx.heap.new_exception(types::OVERFLOW_ERROR, args))
            }
            Trouble::Memory => {
                let args = ctx.heap.new_tuple([]);
                Exit::Raise(ctx.heap.new_exception(types::MEMORY_ERROR, args))
            }
        }
    }
}

/// A number of any kind, a subclass's content included.
#[derive(Debug, Clone, Copy)]
pub enum Num<'h> {
    Int(i64),
    Big(&'h BigInt),
    Float(f64),
    Complex(f64, f64),
}

impl<'h> Num<'h> {
    /// The number in a value, bools being ints.
    #[inline]
    pub fn of(heap: &'h Heap, v: Value) -> Option<Num<'h>> {
        Some(match v {
            Value::Int(i) => Num::Int(i),
            Value::Bool(b) => Num::Int(i64::from(b)),
            Value::Float(f) => Num::Float(f),
            Value::Obj(h) => match heap.get(h) {
                Object::Int(i) => match i64::try_from(&**i) {
                    // Only subclasses keep small numbers in an object.
                    Ok(small) => Num::Int(small),
                    Err(_) => Num::Big(i),
                },
                Object::Float(f) => Num::Float(*f),
                Object::Complex(re, im) => Num::Complex(*re, *im),
                _ => return None,
            },
            _ => return None,
        })
    }
    pub fn is_int(self) -> bool {
        matches!(self, Num::Int(_) | Num::Big(_))
    }
    /// The int; nothing for other kinds.
    pub fn big(self) -> Option<Cow<'h, BigInt>> {
        match self {
            Num::Int(i) => Some(Cow::Owned(BigInt::from(i))),
            Num::Big(b) => Some(Cow::Borrowed(b)),
            _ => None,
        }
    }
    /// As a float, correctly rounded; nothing for complex numbers.
    pub fn to_f64(self) -> Option<Result<f64, Trouble>> {
        match self {
            Num::Int(i) => Some(Ok(i as f64)),
            Num::Big(b) => Some(int::to_f64(b)),
            Num::Float(f) => Some(Ok(f)),
            Num::Complex(..) => None,
        }
    }
}

/// Is the value's class a builtin type itself, so that no user code can have a say?
#[inline]
pub fn is_builtin(heap: &Heap, v: Value) -> bool {
    heap.class_of(v).0 < types::RESERVED
}

/// `a op b` when both are numbers, strings or bytes of exactly the builtin types. Nothing when they are not: then
/// special methods decide.
#[inline]
pub fn binary(ctx: &mut Ctx, op: BinOp, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    let quick = match (a, b) {
        (Value::Int(x), Value::Int(y)) => int::quick(op, x, y),
        (Value::Float(x), Value::Float(y)) => float::quick(op, x, y),
        (Value::Float(x), Value::Int(y)) => float::quick(op, x, y as f64),
        (Value::Int(x), Value::Float(y)) => float::quick(op, x as f64, y),
        _ => None,
    };
    match quick {
        Some(v) => Ok(Some(v)),
        None => general(ctx, op, a, b),
    }
}

fn general(ctx: &mut Ctx, op: BinOp, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    if is_builtin(ctx.heap, a) && is_builtin(ctx.heap, b) { content(ctx, op, a, b) } else { Ok(None) }
}

/// As [`binary`], by the operands' contents alone, whatever their classes: what the builtin special methods do.
pub fn content(ctx: &mut Ctx, op: BinOp, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    if Num::of(ctx.heap, a).is_some() && Num::of(ctx.heap, b).is_some() {
        return numbers(ctx, op.plain(), a, b);
    }
    sequence::binary(ctx, op, a, b)
}

fn numbers(ctx: &mut Ctx, op: BinOp, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    if let (Value::Bool(x), Value::Bool(y)) = (a, b) {
        match op {
            BinOp::And => return Ok(Some(Value::Bool(x & y))),
            BinOp::Or => return Ok(Some(Value::Bool(x | y))),
            BinOp::Xor => return Ok(Some(Value::Bool(x ^ y))),
            _ => {}
        }
    }
    let (Some(x), Some(y)) = (Num::of(ctx.heap, a), Num::of(ctx.heap, b)) else { return Ok(None) };
    // Floats have no bits to shift or combine: that counts for more than a number that is too large.
    let bitwise = matches!(op, BinOp::LShift | BinOp::RShift | BinOp::And | BinOp::Or | BinOp::Xor | BinOp::MatMul);
    if bitwise && !(x.is_int() && y.is_int()) {
        return Ok(None);
    }
    let result = match (x, y) {
        (Num::Int(x), Num::Int(y)) => match int::quick(op, x, y) {
            Some(v) => Ok(Some(Outcome::Value(v))),
            None => int::binary(op, &BigInt::from(x), &BigInt::from(y)),
        },
        (Num::Int(_) | Num::Big(_), Num::Int(_) | Num::Big(_)) => match (x.big(), y.big()) {
            (Some(x), Some(y)) => int::binary(op, &x, &y),
            _ => Ok(None),
        },
        (Num::Complex(..), _) | (_, Num::Complex(..)) => complex::of_num(x).and_then(|x| {
            let y = complex::of_num(y)?;
            complex::binary(op, x, y)
        }),
        _ => match (x.to_f64(), y.to_f64()) {
            (Some(x), Some(y)) => x.and_then(|x| float::binary(op, x, y?)),
            _ => Ok(None),
        },
    };
    match result {
        Ok(Some(outcome)) => Ok(Some(outcome.store(ctx.heap))),
        Ok(None) => Ok(None),
        Err(trouble) => Err(trouble.raise(ctx)),
    }
}

/// A result that is not in the heap yet.
#[derive(Debug)]
pub enum Outcome {
    Value(Value),
    Int(BigInt),
    Complex(f64, f64),
}

impl Outcome {
    pub fn store(self, heap: &mut Heap) -> Value {
        match self {
            Outcome::Value(v) => v,
            Outcome::Int(i) => heap.new_int(i),
            Outcome::Complex(re, im) => Value::Obj(heap.alloc(types::COMPLEX, Object::Complex(re, im))),
        }
    }
}

/// `-v`, `+v`, `~v` of a number of exactly a builtin type. `not` is a matter of truth, not of arithmetic.
#[inline]
pub fn unary(ctx: &mut Ctx, op: UnaryOp, v: Value) -> Result<Option<Value>, Exit> {
    match (op, v) {
        (UnaryOp::Neg, Value::Int(i)) if i != i64::MIN => Ok(Some(Value::Int(-i))),
        (UnaryOp::Neg, Value::Float(f)) => Ok(Some(Value::Float(-f))),
        _ if is_builtin(ctx.heap, v) => unary_content(ctx, op, v),
        _ => Ok(None),
    }
}

/// As [`unary`], whatever the class.
pub fn unary_content(ctx: &mut Ctx, op: UnaryOp, v: Value) -> Result<Option<Value>, Exit> {
    let Some(n) = Num::of(ctx.heap, v) else { return Ok(None) };
    let outcome = match (op, n) {
        (UnaryOp::Not, _) => return Ok(None),
        (UnaryOp::Pos, Num::Int(i)) => Outcome::Value(Value::Int(i)),
        (UnaryOp::Pos, Num::Big(b)) => Outcome::Int(b.clone()),
        (UnaryOp::Pos, Num::Float(f)) => Outcome::Value(Value::Float(f)),
        (UnaryOp::Pos, Num::Complex(re, im)) => Outcome::Complex(re, im),
        (UnaryOp::Neg, Num::Int(i)) => match i.checked_neg() {
            Some(n) => Outcome::Value(Value::Int(n)),
            None => Outcome::Int(-BigInt::from(i)),
        },
        (UnaryOp::Neg, Num::Big(b)) => Outcome::Int(-b.clone()),
        (UnaryOp::Neg, Num::Float(f)) => Outcome::Value(Value::Float(-f)),
        (UnaryOp::Neg, Num::Complex(re, im)) => Outcome::Complex(-re, -im),
        (UnaryOp::Invert, Num::Int(i)) => Outcome::Value(Value::Int(!i)),
        (UnaryOp::Invert, Num::Big(b)) => Outcome::Int(!b.clone()),
        (UnaryOp::Invert, _) => return Ok(None),
    };
    Ok(Some(outcome.store(ctx.heap)))
}

/// `divmod(a, b)` of two real numbers; nothing for others.
pub fn divmod(ctx: &mut Ctx, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    let (Some(x), Some(y)) = (Num::of(ctx.heap, a), Num::of(ctx.heap, b)) else { return Ok(None) };
    let result = match (x.big(), y.big()) {
        (Some(x), Some(y)) => int::div_mod(&x, &y).map(|(q, r)| (Outcome::Int(q), Outcome::Int(r))),
        _ => match (x.to_f64(), y.to_f64()) {
            (Some(x), Some(y)) => x.and_then(|x| {
                let (q, r) = float::div_mod(x, y?).ok_or(Trouble::ZeroDivision("float divmod()"))?;
                Ok((Outcome::Value(Value::Float(q)), Outcome::Value(Value::Float(r))))
            }),
            _ => return Ok(None),
        },
    };
    match result {
        Ok((q, r)) => {
            let (q, r) = (q.store(ctx.heap), r.store(ctx.heap));
            Ok(Some(ctx.heap.new_tuple([q, r])))
        }
        Err(trouble) => Err(trouble.raise(ctx)),
    }
}

/// `pow(base, exponent, modulus)` of three ints; nothing for others.
pub fn pow_mod(ctx: &mut Ctx, base: Value, exponent: Value, modulus: Value) -> Result<Option<Value>, Exit> {
    let of = |v| Num::of(ctx.heap, v).and_then(Num::big);
    let (Some(b), Some(e), Some(m)) = (of(base), of(exponent), of(modulus)) else { return Ok(None) };
    match int::pow_mod(&b, &e, &m) {
        Ok(i) => Ok(Some(ctx.heap.new_int(i))),
        Err(trouble) => Err(trouble.raise(ctx)),
    }
}

#[cfg(test)]
mod tests;

//! `int`, `bool`, `float`, `complex` as types: construction, methods, special methods; and [`parse`], numbers from texts.

pub mod bool;
pub mod complex;
pub mod float;
pub mod hex;
pub mod int;
pub mod parse;
pub mod round;

use crate::vm::arith::Num;
use crate::vm::native::Ctx;
use crate::vm::object::Object;
use crate::vm::repr;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

/// A number as an instance of `class`, which is `of` or a subclass of it.
fn instance(ctx: &mut Ctx, class: Value, of: Handle, v: Value) -> Value {
    let Value::Obj(class) = class else { return v };
    if class == of {
        return v;
    }
    let content = match Num::of(ctx.heap, v) {
        Some(Num::Float(f)) => Object::Float(f),
        Some(Num::Complex(re, im)) => Object::Complex(re, im),
        Some(n) => match n.big() {
            Some(i) => Object::Int(Box::new(i.into_owned())),
            None => return v,
        },
        None => return v,
    };
    Value::Obj(ctx.heap.alloc(class, content))
}

/// Is `method` of the value's class a builtin's own, so that the content says all?
fn is_plain(ctx: &Ctx, v: Value, method: &str) -> bool {
    let class = ctx.heap.class_of(v);
    class.0 < types::RESERVED || repr::builtin_owner(ctx.heap, class, method).is_some_and(|o| o != types::OBJECT)
}

/// Does the value's class have one of these methods?
fn has_any(ctx: &Ctx, v: Value, methods: &[&str]) -> bool {
    let class = ctx.heap.class_of(v);
    methods.iter().any(|m| ctx.heap.class_attr_named(class, m).is_some())
}

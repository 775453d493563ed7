//! `bool` as a type. What it does not have itself it has from `int`.

use crate::natives::dunder::{self, BOOL};
use crate::vm::compare;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[def("bool.__new__", "cls, x=False, /", new), def("bool.__repr__", "self, /", dunder::show)];

pub static OPERATORS: &[NativeDef] = dunder::arithmetic!("bool", BOOL, [
    And "__and__" "__rand__", Or "__or__" "__ror__", Xor "__xor__" "__rxor__",
]);

fn new(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match args[1] {
        Value::Unset => Ok(Value::Bool(false)),
        v => match compare::truth(ctx.heap, v) {
            Some(b) => Ok(Value::Bool(b)),
            None => Err(ctx.prelude("_truth", &[v])),
        },
    }
}

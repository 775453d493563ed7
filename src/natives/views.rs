//! `dict.keys()`, `.values()` and `.items()`: their methods. What makes them sets (`&`, `<=`...) is in the prelude.

use super::receiver;
use super::sequence;
use crate::bytecode::{BinOp, CmpOp};
use crate::vm::items::raw;
use crate::vm::iterate;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::{DictPart, Object};
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("dict_keys.mapping", "@get self", mapping),
    def("dict_values.mapping", "@get self", mapping),
    def("dict_items.mapping", "@get self", mapping),
    def("dict_keys.__len__", "self, /", len),
    def("dict_values.__len__", "self, /", len),
    def("dict_items.__len__", "self, /", len),
    def("dict_keys.__iter__", "self, /", iter),
    def("dict_values.__iter__", "self, /", iter),
    def("dict_items.__iter__", "self, /", iter),
    def("dict_keys.__reversed__", "self, /", reversed),
    def("dict_values.__reversed__", "self, /", reversed),
    def("dict_items.__reversed__", "self, /", reversed),
    def("dict_keys.__repr__", "self, /", repr),
    def("dict_values.__repr__", "self, /", repr),
    def("dict_items.__repr__", "self, /", repr),
    def("dict_keys.__contains__", "self, key, /", contains),
    def("dict_items.__contains__", "self, key, /", contains),
    def("dict_keys.isdisjoint", "self, other, /", is_disjoint),
    def("dict_items.isdisjoint", "self, other, /", is_disjoint),
    def("dict_keys.__eq__", "self, value, /", eq),
    def("dict_items.__eq__", "self, value, /", eq),
    def("dict_keys.__ne__", "self, value, /", ne),
    def("dict_items.__ne__", "self, value, /", ne),
    def("dict_keys.__lt__", "self, value, /", lt),
    def("dict_items.__lt__", "self, value, /", lt),
    def("dict_keys.__le__", "self, value, /", le),
    def("dict_items.__le__", "self, value, /", le),
    def("dict_keys.__gt__", "self, value, /", gt),
    def("dict_items.__gt__", "self, value, /", gt),
    def("dict_keys.__ge__", "self, value, /", ge),
    def("dict_items.__ge__", "self, value, /", ge),
    def("dict_keys.__and__", "self, value, /", and),
    def("dict_items.__and__", "self, value, /", and),
    def("dict_keys.__rand__", "self, value, /", rand),
    def("dict_items.__rand__", "self, value, /", rand),
    def("dict_keys.__or__", "self, value, /", or),
    def("dict_items.__or__", "self, value, /", or),
    def("dict_keys.__ror__", "self, value, /", ror),
    def("dict_items.__ror__", "self, value, /", ror),
    def("dict_keys.__sub__", "self, value, /", sub),
    def("dict_items.__sub__", "self, value, /", sub),
    def("dict_keys.__rsub__", "self, value, /", rsub),
    def("dict_items.__rsub__", "self, value, /", rsub),
    def("dict_keys.__xor__", "self, value, /", xor),
    def("dict_items.__xor__", "self, value, /", xor),
    def("dict_keys.__rxor__", "self, value, /", rxor),
    def("dict_items.__rxor__", "self, value, /", rxor),
    def("_view_dict", "view", dict_of),
];

/// `_view_dict(view)`: the dict itself, or None for what is no view.
fn dict_of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match ctx.heap.object(args[0]) {
        Some(Object::DictView { dict, .. }) => Ok(Value::Obj(*dict)),
        _ => Ok(Value::None),
    }
}

fn mapping(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let dict = dict_of(ctx, args)?;
    Ok(Value::Obj(ctx.heap.alloc(types::MAPPINGPROXY, Object::MappingProxy(dict))))
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::view(ctx, args[0], "__len__")?;
    Ok(sequence::len(ctx, args[0]))
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::view(ctx, args[0], "__iter__")?;
    Ok(iterate::raw_iter(ctx.heap, this).unwrap_or(Value::None))
}

fn reversed(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::view(ctx, args[0], "__reversed__")?;
    Ok(iterate::raw_reversed(ctx.heap, this).unwrap_or(Value::None))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::view(ctx, args[0], "__repr__")?;
    sequence::repr(ctx, args[0])
}

fn contains(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::view(ctx, args[0], "__contains__")?;
    match raw::contains(ctx, this, args[1])? {
        Some(answer) => Ok(Value::Bool(answer)),
        None => {
            let Object::DictView { dict, kind } = ctx.heap.get(this) else { return Ok(Value::Bool(false)) };
            let name = if *kind == DictPart::Keys { "_dict_contains" } else { "_items_contain" };
            Err(ctx.prelude(name, &[Value::Obj(*dict), args[1]]))
        }
    }
}

fn is_disjoint(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::view(ctx, args[0], "isdisjoint")?;
    Err(ctx.prelude("_view_isdisjoint", args))
}

fn compare(ctx: &mut Ctx<'_>, args: &[Value], op: CmpOp, method: &str) -> NativeResult {
    receiver::view(ctx, args[0], method)?;
    match ctx.heap.object(args[1]) {
        Some(Object::Set(_)) => {}
        Some(Object::DictView { kind, .. }) if *kind != DictPart::Values => {}
        _ => return Ok(Value::NotImplemented),
    }
    Err(ctx.prelude("_view_compare", &[Value::Int(op as i64), args[0], args[1]]))
}

fn eq(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare(ctx, args, CmpOp::Eq, "__eq__")
}
fn ne(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare(ctx, args, CmpOp::Ne, "__ne__")
}
fn lt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare(ctx, args, CmpOp::Lt, "__lt__")
}
fn le(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare(ctx, args, CmpOp::Le, "__le__")
}
fn gt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare(ctx, args, CmpOp::Gt, "__gt__")
}
fn ge(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare(ctx, args, CmpOp::Ge, "__ge__")
}

/// `left op right`, one of which is a view.
fn operate(ctx: &mut Ctx<'_>, op: BinOp, left: Value, right: Value) -> NativeResult {
    let name = match op {
        BinOp::And => "_view_and",
        BinOp::Or => "_view_or",
        BinOp::Sub => "_view_sub",
        _ => "_view_xor",
    };
    Err(ctx.prelude(name, &[left, right]))
}

fn and(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::And, args[0], args[1])
}
fn rand(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::And, args[1], args[0])
}
fn or(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Or, args[0], args[1])
}
fn ror(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Or, args[1], args[0])
}
fn sub(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Sub, args[0], args[1])
}
fn rsub(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Sub, args[1], args[0])
}
fn xor(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Xor, args[0], args[1])
}
fn rxor(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Xor, args[1], args[0])
}

//! `getattr` and its sisters, `vars`, `dir`, `id`, `hash`, `len`, `callable`.

use crate::vm::hash::{Hashed, hash};
use crate::vm::items;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, def};
use crate::vm::object::{Builtin, Object};
use crate::vm::repr::address_of;
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("getattr", "object, name, default=None, /", getattr),
    def("setattr", "obj, name, value, /", setattr),
    def("delattr", "obj, name, /", delattr),
    def("hasattr", "obj, name, /", hasattr),
    def("vars", "object=None, /", vars),
    def("dir", "object=None, /", dir),
    def("id", "obj, /", id),
    def("hash", "obj, /", hash_of),
    def("len", "obj, /", len),
    def("callable", "obj, /", callable),
    def("_bind", "function, this, /", bind),
];

fn want_name(ctx: &mut Ctx<'_>, v: Value) -> Result<(), Exit> {
    if ctx.heap.text(v).is_some() {
        return Ok(());
    }
    let message = format!("attribute name must be string, not '{}'", ctx.type_name(v));
    Err(ctx.type_error(message))
}

fn getattr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    want_name(ctx, args[1])?;
    Err(ctx.ask(Request::GetAttr { object: args[0], name: args[1], default: args[2].given() }))
}

fn setattr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    want_name(ctx, args[1])?;
    Err(ctx.ask(Request::SetAttr { object: args[0], name: args[1], value: args[2] }))
}

fn delattr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    want_name(ctx, args[1])?;
    Err(ctx.ask(Request::DelAttr { object: args[0], name: args[1] }))
}

fn hasattr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    want_name(ctx, args[1])?;
    Err(ctx.prelude("_hasattr", args))
}

fn vars(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match args[0].given() {
        Some(v) => Err(ctx.prelude("_vars", &[v])),
        None => Err(ctx.ask(Request::Locals)),
    }
}

fn dir(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match args[0].given() {
        Some(v) => Err(ctx.prelude("_dir", &[v])),
        // Only here does "the caller" still mean the caller of `dir`.
        None => Err(ctx.ask(Request::LocalNames)),
    }
}

fn id(_: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(Value::Int(address_of(args[0]) as i64))
}

fn hash_of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match hash(ctx.heap, args[0]) {
        Hashed::Known(h) => Ok(Value::Int(h)),
        Hashed::Unhashable => Err(ctx.unhashable(args[0])),
        Hashed::UserCode => Err(ctx.prelude("_hash", args)),
    }
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match items::len(ctx.heap, args[0]) {
        Some(n) => Ok(Value::Int(n as i64)),
        None => Err(ctx.prelude("_len", args)),
    }
}

fn callable(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let direct = matches!(
        ctx.heap.object(args[0]),
        Some(Object::Function(_) | Object::Builtin(_) | Object::BoundMethod { .. } | Object::Type(_))
    );
    Ok(Value::Bool(direct || ctx.heap.class_attr_named(ctx.heap.class_of(args[0]), "__call__").is_some()))
}

/// A native with its first argument given.
fn bind(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match ctx.heap.object(args[0]) {
        Some(Object::Builtin(b)) => {
            let bound = Builtin { native: b.native, this: args[1] };
            Ok(Value::Obj(ctx.heap.alloc(types::BUILTIN, Object::Builtin(bound))))
        }
        _ => Err(ctx.type_error("only natives can be bound")),
    }
}

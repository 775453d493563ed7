//! Natives that only the prelude sees: look-ups on types, module tables, class making.

use crate::vm::class;
use crate::vm::native::{Ctx, NativeDef, NativeResult, Request, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("_missing", "", missing),
    def("_type_attr", "self, name, /", type_attr),
    def("_class_attr", "cls_, name, /", class_attr),
    def("_is_native", "cls_, name, /", is_native),
    def("_is_subtype", "a, b, /", is_subtype),
    def("_type_name", "x, /", type_name),
    def("_class_is_made", "cls_, /", class_is_made),
    def("_plain_getattr", "x, name, /", plain_getattr),
    def("_winning_metaclass", "meta, bases, /", winning_metaclass),
    def("_make_type", "meta, name, bases, namespace, /", make_type),
    def("_run_body", "func, namespace, /", run_body),
];

/// The sentinel for "no such attribute".
fn missing(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    let shape = ctx.heap.class(types::OBJECT).shape;
    let instance = crate::vm::object::Instance { shape, fields: Vec::new() };
    let h = ctx.heap.alloc(types::OBJECT, Object::Instance(instance));
    ctx.heap.set_missing(h);
    Ok(h.into())
}

/// An attribute looked up on the type and bound, as implicit special-method look-up does.
fn type_attr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.str_lossy(args[1]);
    let found = ctx.heap.symbols.find(&name).and_then(|sym| crate::vm::special_attr(ctx.heap, args[0], sym));
    match found {
        Some(v) => Ok(v),
        None => Ok(ctx.heap.missing().into()),
    }
}

/// An attribute of a class, not bound.
fn class_attr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.str_lossy(args[1]);
    let found = ctx.heap.as_class(args[0]).map(|(h, _)| h).and_then(|h| ctx.heap.class_attr_named(h, &name));
    Ok(found.unwrap_or(ctx.heap.missing().into()))
}

/// Is the attribute of the class one of sleepy's own functions?
fn is_native(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.str_lossy(args[1]);
    let Some((h, _)) = ctx.heap.as_class(args[0]) else { return Ok(Value::Bool(false)) };
    let mut found = ctx.heap.class_attr_named(h, &name);
    while let Some(v) = found {
        match ctx.heap.object(v) {
            Some(Object::Builtin(_)) => return Ok(Value::Bool(true)),
            Some(Object::ClassMethod(inner) | Object::StaticMethod(inner)) => found = Some(*inner),
            Some(Object::Property(p)) => found = Some(p.get),
            _ => break,
        }
    }
    Ok(Value::Bool(false))
}

fn is_subtype(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (Some((a, _)), Some((b, _))) = (ctx.heap.as_class(args[0]), ctx.heap.as_class(args[1])) else {
        return Ok(Value::Bool(false));
    };
    Ok(Value::Bool(ctx.heap.is_subclass(a, b)))
}

fn type_name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.type_of(args[0]).name.to_string();
    Ok(ctx.heap.new_string(name))
}

/// Was the class made by Python code?
fn class_is_made(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(Value::Bool(ctx.heap.as_class(args[0]).is_some_and(|(h, _)| h.0 >= types::RESERVED)))
}

fn plain_getattr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Err(ctx.ask(Request::PlainGetAttr { object: args[0], name: args[1] }))
}

/// The handles of a tuple of classes.
fn classes(ctx: &mut Ctx<'_>, bases: Value) -> Result<Vec<Handle>, crate::vm::native::Exit> {
    let items = ctx.heap.items(bases).unwrap_or(&[]).to_vec();
    let mut out = Vec::with_capacity(items.len());
    for v in items {
        match ctx.heap.as_class(v) {
            Some((h, _)) => out.push(h),
            None => return Err(ctx.type_error("bases must be types")),
        }
    }
    Ok(out)
}

fn winning_metaclass(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    // Bases that are no classes have a type too; whoever makes the class refuses them.
    let of_bases: Vec<Handle> = ctx.heap.items(args[1]).unwrap_or(&[]).iter().map(|&b| ctx.heap.class_of(b)).collect();
    let Some((meta, _)) = ctx.heap.as_class(args[0]) else { return Ok(args[0]) };
    match class::winning_metaclass(ctx.heap, meta, &of_bases) {
        Ok(winner) => Ok(winner.into()),
        Err(message) => Err(ctx.type_error(message)),
    }
}

fn make_type(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(name) = ctx.heap.text(args[1]).map(|t| t.to_str().into_owned()) else {
        let message = format!("type.__new__() argument 1 must be str, not {}", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    let bases = classes(ctx, args[2])?;
    let (Some((meta, _)), Value::Obj(namespace)) = (ctx.heap.as_class(args[0]), args[3]) else {
        return Err(ctx.type_error("type.__new__() argument 3 must be dict"));
    };
    // The module is where the class statement runs, as the namespace tells.
    match class::make_type(ctx.heap, meta, &name, &bases, namespace) {
        Ok(h) => {
            let module = ctx.heap.symbols.intern("__module__");
            if !ctx.heap.class(h).attrs.contains_key(&module) {
                let main = ctx.heap.new_str("__main__");
                ctx.heap.class_mut(h).attrs.insert(module, main);
            }
            Ok(h.into())
        }
        Err(message) => match message.strip_prefix("ValueError: ") {
            Some(message) => Err(ctx.value_error(message)),
            None => Err(ctx.type_error(message)),
        },
    }
}

fn run_body(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Err(ctx.ask(Request::RunBody { func: args[0], namespace: args[1] }))
}

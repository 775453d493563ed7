//! `object`.

use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, def};
use crate::vm::object::{Instance, Layout, Object};
use crate::vm::types;
use crate::vm::value::Value;
use crate::vm::{fields, hash, repr};

pub static TABLE: &[NativeDef] = &[
    def("object.__new__", "cls, *args, **kwargs", new),
    def("object.__init__", "self, /, *args, **kwargs", init),
    def("object.__repr__", "self, /", to_repr),
    def("object.__str__", "self, /", to_str),
    def("object.__hash__", "self, /", to_hash),
    def("object.__eq__", "self, other, /", eq),
    def("object.__ne__", "self, other, /", ne),
    def("object.__lt__", "self, other, /", unordered),
    def("object.__le__", "self, other, /", unordered),
    def("object.__gt__", "self, other, /", unordered),
    def("object.__ge__", "self, other, /", unordered),
    def("object.__format__", "self, spec, /", format),
    def("object.__getattribute__", "self, name, /", getattribute),
    def("object.__setattr__", "self, name, value, /", setattr),
    def("object.__delattr__", "self, name, /", delattr),
    def("object.__dir__", "self, /", dir),
    def("object.__class__", "@get self", class),
    def("object.__class__=", "self, value", set_class),
    def("object.__dict__", "@get self", dict),
    def("object.__dict__=", "self, value", set_dict),
    def("object.__init_subclass__", "cls, /, **kwargs", init_subclass),
    def("object.__subclasshook__", "cls, other, /", subclasshook),
    def("object.__sizeof__", "self, /", sizeof),
];

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some((class, t)) = ctx.heap.as_class(args[0]) else {
        let message = format!("object.__new__(X): X is not a type object ({})", ctx.type_name(args[0]));
        return Err(ctx.type_error(message));
    };
    let (layout, shape, name) = (t.layout, t.shape, t.name.to_string());
    let extra = ctx.heap.items(args[1]).is_some_and(|a| !a.is_empty()) || ctx.heap.dict(args[2]).is_some_and(|d| !d.is_empty());
    if extra {
        let own = |ctx: &Ctx<'_>, method: &str| {
            ctx.heap.class_attr_named(class, method).is_some_and(|v| ctx.heap.function(v).is_some())
        };
        let own_new = ctx.heap.class_attr_named(class, "__new__").is_some_and(|v| match ctx.heap.object(v) {
            Some(Object::StaticMethod(f)) => ctx.heap.function(*f).is_some(),
            _ => ctx.heap.function(v).is_some(),
        });
        if own_new {
            return Err(ctx.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if !own(ctx, "__init__") && layout != Layout::Closed {
            return Err(ctx.type_error(format!("{name}() takes no arguments")));
        }
    }
    let object = match layout {
        Layout::Closed => {
            return Err(match class {
                types::NONE_TYPE | types::NOT_IMPLEMENTED_TYPE | types::ELLIPSIS_TYPE if extra => {
                    ctx.type_error(format!("{name} takes no arguments"))
                }
                types::NONE_TYPE => return Ok(Value::None),
                types::NOT_IMPLEMENTED_TYPE => return Ok(Value::NotImplemented),
                types::ELLIPSIS_TYPE => return Ok(Value::Ellipsis),
                _ if ctx.heap.class_attr_named(class, "__new__").is_some_and(|f| is_objects_new(ctx, f)) => {
                    ctx.type_error(format!("cannot create '{name}' instances"))
                }
                _ => ctx.type_error(format!("object.__new__({name}) is not safe, use {name}.__new__()")),
            });
        }
        Layout::Instance => Object::Instance(Instance { shape, fields: Vec::new() }),
        Layout::Exception => {
            let args = args[1];
            return Ok(ctx.heap.new_exception(class, args).into());
        }
        _ => {
            let safe = ctx
                .heap
                .class(class)
                .mro
                .iter()
                .find(|&&c| !ctx.heap.class(c).is_heap)
                .map_or(String::new(), |&c| ctx.heap.class(c).name.to_string());
            return Err(ctx.type_error(format!("object.__new__({name}) is not safe, use {safe}.__new__()")));
        }
    };
    Ok(ctx.heap.alloc(class, object).into())
}

/// Is a class's `__new__` that of `object`?
fn is_objects_new(ctx: &Ctx<'_>, v: Value) -> bool {
    let f = match ctx.heap.object(v) {
        Some(Object::StaticMethod(f)) => *f,
        _ => v,
    };
    matches!(ctx.heap.object(f), Some(Object::Builtin(b)) if b.native.def().name == "object.__new__")
}

fn init(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let extra = ctx.heap.items(args[1]).is_some_and(|a| !a.is_empty()) || ctx.heap.dict(args[2]).is_some_and(|d| !d.is_empty());
    if extra {
        let class = ctx.heap.class_of(args[0]);
        let name = ctx.heap.class(class).name.to_string();
        let own_init = ctx.heap.class_attr_named(class, "__init__").is_some_and(|v| ctx.heap.function(v).is_some());
        if own_init {
            return Err(ctx.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        let native_new = matches!(ctx.heap.class_attr_named(class, "__new__").and_then(|v| match ctx.heap.object(v) {
            Some(Object::StaticMethod(f)) => ctx.heap.object(*f),
            other => other,
        }), Some(Object::Builtin(b)) if b.native.def().name == "object.__new__");
        if native_new {
            return Err(ctx.type_error(format!("{name}() takes no arguments")));
        }
    }
    Ok(Value::None)
}

fn to_repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = ctx.heap.class_of(args[0]);
    let t = ctx.heap.class(class);
    let (qualname, address) = (t.qualname.to_string(), args[0].handle().map_or(0, repr::address));
    let module = ctx.heap.class_attr_named(class, "__module__").map(|m| ctx.heap.str_lossy(m)).unwrap_or_default();
    let prefix = if module.is_empty() || module == "builtins" { String::new() } else { format!("{module}.") };
    Ok(ctx.heap.new_string(format!("<{prefix}{qualname} object at {address:#x}>")))
}

fn to_str(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Err(ctx.prelude("_repr", &[args[0]]))
}

fn to_hash(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match args[0] {
        Value::Obj(h) => Ok(Value::Int(hash::of_identity(h))),
        v => match hash::hash(ctx.heap, v) {
            hash::Hashed::Known(i) => Ok(Value::Int(i)),
            _ => Ok(Value::Int(0)),
        },
    }
}

fn eq(_: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(if args[0].is(args[1]) { Value::Bool(true) } else { Value::NotImplemented })
}

fn ne(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Err(ctx.prelude("_object_ne", &[args[0], args[1]]))
}

fn unordered(_: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Ok(Value::NotImplemented)
}

fn format(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Err(ctx.prelude("_object_format", &[args[0], args[1]]))
}

fn want_name(ctx: &mut Ctx<'_>, v: Value) -> Result<(), Exit> {
    if ctx.heap.text(v).is_some() {
        return Ok(());
    }
    let message = format!("attribute name must be string, not '{}'", ctx.type_name(v));
    Err(ctx.type_error(message))
}

fn getattribute(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    want_name(ctx, args[1])?;
    Err(ctx.ask(Request::PlainGetAttr { object: args[0], name: args[1] }))
}

fn setattr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    want_name(ctx, args[1])?;
    Err(ctx.ask(Request::PlainSetAttr { object: args[0], name: args[1], value: args[2] }))
}

fn delattr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    want_name(ctx, args[1])?;
    Err(ctx.ask(Request::PlainSetAttr { object: args[0], name: args[1], value: Value::Unset }))
}

/// Names of all attributes, unsorted: `dir()` sorts.
fn dir(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let mut names: indexmap::IndexSet<String, rustc_hash::FxBuildHasher> = indexmap::IndexSet::default();
    let v = args[0];
    if let Value::Obj(h) = v {
        match ctx.heap.get(h) {
            Object::Module(m) => {
                if let Some(d) = ctx.heap.dict(m.dict.into()) {
                    names.extend(d.iter().map(|(k, _)| ctx.heap.str_lossy(k)));
                }
                let names: Vec<Value> = names.into_iter().map(|n| ctx.heap.new_string(n)).collect();
                return Ok(ctx.heap.new_list(names));
            }
            Object::Type(t) => {
                for &c in &t.mro {
                    names.extend(ctx.heap.class(c).attrs.keys().map(|s| ctx.heap.symbols.name(*s).to_owned()));
                }
            }
            _ => names.extend(fields::all(ctx.heap, h).into_iter().map(|(n, _)| n)),
        }
    }
    if ctx.heap.as_class(v).is_none() {
        let class = ctx.heap.class_of(v);
        for &c in &ctx.heap.class(class).mro {
            names.extend(ctx.heap.class(c).attrs.keys().map(|s| ctx.heap.symbols.name(*s).to_owned()));
        }
    }
    let names: Vec<Value> = names.into_iter().map(|n| ctx.heap.new_string(n)).collect();
    Ok(ctx.heap.new_list(names))
}

fn class(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(ctx.heap.class_of(args[0]).into())
}

fn set_class(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (Value::Obj(h), Some((class, t))) = (args[0], ctx.heap.as_class(args[1])) else {
        let message = format!("__class__ must be set to a class, not '{}' object", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    let old = ctx.heap.class_of(args[0]);
    if !t.is_heap || !ctx.heap.class(old).is_heap {
        return Err(ctx.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    if t.layout != ctx.heap.class(old).layout {
        let message = format!("__class__ assignment: '{}' object layout differs from '{}'", t.name, ctx.heap.class(old).name);
        return Err(ctx.type_error(message));
    }
    // The shape belongs to the class: the attributes move to the new one's shapes.
    let own = fields::all(ctx.heap, h);
    let shape = ctx.heap.class(class).shape;
    let keeps_dict = matches!(ctx.heap.get(h), Object::Instance(i) if i.shape == fields::DICT_SHAPE);
    ctx.heap.slot_mut(h).class = class;
    if !keeps_dict && let Object::Instance(i) = ctx.heap.get_mut(h) {
        i.shape = shape;
        i.fields = Vec::new();
        for (name, v) in own {
            let sym = ctx.heap.symbols.intern(&name);
            fields::set(ctx.heap, h, sym, v);
        }
    }
    Ok(Value::None)
}

fn dict(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Value::Obj(h) = args[0] {
        match ctx.heap.get(h) {
            Object::Module(m) => return Ok(m.dict.into()),
            Object::Function(_) | Object::Exception(_) => return Ok(fields::as_dict(ctx.heap, h)),
            _ => {
                let t = ctx.heap.type_of(args[0]);
                if t.is_heap && !t.is_slotted {
                    return Ok(fields::as_dict(ctx.heap, h));
                }
            }
        }
    }
    let message = format!("'{}' object has no attribute '__dict__'", ctx.type_name(args[0]));
    Err(ctx.raise(types::ATTRIBUTE_ERROR, message))
}

fn set_dict(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if ctx.heap.dict(args[1]).is_none() {
        let message = format!("__dict__ must be set to a dictionary, not a '{}'", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    }
    if let Value::Obj(h) = args[0] {
        fields::set_dict(ctx.heap, h, args[1]);
    }
    Ok(Value::None)
}

fn init_subclass(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if ctx.heap.dict(args[1]).is_some_and(|d| !d.is_empty()) {
        let name = ctx.heap.as_class(args[0]).map_or(String::new(), |(_, t)| t.name.to_string());
        return Err(ctx.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")));
    }
    Ok(Value::None)
}

fn subclasshook(_: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Ok(Value::NotImplemented)
}

fn sizeof(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(Value::Int(16 + ctx.heap.object(args[0]).map_or(8, |o| o.heap_bytes() as i64)))
}

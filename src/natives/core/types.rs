//! `type`: what classes have.

use crate::vm::class;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("type.__new__", "cls, *args, **kwargs", new),
    def("type.__init__", "self, /, *args, **kwargs", init),
    def("type.__call__", "self, /, *args, **kwargs", call),
    def("type.__prepare__", "cls, /, *args, **kwargs", prepare),
    def("type.__name__", "@get self", name),
    def("type.__name__=", "self, value", set_name),
    def("type.__qualname__", "@get self", qualname),
    def("type.__qualname__=", "self, value", set_qualname),
    def("type.__module__", "@get self", module),
    def("type.__module__=", "self, value", set_module),
    def("type.__bases__", "@get self", bases),
    def("type.__base__", "@get self", base),
    def("type.__mro__", "@get self", mro),
    def("type.__dict__", "@get self", dict),
    def("type.__doc__", "@get self", doc),
    def("type.__annotations__", "@get self", annotations),
    def("type.__type_params__", "@get self", type_params),
    def("type.__type_params__=", "self, value", set_type_params),
    def("type.__abstractmethods__", "@get self", abstract_methods),
    def("type.__abstractmethods__=", "self, value", set_abstract_methods),
    def("type.__basicsize__", "@member self", |ctx, a| number(ctx, a, |t| if t.is_heap { 32 } else { 24 })),
    def("type.__itemsize__", "@member self", item_size),
    def("type.__dictoffset__", "@member self", |ctx, a| number(ctx, a, |t| if t.is_heap && !t.is_slotted { -1 } else { 0 })),
    def("type.__weakrefoffset__", "@member self", |ctx, a| number(ctx, a, |t| if t.is_heap && !t.is_slotted { -32 } else { 0 })),
    def("type.__flags__", "@member self", flags),
    def("type.__text_signature__", "@get self", |ctx, a| this(ctx, a[0]).map(|_| Value::None)),
    def("type.__sizeof__", "self, /", |ctx, a| number(ctx, a, |t| if t.is_heap { 1072 } else { 408 })),
    def("type.mro", "self, /", mro_list),
    def("type.__subclasses__", "self, /", subclasses),
    def("type.__instancecheck__", "self, instance, /", instancecheck),
    def("type.__subclasscheck__", "self, sub, /", subclasscheck),
    def("type.__repr__", "self, /", to_repr),
];

fn this(ctx: &mut Ctx<'_>, v: Value) -> Result<Handle, crate::vm::native::Exit> {
    match ctx.heap.as_class(v) {
        Some((h, _)) => Ok(h),
        None => {
            let message = format!("descriptor requires a 'type' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    match given[..] {
        [x] if args[0].is(types::TYPE.into()) => Ok(ctx.heap.class_of(x).into()),
        [_, bases, _] if ctx.heap.tuple(bases).is_none() => {
            let message = format!("type.__new__() argument 2 must be tuple, not {}", ctx.type_name(bases));
            Err(ctx.type_error(message))
        }
        [_, _, namespace] if ctx.heap.dict(namespace).is_none() => {
            let message = format!("type.__new__() argument 3 must be dict, not {}", ctx.type_name(namespace));
            Err(ctx.type_error(message))
        }
        [name, bases, namespace] => Err(ctx.prelude("_type_new", &[args[0], name, bases, namespace, args[2]])),
        _ => Err(ctx.type_error("type() takes 1 or 3 arguments")),
    }
}

fn init(_: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Ok(Value::None)
}

fn call(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Err(ctx.prelude("_type_call", args))
}

fn prepare(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Ok(ctx.heap.new_dict(Default::default()))
}

/// A number that CPython keeps in a type. They describe its memory; here only their signs say something.
fn number(ctx: &mut Ctx<'_>, args: &[Value], of: fn(&crate::vm::object::Type) -> i64) -> NativeResult {
    let h = this(ctx, args[0])?;
    Ok(Value::Int(of(ctx.heap.class(h))))
}

fn item_size(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let has = |of| ctx.heap.is_subclass(h, of);
    Ok(Value::Int(if has(types::INT) {
        4
    } else if has(types::TUPLE) {
        8
    } else if has(types::BYTES) {
        1
    } else if has(types::TYPE) {
        40
    } else {
        0
    }))
}

/// The flags of CPython's types that a program may look at: made by a class statement, can be a base, is abstract, and
/// which builtin type it derives from.
fn flags(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let (is_heap, layout) = (ctx.heap.class(h).is_heap, ctx.heap.class(h).layout);
    let mut flags: i64 = 1 << 12 | 1 << 14;
    if is_heap {
        flags |= 1 << 9;
    }
    if is_heap || layout != crate::vm::object::Layout::Closed {
        flags |= 1 << 10;
    }
    let abstract_methods = own_attr(ctx, h, "__abstractmethods__").filter(|_| h != types::TYPE);
    if abstract_methods.is_some_and(|v| ctx.heap.set(v).is_some_and(|s| !s.is_empty())) {
        flags |= 1 << 20;
    }
    let families =
        [types::INT, types::LIST, types::TUPLE, types::BYTES, types::STR, types::DICT, types::BASE_EXCEPTION, types::TYPE];
    for (bit, of) in families.into_iter().enumerate() {
        if ctx.heap.is_subclass(h, of) {
            flags |= 1 << (24 + bit);
        }
    }
    Ok(Value::Int(flags))
}

fn name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let name = ctx.heap.class(h).name.to_string();
    Ok(ctx.heap.new_string(name))
}

fn set_name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let Some(text) = ctx.heap.text(args[1]).map(|t| t.to_str().into_owned()) else {
        let message = format!("can only assign string to {}.__name__, not '{}'", ctx.heap.class(h).name, ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    ctx.heap.class_mut(h).name = text.into();
    Ok(Value::None)
}

fn qualname(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let name = ctx.heap.class(h).qualname.to_string();
    Ok(ctx.heap.new_string(name))
}

fn set_qualname(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let text = ctx.heap.str_lossy(args[1]);
    ctx.heap.class_mut(h).qualname = text.into();
    Ok(Value::None)
}

fn own_attr(ctx: &mut Ctx<'_>, h: Handle, name: &str) -> Option<Value> {
    let sym = ctx.heap.symbols.intern(name);
    ctx.heap.class(h).attrs.get(&sym).copied()
}

fn set_own_attr(ctx: &mut Ctx<'_>, h: Handle, name: &str, v: Value) -> NativeResult {
    let sym = ctx.heap.symbols.intern(name);
    ctx.heap.class_mut(h).attrs.insert(sym, v);
    Ok(Value::None)
}

fn module(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    // Builtin types have none, or a getter for their instances in its place.
    if h.0 < types::RESERVED {
        return Ok(ctx.heap.new_str("builtins"));
    }
    match own_attr(ctx, h, "__module__") {
        // Types of functions have a getter there, for their instances.
        Some(v) if !matches!(ctx.heap.object(v), Some(Object::Property(_))) => Ok(v),
        _ => Ok(ctx.heap.new_str("builtins")),
    }
}

fn set_module(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    set_own_attr(ctx, h, "__module__", args[1])
}

fn tuple_of(ctx: &mut Ctx<'_>, handles: &[Handle]) -> Value {
    let items: Vec<Value> = handles.iter().map(|&h| h.into()).collect();
    ctx.heap.new_tuple(items)
}

fn bases(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let bases = ctx.heap.class(h).bases.clone();
    Ok(tuple_of(ctx, &bases))
}

fn base(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    Ok(ctx.heap.class(h).bases.first().map_or(Value::None, |&b| b.into()))
}

fn mro(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let mro = ctx.heap.class(h).mro.clone();
    Ok(tuple_of(ctx, &mro))
}

fn mro_list(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let items: Vec<Value> = ctx.heap.class(h).mro.iter().map(|&h| h.into()).collect();
    Ok(ctx.heap.new_list(items))
}

fn dict(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let dict = class::attributes_dict(ctx.heap, h);
    Ok(ctx.heap.alloc(types::MAPPINGPROXY, Object::MappingProxy(dict)).into())
}

fn doc(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    Ok(if h == types::TYPE { Value::None } else { own_attr(ctx, h, "__doc__").unwrap_or(Value::None) })
}

fn type_params(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    Ok(own_attr(ctx, h, "__type_params__").unwrap_or_else(|| ctx.heap.new_tuple([])))
}

fn set_type_params(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    set_own_attr(ctx, h, "__type_params__", args[1])?;
    Ok(Value::None)
}

fn annotations(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    if !ctx.heap.class(h).is_heap {
        let message = format!("type object '{}' has no attribute '__annotations__'", ctx.heap.class(h).name);
        return Err(ctx.raise(types::ATTRIBUTE_ERROR, message));
    }
    if let Some(v) = own_attr(ctx, h, "__annotations__") {
        return Ok(v);
    }
    let dict = ctx.heap.new_dict(Default::default());
    set_own_attr(ctx, h, "__annotations__", dict)?;
    Ok(dict)
}

fn abstract_methods(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let own = if h == types::TYPE { None } else { own_attr(ctx, h, "__abstractmethods__") };
    match own {
        Some(v) => Ok(v),
        None => {
            let message = format!("type object '{}' has no attribute '__abstractmethods__'", ctx.heap.class(h).name);
            Err(ctx.raise(types::ATTRIBUTE_ERROR, message))
        }
    }
}

fn set_abstract_methods(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    set_own_attr(ctx, h, "__abstractmethods__", args[1])
}

fn subclasses(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let items: Vec<Value> = ctx.heap.class(h).subclasses.iter().map(|&h| h.into()).collect();
    Ok(ctx.heap.new_list(items))
}

fn instancecheck(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    Ok(Value::Bool(ctx.heap.is_instance(args[1], h)))
}

fn subclasscheck(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    match ctx.heap.as_class(args[1]) {
        Some((sub, _)) => Ok(Value::Bool(ctx.heap.is_subclass(sub, h))),
        None => Err(ctx.type_error("issubclass() arg 1 must be a class")),
    }
}

fn to_repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = this(ctx, args[0])?;
    let t = ctx.heap.class(h);
    let qualname = t.qualname.to_string();
    let module =
        own_attr(ctx, h, "__module__").filter(|_| h.0 >= types::RESERVED).map(|m| ctx.heap.str_lossy(m)).unwrap_or_default();
    let text = if module.is_empty() || module == "builtins" {
        format!("<class '{qualname}'>")
    } else {
        format!("<class '{module}.{qualname}'>")
    };
    Ok(ctx.heap.new_string(text))
}

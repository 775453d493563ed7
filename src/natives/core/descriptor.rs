//! `property`, `classmethod`, `staticmethod`, `super`, and the module table.

use crate::vm::lookup;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, def};
use crate::vm::object::{Object, Property, Super};
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("property.__new__", "cls, fget=None, fset=None, fdel=None, doc=None", new_property),
    def("property.__init__", "self, fget=None, fset=None, fdel=None, doc=None", init_property),
    def("property.getter", "self, f, /", |ctx, a| with_accessor(ctx, a, |p, f| p.get = f)),
    def("property.setter", "self, f, /", |ctx, a| with_accessor(ctx, a, |p, f| p.set = f)),
    def("property.deleter", "self, f, /", |ctx, a| with_accessor(ctx, a, |p, f| p.delete = f)),
    def("property.fget", "@get self", |ctx, a| read(ctx, a[0], |p| p.get)),
    def("property.fset", "@get self", |ctx, a| read(ctx, a[0], |p| p.set)),
    def("property.fdel", "@get self", |ctx, a| read(ctx, a[0], |p| p.delete)),
    def("property.__doc__", "@get self", |ctx, a| read(ctx, a[0], |p| p.doc)),
    def("property.__get__", "self, instance, owner=None, /", get_property),
    def("property.__set__", "self, instance, value, /", set_property),
    def("classmethod.__new__", "cls, function, /", |ctx, a| Ok(ctx.heap.alloc(class_arg(a), Object::ClassMethod(a[1])).into())),
    def("classmethod.__func__", "@get self", wrapped),
    def("classmethod.__wrapped__", "@get self", wrapped),
    def("classmethod.__get__", "self, instance, owner=None, /", bind_to_class),
    def("staticmethod.__new__", "cls, function, /", |ctx, a| Ok(ctx.heap.alloc(class_arg(a), Object::StaticMethod(a[1])).into())),
    def("staticmethod.__func__", "@get self", wrapped),
    def("staticmethod.__wrapped__", "@get self", wrapped),
    def("staticmethod.__get__", "self, instance, owner=None, /", wrapped),
    def("super.__new__", "cls, type=None, this=None, /", new_super),
    def("_loaded_module", "name, /", loaded_module),
    def("_load_module", "name, /", load_module),
    def("_forget_module", "name, /", forget_module),
];

fn class_arg(args: &[Value]) -> Handle {
    args[0].handle().unwrap_or(types::OBJECT)
}

fn new_property(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given = |i: usize| args[i].or(Value::None);
    let doc = match given(4) {
        Value::None => ctx.heap.function(given(1)).map_or(Value::None, |f| f.doc),
        doc => doc,
    };
    let property = Property { get: given(1), set: given(2), delete: given(3), doc };
    Ok(ctx.heap.alloc(class_arg(args), Object::Property(Box::new(property))).into())
}

fn init_property(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Value::Obj(h) = args[0]
        && let Object::Property(p) = ctx.heap.get_mut(h)
    {
        (p.get, p.set, p.delete) = (args[1].or(Value::None), args[2].or(Value::None), args[3].or(Value::None));
    }
    Ok(Value::None)
}

fn property(ctx: &mut Ctx<'_>, v: Value) -> Result<Property, Exit> {
    match ctx.heap.object(v) {
        Some(Object::Property(p)) => Ok(**p),
        _ => {
            let message = format!("descriptor requires a 'property' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

fn read(ctx: &mut Ctx<'_>, v: Value, field: fn(&Property) -> Value) -> NativeResult {
    Ok(field(&property(ctx, v)?))
}

fn with_accessor(ctx: &mut Ctx<'_>, args: &[Value], change: fn(&mut Property, Value)) -> NativeResult {
    let mut p = property(ctx, args[0])?;
    change(&mut p, args[1]);
    let class = ctx.heap.class_of(args[0]);
    Ok(ctx.heap.alloc(class, Object::Property(Box::new(p))).into())
}

fn get_property(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let p = property(ctx, args[0])?;
    match args[1] {
        Value::None => Ok(args[0]),
        instance => Err(ctx.call(p.get, &[instance])),
    }
}

fn set_property(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let p = property(ctx, args[0])?;
    if matches!(p.set, Value::None) {
        return Err(ctx.raise(types::ATTRIBUTE_ERROR, "property of object has no setter"));
    }
    Err(ctx.call(p.set, &[args[1], args[2]]))
}

fn wrapped(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match ctx.heap.object(args[0]) {
        Some(Object::ClassMethod(f) | Object::StaticMethod(f)) => Ok(*f),
        _ => Ok(Value::None),
    }
}

fn bind_to_class(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let func = wrapped(ctx, args)?;
    let class = match args[2].or(Value::None) {
        Value::None => ctx.heap.class_of(args[1]).into(),
        owner => owner,
    };
    Ok(ctx.heap.alloc(types::METHOD, Object::BoundMethod { func, this: class }).into())
}

fn new_super(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if args[1].is_unset() {
        // Where a method calls it, the compiler gives what it needs.
        return Err(ctx.raise(types::RUNTIME_ERROR, "super(): no arguments"));
    }
    let Some((class, _)) = ctx.heap.as_class(args[1]) else {
        let message = format!("super() argument 1 must be a type, not {}", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    let this = args[2].or(Value::None);
    // `super(C, instance)`, or `super(C, subclass)` as in a class method.
    let start = match ctx.heap.as_class(this) {
        Some((sub, _)) if ctx.heap.is_subclass(sub, class) => sub,
        _ if ctx.heap.is_instance(this, class) => ctx.heap.class_of(this),
        _ => return Err(ctx.type_error("super(type, obj): obj must be an instance or subtype of type")),
    };
    Ok(ctx.heap.alloc(types::SUPER, Object::Super(Super { class, this, start })).into())
}

/// The dict of `sys.modules`, as the heap keeps it.
fn modules(ctx: &Ctx<'_>) -> Handle {
    ctx.heap.modules()
}

fn loaded_module(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.str_lossy(args[0]);
    Ok(lookup::dict_get_str(ctx.heap, modules(ctx), &name).unwrap_or(Value::None))
}

fn load_module(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.str_lossy(args[0]);
    Err(ctx.ask(Request::Import { name }))
}

fn forget_module(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (name, modules) = (ctx.heap.str_lossy(args[0]), modules(ctx));
    lookup::dict_del_str(ctx.heap, modules, &name);
    Ok(Value::None)
}

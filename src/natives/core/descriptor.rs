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
    def("property.fget", "@member self", |ctx, a| read(ctx, a[0], |p| p.get)),
    def("property.fset", "@member self", |ctx, a| read(ctx, a[0], |p| p.set)),
    def("property.fdel", "@member self", |ctx, a| read(ctx, a[0], |p| p.delete)),
    def("property.__doc__", "@member self", |ctx, a| read(ctx, a[0], |p| p.doc)),
    def("property.__doc__=", "self, value=NULL", set_doc),
    def("property.__isabstractmethod__", "@get self", |ctx, a| Err(ctx.prelude("_property_is_abstract", a))),
    def("property.__set_name__", "self, owner, name, /", set_name),
    def("property.__get__", "self, instance, owner=None, /", get_property),
    def("property.__set__", "self, instance, value, /", set_property),
    def("property.__delete__", "self, instance, /", delete_property),
    def("classmethod.__new__", "cls, function, /", |ctx, a| Ok(ctx.heap.alloc(class_arg(a), Object::ClassMethod(a[1])).into())),
    def("classmethod.__func__", "@get self", wrapped),
    def("classmethod.__wrapped__", "@get self", wrapped),
    def("classmethod.__isabstractmethod__", "@get self", is_abstract),
    def("classmethod.__name__", "@get self", |ctx, a| of_wrapped(ctx, a, "__name__")),
    def("classmethod.__qualname__", "@get self", |ctx, a| of_wrapped(ctx, a, "__qualname__")),
    def("classmethod.__doc__", "@get self", |ctx, a| of_wrapped(ctx, a, "__doc__")),
    def("classmethod.__module__", "@get self", |ctx, a| of_wrapped(ctx, a, "__module__")),
    def("classmethod.__annotations__", "@get self", |ctx, a| of_wrapped(ctx, a, "__annotations__")),
    def("classmethod.__get__", "self, instance, owner=None, /", bind_to_class),
    def("staticmethod.__new__", "cls, function, /", |ctx, a| Ok(ctx.heap.alloc(class_arg(a), Object::StaticMethod(a[1])).into())),
    def("staticmethod.__func__", "@get self", wrapped),
    def("staticmethod.__wrapped__", "@get self", wrapped),
    def("staticmethod.__isabstractmethod__", "@get self", is_abstract),
    def("staticmethod.__name__", "@get self", |ctx, a| of_wrapped(ctx, a, "__name__")),
    def("staticmethod.__qualname__", "@get self", |ctx, a| of_wrapped(ctx, a, "__qualname__")),
    def("staticmethod.__doc__", "@get self", |ctx, a| of_wrapped(ctx, a, "__doc__")),
    def("staticmethod.__module__", "@get self", |ctx, a| of_wrapped(ctx, a, "__module__")),
    def("staticmethod.__annotations__", "@get self", |ctx, a| of_wrapped(ctx, a, "__annotations__")),
    def("staticmethod.__call__", "self, /, *args, **kwargs", call_static),
    def("staticmethod.__get__", "self, instance, owner=None, /", wrapped),
    def("super.__new__", "cls, *args", new_super),
    def("super.__init__", "self, *args", |_, _| Ok(Value::None)),
    def("super.__get__", "self, instance, owner=None, /", bind_super),
    def("super.__thisclass__", "@member self", |ctx, a| Ok(super_of(ctx, a[0])?.class.into())),
    def("super.__self__", "@member self", |ctx, a| Ok(super_of(ctx, a[0])?.this.or(Value::None))),
    def("super.__self_class__", "@member self", super_self_class),
    def("getset_descriptor.__get__", "self, instance, owner=None, /", get_builtin),
    def("getset_descriptor.__set__", "self, instance, value, /", set_builtin),
    def("getset_descriptor.__delete__", "self, instance, /", delete_builtin),
    def("getset_descriptor.__name__", "@member self", descriptor_name),
    def("getset_descriptor.__qualname__", "@get self", descriptor_qualname),
    def("getset_descriptor.__objclass__", "@member self", descriptor_owner),
    def("getset_descriptor.__doc__", "@get self", |_, _| Ok(Value::None)),
    def("member_descriptor.__get__", "self, instance, owner=None, /", get_builtin),
    def("member_descriptor.__set__", "self, instance, value, /", set_builtin),
    def("member_descriptor.__delete__", "self, instance, /", delete_builtin),
    def("member_descriptor.__name__", "@member self", descriptor_name),
    def("member_descriptor.__qualname__", "@get self", descriptor_qualname),
    def("member_descriptor.__objclass__", "@member self", descriptor_owner),
    def("member_descriptor.__doc__", "@get self", |_, _| Ok(Value::None)),
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
    let property = Property { get: given(1), set: given(2), delete: given(3), doc, name: Value::None };
    let class = class_arg(args);
    let h = ctx.heap.alloc(class, Object::Property(Box::new(property)));
    // The class of a program has a `__doc__` of its own, which would hide the property's.
    if class != types::PROPERTY && !matches!(doc, Value::None) {
        let sym = ctx.heap.symbols.intern("__doc__");
        crate::vm::fields::set(ctx.heap, h, sym, doc);
    }
    Ok(h.into())
}

fn init_property(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Value::Obj(h) = args[0]
        && let Object::Property(p) = ctx.heap.get_mut(h)
    {
        (p.get, p.set, p.delete) = (args[1].or(Value::None), args[2].or(Value::None), args[3].or(Value::None));
        if let Some(doc) = args[4].given() {
            p.doc = doc;
        }
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
    match (args[1], p.get) {
        (Value::None, _) => Ok(args[0]),
        (instance, Value::None) => Err(refuse(ctx, &p, instance, "getter")),
        (instance, get) => Err(ctx.call(get, &[instance])),
    }
}

fn refuse(ctx: &mut Ctx<'_>, p: &Property, instance: Value, what: &str) -> Exit {
    let message = crate::vm::property_message(ctx.heap, p.name, instance, what);
    ctx.raise(types::ATTRIBUTE_ERROR, message)
}

fn set_property(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let p = property(ctx, args[0])?;
    match p.set {
        Value::None => Err(refuse(ctx, &p, args[1], "setter")),
        set => Err(ctx.call(set, &[args[1], args[2]])),
    }
}

fn delete_property(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let p = property(ctx, args[0])?;
    match p.delete {
        Value::None => Err(refuse(ctx, &p, args[1], "deleter")),
        delete => Err(ctx.call(delete, &[args[1]])),
    }
}

fn change(ctx: &mut Ctx<'_>, v: Value, change: impl FnOnce(&mut Property)) -> NativeResult {
    property(ctx, v)?;
    if let Value::Obj(h) = v
        && let Object::Property(p) = ctx.heap.get_mut(h)
    {
        change(p);
    }
    Ok(Value::None)
}

fn set_doc(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    change(ctx, args[0], |p| p.doc = args[1].or(Value::None))
}

fn set_name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    change(ctx, args[0], |p| p.name = args[2])
}

fn is_abstract(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let of = wrapped(ctx, args)?;
    Err(ctx.prelude("_is_abstract", &[of]))
}

/// An attribute that a static or class method takes over from what it wraps.
fn of_wrapped(ctx: &mut Ctx<'_>, args: &[Value], name: &str) -> NativeResult {
    let (object, name) = (wrapped(ctx, args)?, ctx.heap.new_str(name));
    Err(ctx.ask(Request::GetAttr { object, name, default: None }))
}

fn call_static(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let callee = wrapped(ctx, args)?;
    let positional = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    let kwargs = ctx.heap.dict(args[2]).map(|d| d.iter().collect()).unwrap_or_default();
    Err(ctx.ask(Request::Call { callee, args: positional, kwargs }))
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
    let given = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    let (class, this) = match given[..] {
        [] => return Err(ctx.raise(types::RUNTIME_ERROR, "super(): no arguments")),
        [class] => (class, Value::None),
        [class, this] => (class, this),
        _ => return Err(ctx.type_error(format!("super() expected at most 2 arguments, got {}", given.len()))),
    };
    let Some((class, _)) = ctx.heap.as_class(class) else {
        let message = format!("super() argument 1 must be a type, not {}", ctx.type_name(class));
        return Err(ctx.type_error(message));
    };
    let of = args[0].handle().unwrap_or(types::SUPER);
    if given.len() == 1 || matches!(this, Value::None) {
        let unbound = Super { class, this: Value::Unset, start: Handle::NONE };
        return Ok(ctx.heap.alloc(of, Object::Super(unbound)).into());
    }
    bound_super(ctx, of, class, this)
}

/// `super(C, instance)`, or `super(C, subclass)` as in a class method.
fn bound_super(ctx: &mut Ctx<'_>, of: Handle, class: Handle, this: Value) -> NativeResult {
    let start = match ctx.heap.as_class(this) {
        Some((sub, _)) if ctx.heap.is_subclass(sub, class) => sub,
        _ if ctx.heap.is_instance(this, class) => ctx.heap.class_of(this),
        _ => return Err(ctx.type_error("super(type, obj): obj must be an instance or subtype of type")),
    };
    Ok(ctx.heap.alloc(of, Object::Super(Super { class, this, start })).into())
}

fn super_of(ctx: &mut Ctx<'_>, v: Value) -> Result<Super, Exit> {
    match ctx.heap.object(v) {
        Some(Object::Super(s)) => Ok(*s),
        _ => {
            let message = format!("descriptor requires a 'super' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

fn super_self_class(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let s = super_of(ctx, args[0])?;
    Ok(if s.this.is_unset() { Value::None } else { s.start.into() })
}

fn bind_super(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let s = super_of(ctx, args[0])?;
    if matches!(args[1], Value::None) || !s.this.is_unset() {
        return Ok(args[0]);
    }
    let of = ctx.heap.class_of(args[0]);
    bound_super(ctx, of, s.class, args[1])
}

/// What stands behind an attribute of a builtin type, or a name in `__slots__`.
enum Behind {
    Accessors(Property),
    Slot { owner: Handle, name: crate::vm::object::Sym },
}

fn behind(ctx: &mut Ctx<'_>, v: Value) -> Result<Behind, Exit> {
    match ctx.heap.object(v) {
        Some(Object::Property(p)) => Ok(Behind::Accessors(**p)),
        Some(Object::Member { owner, name }) => Ok(Behind::Slot { owner: *owner, name: *name }),
        _ => {
            let message = format!("descriptor requires a 'member_descriptor' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

/// The owner and the name of an attribute of a builtin type.
fn named(ctx: &mut Ctx<'_>, v: Value) -> Result<(Handle, String), Exit> {
    match behind(ctx, v)? {
        Behind::Slot { owner, name } => Ok((owner, ctx.heap.symbols.name(name).to_owned())),
        Behind::Accessors(p) => {
            let full = match ctx.heap.object(p.get) {
                Some(Object::Builtin(b)) => b.native.def().name,
                _ => "object.?",
            };
            let (owner, name) = full.split_once('.').unwrap_or(("object", full));
            let owner = types::ALL.iter().find(|t| t.name == owner).map_or(types::OBJECT, |t| t.handle);
            Ok((owner, name.to_owned()))
        }
    }
}

/// Refuse an instance of another class.
fn check_owner(ctx: &mut Ctx<'_>, descriptor: Value, instance: Value) -> Result<(), Exit> {
    let (owner, name) = named(ctx, descriptor)?;
    if ctx.heap.is_instance(instance, owner) {
        return Ok(());
    }
    let message = format!(
        "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
        ctx.heap.class(owner).name,
        ctx.type_name(instance)
    );
    Err(ctx.type_error(message))
}

fn get_builtin(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if matches!(args[1], Value::None) {
        return Ok(args[0]);
    }
    check_owner(ctx, args[0], args[1])?;
    match behind(ctx, args[0])? {
        Behind::Accessors(p) => Err(ctx.call(p.get, &[args[1]])),
        Behind::Slot { name, .. } => {
            let found = args[1].handle().and_then(|h| crate::vm::fields::get(ctx.heap, h, name));
            match found {
                Some(v) => Ok(v),
                None => {
                    let message =
                        format!("'{}' object has no attribute '{}'", ctx.type_name(args[1]), ctx.heap.symbols.name(name));
                    Err(ctx.raise(types::ATTRIBUTE_ERROR, message))
                }
            }
        }
    }
}

fn set_builtin(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    check_owner(ctx, args[0], args[1])?;
    match behind(ctx, args[0])? {
        Behind::Accessors(p) if !matches!(p.set, Value::None) => Err(ctx.call(p.set, &[args[1], args[2]])),
        Behind::Accessors(_) => Err(ctx.raise(types::ATTRIBUTE_ERROR, "readonly attribute")),
        Behind::Slot { name, .. } => {
            if let Value::Obj(h) = args[1] {
                crate::vm::fields::set(ctx.heap, h, name, args[2]);
            }
            Ok(Value::None)
        }
    }
}

fn delete_builtin(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    check_owner(ctx, args[0], args[1])?;
    match behind(ctx, args[0])? {
        Behind::Accessors(p) if !matches!(p.delete, Value::None) => Err(ctx.call(p.delete, &[args[1]])),
        Behind::Accessors(_) => Err(ctx.raise(types::ATTRIBUTE_ERROR, "readonly attribute")),
        Behind::Slot { name, .. } => {
            let gone = args[1].handle().is_some_and(|h| crate::vm::fields::delete(ctx.heap, h, name));
            let name = ctx.heap.symbols.name(name).to_owned();
            if gone { Ok(Value::None) } else { Err(ctx.raise(types::ATTRIBUTE_ERROR, name)) }
        }
    }
}

fn descriptor_name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (_, name) = named(ctx, args[0])?;
    Ok(ctx.heap.new_string(name))
}

fn descriptor_qualname(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (owner, name) = named(ctx, args[0])?;
    let qualname = format!("{}.{name}", ctx.heap.class(owner).qualname);
    Ok(ctx.heap.new_string(qualname))
}

fn descriptor_owner(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(named(ctx, args[0])?.0.into())
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

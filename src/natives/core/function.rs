//! What functions, methods, modules, code objects, cells and views of classes show of themselves.

use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::{Function, Object};
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("function.__name__", "@get self", |ctx, a| read(ctx, a, |f| f.name)),
    def("function.__name__=", "self, value=NULL", |ctx, a| write_text(ctx, a, "__name__", |f, v| f.name = v)),
    def("function.__qualname__", "@get self", |ctx, a| read(ctx, a, |f| f.qualname)),
    def("function.__qualname__=", "self, value=NULL", |ctx, a| write_text(ctx, a, "__qualname__", |f, v| f.qualname = v)),
    def("function.__module__", "@get self", |ctx, a| read(ctx, a, |f| f.module)),
    def("function.__module__=", "self, value=NULL", |ctx, a| write(ctx, a, |f, v| f.module = v)),
    def("function.__doc__", "@get self", |ctx, a| read(ctx, a, |f| f.doc)),
    def("function.__doc__=", "self, value=NULL", |ctx, a| write(ctx, a, |f, v| f.doc = v)),
    def("function.__defaults__", "@get self", |ctx, a| read(ctx, a, |f| f.defaults)),
    def("function.__defaults__=", "self, value=NULL", set_defaults),
    def("function.__kwdefaults__", "@get self", |ctx, a| read(ctx, a, |f| f.kwdefaults)),
    def("function.__kwdefaults__=", "self, value=NULL", |ctx, a| write_dict(ctx, a, "__kwdefaults__", |f, v| f.kwdefaults = v)),
    def("function.__annotations__", "@get self", annotations),
    def("function.__annotations__=", "self, value=NULL", |ctx, a| {
        write_dict(ctx, a, "__annotations__", |f, v| f.annotations = v)
    }),
    def("function.__globals__", "@member self", |ctx, a| read(ctx, a, |f| f.globals.into())),
    def("function.__closure__", "@member self", closure),
    def("function.__get__", "self, instance, owner=None, /", bind),
    def("function.__call__", "self, /, *args, **kwargs", call),
    def("method.__new__", "cls, function, instance, /", new_method),
    def("method.__get__", "self, instance, owner=None, /", |_, a| Ok(a[0])),
    def("method.__reduce__", "self, /", |ctx, a| Err(ctx.prelude("_method_reduce", a))),
    def("module.__new__", "cls, *args, **kwargs", new_module),
    def("module.__init__", "self, name, doc=None", |_, _| Ok(Value::None)),
    def("method.__func__", "@member self", method_func),
    def("method.__self__", "@member self", method_self),
    def("method.__name__", "@get self", method_name),
    def("method.__qualname__", "@get self", method_qualname),
    def("method.__doc__", "@get self", method_doc),
    def("method.__module__", "@get self", |ctx, a| of_func(ctx, a, "__module__")),
    def("method.__call__", "self, /, *args, **kwargs", call),
    def("builtin_function_or_method.__name__", "@get self", native_name),
    def("builtin_function_or_method.__qualname__", "@get self", native_qualname),
    def("builtin_function_or_method.__self__", "@get self", native_self),
    def("builtin_function_or_method.__module__", "@get self", native_module),
    def("builtin_function_or_method.__doc__", "@get self", |_, _| Ok(Value::None)),
    def("builtin_function_or_method.__call__", "self, /, *args, **kwargs", call),
    def("method_descriptor.__name__", "@get self", native_name),
    def("method_descriptor.__qualname__", "@get self", native_qualname),
    def("method_descriptor.__objclass__", "@member self", native_owner),
    def("method_descriptor.__doc__", "@get self", |_, _| Ok(Value::None)),
    def("method_descriptor.__get__", "self, instance, owner=None, /", bind),
    def("method_descriptor.__call__", "self, /, *args, **kwargs", call),
    def("cell.cell_contents", "@get self", cell_contents),
    def("mappingproxy.__getitem__", "self, key, /", |ctx, a| over_dict(ctx, a, "_getitem")),
    def("mappingproxy.__contains__", "self, key, /", |ctx, a| over_dict(ctx, a, "_contains")),
    def("mappingproxy.__iter__", "self, /", |ctx, a| over_dict(ctx, a, "_iter")),
    def("mappingproxy.__len__", "self, /", |ctx, a| over_dict(ctx, a, "_len")),
    def("mappingproxy.get", "self, key, default=None, /", |ctx, a| method_of_dict(ctx, a, "get")),
    def("mappingproxy.keys", "self, /", |ctx, a| method_of_dict(ctx, a, "keys")),
    def("mappingproxy.values", "self, /", |ctx, a| method_of_dict(ctx, a, "values")),
    def("mappingproxy.items", "self, /", |ctx, a| method_of_dict(ctx, a, "items")),
    def("mappingproxy.copy", "self, /", |ctx, a| method_of_dict(ctx, a, "copy")),
    def("function.__code__", "@get self", code),
    def("function.__type_params__", "@get self", type_params),
    def("function.__type_params__=", "self, value", set_type_params),
    def("code.co_name", "@get self", |ctx, a| inspect(ctx, a, "co_name")),
    def("code.co_qualname", "@get self", |ctx, a| inspect(ctx, a, "co_qualname")),
    def("code.co_filename", "@get self", |ctx, a| inspect(ctx, a, "co_filename")),
    def("code.co_firstlineno", "@get self", |ctx, a| inspect(ctx, a, "co_firstlineno")),
    def("code.co_argcount", "@get self", |ctx, a| inspect(ctx, a, "co_argcount")),
    def("code.co_posonlyargcount", "@get self", |ctx, a| inspect(ctx, a, "co_posonlyargcount")),
    def("code.co_kwonlyargcount", "@get self", |ctx, a| inspect(ctx, a, "co_kwonlyargcount")),
    def("code.co_nlocals", "@get self", |ctx, a| inspect(ctx, a, "co_nlocals")),
    def("code.co_varnames", "@get self", |ctx, a| inspect(ctx, a, "co_varnames")),
    def("code.co_names", "@get self", |ctx, a| inspect(ctx, a, "co_names")),
    def("code.co_cellvars", "@get self", |ctx, a| inspect(ctx, a, "co_cellvars")),
    def("code.co_freevars", "@get self", |ctx, a| inspect(ctx, a, "co_freevars")),
    def("code.co_consts", "@get self", |ctx, a| inspect(ctx, a, "co_consts")),
    def("code.co_flags", "@get self", |ctx, a| inspect(ctx, a, "co_flags")),
    def("code.co_stacksize", "@get self", |ctx, a| inspect(ctx, a, "co_stacksize")),
    def("traceback.tb_lineno", "@get self", |ctx, a| inspect(ctx, a, "tb_lineno")),
    def("traceback.tb_lasti", "@get self", |ctx, a| inspect(ctx, a, "tb_lasti")),
    def("traceback.tb_next", "@get self", |ctx, a| inspect(ctx, a, "tb_next")),
    def("traceback.tb_frame", "@get self", |ctx, a| inspect(ctx, a, "tb_frame")),
];

/// The attribute that keeps a function's type parameters: not one of its `__dict__` that a program can name.
const TYPE_PARAMS: &str = ".type_params";

fn type_params(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let sym = ctx.heap.symbols.intern(TYPE_PARAMS);
    let found = args[0].handle().and_then(|h| crate::vm::fields::get(ctx.heap, h, sym));
    Ok(found.unwrap_or_else(|| ctx.heap.new_tuple([])))
}

fn set_type_params(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if ctx.heap.tuple(args[1]).is_none() {
        return Err(ctx.type_error("__type_params__ must be set to a tuple"));
    }
    let sym = ctx.heap.symbols.intern(TYPE_PARAMS);
    if let Value::Obj(h) = args[0] {
        crate::vm::fields::set(ctx.heap, h, sym, args[1]);
    }
    Ok(Value::None)
}

/// Let the VM read it.
pub fn inspect(ctx: &mut Ctx<'_>, args: &[Value], what: &'static str) -> NativeResult {
    Err(ctx.ask(crate::vm::native::Request::Inspect { object: args[0], what }))
}

fn code(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match ctx.heap.function(args[0]).map(|f| f.code) {
        Some(id) => Ok(ctx.heap.alloc(types::CODE, Object::Code(id)).into()),
        None => wrong_type(ctx, args[0], "function"),
    }
}

fn read(ctx: &mut Ctx<'_>, args: &[Value], field: fn(&Function) -> Value) -> NativeResult {
    match ctx.heap.function(args[0]) {
        Some(f) => Ok(field(f)),
        None => wrong_type(ctx, args[0], "function"),
    }
}

fn write(ctx: &mut Ctx<'_>, args: &[Value], field: fn(&mut Function, Value)) -> NativeResult {
    if let Value::Obj(h) = args[0]
        && let Object::Function(f) = ctx.heap.get_mut(h)
    {
        field(f, args[1].or(Value::None));
        return Ok(Value::None);
    }
    wrong_type(ctx, args[0], "function")
}

fn write_text(ctx: &mut Ctx<'_>, args: &[Value], name: &str, field: fn(&mut Function, Value)) -> NativeResult {
    if ctx.heap.text(args[1]).is_none() {
        return Err(ctx.type_error(format!("{name} must be set to a string object")));
    }
    write(ctx, args, field)
}

fn write_dict(ctx: &mut Ctx<'_>, args: &[Value], name: &str, field: fn(&mut Function, Value)) -> NativeResult {
    if !matches!(args[1], Value::Unset | Value::None) && ctx.heap.dict(args[1]).is_none() {
        return Err(ctx.type_error(format!("{name} must be set to a dict object")));
    }
    write(ctx, args, field)
}

fn set_defaults(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if !matches!(args[1], Value::Unset | Value::None) && ctx.heap.tuple(args[1]).is_none() {
        return Err(ctx.type_error("__defaults__ must be set to a tuple object"));
    }
    write(ctx, args, |f, v| f.defaults = v)
}

fn new_method(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if matches!(args[2], Value::None) {
        return Err(ctx.type_error("instance must not be None"));
    }
    Ok(ctx.heap.alloc(types::METHOD, Object::BoundMethod { func: args[1], this: args[2] }).into())
}

/// `types.ModuleType(name, doc)`.
fn new_module(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    let by_name = |ctx: &Ctx<'_>, name: &str| {
        ctx.heap
            .dict(args[2])
            .and_then(|d| d.iter().find(|(k, _)| ctx.heap.text(*k).is_some_and(|t| t.eq_str(name))))
            .map(|e| e.1)
    };
    let class = args[0].handle().unwrap_or(types::MODULE);
    let Some(name) = given.first().copied().or_else(|| by_name(ctx, "name")) else {
        return Err(ctx.type_error("module() missing required argument 'name' (pos 1)"));
    };
    let doc = given.get(1).copied().or_else(|| by_name(ctx, "doc")).unwrap_or(Value::None);
    let Some(text) = ctx.heap.text(name).map(|t| t.to_str().into_owned()) else {
        let message = format!("module() argument 'name' must be str, not {}", ctx.type_name(name));
        return Err(ctx.type_error(message));
    };
    let dict = ctx.heap.new_dict(Default::default());
    let Value::Obj(d) = dict else { return Ok(Value::None) };
    for (key, v) in [
        ("__name__", name),
        ("__doc__", doc),
        ("__package__", Value::None),
        ("__loader__", Value::None),
        ("__spec__", Value::None),
    ] {
        crate::vm::lookup::dict_set_str(ctx.heap, d, key, v);
    }
    let module = crate::vm::object::Module { name: text.into(), dict: d };
    Ok(ctx.heap.alloc(class, Object::Module(Box::new(module))).into())
}

fn native_owner(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = native(ctx, args[0])?.native.def().name;
    let owner = name.split_once('.').map_or("object", |(owner, _)| owner);
    Ok(types::ALL.iter().find(|t| t.name == owner).map_or(types::OBJECT, |t| t.handle).into())
}

fn wrong_type(ctx: &mut Ctx<'_>, v: Value, wanted: &str) -> NativeResult {
    let message = format!("descriptor requires a '{wanted}' object but received a '{}'", ctx.type_name(v));
    Err(ctx.type_error(message))
}

fn annotations(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let found = read(ctx, args, |f| f.annotations)?;
    if !matches!(found, Value::None) {
        return Ok(found);
    }
    let dict = ctx.heap.new_dict(Default::default());
    write(ctx, &[args[0], dict], |f, v| f.annotations = v)?;
    Ok(dict)
}

fn closure(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let cells: Vec<Value> = ctx.heap.function(args[0]).map_or(Vec::new(), |f| f.closure.iter().map(|&c| c.into()).collect());
    Ok(if cells.is_empty() { Value::None } else { ctx.heap.new_tuple(cells) })
}

/// `__get__` of functions: a bound method, or the function itself when read through the class.
fn bind(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if matches!(args[1], Value::None) {
        if matches!(args[2], Value::Unset | Value::None) {
            return Err(ctx.type_error("__get__(None, None) is invalid"));
        }
        return Ok(args[0]);
    }
    if let Some(Object::Builtin(b)) = ctx.heap.object(args[0]) {
        let bound = crate::vm::object::Builtin { native: b.native, this: args[1] };
        return Ok(ctx.heap.alloc(types::BUILTIN, Object::Builtin(bound)).into());
    }
    Ok(ctx.heap.alloc(types::METHOD, Object::BoundMethod { func: args[0], this: args[1] }).into())
}

/// `f.__call__(...)`.
fn call(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let positional = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    let kwargs = ctx.heap.dict(args[2]).map(|d| d.iter().collect()).unwrap_or_default();
    Err(Exit::Ask(Box::new(crate::vm::native::Request::Call { callee: args[0], args: positional, kwargs })))
}

fn method(ctx: &mut Ctx<'_>, v: Value) -> Result<(Value, Value), Exit> {
    match ctx.heap.object(v) {
        Some(Object::BoundMethod { func, this }) => Ok((*func, *this)),
        _ => Err(wrong_type(ctx, v, "method").unwrap_err()),
    }
}

fn method_func(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(method(ctx, args[0])?.0)
}
fn method_self(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(method(ctx, args[0])?.1)
}
fn of_func(ctx: &mut Ctx<'_>, args: &[Value], name: &str) -> NativeResult {
    let (func, _) = method(ctx, args[0])?;
    let name = ctx.heap.new_str(name);
    Err(ctx.ask(crate::vm::native::Request::GetAttr { object: func, name, default: None }))
}
fn method_name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    of_func(ctx, args, "__name__")
}
fn method_qualname(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    of_func(ctx, args, "__qualname__")
}
fn method_doc(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    of_func(ctx, args, "__doc__")
}

fn native(ctx: &mut Ctx<'_>, v: Value) -> Result<crate::vm::object::Builtin, Exit> {
    match ctx.heap.object(v) {
        Some(Object::Builtin(b)) => Ok(*b),
        _ => Err(wrong_type(ctx, v, "builtin_function_or_method").unwrap_err()),
    }
}

fn native_name(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = native(ctx, args[0])?.native.def().name;
    let short = name.rsplit_once('.').map_or(name, |(_, n)| n);
    Ok(ctx.heap.new_str(short))
}

fn native_qualname(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = native(ctx, args[0])?.native.def().name;
    let is_method = name.split_once('.').is_some_and(|(prefix, _)| types::ALL.iter().any(|t| t.name == prefix));
    let shown = if is_method { name } else { name.rsplit_once('.').map_or(name, |(_, n)| n) };
    Ok(ctx.heap.new_str(shown))
}

fn native_self(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let b = native(ctx, args[0])?;
    if let Some(this) = b.this.given() {
        return Ok(this);
    }
    // A function's own module.
    let module = b.native.def().name.split_once('.').map_or("builtins", |(module, _)| module);
    let modules = ctx.heap.modules();
    Ok(crate::vm::lookup::dict_get_str(ctx.heap, modules, module).unwrap_or(Value::None))
}

fn native_module(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = native(ctx, args[0])?.native.def().name;
    match name.split_once('.') {
        Some((prefix, _)) if types::ALL.iter().any(|t| t.name == prefix) => Ok(Value::None),
        Some((module, _)) => Ok(ctx.heap.new_str(module)),
        None => Ok(ctx.heap.new_str("builtins")),
    }
}

fn cell_contents(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match ctx.heap.object(args[0]) {
        Some(Object::Cell(Value::Unset)) => Err(ctx.value_error("Cell is empty")),
        Some(Object::Cell(v)) => Ok(*v),
        _ => wrong_type(ctx, args[0], "cell"),
    }
}

fn dict_behind(ctx: &Ctx<'_>, v: Value) -> Value {
    match ctx.heap.object(v) {
        Some(Object::MappingProxy(d)) => *d,
        _ => Value::None,
    }
}

fn over_dict(ctx: &mut Ctx<'_>, args: &[Value], name: &'static str) -> NativeResult {
    let mut all = args.to_vec();
    all[0] = dict_behind(ctx, args[0]);
    Err(ctx.prelude(name, &all))
}

fn method_of_dict(ctx: &mut Ctx<'_>, args: &[Value], name: &str) -> NativeResult {
    let dict = dict_behind(ctx, args[0]);
    let sym = ctx.heap.symbols.intern(name);
    let Some(method) = crate::vm::special_attr(ctx.heap, dict, sym) else { return Ok(Value::None) };
    let given: Vec<Value> = args[1..].iter().copied().filter(|v| !v.is_unset()).collect();
    Err(ctx.call(method, &given))
}

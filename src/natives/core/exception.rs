//! Exceptions.

use crate::vm::fields;
use crate::vm::heap::Heap;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::repr;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("BaseException.__new__", "cls, *args, **kwargs", new),
    def("BaseException.__init__", "self, /, *args, **kwargs", init),
    def("BaseException.__str__", "self, /", to_str),
    def("BaseException.__repr__", "self, /", to_repr),
    def("BaseException.args", "@get self", args),
    def("BaseException.args=", "self, value", set_args),
    def("BaseException.__cause__", "@get self", cause),
    def("BaseException.__cause__=", "self, value", set_cause),
    def("BaseException.__context__", "@get self", context),
    def("BaseException.__context__=", "self, value", set_context),
    def("BaseException.__suppress_context__", "@get self", suppress),
    def("BaseException.__suppress_context__=", "self, value", set_suppress),
    def("BaseException.__traceback__", "@get self", traceback),
    def("BaseException.__traceback__=", "self, value", set_traceback),
    def("BaseException.with_traceback", "self, tb, /", with_traceback),
    def("BaseException.add_note", "self, note, /", add_note),
    def("KeyError.__str__", "self, /", key_error_str),
    def("StopIteration.value", "@get self", |ctx, a| first_arg(ctx, a[0])),
    def("SystemExit.code", "@get self", exit_code),
    def("OSError.__str__", "self, /", os_error_str),
    def("OSError.errno", "@get self", |ctx, a| os_arg(ctx, a[0], 0)),
    def("OSError.strerror", "@get self", |ctx, a| os_arg(ctx, a[0], 1)),
    def("OSError.filename", "@get self", |ctx, a| os_arg(ctx, a[0], 2)),
    def("SyntaxError.__str__", "self, /", syntax_error_str),
    def("_same_metadata", "a, b, /", same_metadata),
];

/// Is one exception the other, raised again: same traceback, cause and context?
fn same_metadata(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let (Some(x), Some(y)) = (ctx.heap.exception(a[0]), ctx.heap.exception(a[1])) else { return Ok(Value::Bool(false)) };
    Ok(Value::Bool(x.traceback == y.traceback && x.cause.is(y.cause) && x.context.is(y.context)))
}

fn handle(ctx: &mut Ctx<'_>, v: Value) -> Result<Handle, Exit> {
    match v {
        Value::Obj(h) if ctx.heap.exception(v).is_some() => Ok(h),
        _ => {
            let message = format!("descriptor requires a 'BaseException' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

/// Keyword arguments that some exceptions take: they become attributes.
fn keyword_attributes(class_name: &str) -> &'static [&'static str] {
    match class_name {
        "ImportError" | "ModuleNotFoundError" => &["name", "path", "name_from"],
        "NameError" | "UnboundLocalError" => &["name"],
        "AttributeError" => &["name", "obj"],
        _ => &[],
    }
}

/// Are the positional arguments all that an instance of this class of exceptions is made of?
pub fn keeps_arguments_only(heap: &Heap, class: Handle) -> bool {
    let base = heap.class(class).mro.iter().copied().find(|&c| !heap.class(c).is_heap).unwrap_or(types::BASE_EXCEPTION);
    class != types::OS_ERROR && keyword_attributes(&heap.class(base).name).is_empty()
}

/// The nearest builtin class.
fn builtin_base(ctx: &Ctx<'_>, class: Handle) -> Handle {
    ctx.heap.class(class).mro.iter().copied().find(|&c| !ctx.heap.class(c).is_heap).unwrap_or(types::BASE_EXCEPTION)
}

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some((class, _)) = ctx.heap.as_class(args[0]) else {
        return Err(ctx.type_error("BaseException.__new__(X): X is not a type object"));
    };
    let base = builtin_base(ctx, class);
    let name = ctx.heap.class(base).name.to_string();
    // `OSError(2, ...)` is a FileNotFoundError.
    let class = if class == types::OS_ERROR { os_error_class(ctx, args[1]) } else { class };
    let h = ctx.heap.new_exception(class, args[1]);
    let has_own_init = ctx.heap.class_attr_named(class, "__init__").is_some_and(|f| ctx.heap.function(f).is_some());
    if !has_own_init {
        take_keywords(ctx, h, &name, args[2])?;
    }
    for known in keyword_attributes(&name) {
        let sym = ctx.heap.symbols.intern(known);
        if fields::get(ctx.heap, h, sym).is_none() {
            fields::set(ctx.heap, h, sym, Value::None);
        }
    }
    Ok(h.into())
}

fn take_keywords(ctx: &mut Ctx<'_>, h: Handle, class: &str, kwargs: Value) -> Result<(), Exit> {
    let given: Vec<(Value, Value)> = ctx.heap.dict(kwargs).map(|d| d.iter().collect()).unwrap_or_default();
    for (key, v) in given {
        let key = ctx.heap.str_lossy(key);
        if !keyword_attributes(class).contains(&key.as_str()) {
            let message = format!("{}() takes no keyword arguments", ctx.type_name(h.into()));
            return Err(ctx.type_error(message));
        }
        let sym = ctx.heap.symbols.intern(&key);
        fields::set(ctx.heap, h, sym, v);
    }
    Ok(())
}

fn os_error_class(ctx: &Ctx<'_>, args: Value) -> Handle {
    let Some([Value::Int(errno), _, ..]) = ctx.heap.items(args) else { return types::OS_ERROR };
    match errno {
        1 | 13 => types::PERMISSION_ERROR,
        2 => types::FILE_NOT_FOUND_ERROR,
        3 => types::PROCESS_LOOKUP_ERROR,
        4 => types::INTERRUPTED_ERROR,
        10 => types::CHILD_PROCESS_ERROR,
        11 | 114 | 115 => types::BLOCKING_IO_ERROR,
        17 => types::FILE_EXISTS_ERROR,
        20 => types::NOT_A_DIRECTORY_ERROR,
        21 => types::IS_A_DIRECTORY_ERROR,
        32 | 108 => types::BROKEN_PIPE_ERROR,
        103 => types::CONNECTION_ABORTED_ERROR,
        104 => types::CONNECTION_RESET_ERROR,
        110 => types::TIMEOUT_ERROR,
        111 => types::CONNECTION_REFUSED_ERROR,
        _ => types::OS_ERROR,
    }
}

fn init(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = handle(ctx, args[0])?;
    let class = ctx.heap.class_of(args[0]);
    let base = builtin_base(ctx, class);
    let name = ctx.heap.class(base).name.to_string();
    take_keywords(ctx, h, &name, args[2])?;
    ctx.heap.exception_mut(h).args = args[1];
    Ok(Value::None)
}

fn items(ctx: &Ctx<'_>, v: Value) -> Vec<Value> {
    ctx.heap.exception(v).and_then(|e| ctx.heap.tuple(e.args)).map(<[Value]>::to_vec).unwrap_or_default()
}

fn to_str(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    handle(ctx, args[0])?;
    match items(ctx, args[0])[..] {
        [] => Ok(ctx.heap.new_str("")),
        [one] => match repr::str_of(ctx.heap, one) {
            Some(t) => Ok(ctx.heap.new_text(t)),
            None => Err(ctx.prelude("_str", &[one])),
        },
        _ => {
            let tuple = ctx.heap.exception(args[0]).map_or(Value::None, |e| e.args);
            Err(ctx.prelude("_repr", &[tuple]))
        }
    }
}

fn to_repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    handle(ctx, args[0])?;
    match repr::repr(ctx.heap, args[0]) {
        Some(t) => Ok(ctx.heap.new_text(t)),
        None => Err(ctx.prelude("_exception_repr", &[args[0]])),
    }
}

fn args(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    handle(ctx, a[0])?;
    Ok(ctx.heap.exception(a[0]).map_or(Value::None, |e| e.args))
}

fn set_args(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    let items = ctx.heap.items(a[1]).unwrap_or(&[]).to_vec();
    let tuple = ctx.heap.new_tuple(items);
    ctx.heap.exception_mut(h).args = tuple;
    Ok(Value::None)
}

fn cause(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    handle(ctx, a[0])?;
    Ok(ctx.heap.exception(a[0]).map_or(Value::None, |e| e.cause))
}

fn exception_or_none(ctx: &mut Ctx<'_>, v: Value, what: &str) -> Result<(), Exit> {
    if matches!(v, Value::None) || ctx.heap.exception(v).is_some() {
        return Ok(());
    }
    Err(ctx.type_error(format!("exception {what} must be None or derive from BaseException")))
}

fn set_cause(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    exception_or_none(ctx, a[1], "cause")?;
    let e = ctx.heap.exception_mut(h);
    e.cause = a[1];
    e.suppress_context = true;
    Ok(Value::None)
}

fn context(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    handle(ctx, a[0])?;
    Ok(ctx.heap.exception(a[0]).map_or(Value::None, |e| e.context))
}

fn set_context(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    exception_or_none(ctx, a[1], "context")?;
    ctx.heap.exception_mut(h).context = a[1];
    Ok(Value::None)
}

fn suppress(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    handle(ctx, a[0])?;
    Ok(Value::Bool(ctx.heap.exception(a[0]).is_some_and(|e| e.suppress_context)))
}

fn set_suppress(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    ctx.heap.exception_mut(h).suppress_context = matches!(a[1], Value::Bool(true));
    Ok(Value::None)
}

fn traceback(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    handle(ctx, a[0])?;
    let entries = ctx.heap.exception(a[0]).map(|e| e.traceback.clone()).unwrap_or_default();
    if entries.is_empty() {
        return Ok(Value::None);
    }
    Ok(ctx.heap.alloc(types::TRACEBACK, Object::Traceback(Box::new(entries))).into())
}

fn set_traceback(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    let entries = match ctx.heap.object(a[1]) {
        Some(Object::Traceback(t)) => (**t).clone(),
        _ if matches!(a[1], Value::None) => Vec::new(),
        _ => return Err(ctx.type_error("__traceback__ must be a traceback or None")),
    };
    ctx.heap.exception_mut(h).traceback = entries;
    Ok(Value::None)
}

fn with_traceback(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    set_traceback(ctx, a)?;
    Ok(a[0])
}

fn add_note(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    if ctx.heap.text(a[1]).is_none() {
        let message = format!("note must be a str, not '{}'", ctx.type_name(a[1]));
        return Err(ctx.type_error(message));
    }
    let sym = ctx.heap.symbols.intern("__notes__");
    match fields::get(ctx.heap, h, sym) {
        Some(Value::Obj(list)) if ctx.heap.list(list.into()).is_some() => ctx.heap.list_push(list, a[1]),
        _ => {
            let list = ctx.heap.new_list(vec![a[1]]);
            fields::set(ctx.heap, h, sym, list);
        }
    }
    Ok(Value::None)
}

/// A KeyError shows its key as `repr` does.
fn key_error_str(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    match items(ctx, a[0])[..] {
        [one] => match repr::repr(ctx.heap, one) {
            Some(t) => Ok(ctx.heap.new_text(t)),
            None => Err(ctx.prelude("_repr", &[one])),
        },
        _ => to_str(ctx, a),
    }
}

fn first_arg(ctx: &mut Ctx<'_>, v: Value) -> NativeResult {
    Ok(items(ctx, v).first().copied().unwrap_or(Value::None))
}

fn exit_code(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    match items(ctx, a[0])[..] {
        [] => Ok(Value::None),
        [one] => Ok(one),
        _ => Ok(ctx.heap.exception(a[0]).map_or(Value::None, |e| e.args)),
    }
}

fn os_arg(ctx: &mut Ctx<'_>, v: Value, index: usize) -> NativeResult {
    let all = items(ctx, v);
    Ok(if all.len() < 2 { Value::None } else { all.get(index).copied().unwrap_or(Value::None) })
}

fn os_error_str(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let all = items(ctx, a[0]);
    let shown = |ctx: &Ctx<'_>, v: Value| repr::str_of(ctx.heap, v).map(|t| ctx.heap.text_string(&t)).unwrap_or_default();
    let text = match all[..] {
        [errno, message] => format!("[Errno {}] {}", shown(ctx, errno), shown(ctx, message)),
        [errno, message, file, ..] => {
            let file = repr::repr(ctx.heap, file).map(|t| ctx.heap.text_string(&t)).unwrap_or_default();
            format!("[Errno {}] {}: {file}", shown(ctx, errno), shown(ctx, message))
        }
        _ => return to_str(ctx, a),
    };
    Ok(ctx.heap.new_string(text))
}

fn syntax_error_str(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let all = items(ctx, a[0]);
    let (Some(&message), Some(details)) = (all.first(), all.get(1).and_then(|d| ctx.heap.items(*d))) else {
        return to_str(ctx, a);
    };
    let (file, line) = (details.first().copied().unwrap_or(Value::None), details.get(1).copied().unwrap_or(Value::None));
    let (message, file) = (ctx.heap.str_lossy(message), ctx.heap.str_lossy(file));
    let file = file.rsplit('/').next().unwrap_or("").to_owned();
    let text = match line {
        Value::Int(line) => format!("{message} ({file}, line {line})"),
        _ => message,
    };
    Ok(ctx.heap.new_string(text))
}

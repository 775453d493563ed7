//! Exceptions: what all of them have. The members of the builtin classes are in [`super::members`].

use crate::vm::exceptions::{self, Family, Member};
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
    def("BaseException.__reduce__", "self, /", reduce),
    def("BaseException.__setstate__", "self, state, /", set_state),
    def("BaseException.args", "@get self", args),
    def("BaseException.args=", "self, value=NULL", set_args),
    def("BaseException.__cause__", "@get self", cause),
    def("BaseException.__cause__=", "self, value=NULL", set_cause),
    def("BaseException.__context__", "@get self", context),
    def("BaseException.__context__=", "self, value=NULL", set_context),
    def("BaseException.__suppress_context__", "@member self", suppress),
    def("BaseException.__suppress_context__=", "self, value=NULL", set_suppress),
    def("BaseException.__traceback__", "@get self", traceback),
    def("BaseException.__traceback__=", "self, value=NULL", set_traceback),
    def("BaseException.with_traceback", "self, tb, /", with_traceback),
    def("BaseException.add_note", "self, note, /", add_note),
    def("_same_metadata", "a, b, /", same_metadata),
    def("KeyError.__str__", "self, /", to_str),
    def("OSError.__str__", "self, /", to_str),
    def("OSError.__reduce__", "self, /", reduce_os),
    def("ImportError.__str__", "self, /", to_str),
    def("ImportError.__reduce__", "self, /", reduce),
    def("AttributeError.__reduce__", "self, /", reduce),
    def("AttributeError.__getstate__", "self, /", attribute_state),
    def("SyntaxError.__str__", "self, /", to_str),
    def("UnicodeDecodeError.__str__", "self, /", to_str),
    def("UnicodeEncodeError.__str__", "self, /", to_str),
    def("UnicodeTranslateError.__str__", "self, /", to_str),
    def("traceback.tb_next=", "self, value=NULL", set_next_trace),
];

/// Is one exception the other, raised again: same traceback, cause and context?
fn same_metadata(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let (Some(x), Some(y)) = (ctx.heap.exception(a[0]), ctx.heap.exception(a[1])) else { return Ok(Value::Bool(false)) };
    Ok(Value::Bool(x.traceback == y.traceback && x.cause.is(y.cause) && x.context.is(y.context)))
}

pub(super) fn handle(ctx: &mut Ctx<'_>, v: Value) -> Result<Handle, Exit> {
    match v {
        Value::Obj(h) if ctx.heap.exception(v).is_some() => Ok(h),
        _ => {
            let message = format!("descriptor requires a 'BaseException' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

/// Keyword arguments that some exceptions take.
fn keywords(family: Family) -> &'static [(&'static str, Member)] {
    match family {
        Family::Import => &[("name", Member::Name), ("path", Member::Path), ("name_from", Member::NameFrom)],
        Family::Name => &[("name", Member::Name)],
        Family::Attribute => &[("name", Member::Name), ("obj", Member::Obj)],
        _ => &[],
    }
}

/// Are the positional arguments all that an instance of this class of exceptions is made of, whatever they are?
pub fn keeps_arguments_only(heap: &Heap, class: Handle) -> bool {
    matches!(exceptions::family(heap, class), Family::Plain | Family::Stop | Family::Exit)
}

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some((class, _)) = ctx.heap.as_class(args[0]) else {
        let message = format!("BaseException.__new__(X): X is not a type object ({})", ctx.type_name(args[0]));
        return Err(ctx.type_error(message));
    };
    if !ctx.heap.is_subclass(class, types::BASE_EXCEPTION) {
        let name = ctx.heap.class(class).name.to_string();
        return Err(ctx.type_error(format!("BaseException.__new__({name}): {name} is not a subtype of BaseException")));
    }
    // `OSError(2, ...)` is a FileNotFoundError.
    let class = if class == types::OS_ERROR { os_error_class(ctx, args[1]) } else { class };
    let has_own_init = ctx.heap.class_attr_named(class, "__init__").is_some_and(|f| ctx.heap.function(f).is_some());
    if !has_own_init {
        check_arguments(ctx, class, args[1])?;
    }
    let h = ctx.heap.new_exception(class, args[1]);
    if !has_own_init {
        take_keywords(ctx, h, args[2])?;
    }
    Ok(h.into())
}

fn take_keywords(ctx: &mut Ctx<'_>, h: Handle, kwargs: Value) -> Result<(), Exit> {
    let given: Vec<(Value, Value)> = ctx.heap.dict(kwargs).map(|d| d.iter().collect()).unwrap_or_default();
    if given.is_empty() {
        return Ok(());
    }
    let class = ctx.heap.slot(h).class;
    let known = keywords(exceptions::family(ctx.heap, class));
    for (key, v) in given {
        let key = ctx.heap.str_lossy(key);
        let Some((_, member)) = known.iter().find(|(name, _)| *name == key) else {
            let base = exceptions::builtin_base(ctx.heap, class);
            return Err(match known.is_empty() {
                true => {
                    // `OSError(2, ...)` has become another class already.
                    let is_os = (types::OS_ERROR.0..=types::TIMEOUT_ERROR.0).contains(&class.0);
                    let class = if is_os { types::OS_ERROR } else { class };
                    let name = ctx.heap.class(class).name.to_string();
                    ctx.type_error(format!("{name}() takes no keyword arguments"))
                }
                false => {
                    // Subclasses of NameError and ImportError share its parser of arguments.
                    let name = match base {
                        types::MODULE_NOT_FOUND_ERROR => "ImportError".to_owned(),
                        types::UNBOUND_LOCAL_ERROR => "NameError".to_owned(),
                        base => ctx.heap.class(base).name.to_string(),
                    };
                    ctx.type_error(format!("'{key}' is an invalid keyword argument for {name}()"))
                }
            });
        };
        ctx.heap.set_exception_member(h, *member, v);
    }
    Ok(())
}

/// What CPython's constructors refuse.
fn check_arguments(ctx: &mut Ctx<'_>, class: Handle, args: Value) -> Result<(), Exit> {
    let family = exceptions::family(ctx.heap, class);
    let items = ctx.heap.tuple(args).unwrap_or(&[]).to_vec();
    let texts: &[usize] = match family {
        Family::Syntax if items.len() == 2 => return check_place(ctx, items[1]),
        Family::Decode => &[0, 4],
        Family::Encode => &[0, 1, 4],
        Family::Translate => &[0, 3],
        _ => return Ok(()),
    };
    let wanted = if family == Family::Translate { 4 } else { 5 };
    if items.len() != wanted {
        return Err(ctx.type_error(format!("function takes exactly {wanted} arguments ({} given)", items.len())));
    }
    for (i, &v) in items.iter().enumerate() {
        if texts.contains(&i) {
            if ctx.heap.text(v).is_none() {
                let message = format!("argument {} must be str, not {}", i + 1, ctx.type_name(v));
                return Err(ctx.type_error(message));
            }
        } else if i == 1 && family == Family::Decode {
            crate::natives::args::want_bytes(ctx, v)?;
        } else if !matches!(v, Value::Int(_) | Value::Bool(_)) {
            let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
            return Err(ctx.type_error(message));
        }
    }
    Ok(())
}

/// The second argument of a SyntaxError: file, line, column, text, and perhaps the end.
fn check_place(ctx: &mut Ctx<'_>, place: Value) -> Result<(), Exit> {
    let n = match ctx.heap.items(place) {
        Some(items) => items.len(),
        None if ctx.heap.text(place).is_some() => return Ok(()),
        None => {
            let message = format!("'{}' object is not iterable", ctx.type_name(place));
            return Err(ctx.type_error(message));
        }
    };
    match n {
        0..=3 => Err(ctx.type_error(format!("function takes at least 4 arguments ({n} given)"))),
        5 => Err(ctx.type_error("end_offset must be provided when end_lineno is provided")),
        4 | 6 => Ok(()),
        _ => Err(ctx.type_error(format!("function takes at most 6 arguments ({n} given)"))),
    }
}

fn os_error_class(ctx: &Ctx<'_>, args: Value) -> Handle {
    match ctx.heap.items(args) {
        Some([Value::Int(errno), _, rest @ ..]) if rest.len() <= 3 => class_of_errno(*errno),
        _ => types::OS_ERROR,
    }
}

/// The class of an OSError by its number.
pub fn class_of_errno(errno: i64) -> Handle {
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
    check_arguments(ctx, class, args[1])?;
    ctx.heap.set_exception_args(h, args[1]);
    take_keywords(ctx, h, args[2])?;
    Ok(Value::None)
}

fn items(ctx: &Ctx<'_>, v: Value) -> Vec<Value> {
    ctx.heap.exception(v).and_then(|e| ctx.heap.tuple(e.args)).map(<[Value]>::to_vec).unwrap_or_default()
}

fn to_str(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    handle(ctx, args[0])?;
    match repr::exception_str(ctx.heap, args[0]) {
        Some(t) => Ok(ctx.heap.new_text(t)),
        None => Err(ctx.prelude("_exception_str", &[args[0]])),
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

/// `del` of what must be there.
fn not_deleted(ctx: &mut Ctx<'_>, v: Value, name: &str) -> Result<(), Exit> {
    if v.is_unset() {
        return Err(ctx.type_error(format!("{name} may not be deleted")));
    }
    Ok(())
}

fn set_args(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    not_deleted(ctx, a[1], "args")?;
    let Some(items) = ctx.heap.items(a[1]).map(<[Value]>::to_vec) else {
        return Err(ctx.prelude("_set_exception_args", a));
    };
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
    not_deleted(ctx, a[1], "__cause__")?;
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
    not_deleted(ctx, a[1], "__context__")?;
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
    match a[1] {
        Value::Bool(b) => ctx.heap.exception_mut(h).suppress_context = b,
        Value::Unset => return Err(ctx.type_error("can't delete numeric/char attribute")),
        _ => return Err(ctx.type_error("attribute value type must be bool")),
    }
    Ok(Value::None)
}

/// The traceback object of an exception shows the outermost frame; the exception keeps the innermost first. It is made when
/// somebody asks, and kept, so that it is the same object the next time.
fn traceback(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    let entries = ctx.heap.exception(a[0]).map(|e| e.traceback.clone()).unwrap_or_default();
    if entries.is_empty() {
        return Ok(Value::None);
    }
    if let Some(known) = ctx.heap.exception_member(a[0], Member::Traceback)
        && let Some(Object::Traceback(t)) = ctx.heap.object(known)
        && **t == entries
    {
        return Ok(known);
    }
    let made = Value::Obj(ctx.heap.alloc(types::TRACEBACK, Object::Traceback(Box::new(entries))));
    ctx.heap.set_exception_member(h, Member::Traceback, made);
    Ok(made)
}

fn set_traceback(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    not_deleted(ctx, a[1], "__traceback__")?;
    let entries = match ctx.heap.object(a[1]) {
        Some(Object::Traceback(t)) => (**t).clone(),
        _ if matches!(a[1], Value::None) => Vec::new(),
        _ => return Err(ctx.type_error("__traceback__ must be a traceback or None")),
    };
    ctx.heap.exception_mut(h).traceback = entries;
    ctx.heap.set_exception_member(h, Member::Traceback, a[1]);
    Ok(Value::None)
}

/// The frames of a traceback object, innermost first.
fn entries(ctx: &mut Ctx<'_>, v: Value) -> Result<Vec<crate::vm::object::TraceEntry>, Exit> {
    match ctx.heap.object(v) {
        Some(Object::Traceback(t)) => Ok((**t).clone()),
        _ => {
            let message = format!("descriptor requires a 'traceback' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

fn set_next_trace(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let own = entries(ctx, a[0])?;
    let mut all = match a[1] {
        Value::None => Vec::new(),
        Value::Unset => return Err(ctx.type_error("can't delete tb_next attribute")),
        v if matches!(ctx.heap.object(v), Some(Object::Traceback(_))) => entries(ctx, v)?,
        v => {
            let message = format!("expected traceback object, got '{}'", ctx.type_name(v));
            return Err(ctx.type_error(message));
        }
    };
    all.extend(own.last());
    if let Value::Obj(h) = a[0]
        && let Object::Traceback(t) = ctx.heap.get_mut(h)
    {
        **t = all;
    }
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
        Some(_) => return Err(ctx.type_error("Cannot add note: __notes__ is not a list")),
        None => {
            let list = ctx.heap.new_list(vec![a[1]]);
            fields::set(ctx.heap, h, sym, list);
        }
    }
    Ok(Value::None)
}

/// The attributes that pickling has to keep, as a dict; `Unset` when there are none.
fn state(ctx: &mut Ctx<'_>, h: Handle) -> Value {
    let class = ctx.heap.slot(h).class;
    let members: &[(&str, Member)] = match exceptions::family(ctx.heap, class) {
        Family::Import => keywords(Family::Import),
        Family::Attribute => &[("name", Member::Name)],
        _ => &[],
    };
    let mut rows = fields::all(ctx.heap, h);
    for (name, member) in members {
        match ctx.heap.exception_member(h.into(), *member) {
            Some(v) if !matches!(v, Value::None | Value::Unset) => rows.push(((*name).to_owned(), v)),
            _ => {}
        }
    }
    if exceptions::family(ctx.heap, class) == Family::Attribute {
        let args = ctx.heap.exception(h.into()).map_or(Value::None, |e| e.args);
        rows.push(("args".to_owned(), args));
    }
    if rows.is_empty() {
        return Value::Unset;
    }
    let dict = ctx.heap.new_dict(Default::default());
    if let Value::Obj(d) = dict {
        for (name, v) in rows {
            crate::vm::lookup::dict_set_str(ctx.heap, d, &name, v);
        }
    }
    dict
}

fn reduced(ctx: &mut Ctx<'_>, h: Handle, args: Value) -> NativeResult {
    let class = Value::Obj(ctx.heap.slot(h).class);
    Ok(match state(ctx, h) {
        Value::Unset => ctx.heap.new_tuple([class, args]),
        state => ctx.heap.new_tuple([class, args, state]),
    })
}

fn reduce(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    let args = ctx.heap.exception(a[0]).map_or(Value::None, |e| e.args);
    reduced(ctx, h, args)
}

/// The file names that were taken out of the arguments come back into them.
fn reduce_os(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    let mut all = items(ctx, a[0]);
    if let (2, Some(file)) = (all.len(), ctx.heap.exception_member(a[0], Member::Filename)) {
        all.push(file);
        if let Some(second) = ctx.heap.exception_member(a[0], Member::Filename2) {
            all.extend([Value::None, second]);
        }
    }
    let args = ctx.heap.new_tuple(all);
    reduced(ctx, h, args)
}

fn attribute_state(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    Ok(state(ctx, h).or(Value::None))
}

fn set_state(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    handle(ctx, a[0])?;
    match a[1] {
        Value::None => Ok(Value::None),
        v if ctx.heap.dict(v).is_some() => Err(ctx.prelude("_set_attributes", a)),
        _ => Err(ctx.type_error("state is not a dictionary")),
    }
}

//! Arguments meet parameters, for Python functions and for natives, with CPython's words when they do not fit.

use super::call::{Leave, Window};
use super::collections::Dict;
use super::hash::{Hashed, hash};
use super::lookup;
use super::machine::Vm;
use super::native::{Ctx, Exit, NativeDef, NativeId, NativeResult};
use super::object::Object;
use super::types;
use super::value::{Handle, Value};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::{LazyLock, OnceLock};

/// Parameters of a function whose arguments are bound without a detour.
const FEW_PARAMETERS: usize = 16;

impl Vm {
    /// Lay the window's arguments out as the parameters of `func` want them.
    pub(super) fn bind_arguments(&mut self, func: Handle, w: &Window) -> Result<(), Leave> {
        if self.bind_fitting(func, w).is_some() {
            return Ok(());
        }
        self.bind_any(func, w)
    }

    /// The usual case: few parameters, arguments that fit. Nothing is done when it is not that.
    fn bind_fitting(&mut self, func: Handle, w: &Window) -> Option<()> {
        let Object::Function(f) = self.heap.get(func) else { return None };
        let (defaults, kwdefaults) = (f.defaults, f.kwdefaults);
        let code = &self.codes.get(f.code).code;
        let params = code.params;
        let positional = usize::from(params.positional_count());
        let named = positional + usize::from(params.kwonly);
        let total = usize::from(params.total());
        let names = self.heap.tuple(w.names).unwrap_or(&[]);
        let given = w.argc - names.len();
        if total > FEW_PARAMETERS || params.varkw || (given > positional && !params.varargs) {
            return None;
        }
        let mut bound = [Value::Unset; FEW_PARAMETERS];
        let args = &self.stack.regs[w.first..w.first + w.argc];
        let direct = given.min(positional);
        bound[..direct].copy_from_slice(&args[..direct]);
        for (name, &v) in names.iter().zip(&args[given..]) {
            let name = self.heap.text(*name)?;
            let posonly = usize::from(params.posonly);
            let at = posonly + code.regs[posonly..named].iter().position(|r| name.eq_str(&r.name))?;
            if !bound[at].is_unset() {
                return None;
            }
            bound[at] = v;
        }
        let defaults = self.heap.tuple(defaults).unwrap_or(&[]);
        let without_default = positional.checked_sub(defaults.len())?;
        for (i, v) in bound[..named].iter_mut().enumerate().filter(|(_, v)| v.is_unset()) {
            *v = if i < positional {
                defaults[i.checked_sub(without_default)?]
            } else {
                lookup::dict_get_str(&self.heap, kwdefaults.handle()?, &code.regs[i].name)?
            };
        }
        if params.varargs {
            bound[named] = self.heap.new_tuple(&args[direct..given]);
        }
        self.stack.reserve(w.first + total);
        self.stack.regs[w.first..w.first + total].copy_from_slice(&bound[..total]);
        Some(())
    }

    fn bind_any(&mut self, func: Handle, w: &Window) -> Result<(), Leave> {
        let Some(f) = self.function(func) else { return Ok(()) };
        let (defaults, kwdefaults, qualname) = (f.defaults, f.kwdefaults, f.qualname);
        let code = &self.codes.get(f.code).code;
        let params = code.params;
        let positional = usize::from(params.positional_count());
        let kwonly = usize::from(params.kwonly);
        let names: Vec<String> = code.regs[..positional + kwonly].iter().map(|r| r.name.clone()).collect();
        let (args, kwargs) = self.window_arguments(w);
        let mut bound = vec![Value::Unset; usize::from(params.total())];
        let given = args.len().min(positional);
        bound[..given].copy_from_slice(&args[..given]);
        let rest = &args[given..];
        if params.varargs {
            bound[positional + kwonly] = self.heap.new_tuple(rest);
        }
        let mut extra = Dict::default();
        let mut by_name_only = Vec::new();
        for (key, value) in kwargs {
            let Some(name) = self.heap.text(key).map(|t| t.to_str().into_owned()) else {
                return Err(self.error(types::TYPE_ERROR, "keywords must be strings"));
            };
            let at = names.iter().position(|n| *n == name);
            match at {
                Some(i) if i >= usize::from(params.posonly) => {
                    if !bound[i].is_unset() {
                        let message = format!("{}() got multiple values for argument '{name}'", self.heap.str_lossy(qualname));
                        return Err(self.error(types::TYPE_ERROR, &message));
                    }
                    bound[i] = value;
                }
                _ if params.varkw => {
                    if let Hashed::Known(h) = hash(&self.heap, key) {
                        extra.push(h, key, value);
                    }
                }
                Some(_) => by_name_only.push(name),
                None => {
                    let message = format!("{}() got an unexpected keyword argument '{name}'", self.heap.str_lossy(qualname));
                    return Err(self.error(types::TYPE_ERROR, &message));
                }
            }
        }
        if !by_name_only.is_empty() {
            let message = format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                self.heap.str_lossy(qualname),
                by_name_only.join(", ")
            );
            return Err(self.error(types::TYPE_ERROR, &message));
        }
        if params.varkw {
            let at = bound.len() - 1;
            bound[at] = self.heap.new_dict(extra);
        }
        if !rest.is_empty() && !params.varargs {
            let kwonly_given = bound[positional..positional + kwonly].iter().filter(|v| !v.is_unset()).count();
            let message = self.too_many(qualname, positional, defaults, args.len(), kwonly_given);
            return Err(self.error(types::TYPE_ERROR, &message));
        }
        let default_values = self.heap.tuple(defaults).map(<[Value]>::to_vec).unwrap_or_default();
        // Of more defaults than parameters, which `__defaults__` may hold, the last ones count.
        let default_values = &default_values[default_values.len().saturating_sub(positional)..];
        let without_default = positional - default_values.len();
        let missing: Vec<&String> = (0..without_default).filter(|&i| bound[i].is_unset()).map(|i| &names[i]).collect();
        if !missing.is_empty() {
            let message = missing_message(&self.heap.str_lossy(qualname), "positional", &missing);
            return Err(self.error(types::TYPE_ERROR, &message));
        }
        for (i, v) in default_values.iter().enumerate() {
            let slot = &mut bound[without_default + i];
            *slot = slot.or(*v);
        }
        let mut missing = Vec::new();
        for i in positional..positional + kwonly {
            if bound[i].is_unset() {
                match kwdefaults.handle().and_then(|d| lookup::dict_get_str(&self.heap, d, &names[i])) {
                    Some(v) => bound[i] = v,
                    None => missing.push(&names[i]),
                }
            }
        }
        if !missing.is_empty() {
            let message = missing_message(&self.heap.str_lossy(qualname), "keyword-only", &missing);
            return Err(self.error(types::TYPE_ERROR, &message));
        }
        self.stack.reserve(w.first + bound.len());
        self.stack.regs[w.first..w.first + bound.len()].copy_from_slice(&bound);
        Ok(())
    }

    fn too_many(&self, qualname: Value, positional: usize, defaults: Value, given: usize, kwonly_given: usize) -> String {
        let defaults = self.heap.tuple(defaults).map_or(0, <[Value]>::len);
        let (takes, plural) = match defaults {
            0 => (positional.to_string(), positional != 1),
            n => (format!("from {} to {positional}", positional.saturating_sub(n)), true),
        };
        let given_text = match kwonly_given {
            0 => format!("{given} {} given", if given == 1 { "was" } else { "were" }),
            n => format!(
                "{given} positional argument{} (and {n} keyword-only argument{}) were given",
                if given == 1 { "" } else { "s" },
                if n == 1 { "" } else { "s" }
            ),
        };
        format!(
            "{}() takes {takes} positional argument{} but {given_text}",
            self.heap.str_lossy(qualname),
            if plural { "s" } else { "" }
        )
    }
}

/// "f() missing 2 required positional arguments: 'a' and 'b'".
fn missing_message(function: &str, kind: &str, names: &[&String]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("'{n}'")).collect();
    let list = match quoted.as_slice() {
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [init @ .., last] => format!("{}, and {last}", init.join(", ")),
        [] => String::new(),
    };
    format!("{function}() missing {} required {kind} argument{}: {list}", names.len(), if names.len() == 1 { "" } else { "s" })
}

/// So many parameters are laid out without a detour.
const FEW: usize = 8;

/// The parameters of a native, parsed from its table's text.
#[derive(Debug, Default)]
struct Signature {
    /// The native itself, so that a call needs to look in one place only.
    def: Option<&'static NativeDef>,
    /// "...": positional arguments as they are.
    raw: bool,
    /// Positional-only, positional, keyword-only.
    names: Vec<&'static str>,
    required: Vec<bool>,
    posonly: usize,
    positional: usize,
    varargs: bool,
    varkw: bool,
    /// For each parameter in the order of the text: its place among the names, then `*args`, then `**kwargs`.
    order: Vec<usize>,
    /// Nothing but required positional-only parameters.
    fixed: bool,
    /// A few parameters without `*args` and `**kwargs`, at least `least` of which must be given by position.
    plain: bool,
    least: usize,
    /// The type whose instances alone may be `self`. Only for methods that do not look themselves.
    receiver: Option<Handle>,
    /// For `__new__`: the type whose subclasses alone it makes instances of.
    constructs: Option<Handle>,
}

impl Signature {
    fn parse(text: &'static str) -> Signature {
        let text = text.trim_start_matches("@get ").trim_start_matches("@member ");
        if text.trim() == "..." {
            return Signature { raw: true, ..Signature::default() };
        }
        let mut s = Signature::default();
        let mut keyword_only = false;
        const ARGS: usize = usize::MAX - 1;
        const KWARGS: usize = usize::MAX;
        for part in split_parameters(text) {
            match part {
                "/" => s.posonly = s.names.len(),
                "*" => keyword_only = true,
                p if p.starts_with("**") => {
                    s.varkw = true;
                    s.order.push(KWARGS);
                }
                p if p.starts_with('*') => {
                    s.varargs = true;
                    keyword_only = true;
                    s.order.push(ARGS);
                }
                p => {
                    let (name, default) = p.split_once('=').map_or((p, false), |(n, _)| (n, true));
                    s.order.push(s.names.len());
                    s.names.push(name.trim());
                    s.required.push(!default);
                    s.positional += usize::from(!keyword_only);
                }
            }
        }
        let (args, kwargs) = (s.names.len(), s.names.len() + usize::from(s.varargs));
        for at in &mut s.order {
            match *at {
                ARGS => *at = args,
                KWARGS => *at = kwargs,
                _ => {}
            }
        }
        s.plain = !s.varargs && !s.varkw && s.names.len() <= FEW && s.required[s.positional..].iter().all(|r| !r);
        s.least = s.required[..s.positional].iter().rposition(|r| *r).map_or(0, |at| at + 1);
        s.fixed = !s.varargs && !s.varkw && s.positional == s.names.len() && s.required.iter().all(|r| *r);
        s
    }
    fn slots(&self) -> usize {
        self.names.len() + usize::from(self.varargs) + usize::from(self.varkw)
    }
}

/// Split at commas outside of quotes and brackets: defaults may hold them.
fn split_parameters(text: &'static str) -> Vec<&'static str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0, None);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(text[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|p| !p.is_empty());
    parts
}

static SIGNATURES: LazyLock<Vec<OnceLock<Signature>>> =
    LazyLock::new(|| crate::natives::all().map(|_| OnceLock::new()).collect());

fn signature(native: NativeId) -> &'static Signature {
    SIGNATURES[usize::from(native.0)].get_or_init(|| {
        let def = native.def();
        Signature {
            def: Some(def),
            receiver: receiver(def.name, def.params),
            constructs: constructs(def.name),
            ..Signature::parse(def.params)
        }
    })
}

/// The type of what a method of numbers and texts must be called on.
fn receiver(name: &str, params: &str) -> Option<Handle> {
    const OWNERS: [Handle; 7] =
        [types::STR, types::INT, types::BOOL, types::FLOAT, types::COMPLEX, types::BYTES, types::BYTEARRAY];
    let (owner, _) = name.split_once('.')?;
    let is_method = params.trim_start_matches("@get ").trim_start_matches("@member ").starts_with("self");
    types::ALL.iter().find(|t| is_method && t.name == owner).map(|t| t.handle).filter(|h| OWNERS.contains(h))
}

/// The type that a `__new__` belongs to. Exceptions and plain objects look themselves.
fn constructs(name: &str) -> Option<Handle> {
    let owner = name.strip_suffix(".__new__")?;
    let t = types::ALL.iter().find(|t| t.name == owner)?;
    (t.handle != types::OBJECT && t.handle.0 < types::BASE_EXCEPTION.0).then_some(t.handle)
}

/// Refuse `int.__new__(str)`.
#[cold]
fn refuse_class(ctx: &mut Ctx, owner: Handle, class: Value) -> Exit {
    let kind = ctx.heap.class(owner).name.to_string();
    let message = match ctx.heap.as_class(class) {
        Some((_, t)) => format!("{kind}.__new__({}): {} is not a subtype of {kind}", t.name, t.name),
        None => format!("{kind}.__new__(X): X is not a type object ({})", ctx.type_name(class)),
    };
    ctx.type_error(message)
}

/// Refuse `str.upper(1)`.
#[inline]
fn check_receiver(ctx: &mut Ctx, name: &str, s: &Signature, this: Option<&Value>) -> Result<(), Exit> {
    if let (Some(owner), Some(&class)) = (s.constructs, this)
        && !class.is(Value::Obj(owner))
        && !ctx.heap.as_class(class).is_some_and(|(h, _)| ctx.heap.is_subclass(h, owner))
    {
        return Err(refuse_class(ctx, owner, class));
    }
    let (Some(wanted), Some(&this)) = (s.receiver, this) else { return Ok(()) };
    let class = ctx.heap.class_of(this);
    if class == wanted { Ok(()) } else { check_receiver_class(ctx, name, class, wanted, this) }
}

#[cold]
fn check_receiver_class(ctx: &mut Ctx, name: &str, class: Handle, wanted: Handle, this: Value) -> Result<(), Exit> {
    if ctx.heap.is_subclass(class, wanted) {
        return Ok(());
    }
    let (owner, method) = name.split_once('.').unwrap_or(("", name));
    let found = ctx.type_name(this);
    let message = if method.starts_with("__") {
        format!("descriptor '{method}' requires a '{owner}' object but received a '{found}'")
    } else {
        format!("descriptor '{method}' for '{owner}' objects doesn't apply to a '{found}' object")
    };
    Err(ctx.type_error(message))
}

/// Run a native on positional arguments, as the run loop does without leaving. `None`: nothing is done, the arguments must
/// be laid out first, or they do not fit.
#[inline]
pub(super) fn call_plain(ctx: &mut Ctx, native: NativeId, args: &[Value]) -> Option<NativeResult> {
    let s = signature(native);
    let def = s.def?;
    if s.raw || (s.fixed && args.len() == s.names.len()) {
        return Some(check_receiver(ctx, def.name, s, args.first()).and_then(|()| (def.func)(ctx, args)));
    }
    // The usual call with optional parameters: positional arguments, the rest not given.
    if s.plain && (s.least..=s.positional).contains(&args.len()) {
        if args.len() == s.names.len() {
            return Some(check_receiver(ctx, def.name, s, args.first()).and_then(|()| (def.func)(ctx, args)));
        }
        let mut bound = [Value::Unset; FEW];
        bound[..args.len()].copy_from_slice(args);
        return Some(check_receiver(ctx, def.name, s, bound.first()).and_then(|()| (def.func)(ctx, &bound[..s.names.len()])));
    }
    None
}

impl Vm {
    /// Run a native on the arguments of a window.
    pub(super) fn run_native(&mut self, native: NativeId, w: Window) -> NativeResult {
        let now = self.now();
        if w.names.is_unset() {
            let mut ctx = Ctx { heap: &mut self.heap, world: &mut self.world, now };
            if let Some(result) = call_plain(&mut ctx, native, &self.stack.regs[w.first..w.first + w.argc]) {
                return result;
            }
        }
        let def = native.def();
        let s = signature(native);
        let (args, kwargs) = self.window_arguments(&w);
        let mut ctx = Ctx { heap: &mut self.heap, world: &mut self.world, now };
        let bound = bind_native(&mut ctx, def.name, s, &args, &kwargs)?;
        check_receiver(&mut ctx, def.name, s, bound.first())?;
        (def.func)(&mut ctx, &bound)
    }
}

fn bind_native(ctx: &mut Ctx, name: &str, s: &Signature, args: &[Value], kwargs: &[(Value, Value)]) -> Result<Vec<Value>, Exit> {
    // Messages name a method without its class, and do not count what it is bound to.
    let is_method = s.names.first().is_some_and(|n| *n == "self" || *n == "cls");
    let (short, full) = match name.rsplit_once('.') {
        Some((class, "__new__" | "__init__")) => (class, class),
        Some((_, method)) => (method, name),
        None => (name, name),
    };
    let hidden = usize::from(is_method);
    if is_method && args.is_empty() && s.positional > 0 {
        return Err(ctx.type_error(unbound(name)));
    }
    if s.raw {
        return match kwargs.is_empty() {
            true => Ok(args.to_vec()),
            false => Err(ctx.type_error(format!("{full}() takes no keyword arguments"))),
        };
    }
    let mut bound = vec![Value::Unset; s.slots()];
    let given = args.len().min(s.positional);
    bound[..given].copy_from_slice(&args[..given]);
    let required = s.required[..s.positional].iter().filter(|r| **r).count();
    if s.varargs {
        bound[s.names.len()] = ctx.heap.new_tuple(&args[given..]);
    } else if args.len() > s.positional {
        return Err(arity_error(ctx, name, s, required, hidden, args.len()));
    }
    let mut extra = Dict::default();
    for &(key, value) in kwargs {
        let text = ctx.heap.str_lossy(key);
        match s.names.iter().position(|n| **n == text) {
            Some(i) if i >= s.posonly => {
                if !bound[i].is_unset() {
                    let message = format!("argument for {short}() given by name ('{text}') and position ({})", i + 1 - hidden);
                    return Err(ctx.type_error(message));
                }
                bound[i] = value;
            }
            _ if s.varkw => {
                if let Hashed::Known(h) = hash(ctx.heap, key) {
                    extra.push(h, key, value);
                }
            }
            _ if s.posonly == s.names.len() => return Err(ctx.type_error(format!("{full}() takes no keyword arguments"))),
            _ => return Err(ctx.type_error(format!("'{text}' is an invalid keyword argument for {short}()"))),
        }
    }
    if s.varkw {
        let at = bound.len() - 1;
        bound[at] = ctx.heap.new_dict(extra);
    }
    if let Some(i) = (0..s.names.len()).find(|&i| s.required[i] && bound[i].is_unset()) {
        if i < s.posonly || kwargs.is_empty() && s.posonly > 0 {
            return Err(arity_error(ctx, name, s, required, hidden, args.len()));
        }
        return Err(ctx.type_error(format!("{short}() missing required argument '{}' (pos {})", s.names[i], i + 1 - hidden)));
    }
    Ok(s.order.iter().map(|&at| bound[at]).collect())
}

/// "unbound method str.upper() needs an argument".
fn unbound(name: &str) -> String {
    match name.split_once('.') {
        Some((class, "__new__")) => format!("{class}.__new__(): not enough arguments"),
        Some((class, method)) if is_special(method) => format!("descriptor '{method}' of '{class}' object needs an argument"),
        _ => format!("unbound method {name}() needs an argument"),
    }
}

fn is_special(method: &str) -> bool {
    method.starts_with("__") && method.ends_with("__")
}

fn arity_error(ctx: &mut Ctx, name: &str, s: &Signature, required: usize, hidden: usize, given: usize) -> Exit {
    let (least, most, given) =
        (required - hidden.min(required), s.positional - hidden.min(s.positional), given.saturating_sub(hidden));
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let (class, method) = name.rsplit_once('.').unwrap_or(("", name));
    let constructor = method == "__new__" || method == "__init__";
    let short = if constructor { class } else { method };
    let message = match (least, most) {
        (n, m) if n == m && is_special(method) && !constructor => format!("expected {n} argument{}, got {given}", plural(n)),
        (0, 0) if constructor => format!("{short}() takes no arguments"),
        (0, 0) => format!("{name}() takes no arguments ({given} given)"),
        (1, 1) if !constructor => format!("{name}() takes exactly one argument ({given} given)"),
        // Where some may be given by name, too many are counted otherwise.
        (_, n) if given > n && s.posonly < s.names.len() => {
            let kind = if s.names.len() > s.positional { "positional argument" } else { "argument" };
            format!("{short}() takes at most {n} {kind}{} ({given} given)", plural(n))
        }
        (n, m) if n == m => format!("{short} expected {n} argument{}, got {given}", plural(n)),
        (n, _) if given < n => format!("{short} expected at least {n} argument{}, got {given}", plural(n)),
        (_, n) => format!("{short} expected at most {n} argument{}, got {given}", plural(n)),
    };
    ctx.type_error(message)
}

/// All natives whose name begins with `prefix.`, by the rest of their names.
pub(super) fn natives_of(prefix: &str) -> IndexMap<&'static str, NativeId, FxBuildHasher> {
    crate::natives::all()
        .filter_map(|(id, def)| def.name.strip_prefix(prefix)?.strip_prefix('.').map(|rest| (rest, id)))
        .collect()
}

impl Vm {
    /// The handle of a callable native.
    pub fn native_object(&mut self, native: NativeId, class: Handle) -> Value {
        Value::Obj(self.heap.alloc(class, Object::Builtin(super::object::Builtin { native, this: Value::Unset })))
    }
}

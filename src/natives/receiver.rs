//! The receivers and arguments of containers' methods: checked, and refused in CPython's words.

use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

/// Refuse to run a method on something else than its type's instances.
#[cold]
fn misapplied(ctx: &mut Ctx<'_>, kind: &str, v: Value, method: &str) -> Exit {
    let name = ctx.type_name(v);
    let message = if method.starts_with("__") {
        format!("descriptor '{method}' requires a '{kind}' object but received a '{name}'")
    } else {
        format!("descriptor '{method}' for '{kind}' objects doesn't apply to a '{name}' object")
    };
    ctx.type_error(message)
}

macro_rules! receivers {
    ($($(#[$doc:meta])* $function:ident $kind:literal $pattern:pat,)*) => {
        $($(#[$doc])*
        #[inline]
        pub fn $function(ctx: &mut Ctx<'_>, v: Value, method: &str) -> Result<Handle, Exit> {
            match v {
                Value::Obj(h) if matches!(ctx.heap.get(h), $pattern) => Ok(h),
                _ => Err(misapplied(ctx, $kind, v, method)),
            }
        })*
    };
}

receivers! {
    /// A list, or an instance of a subclass.
    list "list" Object::List(_),
    tuple "tuple" Object::Tuple(_),
    dict "dict" Object::Dict(_),
    /// A set or a frozenset.
    set "set" Object::Set(_),
    range "range" Object::Range(_),
    slice "slice" Object::Slice(_),
    view "dict_keys" Object::DictView { .. },
    iterator "iterator" Object::Iter(_),
}

/// A set that can be changed.
pub fn mutable_set(ctx: &mut Ctx<'_>, v: Value, method: &str) -> Result<Handle, Exit> {
    let h = set(ctx, v, method)?;
    if crate::vm::special::root(ctx.heap, h) == types::SET { Ok(h) } else { Err(misapplied(ctx, "set", v, method)) }
}

/// `TypeError: 'int' object is not iterable`, for what surely is not.
pub fn want_iterable(ctx: &mut Ctx<'_>, v: Value) -> Result<(), Exit> {
    if iterate::is_iterable(ctx.heap, v) {
        return Ok(());
    }
    let message = format!("'{}' object is not iterable", ctx.type_name(v));
    Err(ctx.type_error(message))
}

/// The arguments of a constructor that takes at most `most` positional ones, and none by keyword. `args` is what `*args`
/// and `**kwargs` came as.
pub fn construction<const N: usize>(ctx: &mut Ctx<'_>, name: &str, args: Value, kwargs: Value) -> Result<[Value; N], Exit> {
    if ctx.heap.dict(kwargs).is_some_and(|d| !d.is_empty()) {
        return Err(ctx.type_error(format!("{name}() takes no keyword arguments")));
    }
    positional(ctx, name, args)
}

/// As [`construction`], when keyword arguments are welcome.
pub fn positional<const N: usize>(ctx: &mut Ctx<'_>, name: &str, args: Value) -> Result<[Value; N], Exit> {
    let given = ctx.heap.tuple(args).unwrap_or(&[]);
    let mut out = [Value::Unset; N];
    if given.len() > N {
        let (plural, got) = (if N == 1 { "" } else { "s" }, given.len());
        return Err(ctx.type_error(format!("{name} expected at most {N} argument{plural}, got {got}")));
    }
    out[..given.len()].copy_from_slice(given);
    Ok(out)
}

/// The class that a `__new__` is to make an instance of.
pub fn class(ctx: &mut Ctx<'_>, cls: Value, kind: &str) -> Result<Handle, Exit> {
    match ctx.heap.as_class(cls) {
        Some((h, _)) => Ok(h),
        None => {
            let message = format!("{kind}.__new__(X): X is not a type object ({})", ctx.type_name(cls));
            Err(ctx.type_error(message))
        }
    }
}

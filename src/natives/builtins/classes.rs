//! `isinstance` and `issubclass`: by the real class here; what overrides `__instancecheck__` in the prelude.

use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] =
    &[def("isinstance", "obj, class_or_tuple, /", isinstance), def("issubclass", "cls_, class_or_tuple, /", issubclass)];

/// Tuples of classes nested deeper than this are left to the prelude.
const MAX_DEPTH: u32 = 20;

/// Does asking this class come down to its place in the MRO?
fn is_plain(ctx: &Ctx<'_>, class: Handle, check: &str) -> bool {
    let meta = ctx.heap.slot(class).class;
    meta == types::TYPE
        || ctx.heap.class_attr_named(meta, check).is_none_or(|f| matches!(ctx.heap.object(f), Some(Object::Builtin(_))))
}

/// Is `class` below one of `of`, a class or a tuple of such? Nothing when something must be asked in Python.
fn is_below(ctx: &Ctx<'_>, class: Handle, of: Value, check: &str, depth: u32) -> Option<bool> {
    let Value::Obj(h) = of else { return None };
    match ctx.heap.get(h) {
        Object::Type(_) if is_plain(ctx, h, check) => Some(ctx.heap.is_subclass(class, h)),
        Object::Tuple(items) if depth > 0 => {
            for &item in items.iter() {
                if is_below(ctx, class, item, check, depth - 1)? {
                    return Some(true);
                }
            }
            Some(false)
        }
        _ => None,
    }
}

fn isinstance(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = ctx.heap.class_of(args[0]);
    match is_below(ctx, class, args[1], "__instancecheck__", MAX_DEPTH) {
        Some(b) => Ok(Value::Bool(b)),
        None => Err(ctx.prelude("_isinstance", args)),
    }
}

fn issubclass(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let answer = match ctx.heap.as_class(args[0]) {
        Some((class, _)) => is_below(ctx, class, args[1], "__subclasscheck__", MAX_DEPTH),
        None => return Err(ctx.type_error("issubclass() arg 1 must be a class")),
    };
    match answer {
        Some(b) => Ok(Value::Bool(b)),
        None => Err(ctx.prelude("_issubclass", args)),
    }
}

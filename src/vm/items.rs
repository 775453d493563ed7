//! Subscription, membership and length of builtin containers: `a[k]`, `a[k] = v`, `del a[k]`, `v in a`, `len(a)`.
//!
//! The functions of the interpreter answer `None` where user code is needed, overridden special methods of subclasses
//! included. [`raw`] holds the same without that check: what `list.__getitem__` and its kind do.

pub mod raw;

pub use super::lookup::{
    NeedsUserCode, dict_del, dict_del_str, dict_get, dict_get_str, dict_set, dict_set_str, set_add, set_contains, set_remove,
};

use super::heap::Heap;
use super::lookup;
use super::native::{Ctx, Exit};
use super::object::Object;
use super::value::Value;
use super::{compare, ranges, slicing, special, types};

/// `obj[key]`.
#[inline]
pub fn get_item(ctx: &mut Ctx<'_>, obj: Value, key: Value) -> Result<Option<Value>, Exit> {
    if let Value::Obj(h) = obj {
        let slot = ctx.heap.slot(h);
        match (&slot.object, key) {
            (Object::List(items), Value::Int(i)) if slot.class == types::LIST => {
                if let Some(at) = slicing::position(i, items.len()) {
                    return Ok(Some(items[at]));
                }
            }
            (Object::Tuple(items), Value::Int(i)) if slot.class == types::TUPLE => {
                if let Some(at) = slicing::position(i, items.len()) {
                    return Ok(Some(items[at]));
                }
            }
            (Object::Dict(d), _) if slot.class == types::DICT => {
                if let Ok(hash) = lookup::key_hash(ctx.heap, key)
                    && let Ok(Some(at)) = lookup::find(ctx.heap, d, hash, key)
                {
                    return Ok(Some(d.entries()[at].value));
                }
            }
            _ => {}
        }
        if special::is_builtin(ctx.heap, h, "__getitem__") {
            return raw::get_item(ctx, h, key);
        }
    }
    Ok(None)
}

/// `obj[key] = value`. `None`: not done.
#[inline]
pub fn set_item(ctx: &mut Ctx<'_>, obj: Value, key: Value, value: Value) -> Result<Option<()>, Exit> {
    let Value::Obj(h) = obj else { return Ok(None) };
    let slot = ctx.heap.slot(h);
    if slot.class == types::LIST {
        if let (Object::List(items), Value::Int(i)) = (&slot.object, key)
            && let Some(at) = slicing::position(i, items.len())
        {
            ctx.heap.list_set(h, at, value);
            return Ok(Some(()));
        }
    } else if slot.class == types::DICT && lookup::dict_set(ctx.heap, h, key, value).is_ok() {
        return Ok(Some(()));
    }
    if special::is_builtin(ctx.heap, h, "__setitem__") { raw::set_item(ctx, h, key, value) } else { Ok(None) }
}

/// `del obj[key]`. `None`: not done.
pub fn del_item(ctx: &mut Ctx<'_>, obj: Value, key: Value) -> Result<Option<()>, Exit> {
    match obj {
        Value::Obj(h) if special::is_builtin(ctx.heap, h, "__delitem__") => raw::del_item(ctx, h, key),
        _ => Ok(None),
    }
}

/// `v in container`.
#[inline]
pub fn contains(ctx: &mut Ctx<'_>, container: Value, v: Value) -> Result<Option<bool>, Exit> {
    let Value::Obj(h) = container else { return Ok(None) };
    let slot = ctx.heap.slot(h);
    match &slot.object {
        Object::Dict(_) if slot.class == types::DICT => {
            if let Ok(found) = lookup::dict_get(ctx.heap, h, v) {
                return Ok(Some(found.is_some()));
            }
        }
        Object::Set(_) if slot.class == types::SET => {
            if let Ok(found) = lookup::set_contains(ctx.heap, h, v) {
                return Ok(Some(found));
            }
        }
        _ => {}
    }
    if special::is_builtin(ctx.heap, h, "__contains__") { raw::contains(ctx, h, v) } else { Ok(None) }
}

/// `len(v)`. `None`: user code, no length, or one that does not fit.
#[inline]
pub fn len(heap: &Heap, v: Value) -> Option<usize> {
    let Value::Obj(h) = v else { return None };
    if !special::is_builtin(heap, h, "__len__") {
        return None;
    }
    raw_len(heap, v)
}

/// The length of a builtin container, whatever its class says.
#[inline]
pub fn raw_len(heap: &Heap, v: Value) -> Option<usize> {
    Some(match heap.object(v)? {
        Object::List(items) => items.len(),
        Object::Tuple(items) => items.len(),
        Object::Str(_) => heap.text(v)?.len(),
        Object::Dict(d) => d.len(),
        Object::Set(s) => s.len(),
        Object::Bytes(b) => b.len(),
        Object::ByteArray(b) => b.len(),
        Object::Range(r) => ranges::len(heap, r)?,
        Object::DictView { dict, .. } => heap.dict(Value::Obj(*dict))?.len(),
        _ => return None,
    })
}

/// Is `v` among these values?
pub(super) fn among(heap: &Heap, items: &[Value], v: Value) -> Option<bool> {
    for &item in items {
        if compare::same(heap, item, v)? {
            return Some(true);
        }
    }
    Some(false)
}

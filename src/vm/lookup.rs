//! Finding, adding and removing keys of dicts and sets, as long as no user code is needed: the `__hash__` or `__eq__` of a
//! program's class makes every function here answer [`NeedsUserCode`] and leave the container alone.

use super::collections::{Dict, Set};
use super::compare;
use super::hash::{self, Hashed};
use super::heap::Heap;
use super::object::Object;
use super::types;
use super::value::{Handle, Value};

/// The key's `__hash__`, or a comparison with a key that is there, is user code; or the key is unhashable. The function of
/// the prelude that does the same in general finds out which, and raises in the last case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeedsUserCode;

type Lookup<T> = Result<T, NeedsUserCode>;

/// The hash of a key.
#[inline]
pub fn key_hash(heap: &Heap, key: Value) -> Lookup<i64> {
    match hash::hash(heap, key) {
        Hashed::Known(h) => Ok(h),
        Hashed::Unhashable | Hashed::UserCode => Err(NeedsUserCode),
    }
}

/// Are two keys with the same hash the same key? Sets `unknown` (and says yes, to end the search) when user code decides.
#[inline]
fn same_key(heap: &Heap, present: Value, key: Value, unknown: &mut bool) -> bool {
    match (present, key) {
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Obj(a), Value::Obj(b)) if a == b => true,
        (Value::Obj(a), Value::Obj(b)) if heap.slot(a).class == types::STR && heap.slot(b).class == types::STR => {
            heap.text_at(a) == heap.text_at(b)
        }
        _ => compare::same(heap, present, key).unwrap_or_else(|| {
            *unknown = true;
            true
        }),
    }
}

/// The index of a key's entry in a dict.
#[inline]
pub fn find(heap: &Heap, d: &Dict, hash: i64, key: Value) -> Lookup<Option<usize>> {
    let mut unknown = false;
    let found = d.find(hash, |present| same_key(heap, present, key, &mut unknown));
    if unknown { Err(NeedsUserCode) } else { Ok(found) }
}

/// The place of a key in a set's table.
#[inline]
pub fn find_in_set(heap: &Heap, s: &Set, hash: i64, key: Value) -> Lookup<Option<usize>> {
    let mut unknown = false;
    let found = s.find(hash, |present| same_key(heap, present, key, &mut unknown));
    if unknown { Err(NeedsUserCode) } else { Ok(found) }
}

/// The content of a dict; an empty answer for what is none.
#[inline]
fn dict_at(heap: &Heap, h: Handle) -> Option<&Dict> {
    match heap.get(h) {
        Object::Dict(d) => Some(d),
        _ => None,
    }
}

#[inline]
fn set_at(heap: &Heap, h: Handle) -> Option<&Set> {
    match heap.get(h) {
        Object::Set(s) => Some(s),
        _ => None,
    }
}

/// `dict.get(key)`.
#[inline]
pub fn dict_get(heap: &Heap, dict: Handle, key: Value) -> Lookup<Option<Value>> {
    let Some(d) = dict_at(heap, dict) else { return Ok(None) };
    let hash = key_hash(heap, key)?;
    Ok(find(heap, d, hash, key)?.map(|at| d.entries()[at].value))
}

/// `dict[key] = value`.
#[inline]
pub fn dict_set(heap: &mut Heap, dict: Handle, key: Value, value: Value) -> Lookup<()> {
    let Some(d) = dict_at(heap, dict) else { return Ok(()) };
    let hash = key_hash(heap, key)?;
    match find(heap, d, hash, key)? {
        Some(at) => heap.dict_set_at(dict, at, value),
        None => heap.dict_push(dict, hash, key, value),
    }
    Ok(())
}

/// `dict.pop(key)`: the value that was there.
pub fn dict_del(heap: &mut Heap, dict: Handle, key: Value) -> Lookup<Option<Value>> {
    let Some(d) = dict_at(heap, dict) else { return Ok(None) };
    let hash = key_hash(heap, key)?;
    Ok(find(heap, d, hash, key)?.map(|at| heap.dict_remove_at(dict, at).1))
}

/// The index of the entry with a string key. Keys with the same hash that are no strings cannot be equal to it, unless
/// their class says so: those are not asked.
fn find_str(heap: &Heap, d: &Dict, hash: i64, key: &str) -> Option<usize> {
    d.find(hash, |present| heap.text(present).is_some_and(|t| t.eq_str(key)))
}

/// `dict.get("key")`.
pub fn dict_get_str(heap: &Heap, dict: Handle, key: &str) -> Option<Value> {
    let d = dict_at(heap, dict)?;
    find_str(heap, d, hash::of_rust_str(key), key).map(|at| d.entries()[at].value)
}

/// `dict["key"] = value`.
pub fn dict_set_str(heap: &mut Heap, dict: Handle, key: &str, value: Value) {
    let Some(d) = dict_at(heap, dict) else { return };
    let hash = hash::of_rust_str(key);
    match find_str(heap, d, hash, key) {
        Some(at) => heap.dict_set_at(dict, at, value),
        None => {
            let key = heap.new_str(key);
            heap.dict_push(dict, hash, key, value);
        }
    }
}

/// `dict.pop("key", None)`: the value that was there.
pub fn dict_del_str(heap: &mut Heap, dict: Handle, key: &str) -> Option<Value> {
    let d = dict_at(heap, dict)?;
    find_str(heap, d, hash::of_rust_str(key), key).map(|at| heap.dict_remove_at(dict, at).1)
}

/// The hash by which a value is looked for in a set: a set counts as the frozenset with the same keys.
#[inline]
pub fn set_key_hash(heap: &Heap, key: Value) -> Lookup<i64> {
    match hash::hash(heap, key) {
        Hashed::Known(h) => Ok(h),
        Hashed::Unhashable => match heap.set(key) {
            Some(s) => Ok(hash::of_frozenset(s.iter().map(|e| e.hash), s.len())),
            None => Err(NeedsUserCode),
        },
        Hashed::UserCode => Err(NeedsUserCode),
    }
}

/// `key in set`.
#[inline]
pub fn set_contains(heap: &Heap, set: Handle, key: Value) -> Lookup<bool> {
    let Some(s) = set_at(heap, set) else { return Ok(false) };
    let hash = set_key_hash(heap, key)?;
    Ok(find_in_set(heap, s, hash, key)?.is_some())
}

/// `set.add(key)`. Says whether the key is new.
#[inline]
pub fn set_add(heap: &mut Heap, set: Handle, key: Value) -> Lookup<bool> {
    let hash = key_hash(heap, key)?;
    set_add_hashed(heap, set, hash, key)
}

/// `set.add(key)` of a key whose hash is known.
#[inline]
pub fn set_add_hashed(heap: &mut Heap, set: Handle, hash: i64, key: Value) -> Lookup<bool> {
    let Some(s) = set_at(heap, set) else { return Ok(false) };
    let new = find_in_set(heap, s, hash, key)?.is_none();
    if new {
        heap.set_mut(set).insert(hash, key);
    }
    Ok(new)
}

/// `set.discard(key)`. Says whether it was there.
pub fn set_remove(heap: &mut Heap, set: Handle, key: Value) -> Lookup<bool> {
    let hash = set_key_hash(heap, key)?;
    set_remove_hashed(heap, set, hash, key)
}

/// `set.discard(key)` of a key whose hash is known.
pub fn set_remove_hashed(heap: &mut Heap, set: Handle, hash: i64, key: Value) -> Lookup<bool> {
    let Some(s) = set_at(heap, set) else { return Ok(false) };
    let found = find_in_set(heap, s, hash, key)?;
    if let Some(at) = found {
        heap.set_mut(set).remove_at(at);
    }
    Ok(found.is_some())
}

//! What the prelude uses to look up, add and remove keys step by step, when the comparison of keys is user code: the
//! entries of dicts and sets by their place. A place is a number that holds until the container changes.

use super::receiver;
use crate::vm::collections::SetEntry;
use crate::vm::lookup;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::special;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("_dict_find", "dict, hash, key", dict_find),
    def("_dict_candidates", "dict, hash", dict_candidates),
    def("_dict_key_at", "dict, place, default", dict_key_at),
    def("_dict_value_at", "dict, place", dict_value_at),
    def("_dict_insert", "dict, hash, key, value", dict_insert),
    def("_dict_set_at", "dict, place, value", dict_set_at),
    def("_dict_remove_at", "dict, place", dict_remove_at),
    def("_dict_entries", "dict", dict_entries),
    def("_raw_len", "container", raw_len),
    def("_set_find", "set, hash, key", set_find),
    def("_set_candidates", "set, hash", set_candidates),
    def("_set_key_at", "set, place, default", set_key_at),
    def("_set_insert", "set, hash, key", set_insert),
    def("_set_remove_at", "set, place", set_remove_at),
    def("_set_keys", "set", set_keys),
    def("_set_hashes", "set", set_hashes),
    def("_set_reserve", "set, more", set_reserve),
    def("_set_begin_merge", "set, other", set_begin_merge),
    def("_set_shrink", "set", set_shrink),
    def("_set_replace", "set, other", set_replace),
    def("_set_empty_like", "set", set_empty_like),
];

/// What a search answers when user code must compare.
const ASK: i64 = -2;

fn number(v: Value) -> i64 {
    match v {
        Value::Int(i) => i,
        _ => -1,
    }
}

fn place(v: Value) -> usize {
    usize::try_from(number(v)).unwrap_or(usize::MAX)
}

fn found(place: Result<Option<usize>, lookup::NeedsUserCode>) -> NativeResult {
    Ok(Value::Int(match place {
        Ok(Some(at)) => at as i64,
        Ok(None) => -1,
        Err(_) => ASK,
    }))
}

/// The place of a key, -1 when it is not there, -2 when user code must compare.
fn dict_find(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(d) = ctx.heap.dict(args[0]) else { return Ok(Value::Int(-1)) };
    found(lookup::find(ctx.heap, d, number(args[1]), args[2]))
}

fn places(ctx: &mut Ctx<'_>, found: Vec<usize>) -> NativeResult {
    let found: Vec<Value> = found.into_iter().map(|i| Value::Int(i as i64)).collect();
    Ok(ctx.heap.new_tuple(found))
}

fn dict_candidates(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let found = ctx.heap.dict(args[0]).map_or_else(Vec::new, |d| d.candidates(number(args[1])));
    places(ctx, found)
}

fn dict_key_at(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let entry = ctx.heap.dict(args[0]).and_then(|d| d.entries().get(place(args[1])));
    Ok(entry.and_then(|e| e.key.given()).unwrap_or(args[2]))
}

fn dict_value_at(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let entry = ctx.heap.dict(args[0]).and_then(|d| d.entries().get(place(args[1])));
    Ok(entry.and_then(|e| e.value.given()).unwrap_or(Value::None))
}

fn dict_insert(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__setitem__")?;
    ctx.heap.dict_push(this, number(args[1]), args[2], args[3]);
    Ok(Value::None)
}

fn dict_set_at(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__setitem__")?;
    if ctx.heap.dict(args[0]).is_some_and(|d| place(args[1]) < d.entries().len()) {
        ctx.heap.dict_set_at(this, place(args[1]), args[2]);
    }
    Ok(Value::None)
}

/// Removes an entry; gives its value.
fn dict_remove_at(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__delitem__")?;
    let at = place(args[1]);
    match ctx.heap.dict(args[0]) {
        Some(d) if d.entries().get(at).is_some_and(|e| !e.key.is_unset()) => Ok(ctx.heap.dict_remove_at(this, at).1),
        _ => Ok(Value::None),
    }
}

/// All entries as tuples of hash, key and value.
fn dict_entries(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let entries: Vec<_> = ctx.heap.dict(args[0]).map_or_else(Vec::new, |d| d.live().copied().collect());
    let rows: Vec<Value> = entries.iter().map(|e| ctx.heap.new_tuple([Value::Int(e.hash), e.key, e.value])).collect();
    Ok(ctx.heap.new_list(rows))
}

fn set_find(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(s) = ctx.heap.set(args[0]) else { return Ok(Value::Int(-1)) };
    found(lookup::find_in_set(ctx.heap, s, number(args[1]), args[2]))
}

fn set_candidates(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let found = ctx.heap.set(args[0]).map_or_else(Vec::new, |s| s.candidates(number(args[1])));
    places(ctx, found)
}

fn set_key_at(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let entry = ctx.heap.set(args[0]).and_then(|s| s.table().get(place(args[1])));
    Ok(entry.and_then(|e| e.key.given()).unwrap_or(args[2]))
}

fn set_insert(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "add")?;
    ctx.heap.set_mut(this).insert(number(args[1]), args[2]);
    Ok(Value::None)
}

fn set_remove_at(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "remove")?;
    if ctx.heap.set(args[0]).is_some_and(|s| s.table().get(place(args[1])).is_some_and(|e| !e.key.is_unset())) {
        ctx.heap.set_mut(this).remove_at(place(args[1]));
    }
    Ok(Value::None)
}

fn set_keys(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let keys: Vec<Value> = ctx.heap.set(args[0]).map_or_else(Vec::new, |s| s.iter().map(|e| e.key).collect());
    Ok(ctx.heap.new_tuple(keys))
}

fn set_hashes(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let hash = |e: &SetEntry| Value::Int(e.hash);
    let hashes: Vec<Value> = ctx.heap.set(args[0]).map_or_else(Vec::new, |s| s.iter().map(hash).collect());
    Ok(ctx.heap.new_tuple(hashes))
}

fn set_reserve(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "update")?;
    ctx.heap.set_mut(this).reserve_for_merge(place(args[1]));
    Ok(Value::None)
}

/// The part of a merge that needs no comparison. True: that was all.
fn set_begin_merge(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "update")?;
    let Some(other) = ctx.heap.set(args[1]).cloned() else { return Ok(Value::Bool(true)) };
    Ok(Value::Bool(ctx.heap.set_mut(this).merge_unchecked(&other)))
}

fn set_shrink(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "difference_update")?;
    ctx.heap.set_mut(this).shrink();
    Ok(Value::None)
}

/// The set takes over the keys of another one.
fn set_replace(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "intersection_update")?;
    if let Some(other) = ctx.heap.set(args[1]).cloned() {
        ctx.heap.set_mut(this).replace(other);
    }
    Ok(Value::None)
}

/// An empty set, or frozenset, as the given one is.
fn set_empty_like(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this: Handle = receiver::set(ctx, args[0], "copy")?;
    let class = special::root(ctx.heap, this);
    Ok(Value::Obj(ctx.heap.alloc(class, Object::Set(Box::default()))))
}

/// The length of a builtin container, whatever its class says.
fn raw_len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(super::sequence::len(ctx, args[0]))
}

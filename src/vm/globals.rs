//! Global variables: entries of the module's dict, found again through inline caches.

use super::build::dict_find_str;
use super::code::Cache;
use super::heap::Heap;
use super::object::Object;
use super::value::{Handle, Value};

/// The cached variable, if the cache fits: the module's dict, and the dict in which the name was found, have the same keys.
#[inline]
pub(super) fn load_cached(heap: &Heap, globals: Handle, cache: &Cache) -> Option<Value> {
    if cache.version == 0 || cache.value.handle() != Some(globals) {
        return None;
    }
    let Object::Dict(d) = heap.get(globals) else { return None };
    if d.keys_version() != cache.key {
        return None;
    }
    if cache.next == globals.0 {
        return Some(d.entries().get(cache.index as usize)?.value);
    }
    let Object::Dict(b) = heap.get(Handle(cache.next)) else { return None };
    (b.keys_version() == cache.version - 1).then(|| b.entries()[cache.index as usize].value)
}

/// Store through the cache; `false` when it does not fit.
#[inline]
pub(super) fn store_cached(heap: &mut Heap, globals: Handle, cache: &Cache, v: Value) -> bool {
    if cache.version == 0 || cache.value.handle() != Some(globals) {
        return false;
    }
    match heap.get(globals) {
        Object::Dict(d) if d.keys_version() == cache.key && (cache.index as usize) < d.entries().len() => {}
        _ => return false,
    }
    heap.dict_set_at(globals, cache.index as usize, v);
    true
}

/// Find a name in the module's dict, else in the `others` in turn, and the cache that will find it again.
pub(super) fn find(heap: &Heap, globals: Handle, others: &[Handle], name: &str) -> Option<(Value, Cache)> {
    let Object::Dict(d) = heap.get(globals) else { return None };
    let key = d.keys_version();
    if let Some(index) = dict_find_str(heap, globals, name) {
        let cache = Cache { version: 1, key, index: index as u32, next: globals.0, value: globals.into() };
        return Some((d.entries()[index].value, cache));
    }
    others.iter().find_map(|&other| {
        let index = dict_find_str(heap, other, name)?;
        let Object::Dict(b) = heap.get(other) else { return None };
        let version = b.keys_version().wrapping_add(1).max(1);
        let cache = Cache { version, key, index: index as u32, next: other.0, value: globals.into() };
        Some((b.entries()[index].value, cache))
    })
}

/// The cache of a variable that is in `globals`.
pub(super) fn cache_of(heap: &Heap, globals: Handle, name: &str) -> Cache {
    match (heap.get(globals), dict_find_str(heap, globals, name)) {
        (Object::Dict(d), Some(index)) => {
            Cache { version: 1, key: d.keys_version(), index: index as u32, next: globals.0, value: globals.into() }
        }
        _ => Cache::EMPTY,
    }
}

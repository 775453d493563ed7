//! Sets and dicts from their items, for displays and constants, and the quick look-up of the run loop.

use super::collections::{Dict, Set};
use super::heap::Heap;
use super::lookup;
use super::object::Object;
use super::set_ops;
use super::types;
use super::value::{Handle, Value};

/// `{a, b, c}`; `None` when user code must compare.
pub fn set_of(heap: &mut Heap, items: &[Value]) -> Option<Value> {
    let set = heap.new_set(Set::default());
    let h = set.handle()?;
    for &v in items {
        lookup::set_add(heap, h, v).ok()?;
    }
    Some(set)
}

/// A frozenset of constants. CPython's compiler makes it twice, the second time in the order of the first, when it looks for
/// equal constants.
pub fn frozenset_of(heap: &mut Heap, items: &[Value]) -> Value {
    let first = set_ops::of_values(heap, items).unwrap_or_default();
    let ordered: Vec<Value> = first.iter().map(|e| e.key).collect();
    let set = set_ops::of_values(heap, &ordered).unwrap_or_default();
    heap.alloc(types::FROZENSET, Object::Set(Box::new(set))).into()
}

/// `{k: v, ...}` of keys and values in turn; `None` when user code must compare.
pub fn dict_of(heap: &mut Heap, items: &[Value]) -> Option<Value> {
    let dict = heap.new_dict(Dict::with_capacity(items.len() / 2));
    let h = dict.handle()?;
    for pair in items.chunks_exact(2) {
        lookup::dict_set(heap, h, pair[0], pair[1]).ok()?;
    }
    Some(dict)
}

/// The value of a key in a plain dict; `None` for everything that is not so simple, absent keys included.
#[inline]
pub(super) fn dict_get_fast(heap: &Heap, dict: Value, key: Value) -> Option<Value> {
    let Value::Obj(h) = dict else { return None };
    if heap.slot(h).class != types::DICT || !matches!(heap.get(h), Object::Dict(_)) {
        return None;
    }
    lookup::dict_get(heap, h, key).ok().flatten()
}

/// The index of the entry of a name in a dict.
pub(super) fn dict_find_str(heap: &Heap, dict: Handle, name: &str) -> Option<usize> {
    let Object::Dict(d) = heap.get(dict) else { return None };
    d.find(super::hash::of_rust_str(name), |k| heap.text(k).is_some_and(|t| t.eq_str(name)))
}

//! What a value holds inside, by name: the branches of the variables tree. Nothing here takes longer because a value is large, except
//! finding a part that stands far behind in a dict or set.

use crate::vm::fields;
use crate::vm::heap::Heap;
use crate::vm::object::Object;
use crate::vm::repr;
use crate::vm::value::Value;

/// Characters of a dict's key in the name of its value.
const KEY: usize = 60;

/// How many parts a value has.
pub(super) fn count(heap: &Heap, v: Value) -> usize {
    let items = match heap.object(v) {
        Some(Object::List(items)) => items.len(),
        Some(Object::Tuple(items)) => items.len(),
        Some(Object::Dict(d)) => d.len(),
        Some(Object::Set(s)) => s.len(),
        Some(Object::Function(f)) => heap.tuple(f.defaults).map_or(0, <[Value]>::len).min(1),
        _ => 0,
    };
    items + own(heap, v).len()
}

/// The first `limit` parts: attributes, then items.
pub(super) fn first(heap: &Heap, v: Value, limit: usize) -> Vec<(String, Value)> {
    let mut parts = own(heap, v);
    parts.truncate(limit);
    let room = limit - parts.len();
    parts.extend(items(heap, v).take(room));
    parts
}

/// The part of a name that [`first`] gave.
pub(super) fn named(heap: &Heap, v: Value, name: &str) -> Option<Value> {
    let index = || name.strip_prefix('[')?.strip_suffix(']')?.parse::<usize>().ok();
    match heap.object(v) {
        _ if name.starts_with('.') => own(heap, v).into_iter().chain(items(heap, v)).find(|(n, _)| n == name).map(|(_, v)| v),
        Some(Object::List(items)) => items.get(index()?).copied(),
        Some(Object::Tuple(items)) => items.get(index()?).copied(),
        _ => items(heap, v).find(|(n, _)| n == name).map(|(_, v)| v),
    }
}

/// An object's own attributes.
fn own(heap: &Heap, v: Value) -> Vec<(String, Value)> {
    let Some(h) = v.handle() else { return Vec::new() };
    fields::all(heap, h).into_iter().map(|(n, v)| (format!(".{n}"), v)).collect()
}

fn items(heap: &Heap, v: Value) -> Box<dyn Iterator<Item = (String, Value)> + '_> {
    match heap.object(v) {
        Some(Object::List(items)) => Box::new(items.iter().enumerate().map(|(i, v)| (format!("[{i}]"), *v))),
        Some(Object::Tuple(items)) => Box::new(items.iter().enumerate().map(|(i, v)| (format!("[{i}]"), *v))),
        Some(Object::Dict(d)) => Box::new(d.iter().enumerate().map(|(i, (k, v))| (key_name(heap, i, k), v))),
        Some(Object::Set(s)) => Box::new(s.iter().enumerate().map(|(i, e)| (format!("{{{i}}}"), e.key))),
        Some(Object::Function(f)) => {
            let some = heap.tuple(f.defaults).is_some_and(|d| !d.is_empty());
            Box::new(some.then(|| (".__defaults__".to_owned(), f.defaults)).into_iter())
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// The name of a dict's value: its key, with its place where the key alone may not tell.
fn key_name(heap: &Heap, place: usize, key: Value) -> String {
    let text = repr::brief(heap, key, KEY, false).map(|t| heap.text_string(&t));
    match text {
        Some(text) if text.chars().count() <= KEY => format!("[{text}]"),
        Some(text) => format!("[{}…]#{place}", text.chars().take(KEY).collect::<String>()),
        None => format!("[{}]#{place}", heap.type_of(key).name),
    }
}

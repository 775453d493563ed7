//! Has a class made by Python code its own say about an operation? The native fast paths of comparison, hashing,
//! indexing and iteration ask here before they treat an instance of a subclass like its builtin base.

use super::heap::Heap;
use super::object::Object;
use super::types::{self, RESERVED};
use super::value::{Handle, Value};

/// Where a class takes a special method from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From the builtin type that gives its instances their content.
    Builtin,
    /// From `object`, by an assignment like `__hash__ = object.__hash__`.
    Object,
    /// It is None: the operation is refused.
    Refused,
    /// It is a function of the program.
    User,
}

/// The builtin type that an object's content belongs to; `object` where the content is not a builtin container or number.
pub fn root(heap: &Heap, h: Handle) -> Handle {
    match heap.get(h) {
        Object::Str(_) => types::STR,
        Object::Int(_) => types::INT,
        Object::Float(_) => types::FLOAT,
        Object::Complex(..) => types::COMPLEX,
        Object::Bytes(_) => types::BYTES,
        Object::ByteArray(_) => types::BYTEARRAY,
        Object::List(_) => types::LIST,
        Object::Tuple(_) => types::TUPLE,
        Object::Dict(_) => types::DICT,
        Object::Set(_) if heap.is_subclass(heap.slot(h).class, types::FROZENSET) => types::FROZENSET,
        Object::Set(_) => types::SET,
        _ => types::OBJECT,
    }
}

/// Where an object's class takes the special method `name` from.
#[inline]
pub fn source(heap: &Heap, h: Handle, name: &str) -> Source {
    if heap.slot(h).class.0 < RESERVED { Source::Builtin } else { of_made_class(heap, h, name) }
}

/// Is the special method `name` of an object the builtin one?
#[inline]
pub fn is_builtin(heap: &Heap, h: Handle, name: &str) -> bool {
    source(heap, h, name) == Source::Builtin
}

/// As [`is_builtin`], for any value.
#[inline]
pub fn is_builtin_value(heap: &Heap, v: Value, name: &str) -> bool {
    match v {
        Value::Obj(h) => is_builtin(heap, h, name),
        _ => true,
    }
}

fn of_made_class(heap: &Heap, h: Handle, name: &str) -> Source {
    let Some(sym) = heap.symbols.find(name) else { return Source::Builtin };
    let Object::Type(class) = heap.get(heap.slot(h).class) else { return Source::Builtin };
    let root = root(heap, h);
    for &c in &class.mro {
        if c == root {
            return Source::Builtin;
        }
        if c.0 < RESERVED {
            continue;
        }
        let Object::Type(t) = heap.get(c) else { continue };
        let Some(&v) = t.attrs.get(&sym) else { continue };
        return match heap.object(v) {
            None if matches!(v, Value::None) => Source::Refused,
            Some(Object::Builtin(b)) => match b.native.def().name.split_once('.') {
                Some((owner, method)) if method == name && owner == &*heap.class(root).name => Source::Builtin,
                Some(("object", method)) if method == name => Source::Object,
                _ => Source::User,
            },
            _ => Source::User,
        };
    }
    Source::Builtin
}

/// Does the class of a value have this special method at all, its own or inherited? Only asked for classes made by
/// Python code: what the builtin types have is known.
pub fn made_class_has(heap: &Heap, v: Value, name: &str) -> bool {
    let class = heap.class_of(v);
    class.0 >= RESERVED && heap.class_attr_named(class, name).is_some_and(|a| !matches!(a, Value::None))
}

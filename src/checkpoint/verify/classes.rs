//! Classes: the builtin ones are where the VM expects them, and the content of every instance is what its class promises.

use super::{State, Verdict, ensure, objects};
use crate::vm::heap::Heap;
use crate::vm::object::{Layout, Object, Type};
use crate::vm::types;
use crate::vm::value::Handle;

/// The builtin classes have fixed handles.
pub fn builtin(heap: &Heap) -> Verdict {
    ensure!(heap.size() >= Heap::fixed() as usize, "the builtin classes are missing");
    ensure!(!heap.is_live(Handle::NONE), "there is an object where there can be none");
    for h in (types::RESERVED..Heap::fixed()).map(Handle) {
        let is_str = matches!(heap.get(h), Object::Str(_)) && heap.slot(h).class == types::STR;
        ensure!(is_str, "a string of one character is missing");
    }
    for t in types::ALL {
        match heap.get(t.handle) {
            Object::Type(found) => ensure!(
                found.layout == t.layout && !found.is_heap && *found.name == *t.name && found.bases.iter().eq(base(t).iter()),
                "the class {} is not as it should be",
                t.name
            ),
            _ => return Err(format!("the class {} is missing", t.name)),
        }
    }
    Ok(())
}

fn base(t: &types::BuiltinType) -> Vec<Handle> {
    if t.base.is_none() { Vec::new() } else { vec![t.base] }
}

/// One class.
pub fn class(s: &State, h: Handle, t: &Type) -> Verdict {
    ensure!(t.mro.first() == Some(&h), "a class is not the first of its own bases");
    ensure!(t.mro.last() == Some(&types::OBJECT), "a class does not come from object");
    for &c in t.bases.iter().chain(&t.mro).chain(&t.subclasses) {
        s.class(c)?;
    }
    ensure!((t.shape.0 as usize) < s.heap.shapes.len(), "a class has no shape");
    ensure!(s.heap.shapes.get(t.shape).names.is_empty(), "the first shape of a class has names");
    for (&name, &v) in &t.attrs {
        objects::symbol(s, name)?;
        s.value(v)?;
    }
    Ok(())
}

/// Is the content of an object what its class promises? Natives look at the content; the VM takes some of it for granted.
pub fn fits(heap: &Heap, class: Handle, object: &Object) -> Verdict {
    let Object::Type(t) = heap.get(class) else { return Err("its class is none".to_owned()) };
    let fits = match t.layout {
        Layout::Instance => true,
        Layout::Str => matches!(object, Object::Str(_)),
        Layout::Int => matches!(object, Object::Int(_)),
        Layout::Bool => false,
        Layout::Float => matches!(object, Object::Float(_)),
        Layout::Complex => matches!(object, Object::Complex(..)),
        Layout::Bytes => matches!(object, Object::Bytes(_)),
        Layout::ByteArray => matches!(object, Object::ByteArray(_)),
        Layout::List => matches!(object, Object::List(_)),
        Layout::Tuple => matches!(object, Object::Tuple(_)),
        Layout::Dict => matches!(object, Object::Dict(_)),
        Layout::Set | Layout::FrozenSet => matches!(object, Object::Set(_)),
        Layout::Exception => matches!(object, Object::Exception(_)),
        Layout::Type => matches!(object, Object::Type(_)),
        Layout::Property => matches!(object, Object::Property(_)),
        Layout::Module => matches!(object, Object::Module(_)),
        Layout::Closed => match class {
            types::RANGE => matches!(object, Object::Range(_)),
            types::SLICE => matches!(object, Object::Slice(_)),
            types::CELL => matches!(object, Object::Cell(_)),
            types::FUNCTION => matches!(object, Object::Function(_)),
            types::GENERATOR | types::COROUTINE | types::ASYNC_GENERATOR => matches!(object, Object::Generator(_)),
            types::ASYNC_VALUE => matches!(object, Object::Cell(_)),
            _ => true,
        },
    };
    ensure!(fits, "its content is not that of its class {}", t.name);
    Ok(())
}

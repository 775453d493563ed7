//! Attributes that belong to an object itself: fields by shape, or, once somebody asked for `__dict__`, a real dict.

use super::heap::Heap;
use super::lookup;
use super::object::{Instance, Object, ShapeId, Sym};
use super::value::{Handle, Value};

/// The shape of instances whose only field is their `__dict__`.
pub const DICT_SHAPE: ShapeId = ShapeId(u32::MAX);

/// The object that holds `h`'s attributes: itself for a plain instance, its bag for all others, `NONE` where there is none.
fn holder(heap: &Heap, h: Handle) -> Handle {
    let slot = heap.slot(h);
    if matches!(slot.object, Object::Instance(_)) { h } else { slot.attrs }
}

fn instance(heap: &Heap, h: Handle) -> Option<&Instance> {
    match heap.get(h) {
        Object::Instance(i) => Some(i),
        _ => None,
    }
}

/// The object's own attribute `name`.
pub fn get(heap: &Heap, h: Handle, name: Sym) -> Option<Value> {
    let holder = holder(heap, h);
    if holder.is_none() {
        return None;
    }
    let i = instance(heap, holder)?;
    if i.shape == DICT_SHAPE {
        let dict = i.fields[0].handle()?;
        return lookup::dict_get_str(heap, dict, heap.symbols.name(name));
    }
    let index = heap.shapes.get(i.shape).index_of(name)?;
    i.fields.get(index).copied().and_then(Value::given)
}

/// Set the object's own attribute. The object must be able to have attributes.
pub fn set(heap: &mut Heap, h: Handle, name: Sym, v: Value) {
    let holder = ensure_holder(heap, h);
    let Some(i) = instance(heap, holder) else { return };
    let shape = i.shape;
    if shape == DICT_SHAPE {
        if let Some(dict) = i.fields[0].handle() {
            let name = heap.symbols.name(name).to_owned();
            lookup::dict_set_str(heap, dict, &name, v);
        }
        return;
    }
    let index = heap.shapes.get(shape).index_of(name);
    let unset_before = index.is_some_and(|index| i.fields[index].is_unset());
    if unset_before {
        // Deleted and set again: it moves to the end of the order, which only a dict can tell.
        if let Some(dict) = as_dict(heap, h).handle() {
            let name = heap.symbols.name(name).to_owned();
            lookup::dict_set_str(heap, dict, &name, v);
        }
        return;
    }
    let grown = match index {
        Some(_) => shape,
        None => heap.shapes.with(shape, name),
    };
    if let Object::Instance(i) = heap.get_mut(holder) {
        match index {
            Some(index) => i.fields[index] = v,
            None => {
                i.shape = grown;
                i.fields.push(v);
            }
        }
    }
}

/// Delete the object's own attribute; `false` when there is none.
pub fn delete(heap: &mut Heap, h: Handle, name: Sym) -> bool {
    if get(heap, h, name).is_none() {
        return false;
    }
    let holder = holder(heap, h);
    let Some(i) = instance(heap, holder) else { return false };
    if i.shape == DICT_SHAPE {
        let dict = i.fields[0].handle().unwrap_or(Handle::NONE);
        let name = heap.symbols.name(name).to_owned();
        return lookup::dict_del_str(heap, dict, &name).is_some();
    }
    let index = heap.shapes.get(i.shape).index_of(name);
    if let (Some(index), Object::Instance(i)) = (index, heap.get_mut(holder)) {
        i.fields[index] = Value::Unset;
    }
    true
}

/// All own attributes in order.
pub fn all(heap: &Heap, h: Handle) -> Vec<(String, Value)> {
    let holder = holder(heap, h);
    if holder.is_none() {
        return Vec::new();
    }
    let Some(i) = instance(heap, holder) else { return Vec::new() };
    if i.shape == DICT_SHAPE {
        return heap.dict(i.fields[0]).map_or_else(Vec::new, |d| d.iter().map(|(k, v)| (heap.str_lossy(k), v)).collect());
    }
    let names = &heap.shapes.get(i.shape).names;
    names.iter().zip(&i.fields).filter(|(_, v)| !v.is_unset()).map(|(n, v)| (heap.symbols.name(*n).to_owned(), *v)).collect()
}

/// The object's `__dict__`: from now on its attributes live in this dict.
pub fn as_dict(heap: &mut Heap, h: Handle) -> Value {
    let holder = ensure_holder(heap, h);
    match instance(heap, holder) {
        Some(i) if i.shape == DICT_SHAPE => return i.fields[0],
        _ => {}
    }
    let attributes = all(heap, h);
    let dict = heap.new_dict(Default::default());
    set_dict(heap, h, dict);
    if let Some(d) = dict.handle() {
        for (name, v) in attributes {
            lookup::dict_set_str(heap, d, &name, v);
        }
    }
    dict
}

/// `obj.__dict__ = dict`.
pub fn set_dict(heap: &mut Heap, h: Handle, dict: Value) {
    let holder = ensure_holder(heap, h);
    if let Object::Instance(i) = heap.get_mut(holder) {
        i.shape = DICT_SHAPE;
        i.fields = vec![dict];
    }
}

fn ensure_holder(heap: &mut Heap, h: Handle) -> Handle {
    let found = holder(heap, h);
    if !found.is_none() {
        return found;
    }
    let class = heap.slot(h).class;
    let shape = heap.class(class).shape;
    let bag = heap.alloc(Handle::NONE, Object::Instance(Instance { shape, fields: Vec::new() }));
    heap.slot_mut(h).attrs = bag;
    bag
}

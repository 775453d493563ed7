//! Making classes: the method resolution order, layouts, slots.

use super::heap::Heap;
use super::lookup;
use super::object::{Attrs, Layout, Object, Type};
use super::types;
use super::value::{Handle, Value};

/// The method resolution order of a class with these bases, without the class itself (C3 linearisation, as described in
/// "The Python 2.3 Method Resolution Order").
fn linearise(heap: &Heap, bases: &[Handle]) -> Result<Vec<Handle>, String> {
    let mut lists: Vec<Vec<Handle>> = bases.iter().map(|&b| heap.class(b).mro.clone()).collect();
    lists.push(bases.to_vec());
    let mut order = Vec::new();
    loop {
        lists.retain(|l| !l.is_empty());
        if lists.is_empty() {
            return Ok(order);
        }
        let good = lists.iter().map(|l| l[0]).find(|&c| lists.iter().all(|l| !l[1..].contains(&c)));
        let Some(next) = good else {
            let mut heads: Vec<Handle> = Vec::new();
            for l in &lists {
                if !heads.contains(&l[0]) {
                    heads.push(l[0]);
                }
            }
            let names: Vec<String> = heads.iter().map(|&h| heap.class(h).name.to_string()).collect();
            return Err(format!("Cannot create a consistent method resolution\norder (MRO) for bases {}", names.join(", ")));
        };
        order.push(next);
        for l in &mut lists {
            l.retain(|&c| c != next);
        }
    }
}

/// The base whose content an instance has: the one with a layout of its own.
fn solid_base(heap: &Heap, bases: &[Handle]) -> Result<Handle, String> {
    let mut best = bases[0];
    for &b in bases {
        let (layout, of_best) = (heap.class(b).layout, heap.class(best).layout);
        if layout == Layout::Closed {
            return Err(format!("type '{}' is not an acceptable base type", heap.class(b).name));
        }
        if layout == Layout::Bool {
            return Err("type 'bool' is not an acceptable base type".into());
        }
        match (of_best, layout) {
            (_, Layout::Instance) => {}
            (Layout::Instance, _) => best = b,
            (x, y) if x == y => {}
            _ => return Err("multiple bases have instance lay-out conflict".into()),
        }
    }
    // Slots are content too: those of one base must build on those of the other.
    let mut root: Option<Handle> = None;
    for own in bases.iter().filter_map(|&b| slotted_root(heap, b)) {
        match root {
            Some(r) if heap.is_subclass(r, own) => {}
            Some(r) if !heap.is_subclass(own, r) => return Err("multiple bases have instance lay-out conflict".into()),
            _ => root = Some(own),
        }
    }
    Ok(best)
}

/// What `type.__new__` makes of a name, bases and a namespace, before hooks like `__init_subclass__` run. Errors are the
/// messages of TypeErrors.
pub fn make_type(heap: &mut Heap, meta: Handle, name: &str, bases: &[Handle], namespace: Handle) -> Result<Handle, String> {
    let bases = if bases.is_empty() { vec![types::OBJECT] } else { bases.to_vec() };
    for (i, b) in bases.iter().enumerate() {
        if bases[..i].contains(b) {
            return Err(format!("duplicate base class {}", heap.class(*b).name));
        }
    }
    let order = linearise(heap, &bases)?;
    let solid = solid_base(heap, &bases)?;
    let layout = heap.class(solid).layout;
    let entries: Vec<(String, Value)> = match heap.dict(namespace.into()) {
        Some(d) => d.iter().map(|(k, v)| (heap.str_lossy(k), v)).collect(),
        None => Vec::new(),
    };
    let mut attrs = Attrs::default();
    let mut qualname = name.to_owned();
    let mut class_cell = None;
    let mut slots = None;
    for (key, v) in entries {
        match key.as_str() {
            "__qualname__" => {
                qualname = match heap.text(v) {
                    Some(t) => t.to_str().into_owned(),
                    None => return Err(format!("type __qualname__ must be a str, not {}", heap.type_of(v).name)),
                }
            }
            "__classcell__" => class_cell = v.handle(),
            _ => {
                if key == "__slots__" {
                    slots = Some(v);
                }
                let v = implicit_wrapper(heap, &key, v);
                attrs.insert(heap.symbols.intern(&key), v);
            }
        }
    }
    let doc = heap.symbols.intern("__doc__");
    attrs.entry(doc).or_insert(Value::None);
    // A class that defines equality and no hash has none.
    let (eq, hash) = (heap.symbols.intern("__eq__"), heap.symbols.intern("__hash__"));
    if attrs.contains_key(&eq) && !attrs.contains_key(&hash) {
        attrs.insert(hash, Value::None);
    }
    let slot_names = match slots {
        Some(v) => Some(slot_names(heap, v)?),
        None => None,
    };
    if let Some(names) = &slot_names {
        check_slots(heap, names, solid, &bases)?;
    }
    let bases_slotted = bases.iter().all(|&b| b == types::OBJECT || heap.class(b).is_slotted || !heap.class(b).is_heap);
    let is_slotted = bases_slotted && slot_names.as_ref().is_some_and(|s| !s.iter().any(|n| n == "__dict__"));
    let class = heap.alloc(meta, Object::Free);
    for slot in slot_names.into_iter().flatten() {
        if slot == "__dict__" || slot == "__weakref__" {
            continue;
        }
        let mangled = if slot.starts_with("__") && !slot.ends_with("__") {
            format!("_{}{slot}", name.trim_start_matches('_'))
        } else {
            slot
        };
        let sym = heap.symbols.intern(&mangled);
        if attrs.contains_key(&sym) {
            return Err(format!("ValueError: '{mangled}' in __slots__ conflicts with class variable"));
        }
        let member = heap.alloc(types::MEMBER, Object::Member { owner: class, name: sym });
        attrs.insert(sym, member.into());
    }
    let shape = heap.shapes.root(class);
    let mut mro = vec![class];
    mro.extend(order);
    let t = Type {
        name: name.into(),
        qualname: qualname.into(),
        bases: bases.clone(),
        mro,
        attrs,
        layout,
        shape,
        is_heap: true,
        is_slotted,
        subclasses: Vec::new(),
    };
    *heap.get_mut(class) = Object::Type(Box::new(t));
    for b in bases {
        if heap.class(b).is_heap || b != types::OBJECT {
            heap.class_mut(b).subclasses.push(class);
        }
    }
    if let Some(cell) = class_cell
        && let Object::Cell(content) = heap.get_mut(cell)
    {
        *content = class.into();
    }
    Ok(class)
}

/// `__new__` is a static method, `__init_subclass__` and `__class_getitem__` class methods, without being told.
fn implicit_wrapper(heap: &mut Heap, name: &str, v: Value) -> Value {
    if heap.function(v).is_none() {
        return v;
    }
    match name {
        "__new__" => heap.alloc(types::STATICMETHOD, Object::StaticMethod(v)).into(),
        "__init_subclass__" | "__class_getitem__" => heap.alloc(types::CLASSMETHOD, Object::ClassMethod(v)).into(),
        _ => v,
    }
}

/// What `__slots__` may not hold.
fn check_slots(heap: &Heap, names: &[String], solid: Handle, bases: &[Handle]) -> Result<(), String> {
    let word = |n: &str| {
        let mut chars = n.chars();
        chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_')
    };
    if names.iter().any(|n| !word(n)) {
        return Err("__slots__ must be identifiers".into());
    }
    let content = heap.class(solid).layout;
    if !names.is_empty() && matches!(content, Layout::Int | Layout::Bytes | Layout::Tuple) {
        let root = heap.class(solid).mro.iter().find(|c| !heap.class(**c).is_heap).copied().unwrap_or(solid);
        let name = &heap.class(root).name;
        return Err(format!("nonempty __slots__ not supported for subtype of '{name}'"));
    }
    let has_dict = bases.iter().any(|&b| b != types::OBJECT && heap.class(b).is_heap && !heap.class(b).is_slotted);
    for special in ["__dict__", "__weakref__"] {
        let wanted = names.iter().filter(|n| *n == special).count();
        if wanted > usize::from(!has_dict) {
            return Err(format!("{special} slot disallowed: we already got one"));
        }
    }
    Ok(())
}

/// The nearest class that gives instances slots of its own.
fn slotted_root(heap: &Heap, class: Handle) -> Option<Handle> {
    let owns = |c: Handle| {
        heap.class(c).attrs.values().any(|v| matches!(heap.object(*v), Some(Object::Member { owner, .. }) if *owner == c))
    };
    heap.class(class).mro.iter().copied().find(|&c| heap.class(c).is_heap && owns(c))
}

fn slot_names(heap: &Heap, v: Value) -> Result<Vec<String>, String> {
    if let Some(one) = heap.text(v) {
        return Ok(vec![one.to_str().into_owned()]);
    }
    let items: Vec<Value> = match (heap.items(v), heap.dict(v), heap.set(v)) {
        (Some(items), ..) => items.to_vec(),
        (_, Some(d), _) => d.iter().map(|(k, _)| k).collect(),
        (.., Some(s)) => s.iter().map(|e| e.key).collect(),
        _ => Vec::new(),
    };
    items
        .into_iter()
        .map(|v| match heap.text(v) {
            Some(t) => Ok(t.to_str().into_owned()),
            None => Err(format!("__slots__ items must be strings, not '{}'", heap.type_of(v).name)),
        })
        .collect()
}

/// The most derived of a metaclass and the types of the bases.
pub fn winning_metaclass(heap: &Heap, meta: Handle, of_bases: &[Handle]) -> Result<Handle, String> {
    let mut winner = meta;
    for &of_base in of_bases {
        if heap.is_subclass(winner, of_base) {
            continue;
        }
        if !heap.is_subclass(of_base, winner) {
            return Err("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases".into());
        }
        winner = of_base;
    }
    Ok(winner)
}

/// A class's `__dict__` as a new dict.
pub fn attributes_dict(heap: &mut Heap, class: Handle) -> Value {
    let attrs: Vec<(String, Value)> =
        heap.class(class).attrs.iter().map(|(k, v)| (heap.symbols.name(*k).to_owned(), *v)).collect();
    let dict = heap.new_dict(Default::default());
    if let Value::Obj(d) = dict {
        for (name, v) in attrs {
            lookup::dict_set_str(heap, d, &name, v);
        }
    }
    dict
}

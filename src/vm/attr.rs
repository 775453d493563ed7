//! Attribute look-up: classes, instances, descriptors, and the inline caches in front of it. Nothing here calls Python:
//! where a getter or a `__getattr__` must run, the answer says what to call.

use super::code::Cache;
use super::fields;
use super::heap::Heap;
use super::known::WellKnown;
use super::lookup;
use super::object::{Builtin, Object, Sym};
use super::types;
use super::value::{Handle, Value};

/// What a look-up found.
#[derive(Debug, Clone)]
pub enum Found {
    Value(Value),
    /// The attribute is what this call returns.
    Call {
        callee: Value,
        args: Vec<Value>,
    },
    /// There is none. A `__getattr__` to ask, if the class has one.
    Missing {
        getattr: Option<Value>,
    },
}

/// What is to be done to set or delete an attribute.
#[derive(Debug, Clone)]
pub enum Assign {
    Done,
    Call {
        callee: Value,
        args: Vec<Value>,
    },
    /// AttributeError with this message.
    Refused(String),
    /// TypeError with this message.
    BadType(String),
}

/// Remembers what classes answered. Direct-mapped, derived.
#[derive(Debug, Default)]
pub struct MethodCache {
    entries: Vec<(Handle, Sym, u32, Option<Value>)>,
}

const METHOD_CACHE: usize = 1024;

impl MethodCache {
    pub fn clear(&mut self) {
        self.entries.clear();
    }
    /// [`Heap::class_attr`], remembered.
    #[inline]
    pub fn class_attr(&mut self, heap: &Heap, class: Handle, name: Sym) -> Option<Value> {
        if self.entries.is_empty() {
            self.entries.resize(METHOD_CACHE, (Handle::NONE, Sym(0), 0, None));
        }
        let at = (class.0.wrapping_mul(31) ^ name.0.wrapping_mul(7)) as usize % METHOD_CACHE;
        let e = &self.entries[at];
        if e.0 == class && e.1 == name && e.2 == heap.class_version() {
            return e.3;
        }
        let found = heap.class_attr(class, name);
        self.entries[at] = (class, name, heap.class_version(), found);
        found
    }
}

/// Is the value a descriptor that wins over an instance's own attribute?
fn is_data_descriptor(heap: &Heap, v: Value, known: &WellKnown) -> bool {
    match heap.object(v) {
        Some(Object::Property(_) | Object::Member { .. }) => true,
        Some(Object::Instance(_)) => {
            let class = heap.class_of(v);
            heap.class_attr(class, known.set).is_some() || heap.class_attr(class, known.delete).is_some()
        }
        _ => false,
    }
}

/// What `attr`, found in a class, is when it is read through an instance (`this`) or through the class (`Unset`).
pub(super) fn bind(heap: &mut Heap, attr: Value, this: Value, class: Handle, known: &WellKnown) -> Found {
    let Value::Obj(h) = attr else { return Found::Value(attr) };
    let through_class = this.is_unset();
    match heap.get(h) {
        Object::Function(_) if through_class => Found::Value(attr),
        Object::Function(_) => Found::Value(Value::Obj(heap.alloc(types::METHOD, Object::BoundMethod { func: attr, this }))),
        Object::Builtin(b) if b.this.is_unset() && heap.slot(h).class == types::WRAPPER => {
            if through_class {
                return Found::Value(attr);
            }
            let native = b.native;
            Found::Value(Value::Obj(heap.alloc(types::BUILTIN, Object::Builtin(Builtin { native, this }))))
        }
        Object::ClassMethod(func) => {
            let func = *func;
            match heap.object(func) {
                Some(Object::Builtin(b)) => {
                    let native = b.native;
                    Found::Value(Value::Obj(heap.alloc(types::BUILTIN, Object::Builtin(Builtin { native, this: class.into() }))))
                }
                _ => Found::Value(Value::Obj(heap.alloc(types::METHOD, Object::BoundMethod { func, this: class.into() }))),
            }
        }
        Object::StaticMethod(func) => Found::Value(*func),
        Object::Property(_) if through_class => Found::Value(attr),
        Object::Property(p) => match p.get {
            // It says itself that it cannot be read.
            Value::None => match heap.class_attr(types::PROPERTY, known.get) {
                Some(get) => Found::Call { callee: get, args: vec![attr, this, class.into()] },
                None => Found::Missing { getattr: None },
            },
            get => Found::Call { callee: get, args: vec![this] },
        },
        Object::Member { .. } if through_class => Found::Value(attr),
        Object::Member { name, .. } => {
            let name = *name;
            match this.handle().and_then(|h| fields::get(heap, h, name)) {
                Some(v) => Found::Value(v),
                None => Found::Missing { getattr: None },
            }
        }
        Object::Instance(_) => match heap.class_attr(heap.class_of(attr), known.get) {
            Some(get) => {
                Found::Call { callee: get, args: vec![attr, if through_class { Value::None } else { this }, class.into()] }
            }
            None => Found::Value(attr),
        },
        _ => Found::Value(attr),
    }
}

/// `obj.name`.
pub(super) fn get(heap: &mut Heap, obj: Value, name: Sym, known: &WellKnown) -> Found {
    let class = heap.class_of(obj);
    if heap.class(class).is_heap
        && let Some(custom) = heap.class_attr(class, known.getattribute)
        && heap.function(custom).is_some()
    {
        let name = Value::Obj(name_object(heap, name));
        return Found::Call { callee: custom, args: vec![obj, name] };
    }
    match plain_get(heap, obj, name, known) {
        Found::Missing { .. } => Found::Missing { getattr: heap.class_attr(class, known.getattr) },
        found => found,
    }
}

/// `object.__getattribute__`: without the hooks.
pub(super) fn plain_get(heap: &mut Heap, obj: Value, name: Sym, known: &WellKnown) -> Found {
    if let Some(Object::Type(_)) = heap.object(obj) {
        return get_of_class(heap, obj, name, known);
    }
    if let Some(Object::Super(s)) = heap.object(obj) {
        let s = *s;
        return get_of_super(heap, s, obj, name, known);
    }
    let class = heap.class_of(obj);
    let found = heap.class_attr(class, name);
    if let Some(attr) = found
        && is_data_descriptor(heap, attr, known)
    {
        return bind(heap, attr, obj, class, known);
    }
    if let Value::Obj(h) = obj {
        if let Object::Module(m) = heap.get(h) {
            let dict = m.dict;
            if let Some(v) = lookup::dict_get_str(heap, dict, heap.symbols.name(name)) {
                return Found::Value(v);
            }
        } else if let Some(v) = fields::get(heap, h, name) {
            return Found::Value(v);
        }
    }
    match (found, heap.object(obj)) {
        (Some(attr), _) => bind(heap, attr, obj, class, known),
        // A method shows the attributes of its function.
        (None, Some(Object::BoundMethod { func, .. })) => {
            let func = *func;
            plain_get(heap, func, name, known)
        }
        _ => Found::Missing { getattr: None },
    }
}

fn get_of_class(heap: &mut Heap, obj: Value, name: Sym, known: &WellKnown) -> Found {
    let Value::Obj(h) = obj else { return Found::Missing { getattr: None } };
    let meta = heap.class_of(obj);
    let of_meta = heap.class_attr(meta, name);
    if let Some(attr) = of_meta
        && is_data_descriptor(heap, attr, known)
    {
        return bind(heap, attr, obj, meta, known);
    }
    if let Some(attr) = heap.class_attr(h, name) {
        return bind(heap, attr, Value::Unset, h, known);
    }
    match of_meta {
        Some(attr) => bind(heap, attr, obj, meta, known),
        None => Found::Missing { getattr: None },
    }
}

fn get_of_super(heap: &mut Heap, s: super::object::Super, obj: Value, name: Sym, known: &WellKnown) -> Found {
    if name != known.class && !s.this.is_unset() {
        let mro = heap.class(s.start).mro.clone();
        let behind = mro.iter().position(|&c| c == s.class).map_or(0, |i| i + 1);
        for &c in &mro[behind..] {
            if let Some(&attr) = heap.class(c).attrs.get(&name) {
                // Through a class (in a classmethod) `super` binds to the class.
                let bound_to_class = matches!(s.this, Value::Obj(h) if h == s.start);
                let this = if bound_to_class { Value::Unset } else { s.this };
                return bind(heap, attr, this, s.start, known);
            }
        }
    }
    let class = heap.class_of(obj);
    match heap.class_attr(class, name) {
        Some(attr) => bind(heap, attr, obj, class, known),
        None => Found::Missing { getattr: None },
    }
}

/// An attribute looked up on the type, as implicit special methods are. Getters are not run: `None` for them.
pub(super) fn special(heap: &mut Heap, obj: Value, name: Sym, known: &WellKnown) -> Option<Value> {
    let class = heap.class_of(obj);
    let attr = heap.class_attr(class, name)?;
    match bind(heap, attr, obj, class, known) {
        Found::Value(v) => Some(v),
        _ => Some(attr),
    }
}

/// [`special`], for natives.
pub fn special_attr(heap: &mut Heap, obj: Value, name: Sym) -> Option<Value> {
    special(heap, obj, name, &super::known::KNOWN)
}

/// A name as a `str` object.
pub(super) fn name_object(heap: &mut Heap, name: Sym) -> Handle {
    let text = heap.symbols.name(name).to_owned();
    heap.new_str(&text).handle().unwrap_or(Handle::NONE)
}

fn class_name(heap: &Heap, v: Value) -> String {
    heap.type_of(v).name.to_string()
}

/// The message of the AttributeError for a missing attribute.
pub(super) fn missing_message(heap: &Heap, obj: Value, name: &str) -> String {
    match heap.object(obj) {
        Some(Object::Type(t)) => format!("type object '{}' has no attribute '{name}'", t.name),
        Some(Object::Module(m)) => format!("module '{}' has no attribute '{name}'", m.name),
        _ => format!("'{}' object has no attribute '{name}'", class_name(heap, obj)),
    }
}

/// Can the object have attributes of its own?
fn has_dict(heap: &Heap, obj: Value) -> bool {
    let Value::Obj(h) = obj else { return false };
    match heap.get(h) {
        Object::Function(_) | Object::Module(_) | Object::Exception(_) => true,
        _ => {
            let class = heap.class(heap.slot(h).class);
            class.is_heap && !class.is_slotted
        }
    }
}

/// The type that an accessor in Rust belongs to.
fn native_owner(heap: &Heap, accessor: Value) -> String {
    match heap.object(accessor) {
        Some(Object::Builtin(b)) => b.native.def().name.split_once('.').map_or("object", |(owner, _)| owner).to_owned(),
        _ => "object".to_owned(),
    }
}

/// "property 'x' of 'C' object has no setter".
pub fn property_message(heap: &Heap, name: Value, obj: Value, what: &str) -> String {
    let named = heap.text(name).map_or(String::new(), |t| format!(" '{t}'"));
    format!("property{named} of '{}' object has no {what}", heap.type_of(obj).qualname)
}

/// `obj.name = v`, or `del obj.name` when `v` is unset.
pub(super) fn assign(heap: &mut Heap, obj: Value, name: Sym, v: Value, known: &WellKnown) -> Assign {
    let class = heap.class_of(obj);
    let hook = if v.is_unset() { known.delattr } else { known.setattr };
    if heap.class(class).is_heap
        && let Some(custom) = heap.class_attr(class, hook)
        && heap.function(custom).is_some()
    {
        let name = Value::Obj(name_object(heap, name));
        let args = if v.is_unset() { vec![obj, name] } else { vec![obj, name, v] };
        return Assign::Call { callee: custom, args };
    }
    plain_assign(heap, obj, name, v, known)
}

/// `object.__setattr__` and `object.__delattr__`: without the hooks.
pub(super) fn plain_assign(heap: &mut Heap, obj: Value, name: Sym, v: Value, known: &WellKnown) -> Assign {
    let class = heap.class_of(obj);
    let text = heap.symbols.name(name).to_owned();
    if let Some(attr) = heap.class_attr(class, name) {
        match heap.object(attr) {
            Some(Object::Property(p)) => {
                let (accessor, what, args) =
                    if v.is_unset() { (p.delete, "deleter", vec![obj]) } else { (p.set, "setter", vec![obj, v]) };
                if matches!(accessor, Value::None) {
                    return match attr.handle().map(|h| heap.slot(h).class) {
                        Some(types::GETSET) => {
                            let owner = native_owner(heap, p.get);
                            Assign::Refused(format!("attribute '{text}' of '{owner}' objects is not writable"))
                        }
                        Some(types::MEMBER) => Assign::Refused("readonly attribute".into()),
                        _ => Assign::Refused(property_message(heap, p.name, obj, what)),
                    };
                }
                return Assign::Call { callee: accessor, args };
            }
            Some(Object::Member { .. }) => {
                let Value::Obj(h) = obj else { return Assign::Refused(text) };
                if !v.is_unset() {
                    fields::set(heap, h, name, v);
                    return Assign::Done;
                }
                return if fields::delete(heap, h, name) { Assign::Done } else { Assign::Refused(text) };
            }
            Some(Object::Instance(_)) => {
                let hook = if v.is_unset() { known.delete } else { known.set };
                let of = heap.class_of(attr);
                if let Some(callee) = heap.class_attr(of, hook) {
                    let args = if v.is_unset() { vec![attr, obj] } else { vec![attr, obj, v] };
                    return Assign::Call { callee, args };
                }
            }
            _ => {}
        }
    }
    if let Some((h, t)) = heap.as_class(obj) {
        if !t.is_heap {
            return Assign::BadType(format!("cannot set '{text}' attribute of immutable type '{}'", t.name));
        }
        if v.is_unset() {
            return match heap.class_mut(h).attrs.shift_remove(&name) {
                Some(_) => Assign::Done,
                None => Assign::Refused(missing_message(heap, obj, &text)),
            };
        }
        heap.class_mut(h).attrs.insert(name, v);
        return Assign::Done;
    }
    let missing = |heap: &Heap| {
        let known_to_class = heap.class_attr(class, name).is_some();
        Assign::Refused(match known_to_class {
            true => format!("'{}' object attribute '{text}' is read-only", class_name(heap, obj)),
            false => missing_message(heap, obj, &text),
        })
    };
    if !has_dict(heap, obj) {
        return missing(heap);
    }
    let Value::Obj(h) = obj else { return missing(heap) };
    if let Object::Module(m) = heap.get(h) {
        let dict = m.dict;
        if v.is_unset() {
            return if lookup::dict_del_str(heap, dict, &text).is_some() { Assign::Done } else { missing(heap) };
        }
        lookup::dict_set_str(heap, dict, &text, v);
        return Assign::Done;
    }
    if v.is_unset() {
        return if fields::delete(heap, h, name) { Assign::Done } else { Assign::Refused(missing_message(heap, obj, &text)) };
    }
    fields::set(heap, h, name, v);
    Assign::Done
}

/// In [`Cache::index`]: the cached value is the class's, not a field.
const CLASS_VALUE: u32 = u32::MAX;
/// In [`Cache::next`]: the key is a shape, or the handle of a class.
const BY_SHAPE: u32 = 0;
const BY_CLASS: u32 = 1;
const BY_MODULE: u32 = 2;

/// The cached result of reading an attribute, if the cache fits.
#[inline(always)]
pub(super) fn get_cached(heap: &Heap, obj: Value, cache: &Cache) -> Option<Value> {
    let Value::Obj(h) = obj else { return None };
    if cache.version != heap.class_version() {
        return None;
    }
    match heap.get(h) {
        Object::Instance(i) if i.shape.0 == cache.key && cache.next == BY_SHAPE => match cache.index {
            CLASS_VALUE => Some(cache.value),
            index => i.fields[index as usize].given(),
        },
        Object::Module(m) if cache.next == BY_MODULE => get_from_module(heap, m.dict, cache),
        _ => None,
    }
}

fn get_from_module(heap: &Heap, dict: Handle, cache: &Cache) -> Option<Value> {
    let Object::Dict(d) = heap.get(dict) else { return None };
    (cache.value.handle() == Some(dict) && d.keys_version() == cache.key).then(|| d.entries()[cache.index as usize].value)
}

/// Fill the cache of a read attribute, where what was found may be cached.
pub(super) fn fill_get(heap: &Heap, obj: Value, name: Sym, known: &WellKnown) -> Cache {
    let Value::Obj(h) = obj else { return Cache::EMPTY };
    let version = heap.class_version();
    let class = heap.slot(h).class;
    match heap.get(h) {
        Object::Instance(i) if i.shape != fields::DICT_SHAPE => {
            if heap.class_attr(class, known.getattribute).is_some_and(|f| heap.function(f).is_some()) {
                return Cache::EMPTY;
            }
            let of_class = heap.class_attr(class, name);
            match (heap.shapes.get(i.shape).index_of(name), of_class) {
                (Some(index), attr) if !attr.is_some_and(|a| is_data_descriptor(heap, a, known)) => {
                    Cache { version, key: i.shape.0, index: index as u32, next: BY_SHAPE, value: Value::Unset }
                }
                (Some(index), Some(attr)) if matches!(heap.object(attr), Some(Object::Member { .. })) => {
                    Cache { version, key: i.shape.0, index: index as u32, next: BY_SHAPE, value: Value::Unset }
                }
                // A plain value of the class: nothing to bind.
                (None, Some(attr))
                    if !matches!(attr, Value::Obj(_))
                        || heap.text(attr).is_some()
                        || heap.items(attr).is_some()
                        || heap.dict(attr).is_some() =>
                {
                    Cache { version, key: i.shape.0, index: CLASS_VALUE, next: BY_SHAPE, value: attr }
                }
                _ => Cache::EMPTY,
            }
        }
        Object::Module(m) => {
            let Object::Dict(d) = heap.get(m.dict) else { return Cache::EMPTY };
            match super::build::dict_find_str(heap, m.dict, heap.symbols.name(name)) {
                Some(index) => {
                    Cache { version, key: d.keys_version(), index: index as u32, next: BY_MODULE, value: m.dict.into() }
                }
                None => Cache::EMPTY,
            }
        }
        _ => Cache::EMPTY,
    }
}

/// Set a field through the cache; `false` when the cache does not fit.
#[inline]
pub(super) fn set_cached(heap: &mut Heap, obj: Value, cache: &Cache, v: Value) -> bool {
    let Value::Obj(h) = obj else { return false };
    if cache.version != heap.class_version() {
        return false;
    }
    let Object::Instance(i) = heap.get(h) else { return false };
    if i.shape.0 != cache.key {
        return false;
    }
    let next = super::object::ShapeId(cache.next);
    let index = cache.index as usize;
    // A deleted attribute that is set again moves to the end of the order: not here.
    if i.fields.get(index).is_some_and(|v| v.is_unset()) {
        return false;
    }
    if let Object::Instance(i) = heap.get_mut(h) {
        if index < i.fields.len() {
            i.fields[index] = v;
        } else {
            i.shape = next;
            i.fields.push(v);
        }
    }
    true
}

/// Fill the cache of a written attribute. `before` is the shape that the object had before the write.
pub(super) fn fill_set(heap: &Heap, obj: Value, name: Sym, before: u32, known: &WellKnown) -> Cache {
    let Value::Obj(h) = obj else { return Cache::EMPTY };
    let class = heap.slot(h).class;
    let Object::Instance(i) = heap.get(h) else { return Cache::EMPTY };
    if i.shape == fields::DICT_SHAPE || heap.class_attr(class, known.setattr).is_some_and(|f| heap.function(f).is_some()) {
        return Cache::EMPTY;
    }
    if heap
        .class_attr(class, name)
        .is_some_and(|a| is_data_descriptor(heap, a, known) && !matches!(heap.object(a), Some(Object::Member { .. })))
    {
        return Cache::EMPTY;
    }
    match heap.shapes.get(i.shape).index_of(name) {
        Some(index) => {
            Cache { version: heap.class_version(), key: before, index: index as u32, next: i.shape.0, value: Value::Unset }
        }
        None => Cache::EMPTY,
    }
}

/// The shape of an instance; a number that no shape has for all else.
pub(super) fn shape_of(heap: &Heap, obj: Value) -> u32 {
    match heap.object(obj) {
        Some(Object::Instance(i)) => i.shape.0,
        _ => u32::MAX,
    }
}

/// The cached callee, and what to call it with as its first argument; unset for a module's function.
#[inline]
pub(super) fn method_cached(heap: &Heap, obj: Value, cache: &Cache) -> Option<(Value, Value)> {
    if cache.version != heap.class_version() {
        return None;
    }
    let Value::Obj(h) = obj else { return None };
    let slot = heap.slot(h);
    let fits = match &slot.object {
        Object::Instance(i) => cache.next == BY_SHAPE && i.shape.0 == cache.key,
        Object::Module(m) if cache.next == BY_MODULE => {
            return get_from_module(heap, m.dict, cache).map(|v| (v, Value::Unset));
        }
        _ => cache.next == BY_CLASS && slot.class.0 == cache.key && slot.attrs.is_none(),
    };
    fits.then_some((cache.value, obj))
}

/// Look a method up for a call: the function and what to pass as its first argument, when it is a plain method. The cache
/// comes with it.
pub(super) fn find_method(heap: &Heap, obj: Value, name: Sym, known: &WellKnown) -> Option<(Value, Cache)> {
    let class = heap.class_of(obj);
    if matches!(heap.object(obj), Some(Object::Type(_) | Object::Module(_) | Object::Super(_))) {
        return None;
    }
    if heap.class(class).is_heap && heap.class_attr(class, known.getattribute).is_some_and(|f| heap.function(f).is_some()) {
        return None;
    }
    let attr = heap.class_attr(class, name)?;
    let is_method = match heap.object(attr) {
        Some(Object::Function(_)) => true,
        Some(Object::Builtin(b)) => b.this.is_unset() && attr.handle().is_some_and(|h| heap.slot(h).class == types::WRAPPER),
        _ => false,
    };
    let own = obj.handle().and_then(|h| fields::get(heap, h, name));
    if !is_method || own.is_some() {
        return None;
    }
    let version = heap.class_version();
    let cache = match heap.object(obj) {
        Some(Object::Instance(i)) if i.shape == fields::DICT_SHAPE => Cache::EMPTY,
        Some(Object::Instance(i)) => Cache { version, key: i.shape.0, index: CLASS_VALUE, next: BY_SHAPE, value: attr },
        Some(_) => Cache { version, key: class.0, index: CLASS_VALUE, next: BY_CLASS, value: attr },
        None => Cache::EMPTY,
    };
    Some((attr, cache))
}

//! The heap: every object lives here behind a handle, and every write goes through here.
//!
//! The doors for writes ([`Heap::get_mut`] and its narrower sisters for large containers) are the write barrier: the
//! first write to an object in an epoch keeps its old content in the undo log. Nothing else can change an object, because
//! nothing else can get a `&mut` to one.
//!
//! Handles are given out in a fixed order, and a collection ([`gc`]) runs at moments that only depend on the program, so
//! that replaying a program gives every object the same handle.

mod gc;
mod symbols;
mod undo;

pub use gc::Tracer;
pub use symbols::{Shape, Shapes, Symbols};
pub use undo::{CHUNK, HeapUndo, WHOLE};

use super::collections::{Dict, Set};
use super::object::*;
use super::text::{Str, Text, TextRef};
use super::types;
use super::value::{Handle, Value};
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};
use undo::Mark;

/// One place in the heap.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Slot {
    pub object: Object,
    /// The object's class.
    pub class: Handle,
    /// Attributes of an object that is not a plain instance: an [`Object::Instance`], or none.
    pub attrs: Handle,
    /// The epoch in which the object was made or its old content was kept.
    epoch: u32,
}

/// All objects, and the tables that belong to them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Heap {
    slots: Vec<Slot>,
    /// Handles that the last collection freed, and how many of them are used again.
    free: Vec<u32>,
    cursor: usize,
    /// Objects allocated since the last collection, large ones counting more, and when the next one is due.
    allocated: u64,
    threshold: u64,
    pub symbols: Symbols,
    pub shapes: Shapes,
    /// The prelude's sentinel for "no such attribute".
    missing: Handle,
    /// The dict behind `sys.modules`.
    modules: Handle,
    epoch: u32,
    last_epoch: u32,
    #[serde(skip)]
    log: HeapUndo,
    /// Changes whenever a class changes: inline caches compare it. Derived, never goes back.
    #[serde(skip)]
    class_version: u32,
}

/// Behind the builtin types there are the strings of one ASCII character, then the empty one: made once, never freed.
const CHARS: u32 = types::RESERVED;
/// Handles that are in use from the start.
const FIXED: u32 = CHARS + 129;

/// Fewest allocations between two collections.
const MIN_THRESHOLD: u64 = 200_000;

impl Default for Heap {
    fn default() -> Heap {
        let free = Slot { object: Object::Free, class: Handle::NONE, attrs: Handle::NONE, epoch: 0 };
        // Room that nobody has written to costs nothing, and growing means copying.
        let mut slots = Vec::with_capacity(1 << 20);
        slots.resize(types::RESERVED as usize, free);
        slots.extend((0..=127).map(char::from).map(String::from).chain([String::new()]).map(|s| {
            let object = Object::Str(Str::from(Text::Ascii(s.into())));
            Slot { object, class: types::STR, attrs: Handle::NONE, epoch: 0 }
        }));
        Heap {
            slots,
            free: Vec::new(),
            cursor: 0,
            allocated: 0,
            threshold: MIN_THRESHOLD,
            symbols: crate::vm::known::symbols(),
            shapes: Shapes::default(),
            missing: Handle::NONE,
            modules: Handle::NONE,
            epoch: 0,
            last_epoch: 0,
            log: HeapUndo::default(),
            class_version: 1,
        }
    }
}

/// Reading.
impl Heap {
    #[inline]
    pub fn get(&self, h: Handle) -> &Object {
        &self.slots[h.0 as usize].object
    }
    #[inline]
    pub fn slot(&self, h: Handle) -> &Slot {
        &self.slots[h.0 as usize]
    }
    /// Does the handle name an object?
    pub fn is_live(&self, h: Handle) -> bool {
        self.slots.get(h.0 as usize).is_some_and(|s| !matches!(s.object, Object::Free))
    }
    /// Number of handles ever in use, free ones included.
    pub fn size(&self) -> usize {
        self.slots.len()
    }
    /// Handles below this are in use from the start: the builtin types, then strings.
    pub fn fixed() -> u32 {
        FIXED
    }
    /// No object is of an epoch that is still to come? For whoever got the heap from a file.
    pub fn epochs_are_sound(&self) -> bool {
        self.last_epoch < u32::MAX / 2 && self.epoch <= self.last_epoch && self.slots.iter().all(|s| s.epoch <= self.last_epoch)
    }
    /// The free handles, and how many of them are used again.
    pub fn free_handles(&self) -> (&[u32], usize) {
        (&self.free, self.cursor)
    }
    /// Allocations since the last collection, and how many bring the next.
    pub fn allocations(&self) -> (u64, u64) {
        (self.allocated, self.threshold)
    }
    /// Objects made since the last collection, large ones counting more.
    pub fn allocated(&self) -> u64 {
        self.allocated
    }
    /// Number of objects.
    pub fn live_objects(&self) -> usize {
        self.slots.iter().filter(|s| !matches!(s.object, Object::Free)).count()
    }
    /// What decides the handles to come: those that are free, in the order in which they are used again; objects allocated
    /// since the last collection; and how many make the next one due.
    pub fn accounts(&self) -> (&[u32], u64, u64) {
        (&self.free[self.cursor.min(self.free.len())..], self.allocated, self.threshold)
    }
    /// The object behind a value, if it is in the heap.
    #[inline]
    pub fn object(&self, v: Value) -> Option<&Object> {
        match v {
            Value::Obj(h) => Some(self.get(h)),
            _ => None,
        }
    }
    /// The class of any value.
    #[inline]
    pub fn class_of(&self, v: Value) -> Handle {
        match v {
            Value::Obj(h) => self.slots[h.0 as usize].class,
            Value::Int(_) => types::INT,
            Value::Bool(_) => types::BOOL,
            Value::Float(_) => types::FLOAT,
            Value::None => types::NONE_TYPE,
            Value::NotImplemented => types::NOT_IMPLEMENTED_TYPE,
            Value::Ellipsis => types::ELLIPSIS_TYPE,
            Value::Unset => types::OBJECT,
        }
    }
    pub fn type_of(&self, v: Value) -> &Type {
        self.class(self.class_of(v))
    }
    /// The class behind a handle that is known to be one.
    pub fn class(&self, h: Handle) -> &Type {
        match self.get(h) {
            Object::Type(t) => t,
            other => panic!("handle {} is no class but {other:?}", h.0),
        }
    }
    /// The class behind a value, if it is one.
    pub fn as_class(&self, v: Value) -> Option<(Handle, &Type)> {
        match v {
            Value::Obj(h) => match self.get(h) {
                Object::Type(t) => Some((h, t)),
                _ => None,
            },
            _ => None,
        }
    }
    /// Is `class` the same as `of`, or below it?
    pub fn is_subclass(&self, class: Handle, of: Handle) -> bool {
        class == of || matches!(self.get(class), Object::Type(t) if t.mro.contains(&of))
    }
    /// `isinstance` by the real class, without `__instancecheck__`.
    pub fn is_instance(&self, v: Value, class: Handle) -> bool {
        self.is_subclass(self.class_of(v), class)
    }
    /// The attribute `name` found in the class or its bases.
    pub fn class_attr(&self, class: Handle, name: Sym) -> Option<Value> {
        self.class(class).mro.iter().find_map(|&c| self.class(c).attrs.get(&name).copied())
    }
    /// As [`Heap::class_attr`], by the name's text.
    pub fn class_attr_named(&self, class: Handle, name: &str) -> Option<Value> {
        self.class_attr(class, self.symbols.find(name)?)
    }
    /// The text of a string (of `str` or a subclass).
    #[inline]
    pub fn text(&self, v: Value) -> Option<TextRef<'_>> {
        match v {
            Value::Obj(h) => self.text_at(h),
            _ => None,
        }
    }
    #[inline]
    pub fn text_at(&self, h: Handle) -> Option<TextRef<'_>> {
        match self.get(h) {
            Object::Str(s) => Some(self.text_ref(&s.text)),
            _ => None,
        }
    }
    #[inline]
    fn text_ref<'a>(&'a self, t: &'a Text) -> TextRef<'a> {
        match t {
            Text::Ascii(s) => TextRef::Ascii(s),
            Text::Wide(s) => TextRef::Wide(s),
            Text::Grown { buffer, len } => match self.get(*buffer) {
                // Only an epoch of a forged file could have made the buffer shorter.
                Object::TextBuffer(b) => TextRef::Ascii(b.get(..*len as usize).unwrap_or("")),
                _ => TextRef::Ascii(""),
            },
        }
    }
    /// A text that is no object (yet) as a Rust string; lone surrogates become U+FFFD.
    pub fn text_string(&self, t: &Text) -> String {
        self.text_ref(t).to_str().into_owned()
    }
    /// The text of a value that is known to be a string; empty when it is not.
    pub fn str_lossy(&self, v: Value) -> String {
        self.text(v).map_or_else(String::new, |t| t.to_str().into_owned())
    }
    /// The items of a list or a tuple (or of a subclass).
    #[inline]
    pub fn items(&self, v: Value) -> Option<&[Value]> {
        match self.object(v)? {
            Object::List(items) => Some(items),
            Object::Tuple(items) => Some(items),
            _ => None,
        }
    }
    pub fn tuple(&self, v: Value) -> Option<&[Value]> {
        match self.object(v)? {
            Object::Tuple(items) => Some(items),
            _ => None,
        }
    }
    pub fn list(&self, v: Value) -> Option<&[Value]> {
        match self.object(v)? {
            Object::List(items) => Some(items),
            _ => None,
        }
    }
    pub fn dict(&self, v: Value) -> Option<&Dict> {
        match self.object(v)? {
            Object::Dict(d) => Some(d),
            _ => None,
        }
    }
    pub fn set(&self, v: Value) -> Option<&Set> {
        match self.object(v)? {
            Object::Set(s) => Some(s),
            _ => None,
        }
    }
    pub fn exception(&self, v: Value) -> Option<&Exception> {
        match self.object(v)? {
            Object::Exception(e) => Some(e),
            _ => None,
        }
    }
    pub fn function(&self, v: Value) -> Option<&Function> {
        match self.object(v)? {
            Object::Function(f) => Some(f),
            _ => None,
        }
    }
    /// The prelude's sentinel for "no such attribute".
    pub fn missing(&self) -> Handle {
        self.missing
    }
    pub fn set_missing(&mut self, h: Handle) {
        self.missing = h;
    }
    /// The dict behind `sys.modules`.
    pub fn modules(&self) -> Handle {
        self.modules
    }
    pub(super) fn set_modules(&mut self, h: Handle) {
        self.modules = h;
    }
    /// Changes whenever any class changes; see inline caches.
    #[inline]
    pub fn class_version(&self) -> u32 {
        self.class_version
    }
}

/// Making objects.
impl Heap {
    /// A new object. The class must be a class; `Handle::NONE` is for objects that Python never sees.
    #[inline]
    pub fn alloc(&mut self, class: Handle, object: Object) -> Handle {
        self.allocated += 1;
        let slot = Slot { object, class, attrs: Handle::NONE, epoch: self.epoch };
        match self.free.get(self.cursor) {
            Some(&i) => {
                self.cursor += 1;
                self.slots[i as usize] = slot;
                Handle(i)
            }
            None => {
                self.slots.push(slot);
                Handle(self.slots.len() as u32 - 1)
            }
        }
    }
    /// A new object that owns `bytes` of memory: large ones bring the next collection nearer.
    #[inline]
    pub fn alloc_large(&mut self, class: Handle, object: Object, bytes: usize) -> Handle {
        self.allocated += (bytes / 128) as u64;
        self.alloc(class, object)
    }
    /// Place an object under a handle reserved for a builtin type.
    pub(super) fn place(&mut self, h: Handle, class: Handle, object: Object) {
        self.slots[h.0 as usize] = Slot { object, class, attrs: Handle::NONE, epoch: self.epoch };
    }
    pub fn new_str(&mut self, s: &str) -> Value {
        self.new_text(Text::new(s))
    }
    pub fn new_string(&mut self, s: String) -> Value {
        self.new_text(Text::from_string(s))
    }
    pub fn new_text(&mut self, t: Text) -> Value {
        let bytes = match &t {
            Text::Ascii(s) if s.len() < 2 => {
                return Value::Obj(Handle(CHARS + s.bytes().next().map_or(128, u32::from)));
            }
            // Short ones have no memory of their own.
            Text::Ascii(s) => s.len(),
            Text::Wide(s) => s.len() * 4,
            Text::Grown { .. } => 0,
        };
        Value::Obj(self.alloc_large(types::STR, Object::Str(Str::from(t)), bytes))
    }
    /// The text of the strings among `parts`, one behind the other.
    pub fn join_texts(&mut self, parts: &[Value]) -> Value {
        let mut joined =
            compact_str::CompactString::with_capacity(parts.iter().filter_map(|&p| self.text(p)).map(TextRef::len).sum());
        for &p in parts {
            match self.text(p) {
                Some(TextRef::Ascii(s)) => joined.push_str(s),
                Some(TextRef::Wide(_)) => {
                    let mut text = super::text::TextBuilder::new();
                    parts.iter().filter_map(|&p| self.text(p)).for_each(|t| text.push(t));
                    return self.new_text(text.finish());
                }
                None => {}
            }
        }
        self.new_text(Text::Ascii(joined))
    }
    /// `text[index]` of what is exactly a string of ASCII.
    #[inline]
    pub fn char_at(&self, text: Handle, index: i64) -> Option<Value> {
        if self.slot(text).class != types::STR {
            return None;
        }
        let TextRef::Ascii(s) = self.text_at(text)? else { return None };
        let at = if index < 0 { index.checked_add(s.len() as i64)? } else { index };
        let c = s.as_bytes().get(usize::try_from(at).ok()?)?;
        Some(Value::Obj(Handle(CHARS + u32::from(*c))))
    }
    /// An int of any size; small ones need no object.
    pub fn new_int(&mut self, i: BigInt) -> Value {
        match i64::try_from(&i) {
            Ok(small) => Value::Int(small),
            Err(_) => {
                let bytes = i.bits() as usize / 8;
                Value::Obj(self.alloc_large(types::INT, Object::Int(Box::new(i)), bytes))
            }
        }
    }
    pub fn new_bytes(&mut self, b: impl Into<Box<[u8]>>) -> Value {
        let b = b.into();
        let bytes = b.len();
        Value::Obj(self.alloc_large(types::BYTES, Object::Bytes(b), bytes))
    }
    pub fn new_list(&mut self, items: Vec<Value>) -> Value {
        let bytes = items.len() * size_of::<Value>();
        Value::Obj(self.alloc_large(types::LIST, Object::List(items), bytes))
    }
    pub fn new_tuple(&mut self, items: impl Into<Box<[Value]>>) -> Value {
        let items = items.into();
        let bytes = items.len() * size_of::<Value>();
        Value::Obj(self.alloc_large(types::TUPLE, Object::Tuple(items), bytes))
    }
    pub fn new_dict(&mut self, d: Dict) -> Value {
        let bytes = d.len() * size_of::<super::collections::Entry>();
        Value::Obj(self.alloc_large(types::DICT, Object::Dict(Box::new(d)), bytes))
    }
    pub fn new_set(&mut self, s: Set) -> Value {
        let bytes = s.len() * 48;
        Value::Obj(self.alloc_large(types::SET, Object::Set(Box::new(s)), bytes))
    }
    pub fn new_iter(&mut self, class: Handle, iter: Iter) -> Value {
        Value::Obj(self.alloc(class, Object::Iter(Box::new(iter))))
    }
    /// `a + b` of two values that are exactly strings.
    #[inline]
    pub fn concat_exact(&mut self, a: Value, b: Value) -> Option<Value> {
        let (Value::Obj(a), Value::Obj(b)) = (a, b) else { return None };
        let exact = self.slot(a).class == types::STR && self.slot(b).class == types::STR;
        if exact { self.concat(a, b) } else { None }
    }
    /// `a + b` of two strings, in time proportional to `b` when `a` was made by concatenation itself.
    pub fn concat(&mut self, a: Handle, b: Handle) -> Option<Value> {
        /// Shorter results are simply copied.
        const GROW_FROM: usize = 256;
        let (x, y) = (self.text_at(a)?, self.text_at(b)?);
        let (TextRef::Ascii(left), TextRef::Ascii(right)) = (x, y) else {
            let mut t = super::text::TextBuilder::new();
            t.push(x);
            t.push(y);
            return Some(self.new_text(t.finish()));
        };
        let len = left.len() + right.len();
        if len < GROW_FROM || len > u32::MAX as usize {
            let mut s = compact_str::CompactString::with_capacity(len);
            s.push_str(left);
            s.push_str(right);
            return Some(self.new_text(Text::Ascii(s)));
        }
        let tip = match self.get(a) {
            Object::Str(Str { text: Text::Grown { buffer, len }, .. }) => match self.get(*buffer) {
                // Only whoever holds the whole buffer may let it grow: all others see a prefix that stays.
                Object::TextBuffer(b) if b.len() == *len as usize => Some(*buffer),
                _ => None,
            },
            _ => None,
        };
        let buffer = match tip {
            Some(buffer) => buffer,
            None => {
                let mut s = String::with_capacity(len * 2);
                s.push_str(left);
                self.alloc_large(Handle::NONE, Object::TextBuffer(s), len)
            }
        };
        self.text_buffer_push(buffer, b);
        Some(self.new_text(Text::Grown { buffer, len: len as u32 }))
    }
    /// Append the ASCII string `b` to a text buffer. A narrow door: of a growing text only its length is kept. Without that
    /// a replay would find the buffer longer than its tip, copy it, and give every later object another handle.
    fn text_buffer_push(&mut self, buffer: Handle, b: Handle) {
        let slot = &mut self.slots[buffer.0 as usize];
        let Object::TextBuffer(grown) = &mut slot.object else { return };
        if slot.epoch != self.epoch {
            self.log.keep_text_length(buffer, grown.len(), slot.epoch);
        }
        let mut grown = std::mem::take(grown);
        match self.get(b) {
            // `s += s`: what is appended is in the buffer itself.
            Object::Str(Str { text: Text::Grown { buffer: of, len }, .. }) if *of == buffer => {
                grown.extend_from_within(..*len as usize);
            }
            _ => {
                if let Some(TextRef::Ascii(more)) = self.text_at(b) {
                    grown.push_str(more);
                }
            }
        }
        self.slots[buffer.0 as usize].object = Object::TextBuffer(grown);
    }
}

/// The doors for writes.
impl Heap {
    /// Keep the old content of an object that is about to change, once per epoch.
    #[inline]
    fn barrier(&mut self, h: Handle) {
        if self.slots[h.0 as usize].epoch != self.epoch {
            self.keep(h);
        }
    }
    #[cold]
    fn keep(&mut self, h: Handle) {
        let slot = &mut self.slots[h.0 as usize];
        let old = slot.clone();
        slot.epoch = self.epoch;
        self.log.keep_whole(h, old);
    }
    /// The one door: everything that changes an object comes through here or through the narrower doors below.
    #[inline]
    pub fn get_mut(&mut self, h: Handle) -> &mut Object {
        self.barrier(h);
        &mut self.slots[h.0 as usize].object
    }
    /// Change an object's class or its bag of attributes.
    pub fn slot_mut(&mut self, h: Handle) -> &mut Slot {
        self.barrier(h);
        &mut self.slots[h.0 as usize]
    }
    /// Change a class: inline caches that knew it are void.
    pub fn class_mut(&mut self, h: Handle) -> &mut Type {
        self.class_version = self.class_version.wrapping_add(1);
        match self.get_mut(h) {
            Object::Type(t) => t,
            other => panic!("handle {} is no class but {other:?}", h.0),
        }
    }
    /// All inline caches are void: the state went to another moment.
    pub fn invalidate_caches(&mut self) {
        self.class_version = self.class_version.wrapping_add(1);
    }
    /// Any list, to be rewritten as a whole (insert, delete, sort...).
    pub fn list_mut(&mut self, h: Handle) -> &mut Vec<Value> {
        match self.get_mut(h) {
            Object::List(items) => items,
            other => panic!("handle {} is no list but {other:?}", h.0),
        }
    }
    /// `list[index] = v`; the index must be in range.
    #[inline]
    pub fn list_set(&mut self, h: Handle, index: usize, v: Value) {
        if self.slots[h.0 as usize].epoch != self.epoch && !self.log.is_safe_in_list(h, index) {
            self.keep_item(h, index);
        }
        if let Object::List(items) = &mut self.slots[h.0 as usize].object {
            items[index] = v;
        }
    }
    /// `list[index] = v` for an index as Python counts, in an object that is exactly a list. `false`: not done.
    #[inline]
    pub fn list_set_fast(&mut self, h: Handle, index: i64, v: Value) -> bool {
        let slot = &mut self.slots[h.0 as usize];
        let Object::List(items) = &mut slot.object else { return false };
        let at = if index < 0 { index.wrapping_add(items.len() as i64) } else { index } as usize;
        if at >= items.len() || slot.class != types::LIST {
            return false;
        }
        if slot.epoch == self.epoch || self.log.is_safe_in_list(h, at) {
            items[at] = v;
        } else {
            self.list_set(h, at, v);
        }
        true
    }
    #[inline]
    pub fn list_push(&mut self, h: Handle, v: Value) {
        if self.slots[h.0 as usize].epoch != self.epoch && !self.log.is_safe_in_list(h, usize::MAX) {
            self.keep_item(h, usize::MAX);
        }
        if let Object::List(items) = &mut self.slots[h.0 as usize].object {
            items.push(v);
        }
    }
    /// Remove the last item.
    pub fn list_pop(&mut self, h: Handle) -> Option<Value> {
        let len = match self.get(h) {
            Object::List(items) if !items.is_empty() => items.len(),
            _ => return None,
        };
        if self.slots[h.0 as usize].epoch != self.epoch {
            self.keep_item(h, len - 1);
        }
        match &mut self.slots[h.0 as usize].object {
            Object::List(items) => items.pop(),
            _ => None,
        }
    }
    fn keep_item(&mut self, h: Handle, index: usize) {
        let Object::List(items) = &self.slots[h.0 as usize].object else { return };
        if items.len() <= WHOLE {
            return self.keep(h);
        }
        let parts = self.log.list_parts(h, items.len(), self.slots[h.0 as usize].epoch);
        let bytes = parts.touch(index, items);
        self.log.copied += bytes;
    }
    /// Any dict, to be changed as a whole; see [`Heap::dict_push`] and its sisters for the usual changes.
    pub fn dict_mut(&mut self, h: Handle) -> &mut Dict {
        match self.get_mut(h) {
            Object::Dict(d) => d,
            other => panic!("handle {} is no dict but {other:?}", h.0),
        }
    }
    /// Add a key that is known to be absent.
    pub fn dict_push(&mut self, h: Handle, hash: i64, key: Value, value: Value) {
        if self.slots[h.0 as usize].epoch != self.epoch {
            self.keep_entry(h, usize::MAX, true);
        }
        if let Object::Dict(d) = &mut self.slots[h.0 as usize].object {
            d.push(hash, key, value);
        }
    }
    /// Change the value of the entry at `index`.
    #[inline]
    pub fn dict_set_at(&mut self, h: Handle, index: usize, value: Value) {
        if self.slots[h.0 as usize].epoch != self.epoch {
            self.keep_entry(h, index, false);
        }
        if let Object::Dict(d) = &mut self.slots[h.0 as usize].object {
            d.entries[index].value = value;
        }
    }
    /// Remove the entry at `index`; gives its key and value.
    pub fn dict_remove_at(&mut self, h: Handle, index: usize) -> (Value, Value) {
        let Object::Dict(d) = self.get(h) else { return (Value::Unset, Value::Unset) };
        let sparse = d.is_sparse();
        // Removing the last entry drops the tombstones before it too: they may reach back any distance.
        if sparse || (index + 1 == d.entries.len() && index > 0 && d.entries[index - 1].key.is_unset()) {
            let d = self.dict_mut(h);
            let e = d.remove_at(index);
            if sparse {
                d.squeeze();
            }
            return (e.key, e.value);
        }
        if self.slots[h.0 as usize].epoch != self.epoch {
            self.keep_entry(h, index, true);
        }
        match &mut self.slots[h.0 as usize].object {
            Object::Dict(d) => {
                let e = d.remove_at(index);
                (e.key, e.value)
            }
            _ => (Value::Unset, Value::Unset),
        }
    }
    fn keep_entry(&mut self, h: Handle, index: usize, keys_changed: bool) {
        let Object::Dict(d) = &self.slots[h.0 as usize].object else { return };
        if d.entries.len() <= WHOLE {
            return self.keep(h);
        }
        let parts = self.log.dict_parts(h, d.entries.len(), self.slots[h.0 as usize].epoch);
        parts.keys_changed |= keys_changed;
        let bytes = parts.touch(index, &d.entries);
        self.log.copied += bytes;
    }
    pub fn set_mut(&mut self, h: Handle) -> &mut Set {
        match self.get_mut(h) {
            Object::Set(s) => s,
            other => panic!("handle {} is no set but {other:?}", h.0),
        }
    }
    pub fn exception_mut(&mut self, h: Handle) -> &mut Exception {
        match self.get_mut(h) {
            Object::Exception(e) => e,
            other => panic!("handle {} is no exception but {other:?}", h.0),
        }
    }
}

/// Epochs.
impl Heap {
    fn mark(&self) -> Mark {
        Mark {
            slots: self.slots.len(),
            cursor: self.cursor,
            allocated: self.allocated,
            threshold: self.threshold,
            symbols: self.symbols.len(),
            shapes: self.shapes.len(),
            free: None,
        }
    }
    /// Begin an epoch, nested or next: from now on changes are kept. Gives the log of the epoch until now.
    pub fn begin_epoch(&mut self) -> HeapUndo {
        self.last_epoch += 1;
        self.epoch = self.last_epoch;
        let mark = self.mark();
        std::mem::replace(&mut self.log, HeapUndo::begin(mark, self.epoch))
    }
    /// The log of the running epoch.
    pub fn log(&self) -> &HeapUndo {
        &self.log
    }
    /// Take the running epoch's log, and go on with the one before, which [`Heap::begin_epoch`] gave: what was kept there
    /// need not be kept again. To be called after [`Heap::apply_undo`] of the taken one.
    pub fn take_undo(&mut self) -> HeapUndo {
        std::mem::take(&mut self.log)
    }
    /// Let the epoch of `log` go on. `epoch` is what [`Heap::epoch`] was in it.
    pub fn resume_epoch(&mut self, log: HeapUndo, epoch: u32) {
        self.log = log;
        self.epoch = epoch;
    }
    pub fn epoch(&self) -> u32 {
        self.epoch
    }
    /// Go back to the start of the epoch that `undo` belongs to.
    pub fn apply_undo(&mut self, mut undo: HeapUndo) {
        self.invalidate_caches();
        let mark = std::mem::take(&mut undo.mark);
        let used = match mark.free {
            Some(free) => {
                self.free = free;
                self.free.len()
            }
            None => self.cursor,
        };
        undo.restore(&mut self.slots);
        // What was given out since is free again, whatever a merged log kept of it.
        for &i in self.free.get(mark.cursor..used).unwrap_or(&[]) {
            if let Some(s) = self.slots.get_mut(i as usize) {
                *s = Slot { object: Object::Free, class: Handle::NONE, attrs: Handle::NONE, epoch: 0 };
            }
        }
        self.slots.truncate(mark.slots);
        self.cursor = mark.cursor;
        self.allocated = mark.allocated;
        self.threshold = mark.threshold;
        self.symbols.truncate(mark.symbols);
        self.shapes.truncate(mark.shapes);
    }
}

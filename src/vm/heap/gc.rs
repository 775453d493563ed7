//! The collector: mark from the roots, sweep, and a new list of free handles. It runs at safe points only (calls and
//! back edges), when enough has been allocated: a moment that depends on the program alone.
//!
//! A collection ends an epoch. What it frees goes to that epoch's undo log, unless the object was born or already kept in
//! the epoch: then going back does not need it.

use super::{Heap, MIN_THRESHOLD, Object, Slot};
use crate::vm::object::{CodeId, GeneratorState, Iter};
use crate::vm::types;
use crate::vm::value::{Handle, Value};

/// Collects what is reachable.
#[derive(Debug, Default)]
pub struct Tracer {
    marked: Vec<u64>,
    work: Vec<u32>,
    /// It only looks for handles that are marked already.
    only_looks: bool,
    found: bool,
}

impl Tracer {
    /// One that collects nothing, but tells whether one of the handles is referred to whose bit is set.
    pub fn looking_for(handles: Vec<u64>) -> Tracer {
        Tracer { marked: handles, only_looks: true, ..Tracer::default() }
    }
    /// Was one found since this was asked last?
    pub fn take_found(&mut self) -> bool {
        std::mem::take(&mut self.found)
    }
    #[inline]
    pub fn value(&mut self, v: Value) {
        if let Value::Obj(h) = v {
            self.handle(h);
        }
    }
    pub fn values(&mut self, vs: &[Value]) {
        for &v in vs {
            self.value(v);
        }
    }
    #[inline]
    pub fn handle(&mut self, h: Handle) {
        let (word, bit) = (h.0 as usize / 64, h.0 % 64);
        let Some(w) = self.marked.get_mut(word) else { return };
        if *w >> bit & 1 == 1 {
            self.found = true;
        } else if !self.only_looks {
            *w |= 1 << bit;
            self.work.push(h.0);
        }
    }
    fn is_marked(&self, i: usize) -> bool {
        self.marked[i / 64] >> (i % 64) & 1 == 1
    }
}

impl Object {
    /// Bytes it owns outside its slot, about: what a copy of it costs.
    pub fn heap_bytes(&self) -> usize {
        const WORD: usize = size_of::<Value>();
        match self {
            Object::Instance(i) => i.fields.len() * WORD,
            Object::TextBuffer(s) => s.len(),
            Object::ByteArray(b) => b.len(),
            Object::List(items) => items.len() * WORD,
            Object::Tuple(items) => items.len() * WORD,
            Object::Dict(d) => d.entries().len() * 48,
            Object::Set(s) => s.table().len() * 24,
            Object::Generator(g) => 64 + g.regs.len() * WORD,
            Object::Type(t) => 200 + t.attrs.len() * 32,
            Object::Exception(_) | Object::Function(_) => 128,
            _ => 32,
        }
    }

    /// Visit every value that this object refers to.
    pub fn trace(&self, t: &mut Tracer) {
        match self {
            Object::Free | Object::TextBuffer(_) | Object::Int(_) | Object::Float(_) | Object::Complex(..) => {}
            Object::Bytes(_) | Object::ByteArray(_) | Object::Code(_) | Object::Traceback(_) => {}
            Object::Str(s) => {
                if let crate::vm::text::Text::Grown { buffer, .. } = s.text {
                    t.handle(buffer);
                }
            }
            Object::Instance(i) => t.values(&i.fields),
            Object::List(items) => t.values(items),
            Object::Tuple(items) => t.values(items),
            Object::Dict(d) => {
                for e in d.entries() {
                    t.value(e.key);
                    t.value(e.value);
                }
            }
            Object::Set(s) => {
                for e in s.iter() {
                    t.value(e.key);
                }
            }
            Object::Range(r) => t.values(&[r.start, r.stop, r.step]),
            Object::Slice(s) => t.values(&s[..]),
            Object::Cell(v) | Object::ClassMethod(v) | Object::StaticMethod(v) | Object::MappingProxy(v) => t.value(*v),
            Object::Function(f) => {
                t.handle(f.globals);
                t.values(&[f.name, f.qualname, f.module, f.doc, f.defaults, f.kwdefaults, f.annotations]);
                for &c in &f.closure {
                    t.handle(c);
                }
            }
            Object::Builtin(b) => t.value(b.this),
            Object::BoundMethod { func, this } => t.values(&[*func, *this]),
            Object::Type(c) => {
                for &h in c.bases.iter().chain(&c.mro).chain(&c.subclasses) {
                    t.handle(h);
                }
                for &v in c.attrs.values() {
                    t.value(v);
                }
            }
            Object::Exception(e) => {
                t.values(&[e.args, e.cause, e.context]);
                for (_, v) in &e.members {
                    t.value(*v);
                }
            }
            Object::Module(m) => t.handle(m.dict),
            Object::Generator(g) => {
                for h in [g.frame.func, g.frame.globals, g.frame.namespace, g.frame.generator] {
                    t.handle(h);
                }
                t.values(&g.regs);
                t.values(&[g.name, g.qualname]);
            }
            Object::Property(p) => t.values(&[p.get, p.set, p.delete, p.doc, p.name]),
            Object::Super(s) => {
                t.handle(s.class);
                t.handle(s.start);
                t.value(s.this);
            }
            Object::DictView { dict, .. } => t.handle(*dict),
            Object::View(v) => t.handle(v.base),
            Object::Member { owner, .. } => t.handle(*owner),
            Object::Iter(i) => match &**i {
                Iter::Empty | Iter::Range { .. } => {}
                Iter::List { list: h, .. }
                | Iter::ListReversed { list: h, .. }
                | Iter::Tuple { tuple: h, .. }
                | Iter::TupleReversed { tuple: h, .. }
                | Iter::Str { text: h, .. }
                | Iter::StrReversed { text: h, .. }
                | Iter::Bytes { bytes: h, .. }
                | Iter::BytesReversed { bytes: h, .. }
                | Iter::Dict { dict: h, .. }
                | Iter::DictReversed { dict: h, .. }
                | Iter::Set { set: h, .. } => t.handle(*h),
                Iter::BigRange { next, step, left } => t.values(&[*next, *step, *left]),
                Iter::Sequence { object, .. } | Iter::SequenceReversed { object, .. } => t.value(*object),
                Iter::Enumerate { inner, .. } => t.value(*inner),
                Iter::Zip { inners, .. } => t.values(inners),
            },
        }
    }
}

impl Heap {
    /// Is it time to collect?
    #[inline]
    pub fn wants_collection(&self) -> bool {
        self.allocated >= self.threshold
    }

    /// Free everything that `roots` does not reach. When recording, the caller begins a new epoch right after.
    /// Gives the code of the coroutines among it that never ran.
    pub fn collect(&mut self, roots: impl FnOnce(&mut Tracer)) -> Vec<CodeId> {
        let mut t = Tracer { marked: vec![0; self.slots.len() / 64 + 1], ..Tracer::default() };
        for i in 0..super::FIXED {
            t.handle(Handle(i));
        }
        roots(&mut t);
        while let Some(i) = t.work.pop() {
            let slot = &self.slots[i as usize];
            t.handle(slot.class);
            t.handle(slot.attrs);
            slot.object.trace(&mut t);
        }
        let mut free = Vec::new();
        let mut lost = Vec::new();
        let mut live = 0u64;
        for i in 0..self.slots.len() {
            let slot = &mut self.slots[i];
            if t.is_marked(i) {
                live += 1;
                continue;
            }
            free.push(i as u32);
            if matches!(slot.object, Object::Free) {
                continue;
            }
            lost.extend(never_awaited(slot));
            let empty = Slot { object: Object::Free, class: Handle::NONE, attrs: Handle::NONE, epoch: self.epoch };
            let old = std::mem::replace(slot, empty);
            if self.epoch != 0 && old.epoch != self.epoch {
                self.log.keep_freed(Handle(i as u32), old);
            }
        }
        let old = std::mem::replace(&mut self.free, free);
        // A second collection in the same epoch cannot be: the caller begins a new one.
        if self.epoch != 0 {
            self.log.mark.free.get_or_insert(old);
        }
        self.cursor = 0;
        self.allocated = 0;
        self.threshold = MIN_THRESHOLD.max(live);
        lost
    }

    /// The code of all coroutines that never ran.
    pub fn coroutines_never_awaited(&self) -> Vec<CodeId> {
        self.slots.iter().filter_map(never_awaited).collect()
    }
}

/// The code of a coroutine that has not begun.
fn never_awaited(slot: &Slot) -> Option<CodeId> {
    match &slot.object {
        Object::Generator(g) if slot.class == types::COROUTINE && g.state == GeneratorState::Created => Some(g.frame.code),
        _ => None,
    }
}

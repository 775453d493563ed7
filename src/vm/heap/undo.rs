//! The undo log of an epoch: what takes the heap back to the moment the epoch began.
//!
//! Small objects are kept whole at their first write. Large lists and dicts are kept by chunks of [`CHUNK`] items, so
//! that writing into a container of millions costs what is touched, not what is there.

use super::Slot;
use crate::vm::collections::Entry;
use crate::vm::object::Object;
use crate::vm::value::{Handle, Value};
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// Items in a chunk of a large container.
pub const CHUNK: usize = 256;
/// Containers up to this many items are kept whole.
pub const WHOLE: usize = 4 * CHUNK;

type Map<K, V> = indexmap::IndexMap<K, V, FxBuildHasher>;

/// The old content of the touched parts of one large container.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Parts<T> {
    pub old_len: usize,
    kept: Vec<(u32, Box<[T]>)>,
    /// One bit per chunk: is it kept?
    touched: Vec<u64>,
    /// Keys were added or removed (dicts): the table must be made anew.
    pub keys_changed: bool,
    /// The epoch in which the container was made or last kept as a whole.
    since: u32,
}

impl<T: Copy> Parts<T> {
    fn new(old_len: usize, since: u32) -> Parts<T> {
        Parts { old_len, kept: Vec::new(), touched: vec![0; old_len / CHUNK / 64 + 1], keys_changed: false, since }
    }
    /// May the item at `index` be written without keeping anything more?
    #[inline]
    fn is_safe(&self, index: usize) -> bool {
        index >= self.old_len || self.is_kept(index / CHUNK)
    }
    #[inline]
    fn is_kept(&self, chunk: usize) -> bool {
        self.touched[chunk / 64] >> (chunk % 64) & 1 == 1
    }
    /// Keep the chunk around `index` unless it is kept already. Gives the bytes that it took.
    pub fn touch(&mut self, index: usize, items: &[T]) -> usize {
        if index >= self.old_len {
            return 0;
        }
        let chunk = index / CHUNK;
        if self.is_kept(chunk) {
            return 0;
        }
        self.touched[chunk / 64] |= 1 << (chunk % 64);
        let end = ((chunk + 1) * CHUNK).min(self.old_len);
        let kept: Box<[T]> = items[chunk * CHUNK..end].into();
        let bytes = size_of_val(&*kept) + 32;
        self.kept.push((chunk as u32, kept));
        bytes
    }
    /// Give `items` their old content back. Every item before `old_len` that was dropped must have been touched.
    fn restore(self, items: &mut Vec<T>) {
        items.truncate(self.old_len);
        let mut kept = self.kept;
        kept.sort_unstable_by_key(|(chunk, _)| *chunk);
        for (chunk, old) in kept {
            let start = chunk as usize * CHUNK;
            let overlap = items.len().saturating_sub(start).min(old.len());
            items[start..start + overlap].copy_from_slice(&old[..overlap]);
            items.extend_from_slice(&old[overlap..]);
        }
        debug_assert_eq!(items.len(), self.old_len);
    }
    /// Can it be restored over a container that has `len` items? For whoever got it from a file.
    fn check(&self, len: usize) -> Result<(), String> {
        let wrong = || Err("a container's kept parts do not fit it".to_owned());
        if self.touched.len() != self.old_len / CHUNK / 64 + 1 {
            return wrong();
        }
        let mut touched = vec![0u64; self.touched.len()];
        let mut lengths = std::collections::BTreeMap::new();
        for (chunk, kept) in &self.kept {
            let chunk = *chunk as usize;
            let start = chunk * CHUNK;
            if start >= self.old_len || kept.len() != (self.old_len - start).min(CHUNK) {
                return wrong();
            }
            touched[chunk / 64] |= 1 << (chunk % 64);
            if lengths.insert(start, kept.len()).is_some() {
                return wrong();
            }
        }
        let mut items = len.min(self.old_len);
        for (start, kept) in lengths {
            if start > items {
                return wrong();
            }
            items = items.max(start + kept);
        }
        if items == self.old_len && touched == self.touched { Ok(()) } else { wrong() }
    }
    /// Join with the parts of the epoch before: theirs are older and win.
    fn merge_into(self, earlier: &mut Parts<T>) {
        earlier.keys_changed |= self.keys_changed;
        for (chunk, old) in self.kept {
            let start = chunk as usize * CHUNK;
            if start >= earlier.old_len || earlier.is_kept(chunk as usize) {
                continue;
            }
            // What grew in the earlier epoch did not exist when it began.
            let len = old.len().min(earlier.old_len - start);
            earlier.touched[chunk as usize / 64] |= 1 << (chunk % 64);
            earlier.kept.push((chunk, old[..len].into()));
        }
    }
}

/// How the free handles stood when the epoch began.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Mark {
    pub slots: usize,
    pub cursor: usize,
    pub allocated: u64,
    pub threshold: u64,
    /// Number of names and of shapes.
    pub symbols: usize,
    pub shapes: usize,
    /// The list of free handles, when a collection replaced it.
    pub free: Option<Vec<u32>>,
}

/// What takes the heap back to the start of one epoch.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct HeapUndo {
    pub(super) mark: Mark,
    /// The epoch's number, as in [`Slot::epoch`]; of merged epochs the first one's. What a later log kept of an object that
    /// was made (or kept) in this epoch or behind it is not needed to get back to its start.
    id: u32,
    whole: Map<Handle, Slot>,
    /// Objects that a collection freed, moved here as they were. Apart from `whole` because they are many and nobody looks
    /// for one of them.
    freed: Vec<(Handle, Slot)>,
    lists: Map<Handle, Parts<Value>>,
    dicts: Map<Handle, Parts<Entry>>,
    /// How long growing texts were (they only grow at their end), and the epoch in which each was made.
    texts: Map<Handle, (usize, u32)>,
    /// Bytes copied into this log, about: what the epoch's recording cost.
    pub copied: usize,
    /// Bytes that were moved into it, about.
    moved: usize,
}

impl HeapUndo {
    pub(super) fn begin(mark: Mark, id: u32) -> HeapUndo {
        HeapUndo { mark, id, ..HeapUndo::default() }
    }

    pub(super) fn keep_whole(&mut self, h: Handle, slot: Slot) {
        self.copied += size_of::<Slot>() + 16 + slot.object.heap_bytes();
        let (i, _) = self.whole.insert_full(h, slot);
        // A large container that is kept by parts and is now rewritten as a whole: the parts go over the present content.
        self.complete(h, i);
    }

    /// Keep an object that is gone from the heap.
    pub(super) fn keep_freed(&mut self, h: Handle, slot: Slot) {
        let in_parts = match &slot.object {
            Object::List(_) => self.lists.contains_key(&h),
            Object::Dict(_) => self.dicts.contains_key(&h),
            _ => false,
        };
        if in_parts {
            return self.keep_whole(h, slot);
        }
        self.moved += size_of::<(Handle, Slot)>() + slot.object.heap_bytes();
        self.freed.push((h, slot));
    }

    fn complete(&mut self, h: Handle, at: usize) {
        if let Some(parts) = self.lists.swap_remove(&h)
            && let Object::List(items) = &mut self.whole[at].object
        {
            parts.restore(items);
        }
        if let Some(parts) = self.dicts.swap_remove(&h)
            && let Object::Dict(d) = &mut self.whole[at].object
        {
            parts.restore(&mut d.entries);
            d.rebuild();
        }
    }

    /// May `list[index]` be written without keeping anything more? Quick, and only right about the list written to last;
    /// no is always a safe answer.
    #[inline]
    pub(super) fn is_safe_in_list(&self, h: Handle, index: usize) -> bool {
        self.lists.last().is_some_and(|(k, parts)| *k == h && parts.is_safe(index))
    }

    pub(super) fn list_parts(&mut self, h: Handle, len: usize, since: u32) -> &mut Parts<Value> {
        // Writes come in runs into the same list: look at the last one first.
        if self.lists.last().is_some_and(|(k, _)| *k == h) {
            let last = self.lists.len() - 1;
            return &mut self.lists[last];
        }
        self.lists.entry(h).or_insert_with(|| Parts::new(len, since))
    }

    pub(super) fn dict_parts(&mut self, h: Handle, len: usize, since: u32) -> &mut Parts<Entry> {
        if self.dicts.last().is_some_and(|(k, _)| *k == h) {
            let last = self.dicts.len() - 1;
            return &mut self.dicts[last];
        }
        self.dicts.entry(h).or_insert_with(|| Parts::new(len, since))
    }

    /// A growing text of `len` bytes is about to grow.
    pub(super) fn keep_text_length(&mut self, h: Handle, len: usize, since: u32) {
        if self.texts.last().is_some_and(|(k, _)| *k == h) {
            return;
        }
        self.texts.entry(h).or_insert_with(|| {
            self.copied += 16;
            (len, since)
        });
    }

    /// Bytes the log keeps, about.
    pub fn weight(&self) -> usize {
        self.copied + self.moved + self.mark.free.as_ref().map_or(0, |f| f.len() * 4)
    }

    /// Objects whose content the log keeps: those that changed in the epoch.
    pub fn changed(&self) -> impl Iterator<Item = Handle> + '_ {
        let freed = self.freed.iter().map(|(h, _)| h);
        self.whole.keys().chain(self.lists.keys()).chain(self.dicts.keys()).chain(freed).copied()
    }

    /// Growing texts that it makes shorter.
    pub fn shortened(&self) -> impl Iterator<Item = Handle> + '_ {
        self.texts.keys().copied()
    }

    /// Can it be applied to this heap? For whoever got it from a file. What the heap is then like is another question.
    pub fn check(&self, heap: &super::Heap) -> Result<(), String> {
        let (mark, size) = (&self.mark, heap.size());
        let all = self.changed().all(|h| (h.0 as usize) < size && !h.is_none());
        let free = mark.free.as_ref().map_or(heap.free.len(), Vec::len);
        if mark.symbols > heap.symbols.len() || mark.shapes > heap.shapes.len() {
            return Err("it knows more names or shapes than there are".to_owned());
        }
        let mut slots = self.whole.values().chain(self.freed.iter().map(|(_, slot)| slot));
        if self.id > heap.last_epoch || slots.any(|s| s.epoch > heap.last_epoch) {
            return Err("it is of an epoch that is still to come".to_owned());
        }
        if !all || mark.slots > size || mark.cursor > free || (mark.free.is_none() && mark.cursor > heap.cursor) {
            return Err("its undo log does not fit the heap".to_owned());
        }
        for (h, parts) in &self.lists {
            match heap.get(*h) {
                Object::List(items) if !self.whole.contains_key(h) => parts.check(items.len())?,
                _ => return Err("a list's kept parts have no list".to_owned()),
            }
        }
        for (h, parts) in &self.dicts {
            match heap.get(*h) {
                Object::Dict(d) if !self.whole.contains_key(h) => parts.check(d.entries().len())?,
                _ => return Err("a dict's kept parts have no dict".to_owned()),
            }
        }
        Ok(())
    }

    /// This undo followed by an `earlier` one, as one: it leads to the start of the earlier epoch.
    pub fn after(self, mut earlier: HeapUndo) -> HeapUndo {
        // Handles that were free when the earlier epoch began are freed again after the restoring.
        let id = earlier.id;
        for (h, slot) in self.whole {
            if slot.epoch >= id {
                continue;
            }
            let (i, _) = earlier.whole.insert_full(h, slot);
            earlier.complete(h, i);
        }
        for (h, parts) in self.lists {
            if parts.since >= id {
                continue;
            }
            match earlier.lists.get_mut(&h) {
                Some(old) => parts.merge_into(old),
                None => drop(earlier.lists.insert(h, parts)),
            }
        }
        for (h, parts) in self.dicts {
            if parts.since >= id {
                continue;
            }
            match earlier.dicts.get_mut(&h) {
                Some(old) => parts.merge_into(old),
                None => drop(earlier.dicts.insert(h, parts)),
            }
        }
        for (h, (len, since)) in self.texts {
            if since < id {
                earlier.texts.entry(h).or_insert((len, since));
            }
        }
        for (h, slot) in self.freed {
            if slot.epoch < id {
                earlier.keep_freed(h, slot);
            }
        }
        if earlier.mark.free.is_none() {
            earlier.mark.free = self.mark.free;
        }
        earlier.copied += self.copied;
        earlier
    }

    /// Put the old contents back.
    pub(super) fn restore(self, slots: &mut [Slot]) {
        for (h, parts) in self.lists {
            if let Object::List(items) = &mut slots[h.0 as usize].object {
                parts.restore(items);
            }
        }
        for (h, parts) in self.dicts {
            if let Object::Dict(d) = &mut slots[h.0 as usize].object {
                let rebuild = parts.keys_changed;
                parts.restore(&mut d.entries);
                if rebuild {
                    d.rebuild();
                }
            }
        }
        for (h, slot) in self.whole.into_iter().chain(self.freed) {
            if let Some(place) = slots.get_mut(h.0 as usize) {
                *place = slot;
            }
        }
        // A growing text that was freed is kept whole, as long as it was then: so lengths come last.
        for (h, (len, _)) in self.texts {
            if let Some(Slot { object: Object::TextBuffer(text), .. }) = slots.get_mut(h.0 as usize) {
                // From a file, the length may be anything.
                if text.is_char_boundary(len) {
                    text.truncate(len);
                }
            }
        }
    }
}

//! The data structures behind `dict` and `set`. They never compare keys themselves: equality may be user code, so the
//! caller brings it (natively where it can, through the prelude where it must).

use super::value::Value;
use hashbrown::HashTable;
use serde::{Deserialize, Serialize, Serializer};

/// One key of a dict. A tombstone (a deleted entry) has an unset key.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Entry {
    pub hash: i64,
    pub key: Value,
    pub value: Value,
}

/// An insertion-ordered hash map: entries in order, and a table from hash to entry.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<Entry>")]
pub struct Dict {
    pub(super) entries: Vec<Entry>,
    /// Derived from `entries`, like all that follows: only these are stored.
    len: u32,
    /// Changes when a key is added or removed: what inline caches watch.
    keys_version: u32,
    table: HashTable<u32>,
}

impl Serialize for Dict {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.entries.serialize(s)
    }
}

impl From<Vec<Entry>> for Dict {
    fn from(entries: Vec<Entry>) -> Dict {
        let table = HashTable::with_capacity(entries.len());
        let mut dict = Dict { entries, table, ..Dict::default() };
        dict.rebuild();
        dict
    }
}

impl Dict {
    pub fn with_capacity(n: usize) -> Dict {
        Dict { entries: Vec::with_capacity(n), table: HashTable::with_capacity(n), ..Dict::default() }
    }
    pub fn len(&self) -> usize {
        self.len as usize
    }
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    pub fn keys_version(&self) -> u32 {
        self.keys_version
    }
    /// All entries in order, tombstones included.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// Keys and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Value, Value)> + '_ {
        self.live().map(|e| (e.key, e.value))
    }
    /// Entries in order, without tombstones.
    pub fn live(&self) -> impl DoubleEndedIterator<Item = &Entry> + '_ {
        self.entries.iter().filter(|e| !e.key.is_unset())
    }
    /// The index of the entry whose hash is `hash` and whose key is `same`.
    pub fn find(&self, hash: i64, mut same: impl FnMut(Value) -> bool) -> Option<usize> {
        self.table
            .find(hash as u64, |&i| {
                let e = &self.entries[i as usize];
                e.hash == hash && same(e.key)
            })
            .map(|&i| i as usize)
    }
    /// Indices of all entries with exactly this hash, by rising index: the candidates when equality is user code.
    pub fn candidates(&self, hash: i64) -> Vec<usize> {
        let mut found: Vec<usize> =
            self.table.iter_hash(hash as u64).map(|&i| i as usize).filter(|&i| self.entries[i].hash == hash).collect();
        found.sort_unstable();
        found
    }
    /// Append an entry whose key is known to be absent.
    pub(super) fn push(&mut self, hash: i64, key: Value, value: Value) {
        let index = self.entries.len() as u32;
        self.entries.push(Entry { hash, key, value });
        let entries = &self.entries;
        self.table.insert_unique(hash as u64, index, |&i| entries[i as usize].hash as u64);
        self.len += 1;
        self.keys_version = self.keys_version.wrapping_add(1);
    }
    pub(super) fn remove_at(&mut self, index: usize) -> Entry {
        let old = self.entries[index];
        if let Ok(found) = self.table.find_entry(old.hash as u64, |&i| i as usize == index) {
            found.remove();
        }
        self.entries[index] = Entry { hash: 0, key: Value::Unset, value: Value::Unset };
        self.len -= 1;
        self.keys_version = self.keys_version.wrapping_add(1);
        // Trailing tombstones cost iteration and memory and mean nothing.
        while self.entries.last().is_some_and(|e| e.key.is_unset()) {
            self.entries.pop();
        }
        old
    }
    /// Are so many entries tombstones that squeezing them out pays?
    pub(super) fn is_sparse(&self) -> bool {
        self.entries.len() > 32 && self.entries.len() > 2 * self.len as usize
    }
    pub(super) fn squeeze(&mut self) {
        self.entries.retain(|e| !e.key.is_unset());
        self.rebuild();
    }
    pub fn clear(&mut self) {
        self.entries.clear();
        self.table.clear();
        self.len = 0;
        self.keys_version = self.keys_version.wrapping_add(1);
    }
    /// Make what is derived from `entries` anew.
    pub(super) fn rebuild(&mut self) {
        self.table.clear();
        self.len = 0;
        self.keys_version = self.keys_version.wrapping_add(1);
        let entries = &self.entries;
        for (i, e) in entries.iter().enumerate() {
            if !e.key.is_unset() {
                self.len += 1;
                self.table.insert_unique(e.hash as u64, i as u32, |&i| entries[i as usize].hash as u64);
            }
        }
    }
}

/// One place of a set's table.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SetEntry {
    pub hash: i64,
    /// `Unset` in an empty place; then `hash` is -1 where a key was removed.
    pub key: Value,
}

const EMPTY: SetEntry = SetEntry { hash: 0, key: Value::Unset };
const REMOVED: SetEntry = SetEntry { hash: -1, key: Value::Unset };

impl SetEntry {
    fn is_empty(&self) -> bool {
        self.key.is_unset() && self.hash == 0
    }
}

/// A set in CPython's order: open addressing with the probe sequence that CPython 3.12's `setobject.c` documents (runs of
/// nine linear probes, then `i*5 + 1 + perturb`), and its growth rule (x4 below 50,000 keys, x2 above, at 3/5 full).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Set {
    pub(super) table: Vec<SetEntry>,
    len: usize,
    /// Keys and removed places.
    fill: usize,
    /// Where `pop` goes on searching.
    finger: usize,
    /// Changes with every key added or removed.
    version: u32,
}

const MIN_TABLE: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

impl Default for Set {
    fn default() -> Set {
        Set { table: vec![EMPTY; MIN_TABLE], len: 0, fill: 0, finger: 0, version: 0 }
    }
}

/// Visits the table in probe order until `visit` says stop.
fn probe(mask: usize, hash: i64, mut visit: impl FnMut(usize) -> bool) {
    let mut perturb = hash as u64;
    let mut i = hash as usize & mask;
    loop {
        let run = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        for at in i..=i + run {
            if visit(at) {
                return;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = (i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize)) & mask;
    }
}

impl Set {
    /// Does what is counted agree with the table, and does every search end? For whoever got the set from a file.
    pub fn is_sound(&self) -> bool {
        let keys = self.iter().count();
        let removed = self.table.iter().filter(|e| e.key.is_unset() && !e.is_empty()).count();
        self.table.len() >= MIN_TABLE
            && self.table.len().is_power_of_two()
            && self.len == keys
            && self.fill == keys + removed
            && self.fill < self.table.len()
            && self.finger <= self.table.len()
    }
    pub fn len(&self) -> usize {
        self.len
    }
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
    pub fn version(&self) -> u32 {
        self.version
    }
    /// The table, for iterators that keep an index into it.
    pub fn table(&self) -> &[SetEntry] {
        &self.table
    }
    /// Keys with their hashes in the set's order.
    pub fn iter(&self) -> impl Iterator<Item = &SetEntry> + '_ {
        self.table.iter().filter(|e| !e.key.is_unset())
    }
    /// The place of the key whose hash is `hash` and which is `same`.
    pub fn find(&self, hash: i64, mut same: impl FnMut(Value) -> bool) -> Option<usize> {
        let mut found = None;
        probe(self.table.len() - 1, hash, |i| {
            let e = &self.table[i];
            if e.is_empty() {
                return true;
            }
            if e.hash == hash && !e.key.is_unset() && same(e.key) {
                found = Some(i);
                return true;
            }
            false
        });
        found
    }
    /// Places of all keys with exactly this hash, in probe order: the candidates when equality is user code.
    pub fn candidates(&self, hash: i64) -> Vec<usize> {
        let mut found = Vec::new();
        probe(self.table.len() - 1, hash, |i| {
            let e = &self.table[i];
            if e.is_empty() {
                return true;
            }
            if e.hash == hash && !e.key.is_unset() {
                found.push(i);
            }
            false
        });
        found
    }
    /// Add a key that is known to be absent.
    pub fn insert(&mut self, hash: i64, key: Value) {
        let mut at = 0;
        let mut removed = None;
        probe(self.table.len() - 1, hash, |i| {
            let e = &self.table[i];
            at = i;
            if e.key.is_unset() && !e.is_empty() {
                removed = Some(i);
            }
            e.is_empty()
        });
        // Of the removed places on the way, CPython takes the last.
        let fresh = removed.is_none();
        at = removed.unwrap_or(at);
        self.table[at] = SetEntry { hash, key };
        self.len += 1;
        self.version = self.version.wrapping_add(1);
        if fresh {
            self.fill += 1;
            let mask = self.table.len() - 1;
            if self.fill * 5 >= mask * 3 {
                self.resize(if self.len > 50_000 { self.len * 2 } else { self.len * 4 });
            }
        }
    }
    /// Remove the key at a place that [`Set::find`] gave.
    pub fn remove_at(&mut self, index: usize) -> Value {
        let old = std::mem::replace(&mut self.table[index], REMOVED);
        self.len -= 1;
        self.version = self.version.wrapping_add(1);
        old.key
    }
    /// Remove and return some key, as CPython's `pop` would.
    pub fn pop(&mut self) -> Option<Value> {
        if self.len == 0 {
            return None;
        }
        let mask = self.table.len() - 1;
        let mut i = self.finger & mask;
        while self.table[i].key.is_unset() {
            i = if i >= mask { 0 } else { i + 1 };
        }
        self.finger = i + 1;
        Some(self.remove_at(i))
    }
    pub fn clear(&mut self) {
        let version = self.version.wrapping_add(1);
        *self = Set { version, finger: self.finger, ..Set::default() };
    }
    /// Make room as CPython does before a merge of `other` keys into this set.
    pub fn reserve_for_merge(&mut self, other: usize) {
        if (self.fill + other) * 5 >= (self.table.len() - 1) * 3 {
            self.resize((self.len + other) * 2);
        }
    }
    /// Add the keys of another set as far as that needs no comparison: CPython has short ways into an empty set, and they
    /// decide the order. Says whether that was all.
    pub fn merge_unchecked(&mut self, other: &Set) -> bool {
        if other.len == 0 {
            return true;
        }
        self.reserve_for_merge(other.len);
        if self.fill != 0 {
            return false;
        }
        if self.table.len() == other.table.len() && other.fill == other.len {
            self.table.clone_from(&other.table);
        } else {
            for e in other.iter() {
                self.place(*e);
            }
        }
        self.fill = other.len;
        self.len = other.len;
        self.version = self.version.wrapping_add(1);
        true
    }
    /// Take over the keys of another set, as an in-place operation does with its result.
    pub fn replace(&mut self, new: Set) {
        let version = self.version.wrapping_add(1);
        *self = Set { version, finger: self.finger, ..new };
    }
    /// A copy as `set.copy` makes it: without the traces of removed keys, perhaps in another order.
    pub fn copy(&self) -> Set {
        let mut new = Set::default();
        new.merge_unchecked(self);
        new
    }
    /// Shrink after a difference, when many places are traces of removed keys.
    pub fn shrink(&mut self) {
        if self.fill - self.len > (self.table.len() - 1) / 4 {
            self.resize(if self.len > 50_000 { self.len * 2 } else { self.len * 4 });
        }
    }
    /// Put a key that is known to be absent into a table without traces of removed keys.
    fn place(&mut self, e: SetEntry) {
        let mut at = 0;
        probe(self.table.len() - 1, e.hash, |i| {
            at = i;
            self.table[i].key.is_unset()
        });
        self.table[at] = e;
    }
    fn resize(&mut self, min_used: usize) {
        let mut size = MIN_TABLE;
        while size <= min_used {
            size <<= 1;
        }
        let old = std::mem::replace(&mut self.table, vec![EMPTY; size]);
        self.fill = self.len;
        for e in old.into_iter().filter(|e| !e.key.is_unset()) {
            self.place(e);
        }
    }
}

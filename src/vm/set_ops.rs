//! The algebra of sets. Every operation takes the steps that CPython 3.12 takes, in its order and with its growth, because
//! the order of the result depends on them.
//!
//! All keys bring their hashes; where a comparison needs user code the answer is [`NeedsUserCode`] and the prelude does the
//! operation key by key.

use super::collections::{Dict, Set, SetEntry};
use super::heap::Heap;
use super::lookup::{self, NeedsUserCode};
use super::object::Object;
use super::value::{Handle, Value};

type Answer<T> = Result<T, NeedsUserCode>;

/// Add a key to a set that is not in the heap yet.
pub fn add(heap: &Heap, s: &mut Set, e: SetEntry) -> Answer<()> {
    if lookup::find_in_set(heap, s, e.hash, e.key)?.is_none() {
        s.insert(e.hash, e.key);
    }
    Ok(())
}

/// Remove a key from a set that is not in the heap yet. Says whether it was there.
pub fn discard(heap: &Heap, s: &mut Set, e: SetEntry) -> Answer<bool> {
    let found = lookup::find_in_set(heap, s, e.hash, e.key)?;
    if let Some(at) = found {
        s.remove_at(at);
    }
    Ok(found.is_some())
}

/// A set of values, one added after the other.
pub fn of_values(heap: &Heap, values: &[Value]) -> Answer<Set> {
    let mut s = Set::default();
    for &key in values {
        let hash = lookup::key_hash(heap, key)?;
        add(heap, &mut s, SetEntry { hash, key })?;
    }
    Ok(s)
}

/// A set of a dict's keys, as `set(d)` makes it.
pub fn of_dict(heap: &Heap, d: &Dict) -> Answer<Set> {
    let mut s = Set::default();
    s.reserve_for_merge(d.len());
    for e in d.live() {
        add(heap, &mut s, SetEntry { hash: e.hash, key: e.key })?;
    }
    Ok(s)
}

/// `a |= b` on a set that is not in the heap yet.
pub fn merge(heap: &Heap, a: &mut Set, b: &Set) -> Answer<()> {
    if !a.merge_unchecked(b) {
        for e in b.iter() {
            add(heap, a, *e)?;
        }
    }
    Ok(())
}

/// `a | b`.
pub fn union(heap: &Heap, a: &Set, b: &Set) -> Answer<Set> {
    let mut result = a.copy();
    merge(heap, &mut result, b)?;
    Ok(result)
}

/// `a & b`.
pub fn intersection(heap: &Heap, a: &Set, b: &Set) -> Answer<Set> {
    let (larger, smaller) = if b.len() > a.len() { (b, a) } else { (a, b) };
    let mut result = Set::default();
    for e in smaller.iter() {
        if lookup::find_in_set(heap, larger, e.hash, e.key)?.is_some() {
            add(heap, &mut result, *e)?;
        }
    }
    Ok(result)
}

/// `a - b`.
pub fn difference(heap: &Heap, a: &Set, b: &Set) -> Answer<Set> {
    let mut result;
    if a.len() >> 2 > b.len() {
        result = a.copy();
        subtract(heap, &mut result, b)?;
    } else {
        result = Set::default();
        for e in a.iter() {
            if lookup::find_in_set(heap, b, e.hash, e.key)?.is_none() {
                add(heap, &mut result, *e)?;
            }
        }
    }
    Ok(result)
}

/// `a - keys of d`.
pub fn difference_with_dict(heap: &Heap, a: &Set, d: &Dict) -> Answer<Set> {
    let mut result;
    if a.len() >> 2 > d.len() {
        result = a.copy();
        for e in d.live() {
            discard(heap, &mut result, SetEntry { hash: e.hash, key: e.key })?;
        }
        result.shrink();
    } else {
        result = Set::default();
        for e in a.iter() {
            if lookup::find(heap, d, e.hash, e.key)?.is_none() {
                add(heap, &mut result, *e)?;
            }
        }
    }
    Ok(result)
}

/// `a -= b` on a set that is not in the heap yet.
pub fn subtract(heap: &Heap, a: &mut Set, b: &Set) -> Answer<()> {
    let common;
    let doomed = if b.len() >> 3 > a.len() {
        common = intersection(heap, a, b)?;
        &common
    } else {
        b
    };
    for e in doomed.iter() {
        discard(heap, a, *e)?;
    }
    a.shrink();
    Ok(())
}

/// `a ^= b` on a set that is not in the heap yet.
pub fn toggle(heap: &Heap, a: &mut Set, b: &Set) -> Answer<()> {
    for e in b.iter() {
        if !discard(heap, a, *e)? {
            add(heap, a, *e)?;
        }
    }
    Ok(())
}

/// `a ^ b`: CPython copies `b` and toggles the keys of `a` in it.
pub fn symmetric_difference(heap: &Heap, a: &Set, b: &Set) -> Answer<Set> {
    let mut result = b.copy();
    toggle(heap, &mut result, a)?;
    Ok(result)
}

/// Have the two no key in common?
pub fn is_disjoint(heap: &Heap, a: &Set, b: &Set) -> Answer<bool> {
    let (larger, smaller) = if b.len() > a.len() { (b, a) } else { (a, b) };
    for e in smaller.iter() {
        if lookup::find_in_set(heap, larger, e.hash, e.key)?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `a |= b`, both in the heap. `Err`: the keys that are still to be added, the first of them by user code.
pub fn update(heap: &mut Heap, a: Handle, b: Handle) -> Result<(), Vec<SetEntry>> {
    let (Object::Set(x), Object::Set(y)) = (heap.get(a), heap.get(b)) else { return Ok(()) };
    if a == b || y.is_empty() {
        return Ok(());
    }
    let keys: Vec<SetEntry> = y.iter().copied().collect();
    if x.is_empty() {
        let (mut x, y) = ((**x).clone(), &**y);
        let done = x.merge_unchecked(y);
        heap.set_mut(a).replace(x);
        if done {
            return Ok(());
        }
    } else {
        heap.set_mut(a).reserve_for_merge(keys.len());
    }
    add_all(heap, a, keys)
}

/// Add keys to a set in the heap. `Err`: those that are still to be added, the first of them by user code.
fn add_all(heap: &mut Heap, a: Handle, keys: Vec<SetEntry>) -> Result<(), Vec<SetEntry>> {
    for (i, e) in keys.iter().enumerate() {
        if lookup::set_add_hashed(heap, a, e.hash, e.key).is_err() {
            return Err(keys[i..].to_vec());
        }
    }
    Ok(())
}

/// `set.update(dict)`; see [`update`].
pub fn update_from_dict(heap: &mut Heap, a: Handle, dict: Handle) -> Result<(), Vec<SetEntry>> {
    let Object::Dict(d) = heap.get(dict) else { return Ok(()) };
    let keys: Vec<SetEntry> = d.live().map(|e| SetEntry { hash: e.hash, key: e.key }).collect();
    heap.set_mut(a).reserve_for_merge(keys.len());
    add_all(heap, a, keys)
}

/// `a -= b`, both in the heap.
pub fn difference_update(heap: &mut Heap, a: Handle, b: Handle) -> Answer<()> {
    if a == b {
        heap.set_mut(a).clear();
        return Ok(());
    }
    let (Object::Set(x), Object::Set(y)) = (heap.get(a), heap.get(b)) else { return Err(NeedsUserCode) };
    let common;
    let doomed = if y.len() >> 3 > x.len() {
        common = intersection(heap, x, y)?;
        &common
    } else {
        &**y
    };
    let mut places = Vec::new();
    for e in doomed.iter() {
        places.extend(lookup::find_in_set(heap, x, e.hash, e.key)?);
    }
    let a = heap.set_mut(a);
    for at in places {
        a.remove_at(at);
    }
    a.shrink();
    Ok(())
}

/// `a &= b`, both in the heap.
pub fn intersection_update(heap: &mut Heap, a: Handle, b: Handle) -> Answer<()> {
    let (Object::Set(x), Object::Set(y)) = (heap.get(a), heap.get(b)) else { return Err(NeedsUserCode) };
    let result = if a == b { x.copy() } else { intersection(heap, x, y)? };
    heap.set_mut(a).replace(result);
    Ok(())
}

/// `a ^= b`, both in the heap.
pub fn symmetric_difference_update(heap: &mut Heap, a: Handle, b: Handle) -> Answer<()> {
    if a == b {
        heap.set_mut(a).clear();
        return Ok(());
    }
    let (Object::Set(x), Object::Set(y)) = (heap.get(a), heap.get(b)) else { return Err(NeedsUserCode) };
    let (mut x, y) = ((**x).clone(), &**y);
    toggle(heap, &mut x, y)?;
    heap.set_mut(a).replace(x);
    Ok(())
}

#[cfg(test)]
mod tests;

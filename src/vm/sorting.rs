//! Sorting by keys that need no user code. The result of a stable sort does not depend on how it is done, as long as the
//! keys have a total order; what has none (NaN, sets, a program's `__lt__`) is sorted by the prelude, which takes the very
//! steps of CPython.

use super::compare;
use super::heap::Heap;
use super::object::Object;
use super::special;
use super::types;
use super::value::Value;
use crate::bytecode::CmpOp;

/// Tuples nested deeper than this are left to the prelude.
const MAX_DEPTH: u32 = 20;

/// Have all keys a total order, as far as each of them alone can tell?
fn is_ordered(heap: &Heap, v: Value, depth: u32) -> bool {
    match v {
        Value::Int(_) | Value::Bool(_) => true,
        Value::Float(f) => !f.is_nan(),
        Value::Obj(h) => {
            if heap.slot(h).class.0 >= types::RESERVED
                && !["__lt__", "__gt__", "__eq__"].iter().all(|m| special::is_builtin(heap, h, m))
            {
                return false;
            }
            match heap.get(h) {
                Object::Str(_) | Object::Bytes(_) | Object::ByteArray(_) | Object::Int(_) => true,
                Object::Float(f) => !f.is_nan(),
                Object::Tuple(items) => depth > 0 && items.iter().all(|&v| is_ordered(heap, v, depth - 1)),
                Object::List(items) => depth > 0 && items.iter().all(|&v| is_ordered(heap, v, depth - 1)),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Sort `items` by `keys`, which are as many (or none: then the items themselves are the keys), stably; `reverse` keeps the
/// order of equal ones too. `None`: not all keys can be compared natively.
pub fn sort(heap: &Heap, items: &[Value], keys: Option<&[Value]>, reverse: bool) -> Option<Vec<Value>> {
    let keys = keys.unwrap_or(items);
    if items.len() < 2 {
        return Some(items.to_vec());
    }
    if keys.iter().all(|k| matches!(k, Value::Int(_))) {
        let mut rows: Vec<(i64, Value)> = keys
            .iter()
            .zip(items)
            .map(|(k, &v)| match k {
                Value::Int(i) => (*i, v),
                _ => (0, v),
            })
            .collect();
        if reverse {
            rows.sort_by_key(|r| std::cmp::Reverse(r.0))
        } else {
            rows.sort_by_key(|r| r.0)
        }
        return Some(rows.into_iter().map(|r| r.1).collect());
    }
    if keys.iter().all(|&k| heap.class_of(k) == types::STR) {
        let mut rows: Vec<_> = keys.iter().zip(items).filter_map(|(&k, &v)| Some((heap.text(k)?, v))).collect();
        if reverse {
            rows.sort_by_key(|r| std::cmp::Reverse(r.0))
        } else {
            rows.sort_by(|a, b| a.0.cmp(&b.0))
        }
        return Some(rows.into_iter().map(|r| r.1).collect());
    }
    if !keys.iter().all(|&k| is_ordered(heap, k, MAX_DEPTH)) {
        return None;
    }
    let mut rows: Vec<(Value, Value)> = keys.iter().copied().zip(items.iter().copied()).collect();
    if reverse {
        rows.reverse();
    }
    merge_sort(&mut rows, |a, b| compare::compare(heap, CmpOp::Lt, a.0, b.0))?;
    if reverse {
        rows.reverse();
    }
    Some(rows.into_iter().map(|r| r.1).collect())
}

/// Runs of this length are sorted by insertion.
const RUN: usize = 16;

/// A stable sort whose comparison may give up.
fn merge_sort<T: Copy>(rows: &mut Vec<T>, mut less: impl FnMut(&T, &T) -> Option<bool>) -> Option<()> {
    for run in rows.chunks_mut(RUN) {
        for i in 1..run.len() {
            let row = run[i];
            let mut at = i;
            while at > 0 && less(&row, &run[at - 1])? {
                run[at] = run[at - 1];
                at -= 1;
            }
            run[at] = row;
        }
    }
    let mut width = RUN;
    let mut merged = Vec::with_capacity(rows.len());
    while width < rows.len() {
        merged.clear();
        for pair in rows.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([l, left_rest @ ..], [r, right_rest @ ..]) = (left, right) {
                if less(r, l)? {
                    merged.push(*r);
                    right = right_rest;
                } else {
                    merged.push(*l);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(rows, &mut merged);
        width *= 2;
    }
    Some(())
}

//! Indices and slices: from Python values to positions in a sequence.

use super::heap::Heap;
use super::native::{Ctx, Exit};
use super::object::Object;
use super::special;
use super::value::Value;
use num_bigint::Sign;

/// A value in the place of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    Small(i64),
    /// An int beyond a machine word.
    Huge {
        negative: bool,
    },
    /// An object with `__index__`: user code.
    User,
    /// No index at all.
    Not,
}

/// What a value is as an index.
#[inline]
pub fn index(heap: &Heap, v: Value) -> Index {
    match v {
        Value::Int(i) => Index::Small(i),
        _ => index_slow(heap, v),
    }
}

fn index_slow(heap: &Heap, v: Value) -> Index {
    match v {
        Value::Int(i) => Index::Small(i),
        Value::Bool(b) => Index::Small(i64::from(b)),
        Value::Obj(h) => match heap.get(h) {
            Object::Int(i) => match i64::try_from(&**i) {
                Ok(i) => Index::Small(i),
                Err(_) => Index::Huge { negative: i.sign() == Sign::Minus },
            },
            _ if special::made_class_has(heap, v, "__index__") => Index::User,
            _ => Index::Not,
        },
        _ => Index::Not,
    }
}

/// The position that an index means in a sequence of `len` items; nothing when out of range.
#[inline]
pub fn position(i: i64, len: usize) -> Option<usize> {
    let at = if i < 0 { i.checked_add(len as i64)? } else { i };
    (0 <= at && (at as usize) < len).then_some(at as usize)
}

/// As [`position`], but clipped to `0..=len`: for `insert`, `find` and the like.
pub fn clip(i: Index, len: usize) -> usize {
    match i {
        Index::Small(i) if i < 0 => (i.saturating_add(len as i64)).max(0) as usize,
        Index::Small(i) => (i as u64).min(len as u64) as usize,
        Index::Huge { negative: false } => len,
        Index::Huge { negative: true } | Index::User | Index::Not => 0,
    }
}

/// The positions of a slice in a sequence: `len` of them from `start` on, `step` apart. `stop` is where an extended
/// assignment would end, as CPython adjusts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
    pub len: usize,
}

impl Span {
    /// The positions in order.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.len as i64).map(move |i| (self.start + i * self.step) as usize)
    }
    /// The contiguous range that it is when its step is 1.
    pub fn contiguous(self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then(|| self.start as usize..self.start as usize + self.len)
    }
    /// Its items of a sequence.
    pub fn pick<T: Copy>(self, items: &[T]) -> Vec<T> {
        match self.contiguous() {
            Some(range) => items[range].to_vec(),
            None => self.positions().map(|i| items[i]).collect(),
        }
    }
}

/// What a slice means for a sequence of `len` items. `None`: one of its parts has an `__index__` of the program.
pub fn span(ctx: &mut Ctx<'_>, parts: [Value; 3], len: usize) -> Result<Option<Span>, Exit> {
    let mut numbers = [None; 3];
    for (number, part) in numbers.iter_mut().zip(parts) {
        *number = match part {
            Value::None => None,
            part => match index(ctx.heap, part) {
                Index::Small(i) => Some(i),
                Index::Huge { negative } => Some(if negative { i64::MIN } else { i64::MAX }),
                Index::User => return Ok(None),
                Index::Not => {
                    return Err(ctx.type_error("slice indices must be integers or None or have an __index__ method"));
                }
            },
        };
    }
    let step = numbers[2].unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(ctx.value_error("slice step cannot be zero"));
    }
    Ok(Some(adjust(numbers[0], numbers[1], step, len as i64)))
}

fn adjust(start: Option<i64>, stop: Option<i64>, step: i64, len: i64) -> Span {
    let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let bound = |i: i64| (if i < 0 { i.saturating_add(len) } else { i }).clamp(lowest, highest);
    let start = start.map_or(if step < 0 { highest } else { lowest }, bound);
    let stop = stop.map_or(if step < 0 { lowest } else { highest }, bound);
    let count = if step < 0 && stop < start {
        (start - stop - 1) / -step + 1
    } else if step > 0 && start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    Span { start, stop, step, len: count as usize }
}

/// The three parts of a slice object.
#[inline]
pub fn slice_parts(heap: &Heap, v: Value) -> Option<[Value; 3]> {
    match heap.object(v)? {
        Object::Slice(parts) => Some(**parts),
        _ => None,
    }
}

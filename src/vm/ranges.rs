//! The arithmetic of `range`, in machine words where the three numbers allow it and in big ints otherwise.

use super::heap::Heap;
use super::object::{Object, Range};
use super::value::Value;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

/// Numbers that a range is computed in.
trait Number: Integer + Signed + Clone + From<i64> {}
impl Number for i128 {}
impl Number for BigInt {}

fn length_of<N: Number>(start: &N, stop: &N, step: &N) -> N {
    let one = N::one();
    if step.is_positive() && start < stop {
        (stop.clone() - start.clone() - one.clone()) / step.clone() + one
    } else if step.is_negative() && stop < start {
        (start.clone() - stop.clone() - one.clone()) / -step.clone() + one
    } else {
        N::zero()
    }
}

/// The three numbers, when all of them are machine words.
#[inline]
pub fn small(r: &Range) -> Option<(i64, i64, i64)> {
    match (r.start, r.stop, r.step) {
        (Value::Int(start), Value::Int(stop), Value::Int(step)) => Some((start, stop, step)),
        _ => None,
    }
}

/// The value of an int (or bool, or an instance of a subclass of int) as a big int; 0 for anything else.
pub fn big(heap: &Heap, v: Value) -> BigInt {
    match v {
        Value::Int(i) => BigInt::from(i),
        Value::Bool(b) => BigInt::from(u8::from(b)),
        Value::Obj(h) => match heap.get(h) {
            Object::Int(i) => (**i).clone(),
            _ => BigInt::zero(),
        },
        _ => BigInt::zero(),
    }
}

/// Number of items of a range of machine words.
#[inline]
pub fn small_length(start: i64, stop: i64, step: i64) -> u64 {
    if step == 1 {
        return if start < stop { stop.abs_diff(start) } else { 0 };
    }
    length_of(&i128::from(start), &i128::from(stop), &i128::from(step)) as u64
}

/// Number of items.
pub fn length(heap: &Heap, r: &Range) -> BigInt {
    match small(r) {
        Some((start, stop, step)) => BigInt::from(small_length(start, stop, step)),
        None => length_of(&big(heap, r.start), &big(heap, r.stop), &big(heap, r.step)),
    }
}

/// Is there no item?
pub fn is_empty(heap: &Heap, r: &Range) -> bool {
    length(heap, r).is_zero()
}

/// `start + step * index` as a big int.
fn at(heap: &Heap, r: &Range, index: &BigInt) -> BigInt {
    big(heap, r.start) + big(heap, r.step) * index
}

/// The item at `index`, counted from the end when negative; nothing when out of range.
pub fn item(heap: &mut Heap, r: Range, index: Value) -> Option<Value> {
    if let (Some((start, stop, step)), Value::Int(i)) = (small(&r), index) {
        let len = i128::from(small_length(start, stop, step));
        let i = if i < 0 { i128::from(i) + len } else { i128::from(i) };
        let inside = 0 <= i && i < len;
        return inside.then(|| Value::Int((i128::from(start) + i * i128::from(step)) as i64));
    }
    let len = length(heap, &r);
    let mut i = big(heap, index);
    if i.is_negative() {
        i += &len;
    }
    if i.is_negative() || i >= len {
        return None;
    }
    let value = at(heap, &r, &i);
    Some(heap.new_int(value))
}

/// Where an int stands in a range; nothing when it is not in it.
pub fn position(heap: &Heap, r: &Range, v: Value) -> Option<BigInt> {
    let offset = big(heap, v) - big(heap, r.start);
    let (index, rest) = offset.div_mod_floor(&big(heap, r.step));
    (rest.is_zero() && !index.is_negative() && index < length(heap, r)).then_some(index)
}

/// Is an int in a range?
#[inline]
pub fn contains(heap: &Heap, r: &Range, v: Value) -> bool {
    if let (Some((start, stop, step)), Value::Int(v)) = (small(r), v) {
        let inside = if step > 0 { start <= v && v < stop } else { stop < v && v <= start };
        return inside && (i128::from(v) - i128::from(start)) % i128::from(step) == 0;
    }
    position(heap, r, v).is_some()
}

/// Do two ranges have the same items?
pub fn equal(heap: &Heap, a: &Range, b: &Range) -> bool {
    let len = length(heap, a);
    if len != length(heap, b) {
        return false;
    }
    if len.is_zero() {
        return true;
    }
    big(heap, a.start) == big(heap, b.start) && (len == BigInt::from(1) || big(heap, a.step) == big(heap, b.step))
}

/// The same items in opposite order.
pub fn reversed(heap: &mut Heap, r: Range) -> Range {
    let len = length(heap, &r);
    let (start, step) = (big(heap, r.start), big(heap, r.step));
    let last = &start + &step * (len - 1);
    Range { start: heap.new_int(last), stop: heap.new_int(start - &step), step: heap.new_int(-step) }
}

/// The range that a slice of a range is; its three parts are ints or None.
pub fn slice(heap: &mut Heap, r: Range, parts: [Value; 3]) -> Range {
    let len = length(heap, &r);
    let by = if matches!(parts[2], Value::None) { BigInt::from(1) } else { big(heap, parts[2]) };
    let down = by.is_negative();
    let (lowest, highest) = if down { (BigInt::from(-1), &len - 1) } else { (BigInt::zero(), len.clone()) };
    let bound = |v: Value, default: &BigInt| match v {
        Value::None => default.clone(),
        v => {
            let mut i = big(heap, v);
            if i.is_negative() {
                i += &len;
            }
            i.clamp(lowest.clone(), highest.clone())
        }
    };
    let (from, to) = if down { (&highest, &lowest) } else { (&lowest, &highest) };
    let (from, to) = (bound(parts[0], from), bound(parts[1], to));
    let (start, stop) = (at(heap, &r, &from), at(heap, &r, &to));
    let step = big(heap, r.step) * by;
    Range { start: heap.new_int(start), stop: heap.new_int(stop), step: heap.new_int(step) }
}

/// The length as an index-sized number; nothing when it is larger.
#[inline]
pub fn len(heap: &Heap, r: &Range) -> Option<usize> {
    match small(r) {
        Some((start, stop, step)) => i64::try_from(small_length(start, stop, step)).ok().map(|n| n as usize),
        None => length(heap, r).to_i64().map(|n| n as usize),
    }
}

//! Comparison and truth of builtin values. An answer of `None` means: this needs user code (or is an error); the general
//! way through the special methods decides.

use super::heap::Heap;
use super::lookup;
use super::object::{Object, Range};
use super::special;
use super::value::{Handle, Value};
use super::{ranges, types};
use crate::bytecode::CmpOp;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, Zero};
use std::cmp::Ordering;

/// Containers nested deeper than this are compared by the prelude, step by step.
const MAX_DEPTH: u32 = 100;

/// `a == b`.
#[inline]
pub fn equal(heap: &Heap, a: Value, b: Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => Some(x == y),
        (Value::Float(x), Value::Float(y)) => Some(x == y),
        _ => equal_slow(heap, a, b, MAX_DEPTH),
    }
}

/// `a is b or a == b`: how containers look for their items.
#[inline]
pub fn same(heap: &Heap, a: Value, b: Value) -> Option<bool> {
    if a.is(b) { Some(true) } else { equal(heap, a, b) }
}

fn same_at(heap: &Heap, a: Value, b: Value, depth: u32) -> Option<bool> {
    if a.is(b) { Some(true) } else { equal_slow(heap, a, b, depth) }
}

fn equal_slow(heap: &Heap, a: Value, b: Value, depth: u32) -> Option<bool> {
    if let (Value::Obj(x), Value::Obj(y)) = (a, b) {
        return equal_objects(heap, x, y, depth);
    }
    for v in [a, b] {
        if let Value::Obj(h) = v
            && !special::is_builtin(heap, h, "__eq__")
        {
            return None;
        }
    }
    match (Number::of(heap, a), Number::of(heap, b)) {
        (Some(x), Some(y)) => Some(x.compare(&y) == Some(Ordering::Equal)),
        _ => match (complex(heap, a), complex(heap, b)) {
            (Some(x), Some(y)) => Some(x == y),
            _ => Some(a.is(b)),
        },
    }
}

fn equal_objects(heap: &Heap, a: Handle, b: Handle, depth: u32) -> Option<bool> {
    if !special::is_builtin(heap, a, "__eq__") || !special::is_builtin(heap, b, "__eq__") {
        return None;
    }
    let deeper = depth.checked_sub(1)?;
    Some(match (heap.get(a), heap.get(b)) {
        (Object::Str(_), Object::Str(_)) => a == b || heap.text_at(a) == heap.text_at(b),
        (Object::Instance(_), Object::Instance(_)) => a == b,
        (Object::List(x), Object::List(y)) => return equal_items(heap, x, y, deeper),
        (Object::Tuple(x), Object::Tuple(y)) => return equal_items(heap, x, y, deeper),
        (Object::Dict(_), Object::Dict(_)) => return equal_dicts(heap, a, b, deeper),
        (Object::Set(_), Object::Set(_)) => return compare_sets(heap, CmpOp::Eq, a.into(), b.into()),
        (Object::Bytes(x), Object::Bytes(y)) => x == y,
        (Object::Bytes(x), Object::ByteArray(y)) | (Object::ByteArray(y), Object::Bytes(x)) => **x == **y,
        (Object::ByteArray(x), Object::ByteArray(y)) => x == y,
        (Object::Range(x), Object::Range(y)) => ranges::equal(heap, x, y),
        (Object::Slice(x), Object::Slice(y)) => return equal_items(heap, &x[..], &y[..], deeper),
        (Object::BoundMethod { func: f, this: x }, Object::BoundMethod { func: g, this: y }) => {
            x.is(*y) && return same_at(heap, *f, *g, deeper)
        }
        (Object::Builtin(x), Object::Builtin(y)) => a == b || (x.native == y.native && !x.this.is_unset() && x.this.is(y.this)),
        // Views compare like sets, with whatever a set compares to.
        (Object::DictView { .. }, Object::DictView { .. } | Object::Set(_)) | (Object::Set(_), Object::DictView { .. }) => {
            return None;
        }
        (Object::MappingProxy(_) | Object::View(_), _) | (_, Object::MappingProxy(_) | Object::View(_)) => return None,
        _ => {
            let (x, y) = (Value::Obj(a), Value::Obj(b));
            match (Number::of(heap, x), Number::of(heap, y)) {
                (Some(x), Some(y)) => x.compare(&y) == Some(Ordering::Equal),
                _ => match (complex(heap, x), complex(heap, y)) {
                    (Some(x), Some(y)) => x == y,
                    _ => a == b,
                },
            }
        }
    })
}

fn equal_items(heap: &Heap, a: &[Value], b: &[Value], depth: u32) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    for (&x, &y) in a.iter().zip(b) {
        match (x, y) {
            (Value::Int(x), Value::Int(y)) if x == y => {}
            _ => {
                if !same_at(heap, x, y, depth)? {
                    return Some(false);
                }
            }
        }
    }
    Some(true)
}

fn equal_dicts(heap: &Heap, a: Handle, b: Handle, depth: u32) -> Option<bool> {
    let (Object::Dict(x), Object::Dict(y)) = (heap.get(a), heap.get(b)) else { return None };
    if x.len() != y.len() {
        return Some(false);
    }
    for e in x.live() {
        let Some(at) = lookup::find(heap, y, e.hash, e.key).ok()? else { return Some(false) };
        if !same_at(heap, e.value, y.entries()[at].value, depth)? {
            return Some(false);
        }
    }
    Some(true)
}

/// Is every key of set `a` in set `b`?
fn subset(heap: &Heap, a: Handle, b: Handle) -> Option<bool> {
    let (Object::Set(x), Object::Set(y)) = (heap.get(a), heap.get(b)) else { return None };
    if x.len() > y.len() {
        return Some(false);
    }
    for e in x.iter() {
        if lookup::find_in_set(heap, y, e.hash, e.key).ok()?.is_none() {
            return Some(false);
        }
    }
    Some(true)
}

/// `a op b`. `None`: user code decides, or the two have no order.
#[inline]
pub fn compare(heap: &Heap, op: CmpOp, a: Value, b: Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => Some(match op {
            CmpOp::Lt => x < y,
            CmpOp::Le => x <= y,
            CmpOp::Eq | CmpOp::Is => x == y,
            CmpOp::Ne | CmpOp::IsNot => x != y,
            CmpOp::Gt => x > y,
            CmpOp::Ge => x >= y,
            CmpOp::In | CmpOp::NotIn => return None,
        }),
        (Value::Float(x), Value::Float(y)) => Some(match op {
            CmpOp::Lt => x < y,
            CmpOp::Le => x <= y,
            CmpOp::Eq => x == y,
            CmpOp::Ne => x != y,
            CmpOp::Gt => x > y,
            CmpOp::Ge => x >= y,
            CmpOp::Is => a.is(b),
            CmpOp::IsNot => !a.is(b),
            CmpOp::In | CmpOp::NotIn => return None,
        }),
        _ => compare_slow(heap, op, a, b),
    }
}

fn compare_slow(heap: &Heap, op: CmpOp, a: Value, b: Value) -> Option<bool> {
    match op {
        CmpOp::Is => Some(a.is(b)),
        CmpOp::IsNot => Some(!a.is(b)),
        CmpOp::In | CmpOp::NotIn => None,
        CmpOp::Eq => equal_slow(heap, a, b, MAX_DEPTH),
        CmpOp::Ne => {
            for v in [a, b] {
                if let Value::Obj(h) = v
                    && !special::is_builtin(heap, h, "__ne__")
                {
                    return None;
                }
            }
            equal_slow(heap, a, b, MAX_DEPTH).map(|e| !e)
        }
        CmpOp::Lt | CmpOp::Le | CmpOp::Gt | CmpOp::Ge => order(heap, op, a, b, MAX_DEPTH),
    }
}

fn decide(op: CmpOp, o: Ordering) -> bool {
    match op {
        CmpOp::Lt => o.is_lt(),
        CmpOp::Le => o.is_le(),
        CmpOp::Gt => o.is_gt(),
        CmpOp::Ge => o.is_ge(),
        CmpOp::Eq => o.is_eq(),
        _ => o.is_ne(),
    }
}

fn order_method(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Lt => "__lt__",
        CmpOp::Le => "__le__",
        CmpOp::Gt => "__gt__",
        _ => "__ge__",
    }
}

fn mirrored(op: CmpOp) -> CmpOp {
    match op {
        CmpOp::Lt => CmpOp::Gt,
        CmpOp::Le => CmpOp::Ge,
        CmpOp::Gt => CmpOp::Lt,
        _ => CmpOp::Le,
    }
}

fn order(heap: &Heap, op: CmpOp, a: Value, b: Value, depth: u32) -> Option<bool> {
    for (v, op) in [(a, op), (b, mirrored(op))] {
        if let Value::Obj(h) = v
            && !special::is_builtin(heap, h, order_method(op))
        {
            return None;
        }
    }
    if let (Some(x), Some(y)) = (Number::of(heap, a), Number::of(heap, b)) {
        // NaN has no order to anything: every comparison is false.
        return Some(x.compare(&y).is_some_and(|o| decide(op, o)));
    }
    let (Value::Obj(x), Value::Obj(y)) = (a, b) else { return None };
    let deeper = depth.checked_sub(1)?;
    match (heap.get(x), heap.get(y)) {
        (Object::Str(_), Object::Str(_)) => Some(decide(op, heap.text_at(x)?.cmp(&heap.text_at(y)?))),
        (Object::List(x), Object::List(y)) => order_items(heap, op, x, y, deeper),
        (Object::Tuple(x), Object::Tuple(y)) => order_items(heap, op, x, y, deeper),
        (Object::Bytes(p), Object::Bytes(q)) => Some(decide(op, p.cmp(q))),
        (Object::Bytes(p), Object::ByteArray(q)) => Some(decide(op, p[..].cmp(&q[..]))),
        (Object::ByteArray(p), Object::Bytes(q)) => Some(decide(op, p[..].cmp(&q[..]))),
        (Object::ByteArray(p), Object::ByteArray(q)) => Some(decide(op, p.cmp(q))),
        (Object::Set(_), Object::Set(_)) => compare_sets(heap, op, a, b),
        _ => None,
    }
}

/// `a op b` of two sets by their content alone; `None` where keys need user code.
pub fn compare_sets(heap: &Heap, op: CmpOp, a: Value, b: Value) -> Option<bool> {
    let (Value::Obj(x), Value::Obj(y)) = (a, b) else { return None };
    let (n, m) = (heap.set(a)?.len(), heap.set(b)?.len());
    match op {
        CmpOp::Eq => Some(n == m && subset(heap, x, y)?),
        CmpOp::Ne => Some(n != m || !subset(heap, x, y)?),
        CmpOp::Lt => Some(n < m && subset(heap, x, y)?),
        CmpOp::Le => subset(heap, x, y),
        CmpOp::Gt => Some(n > m && subset(heap, y, x)?),
        _ => subset(heap, y, x),
    }
}

fn order_items(heap: &Heap, op: CmpOp, a: &[Value], b: &[Value], depth: u32) -> Option<bool> {
    for (&x, &y) in a.iter().zip(b) {
        if !same_at(heap, x, y, depth)? {
            return order(heap, op, x, y, depth);
        }
    }
    Some(decide(op, a.len().cmp(&b.len())))
}

/// A real number, borrowed from wherever it is.
pub enum Number<'a> {
    Small(i64),
    Big(&'a BigInt),
    Float(f64),
}

impl<'a> Number<'a> {
    /// The number that a value is, instances of subclasses included.
    pub fn of(heap: &'a Heap, v: Value) -> Option<Number<'a>> {
        Some(match v {
            Value::Int(i) => Number::Small(i),
            Value::Bool(b) => Number::Small(i64::from(b)),
            Value::Float(f) => Number::Float(f),
            Value::Obj(h) => match heap.get(h) {
                Object::Int(i) => Number::Big(i),
                Object::Float(f) => Number::Float(*f),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// By value, exactly; nothing when one is NaN.
    pub fn compare(&self, other: &Number<'_>) -> Option<Ordering> {
        use Number::{Big, Float, Small};
        match (self, other) {
            (Small(a), Small(b)) => Some(a.cmp(b)),
            (Float(a), Float(b)) => a.partial_cmp(b),
            (Big(a), Big(b)) => Some(a.cmp(b)),
            (Small(a), Big(b)) => Some(BigInt::from(*a).cmp(b)),
            (Big(a), Small(b)) => Some((*a).cmp(&BigInt::from(*b))),
            (Small(a), Float(b)) => small_and_float(*a, *b),
            (Float(a), Small(b)) => small_and_float(*b, *a).map(Ordering::reverse),
            (Big(a), Float(b)) => big_and_float(a, *b),
            (Float(a), Big(b)) => big_and_float(b, *a).map(Ordering::reverse),
        }
    }
}

fn small_and_float(i: i64, f: f64) -> Option<Ordering> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if f.is_nan() {
        return None;
    }
    if f >= LIMIT {
        return Some(Ordering::Less);
    }
    if f < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = f.trunc();
    Some(i.cmp(&(whole as i64)).then_with(|| whole.partial_cmp(&f).unwrap_or(Ordering::Equal)))
}

fn big_and_float(i: &BigInt, f: f64) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    let whole = f.trunc();
    match BigInt::from_f64(whole) {
        Some(w) => Some(i.cmp(&w).then_with(|| whole.partial_cmp(&f).unwrap_or(Ordering::Equal))),
        // Infinite.
        None => Some(if f > 0.0 { Ordering::Less } else { Ordering::Greater }),
    }
}

/// A number as a complex one, when it is equal to it; also real ones, so that both kinds can be compared.
fn complex(heap: &Heap, v: Value) -> Option<(f64, f64)> {
    if let Some(Object::Complex(re, im)) = heap.object(v) {
        return Some((*re, *im));
    }
    match Number::of(heap, v)? {
        Number::Float(f) => Some((f, 0.0)),
        Number::Small(i) => {
            let f = i as f64;
            // An int that no float is equal to is equal to no complex number either.
            Some(if small_and_float(i, f) == Some(Ordering::Equal) { (f, 0.0) } else { (f64::NAN, 0.0) })
        }
        Number::Big(i) => {
            let f = num_traits::ToPrimitive::to_f64(i).unwrap_or(f64::NAN);
            Some(if big_and_float(i, f) == Some(Ordering::Equal) { (f, 0.0) } else { (f64::NAN, 0.0) })
        }
    }
}

/// `bool(v)`.
#[inline]
pub fn truth(heap: &Heap, v: Value) -> Option<bool> {
    match v {
        Value::Bool(b) => Some(b),
        Value::None => Some(false),
        Value::Int(i) => Some(i != 0),
        Value::Float(f) => Some(f != 0.0),
        Value::Obj(h) => truth_of_object(heap, h),
        Value::Unset | Value::Ellipsis | Value::NotImplemented => Some(true),
    }
}

fn truth_of_object(heap: &Heap, h: Handle) -> Option<bool> {
    if heap.slot(h).class.0 >= types::RESERVED
        && !(special::is_builtin(heap, h, "__bool__") && special::is_builtin(heap, h, "__len__"))
    {
        return None;
    }
    Some(match heap.get(h) {
        Object::Str(_) => !heap.text_at(h)?.is_empty(),
        Object::Int(i) => !i.is_zero(),
        Object::Float(f) => *f != 0.0,
        Object::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Object::Bytes(b) => !b.is_empty(),
        Object::ByteArray(b) => !b.is_empty(),
        Object::List(items) => !items.is_empty(),
        Object::Tuple(items) => !items.is_empty(),
        Object::Dict(d) => !d.is_empty(),
        Object::Set(s) => !s.is_empty(),
        Object::Range(r) => !range_is_empty(heap, r),
        Object::DictView { dict, .. } => heap.dict(Value::Obj(*dict)).is_some_and(|d| !d.is_empty()),
        Object::MappingProxy(_) => return None,
        _ => true,
    })
}

fn range_is_empty(heap: &Heap, r: &Range) -> bool {
    match ranges::small(r) {
        Some((start, stop, step)) => ranges::small_length(start, stop, step) == 0,
        None => ranges::is_empty(heap, r),
    }
}

//! `set` and `frozenset`: their methods. Operations take CPython's steps (see [`crate::vm::set_ops`]); where keys need user
//! code, the prelude takes the same steps.

use super::receiver;
use super::sequence;
use crate::bytecode::{BinOp, CmpOp};
use crate::vm::collections::{Set, SetEntry};
use crate::vm::compare;
use crate::vm::container_ops;
use crate::vm::hash::{self, Hashed};
use crate::vm::items::raw;
use crate::vm::iterate;
use crate::vm::lookup::{self, NeedsUserCode};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::set_ops;
use crate::vm::special;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

macro_rules! table {
    ($($both:literal $params:literal $f:ident;)*) => {
        pub static TABLE: &[NativeDef] = &[
            $(def(concat!("set.", $both), $params, $f), def(concat!("frozenset.", $both), $params, $f),)*
            def("set.__new__", "cls, *args, **kwargs", new),
            def("set.__init__", "self, *args, **kwargs", init),
            def("frozenset.__new__", "cls, *args, **kwargs", new_frozen),
            def("frozenset.__hash__", "self, /", hash_of),
            def("set.add", "self, object, /", add),
            def("set.remove", "self, object, /", remove),
            def("set.discard", "self, object, /", discard),
            def("set.pop", "self, /", pop),
            def("set.clear", "self, /", clear),
            def("set.update", "self, *others", update),
            def("set.intersection_update", "self, *others", intersection_update),
            def("set.difference_update", "self, *others", difference_update),
            def("set.symmetric_difference_update", "self, other, /", symmetric_difference_update),
            def("set.__ior__", "self, value, /", ior),
            def("set.__iand__", "self, value, /", iand),
            def("set.__isub__", "self, value, /", isub),
            def("set.__ixor__", "self, value, /", ixor),
        ];
    };
}

table! {
    "copy" "self, /" copy;
    "union" "self, *others" union;
    "intersection" "self, *others" intersection;
    "difference" "self, *others" difference;
    "symmetric_difference" "self, other, /" symmetric_difference;
    "isdisjoint" "self, other, /" is_disjoint;
    "issubset" "self, other, /" is_subset;
    "issuperset" "self, other, /" is_superset;
    "__len__" "self, /" len;
    "__contains__" "self, key, /" contains;
    "__iter__" "self, /" iter;
    "__repr__" "self, /" repr;
    "__eq__" "self, value, /" eq;
    "__ne__" "self, value, /" ne;
    "__lt__" "self, value, /" lt;
    "__le__" "self, value, /" le;
    "__gt__" "self, value, /" gt;
    "__ge__" "self, value, /" ge;
    "__or__" "self, value, /" or;
    "__ror__" "self, value, /" ror;
    "__and__" "self, value, /" and;
    "__rand__" "self, value, /" rand;
    "__sub__" "self, value, /" sub;
    "__rsub__" "self, value, /" rsub;
    "__xor__" "self, value, /" xor;
    "__rxor__" "self, value, /" rxor;
}

fn make(ctx: &mut Ctx<'_>, class: Handle, s: Set) -> Value {
    let bytes = size_of_val(s.table());
    Value::Obj(ctx.heap.alloc_large(class, Object::Set(Box::new(s)), bytes))
}

/// A new set, or frozenset, as the receiver is.
fn make_like(ctx: &mut Ctx<'_>, like: Handle, s: Set) -> Value {
    let class = special::root(ctx.heap, like);
    make(ctx, class, s)
}

/// The content of a set; for what is known to be one.
fn content(ctx: &Ctx<'_>, h: Handle) -> Set {
    ctx.heap.set(h.into()).cloned().unwrap_or_default()
}

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = receiver::class(ctx, args[0], "set")?;
    let this = make(ctx, class, Set::default());
    if class != types::SET {
        return Ok(this);
    }
    let [iterable] = receiver::construction(ctx, "set", args[1], args[2])?;
    match iterable {
        Value::Unset => Ok(this),
        _ => update_all(ctx, this, &[iterable], this),
    }
}

fn init(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "__init__")?;
    let [iterable] = receiver::construction(ctx, "set", args[1], args[2])?;
    ctx.heap.set_mut(this).clear();
    match iterable {
        Value::Unset => Ok(Value::None),
        _ => update_all(ctx, args[0], &[iterable], Value::None),
    }
}

fn new_frozen(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = receiver::class(ctx, args[0], "frozenset")?;
    let [iterable] = if class == types::FROZENSET {
        receiver::construction(ctx, "frozenset", args[1], args[2])?
    } else {
        receiver::positional(ctx, "frozenset", args[1])?
    };
    if class == types::FROZENSET && ctx.heap.class_of(iterable) == types::FROZENSET {
        return Ok(iterable);
    }
    let this = make(ctx, class, Set::default());
    match iterable {
        Value::Unset => Ok(this),
        _ => update_all(ctx, this, &[iterable], this),
    }
}

/// What a set is combined with.
enum Other {
    Set(Handle),
    Dict(Handle),
    Values(Vec<Value>),
    /// Iterating it is user code.
    User,
}

fn other(ctx: &mut Ctx<'_>, v: Value) -> Result<Other, Exit> {
    match (v, ctx.heap.object(v)) {
        (Value::Obj(h), Some(Object::Set(_))) => Ok(Other::Set(h)),
        (Value::Obj(h), Some(Object::Dict(_))) if ctx.heap.slot(h).class == types::DICT => Ok(Other::Dict(h)),
        _ => {
            receiver::want_iterable(ctx, v)?;
            Ok(iterate::collect(ctx, v)?.map_or(Other::User, Other::Values))
        }
    }
}

/// Add all keys of several iterables; the outcome is `result`.
fn update_all(ctx: &mut Ctx<'_>, this: Value, others: &[Value], result: Value) -> NativeResult {
    let Value::Obj(h) = this else { return Ok(result) };
    for (i, &v) in others.iter().enumerate() {
        let rest = match other(ctx, v)? {
            Other::Set(from) => set_ops::update(ctx.heap, h, from),
            Other::Dict(from) => set_ops::update_from_dict(ctx.heap, h, from),
            Other::User => return Err(container_ops::go_on(ctx, h, &[], &others[i..], result)),
            Other::Values(values) => {
                if let Some(at) = add_values(ctx, h, &values)? {
                    // What is left may have come out of an iterator that is used up.
                    let mut left = others[i..].to_vec();
                    left[0] = ctx.heap.new_list(values[at..].to_vec());
                    return Err(container_ops::go_on(ctx, h, &[], &left, result));
                }
                Ok(())
            }
        };
        if let Err(rest) = rest {
            return Err(container_ops::go_on(ctx, h, &rest, &others[i + 1..], result));
        }
    }
    Ok(result)
}

/// Add values as long as they need no user code; gives the place of the first that does.
fn add_values(ctx: &mut Ctx<'_>, h: Handle, values: &[Value]) -> Result<Option<usize>, Exit> {
    for (i, &v) in values.iter().enumerate() {
        if lookup::set_add(ctx.heap, h, v).is_err() {
            return match hash::hash(ctx.heap, v) {
                Hashed::Unhashable => Err(ctx.unhashable(v)),
                _ => Ok(Some(i)),
            };
        }
    }
    Ok(None)
}

fn others(ctx: &Ctx<'_>, v: Value) -> Vec<Value> {
    ctx.heap.tuple(v).unwrap_or(&[]).to_vec()
}

fn hash_of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "__hash__")?;
    let s = content(ctx, this);
    Ok(Value::Int(hash::of_frozenset(s.iter().map(|e| e.hash), s.len())))
}

/// A key that a lookup could not deal with.
fn leave(ctx: &mut Ctx<'_>, key: Value, name: &'static str, args: &[Value]) -> Exit {
    match hash::hash(ctx.heap, key) {
        Hashed::Unhashable if ctx.heap.set(key).is_none() => ctx.unhashable(key),
        _ => ctx.prelude(name, args),
    }
}

fn add(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "add")?;
    match lookup::set_add(ctx.heap, this, args[1]) {
        Ok(_) => Ok(Value::None),
        Err(_) if hash::hash(ctx.heap, args[1]) == Hashed::Unhashable => Err(ctx.unhashable(args[1])),
        Err(_) => Err(ctx.prelude("_set_add", args)),
    }
}

fn remove(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "remove")?;
    match lookup::set_remove(ctx.heap, this, args[1]) {
        Ok(true) => Ok(Value::None),
        Ok(false) => Err(ctx.key_error(args[1])),
        Err(_) => Err(leave(ctx, args[1], "_set_remove", args)),
    }
}

fn discard(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "discard")?;
    match lookup::set_remove(ctx.heap, this, args[1]) {
        Ok(_) => Ok(Value::None),
        Err(_) => Err(leave(ctx, args[1], "_set_discard", args)),
    }
}

fn pop(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "pop")?;
    match ctx.heap.set_mut(this).pop() {
        Some(v) => Ok(v),
        None => Err(ctx.raise(types::KEY_ERROR, "pop from an empty set")),
    }
}

fn clear(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "clear")?;
    ctx.heap.set_mut(this).clear();
    Ok(Value::None)
}

fn copy(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "copy")?;
    if ctx.heap.slot(this).class == types::FROZENSET {
        return Ok(args[0]);
    }
    let copy = content(ctx, this).copy();
    Ok(make_like(ctx, this, copy))
}

fn update(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::mutable_set(ctx, args[0], "update")?;
    let all = others(ctx, args[1]);
    update_all(ctx, args[0], &all, Value::None)
}

fn union(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "union")?;
    let copy = content(ctx, this).copy();
    let result = make_like(ctx, this, copy);
    let all: Vec<Value> = others(ctx, args[1]).into_iter().filter(|o| !o.is(args[0])).collect();
    update_all(ctx, result, &all, result)
}

/// The steps of an operation on values that are not in the heap yet, taken for each of several iterables in turn. When user
/// code is needed, the function of the prelude called `name` does the whole operation on the receiver and a tuple of
/// the others (iterators that are used up by now are replaced by lists).
fn fold(
    ctx: &mut Ctx<'_>,
    args: &[Value],
    name: &'static str,
    mut step: impl FnMut(&Ctx<'_>, Set, &Other, Value) -> Result<Set, NeedsUserCode>,
    start: Set,
) -> Result<Set, Exit> {
    let mut all = others(ctx, args[1]);
    let mut result = start;
    for i in 0..all.len() {
        let o = other(ctx, all[i])?;
        let done = step(ctx, std::mem::take(&mut result), &o, all[i]);
        match done {
            Ok(next) => result = next,
            Err(NeedsUserCode) => {
                if let Other::Values(values) = o {
                    if let Some(&bad) = values.iter().find(|&&v| hash::hash(ctx.heap, v) == Hashed::Unhashable) {
                        return Err(ctx.unhashable(bad));
                    }
                    all[i] = ctx.heap.new_list(values);
                }
                let all = ctx.heap.new_tuple(all);
                return Err(ctx.prelude(name, &[args[0], all]));
            }
        }
        // From here on a used-up iterator would be missing in the prelude's turn.
        if let Other::Values(values) = o {
            all[i] = ctx.heap.new_list(values);
        }
    }
    Ok(result)
}

fn entry(ctx: &Ctx<'_>, key: Value) -> Result<SetEntry, NeedsUserCode> {
    Ok(SetEntry { hash: lookup::key_hash(ctx.heap, key)?, key })
}

fn intersect_step(ctx: &Ctx<'_>, this: Set, o: &Other) -> Result<Set, NeedsUserCode> {
    let keys: Vec<SetEntry> = match o {
        Other::Set(h) => return set_ops::intersection(ctx.heap, &this, &content(ctx, *h)),
        Other::Dict(h) => {
            let d = ctx.heap.dict((*h).into()).ok_or(NeedsUserCode)?;
            d.live().map(|e| SetEntry { hash: e.hash, key: e.key }).collect()
        }
        Other::Values(values) => values.iter().map(|&v| entry(ctx, v)).collect::<Result<_, _>>()?,
        Other::User => return Err(NeedsUserCode),
    };
    let mut result = Set::default();
    for e in keys {
        if lookup::find_in_set(ctx.heap, &this, e.hash, e.key)?.is_some() {
            set_ops::add(ctx.heap, &mut result, e)?;
        }
    }
    Ok(result)
}

fn subtract_step(ctx: &Ctx<'_>, mut this: Set, o: &Other) -> Result<Set, NeedsUserCode> {
    match o {
        Other::Set(h) => set_ops::subtract(ctx.heap, &mut this, &content(ctx, *h))?,
        Other::Dict(h) => {
            let d = ctx.heap.dict((*h).into()).ok_or(NeedsUserCode)?;
            for e in d.live() {
                set_ops::discard(ctx.heap, &mut this, SetEntry { hash: e.hash, key: e.key })?;
            }
            this.shrink();
        }
        Other::Values(values) => {
            for &v in values {
                let e = entry(ctx, v)?;
                set_ops::discard(ctx.heap, &mut this, e)?;
            }
            this.shrink();
        }
        Other::User => return Err(NeedsUserCode),
    }
    Ok(this)
}

fn intersected(ctx: &mut Ctx<'_>, this: Handle, args: &[Value], name: &'static str) -> Result<Set, Exit> {
    let start = content(ctx, this);
    let mut first = true;
    if others(ctx, args[1]).is_empty() {
        return Ok(start.copy());
    }
    let step = |ctx: &Ctx<'_>, s: Set, o: &Other, v: Value| {
        let itself = std::mem::replace(&mut first, false) && v.is(args[0]);
        if itself { Ok(s.copy()) } else { intersect_step(ctx, s, o) }
    };
    fold(ctx, args, name, step, start)
}

fn intersection(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "intersection")?;
    let result = intersected(ctx, this, args, "_set_intersection")?;
    Ok(make_like(ctx, this, result))
}

fn intersection_update(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "intersection_update")?;
    let result = intersected(ctx, this, args, "_set_intersection_update")?;
    ctx.heap.set_mut(this).replace(result);
    Ok(Value::None)
}

fn difference(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "difference")?;
    let start = content(ctx, this);
    if others(ctx, args[1]).is_empty() {
        return Ok(make_like(ctx, this, start.copy()));
    }
    let mut first = true;
    let step = |ctx: &Ctx<'_>, s: Set, o: &Other, _: Value| {
        if !std::mem::replace(&mut first, false) {
            return subtract_step(ctx, s, o);
        }
        match o {
            Other::Set(h) => set_ops::difference(ctx.heap, &s, &content(ctx, *h)),
            Other::Dict(h) => match ctx.heap.dict((*h).into()) {
                Some(d) => set_ops::difference_with_dict(ctx.heap, &s, d),
                None => Err(NeedsUserCode),
            },
            _ => subtract_step(ctx, s.copy(), o),
        }
    };
    let result = fold(ctx, args, "_set_difference", step, start)?;
    Ok(make_like(ctx, this, result))
}

fn difference_update(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "difference_update")?;
    let start = content(ctx, this);
    let step = |ctx: &Ctx<'_>, mut s: Set, o: &Other, v: Value| {
        if v.is(args[0]) {
            s.clear();
            return Ok(s);
        }
        subtract_step(ctx, s, o)
    };
    let result = fold(ctx, args, "_set_difference_update", step, start)?;
    ctx.heap.set_mut(this).replace(result);
    Ok(Value::None)
}

/// The other side of a symmetric difference as a set of its own; `Err`: the prelude must make it, of the given value.
fn as_set(ctx: &mut Ctx<'_>, v: Value) -> Result<Result<Set, Value>, Exit> {
    Ok(match other(ctx, v)? {
        Other::Set(h) => Ok(content(ctx, h).copy()),
        Other::Dict(h) => ctx.heap.dict(h.into()).and_then(|d| set_ops::of_dict(ctx.heap, d).ok()).ok_or(v),
        Other::User => Err(v),
        Other::Values(values) => match set_ops::of_values(ctx.heap, &values) {
            Ok(s) => Ok(s),
            Err(_) => match values.iter().find(|&&v| hash::hash(ctx.heap, v) == Hashed::Unhashable) {
                Some(&bad) => return Err(ctx.unhashable(bad)),
                None => Err(ctx.heap.new_list(values)),
            },
        },
    })
}

fn symmetric_difference(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "symmetric_difference")?;
    let mut result = match as_set(ctx, args[1])? {
        Ok(s) => s,
        Err(v) => return Err(ctx.prelude("_set_symmetric_difference", &[args[0], v])),
    };
    match set_ops::toggle(ctx.heap, &mut result, &content(ctx, this)) {
        Ok(()) => Ok(make_like(ctx, this, result)),
        Err(_) => {
            let made = make(ctx, types::SET, result);
            Err(ctx.prelude("_set_symmetric_difference", &[args[0], made]))
        }
    }
}

fn symmetric_difference_update(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::mutable_set(ctx, args[0], "symmetric_difference_update")?;
    if args[1].is(args[0]) {
        ctx.heap.set_mut(this).clear();
        return Ok(Value::None);
    }
    let mut result = content(ctx, this);
    let done = match other(ctx, args[1])? {
        Other::Set(h) => set_ops::toggle(ctx.heap, &mut result, &content(ctx, h)).map_err(|_| args[1]),
        Other::Dict(h) => {
            let keys = ctx.heap.dict(h.into()).cloned().unwrap_or_default();
            let mut toggle = |e: SetEntry| match set_ops::discard(ctx.heap, &mut result, e)? {
                true => Ok(()),
                false => set_ops::add(ctx.heap, &mut result, e),
            };
            keys.live().try_for_each(|e| toggle(SetEntry { hash: e.hash, key: e.key })).map_err(|_: NeedsUserCode| args[1])
        }
        Other::User => Err(args[1]),
        Other::Values(values) => {
            let list = ctx.heap.new_list(values);
            match as_set(ctx, list)? {
                Ok(s) => set_ops::toggle(ctx.heap, &mut result, &s).map_err(|_| list),
                Err(v) => Err(v),
            }
        }
    };
    match done {
        Ok(()) => {
            ctx.heap.set_mut(this).replace(result);
            Ok(Value::None)
        }
        Err(v) => Err(ctx.prelude("_set_symmetric_difference_update", &[args[0], v])),
    }
}

fn is_disjoint(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "isdisjoint")?;
    let s = content(ctx, this);
    if args[0].is(args[1]) {
        return Ok(Value::Bool(s.is_empty()));
    }
    let mut rest = args[1];
    let answer = match other(ctx, args[1])? {
        Other::Set(h) => set_ops::is_disjoint(ctx.heap, &s, &content(ctx, h)),
        Other::User => Err(NeedsUserCode),
        o => match intersect_step(ctx, s, &o) {
            Ok(common) => Ok(common.is_empty()),
            Err(e) => {
                if let Other::Values(values) = o {
                    rest = ctx.heap.new_list(values);
                }
                Err(e)
            }
        },
    };
    answer.map(Value::Bool).map_err(|_| ctx.prelude("_set_isdisjoint", &[args[0], rest]))
}

/// Compare two sets, or let the prelude do it.
fn compare_sets(ctx: &mut Ctx<'_>, op: CmpOp, a: Value, b: Value) -> NativeResult {
    // Only the content counts, even of a class that overrides comparison: this may be its `super()` call.
    match compare::compare_sets(ctx.heap, op, a, b) {
        Some(answer) => Ok(Value::Bool(answer)),
        None => Err(ctx.prelude("_set_compare", &[Value::Int(op as i64), a, b])),
    }
}

fn is_subset(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::set(ctx, args[0], "issubset")?;
    if ctx.heap.set(args[1]).is_some() {
        return compare_sets(ctx, CmpOp::Le, args[0], args[1]);
    }
    receiver::want_iterable(ctx, args[1])?;
    Err(ctx.prelude("_set_issubset", args))
}

fn is_superset(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::set(ctx, args[0], "issuperset")?;
    if ctx.heap.set(args[1]).is_some() {
        return compare_sets(ctx, CmpOp::Ge, args[0], args[1]);
    }
    receiver::want_iterable(ctx, args[1])?;
    Err(ctx.prelude("_set_issuperset", args))
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::set(ctx, args[0], "__len__")?;
    Ok(sequence::len(ctx, args[0]))
}

fn contains(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "__contains__")?;
    match raw::contains(ctx, this, args[1])? {
        Some(answer) => Ok(Value::Bool(answer)),
        None => Err(ctx.prelude("_set_contains", args)),
    }
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::set(ctx, args[0], "__iter__")?;
    Ok(iterate::raw_iter(ctx.heap, this).unwrap_or(Value::None))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::set(ctx, args[0], "__repr__")?;
    sequence::repr(ctx, args[0])
}

/// A comparison operator: only sets have an order to sets.
fn relation(ctx: &mut Ctx<'_>, args: &[Value], op: CmpOp, method: &str) -> NativeResult {
    receiver::set(ctx, args[0], method)?;
    if ctx.heap.set(args[1]).is_none() {
        return Ok(Value::NotImplemented);
    }
    compare_sets(ctx, op, args[0], args[1])
}

fn eq(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    relation(ctx, args, CmpOp::Eq, "__eq__")
}
fn ne(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    relation(ctx, args, CmpOp::Ne, "__ne__")
}
fn lt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    relation(ctx, args, CmpOp::Lt, "__lt__")
}
fn le(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    relation(ctx, args, CmpOp::Le, "__le__")
}
fn gt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    relation(ctx, args, CmpOp::Gt, "__gt__")
}
fn ge(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    relation(ctx, args, CmpOp::Ge, "__ge__")
}

/// `left op right` of two sets; NotImplemented for anything else.
fn operate(ctx: &mut Ctx<'_>, op: BinOp, left: Value, right: Value) -> NativeResult {
    let (Value::Obj(x), Value::Obj(y)) = (left, right) else { return Ok(Value::NotImplemented) };
    if ctx.heap.set(left).is_none() || ctx.heap.set(right).is_none() {
        return Ok(Value::NotImplemented);
    }
    match container_ops::merge(ctx, op, x, y)? {
        Some(v) => Ok(v),
        None => Err(ctx.prelude("_set_operate", &[Value::Int(op as i64), left, right])),
    }
}

fn or(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Or, args[0], args[1])
}
fn ror(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Or, args[1], args[0])
}
fn and(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::And, args[0], args[1])
}
fn rand(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::And, args[1], args[0])
}
fn sub(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Sub, args[0], args[1])
}
fn rsub(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Sub, args[1], args[0])
}
fn xor(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Xor, args[0], args[1])
}
fn rxor(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::Xor, args[1], args[0])
}
fn ior(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::IOr, args[0], args[1])
}
fn iand(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::IAnd, args[0], args[1])
}
fn isub(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::ISub, args[0], args[1])
}
fn ixor(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    operate(ctx, BinOp::IXor, args[0], args[1])
}

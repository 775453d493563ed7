//! Iteration over builtin values: making iterators and stepping them. Whatever involves `__iter__` or `__next__` of the
//! program, generators included, is [`Step::Foreign`] here and goes the general way.

use super::heap::Heap;
use super::native::{Ctx, Exit};
use super::object::{DictPart, Iter, Object};
use super::ranges;
use super::special;
use super::types;
use super::value::{Handle, Value};

/// What a step of an iterator gives.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Item(Value),
    Done,
    /// The iterator is none of ours, or wraps one that is not: `__next__` must be called.
    Foreign,
}

/// Iterators that wrap each other deeper than this are stepped by the prelude.
const MAX_DEPTH: u32 = 50;

/// `iter(v)`; `None` where user code decides or `v` is not iterable.
pub fn get_iter(ctx: &mut Ctx<'_>, v: Value) -> Result<Option<Value>, Exit> {
    let Value::Obj(h) = v else { return Ok(None) };
    if !special::is_builtin(ctx.heap, h, "__iter__") {
        return Ok(None);
    }
    Ok(raw_iter(ctx.heap, h))
}

/// The builtin iterator over an object's content, whatever its class says.
pub fn raw_iter(heap: &mut Heap, h: Handle) -> Option<Value> {
    let (class, iter) = match heap.get(h) {
        Object::List(_) => (types::LIST_ITERATOR, Iter::List { list: h, index: 0 }),
        Object::Tuple(_) => (types::TUPLE_ITERATOR, Iter::Tuple { tuple: h, index: 0 }),
        Object::Range(r) => (types::RANGE_ITERATOR, range_iter(heap, r)?),
        Object::Dict(d) => (types::DICT_KEYITERATOR, Iter::Dict { dict: h, part: DictPart::Keys, index: 0, len: d.len() }),
        Object::DictView { dict, kind } => {
            let class = match kind {
                DictPart::Keys => types::DICT_KEYITERATOR,
                DictPart::Values => types::DICT_VALUEITERATOR,
                DictPart::Items => types::DICT_ITEMITERATOR,
            };
            (class, Iter::Dict { dict: *dict, part: *kind, index: 0, len: heap.dict(Value::Obj(*dict))?.len() })
        }
        Object::Set(s) => (types::SET_ITERATOR, Iter::Set { set: h, index: 0, len: s.len() }),
        Object::Str(_) => (types::STR_ITERATOR, Iter::Str { text: h, index: 0 }),
        Object::Bytes(_) => (types::BYTES_ITERATOR, Iter::Bytes { bytes: h, index: 0 }),
        Object::ByteArray(_) => (types::BYTEARRAY_ITERATOR, Iter::Bytes { bytes: h, index: 0 }),
        Object::Iter(_) => return Some(Value::Obj(h)),
        _ => return None,
    };
    Some(heap.new_iter(class, iter))
}

fn range_iter(heap: &Heap, r: &super::object::Range) -> Option<Iter> {
    if let Some((start, stop, step)) = ranges::small(r) {
        return Some(Iter::Range { next: start, step, left: ranges::small_length(start, stop, step) });
    }
    // How many are left may be a big int, which is counted down as a value: a range that large is never exhausted, so
    // any number that is never reached will do.
    let left = ranges::len(heap, r).map_or(i64::MAX, |n| n as i64);
    Some(Iter::BigRange { next: r.start, step: r.step, left: Value::Int(left) })
}

/// `reversed(v)` of a builtin sequence or mapping; `None` for anything else.
pub fn raw_reversed(heap: &mut Heap, h: Handle) -> Option<Value> {
    let (class, iter) = match heap.get(h) {
        Object::List(items) => (types::LIST_REVERSE_ITERATOR, Iter::ListReversed { list: h, index: items.len() }),
        Object::Tuple(items) => (types::REVERSED, Iter::TupleReversed { tuple: h, index: items.len() }),
        Object::Str(_) => (types::REVERSED, Iter::StrReversed { text: h, index: heap.text_at(h)?.len() }),
        Object::Bytes(b) => (types::REVERSED, Iter::BytesReversed { bytes: h, index: b.len() }),
        Object::ByteArray(b) => (types::REVERSED, Iter::BytesReversed { bytes: h, index: b.len() }),
        Object::Range(r) => {
            let r = ranges::reversed(heap, **r);
            (types::RANGE_ITERATOR, range_iter(heap, &r)?)
        }
        Object::Dict(_) => return Some(reversed_dict(heap, h, DictPart::Keys)),
        Object::DictView { dict, kind } => {
            let (dict, kind) = (*dict, *kind);
            return Some(reversed_dict(heap, dict, kind));
        }
        _ => return None,
    };
    Some(heap.new_iter(class, iter))
}

fn reversed_dict(heap: &mut Heap, dict: Handle, part: DictPart) -> Value {
    let class = match part {
        DictPart::Keys => types::DICT_REVERSEKEYITERATOR,
        DictPart::Values => types::DICT_REVERSEVALUEITERATOR,
        DictPart::Items => types::DICT_REVERSEITEMITERATOR,
    };
    let (index, len) = heap.dict(Value::Obj(dict)).map_or((0, 0), |d| (d.entries().len(), d.len()));
    heap.new_iter(class, Iter::DictReversed { dict, part, index, len })
}

/// Can `it` be stepped here, all the way down?
#[inline]
pub fn is_native(heap: &Heap, it: Value) -> bool {
    is_native_at(heap, it, MAX_DEPTH)
}

fn is_native_at(heap: &Heap, it: Value, depth: u32) -> bool {
    let Some(Object::Iter(iter)) = heap.object(it) else { return false };
    match &**iter {
        Iter::Sequence { .. } | Iter::SequenceReversed { .. } => false,
        Iter::Enumerate { inner, .. } => depth > 0 && is_native_at(heap, *inner, depth - 1),
        Iter::Zip { inners, .. } => depth > 0 && inners.iter().all(|&i| is_native_at(heap, i, depth - 1)),
        _ => true,
    }
}

/// Is the value a builtin iterable or an instance of a class that may be one? (Only for the wording of errors.)
pub fn is_iterable(heap: &Heap, v: Value) -> bool {
    match v {
        Value::Obj(h) => match heap.get(h) {
            Object::Instance(_) | Object::Exception(_) | Object::Type(_) => {
                ["__iter__", "__getitem__"].iter().any(|m| special::made_class_has(heap, v, m))
            }
            Object::Int(_) | Object::Float(_) | Object::Complex(..) => special::made_class_has(heap, v, "__iter__"),
            Object::Function(_) | Object::Builtin(_) | Object::BoundMethod { .. } | Object::Module(_) => false,
            _ => true,
        },
        _ => false,
    }
}

/// The next item of an iterator.
#[inline]
pub fn next(ctx: &mut Ctx<'_>, it: Value) -> Result<Step, Exit> {
    let Value::Obj(h) = it else { return Ok(Step::Foreign) };
    let Object::Iter(iter) = ctx.heap.get(h) else { return Ok(Step::Foreign) };
    match **iter {
        Iter::Range { left: 0, .. } | Iter::Empty => Ok(Step::Done),
        Iter::Range { next, .. } => {
            if let Object::Iter(iter) = ctx.heap.get_mut(h)
                && let Iter::Range { next, step, left } = &mut **iter
            {
                *next = next.wrapping_add(*step);
                *left -= 1;
            }
            Ok(Step::Item(Value::Int(next)))
        }
        Iter::List { list, index } => {
            let item = match ctx.heap.get(list) {
                Object::List(items) => items.get(index).copied(),
                _ => None,
            };
            Ok(step_to(ctx.heap, h, index + 1, item))
        }
        Iter::Tuple { tuple, index } => {
            let item = match ctx.heap.get(tuple) {
                Object::Tuple(items) => items.get(index).copied(),
                _ => None,
            };
            Ok(step_to(ctx.heap, h, index + 1, item))
        }
        _ => next_slow(ctx, h),
    }
}

/// Where an iterator's position is kept.
fn index_of(iter: &mut Iter) -> Option<&mut usize> {
    match iter {
        Iter::List { index, .. }
        | Iter::ListReversed { index, .. }
        | Iter::Tuple { index, .. }
        | Iter::TupleReversed { index, .. }
        | Iter::Str { index, .. }
        | Iter::StrReversed { index, .. }
        | Iter::Bytes { index, .. }
        | Iter::BytesReversed { index, .. }
        | Iter::Dict { index, .. }
        | Iter::DictReversed { index, .. }
        | Iter::Set { index, .. } => Some(index),
        _ => None,
    }
}

/// Move on to `index` and hand the item out; without one the iterator is exhausted for good.
#[inline]
fn step_to(heap: &mut Heap, h: Handle, to: usize, item: Option<Value>) -> Step {
    let Object::Iter(iter) = heap.get_mut(h) else { return Step::Done };
    match item {
        Some(v) => {
            if let Some(index) = index_of(iter) {
                *index = to;
            }
            Step::Item(v)
        }
        None => {
            **iter = Iter::Empty;
            Step::Done
        }
    }
}

fn next_slow(ctx: &mut Ctx<'_>, h: Handle) -> Result<Step, Exit> {
    let Object::Iter(iter) = ctx.heap.get(h) else { return Ok(Step::Foreign) };
    Ok(match **iter {
        Iter::Dict { dict, part, index, len } => return next_of_dict(ctx, h, dict, part, index, len),
        Iter::DictReversed { dict, part, index, len } => return next_of_dict_reversed(ctx, h, dict, part, index, len),
        Iter::Set { set, index, len } => return next_of_set(ctx, h, set, index, len),
        Iter::Str { text, index } => {
            let item =
                ctx.heap.text_at(text).is_some_and(|t| index < t.len()).then(|| super::items::raw::item(ctx.heap, text, index));
            step_to(ctx.heap, h, index + 1, item)
        }
        Iter::Bytes { bytes, index } => {
            let within = super::items::raw_len(ctx.heap, Value::Obj(bytes)).is_some_and(|len| index < len);
            let item = within.then(|| super::items::raw::item(ctx.heap, bytes, index));
            step_to(ctx.heap, h, index + 1, item)
        }
        Iter::ListReversed { list: from, index }
        | Iter::TupleReversed { tuple: from, index }
        | Iter::StrReversed { text: from, index }
        | Iter::BytesReversed { bytes: from, index } => {
            let len = super::items::raw_len(ctx.heap, Value::Obj(from)).unwrap_or(0);
            let at = index.checked_sub(1).filter(|&at| at < len);
            let item = at.map(|at| super::items::raw::item(ctx.heap, from, at));
            step_to(ctx.heap, h, at.unwrap_or(0), item)
        }
        Iter::BigRange { next, step, left } => match left {
            Value::Int(left) if left > 0 => {
                let after = ranges::big(ctx.heap, next) + ranges::big(ctx.heap, step);
                let after = ctx.heap.new_int(after);
                if let Object::Iter(iter) = ctx.heap.get_mut(h) {
                    **iter = Iter::BigRange { next: after, step, left: Value::Int(left - 1) };
                }
                Step::Item(next)
            }
            _ => Step::Done,
        },
        Iter::Enumerate { inner, .. } => {
            if !is_native(ctx.heap, Value::Obj(h)) {
                return Ok(Step::Foreign);
            }
            match next(ctx, inner)? {
                Step::Item(v) => Step::Item(enumerated(ctx.heap, h, v)),
                other => other,
            }
        }
        Iter::Zip { .. } => {
            if !is_native(ctx.heap, Value::Obj(h)) {
                return Ok(Step::Foreign);
            }
            return next_of_zip(ctx, h);
        }
        Iter::Sequence { .. } | Iter::SequenceReversed { .. } => Step::Foreign,
        // Handled by `next`.
        Iter::Empty | Iter::Range { .. } | Iter::List { .. } | Iter::Tuple { .. } => Step::Done,
    })
}

/// `(n, v)` for the next item of an `enumerate`, which goes on counting.
pub fn enumerated(heap: &mut Heap, h: Handle, v: Value) -> Value {
    let mut count = 0;
    if let Object::Iter(iter) = heap.get_mut(h)
        && let Iter::Enumerate { next, .. } = &mut **iter
    {
        count = *next;
        *next = next.wrapping_add(1);
    }
    heap.new_tuple([Value::Int(count), v])
}

fn next_of_dict(ctx: &mut Ctx<'_>, h: Handle, dict: Handle, part: DictPart, index: usize, len: usize) -> Result<Step, Exit> {
    let Object::Dict(d) = ctx.heap.get(dict) else { return Ok(Step::Done) };
    if d.len() != len {
        return Err(changed_size(ctx, h, "dictionary changed size during iteration"));
    }
    let rest = d.entries().get(index..).unwrap_or(&[]);
    match rest.iter().position(|e| !e.key.is_unset()) {
        Some(skip) => {
            let e = rest[skip];
            let item = dict_item(ctx.heap, part, e.key, e.value);
            Ok(step_to(ctx.heap, h, index + skip + 1, Some(item)))
        }
        None => Ok(step_to(ctx.heap, h, index, None)),
    }
}

fn next_of_dict_reversed(
    ctx: &mut Ctx<'_>,
    h: Handle,
    dict: Handle,
    part: DictPart,
    index: usize,
    len: usize,
) -> Result<Step, Exit> {
    let Object::Dict(d) = ctx.heap.get(dict) else { return Ok(Step::Done) };
    if d.len() != len {
        return Err(changed_size(ctx, h, "dictionary changed size during iteration"));
    }
    let rest = &d.entries()[..index.min(d.entries().len())];
    match rest.iter().rposition(|e| !e.key.is_unset()) {
        Some(at) => {
            let e = rest[at];
            let item = dict_item(ctx.heap, part, e.key, e.value);
            Ok(step_to(ctx.heap, h, at, Some(item)))
        }
        None => Ok(step_to(ctx.heap, h, index, None)),
    }
}

#[inline]
fn dict_item(heap: &mut Heap, part: DictPart, key: Value, value: Value) -> Value {
    match part {
        DictPart::Keys => key,
        DictPart::Values => value,
        DictPart::Items => heap.new_tuple([key, value]),
    }
}

/// The container changed under its iterator: an error now and at every later step.
#[cold]
fn changed_size(ctx: &mut Ctx<'_>, h: Handle, message: &str) -> Exit {
    if let Object::Iter(iter) = ctx.heap.get_mut(h)
        && let Iter::Dict { len, .. } | Iter::DictReversed { len, .. } | Iter::Set { len, .. } = &mut **iter
    {
        *len = usize::MAX;
    }
    ctx.raise(types::RUNTIME_ERROR, message)
}

fn next_of_set(ctx: &mut Ctx<'_>, h: Handle, set: Handle, index: usize, len: usize) -> Result<Step, Exit> {
    let Object::Set(s) = ctx.heap.get(set) else { return Ok(Step::Done) };
    if s.len() != len {
        return Err(changed_size(ctx, h, "Set changed size during iteration"));
    }
    let rest = s.table().get(index..).unwrap_or(&[]);
    let found = rest.iter().position(|e| !e.key.is_unset()).map(|skip| (index + skip + 1, rest[skip].key));
    Ok(step_to(ctx.heap, h, found.map_or(0, |f| f.0), found.map(|f| f.1)))
}

fn next_of_zip(ctx: &mut Ctx<'_>, h: Handle) -> Result<Step, Exit> {
    let Object::Iter(iter) = ctx.heap.get(h) else { return Ok(Step::Done) };
    let Iter::Zip { inners, strict } = &**iter else { return Ok(Step::Done) };
    let (inners, strict) = (inners.clone(), *strict);
    if inners.is_empty() {
        return Ok(Step::Done);
    }
    let mut row = Vec::with_capacity(inners.len());
    for &inner in &inners {
        match next(ctx, inner)? {
            Step::Item(v) => row.push(v),
            _ if !strict => return Ok(Step::Done),
            _ => return check_strict(ctx, &inners, row.len()),
        }
    }
    Ok(Step::Item(ctx.heap.new_tuple(row)))
}

/// `zip(strict=True)`: argument number `ended` (from 0) is exhausted; all others must be too.
fn check_strict(ctx: &mut Ctx<'_>, inners: &[Value], ended: usize) -> Result<Step, Exit> {
    if ended > 0 {
        return Err(uneven(ctx, ended, "shorter"));
    }
    for (i, &inner) in inners.iter().enumerate().skip(1) {
        if let Step::Item(_) = next(ctx, inner)? {
            return Err(uneven(ctx, i, "longer"));
        }
    }
    Ok(Step::Done)
}

fn uneven(ctx: &mut Ctx<'_>, at: usize, how: &str) -> Exit {
    let others = if at == 1 { " 1".to_owned() } else { format!("s 1-{at}") };
    ctx.value_error(format!("zip() argument {} is {how} than argument{others}", at + 1))
}

/// All items of an iterable; `None` where user code is needed or it is not iterable.
pub fn collect(ctx: &mut Ctx<'_>, iterable: Value) -> Result<Option<Vec<Value>>, Exit> {
    let Value::Obj(h) = iterable else { return Ok(None) };
    if !special::is_builtin(ctx.heap, h, "__iter__") {
        return Ok(None);
    }
    match ctx.heap.get(h) {
        Object::List(items) => return Ok(Some(items.clone())),
        Object::Tuple(items) => return Ok(Some(items.to_vec())),
        Object::Dict(d) => return Ok(Some(d.live().map(|e| e.key).collect())),
        Object::Set(s) => return Ok(Some(s.iter().map(|e| e.key).collect())),
        Object::Range(r) => {
            let r = **r;
            if ranges::len(ctx.heap, &r).is_none_or(|n| n > MAX_COLLECTED) {
                let e = ctx.heap.new_tuple([]);
                return Err(Exit::Raise(ctx.heap.new_exception(types::MEMORY_ERROR, e)));
            }
            if let Some((start, stop, step)) = ranges::small(&r) {
                let n = ranges::small_length(start, stop, step) as i64;
                return Ok(Some((0..n).map(|i| Value::Int(start.wrapping_add(i.wrapping_mul(step)))).collect()));
            }
        }
        _ => {}
    }
    let Some(it) = raw_iter(ctx.heap, h) else { return Ok(None) };
    if !is_native(ctx.heap, it) {
        return Ok(None);
    }
    let mut all = Vec::with_capacity(length_hint(ctx.heap, it).min(1 << 20));
    while let Step::Item(v) = next(ctx, it)? {
        all.push(v);
    }
    Ok(Some(all))
}

/// More items than this are refused at once, like CPython does when memory runs out.
const MAX_COLLECTED: usize = 1 << 31;

/// How many items a builtin iterator will still give, as far as it knows.
pub fn length_hint(heap: &Heap, it: Value) -> usize {
    let Some(Object::Iter(iter)) = heap.object(it) else { return 0 };
    let len = |h: Handle| super::items::raw_len(heap, Value::Obj(h)).unwrap_or(0);
    match **iter {
        Iter::List { list: h, index }
        | Iter::Tuple { tuple: h, index }
        | Iter::Str { text: h, index }
        | Iter::Bytes { bytes: h, index } => len(h).saturating_sub(index),
        Iter::ListReversed { index, .. }
        | Iter::TupleReversed { index, .. }
        | Iter::StrReversed { index, .. }
        | Iter::BytesReversed { index, .. } => index,
        Iter::Range { left, .. } => left as usize,
        Iter::BigRange { left: Value::Int(left), .. } => left as usize,
        Iter::Dict { dict, index, len: total, .. } if len(dict) == total => {
            let all = heap.dict(Value::Obj(dict)).map_or(&[][..], |d| d.entries());
            all[index.min(all.len())..].iter().filter(|e| !e.key.is_unset()).count()
        }
        Iter::DictReversed { dict, index, len: total, .. } if len(dict) == total => {
            let all = heap.dict(Value::Obj(dict)).map_or(&[][..], |d| d.entries());
            all[..index.min(all.len())].iter().filter(|e| !e.key.is_unset()).count()
        }
        Iter::Set { set, index, len: total } if len(set) == total => {
            let all = heap.set(Value::Obj(set)).map_or(&[][..], |s| s.table());
            all[index.min(all.len())..].iter().filter(|e| !e.key.is_unset()).count()
        }
        _ => 0,
    }
}

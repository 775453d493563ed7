//! Subscription and membership by an object's content alone, without asking whether its class overrides them.

use crate::vm::heap::Heap;
use crate::vm::iterate;
use crate::vm::lookup;
use crate::vm::native::{Ctx, Exit};
use crate::vm::object::{DictPart, Object};
use crate::vm::ranges;
use crate::vm::slicing::{self, Index};
use crate::vm::special;
use crate::vm::text::TextRef;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

/// Where a key points to in a sequence.
enum Place {
    At(usize),
    Slice(slicing::Span),
}

/// How a kind of sequence words its errors.
struct Words {
    kind: &'static str,
    range: &'static str,
}

const LIST: Words = Words { kind: "list indices must be integers or slices, not ", range: "list index out of range" };
const LIST_SET: Words = Words { range: "list assignment index out of range", ..LIST };
const TUPLE: Words = Words { kind: "tuple indices must be integers or slices, not ", range: "tuple index out of range" };
const STR: Words = Words { kind: "string indices must be integers, not ", range: "string index out of range" };
const BYTES: Words = Words { kind: "byte indices must be integers or slices, not ", range: "index out of range" };
const BYTEARRAY: Words =
    Words { kind: "bytearray indices must be integers or slices, not ", range: "bytearray index out of range" };
const RANGE: Words = Words { kind: "range indices must be integers or slices, not ", range: "range object index out of range" };

fn place(ctx: &mut Ctx<'_>, key: Value, len: usize, words: &Words) -> Result<Option<Place>, Exit> {
    match slicing::index(ctx.heap, key) {
        Index::Small(i) => match slicing::position(i, len) {
            Some(at) => Ok(Some(Place::At(at))),
            None => Err(ctx.index_error(words.range)),
        },
        Index::Huge { .. } => Err(ctx.index_error("cannot fit 'int' into an index-sized integer")),
        Index::User => Ok(None),
        Index::Not => match slicing::slice_parts(ctx.heap, key) {
            Some(parts) => Ok(slicing::span(ctx, parts, len)?.map(Place::Slice)),
            None => Err(no_index(ctx, key, words)),
        },
    }
}

#[cold]
fn no_index(ctx: &mut Ctx<'_>, key: Value, words: &Words) -> Exit {
    let name = ctx.type_name(key);
    // Only strings put the name in quotes.
    let message = if words.range == STR.range { format!("{}'{name}'", words.kind) } else { format!("{}{name}", words.kind) };
    ctx.type_error(message)
}

/// `obj[key]`; `None` where user code is needed or `obj` is not subscriptable here.
pub fn get_item(ctx: &mut Ctx<'_>, h: Handle, key: Value) -> Result<Option<Value>, Exit> {
    let words = match ctx.heap.get(h) {
        Object::Dict(_) => return get_from_dict(ctx, h, key),
        Object::Range(r) => {
            let r = **r;
            return get_from_range(ctx, r, key);
        }
        Object::List(_) => &LIST,
        Object::Tuple(_) => &TUPLE,
        Object::Str(_) => &STR,
        Object::Bytes(_) => &BYTES,
        Object::ByteArray(_) => &BYTEARRAY,
        _ => return Ok(None),
    };
    let len = super::raw_len(ctx.heap, Value::Obj(h)).unwrap_or(0);
    let Some(place) = place(ctx, key, len, words)? else { return Ok(None) };
    Ok(Some(match place {
        Place::At(at) => item(ctx.heap, h, at),
        Place::Slice(span) => slice(ctx.heap, h, span),
    }))
}

/// The item at a position that is in range.
pub(in crate::vm) fn item(heap: &mut Heap, h: Handle, at: usize) -> Value {
    match heap.get(h) {
        Object::List(items) => items[at],
        Object::Tuple(items) => items[at],
        Object::Bytes(b) => Value::Int(i64::from(b[at])),
        Object::ByteArray(b) => Value::Int(i64::from(b[at])),
        _ => match heap.text_at(h) {
            Some(t) => {
                let one = t.slice(at, at + 1);
                heap.new_text(one)
            }
            None => Value::None,
        },
    }
}

fn slice(heap: &mut Heap, h: Handle, span: slicing::Span) -> Value {
    let whole = span.contiguous().is_some_and(|r| Some(r.len()) == super::raw_len(heap, Value::Obj(h)));
    match heap.get(h) {
        Object::List(items) => {
            let items = span.pick(items);
            heap.new_list(items)
        }
        // A full slice of what cannot change is the thing itself.
        Object::Tuple(_) if whole && heap.slot(h).class == types::TUPLE => Value::Obj(h),
        Object::Str(_) if whole && heap.slot(h).class == types::STR => Value::Obj(h),
        Object::Bytes(_) if whole && heap.slot(h).class == types::BYTES => Value::Obj(h),
        Object::Tuple(items) => {
            let items = span.pick(items);
            heap.new_tuple(items)
        }
        Object::Bytes(b) => {
            let b = span.pick(b);
            heap.new_bytes(b)
        }
        Object::ByteArray(b) => {
            let b = span.pick(b);
            Value::Obj(heap.alloc_large(types::BYTEARRAY, Object::ByteArray(b), span.len))
        }
        _ => {
            let Some(t) = heap.text_at(h) else { return Value::None };
            let part = match span.contiguous() {
                Some(range) => t.slice(range.start, range.end),
                None => crate::vm::text::Text::from_points(span.positions().map(|i| t.at(i)).collect::<Vec<u32>>()),
            };
            heap.new_text(part)
        }
    }
}

fn get_from_range(ctx: &mut Ctx<'_>, r: crate::vm::object::Range, key: Value) -> Result<Option<Value>, Exit> {
    match slicing::index(ctx.heap, key) {
        Index::Small(_) | Index::Huge { .. } => match ranges::item(ctx.heap, r, key) {
            Some(v) => Ok(Some(v)),
            None => Err(ctx.index_error(RANGE.range)),
        },
        Index::User => Ok(None),
        Index::Not => {
            let Some(parts) = slicing::slice_parts(ctx.heap, key) else { return Err(no_index(ctx, key, &RANGE)) };
            // Checks the parts; the numbers themselves may be larger than the positions of a span.
            if slicing::span(ctx, parts, 0)?.is_none() {
                return Ok(None);
            }
            let r = ranges::slice(ctx.heap, r, parts);
            Ok(Some(Value::Obj(ctx.heap.alloc(types::RANGE, Object::Range(Box::new(r))))))
        }
    }
}

fn get_from_dict(ctx: &mut Ctx<'_>, h: Handle, key: Value) -> Result<Option<Value>, Exit> {
    match lookup::dict_get(ctx.heap, h, key) {
        Ok(Some(v)) => Ok(Some(v)),
        Ok(None) if special::made_class_has(ctx.heap, Value::Obj(h), "__missing__") => Ok(None),
        Ok(None) => Err(ctx.key_error(key)),
        Err(_) => refuse_unhashable(ctx, key),
    }
}

/// A key could not be looked up: either it is unhashable, or user code is needed.
pub fn refuse_unhashable<T>(ctx: &mut Ctx<'_>, key: Value) -> Result<Option<T>, Exit> {
    match crate::vm::hash::hash(ctx.heap, key) {
        crate::vm::hash::Hashed::Unhashable => Err(ctx.unhashable(key)),
        _ => Ok(None),
    }
}

/// `obj[key] = value`; `None` where user code is needed or `obj` does not take it.
pub fn set_item(ctx: &mut Ctx<'_>, h: Handle, key: Value, value: Value) -> Result<Option<()>, Exit> {
    match ctx.heap.get(h) {
        Object::Dict(_) => match lookup::dict_set(ctx.heap, h, key, value) {
            Ok(()) => Ok(Some(())),
            Err(_) => refuse_unhashable(ctx, key),
        },
        Object::List(items) => {
            let len = items.len();
            match place(ctx, key, len, &LIST_SET)? {
                Some(Place::At(at)) => {
                    ctx.heap.list_set(h, at, value);
                    Ok(Some(()))
                }
                Some(Place::Slice(span)) => {
                    if !iterate::is_iterable(ctx.heap, value) {
                        return Err(ctx.type_error("can only assign an iterable"));
                    }
                    let Some(new) = iterate::collect(ctx, value)? else { return Ok(None) };
                    set_slice(ctx, h, span, new)
                }
                None => Ok(None),
            }
        }
        Object::ByteArray(b) => {
            let len = b.len();
            match (place(ctx, key, len, &BYTEARRAY)?, byte(ctx, value)) {
                (Some(Place::At(at)), byte) => {
                    let byte = byte?;
                    if let Object::ByteArray(b) = ctx.heap.get_mut(h) {
                        b[at] = byte;
                    }
                    Ok(Some(()))
                }
                // Assignment to slices of bytearrays takes any iterable of ints: see its methods.
                _ => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

fn byte(ctx: &mut Ctx<'_>, v: Value) -> Result<u8, Exit> {
    match slicing::index(ctx.heap, v) {
        Index::Small(i) => match u8::try_from(i) {
            Ok(b) => Ok(b),
            Err(_) => Err(ctx.value_error("byte must be in range(0, 256)")),
        },
        Index::Huge { .. } => Err(ctx.value_error("byte must be in range(0, 256)")),
        Index::User | Index::Not => {
            let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

/// `list[span] = new`. The span may have gone stale: whoever ran user code in between computes it anew.
pub fn set_slice(ctx: &mut Ctx<'_>, h: Handle, span: slicing::Span, new: Vec<Value>) -> Result<Option<()>, Exit> {
    if span.step == 1 {
        let start = span.start as usize;
        let end = start.max(span.stop as usize);
        ctx.heap.list_mut(h).splice(start..end, new);
        return Ok(Some(()));
    }
    if span.len != new.len() {
        let message = format!("attempt to assign sequence of size {} to extended slice of size {}", new.len(), span.len);
        return Err(ctx.value_error(message));
    }
    let items = ctx.heap.list_mut(h);
    for (at, v) in span.positions().zip(new) {
        items[at] = v;
    }
    Ok(Some(()))
}

/// `del obj[key]`; `None` where user code is needed or `obj` does not take it.
pub fn del_item(ctx: &mut Ctx<'_>, h: Handle, key: Value) -> Result<Option<()>, Exit> {
    match ctx.heap.get(h) {
        Object::Dict(_) => match lookup::dict_del(ctx.heap, h, key) {
            Ok(Some(_)) => Ok(Some(())),
            Ok(None) => Err(ctx.key_error(key)),
            Err(_) => refuse_unhashable(ctx, key),
        },
        Object::List(items) => {
            let len = items.len();
            match place(ctx, key, len, &LIST_SET)? {
                Some(Place::At(at)) if at + 1 == len => {
                    ctx.heap.list_pop(h);
                }
                Some(Place::At(at)) => {
                    ctx.heap.list_mut(h).remove(at);
                }
                Some(Place::Slice(span)) => remove_span(ctx.heap.list_mut(h), span),
                None => return Ok(None),
            }
            Ok(Some(()))
        }
        Object::ByteArray(b) => {
            let len = b.len();
            let Some(place) = place(ctx, key, len, &BYTEARRAY)? else { return Ok(None) };
            if let Object::ByteArray(b) = ctx.heap.get_mut(h) {
                match place {
                    Place::At(at) => drop(b.remove(at)),
                    Place::Slice(span) => remove_span(b, span),
                }
            }
            Ok(Some(()))
        }
        _ => Ok(None),
    }
}

/// Remove the positions of a span.
fn remove_span<T>(items: &mut Vec<T>, span: slicing::Span) {
    if let Some(range) = span.contiguous() {
        items.drain(range);
        return;
    }
    let mut doomed: Vec<usize> = span.positions().collect();
    doomed.sort_unstable();
    let mut doomed = doomed.into_iter().peekable();
    let mut at = 0;
    items.retain(|_| {
        let keep = doomed.next_if_eq(&at).is_none();
        at += 1;
        keep
    });
}

/// `v in obj`; `None` where user code is needed or `obj` is no container.
pub fn contains(ctx: &mut Ctx<'_>, h: Handle, v: Value) -> Result<Option<bool>, Exit> {
    let heap = &*ctx.heap;
    match heap.get(h) {
        Object::Dict(_) => match lookup::dict_get(heap, h, v) {
            Ok(found) => Ok(Some(found.is_some())),
            Err(_) => refuse_unhashable(ctx, v),
        },
        Object::Set(_) => match lookup::set_contains(heap, h, v) {
            Ok(found) => Ok(Some(found)),
            Err(_) => refuse_unhashable(ctx, v),
        },
        Object::List(items) => Ok(super::among(heap, items, v)),
        Object::Tuple(items) => Ok(super::among(heap, items, v)),
        Object::Range(r) => match slicing::index(heap, v) {
            Index::Small(_) | Index::Huge { .. } if special::is_builtin_value(heap, v, "__eq__") => {
                Ok(Some(ranges::contains(heap, r, v)))
            }
            _ => among_range(heap, h, v),
        },
        Object::Str(_) => match (heap.text_at(h), heap.text(v)) {
            (Some(text), Some(part)) => Ok(Some(in_text(text, part))),
            _ => {
                let message = format!("'in <string>' requires string as left operand, not {}", ctx.type_name(v));
                Err(ctx.type_error(message))
            }
        },
        Object::Bytes(b) => {
            let found = in_bytes(heap, b, v);
            byte_answer(ctx, found, v)
        }
        Object::ByteArray(b) => {
            let found = in_bytes(heap, b, v);
            byte_answer(ctx, found, v)
        }
        Object::DictView { dict, kind } => {
            let (dict, kind) = (*dict, *kind);
            match kind {
                DictPart::Keys => contains(ctx, dict, v),
                DictPart::Items => Ok(in_items(heap, dict, v)),
                DictPart::Values => {
                    let Some(d) = heap.dict(Value::Obj(dict)) else { return Ok(None) };
                    for (_, value) in d.iter() {
                        match crate::vm::compare::same(heap, value, v) {
                            Some(false) => {}
                            other => return Ok(other),
                        }
                    }
                    Ok(Some(false))
                }
            }
        }
        _ => Ok(None),
    }
}

fn in_text(text: TextRef<'_>, part: TextRef<'_>) -> bool {
    match (text, part) {
        (TextRef::Ascii(text), TextRef::Ascii(part)) => text.contains(part),
        (TextRef::Wide(text), TextRef::Wide(part)) => text.windows(part.len()).any(|w| w == part),
        (TextRef::Wide(text), TextRef::Ascii(part)) => {
            part.is_empty() || text.windows(part.len()).any(|w| w.iter().copied().eq(part.bytes().map(u32::from)))
        }
        // What is all ASCII holds nothing that is not.
        (TextRef::Ascii(_), TextRef::Wide(_)) => false,
    }
}

/// A float (or anything else that is no int) in a range: item by item, by equality.
fn among_range(heap: &Heap, h: Handle, v: Value) -> Result<Option<bool>, Exit> {
    if !special::is_builtin_value(heap, v, "__eq__") {
        return Ok(None);
    }
    let Object::Range(r) = heap.get(h) else { return Ok(None) };
    match v {
        Value::Float(f) if f.fract() == 0.0 && f.abs() < 9e18 => Ok(Some(ranges::contains(heap, r, Value::Int(f as i64)))),
        // No other builtin value is equal to an int, but for complex numbers and huge floats: item by item, in the prelude.
        _ => match heap.object(v) {
            Some(Object::Complex(..)) => Ok(None),
            _ if matches!(v, Value::Float(f) if f.abs() >= 9e18 && f.is_finite()) => Ok(None),
            _ => Ok(Some(false)),
        },
    }
}

fn in_items(heap: &Heap, dict: Handle, pair: Value) -> Option<bool> {
    let Some(&[key, value]) = heap.tuple(pair) else { return Some(false) };
    match lookup::dict_get(heap, dict, key).ok()? {
        Some(present) => crate::vm::compare::same(heap, present, value),
        None => Some(false),
    }
}

/// Is a byte or a run of bytes in `b`? `Err`: out of range or neither.
fn in_bytes(heap: &Heap, b: &[u8], v: Value) -> Result<bool, Index> {
    match heap.object(v) {
        Some(Object::Bytes(part)) => return Ok(find_bytes(b, part)),
        Some(Object::ByteArray(part)) => return Ok(find_bytes(b, part)),
        _ => {}
    }
    match slicing::index(heap, v) {
        Index::Small(i) => match u8::try_from(i) {
            Ok(byte) => Ok(b.contains(&byte)),
            Err(_) => Err(Index::Small(i)),
        },
        other => Err(other),
    }
}

fn find_bytes(b: &[u8], part: &[u8]) -> bool {
    part.is_empty() || b.windows(part.len()).any(|w| w == part)
}

fn byte_answer(ctx: &mut Ctx<'_>, found: Result<bool, Index>, v: Value) -> Result<Option<bool>, Exit> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Index::Small(_) | Index::Huge { .. }) => Err(ctx.value_error("byte must be in range(0, 256)")),
        Err(Index::User) => Ok(None),
        Err(Index::Not) => {
            let message = format!("a bytes-like object is required, not '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

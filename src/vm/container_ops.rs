//! Binary operators between builtin containers: `+` and `*` of lists and tuples, `|` of dicts, `| & - ^` of sets, and their
//! in-place forms.

use super::collections::SetEntry;
use super::heap::Heap;
use super::iterate;
use super::lookup;
use super::native::{Ctx, Exit};
use super::object::Object;
use super::set_ops;
use super::slicing::{self, Index};
use super::special;
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::BinOp;

/// `a op b`; `None` where the operands are none of ours or user code is needed. In-place operators change `a`.
pub fn binary(ctx: &mut Ctx<'_>, op: BinOp, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    let container = |v: Value| match ctx.heap.object(v) {
        Some(Object::List(_) | Object::Tuple(_) | Object::Dict(_) | Object::Set(_)) => v.handle(),
        _ => None,
    };
    let (x, y) = (container(a), container(b));
    if (x.is_none() && y.is_none()) || overridden(ctx.heap, op, a, b) {
        return Ok(None);
    }
    match (op.plain(), x) {
        (BinOp::Add, Some(x)) => add(ctx, x, b, op.is_in_place()),
        (BinOp::Mul, Some(x)) => repeat(ctx, x, b, op.is_in_place()),
        (BinOp::Mul, None) => match y {
            Some(y) => repeat(ctx, y, a, false),
            None => Ok(None),
        },
        (BinOp::Or | BinOp::And | BinOp::Sub | BinOp::Xor, Some(x)) => match y {
            Some(y) => merge(ctx, op, x, y),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// Does the class of an operand have its own say?
fn overridden(heap: &Heap, op: BinOp, a: Value, b: Value) -> bool {
    !(special::is_builtin_value(heap, a, op.method())
        && special::is_builtin_value(heap, b, op.reflected_method())
        && (!op.is_in_place() || special::is_builtin_value(heap, a, op.in_place_method())))
}

/// The wording of CPython for operands that a container refuses, where it is not the usual "unsupported operand".
pub fn refusal(heap: &Heap, op: BinOp, a: Value, b: Value) -> Option<String> {
    let kind = |v: Value| match heap.object(v) {
        Some(Object::List(_)) => Some("list"),
        Some(Object::Tuple(_)) => Some("tuple"),
        _ => None,
    };
    let name = |v: Value| &heap.type_of(v).name;
    match op {
        BinOp::Add => kind(a).map(|k| format!("can only concatenate {k} (not \"{}\") to {k}", name(b))),
        BinOp::IAdd => match kind(a)? {
            "list" => Some(format!("'{}' object is not iterable", name(b))),
            k => Some(format!("can only concatenate {k} (not \"{}\") to {k}", name(b))),
        },
        BinOp::Mul | BinOp::IMul => {
            let other = if kind(a).is_some() { b } else { a };
            (kind(a).is_some() || kind(b).is_some())
                .then(|| format!("can't multiply sequence by non-int of type '{}'", name(other)))
        }
        _ => None,
    }
}

fn add(ctx: &mut Ctx<'_>, x: Handle, b: Value, in_place: bool) -> Result<Option<Value>, Exit> {
    match ctx.heap.get(x) {
        Object::List(_) if in_place => {
            let Some(more) = iterate::collect(ctx, b)? else { return Ok(None) };
            extend(ctx.heap, x, &more);
            Ok(Some(Value::Obj(x)))
        }
        _ => Ok(concatenated(ctx.heap, x, b)),
    }
}

/// `x + b` of two lists or two tuples, whatever their classes say; `None` for anything else.
pub fn concatenated(heap: &mut Heap, x: Handle, b: Value) -> Option<Value> {
    match (heap.get(x), heap.object(b)?) {
        (Object::List(p), Object::List(q)) => {
            let items = [&p[..], q].concat();
            Some(heap.new_list(items))
        }
        (Object::Tuple(p), Object::Tuple(_)) if p.is_empty() && heap.class_of(b) == types::TUPLE => Some(b),
        (Object::Tuple(_), Object::Tuple(q)) if q.is_empty() && heap.slot(x).class == types::TUPLE => Some(Value::Obj(x)),
        (Object::Tuple(p), Object::Tuple(q)) => {
            let items = [&p[..], q].concat();
            Some(heap.new_tuple(items))
        }
        _ => None,
    }
}

/// Append several items to a list.
pub fn extend(heap: &mut Heap, list: Handle, more: &[Value]) {
    /// A few items are pushed one by one, which costs little to record; for many one copy is made.
    const FEW: usize = 64;
    if more.len() <= FEW {
        for &v in more {
            heap.list_push(list, v);
        }
    } else {
        heap.list_mut(list).extend_from_slice(more);
    }
}

/// More items than this are refused like CPython does when memory runs out.
const MAX_ITEMS: usize = 1 << 31;

/// How often a sequence of `len` items is to be repeated; `None`: user code, or no int.
pub fn times(ctx: &mut Ctx<'_>, len: usize, n: Value) -> Result<Option<usize>, Exit> {
    let n = match slicing::index(ctx.heap, n) {
        Index::Small(n) => usize::try_from(n).unwrap_or(0),
        Index::Huge { negative: true } => 0,
        Index::Huge { negative: false } => {
            return Err(ctx.overflow_error("cannot fit 'int' into an index-sized integer"));
        }
        Index::User | Index::Not => return Ok(None),
    };
    if len.checked_mul(n).is_none_or(|total| total > MAX_ITEMS) {
        let args = ctx.heap.new_tuple([]);
        return Err(Exit::Raise(ctx.heap.new_exception(types::MEMORY_ERROR, args)));
    }
    Ok(Some(n))
}

/// `x * n` of a list or a tuple, whatever its class says.
pub fn repeat(ctx: &mut Ctx<'_>, x: Handle, n: Value, in_place: bool) -> Result<Option<Value>, Exit> {
    let len = match ctx.heap.get(x) {
        Object::List(items) => items.len(),
        Object::Tuple(items) => items.len(),
        _ => return Ok(None),
    };
    let Some(n) = times(ctx, len, n)? else { return Ok(None) };
    match ctx.heap.get(x) {
        Object::List(items) => {
            let items = items.repeat(n);
            if in_place {
                *ctx.heap.list_mut(x) = items;
                return Ok(Some(Value::Obj(x)));
            }
            Ok(Some(ctx.heap.new_list(items)))
        }
        Object::Tuple(_) if n == 1 && ctx.heap.slot(x).class == types::TUPLE => Ok(Some(Value::Obj(x))),
        Object::Tuple(items) => {
            let items = items.repeat(n);
            Ok(Some(ctx.heap.new_tuple(items)))
        }
        _ => Ok(None),
    }
}

/// `| & - ^` between two sets or two dicts, whatever their classes say.
pub fn merge(ctx: &mut Ctx<'_>, op: BinOp, x: Handle, y: Handle) -> Result<Option<Value>, Exit> {
    let heap = &mut *ctx.heap;
    Ok(match (heap.get(x), heap.get(y)) {
        (Object::Set(p), Object::Set(q)) => {
            let class = special::root(heap, x);
            if op.is_in_place() && class == types::SET {
                if op.plain() == BinOp::Or {
                    // What was added stays, so the table is not reserved a second time when user code adds the rest.
                    return match set_ops::update(heap, x, y) {
                        Ok(()) => Ok(Some(Value::Obj(x))),
                        Err(rest) => Err(go_on(ctx, x, &rest, &[], Value::Obj(x))),
                    };
                }
                let done = match op.plain() {
                    BinOp::And => set_ops::intersection_update(heap, x, y),
                    BinOp::Sub => set_ops::difference_update(heap, x, y),
                    _ => set_ops::symmetric_difference_update(heap, x, y),
                };
                return Ok(done.ok().map(|()| Value::Obj(x)));
            }
            let result = match op.plain() {
                BinOp::Or | BinOp::And if x == y => Ok(p.copy()),
                BinOp::Or => set_ops::union(heap, p, q),
                BinOp::And => set_ops::intersection(heap, p, q),
                BinOp::Sub => set_ops::difference(heap, p, q),
                _ => set_ops::symmetric_difference(heap, p, q),
            };
            let Ok(result) = result else { return Ok(None) };
            let bytes = result.table().len() * 24;
            Some(Value::Obj(heap.alloc_large(class, Object::Set(Box::new(result)), bytes)))
        }
        (Object::Dict(p), Object::Dict(_)) if op.plain() == BinOp::Or => {
            if op.is_in_place() {
                return Ok(update_dict(heap, x, y).ok().map(|()| Value::Obj(x)));
            }
            let copy = (**p).clone();
            let Value::Obj(new) = heap.new_dict(copy) else { return Ok(None) };
            update_dict(heap, new, y).ok().map(|()| Value::Obj(new))
        }
        _ => None,
    })
}

/// Leave for the prelude to add the rest of some keys to a set, then all that is in `others`; the result is `result`.
pub fn go_on(ctx: &mut Ctx<'_>, set: Handle, rest: &[SetEntry], others: &[Value], result: Value) -> Exit {
    let keys: Vec<Value> = rest.iter().map(|e| e.key).collect();
    let hashes: Vec<Value> = rest.iter().map(|e| Value::Int(e.hash)).collect();
    let (keys, hashes) = (ctx.heap.new_tuple(keys), ctx.heap.new_tuple(hashes));
    let others = ctx.heap.new_tuple(others);
    ctx.prelude("_set_go_on", &[Value::Obj(set), keys, hashes, others, result])
}

/// `a.update(b)` of two dicts. What was done before user code turned out to be needed stays: doing it again changes nothing.
pub fn update_dict(heap: &mut Heap, a: Handle, b: Handle) -> Result<(), lookup::NeedsUserCode> {
    if a == b {
        return Ok(());
    }
    let Object::Dict(from) = heap.get(b) else { return Err(lookup::NeedsUserCode) };
    let entries: Vec<_> = from.live().copied().collect();
    for e in entries {
        let Object::Dict(d) = heap.get(a) else { return Err(lookup::NeedsUserCode) };
        match lookup::find(heap, d, e.hash, e.key)? {
            Some(at) => heap.dict_set_at(a, at, e.value),
            None => heap.dict_push(a, e.hash, e.key, e.value),
        }
    }
    Ok(())
}

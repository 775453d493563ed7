//! The builtin iterators as objects: `__next__` and its kin, and the constructors of `enumerate`, `zip` and `reversed`. Over
//! user code these three are generators of the prelude that show under the builtin's name.

use super::receiver;
use crate::vm::iterate::{self, Step};
use crate::vm::native::{Ctx, NativeDef, NativeResult, Request, Resumption, def};
use crate::vm::object::{Iter, Object};
use crate::vm::slicing::{self, Index};
use crate::vm::special;
use crate::vm::types;
use crate::vm::value::Value;

macro_rules! table {
    ($($class:literal)*) => {
        pub static TABLE: &[NativeDef] = &[
            $(
                def(concat!($class, ".__iter__"), "self, /", itself),
                def(concat!($class, ".__next__"), "self, /", next),
                def(concat!($class, ".__length_hint__"), "self, /", length_hint),
                def(concat!($class, ".__reduce__"), "self, /", reduce),
                def(concat!($class, ".__setstate__"), "self, state, /", set_state),
            )*
            def("enumerate.__new__", "cls, iterable, start=0", enumerate),
            def("zip.__new__", "cls, *iterables, strict=False", zip),
            def("reversed.__new__", "cls, sequence, /", reversed),
        ];
    };
}

table! {
    "list_iterator" "list_reverseiterator" "tuple_iterator" "str_iterator" "bytes_iterator" "bytearray_iterator"
    "range_iterator" "dict_keyiterator" "dict_valueiterator" "dict_itemiterator" "dict_reversekeyiterator"
    "dict_reversevalueiterator" "dict_reverseitemiterator" "set_iterator" "iterator" "enumerate" "zip" "reversed"
}

fn itself(_: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(args[0])
}

fn next(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Value::Obj(h) = args[0]
        && let Object::Generator(_) = ctx.heap.get(h)
        && !crate::natives::core::generator::is_async(ctx.heap, h)
    {
        return Err(ctx.ask(Request::Resume { generator: h, with: Resumption::Send(Value::None) }));
    }
    receiver::iterator(ctx, args[0], "__next__")?;
    match iterate::next(ctx, args[0])? {
        Step::Item(v) => Ok(v),
        Step::Done => {
            let args = ctx.heap.new_tuple([]);
            let stop = ctx.heap.new_exception(types::STOP_ITERATION, args);
            Err(crate::vm::native::Exit::Raise(stop))
        }
        Step::Foreign => Err(ctx.type_error("an iterator of sleepy's own is needed")),
    }
}

fn length_hint(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(match ctx.heap.object(args[0]) {
        Some(Object::Iter(_)) => Value::Int(iterate::length_hint(ctx.heap, args[0]) as i64),
        _ => Value::NotImplemented,
    })
}

/// The native iterator over a value, if there is one all the way down.
fn native_iter(ctx: &mut Ctx<'_>, v: Value) -> Option<Value> {
    match iterate::get_iter(ctx, v) {
        Ok(Some(it)) if iterate::is_native(ctx.heap, it) => Some(it),
        _ => None,
    }
}

fn enumerate(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let start = args[2].or(Value::Int(0));
    if let Index::Small(next) = slicing::index(ctx.heap, start)
        && let Some(inner) = native_iter(ctx, args[1])
    {
        // Counting must not leave the machine words: nobody gets that far from here.
        if next < i64::MAX / 2 {
            return Ok(ctx.heap.new_iter(types::ENUMERATE, Iter::Enumerate { inner, next }));
        }
    }
    Err(ctx.prelude("_enumerate", &[args[1], start]))
}

fn zip(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let strict = super::args::flag(args[2]);
    let iterables = ctx.heap.tuple(args[1]).unwrap_or(&[]).to_vec();
    let all_native = iterables.iter().all(|&v| match v {
        Value::Obj(h) => special::is_builtin(ctx.heap, h, "__iter__") && !matches!(ctx.heap.get(h), Object::Generator(_)),
        _ => false,
    });
    if all_native {
        let inners: Option<Box<[Value]>> = iterables.iter().map(|&v| native_iter(ctx, v)).collect();
        if let Some(inners) = inners {
            return Ok(ctx.heap.new_iter(types::ZIP, Iter::Zip { inners, strict }));
        }
    }
    Err(ctx.prelude("_zip", &[args[1], Value::Bool(strict)]))
}

fn reversed(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Value::Obj(h) = args[1]
        && ["__reversed__", "__len__", "__getitem__"].iter().all(|m| special::is_builtin(ctx.heap, h, m))
        && let Some(it) = iterate::raw_reversed(ctx.heap, h)
    {
        return Ok(it);
    }
    Err(ctx.prelude("_reversed", &[args[1]]))
}

/// `(iter, (container,), index)` and its like: how an iterator would be made again.
fn reduce(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = ctx.heap.class_of(args[0]);
    let Some(Object::Iter(it)) = ctx.heap.object(args[0]) else {
        let message = format!("cannot pickle '{}' object", ctx.type_name(args[0]));
        return Err(ctx.type_error(message));
    };
    let it = (**it).clone();
    let iter = super::convert::function(ctx, "iter");
    let by_index = |ctx: &mut Ctx<'_>, f: Value, of: Value, index: usize| {
        let given = ctx.heap.new_tuple([of]);
        ctx.heap.new_tuple([f, given, Value::Int(index as i64)])
    };
    Ok(match it {
        Iter::List { list, index } => by_index(ctx, iter, list.into(), index),
        Iter::Tuple { tuple, index } => by_index(ctx, iter, tuple.into(), index),
        Iter::Str { text, index } => by_index(ctx, iter, text.into(), index),
        Iter::Bytes { bytes, index } => by_index(ctx, iter, bytes.into(), index),
        Iter::ListReversed { list, index } if index > 0 => by_index(ctx, types::REVERSED.into(), list.into(), index - 1),
        Iter::TupleReversed { tuple, index } if index > 0 => by_index(ctx, types::REVERSED.into(), tuple.into(), index - 1),
        Iter::StrReversed { text, index } if index > 0 => by_index(ctx, types::REVERSED.into(), text.into(), index - 1),
        Iter::BytesReversed { bytes, index } if index > 0 => by_index(ctx, types::REVERSED.into(), bytes.into(), index - 1),
        Iter::Range { next, step, left } => {
            let stop = (left as i64).checked_mul(step).and_then(|n| n.checked_add(next)).unwrap_or(next);
            let range = crate::vm::object::Range { start: Value::Int(next), stop: Value::Int(stop), step: Value::Int(step) };
            let range = Value::Obj(ctx.heap.alloc(types::RANGE, Object::Range(Box::new(range))));
            let given = ctx.heap.new_tuple([range]);
            ctx.heap.new_tuple([iter, given, Value::None])
        }
        Iter::Enumerate { inner, next } => {
            let given = ctx.heap.new_tuple([inner, Value::Int(next)]);
            ctx.heap.new_tuple([class.into(), given])
        }
        Iter::Zip { inners, strict } => {
            let given = ctx.heap.new_tuple(&inners[..]);
            match strict {
                true => ctx.heap.new_tuple([class.into(), given, Value::Bool(true)]),
                false => ctx.heap.new_tuple([class.into(), given]),
            }
        }
        // What is left of it, as a list; the iterator itself does not move.
        Iter::Dict { .. } | Iter::DictReversed { .. } | Iter::Set { .. } => {
            let copy = ctx.heap.new_iter(class, it);
            let mut rest = Vec::new();
            while let Step::Item(v) = iterate::next(ctx, copy)? {
                rest.push(v);
            }
            let rest = ctx.heap.new_list(rest);
            let given = ctx.heap.new_tuple([rest]);
            ctx.heap.new_tuple([iter, given])
        }
        Iter::BigRange { .. } | Iter::Sequence { .. } | Iter::SequenceReversed { .. } => {
            let message = format!("cannot pickle '{}' object", ctx.type_name(args[0]));
            return Err(ctx.type_error(message));
        }
        _ => {
            let empty = match class {
                types::STR_ITERATOR => ctx.heap.new_str(""),
                types::TUPLE_ITERATOR | types::REVERSED => ctx.heap.new_tuple([]),
                _ => ctx.heap.new_list(Vec::new()),
            };
            let given = ctx.heap.new_tuple([empty]);
            ctx.heap.new_tuple([iter, given])
        }
    })
}

/// Go to another place in the container.
fn set_state(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let h = receiver::iterator(ctx, args[0], "__setstate__")?;
    let Value::Int(state) = args[1] else {
        let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    let at = state.max(0) as usize;
    if let Object::Iter(it) = ctx.heap.get_mut(h) {
        match &mut **it {
            Iter::List { index, .. } | Iter::Tuple { index, .. } | Iter::Str { index, .. } | Iter::Bytes { index, .. } => {
                *index = at;
            }
            Iter::ListReversed { index, .. }
            | Iter::TupleReversed { index, .. }
            | Iter::StrReversed { index, .. }
            | Iter::BytesReversed { index, .. } => *index = (*index).min((state + 1).max(0) as usize),
            Iter::Range { next, step, left } => {
                let skip = (at as u64).min(*left);
                *next += *step * skip as i64;
                *left -= skip;
            }
            _ => {}
        }
    }
    Ok(Value::None)
}

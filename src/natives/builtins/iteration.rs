//! `iter`, `next`, `map`, `filter`. The lazy iterators over user code are generators of the prelude under a builtin name.

use crate::vm::iterate::{self, Step};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, Resumption, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("iter", "...", iter),
    def("next", "iterator, default=None, /", next),
    def("map.__new__", "cls, *args", new_map),
    def("map.__iter__", "self, /", itself),
    def("map.__next__", "self, /", resume),
    def("filter.__new__", "cls, *args", new_filter),
    def("filter.__iter__", "self, /", itself),
    def("filter.__next__", "self, /", resume),
    def("callable_iterator.__iter__", "self, /", itself),
    def("callable_iterator.__next__", "self, /", resume),
    def("_retype", "generator, name, /", retype),
];

/// What a generator of the prelude may show as.
const LAZY: &[(&str, Handle)] = &[
    ("map", types::MAP),
    ("filter", types::FILTER),
    ("zip", types::ZIP),
    ("enumerate", types::ENUMERATE),
    ("reversed", types::REVERSED),
    ("iterator", types::SEQUENCE_ITERATOR),
    ("callable_iterator", types::CALLABLE_ITERATOR),
];

/// Let a generator show as an iterator of a builtin type. Whoever runs it tests by its content, so nothing else changes.
fn retype(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.str_lossy(args[1]);
    let class = LAZY.iter().find(|(n, _)| *n == name).map(|(_, class)| *class);
    if let (Value::Obj(h), Some(class)) = (args[0], class)
        && let Object::Generator(_) = ctx.heap.get(h)
    {
        ctx.heap.slot_mut(h).class = class;
        return Ok(args[0]);
    }
    Err(ctx.type_error("only a generator can show as another iterator"))
}

fn itself(_: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(args[0])
}

fn resume(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match args[0] {
        Value::Obj(h) if matches!(ctx.heap.get(h), Object::Generator(_)) => {
            Err(ctx.ask(Request::Resume { generator: h, with: Resumption::Send(Value::None) }))
        }
        v => {
            let message = format!("descriptor '__next__' requires another object than a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match *args {
        [v] => {
            if let Value::Obj(h) = v
                && matches!(ctx.heap.get(h), Object::Generator(_))
                && !crate::natives::core::generator::is_async(ctx.heap, h)
            {
                return Ok(v);
            }
            match iterate::get_iter(ctx, v)? {
                Some(it) => Ok(it),
                None => Err(ctx.prelude("_iter", args)),
            }
        }
        [_, _] => Err(ctx.prelude("_iter_call", args)),
        [] => Err(ctx.type_error("iter expected at least 1 argument, got 0")),
        _ => Err(ctx.type_error(format!("iter expected at most 2 arguments, got {}", args.len()))),
    }
}

fn next(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match (iterate::next(ctx, args[0])?, args[1].given()) {
        (Step::Item(v), _) => Ok(v),
        (Step::Done, Some(default)) => Ok(default),
        (Step::Done, None) => {
            let args = ctx.heap.new_tuple([]);
            Err(Exit::Raise(ctx.heap.new_exception(types::STOP_ITERATION, args)))
        }
        (Step::Foreign, Some(default)) => Err(ctx.prelude("_next_default", &[args[0], default])),
        (Step::Foreign, None) => match args[0] {
            Value::Obj(h)
                if matches!(ctx.heap.get(h), Object::Generator(_)) && !crate::natives::core::generator::is_async(ctx.heap, h) =>
            {
                resume(ctx, args)
            }
            v => Err(ctx.prelude("_next", &[v])),
        },
    }
}

fn new_map(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    match given.split_first() {
        Some((&f, iterables)) if !iterables.is_empty() => {
            let iterables = ctx.heap.new_tuple(iterables);
            Err(ctx.prelude("_map", &[f, iterables]))
        }
        _ => Err(ctx.type_error("map() must have at least two arguments.")),
    }
}

fn new_filter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    match given[..] {
        [f, iterable] => Err(ctx.prelude("_filter", &[f, iterable])),
        _ => Err(ctx.type_error(format!("filter expected 2 arguments, got {}", given.len()))),
    }
}

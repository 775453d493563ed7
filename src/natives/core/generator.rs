//! Methods of generators, coroutines and asynchronous generators: one kind of object under three classes.

use super::function::inspect;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, Resumption, def};
use crate::vm::object::{Generator, GeneratorState, Object};
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("generator.__iter__", "self, /", |_, a| Ok(a[0])),
    def("generator.__next__", "self, /", |ctx, a| resume(ctx, a[0], Resumption::Send(Value::None))),
    def("generator.send", "self, value, /", |ctx, a| resume(ctx, a[0], Resumption::Send(a[1]))),
    def("generator.throw", "self, exception, value=None, traceback=None, /", throw),
    def("generator.close", "self, /", close),
    def("generator.__name__", "@get self", |ctx, a| read(ctx, a[0], |g| g.name)),
    def("generator.__qualname__", "@get self", |ctx, a| read(ctx, a[0], |g| g.qualname)),
    def("generator.gi_running", "@get self", |ctx, a| read(ctx, a[0], |g| Value::Bool(g.state == GeneratorState::Running))),
    def("generator.gi_suspended", "@get self", |ctx, a| read(ctx, a[0], |g| Value::Bool(g.state == GeneratorState::Suspended))),
    def("generator.gi_code", "@get self", |ctx, a| inspect(ctx, a, "code")),
    def("generator.gi_frame", "@get self", |ctx, a| inspect(ctx, a, "frame")),
    def("generator.gi_yieldfrom", "@get self", |ctx, a| inspect(ctx, a, "awaiting")),
    def("coroutine.cr_code", "@get self", |ctx, a| inspect(ctx, a, "code")),
    def("coroutine.cr_frame", "@get self", |ctx, a| inspect(ctx, a, "frame")),
    def("coroutine.cr_await", "@get self", |ctx, a| inspect(ctx, a, "awaiting")),
    def("async_generator.ag_code", "@get self", |ctx, a| inspect(ctx, a, "code")),
    def("async_generator.ag_frame", "@get self", |ctx, a| inspect(ctx, a, "frame")),
    def("async_generator.ag_await", "@get self", |ctx, a| inspect(ctx, a, "awaiting")),
    def("_generator_is_open", "g, /", is_open),
    def("coroutine.__await__", "self, /", |ctx, a| Err(ctx.prelude("_coroutine_await", a))),
    def("coroutine.send", "self, value, /", |ctx, a| resume(ctx, a[0], Resumption::Send(a[1]))),
    def("coroutine.throw", "self, exception, value=None, traceback=None, /", throw),
    def("coroutine.close", "self, /", close),
    def("coroutine.__name__", "@get self", |ctx, a| read(ctx, a[0], |g| g.name)),
    def("coroutine.__qualname__", "@get self", |ctx, a| read(ctx, a[0], |g| g.qualname)),
    def("coroutine.cr_running", "@get self", |ctx, a| read(ctx, a[0], |g| Value::Bool(g.state == GeneratorState::Running))),
    def("coroutine.cr_suspended", "@get self", |ctx, a| read(ctx, a[0], |g| Value::Bool(g.state == GeneratorState::Suspended))),
    def("coroutine.cr_origin", "@get self", |_, _| Ok(Value::None)),
    def("async_generator.__aiter__", "self, /", |_, a| Ok(a[0])),
    def("async_generator.__anext__", "self, /", |ctx, a| Err(ctx.prelude("_async_asend", &[a[0], Value::None]))),
    def("async_generator.asend", "self, value, /", |ctx, a| Err(ctx.prelude("_async_asend", a))),
    def("async_generator.athrow", "self, exception, value=None, traceback=None, /", athrow),
    def("async_generator.aclose", "self, /", |ctx, a| Err(ctx.prelude("_async_athrow", &[a[0], Value::None]))),
    def("async_generator.__name__", "@get self", |ctx, a| read(ctx, a[0], |g| g.name)),
    def("async_generator.__qualname__", "@get self", |ctx, a| read(ctx, a[0], |g| g.qualname)),
    def("async_generator.ag_running", "@get self", |ctx, a| read(ctx, a[0], |g| Value::Bool(g.busy))),
    def("async_generator.ag_suspended", "@get self", |ctx, a| {
        read(ctx, a[0], |g| Value::Bool(g.state == GeneratorState::Suspended))
    }),
    def("_is_coroutine", "x, /", |ctx, a| Ok(Value::Bool(ctx.heap.class_of(a[0]) == types::COROUTINE))),
    def("_async_send", "g, value, /", |ctx, a| resume(ctx, a[0], Resumption::Send(a[1]))),
    def("_async_throw", "g, exception, value=None, traceback=None, /", throw),
    def("_async_busy", "g, /", |ctx, a| read(ctx, a[0], |g| Value::Bool(g.busy))),
    def("_async_set_busy", "g, busy, /", |ctx, a| change(ctx, a[0], |g, v| g.busy = v, a[1])),
    def("_async_closed", "g, /", |ctx, a| read(ctx, a[0], |g| Value::Bool(g.closed))),
    def("_async_set_closed", "g, /", |ctx, a| change(ctx, a[0], |g, v| g.closed = v, Value::Bool(true))),
    def("_async_answer", "value, /", answer),
];

/// Is the generator at the handle a coroutine or an asynchronous generator, which nothing iterates over?
pub fn is_async(heap: &crate::vm::heap::Heap, h: Handle) -> bool {
    matches!(heap.slot(h).class, types::COROUTINE | types::ASYNC_GENERATOR)
}

fn change(ctx: &mut Ctx<'_>, v: Value, set: fn(&mut Generator, bool), to: Value) -> NativeResult {
    let (h, _) = generator(ctx, v)?;
    if let Object::Generator(g) = ctx.heap.get_mut(h) {
        set(g, matches!(to, Value::Bool(true)));
    }
    Ok(Value::None)
}

/// What an asynchronous generator yielded itself; the missing sentinel for what an `await` in it yields.
fn answer(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Value::Obj(h) = args[0]
        && ctx.heap.slot(h).class == types::ASYNC_VALUE
        && let Object::Cell(v) = ctx.heap.get(h)
    {
        return Ok(*v);
    }
    Ok(ctx.heap.missing().into())
}

fn athrow(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let given: Vec<Value> = args[1..].iter().copied().take_while(|v| !v.is_unset()).collect();
    let given = ctx.heap.new_tuple(given);
    Err(ctx.prelude("_async_athrow", &[args[0], given]))
}

fn generator(ctx: &mut Ctx<'_>, v: Value) -> Result<(Handle, GeneratorState), Exit> {
    match (v, ctx.heap.object(v)) {
        (Value::Obj(h), Some(Object::Generator(g))) => Ok((h, g.state)),
        _ => {
            let message = format!("descriptor requires a 'generator' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

fn read(ctx: &mut Ctx<'_>, v: Value, field: fn(&Generator) -> Value) -> NativeResult {
    match ctx.heap.object(v) {
        Some(Object::Generator(g)) => Ok(field(g)),
        _ => Ok(Value::None),
    }
}

fn resume(ctx: &mut Ctx<'_>, v: Value, with: Resumption) -> NativeResult {
    let (h, _) = generator(ctx, v)?;
    Err(ctx.ask(Request::Resume { generator: h, with }))
}

fn throw(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (h, _) = generator(ctx, args[0])?;
    let given = args[1];
    if let Value::Obj(exc) = given
        && ctx.heap.exception(given).is_some()
    {
        return Err(ctx.ask(Request::Resume { generator: h, with: Resumption::Throw(exc) }));
    }
    match ctx.heap.as_class(given) {
        Some((class, _)) if ctx.heap.is_subclass(class, types::BASE_EXCEPTION) => {
            let value = args[2].or(Value::None);
            if let Value::Obj(exc) = value
                && ctx.heap.is_instance(value, class)
            {
                return Err(ctx.ask(Request::Resume { generator: h, with: Resumption::Throw(exc) }));
            }
            let given_args = match value {
                Value::None => ctx.heap.new_tuple([]),
                v if ctx.heap.tuple(v).is_some() => v,
                v => ctx.heap.new_tuple([v]),
            };
            if ctx.heap.class(class).is_heap {
                return Err(ctx.prelude("_throw_class", &[args[0], given, given_args]));
            }
            let exc = ctx.heap.new_exception(class, given_args);
            Err(ctx.ask(Request::Resume { generator: h, with: Resumption::Throw(exc) }))
        }
        _ => {
            let message =
                format!("exceptions must be classes or instances deriving from BaseException, not {}", ctx.type_name(given));
            Err(ctx.type_error(message))
        }
    }
}

fn close(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (h, state) = generator(ctx, args[0])?;
    match state {
        GeneratorState::Finished => Ok(Value::None),
        GeneratorState::Created => {
            if let Object::Generator(g) = ctx.heap.get_mut(h) {
                g.state = GeneratorState::Finished;
                g.regs = Vec::new();
            }
            Ok(Value::None)
        }
        _ => Err(ctx.prelude("_generator_close", &[args[0]])),
    }
}

fn is_open(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (_, state) = generator(ctx, args[0])?;
    Ok(Value::Bool(state != GeneratorState::Finished))
}

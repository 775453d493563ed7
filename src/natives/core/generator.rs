//! Generators' methods.

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
    def("_generator_is_open", "g, /", is_open),
];

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

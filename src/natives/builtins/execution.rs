//! `exec`, `eval`, `globals`, `locals`, `__import__`, `exit`, `breakpoint`: what reaches into the running program.

use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, RunMode, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("exec", "source, globals=None, locals=None, /, *, closure=None", exec),
    def("eval", "source, globals=None, locals=None, /", eval),
    def("compile", "source, filename, mode, flags=0, dont_inherit=False, optimize=-1", compile),
    def("globals", "", globals),
    def("locals", "", locals),
    def("__import__", "name, globals=None, locals=None, fromlist=(), level=0", import),
    def("exit", "code=None, /", exit),
    def("quit", "code=None, /", exit),
    def("breakpoint", "*args, **kws", breakpoint),
];

/// The source text of `exec` or `eval`.
fn source(ctx: &mut Ctx<'_>, name: &str, v: Value) -> Result<String, Exit> {
    if let Some(t) = ctx.heap.text(v) {
        return Ok(t.to_str().into_owned());
    }
    match ctx.heap.object(v) {
        Some(Object::Bytes(b)) => Ok(String::from_utf8_lossy(b).into_owned()),
        Some(Object::Code(_)) => {
            Err(ctx.raise(types::NOT_IMPLEMENTED_ERROR, format!("{name}() of a code object is not supported by sleepy yet")))
        }
        _ => Err(ctx.type_error(format!("{name}() arg 1 must be a string, bytes or code object"))),
    }
}

fn run(ctx: &mut Ctx<'_>, args: &[Value], name: &str, mode: RunMode) -> NativeResult {
    let source = source(ctx, name, args[0])?;
    let (globals, locals) = (args[1].or(Value::None), args[2].or(Value::None));
    if !matches!(globals, Value::None) && ctx.heap.dict(globals).is_none() {
        let message = match mode {
            RunMode::Exec => format!("exec() globals must be a dict, not {}", ctx.type_name(globals)),
            RunMode::Eval => "globals must be a dict".to_owned(),
        };
        return Err(ctx.type_error(message));
    }
    if !matches!(locals, Value::None) && ctx.heap.dict(locals).is_none() {
        let message = match mode {
            RunMode::Exec => format!("locals must be a mapping or None, not {}", ctx.type_name(locals)),
            RunMode::Eval => "locals must be a mapping".to_owned(),
        };
        return Err(ctx.type_error(message));
    }
    Err(ctx.ask(Request::Run { source, file: "<string>".into(), mode, globals, locals }))
}

fn exec(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    run(ctx, args, "exec", RunMode::Exec)
}

fn eval(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    run(ctx, args, "eval", RunMode::Eval)
}

fn compile(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Err(ctx.raise(types::NOT_IMPLEMENTED_ERROR, "compile() is not supported by sleepy yet: give the text to exec() or eval()"))
}

fn globals(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Err(ctx.ask(Request::Globals))
}

fn locals(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Err(ctx.ask(Request::Locals))
}

fn import(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if ctx.heap.text(args[0]).is_none() {
        return Err(ctx.type_error("module name must be a string"));
    }
    let empty = ctx.heap.new_tuple([]);
    let globals = args[1].or(Value::None);
    Err(ctx.prelude("_import_call", &[args[0], globals, args[3].or(empty), args[4].or(Value::Int(0))]))
}

fn exit(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let args = ctx.heap.new_tuple([args[0].or(Value::None)]);
    Err(Exit::Raise(ctx.heap.new_exception(types::SYSTEM_EXIT, args)))
}

/// The debugger is here already; a stop at this place is a breakpoint of its session.
fn breakpoint(_: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Ok(Value::None)
}

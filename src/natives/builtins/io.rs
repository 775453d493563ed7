//! `print`, `input`, and the writing under `sys.stdout` and `sys.stderr`.

use crate::natives::args::flag;
use crate::vm::lookup::dict_get_str;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, Request, def};
use crate::vm::object::Object;
use crate::vm::repr::str_of;
use crate::vm::text::{Text, TextRef};
use crate::vm::types;
use crate::vm::value::Value;
use crate::world::{NotReady, Stream};

pub static TABLE: &[NativeDef] = &[
    def("print", "*args, sep=' ', end='\\n', file=None, flush=False", print),
    def("input", "prompt='', /", input),
    def("_write", "descriptor, text, /", write),
    def("_flush", "", flush),
    def("_read_line", "", read_line),
];

/// Is `sys.stdout` what it was at the start?
fn stdout_is_plain(ctx: &Ctx<'_>) -> bool {
    let heap = &*ctx.heap;
    let Some(sys) = dict_get_str(heap, heap.modules(), "sys") else { return true };
    let Some(Object::Module(m)) = heap.object(sys) else { return false };
    match (dict_get_str(heap, m.dict, "stdout"), dict_get_str(heap, m.dict, "__stdout__")) {
        (Some(now), Some(before)) => now.is(before),
        // The module is just being loaded.
        (None, None) => true,
        _ => false,
    }
}

/// Append `str(v)`; `false` when user code has a say in it. Lone surrogates, which UTF-8 does not have, are refused.
fn push_str(ctx: &mut Ctx<'_>, out: &mut String, v: Value) -> Result<bool, Exit> {
    use std::fmt::Write;
    if let Value::Int(i) = v {
        // Writing into a String cannot fail.
        let _ = write!(out, "{i}");
        return Ok(true);
    }
    if ctx.heap.class_of(v) == types::STR
        && let Some(t) = ctx.heap.text(v)
    {
        return match t {
            TextRef::Ascii(s) => {
                out.push_str(s);
                Ok(true)
            }
            t if t.surrogate().is_none() => {
                out.push_str(&t.to_str());
                Ok(true)
            }
            t => {
                let at = t.surrogate().unwrap_or(0);
                Err(surrogate_error(ctx, v, at))
            }
        };
    }
    match str_of(ctx.heap, v) {
        Some(Text::Ascii(s)) => out.push_str(&s),
        Some(t) => {
            let text = ctx.heap.new_text(t);
            return push_str(ctx, out, text);
        }
        None => return Ok(false),
    }
    Ok(true)
}

fn surrogate_error(ctx: &mut Ctx<'_>, text: Value, at: usize) -> Exit {
    let (encoding, reason) = (ctx.heap.new_str("utf-8"), ctx.heap.new_str("surrogates not allowed"));
    let args = [encoding, text, Value::Int(at as i64), Value::Int(at as i64 + 1), reason];
    let args = ctx.heap.new_tuple(args);
    Exit::Raise(ctx.heap.new_exception(types::UNICODE_ENCODE_ERROR, args))
}

/// `sep` or `end`: a text, or nothing for the default.
fn separator(ctx: &mut Ctx<'_>, name: &str, v: Value) -> Result<(), Exit> {
    if matches!(v, Value::Unset | Value::None) || ctx.heap.text(v).is_some() {
        return Ok(());
    }
    let message = format!("{name} must be None or a string, not {}", ctx.type_name(v));
    Err(ctx.type_error(message))
}

fn print(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let [objects, sep, end, file, flush] = args[..] else { return Ok(Value::None) };
    separator(ctx, "sep", sep)?;
    separator(ctx, "end", end)?;
    if matches!(file, Value::Unset | Value::None)
        && stdout_is_plain(ctx)
        && let Some(text) = joined(ctx, objects, sep, end)?
    {
        ctx.world.write(Stream::Out, &text, ctx.now);
        if flag(flush) {
            ctx.world.flush();
        }
        return Ok(Value::None);
    }
    let or_none = |v: Value| v.or(Value::None);
    Err(ctx.prelude("_print", &[objects, or_none(sep), or_none(end), or_none(file), flush.or(Value::Bool(false))]))
}

/// All that `print` writes; nothing when user code has a say in it.
fn joined(ctx: &mut Ctx<'_>, objects: Value, sep: Value, end: Value) -> Result<Option<String>, Exit> {
    let mut out = String::new();
    let n = ctx.heap.items(objects).map_or(0, <[Value]>::len);
    for i in 0..n {
        if i > 0 && !push_or(ctx, &mut out, sep, " ")? {
            return Ok(None);
        }
        let Some(&v) = ctx.heap.items(objects).and_then(|items| items.get(i)) else { break };
        if !push_str(ctx, &mut out, v)? {
            return Ok(None);
        }
    }
    Ok(push_or(ctx, &mut out, end, "\n")?.then_some(out))
}

fn push_or(ctx: &mut Ctx<'_>, out: &mut String, v: Value, default: &str) -> Result<bool, Exit> {
    if matches!(v, Value::Unset | Value::None) {
        out.push_str(default);
        return Ok(true);
    }
    push_str(ctx, out, v)
}

/// `input(prompt)`. While the line is not there, the request carries the prompt to whoever shows it and nothing is written;
/// the VM runs this again when the line is there, and the prompt is written in that pass.
fn input(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if !stdout_is_plain(ctx) && args[0].given().is_some() {
        return Err(ctx.prelude("_input_elsewhere", args));
    }
    let mut prompt = String::new();
    if let Some(v) = args[0].given()
        && !push_str(ctx, &mut prompt, v)?
    {
        return Err(ctx.prelude("_input", args));
    }
    ctx.world.flush();
    match ctx.world.read_answer(&prompt, ctx.now) {
        Ok(Some(line)) => {
            let line = line.strip_suffix('\n').unwrap_or(&line);
            Ok(ctx.heap.new_str(line))
        }
        Ok(None) => Err(ctx.raise(types::EOF_ERROR, "EOF when reading a line")),
        Err(NotReady) => Err(ctx.ask(Request::Input { prompt })),
    }
}

/// A line of standard input with its newline, "" at its end: `sys.stdin.readline()`.
fn read_line(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    match ctx.world.read_answer("", ctx.now) {
        Ok(line) => Ok(ctx.heap.new_string(line.unwrap_or_default())),
        Err(NotReady) => Err(ctx.ask(Request::Input { prompt: String::new() })),
    }
}

/// `sys.stdout.write`, `sys.stderr.write`: descriptor 1 or 2.
fn write(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(n) = ctx.heap.text(args[1]).map(|t| t.len()) else {
        let message = format!("write() argument must be str, not {}", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    let plain = match ctx.heap.class_of(args[1]) {
        types::STR => args[1],
        // A subclass's own __str__ is not asked.
        _ => {
            let text = ctx.heap.text(args[1]).map_or(Text::new(""), TextRef::to_text);
            ctx.heap.new_text(text)
        }
    };
    let mut out = String::new();
    push_str(ctx, &mut out, plain)?;
    let stream = if matches!(args[0], Value::Int(2)) { Stream::Err } else { Stream::Out };
    ctx.world.write(stream, &out, ctx.now);
    Ok(Value::Int(n as i64))
}

fn flush(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    ctx.world.flush();
    Ok(Value::None)
}

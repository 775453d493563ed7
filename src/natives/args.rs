//! Arguments of the methods of `str`, `bytes` and numbers: checked, converted, refused in CPython's words.

use crate::vm::arith::{Num, bytes_of};
use crate::vm::native::{Ctx, Exit};
use crate::vm::object::{Builtin, Object};
use crate::vm::types;
use crate::vm::value::Value;

/// Leave for the prelude, to call the native `name` again with argument `at` made an int by its `__index__`; or refuse it
/// when it has none.
pub fn index_again(ctx: &mut Ctx, name: &str, args: &[Value], at: usize) -> Exit {
    let v = args[at];
    let Some(native) = super::find(name).filter(|_| has_index(ctx, v)) else {
        let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
        return ctx.type_error(message);
    };
    // The arguments that are not given are all optional, and None stands for them.
    let given = args.iter().rposition(|v| !v.is_unset()).map_or(0, |i| i + 1);
    let plain: Vec<Value> = args[..given].iter().map(|v| v.or(Value::None)).collect();
    let function = Value::Obj(ctx.heap.alloc(types::BUILTIN, Object::Builtin(Builtin { native, this: Value::Unset })));
    let plain = ctx.heap.new_tuple(plain);
    ctx.prelude("_again_with_index", &[function, plain, Value::Int(at as i64)])
}

/// Has the value's class an `__index__`?
pub fn has_index(ctx: &Ctx, v: Value) -> bool {
    ctx.heap.class_attr_named(ctx.heap.class_of(v), "__index__").is_some()
}

/// An int argument that must fit into a machine word; `default` when it is not given.
pub fn int(ctx: &mut Ctx, name: &str, args: &[Value], at: usize, default: i64) -> Result<i64, Exit> {
    match args[at] {
        Value::Unset => Ok(default),
        Value::Int(i) => Ok(i),
        v => match Num::of(ctx.heap, v) {
            Some(Num::Int(i)) => Ok(i),
            Some(Num::Big(_)) => Err(ctx.overflow_error("Python int too large to convert to C ssize_t")),
            _ => Err(index_again(ctx, name, args, at)),
        },
    }
}

/// A limit on how often to do something: negative is none at all.
pub fn limit(ctx: &mut Ctx, name: &str, args: &[Value], at: usize) -> Result<usize, Exit> {
    Ok(usize::try_from(int(ctx, name, args, at, -1)?).unwrap_or(usize::MAX))
}

/// The arguments `start` and `end` at `at` and behind it, as positions in a sequence of `len`. The start may be behind
/// the end, and then nothing is there.
pub fn bounds(ctx: &mut Ctx, name: &str, args: &[Value], at: usize, len: usize) -> Result<(usize, usize), Exit> {
    let mut bound = |at: usize, default: usize| match args.get(at).copied().unwrap_or(Value::Unset) {
        Value::Unset | Value::None => Ok(default),
        v => match Num::of(ctx.heap, v) {
            Some(Num::Int(i)) if i < 0 => Ok((i.saturating_add(len as i64)).max(0) as usize),
            Some(Num::Int(i)) => Ok(i as usize),
            Some(Num::Big(b)) if b.sign() == num_bigint::Sign::Minus => Ok(0),
            Some(Num::Big(_)) => Ok(usize::MAX),
            _ if has_index(ctx, v) => Err(index_again(ctx, name, args, at)),
            _ => Err(ctx.type_error("slice indices must be integers or None or have an __index__ method")),
        },
    };
    let (start, end) = (bound(at, 0)?, bound(at + 1, len)?);
    Ok((start, end.min(len)))
}

/// Refuse what is no `str`: "`what` must be str, not int".
pub fn want_str(ctx: &mut Ctx, v: Value, what: &str) -> Result<(), Exit> {
    if ctx.heap.text(v).is_some() {
        return Ok(());
    }
    let message = format!("{what} must be str, not {}", ctx.type_name(v));
    Err(ctx.type_error(message))
}

/// Refuse what is neither `bytes` nor `bytearray`.
pub fn want_bytes(ctx: &mut Ctx, v: Value) -> Result<(), Exit> {
    if bytes_of(ctx.heap, v).is_some() {
        return Ok(());
    }
    let message = format!("a bytes-like object is required, not '{}'", ctx.type_name(v));
    Err(ctx.type_error(message))
}

/// Is the argument true? Only for parameters that are flags: user code is not asked.
pub fn flag(v: Value) -> bool {
    match v {
        Value::Unset | Value::None => false,
        Value::Bool(b) => b,
        Value::Int(i) => i != 0,
        Value::Float(f) => f != 0.0,
        _ => true,
    }
}

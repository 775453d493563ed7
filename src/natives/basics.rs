//! The builtin functions on numbers and texts: `chr`, `ord`, `hex`, `repr`, `format`, `round`, `abs`, `divmod`, `pow`...

use super::number::round;
use super::{args as arg, dunder};
use crate::bytecode::BinOp;
use crate::vm::arith::{self, Num, bytes_of};
use crate::vm::format;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::repr;
use crate::vm::text::Text;
use crate::vm::types;
use crate::vm::value::Value;
use num_bigint::{BigInt, Sign};

pub static TABLE: &[NativeDef] = &[
    def("chr", "i, /", chr),
    def("ord", "c, /", ord),
    def("hex", "number, /", |ctx, a| in_base(ctx, "hex", a, 16)),
    def("oct", "number, /", |ctx, a| in_base(ctx, "oct", a, 8)),
    def("bin", "number, /", |ctx, a| in_base(ctx, "bin", a, 2)),
    def("repr", "obj, /", show),
    def("_default_repr", "obj, /", default_repr),
    def("ascii", "obj, /", ascii),
    def("_to_ascii", "text, /", to_ascii),
    def("format", "value, format_spec='', /", formatted),
    def("round", "number, ndigits=None", rounded),
    def("abs", "x, /", abs),
    def("divmod", "x, y, /", divmod),
    def("pow", "base, exp, mod=None", pow),
];

/// `__repr__` of what has no family of natives of its own.
pub static REPRS: &[NativeDef] = &[
    def("NoneType.__repr__", "self, /", own_repr),
    def("NotImplementedType.__repr__", "self, /", own_repr),
    def("ellipsis.__repr__", "self, /", own_repr),
    def("function.__repr__", "self, /", own_repr),
    def("builtin_function_or_method.__repr__", "self, /", own_repr),
    def("method_descriptor.__repr__", "self, /", own_repr),
    def("member_descriptor.__repr__", "self, /", own_repr),
    def("method.__repr__", "self, /", own_repr),
    def("module.__repr__", "self, /", own_repr),
    def("generator.__repr__", "self, /", own_repr),
    def("mappingproxy.__repr__", "self, /", own_repr),
    def("cell.__repr__", "self, /", own_repr),
    def("code.__repr__", "self, /", own_repr),
    def("super.__repr__", "self, /", own_repr),
    def("classmethod.__repr__", "self, /", own_repr),
    def("staticmethod.__repr__", "self, /", own_repr),
];

fn own_repr(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match repr::content_repr(ctx.heap, args[0]) {
        Some(text) => Ok(ctx.heap.new_text(text)),
        None => Err(ctx.prelude("_native_repr", args)),
    }
}

fn chr(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let i = match Num::of(ctx.heap, args[0]) {
        Some(Num::Int(i)) => i,
        Some(Num::Big(_)) => return Err(ctx.overflow_error("Python int too large to convert to C int")),
        _ => return Err(arg::index_again(ctx, "chr", args, 0)),
    };
    match u32::try_from(i) {
        Ok(c) if c < 0x11_0000 => Ok(ctx.heap.new_text(Text::from_points([c]))),
        _ if i32::try_from(i).is_err() => Err(ctx.overflow_error("Python int too large to convert to C int")),
        _ => Err(ctx.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let (len, first) = match (ctx.heap.text(args[0]), bytes_of(ctx.heap, args[0])) {
        (Some(t), _) => (t.len(), t.points().next()),
        (_, Some(b)) => (b.len(), b.first().map(|&b| u32::from(b))),
        _ => {
            let message = format!("ord() expected string of length 1, but {} found", ctx.type_name(args[0]));
            return Err(ctx.type_error(message));
        }
    };
    match first.filter(|_| len == 1) {
        Some(c) => Ok(Value::Int(i64::from(c))),
        None => Err(ctx.type_error(format!("ord() expected a character, but string of length {len} found"))),
    }
}

fn in_base(ctx: &mut Ctx, name: &str, args: &[Value], radix: u32) -> NativeResult {
    let Some(i) = Num::of(ctx.heap, args[0]).and_then(Num::big) else {
        return Err(arg::index_again(ctx, name, args, 0));
    };
    let prefix = match radix {
        16 => "0x",
        8 => "0o",
        _ => "0b",
    };
    let sign = if i.sign() == Sign::Minus { "-" } else { "" };
    let shown = format!("{sign}{prefix}{}", i.magnitude().to_str_radix(radix));
    Ok(ctx.heap.new_string(shown))
}

fn show(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match repr::repr(ctx.heap, args[0]) {
        Some(text) => Ok(ctx.heap.new_text(text)),
        None if is_int_object(ctx, args[0]) => Err(dunder::too_long(ctx)),
        None => Err(ctx.prelude("_repr", args)),
    }
}

/// The `repr` that the builtin content of an object has, whatever its class makes of it.
fn default_repr(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match repr::content_repr(ctx.heap, args[0]) {
        Some(text) => Ok(ctx.heap.new_text(text)),
        None if matches!(ctx.heap.object(args[0]), Some(Object::Int(_))) => Err(dunder::too_long(ctx)),
        None => {
            let text = repr::default_repr(ctx.heap, args[0]);
            Ok(ctx.heap.new_text(text))
        }
    }
}

/// A big int that its class shows as ints are shown.
fn is_int_object(ctx: &Ctx, v: Value) -> bool {
    let class = ctx.heap.class_of(v);
    matches!(ctx.heap.object(v), Some(Object::Int(_)))
        && (class == types::INT || repr::builtin_owner(ctx.heap, class, "__repr__") == Some(types::INT))
}

fn ascii(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match repr::repr(ctx.heap, args[0]) {
        Some(text) => Ok(ctx.heap.new_string(repr::text::to_ascii(&text))),
        None => Err(ctx.prelude("_ascii", args)),
    }
}

fn to_ascii(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let text = ctx.heap.text(args[0]).map_or_else(|| Text::new(""), |t| t.to_text());
    Ok(ctx.heap.new_string(repr::text::to_ascii(&text)))
}

fn formatted(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let spec = match args[1] {
        Value::Unset => String::new(),
        v => {
            arg::want_str(ctx, v, "format() argument 2")?;
            ctx.heap.str_lossy(v)
        }
    };
    match format::format_value(ctx, args[0], &spec)? {
        Some(v) => Ok(v),
        None => {
            let spec = ctx.heap.new_string(spec);
            Err(ctx.prelude("_format", &[args[0], spec]))
        }
    }
}

fn rounded(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let number = Num::of(ctx.heap, args[0]).is_some_and(|n| !matches!(n, Num::Complex(..)));
    if number && arith::is_builtin(ctx.heap, args[0]) {
        return round::round(ctx, "round", args);
    }
    Err(ctx.prelude("_round", &[args[0], args[1].or(Value::None)]))
}

fn abs(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match args[0] {
        Value::Int(i) => match i.checked_abs() {
            Some(i) => Ok(Value::Int(i)),
            None => Ok(ctx.heap.new_int(-BigInt::from(i))),
        },
        Value::Float(f) => Ok(Value::Float(f.abs())),
        v if arith::is_builtin(ctx.heap, v) && Num::of(ctx.heap, v).is_some_and(Num::is_int) => {
            super::number::int::abs(ctx, args)
        }
        _ => Err(ctx.prelude("_abs", args)),
    }
}

fn divmod(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    if args.iter().all(|&v| arith::is_builtin(ctx.heap, v))
        && let Some(v) = arith::divmod(ctx, args[0], args[1])?
    {
        return Ok(v);
    }
    Err(ctx.prelude("_divmod", args))
}

fn pow(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let plain = args.iter().all(|&v| arith::is_builtin(ctx.heap, v));
    match args[2] {
        Value::Unset | Value::None => match arith::binary(ctx, BinOp::Pow, args[0], args[1])? {
            Some(v) => Ok(v),
            None => Err(ctx.prelude("_binary", &[Value::Int(BinOp::Pow as i64), args[0], args[1]])),
        },
        modulus => match arith::pow_mod(ctx, args[0], args[1], modulus)? {
            Some(v) if plain => Ok(v),
            _ => Err(ctx.prelude("_pow_mod", args)),
        },
    }
}

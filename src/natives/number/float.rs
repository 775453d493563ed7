//! `float` as a type.

use super::{has_any, hex, instance, is_plain, parse, round};
use crate::bytecode::UnaryOp;
use crate::natives::dunder::{self, FLOAT};
use crate::vm::arith::{self, Num};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::types;
use crate::vm::value::Value;
use num_bigint::BigInt;

pub static TABLE: &[NativeDef] = &[
    def("float.__new__", "cls, x=0, /", new),
    def("float.fromhex", "cls, string, /", fromhex),
    def("float.hex", "self, /", |ctx, a| {
        let s = hex::write(get(ctx, a));
        Ok(ctx.heap.new_string(s))
    }),
    def("float.is_integer", "self, /", |ctx, a| {
        let f = get(ctx, a);
        Ok(Value::Bool(f.is_finite() && f.fract() == 0.0))
    }),
    def("float.as_integer_ratio", "self, /", as_integer_ratio),
    def("float.conjugate", "self, /", plain),
    def("float.real", "@get self", plain),
    def("float.imag", "@get self", |_, _| Ok(Value::Float(0.0))),
    def("float.__float__", "self, /", plain),
    def("float.__int__", "self, /", |ctx, a| round::float_to_int(ctx, get(ctx, a).trunc())),
    def("float.__trunc__", "self, /", |ctx, a| round::float_to_int(ctx, get(ctx, a).trunc())),
    def("float.__floor__", "self, /", |ctx, a| round::float_to_int(ctx, get(ctx, a).floor())),
    def("float.__ceil__", "self, /", |ctx, a| round::float_to_int(ctx, get(ctx, a).ceil())),
    def("float.__round__", "self, ndigits=None, /", |ctx, a| round::round(ctx, "float.__round__", a)),
    def("float.__abs__", "self, /", |ctx, a| Ok(Value::Float(get(ctx, a).abs()))),
    def("float.__neg__", "self, /", dunder::unary::<{ UnaryOp::Neg as usize }>),
    def("float.__pos__", "self, /", plain),
    def("float.__bool__", "self, /", |ctx, a| Ok(Value::Bool(get(ctx, a) != 0.0))),
    def("float.__hash__", "self, /", dunder::hash_of),
    def("float.__repr__", "self, /", dunder::show),
    def("float.__format__", "self, format_spec, /", dunder::format),
    def("float.__pow__", "self, value, mod=None, /", dunder::power::<FLOAT>),
    def("float.__rpow__", "self, value, mod=None, /", dunder::reflected_power::<FLOAT>),
    def("float.__divmod__", "self, value, /", dunder::divmod::<FLOAT>),
    def("float.__rdivmod__", "self, value, /", dunder::reflected_divmod::<FLOAT>),
    def("float.__getnewargs__", "self, /", |ctx, a| {
        let f = Value::Float(get(ctx, a));
        Ok(ctx.heap.new_tuple([f]))
    }),
];

pub static OPERATORS: &[NativeDef] = dunder::arithmetic!("float", FLOAT, [
    Add "__add__" "__radd__", Sub "__sub__" "__rsub__", Mul "__mul__" "__rmul__", TrueDiv "__truediv__" "__rtruediv__",
    FloorDiv "__floordiv__" "__rfloordiv__", Mod "__mod__" "__rmod__",
]);

pub static COMPARISONS: &[NativeDef] = dunder::comparisons!("float", FLOAT);

fn get(ctx: &Ctx, args: &[Value]) -> f64 {
    match Num::of(ctx.heap, args[0]) {
        Some(Num::Float(f)) => f,
        _ => 0.0,
    }
}

fn plain(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(Value::Float(get(ctx, args)))
}

fn new(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let v = match args[1] {
        Value::Unset => Value::Float(0.0),
        x => match convert(ctx, x)? {
            Some(f) => Value::Float(f),
            None => return Err(ctx.prelude("_float_new", args)),
        },
    };
    Ok(instance(ctx, args[0], types::FLOAT, v))
}

/// `float(x)`; nothing when user code decides.
fn convert(ctx: &mut Ctx, x: Value) -> Result<Option<f64>, Exit> {
    if is_plain(ctx, x, "__float__") {
        match Num::of(ctx.heap, x).and_then(Num::to_f64) {
            Some(Ok(f)) => return Ok(Some(f)),
            Some(Err(trouble)) => return Err(trouble.raise(ctx)),
            None => {}
        }
    }
    let builtin = ctx.heap.class_of(x).0 < types::RESERVED;
    if !builtin && has_any(ctx, x, &["__float__", "__index__"]) {
        return Ok(None);
    }
    match parse::source(ctx.heap, x) {
        Some(text) => match parse::float(&text) {
            Some(f) => Ok(Some(f)),
            None => {
                let message = format!("could not convert string to float: {}", parse::shown(ctx.heap, x));
                Err(ctx.value_error(message))
            }
        },
        None => {
            let message = format!("float() argument must be a string or a real number, not '{}'", ctx.type_name(x));
            Err(ctx.type_error(message))
        }
    }
}

fn fromhex(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    if ctx.heap.text(args[1]).is_none() {
        return Err(ctx.type_error("bad argument type for built-in operation"));
    }
    let v = match hex::read(&ctx.heap.str_lossy(args[1])) {
        Ok(f) => Value::Float(f),
        Err(hex::BadHex::Invalid) => return Err(ctx.value_error("invalid hexadecimal floating-point string")),
        Err(hex::BadHex::TooLarge) => {
            return Err(ctx.overflow_error("hexadecimal value too large to represent as a float"));
        }
    };
    match args[0] {
        class if class.handle() != Some(types::FLOAT) => Err(ctx.call(class, &[v])),
        _ => Ok(v),
    }
}

fn as_integer_ratio(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let f = get(ctx, args);
    if f.is_nan() {
        return Err(ctx.value_error("cannot convert NaN to integer ratio"));
    }
    if f.is_infinite() {
        return Err(ctx.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (m, e, negative) = arith::int::decode(f);
    let twos = m.trailing_zeros().unwrap_or(0).min(e.min(0).unsigned_abs());
    let down = e.min(0).unsigned_abs() - twos;
    let mut top = BigInt::from(m >> twos) << e.max(0) as u64;
    let mut bottom = BigInt::from(1) << down;
    if f == 0.0 {
        (top, bottom) = (BigInt::from(0), BigInt::from(1));
    }
    let (top, bottom) = (ctx.heap.new_int(if negative { -top } else { top }), ctx.heap.new_int(bottom));
    Ok(ctx.heap.new_tuple([top, bottom]))
}

//! `int` as a type.

use super::parse::{self, BadInt};
use super::{has_any, instance, is_plain, round};
use crate::bytecode::UnaryOp;
use crate::natives::args as arg;
use crate::natives::dunder::{self, INT};
use crate::vm::arith::{self, Num, bytes_of};
use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::repr;
use crate::vm::types;
use crate::vm::value::Value;
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive};

pub static TABLE: &[NativeDef] = &[
    def("int.__new__", "cls, x=0, /, base=10", new),
    def("int.from_bytes", "cls, bytes, byteorder='big', *, signed=False", from_bytes),
    def("int.to_bytes", "self, /, length=1, byteorder='big', *, signed=False", to_bytes),
    def("int.bit_length", "self, /", bit_length),
    def("int.bit_count", "self, /", bit_count),
    def("int.as_integer_ratio", "self, /", as_integer_ratio),
    def("int.is_integer", "self, /", |_, _| Ok(Value::Bool(true))),
    def("int.conjugate", "self, /", plain),
    def("int.real", "@get self", plain),
    def("int.imag", "@get self", |_, _| Ok(Value::Int(0))),
    def("int.numerator", "@get self", plain),
    def("int.denominator", "@get self", |_, _| Ok(Value::Int(1))),
    def("int.__int__", "self, /", plain),
    def("int.__index__", "self, /", plain),
    def("int.__trunc__", "self, /", plain),
    def("int.__floor__", "self, /", plain),
    def("int.__ceil__", "self, /", plain),
    def("int.__float__", "self, /", to_float),
    def("int.__round__", "self, ndigits=None, /", |ctx, a| round::round(ctx, "int.__round__", a)),
    def("int.__abs__", "self, /", abs),
    def("int.__neg__", "self, /", dunder::unary::<{ UnaryOp::Neg as usize }>),
    def("int.__pos__", "self, /", plain),
    def("int.__invert__", "self, /", dunder::unary::<{ UnaryOp::Invert as usize }>),
    def("int.__bool__", "self, /", truth),
    def("int.__hash__", "self, /", dunder::hash_of),
    def("int.__repr__", "self, /", show),
    def("int.__format__", "self, format_spec, /", dunder::format),
    def("int.__pow__", "self, value, mod=None, /", dunder::power::<INT>),
    def("int.__rpow__", "self, value, mod=None, /", dunder::reflected_power::<INT>),
    def("int.__divmod__", "self, value, /", dunder::divmod::<INT>),
    def("int.__rdivmod__", "self, value, /", dunder::reflected_divmod::<INT>),
    def("int.__getnewargs__", "self, /", new_args),
];

pub static OPERATORS: &[NativeDef] = dunder::arithmetic!("int", INT, [
    Add "__add__" "__radd__", Sub "__sub__" "__rsub__", Mul "__mul__" "__rmul__", TrueDiv "__truediv__" "__rtruediv__",
    FloorDiv "__floordiv__" "__rfloordiv__", Mod "__mod__" "__rmod__", LShift "__lshift__" "__rlshift__",
    RShift "__rshift__" "__rrshift__", And "__and__" "__rand__", Or "__or__" "__ror__", Xor "__xor__" "__rxor__",
]);

pub static COMPARISONS: &[NativeDef] = dunder::comparisons!("int", INT);

/// The int in a value that is known to be one.
fn big(ctx: &Ctx, v: Value) -> BigInt {
    Num::of(ctx.heap, v).and_then(Num::big).map_or_else(BigInt::default, |b| b.into_owned())
}

/// The value as a plain int.
pub fn plain(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match args[0] {
        Value::Int(_) => Ok(args[0]),
        v if ctx.heap.class_of(v) == types::INT => Ok(v),
        v => {
            let i = big(ctx, v);
            Ok(ctx.heap.new_int(i))
        }
    }
}

/// "'float' object cannot be interpreted as an integer".
pub fn no_index(ctx: &mut Ctx, v: Value) -> Exit {
    let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
    ctx.type_error(message)
}

fn new(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let [class, x, base] = args[..] else { return Ok(Value::None) };
    if x.is_unset() {
        if !base.is_unset() {
            return Err(ctx.type_error("int() missing string argument"));
        }
        return Ok(instance(ctx, class, types::INT, Value::Int(0)));
    }
    let v = match base.given() {
        Some(_) => {
            let base = arg::int(ctx, "int.__new__", args, 2, 10)?;
            let Some(text) = parse::source(ctx.heap, x) else {
                return Err(ctx.type_error("int() can't convert non-string with explicit base"));
            };
            if base != 0 && !(2..=36).contains(&base) {
                return Err(ctx.value_error("int() base must be >= 2 and <= 36, or 0"));
            }
            from_text(ctx, x, &text, base as u32)?
        }
        None => match convert(ctx, x)? {
            Some(v) => v,
            None => return Err(ctx.prelude("_int_new", &[class, x])),
        },
    };
    Ok(instance(ctx, class, types::INT, v))
}

/// `int(x)`; nothing when user code decides.
fn convert(ctx: &mut Ctx, x: Value) -> Result<Option<Value>, Exit> {
    if is_plain(ctx, x, "__int__") {
        match Num::of(ctx.heap, x) {
            Some(Num::Float(f)) => return round::float_to_int(ctx, f.trunc()).map(Some),
            Some(n) if n.is_int() => return plain(ctx, &[x]).map(Some),
            _ => {}
        }
    }
    let builtin = ctx.heap.class_of(x).0 < types::RESERVED;
    if !builtin && has_any(ctx, x, &["__int__", "__index__", "__trunc__"]) {
        return Ok(None);
    }
    match parse::source(ctx.heap, x) {
        Some(text) => from_text(ctx, x, &text, 10).map(Some),
        None => {
            let message =
                format!("int() argument must be a string, a bytes-like object or a real number, not '{}'", ctx.type_name(x));
            Err(ctx.type_error(message))
        }
    }
}

fn from_text(ctx: &mut Ctx, v: Value, text: &str, base: u32) -> NativeResult {
    match parse::int(text, base, ctx.heap.int_digits()) {
        Ok(i) => Ok(ctx.heap.new_int(i)),
        Err(BadInt::Invalid) => {
            let message = format!("invalid literal for int() with base {base}: {}", parse::shown(ctx.heap, v));
            Err(ctx.value_error(message))
        }
        Err(BadInt::TooLong(n)) => {
            let limit = ctx.heap.int_digits();
            Err(ctx.value_error(format!(
                "Exceeds the limit ({limit} digits) for integer string conversion: value has {n} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            )))
        }
    }
}

/// Is the byte order big? The default is.
fn is_big_endian(ctx: &mut Ctx, function: &str, order: Value) -> Result<bool, Exit> {
    if order.is_unset() {
        return Ok(true);
    }
    arg::want_str(ctx, order, &format!("{function}() argument 'byteorder'"))?;
    match ctx.heap.str_lossy(order).as_str() {
        "big" => Ok(true),
        "little" => Ok(false),
        _ => Err(ctx.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn from_bytes(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let [class, bytes, order, signed] = args[..] else { return Ok(Value::None) };
    let big_endian = is_big_endian(ctx, "from_bytes", order)?;
    let general = |ctx: &mut Ctx| {
        let order = ctx.heap.new_str(if big_endian { "big" } else { "little" });
        ctx.prelude("_int_from_bytes", &[class, bytes, order, Value::Bool(arg::flag(signed))])
    };
    let mut content = match bytes_of(ctx.heap, bytes) {
        Some(b) => b.to_vec(),
        None if ctx.heap.text(bytes).is_some() || !iterate::is_iterable(ctx.heap, bytes) => {
            if ctx.heap.class_of(bytes).0 >= types::RESERVED {
                return Err(general(ctx));
            }
            let message = format!("cannot convert '{}' object to bytes", ctx.type_name(bytes));
            return Err(ctx.type_error(message));
        }
        None => match iterate::collect(ctx, bytes)? {
            Some(items) if !crate::natives::bytes::need_index(ctx, &items) => {
                crate::natives::bytes::from_items(ctx, &items, "bytes must be in range(0, 256)")?
            }
            _ => return Err(general(ctx)),
        },
    };
    if big_endian {
        content.reverse();
    }
    let i = match arg::flag(signed) {
        true => BigInt::from_signed_bytes_le(&content),
        false => BigInt::from_bytes_le(Sign::Plus, &content),
    };
    let v = ctx.heap.new_int(i);
    match class {
        // A subclass makes its instances itself.
        class if class.handle() != Some(types::INT) => Err(ctx.call(class, &[v])),
        _ => Ok(v),
    }
}

fn to_bytes(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let length = arg::int(ctx, "int.to_bytes", args, 1, 1)?;
    let big_endian = is_big_endian(ctx, "to_bytes", args[2])?;
    let Ok(length) = usize::try_from(length) else {
        return Err(ctx.value_error("length argument must be non-negative"));
    };
    arith::check_size(ctx, length, 1)?;
    let (i, signed) = (big(ctx, args[0]), arg::flag(args[3]));
    if i.is_negative() && !signed {
        return Err(ctx.overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = match signed {
        true if i.sign() == Sign::NoSign => Vec::new(),
        true => i.to_signed_bytes_le(),
        false if i.sign() == Sign::NoSign => Vec::new(),
        false => i.to_bytes_le().1,
    };
    if bytes.len() > length {
        return Err(ctx.overflow_error("int too big to convert"));
    }
    bytes.resize(length, if i.is_negative() { 0xff } else { 0 });
    if big_endian {
        bytes.reverse();
    }
    Ok(ctx.heap.new_bytes(bytes))
}

fn bit_length(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(Value::Int(match args[0] {
        Value::Int(i) => i64::from(64 - i.unsigned_abs().leading_zeros()),
        v => big(ctx, v).bits() as i64,
    }))
}

fn bit_count(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let ones: u64 = big(ctx, args[0]).magnitude().iter_u64_digits().map(|d| u64::from(d.count_ones())).sum();
    Ok(Value::Int(ones as i64))
}

fn as_integer_ratio(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let i = plain(ctx, args)?;
    Ok(ctx.heap.new_tuple([i, Value::Int(1)]))
}

fn to_float(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    match Num::of(ctx.heap, args[0]).and_then(Num::to_f64) {
        Some(Ok(f)) => Ok(Value::Float(f)),
        Some(Err(trouble)) => Err(trouble.raise(ctx)),
        None => Ok(Value::NotImplemented),
    }
}

pub fn abs(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let i = big(ctx, args[0]).abs();
    Ok(ctx.heap.new_int(i))
}

fn truth(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(Value::Bool(big(ctx, args[0]).sign() != Sign::NoSign))
}

fn show(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let i = big(ctx, args[0]);
    if ctx.heap.too_many_digits(&i) {
        return Err(dunder::too_long(ctx));
    }
    Ok(ctx.heap.new_string(repr::number::big(&i)))
}

fn new_args(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let i = plain(ctx, args)?;
    Ok(ctx.heap.new_tuple([i]))
}

/// An int that fits into a machine word.
pub fn small(ctx: &Ctx, v: Value) -> Option<i64> {
    Num::of(ctx.heap, v).and_then(Num::big).and_then(|b| b.to_i64())
}

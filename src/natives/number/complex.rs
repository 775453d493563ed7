//! `complex` as a type.

use super::{has_any, instance, is_plain, parse};
use crate::bytecode::UnaryOp;
use crate::natives::dunder::{self, COMPLEX};
use crate::vm::arith::{Num, Outcome};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("complex.__new__", "cls, real=0, imag=0", new),
    def("complex.conjugate", "self, /", |ctx, a| {
        let (re, im) = get(ctx, a);
        Ok(Outcome::Complex(re, -im).store(ctx.heap))
    }),
    def("complex.real", "@get self", |ctx, a| Ok(Value::Float(get(ctx, a).0))),
    def("complex.imag", "@get self", |ctx, a| Ok(Value::Float(get(ctx, a).1))),
    def("complex.__complex__", "self, /", plain),
    def("complex.__abs__", "self, /", abs),
    def("complex.__neg__", "self, /", dunder::unary::<{ UnaryOp::Neg as usize }>),
    def("complex.__pos__", "self, /", plain),
    def("complex.__bool__", "self, /", |ctx, a| Ok(Value::Bool(get(ctx, a) != (0.0, 0.0)))),
    def("complex.__hash__", "self, /", dunder::hash_of),
    def("complex.__repr__", "self, /", dunder::show),
    def("complex.__format__", "self, format_spec, /", dunder::format),
    def("complex.__pow__", "self, value, mod=None, /", dunder::power::<COMPLEX>),
    def("complex.__rpow__", "self, value, mod=None, /", dunder::reflected_power::<COMPLEX>),
    def("complex.__getnewargs__", "self, /", |ctx, a| {
        let (re, im) = get(ctx, a);
        Ok(ctx.heap.new_tuple([Value::Float(re), Value::Float(im)]))
    }),
];

pub static OPERATORS: &[NativeDef] = dunder::arithmetic!("complex", COMPLEX, [
    Add "__add__" "__radd__", Sub "__sub__" "__rsub__", Mul "__mul__" "__rmul__", TrueDiv "__truediv__" "__rtruediv__",
]);

pub static COMPARISONS: &[NativeDef] = dunder::comparisons!("complex", COMPLEX);

fn get(ctx: &Ctx, args: &[Value]) -> (f64, f64) {
    match Num::of(ctx.heap, args[0]) {
        Some(Num::Complex(re, im)) => (re, im),
        _ => (0.0, 0.0),
    }
}

fn plain(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    if ctx.heap.class_of(args[0]) == types::COMPLEX {
        return Ok(args[0]);
    }
    let (re, im) = get(ctx, args);
    Ok(Outcome::Complex(re, im).store(ctx.heap))
}

fn abs(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let (re, im) = get(ctx, args);
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(ctx.overflow_error("absolute value too large"));
    }
    Ok(Value::Float(size))
}

fn new(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let [class, re, im] = args[..] else { return Ok(Value::None) };
    if ctx.heap.text(re).is_some() {
        if !im.is_unset() {
            return Err(ctx.type_error("complex() can't take second arg if first is a string"));
        }
        let text = parse::source(ctx.heap, re).unwrap_or_default();
        let Some((re, im)) = parse::complex(&text) else {
            return Err(ctx.value_error("complex() arg is a malformed string"));
        };
        let v = Outcome::Complex(re, im).store(ctx.heap);
        return Ok(instance(ctx, class, types::COMPLEX, v));
    }
    if ctx.heap.text(im).is_some() {
        return Err(ctx.type_error("complex() second arg can't be a string"));
    }
    let (Some(a), Some(b)) = (part(ctx, re, "first")?, part(ctx, im, "second")?) else {
        return Err(ctx.prelude("_complex_new", &[class, re.or(Value::Int(0)), im.or(Value::Int(0))]));
    };
    // The parts may be complex themselves: re + im * 1j.
    let (mut x, mut y) = a;
    if b.1 != 0.0 || matches!(Num::of(ctx.heap, im), Some(Num::Complex(..))) {
        x -= b.1;
    }
    if matches!(Num::of(ctx.heap, re), Some(Num::Complex(..))) {
        y += b.0
    } else {
        y = b.0
    }
    let v = Outcome::Complex(x, y).store(ctx.heap);
    Ok(instance(ctx, class, types::COMPLEX, v))
}

/// An argument as a complex number; nothing when user code decides.
fn part(ctx: &mut Ctx, v: Value, which: &str) -> Result<Option<(f64, f64)>, Exit> {
    if v.is_unset() {
        return Ok(Some((0.0, 0.0)));
    }
    let class = ctx.heap.class_of(v);
    let methods = ["__complex__", "__float__", "__index__"];
    let plain = methods.iter().all(|m| is_plain(ctx, v, m) || ctx.heap.class_attr_named(class, m).is_none());
    match Num::of(ctx.heap, v) {
        Some(Num::Complex(re, im)) if plain => return Ok(Some((re, im))),
        Some(n) if plain => match n.to_f64() {
            Some(Ok(f)) => return Ok(Some((f, 0.0))),
            Some(Err(trouble)) => return Err(trouble.raise(ctx)),
            None => {}
        },
        _ => {}
    }
    if class.0 >= types::RESERVED && has_any(ctx, v, &methods) {
        return Ok(None);
    }
    let wanted = if which == "first" { "a string or a number" } else { "a number" };
    let message = format!("complex() {which} argument must be {wanted}, not '{}'", ctx.type_name(v));
    Err(ctx.type_error(message))
}

//! Arguments of natives as Rust numbers and texts. Who needs user code (`__float__`, `__index__`, iteration) for the
//! conversion leaves through the prelude, which converts and calls the native again with plain values.

use crate::vm::native::{Ctx, Exit};
use crate::vm::object::{Builtin, Object};
use crate::vm::types;
use crate::vm::value::Value;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// A native as a function object.
pub fn function(ctx: &mut Ctx<'_>, name: &str) -> Value {
    match super::find(name) {
        Some(native) => Value::Obj(ctx.heap.alloc(types::BUILTIN, Object::Builtin(Builtin { native, this: Value::Unset }))),
        None => Value::None,
    }
}

/// An int of any size.
#[derive(Debug, Clone)]
pub enum Int {
    Small(i64),
    Big(BigInt),
}

impl Int {
    pub fn to_big(&self) -> BigInt {
        match self {
            Int::Small(i) => BigInt::from(*i),
            Int::Big(b) => b.clone(),
        }
    }
    pub fn into_big(self) -> BigInt {
        match self {
            Int::Small(i) => BigInt::from(i),
            Int::Big(b) => b,
        }
    }
    /// The nearest float; nothing when it is too large.
    pub fn to_f64(&self) -> Option<f64> {
        match self {
            Int::Small(i) => Some(*i as f64),
            Int::Big(b) => big_to_f64(b),
        }
    }
    pub fn is_negative(&self) -> bool {
        match self {
            Int::Small(i) => *i < 0,
            Int::Big(b) => b.sign() == num_bigint::Sign::Minus,
        }
    }
    pub fn small(&self) -> Option<i64> {
        match self {
            Int::Small(i) => Some(*i),
            Int::Big(b) => b.to_i64(),
        }
    }
}

/// The nearest float, ties to even; nothing when it is too large.
pub fn big_to_f64(b: &BigInt) -> Option<f64> {
    let bits = b.bits();
    if bits <= 64 {
        // Two correctly rounded steps would round twice; u64 to f64 rounds once.
        let f = b.magnitude().to_u64()? as f64;
        return Some(if b.sign() == num_bigint::Sign::Minus { -f } else { f });
    }
    if bits > 1024 {
        return None;
    }
    let shift = bits - 64;
    let mut top = (b.magnitude() >> shift).to_u64()?;
    // What was shifted out only matters as "is there anything".
    if b.magnitude().trailing_zeros().is_some_and(|z| z < shift) {
        top |= 1;
    }
    let f = libm::ldexp(top as f64, shift as i32);
    let f = if b.sign() == num_bigint::Sign::Minus { -f } else { f };
    f.is_finite().then_some(f)
}

/// The int in a value: of `int`, `bool` or a subclass.
pub fn int(ctx: &Ctx<'_>, v: Value) -> Option<Int> {
    match v {
        Value::Int(i) => Some(Int::Small(i)),
        Value::Bool(b) => Some(Int::Small(i64::from(b))),
        Value::Obj(h) => match ctx.heap.get(h) {
            Object::Int(b) => Some(b.to_i64().map_or_else(|| Int::Big((**b).clone()), Int::Small)),
            _ => None,
        },
        _ => None,
    }
}

/// The float in a value: of `float` or a subclass.
pub fn float(ctx: &Ctx<'_>, v: Value) -> Option<f64> {
    match v {
        Value::Float(f) => Some(f),
        Value::Obj(h) => match ctx.heap.get(h) {
            Object::Float(f) => Some(*f),
            _ => None,
        },
        _ => None,
    }
}

/// Does the value's class have the special method?
pub fn has_method(ctx: &Ctx<'_>, v: Value, name: &str) -> bool {
    ctx.heap.class_attr_named(ctx.heap.class_of(v), name).is_some()
}

/// The real number in each argument; `name` is the native they are for.
pub fn floats<const N: usize>(ctx: &mut Ctx<'_>, name: &str, args: &[Value]) -> Result<[f64; N], Exit> {
    let mut out = [0.0; N];
    for (at, &v) in out.iter_mut().zip(args) {
        *at = match real(ctx, v)? {
            Some(f) => f,
            None => return Err(again(ctx, "_again_with_floats", name, args)),
        };
    }
    Ok(out)
}

/// The real number in a value; nothing when its class must be asked.
pub fn real(ctx: &mut Ctx<'_>, v: Value) -> Result<Option<f64>, Exit> {
    if let Some(f) = float(ctx, v) {
        return Ok(Some(f));
    }
    if let Some(i) = int(ctx, v) {
        return match i.to_f64() {
            Some(f) => Ok(Some(f)),
            None => Err(ctx.overflow_error("int too large to convert to float")),
        };
    }
    if has_method(ctx, v, "__float__") || has_method(ctx, v, "__index__") {
        return Ok(None);
    }
    let message = format!("must be real number, not {}", ctx.type_name(v));
    Err(ctx.type_error(message))
}

/// The int in each argument; `name` is the native they are for.
pub fn ints(ctx: &mut Ctx<'_>, name: &str, args: &[Value]) -> Result<Vec<Int>, Exit> {
    let mut out = Vec::with_capacity(args.len());
    for &v in args {
        match int(ctx, v) {
            Some(i) => out.push(i),
            None if has_method(ctx, v, "__index__") => return Err(again(ctx, "_again_with_ints", name, args)),
            None => {
                let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
                return Err(ctx.type_error(message));
            }
        }
    }
    Ok(out)
}

/// Leave for a function of the prelude that converts all arguments and calls the native `name` again.
pub fn again(ctx: &mut Ctx<'_>, helper: &'static str, name: &str, args: &[Value]) -> Exit {
    let f = function(ctx, name);
    let given: Vec<Value> = args.iter().copied().filter(|v| !v.is_unset()).collect();
    let args = ctx.heap.new_tuple(given);
    ctx.prelude(helper, &[f, args])
}

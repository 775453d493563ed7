//! `bytes` and `bytearray`. Most methods are the same for both and give what they are called on: their rows are made for
//! each by a macro. What only a `bytearray` has is in [`array`].

pub mod array;
pub mod case;
pub mod edit;
pub mod object;
pub mod search;

use crate::natives::args as arg;
use crate::vm::arith::{Num, bytes_of};
use crate::vm::native::{Ctx, Exit};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::Value;
use std::ops::Range;

/// Rows for both types.
macro_rules! both {
    ($bytes:ident, $array:ident, [$($name:literal, $params:literal, $func:expr;)*]) => {
        pub static $bytes: &[$crate::vm::native::NativeDef] =
            &[$($crate::vm::native::def(concat!("bytes.", $name), $params, $func)),*];
        pub static $array: &[$crate::vm::native::NativeDef] =
            &[$($crate::vm::native::def(concat!("bytearray.", $name), $params, $func)),*];
    };
}
use both;

/// The bytes of the first argument, which the VM has found to be of the right type.
fn this<'c>(ctx: &'c Ctx<'_>, args: &[Value]) -> &'c [u8] {
    bytes_of(ctx.heap, args[0]).unwrap_or_default()
}

/// Bytes as an object of the kind that `like` is.
fn same_kind(ctx: &mut Ctx, like: Value, content: Vec<u8>) -> Value {
    match ctx.heap.object(like) {
        Some(Object::ByteArray(_)) => new_array(ctx, content),
        _ => ctx.heap.new_bytes(content),
    }
}

fn new_array(ctx: &mut Ctx, content: Vec<u8>) -> Value {
    let size = content.len();
    Value::Obj(ctx.heap.alloc_large(types::BYTEARRAY, Object::ByteArray(content), size))
}

/// A part of bytes as an object: itself if it is the whole and cannot change.
fn part(ctx: &mut Ctx, whole: Value, range: Range<usize>) -> Value {
    let bytes = this(ctx, &[whole]);
    if range.len() == bytes.len() && ctx.heap.class_of(whole) == types::BYTES {
        return whole;
    }
    let content = bytes[range].to_vec();
    same_kind(ctx, whole, content)
}

/// A single byte from an int.
pub fn byte(ctx: &mut Ctx, v: Value, refused: &str) -> Result<u8, Exit> {
    match Num::of(ctx.heap, v) {
        Some(Num::Int(i)) => u8::try_from(i).map_err(|_| ctx.value_error(refused)),
        Some(Num::Big(_)) => Err(ctx.value_error(refused)),
        _ => {
            let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

/// Bytes from ints; `refused` says what they must be.
pub fn from_items(ctx: &mut Ctx, items: &[Value], refused: &str) -> Result<Vec<u8>, Exit> {
    items.iter().map(|&v| byte(ctx, v, refused)).collect()
}

/// Is there an object among them whose `__index__` must be asked?
pub fn need_index(ctx: &Ctx, items: &[Value]) -> bool {
    items.iter().any(|&v| ctx.heap.class_of(v).0 >= types::RESERVED && Num::of(ctx.heap, v).is_none() && arg::has_index(ctx, v))
}

/// White space, for `bytes`.
fn is_space(b: u8) -> bool {
    matches!(b, 0x09..=0x0d | 0x20)
}

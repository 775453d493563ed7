//! `bytes` and `bytearray` as types: construction and special methods.

use super::{both, from_items, need_index};
use crate::bytecode::BinOp;
use crate::natives::{codecs, dunder};
use crate::vm::arith::{self, Num, bytes_of};
use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::Value;

both!(BYTES, ARRAY, [
    "__add__", "self, value, /", dunder::sequence::<{ BinOp::Add as usize }>;
    "__mul__", "self, value, /", dunder::sequence::<{ BinOp::Mul as usize }>;
    "__rmul__", "self, value, /", dunder::repeated;
    "__mod__", "self, value, /", dunder::sequence::<{ BinOp::Mod as usize }>;
    "__rmod__", "self, value, /", dunder::reflected_percent::<{ dunder::BYTES }>;
    "__len__", "self, /", dunder::length;
    "__getitem__", "self, key, /", dunder::get_item;
    "__contains__", "self, key, /", dunder::contains;
    "__iter__", "self, /", dunder::iter;
    "__repr__", "self, /", dunder::show;
]);

pub static BYTES_ONLY: &[NativeDef] = &[
    def("bytes.__new__", "cls, source=b'', encoding='utf-8', errors='strict'", new),
    def("bytes.__hash__", "self, /", dunder::hash_of),
    def("bytes.__bytes__", "self, /", |ctx, a| Ok(dunder::plain(ctx, a[0]))),
    def("bytes.__getnewargs__", "self, /", |ctx, a| {
        let content = dunder::plain(ctx, a[0]);
        Ok(ctx.heap.new_tuple([content]))
    }),
];

pub static BYTES_COMPARISONS: &[NativeDef] = dunder::comparisons!("bytes", dunder::BYTES);
pub static ARRAY_COMPARISONS: &[NativeDef] = dunder::comparisons!("bytearray", dunder::BYTES);

fn new(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let [class, source, encoding, errors] = args[..] else { return Ok(Value::None) };
    if ctx.heap.class_of(source) == types::BYTES && class.handle() == Some(types::BYTES) && encoding.is_unset() {
        return Ok(source);
    }
    let Some(content) = content(ctx, source, encoding, errors, "bytes must be in range(0, 256)")? else {
        return Err(ctx.prelude("_bytes_new", &[class, source]));
    };
    match class {
        Value::Obj(h) if h != types::BYTES => Ok(Value::Obj(ctx.heap.alloc(h, Object::Bytes(content.into())))),
        _ => Ok(ctx.heap.new_bytes(content)),
    }
}

/// What `bytes(source, encoding, errors)` has inside; nothing when user code is needed.
pub(super) fn content(
    ctx: &mut Ctx,
    source: Value,
    encoding: Value,
    errors: Value,
    refused: &str,
) -> Result<Option<Vec<u8>>, Exit> {
    if ctx.heap.text(source).is_some() {
        if encoding.is_unset() {
            return Err(ctx.type_error("string argument without an encoding"));
        }
        let (encoding, errors) = codecs::names(ctx, "bytes", encoding, errors)?;
        return codecs::encode(ctx, source, &encoding, &errors).map(Some);
    }
    if !encoding.is_unset() || !errors.is_unset() {
        let what = if encoding.is_unset() { "errors" } else { "encoding" };
        return Err(ctx.type_error(format!("{what} without a string argument")));
    }
    if source.is_unset() {
        return Ok(Some(Vec::new()));
    }
    let made = ctx.heap.class_of(source).0 >= types::RESERVED;
    if made && ctx.heap.class_attr_named(ctx.heap.class_of(source), "__bytes__").is_some_and(|f| ctx.heap.function(f).is_some()) {
        return Ok(None);
    }
    if let Some(b) = bytes_of(ctx.heap, source) {
        return Ok(Some(b.to_vec()));
    }
    match Num::of(ctx.heap, source) {
        Some(Num::Int(n)) => {
            let Ok(n) = usize::try_from(n) else { return Err(ctx.value_error("negative count")) };
            arith::check_size(ctx, n, 1)?;
            return Ok(Some(vec![0; n]));
        }
        Some(Num::Big(_)) => return Err(ctx.overflow_error("cannot fit 'int' into an index-sized integer")),
        _ => {}
    }
    if !made && !iterate::is_iterable(ctx.heap, source) {
        let message = format!("cannot convert '{}' object to bytes", ctx.type_name(source));
        return Err(ctx.type_error(message));
    }
    match iterate::collect(ctx, source)? {
        Some(items) if !need_index(ctx, &items) => from_items(ctx, &items, refused).map(Some),
        _ => Ok(None),
    }
}

//! `str` as a type: construction and special methods.

use crate::bytecode::BinOp;
use crate::natives::{codecs, dunder};
use crate::vm::arith::bytes_of;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::repr;
use crate::vm::text::Str;
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("str.__new__", "cls, object='', encoding='utf-8', errors='strict'", new),
    def("str.encode", "self, /, encoding='utf-8', errors='strict'", encode),
    def("str.__add__", "self, value, /", dunder::sequence::<{ BinOp::Add as usize }>),
    def("str.__mul__", "self, value, /", dunder::sequence::<{ BinOp::Mul as usize }>),
    def("str.__rmul__", "self, value, /", dunder::repeated),
    def("str.__mod__", "self, value, /", dunder::sequence::<{ BinOp::Mod as usize }>),
    def("str.__rmod__", "self, value, /", dunder::reflected_percent::<{ dunder::STR }>),
    def("str.__len__", "self, /", dunder::length),
    def("str.__getitem__", "self, key, /", dunder::get_item),
    def("str.__iter__", "self, /", dunder::iter),
    def("str.__hash__", "self, /", dunder::hash_of),
    def("str.__repr__", "self, /", dunder::show),
    def("str.__str__", "self, /", plain),
    def("str.__format__", "self, format_spec, /", dunder::format),
    def("str.__getnewargs__", "self, /", new_args),
];

pub static COMPARISONS: &[NativeDef] = dunder::comparisons!("str", dunder::STR);

fn new(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let [class, object, encoding, errors] = args[..] else { return Ok(Value::None) };
    let exact = class.handle() == Some(types::STR);
    let text = if encoding.is_unset() && errors.is_unset() {
        match object {
            Value::Unset => ctx.heap.new_str(""),
            v if ctx.heap.class_of(v) == types::STR => v,
            v => match repr::str_of(ctx.heap, v) {
                Some(text) => ctx.heap.new_text(text),
                None if exact => return Err(ctx.prelude("_str", &[v])),
                None => return Err(ctx.prelude("_str_new", &[class, v])),
            },
        }
    } else {
        if ctx.heap.text(object).is_some() {
            return Err(ctx.type_error("decoding str is not supported"));
        }
        let bytes = match object {
            Value::Unset => Vec::new(),
            v => match bytes_of(ctx.heap, v) {
                Some(b) => b.to_vec(),
                None => {
                    let message = format!("decoding to str: need a bytes-like object, {} found", ctx.type_name(v));
                    return Err(ctx.type_error(message));
                }
            },
        };
        let (encoding, errors) = codecs::names(ctx, "str", encoding, errors)?;
        let text = codecs::decode(ctx, &bytes, &encoding, &errors)?;
        ctx.heap.new_text(text)
    };
    match class {
        Value::Obj(class) if !exact => {
            let content = ctx.heap.text(text).map(|t| t.to_text());
            let Some(content) = content else { return Ok(text) };
            Ok(Value::Obj(ctx.heap.alloc(class, Object::Str(Str::from(content)))))
        }
        _ => Ok(text),
    }
}

fn encode(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let (encoding, errors) = codecs::names(ctx, "encode", args[1], args[2])?;
    let bytes = codecs::encode(ctx, args[0], &encoding, &errors)?;
    Ok(ctx.heap.new_bytes(bytes))
}

fn plain(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(dunder::plain(ctx, args[0]))
}

fn new_args(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let content = dunder::plain(ctx, args[0]);
    Ok(ctx.heap.new_tuple([content]))
}

//! Methods of builtin types that are written in Python altogether: natives that only leave for the prelude. An argument
//! that is not given goes there as `_MISSING`.

use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::value::Value;

fn leave(ctx: &mut Ctx<'_>, name: &'static str, args: &[Value]) -> NativeResult {
    let missing = Value::Obj(ctx.heap.missing());
    let args: Vec<Value> = args.iter().map(|v| v.or(missing)).collect();
    let exit: Exit = ctx.prelude(name, &args);
    Err(exit)
}

macro_rules! doors {
    ($($name:literal $params:literal => $function:literal,)*) => {
        pub static TABLE: &[NativeDef] = &[$(def($name, $params, |ctx, a| leave(ctx, $function, a)),)*];
    };
}

doors! {
    "object.__reduce__" "self, /" => "_object_reduce",
    "object.__reduce_ex__" "self, protocol, /" => "_object_reduce_ex",
    "object.__getstate__" "self, /" => "_object_getstate",
    "bytearray.__reduce__" "self, /" => "_bytearray_reduce",
    "bytearray.__reduce_ex__" "self, protocol=2, /" => "_bytearray_reduce_ex",
    "set.__reduce__" "self, /" => "_set_reduce",
    "frozenset.__reduce__" "self, /" => "_set_reduce",
    "list.__class_getitem__" "cls, item, /" => "_generic_alias",
    "tuple.__class_getitem__" "cls, item, /" => "_generic_alias",
    "dict.__class_getitem__" "cls, item, /" => "_generic_alias",
    "set.__class_getitem__" "cls, item, /" => "_generic_alias",
    "frozenset.__class_getitem__" "cls, item, /" => "_generic_alias",
    "enumerate.__class_getitem__" "cls, item, /" => "_generic_alias",
    "mappingproxy.__class_getitem__" "cls, item, /" => "_generic_alias",
    "type.__or__" "self, other, /" => "_type_or",
    "type.__ror__" "self, other, /" => "_type_ror",
    "mappingproxy.__or__" "self, other, /" => "_proxy_or",
    "mappingproxy.__ror__" "self, other, /" => "_proxy_ror",
    "mappingproxy.__eq__" "self, other, /" => "_proxy_eq",
    "mappingproxy.__reversed__" "self, /" => "_proxy_reversed",
}

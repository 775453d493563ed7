//! The attributes of builtin exceptions beside `args`. What they hold is filled in by `vm/exceptions.rs`.

use super::exception::handle;
use crate::vm::exceptions::Member as M;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::Value;

/// Rows for members that may hold anything: reading one that is not set gives None, and so does deleting it.
macro_rules! members {
    ($($class:literal [$($name:literal $member:ident),* $(,)?])*) => {
        pub static TABLE: &[NativeDef] = &[$($(
            def(concat!($class, ".", $name), "@member self", |ctx, a| get(ctx, a, M::$member)),
            def(concat!($class, ".", $name, "="), "self, value=NULL", |ctx, a| set(ctx, a, M::$member)),
        )*)*];
    };
}

members! {
    "OSError" ["errno" Errno, "strerror" Strerror, "filename" Filename, "filename2" Filename2]
    "ImportError" ["msg" Msg, "name" Name, "name_from" NameFrom, "path" Path]
    "NameError" ["name" Name]
    "AttributeError" ["name" Name, "obj" Obj]
    "StopIteration" ["value" Value]
    "SystemExit" ["code" Code]
    "SyntaxError" [
        "msg" Msg, "filename" Filename, "lineno" Lineno, "offset" Offset, "text" Text, "end_lineno" EndLineno,
        "end_offset" EndOffset, "print_file_and_line" PrintFileAndLine,
    ]
}

/// Members that have a type, and must be there.
macro_rules! typed {
    ($($class:literal [$($name:literal $member:ident $number:literal),* $(,)?])*) => {
        pub static TYPED: &[NativeDef] = &[$($(
            def(concat!($class, ".", $name), "@member self", |ctx, a| must_get(ctx, a, M::$member, $name)),
            def(concat!($class, ".", $name, "="), "self, value=NULL", |ctx, a| set_typed(ctx, a, M::$member, $number)),
        )*)*];
    };
}

typed! {
    "UnicodeDecodeError" ["encoding" Encoding false, "object" Object false, "start" Start true, "end" End true, "reason" Reason false]
    "UnicodeEncodeError" ["encoding" Encoding false, "object" Object false, "start" Start true, "end" End true, "reason" Reason false]
    "UnicodeTranslateError" ["object" Object false, "start" Start true, "end" End true, "reason" Reason false]
}

pub static WRITTEN: &[NativeDef] = &[
    def("OSError.characters_written", "@get self", written),
    def("OSError.characters_written=", "self, value=NULL", set_written),
];

fn get(ctx: &mut Ctx<'_>, a: &[Value], member: M) -> NativeResult {
    handle(ctx, a[0])?;
    Ok(ctx.heap.exception_member(a[0], member).and_then(Value::given).unwrap_or(Value::None))
}

fn set(ctx: &mut Ctx<'_>, a: &[Value], member: M) -> NativeResult {
    let h = handle(ctx, a[0])?;
    ctx.heap.set_exception_member(h, member, a[1].or(Value::None));
    Ok(Value::None)
}

fn must_get(ctx: &mut Ctx<'_>, a: &[Value], member: M, name: &str) -> NativeResult {
    handle(ctx, a[0])?;
    match ctx.heap.exception_member(a[0], member).and_then(Value::given) {
        Some(v) => Ok(match ctx.heap.object(v) {
            // A decoding error keeps bytes, whatever it was made with.
            Some(Object::ByteArray(b)) => {
                let b = b.clone();
                ctx.heap.new_bytes(b)
            }
            _ => v,
        }),
        None if matches!(member, M::Start | M::End) => Ok(Value::Int(0)),
        None if matches!(member, M::Object) => Err(ctx.type_error(format!("{name} attribute not set"))),
        None => Ok(Value::None),
    }
}

/// Only numbers are looked at: whoever shows the error sees whether the rest fits.
fn set_typed(ctx: &mut Ctx<'_>, a: &[Value], member: M, is_number: bool) -> NativeResult {
    let h = handle(ctx, a[0])?;
    if is_number {
        if a[1].is_unset() {
            return Err(ctx.type_error("can't delete numeric/char attribute"));
        }
        if !matches!(a[1], Value::Int(_) | Value::Bool(_)) {
            let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(a[1]));
            return Err(ctx.type_error(message));
        }
    }
    ctx.heap.set_exception_member(h, member, a[1].or(Value::None));
    Ok(Value::None)
}

fn written(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    handle(ctx, a[0])?;
    match ctx.heap.exception_member(a[0], M::CharactersWritten).and_then(Value::given) {
        Some(v) => Ok(v),
        None => Err(ctx.raise(types::ATTRIBUTE_ERROR, "characters_written")),
    }
}

fn set_written(ctx: &mut Ctx<'_>, a: &[Value]) -> NativeResult {
    let h = handle(ctx, a[0])?;
    match a[1] {
        Value::Int(_) => ctx.heap.set_exception_member(h, M::CharactersWritten, a[1]),
        Value::Unset => {
            if ctx.heap.exception_member(a[0], M::CharactersWritten).and_then(Value::given).is_none() {
                return Err(ctx.raise(types::ATTRIBUTE_ERROR, "characters_written"));
            }
            ctx.heap.set_exception_member(h, M::CharactersWritten, Value::Unset);
        }
        v => {
            let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
            return Err(ctx.type_error(message));
        }
    }
    Ok(Value::None)
}

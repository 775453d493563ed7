//! What is under `open`: whole files, read through the world. The file objects are classes of prelude/files.py.

use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("open", "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None", open),
    def("_read_file", "path, /", read_file),
];

fn open(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let default = ctx.heap.new_str("r");
    let or_none = |v: Value| v.or(Value::None);
    Err(ctx.prelude("_open", &[args[0], args[1].or(default), or_none(args[3]), or_none(args[4]), or_none(args[5])]))
}

/// The bytes of a file.
fn read_file(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let path = ctx.heap.str_lossy(args[0]);
    match ctx.world.read_file(&path, ctx.now) {
        Ok(bytes) => Ok(ctx.heap.new_bytes(bytes)),
        Err(failure) => {
            let message = ctx.heap.new_str(&failure.message);
            let parts = ctx.heap.new_tuple([Value::Int(i64::from(failure.errno)), message, args[0]]);
            Err(Exit::Raise(ctx.heap.new_exception(os_error_class(failure.errno), parts)))
        }
    }
}

/// The class of an OSError by its number.
fn os_error_class(errno: i32) -> Handle {
    match errno {
        1 | 13 => types::PERMISSION_ERROR,
        2 => types::FILE_NOT_FOUND_ERROR,
        17 => types::FILE_EXISTS_ERROR,
        20 => types::NOT_A_DIRECTORY_ERROR,
        21 => types::IS_A_DIRECTORY_ERROR,
        _ => types::OS_ERROR,
    }
}

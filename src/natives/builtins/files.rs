//! What is under `open`: files read as a whole, and written to at a place, through the world. The file objects are classes
//! of prelude/files.py.

use crate::natives::core::exception::class_of_errno;
use crate::vm::arith::bytes_of;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::value::Value;
use crate::world::{FileChange, OsFailure};

pub static TABLE: &[NativeDef] = &[
    def("open", "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None", open),
    def("_read_file", "path, /", read_file),
    def("_change_file", "path, change, data, at, /", change_file),
];

fn open(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let default = ctx.heap.new_str("r");
    let or_none = |v: Value| v.or(Value::None);
    let buffering = args[2].or(Value::Int(-1));
    let closefd = args[6].or(Value::Bool(true));
    let rest = [buffering, or_none(args[3]), or_none(args[4]), or_none(args[5]), closefd, or_none(args[7])];
    let mut all = vec![args[0], args[1].or(default)];
    all.extend(rest);
    Err(ctx.prelude("_open", &all))
}

/// The bytes of a file.
fn read_file(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let path = ctx.heap.str_lossy(args[0]);
    match ctx.world.read_file(&path, ctx.now) {
        Ok(bytes) => Ok(ctx.heap.new_bytes(bytes)),
        Err(failure) => Err(refused(ctx, &failure, args[0])),
    }
}

fn refused(ctx: &mut Ctx<'_>, failure: &OsFailure, path: Value) -> Exit {
    let message = ctx.heap.new_str(&failure.message);
    let parts = ctx.heap.new_tuple([Value::Int(i64::from(failure.errno)), message, path]);
    Exit::Raise(ctx.heap.new_exception(class_of_errno(i64::from(failure.errno)), parts))
}

/// One change to a file. `change` is a mode of `open`, or what to do with `data` and `at`.
fn change_file(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let at = match args[3] {
        Value::Int(i) => u64::try_from(i).unwrap_or(0),
        _ => 0,
    };
    let change = match ctx.heap.str_lossy(args[1]).as_str() {
        "w" => FileChange::Create,
        "x" => FileChange::CreateNew,
        "a" => FileChange::Append,
        "r" => FileChange::Update,
        "write" => FileChange::WriteAt(at),
        "append" => FileChange::WriteAtEnd,
        _ => FileChange::SetLength(at),
    };
    let path = ctx.heap.str_lossy(args[0]);
    let bytes = bytes_of(ctx.heap, args[2]).unwrap_or_default();
    match ctx.world.change_file(&path, change, bytes, ctx.now) {
        Ok(n) => Ok(Value::Int(n as i64)),
        Err(failure) => Err(refused(ctx, &failure, args[0])),
    }
}

//! `list.sort`, and what the prelude needs for it.

use super::args::flag;
use super::receiver;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::sorting;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] =
    &[def("list.sort", "self, /, *, key=None, reverse=False", sort), def("_sort_by_keys", "items, keys, reverse", sort_by_keys)];

fn sort(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "sort")?;
    let (key, reverse) = (args[1].or(Value::None), flag(args[2]));
    if matches!(key, Value::None)
        && let Some(sorted) = sorting::sort(ctx.heap, ctx.heap.list(args[0]).unwrap_or(&[]), None, reverse)
    {
        *ctx.heap.list_mut(this) = sorted;
        return Ok(Value::None);
    }
    Err(ctx.prelude("_list_sort", &[args[0], key, Value::Bool(reverse)]))
}

/// `_sort_by_keys(items, keys, reverse)`: a new list of the items in the order of their keys; None where user code must
/// compare them.
fn sort_by_keys(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (items, keys) = (ctx.heap.items(args[0]).unwrap_or(&[]), ctx.heap.items(args[1]).unwrap_or(&[]));
    match sorting::sort(ctx.heap, items, Some(keys), flag(args[2])) {
        Some(sorted) => Ok(ctx.heap.new_list(sorted)),
        None => Ok(Value::None),
    }
}

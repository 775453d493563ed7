//! `list`: its methods. Sorting is in [`super::sorting`]; subscription and operators are in [`crate::vm`], because the
//! interpreter has them too.

use super::args::index_again;
use super::receiver;
use super::sequence;
use crate::bytecode::{BinOp, CmpOp};
use crate::vm::compare;
use crate::vm::container_ops;
use crate::vm::items::raw;
use crate::vm::iterate;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::slicing::{self, Index};
use crate::vm::types;
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("list.__new__", "cls, *args, **kwargs", new),
    def("list.__init__", "self, *args, **kwargs", init),
    def("list.append", "self, object, /", append),
    def("list.extend", "self, iterable, /", extend),
    def("list.insert", "self, index, object, /", insert),
    def("list.remove", "self, value, /", remove),
    def("list.pop", "self, index=-1, /", pop),
    def("list.clear", "self, /", clear),
    def("list.index", "self, value, start=0, stop=9223372036854775807, /", index),
    def("list.count", "self, value, /", count),
    def("list.reverse", "self, /", reverse),
    def("list.copy", "self, /", copy),
    def("list.__len__", "self, /", len),
    def("list.__getitem__", "self, index, /", get_item),
    def("list.__setitem__", "self, key, value, /", set_item),
    def("list.__delitem__", "self, key, /", del_item),
    def("list.__contains__", "self, key, /", contains),
    def("list.__iter__", "self, /", iter),
    def("list.__reversed__", "self, /", reversed),
    def("list.__repr__", "self, /", repr),
    def("list.__eq__", "self, value, /", eq),
    def("list.__ne__", "self, value, /", ne),
    def("list.__lt__", "self, value, /", lt),
    def("list.__le__", "self, value, /", le),
    def("list.__gt__", "self, value, /", gt),
    def("list.__ge__", "self, value, /", ge),
    def("list.__add__", "self, value, /", add),
    def("list.__iadd__", "self, value, /", iadd),
    def("list.__mul__", "self, value, /", mul),
    def("list.__rmul__", "self, value, /", mul),
    def("list.__imul__", "self, value, /", imul),
    def("_list_put", "list, items", put),
    def("_list_take", "list", take),
];

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = receiver::class(ctx, args[0], "list")?;
    if class != types::LIST {
        return Ok(Value::Obj(ctx.heap.alloc(class, Object::List(Vec::new()))));
    }
    let [iterable] = receiver::construction(ctx, "list", args[1], args[2])?;
    if iterable.is_unset() {
        return Ok(ctx.heap.new_list(Vec::new()));
    }
    match iterate::collect(ctx, iterable)? {
        Some(items) => Ok(ctx.heap.new_list(items)),
        None => {
            receiver::want_iterable(ctx, iterable)?;
            Err(ctx.prelude("_list_from", &[iterable]))
        }
    }
}

fn init(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__init__")?;
    let [iterable] = receiver::construction(ctx, "list", args[1], args[2])?;
    if ctx.heap.list(args[0]).is_some_and(|items| !items.is_empty()) {
        ctx.heap.list_mut(this).clear();
    }
    if iterable.is_unset() { Ok(Value::None) } else { extend(ctx, &[args[0], iterable]) }
}

fn append(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "append")?;
    ctx.heap.list_push(this, args[1]);
    Ok(Value::None)
}

fn extend(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "extend")?;
    match iterate::collect(ctx, args[1])? {
        Some(items) => {
            container_ops::extend(ctx.heap, this, &items);
            Ok(Value::None)
        }
        None => {
            receiver::want_iterable(ctx, args[1])?;
            Err(ctx.prelude("_list_extend_from", args))
        }
    }
}

fn insert(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "insert")?;
    let at = slicing::index(ctx.heap, args[1]);
    if matches!(at, Index::User | Index::Not) {
        return Err(index_again(ctx, "list.insert", args, 1));
    }
    let len = ctx.heap.items(args[0]).map_or(0, <[Value]>::len);
    let at = slicing::clip(at, len);
    if at == len {
        ctx.heap.list_push(this, args[2]);
    } else {
        ctx.heap.list_mut(this).insert(at, args[2]);
    }
    Ok(Value::None)
}

fn remove(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "remove")?;
    for (i, &item) in ctx.heap.items(args[0]).unwrap_or(&[]).iter().enumerate() {
        match compare::same(ctx.heap, item, args[1]) {
            Some(false) => {}
            Some(true) => {
                ctx.heap.list_mut(this).remove(i);
                return Ok(Value::None);
            }
            None => return Err(ctx.prelude("_list_remove", args)),
        }
    }
    Err(ctx.value_error("list.remove(x): x not in list"))
}

fn pop(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "pop")?;
    let len = ctx.heap.items(args[0]).map_or(0, <[Value]>::len);
    let at = match args[1] {
        Value::Unset => Index::Small(-1),
        v => slicing::index(ctx.heap, v),
    };
    let at = match at {
        Index::Small(i) => slicing::position(i, len),
        Index::Huge { .. } => return Err(ctx.index_error("cannot fit 'int' into an index-sized integer")),
        Index::User | Index::Not => return Err(index_again(ctx, "list.pop", args, 1)),
    };
    match at {
        Some(at) if at + 1 == len => Ok(ctx.heap.list_pop(this).unwrap_or(Value::None)),
        Some(at) => Ok(ctx.heap.list_mut(this).remove(at)),
        None if len == 0 => Err(ctx.index_error("pop from empty list")),
        None => Err(ctx.index_error("pop index out of range")),
    }
}

fn clear(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "clear")?;
    ctx.heap.list_mut(this).clear();
    Ok(Value::None)
}

fn index(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::list(ctx, args[0], "index")?;
    sequence::index(ctx, "list.index", args)
}

fn count(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::list(ctx, args[0], "count")?;
    sequence::count(ctx, args)
}

fn reverse(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "reverse")?;
    ctx.heap.list_mut(this).reverse();
    Ok(Value::None)
}

fn copy(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::list(ctx, args[0], "copy")?;
    let items = ctx.heap.items(args[0]).unwrap_or(&[]).to_vec();
    Ok(ctx.heap.new_list(items))
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::list(ctx, args[0], "__len__")?;
    Ok(sequence::len(ctx, args[0]))
}

fn get_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__getitem__")?;
    match raw::get_item(ctx, this, args[1])? {
        Some(v) => Ok(v),
        None => Err(sequence::plain_key_again(ctx, "list.__getitem__", args)),
    }
}

fn set_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__setitem__")?;
    match raw::set_item(ctx, this, args[1], args[2])? {
        Some(()) => Ok(Value::None),
        // The key needs `__index__`, or the new items of a slice need iteration.
        None => Err(ctx.prelude("_list_setitem", args)),
    }
}

fn del_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__delitem__")?;
    match raw::del_item(ctx, this, args[1])? {
        Some(()) => Ok(Value::None),
        None => Err(sequence::plain_key_again(ctx, "list.__delitem__", args)),
    }
}

fn contains(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::list(ctx, args[0], "__contains__")?;
    sequence::contains(ctx, args)
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__iter__")?;
    Ok(iterate::raw_iter(ctx.heap, this).unwrap_or(Value::None))
}

fn reversed(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__reversed__")?;
    Ok(iterate::raw_reversed(ctx.heap, this).unwrap_or(Value::None))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::list(ctx, args[0], "__repr__")?;
    sequence::repr(ctx, args[0])
}

fn compare_lists(ctx: &mut Ctx<'_>, args: &[Value], op: CmpOp, method: &str) -> NativeResult {
    receiver::list(ctx, args[0], method)?;
    if ctx.heap.list(args[1]).is_none() {
        return Ok(Value::NotImplemented);
    }
    sequence::compare(ctx, op, args)
}

fn eq(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_lists(ctx, args, CmpOp::Eq, "__eq__")
}
fn ne(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_lists(ctx, args, CmpOp::Ne, "__ne__")
}
fn lt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_lists(ctx, args, CmpOp::Lt, "__lt__")
}
fn le(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_lists(ctx, args, CmpOp::Le, "__le__")
}
fn gt(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_lists(ctx, args, CmpOp::Gt, "__gt__")
}
fn ge(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    compare_lists(ctx, args, CmpOp::Ge, "__ge__")
}

fn add(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__add__")?;
    Ok(container_ops::concatenated(ctx.heap, this, args[1]).unwrap_or(Value::NotImplemented))
}

fn iadd(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__iadd__")?;
    match iterate::collect(ctx, args[1])? {
        Some(items) => {
            container_ops::extend(ctx.heap, this, &items);
            Ok(args[0])
        }
        None => {
            receiver::want_iterable(ctx, args[1])?;
            Err(ctx.prelude("_list_iadd", args))
        }
    }
}

fn mul(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__mul__")?;
    sequence::repeat(ctx, this, args, BinOp::Mul, "list.__mul__")
}

fn imul(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "__imul__")?;
    sequence::repeat(ctx, this, args, BinOp::IMul, "list.__imul__")
}

/// `_list_take(list)`: a new list of its items; the list is empty.
fn take(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "sort")?;
    let items = std::mem::take(ctx.heap.list_mut(this));
    Ok(ctx.heap.new_list(items))
}

/// `_list_put(list, items)`: the list gets the items of another one, whatever it holds. Says whether it held anything.
fn put(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::list(ctx, args[0], "sort")?;
    let items = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    let old = std::mem::replace(ctx.heap.list_mut(this), items);
    Ok(Value::Bool(!old.is_empty()))
}

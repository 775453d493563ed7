//! `dict`: its methods. The views are in [`super::views`], what the prelude uses in [`super::probing`].

use super::receiver;
use super::sequence;
use crate::bytecode::CmpOp;
use crate::vm::collections::Dict;
use crate::vm::compare;
use crate::vm::container_ops;
use crate::vm::hash::{self, Hashed};
use crate::vm::items::raw;
use crate::vm::iterate;
use crate::vm::lookup;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::{DictPart, Object};
use crate::vm::special;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

pub static TABLE: &[NativeDef] = &[
    def("dict.__new__", "cls, *args, **kwargs", new),
    def("dict.__init__", "self, *args, **kwargs", init),
    def("dict.fromkeys", "cls, iterable, value=None, /", fromkeys),
    def("dict.get", "self, key, default=None, /", get),
    def("dict.setdefault", "self, key, default=None, /", setdefault),
    def("dict.pop", "self, key, default=None, /", pop),
    def("dict.popitem", "self, /", popitem),
    def("dict.update", "self, *args, **kwargs", update),
    def("dict.clear", "self, /", clear),
    def("dict.copy", "self, /", copy),
    def("dict.keys", "self, /", keys),
    def("dict.values", "self, /", values),
    def("dict.items", "self, /", items),
    def("dict.__len__", "self, /", len),
    def("dict.__getitem__", "self, key, /", get_item),
    def("dict.__setitem__", "self, key, value, /", set_item),
    def("dict.__delitem__", "self, key, /", del_item),
    def("dict.__contains__", "self, key, /", contains),
    def("dict.__iter__", "self, /", iter),
    def("dict.__reversed__", "self, /", reversed),
    def("dict.__repr__", "self, /", repr),
    def("dict.__eq__", "self, value, /", eq),
    def("dict.__ne__", "self, value, /", ne),
    def("dict.__or__", "self, value, /", or),
    def("dict.__ror__", "self, value, /", ror),
    def("dict.__ior__", "self, value, /", ior),
];

/// Why a key could not be looked up: an error when it is unhashable, else a function of the prelude.
fn leave(ctx: &mut Ctx<'_>, key: Value, name: &'static str, args: &[Value]) -> Exit {
    match hash::hash(ctx.heap, key) {
        Hashed::Unhashable => ctx.unhashable(key),
        _ => ctx.prelude(name, args),
    }
}

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let class = receiver::class(ctx, args[0], "dict")?;
    if class != types::DICT {
        return Ok(Value::Obj(ctx.heap.alloc(class, Object::Dict(Box::default()))));
    }
    let [other] = receiver::positional(ctx, "dict", args[1])?;
    if other.is_unset() {
        // The dict of keyword arguments is new: nobody else has it.
        return Ok(args[2]);
    }
    let this = ctx.heap.new_dict(Dict::default());
    fill(ctx, this, other, args[2], this)
}

fn init(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "__init__")?;
    let [other] = receiver::positional(ctx, "dict", args[1])?;
    fill(ctx, args[0], other, args[2], Value::None)
}

fn update(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "update")?;
    let [other] = receiver::positional(ctx, "update", args[1])?;
    fill(ctx, args[0], other, args[2], Value::None)
}

/// Add what `dict(other, **kwargs)` would hold; the outcome is `result`.
fn fill(ctx: &mut Ctx<'_>, this: Value, other: Value, kwargs: Value, result: Value) -> NativeResult {
    let Value::Obj(dict) = this else { return Ok(result) };
    if !other.is_unset() && !add_other(ctx, dict, other, kwargs, result)? {
        return Err(ctx.prelude("_dict_update_from", &[this, other, kwargs, result]));
    }
    if let Value::Obj(kw) = kwargs
        && container_ops::update_dict(ctx.heap, dict, kw).is_err()
    {
        return Err(ctx.prelude("_dict_update_from", &[this, kwargs, kwargs, result]));
    }
    Ok(result)
}

/// Add a mapping, or an iterable of pairs. `false`: the prelude must.
fn add_other(ctx: &mut Ctx<'_>, dict: Handle, other: Value, kwargs: Value, result: Value) -> Result<bool, Exit> {
    match ctx.heap.object(other) {
        Some(Object::Dict(_)) => {
            let Value::Obj(from) = other else { return Ok(false) };
            let direct = special::is_builtin(ctx.heap, from, "__iter__");
            return Ok(direct && container_ops::update_dict(ctx.heap, dict, from).is_ok());
        }
        Some(Object::MappingProxy(_)) => return Ok(false),
        _ if special::made_class_has(ctx.heap, other, "keys") => return Ok(false),
        _ => {}
    }
    receiver::want_iterable(ctx, other)?;
    let Some(pairs) = iterate::collect(ctx, other)? else { return Ok(false) };
    for (i, &pair) in pairs.iter().enumerate() {
        let row = match ctx.heap.items(pair) {
            Some(&[key, value]) => Some(vec![key, value]),
            _ if !iterate::is_iterable(ctx.heap, pair) => {
                return Err(ctx.type_error(format!("cannot convert dictionary update sequence element #{i} to a sequence")));
            }
            _ => iterate::collect(ctx, pair)?,
        };
        let done = match row.as_deref() {
            Some(&[key, value]) => match lookup::dict_set(ctx.heap, dict, key, value) {
                Ok(()) => true,
                Err(_) if hash::hash(ctx.heap, key) == Hashed::Unhashable => return Err(ctx.unhashable(key)),
                Err(_) => false,
            },
            Some(row) => {
                let n = row.len();
                let message = format!("dictionary update sequence element #{i} has length {n}; 2 is required");
                return Err(ctx.value_error(message));
            }
            None => false,
        };
        if !done {
            // The rest only: the iterable may be used up.
            let mut rest = pairs[i..].to_vec();
            if let Some(row) = row {
                rest[0] = ctx.heap.new_list(row);
            }
            let rest = ctx.heap.new_list(rest);
            return Err(ctx.prelude("_dict_update_pairs", &[Value::Obj(dict), rest, Value::Int(i as i64), kwargs, result]));
        }
    }
    Ok(true)
}

fn fromkeys(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let value = args[2].or(Value::None);
    let class = receiver::class(ctx, args[0], "dict")?;
    let mut keys = args[1];
    if class == types::DICT {
        receiver::want_iterable(ctx, args[1])?;
        if let Some(all) = iterate::collect(ctx, args[1])? {
            let dict = ctx.heap.new_dict(Dict::with_capacity(all.len()));
            let Value::Obj(h) = dict else { return Ok(dict) };
            if all.iter().all(|&key| lookup::dict_set(ctx.heap, h, key, value).is_ok()) {
                return Ok(dict);
            }
            keys = ctx.heap.new_list(all);
        }
    }
    Err(ctx.prelude("_dict_fromkeys", &[args[0], keys, value]))
}

fn get(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "get")?;
    let default = args[2].or(Value::None);
    match lookup::dict_get(ctx.heap, this, args[1]) {
        Ok(found) => Ok(found.unwrap_or(default)),
        Err(_) => Err(leave(ctx, args[1], "_dict_get", &[args[0], args[1], default])),
    }
}

fn setdefault(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "setdefault")?;
    let default = args[2].or(Value::None);
    match lookup::dict_get(ctx.heap, this, args[1]) {
        Ok(Some(v)) => Ok(v),
        Ok(None) if lookup::dict_set(ctx.heap, this, args[1], default).is_ok() => Ok(default),
        _ => Err(leave(ctx, args[1], "_dict_setdefault", &[args[0], args[1], default])),
    }
}

fn pop(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "pop")?;
    match lookup::dict_del(ctx.heap, this, args[1]) {
        Ok(Some(v)) => Ok(v),
        Ok(None) => match args[2] {
            Value::Unset => Err(ctx.key_error(args[1])),
            default => Ok(default),
        },
        Err(_) => {
            let default: Vec<Value> = args[2].given().into_iter().collect();
            let default = ctx.heap.new_tuple(default);
            Err(leave(ctx, args[1], "_dict_pop", &[args[0], args[1], default]))
        }
    }
}

fn popitem(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "popitem")?;
    let last = ctx.heap.dict(args[0]).and_then(|d| d.entries().iter().rposition(|e| !e.key.is_unset()));
    match last {
        Some(at) => {
            let (key, value) = ctx.heap.dict_remove_at(this, at);
            Ok(ctx.heap.new_tuple([key, value]))
        }
        None => Err(ctx.raise(types::KEY_ERROR, "popitem(): dictionary is empty")),
    }
}

fn clear(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "clear")?;
    ctx.heap.dict_mut(this).clear();
    Ok(Value::None)
}

fn copy(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "copy")?;
    let copy = ctx.heap.dict(args[0]).cloned().unwrap_or_default();
    Ok(ctx.heap.new_dict(copy))
}

fn view(ctx: &mut Ctx<'_>, args: &[Value], kind: DictPart, class: Handle, method: &str) -> NativeResult {
    let dict = receiver::dict(ctx, args[0], method)?;
    Ok(Value::Obj(ctx.heap.alloc(class, Object::DictView { dict, kind })))
}

fn keys(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    view(ctx, args, DictPart::Keys, types::DICT_KEYS, "keys")
}
fn values(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    view(ctx, args, DictPart::Values, types::DICT_VALUES, "values")
}
fn items(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    view(ctx, args, DictPart::Items, types::DICT_ITEMS, "items")
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "__len__")?;
    Ok(sequence::len(ctx, args[0]))
}

fn get_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__getitem__")?;
    match raw::get_item(ctx, this, args[1])? {
        Some(v) => Ok(v),
        None => Err(ctx.prelude("_dict_getitem", args)),
    }
}

fn set_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__setitem__")?;
    match raw::set_item(ctx, this, args[1], args[2])? {
        Some(()) => Ok(Value::None),
        None => Err(ctx.prelude("_dict_setitem", args)),
    }
}

fn del_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__delitem__")?;
    match raw::del_item(ctx, this, args[1])? {
        Some(()) => Ok(Value::None),
        None => Err(ctx.prelude("_dict_delitem", args)),
    }
}

fn contains(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__contains__")?;
    match raw::contains(ctx, this, args[1])? {
        Some(answer) => Ok(Value::Bool(answer)),
        None => Err(ctx.prelude("_dict_contains", args)),
    }
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__iter__")?;
    Ok(iterate::raw_iter(ctx.heap, this).unwrap_or(Value::None))
}

fn reversed(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let this = receiver::dict(ctx, args[0], "__reversed__")?;
    Ok(iterate::raw_reversed(ctx.heap, this).unwrap_or(Value::None))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "__repr__")?;
    sequence::repr(ctx, args[0])
}

fn equality(ctx: &mut Ctx<'_>, args: &[Value], op: CmpOp, method: &str) -> NativeResult {
    receiver::dict(ctx, args[0], method)?;
    if ctx.heap.dict(args[1]).is_none() {
        return Ok(Value::NotImplemented);
    }
    match compare::compare(ctx.heap, op, args[0], args[1]) {
        Some(answer) => Ok(Value::Bool(answer)),
        None => Err(ctx.prelude("_dict_equality", &[args[0], args[1], Value::Bool(op == CmpOp::Eq)])),
    }
}

fn eq(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    equality(ctx, args, CmpOp::Eq, "__eq__")
}
fn ne(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    equality(ctx, args, CmpOp::Ne, "__ne__")
}

/// `left | right`: a new dict, or NotImplemented.
fn merged(ctx: &mut Ctx<'_>, left: Value, right: Value) -> NativeResult {
    let (Some(d), Some(_)) = (ctx.heap.dict(left), ctx.heap.dict(right)) else { return Ok(Value::NotImplemented) };
    let copy = d.clone();
    let new = ctx.heap.new_dict(copy);
    fill(ctx, new, right, Value::None, new)
}

fn or(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "__or__")?;
    merged(ctx, args[0], args[1])
}

fn ror(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "__ror__")?;
    merged(ctx, args[1], args[0])
}

fn ior(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    receiver::dict(ctx, args[0], "__ior__")?;
    fill(ctx, args[0], args[1], Value::None, args[0])
}

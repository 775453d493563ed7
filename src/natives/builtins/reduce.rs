//! `sum`, `min`, `max`, `any`, `all`, `sorted`: at once over plain values, in the prelude where user code is involved.

use crate::bytecode::{BinOp, CmpOp};
use crate::natives::convert::{self, Int};
use crate::vm::iterate::{self, Step, collect};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::value::Value;
use crate::vm::{arith, compare, container_ops, ranges};

pub static TABLE: &[NativeDef] = &[
    def("sum", "iterable, /, start=0", sum),
    def("min", "*args, key=None, default=None", min),
    def("max", "*args, key=None, default=None", max),
    def("any", "iterable, /", any),
    def("all", "iterable, /", all),
    def("sorted", "iterable, /, *, key=None, reverse=False", sorted),
];

fn sum(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let start = args[1].or(Value::Int(0));
    if let Some(total) = sum_of_range(ctx, args[0], start) {
        return Ok(total);
    }
    if ctx.heap.text(start).is_some() || matches!(ctx.heap.object(start), Some(Object::Bytes(_) | Object::ByteArray(_))) {
        return Err(ctx.prelude("_sum", &[args[0], start]));
    }
    let Some(items) = collect(ctx, args[0])? else {
        return Err(ctx.prelude("_sum", &[args[0], start]));
    };
    let mut total = start;
    let mut at = 0;
    if let Value::Int(mut n) = total {
        while let Some(step) = items.get(at).and_then(|v| small(*v)) {
            match n.checked_add(step) {
                Some(next) => n = next,
                None => break,
            }
            at += 1;
        }
        total = Value::Int(n);
        if at < items.len() {
            match add(ctx, total, items[at])? {
                Some(v) => total = v,
                None => return rest_of_sum(ctx, &items[at..], total),
            }
            at += 1;
        }
    }
    if let Value::Float(f) = total {
        let mut s = Compensated { total: f, lost: 0.0 };
        while let Some(&v) = items.get(at) {
            match (v, convert::int(ctx, v)) {
                (Value::Float(x), _) => s.add(x),
                (_, Some(Int::Small(i))) => s.total += i as f64,
                _ => break,
            }
            at += 1;
        }
        total = Value::Float(s.result());
    }
    while let Some(&v) = items.get(at) {
        match add(ctx, total, v)? {
            Some(v) => total = v,
            None => return rest_of_sum(ctx, &items[at..], total),
        }
        at += 1;
    }
    Ok(total)
}

/// Neumaier's summation: what each addition rounds away is summed up beside.
struct Compensated {
    total: f64,
    lost: f64,
}

impl Compensated {
    fn add(&mut self, x: f64) {
        let t = self.total + x;
        self.lost += if self.total.abs() >= x.abs() { (self.total - t) + x } else { (x - t) + self.total };
        self.total = t;
    }
    fn result(&self) -> f64 {
        if self.lost != 0.0 && self.lost.is_finite() { self.total + self.lost } else { self.total }
    }
}

fn small(v: Value) -> Option<i64> {
    match v {
        Value::Int(i) => Some(i),
        Value::Bool(b) => Some(i64::from(b)),
        _ => None,
    }
}

fn add(ctx: &mut Ctx<'_>, a: Value, b: Value) -> Result<Option<Value>, Exit> {
    match arith::binary(ctx, BinOp::Add, a, b)? {
        Some(v) => Ok(Some(v)),
        None => container_ops::binary(ctx, BinOp::Add, a, b),
    }
}

/// From here on `+` is user code, or an error.
fn rest_of_sum(ctx: &mut Ctx<'_>, items: &[Value], total: Value) -> NativeResult {
    let rest = ctx.heap.new_list(items.to_vec());
    Err(ctx.prelude("_sum_plainly", &[rest, total]))
}

/// The ends of a range of small ints (first, last, how many), if the value is one.
fn small_range(ctx: &Ctx<'_>, v: Value) -> Option<(i64, i64, u64)> {
    let Some(Object::Range(r)) = ctx.heap.object(v) else { return None };
    let (start, stop, step) = ranges::small(r)?;
    let n = ranges::small_length(start, stop, step);
    let last = if n == 0 { start } else { start.wrapping_add((n as i64 - 1).wrapping_mul(step)) };
    Some((start, last, n))
}

fn sum_of_range(ctx: &mut Ctx<'_>, v: Value, start: Value) -> Option<Value> {
    let (first, last, n) = small_range(ctx, v)?;
    let Value::Int(start) = start else { return None };
    let total = (i128::from(first) + i128::from(last)).checked_mul(i128::from(n))? / 2 + i128::from(start);
    Some(ctx.heap.new_int(total.into()))
}

fn min(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    extreme(ctx, "min", CmpOp::Lt, args)
}

fn max(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    extreme(ctx, "max", CmpOp::Gt, args)
}

fn extreme(ctx: &mut Ctx<'_>, name: &str, better: CmpOp, args: &[Value]) -> NativeResult {
    let given = ctx.heap.items(args[0]).unwrap_or(&[]).to_vec();
    let default = args[2].given();
    if given.is_empty() {
        return Err(ctx.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    let name_value = ctx.heap.new_str(name);
    let missing = Value::Obj(ctx.heap.missing());
    let key = args[1].or(Value::None);
    let general =
        |ctx: &mut Ctx<'_>, given: Value| ctx.prelude("_extreme", &[name_value, given, key, default.unwrap_or(missing)]);
    if !matches!(key, Value::None) || (given.len() > 1 && default.is_some()) {
        return Err(general(ctx, args[0]));
    }
    let items = match given[..] {
        [one] => match collect(ctx, one)? {
            Some(items) => items,
            None => return Err(general(ctx, args[0])),
        },
        _ => given,
    };
    let Some((&first, rest)) = items.split_first() else {
        return match default {
            Some(v) => Ok(v),
            None => Err(ctx.value_error(format!("{name}() iterable argument is empty"))),
        };
    };
    let mut best = first;
    for &v in rest {
        let is_better = match (v, best) {
            (Value::Int(a), Value::Int(b)) => Some(if better == CmpOp::Lt { a < b } else { a > b }),
            _ => compare::compare(ctx.heap, better, v, best),
        };
        match is_better {
            Some(true) => best = v,
            Some(false) => {}
            // Nothing was asked so far that anybody could notice: once more from the start.
            None => {
                let items = ctx.heap.new_list(items.clone());
                let given = ctx.heap.new_tuple([items]);
                return Err(general(ctx, given));
            }
        }
    }
    Ok(best)
}

fn any(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Some((first, _, n)) = small_range(ctx, args[0]) {
        return Ok(Value::Bool(n > 1 || (n == 1 && first != 0)));
    }
    until(ctx, args[0], true, "_any", "_any_after")
}

fn all(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    until(ctx, args[0], false, "_all", "_all_after")
}

/// Is there an item whose truth is `wanted`? No more items than needed are taken.
fn until(ctx: &mut Ctx<'_>, iterable: Value, wanted: bool, general: &'static str, after: &'static str) -> NativeResult {
    let it = match iterate::get_iter(ctx, iterable)? {
        Some(it) => it,
        None => return Err(ctx.prelude(general, &[iterable])),
    };
    loop {
        match iterate::next(ctx, it)? {
            Step::Item(v) => match compare::truth(ctx.heap, v) {
                Some(b) if b == wanted => return Ok(Value::Bool(wanted)),
                Some(_) => {}
                None => return Err(ctx.prelude(after, &[v, it])),
            },
            Step::Done => return Ok(Value::Bool(!wanted)),
            Step::Foreign => return Err(ctx.prelude(general, &[it])),
        }
    }
}

fn sorted(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Err(ctx.prelude("_sorted", &[args[0], args[1].or(Value::None), args[2].or(Value::Bool(false))]))
}

//! The run loop. The inner loop runs instructions of one frame that need nothing but registers and the heap; everything
//! else (calls, returns, slow paths) leaves it with an [`Event`], which the outer loop handles with the whole VM at hand.
//!
//! Instructions are counted without counting: the present moment is `bias + pc`, so only taken jumps, calls and returns
//! adjust `bias`. The collector and the limit are looked at on back edges and calls.

use super::call::{Window, call_in_place};
use super::heap::Heap;
use super::iterate::{self, Step};
use super::lookup;
use super::machine::{Stop, Vm};
use super::native::{Ctx, Exit, Resumption};
use super::object::{Iter, Object};
use super::stack::Resume;
use super::text::TextRef;
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::{BinOp, CmpOp, Conversion, Op, UnaryOp};

/// Why the inner loop was left.
enum Event {
    /// The moment that was asked for.
    Limit,
    Breakpoint,
    /// Time to collect garbage, at a loop's head.
    Collect,
    /// The instruction needs the whole VM.
    Slow(Op),
    Call {
        dst: u16,
        base: u16,
        argc: u8,
    },
    CallMethod {
        dst: u16,
        base: u16,
        argc: u8,
    },
    Return {
        src: u16,
    },
    /// The `for` whose head stands here wants the next item of a generator.
    Resume(Handle),
    Yield {
        src: u16,
    },
    /// A native came back without a value.
    Left {
        exit: Exit,
        dst: u16,
        resume: Resume,
    },
}

#[inline(always)]
fn compare_ints(op: CmpOp, a: i64, b: i64) -> Option<bool> {
    Some(match op {
        CmpOp::Lt => a < b,
        CmpOp::Le => a <= b,
        CmpOp::Eq => a == b,
        CmpOp::Ne => a != b,
        CmpOp::Gt => a > b,
        CmpOp::Ge => a >= b,
        CmpOp::Is => a == b,
        CmpOp::IsNot => a != b,
        CmpOp::In | CmpOp::NotIn => return None,
    })
}

#[inline(always)]
fn compare_floats(op: CmpOp, a: f64, b: f64) -> Option<bool> {
    Some(match op {
        CmpOp::Lt => a < b,
        CmpOp::Le => a <= b,
        CmpOp::Eq => a == b,
        CmpOp::Ne => a != b,
        CmpOp::Gt => a > b,
        CmpOp::Ge => a >= b,
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    })
}

/// Comparisons that need nothing but the values and the heap.
#[inline(always)]
pub(super) fn compare_fast(heap: &Heap, op: CmpOp, a: Value, b: Value) -> Option<bool> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => compare_ints(op, a, b),
        (Value::Float(a), Value::Float(b)) => compare_floats(op, a, b),
        (Value::Unset, _) | (_, Value::Unset) => None,
        _ => match op {
            CmpOp::Is => Some(a.is(b)),
            CmpOp::IsNot => Some(!a.is(b)),
            CmpOp::Eq | CmpOp::Ne => match (heap.text(a), heap.text(b)) {
                (Some(x), Some(y)) => Some((x == y) == (op == CmpOp::Eq)),
                _ => None,
            },
            _ => None,
        },
    }
}

/// Comparisons of builtin values of all kinds, as far as no user code has a say.
#[inline(never)]
fn compare_more(heap: &Heap, op: CmpOp, a: Value, b: Value) -> Option<bool> {
    if a.is_unset() || b.is_unset() {
        return None;
    }
    if !matches!(op, CmpOp::In | CmpOp::NotIn) {
        return super::compare::compare(heap, op, a, b);
    }
    let Value::Obj(h) = b else { return None };
    let slot = heap.slot(h);
    let found = match &slot.object {
        Object::Dict(_) if slot.class == types::DICT => lookup::dict_get(heap, h, a).ok()?.is_some(),
        Object::Set(_) if slot.class == types::SET => lookup::set_contains(heap, h, a).ok()?,
        Object::List(items) if slot.class == types::LIST => super::items::among(heap, items, a)?,
        Object::Tuple(items) if slot.class == types::TUPLE => super::items::among(heap, items, a)?,
        Object::Str(_) if slot.class == types::STR => match (heap.text_at(h)?, heap.text(a)?) {
            (TextRef::Ascii(text), TextRef::Ascii(part)) => text.contains(part),
            _ => return None,
        },
        _ => return None,
    };
    Some(found == (op == CmpOp::In))
}

#[inline]
fn compare(heap: &Heap, op: CmpOp, a: Value, b: Value) -> Option<bool> {
    match compare_fast(heap, op, a, b) {
        None => compare_more(heap, op, a, b),
        known => known,
    }
}

/// Truth, as far as no user code has a say.
#[inline]
fn truth_fast(heap: &Heap, v: Value) -> Option<bool> {
    match v {
        Value::Bool(b) => Some(b),
        Value::None => Some(false),
        Value::Int(i) => Some(i != 0),
        Value::Float(f) => Some(f != 0.0),
        Value::Unset => None,
        v => super::compare::truth(heap, v),
    }
}

#[inline(always)]
fn binary_fast(op: BinOp, a: Value, b: Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => match op {
            BinOp::Add | BinOp::IAdd => a.checked_add(b).map(Value::Int),
            BinOp::Sub | BinOp::ISub => a.checked_sub(b).map(Value::Int),
            BinOp::Mul | BinOp::IMul => a.checked_mul(b).map(Value::Int),
            BinOp::FloorDiv | BinOp::IFloorDiv if b > 0 => Some(Value::Int(a.div_euclid(b))),
            BinOp::Mod | BinOp::IMod if b > 0 => Some(Value::Int(a.rem_euclid(b))),
            BinOp::And | BinOp::IAnd => Some(Value::Int(a & b)),
            BinOp::Or | BinOp::IOr => Some(Value::Int(a | b)),
            BinOp::Xor | BinOp::IXor => Some(Value::Int(a ^ b)),
            BinOp::RShift | BinOp::IRShift if (0..64).contains(&b) => Some(Value::Int(a >> b)),
            BinOp::LShift | BinOp::ILShift if (0..32).contains(&b) && a.unsigned_abs() < 1 << 31 => Some(Value::Int(a << b)),
            // Both are exact as floats, so the quotient is the correctly rounded one.
            BinOp::TrueDiv | BinOp::ITrueDiv if b != 0 && a.unsigned_abs() < 1 << 53 && b.unsigned_abs() < 1 << 53 => {
                Some(Value::Float(a as f64 / b as f64))
            }
            _ => None,
        },
        (Value::Float(a), Value::Float(b)) => float_binary(op, a, b),
        (Value::Float(a), Value::Int(b)) if b.unsigned_abs() < 1 << 53 => float_binary(op, a, b as f64),
        (Value::Int(a), Value::Float(b)) if a.unsigned_abs() < 1 << 53 => float_binary(op, a as f64, b),
        _ => None,
    }
}

#[inline(always)]
fn float_binary(op: BinOp, a: f64, b: f64) -> Option<Value> {
    match op {
        BinOp::Add | BinOp::IAdd => Some(Value::Float(a + b)),
        BinOp::Sub | BinOp::ISub => Some(Value::Float(a - b)),
        BinOp::Mul | BinOp::IMul => Some(Value::Float(a * b)),
        BinOp::TrueDiv | BinOp::ITrueDiv if b != 0.0 => Some(Value::Float(a / b)),
        _ => None,
    }
}

/// [`binary_fast`] where it is the second choice.
#[inline(never)]
fn binary_more(heap: &mut Heap, op: BinOp, a: Value, b: Value) -> Option<Value> {
    binary_fast(op, a, b).or_else(|| if op == BinOp::Add { heap.concat_exact(a, b) } else { None })
}

/// A list's or tuple's index as an offset, if it is in range.
#[inline(always)]
fn offset(index: i64, len: usize) -> Option<usize> {
    let i = if index < 0 { index.checked_add(len as i64)? } else { index };
    usize::try_from(i).ok().filter(|&i| i < len)
}

#[inline(always)]
fn item_fast(heap: &Heap, obj: Value, index: i64) -> Option<Value> {
    let Value::Obj(h) = obj else { return None };
    let slot = heap.slot(h);
    match &slot.object {
        Object::List(items) if slot.class == super::types::LIST => offset(index, items.len()).map(|i| items[i]),
        Object::Tuple(items) if slot.class == super::types::TUPLE => offset(index, items.len()).map(|i| items[i]),
        Object::Str(_) => heap.char_at(h, index),
        _ => None,
    }
}

/// The items of a list or tuple whose class has no say in its iteration.
#[inline]
fn exact_items(heap: &Heap, v: Value) -> Option<&[Value]> {
    let class = heap.slot(v.handle()?).class;
    if class == super::types::LIST || class == super::types::TUPLE { heap.items(v) } else { None }
}

/// Store a value that was worked out a moment ago. Its two words went to memory apart, and reading them as one would have to
/// wait for both to arrive in the cache. `zero` is nothing but zero, which the compiler does not know: else it would see that
/// the arms do the same, and read both words as one.
#[inline(always)]
pub(super) fn put(place: &mut Value, v: Value, zero: u32) {
    match v {
        Value::Int(i) => *place = Value::Int(i ^ i64::from(zero)),
        Value::Obj(h) => *place = Value::Obj(Handle(h.0 ^ zero)),
        v => *place = v,
    }
}

/// Copy a register. An int was often written a moment ago, its two words apart: reading it as one would have to wait for
/// both to arrive in the cache, so it is not.
#[inline(always)]
pub(super) fn copy(regs: &mut [Value], from: usize, to: usize) {
    match regs[from] {
        Value::Int(i) => regs[to] = Value::Int(i),
        v => regs[to] = v,
    }
}

/// What a loop's head finds.
enum Round {
    Item(Value),
    Done,
    Generator(Handle),
    Slow,
}

/// The next item of the iterators that loops use most.
#[inline(always)]
fn next_fast(heap: &mut Heap, iter: Value) -> Round {
    let Value::Obj(h) = iter else { return Round::Slow };
    match heap.get(h) {
        Object::Iter(it) => match **it {
            Iter::Range { next, step, left } => {
                if left == 0 {
                    return Round::Done;
                }
                if let Object::Iter(it) = heap.get_mut(h) {
                    // Behind the last item nothing is read: wrapping there is harmless.
                    **it = Iter::Range { next: next.wrapping_add(step), step, left: left - 1 };
                }
                Round::Item(Value::Int(next))
            }
            Iter::List { list, index } => {
                let Object::List(items) = heap.get(list) else { return Round::Slow };
                let Some(&item) = items.get(index) else { return Round::Slow };
                if let Object::Iter(it) = heap.get_mut(h) {
                    **it = Iter::List { list, index: index + 1 };
                }
                Round::Item(item)
            }
            Iter::Tuple { tuple, index } => {
                let Object::Tuple(items) = heap.get(tuple) else { return Round::Slow };
                let Some(&item) = items.get(index) else { return Round::Slow };
                if let Object::Iter(it) = heap.get_mut(h) {
                    **it = Iter::Tuple { tuple, index: index + 1 };
                }
                Round::Item(item)
            }
            _ => Round::Slow,
        },
        Object::Generator(_) => Round::Generator(h),
        _ => Round::Slow,
    }
}

/// `dict[key] = value` of what is exactly a dict. `false`: not done.
#[inline]
fn set_in_dict(heap: &mut Heap, h: Handle, key: Value, v: Value) -> bool {
    heap.slot(h).class == types::DICT && lookup::dict_set(heap, h, key, v).is_ok()
}

impl Vm {
    /// Run until the moment `limit`: exactly when `PRECISE`, else up to the first safe point behind it.
    pub(super) fn run_loop<const PRECISE: bool>(&mut self, limit: u64) -> Stop {
        let zero = std::hint::black_box(0);
        loop {
            let Some(frame) = self.stack.frames.last() else { return Stop::Finished };
            let base = frame.base as usize;
            let globals = frame.globals;
            let mut pc = frame.pc as usize;
            let mut bias = self.registers.bias;
            if bias.wrapping_add(pc as u64) >= limit {
                return Stop::Limit;
            }
            let func = frame.func;
            let namespace = frame.namespace;
            let aside = self.aside;
            let world = &mut self.world;
            let method_cache = &mut self.method_cache;
            let loaded = &mut self.codes.all[frame.code.0 as usize];
            let nregs = usize::from(loaded.code.nregs);
            let heap = &mut self.heap;
            let ops: &[Op] = if aside { &loaded.code.ops } else { &loaded.ops };
            let caches = &mut loaded.caches;
            let consts = &loaded.consts;
            let w = &mut self.stack.regs[base..base + nregs];
            let event = loop {
                if PRECISE && bias.wrapping_add(pc as u64) >= limit {
                    break Event::Limit;
                }
                let op = ops[pc];
                /// Read a register.
                macro_rules! r {
                    ($r:expr) => {
                        w[$r as usize]
                    };
                }
                macro_rules! jump {
                    ($to:expr) => {{
                        let to = $to as usize;
                        bias = bias.wrapping_add(pc as u64 + 1).wrapping_sub(to as u64);
                        pc = to;
                        continue;
                    }};
                }
                macro_rules! branch {
                    ($cond:expr, $to:expr) => {{
                        if $cond {
                            jump!($to)
                        }
                    }};
                }
                /// What a native gets.
                macro_rules! ctx {
                    () => {
                        Ctx { heap: &mut *heap, world: &mut *world, now: bias.wrapping_add(pc as u64) }
                    };
                }
                macro_rules! relative {
                    ($rel:expr) => {
                        pc.wrapping_add_signed($rel as isize)
                    };
                }
                match op {
                    Op::Nop {} => {}
                    Op::Copy { dst, src } => match r!(src) {
                        Value::Unset => break Event::Slow(op),
                        Value::Int(i) => r!(dst) = Value::Int(i),
                        v => r!(dst) = v,
                    },
                    Op::LoadConst { dst, k } => r!(dst) = consts[k as usize],
                    Op::LoadInt { dst, imm } => r!(dst) = Value::Int(i64::from(imm)),
                    Op::Clear { dst } => r!(dst) = Value::Unset,
                    Op::Add { dst, a, b, .. } => match (r!(a), r!(b)) {
                        (Value::Int(x), Value::Int(y)) => match x.checked_add(y) {
                            Some(z) => r!(dst) = Value::Int(z),
                            None => break Event::Slow(op),
                        },
                        (Value::Float(x), Value::Float(y)) => r!(dst) = Value::Float(x + y),
                        (x, y) => match binary_more(heap, BinOp::Add, x, y) {
                            Some(z) => r!(dst) = z,
                            None => break Event::Slow(op),
                        },
                    },
                    Op::Sub { dst, a, b, .. } => match (r!(a), r!(b)) {
                        (Value::Int(x), Value::Int(y)) => match x.checked_sub(y) {
                            Some(z) => r!(dst) = Value::Int(z),
                            None => break Event::Slow(op),
                        },
                        (Value::Float(x), Value::Float(y)) => r!(dst) = Value::Float(x - y),
                        (x, y) => match binary_more(heap, BinOp::Sub, x, y) {
                            Some(z) => r!(dst) = z,
                            None => break Event::Slow(op),
                        },
                    },
                    Op::Mul { dst, a, b, .. } => match (r!(a), r!(b)) {
                        (Value::Int(x), Value::Int(y)) => match x.checked_mul(y) {
                            Some(z) => r!(dst) = Value::Int(z),
                            None => break Event::Slow(op),
                        },
                        (Value::Float(x), Value::Float(y)) => r!(dst) = Value::Float(x * y),
                        (x, y) => match binary_more(heap, BinOp::Mul, x, y) {
                            Some(z) => r!(dst) = z,
                            None => break Event::Slow(op),
                        },
                    },
                    Op::AddInt { dst, a, imm, .. } => match r!(a) {
                        Value::Int(x) => match x.checked_add(i64::from(imm)) {
                            Some(z) => r!(dst) = Value::Int(z),
                            None => break Event::Slow(op),
                        },
                        Value::Float(x) => r!(dst) = Value::Float(x + f64::from(imm)),
                        _ => break Event::Slow(op),
                    },
                    Op::SubInt { dst, a, imm, .. } => match r!(a) {
                        Value::Int(x) => match x.checked_sub(i64::from(imm)) {
                            Some(z) => r!(dst) = Value::Int(z),
                            None => break Event::Slow(op),
                        },
                        Value::Float(x) => r!(dst) = Value::Float(x - f64::from(imm)),
                        _ => break Event::Slow(op),
                    },
                    Op::Binary { op: which, dst, a, b } => match binary_fast(which, r!(a), r!(b)) {
                        Some(z) => r!(dst) = z,
                        None => break Event::Slow(op),
                    },
                    Op::BinaryInt { op: which, dst, a, imm } => match binary_fast(which, r!(a), Value::Int(i64::from(imm))) {
                        Some(z) => r!(dst) = z,
                        None => break Event::Slow(op),
                    },
                    Op::Unary { op: UnaryOp::Not, dst, src } => match truth_fast(heap, r!(src)) {
                        Some(t) => r!(dst) = Value::Bool(!t),
                        None => break Event::Slow(op),
                    },
                    Op::Unary { op: UnaryOp::Neg, dst, src } => match r!(src) {
                        Value::Int(i) if i != i64::MIN => r!(dst) = Value::Int(-i),
                        Value::Float(f) => r!(dst) = Value::Float(-f),
                        _ => break Event::Slow(op),
                    },
                    Op::Compare { op: which, dst, a, b } => match compare(heap, which, r!(a), r!(b)) {
                        Some(t) => r!(dst) = Value::Bool(t),
                        None => break Event::Slow(op),
                    },
                    Op::Jump { to } => jump!(to),
                    Op::Loop { to } => {
                        bias = bias.wrapping_add(pc as u64 + 1).wrapping_sub(u64::from(to));
                        pc = to as usize;
                        if heap.wants_collection() {
                            break Event::Collect;
                        }
                        if !PRECISE && bias.wrapping_add(pc as u64) >= limit {
                            break Event::Limit;
                        }
                        continue;
                    }
                    Op::JumpIf { src, to } => match truth_fast(heap, r!(src)) {
                        Some(t) => branch!(t, to),
                        None => break Event::Slow(op),
                    },
                    Op::JumpIfNot { src, to } => match truth_fast(heap, r!(src)) {
                        Some(t) => branch!(!t, to),
                        None => break Event::Slow(op),
                    },
                    Op::JumpIfCompare { op: which, a, b, rel } => match compare(heap, which, r!(a), r!(b)) {
                        Some(t) => branch!(t, relative!(rel)),
                        None => break Event::Slow(op),
                    },
                    Op::JumpIfNotCompare { op: which, a, b, rel } => match compare(heap, which, r!(a), r!(b)) {
                        Some(t) => branch!(!t, relative!(rel)),
                        None => break Event::Slow(op),
                    },
                    Op::JumpIfCompareInt { op: which, a, imm, rel } => match r!(a) {
                        Value::Int(x) if which as u8 <= CmpOp::Ge as u8 => {
                            branch!(compare_ints(which, x, i64::from(imm)) == Some(true), relative!(rel))
                        }
                        x => match compare_fast(heap, which, x, Value::Int(i64::from(imm))) {
                            Some(t) => branch!(t, relative!(rel)),
                            None => break Event::Slow(op),
                        },
                    },
                    Op::JumpIfNotCompareInt { op: which, a, imm, rel } => match r!(a) {
                        Value::Int(x) if which as u8 <= CmpOp::Ge as u8 => {
                            branch!(compare_ints(which, x, i64::from(imm)) == Some(false), relative!(rel))
                        }
                        x => match compare_fast(heap, which, x, Value::Int(i64::from(imm))) {
                            Some(t) => branch!(!t, relative!(rel)),
                            None => break Event::Slow(op),
                        },
                    },
                    Op::JumpIfUnset { src, to } => branch!(r!(src).is_unset(), to),
                    Op::JumpIfPending { slot, imm, rel } => {
                        if matches!(r!(slot), Value::Int(k) if k == i64::from(imm)) {
                            r!(slot) = Value::Unset;
                            jump!(relative!(rel))
                        }
                    }
                    Op::Next { dst, iter } => match next_fast(heap, r!(iter)) {
                        Round::Item(v) => {
                            r!(dst) = v;
                            jump!(pc + 3)
                        }
                        Round::Done => {
                            r!(iter) = Value::Unset;
                            jump!(pc + 2)
                        }
                        Round::Generator(h) => break Event::Resume(h),
                        Round::Slow => match iterate::next(&mut ctx!(), r!(iter)) {
                            Ok(Step::Item(v)) => {
                                put(&mut r!(dst), v, zero);
                                jump!(pc + 3)
                            }
                            Ok(Step::Done) => {
                                r!(iter) = Value::Unset;
                                jump!(pc + 2)
                            }
                            Ok(Step::Foreign) => break Event::Slow(op),
                            Err(exit) => break Event::Left { exit, dst, resume: Resume::Complete },
                        },
                    },
                    Op::GetItem { dst, obj, key } => {
                        let (o, k) = (r!(obj), r!(key));
                        let found = match k {
                            Value::Int(i) => item_fast(heap, o, i),
                            _ => None,
                        };
                        match found.or_else(|| super::build::dict_get_fast(heap, o, k)) {
                            Some(v) => r!(dst) = v,
                            None => break Event::Slow(op),
                        }
                    }
                    Op::GetItemInt { dst, obj, imm } => match item_fast(heap, r!(obj), i64::from(imm)) {
                        Some(v) => r!(dst) = v,
                        None => break Event::Slow(op),
                    },
                    Op::SetItem { obj, key, src } => {
                        let Value::Obj(h) = r!(obj) else { break Event::Slow(op) };
                        // An int was often worked out a moment ago; see `put`.
                        let v = match r!(src) {
                            Value::Unset => break Event::Slow(op),
                            Value::Int(i) => Value::Int(i ^ i64::from(zero)),
                            v => v,
                        };
                        let done = match r!(key) {
                            Value::Int(i) if heap.list_set_fast(h, i, v) => true,
                            k => set_in_dict(heap, h, k, v),
                        };
                        if !done {
                            break Event::Slow(op);
                        }
                    }
                    Op::LoadGlobal { dst, site } => {
                        let cache = &caches[site as usize];
                        match super::globals::load_cached(heap, globals, cache) {
                            Some(v) => r!(dst) = v,
                            None => break Event::Slow(op),
                        }
                    }
                    // At module level the names are the global variables.
                    Op::LoadName { dst, site } => {
                        let cached = match namespace == globals {
                            true => super::globals::load_cached(heap, globals, &caches[site as usize]),
                            false => None,
                        };
                        match cached {
                            Some(v) => r!(dst) = v,
                            None => break Event::Slow(op),
                        }
                    }
                    Op::StoreName { site, src } => {
                        let v = r!(src);
                        let done = !v.is_unset()
                            && namespace == globals
                            && super::globals::store_cached(heap, globals, &caches[site as usize], v);
                        if !done {
                            break Event::Slow(op);
                        }
                    }
                    Op::StoreGlobal { site, src } => {
                        let v = r!(src);
                        if v.is_unset() || !super::globals::store_cached(heap, globals, &caches[site as usize], v) {
                            break Event::Slow(op);
                        }
                    }
                    Op::LoadCell { dst, cell } => match r!(cell) {
                        Value::Obj(h) => match heap.get(h) {
                            Object::Cell(v) if !v.is_unset() => r!(dst) = *v,
                            _ => break Event::Slow(op),
                        },
                        _ => break Event::Slow(op),
                    },
                    Op::StoreCell { cell, src } => match (r!(cell), r!(src)) {
                        (Value::Obj(h), v) if !v.is_unset() => match heap.get_mut(h) {
                            Object::Cell(content) => *content = v,
                            _ => break Event::Slow(op),
                        },
                        _ => break Event::Slow(op),
                    },
                    Op::StoreFree { free, src } => {
                        let cell = match heap.get(func) {
                            Object::Function(f) => f.closure.get(usize::from(free)).copied(),
                            _ => None,
                        };
                        match (cell.map(|c| heap.get_mut(c)), r!(src)) {
                            (Some(Object::Cell(content)), v) if !v.is_unset() => *content = v,
                            _ => break Event::Slow(op),
                        }
                    }
                    Op::LoadFree { dst, free } => match heap.get(func) {
                        Object::Function(f) => match f.closure.get(usize::from(free)).map(|&c| heap.get(c)) {
                            Some(Object::Cell(v)) if !v.is_unset() => r!(dst) = *v,
                            _ => break Event::Slow(op),
                        },
                        _ => break Event::Slow(op),
                    },
                    Op::GetAttr { dst, obj, site } => match super::attr::get_cached(heap, r!(obj), &caches[site as usize]) {
                        Some(v) => r!(dst) = v,
                        None => break Event::Slow(op),
                    },
                    Op::SetAttr { obj, site, src } => {
                        let v = r!(src);
                        if v.is_unset() || !super::attr::set_cached(heap, r!(obj), &caches[site as usize], v) {
                            break Event::Slow(op);
                        }
                    }
                    Op::LoadMethod { base, obj, site } => {
                        let o = r!(obj);
                        match super::attr::method_cached(heap, o, &caches[site as usize]) {
                            Some((callee, this)) => {
                                r!(base) = callee;
                                r!(base + 1) = this;
                            }
                            None => break Event::Slow(op),
                        }
                    }
                    Op::ListAppend { list, src } => match (r!(list), r!(src)) {
                        (Value::Obj(h), v) if !v.is_unset() => heap.list_push(h, v),
                        _ => break Event::Slow(op),
                    },
                    Op::BuildTuple { dst, base, n } => {
                        let start = usize::from(base);
                        r!(dst) = heap.new_tuple(&w[start..start + usize::from(n)]);
                    }
                    Op::BuildList { dst, base, n } => {
                        let start = usize::from(base);
                        let items = w[start..start + usize::from(n)].to_vec();
                        r!(dst) = heap.new_list(items);
                    }
                    Op::UnpackSequence { src, base, n } => {
                        let start = usize::from(base);
                        match exact_items(heap, r!(src)) {
                            Some(items) if items.len() == usize::from(n) => {
                                w[start..start + items.len()].copy_from_slice(items);
                            }
                            _ => break Event::Slow(op),
                        }
                    }
                    Op::Format { conv: Conversion::None | Conversion::Str, dst, src } => match r!(src) {
                        Value::Int(i) => r!(dst) = heap.new_text(super::repr::number::small(i)),
                        v if heap.class_of(v) == types::STR => r!(dst) = v,
                        _ => break Event::Slow(op),
                    },
                    Op::BuildString { dst, base, n } => {
                        let start = usize::from(base);
                        r!(dst) = heap.join_texts(&w[start..start + usize::from(n)]);
                    }
                    Op::Call { argc, dst, base } => {
                        let at = usize::from(base);
                        if let Value::Obj(h) = r!(at) {
                            if matches!(heap.get(h), Object::Function(_)) {
                                break Event::Call { dst, base, argc };
                            }
                            if h == types::TYPE && argc == 1 {
                                r!(dst) = Value::Obj(heap.class_of(r!(at + 1)));
                                pc += 1;
                                continue;
                            }
                        }
                        match call_in_place(&mut ctx!(), method_cache, &mut w[at..=at + usize::from(argc)]) {
                            Some(Ok(v)) => put(&mut r!(dst), v, zero),
                            Some(Err(exit)) => break Event::Left { exit, dst, resume: Resume::Store },
                            None => break Event::Call { dst, base, argc },
                        }
                    }
                    Op::CallMethod { argc, dst, base } => {
                        let at = usize::from(base);
                        let callee = r!(at);
                        let function = matches!(callee, Value::Obj(h) if matches!(heap.get(h), Object::Function(_)));
                        if function {
                            break Event::CallMethod { dst, base, argc };
                        }
                        // (callable, self), or (any callable, unset): then the callable goes where its arguments begin.
                        let free = r!(at + 1).is_unset();
                        if free {
                            r!(at + 1) = callee;
                        }
                        let start = at + usize::from(free);
                        let end = at + 2 + usize::from(argc);
                        let result = call_in_place(&mut ctx!(), method_cache, &mut w[start..end]);
                        match result {
                            Some(Ok(v)) => put(&mut r!(dst), v, zero),
                            Some(Err(exit)) => break Event::Left { exit, dst, resume: Resume::Store },
                            None => {
                                if free {
                                    r!(at + 1) = Value::Unset;
                                }
                                break Event::CallMethod { dst, base, argc };
                            }
                        }
                    }
                    Op::MatchException { dst, exc, class } => match (r!(exc), r!(class)) {
                        (Value::Obj(e), Value::Obj(c)) if heap.is_subclass(c, types::BASE_EXCEPTION) => {
                            r!(dst) = Value::Bool(heap.is_subclass(heap.slot(e).class, c));
                        }
                        _ => break Event::Slow(op),
                    },
                    Op::Yield { src, .. } => match r!(src) {
                        Value::Unset => break Event::Slow(op),
                        _ => break Event::Yield { src },
                    },
                    Op::Return { src } => match r!(src) {
                        Value::Unset => break Event::Slow(op),
                        _ => break Event::Return { src },
                    },
                    Op::Breakpoint {} => break Event::Breakpoint,
                    _ => break Event::Slow(op),
                }
                pc += 1;
            };
            self.registers.bias = bias;
            self.stack.top_mut().pc = pc as u32;
            let outcome = match event {
                Event::Limit => return Stop::Limit,
                Event::Breakpoint => return Stop::Breakpoint,
                Event::Collect => {
                    self.collect();
                    continue;
                }
                Event::Return { src } => {
                    let src = base + usize::from(src);
                    let depth = self.stack.frames.len();
                    let top = &self.stack.frames[depth - 1];
                    let (end, dst) = (top.base as usize, top.dst);
                    // An `__init__` gives the instance, which lies before its registers.
                    let result = match top.resume {
                        Resume::Store => Some(src),
                        Resume::Init if matches!(self.stack.regs[src], Value::None) => Some(end - 1),
                        _ => None,
                    };
                    if let Some(result) = result.filter(|_| top.generator.is_none()) {
                        self.stack.frames.pop();
                        // A frame that stores its result has a caller.
                        if depth - 2 < self.stack.unsaved() {
                            self.stack.save_returned_into(depth - 2, end);
                        }
                        let caller = &mut self.stack.frames[depth - 2];
                        caller.pc += 1;
                        self.registers.bias = bias.wrapping_add(pc as u64 + 1).wrapping_sub(u64::from(caller.pc));
                        let at = caller.base as usize + usize::from(dst);
                        copy(&mut self.stack.regs, result, at);
                        if depth - 1 < self.return_watch {
                            return Stop::Returned;
                        }
                        continue;
                    }
                    self.return_value(self.stack.regs[src])
                }
                Event::Call { dst, base: at, argc } => {
                    let at = base + usize::from(at);
                    let callee = self.stack.regs[at];
                    if self.push_simple(callee, at + 1, usize::from(argc), dst, bias.wrapping_add(pc as u64)) {
                        continue;
                    }
                    self.call_at(callee, Window::new(at + 1, usize::from(argc), dst))
                }
                Event::CallMethod { dst, base: at, argc } => {
                    let at = base + usize::from(at);
                    let callee = self.stack.regs[at];
                    // (function, self), or (any callable, unset).
                    let bound = !self.stack.regs[at + 1].is_unset();
                    let (first, argc) = if bound { (at + 1, usize::from(argc) + 1) } else { (at + 2, usize::from(argc)) };
                    if self.push_simple(callee, first, argc, dst, bias.wrapping_add(pc as u64)) {
                        continue;
                    }
                    self.call_at(callee, Window::new(first, argc, dst))
                }
                Event::Resume(generator) => self.resume_generator(generator, Resumption::Send(Value::None), 0, Resume::Complete),
                Event::Yield { src } => self.yield_register(base + usize::from(src)),
                Event::Left { exit, dst, resume } => self.deliver(Err(exit), dst, resume),
                Event::Slow(op) => self.slow(op),
            };
            match outcome {
                Ok(()) => {}
                Err(exit) => match self.leave(exit) {
                    Ok(()) => {}
                    Err(stop) => return stop,
                },
            }
            if self.stack.depth() < self.return_watch {
                return Stop::Returned;
            }
        }
    }
}

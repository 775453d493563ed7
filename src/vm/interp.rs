//! The run loop. The inner loop runs instructions of one frame that need nothing but registers and the heap; everything
//! else (calls, returns, slow paths) leaves it with an [`Event`], which the outer loop handles with the whole VM at hand.
//!
//! Instructions are counted without counting: the present moment is `bias + pc`, so only taken jumps, calls and returns
//! adjust `bias`. The collector and the limit are looked at on back edges and calls.

use super::call::Window;
use super::heap::Heap;
use super::machine::{Stop, Vm};
use super::object::{Iter, Object};
use super::stack::Resume;
use super::value::Value;
use crate::bytecode::{BinOp, CmpOp, Op, UnaryOp};

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
    Return(Value),
}

#[inline]
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

#[inline]
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
#[inline]
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

/// Truth of values that need no look-up.
#[inline]
fn truth_fast(v: Value) -> Option<bool> {
    match v {
        Value::Bool(b) => Some(b),
        Value::None => Some(false),
        Value::Int(i) => Some(i != 0),
        Value::Float(f) => Some(f != 0.0),
        _ => None,
    }
}

#[inline]
fn binary_fast(op: BinOp, a: Value, b: Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => match op.plain() {
            BinOp::Add => a.checked_add(b).map(Value::Int),
            BinOp::Sub => a.checked_sub(b).map(Value::Int),
            BinOp::Mul => a.checked_mul(b).map(Value::Int),
            BinOp::FloorDiv if b > 0 => Some(Value::Int(a.div_euclid(b))),
            BinOp::Mod if b > 0 => Some(Value::Int(a.rem_euclid(b))),
            BinOp::And => Some(Value::Int(a & b)),
            BinOp::Or => Some(Value::Int(a | b)),
            BinOp::Xor => Some(Value::Int(a ^ b)),
            BinOp::RShift if (0..64).contains(&b) => Some(Value::Int(a >> b)),
            BinOp::LShift if (0..32).contains(&b) && a.unsigned_abs() < 1 << 31 => Some(Value::Int(a << b)),
            // Both are exact as floats, so the quotient is the correctly rounded one.
            BinOp::TrueDiv if b != 0 && a.unsigned_abs() < 1 << 53 && b.unsigned_abs() < 1 << 53 => {
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

#[inline]
fn float_binary(op: BinOp, a: f64, b: f64) -> Option<Value> {
    match op.plain() {
        BinOp::Add => Some(Value::Float(a + b)),
        BinOp::Sub => Some(Value::Float(a - b)),
        BinOp::Mul => Some(Value::Float(a * b)),
        BinOp::TrueDiv if b != 0.0 => Some(Value::Float(a / b)),
        _ => None,
    }
}

/// A list's or tuple's index as an offset, if it is in range.
#[inline]
fn offset(index: i64, len: usize) -> Option<usize> {
    let i = if index < 0 { index.checked_add(len as i64)? } else { index };
    usize::try_from(i).ok().filter(|&i| i < len)
}

#[inline]
fn item_fast(heap: &Heap, obj: Value, index: i64) -> Option<Value> {
    let Value::Obj(h) = obj else { return None };
    let slot = heap.slot(h);
    match &slot.object {
        Object::List(items) if slot.class == super::types::LIST => offset(index, items.len()).map(|i| items[i]),
        Object::Tuple(items) if slot.class == super::types::TUPLE => offset(index, items.len()).map(|i| items[i]),
        _ => None,
    }
}

/// The items of a list or tuple whose class has no say in its iteration.
#[inline]
fn exact_items(heap: &Heap, v: Value) -> Option<&[Value]> {
    let class = heap.slot(v.handle()?).class;
    if class == super::types::LIST || class == super::types::TUPLE { heap.items(v) } else { None }
}

/// What a loop's head finds.
enum Round {
    Item(Value),
    Done,
    Slow,
}

/// The next item of the iterators that loops use most.
#[inline]
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
            _ => Round::Slow,
        },
        _ => Round::Slow,
    }
}

impl Vm {
    /// Run until the moment `limit`: exactly when `PRECISE`, else up to the first safe point behind it.
    pub(super) fn run_loop<const PRECISE: bool>(&mut self, limit: u64) -> Stop {
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
            let aside = self.aside;
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
                macro_rules! relative {
                    ($rel:expr) => {
                        pc.wrapping_add_signed($rel as isize)
                    };
                }
                match op {
                    Op::Nop {} => {}
                    Op::Copy { dst, src } => match r!(src) {
                        Value::Unset => break Event::Slow(op),
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
                        (x, y) => match binary_fast(BinOp::Add, x, y) {
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
                        (x, y) => match binary_fast(BinOp::Sub, x, y) {
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
                        (x, y) => match binary_fast(BinOp::Mul, x, y) {
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
                    Op::Unary { op: UnaryOp::Not, dst, src } => match truth_fast(r!(src)) {
                        Some(t) => r!(dst) = Value::Bool(!t),
                        None => break Event::Slow(op),
                    },
                    Op::Unary { op: UnaryOp::Neg, dst, src } => match r!(src) {
                        Value::Int(i) if i != i64::MIN => r!(dst) = Value::Int(-i),
                        Value::Float(f) => r!(dst) = Value::Float(-f),
                        _ => break Event::Slow(op),
                    },
                    Op::Compare { op: which, dst, a, b } => match compare_fast(heap, which, r!(a), r!(b)) {
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
                    Op::JumpIf { src, to } => match truth_fast(r!(src)) {
                        Some(t) => branch!(t, to),
                        None => break Event::Slow(op),
                    },
                    Op::JumpIfNot { src, to } => match truth_fast(r!(src)) {
                        Some(t) => branch!(!t, to),
                        None => break Event::Slow(op),
                    },
                    Op::JumpIfCompare { op: which, a, b, rel } => match compare_fast(heap, which, r!(a), r!(b)) {
                        Some(t) => branch!(t, relative!(rel)),
                        None => break Event::Slow(op),
                    },
                    Op::JumpIfNotCompare { op: which, a, b, rel } => match compare_fast(heap, which, r!(a), r!(b)) {
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
                        Round::Slow => break Event::Slow(op),
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
                    Op::SetItem { obj, key, src } => match (r!(obj), r!(key), r!(src)) {
                        (_, _, Value::Unset) => break Event::Slow(op),
                        (Value::Obj(h), Value::Int(i), v) => {
                            let slot = heap.slot(h);
                            let at = match &slot.object {
                                Object::List(items) if slot.class == super::types::LIST => offset(i, items.len()),
                                _ => None,
                            };
                            match at {
                                Some(at) => heap.list_set(h, at, v),
                                None => break Event::Slow(op),
                            }
                        }
                        _ => break Event::Slow(op),
                    },
                    Op::LoadGlobal { dst, site } => {
                        let cache = &caches[site as usize];
                        match super::globals::load_cached(heap, globals, cache) {
                            Some(v) => r!(dst) = v,
                            None => break Event::Slow(op),
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
                            Some(m) => {
                                r!(base) = m;
                                r!(base + 1) = o;
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
                    Op::Call { argc, dst, base } => break Event::Call { dst, base, argc },
                    Op::CallMethod { argc, dst, base } => break Event::CallMethod { dst, base, argc },
                    Op::Return { src } => match r!(src) {
                        Value::Unset => break Event::Slow(op),
                        v => break Event::Return(v),
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
                Event::Return(v) => {
                    let top = self.stack.top();
                    if top.resume == Resume::Store && top.generator.is_none() {
                        let from = *top;
                        self.stack.frames.pop();
                        let depth = self.stack.frames.len();
                        // A frame that stores its result has a caller.
                        if depth - 1 < self.stack.unsaved() {
                            self.stack.save_returned_into(depth - 1, from.base as usize);
                        }
                        let caller = &mut self.stack.frames[depth - 1];
                        caller.pc += 1;
                        self.registers.bias = bias.wrapping_add(pc as u64 + 1).wrapping_sub(u64::from(caller.pc));
                        let at = caller.base as usize + usize::from(from.dst);
                        self.stack.regs[at] = v;
                        if depth < self.return_watch {
                            return Stop::Returned;
                        }
                        continue;
                    }
                    self.return_value(v)
                }
                Event::Call { dst, base: at, argc } => {
                    let at = base + usize::from(at);
                    let callee = self.stack.regs[at];
                    if self.push_simple(callee, at + 1, usize::from(argc), dst) {
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
                    if self.push_simple(callee, first, argc, dst) {
                        continue;
                    }
                    self.call_at(callee, Window::new(first, argc, dst))
                }
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

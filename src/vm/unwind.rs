//! Frames end: by a return, by an exception, by a `yield`. What the caller does with it is decided by [`Resume`] and, for
//! instructions that look at their result, by the instruction itself.

use super::call::{Flow, Leave};
use super::machine::{Stop, Vm};
use super::object::{GeneratorState, Object, TraceEntry};
use super::stack::{Frame, Resume};
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::{Op, UnaryOp};

impl Vm {
    /// Take the top frame off. What lies below is about to run (or to be changed): its old content is kept.
    pub(super) fn pop_frame(&mut self) -> Frame {
        let popped = *self.stack.top();
        self.stack.frames.pop();
        let depth = self.stack.depth();
        if depth > 0 && depth - 1 < self.stack.unsaved() {
            self.stack.save_returned_into(depth - 1, popped.base as usize);
        }
        popped
    }

    /// The instruction that the top frame stands at, as compiled.
    pub(super) fn current_op(&self) -> Op {
        let f = self.stack.top();
        self.codes.get(f.code).code.ops[f.pc as usize]
    }

    /// After a pop: the moment goes on from `now`, the caller stands where it stood.
    pub(super) fn caller_continues(&mut self, now: u64) {
        if let Some(f) = self.stack.frames.last() {
            self.registers.bias = now.wrapping_sub(u64::from(f.pc));
        } else {
            self.registers.bias = now;
        }
    }

    /// The top frame returns `v`.
    pub(super) fn return_value(&mut self, v: Value) -> Flow {
        let now = self.now();
        // The value may still be needed when the stack is gone.
        let from = self.pop_frame();
        self.caller_continues(now);
        if !from.generator.is_none() {
            self.finish_generator(from.generator);
            return self.generator_returned(v, from);
        }
        if from.resume == Resume::Init {
            let instance = self.stack.regs[from.base as usize - 1];
            if !matches!(v, Value::None) {
                let message = format!("__init__() should return None, not '{}'", self.heap.type_of(v).name);
                return Err(self.error(types::TYPE_ERROR, &message));
            }
            return self.finish(instance, from.dst, Resume::Store);
        }
        if from.resume == Resume::Leave {
            self.caller_continues(now + 1);
        }
        self.finish(v, from.dst, from.resume)
    }

    pub(super) fn finish_generator(&mut self, h: Handle) {
        if let Object::Generator(g) = self.heap.get_mut(h) {
            g.state = GeneratorState::Finished;
            g.regs = Vec::new();
        }
    }

    /// A generator's function returned: the caller asked for an item and gets none.
    fn generator_returned(&mut self, v: Value, from: Frame) -> Flow {
        if from.resume == Resume::Complete {
            return match self.current_op() {
                Op::Next { iter, .. } => self.loop_is_done(iter),
                Op::Send { dst, .. } | Op::SendNext { dst, .. } => self.finish(v, dst, Resume::Store),
                _ => self.raise_stop_iteration(v),
            };
        }
        self.raise_stop_iteration(v)
    }

    pub(super) fn raise_stop_iteration(&mut self, v: Value) -> Flow {
        let args = match v {
            Value::None => self.heap.new_tuple([]),
            v => self.heap.new_tuple([v]),
        };
        Err(Leave::Raise(self.heap.new_exception(types::STOP_ITERATION, args)))
    }

    /// The `for` whose head stands here has no more items.
    pub(super) fn loop_is_done(&mut self, iter: u16) -> Flow {
        let f = *self.stack.top();
        self.stack.regs[f.base as usize + usize::from(iter)] = Value::Unset;
        self.jump_to(f.pc + 2)
    }

    /// The result of a call that the current instruction made for itself is there.
    pub(super) fn complete(&mut self, v: Value) -> Flow {
        let f = *self.stack.top();
        let truth = matches!(v, Value::Bool(true));
        let set = |vm: &mut Vm, dst: u16, v: Value| vm.stack.regs[f.base as usize + usize::from(dst)] = v;
        let relative = |rel: i16| f.pc.wrapping_add_signed(i32::from(rel));
        match self.current_op() {
            Op::JumpIf { to, .. } if truth => self.jump_to(to),
            Op::JumpIfNot { to, .. } if !truth => self.jump_to(to),
            Op::JumpIfCompare { rel, .. } | Op::JumpIfCompareInt { rel, .. } if truth => self.jump_to(relative(rel)),
            Op::JumpIfNotCompare { rel, .. } | Op::JumpIfNotCompareInt { rel, .. } if !truth => self.jump_to(relative(rel)),
            Op::Unary { op: UnaryOp::Not, dst, .. } => {
                set(self, dst, Value::Bool(!truth));
                self.advance()
            }
            Op::Next { dst, .. } => {
                set(self, dst, v);
                self.jump_to(f.pc + 3)
            }
            Op::Send { dst, .. } => {
                set(self, dst, v);
                self.jump_to(f.pc + 2)
            }
            Op::SendNext { dst, .. } => {
                set(self, dst, v);
                self.jump_to(f.pc + 3)
            }
            Op::UnpackSequence { base, .. } | Op::UnpackStar { base, .. } => {
                let items = self.heap.items(v).unwrap_or(&[]);
                let count = match self.current_op() {
                    Op::UnpackStar { before, after, .. } => usize::from(before) + 1 + usize::from(after),
                    Op::UnpackSequence { n, .. } => usize::from(n),
                    _ => 0,
                };
                // The prelude checks it. A checkpoint from elsewhere may bring another prelude.
                if items.len() != count {
                    return Err(self.error(types::SYSTEM_ERROR, "unpacking gave another number of items"));
                }
                let at = f.base as usize + usize::from(base);
                self.stack.regs[at..at + items.len()].copy_from_slice(items);
                self.advance()
            }
            Op::Raise { .. } | Op::RaiseFrom { .. } => self.raise_made(v),
            Op::Add { op, dst, a, b } | Op::Sub { op, dst, a, b } | Op::Mul { op, dst, a, b } | Op::Binary { op, dst, a, b } => {
                self.operator_answered(op, dst, a, Ok(b), v)
            }
            Op::AddInt { op, dst, a, imm } | Op::SubInt { op, dst, a, imm } | Op::BinaryInt { op, dst, a, imm } => {
                self.operator_answered(op, dst, a, Err(imm), v)
            }
            Op::LoadMethod { base, .. } => {
                set(self, base, v);
                set(self, base + 1, Value::Unset);
                self.advance()
            }
            _ => self.advance(),
        }
    }

    /// The exception that is being handled: the innermost handler that any frame stands in.
    pub(super) fn handled_exception(&self) -> Option<Handle> {
        self.stack.frames.iter().rev().find_map(|f| self.handled_in(f))
    }

    fn handled_in(&self, f: &Frame) -> Option<Handle> {
        let code = &self.codes.get(f.code).code;
        code.regions.iter().filter(|r| (r.start..r.end).contains(&f.pc)).find_map(|r| {
            let slot = r.handling?;
            self.stack.regs[f.base as usize + usize::from(slot)].handle()
        })
    }

    /// What becomes of an instruction that was left: the exception finds its handler, or the run stops.
    pub(super) fn leave(&mut self, leave: Leave) -> Result<(), Stop> {
        match leave {
            Leave::Stop(stop) => Err(stop),
            Leave::Raise(exc) if self.heap.exception(exc.into()).is_some() => {
                self.note_raise(exc);
                self.unwind(exc, true)
            }
            Leave::Reraise(exc) if self.heap.exception(exc.into()).is_some() => self.unwind(exc, false),
            // Only a state that no program made keeps anything else where an exception belongs.
            Leave::Raise(_) | Leave::Reraise(_) => {
                let error = self.heap.new_error(types::SYSTEM_ERROR, "what is raised again is no exception");
                self.unwind(error, true)
            }
        }
    }

    /// A new `raise`: the exception learns its context and its moment.
    fn note_raise(&mut self, exc: Handle) {
        let now = self.now();
        let context = self.handled_exception();
        let Object::Exception(e) = self.heap.get(exc) else { return };
        let fresh = e.traceback.is_empty();
        let set_context = match context {
            Some(c) if c != exc => !matches!(e.context, Value::Obj(h) if h == c),
            _ => false,
        };
        if fresh {
            self.heap.exception_mut(exc).raised_at = now;
        }
        if let (true, Some(c)) = (set_context, context) {
            // The chain must not lead back to the exception itself.
            let mut at = c;
            let mut steps = 0;
            while let Some(Value::Obj(next)) = self.heap.exception(at.into()).map(|e| e.context) {
                if next == exc {
                    self.heap.exception_mut(at).context = Value::None;
                    break;
                }
                at = next;
                steps += 1;
                if steps > 10_000 {
                    break;
                }
            }
            self.heap.exception_mut(exc).context = c.into();
        }
    }

    /// Unwind the stack until a handler takes the exception. `is_new`: the top frame is not in its traceback yet.
    fn unwind(&mut self, exc: Handle, is_new: bool) -> Result<(), Stop> {
        let mut exc = exc;
        let mut note_frame = is_new;
        loop {
            let Some(&f) = self.stack.frames.last() else {
                return Err(Stop::Uncaught(exc));
            };
            let loaded = self.codes.get(f.code);
            if note_frame && !self.codes.sources[loaded.source as usize].hidden {
                let entry = TraceEntry { code: f.code, pc: f.pc };
                self.heap.exception_mut(exc).traceback.push(entry);
            }
            note_frame = true;
            let handler = self.codes.get(f.code).code.handlers.iter().find(|h| (h.start..h.end).contains(&f.pc)).copied();
            if let Some(h) = handler {
                // What the blocks left by the exception remember is gone.
                let code = &self.codes.get(f.code).code;
                let inside = |r: &crate::bytecode::Region, pc: u32| (r.start..r.end).contains(&pc);
                let left = code.regions.iter().filter(|r| inside(r, f.pc) && !inside(r, h.target));
                let slots: Vec<u16> = left.flat_map(|r| r.slots.iter().copied()).collect();
                for slot in slots {
                    self.stack.regs[f.base as usize + usize::from(slot)] = Value::Unset;
                }
                self.stack.regs[f.base as usize + usize::from(h.slot)] = exc.into();
                let _ = self.jump_to(h.target);
                return Ok(());
            }
            let now = self.now();
            let from = self.pop_frame();
            self.caller_continues(now);
            if !from.generator.is_none() {
                self.finish_generator(from.generator);
                exc = self.no_stop_iteration(from.generator, exc);
            }
            if from.resume == Resume::Leave {
                self.caller_continues(now + 1);
                return Err(Stop::Uncaught(exc));
            }
            if from.resume == Resume::Complete && self.stop_is_an_answer(exc) {
                return Ok(());
            }
        }
    }

    /// A `for`, a `yield from` or an `await` asked for an item: StopIteration says that there is none. So does
    /// StopAsyncIteration to an `async for`.
    pub(super) fn stop_is_an_answer(&mut self, exc: Handle) -> bool {
        if self.heap.is_instance(exc.into(), types::STOP_ITERATION) {
            return match self.current_op() {
                Op::Next { iter, .. } => self.loop_is_done(iter).is_ok(),
                Op::Send { dst, .. } | Op::SendNext { dst, .. } => {
                    let v = self.stop_value(exc);
                    self.finish(v, dst, Resume::Store).is_ok()
                }
                _ => false,
            };
        }
        if self.heap.is_instance(exc.into(), types::STOP_ASYNC_ITERATION)
            && let Op::SendNext { .. } = self.current_op()
        {
            let pc = self.stack.top().pc;
            return self.jump_to(pc + 2).is_ok();
        }
        false
    }

    /// The `value` of a StopIteration.
    pub(super) fn stop_value(&self, exc: Handle) -> Value {
        let args = self.heap.exception(exc.into()).map_or(Value::None, |e| e.args);
        self.heap.tuple(args).and_then(|a| a.first().copied()).unwrap_or(Value::None)
    }

    /// StopIteration must not leave a generator: it becomes a RuntimeError (PEP 479).
    fn no_stop_iteration(&mut self, generator: Handle, exc: Handle) -> Handle {
        let kind = super::generator::kind_of(&self.heap, generator);
        let stop = match () {
            () if self.heap.is_instance(exc.into(), types::STOP_ITERATION) => "StopIteration",
            () if kind == "async generator" && self.heap.is_instance(exc.into(), types::STOP_ASYNC_ITERATION) => {
                "StopAsyncIteration"
            }
            () => return exc,
        };
        let now = self.now();
        let error = self.heap.new_error(types::RUNTIME_ERROR, &format!("{kind} raised {stop}"));
        let traceback = self.heap.exception(exc.into()).map(|e| e.traceback.clone()).unwrap_or_default();
        let e = self.heap.exception_mut(error);
        e.cause = exc.into();
        e.context = exc.into();
        e.suppress_context = true;
        e.raised_at = now;
        e.traceback = traceback.last().copied().into_iter().collect();
        error
    }
}

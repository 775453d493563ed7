//! Generators: frames that leave the stack at a `yield` and come back.

use super::call::{Flow, Leave};
use super::heap::Heap;
use super::interp::copy;
use super::machine::Vm;
use super::native::Resumption;
use super::object::{GeneratorState, Object};
use super::stack::Resume;
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::Op;

/// What a generator is called in messages.
pub(super) fn kind_of(heap: &Heap, h: Handle) -> &'static str {
    match heap.slot(h).class {
        types::COROUTINE => "coroutine",
        types::ASYNC_GENERATOR => "async generator",
        _ => "generator",
    }
}

impl Vm {
    /// Put a generator's frame on the stack and go on in it.
    pub(super) fn resume_generator(&mut self, h: Handle, with: Resumption, dst: u16, resume: Resume) -> Flow {
        let Object::Generator(g) = self.heap.get(h) else {
            return Err(self.error(types::TYPE_ERROR, "not a generator"));
        };
        let (state, mut frame) = (g.state, g.frame);
        let kind = kind_of(&self.heap, h);
        match (state, with) {
            (GeneratorState::Running, _) => {
                return Err(self.error(types::VALUE_ERROR, &format!("{kind} already executing")));
            }
            (GeneratorState::Finished, Resumption::Send(_) | Resumption::Throw(_)) if kind == "coroutine" => {
                return Err(self.error(types::RUNTIME_ERROR, "cannot reuse already awaited coroutine"));
            }
            (GeneratorState::Finished, Resumption::Throw(exc)) => return Err(Leave::Raise(exc)),
            (GeneratorState::Finished, _) => {
                if resume == Resume::Complete
                    && let Op::Next { iter, .. } = self.current_op()
                {
                    return self.loop_is_done(iter);
                }
                if resume == Resume::Complete
                    && let Op::Send { dst, .. } | Op::SendNext { dst, .. } = self.current_op()
                {
                    return self.finish(Value::None, dst, Resume::Store);
                }
                return self.raise_stop_iteration(Value::None);
            }
            (GeneratorState::Created, Resumption::Send(v)) if !matches!(v, Value::None) => {
                return Err(self.error(types::TYPE_ERROR, &format!("can't send non-None value to a just-started {kind}")));
            }
            _ => {}
        }
        if self.stack.depth() >= self.registers.recursion_limit && self.is_too_deep(false) {
            return Err(self.error(types::RECURSION_ERROR, "maximum recursion depth exceeded"));
        }
        let base = self.free_top(None) + 1;
        let Object::Generator(g) = self.heap.get_mut(h) else { return Ok(()) };
        let count = g.regs.len();
        self.stack.reserve(base + count + 8);
        self.stack.regs[base..base + count].copy_from_slice(&g.regs);
        g.state = GeneratorState::Running;
        frame.base = base as u32;
        frame.dst = dst;
        frame.resume = resume;
        if state == GeneratorState::Suspended
            && let Resumption::Send(v) = with
        {
            // It stands at its `yield`: that instruction's result is what was sent.
            let code = &self.codes.get(frame.code).code;
            if let Some(Op::Yield { dst, .. }) = code.ops.get(frame.pc as usize) {
                // A `for` sends None, as a constant: see `put`.
                self.stack.regs[base + usize::from(*dst)] = if let Value::None = v { Value::None } else { v };
                frame.pc += 1;
            }
        }
        if matches!(with, Resumption::Send(_)) {
            self.push_frame(frame);
        } else {
            // To come in and to raise is one moment: the raise counts.
            let now = self.now();
            self.registers.bias = now.wrapping_sub(u64::from(frame.pc));
            self.stack.frames.push(frame);
        }
        match with {
            Resumption::Send(_) => Ok(()),
            Resumption::Throw(exc) => self.throw_into_top(exc, state),
            Resumption::Close => {
                let args = self.heap.new_tuple([]);
                let exc = self.heap.new_exception(types::GENERATOR_EXIT, args);
                self.throw_into_top(exc, state)
            }
        }
    }

    /// Raise in the generator on top. Where it stands in a `yield from`, the inner iterator gets the exception first.
    fn throw_into_top(&mut self, exc: Handle, state: GeneratorState) -> Flow {
        let f = *self.stack.top();
        let code = &self.codes.get(f.code).code;
        let send = match code.ops.get(f.pc as usize + 1) {
            Some(Op::Loop { to } | Op::Jump { to }) if state == GeneratorState::Suspended => match code.ops.get(*to as usize) {
                Some(Op::Send { iter, .. } | Op::SendNext { iter, .. }) => Some((*to, *iter)),
                _ => None,
            },
            _ => None,
        };
        if let Some((pc, iter)) = send {
            let inner = self.stack.regs[f.base as usize + usize::from(iter)];
            if !inner.is_unset() {
                let now = self.now();
                self.stack.top_mut().pc = pc;
                self.registers.bias = now.wrapping_sub(u64::from(pc));
                return self.call_prelude("_throw_into", &[inner, exc.into()], 0, Resume::Complete);
            }
        }
        Err(Leave::Raise(exc))
    }

    /// `yield`: the frame leaves the stack, its caller gets the value of the register at `src`, counted from the first.
    pub(super) fn yield_register(&mut self, src: usize) -> Flow {
        let now = self.now();
        let f = *self.stack.top();
        let h = f.generator;
        let start = f.base as usize;
        let code = &self.codes.get(f.code).code;
        let (named, nregs) = (code.regs.len(), usize::from(code.nregs));
        let live = &code.live_sets[usize::from(code.live[f.pc as usize])];
        if let Object::Generator(g) = self.heap.get_mut(h) {
            g.state = GeneratorState::Suspended;
            g.frame.pc = f.pc;
            g.regs.resize(nregs, Value::Unset);
            g.regs[..named].copy_from_slice(&self.stack.regs[start..start + named]);
            // What is not live would keep garbage alive.
            g.regs[named..].fill(Value::Unset);
            for &r in live {
                g.regs[usize::from(r)] = self.stack.regs[start + usize::from(r)];
            }
        }
        let from = self.pop_frame();
        if from.resume == Resume::Complete
            && let caller = self.stack.top_mut()
            && let Op::Next { dst, .. } = self.codes.get(caller.code).code.ops[caller.pc as usize]
        {
            // The usual caller is a `for`: on to the loop's body.
            let at = caller.base as usize + usize::from(dst);
            caller.pc += 3;
            self.registers.bias = (now + 1).wrapping_sub(u64::from(caller.pc));
            copy(&mut self.stack.regs, src, at);
            return Ok(());
        }
        self.caller_continues(now);
        self.finish(self.stack.regs[src], from.dst, from.resume)
    }
}

//! `await`, `async for` and what else waits: an `await` is a `yield from` an awaitable's iterator, which is in a hidden slot.
//!
//! Nothing of an `async for` is an exception handler: the instruction that takes the next step of an `await` goes to the
//! loop's end when StopAsyncIteration comes out of it. So an asynchronous comprehension may stand in the middle of an
//! expression, as any other.

use super::Result;
use super::block::Block;
use super::builder::Builder;
use crate::bytecode::{CmpOp, Const, RegionKind, Routine, Span};
use crate::compile::ir::{Inst, Label, Operand, Place, SlotId, Temp};
use crate::syntax::ast::{self, Expr};

impl Builder<'_> {
    pub fn await_expr(&mut self, a: &ast::ExprAwait, dst: Place) -> Result {
        let span = self.span(a.range);
        let value = self.push(&a.value)?;
        self.await_temp(span, value, 0)?;
        self.copy(span, dst, Operand::Temp(value));
        Ok(())
    }

    /// Await the value of the topmost temporary; the result takes its place. `kind` tells whose value it is: of an
    /// expression (0), of `__aenter__` (1) or of `__aexit__` (2).
    pub fn await_temp(&mut self, span: Span, value: Temp, kind: i64) -> Result {
        let slot = self.hidden("await")?;
        self.depth = value.0;
        let kind = self.constant(Const::Int(kind))?;
        let iter = self.run_routine(span, Routine::GetAwaitable, &[Operand::Temp(value), kind]);
        self.emit(span, Inst::Copy { dst: Place::Slot(slot), src: Operand::Temp(iter) });
        self.depth = value.0;
        self.delegate(span, slot, None)?;
        self.depth = value.0 + 1;
        Ok(())
    }

    /// Send into the iterator in `iter` whatever is sent here, and yield what it yields, until it returns; what it returned
    /// is in the next temporary.
    pub fn delegate(&mut self, span: Span, iter: SlotId, stop: Option<Label>) -> Result<Temp> {
        let value = self.push_const(span, Const::None)?;
        let (head, done) = (self.here(), self.label());
        let (place, read) = (Place::Temp(value), Operand::Temp(value));
        self.emit(span, Inst::Send { dst: place, iter, value: read, done, stop });
        self.emit(span, Inst::Yield { dst: place, src: read });
        self.goto(span, head);
        self.place(done);
        self.clear(span, iter);
        Ok(value)
    }

    /// `yield`: an asynchronous generator marks its own values, so that they are told from what an `await` in it yields.
    pub fn yield_value(&mut self, span: Span, dst: Place, src: Operand) {
        let flags = self.body.flags;
        let src = match flags.is_coroutine && flags.is_generator {
            true => Operand::Temp(self.run_routine(span, Routine::AsyncValue, &[src])),
            false => src,
        };
        self.emit(span, Inst::Yield { dst, src });
    }

    pub fn async_for(&mut self, f: &ast::StmtAsyncFor) -> Result {
        let span = self.span(f.range);
        let init = self.here();
        let it = self.async_iterator(&f.iter, span)?;
        self.depth = 0;
        let (head, done, after, round) = (self.here(), self.label(), self.label(), self.label());
        self.scoped(|b| {
            b.emit(span, Inst::IfUnset { slot: it, target: init });
            let (start, wait) = b.next_async(span, &f.target, it, done)?;
            b.mark_targets(&f.target)?;
            b.depth = 0;
            b.loop_body(Block::Loop { head: round, after, it: Some(it) }, &f.body)?;
            // As in `for`: a round ends in a statement of its own.
            b.place(round);
            b.begin_stmt(span);
            b.goto(span, head);
            b.flush_stmt();
            b.place(done);
            b.region(RegionKind::For, start, done, span.line, vec![it, wait], None);
            Ok(())
        })?;
        self.inner_block(&f.orelse)?;
        self.place(after);
        Ok(())
    }

    /// A new hidden asynchronous iterator over `e`.
    pub fn async_iterator(&mut self, e: &Expr, span: Span) -> Result<SlotId> {
        let mark = self.depth;
        let it = self.hidden("it")?;
        let src = self.operand(e, &[])?;
        let iter = self.run_routine(span, Routine::GetAsyncIter, &[src]);
        self.emit(span, Inst::Copy { dst: Place::Slot(it), src: Operand::Temp(iter) });
        self.depth = mark;
        Ok(it)
    }

    /// Await the next item of `it` and assign it; at the end clear `it` and go to `done`. Gives the label behind the taking,
    /// and the slot of what is awaited.
    pub fn next_async(&mut self, span: Span, target: &Expr, it: SlotId, done: Label) -> Result<(Label, SlotId)> {
        let wait = self.hidden("await")?;
        let mark = self.depth;
        let stop = self.label();
        let next = self.run_routine(span, Routine::GetAsyncNext, &[Operand::Slot(it)]);
        let none = self.constant(Const::None)?;
        let src = Operand::Temp(next);
        self.emit(span, Inst::IfCompare { op: CmpOp::Is, a: src, b: none, when: true, target: stop });
        self.emit(span, Inst::Copy { dst: Place::Slot(wait), src });
        self.depth = mark;
        let item = self.delegate(span, wait, Some(stop))?;
        let go_on = self.label();
        self.goto(span, go_on);
        self.place(stop);
        self.clear(span, wait);
        self.clear(span, it);
        self.goto(span, done);
        self.place(go_on);
        let start = self.here();
        self.assign(target, Operand::Temp(item))?;
        self.depth = mark;
        Ok((start, wait))
    }
}

//! `try`: handlers are ranges, a `finally` is one copy of its block that ends with a look at what is pending.
//!
//! `except*` keeps what is not handled yet in one slot, what its clauses raise in another, and looks at both behind the last
//! clause. A clause entered from the side finds nothing to handle.

use super::Result;
use super::block::{Block, Guard};
use super::builder::{Builder, Home};
use crate::bytecode::{CmpOp, Const, RegionKind, Routine};
use crate::compile::ir::{Inst, Label, Operand, Place, SlotId};
use crate::syntax::TextRange;
use crate::syntax::ast::{self, Ranged};

/// `try` with `except` or `except*`: the tree has two nodes for one thing.
#[derive(Clone, Copy)]
pub(super) struct Try<'a> {
    range: TextRange,
    body: &'a [ast::Stmt],
    handlers: &'a [ast::ExceptHandler],
    orelse: &'a [ast::Stmt],
    finalbody: &'a [ast::Stmt],
    star: bool,
}

impl<'a> Try<'a> {
    pub fn plain(t: &'a ast::StmtTry) -> Try<'a> {
        Try { range: t.range, body: &t.body, handlers: &t.handlers, orelse: &t.orelse, finalbody: &t.finalbody, star: false }
    }

    pub fn star(t: &'a ast::StmtTryStar) -> Try<'a> {
        Try { range: t.range, body: &t.body, handlers: &t.handlers, orelse: &t.orelse, finalbody: &t.finalbody, star: true }
    }
}

/// The slots of an `except*`.
#[derive(Clone, Copy)]
struct Star {
    /// The exception as it was raised.
    exc: SlotId,
    /// What no clause has handled yet.
    rest: SlotId,
    /// The list of what the clauses raised.
    errors: SlotId,
}

impl Builder<'_> {
    pub fn try_stmt(&mut self, t: Try) -> Result {
        self.flush_stmt();
        if t.finalbody.is_empty() { self.try_handlers(t) } else { self.try_finally(t) }
    }

    fn try_handlers(&mut self, t: Try) -> Result {
        if t.star { self.try_star(t) } else { self.try_except(t) }
    }

    fn try_finally(&mut self, t: Try) -> Result {
        let line = self.span(t.range).line;
        let entry = self.label();
        let exc = self.hidden("exc")?;
        let start = self.here();
        self.blocks.push(Block::Guarded(Guard::new(entry)));
        let inside = if t.handlers.is_empty() { self.try_body(t).map(drop) } else { self.try_handlers(t) };
        let Some(Block::Guarded(guard)) = self.blocks.pop() else { return inside };
        inside?;
        // However control came here, it runs this copy: falling in, on a detour, or with an exception in `exc`.
        self.place(entry);
        self.handler(start, entry, entry, exc);
        let mut slots = vec![exc];
        slots.extend(guard.slots());
        self.blocks.push(Block::Finally { slots: slots.clone() });
        let body = self.inner_block(t.finalbody);
        self.blocks.pop();
        body?;
        let span = self.last_span();
        let stubs = self.dispatch(span, &guard);
        self.emit(span, Inst::Reraise { slot: exc });
        let end = self.label();
        if !stubs.is_empty() {
            self.goto(span, end);
        }
        self.stubs(span, &guard, stubs)?;
        self.place(end);
        let line = t.finalbody.first().map_or(line, |s| self.span(s.range()).line);
        self.region(RegionKind::Finally, entry, end, line, slots, Some(exc));
        Ok(())
    }

    /// The body alone, as a region; its labels.
    fn try_body(&mut self, t: Try) -> Result<(Label, Label)> {
        let line = self.span(t.range).line;
        let start = self.here();
        self.inner_block(t.body)?;
        let end = self.here();
        self.region(RegionKind::Try, start, end, line, vec![], None);
        Ok((start, end))
    }

    fn try_except(&mut self, t: Try) -> Result {
        let after = self.label();
        let (start, end) = self.try_body(t)?;
        self.inner_block(t.orelse)?;
        self.goto(self.last_span(), after);
        let exc = self.hidden("exc")?;
        let mut clause = self.here();
        self.handler(start, end, clause, exc);
        for (i, ast::ExceptHandler::ExceptHandler(h)) in t.handlers.iter().enumerate() {
            let last = i + 1 == t.handlers.len();
            let (next, mut slots) = self.scoped(|b| b.except_clause(h, exc, after))?;
            self.place(next);
            let mut end = next;
            if last && h.type_.is_some() {
                self.emit(self.span(h.range), Inst::Reraise { slot: exc });
                end = self.here();
            }
            slots.push(exc);
            self.region(RegionKind::Except, clause, end, self.span(h.range).line, slots, Some(exc));
            clause = next;
        }
        self.place(after);
        Ok(())
    }

    /// One clause. Returns the label of what follows when it does not match, and the slots that die with it.
    fn except_clause(&mut self, h: &ast::ExceptHandlerExceptHandler, exc: SlotId, after: Label) -> Result<(Label, Vec<SlotId>)> {
        let next = self.label();
        let span = self.span(h.range);
        self.begin_stmt(span);
        if let Some(class) = &h.type_ {
            let mark = self.depth;
            let class = self.operand(class, &[])?;
            self.depth = mark;
            let matches = self.temp();
            self.emit(span, Inst::MatchException { dst: Place::Temp(matches), slot: exc, class });
            self.emit(span, Inst::If { cond: Operand::Temp(matches), when: false, target: next });
            self.depth = mark;
        }
        let name = match &h.name {
            Some(name) => Some(self.resolve(name)?),
            None => None,
        };
        if let Some(home) = name {
            self.store(span, home, Operand::Slot(exc));
        }
        self.flush_stmt();
        let start = self.here();
        self.blocks.push(Block::Except { exc, name });
        let body = self.inner_block(&h.body);
        self.blocks.pop();
        body?;
        let falls_through = self.reachable();
        let end = self.here();
        let last = self.last_span();
        let mut slots = vec![];
        if falls_through {
            if let Some(home) = name {
                self.unbind(last, home)?;
            }
            self.clear(last, exc);
            self.goto(last, after);
        }
        match name {
            // A register is unbound with the region's other slots when an exception leaves the clause.
            Some(Home::Slot { slot, .. }) => slots.push(slot),
            Some(home) => {
                let raised = self.hidden("exc")?;
                let target = self.here();
                self.handler(start, end, target, raised);
                self.unbind(last, home)?;
                self.emit(last, Inst::Reraise { slot: raised });
                slots.push(raised);
            }
            None => {}
        }
        Ok((next, slots))
    }

    fn try_star(&mut self, t: Try) -> Result {
        let span = self.span(t.range);
        let after = self.label();
        let (start, end) = self.try_body(t)?;
        self.inner_block(t.orelse)?;
        self.goto(self.last_span(), after);
        let star = Star { exc: self.hidden("exc")?, rest: self.hidden("rest")?, errors: self.hidden("raised")? };
        let first = self.here();
        self.handler(start, end, first, star.exc);
        self.emit(span, Inst::Copy { dst: Place::Slot(star.rest), src: Operand::Slot(star.exc) });
        let base = crate::compile::ir::Temp(self.depth);
        self.emit(span, Inst::BuildList { dst: Place::Slot(star.errors), base, n: 0 });
        let mut slots = vec![star.exc, star.rest, star.errors];
        for ast::ExceptHandler::ExceptHandler(h) in t.handlers {
            let more = self.scoped(|b| b.star_clause(h, star))?;
            slots.extend(more);
        }
        let at = self.last_span();
        self.emit(at, Inst::IfUnset { slot: star.exc, target: after });
        let mark = self.depth;
        let all = [Operand::Slot(star.exc), Operand::Slot(star.errors), Operand::Slot(star.rest)];
        let result = self.run_routine(at, Routine::StarResult, &all);
        let raise = self.label();
        for slot in [star.rest, star.errors, star.exc] {
            self.clear(at, slot);
        }
        let none = self.constant(Const::None)?;
        let (op, a) = (CmpOp::Is, Operand::Temp(result));
        self.emit(at, Inst::IfCompare { op, a, b: none, when: false, target: raise });
        self.goto(at, after);
        self.place(raise);
        self.emit(at, Inst::Copy { dst: Place::Slot(star.exc), src: Operand::Temp(result) });
        self.depth = mark;
        self.emit(at, Inst::Reraise { slot: star.exc });
        let close = self.here();
        self.region(RegionKind::Except, first, close, span.line, slots, Some(star.exc));
        self.place(after);
        Ok(())
    }

    /// One clause of an `except*`; the slots that die with it.
    fn star_clause(&mut self, h: &ast::ExceptHandlerExceptHandler, star: Star) -> Result<Vec<SlotId>> {
        let next = self.label();
        let span = self.span(h.range);
        let (group, raised) = (self.hidden("exc")?, self.hidden("exc")?);
        self.begin_stmt(span);
        self.emit(span, Inst::IfUnset { slot: star.rest, target: next });
        let Some(class) = &h.type_ else { return Err(self.error(h.range, "expected one or more exception types")) };
        let mark = self.depth;
        let class = self.operand(class, &[])?;
        let pair = self.run_routine(span, Routine::StarMatch, &[Operand::Slot(star.rest), class]);
        let none = self.constant(Const::None)?;
        let src = Operand::Temp(pair);
        self.emit(span, Inst::IfCompare { op: CmpOp::Is, a: src, b: none, when: true, target: next });
        self.emit(span, Inst::UnpackSequence { src, base: pair, n: 2 });
        self.emit(span, Inst::Copy { dst: Place::Slot(group), src });
        let rest = Operand::Temp(crate::compile::ir::Temp(pair.0 + 1));
        self.emit(span, Inst::Copy { dst: Place::Slot(star.rest), src: rest });
        self.depth = mark;
        let name = match &h.name {
            Some(name) => Some(self.resolve(name)?),
            None => None,
        };
        if let Some(home) = name {
            self.store(span, home, Operand::Slot(group));
        }
        self.flush_stmt();
        let start = self.here();
        self.blocks.push(Block::ExceptStar);
        let body = self.inner_block(&h.body);
        self.blocks.pop();
        body?;
        let falls_through = self.reachable();
        let end = self.here();
        let last = self.last_span();
        if falls_through {
            if let Some(home) = name {
                self.unbind(last, home)?;
            }
            self.clear(last, group);
            self.goto(last, next);
        }
        self.region(RegionKind::Except, start, end, span.line, vec![], Some(group));
        // What the clause raises is kept until all clauses have run; without an exception to handle it just goes on.
        let (target, keep) = (self.here(), self.label());
        self.handler(start, end, target, raised);
        if let Some(home) = name {
            self.unbind(last, home)?;
        }
        self.clear(last, group);
        let through = self.label();
        self.emit(last, Inst::IfUnset { slot: star.errors, target: through });
        self.goto(last, keep);
        self.place(through);
        self.emit(last, Inst::Reraise { slot: raised });
        self.place(keep);
        self.emit(last, Inst::ListAppend { list: Operand::Slot(star.errors), src: Operand::Slot(raised) });
        self.clear(last, raised);
        self.place(next);
        let mut slots = vec![group, raised];
        if let Some(Home::Slot { slot, .. }) = name {
            slots.push(slot);
        }
        Ok(slots)
    }
}

//! `try`: handlers are ranges, a `finally` is one copy of its block that ends with a look at what is pending.

use super::Result;
use super::block::{Block, Guard};
use super::builder::Builder;
use crate::bytecode::RegionKind;
use crate::compile::ir::{Inst, Label, Operand, Place, SlotId};
use crate::syntax::ast::{self, Ranged};

impl Builder<'_> {
    pub fn try_stmt(&mut self, t: &ast::StmtTry) -> Result {
        self.flush_stmt();
        if t.finalbody.is_empty() { self.try_except(t) } else { self.try_finally(t) }
    }

    fn try_finally(&mut self, t: &ast::StmtTry) -> Result {
        let line = self.span(t.range).line;
        let entry = self.label();
        let exc = self.hidden("exc")?;
        let start = self.here();
        self.blocks.push(Block::Guarded(Guard::new(entry)));
        let inside = if t.handlers.is_empty() { self.try_body(t).map(drop) } else { self.try_except(t) };
        let Some(Block::Guarded(guard)) = self.blocks.pop() else { return inside };
        inside?;
        // However control came here, it runs this copy: falling in, on a detour, or with an exception in `exc`.
        self.place(entry);
        self.handler(start, entry, entry, exc);
        let mut slots = vec![exc];
        slots.extend(guard.slots());
        self.blocks.push(Block::Finally { slots: slots.clone() });
        let body = self.inner_block(&t.finalbody);
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
    fn try_body(&mut self, t: &ast::StmtTry) -> Result<(Label, Label)> {
        let line = self.span(t.range).line;
        let start = self.here();
        self.inner_block(&t.body)?;
        let end = self.here();
        self.region(RegionKind::Try, start, end, line, vec![], None);
        Ok((start, end))
    }

    fn try_except(&mut self, t: &ast::StmtTry) -> Result {
        let after = self.label();
        let (start, end) = self.try_body(t)?;
        self.inner_block(&t.orelse)?;
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
            Some(super::builder::Home::Slot { slot, .. }) => slots.push(slot),
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
}

//! `if`, `while` and `for`.

use super::Result;
use super::block::Block;
use super::builder::{Builder, Home};
use super::expr::truth;
use crate::bytecode::{RegionKind, Span};
use crate::compile::ir::{Inst, Label, Operand, Place, SlotId};
use crate::syntax::ast::{self, Expr, Stmt};

impl Builder<'_> {
    /// A chain of `elif` is a loop here, however long. Each test is a statement of its own line.
    pub fn if_stmt(&mut self, mut i: &ast::StmtIf) -> Result {
        let end = self.label();
        loop {
            let orelse = self.label();
            self.jump_if(&i.test, false, orelse)?;
            self.flush_stmt();
            self.inner_block(&i.body)?;
            if i.orelse.is_empty() {
                self.place(orelse);
                break;
            }
            self.goto(self.last_span(), end);
            self.place(orelse);
            match &i.orelse[..] {
                [Stmt::If(inner)] => {
                    self.begin_stmt(self.span(inner.range));
                    i = inner;
                }
                block => {
                    self.inner_block(block)?;
                    break;
                }
            }
        }
        self.place(end);
        Ok(())
    }

    pub fn while_stmt(&mut self, w: &ast::StmtWhile) -> Result {
        let line = self.span(w.range).line;
        // A round ends in a statement of its own, on the line of the `while`: there a person is stopped in each round,
        // and the test itself is reached from the statement's start and from there.
        let span = self.span(w.range);
        self.emit(span, Inst::Nop);
        self.flush_stmt();
        let head = self.here();
        let (orelse, after, round) = (self.label(), self.label(), self.label());
        let endless = self.const_value(&w.test).is_some_and(|v| truth(&v));
        if !endless {
            self.jump_if(&w.test, false, orelse)?;
        }
        self.flush_stmt();
        let start = self.here();
        self.loop_body(Block::Loop { head: round, after, it: None }, &w.body)?;
        self.place(round);
        self.begin_stmt(span);
        self.goto(span, head);
        self.flush_stmt();
        self.place(orelse);
        self.region(RegionKind::While, start, orelse, line, vec![], None);
        self.inner_block(&w.orelse)?;
        self.place(after);
        Ok(())
    }

    pub fn for_stmt(&mut self, f: &ast::StmtFor) -> Result {
        let line = self.span(f.range).line;
        let init = self.here();
        let it = self.hidden("it")?;
        let span = self.span(f.range);
        let src = self.operand(&f.iter, &[])?;
        self.emit(span, Inst::GetIter { dst: Place::Slot(it), src });
        self.depth = 0;
        let (head, done, after, round) = (self.here(), self.label(), self.label(), self.label());
        self.scoped(|b| {
            let start = b.next_item(span, &f.target, it, init, done)?;
            b.mark_targets(&f.target)?;
            b.depth = 0;
            b.loop_body(Block::Loop { head: round, after, it: Some(it) }, &f.body)?;
            // A round ends in a statement of its own, on the line of the `for`: there a person is stopped in each round.
            b.place(round);
            b.begin_stmt(span);
            b.goto(span, head);
            b.flush_stmt();
            b.place(done);
            b.region(RegionKind::For, start, done, line, vec![it], None);
            Ok(())
        })?;
        self.inner_block(&f.orelse)?;
        self.place(after);
        Ok(())
    }

    pub fn loop_body(&mut self, block: Block, body: &[Stmt]) -> Result {
        self.blocks.push(block);
        let result = self.inner_block(body);
        self.blocks.pop();
        result
    }

    /// Take the next item of `it` and assign it; the label behind the taking.
    pub fn next_item(&mut self, span: Span, target: &Expr, it: SlotId, init: Label, done: Label) -> Result<Label> {
        if let Expr::Name(n) = target
            && let Home::Slot { slot, .. } = self.resolve(&n.id)?
        {
            self.emit(span, Inst::Next { dst: Place::Slot(slot), iter: it, init, done });
            return Ok(self.here());
        }
        let item = self.temp();
        self.emit(span, Inst::Next { dst: Place::Temp(item), iter: it, init, done });
        let start = self.here();
        self.assign(target, Operand::Temp(item))?;
        self.depth = item.0;
        Ok(start)
    }
}

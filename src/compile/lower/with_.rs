//! `with` and `async with`: the bound `__exit__` waits in a hidden slot. A block entered from the side finds it unset and
//! leaves it alone.

use super::Result;
use super::block::{Block, Guard};
use super::builder::Builder;
use crate::bytecode::{RegionKind, Special};
use crate::compile::ir::{Inst, Operand, Place, Temp};
use crate::syntax::TextRange;
use crate::syntax::ast;

/// A `with` statement of either kind.
#[derive(Clone, Copy)]
pub(super) struct With<'a> {
    range: TextRange,
    items: &'a [ast::WithItem],
    body: &'a [ast::Stmt],
    is_async: bool,
}

impl<'a> With<'a> {
    pub fn plain(w: &'a ast::StmtWith) -> With<'a> {
        With { range: w.range, items: &w.items, body: &w.body, is_async: false }
    }

    pub fn asynchronous(w: &'a ast::StmtAsyncWith) -> With<'a> {
        With { range: w.range, items: &w.items, body: &w.body, is_async: true }
    }
}

impl Builder<'_> {
    pub fn with_stmt(&mut self, w: With) -> Result {
        self.with_items(w, 0)
    }

    fn with_items(&mut self, w: With, index: usize) -> Result {
        let Some(item) = w.items.get(index) else {
            self.depth = 0;
            return self.inner_block(w.body);
        };
        let span = self.span(w.range);
        let exit = self.hidden("exit")?;
        let exc = self.hidden("exc")?;
        let (enter_name, exit_name) =
            if w.is_async { (Special::AEnter, Special::AExit) } else { (Special::Enter, Special::Exit) };

        let manager = self.push(&item.context_expr)?;
        let result = self.temp();
        let (obj, dst) = (Operand::Temp(manager), Place::Temp(result));
        self.emit(span, Inst::LoadSpecial { dst, obj, special: enter_name });
        self.emit(span, Inst::LoadSpecial { dst: Place::Temp(manager), obj, special: exit_name });
        self.emit(span, Inst::Call { dst, base: result, argc: 0 });
        if w.is_async {
            self.await_temp(span, result, 1)?;
        }
        // From here on the manager is entered.
        self.emit(span, Inst::Copy { dst: Place::Slot(exit), src: Operand::Temp(manager) });

        let start = self.here();
        let leave = self.label();
        self.blocks.push(Block::Guarded(Guard::new(leave)));
        let inside = self.scoped(|b| {
            if let Some(target) = &item.optional_vars {
                b.assign(target, Operand::Temp(result))?;
                b.mark_targets(target)?;
            }
            b.depth = 0;
            b.with_items(w, index + 1)
        });
        let Some(Block::Guarded(guard)) = self.blocks.pop() else { return inside };
        inside?;

        self.place(leave);
        self.depth = 0;
        let (done, after, failed) = (self.label(), self.label(), self.label());
        self.handler(start, leave, failed, exc);
        self.emit(span, Inst::IfUnset { slot: exit, target: done });
        self.emit(span, Inst::CallExit { dst: Temp(0), exit, exc: None });
        if w.is_async {
            self.await_temp(span, Temp(0), 2)?;
            self.depth = 0;
        }
        self.clear(span, exit);
        self.place(done);
        let stubs = self.dispatch(span, &guard);
        self.goto(span, after);
        self.stubs(span, &guard, stubs)?;

        // An exception: `__exit__` may swallow it.
        self.place(failed);
        let (swallowed, reraise) = (self.label(), self.label());
        self.emit(span, Inst::IfUnset { slot: exit, target: reraise });
        self.emit(span, Inst::CallExit { dst: Temp(0), exit, exc: Some(exc) });
        if w.is_async {
            self.await_temp(span, Temp(0), 2)?;
            self.depth = 0;
        }
        self.emit(span, Inst::If { cond: Operand::Temp(Temp(0)), when: true, target: swallowed });
        self.place(reraise);
        self.emit(span, Inst::Reraise { slot: exc });
        self.place(swallowed);
        self.region(RegionKind::Except, failed, swallowed, span.line, vec![], Some(exc));
        self.clear(span, exc);
        self.clear(span, exit);
        self.place(after);
        let mut slots = vec![exit, exc];
        slots.extend(guard.slots());
        self.region(RegionKind::With, start, after, span.line, slots, None);
        Ok(())
    }
}

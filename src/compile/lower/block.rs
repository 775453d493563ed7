//! The blocks around the current place, and how control leaves them: `break`, `continue` and `return` clear what the
//! blocks on their way hold, and take the detour through each `finally` and `with`.
//!
//! Such a detour notes in the hidden slot `pend` where it wants to go and enters the one copy of the exit code; at its
//! end, [`Builder::dispatch`] sends control on its way. With `pend` unset (the exit code was entered in another way) control
//! falls through.

use super::Result;
use super::builder::{Builder, Home, read};
use crate::bytecode::{Const, Span};
use crate::compile::ir::{Inst, Label, Operand, Place, SlotId, SlotKind};

/// Why control leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    Return,
    Break,
    Continue,
}

impl Exit {
    /// What `pend` holds. 1 is left to mean "an exception", which no one needs to write: the `exc` slot tells.
    pub fn code(self) -> i16 {
        match self {
            Exit::Return => 2,
            Exit::Break => 3,
            Exit::Continue => 4,
        }
    }
}

/// A block around the current place.
#[derive(Debug)]
pub(super) enum Block {
    Loop {
        head: Label,
        after: Label,
        /// The iterator of a `for`.
        it: Option<SlotId>,
    },
    /// The inside of `try ... finally` or `with`: leaving it goes through `entry`.
    Guarded(Guard),
    /// An `except` clause: its exception, and the name bound to it.
    Except { exc: SlotId, name: Option<Home> },
    /// An `except*` clause: `break`, `continue` and `return` may not leave it.
    ExceptStar,
    /// The inside of a `finally`: what it remembers is dropped when control leaves in another way.
    Finally { slots: Vec<SlotId> },
}

/// The state of a block whose exits take a detour.
#[derive(Debug)]
pub(super) struct Guard {
    pub entry: Label,
    pub pend: Option<SlotId>,
    pub ret: Option<SlotId>,
    /// The detours taken, to be sent on at the end.
    pub exits: Vec<Exit>,
}

impl Guard {
    pub fn new(entry: Label) -> Guard {
        Guard { entry, pend: None, ret: None, exits: vec![] }
    }

    pub fn slots(&self) -> Vec<SlotId> {
        self.pend.into_iter().chain(self.ret).collect()
    }
}

impl Builder<'_> {
    /// Leave by `exit`, from the innermost block on. `value` is what a `return` returns.
    pub fn leave(&mut self, span: Span, exit: Exit, value: Option<Operand>) -> Result {
        let stops = |b: &Block| matches!(b, Block::Guarded(_)) || (exit != Exit::Return && matches!(b, Block::Loop { .. }));
        let end = self.blocks.iter().rposition(stops);
        let mut value = value;
        if let (Some(i), Some(src)) = (end, value) {
            let ret = self.guard_ret(i)?;
            self.emit(span, Inst::Copy { dst: Place::Slot(ret), src });
            if let Operand::Slot(slot) = src
                && self.body.slots[slot.0 as usize].kind == SlotKind::Hidden
            {
                self.clear(span, slot);
            }
            value = None;
        } else if let Some(src @ Operand::Slot(_)) = value
            && self.blocks.iter().any(|b| matches!(b, Block::Except { name: Some(Home::Var(_)), .. }))
        {
            let temp = self.temp();
            self.emit(span, Inst::Copy { dst: Place::Temp(temp), src });
            self.depth -= 1;
            value = Some(Operand::Temp(temp));
        }
        for i in (end.map_or(0, |e| e + 1)..self.blocks.len()).rev() {
            self.drop_block(span, i, end.is_none())?;
        }
        let Some(i) = end else {
            let src = match value {
                Some(v) => v,
                None => self.constant(Const::None)?,
            };
            self.emit(span, Inst::Return { src });
            return Ok(());
        };
        if let Block::Loop { head, after, it } = self.blocks[i] {
            if exit == Exit::Break {
                if let Some(it) = it {
                    self.clear(span, it);
                }
                self.goto(span, after);
            } else {
                self.goto(span, head);
            }
            return Ok(());
        }
        let pend = self.guard_pend(i)?;
        let src = self.constant(Const::Int(exit.code().into()))?;
        self.emit(span, Inst::Copy { dst: Place::Slot(pend), src });
        if let Block::Guarded(guard) = &mut self.blocks[i] {
            if !guard.exits.contains(&exit) {
                guard.exits.push(exit);
            }
            let entry = guard.entry;
            self.goto(span, entry);
        }
        Ok(())
    }

    fn guard_pend(&mut self, i: usize) -> Result<SlotId> {
        if let Block::Guarded(Guard { pend: Some(pend), .. }) = self.blocks[i] {
            return Ok(pend);
        }
        let slot = self.hidden("pend")?;
        if let Block::Guarded(guard) = &mut self.blocks[i] {
            guard.pend = Some(slot);
        }
        Ok(slot)
    }

    fn guard_ret(&mut self, i: usize) -> Result<SlotId> {
        if let Block::Guarded(Guard { ret: Some(ret), .. }) = self.blocks[i] {
            return Ok(ret);
        }
        let slot = self.hidden("ret")?;
        if let Block::Guarded(guard) = &mut self.blocks[i] {
            guard.ret = Some(slot);
        }
        Ok(slot)
    }

    /// Clear what block `i` holds. When the frame ends with it, only what outlives the frame matters.
    fn drop_block(&mut self, span: Span, i: usize, frame_ends: bool) -> Result {
        match &self.blocks[i] {
            Block::Loop { it: Some(it), .. } if !frame_ends => {
                let it = *it;
                self.clear(span, it);
            }
            Block::Except { exc, name } => {
                let (exc, name) = (*exc, *name);
                match name {
                    Some(Home::Slot { .. }) if frame_ends => {}
                    Some(home) => self.unbind(span, home)?,
                    None => {}
                }
                if !frame_ends {
                    self.clear(span, exc);
                }
            }
            Block::Finally { slots } if !frame_ends => {
                for slot in slots.clone() {
                    self.clear(span, slot);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Unbind the name of an `except` clause, bound or not.
    pub fn unbind(&mut self, span: Span, home: Home) -> Result {
        match home {
            Home::Slot { slot, .. } => self.clear(span, slot),
            Home::Var(var) => {
                let src = self.constant(Const::None)?;
                self.emit(span, Inst::Store { var, src });
                self.emit(span, Inst::Delete { var });
            }
        }
        Ok(())
    }

    /// The end of exit code: whoever came on a detour is sent on. The stubs that do it are for [`Builder::stubs`].
    pub fn dispatch(&mut self, span: Span, guard: &Guard) -> Vec<(Exit, Label)> {
        let Some(slot) = guard.pend else { return vec![] };
        let mut stubs = vec![];
        for &exit in &guard.exits {
            let target = self.label();
            self.emit(span, Inst::IfPending { slot, k: exit.code(), target });
            stubs.push((exit, target));
        }
        stubs
    }

    /// Where [`Builder::dispatch`] sends control: on its way, from the block around.
    pub fn stubs(&mut self, span: Span, guard: &Guard, stubs: Vec<(Exit, Label)>) -> Result {
        for (exit, target) in stubs {
            self.place(target);
            let value = guard.ret.filter(|_| exit == Exit::Return).map(|s| read(Place::Slot(s)));
            self.leave(span, exit, value)?;
        }
        Ok(())
    }

    /// Does leaving by `exit` cross an `except*` clause?
    fn crosses_star(&self, exit: Exit) -> bool {
        let inner = self.blocks.iter().rev().take_while(|b| exit == Exit::Return || !matches!(b, Block::Loop { .. }));
        inner.into_iter().any(|b| matches!(b, Block::ExceptStar))
    }

    /// The error for leaving an `except*` clause.
    pub fn check_star(&self, range: crate::syntax::TextRange, exit: Exit) -> Result {
        if self.crosses_star(exit) {
            return Err(self.error(range, "'break', 'continue' and 'return' cannot appear in an except* block"));
        }
        Ok(())
    }

    /// `break` and `continue`.
    pub fn loop_exit(&mut self, range: crate::syntax::TextRange, exit: Exit, outside: &str) -> Result {
        self.check_star(range, exit)?;
        if !self.blocks.iter().any(|b| matches!(b, Block::Loop { .. })) {
            return Err(self.error(range, outside));
        }
        let span = self.span(range);
        self.leave(span, exit, None)
    }
}

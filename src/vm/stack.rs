//! The call stack: frames and one flat array of registers.
//!
//! A callee's registers begin inside its caller's window of arguments, so a call copies nothing. The stack keeps its own
//! undo log: a frame is saved when it is first *returned into* in an epoch, because until then nobody writes to it.

use super::object::CodeId;
use super::value::{Handle, Value};
use serde::{Deserialize, Serialize};

/// How a frame hands its result to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resume {
    /// Into the caller's register `dst`; go on behind the call.
    Store,
    /// The caller's instruction decides: a branch on the result, the item of a `for`... It is looked at again.
    Complete,
    /// The result must be None; the caller gets the new instance, which is in the register before the frame's base.
    Init,
    /// The result ends the run loop: a module's body, an evaluated expression.
    Leave,
}

/// One activation of a code object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub code: CodeId,
    /// The instruction that runs next; in a frame that called another: the one that made the call.
    pub pc: u32,
    /// Index of its first register.
    pub base: u32,
    /// The function object, or none for a module or class body.
    pub func: Handle,
    /// The module's dict.
    pub globals: Handle,
    /// The dict of a class body's names, or none.
    pub namespace: Handle,
    /// The generator that this frame belongs to, or none.
    pub generator: Handle,
    pub dst: u16,
    pub resume: Resume,
    /// The frame is code of sleepy's own: left out of stack views and stepping.
    pub hidden: bool,
}

impl Frame {
    /// Does the register before the base mean something? It holds the new instance of a frame that is an `__init__`, or a
    /// module being imported.
    pub fn keeps_before(&self) -> bool {
        self.resume == Resume::Init && self.base > 0
    }
}

/// A frame of the past, kept to bring it back.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct SavedFrame {
    index: u32,
    frame: Frame,
    regs: Vec<Value>,
}

/// What takes the stack back to the start of an epoch.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct StackUndo {
    /// By falling index: the top frame first.
    saved: Vec<SavedFrame>,
    depth: u32,
}

impl StackUndo {
    /// The frames it brings back with their registers, the top frame first, and how deep the stack was.
    pub fn saved(&self) -> (impl Iterator<Item = (u32, &Frame, &[Value])>, u32) {
        (self.saved.iter().map(|s| (s.index, &s.frame, &s.regs[..])), self.depth)
    }
    /// Bytes it keeps, about.
    pub fn weight(&self) -> usize {
        self.saved.iter().map(|s| size_of::<SavedFrame>() + s.regs.len() * size_of::<Value>()).sum()
    }
    /// This undo followed by an `earlier` one, as one.
    pub fn after(mut self, mut earlier: StackUndo) -> StackUndo {
        let lowest = earlier.saved.last().map_or(earlier.depth, |s| s.index);
        self.saved.retain(|s| s.index < lowest);
        earlier.saved.append(&mut self.saved);
        earlier
    }
}

/// The stack.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Stack {
    pub frames: Vec<Frame>,
    /// As long as it ever had to be; what lies behind the top frame means nothing.
    pub regs: Vec<Value>,
    #[serde(skip)]
    undo: StackUndo,
    /// Frames with a smaller index are not saved in this epoch. 0 when nothing is recorded.
    #[serde(skip)]
    unsaved: usize,
}

impl Stack {
    pub fn top(&self) -> &Frame {
        &self.frames[self.frames.len() - 1]
    }
    pub fn top_mut(&mut self) -> &mut Frame {
        let top = self.frames.len() - 1;
        &mut self.frames[top]
    }
    pub fn depth(&self) -> usize {
        self.frames.len()
    }
    /// Does returning into the frame below the top need [`Stack::save_returned_into`]?
    pub fn unsaved(&self) -> usize {
        self.unsaved
    }
    /// Make sure that registers up to `end` exist.
    #[inline]
    pub fn reserve(&mut self, end: usize) {
        if self.regs.len() < end {
            self.regs.resize((end + 256).max(self.regs.len() * 2), Value::Unset);
        }
    }

    /// Begin an epoch: from here on, [`Stack::undo`] leads back to this moment. Gives the undo of the epoch before.
    /// `top_regs` is the number of registers of the top frame.
    pub fn begin_epoch(&mut self, top_regs: usize) -> StackUndo {
        let depth = self.frames.len();
        self.unsaved = depth;
        let before = std::mem::replace(&mut self.undo, StackUndo { saved: Vec::new(), depth: depth as u32 });
        if depth > 0 {
            let base = self.top().base as usize;
            self.save(depth - 1, base + top_regs);
        }
        before
    }

    /// Stop recording.
    pub fn forget(&mut self) {
        self.undo = StackUndo::default();
        self.unsaved = 0;
    }

    /// To be called before the frame `index` runs again (or is changed), while the frame above it still has its base at
    /// `end`.
    pub fn save_returned_into(&mut self, index: usize, end: usize) {
        while self.unsaved > index {
            let next = self.unsaved - 1;
            let end = if next == index { end } else { self.frames[next + 1].base as usize };
            self.save(next, end);
        }
    }

    fn save(&mut self, index: usize, end: usize) {
        let frame = self.frames[index];
        let regs = self.regs[frame.base as usize..end.max(frame.base as usize)].to_vec();
        self.undo.saved.push(SavedFrame { index: index as u32, frame, regs });
        self.unsaved = index;
    }

    /// Take the undo log of the running epoch, leaving recording off.
    pub fn take_undo(&mut self) -> StackUndo {
        self.unsaved = 0;
        std::mem::take(&mut self.undo)
    }

    /// Put a log back that [`Stack::take_undo`] or [`Stack::begin_epoch`] gave: its epoch goes on being recorded.
    pub fn resume_epoch(&mut self, undo: StackUndo) {
        self.unsaved = undo.saved.last().map_or(undo.depth, |s| s.index) as usize;
        self.undo = undo;
    }

    /// Go back to the start of the epoch that `undo` belongs to.
    pub fn apply_undo(&mut self, undo: StackUndo) {
        let lowest = undo.saved.last().map_or(undo.depth, |s| s.index) as usize;
        self.frames.truncate(lowest);
        for s in undo.saved.into_iter().rev() {
            let base = s.frame.base as usize;
            self.frames.push(s.frame);
            self.reserve(base + s.regs.len());
            self.regs[base..base + s.regs.len()].copy_from_slice(&s.regs);
        }
        debug_assert_eq!(self.frames.len(), undo.depth as usize);
    }
}

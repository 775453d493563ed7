//! What a face needs of a debugger: the methods of [`super`]'s session as a trait.
//!
//! The terminal and the batch mode talk to this trait only, so that they can be tested against a made-up debugger and run
//! before a program does. Nothing here knows how a screen looks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::api::{
    BreakpointView, Children, CodeLine, Command, FrameView, OutputTail, Reply, SourceView, Stopped, TimelineView, VariableView,
};

/// Asks a running command to stop, from any thread. Clones share one flag.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Ask: the running motion stops with [`super::api::Reason::Interrupted`].
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether someone asked. Cheap enough for an inner loop.
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Forget a request; done when a command begins.
    pub fn clear(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// The flag itself, for code that must not know this type.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

/// A debugger, seen from a face. Views describe the present moment and the selected frame, and are cheap; they take `&mut self`
/// because the repr of a user's object is user code, evaluated and rolled back.
pub trait Debugger {
    /// Run a command to its end; only an [`Interrupt`] shortens a long motion.
    fn execute(&mut self, command: Command) -> Reply;

    /// The handle that interrupts [`Debugger::execute`] from another thread.
    fn interrupt_handle(&self) -> Interrupt;

    /// Where the program stands.
    fn position(&mut self) -> Stopped;

    /// The source file of the selected frame.
    fn source(&mut self) -> SourceView;

    /// The stack, innermost first, and the index of the selected frame.
    fn frames(&mut self) -> (Vec<FrameView>, usize);

    /// The variables of the selected frame; unbound ones have no value. Long values are cut short, so that this is cheap.
    fn variables(&mut self) -> Vec<VariableView>;

    /// What a variable holds inside, `limit` parts at most: `path` names the variable, then a child of it, and so on.
    fn children(&mut self, path: &[String], limit: usize) -> Children;

    /// Title and lines of the goto form of the selected frame's function.
    fn lowered(&mut self) -> (String, Vec<CodeLine>);

    /// Title and lines of the bytecode of the selected frame's function.
    fn bytecode(&mut self) -> (String, Vec<CodeLine>);

    /// The last of what was written up to the present moment: about `limit` bytes.
    fn output(&mut self, limit: usize) -> OutputTail;

    /// The run as a line with marks.
    fn timeline(&mut self) -> TimelineView;

    /// All breakpoints.
    fn breakpoints(&mut self) -> Vec<BreakpointView>;

    /// The prompt of the `input()` the program waits in.
    fn waiting_for_input(&mut self) -> Option<String>;

    /// Lines of the current function that a jump can make the next to run.
    fn enterable_lines(&mut self) -> Vec<u32>;
}

//! The history of a run, and moving in it.
//!
//! A run is a line of moments, one per executed instruction. The VM can only run forward; the timeline makes it go
//! anywhere, from two things: *epochs*, which undo a stretch of the run exactly, and the *journal*, which lets the same
//! stretch be run again without touching the world.
//!
//! Going back to a moment means undoing epochs until one begins at or before it, and running forward again from there.
//! Going forward means running: through the known part from the journal, behind it live. A search backwards for the last
//! moment with some property goes epoch by epoch from the latest, runs each once, and keeps the last hit.
//!
//! Recording pays for itself: an epoch ends when enough work was done to pay for what its log had to copy. Old epochs
//! are merged in pairs, so that their spacing grows with their age and the whole stays inside a budget of memory.
//! Replaying a stretch makes its epochs anew, denser towards its end, so that the next small step back is cheap.
//!
//! What a person does to the run (a jump, a changed variable) is an *intervention* at a moment: see [`branch`].

pub mod branch;
mod ending;
mod spacing;

use crate::vm::{Epoch, Stop, Time, Vm};
use branch::{Branch, BranchId, Intervention};
pub use ending::{Ending, conclude};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Instructions between two looks at the interrupt flag and at the recording's cost.
const SLICE: u64 = 250_000;

/// Bytes of history that a run keeps when nobody asks for more or less.
pub const DEFAULT_BUDGET: usize = 256 << 20;

/// Why a run through the timeline stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Halt {
    /// The wanted moment is reached.
    Reached,
    /// A frame returned that [`Vm::set_return_watch`] was set for.
    Returned,
    Breakpoint,
    /// The program waits for input.
    Input {
        prompt: String,
    },
    /// The program has ended; see [`Timeline::ending`].
    Ended,
    Interrupted,
}

/// The history of a run as a checkpoint stores it.
#[derive(Debug, Deserialize)]
pub struct History {
    /// Oldest first, up to the present moment.
    pub epochs: Vec<Epoch>,
    pub branches: Vec<Branch>,
    pub branch: BranchId,
}

/// The same, still in use.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct HistoryRef<'a> {
    pub epochs: &'a [Epoch],
    pub branches: &'a [Branch],
    pub branch: BranchId,
}

/// A run with its history.
#[derive(Debug)]
pub struct Timeline {
    pub vm: Vm,
    /// Closed epochs that lead from the start to the running epoch, oldest first.
    epochs: Vec<Epoch>,
    /// So many of them came from a file. They are undone one by one, as the file's verifier did, and never merged: a merge
    /// believes the epoch marks of objects, and a file is not believed.
    loaded: usize,
    branches: Vec<Branch>,
    branch: BranchId,
    /// Bytes that epochs may keep.
    budget: usize,
    interrupt: Arc<AtomicBool>,
}

impl Timeline {
    /// Record a run from its present moment on. `budget` bytes of history are kept at most.
    pub fn new(mut vm: Vm, budget: usize) -> Timeline {
        vm.begin_epoch();
        let known_end = vm.now();
        let root = Branch::root(known_end);
        Timeline {
            vm,
            epochs: Vec::new(),
            loaded: 0,
            branches: vec![root],
            branch: BranchId(0),
            budget,
            interrupt: Arc::default(),
        }
    }

    /// Put a stored history together again. Its epochs are all closed: the run goes on in a new one.
    pub fn restore(mut vm: Vm, history: History, budget: usize) -> Timeline {
        vm.begin_epoch();
        let History { epochs, branches, branch } = history;
        Timeline { vm, loaded: epochs.len(), epochs, branches, branch, budget, interrupt: Arc::default() }
    }

    /// The flag that makes a running motion halt.
    pub fn interrupt_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.interrupt)
    }
    pub fn set_interrupt_flag(&mut self, flag: Arc<AtomicBool>) {
        self.interrupt = flag;
    }
    pub fn now(&self) -> Time {
        self.vm.now()
    }
    /// The latest moment of this branch that was ever reached.
    pub fn known_end(&self) -> Time {
        self.branches[self.branch.0].known_end
    }
    /// How this branch of the run ends, once that is known.
    pub fn ending(&self) -> Option<&Ending> {
        self.branches[self.branch.0].ending.as_ref()
    }
    pub fn branch(&self) -> BranchId {
        self.branch
    }
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }
    /// The history up to here, for whoever stores it: the running epoch is closed first.
    pub fn history(&mut self) -> (&Vm, HistoryRef<'_>) {
        self.close_epoch();
        self.vm.clear_dead_registers();
        (&self.vm, HistoryRef { epochs: &self.epochs, branches: &self.branches, branch: self.branch })
    }
    pub fn close_epoch(&mut self) {
        self.epochs.append(&mut self.vm.take_closed());
        let closed = self.vm.begin_epoch();
        self.epochs.extend(closed);
    }
    /// Bytes of history, about.
    pub fn weight(&self) -> usize {
        self.epochs.iter().map(Epoch::weight).sum::<usize>() + self.vm.epoch_cost()
    }

    /// Run forward until `until` at the latest, with everything that can stop a run.
    pub fn run(&mut self, until: Time) -> Halt {
        let departure = self.now();
        loop {
            let now = self.now();
            if now >= until || self.vm.is_finished() {
                return if self.vm.is_finished() && now < until { Halt::Ended } else { Halt::Reached };
            }
            if self.interrupt.load(Ordering::Relaxed) {
                return Halt::Interrupted;
            }
            let intervention = self.next_intervention(now);
            let hard = intervention.map_or(until, |(time, _)| (*time).min(until));
            if let Some((time, what)) = intervention
                && *time == now
            {
                // The person stood here, at a breakpoint, before doing what they did.
                if now > departure && self.vm.stands_at_breakpoint() {
                    return Halt::Breakpoint;
                }
                let what = what.clone();
                if self.apply(&what).is_err() {
                    // What was possible once is possible again, unless a checkpoint says otherwise: then it never was.
                    self.forget_intervention(now);
                }
                self.note_progress(until);
                continue;
            }
            let slice = self.slice(now, until);
            let slack = self.vm.codes.longest as u64 + 2;
            let stop = match now.checked_add(slice) {
                Some(soft) if soft.saturating_add(2 * slack) < hard => self.vm.run_about(soft),
                _ => self.vm.run(hard),
            };
            self.note_progress(until);
            match stop {
                Stop::Limit => {}
                Stop::Returned => return Halt::Returned,
                Stop::Breakpoint => return Halt::Breakpoint,
                Stop::Input { prompt } => return Halt::Input { prompt },
                Stop::Finished => {
                    self.finish(None);
                    return Halt::Ended;
                }
                Stop::Uncaught(exc) => {
                    self.finish(Some(exc));
                    return Halt::Ended;
                }
            }
        }
    }

    /// Run one instruction.
    pub fn run_one(&mut self) -> Halt {
        self.run(self.now() + 1)
    }

    /// Far from the goal in long slices; close to it in short ones, so that dense epochs are left behind.
    fn slice(&self, now: Time, until: Time) -> u64 {
        if until <= self.known_end() { ((until - now) / 4).clamp(4096, SLICE) } else { SLICE }
    }

    /// After some running: remember how far we came, and end the epoch if it is time to.
    fn note_progress(&mut self, until: Time) {
        let now = self.now();
        let mut closed = self.vm.take_closed();
        let mut is_longer = !closed.is_empty();
        self.epochs.append(&mut closed);
        let branch = &mut self.branches[self.branch.0];
        branch.known_end = branch.known_end.max(now);
        let Some(start) = self.vm.epoch_start() else { return };
        let replaying = until <= branch.known_end;
        let (cost, allocated) = (self.vm.epoch_cost(), self.vm.heap.allocated());
        if spacing::epoch_is_over(now.saturating_sub(start), cost, allocated, replaying.then(|| until.saturating_sub(now))) {
            self.close_epoch();
            is_longer = true;
        }
        if is_longer {
            spacing::thin(&mut self.epochs, self.loaded, now, self.budget);
        }
    }

    /// Go to a moment of this branch; behind the known end the program runs live.
    pub fn travel(&mut self, to: Time) -> Halt {
        if to < self.now() {
            self.undo_to(to);
        }
        // Breakpoints on the way are no places to stop at.
        loop {
            match self.run(to) {
                Halt::Breakpoint if self.now() < to => {
                    self.run_one();
                }
                halt => return halt,
            }
        }
    }

    /// Undo epochs until the present moment is at or before `to`, or history ends.
    pub fn undo_to(&mut self, to: Time) {
        let watch = self.vm.return_watch();
        self.vm.set_return_watch(0);
        self.epochs.append(&mut self.vm.take_closed());
        while self.now() > to {
            let Some(epoch) = self.vm.take_epoch().or_else(|| self.epochs.pop()) else { break };
            self.vm.undo(epoch);
        }
        self.loaded = self.loaded.min(self.epochs.len());
        self.vm.begin_epoch();
        self.vm.set_return_watch(watch);
    }

    /// The earliest moment that can be gone back to.
    pub fn horizon(&self) -> Time {
        self.epochs.first().map(|e| e.start).or(self.vm.epoch_start()).unwrap_or_else(|| self.now())
    }

    /// Start of the latest epoch that begins before `t`.
    pub fn epoch_before(&self, t: Time) -> Option<Time> {
        let running = self.vm.epoch_start().filter(|&s| s < t);
        running.or_else(|| self.epochs.iter().rev().map(|e| e.start).find(|&s| s < t))
    }

    /// Do something to the run at the present moment: from here on it is another branch. Gives notes for the user; on an
    /// error nothing has changed.
    pub fn intervene(&mut self, what: Intervention) -> Result<Vec<String>, String> {
        let at = self.now();
        let from = self.branch;
        self.fork(at, what.clone());
        match self.apply(&what) {
            Ok(notes) => {
                self.branches[self.branch.0].known_end = self.now();
                Ok(notes)
            }
            Err(e) => {
                // What ran of it is undone with its branch, which nobody has seen.
                self.switch(from, at);
                self.branches.pop();
                Err(e)
            }
        }
    }

    /// An intervention has no moments inside that one can stand at: what runs in it is not the program. So no epoch may
    /// begin there, and those that collections closed in it become one with the running one.
    fn apply(&mut self, what: &Intervention) -> Result<Vec<String>, String> {
        self.epochs.append(&mut self.vm.take_closed());
        let result = what.apply(&mut self.vm);
        let closed = self.vm.take_closed();
        if !closed.is_empty()
            && let Some(running) = self.vm.take_epoch()
        {
            self.epochs.push(closed.into_iter().rev().fold(running, |later, earlier| later.after(earlier)));
            self.vm.begin_epoch();
        }
        result
    }
}

//! Motions: from where the program stands to where it is to stand, forward and backward.
//!
//! A *boundary* is the start of a statement in a frame that the user sees. A *line start* is a boundary that begins a line:
//! not the second statement of `a = 1; b = 2`, but every round of a one-line loop. Forward motions run to the next line
//! start of some kind. Backward motions look for the last one before now: epoch by epoch from the latest, each run once.

use super::breakpoints::Verdict;
use super::{Session, api::Reason};
use crate::timeline::Halt;
use crate::vm::Time;
use crate::vm::object::CodeId;

/// A boundary that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Boundary {
    frame: usize,
    code: CodeId,
    line: u32,
    pc: u32,
}

/// Which line starts a motion stops at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// In any frame.
    Into,
    /// In the frame of this index or below it: calls are run over.
    Over(usize),
}

/// A walk along the run.
#[derive(Debug)]
struct Path {
    scope: Scope,
    /// When the frame of the scope returns, its caller becomes the scope.
    follows_returns: bool,
    /// Where each frame stood before the instruction that was run last.
    stood: Vec<(CodeId, u32)>,
    /// Fewest frames that were on the stack on the way.
    lowest: usize,
}

impl Path {
    fn new(session: &Session, scope: Scope, follows_returns: bool) -> Path {
        let stood = session.standing();
        Path { scope, follows_returns, lowest: stood.len(), stood }
    }

    /// An instruction is about to run in the top one of `depth` frames. Those below stand where they stood.
    fn leave_from(&mut self, session: &Session, depth: usize) {
        let Some(f) = session.timeline.vm.stack.frames.last() else { return };
        if self.stood.len() + 1 < depth {
            self.stood = session.standing();
        }
        self.stood.truncate(depth - 1);
        self.stood.push((f.code, f.pc));
    }
}

/// Why a walk to the next line start ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Walk {
    Line,
    /// The limit was reached.
    Limit,
    Breakpoint(Verdict),
    Halted(Halt),
}

impl Session {
    /// The boundary at which the program stands.
    fn boundary(&self) -> Option<Boundary> {
        let vm = &self.timeline.vm;
        let frame = vm.stack.frames.len().checked_sub(1)?;
        let f = &vm.stack.frames[frame];
        if f.hidden {
            return None;
        }
        let code = &vm.codes.get(f.code).code;
        let i = code.stmts.binary_search_by_key(&f.pc, |s| s.pc).ok()?;
        Some(Boundary { frame, code: f.code, line: code.stmts[i].line, pc: f.pc })
    }

    /// Where the frames of the stack stand: in the code of which function, and at which instruction.
    fn standing(&self) -> Vec<(CodeId, u32)> {
        self.timeline.vm.stack.frames.iter().map(|f| (f.code, f.pc)).collect()
    }

    /// Does the boundary begin a line? `stood` is where its frame stood before the last instruction, if it was there. Only
    /// the second statement of a line does not begin it; coming back to the first one does, so every round of a loop on
    /// one line begins it anew.
    fn begins_line(&self, stood: Option<(CodeId, u32)>, b: Boundary) -> bool {
        let Some((code, pc)) = stood.filter(|s| s.0 == b.code) else { return true };
        match self.timeline.vm.codes.get(code).code.stmt_at(pc) {
            Some(before) => before.line != b.line || before.pc >= b.pc,
            None => true,
        }
    }

    /// Run to the next line start, `limit` at the latest.
    fn walk(&mut self, path: &mut Path, limit: Time, stop_at_breakpoints: bool) -> Walk {
        loop {
            if self.timeline.now() >= limit {
                return Walk::Limit;
            }
            let depth = self.timeline.vm.stack.depth();
            path.leave_from(self, depth);
            let halt = match path.scope {
                Scope::Over(frame) if depth > frame + 1 => {
                    self.timeline.vm.set_return_watch(frame + 2);
                    let halt = self.timeline.run(limit);
                    self.timeline.vm.set_return_watch(0);
                    halt
                }
                _ => self.timeline.run_one(),
            };
            match halt {
                Halt::Reached | Halt::Returned => {}
                Halt::Breakpoint if stop_at_breakpoints => match self.judge_breakpoint() {
                    Some(verdict) => return Walk::Breakpoint(verdict),
                    None => match self.timeline.run_one() {
                        Halt::Reached | Halt::Returned => {}
                        other => return Walk::Halted(other),
                    },
                },
                Halt::Breakpoint => match self.timeline.run_one() {
                    Halt::Reached | Halt::Returned => {}
                    other => return Walk::Halted(other),
                },
                other => return Walk::Halted(other),
            }
            if self.timeline.now() > limit {
                return Walk::Limit;
            }
            let depth = self.timeline.vm.stack.depth();
            path.lowest = path.lowest.min(depth);
            if let Scope::Over(frame) = path.scope
                && path.follows_returns
                && depth <= frame
                && depth > 0
            {
                // The frame is gone: what its caller calls next is run over too.
                path.scope = Scope::Over(self.timeline.vm.visible_top().unwrap_or(0).min(depth - 1));
            }
            let Some(b) = self.boundary() else { continue };
            if let Scope::Over(frame) = path.scope
                && b.frame > frame
            {
                continue;
            }
            if self.begins_line(path.stood.get(b.frame).copied(), b) {
                return Walk::Line;
            }
        }
    }

    fn after_walk(&mut self, walk: Walk, done: Reason) -> Reason {
        match walk {
            Walk::Line | Walk::Limit => done,
            Walk::Breakpoint(verdict) => {
                self.hit = Some(verdict.number);
                self.notes.extend(verdict.note);
                Reason::Breakpoint
            }
            Walk::Halted(halt) => self.after_halt(halt, done),
        }
    }

    fn after_halt(&mut self, halt: Halt, done: Reason) -> Reason {
        match halt {
            Halt::Reached | Halt::Returned => done,
            Halt::Breakpoint => Reason::Breakpoint,
            Halt::Input { prompt } => {
                self.waiting = Some(prompt);
                Reason::Input
            }
            Halt::Interrupted => Reason::Interrupted,
            Halt::Ended => self.after_end(),
        }
    }

    /// The program ran to its end. An exception that nobody caught is shown where it was raised, unless we came from there.
    fn after_end(&mut self) -> Reason {
        let raised = self.timeline.ending().and_then(|e| e.exception.clone());
        match raised {
            Some((at, _)) if self.departure < at => {
                self.timeline.travel(at);
                Reason::Exception
            }
            _ => Reason::End,
        }
    }

    pub(super) fn step(&mut self) -> Reason {
        let mut path = Path::new(self, Scope::Into, true);
        let walk = self.walk(&mut path, Time::MAX, true);
        self.after_walk(walk, Reason::Step)
    }

    pub(super) fn next(&mut self) -> Reason {
        let Some(frame) = self.timeline.vm.visible_top() else { return Reason::End };
        let mut path = Path::new(self, Scope::Over(frame), true);
        let walk = self.walk(&mut path, Time::MAX, true);
        self.after_walk(walk, Reason::Step)
    }

    /// Run until the innermost visible frame has returned.
    pub(super) fn finish(&mut self) -> Reason {
        let Some(frame) = self.timeline.vm.visible_top() else { return Reason::End };
        self.timeline.vm.set_return_watch(frame + 1);
        let walk = self.run_to_stop(Time::MAX);
        self.timeline.vm.set_return_watch(0);
        if !matches!(walk, Walk::Halted(Halt::Returned)) {
            return self.after_walk(walk, Reason::Step);
        }
        // sleepy's own functions are not where a person wants to be.
        match (self.timeline.vm.stack.frames.last(), self.timeline.vm.visible_top()) {
            (Some(f), Some(visible)) if f.hidden => {
                let mut path = Path::new(self, Scope::Over(visible), true);
                let walk = self.walk(&mut path, Time::MAX, true);
                self.after_walk(walk, Reason::Step)
            }
            _ => Reason::Step,
        }
    }

    /// Run at full speed; breakpoints whose condition is false are passed.
    fn run_to_stop(&mut self, limit: Time) -> Walk {
        let watch = self.timeline.vm.return_watch();
        // A breakpoint where we stand was seen already.
        self.timeline.vm.set_return_watch(0);
        let first = self.timeline.run_one();
        self.timeline.vm.set_return_watch(watch);
        match first {
            Halt::Reached => {}
            other => return Walk::Halted(other),
        }
        if self.timeline.vm.stack.depth() < watch {
            return Walk::Halted(Halt::Returned);
        }
        loop {
            match self.timeline.run(limit) {
                Halt::Reached => return Walk::Limit,
                Halt::Breakpoint => match self.judge_breakpoint() {
                    Some(verdict) => return Walk::Breakpoint(verdict),
                    None => match self.timeline.run_one() {
                        Halt::Reached => {}
                        other => return Walk::Halted(other),
                    },
                },
                other => return Walk::Halted(other),
            }
        }
    }

    pub(super) fn continue_on(&mut self) -> Reason {
        let walk = self.run_to_stop(Time::MAX);
        self.after_walk(walk, Reason::End)
    }

    /// Run until `line` of the current file begins.
    pub(super) fn run_to_line(&mut self, line: u32) -> Reason {
        let file = self.goal_file();
        self.with_goal(file, line, |s| {
            let walk = s.run_to_stop(Time::MAX);
            let reason = s.after_walk(walk, Reason::To);
            s.miss_goal(line, reason)
        })
    }

    /// The file whose lines a `to` counts: that of the selected frame, or the script when the program has ended.
    fn goal_file(&self) -> String {
        self.current_file().unwrap_or_else(|| self.program.clone())
    }

    /// The line that a `to` means: the next one that has a statement.
    pub(super) fn goal_line(&self, line: u32) -> Result<u32, String> {
        self.line_with_statement(&self.goal_file(), line)
    }

    /// Do something while `line` of `file` is a place to stop.
    fn with_goal(&mut self, file: String, line: u32, act: impl FnOnce(&mut Session) -> Reason) -> Reason {
        self.goal = Some((file, line));
        self.patch_breakpoints();
        let reason = act(self);
        self.goal = None;
        self.patch_breakpoints();
        match (reason, self.hit) {
            (Reason::Breakpoint, Some(0)) => {
                self.hit = None;
                Reason::To
            }
            (reason, _) => reason,
        }
    }

    /// The run went to its end (or start) without coming by the goal: that is worth saying.
    fn miss_goal(&mut self, line: u32, reason: Reason) -> Reason {
        if matches!(reason, Reason::End | Reason::Exception | Reason::Start) {
            self.notes.push(format!("line {line} was not reached"));
        }
        reason
    }

    pub(super) fn step_instruction(&mut self) -> Reason {
        let halt = self.timeline.run_one();
        self.after_halt(halt, Reason::Step)
    }

    /// The last moment in `from..to` at which `look` says yes. It is called where the program stands before each of its
    /// looks, and runs on to the next place that could matter; `false` ends the stretch.
    fn search_back(&mut self, mut advance: impl FnMut(&mut Session, Time) -> Option<Time>) -> Option<Time> {
        let mut end = self.timeline.now();
        loop {
            let start = self.timeline.epoch_before(end)?;
            self.timeline.undo_to(start);
            let start = self.timeline.now();
            let mut found = None;
            while self.timeline.now() < end {
                match advance(self, end) {
                    Some(t) if t < end => found = Some(t),
                    Some(_) => {}
                    None => break,
                }
                if self.timeline.interrupt_flag().load(std::sync::atomic::Ordering::Relaxed) {
                    return None;
                }
            }
            if found.is_some() {
                return found;
            }
            if start <= self.origin {
                return None;
            }
            end = start;
        }
    }

    /// Go to what a search found, or to the start of the program when it found nothing.
    fn arrive(&mut self, departure: Time, found: Option<Time>, reason: Reason) -> Reason {
        if self.interrupted() {
            self.timeline.travel(departure);
            return Reason::Interrupted;
        }
        match found {
            Some(t) => {
                self.timeline.travel(t);
                reason
            }
            None => {
                self.timeline.travel(self.origin);
                Reason::Start
            }
        }
    }

    /// To the last line start before now: in any frame, or in a frame that was on the stack from then until now and is not
    /// above the scope's. (What an earlier call did, which has returned, is no place to go back to with `back-next`.)
    fn back_to_line_start(&mut self, mut scope: Scope) -> Reason {
        let departure = self.timeline.now();
        if departure <= self.origin {
            return Reason::Start;
        }
        let mut end = departure;
        let found = loop {
            let Some(start) = self.timeline.epoch_before(end) else { break None };
            self.timeline.undo_to(start);
            let start = self.timeline.now();
            let mut path = Path::new(self, scope, false);
            // The last line start in each frame that is still there. A stretch's own first moment belongs to the stretch
            // before, which knows what came before it.
            let mut seen: Vec<(usize, Time)> = Vec::new();
            let mut lowest = path.lowest;
            loop {
                path.lowest = usize::MAX;
                let walk = self.walk(&mut path, end, false);
                lowest = lowest.min(path.lowest);
                if scope != Scope::Into {
                    seen.retain(|&(frame, _)| frame < path.lowest);
                }
                let now = self.timeline.now();
                let is_last = walk != Walk::Line || now >= end || self.interrupted();
                if walk == Walk::Line
                    && now < departure
                    && now <= end
                    && let Some(b) = self.boundary()
                {
                    seen.retain(|&(frame, _)| scope != Scope::Into && frame < b.frame);
                    seen.push((b.frame, now));
                }
                if is_last {
                    break;
                }
            }
            if let Some(&(_, t)) = seen.last() {
                break Some(t);
            }
            if start <= self.origin || self.interrupted() {
                break None;
            }
            // Frames that were not there all the time are of no interest further back.
            if let Scope::Over(frame) = scope {
                scope = Scope::Over(frame.min(lowest.saturating_sub(1)));
            }
            end = start;
        };
        self.arrive(departure, found, Reason::Step)
    }

    pub(super) fn back_step(&mut self) -> Reason {
        self.back_to_line_start(Scope::Into)
    }

    pub(super) fn back_next(&mut self) -> Reason {
        match self.timeline.vm.visible_top() {
            Some(frame) => self.back_to_line_start(Scope::Over(frame)),
            // Behind the end: the last line of the module, or the raise.
            None => match self.timeline.ending().and_then(|e| e.exception.clone()) {
                Some((at, _)) => {
                    self.timeline.travel(at);
                    Reason::Exception
                }
                None => self.back_to_line_start(Scope::Over(0)),
            },
        }
    }

    /// Back to where the innermost visible frame was called.
    pub(super) fn back_finish(&mut self) -> Reason {
        let departure = self.timeline.now();
        let Some(frame) = self.timeline.vm.visible_top() else { return self.back_next() };
        if frame == 0 || departure <= self.origin {
            self.timeline.travel(self.origin);
            return Reason::Start;
        }
        // The last moment at which the stack was lower than this frame.
        let found = self.search_back(|s, end| {
            if s.timeline.vm.stack.depth() <= frame {
                let here = s.timeline.now();
                return match s.timeline.run_one() {
                    Halt::Reached | Halt::Breakpoint | Halt::Returned => Some(here),
                    _ => None,
                };
            }
            s.timeline.vm.set_return_watch(frame + 1);
            let halt = s.timeline.run(end);
            s.timeline.vm.set_return_watch(0);
            match halt {
                Halt::Returned => Some(end),
                Halt::Breakpoint => match s.timeline.run_one() {
                    Halt::Reached | Halt::Returned => Some(end),
                    _ => None,
                },
                _ => None,
            }
        });
        self.arrive(departure, found, Reason::Step)
    }

    pub(super) fn back_continue(&mut self) -> Reason {
        let departure = self.timeline.now();
        let mut verdict = None;
        let found = self.search_back(|s, end| {
            // A breakpoint at the very start of the stretch.
            if s.timeline.vm.stands_at_breakpoint()
                && let Some(v) = s.judge_breakpoint()
            {
                let here = s.timeline.now();
                verdict = Some(v);
                let _ = s.timeline.run_one();
                return Some(here);
            }
            match s.timeline.run(end) {
                Halt::Breakpoint => {
                    let here = s.timeline.now();
                    let hit = s.judge_breakpoint();
                    let _ = s.timeline.run_one();
                    match hit {
                        Some(v) if here < end => {
                            verdict = Some(v);
                            Some(here)
                        }
                        _ => Some(end),
                    }
                }
                _ => None,
            }
        });
        if let (Some(_), Some(v)) = (found, verdict) {
            self.hit = Some(v.number);
            self.notes.extend(v.note);
        }
        self.arrive(departure, found, Reason::Breakpoint)
    }

    pub(super) fn back_to(&mut self, line: u32) -> Reason {
        let file = self.goal_file();
        self.with_goal(file, line, |s| {
            let reason = s.back_continue();
            s.miss_goal(line, reason)
        })
    }

    pub(super) fn back_step_instruction(&mut self) -> Reason {
        let now = self.timeline.now();
        if now <= self.origin {
            return Reason::Start;
        }
        self.timeline.travel(now - 1);
        Reason::Step
    }
}

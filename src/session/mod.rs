//! The debugger behind every face: commands in, plain data out.
//!
//! A [`Session`] owns a [`Timeline`] and what belongs to the person rather than to the program: breakpoints, the selected
//! frame, the places to undo to. No face sees the VM or the timeline.

pub mod api;
mod breakpoints;
pub mod checkpoints;
pub mod commands;
pub mod face;
pub mod json;
mod parts;
mod stepping;
mod views;

pub use crate::checkpoint::{CheckpointError, os_text};
use crate::timeline::branch::{BranchId, Intervention};
use crate::timeline::{DEFAULT_BUDGET, Timeline};
use crate::vm::{Time, import};
use crate::world::{Answer, Port, Stream};
use api::*;
use breakpoints::Breakpoint;
use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

/// Instructions that an expression of the user may take.
const PRINT_BUDGET: u64 = 50_000_000;

/// Lines that were typed for the program.
type Typed = Arc<Mutex<VecDeque<String>>>;

/// The world of a debugged program: what it writes is in the journal, what it reads is typed by the user.
#[derive(Debug)]
struct SessionPort {
    typed: Typed,
}

impl Port for SessionPort {
    fn write(&mut self, _: Stream, _: &str) {}
    fn ready(&mut self) -> bool {
        self.typed.lock().is_ok_and(|t| !t.is_empty())
    }
    fn read_line(&mut self) -> Answer {
        match self.typed.lock().ok().and_then(|mut t| t.pop_front()) {
            Some(line) => Answer::Line(line),
            None => Answer::NotReady,
        }
    }
}

/// A debugged run.
#[derive(Debug)]
pub struct Session {
    timeline: Timeline,
    program: String,
    breakpoints: Vec<Breakpoint>,
    last_breakpoint: u32,
    /// The line that a `to` wants to reach.
    goal: Option<(String, u32)>,
    /// Breakpoint that ended the last motion; 0 is the goal.
    hit: Option<u32>,
    notes: Vec<String>,
    /// Where the last motion began.
    departure: Time,
    /// The moment before the first line.
    origin: Time,
    /// The prompt of the `input()` that the program waits in.
    waiting: Option<String>,
    last_motion: Option<Motion>,
    last_reason: Reason,
    typed: Typed,
    /// Frames above the innermost visible one that the user went up.
    selected: usize,
    undo: Vec<(BranchId, Time)>,
    redo: Vec<(BranchId, Time)>,
    /// Variables at the stop before, to tell what changed.
    before: Vec<(String, String)>,
    interrupt: face::Interrupt,
}

impl Session {
    /// Debug a source text; the program is paused before its first line. Fails with what CPython would print for a syntax
    /// error.
    pub fn start(file: &str, source: &str, args: Vec<String>) -> Result<Session, String> {
        let typed = Typed::default();
        let port = SessionPort { typed: Arc::clone(&typed) };
        let vm = import::load_script(file, source, args, Box::new(port), true).map_err(|e| e.to_string())?;
        Ok(Session::over(Timeline::new(vm, DEFAULT_BUDGET), file.to_owned(), typed))
    }

    /// A session that stands where the timeline does.
    fn over(mut timeline: Timeline, program: String, typed: Typed) -> Session {
        let interrupt = face::Interrupt::default();
        timeline.set_interrupt_flag(interrupt.flag());
        let origin = timeline.now();
        Session {
            timeline,
            program,
            breakpoints: Vec::new(),
            last_breakpoint: 0,
            goal: None,
            hit: None,
            notes: Vec::new(),
            departure: origin,
            origin,
            waiting: None,
            last_motion: None,
            last_reason: Reason::Start,
            typed,
            selected: 0,
            undo: Vec::new(),
            redo: Vec::new(),
            before: Vec::new(),
            interrupt,
        }
    }

    fn interrupted(&self) -> bool {
        self.timeline.interrupt_flag().load(Ordering::Relaxed)
    }

    fn current_file(&self) -> Option<String> {
        let vm = &self.timeline.vm;
        let frame = vm.stack.frames.get(self.selected_frame()?)?;
        Some(vm.codes.source_of(frame.code).file.clone())
    }

    /// Run a command.
    pub fn execute(&mut self, command: Command) -> Reply {
        self.interrupt.clear();
        match command {
            Command::Move(Motion::To { line }) => match self.goal_line(line) {
                Ok(line) => self.travel(Motion::To { line }),
                Err(e) => Reply::Error(e),
            },
            Command::Move(Motion::BackTo { line }) => match self.goal_line(line) {
                Ok(line) => self.travel(Motion::BackTo { line }),
                Err(e) => Reply::Error(e),
            },
            Command::Move(motion) => self.travel(motion),
            Command::Jump { line } => self.intervene(Intervention::Jump { line }, Reason::Jump),
            Command::Set { name, expression } => match self.selected_frame() {
                Some(frame) => self.intervene(Intervention::Set { frame, name, expression }, Reason::Set),
                None => Reply::Error("the program has ended: there is nothing to set".into()),
            },
            Command::Break { file, line, condition } => match self.add_breakpoint(file, line, condition) {
                Ok(view) => Reply::Breakpoint(view),
                Err(e) => Reply::Error(e),
            },
            Command::Delete { number } => {
                let before = self.breakpoints.len();
                self.breakpoints.retain(|b| b.number != number);
                self.patch_breakpoints();
                if self.breakpoints.len() == before {
                    return Reply::Error(format!("there is no breakpoint {number}"));
                }
                Reply::Done(format!("breakpoint {number} deleted"))
            }
            Command::Enable { number, on } => match self.breakpoints.iter_mut().find(|b| b.number == number) {
                Some(b) => {
                    b.enabled = on;
                    let view = b.view();
                    self.patch_breakpoints();
                    Reply::Breakpoint(view)
                }
                None => Reply::Error(format!("there is no breakpoint {number}")),
            },
            Command::ListBreakpoints => Reply::Breakpoints(self.breakpoints.iter().map(Breakpoint::view).collect()),
            Command::Print { expression } => {
                let frame = self.selected_frame();
                match self.timeline.vm.evaluate(frame, &expression, PRINT_BUDGET) {
                    Ok(shown) => Reply::Value { value: shown.repr, kind: shown.type_name, output: shown.output },
                    Err(e) => Reply::Error(e),
                }
            }
            Command::Stack | Command::Where => {
                let (frames, selected) = self.frame_views();
                Reply::Stack { frames, selected }
            }
            Command::Locals => Reply::Locals(self.variable_views()),
            Command::Up => self.select(self.selected + 1),
            Command::Down => match self.selected.checked_sub(1) {
                Some(i) => self.select(i),
                None => Reply::Error("this is the innermost frame".into()),
            },
            Command::Frame { index } => self.select(index),
            Command::Output => {
                let world = &self.timeline.vm.world;
                Reply::Output(views::written(&world.journal()[..world.cursor()]))
            }
            Command::Lowered => {
                let (title, lines) = self.lowered_lines();
                Reply::Listing { title, lines }
            }
            Command::Bytecode => {
                let (title, lines) = self.bytecode_lines();
                Reply::Listing { title, lines }
            }
            Command::Save { path } => self.save(&path),
            Command::Undo => match self.undo.pop() {
                Some(place) => {
                    self.redo.push((self.timeline.branch(), self.timeline.now()));
                    self.go(place, Reason::Undo)
                }
                None => Reply::Error("there is nothing to undo".into()),
            },
            Command::Redo => match self.redo.pop() {
                Some(place) => {
                    self.undo.push((self.timeline.branch(), self.timeline.now()));
                    self.go(place, Reason::Redo)
                }
                None => Reply::Error("there is nothing to redo".into()),
            },
            Command::Help { topic } => match commands::help(topic.as_deref()) {
                Ok(text) => Reply::Help(text),
                Err(e) => Reply::Error(e),
            },
            Command::Input { line } => self.answer(line),
            Command::Theme { name } => Reply::Theme(name),
            Command::Quit => Reply::Quit,
        }
    }

    fn go(&mut self, (branch, time): (BranchId, Time), reason: Reason) -> Reply {
        let cursor = self.timeline.vm.world.cursor();
        self.begin_command();
        self.timeline.switch(branch, time);
        self.patch_breakpoints();
        self.stopped(reason, cursor)
    }

    fn begin_command(&mut self) {
        self.before = self.plain_variables();
        self.departure = self.timeline.now();
        self.hit = None;
        self.notes.clear();
        self.waiting = None;
        self.selected = 0;
    }

    fn travel(&mut self, motion: Motion) -> Reply {
        let cursor = self.timeline.vm.world.cursor();
        let place = (self.timeline.branch(), self.timeline.now());
        self.begin_command();
        self.last_motion = Some(motion);
        let reason = self.run_motion(motion);
        if (self.timeline.branch(), self.timeline.now()) != place {
            self.undo.push(place);
            self.redo.clear();
        }
        self.patch_breakpoints();
        self.stopped(reason, cursor)
    }

    fn run_motion(&mut self, motion: Motion) -> Reason {
        if self.timeline.vm.is_finished()
            && matches!(
                motion,
                Motion::Step | Motion::Next | Motion::Finish | Motion::Continue | Motion::To { .. } | Motion::StepInstruction
            )
        {
            return Reason::End;
        }
        match motion {
            Motion::Step => self.step(),
            Motion::Next => self.next(),
            Motion::Finish => self.finish(),
            Motion::Continue => self.continue_on(),
            Motion::To { line } => self.run_to_line(line),
            Motion::StepInstruction => self.step_instruction(),
            Motion::BackStep => self.back_step(),
            Motion::BackNext => self.back_next(),
            Motion::BackFinish => self.back_finish(),
            Motion::BackContinue => self.back_continue(),
            Motion::BackTo { line } => self.back_to(line),
            Motion::BackStepInstruction => self.back_step_instruction(),
            Motion::At { time } => self.go_at(time),
            Motion::Start => {
                self.timeline.travel(self.origin);
                Reason::Start
            }
            Motion::End => self.go_at(Time::MAX),
        }
    }

    fn go_at(&mut self, time: Time) -> Reason {
        use crate::timeline::Halt;
        // Nothing is "the end of the known run" unless it ended there: running to it stops at no breakpoint.
        self.timeline.vm.codes.set_breakpoints(Default::default());
        match self.timeline.travel(time.max(self.origin)) {
            Halt::Ended => Reason::End,
            Halt::Input { prompt } => {
                self.waiting = Some(prompt);
                Reason::Input
            }
            Halt::Interrupted => Reason::Interrupted,
            _ if self.timeline.vm.is_finished() => Reason::End,
            _ => Reason::At,
        }
    }

    fn intervene(&mut self, what: Intervention, reason: Reason) -> Reply {
        let cursor = self.timeline.vm.world.cursor();
        let place = (self.timeline.branch(), self.timeline.now());
        let selected = self.selected;
        self.begin_command();
        match self.timeline.intervene(what) {
            Ok(notes) => {
                self.notes.extend(notes);
                self.undo.push(place);
                self.redo.clear();
                self.patch_breakpoints();
                if reason == Reason::Set {
                    self.selected = selected;
                }
                self.stopped(reason, cursor)
            }
            Err(e) => {
                self.selected = selected;
                Reply::Error(e)
            }
        }
    }

    /// A line for the `input()` that the program waits in; the motion that led there goes on.
    fn answer(&mut self, line: String) -> Reply {
        if self.waiting.is_none() {
            return Reply::Error("the program does not wait for input".into());
        }
        if let Ok(mut typed) = self.typed.lock() {
            typed.push_back(format!("{}\n", line.trim_end_matches('\n')));
        }
        let motion = self.last_motion.unwrap_or(Motion::Next);
        self.travel(motion)
    }

    fn select(&mut self, index: usize) -> Reply {
        let (frames, _) = self.frame_views();
        if index >= frames.len() {
            return Reply::Error("this is the outermost frame".into());
        }
        self.selected = index;
        Reply::Stack { frames, selected: index }
    }

    fn stopped(&mut self, reason: Reason, cursor: usize) -> Reply {
        self.last_reason = reason;
        let mut stopped = self.position_view(reason);
        let journal = self.timeline.vm.world.journal();
        let now = self.timeline.vm.world.cursor();
        stopped.output = views::written(journal.get(cursor.min(now)..now).unwrap_or(&[]));
        Reply::Stopped(stopped)
    }
}

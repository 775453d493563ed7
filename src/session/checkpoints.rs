//! Saving a session and opening it again. What belongs to the person goes with the program: breakpoints, the places to undo
//! to, the question that the program waits for an answer to.

use super::api::{Reason, Reply};
use super::views::stack_view;
use super::{Breakpoint, Session, SessionPort, Typed};
use crate::checkpoint::{self, CheckpointError, FrameInfo, Info, Opened};
use crate::timeline::branch::BranchId;
use crate::timeline::{DEFAULT_BUDGET, Timeline};
use crate::vm::Time;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// The session's own section of a checkpoint.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    program: String,
    origin: Time,
    breakpoints: Vec<Breakpoint>,
    last_breakpoint: u32,
    undo: Vec<(BranchId, Time)>,
    redo: Vec<(BranchId, Time)>,
    waiting: Option<String>,
    /// It stands at the raise of an exception that nobody catches.
    at_exception: bool,
}

impl Session {
    /// Write a checkpoint of the present moment with all of its history.
    pub(super) fn save(&mut self, path: &str) -> Reply {
        let stored = Stored {
            program: self.program.clone(),
            origin: self.origin,
            breakpoints: self.breakpoints.clone(),
            last_breakpoint: self.last_breakpoint,
            undo: self.undo.clone(),
            redo: self.redo.clone(),
            waiting: self.waiting.clone(),
            at_exception: self.last_reason == Reason::Exception,
        };
        match write(Path::new(path), &mut self.timeline, &stored) {
            Ok(bytes) => Reply::Saved { path: path.to_owned(), bytes },
            Err(e) => Reply::Error(format!("can't save '{path}': {e}")),
        }
    }

    /// Open a checkpoint: the program stands where it was saved, and nothing has run.
    pub fn open(path: &Path) -> Result<Session, CheckpointError> {
        Session::restore(checkpoint::open::<Stored>(path)?)
    }

    /// Open a checkpoint that is in memory.
    pub fn open_bytes(bytes: &[u8]) -> Result<Session, CheckpointError> {
        Session::restore(checkpoint::read(std::io::Cursor::new(bytes), bytes.len() as u64)?)
    }

    fn restore(opened: Opened<Stored>) -> Result<Session, CheckpointError> {
        let stored = opened.session;
        let branches = opened.history.branches.len();
        if stored.undo.iter().chain(&stored.redo).any(|(branch, _)| branch.0 >= branches) {
            return Err(CheckpointError::Damaged("a place to undo to is on no branch".to_owned()));
        }
        let typed = Typed::default();
        let mut vm = opened.vm;
        vm.world.set_port(Box::new(SessionPort { typed: Arc::clone(&typed) }));
        vm.world.set_recording(true);
        let timeline = Timeline::restore(vm, opened.history, DEFAULT_BUDGET);
        let mut session = Session::over(timeline, stored.program, typed);
        session.origin = stored.origin;
        session.breakpoints = stored.breakpoints;
        session.last_breakpoint = stored.last_breakpoint;
        session.undo = stored.undo;
        session.redo = stored.redo;
        session.waiting = stored.waiting;
        session.last_reason = if stored.at_exception { Reason::Exception } else { Reason::Opened };
        session.patch_breakpoints();
        Ok(session)
    }
}

/// Write a checkpoint of a run that nobody debugs, standing at the raise of the exception that ended it.
pub fn save_crash(path: &Path, timeline: &mut Timeline, program: &str, origin: Time) -> Result<u64, CheckpointError> {
    let stored = Stored { program: program.to_owned(), origin, at_exception: true, ..Stored::default() };
    write(path, timeline, &stored)
}

fn write(path: &Path, timeline: &mut Timeline, stored: &Stored) -> Result<u64, CheckpointError> {
    let ended = timeline.vm.is_finished();
    let ending = timeline.ending().cloned();
    let first_time = timeline.horizon();
    let last_time = timeline.known_end();
    let (vm, history) = timeline.history();
    let frames = stack_view(vm).into_iter().map(|f| FrameInfo { function: f.function, file: f.file, line: f.line });
    let info = Info {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        program: stored.program.clone(),
        args: vm.world.argv.get(1..).unwrap_or(&[]).to_vec(),
        time: vm.now(),
        first_time,
        last_time,
        frames: frames.collect(),
        exit: ending.as_ref().filter(|_| ended).map(|e| e.status),
        exception: ending.filter(|_| ended || stored.at_exception).and_then(|e| e.exception).map(|e| e.1),
        objects: vm.heap.live_objects() as u64,
        epochs: history.epochs.len() as u64,
        branches: history.branches.len() as u64,
        breakpoints: stored.breakpoints.len() as u64,
    };
    checkpoint::save(path, &info, vm, history, stored)
}

//! The debugger's own thread: takes [`Request`]s, gives [`Answer`]s. The screen never waits for it.
//!
//! After every command the worker looks at the debugger through all its views and sends what it saw as one [`Snapshot`], so that a screen
//! never mixes two moments. What is costly and not shown (a listing, the inside of a folded value) is looked at only when wanted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::session::api::{
    BreakpointView, Children, CodeLine, Command, FrameView, OutputView, Reply, SourceView, Stopped, Time, TimelineView,
    VariableView,
};
use crate::session::face::{Debugger, Interrupt};

/// The name of the debugger's thread: a panic there is told by [`Answer::Broken`], not on the screen.
pub const THREAD: &str = "debugger";

/// Which listing stands beside the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeKind {
    #[default]
    Off,
    Lowered,
    Bytecode,
}

/// What the screen shows beyond what it always shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Wants {
    pub code: CodeKind,
    /// Paths of unfolded variables, and how many of their parts are shown.
    pub unfolded: BTreeMap<Vec<String>, usize>,
    /// About how many bytes of output are looked at.
    pub output: usize,
}

impl Default for Wants {
    fn default() -> Self {
        Wants { code: CodeKind::Off, unfolded: BTreeMap::new(), output: 64 * 1024 }
    }
}

/// What the screen asks for.
#[derive(Debug)]
pub enum Request {
    Execute {
        command: Command,
        wants: Wants,
    },
    /// Look again.
    Refresh {
        wants: Wants,
    },
}

/// A line of the program's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputLine {
    /// When its first character was written.
    pub time: Time,
    pub text: String,
    pub is_error: bool,
    /// What of the text was typed, not written.
    pub typed: Option<Range<usize>>,
    /// It has been ended.
    pub complete: bool,
}

/// All views of one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub position: Stopped,
    pub source: Arc<SourceView>,
    pub frames: Vec<FrameView>,
    pub selected: usize,
    pub variables: Vec<VariableView>,
    /// What is inside of unfolded variables.
    pub children: BTreeMap<Vec<String>, Children>,
    pub code: Option<(String, Vec<CodeLine>)>,
    pub output: Vec<OutputLine>,
    /// There was output before what is in `output`.
    pub earlier_output: bool,
    pub timeline: TimelineView,
    pub breakpoints: Vec<BreakpointView>,
    /// The prompt of a waiting `input()`.
    pub waiting: Option<String>,
    pub enterable: BTreeSet<u32>,
}

/// What comes back for a request.
#[derive(Debug)]
pub enum Answer {
    Done {
        reply: Option<Reply>,
        snapshot: Box<Snapshot>,
    },
    /// The debugger itself broke: what its panic said.
    Broken(String),
}

/// The running thread.
pub struct Worker {
    requests: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    /// Interrupts what the worker is doing.
    pub interrupt: Interrupt,
}

impl Worker {
    /// Start the thread; it calls `answer` for every request, and once at the start.
    pub fn start(
        mut debugger: impl Debugger + Send + 'static,
        answer: impl Fn(Answer) + Send + 'static,
    ) -> std::io::Result<Worker> {
        let interrupt = debugger.interrupt_handle();
        let (requests, inbox): (Sender<Request>, Receiver<Request>) = channel();
        let thread = std::thread::Builder::new().name(THREAD.into()).spawn(move || {
            let mut source = None;
            answer(guarded(|| (None, look(&mut debugger, &Wants::default(), &mut source))));
            for request in inbox {
                answer(guarded(|| handle(&mut debugger, request, &mut source)));
            }
        })?;
        Ok(Worker { requests: Some(requests), thread: Some(thread), interrupt })
    }

    /// Ask for something. A worker that is gone has said so with [`Answer::Broken`].
    pub fn send(&self, request: Request) {
        if let Some(requests) = &self.requests {
            let _ = requests.send(request);
        }
    }

    /// Interrupt what runs and wait for the thread to end, so that a file being written is whole.
    pub fn stop(mut self) {
        self.interrupt.request();
        drop(self.requests.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the last panic of the debugger's thread said, its place included.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// Keep what a panic hook heard of this thread's panic.
pub fn remember_panic(text: &str) {
    if let Ok(mut known) = PANIC.lock() {
        *known = text.to_string();
    }
}

fn guarded(work: impl FnOnce() -> (Option<Reply>, Snapshot)) -> Answer {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok((reply, snapshot)) => Answer::Done { reply, snapshot: Box::new(snapshot) },
        Err(_) => Answer::Broken(PANIC.lock().map_or_else(|_| String::new(), |text| text.clone())),
    }
}

/// Do what is asked and look.
pub(super) fn handle(
    debugger: &mut dyn Debugger,
    request: Request,
    source: &mut Option<Arc<SourceView>>,
) -> (Option<Reply>, Snapshot) {
    let (reply, wants) = match request {
        Request::Execute { command, wants } => (Some(debugger.execute(command)), wants),
        Request::Refresh { wants } => (None, wants),
    };
    (reply, look(debugger, &wants, source))
}

/// All views of the present moment. `source` keeps the text between calls, so that an unchanged one stays the same object.
pub(super) fn look(debugger: &mut dyn Debugger, wants: &Wants, source: &mut Option<Arc<SourceView>>) -> Snapshot {
    let position = debugger.position();
    let (frames, selected) = debugger.frames();
    let fresh = debugger.source();
    let source = match source {
        Some(known) if **known == fresh => Arc::clone(known),
        _ => Arc::clone(source.insert(Arc::new(fresh))),
    };
    let variables = debugger.variables();
    let mut children: BTreeMap<Vec<String>, Children> = BTreeMap::new();
    for (path, limit) in &wants.unfolded {
        // A path is looked into only if its parent is open and still holds it. Parents come first in a sorted map.
        let (name, parent) = (path.last(), &path[..path.len().saturating_sub(1)]);
        let siblings = if parent.is_empty() { Some(&variables) } else { children.get(parent).map(|c| &c.shown) };
        let there = siblings.is_some_and(|list| list.iter().any(|v| Some(&v.name) == name && v.has_children));
        if there {
            children.insert(path.clone(), debugger.children(path, *limit));
        }
    }
    let code = match wants.code {
        CodeKind::Off => None,
        CodeKind::Lowered => Some(debugger.lowered()),
        CodeKind::Bytecode => Some(debugger.bytecode()),
    };
    let output = debugger.output(wants.output);
    Snapshot {
        position,
        source,
        frames,
        selected,
        variables,
        children,
        code,
        output: lines(&output.pieces),
        earlier_output: output.earlier,
        timeline: debugger.timeline(),
        breakpoints: debugger.breakpoints(),
        waiting: debugger.waiting_for_input(),
        enterable: debugger.enterable_lines().into_iter().collect(),
    }
}

/// Cut output into lines. What goes to stderr never joins a line of stdout.
fn lines(output: &[OutputView]) -> Vec<OutputLine> {
    let mut lines: Vec<OutputLine> = Vec::new();
    for piece in output {
        for text in piece.text.split_inclusive('\n') {
            let complete = text.ends_with('\n');
            let text = text.trim_end_matches(['\n', '\r']);
            match lines.last_mut() {
                Some(last) if !last.complete && last.is_error == piece.is_error => {
                    let start = last.text.len();
                    last.text.push_str(text);
                    last.complete = complete;
                    if piece.typed {
                        last.typed = Some(start..last.text.len());
                    }
                }
                _ => lines.push(OutputLine {
                    time: piece.time,
                    text: text.to_string(),
                    is_error: piece.is_error,
                    typed: piece.typed.then_some(0..text.len()),
                    complete,
                }),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_cut_into_lines_that_know_their_moment() {
        let piece = |time, text: &str, is_error| OutputView { time, text: text.into(), is_error, typed: false };
        let cut = lines(&[piece(1, "a", false), piece(2, "b\nc", false), piece(3, "oops\n", true), piece(4, "d\n", false)]);
        let seen: Vec<_> = cut.iter().map(|line| (line.time, line.text.as_str(), line.is_error, line.complete)).collect();
        let answered = lines(&[piece(1, "n = ", false), OutputView { typed: true, ..piece(2, "4\n", false) }]);
        assert_eq!((answered.len(), answered[0].text.as_str(), answered[0].typed.clone()), (1, "n = 4", Some(4..5)));
        assert_eq!(seen, [(1, "ab", false, true), (2, "c", false, false), (3, "oops", true, true), (4, "d", false, true)]);
    }
}

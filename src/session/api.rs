//! What a face (terminal, batch, one day DAP) and a session say to each other: plain data, no reference to the VM.
//!
//! A face sends [`Command`]s (made from text by [`super::commands`]) and gets [`Reply`]s; it draws what
//! [`super::Session`]'s view methods return.

use serde::Serialize;

/// A moment of the run: grows with every instruction. Interventions (a jump, a changed variable) take one tick.
pub type Time = u64;

/// What a face can ask for. One variant per row of the command table.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Move through time; see [`Motion`].
    Move(Motion),
    /// Make `line` of the current function the next to run.
    Jump {
        line: u32,
    },
    Break {
        file: Option<String>,
        line: u32,
        condition: Option<String>,
    },
    /// Delete a breakpoint by its number.
    Delete {
        number: u32,
    },
    /// Switch a breakpoint on or off.
    Enable {
        number: u32,
        on: bool,
    },
    ListBreakpoints,
    Print {
        expression: String,
    },
    Set {
        name: String,
        expression: String,
    },
    Stack,
    Locals,
    Up,
    Down,
    /// Select a frame: 0 is the innermost.
    Frame {
        index: usize,
    },
    Output,
    Lowered,
    Bytecode,
    Where,
    Save {
        path: String,
    },
    Undo,
    Redo,
    Help {
        topic: Option<String>,
    },
    /// Answer a waiting `input()`.
    Input {
        line: String,
    },
    Theme {
        name: String,
    },
    Quit,
}

/// Ways to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    Step,
    Next,
    Finish,
    Continue,
    /// To the next time this line of the current file is reached.
    To {
        line: u32,
    },
    StepInstruction,
    BackStep,
    BackNext,
    BackFinish,
    BackContinue,
    BackTo {
        line: u32,
    },
    BackStepInstruction,
    At {
        time: Time,
    },
    Start,
    End,
}

/// Why the program stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    Step,
    Breakpoint,
    To,
    Jump,
    Set,
    Exception,
    Start,
    End,
    /// Travelled to a moment.
    At,
    Undo,
    Redo,
    /// The program waits for a line of input.
    Input,
    /// The user interrupted it.
    Interrupted,
    /// A checkpoint was opened.
    Opened,
}

/// Where the program stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stopped {
    pub reason: Reason,
    pub file: String,
    pub line: u32,
    pub function: String,
    /// Visible frames on the stack: 1 in the module. 0 when the program has ended.
    pub depth: usize,
    pub time: Time,
    /// What the program wrote between the last stop and this one, when going forward.
    pub output: String,
    /// Things the user must know: an `__exit__` that did not run, a manager that was not entered...
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Number of the breakpoint that was hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breakpoint: Option<u32>,
    /// The exception as its traceback's last line shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
    /// At the end: the program's exit status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit: Option<i32>,
}

/// A frame of the stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrameView {
    pub function: String,
    pub file: String,
    pub line: u32,
}

/// A variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VariableView {
    pub name: String,
    /// `None`: unbound.
    pub value: Option<String>,
    /// Name of the value's class.
    pub kind: String,
    /// Number of the object, the same for aliases; `None` for values that are not objects of the heap.
    pub object: Option<u32>,
    /// It differs from what it was at the last stop.
    pub changed: bool,
    /// It can be unfolded.
    pub has_children: bool,
}

/// What a value holds inside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Children {
    /// The first of its parts.
    pub shown: Vec<VariableView>,
    /// How many there are.
    pub total: usize,
}

/// A line of the goto form or of the bytecode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeLine {
    pub text: String,
    /// The source line it belongs to.
    pub source_line: u32,
    /// The instruction that runs next is here.
    pub current: bool,
    pub is_label: bool,
    /// For jumps: index of the target line in the same listing.
    pub target: Option<usize>,
    /// For bytecode: one sentence on what the instruction does.
    pub help: Option<String>,
}

/// A breakpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BreakpointView {
    pub number: u32,
    pub file: String,
    pub line: u32,
    pub condition: Option<String>,
    pub enabled: bool,
    pub hits: u64,
}

/// A source file for the source pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    pub file: String,
    pub text: String,
}

/// A stretch of the program's output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutputView {
    pub time: Time,
    pub text: String,
    pub is_error: bool,
    /// It was not written but typed: the answer to an `input()`.
    pub typed: bool,
}

/// The last stretches of the program's output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTail {
    pub pieces: Vec<OutputView>,
    /// There is more before them.
    pub earlier: bool,
}

/// A mark on the timeline bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum MarkKind {
    Breakpoint,
    Exception,
    Output,
    Intervention,
    Checkpoint,
}

/// The timeline bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineView {
    /// The moment before the first line.
    pub start: Time,
    pub now: Time,
    /// The latest moment that is known; the program may go on behind it.
    pub known_end: Time,
    pub ended: bool,
    pub marks: Vec<(Time, MarkKind)>,
    /// Number of the branch we are on, and how many there are.
    pub branch: usize,
    pub branches: usize,
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    Stopped(Stopped),
    /// The value of an expression; what it printed on the way.
    Value {
        value: String,
        kind: String,
        output: String,
    },
    Locals(Vec<VariableView>),
    Stack {
        frames: Vec<FrameView>,
        selected: usize,
    },
    Output(String),
    Listing {
        title: String,
        lines: Vec<CodeLine>,
    },
    Breakpoint(BreakpointView),
    Breakpoints(Vec<BreakpointView>),
    /// Done, with something to say.
    Done(String),
    Saved {
        path: String,
        bytes: u64,
    },
    Help(String),
    Theme(String),
    Error(String),
    Quit,
}

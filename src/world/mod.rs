//! The boundary to everything outside the VM: output, input, clocks, randomness, files, environment. When live it
//! performs and journals; when replaying it answers from the journal and touches nothing.
//!
//! This is the one layer that may read a clock, the environment or the disk on the program's behalf.

mod files;
mod port;

pub use files::FileChange;
pub use port::{Answer, NullPort, OsPort, Port};

use serde::{Deserialize, Serialize};

/// Where output goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stream {
    Out,
    Err,
}

/// Which clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Clock {
    /// Nanoseconds since 1970.
    Wall,
    /// Nanoseconds since some fixed moment.
    Monotonic,
    /// CPU time of the process in nanoseconds.
    Process,
}

/// Why something outside failed: what an `OSError` is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OsFailure {
    /// 0 where the operating system gave none.
    pub errno: i32,
    pub message: String,
}

impl From<std::io::Error> for OsFailure {
    fn from(e: std::io::Error) -> OsFailure {
        OsFailure::from(&e)
    }
}

impl From<&std::io::Error> for OsFailure {
    /// The system's message without Rust's number behind it.
    fn from(e: &std::io::Error) -> OsFailure {
        let full = e.to_string();
        let message = full.split(" (os error").next().unwrap_or(&full).to_owned();
        OsFailure { errno: e.raw_os_error().unwrap_or(0), message }
    }
}

impl std::fmt::Display for OsFailure {
    /// As CPython words it: `[Errno 2] No such file or directory`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.errno {
            0 => f.write_str(&self.message),
            n => write!(f, "[Errno {n}] {}", self.message),
        }
    }
}

/// One exchange with the outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    Wrote {
        stream: Stream,
        text: String,
    },
    /// A line that was read, with its newline; nothing at the end of input.
    Read {
        line: Option<String>,
    },
    Clock {
        clock: Clock,
        nanos: i64,
    },
    Slept {
        nanos: i64,
    },
    Entropy {
        bytes: Vec<u8>,
    },
    File {
        path: String,
        content: Result<Vec<u8>, OsFailure>,
    },
    Variable {
        name: String,
        value: Option<String>,
    },
    Directory {
        path: String,
    },
    /// A file was created, cut or written to; the number is what the change gives (see [`FileChange`]).
    Changed {
        path: String,
        change: FileChange,
        result: Result<u64, OsFailure>,
    },
}

/// An exchange and its moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub time: u64,
    pub event: Event,
}

/// Input was asked for and is not there yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotReady;

/// The boundary.
#[derive(Debug, Serialize, Deserialize)]
pub struct World {
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// All exchanges of the present branch, those of its future included.
    journal: Vec<Entry>,
    /// Exchanges before now. Smaller than the journal's length: replaying.
    cursor: usize,
    /// Keep a journal? Without one there is no way back.
    recording: bool,
    /// Effects are refused and reads answered as if nothing were there: an expression is being evaluated.
    #[serde(skip)]
    sandbox: Option<String>,
    #[serde(skip, default = "null_port")]
    port: Box<dyn Port>,
}

fn null_port() -> Box<dyn Port> {
    Box::new(NullPort)
}

impl World {
    pub fn new(port: Box<dyn Port>, argv: Vec<String>, recording: bool) -> World {
        World { argv, journal: Vec::new(), cursor: 0, recording, sandbox: None, port }
    }
    /// Exchange the outside: a loaded program gets a real one here.
    pub fn set_port(&mut self, port: Box<dyn Port>) {
        self.port = port;
    }
    pub fn is_replaying(&self) -> bool {
        self.cursor < self.journal.len()
    }
    pub fn cursor(&self) -> usize {
        self.cursor
    }
    /// Go back (or forward) to where `cursor` exchanges have happened.
    pub fn set_cursor(&mut self, cursor: usize) {
        self.cursor = cursor.min(self.journal.len());
    }
    pub fn journal(&self) -> &[Entry] {
        &self.journal
    }
    /// Exchange the whole journal: another branch. Gives the old one.
    pub fn replace_journal(&mut self, journal: Vec<Entry>) -> Vec<Entry> {
        self.cursor = self.cursor.min(journal.len());
        std::mem::replace(&mut self.journal, journal)
    }
    /// From here on everything is live and nothing is journaled: what came before is forgotten, and what was to come.
    pub fn go_live(&mut self, port: Box<dyn Port>) {
        self.port = port;
        self.recording = false;
        self.journal = Vec::new();
        self.cursor = 0;
    }
    pub fn set_recording(&mut self, on: bool) {
        self.recording = on;
    }
    /// From here on nothing goes out; [`World::end_sandbox`] gives what was written meanwhile.
    pub fn begin_sandbox(&mut self) {
        self.sandbox = Some(String::new());
    }
    pub fn end_sandbox(&mut self) -> String {
        self.sandbox.take().unwrap_or_default()
    }
    pub fn is_sandboxed(&self) -> bool {
        self.sandbox.is_some()
    }

    fn replayed(&mut self) -> Option<&Event> {
        if self.sandbox.is_some() {
            return None;
        }
        let entry = self.journal.get(self.cursor)?;
        self.cursor += 1;
        Some(&entry.event)
    }
    fn performed(&mut self, time: u64, event: Event) {
        if self.recording && self.sandbox.is_none() {
            self.journal.push(Entry { time, event });
            self.cursor = self.journal.len();
        }
    }

    pub fn write(&mut self, stream: Stream, text: &str, time: u64) {
        if let Some(caught) = &mut self.sandbox {
            return caught.push_str(text);
        }
        if self.replayed().is_some() {
            return;
        }
        self.port.write(stream, text);
        self.performed(time, Event::Wrote { stream, text: text.to_owned() });
    }
    /// Everything written so far reaches the outside.
    pub fn flush(&mut self) {
        if self.sandbox.is_none() && !self.is_replaying() {
            self.port.flush();
        }
    }
    /// A line of standard input with its newline; nothing at its end.
    pub fn read_line(&mut self, time: u64) -> Result<Option<String>, NotReady> {
        if self.sandbox.is_some() {
            return Ok(None);
        }
        if let Some(event) = self.replayed() {
            return Ok(if let Event::Read { line } = event { line.clone() } else { None });
        }
        let line = match self.port.read_line() {
            Answer::Line(l) => Some(l),
            Answer::End => None,
            Answer::NotReady => return Err(NotReady),
        };
        self.performed(time, Event::Read { line: line.clone() });
        Ok(line)
    }
    /// A line of standard input in answer to a prompt, which is written when the line can be read: what `input` does.
    pub fn read_answer(&mut self, prompt: &str, time: u64) -> Result<Option<String>, NotReady> {
        if !self.is_sandboxed() && !self.is_replaying() && !self.port.ready() {
            return Err(NotReady);
        }
        if !prompt.is_empty() {
            self.write(Stream::Out, prompt, time);
        }
        self.flush();
        self.read_line(time)
    }
    /// Nanoseconds.
    pub fn clock(&mut self, clock: Clock, time: u64) -> i64 {
        if let Some(event) = self.replayed() {
            return if let Event::Clock { nanos, .. } = event { *nanos } else { 0 };
        }
        let nanos = self.port.clock(clock);
        self.performed(time, Event::Clock { clock, nanos });
        nanos
    }
    pub fn sleep(&mut self, nanos: i64, time: u64) {
        if self.sandbox.is_some() || self.replayed().is_some() {
            return;
        }
        self.port.sleep(nanos);
        self.performed(time, Event::Slept { nanos });
    }
    pub fn entropy(&mut self, count: usize, time: u64) -> Vec<u8> {
        if let Some(event) = self.replayed() {
            return if let Event::Entropy { bytes } = event { bytes.clone() } else { vec![0; count] };
        }
        let bytes = self.port.entropy(count);
        self.performed(time, Event::Entropy { bytes: bytes.clone() });
        bytes
    }
    /// A whole file.
    pub fn read_file(&mut self, path: &str, time: u64) -> Result<Vec<u8>, OsFailure> {
        if let Some(event) = self.replayed() {
            return if let Event::File { content, .. } = event {
                content.clone()
            } else {
                Err(OsFailure { errno: 2, message: "No such file or directory".into() })
            };
        }
        let content = self.port.read_file(path);
        self.performed(time, Event::File { path: path.to_owned(), content: content.clone() });
        content
    }
    /// A whole file, for the debugger: it is no part of the run, so nothing is journaled.
    pub fn peek_file(&mut self, path: &str) -> Option<Vec<u8>> {
        self.port.read_file(path).ok()
    }
    /// An environment variable.
    pub fn variable(&mut self, name: &str, time: u64) -> Option<String> {
        if let Some(event) = self.replayed() {
            return if let Event::Variable { value, .. } = event { value.clone() } else { None };
        }
        let value = self.port.variable(name);
        self.performed(time, Event::Variable { name: name.to_owned(), value: value.clone() });
        value
    }
    /// The working directory.
    pub fn directory(&mut self, time: u64) -> String {
        if let Some(event) = self.replayed() {
            return if let Event::Directory { path } = event { path.clone() } else { String::new() };
        }
        let path = self.port.directory();
        self.performed(time, Event::Directory { path: path.clone() });
        path
    }
    /// Create, cut or write to a file. Only done when live; an expression that is evaluated on the side may not.
    pub fn change_file(&mut self, path: &str, change: FileChange, bytes: &[u8], time: u64) -> Result<u64, OsFailure> {
        if self.sandbox.is_some() {
            return Err(OsFailure { errno: 30, message: "Read-only file system".into() });
        }
        if let Some(event) = self.replayed() {
            return if let Event::Changed { result, .. } = event { result.clone() } else { Ok(0) };
        }
        let result = self.port.change_file(path, change, bytes);
        self.performed(time, Event::Changed { path: path.to_owned(), change, result: result.clone() });
        result
    }
}

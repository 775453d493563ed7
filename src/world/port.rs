//! The real outside, as a trait: the operating system for `sleepy run`, the console pane for the debugger.

#![allow(clippy::disallowed_methods, reason = "this is the one place that reads clocks and the environment")]

use super::files::{FileChange, OpenFiles};
use super::{Clock, OsFailure, Stream};
use std::io::{BufRead, Write};

/// What a request for input brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// With its newline, except perhaps the last.
    Line(String),
    End,
    /// Ask again later.
    NotReady,
}

/// The outside.
pub trait Port: std::fmt::Debug + Send {
    fn write(&mut self, stream: Stream, text: &str);
    fn flush(&mut self) {}
    fn read_line(&mut self) -> Answer;
    /// Would [`Port::read_line`] now bring a line or the end, perhaps after waiting for it, and not [`Answer::NotReady`]?
    fn ready(&mut self) -> bool {
        true
    }
    fn clock(&mut self, clock: Clock) -> i64 {
        os_clock(clock)
    }
    fn sleep(&mut self, nanos: i64) {
        std::thread::sleep(std::time::Duration::from_nanos(nanos.max(0) as u64));
    }
    fn entropy(&mut self, count: usize) -> Vec<u8> {
        os_entropy(count)
    }
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, OsFailure> {
        Ok(std::fs::read(path)?)
    }
    /// Write to a file, or prepare to. [`OsPort`] keeps files open and lets small writes wait; here each is done at once.
    fn change_file(&mut self, path: &str, change: FileChange, bytes: &[u8]) -> Result<u64, OsFailure> {
        let mut files = OpenFiles::default();
        let result = files.change(path, change, bytes);
        files.close();
        Ok(result?)
    }
    fn variable(&mut self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
    fn directory(&mut self) -> String {
        std::env::current_dir().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

fn os_clock(clock: Clock) -> i64 {
    use std::sync::OnceLock;
    use std::time::{Instant, SystemTime, UNIX_EPOCH};
    static START: OnceLock<Instant> = OnceLock::new();
    let start = *START.get_or_init(Instant::now);
    match clock {
        Clock::Wall => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as i64),
        // A process has no portable CPU clock without unsafe code; the time since the start is the nearest to it.
        Clock::Monotonic | Clock::Process => start.elapsed().as_nanos() as i64,
    }
}

/// Random bytes, as the standard library seeds its own hash maps with.
fn os_entropy(count: usize) -> Vec<u8> {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let mut bytes = Vec::with_capacity(count + 8);
    let mut n = 0u64;
    while bytes.len() < count {
        let mut h = RandomState::new().build_hasher();
        h.write_u64(n);
        bytes.extend_from_slice(&h.finish().to_le_bytes());
        n += 1;
    }
    bytes.truncate(count);
    bytes
}

/// No outside at all.
#[derive(Debug)]
pub struct NullPort;

impl Port for NullPort {
    fn write(&mut self, _: Stream, _: &str) {}
    fn change_file(&mut self, _: &str, _: FileChange, _: &[u8]) -> Result<u64, OsFailure> {
        Err(OsFailure { errno: 30, message: "Read-only file system".into() })
    }
    fn read_line(&mut self) -> Answer {
        Answer::End
    }
}

/// The process's own standard streams, buffered as CPython buffers them: by line on a terminal, by block elsewhere.
#[derive(Debug)]
pub struct OsPort {
    out: std::io::BufWriter<std::io::Stdout>,
    by_line: bool,
    files: OpenFiles,
}

impl Default for OsPort {
    fn default() -> OsPort {
        use std::io::IsTerminal;
        let out = std::io::stdout();
        let by_line = out.is_terminal();
        OsPort { out: std::io::BufWriter::with_capacity(1 << 16, out), by_line, files: OpenFiles::default() }
    }
}

impl Port for OsPort {
    fn write(&mut self, stream: Stream, text: &str) {
        // A closed pipe is the reader's choice, as in `sleepy run x.py | head`: what cannot be written is dropped.
        match stream {
            Stream::Out => {
                let _ = self.out.write_all(text.as_bytes());
                if self.by_line && text.contains('\n') {
                    let _ = self.out.flush();
                }
            }
            Stream::Err => {
                let _ = std::io::stderr().write_all(text.as_bytes());
            }
        }
    }
    fn flush(&mut self) {
        let _ = self.out.flush();
        self.files.flush();
    }
    fn read_file(&mut self, path: &str) -> Result<Vec<u8>, OsFailure> {
        self.files.close();
        Ok(std::fs::read(path)?)
    }
    fn change_file(&mut self, path: &str, change: FileChange, bytes: &[u8]) -> Result<u64, OsFailure> {
        Ok(self.files.change(path, change, bytes)?)
    }
    fn read_line(&mut self) -> Answer {
        self.flush();
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(n) if n > 0 => Answer::Line(line),
            _ => Answer::End,
        }
    }
}

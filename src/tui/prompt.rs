//! The line at the bottom that is being typed: a command or a search, with history and completion.

use super::complete::{self, Candidate};
use super::edit::Line;
use super::worker::Snapshot;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Command,
    Search,
}

/// What was typed before, the latest last.
#[derive(Debug, Clone, Default)]
pub struct History(Vec<String>);

impl History {
    /// How many lines are kept.
    const LENGTH: usize = 500;

    pub fn add(&mut self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        self.0.retain(|known| known != line);
        self.0.push(line.to_string());
        if self.0.len() > Self::LENGTH {
            self.0.remove(0);
        }
    }

    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }
}

/// A prompt.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub kind: Kind,
    pub line: Line,
    /// What may be meant; the one that Tab took, if it did.
    pub candidates: Vec<Candidate>,
    pub chosen: Option<usize>,
    /// Where the word that is completed begins.
    start: usize,
    /// How far back in the history we are, and the line that was typed before we went there.
    back: usize,
    typed: Line,
}

impl Prompt {
    pub fn new(kind: Kind, text: &str, view: Option<&Snapshot>) -> Prompt {
        let line = Line::new(text);
        let mut prompt = Prompt { kind, typed: line.clone(), line, candidates: Vec::new(), chosen: None, start: 0, back: 0 };
        prompt.look_up(view);
        prompt
    }

    /// What stands before the line.
    pub fn sign(&self) -> &'static str {
        match self.kind {
            Kind::Command => ":",
            Kind::Search => "/",
        }
    }

    /// The line has changed: see what may be meant.
    pub fn look_up(&mut self, view: Option<&Snapshot>) {
        self.chosen = None;
        self.back = 0;
        (self.start, self.candidates) = match self.kind {
            Kind::Command => complete::candidates(self.line.before(), view),
            Kind::Search => (0, Vec::new()),
        };
    }

    /// Take the next candidate, or the one before.
    pub fn complete(&mut self, by: isize) {
        let count = self.candidates.len();
        if count == 0 {
            return;
        }
        let next = match self.chosen {
            None if by > 0 => 0,
            None => count - 1,
            Some(now) => (now + count).saturating_add_signed(by) % count,
        };
        self.chosen = Some(next);
        let word = self.candidates[next].word.clone();
        self.line.replace_word(self.start, &word);
    }

    /// Go back in what was typed before, or forward again.
    pub fn recall(&mut self, by: isize, history: &History, view: Option<&Snapshot>) {
        let back = self.back.saturating_add_signed(by).min(history.0.len());
        if self.back == 0 {
            self.typed = self.line.clone();
        }
        self.line = match back {
            0 => self.typed.clone(),
            _ => Line::new(history.0[history.0.len() - back].clone()),
        };
        self.look_up(view);
        self.back = back;
    }
}

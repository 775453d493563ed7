//! What the debugger has to say in more than a few words: notes of a jump, an exception, a long value. It stands below the source until
//! the next command, or Esc.

use super::text;

/// What a notice is about; decides its colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Note,
    Error,
}

/// Longer texts are cut: what a screen cannot show in a hundred pages is not read on a screen.
const LONGEST: usize = 100_000;

/// A text with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub text: String,
    pub tone: Tone,
    /// First row that is seen.
    pub top: usize,
}

impl Notice {
    pub fn new(title: impl Into<String>, text: impl Into<String>, tone: Tone) -> Notice {
        let mut text = text.into();
        if let Some((at, _)) = text.char_indices().nth(LONGEST) {
            let left = text[at..].chars().count();
            text.truncate(at);
            text.push_str(&format!("… {left} more characters"));
        }
        Notice { title: title.into(), text, tone, top: 0 }
    }

    /// The rows of a width.
    pub fn rows(&self, width: usize) -> Vec<String> {
        text::wrap_words(&self.text, width)
    }

    /// Scroll within its rows.
    pub fn scroll(&mut self, by: isize, rows: usize, height: usize) {
        self.top = self.top.saturating_add_signed(by).min(rows.saturating_sub(height));
    }
}

//! Putting text into cells: widths, tabs, characters that must not reach a terminal. Every pane draws through here.
//!
//! Column arithmetic is done per character; a combining mark joins the cell before it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthChar;

/// Distance of tab stops.
const TAB: usize = 4;

/// How a character is shown: control characters as their pictures, so that no escape sequence of a program gets out.
fn shown(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

/// Columns a character takes when it stands in column `at`.
fn columns(c: char, at: usize) -> usize {
    if c == '\t' { TAB - at % TAB } else { shown(c).width().unwrap_or(0) }
}

/// Columns a text takes.
pub fn width(text: &str) -> usize {
    text.chars().fold(0, |at, c| at + columns(c, at))
}

/// A text cut to a width, with `…` where something is missing.
pub fn fit(text: &str, room: usize) -> String {
    let mut at = 0;
    let mut result = String::new();
    let mut before_last = 0;
    for c in text.chars() {
        let wide = columns(c, at);
        if at + wide > room {
            if room == 0 {
                return String::new();
            }
            result.truncate(before_last);
            result.push('…');
            return result;
        }
        at += wide;
        result.push(c);
        if at < room {
            before_last = result.len();
        }
    }
    result
}

/// The end of a text, as much as goes into a width.
pub fn tail(text: &str, room: usize) -> &str {
    let mut wide = 0;
    let start = text.char_indices().rev().take_while(|(_, c)| {
        wide += columns(*c, 0);
        wide <= room
    });
    &text[start.last().map_or(text.len(), |(at, _)| at)..]
}

/// A text broken into lines of at most `room` columns, behind a blank where there is one not too far back; line breaks in it are kept.
pub fn wrap_words(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let mut rest = line;
        while width(rest) > room {
            let mut at = 0;
            let fits = rest.char_indices().find(|(_, c)| {
                at += columns(*c, at);
                at > room
            });
            let end = fits.map_or(rest.len(), |(end, _)| end).max(rest.chars().next().map_or(0, char::len_utf8));
            let blank = rest[..end].rfind(' ').map(|blank| blank + 1).filter(|blank| *blank > end / 2);
            let (first, behind) = rest.split_at(blank.unwrap_or(end));
            lines.push(first.trim_end().to_string());
            rest = behind;
        }
        if !rest.is_empty() || line.is_empty() {
            lines.push(rest.to_string());
        }
    }
    lines
}

/// A pen: puts text from left to right into one row of a buffer and never leaves it.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    row: u16,
    start: u16,
    at: u16,
    end: u16,
    /// Columns of the text that are scrolled out at the left.
    hidden: usize,
    /// Columns of text put so far, scrolled out ones included.
    column: usize,
}

impl<'a> Pen<'a> {
    /// A pen at the left of row `row` of `area`; rows outside of the area take no ink.
    pub fn new(buffer: &'a mut Buffer, area: Rect, row: u16) -> Self {
        let area = area.intersection(*buffer.area());
        let (start, end) = if row < area.height { (area.x, area.right()) } else { (area.x, area.x) };
        Self { buffer, row: area.y + row, start, at: start, end, hidden: 0, column: 0 }
    }

    /// Leave out the first columns of what follows.
    pub fn scrolled(mut self, columns: usize) -> Self {
        self.hidden = columns;
        self
    }

    /// Columns left.
    pub fn room(&self) -> usize {
        usize::from(self.end - self.at)
    }

    /// The column the pen stands in on the screen.
    pub fn position(&self) -> u16 {
        self.at
    }

    /// Put text.
    pub fn put(&mut self, text: &str, style: Style) -> &mut Self {
        for c in text.chars() {
            let wide = columns(c, self.column);
            if wide == 0 {
                self.combine(c);
                continue;
            }
            let before = self.column;
            self.column += wide;
            if self.column <= self.hidden {
                continue;
            }
            let cut = before < self.hidden;
            let cells = wide - self.hidden.saturating_sub(before).min(wide);
            if self.room() < cells {
                self.end = self.at;
                return self;
            }
            if c == '\t' || cut {
                for _ in 0..cells {
                    self.cell(' ', style);
                }
            } else {
                self.cell(shown(c), style);
                for _ in 1..cells {
                    self.cell(' ', style);
                }
            }
        }
        self
    }

    /// Put text that may be shortened with `…` so that `reserve` columns stay free behind it.
    pub fn put_fitting(&mut self, text: &str, reserve: usize, style: Style) -> &mut Self {
        let room = self.room().saturating_sub(reserve);
        let text = fit(text, room);
        self.put(&text, style)
    }

    /// Fill the row with a character from here up to `reserve` columns before its end.
    pub fn fill(&mut self, c: char, reserve: usize, style: Style) -> &mut Self {
        while self.room() > reserve {
            self.cell(c, style);
        }
        self
    }

    fn cell(&mut self, c: char, style: Style) {
        if self.at < self.end {
            self.buffer[(self.at, self.row)].set_char(c).set_style(style);
            self.at += 1;
        }
    }

    fn combine(&mut self, c: char) {
        if self.at > self.start && !c.is_control() {
            let cell = &mut self.buffer[(self.at - 1, self.row)];
            let joined = format!("{}{c}", cell.symbol());
            cell.set_symbol(&joined);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(width: u16, draw: impl for<'a, 'b> FnOnce(&'a mut Pen<'b>) -> &'a mut Pen<'b>, hidden: usize) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buffer = Buffer::empty(area);
        draw(&mut Pen::new(&mut buffer, area, 0).scrolled(hidden));
        buffer.content().iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn text_is_cut_at_the_edge() {
        let style = Style::default();
        assert_eq!(row(4, |pen| pen.put("abcdef", style), 0), "abcd");
        assert_eq!(row(4, |pen| pen.put("a\tb", style), 0), "a   ");
        assert_eq!(row(6, |pen| pen.put("\x1b[1m", style), 0), "␛[1m  ");
        assert_eq!(row(3, |pen| pen.put("日本", style), 0), "日  ");
        assert_eq!(row(4, |pen| pen.put("日本", style), 1), " 本  ");
        assert_eq!(row(4, |pen| pen.put("abcdef", style), 2), "cdef");
    }

    #[test]
    fn long_text_says_that_it_goes_on() {
        assert_eq!(fit("abcdef", 6), "abcdef");
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("abc", 0), "");
        assert_eq!((tail("abcdef", 2), tail("日本", 3), tail("ab", 5), tail("ab", 0)), ("ef", "本", "ab", ""));
        assert_eq!(wrap_words("one two three\n\nabcdefghijk", 8), ["one two", "three", "", "abcdefgh", "ijk"]);
        assert_eq!(wrap_words("日本", 1), ["日", "本"]);
    }
}

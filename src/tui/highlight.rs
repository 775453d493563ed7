//! Source text in lines, highlighted where someone looks. Used by the source pane.
//!
//! A line is highlighted when it is first shown; the parser's state is kept every few lines, so that scrolling goes on from near. A jump far
//! ahead would have to parse all that lies between: then the parser starts afresh at a line near by that looks like the beginning of
//! something, which is right but for a start inside a long string.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use ratatui::style::Style;
use syntect::parsing::{ParseState, ScopeStack, SyntaxSet};

use super::theme::Theme;
use crate::session::api::SourceView;

/// A state is kept at every line whose number this divides.
const KEEP: usize = 32;
/// How many lines may be parsed to get to one that is wanted.
const REACH: usize = 256;
/// How many highlighted lines are kept.
const CACHE: usize = 4096;
/// Longer lines are not highlighted: nobody reads them, and they cost.
const LONG: usize = 2000;

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines)
}

/// Load the grammars; they take some milliseconds that can pass in another thread.
pub fn warm_up() {
    syntaxes();
}

/// Pieces of a line with their styles; they cover it from its start.
pub type Pieces = Vec<(Range<usize>, Style)>;

/// A source text, its lines, and what is highlighted of it.
pub struct Highlighter {
    source: Arc<SourceView>,
    lines: Vec<Range<usize>>,
    states: BTreeMap<usize, (ParseState, ScopeStack)>,
    pieces: BTreeMap<usize, Pieces>,
    theme: String,
}

impl Highlighter {
    pub fn new(source: Arc<SourceView>) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let end = start + line.len();
            lines.push(start..start + line.trim_end_matches(['\n', '\r']).len());
            start = end;
        }
        Self { source, lines, states: BTreeMap::new(), pieces: BTreeMap::new(), theme: String::new() }
    }

    /// Whether this is the text that is shown.
    pub fn shows(&self, source: &Arc<SourceView>) -> bool {
        Arc::ptr_eq(&self.source, source) || self.source == *source
    }

    /// Number of lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line, counted from 0, without its end.
    pub fn line(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", |range| &self.source.text[range.clone()])
    }

    /// The pieces of a line, counted from 0.
    pub fn pieces(&mut self, index: usize, theme: &Theme) -> &Pieces {
        if self.theme != theme.name {
            self.theme.clone_from(&theme.name);
            self.pieces.clear();
        }
        if !self.pieces.contains_key(&index) {
            if self.pieces.len() > CACHE {
                self.pieces.clear();
            }
            self.highlight_to(index, theme);
        }
        self.pieces.entry(index).or_default()
    }

    fn highlight_to(&mut self, index: usize, theme: &Theme) {
        let near = self.states.range(..=index).next_back().filter(|(line, _)| index - **line <= REACH);
        let (mut line, (mut state, mut stack)) = match near {
            Some((line, state)) => (*line, state.clone()),
            None => {
                let Some(python) = syntaxes().find_syntax_by_extension("py") else { return };
                (self.beginning_near(index), (ParseState::new(python), ScopeStack::new()))
            }
        };
        while line <= index && line < self.lines.len() {
            if line.is_multiple_of(KEEP) {
                self.states.insert(line, (state.clone(), stack.clone()));
            }
            let pieces = parse_line(self.line(line), &mut state, &mut stack, theme);
            self.pieces.insert(line, pieces);
            line += 1;
        }
    }

    /// Where to start afresh: the start of the file if it is near, or a line that looks like the beginning of something.
    fn beginning_near(&self, index: usize) -> usize {
        if index <= REACH {
            return 0;
        }
        let begins =
            |line: &str| ["def ", "class ", "@", "import ", "from ", "if ", "for "].iter().any(|word| line.starts_with(word));
        let (low, high) = (index - REACH, index - REACH / 4);
        (low..high).rev().find(|line| begins(self.line(*line))).unwrap_or(high)
    }
}

fn parse_line(line: &str, state: &mut ParseState, stack: &mut ScopeStack, theme: &Theme) -> Pieces {
    let mut pieces = Pieces::new();
    if line.len() > LONG {
        return pieces;
    }
    let with_end = format!("{line}\n");
    let Ok(operations) = state.parse_line(&with_end, syntaxes()) else { return pieces };
    let mut start = 0;
    for (at, operation) in operations {
        let at = at.min(line.len());
        if at > start {
            pieces.push((start..at, theme.syntax(stack.as_slice())));
            start = at;
        }
        if stack.apply(&operation).is_err() {
            return pieces;
        }
    }
    if start < line.len() {
        pieces.push((start..line.len(), theme.syntax(stack.as_slice())));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::theme::Depth;
    use super::*;

    fn highlighter(text: &str) -> Highlighter {
        Highlighter::new(Arc::new(SourceView { file: "x.py".into(), text: text.into() }))
    }

    #[test]
    fn pieces_cover_the_line() {
        let theme = Theme::bundled("dark", Depth::True).unwrap();
        let mut lines = highlighter("def f(x):\n    return 'é' + x  # on\r\n\nlast");
        assert_eq!(lines.len(), 4);
        assert_eq!(lines.line(1), "    return 'é' + x  # on");
        for index in 0..4 {
            let text = lines.line(index).to_string();
            let joined: String = lines.pieces(index, &theme).iter().map(|(range, _)| &text[range.clone()]).collect();
            assert_eq!(joined, text);
        }
        let keyword = lines.pieces(0, &theme)[0].1;
        let comment = lines.pieces(1, &theme).last().unwrap().1;
        assert_ne!(keyword, comment);
        assert!(lines.pieces(99, &theme).is_empty());
    }

    #[test]
    fn a_string_over_lines_is_known_further_down() {
        let theme = Theme::bundled("dark", Depth::True).unwrap();
        let text = format!("x = \"\"\"\n{}\"\"\"\ny = 1\n", "if this: is text\n".repeat(200));
        let mut lines = highlighter(&text);
        let inside = lines.pieces(150, &theme).clone();
        assert_eq!(inside.len(), 1);
        assert!(lines.pieces(202, &theme).len() > 1);
    }
}

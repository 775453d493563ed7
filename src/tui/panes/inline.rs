//! Values beside the source: of the names on the line that runs next, and of what the line before it has changed.

use crate::session::api::VariableView;
use crate::tui::app::Place;
use crate::tui::changes::Changes;
use crate::tui::text;
use crate::tui::tree::is_definition;
use crate::tui::worker::Snapshot;

/// Columns a value may take.
const WIDEST: usize = 28;

/// `name = value`, to be put behind a line.
pub struct Value {
    pub text: String,
    pub changed: bool,
}

/// The values to show behind a line.
pub fn values(view: &Snapshot, before: Option<&Place>, changes: &Changes, number: u32, line: &str) -> Vec<Value> {
    let Some(frame) = view.frames.get(view.selected) else { return Vec::new() };
    let runs_next = frame.line == number;
    let ran_before = before.is_some_and(|(file, function, depth, line)| {
        *file == frame.file && *function == frame.function && *depth == view.frames.len() && view.selected == 0 && *line == number
    });
    if !runs_next && !ran_before {
        return Vec::new();
    }
    let mut values = Vec::new();
    for name in names(line) {
        let Some(variable) = view.variables.iter().find(|variable| variable.name == name) else { continue };
        let changed = changes.contains(std::slice::from_ref(&variable.name));
        if is_definition(variable) || !runs_next && !changed {
            continue;
        }
        values.push(Value { text: shown(variable), changed });
    }
    values
}

fn shown(variable: &VariableView) -> String {
    match &variable.value {
        Some(value) => format!("{} = {}", variable.name, text::fit(value, WIDEST)),
        None => format!("{} unbound", variable.name),
    }
}

/// The names in a line, each once: no attributes, no keyword arguments, nothing behind `#`.
fn names(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = ' ';
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c == '#' {
            break;
        }
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if end == 0 {
            before = c;
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (word, behind) = rest.split_at(end);
        if before != '.' && !word.starts_with(|c: char| c.is_ascii_digit()) && !names.contains(&word) {
            names.push(word);
        }
        before = ' ';
        rest = behind;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_line() {
        assert_eq!(names("    total = add(total, item.price, 1e5)  # not this"), ["total", "add", "item"]);
        assert_eq!(names("x['é'] += ß"), ["x", "é", "ß"]);
        assert!(names("").is_empty());
    }
}

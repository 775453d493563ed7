//! What may be meant by a command line that is being typed: commands, then what the command takes.

use super::theme::Theme;
use super::worker::Snapshot;
use crate::session::commands::{self, COMMANDS, Row};

/// Something to complete a word with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub word: String,
    /// What stands behind it in the list.
    pub usage: String,
    pub doc: String,
}

impl Candidate {
    fn plain(word: impl Into<String>) -> Candidate {
        Candidate { word: word.into(), usage: String::new(), doc: String::new() }
    }

    fn command(row: &Row) -> Candidate {
        // A blank behind the name spares a key, and shows that something is to follow.
        let blank = if row.args.is_empty() { "" } else { " " };
        Candidate { word: format!("{}{blank}", row.name), usage: row.args.to_string(), doc: row.doc.to_string() }
    }
}

/// Where the word before the cursor begins, and what it may become.
pub fn candidates(before: &str, view: Option<&Snapshot>) -> (usize, Vec<Candidate>) {
    let Some(end) = before.find(char::is_whitespace) else { return (0, command_names(before)) };
    let Ok((row, _)) = commands::split(before) else { return (before.len(), Vec::new()) };
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let start = match row.name {
        "theme" | "help" => end + 1,
        _ => before.rfind(|c| !is_name(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8)),
    };
    let word = before.get(start..).unwrap_or("");
    // Behind a dot stands an attribute, not a variable.
    let attribute = before[..start.min(before.len())].ends_with('.');
    let all: Vec<Candidate> = match row.name {
        "theme" => Theme::names().map(Candidate::plain).collect(),
        "help" => COMMANDS.iter().map(|row| Candidate { word: row.name.to_string(), ..Candidate::command(row) }).collect(),
        "print" | "set" if !attribute => {
            let variables = view.map_or(&[][..], |view| &view.variables);
            variables
                .iter()
                .map(|v| Candidate { doc: v.value.clone().unwrap_or_default(), ..Candidate::plain(&*v.name) })
                .collect()
        }
        "delete" | "enable" | "disable" => {
            let breakpoints = view.map_or(&[][..], |view| &view.breakpoints);
            let place = |file: &str, line| format!("{}:{line}", file.rsplit('/').next().unwrap_or(file));
            breakpoints
                .iter()
                .map(|b| Candidate { doc: place(&b.file, b.line), ..Candidate::plain(b.number.to_string()) })
                .collect()
        }
        _ => Vec::new(),
    };
    (start, all.into_iter().filter(|c| c.word.starts_with(word) && (c.word != word || row.name != "print")).collect())
}

/// Commands that begin with a word, then those that have it as an alias, in their name or in their explanation.
fn command_names(word: &str) -> Vec<Candidate> {
    let rank = |row: &Row| {
        if row.name == word || row.aliases.contains(&word) {
            Some(0)
        } else if row.name.starts_with(word) {
            Some(1)
        } else if word.len() > 1 && (row.name.contains(word) || row.aliases.iter().any(|alias| alias.starts_with(word))) {
            Some(2)
        } else if word.len() > 2 && row.doc.to_lowercase().contains(&word.to_lowercase()) {
            Some(3)
        } else {
            None
        }
    };
    let mut found: Vec<(i32, &Row)> = COMMANDS.iter().filter_map(|row| Some((rank(row)?, row))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, row)| Candidate::command(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(before: &str) -> Vec<String> {
        candidates(before, None).1.into_iter().map(|c| c.word).collect()
    }

    #[test]
    fn commands_are_found_by_name_alias_and_meaning() {
        assert_eq!(words("jum")[0], "jump ");
        assert_eq!(words("bs")[0], "back-step");
        assert_eq!(words("step"), ["step", "stepi", "back-step", "back-stepi"]);
        assert!(words("uncaught").contains(&"continue".to_string()));
        assert_eq!(words("").len(), COMMANDS.len());
        assert!(words("xyzzy").is_empty());
    }

    #[test]
    fn arguments_are_completed() {
        assert_eq!(words("theme p"), ["paper"]);
        assert_eq!(words("help ste"), ["step", "stepi"]);
        assert!(words("jump 1").is_empty());
    }
}

//! The screen's own table: what only moves things on the screen, or makes a command out of where the cursor is. Commands of the debugger
//! are in [`crate::session::commands`], the one table for all faces; no key may be in both.

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Down,
    Up,
    HalfDown,
    HalfUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
    Left,
    Right,
    Open,
    NextPane,
    PreviousPane,
    Zoom,
    Code,
    Search,
    NextMatch,
    PreviousMatch,
    CommandLine,
    Condition,
    Toggle,
    Remove,
    Here,
    SetMark,
    GoToMark,
    NextTheme,
    Redraw,
    Interrupt,
    Suspend,
    Cancel,
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    pub action: Action,
    pub keys: &'static [&'static str],
    /// One sentence, no full stop.
    pub doc: &'static str,
}

/// All of them, in the order of the help.
#[rustfmt::skip]
pub static ACTIONS: &[Row] = &[
    Row { action: Action::CommandLine,   keys: &[":", "Ctrl-p"],       doc: "Type a command; Tab completes, Up and Down recall" },
    Row { action: Action::Down,          keys: &["j", "Down"],         doc: "Move down in the pane" },
    Row { action: Action::Up,            keys: &["k", "Up"],           doc: "Move up in the pane" },
    Row { action: Action::Left,          keys: &["h", "Left"],         doc: "Scroll left; fold a variable; earlier on the timeline" },
    Row { action: Action::Right,         keys: &["l", "Right"],        doc: "Scroll right; unfold a variable; later on the timeline" },
    Row { action: Action::HalfDown,      keys: &["Ctrl-d"],            doc: "Move down half a pane" },
    Row { action: Action::HalfUp,        keys: &["Ctrl-u"],            doc: "Move up half a pane" },
    Row { action: Action::PageDown,      keys: &["PageDown", "Ctrl-f"], doc: "Move down a pane" },
    Row { action: Action::PageUp,        keys: &["PageUp", "Ctrl-b"],  doc: "Move up a pane" },
    Row { action: Action::Top,           keys: &["g", "Home"],         doc: "Go to the first line of the pane" },
    Row { action: Action::Bottom,        keys: &["G", "End"],          doc: "Go to the last line of the pane" },
    Row { action: Action::Here,          keys: &["."],                 doc: "Bring the cursor back to where the program stands" },
    Row { action: Action::Open,          keys: &["Enter"],             doc: "Unfold, select, or go to what is under the cursor" },
    Row { action: Action::NextPane,      keys: &["Tab"],               doc: "Go to the next pane; 1 to 7 go to a pane by its number" },
    Row { action: Action::PreviousPane,  keys: &["Shift-Tab"],         doc: "Go to the pane before" },
    Row { action: Action::Zoom,          keys: &["+", "_"],            doc: "Give the whole screen to the pane, or take it back" },
    Row { action: Action::Code,          keys: &["v"],                 doc: "Show the goto form, the bytecode, or neither" },
    Row { action: Action::Search,        keys: &["/"],                 doc: "Search in the source; an empty text searches the last one again" },
    Row { action: Action::NextMatch,     keys: &[";"],                 doc: "Go to the next match" },
    Row { action: Action::PreviousMatch, keys: &[","],                 doc: "Go to the match before" },
    Row { action: Action::Condition,     keys: &["B"],                 doc: "Edit the condition of the breakpoint at the cursor" },
    Row { action: Action::Toggle,        keys: &["Space"],             doc: "In the breakpoints: switch one on or off" },
    Row { action: Action::Remove,        keys: &["x", "Delete"],       doc: "In the breakpoints: delete one" },
    Row { action: Action::SetMark,       keys: &["m"],                 doc: "Mark this moment with the letter that follows" },
    Row { action: Action::GoToMark,      keys: &["'"],                 doc: "Travel to the moment marked with the letter that follows" },
    Row { action: Action::NextTheme,     keys: &["Ctrl-t"],            doc: "Change to the next theme" },
    Row { action: Action::Redraw,        keys: &["Ctrl-l"],            doc: "Draw the screen afresh" },
    Row { action: Action::Interrupt,     keys: &["Ctrl-c"],            doc: "Interrupt what runs" },
    Row { action: Action::Suspend,       keys: &["Ctrl-z"],            doc: "Go to the shell; fg comes back" },
    Row { action: Action::Cancel,        keys: &["Esc"],               doc: "Cancel: a prompt, a message, a key begun, what runs" },
];

/// What a key does on the screen.
pub fn for_key(key: &str) -> Option<Action> {
    ACTIONS.iter().find(|row| row.keys.contains(&key)).map(|row| row.action)
}

/// The first key of an action.
pub fn key_of(action: Action) -> &'static str {
    ACTIONS.iter().find(|row| row.action == action).and_then(|row| row.keys.first()).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::commands;

    #[test]
    fn no_key_means_two_things() {
        let mut keys = std::collections::BTreeSet::new();
        for key in ACTIONS.iter().flat_map(|row| row.keys) {
            assert!(keys.insert(*key), "{key} twice");
            assert!(commands::for_key(key).is_none(), "{key} is a command's");
        }
    }
}

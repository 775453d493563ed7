//! The last row: the keys that do something here, now. Keys and words are those of the tables.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::actions::{self, Action};
use super::app::{App, Mode};
use super::layout::Pane;
use super::press::State;
use super::prompt::Kind;
use super::text::{self, Pen};
use crate::session::commands;

/// A hint: keys and a word.
type Hint = (String, &'static str);

/// A command by its name.
fn command(name: &'static str) -> Hint {
    (key(name).to_string(), name)
}

fn key(name: &str) -> &'static str {
    commands::find(name).ok().and_then(|row| row.keys.first()).copied().unwrap_or("")
}

fn keys(names: &[&str], word: &'static str) -> Hint {
    (names.iter().map(|name| key(name)).collect(), word)
}

fn action(action: Action, word: &'static str) -> Hint {
    (actions::key_of(action).to_string(), word)
}

fn plain(key: &str, word: &'static str) -> Hint {
    (key.to_string(), word)
}

/// What works everywhere, and is never left out for something else.
fn everywhere(app: &App) -> Vec<Hint> {
    match app.mode {
        Mode::Normal if app.state() == State::Running => vec![command("help"), command("quit")],
        Mode::Normal => vec![action(Action::CommandLine, "cmd"), command("help"), command("quit")],
        _ => Vec::new(),
    }
}

/// What works here, the most useful first: what does not fit is left out from the end.
fn hints(app: &App) -> Vec<Hint> {
    match &app.mode {
        Mode::SetMark | Mode::GoToMark => return vec![plain("a-z", "which mark"), action(Action::Cancel, "cancel")],
        Mode::Help(_) => return vec![plain("j k", "scroll"), action(Action::Cancel, "close")],
        Mode::Prompt(prompt) if prompt.kind == Kind::Search => {
            return vec![plain("Enter", "search"), plain("↑↓", "recall"), action(Action::Cancel, "cancel")];
        }
        Mode::Prompt(_) => {
            return vec![
                plain("Enter", "run"),
                plain("Tab", "complete"),
                plain("↑↓", "recall"),
                action(Action::Cancel, "cancel"),
            ];
        }
        Mode::Input(_) => return vec![plain("Enter", "answer the program"), action(Action::Cancel, "keys, then Enter answers")],
        Mode::Normal => {}
    }
    let state = app.state();
    if state == State::Running {
        return vec![action(Action::Cancel, "interrupt"), action(Action::NextPane, "pane")];
    }
    let back = keys(&["back-next", "back-step", "back-finish", "back-continue"], "back");
    match app.focus {
        Pane::Variables => {
            let turn = action(Action::Open, "unfold");
            vec![turn, command("set"), command("print"), command("next"), command("step"), back, action(Action::NextPane, "pane")]
        }
        Pane::Stack => vec![
            action(Action::Open, "select"),
            keys(&["up", "down"], "up/down"),
            command("finish"),
            command("back-finish"),
            action(Action::NextPane, "pane"),
        ],
        Pane::Breakpoints => vec![
            action(Action::Open, "show"),
            action(Action::Toggle, "on/off"),
            action(Action::Condition, "condition"),
            action(Action::Remove, "delete"),
            keys(&["continue", "back-continue"], "go"),
            action(Action::NextPane, "pane"),
        ],
        Pane::Code => vec![
            keys(&["stepi", "back-stepi"], "instruction"),
            action(Action::Code, "lowered/bytecode"),
            action(Action::Open, "source line"),
            action(Action::NextPane, "pane"),
        ],
        Pane::Output => vec![action(Action::Open, "go to that moment"), command("next"), back, action(Action::NextPane, "pane")],
        Pane::Timeline => vec![
            plain("← →", "pick"),
            action(Action::Open, "go"),
            keys(&["start", "end"], "start/end"),
            keys(&["undo", "redo"], "undo/redo"),
        ],
        Pane::Source if state == State::Ended => {
            vec![back, command("start"), command("undo"), action(Action::Code, "code"), action(Action::NextPane, "pane")]
        }
        Pane::Source => vec![
            command("next"),
            command("step"),
            command("continue"),
            back,
            command("jump"),
            command("break"),
            command("finish"),
            command("print"),
            keys(&["to", "back-to"], "to here"),
            keys(&["undo", "redo"], "undo/redo"),
            action(Action::Code, "code"),
            action(Action::NextPane, "pane"),
        ],
    }
}

fn width(hint: &Hint) -> usize {
    text::width(&hint.0) + text::width(hint.1) + 3
}

pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let ui = &app.theme.ui;
    let mut pen = Pen::new(buffer, area, 0);
    let everywhere = everywhere(app);
    // On a narrow screen what works here counts more.
    let reserved: usize = everywhere.iter().map(width).sum();
    let reserved = if reserved * 2 > pen.room() { 0 } else { reserved };
    let mut put = |hint: &Hint, reserved: usize| {
        let fits = width(hint) + reserved <= pen.room() + 1;
        if fits {
            pen.put(" ", Style::default())
                .put(&hint.0, ui.key)
                .put(" ", Style::default())
                .put(hint.1, ui.dim)
                .put(" ", Style::default());
        }
        fits
    };
    let _ = hints(app).iter().all(|hint| put(hint, reserved));
    let _ = everywhere.iter().all(|hint| put(hint, 0));
}

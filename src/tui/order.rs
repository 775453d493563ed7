//! What becomes of a command: most go to the debugger, those that only concern the screen are carried out here.

use super::app::{App, Effect, Mode};
use super::layout::Pane;
use super::notice::{Notice, Tone};
use super::prompt::{Kind, Prompt};
use super::theme::Theme;
use super::worker::{CodeKind, Request};
use crate::session::api::{Command, Motion};
use crate::session::commands::{self, Row};

impl App {
    /// Carry out a line that was typed.
    pub fn order_line(&mut self, line: &str) -> Vec<Effect> {
        #[cfg(debug_assertions)]
        if line == "panic!" {
            // The test of what a panic leaves of the terminal; release builds have no such command.
            panic!("asked to");
        }
        // A condition that was emptied is no condition.
        let line = line.strip_suffix(" if").filter(|_| line.starts_with("break ")).unwrap_or(line);
        match commands::parse(line) {
            Ok(command) => {
                let label = match commands::split(line) {
                    Ok((row, rest)) => format!("{} {}", row.name, rest.trim()).trim_end().to_string(),
                    Err(_) => line.to_string(),
                };
                self.order(label, command)
            }
            Err(problem) => {
                self.say(problem, Tone::Error);
                Vec::new()
            }
        }
    }

    /// Carry out the command a key stands for; what it needs to know is where the cursor is.
    pub fn order_row(&mut self, row: &'static Row) -> Vec<Effect> {
        let line = self.cursor_line();
        let command = match row.name {
            "to" => Command::Move(Motion::To { line }),
            "back-to" => Command::Move(Motion::BackTo { line }),
            "jump" => Command::Jump { line },
            "break" => return self.toggle_breakpoint(line),
            "help" => {
                self.mode = Mode::Help(0);
                return Vec::new();
            }
            "set" => {
                let name = self.variable_at_cursor().map_or(String::new(), |name| format!("{name} = "));
                self.prompt(&format!("set {name}"));
                return Vec::new();
            }
            "print" => {
                self.prompt("print ");
                return Vec::new();
            }
            _ if row.needs_args() => {
                self.prompt(&format!("{} ", row.name));
                return Vec::new();
            }
            _ => match row.build("") {
                Ok(command) => command,
                Err(problem) => {
                    self.say(problem, Tone::Error);
                    return Vec::new();
                }
            },
        };
        let label = match command {
            Command::Move(Motion::To { line } | Motion::BackTo { line }) | Command::Jump { line } => {
                format!("{} {line}", row.name)
            }
            _ => row.name.to_string(),
        };
        self.order(label, command)
    }

    /// Carry out a command.
    pub fn order(&mut self, label: String, command: Command) -> Vec<Effect> {
        match command {
            Command::Quit => return vec![Effect::Quit],
            Command::Theme { name } => self.change_theme(&name),
            Command::Help { topic: None } => self.mode = Mode::Help(0),
            Command::Help { topic } => match commands::help(topic.as_deref()) {
                Ok(text) => self.notice = Some(Notice::new("help", text, Tone::Plain)),
                Err(problem) => self.say(problem, Tone::Error),
            },
            Command::Lowered => self.show_code(CodeKind::Lowered),
            Command::Bytecode => self.show_code(CodeKind::Bytecode),
            Command::Stack => self.go_to_pane(Pane::Stack),
            Command::Locals => self.go_to_pane(Pane::Variables),
            Command::Output => self.go_to_pane(Pane::Output),
            Command::ListBreakpoints => self.go_to_pane(Pane::Breakpoints),
            Command::Where => {
                self.go_to_pane(Pane::Source);
                self.come_here();
            }
            Command::Jump { .. } if !self.source_is_current() => {
                self.say("a jump is within the innermost frame: go down to it first", Tone::Error);
            }
            command => {
                self.message = None;
                return vec![self.send(label, |wants| Request::Execute { command, wants })];
            }
        }
        Vec::new()
    }

    /// The selected frame is the innermost one, so that a line of the source is one of its lines.
    fn source_is_current(&self) -> bool {
        self.view.as_ref().is_none_or(|view| view.selected == 0)
    }

    /// Open the command line with something in it.
    pub fn prompt(&mut self, text: &str) {
        self.mode = Mode::Prompt(Prompt::new(Kind::Command, text, self.view.as_deref()));
    }

    /// The line of the source under the cursor, counted from 1.
    pub fn cursor_line(&mut self) -> u32 {
        u32::try_from(self.list(Pane::Source).cursor + 1).unwrap_or(u32::MAX)
    }

    /// Set a breakpoint at a line of the shown source, or delete the one that is there.
    pub fn toggle_breakpoint(&mut self, line: u32) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let there = view.breakpoints.iter().find(|b| b.line == line && b.file == view.source.file);
        match there.map(|b| b.number) {
            Some(number) => self.order(format!("delete {number}"), Command::Delete { number }),
            None => {
                let file = Some(view.source.file.clone());
                self.order(format!("break {line}"), Command::Break { file, line, condition: None })
            }
        }
    }

    /// Open the command line with the breakpoint at the cursor, to edit its condition.
    pub fn edit_condition(&mut self) {
        let line = self.cursor_line();
        let Some(view) = &self.view else { return };
        let chosen = match self.focus {
            Pane::Breakpoints => view.breakpoints.get(self.lists[Pane::Breakpoints as usize].cursor),
            _ => view.breakpoints.iter().find(|b| b.line == line && b.file == view.source.file),
        };
        let text = match chosen {
            Some(b) if b.file == view.source.file => {
                format!("break {} if {}", b.line, b.condition.as_deref().unwrap_or(""))
            }
            Some(b) => format!("break {}:{} if {}", b.file, b.line, b.condition.as_deref().unwrap_or("")),
            None => format!("break {line} if "),
        };
        self.prompt(&text);
    }

    pub fn change_theme(&mut self, name: &str) {
        match Theme::load(name, self.depth) {
            Ok(theme) => {
                self.say(format!("theme {}", theme.name), Tone::Plain);
                self.theme = theme;
            }
            Err(problem) => self.say(problem, Tone::Error),
        }
    }

    pub fn next_theme(&mut self) {
        let names: Vec<&str> = Theme::names().collect();
        let now = names.iter().position(|name| *name == self.theme.name);
        let next = now.map_or(0, |now| (now + 1) % names.len());
        self.change_theme(names[next]);
    }

    fn show_code(&mut self, kind: CodeKind) {
        self.wants.code = kind;
        self.lists[Pane::Code as usize].cursor = 0;
    }

    /// The goto form, then the bytecode, then neither.
    pub fn next_code(&mut self) {
        self.show_code(match self.wants.code {
            CodeKind::Off => CodeKind::Lowered,
            CodeKind::Lowered => CodeKind::Bytecode,
            CodeKind::Bytecode => CodeKind::Off,
        });
        if self.wants.code == CodeKind::Off && self.focus == Pane::Code {
            self.focus = Pane::Source;
        }
    }

    pub fn go_to_pane(&mut self, pane: Pane) {
        if pane == Pane::Code && self.wants.code == CodeKind::Off {
            self.show_code(CodeKind::Lowered);
        }
        if pane.is_side() {
            self.tab = pane;
        }
        self.focus = pane;
    }
}

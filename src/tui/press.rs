//! What a key does, by mode: a prompt takes it, or it is looked up in the table of commands and in the screen's own table.

use crossterm::event::{KeyCode, KeyEvent};

use super::actions::{self, Action};
use super::app::{App, Effect, Mode};
use super::keys;
use super::layout::Pane;
use super::notice::Tone;
use super::prompt::{Kind, Prompt};
use super::tree::{self, PARTS, What};
use crate::session::api::{Command, Motion, Reason};
use crate::session::commands;

impl App {
    /// A key was pressed.
    pub fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        let name = keys::name(&key);
        match name.as_str() {
            "Ctrl-c" => return self.interrupt(),
            "Ctrl-z" => return vec![Effect::Suspend],
            "Ctrl-l" => return vec![Effect::Redraw],
            "Esc" => return self.cancel(),
            _ => {}
        }
        // Keys keep their order: behind one that must wait all others wait.
        if self.busy.is_some() && (!self.queue.is_empty() || self.must_wait(&name)) {
            self.keep(key);
            return Vec::new();
        }
        match std::mem::replace(&mut self.mode, Mode::Normal) {
            Mode::Normal => self.press_normal(&name),
            Mode::SetMark => {
                self.set_mark(&key);
                Vec::new()
            }
            Mode::GoToMark => self.go_to_mark(&key),
            Mode::Help(top) => {
                self.press_help(top, &name);
                Vec::new()
            }
            Mode::Prompt(prompt) => self.press_prompt(prompt, &key, &name),
            Mode::Input(line) => self.press_input(line, &key, &name),
        }
    }

    /// Whether a key asks the debugger for something, now that it is busy.
    fn must_wait(&self, name: &str) -> bool {
        match &self.mode {
            Mode::Prompt(_) | Mode::Input(_) => name == "Enter",
            Mode::SetMark | Mode::GoToMark => true,
            Mode::Help(_) => false,
            Mode::Normal => match actions::for_key(name) {
                Some(Action::Open | Action::Toggle | Action::Remove | Action::SetMark | Action::GoToMark | Action::Condition) => {
                    true
                }
                Some(_) => false,
                None => commands::for_key(name).is_some_and(|row| !matches!(row.name, "quit" | "help" | "theme")),
            },
        }
    }

    /// Text was pasted.
    pub fn paste(&mut self, text: &str) {
        match &mut self.mode {
            Mode::Prompt(prompt) => {
                prompt.line.insert(text.trim_end_matches(['\n', '\r']));
                prompt.look_up(self.view.as_deref());
            }
            Mode::Input(line) => line.insert(text.trim_end_matches(['\n', '\r'])),
            _ => {}
        }
    }

    fn interrupt(&mut self) -> Vec<Effect> {
        if self.busy.is_some() {
            self.queue.clear();
            return vec![Effect::Interrupt];
        }
        match self.mode {
            Mode::Normal => self.say("nothing runs; q leaves", Tone::Plain),
            _ => self.mode = Mode::Normal,
        }
        Vec::new()
    }

    /// Give up the innermost thing that can be given up.
    fn cancel(&mut self) -> Vec<Effect> {
        if !matches!(self.mode, Mode::Normal) {
            if matches!(&self.mode, Mode::Prompt(prompt) if prompt.kind == Kind::Search) {
                self.search.clear();
            }
            self.mode = Mode::Normal;
        } else if self.busy.is_some() {
            self.queue.clear();
            return vec![Effect::Interrupt];
        } else if self.message.is_some() || self.notice.is_some() {
            self.message = None;
            self.notice = None;
        } else if !self.search.is_empty() {
            self.search.clear();
        } else if self.zoom {
            self.zoom = false;
        } else if self.pick.take().is_none() {
            self.focus = Pane::Source;
        }
        Vec::new()
    }

    fn press_normal(&mut self, name: &str) -> Vec<Effect> {
        self.message = None;
        if let Some(row) = commands::for_key(name) {
            return self.order_row(row);
        }
        if let Some(pane) = Pane::ALL.into_iter().find(|pane| pane.number().to_string() == name) {
            self.go_to_pane(pane);
            return Vec::new();
        }
        match actions::for_key(name) {
            Some(action) => self.act(action),
            None => {
                if !name.is_empty() {
                    self.say(format!("{name} does nothing here; ? lists the keys"), Tone::Plain);
                }
                Vec::new()
            }
        }
    }

    fn press_help(&mut self, top: usize, name: &str) {
        let page = self.areas.as_ref().map_or(10, |areas| usize::from(areas.screen.height).saturating_sub(4));
        let top = match actions::for_key(name) {
            Some(Action::Down) => top + 1,
            Some(Action::Up) => top.saturating_sub(1),
            Some(Action::HalfDown) => top + page / 2,
            Some(Action::HalfUp) => top.saturating_sub(page / 2),
            Some(Action::PageDown) => top + page,
            Some(Action::PageUp) => top.saturating_sub(page),
            Some(Action::Top) => 0,
            Some(Action::Bottom) => usize::MAX / 2,
            _ if name == "Space" => top + page,
            _ if matches!(name, "q" | "?" | "F1" | "Enter") => return,
            _ => top,
        };
        self.mode = Mode::Help(top);
    }

    fn press_prompt(&mut self, mut prompt: Prompt, key: &KeyEvent, name: &str) -> Vec<Effect> {
        match name {
            "Enter" => {
                let text = prompt.line.text().trim_end().to_string();
                return match prompt.kind {
                    Kind::Command if text.trim().is_empty() => Vec::new(),
                    Kind::Command => {
                        self.commands.add(&text);
                        self.message = None;
                        self.order_line(&text)
                    }
                    Kind::Search => {
                        self.searches.add(&text);
                        let text = if text.is_empty() { self.searches.last().unwrap_or("").to_string() } else { text };
                        self.search = text;
                        self.search_on(true);
                        Vec::new()
                    }
                };
            }
            "Tab" => prompt.complete(1),
            "Shift-Tab" => prompt.complete(-1),
            "Up" | "Ctrl-p" | "Down" | "Ctrl-n" => {
                let by = if matches!(name, "Up" | "Ctrl-p") { 1 } else { -1 };
                let history = if prompt.kind == Kind::Search { &self.searches } else { &self.commands };
                prompt.recall(by, history, self.view.as_deref());
            }
            // An empty prompt is left as it was entered.
            "Backspace" if prompt.line.text().is_empty() => return Vec::new(),
            _ => {
                if prompt.line.key(key) {
                    prompt.look_up(self.view.as_deref());
                    if prompt.kind == Kind::Search {
                        self.search = prompt.line.text().to_string();
                    }
                }
            }
        }
        self.mode = Mode::Prompt(prompt);
        Vec::new()
    }

    fn press_input(&mut self, mut line: super::edit::Line, key: &KeyEvent, name: &str) -> Vec<Effect> {
        if name == "Enter" {
            let text = line.text().to_string();
            self.inputs.add(&text);
            return self.order("input".to_string(), Command::Input { line: text });
        }
        line.key(key);
        self.mode = Mode::Input(line);
        Vec::new()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let height = self.height();
        let page = height.saturating_sub(1).max(1).cast_signed();
        match action {
            Action::Down => self.walk(1),
            Action::Up => self.walk(-1),
            Action::HalfDown => self.walk((page / 2).max(1)),
            Action::HalfUp => self.walk(-(page / 2).max(1)),
            Action::PageDown if self.notice_is_long() => self.scroll_notice(page),
            Action::PageUp if self.notice_is_long() => self.scroll_notice(-page),
            Action::PageDown => self.walk(page),
            Action::PageUp => self.walk(-page),
            Action::Top => self.walk(isize::MIN),
            Action::Bottom => self.walk(isize::MAX),
            Action::Left => self.sideways(-1),
            Action::Right => self.sideways(1),
            Action::Here => {
                self.go_to_pane(Pane::Source);
                self.come_here();
            }
            Action::Open => return self.open(),
            Action::NextPane => self.next_pane(1),
            Action::PreviousPane => self.next_pane(-1),
            Action::Zoom => self.zoom = !self.zoom,
            Action::Code => self.next_code(),
            Action::Search => self.mode = Mode::Prompt(Prompt::new(Kind::Search, "", self.view.as_deref())),
            Action::NextMatch => self.search_on(true),
            Action::PreviousMatch => self.search_on(false),
            Action::CommandLine => self.prompt(""),
            Action::Condition => self.edit_condition(),
            Action::Toggle => return self.switch_breakpoint(),
            Action::Remove => return self.remove_breakpoint(),
            Action::SetMark => self.mode = Mode::SetMark,
            Action::GoToMark => self.mode = Mode::GoToMark,
            Action::NextTheme => self.next_theme(),
            // These work in every mode and never get here.
            Action::Redraw | Action::Interrupt | Action::Suspend | Action::Cancel => {}
        }
        Vec::new()
    }

    /// Rows of the pane that has the focus.
    fn height(&self) -> usize {
        let inside = self.areas.as_ref().and_then(|areas| areas.inside(self.focus));
        inside.map_or(10, |area| usize::from(area.height))
    }

    /// Rows there are in a pane.
    pub fn rows_of(&self, pane: Pane) -> usize {
        let Some(view) = &self.view else { return 0 };
        match pane {
            Pane::Source => self.source.as_ref().map_or(0, super::highlight::Highlighter::len),
            Pane::Variables => tree::rows(view, &self.wants, &self.changes).len(),
            Pane::Stack => view.frames.len(),
            Pane::Breakpoints => view.breakpoints.len(),
            Pane::Code => view.code.as_ref().map_or(0, |(_, lines)| lines.len()),
            Pane::Output => view.output.len() + usize::from(view.earlier_output),
            Pane::Timeline => 0,
        }
    }

    /// Move the cursor of the pane that has the focus.
    fn walk(&mut self, by: isize) {
        let pane = self.focus;
        let rows = self.rows_of(pane);
        self.list(pane).step(by, rows);
        if pane == Pane::Output {
            self.follow = self.list(pane).cursor + 1 >= rows;
            let earlier = self.view.as_ref().is_some_and(|view| view.earlier_output);
            if earlier && self.list(pane).cursor == 0 {
                // What is above is looked at when somebody goes there.
                self.wants.output *= 4;
            }
        }
    }

    fn notice_is_long(&self) -> bool {
        self.notice.is_some() && self.notice_rows.0 > self.notice_rows.1
    }

    pub fn scroll_notice(&mut self, by: isize) {
        let (rows, seen) = self.notice_rows;
        if let Some(notice) = &mut self.notice {
            notice.scroll(by, rows, seen);
        }
    }

    fn sideways(&mut self, by: isize) {
        match self.focus {
            Pane::Variables => self.fold(by),
            Pane::Timeline => self.pick_time(by),
            _ => self.column = self.column.saturating_add_signed(by * 8),
        }
    }

    /// Another moment of the timeline, one cell of the bar further.
    fn pick_time(&mut self, by: isize) {
        let Some(view) = &self.view else { return };
        let cells = self.areas.as_ref().map_or(80, |areas| u64::from(areas.footer.width)).max(1);
        let (start, end) = (view.timeline.start, view.timeline.known_end);
        let step = ((end - start) / cells).max(1);
        let now = self.pick.unwrap_or(view.timeline.now);
        self.pick = Some(now.saturating_add_signed(by as i64 * step.cast_signed()).clamp(start, end));
    }

    fn next_pane(&mut self, by: isize) {
        let shown: Vec<Pane> = match &self.areas {
            Some(areas) => {
                Pane::ALL.into_iter().filter(|pane| areas.pane(*pane).is_some() || areas.tabs && pane.is_side()).collect()
            }
            None => return,
        };
        let now = shown.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        if let Some(next) = shown.get((now + shown.len()).saturating_add_signed(by) % shown.len().max(1)) {
            self.go_to_pane(*next);
        }
    }

    /// Enter: by pane.
    fn open(&mut self) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let cursor = self.lists[self.focus as usize].cursor;
        match self.focus {
            Pane::Variables => return self.turn_or_print(),
            Pane::Stack => {
                if cursor < view.frames.len() {
                    return self.order(format!("frame {cursor}"), Command::Frame { index: cursor });
                }
            }
            Pane::Breakpoints => match view.breakpoints.get(cursor).cloned() {
                Some(b) if b.file == view.source.file => self.go_to_line(b.line),
                Some(b) => self.say(format!("{} is not on the screen: select a frame that is in it", b.file), Tone::Error),
                None => {}
            },
            Pane::Code => {
                let line = view.code.as_ref().and_then(|(_, lines)| lines.get(cursor)).map(|line| line.source_line);
                if let Some(line) = line.filter(|line| *line > 0) {
                    self.list(Pane::Source).cursor = line as usize - 1;
                }
            }
            Pane::Output if self.can_answer() && self.follow => self.mode = Mode::Input(Default::default()),
            Pane::Output => {
                let index = cursor.checked_sub(usize::from(view.earlier_output));
                if let Some(time) = index.and_then(|index| view.output.get(index)).map(|line| line.time) {
                    return self.order(format!("at {time}"), Command::Move(Motion::At { time }));
                }
            }
            Pane::Timeline => {
                if let Some(time) = self.pick.take() {
                    return self.order(format!("at {time}"), Command::Move(Motion::At { time }));
                }
            }
            Pane::Source if self.can_answer() => self.mode = Mode::Input(Default::default()),
            Pane::Source => {}
        }
        Vec::new()
    }

    fn can_answer(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.waiting.is_some())
    }

    fn go_to_line(&mut self, line: u32) {
        self.list(Pane::Source).cursor = (line as usize).saturating_sub(1);
        self.focus = Pane::Source;
    }

    /// The variable under the cursor, unless the cursor is at a part of one.
    pub fn variable_at_cursor(&self) -> Option<String> {
        let view = self.view.as_ref().filter(|_| self.focus == Pane::Variables)?;
        let rows = tree::rows(view, &self.wants, &self.changes);
        let row = rows.get(self.lists[Pane::Variables as usize].cursor)?;
        matches!(row.what, What::Variable(v) if v.value.is_some() && row.depth == 0).then(|| row.path[0].clone())
    }

    /// Unfold a value, show more of it, or fold it; says whether there was something to turn.
    pub fn turn(&mut self) -> bool {
        let Some(view) = &self.view else { return false };
        let rows = tree::rows(view, &self.wants, &self.changes);
        let Some(row) = rows.get(self.lists[Pane::Variables as usize].cursor) else { return false };
        let path = row.path.clone();
        match row.what {
            What::More(_) => *self.wants.unfolded.entry(path).or_default() += PARTS,
            What::Variable(_) if row.open => drop(self.wants.unfolded.remove(&path)),
            What::Variable(variable) if variable.has_children => drop(self.wants.unfolded.insert(path, PARTS)),
            What::Variable(_) => return false,
        }
        true
    }

    /// Unfold or fold; what has no parts is shown in full.
    fn turn_or_print(&mut self) -> Vec<Effect> {
        let name = self.variable_at_cursor();
        match name {
            _ if self.turn() => Vec::new(),
            Some(expression) => self.order(format!("print {expression}"), Command::Print { expression }),
            None => Vec::new(),
        }
    }

    /// Unfold (right) or fold (left); left on what is folded goes to what it is in.
    fn fold(&mut self, by: isize) {
        let Some(view) = &self.view else { return };
        let rows = tree::rows(view, &self.wants, &self.changes);
        let Some(row) = rows.get(self.lists[Pane::Variables as usize].cursor) else { return };
        let path = row.path.clone();
        if by > 0 {
            if matches!(row.what, What::Variable(variable) if variable.has_children) {
                self.wants.unfolded.entry(path).or_insert(PARTS);
            }
        } else if row.open {
            self.wants.unfolded.remove(&path);
        } else {
            let parent = if matches!(row.what, What::More(_)) { &path[..] } else { &path[..path.len() - 1] };
            if let Some(index) = rows.iter().position(|other| other.path == parent) {
                self.lists[Pane::Variables as usize].cursor = index;
            }
        }
    }

    fn chosen_breakpoint(&self) -> Option<&crate::session::api::BreakpointView> {
        let view = self.view.as_ref().filter(|_| self.focus == Pane::Breakpoints)?;
        view.breakpoints.get(self.lists[Pane::Breakpoints as usize].cursor)
    }

    fn switch_breakpoint(&mut self) -> Vec<Effect> {
        match self.chosen_breakpoint().map(|b| (b.number, !b.enabled)) {
            Some((number, on)) => {
                let word = if on { "enable" } else { "disable" };
                self.order(format!("{word} {number}"), Command::Enable { number, on })
            }
            None => Vec::new(),
        }
    }

    fn remove_breakpoint(&mut self) -> Vec<Effect> {
        match self.chosen_breakpoint().map(|b| b.number) {
            Some(number) => self.order(format!("delete {number}"), Command::Delete { number }),
            None => Vec::new(),
        }
    }

    fn set_mark(&mut self, key: &KeyEvent) {
        let (KeyCode::Char(letter @ 'a'..='z'), Some(view)) = (key.code, &self.view) else {
            return self.say("a mark is a letter from a to z", Tone::Error);
        };
        let moment = (view.timeline.branch, view.timeline.now);
        self.marks.insert(letter, moment);
        self.say(format!("mark {letter} is this moment, {}", moment.1), Tone::Plain);
    }

    fn go_to_mark(&mut self, key: &KeyEvent) -> Vec<Effect> {
        let KeyCode::Char(letter) = key.code else { return Vec::new() };
        let Some(&(branch, time)) = self.marks.get(&letter) else {
            let known: Vec<String> = self.marks.keys().map(char::to_string).collect();
            let known = if known.is_empty() { "there is none".to_string() } else { format!("there are {}", known.join(" ")) };
            self.say(format!("no mark {letter}; {known}"), Tone::Error);
            return Vec::new();
        };
        let here = self.view.as_ref().map_or(0, |view| view.timeline.branch);
        if here != branch {
            self.say(
                format!("mark {letter} is on branch {}, this is branch {}: undo (z) leads back", branch + 1, here + 1),
                Tone::Error,
            );
            return Vec::new();
        }
        self.order(format!("at {time}"), Command::Move(Motion::At { time }))
    }

    /// Go to the next line that has the text, around the end; case matters only if the text has a capital.
    fn search_on(&mut self, forward: bool) {
        let Some(source) = &self.source else { return };
        if self.search.is_empty() {
            // It was cancelled, which took its marks away; it can be gone on with.
            self.search = self.searches.last().unwrap_or("").to_string();
        }
        if self.search.is_empty() {
            return self.say("nothing is searched for", Tone::Plain);
        }
        let lines = source.len();
        let cursor = self.lists[Pane::Source as usize].cursor;
        let found = (1..=lines).map(|by| if forward { (cursor + by) % lines } else { (cursor + lines - by) % lines });
        let mut found = found.filter(|line| !matches(source.line(*line), &self.search).is_empty());
        match found.next() {
            Some(line) => {
                self.list(Pane::Source).cursor = line;
                self.focus = Pane::Source;
            }
            None => self.say(format!("`{}` is not in this file", self.search), Tone::Error),
        }
    }

    /// How the program stands, in a word.
    pub fn state(&self) -> State {
        match &self.view {
            _ if self.is_running() => State::Running,
            None => State::Running,
            Some(view) if view.waiting.is_some() => State::Input,
            Some(view) if view.position.reason == Reason::Exception => State::Exception,
            Some(view) if view.frames.is_empty() => State::Ended,
            Some(_) => State::Paused,
        }
    }
}

/// How the program stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Running,
    Paused,
    Input,
    Exception,
    Ended,
}

/// Where a text is in a line.
pub fn matches(line: &str, wanted: &str) -> Vec<std::ops::Range<usize>> {
    if wanted.is_empty() {
        return Vec::new();
    }
    if wanted.chars().any(char::is_uppercase) || !line.is_ascii() {
        return line.match_indices(wanted).map(|(at, text)| at..at + text.len()).collect();
    }
    // Of ASCII text the lower case is as long.
    let (line, wanted) = (line.to_ascii_lowercase(), wanted.to_lowercase());
    line.match_indices(&wanted).map(|(at, text)| at..at + text.len()).collect()
}

//! The state of the screen, and what changes it: an event from the terminal, an answer of the debugger, a tick of the clock. Each gives
//! back what is to be done outside ([`Effect`]); nothing here waits, draws or talks to a thread.
//!
//! Data flows one way: event → action → request → snapshot → draw. What keys mean is in `press`, what commands mean in `order`.

use std::collections::{BTreeMap, VecDeque};

use crossterm::event::{Event, KeyEvent, KeyEventKind};

use super::changes::Changes;
use super::edit::Line;
use super::highlight::Highlighter;
use super::layout::{Areas, Pane};
use super::list::List;
use super::notice::{Notice, Tone};
use super::prompt::{History, Prompt};
use super::text;
use super::theme::{Depth, Theme};
use super::tree;
use super::worker::{Answer, CodeKind, Request, Snapshot, Wants};
use crate::session::api::{Reason, Reply, Stopped, Time};

/// What the outside is to do.
#[derive(Debug)]
pub enum Effect {
    Send(Request),
    Interrupt,
    Suspend,
    /// What is on the terminal may not be what we believe.
    Redraw,
    Quit,
    /// The debugger broke.
    Fail(String),
}

/// What keys are for at the moment.
#[derive(Debug, Clone)]
pub enum Mode {
    Normal,
    /// A letter follows: set a mark.
    SetMark,
    /// A letter follows: go to a mark.
    GoToMark,
    Prompt(Prompt),
    /// The program's `input()` is answered.
    Input(Line),
    /// The help, and its first row that is seen.
    Help(usize),
}

/// A few words at the bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    pub tone: Tone,
}

/// What the debugger does at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// The command as it was typed or named; empty for a mere look.
    pub label: String,
    /// Ticks that have passed; it counts as running once there is one.
    pub ticks: usize,
}

/// Where the program stood before a step: file, function, depth, line.
pub type Place = (String, String, usize, u32);

/// The whole state of the screen.
pub struct App {
    pub view: Option<Box<Snapshot>>,
    pub wants: Wants,
    /// What `view` was made with.
    wanted: Wants,
    /// The listing that is in `view`.
    code: CodeKind,
    pub busy: Option<Busy>,
    /// Keys that came while the debugger was busy.
    pub queue: VecDeque<KeyEvent>,
    pub mode: Mode,
    pub focus: Pane,
    pub tab: Pane,
    pub zoom: bool,
    pub theme: Theme,
    pub depth: Depth,
    pub source: Option<Highlighter>,
    /// Cursors of the panes, by their order.
    pub lists: [List; 7],
    /// Columns of the source that are scrolled out.
    pub column: usize,
    /// A moment picked on the timeline.
    pub pick: Option<Time>,
    /// The output follows its end.
    pub follow: bool,
    pub changes: Changes,
    pub before: Option<Place>,
    /// Objects that were seen, by their handle, with the number a person sees: small, and kept for good.
    pub numbers: BTreeMap<u32, usize>,
    pub notice: Option<Notice>,
    pub message: Option<Message>,
    pub marks: BTreeMap<char, (usize, Time)>,
    pub search: String,
    pub commands: History,
    pub searches: History,
    pub inputs: History,
    /// Where everything was when it was drawn last.
    pub areas: Option<Areas>,
    /// Rows of the notice when it was drawn last, and how many of them were seen.
    pub notice_rows: (usize, usize),
}

/// Keys that are kept while the debugger is busy; more would only make it run on when nobody wants that any more.
const QUEUE: usize = 32;

impl App {
    pub fn new(theme: Theme, depth: Depth) -> App {
        App {
            view: None,
            wants: Wants::default(),
            wanted: Wants::default(),
            code: CodeKind::Off,
            busy: Some(Busy { label: String::new(), ticks: 0 }),
            queue: VecDeque::new(),
            mode: Mode::Normal,
            focus: Pane::Source,
            tab: Pane::Variables,
            zoom: false,
            theme,
            depth,
            source: None,
            lists: [List::default(); 7],
            column: 0,
            pick: None,
            follow: true,
            changes: Changes::default(),
            before: None,
            numbers: BTreeMap::new(),
            notice: None,
            message: None,
            marks: BTreeMap::new(),
            search: String::new(),
            commands: History::default(),
            searches: History::default(),
            inputs: History::default(),
            areas: None,
            notice_rows: (0, 0),
        }
    }

    pub fn list(&mut self, pane: Pane) -> &mut List {
        &mut self.lists[pane as usize]
    }

    /// Something runs for so long that a person notices.
    pub fn is_running(&self) -> bool {
        self.busy.as_ref().is_some_and(|busy| busy.ticks > 0)
    }

    /// The terminal has something.
    pub fn event(&mut self, event: Event) -> Vec<Effect> {
        let effects = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.press(key),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => {
                self.paste(&text);
                Vec::new()
            }
            _ => Vec::new(),
        };
        self.look_again(effects)
    }

    /// Some time has passed while the debugger was busy.
    pub fn tick(&mut self) {
        if let Some(busy) = &mut self.busy {
            busy.ticks += 1;
        }
    }

    /// The debugger has done what it was asked.
    pub fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        let (reply, snapshot) = match answer {
            Answer::Done { reply, snapshot } => (reply, snapshot),
            Answer::Broken(text) => return vec![Effect::Fail(text)],
        };
        let label = self.busy.take().map_or(String::new(), |busy| busy.label);
        let first = self.view.is_none();
        let moved = first || matches!(reply, Some(Reply::Stopped(_)));
        let selected = matches!(reply, Some(Reply::Stack { .. }));
        if moved {
            // Only a step has one line that ran before.
            let stepped = snapshot.position.reason == Reason::Step;
            let earlier = self.view.as_deref().filter(|view| stepped && view.position.time < snapshot.position.time);
            self.before = earlier.and_then(place);
        }
        self.show(snapshot);
        if moved || selected {
            self.come_here();
        } else if self.code != self.wanted.code {
            self.code_here();
        }
        self.code = self.wanted.code;
        match reply {
            Some(reply) => self.told(&label, reply),
            None if first => self.notice_input(),
            None => {}
        }
        let mut effects = Vec::new();
        while self.busy.is_none()
            && let Some(key) = self.queue.pop_front()
        {
            effects.extend(self.press(key));
        }
        self.look_again(effects)
    }

    /// Put a new snapshot in the place of the old one.
    fn show(&mut self, snapshot: Box<Snapshot>) {
        if !self.source.as_ref().is_some_and(|source| source.shows(&snapshot.source)) {
            self.source = Some(Highlighter::new(snapshot.source.clone()));
            self.column = 0;
        }
        self.changes.look(&snapshot);
        for object in tree::rows(&snapshot, &self.wants, &self.changes).iter().filter_map(|row| tree::identity(&row.what)) {
            let next = self.numbers.len() + 1;
            self.numbers.entry(object).or_insert(next);
        }
        self.view = Some(snapshot);
    }

    /// If more is wanted than what is there, and nothing else is going on, ask for it.
    fn look_again(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        if self.busy.is_none() && self.wants != self.wanted {
            effects.push(self.send(String::new(), |wants| Request::Refresh { wants }));
        }
        effects
    }

    /// Give the debugger something to do.
    pub fn send(&mut self, label: String, request: impl FnOnce(Wants) -> Request) -> Effect {
        self.busy = Some(Busy { label, ticks: 0 });
        self.wanted = self.wants.clone();
        Effect::Send(request(self.wants.clone()))
    }

    /// Bring all cursors to where the program stands.
    pub fn come_here(&mut self) {
        let Some(view) = &self.view else { return };
        let line = view.frames.get(view.selected).map(|frame| frame.line as usize);
        let selected = view.selected;
        if let Some(line) = line {
            self.list(Pane::Source).cursor = line.saturating_sub(1);
        }
        self.list(Pane::Stack).cursor = selected;
        self.code_here();
        self.follow = true;
        self.pick = None;
    }

    fn code_here(&mut self) {
        let lines = self.view.as_ref().and_then(|view| view.code.as_ref()).map(|(_, lines)| lines);
        if let Some(line) = lines.and_then(|lines| lines.iter().position(|line| line.current)) {
            self.list(Pane::Code).cursor = line;
        }
    }

    fn told(&mut self, label: &str, reply: Reply) {
        match reply {
            Reply::Stopped(stopped) => self.stopped(label, &stopped),
            Reply::Value { value, kind, output } => {
                let expression = label.strip_prefix("print ").unwrap_or(label);
                let printed = output.trim_end_matches('\n');
                let text = if printed.is_empty() { value } else { format!("{printed}\n{value}") };
                self.notice = Some(Notice::new(format!("{expression}: {kind}"), text, Tone::Plain));
            }
            Reply::Breakpoint(b) => {
                let condition = b.condition.map_or(String::new(), |condition| format!(" if {condition}"));
                let off = if b.enabled { "" } else { ", switched off" };
                self.say(format!("breakpoint {} at {}:{}{condition}{off}", b.number, file_name(&b.file), b.line), Tone::Plain);
            }
            Reply::Done(text) => self.say(text, Tone::Plain),
            Reply::Saved { path, bytes } => self.say(format!("saved {path}, {bytes} bytes"), Tone::Plain),
            Reply::Help(text) => self.notice = Some(Notice::new("help", text, Tone::Plain)),
            Reply::Error(text) => self.say(text, Tone::Error),
            // What these tell is in the snapshot.
            Reply::Stack { .. }
            | Reply::Locals(_)
            | Reply::Output(_)
            | Reply::Listing { .. }
            | Reply::Breakpoints(_)
            | Reply::Theme(_)
            | Reply::Quit => {}
        }
    }

    fn stopped(&mut self, label: &str, stopped: &Stopped) {
        self.notice = None;
        match (&stopped.exception, stopped.reason) {
            (Some(exception), Reason::Exception) => {
                let place = format!("{}:{} in {}", file_name(&stopped.file), stopped.line, stopped.function);
                let text =
                    format!("{exception}\nraised at {place}; nothing catches it. All frames are alive: look around, or go back.");
                self.notice = Some(Notice::new("uncaught exception", text, Tone::Error));
            }
            (Some(exception), _) => {
                self.notice = Some(Notice::new("ended with an exception", exception.clone(), Tone::Error));
            }
            (None, _) if !stopped.notes.is_empty() => {
                let title = if label.is_empty() { "note" } else { label };
                let text: Vec<String> = stopped.notes.iter().map(|note| format!("• {note}")).collect();
                self.notice = Some(Notice::new(title, text.join("\n"), Tone::Note));
            }
            (None, _) => {}
        }
        self.notice_input();
    }

    /// If the program waits for a line, let it be typed.
    fn notice_input(&mut self) {
        match (&self.mode, self.view.as_ref().is_some_and(|view| view.waiting.is_some())) {
            (Mode::Normal, true) => self.mode = Mode::Input(Line::default()),
            (Mode::Input(_), false) => self.mode = Mode::Normal,
            _ => {}
        }
    }

    /// Say something: in the line at the bottom if it fits there.
    pub fn say(&mut self, text: impl Into<String>, tone: Tone) {
        let text = text.into();
        let room = self.areas.as_ref().map_or(60, |areas| usize::from(areas.footer.width).saturating_sub(14));
        if text.contains('\n') || text::width(&text) > room {
            let title = if tone == Tone::Error { "error" } else { "message" };
            self.notice = Some(Notice::new(title, text, tone));
            self.message = None;
        } else {
            self.message = Some(Message { text, tone });
        }
    }

    /// Keep a key until the debugger has time; says whether there was room for it.
    pub fn keep(&mut self, key: KeyEvent) {
        if self.queue.len() < QUEUE {
            self.queue.push_back(key);
        }
    }
}

/// Where a snapshot stands.
fn place(view: &Snapshot) -> Option<Place> {
    let frame = view.frames.first()?;
    Some((frame.file.clone(), frame.function.clone(), view.frames.len(), frame.line))
}

/// A file without its folders.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

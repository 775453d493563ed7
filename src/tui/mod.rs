//! The terminal interface. It talks to the session through [`Debugger`] alone, and from another thread, so that the screen never freezes.
//!
//! ```text
//! terminal ─event─▶ App ─request─▶ worker ─▶ Debugger
//!     ▲              ▲                │
//!     └──── draw ────┴─── snapshot ◀──┘
//! ```
//! `app` is the state; `press`, `mouse` and `order` say what keys, clicks and commands do; `draw` and `panes/` show it; `worker` is the
//! debugger's thread; `terminal` is the only file that touches the real one. Everything but `terminal` and the loop below is tested
//! without a terminal (`tests`).

mod actions;
mod app;
mod changes;
mod complete;
mod draw;
mod edit;
mod footer;
mod help;
mod highlight;
mod keys;
mod layout;
mod list;
mod mouse;
mod notice;
mod order;
mod panes;
mod press;
mod prompt;
mod terminal;
#[cfg(test)]
mod tests;
mod text;
mod theme;
mod tree;
mod worker;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crossterm::event::Event;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM, SIGTSTP};

use crate::session::face::Debugger;
use app::{App, Effect};
use notice::Tone;
use terminal::Screen;
use theme::Theme;
use worker::{Answer, Worker};

/// What a person can choose before the start.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The name of a theme, or the path of a file.
    pub theme: Option<String>,
}

/// The theme that is taken if none was chosen.
const DEFAULT_THEME: &str = "dusk";

/// How long a command may take before the screen says that it runs; and the beat of that sign.
const BEAT: Duration = Duration::from_millis(120);

/// What the loop waits for.
enum Message {
    Terminal(Event),
    Answer(Answer),
    Signal(i32),
    /// Nothing can come from the terminal any more.
    Closed,
}

/// Debug in the terminal until the person leaves.
///
/// # Errors
/// There is no terminal, no such theme, or the debugger itself broke; the terminal is as it was before.
pub fn run(debugger: impl Debugger + Send + 'static, options: Options) -> std::io::Result<()> {
    let depth = terminal::depth();
    let theme = Theme::load(options.theme.as_deref().unwrap_or(DEFAULT_THEME), depth).map_err(std::io::Error::other)?;
    let mut screen = Screen::open()?;
    let (sender, inbox) = channel();
    listen(&sender)?;
    let worker = Worker::start(debugger, move |answer| drop(sender.send(Message::Answer(answer))))?;
    let result = turn(&mut App::new(theme, depth), &mut screen, &worker, &inbox);
    drop(screen);
    worker.stop();
    result
}

/// Threads that wait for the terminal and for signals. They end with the process.
fn listen(sender: &Sender<Message>) -> std::io::Result<()> {
    let to = sender.clone();
    std::thread::Builder::new().name("terminal".into()).spawn(move || {
        while let Ok(event) = crossterm::event::read() {
            if to.send(Message::Terminal(event)).is_err() {
                return;
            }
        }
        let _ = to.send(Message::Closed);
    })?;
    let to = sender.clone();
    let mut signals = signal_hook::iterator::Signals::new([SIGTSTP, SIGCONT, SIGTERM, SIGHUP])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            if to.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    })?;
    // Grammars take some milliseconds to load; nobody has to wait for them.
    std::thread::Builder::new().name("grammars".into()).spawn(highlight::warm_up)?;
    Ok(())
}

/// Wait, act, draw; until the end.
fn turn(app: &mut App, screen: &mut Screen, worker: &Worker, inbox: &Receiver<Message>) -> std::io::Result<()> {
    loop {
        screen.terminal().draw(|frame| {
            let area = frame.area();
            if let Some(position) = draw::draw(app, area, frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        })?;
        let mut next = match app.busy {
            Some(_) => match inbox.recv_timeout(BEAT) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => {
                    app.tick();
                    None
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            },
            None => match inbox.recv() {
                Ok(message) => Some(message),
                Err(_) => return Ok(()),
            },
        };
        // All that has come meanwhile is one picture.
        while let Some(message) = next {
            let effects = match message {
                Message::Terminal(event) => app.event(event),
                Message::Answer(answer) => app.answer(answer),
                Message::Signal(SIGTSTP) => {
                    screen.stand_still()?;
                    Vec::new()
                }
                Message::Signal(SIGCONT) => {
                    screen.take_again()?;
                    Vec::new()
                }
                Message::Signal(_) | Message::Closed => return Ok(()),
            };
            for effect in effects {
                match effect {
                    Effect::Send(request) => worker.send(request),
                    Effect::Interrupt => worker.interrupt.request(),
                    Effect::Suspend => {
                        if let Err(problem) = terminal::ask_to_stop() {
                            app.say(problem, Tone::Error);
                        }
                    }
                    Effect::Redraw => screen.clear()?,
                    Effect::Quit => return Ok(()),
                    Effect::Fail(problem) => return Err(std::io::Error::other(format!("the debugger broke: {problem}"))),
                }
            }
            next = inbox.try_recv().ok();
        }
    }
}

//! The real terminal: entering and leaving it, and what must hold whatever happens: after the end, an error, a panic or Ctrl-Z it is as it
//! was. Used by [`super::run`] alone; tests of the screen need none of it.

use std::io::{Stdout, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute, tty::IsTty};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};

use super::theme::Depth;
use super::worker;

/// Whether the terminal is ours at the moment.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours; dropping it gives it back.
pub struct Screen(Terminal<CrosstermBackend<Stdout>>);

impl Screen {
    /// Take the terminal over.
    ///
    /// # Errors
    /// There is none.
    pub fn open() -> std::io::Result<Screen> {
        if !stdout().is_tty() || !std::io::stdin().is_tty() {
            return Err(std::io::Error::other("the terminal interface needs a terminal (there are `debug --batch` and `run`)"));
        }
        install_hook();
        let mut screen = Screen(Terminal::new(CrosstermBackend::new(stdout()))?);
        screen.enter()?;
        Ok(screen)
    }

    pub fn terminal(&mut self) -> &mut Terminal<CrosstermBackend<Stdout>> {
        &mut self.0
    }

    fn enter(&mut self) -> std::io::Result<()> {
        ENTERED.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste)?;
        self.clear()
    }

    /// Forget what is on the screen, so that all of it is drawn again. (The library's own `clear` asks the terminal where the cursor
    /// is, and the answer would go to the thread that reads keys.)
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn clear(&mut self) -> std::io::Result<()> {
        execute!(stdout(), Clear(ClearType::All))?;
        self.0 = Terminal::new(CrosstermBackend::new(stdout()))?;
        Ok(())
    }

    /// Give the terminal back and stand still until the shell lets us go on.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn stand_still(&mut self) -> std::io::Result<()> {
        leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.enter()
    }

    /// We were stopped without being asked, and go on: the terminal may have been changed behind our back.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn take_again(&mut self) -> std::io::Result<()> {
        self.enter()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Give the terminal back as it was. Errors cannot be told to anybody.
fn leave() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let _ = execute!(stdout(), DisableBracketedPaste, DisableMouseCapture, LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
    }
}

/// A panic gives the terminal back before it says anything. One in the debugger's thread is told by the worker instead.
fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() == Some(worker::THREAD) {
                worker::remember_panic(&info.to_string());
                return;
            }
            leave();
            before(info);
        }));
    });
}

/// Ask the shell to stop us and all who were started with us (`cargo run`, a pipe). The signal comes back to us as a message, and then we
/// [`Screen::stand_still`].
///
/// # Errors
/// There is no shell that could let us go on again.
pub fn ask_to_stop() -> Result<(), String> {
    if getsid(None).is_ok_and(|session| session == getpgrp()) {
        return Err("there is no shell to go to".to_string());
    }
    kill_current_process_group(Signal::TSTP).map_err(|error| error.to_string())
}

/// How many colours the terminal says it has. The environment belongs to the terminal here: nothing of it reaches the program.
pub fn depth() -> Depth {
    let variable =
        |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty());
    let term = variable("TERM").unwrap_or_default();
    let colorterm = variable("COLORTERM").unwrap_or_default();
    if variable("NO_COLOR").is_some() || term == "dumb" {
        Depth::None
    } else if matches!(colorterm.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
        Depth::True
    } else if term.contains("256color") || !colorterm.is_empty() {
        Depth::TwoFiftySix
    } else {
        Depth::Sixteen
    }
}

//! The terminal interface in a real terminal: a shell on a pseudo-terminal in which sleepy is started as a person starts it. A terminal
//! emulator reads what comes out, so that a test looks at the screen and not at escape sequences.
//!
//! Nothing here waits for a fixed time: everything waits for what is to be seen, and gives up late.

use std::io::{ErrorKind, Write};
use std::process::Command;

use expectrl::session::OsSession;

/// Looks at the screen before a test gives up, and the pause between them: a minute.
const LOOKS: usize = 3000;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// What the shell says when it waits for a command. In two parts, so that the command that sets it does not show it.
const READY: &str = "ready>";

/// A shell in a terminal.
struct Terminal {
    session: OsSession,
    screen: vt100::Parser,
}

impl Terminal {
    fn open(width: u16, height: u16) -> Terminal {
        let mut shell = Command::new("/bin/sh");
        shell.arg("-i").env("PS1", "").env("ENV", "").env("TERM", "xterm-256color").env_remove("NO_COLOR");
        shell.current_dir(env!("CARGO_MANIFEST_DIR"));
        let session = OsSession::spawn(shell).expect("a shell");
        let mut terminal = Terminal { session, screen: vt100::Parser::new(height, width, 0) };
        terminal.resize(width, height);
        terminal.type_line("stty echo; PS1='rea''dy>'; set -m");
        terminal.wait_for("the shell", |s| s.contents().contains(READY));
        terminal
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.screen.screen_mut().set_size(height, width);
        self.session.get_process_mut().set_window_size(width, height).expect("a size");
    }

    fn send(&mut self, keys: &str) {
        self.session.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.session.flush().expect("the terminal takes keys");
    }

    fn type_line(&mut self, line: &str) {
        self.send(line);
        self.send("\n");
    }

    /// Start sleepy on a demo script and wait for its screen.
    fn start(&mut self, arguments: &str) {
        let sleepy = env!("CARGO_BIN_EXE_sleepy");
        self.type_line(&format!("clear; {sleepy} {arguments}"));
        self.shows("PAUSED");
        assert!(self.screen.screen().alternate_screen());
    }

    /// Take what has come; whether the screen is as wanted then.
    fn look(&mut self, wanted: &impl Fn(&vt100::Screen) -> bool) -> bool {
        let mut bytes = [0; 4096];
        loop {
            match self.session.try_read(&mut bytes) {
                Ok(0) => break,
                Ok(count) => self.screen.process(&bytes[..count]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => break,
                Err(error) => panic!("the terminal is gone: {error}\n{}", self.screen.screen().contents()),
            }
        }
        wanted(self.screen.screen())
    }

    fn wait_for(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        for _ in 0..LOOKS {
            if self.look(&wanted) {
                return;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("never saw {what} on\n{}", self.screen.screen().contents());
    }

    fn shows(&mut self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// The shell has the terminal again, and it is as it was: main screen, lines and echo.
    fn is_restored(&mut self) {
        let back =
            |screen: &vt100::Screen| !screen.alternate_screen() && !screen.hide_cursor() && screen.contents().contains(READY);
        self.wait_for("the shell", back);
        self.type_line("stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo -e isig -e opost | sort | tr '\\n' .; echo '<'");
        self.shows("echo.icanon.isig.opost.<");
        self.wait_for("no mouse", |screen| screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None);
        assert!(!self.screen.screen().bracketed_paste());
    }
}

#[test]
fn a_session_from_start_to_quit() {
    let mut terminal = Terminal::open(120, 40);
    terminal.start("demo_scripts/ledger.py");
    terminal.shows("stack");
    // Both ways.
    terminal.send("nn");
    terminal.shows("ledger.py:19 in <module>");
    terminal.send("N");
    terminal.shows("ledger.py:7 in <module>");
    terminal.send("c");
    terminal.shows("AssertionError: Ada has 1060");
    terminal.send("NN");
    terminal.shows("PAUSED  ledger.py:25 in <module>");
    // A jump, to the line under the cursor.
    terminal.send("jJ");
    terminal.shows("jumped");
    terminal.send("z");
    terminal.shows("undone");
    terminal.resize(80, 24);
    terminal.wait_for("the small screen", |screen| {
        let rows: Vec<String> = screen.rows(0, 80).collect();
        rows.len() == 24 && rows[23].contains("q quit") && rows[0].contains("3 stack")
    });
    terminal.send(":theme paper\r");
    terminal.shows("theme paper");
    // What is saved is opened where it was, and goes on back from there.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.sleepy");
    terminal.send(&format!(":save {}\r", file.display()));
    terminal.shows("saved");
    terminal.send("q");
    terminal.is_restored();
    terminal.start(&format!("open {}", file.display()));
    terminal.shows("PAUSED  ledger.py:25 in <module>");
    terminal.send("N");
    terminal.shows("PAUSED  ledger.py:24 in <module>");
    terminal.send("q");
    terminal.is_restored();
}

#[test]
fn a_running_program_is_interrupted_and_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("loop.py");
    std::fs::write(&script, "name = input('name? ')\nn = 0\nwhile name:\n    n += 1\n").expect("a script");
    let mut terminal = Terminal::open(80, 24);
    terminal.start(&format!("debug {}", script.display()));
    terminal.send("c");
    terminal.shows("name?");
    terminal.shows("INPUT");
    terminal.send("Ada\r");
    terminal.shows("RUNNING");
    // The screen is alive meanwhile.
    terminal.send("?");
    terminal.shows("Capital letters go backwards");
    terminal.send("\x1b");
    terminal.wait_for("no help", |screen| !screen.contents().contains("Capital letters"));
    terminal.send("\x03");
    terminal.shows("interrupted");
    terminal.shows("name = 'Ada'");
    // Leaving does not wait for what runs.
    terminal.send("c");
    terminal.shows("RUNNING");
    terminal.send("q");
    terminal.is_restored();
}

#[test]
fn the_shell_gets_the_terminal_and_gives_it_back() {
    let mut terminal = Terminal::open(80, 24);
    terminal.start("demo_scripts/ledger.py");
    terminal.send("n");
    terminal.shows("ledger.py:7 in <module>");
    for _ in 0..2 {
        terminal.send("\x1a");
        terminal.is_restored();
        terminal.type_line("clear; fg");
        terminal.wait_for("sleepy again", |screen| {
            screen.alternate_screen() && screen.contents().contains("ledger.py:7 in <module>")
        });
    }
    terminal.send("n");
    terminal.shows("ledger.py:19 in <module>");
    terminal.send("q");
    terminal.is_restored();
}

/// Only builds with debug assertions can be asked to panic.
#[cfg(debug_assertions)]
#[test]
fn a_panic_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::open(120, 40);
    terminal.start("demo_scripts/ledger.py");
    terminal.send(":panic!\r");
    terminal.is_restored();
    terminal.shows("panicked at");
}

#[test]
fn a_signal_to_end_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::open(120, 40);
    terminal.start("demo_scripts/ledger.py & fg");
    terminal.send("\x1a");
    terminal.is_restored();
    terminal.type_line("clear; (kill -CONT %1; kill -TERM %1) 2>&1; wait; echo gone''.");
    terminal.shows("gone.");
    terminal.is_restored();
}

#[test]
fn without_a_terminal_there_is_one_line_of_error() {
    let out = Command::new(env!("CARGO_BIN_EXE_sleepy")).arg("demo_scripts/ledger.py").output().expect("sleepy runs");
    assert_eq!(out.status.code(), Some(2));
    let error = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(error.contains("needs a terminal") && error.lines().count() == 1, "{error}");
    let out = Command::new(env!("CARGO_BIN_EXE_sleepy"))
        .args(["debug", "--theme", "mud", "demo_scripts/ledger.py"])
        .output()
        .expect("sleepy runs");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("no theme `mud`"));
}

//! Debugging without a screen: one command per line in, one JSON object per command out.

use super::{Failure, cannot_open};
use crate::session::api::Reply;
use crate::session::{Session, commands, json, os_text};
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

/// Lines as they come: whoever drives us through a pipe waits for each answer.
fn lines_of(reader: impl BufRead) -> impl Iterator<Item = String> {
    reader.split(b'\n').map_while(Result::ok).map(|line| String::from_utf8_lossy(&line).into_owned())
}

/// Run the commands of `batch`, then those of `execute`. A refused command is answered and the rest goes on.
pub fn run(mut session: Session, batch: Option<&Path>, execute: Vec<String>) -> Result<ExitCode, Failure> {
    let from_file: Box<dyn Iterator<Item = String>> = match batch {
        Some(path) if path == Path::new("-") => Box::new(lines_of(std::io::stdin().lock())),
        Some(path) => {
            let text = std::fs::read(path).map_err(|e| cannot_open(path, &os_text(&e)))?;
            Box::new(lines_of(std::io::Cursor::new(text)))
        }
        None => Box::new(std::iter::empty()),
    };
    let mut out = std::io::stdout().lock();
    for line in from_file.chain(execute) {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let reply = match commands::parse(line) {
            Ok(command) => session.execute(command),
            Err(e) => Reply::Error(e),
        };
        if writeln!(out, "{}", json::reply(&reply)).and_then(|()| out.flush()).is_err() || reply == Reply::Quit {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

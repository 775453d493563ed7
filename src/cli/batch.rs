//! Debugging without a screen: one command per line in, one JSON object per command out.

use super::Failure;
use crate::session::api::Reply;
use crate::session::{Session, commands, json};
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

pub fn debug(
    script: &Path,
    source: &str,
    args: Vec<String>,
    batch: Option<&Path>,
    execute: Vec<String>,
    theme: Option<String>,
) -> Result<ExitCode, Failure> {
    let file = script.to_string_lossy().into_owned();
    let mut session = Session::start(&file, source, args).map_err(Failure::Syntax)?;
    let lines: Box<dyn Iterator<Item = String>> = match batch {
        _ if !execute.is_empty() => Box::new(execute.into_iter()),
        Some(path) if path == Path::new("-") => Box::new(std::io::stdin().lock().lines().map_while(Result::ok)),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| Failure::Input(format!("can't open file '{}': {e}", path.display())))?;
            Box::new(text.lines().map(str::to_owned).collect::<Vec<_>>().into_iter())
        }
        None => {
            let options = crate::tui::Options { theme };
            return crate::tui::run(session, options).map(|()| ExitCode::SUCCESS).map_err(|e| Failure::Input(e.to_string()));
        }
    };
    let mut out = std::io::stdout().lock();
    for line in lines {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
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

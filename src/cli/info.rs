//! `sleepy info`: what a checkpoint says about itself, read without the rest of it.

use super::{Failure, unusable};
use crate::checkpoint::container::Kind;
use crate::checkpoint::{self, Info, Sizes};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

pub fn info(path: &Path, as_json: bool) -> Result<ExitCode, Failure> {
    let (info, sizes) = checkpoint::info(path).map_err(|e| unusable(path, &e))?;
    let text = if as_json { format!("{}\n", json(&info, &sizes)) } else { human(&info, &sizes) };
    // A closed pipe is the reader's choice.
    let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
    Ok(ExitCode::SUCCESS)
}

fn section_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Info => "info",
        Kind::State => "state",
        Kind::History => "history",
        Kind::Session => "session",
    }
}

fn json(info: &Info, sizes: &Sizes) -> serde_json::Value {
    let frames: Vec<_> = info.frames.iter().map(|f| json!({ "function": f.function, "file": f.file, "line": f.line })).collect();
    let sections: serde_json::Map<_, _> = sizes
        .sections
        .iter()
        .map(|(kind, stored, length)| (section_name(*kind).to_owned(), json!({ "stored": stored, "size": length })))
        .collect();
    json!({
        "program": info.program,
        "args": info.args,
        "time": info.time,
        "first_time": info.first_time,
        "last_time": info.last_time,
        "frames": frames,
        "exit": info.exit,
        "exception": info.exception,
        "objects": info.objects,
        "epochs": info.epochs,
        "branches": info.branches,
        "breakpoints": info.breakpoints,
        "format": sizes.format,
        "version": info.version,
        "size": sizes.file,
        "sections": sections,
    })
}

fn human(info: &Info, sizes: &Sizes) -> String {
    let mut text = String::new();
    let mut row = |name: &str, value: String| {
        // What a file says must not drive the reader's terminal.
        let value = value.replace(|c: char| c.is_control(), "?");
        let _ = writeln!(text, "{name:12}{value}");
    };
    let args: String = info.args.iter().map(|a| format!(" {a}")).collect();
    row("program", format!("{}{args}", info.program));
    row("time", format!("{} (known from {} to {})", info.time, info.first_time, info.last_time));
    match info.exit {
        Some(status) => row("ended", format!("with status {status}")),
        None => {
            for (i, f) in info.frames.iter().enumerate() {
                row(if i == 0 { "frames" } else { "" }, format!("{} at {}:{}", f.function, f.file, f.line));
            }
        }
    }
    if let Some(exception) = &info.exception {
        row("exception", exception.clone());
    }
    row("objects", info.objects.to_string());
    row("history", format!("{} epochs, {} branches", info.epochs, info.branches));
    if info.breakpoints > 0 {
        row("breakpoints", info.breakpoints.to_string());
    }
    let sections: Vec<String> =
        sizes.sections.iter().map(|(kind, stored, length)| format!("{} {stored} of {length}", section_name(*kind))).collect();
    row("size", format!("{} bytes (compressed: {})", sizes.file, sections.join(", ")));
    row("format", format!("{}, written by sleepy {}", sizes.format, info.version));
    text
}

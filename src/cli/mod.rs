//! The command line.

mod batch;
mod dis;
mod info;
mod resume;
mod run;

use crate::session::{CheckpointError, Session, os_text};
use clap::{Args, CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A time-travel debugger for Python. `sleepy FILE.py` debugs a script in the terminal.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Debug a script: in the terminal, or by commands.
    Debug(Debug),
    /// Run a script without a debugger: what it prints and its exit status are CPython's.
    Run(Run),
    /// Open a checkpoint: in the terminal, or by commands.
    Open(Open),
    /// Run the program of a checkpoint on to its end, without a debugger.
    Resume(Checkpoint),
    /// Tell what a checkpoint holds.
    Info(Info),
    /// Show what a script is compiled to.
    Dis(Dis),
}

#[derive(Debug, Args)]
struct Run {
    /// Keep a history of the run.
    #[arg(long, value_parser = ["on", "off"], default_value = "on")]
    record: String,
    /// At an uncaught exception, save a checkpoint that stands at its raise.
    #[arg(long, value_name = "CHECKPOINT")]
    save_on_crash: Option<PathBuf>,
    /// A Python file, or `-` for standard input.
    script: PathBuf,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

/// How to talk to the debugger.
#[derive(Debug, Args)]
struct Face {
    /// A file of commands, one per line; `-` for standard input. One JSON object per command is the answer.
    #[arg(long, value_name = "COMMANDS")]
    batch: Option<PathBuf>,
    /// A command; may be given several times.
    #[arg(short = 'x', value_name = "COMMAND")]
    execute: Vec<String>,
    /// Colours of the terminal interface: a theme's name or file.
    #[arg(long)]
    theme: Option<String>,
}

#[derive(Debug, Args)]
struct Debug {
    #[command(flatten)]
    face: Face,
    /// A Python file, or `-` for standard input.
    script: PathBuf,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

#[derive(Debug, Args)]
struct Open {
    #[command(flatten)]
    face: Face,
    checkpoint: PathBuf,
}

#[derive(Debug, Args)]
struct Checkpoint {
    checkpoint: PathBuf,
}

#[derive(Debug, Args)]
struct Info {
    /// As one JSON object.
    #[arg(long)]
    json: bool,
    checkpoint: PathBuf,
}

#[derive(Debug, Args)]
struct Dis {
    /// Only the goto form.
    #[arg(long, conflicts_with_all = ["bytecode", "both"])]
    lowered: bool,
    /// Only the bytecode.
    #[arg(long, conflicts_with = "both")]
    bytecode: bool,
    /// Both forms, the default.
    #[arg(long)]
    both: bool,
    /// Only this function.
    #[arg(long)]
    function: Option<String>,
    /// A Python file, or `-` for standard input.
    script: PathBuf,
}

/// Status for an input that cannot be used.
const BAD_INPUT: u8 = 2;

/// Run the command line of the process.
pub fn main() -> ExitCode {
    let result = match Cli::parse_from(with_command(std::env::args_os().collect())).command {
        Command::Run(r) => {
            Script::read(&r.script).and_then(|s| run::run(&s, r.args, r.record == "on", r.save_on_crash.as_deref()))
        }
        Command::Debug(d) => Script::read(&d.script)
            .and_then(|s| Session::start(&s.file, &s.source, d.args).map_err(Failure::Syntax))
            .and_then(|session| face(session, d.face)),
        Command::Open(o) => {
            Session::open(&o.checkpoint).map_err(|e| unusable(&o.checkpoint, &e)).and_then(|session| face(session, o.face))
        }
        Command::Resume(c) => resume::resume(&c.checkpoint),
        Command::Info(i) => info::info(&i.checkpoint, i.json),
        Command::Dis(d) => {
            let forms = match (d.lowered, d.bytecode) {
                (true, _) => dis::Forms::Lowered,
                (_, true) => dis::Forms::Bytecode,
                _ => dis::Forms::Both,
            };
            Script::read(&d.script).and_then(|s| dis::dis(&s.file, &s.source, forms, d.function.as_deref()))
        }
    };
    match result {
        Ok(code) => code,
        Err(Failure::Input(message)) => {
            eprintln!("sleepy: {}", message.replace(|c: char| c.is_control(), "?"));
            ExitCode::from(BAD_INPUT)
        }
        Err(Failure::Syntax(text)) => {
            eprintln!("{text}");
            ExitCode::from(1)
        }
    }
}

/// `sleepy FILE.py` is short for `sleepy debug FILE.py`. A script that is named like a command needs the long form.
fn with_command(mut args: Vec<OsString>) -> Vec<OsString> {
    let first = args.get(1).map(|a| a.to_string_lossy().into_owned());
    let is_command = match first.as_deref() {
        None | Some("-h" | "--help" | "-V" | "--version" | "help") => true,
        Some(word) => Cli::command().find_subcommand(word).is_some(),
    };
    if !is_command {
        args.insert(1, "debug".into());
    }
    args
}

/// The one place where a face is chosen.
fn face(session: Session, face: Face) -> Result<ExitCode, Failure> {
    if face.batch.is_some() || !face.execute.is_empty() {
        return batch::run(session, face.batch.as_deref(), face.execute);
    }
    let options = crate::tui::Options { theme: face.theme };
    crate::tui::run(session, options).map(|()| ExitCode::SUCCESS).map_err(|e| Failure::Input(e.to_string()))
}

/// Why nothing was run.
#[derive(Debug)]
enum Failure {
    /// One line for the user.
    Input(String),
    /// What CPython prints for a script that it cannot compile.
    Syntax(String),
}

/// A script that was read.
struct Script {
    /// As tracebacks show it, and as `sys.argv[0]`.
    file: String,
    source: String,
}

impl Script {
    fn read(path: &Path) -> Result<Script, Failure> {
        let (file, bytes) = if path == Path::new("-") {
            let mut bytes = Vec::new();
            let read = std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes);
            ("<stdin>".to_owned(), read.map(|_| bytes))
        } else {
            (path.to_string_lossy().into_owned(), std::fs::read(path))
        };
        let bytes = bytes.map_err(|e| cannot_open(path, &os_text(&e)))?;
        match String::from_utf8(bytes) {
            Ok(source) => Ok(Script { file, source }),
            Err(e) => {
                let at = e.utf8_error().valid_up_to();
                let before = &e.as_bytes()[..at];
                let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
                let byte = e.as_bytes()[at];
                Err(cannot_open(path, &format!("it is not UTF-8 text: line {line} has the byte \\x{byte:02x}")))
            }
        }
    }
}

/// As CPython words it, with the file's full name.
fn cannot_open(path: &Path, why: &str) -> Failure {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Failure::Input(format!("can't open file '{}': {why}", full.display()))
}

/// A checkpoint that cannot be used.
fn unusable(path: &Path, e: &CheckpointError) -> Failure {
    match e {
        CheckpointError::Io(_) => cannot_open(path, &e.to_string()),
        _ => Failure::Input(format!("can't use checkpoint '{}': {e}", path.display())),
    }
}

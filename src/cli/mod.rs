//! The command line.

mod batch;
mod dis;
mod run;

use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A time-travel debugger for Python.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a script without a debugger: what it prints and its exit status are CPython's.
    Run(Run),
    /// Debug a script: commands in, one JSON object per command out.
    Debug(Debug),
    /// Show what a script is compiled to.
    Dis(Dis),
}

#[derive(Debug, Args)]
struct Run {
    /// Keep a history of the run.
    #[arg(long, value_parser = ["on", "off"], default_value = "on")]
    record: String,
    script: PathBuf,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

#[derive(Debug, Args)]
struct Debug {
    /// Colours of the terminal interface: a theme's name or file.
    #[arg(long)]
    theme: Option<String>,
    /// A file of commands, one per line; `-` for standard input.
    #[arg(long)]
    batch: Option<PathBuf>,
    /// A command; may be given several times.
    #[arg(short = 'x', value_name = "COMMAND")]
    execute: Vec<String>,
    script: PathBuf,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
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
    script: PathBuf,
}

/// Status for an input that cannot be used.
const BAD_INPUT: u8 = 2;

/// The words of the command line; `sleepy FILE.py` is short for `sleepy debug FILE.py`.
fn arguments() -> Vec<std::ffi::OsString> {
    let mut words: Vec<_> = std::env::args_os().collect();
    if words.get(1).is_some_and(|word| Path::new(word).extension().is_some_and(|extension| extension == "py")) {
        words.insert(1, "debug".into());
    }
    words
}

/// Run the command line of the process.
pub fn main() -> ExitCode {
    let result = match Cli::parse_from(arguments()).command {
        Command::Run(r) => read(&r.script).and_then(|source| run::run(&r.script, &source, r.args, r.record == "on")),
        Command::Debug(d) => {
            read(&d.script).and_then(|source| batch::debug(&d.script, &source, d.args, d.batch.as_deref(), d.execute, d.theme))
        }
        Command::Dis(d) => {
            let forms = match (d.lowered, d.bytecode) {
                (true, _) => dis::Forms::Lowered,
                (_, true) => dis::Forms::Bytecode,
                _ => dis::Forms::Both,
            };
            read(&d.script).and_then(|source| dis::dis(&d.script, &source, forms, d.function.as_deref()))
        }
    };
    match result {
        Ok(code) => code,
        Err(Failure::Input(message)) => {
            eprintln!("sleepy: {message}");
            ExitCode::from(BAD_INPUT)
        }
        Err(Failure::Syntax(text)) => {
            eprintln!("{text}");
            ExitCode::from(1)
        }
    }
}

/// Why nothing was run.
#[derive(Debug)]
enum Failure {
    /// One line for the user.
    Input(String),
    /// What CPython prints for a script that it cannot compile.
    Syntax(String),
}

fn read(script: &std::path::Path) -> Result<String, Failure> {
    let bytes = std::fs::read(script).map_err(|e| Failure::Input(format!("can't open file '{}': {e}", script.display())))?;
    String::from_utf8(bytes).map_err(|_| Failure::Input(format!("'{}' is not UTF-8 text", script.display())))
}

//! `sleepy run`: the program as CPython would run it.

use super::Failure;
use crate::timeline::{DEFAULT_BUDGET, Timeline, conclude};
use crate::vm::{Stop, Time, import};
use crate::world::OsPort;
use std::path::Path;
use std::process::ExitCode;

pub fn run(script: &Path, source: &str, args: Vec<String>, record: bool) -> Result<ExitCode, Failure> {
    let file = script.to_string_lossy().into_owned();
    let port = Box::new(OsPort::default());
    let mut vm = import::load_script(&file, source, args, port, record).map_err(|e| Failure::Syntax(e.to_string()))?;
    let status = if record {
        let mut timeline = Timeline::new(vm, DEFAULT_BUDGET);
        timeline.run(Time::MAX);
        timeline.vm.world.flush();
        timeline.ending().map_or(1, |e| e.status)
    } else {
        let (status, _) = match vm.run(Time::MAX) {
            Stop::Uncaught(exc) => conclude(&mut vm, Some(exc)),
            _ => conclude(&mut vm, None),
        };
        vm.world.flush();
        status
    };
    Ok(ExitCode::from((status & 0xff) as u8))
}

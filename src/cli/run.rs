//! `sleepy run`: the program as CPython would run it.

use super::Failure;
use crate::timeline::{Timeline, conclude};
use crate::vm::{Stop, Time, Vm, import};
use crate::world::{OsPort, World};
use std::path::Path;
use std::process::ExitCode;

/// Bytes of history that a recorded run keeps.
const HISTORY: usize = 256 << 20;

pub fn run(script: &Path, source: &str, args: Vec<String>, record: bool) -> Result<ExitCode, Failure> {
    let file = script.to_string_lossy().into_owned();
    let program = import::compile_module(source, &file, false).map_err(|e| Failure::Syntax(e.to_string()))?;
    let argv = std::iter::once(file).chain(args).collect();
    let mut vm = Vm::new(World::new(Box::new(OsPort::default()), argv, record));
    let folder = script.parent().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    vm.start(program, folder);
    let status = if record {
        let mut timeline = Timeline::new(vm, HISTORY);
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

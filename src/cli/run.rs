//! `sleepy run`: the program as CPython would run it.

use super::{Failure, Script};
use crate::session::checkpoints::save_crash;
use crate::timeline::{DEFAULT_BUDGET, Timeline, conclude};
use crate::vm::{Stop, Time, import};
use crate::world::OsPort;
use std::path::Path;
use std::process::ExitCode;

pub fn run(script: &Script, args: Vec<String>, record: bool, save_on_crash: Option<&Path>) -> Result<ExitCode, Failure> {
    if !record && save_on_crash.is_some() {
        return Err(Failure::Input("--save-on-crash needs the history: it does not go with --record off".into()));
    }
    let port = Box::new(OsPort::default());
    let loaded = import::load_script(&script.file, &script.source, args, port, record);
    let mut vm = loaded.map_err(|e| Failure::Syntax(e.to_string()))?;
    let status = if record {
        let mut timeline = Timeline::new(vm, DEFAULT_BUDGET);
        let origin = timeline.now();
        timeline.run(Time::MAX);
        timeline.vm.world.flush();
        let ending = timeline.ending().cloned();
        if let (Some(path), Some((raised_at, _))) = (save_on_crash, ending.as_ref().and_then(|e| e.exception.as_ref())) {
            timeline.travel(*raised_at);
            if let Err(e) = save_crash(path, &mut timeline, &script.file, origin) {
                eprintln!("sleepy: can't save '{}': {e}", path.display());
            }
        }
        ending.map_or(1, |e| e.status)
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

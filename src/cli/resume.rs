//! `sleepy resume`: the program of a checkpoint goes on from the saved moment as if it had never been paused. A future that
//! the checkpoint knows is forgotten: this is a new run, in the real world.

use super::{Failure, unusable};
use crate::checkpoint;
use crate::timeline::conclude;
use crate::vm::{Stop, Time};
use crate::world::OsPort;
use std::path::Path;
use std::process::ExitCode;

pub fn resume(path: &Path) -> Result<ExitCode, Failure> {
    let (info, mut vm) = checkpoint::open_state(path).map_err(|e| unusable(path, &e))?;
    if vm.is_finished() {
        return Ok(ExitCode::from((info.exit.unwrap_or(0) & 0xff) as u8));
    }
    vm.go_live(Box::new(OsPort::default()));
    let (status, _) = match vm.run(Time::MAX) {
        Stop::Uncaught(exc) => conclude(&mut vm, Some(exc)),
        _ => conclude(&mut vm, None),
    };
    vm.world.flush();
    Ok(ExitCode::from((status & 0xff) as u8))
}

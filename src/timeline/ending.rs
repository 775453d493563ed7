//! How a run ends: the exit status, and what CPython would print.

use super::Timeline;
use crate::vm::value::{Handle, Value};
use crate::vm::{Time, Vm, types};
use crate::world::Stream;
use serde::{Deserialize, Serialize};

/// The end of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    pub time: Time,
    pub status: i32,
    /// The moment at which the exception was raised that nobody caught, and its last line in the traceback.
    pub exception: Option<(Time, String)>,
}

impl Timeline {
    /// The program has left its last frame: say what CPython would say, and remember the end.
    pub(super) fn finish(&mut self, uncaught: Option<Handle>) {
        let (status, exception) = conclude(&mut self.vm, uncaught);
        let now = self.now();
        let branch = &mut self.branches[self.branch.0];
        branch.known_end = now;
        branch.ending = Some(Ending { time: now, status, exception });
    }
}

/// Print what an uncaught exception prints; gives the exit status, and the moment of the raise with its last line.
pub fn conclude(vm: &mut Vm, uncaught: Option<Handle>) -> (i32, Option<(Time, String)>) {
    vm.world.flush();
    vm.warn_at_the_end();
    let Some(exc) = uncaught else {
        vm.world.flush();
        return (0, None);
    };
    let now = vm.now();
    if vm.heap.is_instance(exc.into(), types::SYSTEM_EXIT) {
        let status = exit_status(vm, exc, now);
        vm.world.flush();
        return (status, None);
    }
    let raised_at = vm.heap.exception(exc.into()).map_or(0, |e| e.raised_at);
    let text = crate::vm::traceback::format(vm, exc);
    let last = text.trim_end().lines().last().unwrap_or("").to_owned();
    vm.world.flush();
    vm.world.write(Stream::Err, &text, now);
    (1, Some((raised_at, last)))
}

/// The status of a SystemExit; a code that is no number is printed.
fn exit_status(vm: &mut Vm, exc: Handle, now: Time) -> i32 {
    let args = vm.heap.exception(exc.into()).map_or(Value::None, |e| e.args);
    let code = match vm.heap.tuple(args) {
        Some([]) | None => Value::None,
        Some([one]) => *one,
        Some(_) => args,
    };
    match code {
        Value::None => 0,
        Value::Bool(b) => i32::from(b),
        Value::Int(i) => (i & 0xff) as i32,
        other => {
            let shown = vm.display_str(other);
            vm.world.flush();
            vm.world.write(Stream::Err, &format!("{shown}\n"), now);
            1
        }
    }
}

//! Is what a checkpoint says the state of a program? Everything that the VM relies on without looking is looked at here:
//! every handle names an object of the right kind, every register, pc and index is in range, every table agrees with
//! itself, for the present state and for every state that its history leads back to.
//!
//! One file per thing that is verified. Each check says in words what is wrong; the file is refused then. What the VM looks
//! at itself whenever it meets it (a list where an iterator of it expects one, a hash that fits its key) may be wrong here
//! too: that is a program that misbehaves, not a machine that breaks.

mod branches;
mod classes;
mod code;
mod frames;
mod history;
mod objects;
mod tables;
mod values;

use crate::timeline::History;
use crate::vm::Vm;
use values::State;

/// What is wrong.
pub type Verdict = Result<(), String>;

/// Times, counters and sizes beyond this are nonsense: sums of a few of them must not overflow.
const HUGE: u64 = 1 << 56;

/// Fails with what is wrong, unless `condition` holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+));
        }
    };
}
use ensure;

/// Verify the present state.
pub fn state(vm: &Vm) -> Verdict {
    let state = State::present(vm);
    tables::symbols(&vm.heap)?;
    tables::shapes(&state)?;
    tables::free_handles(&vm.heap)?;
    code::all(&vm.codes)?;
    tables::roots(&state, vm)?;
    classes::builtin(&vm.heap)?;
    code::constants(&state)?;
    for h in state.handles() {
        objects::object(&state, h)?;
    }
    frames::stack(&state)?;
    ensure!(vm.now() < HUGE, "the present moment is too late");
    Ok(())
}

/// Verify the history of a state that is verified.
pub fn history(vm: &Vm, history: &History) -> Verdict {
    branches::tree(vm, history)?;
    history::walk(vm, history)
}

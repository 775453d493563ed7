//! The tree of branches and their journals.

use super::{HUGE, Verdict, ensure};
use crate::timeline::History;
use crate::vm::Vm;

/// Branches beyond this are nonsense: each was made by a person.
const MOST: usize = 1 << 20;

/// The branches form a tree in which the present one is, and the journal of each begins where it leaves its parent's.
pub fn tree(vm: &Vm, history: &History) -> Verdict {
    let branches = &history.branches;
    ensure!(history.branch.0 < branches.len() && branches.len() < MOST, "the present branch is missing");
    // Exchanges on each branch, those before the fork included.
    let mut exchanges = Vec::with_capacity(branches.len());
    for (i, b) in branches.iter().enumerate() {
        let inherited = match b.parent {
            None => {
                ensure!(i == 0, "a branch has no parent");
                0
            }
            Some((parent, fork)) => {
                ensure!(parent.0 < i, "a branch is older than its parent");
                ensure!(fork < HUGE, "a branch begins too late");
                exchanges[parent.0]
            }
        };
        ensure!(b.fork_cursor <= inherited, "a branch has more of its parent's journal than there is");
        ensure!(b.known_end < HUGE, "a branch ends too late");
        ensure!(b.interventions.iter().all(|(t, _)| *t < HUGE), "an intervention is too late");
        ensure!(b.interventions.windows(2).all(|w| w[0].0 < w[1].0), "interventions are not in order");
        if let Some(ending) = &b.ending {
            let raised = ending.exception.as_ref().map_or(0, |(t, _)| *t);
            ensure!(ending.time < HUGE && raised <= ending.time, "a branch ends at no moment");
        }
        // The journal of the present branch is in the machine.
        exchanges.push(if i == history.branch.0 { vm.world.journal().len() } else { b.fork_cursor + b.tail.len() });
    }
    let present = &branches[history.branch.0];
    ensure!(present.fork_cursor <= vm.world.journal().len(), "the present branch has lost its journal");
    ensure!(present.known_end >= vm.now(), "the present moment is behind the end");
    Ok(())
}

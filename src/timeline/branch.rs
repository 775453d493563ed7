//! The tree of branches. A person who changes the run at a moment makes a new branch there; the old one stays, and is one
//! `undo` away.

use super::Timeline;
use crate::vm::{Time, Vm};
use crate::world::Entry;
use serde::{Deserialize, Serialize};

/// Number of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BranchId(pub usize);

/// Something that a person did to the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intervention {
    /// Make `line` of the top frame's function the next to run.
    Jump { line: u32 },
    /// Run `expression` in a frame (an index into the stack, 0 outermost) and store its value in a variable there.
    Set { frame: usize, name: String, expression: String },
}

impl Intervention {
    /// Do it. It takes one moment at least. Gives notes for the user; after an error the state is not to be used.
    pub fn apply(&self, vm: &mut Vm) -> Result<Vec<String>, String> {
        match self {
            Intervention::Jump { line } => vm.jump_to_line(*line),
            Intervention::Set { frame, name, expression } => vm.set_variable(*frame, name, expression).map(|()| Vec::new()),
        }
    }
}

/// One way the run went.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Branch {
    /// The branch it left, and the moment.
    pub parent: Option<(BranchId, Time)>,
    /// What was done on this branch itself, by time.
    pub interventions: Vec<(Time, Intervention)>,
    /// Exchanges with the world before the branch began.
    pub fork_cursor: usize,
    /// Exchanges of this branch itself, while another one is the present one.
    pub tail: Vec<Entry>,
    pub known_end: Time,
    pub ending: Option<super::Ending>,
}

impl Branch {
    pub(super) fn root(known_end: Time) -> Branch {
        Branch { parent: None, interventions: Vec::new(), fork_cursor: 0, tail: Vec::new(), known_end, ending: None }
    }
}

impl Timeline {
    /// The next intervention of this branch at or behind `now`.
    pub(super) fn next_intervention(&self, now: Time) -> Option<&(Time, Intervention)> {
        let mut branch = &self.branches[self.branch.0];
        // What a parent did counts up to the moment of the fork.
        let mut before = Time::MAX;
        let mut found: Option<&(Time, Intervention)> = None;
        loop {
            let own = branch.interventions.iter().find(|(t, _)| *t >= now && *t < before);
            if let Some(own) = own
                && found.is_none_or(|f| own.0 < f.0)
            {
                found = Some(own);
            }
            match branch.parent {
                Some((parent, fork)) if fork > now => {
                    before = fork;
                    branch = &self.branches[parent.0];
                }
                _ => break,
            }
        }
        found
    }

    /// Leave the present branch at the present moment, to do `what` on a new one.
    pub(super) fn fork(&mut self, at: Time, what: Intervention) {
        let cursor = self.vm.world.cursor();
        self.stow_journal();
        let whole = self.vm.world.journal()[..cursor].to_vec();
        self.vm.world.replace_journal(whole);
        self.branches.push(Branch {
            parent: Some((self.branch, at)),
            interventions: vec![(at, what)],
            fork_cursor: cursor,
            tail: Vec::new(),
            known_end: at,
            ending: None,
        });
        self.branch = BranchId(self.branches.len() - 1);
    }

    /// Keep the present branch's own exchanges with it.
    pub(super) fn stow_journal(&mut self) {
        let from = self.branches[self.branch.0].fork_cursor;
        self.branches[self.branch.0].tail = self.vm.world.journal()[from..].to_vec();
    }

    /// All exchanges of a branch that is not the present one.
    fn whole_journal(&self, id: BranchId) -> Vec<Entry> {
        let mut whole = Vec::new();
        for (id, _) in self.path(id) {
            let branch = &self.branches[id.0];
            whole.truncate(branch.fork_cursor);
            whole.extend(branch.tail.iter().cloned());
        }
        whole
    }

    /// The present branch has no intervention at this moment, after all.
    pub(super) fn forget_intervention(&mut self, at: Time) {
        let path = self.path(self.branch);
        for (id, until) in path {
            self.branches[id.0].interventions.retain(|(t, _)| *t != at || *t >= until);
        }
    }

    /// Branches from the root to `id`, with the moments up to which the run of `id` is theirs. (A branch may be left
    /// before the moment at which it began: then it has no part in what follows.)
    pub fn path(&self, id: BranchId) -> Vec<(BranchId, Time)> {
        let mut path = vec![(id, Time::MAX)];
        let (mut at, mut shared) = (id, Time::MAX);
        while let Some((parent, fork)) = self.branches[at.0].parent {
            shared = shared.min(fork);
            path.push((parent, shared));
            at = parent;
        }
        path.reverse();
        path
    }

    /// Go to a moment of any branch.
    pub fn switch(&mut self, to: BranchId, time: Time) {
        if to != self.branch {
            let (here, there) = (self.path(self.branch), self.path(to));
            // Both paths go together until one of them forks.
            let mut common = 0;
            for (a, b) in here.iter().zip(&there) {
                if a.0 != b.0 {
                    break;
                }
                common = a.1.min(b.1);
            }
            if self.now() > common {
                self.undo_to(common);
            }
            self.stow_journal();
            let whole = self.whole_journal(to);
            self.vm.world.replace_journal(whole);
            self.branch = to;
        }
        self.travel(time);
    }
}

//! What is different from what was last seen: compares what the variables of a frame show now with what they showed when the program last
//! stood in that frame. Used by the variables pane and for the values beside the source.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::is_definition;
use super::worker::Snapshot;
use crate::session::api::{Time, VariableView};

/// A frame, as far as a screen can tell it from others: its place, counted from the outermost, and its function.
type Frame = (usize, String);

/// The way to a variable: its name, then the names of parts.
type Path = Vec<String>;

#[derive(Debug, Default)]
struct Seen {
    moment: (usize, Time),
    values: BTreeMap<Path, Option<String>>,
    changed: BTreeSet<Path>,
}

/// What was seen of every frame.
#[derive(Debug, Default)]
pub struct Changes {
    frames: BTreeMap<Frame, Seen>,
    here: Frame,
}

impl Changes {
    /// Take a new look into account.
    pub fn look(&mut self, view: &Snapshot) {
        let depth = view.frames.len();
        let function = view.frames.get(view.selected).map_or(String::new(), |frame| frame.function.clone());
        self.here = (depth.saturating_sub(view.selected + 1), function);
        self.frames.retain(|(place, _), _| *place < depth.max(1));
        let known = self.frames.contains_key(&self.here);
        let seen = self.frames.entry(self.here.clone()).or_default();
        let moment = (view.timeline.branch, view.position.time);
        let same_moment = known && seen.moment == moment;
        let mut values = BTreeMap::new();
        let mut changed = if same_moment { std::mem::take(&mut seen.changed) } else { BTreeSet::new() };
        for (path, variable) in all(view) {
            let differs = match seen.values.get(&path) {
                Some(before) => *before != variable.value,
                // A global that was not there before; the inside of a value may just not have been looked at.
                None => path.len() == 1 && !is_definition(variable),
            };
            if known && !same_moment && differs {
                changed.insert(path.clone());
            }
            values.insert(path, variable.value.clone());
        }
        *seen = Seen { moment, values, changed };
    }

    /// Whether a variable of the frame looked at last is different now.
    pub fn contains(&self, path: &[String]) -> bool {
        self.frames.get(&self.here).is_some_and(|seen| seen.changed.contains(path))
    }
}

fn all(view: &Snapshot) -> impl Iterator<Item = (Path, &VariableView)> {
    let top = view.variables.iter().map(|variable| (vec![variable.name.clone()], variable));
    let inside = view.children.iter().flat_map(|(parent, children)| {
        children.shown.iter().map(move |variable| {
            let mut path = parent.clone();
            path.push(variable.name.clone());
            (path, variable)
        })
    });
    top.chain(inside)
}

//! The variables as rows: a tree of which the unfolded parts are shown. Used by the variables pane for drawing, and for its keys.

use std::collections::BTreeMap;

use super::changes::Changes;
use super::worker::{Snapshot, Wants};
use crate::session::api::VariableView;

/// How many parts are shown when a value is unfolded, and how many more each time.
pub const PARTS: usize = 100;

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub enum What<'a> {
    Variable(&'a VariableView),
    /// So many parts of the value at `path` are not shown.
    More(usize),
}

/// A row of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The way to the variable; of [`What::More`], to the value that has more parts.
    pub path: Vec<String>,
    pub what: What<'a>,
    pub depth: usize,
    pub open: bool,
    pub changed: bool,
    /// The same object is in another row, too.
    pub shared: bool,
}

/// Functions, classes and modules: they hardly ever change and stand behind the rest.
pub fn is_definition(variable: &VariableView) -> bool {
    matches!(variable.kind.as_str(), "function" | "type" | "module" | "builtin_function_or_method" | "ABCMeta")
}

/// All rows from top to bottom.
pub fn rows<'a>(view: &'a Snapshot, wants: &Wants, changes: &Changes) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let (definitions, values): (Vec<_>, Vec<_>) = view.variables.iter().partition(|variable| is_definition(variable));
    for variable in values.into_iter().chain(definitions) {
        add(&mut rows, view, wants, changes, Vec::new(), variable);
    }
    let mut count: BTreeMap<u32, usize> = BTreeMap::new();
    for object in rows.iter().filter_map(|row| identity(&row.what)) {
        *count.entry(object).or_default() += 1;
    }
    for row in &mut rows {
        row.shared = identity(&row.what).is_some_and(|object| count[&object] > 1);
    }
    rows
}

/// The number of a row's object, if it is one whose identity matters to somebody.
pub fn identity(what: &What<'_>) -> Option<u32> {
    let What::Variable(variable) = what else { return None };
    let plain = matches!(variable.kind.as_str(), "str" | "int" | "float" | "complex" | "bytes" | "bool" | "NoneType" | "range");
    variable.object.filter(|_| !plain && !is_definition(variable))
}

fn add<'a>(
    rows: &mut Vec<Row<'a>>,
    view: &'a Snapshot,
    wants: &Wants,
    changes: &Changes,
    parent: Vec<String>,
    variable: &'a VariableView,
) {
    let depth = parent.len();
    let mut path = parent;
    path.push(variable.name.clone());
    let children = view.children.get(&path).filter(|_| wants.unfolded.contains_key(&path));
    let changed = changes.contains(&path);
    rows.push(Row {
        path: path.clone(),
        what: What::Variable(variable),
        depth,
        open: children.is_some(),
        changed,
        shared: false,
    });
    let Some(children) = children else { return };
    for child in &children.shown {
        add(rows, view, wants, changes, path.clone(), child);
    }
    let left = children.total - children.shown.len();
    if left > 0 {
        rows.push(Row { path, what: What::More(left), depth: depth + 1, open: false, changed: false, shared: false });
    }
}

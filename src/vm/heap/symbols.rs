//! Interned names and the shapes of instances. Both tables grow with the program and go back with it, so that a replay gives
//! everything the same numbers.

use crate::vm::object::{ShapeId, Sym};
use crate::vm::value::Handle;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// Attribute names by number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Symbols {
    names: IndexSet<Box<str>, FxBuildHasher>,
}

impl Symbols {
    pub fn intern(&mut self, name: &str) -> Sym {
        match self.names.get_index_of(name) {
            Some(i) => Sym(i as u32),
            None => Sym(self.names.insert_full(name.into()).0 as u32),
        }
    }
    /// The symbol of a name that was interned before.
    pub fn find(&self, name: &str) -> Option<Sym> {
        self.names.get_index_of(name).map(|i| Sym(i as u32))
    }
    pub fn name(&self, sym: Sym) -> &str {
        self.names.get_index(sym.0 as usize).map_or("?", |s| s)
    }
    pub fn len(&self) -> usize {
        self.names.len()
    }
    /// Forget all names but the first `count`.
    pub(super) fn truncate(&mut self, count: usize) {
        self.names.truncate(count);
    }
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// The layout of instances that got the same attributes in the same order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shape {
    /// The class whose instances have it.
    pub class: Handle,
    pub names: Vec<Sym>,
    /// Shapes with one more name.
    next: Vec<(Sym, ShapeId)>,
}

impl Shape {
    /// Shapes with one more name.
    pub fn next(&self) -> &[(Sym, ShapeId)] {
        &self.next
    }
    pub fn index_of(&self, name: Sym) -> Option<usize> {
        self.names.iter().position(|&n| n == name)
    }
}

/// All shapes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Shapes {
    all: Vec<Shape>,
}

impl Shapes {
    /// A shape without attributes, for a new class.
    pub fn root(&mut self, class: Handle) -> ShapeId {
        self.all.push(Shape { class, names: Vec::new(), next: Vec::new() });
        ShapeId(self.all.len() as u32 - 1)
    }
    pub fn get(&self, id: ShapeId) -> &Shape {
        &self.all[id.0 as usize]
    }
    /// Forget all shapes but the first `count`.
    pub(super) fn truncate(&mut self, count: usize) {
        if count < self.all.len() {
            self.all.truncate(count);
            for shape in &mut self.all {
                shape.next.retain(|(_, next)| (next.0 as usize) < count);
            }
        }
    }
    pub fn iter(&self) -> impl Iterator<Item = &Shape> {
        self.all.iter()
    }
    pub fn len(&self) -> usize {
        self.all.len()
    }
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
    /// The shape that `from` becomes when `name` is added.
    pub fn with(&mut self, from: ShapeId, name: Sym) -> ShapeId {
        let shape = &self.all[from.0 as usize];
        if let Some(&(_, next)) = shape.next.iter().find(|(n, _)| *n == name) {
            return next;
        }
        let mut names = shape.names.clone();
        names.push(name);
        let class = shape.class;
        let id = ShapeId(self.all.len() as u32);
        self.all.push(Shape { class, names, next: Vec::new() });
        self.all[from.0 as usize].next.push((name, id));
        id
    }
}

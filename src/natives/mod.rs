//! Functions in Rust, by family: one file (or folder) each, with one table each. A native gets the heap and its
//! arguments, never the VM; see [`crate::vm::native`].

use crate::vm::native::{NativeDef, NativeId};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

/// The tables of all families.
static TABLES: &[&[NativeDef]] = &[];

type Index = IndexMap<&'static str, &'static NativeDef, FxBuildHasher>;

/// All natives in the order of the tables. The number of a native is its place here: it holds for this process only.
static ALL: LazyLock<Index> = LazyLock::new(|| {
    let mut all = Index::default();
    for def in TABLES.iter().copied().flatten() {
        let before = all.insert(def.name, def);
        assert!(before.is_none(), "native '{}' is defined twice", def.name);
    }
    all
});

/// The native with this number.
pub fn by_id(id: NativeId) -> &'static NativeDef {
    ALL[id.0 as usize]
}

/// The native with this name.
pub fn find(name: &str) -> Option<NativeId> {
    ALL.get_index_of(name).map(|i| NativeId(i as u16))
}

/// All natives with their numbers.
pub fn all() -> impl Iterator<Item = (NativeId, &'static NativeDef)> {
    ALL.values().enumerate().map(|(i, d)| (NativeId(i as u16), *d))
}

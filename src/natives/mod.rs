//! Functions in Rust, by family: one file (or folder) each, with one table each. A native gets the heap and its
//! arguments, never the VM; see [`crate::vm::native`].

pub mod args;
pub mod basics;
pub mod builtins;
pub mod bytes;
pub mod charmaps;
pub mod codecs;
pub mod convert;
pub mod core;
pub mod dict;
pub mod doors;
pub mod dunder;
pub mod escapes;
pub mod iterators;
pub mod list;
pub mod math;
pub mod memory;
pub mod number;
pub mod probing;
pub mod random;
pub mod range;
pub mod receiver;
pub mod sequence;
pub mod set;
pub mod slice;
pub mod sorting;
pub mod str;
pub mod sys;
pub mod time;
pub mod tuple;
pub mod units;
pub mod views;

use crate::vm::native::{NativeDef, NativeId};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::LazyLock;

/// The tables of all families.
static TABLES: &[&[NativeDef]] = &[
    basics::REPRS,
    basics::TABLE,
    builtins::attributes::TABLE,
    builtins::classes::TABLE,
    builtins::execution::TABLE,
    builtins::files::TABLE,
    builtins::io::TABLE,
    builtins::iteration::TABLE,
    builtins::reduce::TABLE,
    bytes::array::TABLE,
    bytes::case::ARRAY,
    bytes::case::BYTES,
    bytes::edit::ARRAY,
    bytes::edit::BYTES,
    bytes::edit::STATIC,
    bytes::object::ARRAY,
    bytes::object::ARRAY_COMPARISONS,
    bytes::object::BYTES,
    bytes::object::BYTES_COMPARISONS,
    bytes::object::BYTES_ONLY,
    bytes::search::ARRAY,
    bytes::search::BYTES,
    core::descriptor::TABLE,
    core::exception::TABLE,
    core::function::TABLE,
    core::generator::TABLE,
    core::lookup::TABLE,
    core::members::TABLE,
    core::members::TYPED,
    core::members::WRITTEN,
    core::object::TABLE,
    core::types::TABLE,
    dict::TABLE,
    doors::TABLE,
    iterators::TABLE,
    list::TABLE,
    math::FLOATS,
    math::INTEGERS,
    math::SUMS,
    memory::TABLE,
    number::bool::OPERATORS,
    number::bool::TABLE,
    number::complex::COMPARISONS,
    number::complex::OPERATORS,
    number::complex::TABLE,
    number::float::COMPARISONS,
    number::float::OPERATORS,
    number::float::TABLE,
    number::int::COMPARISONS,
    number::int::OPERATORS,
    number::int::TABLE,
    probing::TABLE,
    random::TABLE,
    range::TABLE,
    sequence::TABLE,
    set::TABLE,
    slice::TABLE,
    sorting::TABLE,
    str::case::TABLE,
    str::edit::TABLE,
    str::format::TABLE,
    str::object::COMPARISONS,
    str::object::TABLE,
    str::search::TABLE,
    str::split::TABLE,
    sys::TABLE,
    time::TABLE,
    tuple::TABLE,
    views::TABLE,
];

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

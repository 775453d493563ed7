//! Names that the VM itself looks up. They are interned first, in this order, so that their symbols are constants.

use super::heap::Symbols;
use super::object::Sym;

/// The symbols.
#[derive(Debug)]
pub struct WellKnown {
    pub init: Sym,
    pub new: Sym,
    pub call: Sym,
    pub getattr: Sym,
    pub getattribute: Sym,
    pub get: Sym,
    pub set: Sym,
    pub delete: Sym,
    pub setattr: Sym,
    pub delattr: Sym,
    pub class: Sym,
    pub next: Sym,
}

pub const KNOWN: WellKnown = WellKnown {
    init: Sym(0),
    new: Sym(1),
    call: Sym(2),
    getattr: Sym(3),
    getattribute: Sym(4),
    get: Sym(5),
    set: Sym(6),
    delete: Sym(7),
    setattr: Sym(8),
    delattr: Sym(9),
    class: Sym(10),
    next: Sym(11),
};

const NAMES: &[&str] = &[
    "__init__",
    "__new__",
    "__call__",
    "__getattr__",
    "__getattribute__",
    "__get__",
    "__set__",
    "__delete__",
    "__setattr__",
    "__delattr__",
    "__class__",
    "__next__",
];

/// A table of symbols that begins with the well-known ones.
pub fn symbols() -> Symbols {
    let mut symbols = Symbols::default();
    for name in NAMES {
        symbols.intern(name);
    }
    symbols
}

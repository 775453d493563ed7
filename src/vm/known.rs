//! Names that the VM itself looks up. They are interned first, in this order, so that their symbols are constants.

use super::heap::Symbols;
use super::object::Sym;
use crate::bytecode::BinOp;

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
    pub abstract_methods: Sym,
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
    abstract_methods: Sym(12),
};

/// `__add__` for `+` and `+=`.
pub fn operator(op: BinOp) -> Sym {
    Sym(NAMES.len() as u32 + op.plain() as u32)
}

/// `__iadd__` for `+` and `+=`.
pub fn in_place_operator(op: BinOp) -> Sym {
    Sym(NAMES.len() as u32 + op.in_place() as u32)
}

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
    "__abstractmethods__",
];

/// A table of symbols that begins with the well-known ones.
pub fn symbols() -> Symbols {
    let mut symbols = Symbols::default();
    for name in NAMES {
        symbols.intern(name);
    }
    for &op in BinOp::ALL {
        symbols.intern(if op.is_in_place() { op.in_place_method() } else { op.method() });
    }
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_where_the_constants_say() {
        let symbols = symbols();
        assert_eq!(symbols.name(KNOWN.init), "__init__");
        assert_eq!(symbols.name(KNOWN.abstract_methods), "__abstractmethods__");
        for &op in BinOp::ALL {
            assert_eq!(symbols.name(operator(op)), op.method());
            assert_eq!(symbols.name(in_place_operator(op)), op.in_place_method());
        }
    }
}

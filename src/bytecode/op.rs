//! The one table of instructions. It makes the [`Op`] enum, the mnemonics, the operand lists that the disassembler and
//! the verifier walk, and the sentences that explain an instruction to the user.
//!
//! Every instruction is 8 bytes. Registers count from the frame's base. Calls take their arguments from a *window* of
//! consecutive temporaries, which becomes the first registers of the callee: no argument is ever copied.

use serde::{Deserialize, Serialize};

macro_rules! operators {
    ($(#[$meta:meta])* $name:ident { $($variant:ident $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $name { $($variant),* }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// As written in Python.
            pub fn text(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }
        }
    };
}

operators! {
    /// Binary operators; the second half are their in-place forms.
    BinOp {
        Add "+", Sub "-", Mul "*", TrueDiv "/", FloorDiv "//", Mod "%", Pow "**", LShift "<<", RShift ">>",
        And "&", Or "|", Xor "^", MatMul "@",
        IAdd "+=", ISub "-=", IMul "*=", ITrueDiv "/=", IFloorDiv "//=", IMod "%=", IPow "**=", ILShift "<<=",
        IRShift ">>=", IAnd "&=", IOr "|=", IXor "^=", IMatMul "@=",
    }
}

impl BinOp {
    const PLAIN: usize = 13;
    /// The in-place form of a plain operator.
    pub fn in_place(self) -> BinOp {
        if self.is_in_place() { self } else { BinOp::ALL[self as usize + Self::PLAIN] }
    }
    pub fn is_in_place(self) -> bool {
        self as usize >= Self::PLAIN
    }
    /// The operator without its in-place-ness.
    pub fn plain(self) -> BinOp {
        BinOp::ALL[self as usize % Self::PLAIN]
    }
    /// `__add__` for `+` and `+=`.
    pub fn method(self) -> &'static str {
        [
            "__add__",
            "__sub__",
            "__mul__",
            "__truediv__",
            "__floordiv__",
            "__mod__",
            "__pow__",
            "__lshift__",
            "__rshift__",
            "__and__",
            "__or__",
            "__xor__",
            "__matmul__",
        ][self as usize % Self::PLAIN]
    }
    /// `__radd__` for `+` and `+=`.
    pub fn reflected_method(self) -> &'static str {
        [
            "__radd__",
            "__rsub__",
            "__rmul__",
            "__rtruediv__",
            "__rfloordiv__",
            "__rmod__",
            "__rpow__",
            "__rlshift__",
            "__rrshift__",
            "__rand__",
            "__ror__",
            "__rxor__",
            "__rmatmul__",
        ][self as usize % Self::PLAIN]
    }
    /// `__iadd__` for `+` and `+=`.
    pub fn in_place_method(self) -> &'static str {
        [
            "__iadd__",
            "__isub__",
            "__imul__",
            "__itruediv__",
            "__ifloordiv__",
            "__imod__",
            "__ipow__",
            "__ilshift__",
            "__irshift__",
            "__iand__",
            "__ior__",
            "__ixor__",
            "__imatmul__",
        ][self as usize % Self::PLAIN]
    }
}

operators! {
    /// Comparison operators.
    CmpOp { Lt "<", Le "<=", Eq "==", Ne "!=", Gt ">", Ge ">=", Is "is", IsNot "is not", In "in", NotIn "not in" }
}

operators! {
    /// Unary operators.
    UnaryOp { Neg "-", Pos "+", Invert "~", Not "not " }
}

operators! {
    /// What an f-string's `!` asks for.
    Conversion { None "", Str "!s", Repr "!r", Ascii "!a" }
}

operators! {
    /// Special methods that statements look up on the type.
    Special { Enter "__enter__", Exit "__exit__", AEnter "__aenter__", AExit "__aexit__" }
}

operators! {
    /// Steps of statements that have no instruction of their own: functions of the prelude, named with an underscore in
    /// front. What calls no user code is done natively first (`vm/routine.rs`).
    Routine {
        MatchSequence "match_sequence", MatchMapping "match_mapping", MatchKeys "match_keys", MatchRest "match_rest",
        MatchClass "match_class", MatchItem "match_item", StarMatch "star_match", StarResult "star_result",
        GetAwaitable "get_awaitable", GetAsyncIter "get_async_iter", GetAsyncNext "get_async_next", AsyncValue "async_value",
        TypeParam "type_param", TypeAlias "type_alias", SetTypeParams "set_type_params", GenericBase "generic_base",
    }
}

impl Routine {
    /// The function of the prelude.
    pub fn function(self) -> &'static str {
        match self {
            Routine::MatchSequence => "_match_sequence",
            Routine::MatchMapping => "_match_mapping",
            Routine::MatchKeys => "_match_keys",
            Routine::MatchRest => "_match_rest",
            Routine::MatchClass => "_match_class",
            Routine::MatchItem => "_match_item",
            Routine::StarMatch => "_star_match",
            Routine::StarResult => "_star_result",
            Routine::GetAwaitable => "_get_awaitable",
            Routine::GetAsyncIter => "_get_async_iter",
            Routine::GetAsyncNext => "_get_async_next",
            Routine::AsyncValue => "_async_value",
            Routine::TypeParam => "_type_param",
            Routine::TypeAlias => "_type_alias",
            Routine::SetTypeParams => "_set_type_params",
            Routine::GenericBase => "_generic_base",
        }
    }
}

/// One operand of an instruction, for whoever prints or verifies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// A register that is written.
    W(u16),
    /// A register that is read.
    R(u16),
    /// First register of a window.
    Win(u16),
    /// Index of a constant.
    K(u16),
    /// Index of a name.
    Name(u16),
    /// Index of an access site (a name with an inline cache).
    Site(u16),
    /// Index of a nested code object.
    Code(u16),
    /// Index of a cell in the function's closure.
    Free(u16),
    /// A number written in the instruction.
    Imm(i16),
    /// A count.
    N(u16),
    /// A small count or a set of flags.
    B(u8),
    /// An absolute jump target.
    To(u32),
    /// A jump target relative to the instruction itself.
    Rel(i16),
    Bin(BinOp),
    Cmp(CmpOp),
    Un(UnaryOp),
    Conv(Conversion),
    Spec(Special),
    Rout(Routine),
}

/// The Rust types behind the operand kinds of the table.
mod kinds {
    pub type W = u16;
    pub type R = u16;
    pub type Win = u16;
    pub type K = u16;
    pub type Name = u16;
    pub type Site = u16;
    pub type Code = u16;
    pub type Free = u16;
    pub type Imm = i16;
    pub type N = u16;
    pub type B = u8;
    pub type To = u32;
    pub type Rel = i16;
    pub type Bin = super::BinOp;
    pub type Cmp = super::CmpOp;
    pub type Un = super::UnaryOp;
    pub type Conv = super::Conversion;
    pub type Spec = super::Special;
    pub type Rout = super::Routine;
}

macro_rules! instructions {
    ($( $(#[doc = $doc:literal])+ $name:ident { $($field:ident : $kind:ident),* $(,)? } )*) => {
        /// One instruction.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Op { $( $(#[doc = $doc])+ $name { $($field: kinds::$kind),* } ),* }

        impl Op {
            /// The instruction's name.
            pub fn mnemonic(self) -> &'static str {
                match self { $( Op::$name { .. } => stringify!($name) ),* }
            }
            /// One sentence for the user.
            pub fn help(self) -> &'static str {
                match self { $( Op::$name { .. } => concat!($($doc),+).trim_ascii() ),* }
            }
            /// The operands in the order of the table, with the names they have there.
            pub fn operands(self) -> Vec<(&'static str, Operand)> {
                match self { $( Op::$name { $($field),* } => vec![$((stringify!($field), Operand::$kind($field))),*] ),* }
            }
        }

        /// Name and help of every instruction, for the manual.
        pub const INSTRUCTIONS: &[(&str, &str)] = &[$((stringify!($name), concat!($($doc),+).trim_ascii())),*];
    };
}

instructions! {
    /// Do nothing.
    Nop {}
    /// Stop here: stands in the place of an instruction that carries a breakpoint. Never part of a stored code.
    Breakpoint {}
    /// Copy a register; an unset local raises UnboundLocalError.
    Copy { dst: W, src: R }
    /// Load a constant.
    LoadConst { dst: W, k: K }
    /// Load a small integer.
    LoadInt { dst: W, imm: Imm }
    /// Make a register unset.
    Clear { dst: W }
    /// `del` of a local variable: unset it, or raise UnboundLocalError.
    DeleteLocal { dst: W }
    /// Wrap a register's value into a new cell.
    MakeCell { dst: W }
    /// Load the content of the cell in a register.
    LoadCell { dst: W, cell: R }
    /// Store into the cell in a register.
    StoreCell { cell: R, src: R }
    /// Unbind the content of the cell in a register.
    DeleteCell { cell: R }
    /// Load the content of a cell of the closure.
    LoadFree { dst: W, free: Free }
    /// Store into a cell of the closure.
    StoreFree { free: Free, src: R }
    /// Unbind the content of a cell of the closure.
    DeleteFree { free: Free }
    /// Load a global variable or a builtin.
    LoadGlobal { dst: W, site: Site }
    /// Store into a global variable.
    StoreGlobal { site: Site, src: R }
    /// Delete a global variable.
    DeleteGlobal { site: Site }
    /// Load a name: the frame's namespace, then globals, then builtins.
    LoadName { dst: W, site: Site }
    /// Load a name in a class body: its namespace, then a cell of the closure.
    LoadNameOrFree { dst: W, site: Site, free: Free }
    /// Store a name into the frame's namespace.
    StoreName { site: Site, src: R }
    /// Delete a name from the frame's namespace.
    DeleteName { site: Site }
    /// Load the frame's namespace dict.
    LoadNamespace { dst: W }
    /// Load AssertionError.
    LoadAssertionError { dst: W }
    /// Load the function that makes classes.
    LoadBuildClass { dst: W }

    /// Add, perhaps in place.
    Add { op: Bin, dst: W, a: R, b: R }
    /// Subtract, perhaps in place.
    Sub { op: Bin, dst: W, a: R, b: R }
    /// Multiply, perhaps in place.
    Mul { op: Bin, dst: W, a: R, b: R }
    /// Add a small integer, perhaps in place.
    AddInt { op: Bin, dst: W, a: R, imm: Imm }
    /// Subtract a small integer, perhaps in place.
    SubInt { op: Bin, dst: W, a: R, imm: Imm }
    /// Any other binary operator.
    Binary { op: Bin, dst: W, a: R, b: R }
    /// Binary operator with a small integer on the right.
    BinaryInt { op: Bin, dst: W, a: R, imm: Imm }
    /// Unary operator.
    Unary { op: Un, dst: W, src: R }
    /// Compare.
    Compare { op: Cmp, dst: W, a: R, b: R }

    /// Continue further down.
    Jump { to: To }
    /// Continue further up: the end of a loop's round.
    Loop { to: To }
    /// Jump if true.
    JumpIf { src: R, to: To }
    /// Jump if false.
    JumpIfNot { src: R, to: To }
    /// Jump if the comparison is true.
    JumpIfCompare { op: Cmp, a: R, b: R, rel: Rel }
    /// Jump if the comparison is false.
    JumpIfNotCompare { op: Cmp, a: R, b: R, rel: Rel }
    /// Jump if the comparison with a small integer is true.
    JumpIfCompareInt { op: Cmp, a: R, imm: Imm, rel: Rel }
    /// Jump if the comparison with a small integer is false.
    JumpIfNotCompareInt { op: Cmp, a: R, imm: Imm, rel: Rel }
    /// Jump if the register is unset: the guard of a block that may have been entered from the side.
    JumpIfUnset { src: R, to: To }
    /// If the pending action of a `finally` is this one: clear it and jump.
    JumpIfPending { slot: R, imm: Imm, rel: Rel }

    /// Read an attribute.
    GetAttr { dst: W, obj: R, site: Site }
    /// Write an attribute.
    SetAttr { obj: R, site: Site, src: R }
    /// Delete an attribute.
    DelAttr { obj: R, site: Site }
    /// Read an item.
    GetItem { dst: W, obj: R, key: R }
    /// Read an item by a small integer.
    GetItemInt { dst: W, obj: R, imm: Imm }
    /// Write an item.
    SetItem { obj: R, key: R, src: R }
    /// Delete an item.
    DelItem { obj: R, key: R }
    /// Look up a special method on the type of a value.
    LoadSpecial { special: Spec, dst: W, obj: R }

    /// Make a list of the values in a window.
    BuildList { dst: W, base: Win, n: N }
    /// Make a tuple of the values in a window.
    BuildTuple { dst: W, base: Win, n: N }
    /// Make a set of the values in a window.
    BuildSet { dst: W, base: Win, n: N }
    /// Make a dict of the keys and values in a window.
    BuildDict { dst: W, base: Win, n: N }
    /// Make a slice of three values in a window.
    BuildSlice { dst: W, base: Win }
    /// Join the strings in a window.
    BuildString { dst: W, base: Win, n: N }
    /// Append to the list of a comprehension or display.
    ListAppend { list: R, src: R }
    /// Add to the set of a comprehension or display.
    SetAdd { set: R, src: R }
    /// Add to the dict of a comprehension or display.
    DictInsert { dict: R, key: R, src: R }
    /// Extend a list with an iterable.
    ListExtend { list: R, src: R }
    /// Extend a set with an iterable.
    SetUpdate { set: R, src: R }
    /// Extend a dict with a mapping.
    DictUpdate { dict: R, src: R }
    /// Add the mapping of a `**` argument to the keyword arguments of a call.
    DictMerge { dict: R, src: R, func: R }
    /// Make a tuple of a list.
    ListToTuple { dst: W, src: R }
    /// Unpack exactly n values into a window.
    UnpackSequence { src: R, base: Win, n: N }
    /// Unpack values into a window, the rest into a list.
    UnpackStar { before: B, src: R, base: Win, after: N }
    /// Format a value for an f-string, without a format spec.
    Format { conv: Conv, dst: W, src: R }
    /// Format a value for an f-string, with a format spec.
    FormatSpec { conv: Conv, dst: W, src: R, spec: R }

    /// Call with positional arguments.
    Call { argc: B, dst: W, base: Win }
    /// Call; the last arguments are given by keyword.
    CallKw { argc: B, dst: W, base: Win, names: K }
    /// Call with a sequence of arguments and perhaps a dict of keyword arguments.
    CallEx { kwargs: B, dst: W, base: Win }
    /// Look up a method to call it at once.
    LoadMethod { base: Win, obj: R, site: Site }
    /// Call a looked-up method with positional arguments.
    CallMethod { argc: B, dst: W, base: Win }
    /// Call a looked-up method; the last arguments are given by keyword.
    CallMethodKw { argc: B, dst: W, base: Win, names: K }
    /// Make a function; the window holds what the flags name: 1 defaults, 2 keyword defaults, 4 annotations.
    MakeFunction { flags: B, dst: W, code: Code, base: Win }
    /// Load the cell in a register as an object.
    LoadCellObject { dst: W, cell: R }
    /// Return a value to the caller.
    Return { src: R }
    /// Suspend the generator, handing a value out; what is sent in comes back.
    Yield { dst: W, src: R }
    /// Get the iterator that `yield from` delegates to.
    GetYieldFromIter { dst: W, src: R }
    /// Send a value into the iterator of a `yield from`. It returns: go on with the next instruction; it yields: skip one.
    Send { dst: W, iter: R, value: R }

    /// Get an iterator.
    GetIter { dst: W, src: R }
    /// The head of a `for`. The iterator is unset (the loop was entered from the side): go on with the next instruction,
    /// which leads to the loop's start; it is exhausted: clear it and skip one; it has an item: skip two.
    Next { dst: W, iter: R }

    /// Raise an exception.
    Raise { exc: R }
    /// Raise an exception from a cause.
    RaiseFrom { exc: R, cause: R }
    /// Raise again the exception that is being handled.
    RaiseAgain {}
    /// Go on unwinding with a kept exception.
    Reraise { src: R }
    /// Does the kept exception match a class or a tuple of classes?
    MatchException { dst: W, exc: R, class: R }
    /// Leave a context manager: `__exit__(None, None, None)`. `dst` starts the call's window.
    CallExit { dst: Win, exit: R }
    /// Leave a context manager with the exception being handled. `dst` starts the call's window.
    CallExitWith { dst: Win, exit: R, exc: R }

    /// Import a module; the window holds the constant of names wanted from it and the level.
    Import { level: B, dst: W, name: Name, from_list: K }
    /// Take a name from an imported module.
    ImportFrom { dst: W, module: R, name: Name }
    /// Take all public names from an imported module.
    ImportStar { module: R }
    /// Show the value of an expression typed at the prompt.
    PrintExpr { src: R }

    /// As Send, for the item of an `async for`. The iterator returns: go on with the next instruction; it raises
    /// StopAsyncIteration: skip one; it yields: skip two.
    SendNext { dst: W, iter: R, value: R }
    /// Run a step of a statement on `n` values from `base` on.
    Run { routine: Rout, dst: W, base: Win, n: N }
}

// The hot loop depends on it.
const _: () = assert!(size_of::<Op>() == 8);

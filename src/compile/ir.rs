//! The goto form: what a function is once every block has become labels and gotos.
//!
//! The lowerer ([`crate::compile::lower`]) writes it, the emitter ([`crate::compile::emit`]) turns it into register
//! bytecode, and the user reads it in the "lowered" pane ([`crate::compile::ir_text`] prints it).
//!
//! Three invariants make "every line can be entered from every line" true:
//! 1. What a block must remember (iterator, context manager, pending return...) lives in a named *hidden slot*.
//! 2. At every instruction with `stmt` set, no temporary is live.
//! 3. A hidden slot is *unset* outside the region that owns it, and each reader of a hidden slot has a meaning for unset.

use crate::bytecode::{BinOp, CmpOp, CodeFlags, Const, Conversion, Params, RegionKind, Routine, Span, Special, UnaryOp};

/// Index into [`Body::slots`]. Slots are a frame's long-lived registers: parameters, locals, hidden slots, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotId(pub u16);

/// A temporary, numbered by its depth on the expression stack: `Temp(2)` is live only while `Temp(1)` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Temp(pub u16);

/// A jump target. Its place is where [`Inst::Label`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(pub u32);

/// Index into [`Body::consts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConstId(pub u16);

/// Index into [`Body::names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u16);

/// What an instruction may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// Reading an unset `Local` slot raises UnboundLocalError.
    Slot(SlotId),
    Temp(Temp),
    Const(ConstId),
}

/// What an instruction may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Slot(SlotId),
    Temp(Temp),
}

/// What a slot is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// A parameter or a local variable: shown to the user, readable by name.
    Local,
    /// A variable that an inner function captures: the register holds the cell.
    Cell,
    /// The loop variable of an inlined comprehension: the user's name, but not in `locals()`.
    Comprehension,
    /// State of a block: `it1`, `exit1`, `exc1`, `pend1`, `ret1`...
    Hidden,
}

/// One slot.
#[derive(Debug, Clone)]
pub struct Slot {
    pub name: String,
    pub kind: SlotKind,
}

/// A variable that is not simply a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Var {
    /// The cell in one of this function's own slots.
    Cell(SlotId),
    /// The n-th cell of the function's closure.
    Free(u16),
    /// Module globals, then builtins.
    Global(NameId),
    /// The frame's namespace dict (class body, module body run by `exec`), then globals, then builtins.
    Name(NameId),
    /// In a class body: the namespace dict, then the n-th cell of the closure.
    NameOrFree(NameId, u16),
}

/// One instruction of the goto form.
#[derive(Debug, Clone, PartialEq)]
pub enum Inst {
    Label(Label),
    Goto(Label),
    /// `goto target` when the truth of `cond` is `when`.
    If {
        cond: Operand,
        when: bool,
        target: Label,
    },
    /// Fused comparison and branch: `goto target` when the truth of `a op b` is `when`.
    IfCompare {
        op: CmpOp,
        a: Operand,
        b: Operand,
        when: bool,
        target: Label,
    },
    /// `goto target` when the slot is unset: the guard for blocks entered from the side.
    IfUnset {
        slot: SlotId,
        target: Label,
    },
    /// When the slot holds the integer `k`: clear it and `goto target`. Else, or unset: fall through. Ends a `finally`.
    IfPending {
        slot: SlotId,
        k: i16,
        target: Label,
    },

    /// `dst = src`. Raises UnboundLocalError when `src` is an unset local.
    Copy {
        dst: Place,
        src: Operand,
    },
    /// The slot becomes unset. No check: clearing an unset slot is fine.
    Clear {
        slot: SlotId,
    },
    /// `del x` for a register local: unset it; UnboundLocalError when it is unset already.
    DeleteLocal {
        slot: SlotId,
    },
    /// At function entry: wrap the slot's value (perhaps unset) into a new cell. Also re-made for comprehension scopes.
    MakeCell {
        slot: SlotId,
    },
    Load {
        dst: Place,
        var: Var,
    },
    Store {
        var: Var,
        src: Operand,
    },
    Delete {
        var: Var,
    },

    Unary {
        dst: Place,
        op: UnaryOp,
        src: Operand,
    },
    /// Also the in-place operators.
    Binary {
        dst: Place,
        op: BinOp,
        a: Operand,
        b: Operand,
    },
    Compare {
        dst: Place,
        op: CmpOp,
        a: Operand,
        b: Operand,
    },

    GetAttr {
        dst: Place,
        obj: Operand,
        name: NameId,
    },
    SetAttr {
        obj: Operand,
        name: NameId,
        src: Operand,
    },
    DelAttr {
        obj: Operand,
        name: NameId,
    },
    GetItem {
        dst: Place,
        obj: Operand,
        key: Operand,
    },
    SetItem {
        obj: Operand,
        key: Operand,
        src: Operand,
    },
    DelItem {
        obj: Operand,
        key: Operand,
    },
    /// Looked up on the type, as the interpreter does for implicit special methods: `__enter__`, `__exit__`... The
    /// result is bound.
    LoadSpecial {
        dst: Place,
        obj: Operand,
        special: Special,
    },

    /// `dst = [base..base+n]`; so for the other three. A dict takes `n` key/value pairs, `2 * n` temporaries.
    BuildList {
        dst: Place,
        base: Temp,
        n: u16,
    },
    BuildTuple {
        dst: Place,
        base: Temp,
        n: u16,
    },
    BuildSet {
        dst: Place,
        base: Temp,
        n: u16,
    },
    BuildDict {
        dst: Place,
        base: Temp,
        n: u16,
    },
    /// `slice(base, base+1, base+2)`.
    BuildSlice {
        dst: Place,
        base: Temp,
    },
    /// Concatenate `n` strings (an f-string's parts).
    BuildString {
        dst: Place,
        base: Temp,
        n: u16,
    },
    ListAppend {
        list: Operand,
        src: Operand,
    },
    SetAdd {
        set: Operand,
        src: Operand,
    },
    DictInsert {
        dict: Operand,
        key: Operand,
        src: Operand,
    },
    /// `list.extend(src)`, for `[*a]` and `f(*a)`.
    ListExtend {
        list: Operand,
        src: Operand,
    },
    SetUpdate {
        set: Operand,
        src: Operand,
    },
    /// `{**a}`: later keys win.
    DictUpdate {
        dict: Operand,
        src: Operand,
    },
    /// `f(**a)`: a repeated or non-string key is a TypeError that names `func`.
    DictMerge {
        dict: Operand,
        src: Operand,
        func: Operand,
    },
    ListToTuple {
        dst: Place,
        src: Operand,
    },

    /// Into `base..base+n`, in order.
    UnpackSequence {
        src: Operand,
        base: Temp,
        n: u16,
    },
    /// Into `base..`: `before` items, a list of what is in between, `after` items.
    UnpackStar {
        src: Operand,
        base: Temp,
        before: u8,
        after: u8,
    },

    /// `format(conversion(src), spec)`; the empty spec when `None`.
    Format {
        dst: Place,
        src: Operand,
        conversion: Conversion,
        spec: Option<Operand>,
    },

    /// `base` is the callee, `base+1..` its `argc` arguments.
    Call {
        dst: Place,
        base: Temp,
        argc: u8,
    },
    /// As `Call`; the last arguments go by the names in the constant tuple `names`. `argc` counts them too.
    CallKw {
        dst: Place,
        base: Temp,
        argc: u8,
        names: ConstId,
    },
    /// `base` the callee, `base+1` a tuple or list of arguments, `base+2` a dict (when `kwargs`).
    CallEx {
        dst: Place,
        base: Temp,
        kwargs: bool,
    },
    /// Prepares `base` and `base+1` for `CallMethod`: (function, self), or (any callable, unset).
    LoadMethod {
        base: Temp,
        obj: Operand,
        name: NameId,
    },
    /// As `Call`, with the arguments from `base+2` on.
    CallMethod {
        dst: Place,
        base: Temp,
        argc: u8,
    },
    CallMethodKw {
        dst: Place,
        base: Temp,
        argc: u8,
        names: ConstId,
    },

    /// A function object of the nested body `body`. `base`, `base+1`, `base+2` hold the tuple of defaults, the dict of
    /// keyword defaults and the dict of annotations where the flags say so.
    MakeFunction {
        dst: Place,
        body: u16,
        base: Temp,
        defaults: bool,
        kwdefaults: bool,
        annotations: bool,
    },
    /// The builtin that `class` statements call.
    LoadBuildClass {
        dst: Place,
    },
    /// The cell itself, not its content (class bodies return their `__class__` cell).
    LoadCellObject {
        dst: Place,
        slot: SlotId,
    },
    /// The frame's namespace dict (`locals()` in a class body).
    LoadNamespace {
        dst: Place,
    },
    LoadAssertionError {
        dst: Place,
    },

    GetIter {
        dst: Place,
        src: Operand,
    },
    /// The head of a `for`: `dst = next(iter)`; exhausted: clear `iter`, `goto done`; `iter` unset: `goto init`.
    Next {
        dst: Place,
        iter: SlotId,
        init: Label,
        done: Label,
    },
    Return {
        src: Operand,
    },
    /// Suspend the generator with `src`; `dst` is what `send` brings.
    Yield {
        dst: Place,
        src: Operand,
    },
    /// `yield from`: the iterator to delegate to (a generator stays itself).
    GetYieldFromIter {
        dst: Place,
        src: Operand,
    },
    /// Send `value` into the iterator in slot `iter`; when it returns, `dst` is its result and control goes to `done`; when
    /// it raises StopAsyncIteration and there is a `stop`, control goes there.
    Send {
        dst: Place,
        iter: SlotId,
        value: Operand,
        done: Label,
        stop: Option<Label>,
    },

    /// `raise exc from cause`; with neither: re-raise what is being handled.
    Raise {
        exc: Option<Operand>,
        cause: Option<Operand>,
    },
    /// Go on unwinding with the exception in the slot, its traceback kept. An unset slot falls through.
    Reraise {
        slot: SlotId,
    },
    /// `dst` = does the exception in the slot match the class or tuple in `class`. An unset slot matches nothing.
    MatchException {
        dst: Place,
        slot: SlotId,
        class: Operand,
    },
    /// Call `exit` (a bound `__exit__`) with the three values of the exception in `exc`, or with None thrice. The call's
    /// window starts at `dst`: it must be the topmost temporary.
    CallExit {
        dst: Temp,
        exit: SlotId,
        exc: Option<SlotId>,
    },

    /// `__import__(name, level)`; `from_list` is the constant tuple of names, or None.
    Import {
        dst: Place,
        name: NameId,
        level: u8,
        from_list: ConstId,
    },
    ImportFrom {
        dst: Place,
        module: Operand,
        name: NameId,
    },
    ImportStar {
        module: Operand,
    },
    /// A step of a statement on the values `base..base+n`.
    Run {
        dst: Place,
        routine: Routine,
        base: Temp,
        n: u16,
    },
    /// Print the value of an expression statement, as the interactive prompt does.
    PrintExpr {
        src: Operand,
    },
    Nop,
}

impl Inst {
    /// The one place the instruction writes its result to. Windows that are written are not in it.
    pub fn dst(&self) -> Option<Place> {
        match *self {
            Inst::CallExit { dst, .. } => Some(Place::Temp(dst)),
            Inst::Copy { dst, .. }
            | Inst::Load { dst, .. }
            | Inst::Unary { dst, .. }
            | Inst::Binary { dst, .. }
            | Inst::Compare { dst, .. }
            | Inst::GetAttr { dst, .. }
            | Inst::GetItem { dst, .. }
            | Inst::LoadSpecial { dst, .. }
            | Inst::BuildList { dst, .. }
            | Inst::BuildTuple { dst, .. }
            | Inst::BuildSet { dst, .. }
            | Inst::BuildDict { dst, .. }
            | Inst::BuildSlice { dst, .. }
            | Inst::BuildString { dst, .. }
            | Inst::ListToTuple { dst, .. }
            | Inst::Format { dst, .. }
            | Inst::Call { dst, .. }
            | Inst::CallKw { dst, .. }
            | Inst::CallEx { dst, .. }
            | Inst::CallMethod { dst, .. }
            | Inst::CallMethodKw { dst, .. }
            | Inst::MakeFunction { dst, .. }
            | Inst::LoadBuildClass { dst }
            | Inst::LoadCellObject { dst, .. }
            | Inst::LoadNamespace { dst }
            | Inst::LoadAssertionError { dst }
            | Inst::GetIter { dst, .. }
            | Inst::Next { dst, .. }
            | Inst::Yield { dst, .. }
            | Inst::GetYieldFromIter { dst, .. }
            | Inst::Send { dst, .. }
            | Inst::MatchException { dst, .. }
            | Inst::Import { dst, .. }
            | Inst::Run { dst, .. }
            | Inst::ImportFrom { dst, .. } => Some(dst),
            _ => None,
        }
    }
}

/// An instruction with its place in the source.
#[derive(Debug, Clone)]
pub struct Located {
    pub inst: Inst,
    pub span: Span,
    /// A statement (or one round of a loop) starts here: stepping by lines stops here, and no temporary is live.
    pub stmt: bool,
}

/// A stretch of a body that belongs to one block of the source.
#[derive(Debug, Clone)]
pub struct Region {
    pub kind: RegionKind,
    /// First instruction of the inside, and the first behind it. Entering sideways means: to jump in between.
    pub start: Label,
    pub end: Label,
    /// Line of the statement that owns the block.
    pub line: u32,
    /// Cleared when a jump or an exception leaves the region: the lowerer counts on it.
    pub slots: Vec<SlotId>,
    /// While control is here, this slot holds the exception being handled (if set): what a bare `raise` re-raises.
    pub handling: Option<SlotId>,
}

/// An exception raised at `start..end` goes to `target`, stored in `slot`. The first that covers the place wins, so
/// inner ones come first.
#[derive(Debug, Clone)]
pub struct Handler {
    pub start: Label,
    pub end: Label,
    pub target: Label,
    pub slot: SlotId,
}

/// Where a closure's cell comes from when the function object is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// A cell in a slot of the enclosing function.
    Cell(SlotId),
    /// A cell of the enclosing function's own closure.
    Free(u16),
}

/// A function, class body, module, lambda, generator expression or evaluated expression in goto form.
#[derive(Debug, Clone)]
pub struct Body {
    pub name: String,
    pub qualname: String,
    pub flags: CodeFlags,
    pub params: Params,
    pub first_line: u32,
    pub docstring: Option<ConstId>,
    pub slots: Vec<Slot>,
    pub free: Vec<String>,
    /// For each of `free`: where the enclosing body finds the cell.
    pub captures: Vec<Capture>,
    pub names: Vec<String>,
    pub consts: Vec<Const>,
    pub insts: Vec<Located>,
    /// Inner regions before the ones around them.
    pub regions: Vec<Region>,
    pub handlers: Vec<Handler>,
    /// Bodies of the functions made here, by [`Inst::MakeFunction::body`].
    pub nested: Vec<Body>,
}

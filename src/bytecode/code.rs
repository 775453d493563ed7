//! A code object: one compiled function, class body or module, without any heap value in it.

use super::Op;
use super::codec::Packed;
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// A stretch of source. Lines count from 1, columns from 0, in UTF-8 bytes as CPython's `ast` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Span {
    pub line: u32,
    pub end_line: u32,
    pub col: u16,
    pub end_col: u16,
}

/// A constant as the compiler knows it; the VM makes a heap value of it when the code is loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Const {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    BigInt(BigInt),
    Float(f64),
    Complex(f64, f64),
    Str(String),
    Bytes(Vec<u8>),
    Tuple(#[serde(deserialize_with = "nested")] Vec<Const>),
    FrozenSet(#[serde(deserialize_with = "nested")] Vec<Const>),
    /// A string with lone surrogates, as code points.
    Points(Vec<u32>),
}

/// Constants inside of a constant. They are read recursively, and a file may nest them as deep as it likes: a limit keeps
/// the reader's stack whole. The parser refuses deeper nesting long before.
fn nested<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Vec<Const>, D::Error> {
    const DEEPEST: u32 = 200;
    thread_local! {
        static DEPTH: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
    }
    if DEPTH.get() >= DEEPEST {
        return Err(serde::de::Error::custom("constants are nested too deep"));
    }
    DEPTH.set(DEPTH.get() + 1);
    let items = Vec::deserialize(d);
    DEPTH.set(DEPTH.get() - 1);
    items
}

impl Const {
    /// Equality that tells `0.0` from `-0.0` and `1` from `True` and `1.0`: what a constant pool may share.
    pub fn same(&self, other: &Const) -> bool {
        match (self, other) {
            (Const::Float(a), Const::Float(b)) => a.to_bits() == b.to_bits(),
            (Const::Complex(a, b), Const::Complex(c, d)) => a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits(),
            (Const::Tuple(a), Const::Tuple(b)) | (Const::FrozenSet(a), Const::FrozenSet(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.same(y))
            }
            (a, b) => a == b,
        }
    }
}

/// How many parameters of each kind. Their slots come first, in this order: positional-only, positional-or-keyword,
/// keyword-only, `*args`, `**kwargs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Params {
    pub posonly: u16,
    /// Positional-or-keyword, without the positional-only ones.
    pub positional: u16,
    pub kwonly: u16,
    pub varargs: bool,
    pub varkw: bool,
}

impl Params {
    /// Parameters that a positional argument can fill, `*args` aside.
    pub fn positional_count(&self) -> u16 {
        self.posonly + self.positional
    }
    /// All parameter slots.
    pub fn total(&self) -> u16 {
        self.positional_count() + self.kwonly + self.varargs as u16 + self.varkw as u16
    }
}

/// What kind of thing a code object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeKind {
    Module,
    Function,
    Lambda,
    ClassBody,
    GeneratorExpression,
    /// An expression evaluated by the debugger or by `eval`: returns its value.
    Expression,
}

/// Kind and properties of a code object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeFlags {
    pub kind: CodeKind,
    pub is_generator: bool,
    pub is_coroutine: bool,
    /// Variables live in the frame's namespace dict (module, class body), not in registers.
    pub uses_namespace: bool,
}

/// The kind of block a region is: decides what a jump into or out of it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegionKind {
    For,
    While,
    With,
    /// The body of `try`.
    Try,
    Except,
    Finally,
    Match,
    Case,
    Comprehension,
}

/// What a register is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegKind {
    Local,
    Cell,
    Comprehension,
    Hidden,
}

/// A named register. Registers behind the named ones are temporaries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reg {
    pub name: String,
    pub kind: RegKind,
}

/// A block of the source as a range of pcs, for jumps. See [`crate::compile::ir::Region`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    pub kind: RegionKind,
    pub start: u32,
    pub end: u32,
    pub line: u32,
    pub slots: Vec<u16>,
    pub handling: Option<u16>,
}

/// Exceptions raised at `start..end` go to `target`, stored in register `slot`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub slot: u16,
}

/// A statement boundary: no temporary is live at `pc`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stmt {
    pub pc: u32,
    pub line: u32,
}

/// Where a cell of the closure is found when the function object is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Capture {
    Cell(u16),
    Free(u16),
}

/// A compiled body. `nested` and `file` are indices relative to the [`Program`] it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Code {
    pub name: String,
    pub qualname: String,
    pub flags: CodeFlags,
    pub params: Params,
    pub first_line: u32,
    pub docstring: Option<String>,
    pub regs: Vec<Reg>,
    /// Named registers and temporaries together.
    pub nregs: u16,
    pub free: Vec<String>,
    pub captures: Vec<Capture>,
    pub names: Vec<String>,
    pub consts: Vec<Const>,
    pub ops: Vec<Op>,
    /// Parallel to `ops`.
    pub spans: Packed<Vec<Span>>,
    /// Parallel to `ops`: index into `live_sets`.
    pub live: Vec<u16>,
    /// Sets of temporaries (as registers) that are live before an instruction runs. The collector, the state hash and
    /// checkpoints look at no other temporary. Named registers are always live.
    pub live_sets: Vec<Vec<u16>>,
    /// By rising pc.
    pub stmts: Vec<Stmt>,
    pub regions: Vec<Region>,
    pub handlers: Vec<Handler>,
    /// Names of attribute and global accesses, one entry per access in the source, so that each has its inline cache.
    pub sites: Vec<u16>,
    /// Indices into [`Program::codes`].
    pub nested: Vec<u32>,
    /// The goto form as text, one string per line, and for each pc the line it came from.
    pub lowered: Packed<Lowered>,
}

/// The readable goto form, kept with the code so that a checkpoint shows it without the compiler's data.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Lowered {
    pub lines: Vec<LoweredLine>,
    /// For each pc the index of its line.
    pub of_pc: Vec<u32>,
}

/// One line of the goto form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoweredLine {
    pub text: String,
    pub source_line: u32,
    /// A label stands here (not an instruction).
    pub is_label: bool,
    /// For gotos: the index of the line it goes to.
    pub target: Option<u32>,
}

impl Code {
    /// The statement that the instruction at `pc` belongs to: the last boundary at or before it.
    pub fn stmt_at(&self, pc: u32) -> Option<Stmt> {
        let i = self.stmts.partition_point(|s| s.pc <= pc);
        i.checked_sub(1).map(|i| self.stmts[i])
    }
    /// Is `pc` a statement boundary?
    pub fn is_stmt(&self, pc: u32) -> bool {
        self.stmts.binary_search_by_key(&pc, |s| s.pc).is_ok()
    }
    /// Source line of the instruction at `pc`; the first line when there is none.
    pub fn line_at(&self, pc: u32) -> u32 {
        self.spans.get(pc as usize).map_or(self.first_line, |s| s.line)
    }
    /// Where a jump to `line` lands: its first statement boundary.
    pub fn entry_of_line(&self, line: u32) -> Option<u32> {
        self.stmts.iter().filter(|s| s.line == line).map(|s| s.pc).min()
    }
    /// The register that holds the local variable `name`.
    pub fn reg_named(&self, name: &str) -> Option<u16> {
        self.regs.iter().position(|r| r.name == name && matches!(r.kind, RegKind::Local | RegKind::Cell)).map(|i| i as u16)
    }
}

/// All code objects compiled from one source file; the first is the module's (or expression's) own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// As shown in tracebacks.
    pub file: String,
    pub source: String,
    /// Frames of hidden programs (prelude, standard library) are left out of the stack and of stepping unless asked for.
    pub hidden: bool,
    pub codes: Vec<Code>,
}

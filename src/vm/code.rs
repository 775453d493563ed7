//! Loaded code: a code object with its constants as heap values, and what is derived from it (names as symbols, inline
//! caches, patched breakpoints).

use super::heap::{Heap, Tracer};
use super::object::{CodeId, Sym};
use super::value::Value;
use crate::bytecode::{Code, Const, Op, Program};
use serde::{Deserialize, Serialize};

/// A program that was loaded: where its codes are and what it was compiled from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    pub file: String,
    pub text: String,
    pub hidden: bool,
}

/// An inline cache: what an access found last time, and under which conditions that still holds. Derived.
#[derive(Debug, Clone, Copy)]
pub struct Cache {
    /// [`Heap::class_version`] when it was filled; 0 is never valid.
    pub version: u32,
    /// Shape or class of the object, or the version of a dict's keys.
    pub key: u32,
    /// Index of the field or of the dict's entry.
    pub index: u32,
    /// Shape after an attribute was added.
    pub next: u32,
    pub value: Value,
}

impl Cache {
    pub const EMPTY: Cache = Cache { version: 0, key: 0, index: 0, next: 0, value: Value::Unset };
}

/// What a call needs to know of its callee, in one place. Derived.
#[derive(Debug, Clone, Copy, Default)]
pub struct CallInfo {
    /// Arguments of a call that needs no binding: positional ones only, exactly this many. `u16::MAX`: there is none such.
    pub simple: u16,
    /// Named registers.
    pub named: u16,
    pub nregs: u16,
    /// Calling it makes a generator.
    pub suspends: bool,
    /// An annotation scope of a class body: it sees the class's namespace.
    pub in_class: bool,
    pub hidden: bool,
}

/// A code object ready to run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Loaded {
    pub code: Code,
    /// Index into [`Codes::sources`].
    pub source: u32,
    pub nested: Vec<CodeId>,
    pub consts: Vec<Value>,
    /// The names as `str` objects.
    pub name_values: Vec<Value>,
    /// The instructions as they are executed. Derived.
    #[serde(skip)]
    pub ops: Vec<Op>,
    #[serde(skip)]
    pub names: Vec<Sym>,
    #[serde(skip)]
    pub caches: Vec<Cache>,
    #[serde(skip)]
    pub call: CallInfo,
}

impl Loaded {
    pub fn site_name(&self, site: u16) -> Sym {
        self.names[usize::from(self.code.sites[usize::from(site)])]
    }
    pub fn site_name_value(&self, site: u16) -> Value {
        self.name_values[usize::from(self.code.sites[usize::from(site)])]
    }
    fn derive(&mut self, heap: &mut Heap, hidden: bool) {
        let (params, flags) = (self.code.params, self.code.flags);
        let suspends = flags.is_generator || flags.is_coroutine;
        let in_class = flags.uses_namespace && flags.kind == crate::bytecode::CodeKind::Function;
        let is_simple = !params.varargs && !params.varkw && params.kwonly == 0 && !suspends && !in_class;
        self.call = CallInfo {
            simple: if is_simple { params.positional_count() } else { u16::MAX },
            named: self.code.regs.len() as u16,
            nregs: self.code.nregs,
            suspends,
            in_class,
            hidden,
        };
        self.ops = self.code.ops.clone();
        self.names = self.code.names.iter().map(|n| heap.symbols.intern(n)).collect();
        self.caches = vec![Cache::EMPTY; self.code.sites.len()];
    }
}

/// All loaded code. Only grows, except when going back to before something was loaded.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Codes {
    pub sources: Vec<Source>,
    pub all: Vec<Loaded>,
    /// Lines at which the run loop is to stop, by file. Derived: they belong to the session.
    #[serde(skip)]
    pub breakpoints: std::collections::BTreeSet<(String, u32)>,
    /// Instructions of the longest code: how far a run can get between two safe points. Derived.
    #[serde(skip)]
    pub longest: usize,
}

impl Codes {
    #[inline]
    pub fn get(&self, id: CodeId) -> &Loaded {
        &self.all[id.0 as usize]
    }
    pub fn source_of(&self, id: CodeId) -> &Source {
        &self.sources[self.get(id).source as usize]
    }
    /// Load a program; gives the id of its first code.
    pub fn load(&mut self, program: Program, heap: &mut Heap) -> CodeId {
        let first = self.all.len() as u32;
        let source = self.sources.len() as u32;
        self.sources.push(Source { file: program.file, text: program.source, hidden: program.hidden });
        for code in program.codes {
            let consts = code.consts.iter().map(|c| constant(c, heap)).collect();
            let name_values = code.names.iter().map(|n| heap.new_str(n)).collect();
            let nested = code.nested.iter().map(|n| CodeId(first + n)).collect();
            self.longest = self.longest.max(code.ops.len());
            let mut loaded = Loaded {
                code,
                source,
                nested,
                consts,
                name_values,
                ops: Vec::new(),
                names: Vec::new(),
                caches: Vec::new(),
                call: CallInfo::default(),
            };
            loaded.derive(heap, program.hidden);
            patch(&mut loaded, &self.sources[source as usize].file, &self.breakpoints);
            self.all.push(loaded);
        }
        CodeId(first)
    }
    pub fn trace(&self, t: &mut Tracer) {
        for loaded in &self.all {
            t.values(&loaded.consts);
            t.values(&loaded.name_values);
        }
    }
    /// Make what is not stored after loading a checkpoint.
    pub fn rebuild_derived(&mut self, heap: &mut Heap) {
        self.longest = self.all.iter().map(|l| l.code.ops.len()).max().unwrap_or(0);
        for loaded in &mut self.all {
            let hidden = self.sources[loaded.source as usize].hidden;
            loaded.derive(heap, hidden);
        }
    }
    /// Put breakpoints into the code that is loaded, and into all that will be.
    pub fn set_breakpoints(&mut self, breakpoints: std::collections::BTreeSet<(String, u32)>) {
        self.breakpoints = breakpoints;
        for loaded in &mut self.all {
            loaded.ops.clone_from(&loaded.code.ops);
            patch(loaded, &self.sources[loaded.source as usize].file, &self.breakpoints);
        }
    }
    /// Forget what inline caches know.
    pub fn clear_caches(&mut self) {
        for loaded in &mut self.all {
            loaded.caches.fill(Cache::EMPTY);
        }
    }
}

/// Where the line of a breakpoint begins: its first statement, and the end of each round when it is a loop's line.
fn patch(loaded: &mut Loaded, file: &str, breakpoints: &std::collections::BTreeSet<(String, u32)>) {
    if breakpoints.is_empty() {
        return;
    }
    let stmts = &loaded.code.stmts;
    for (i, s) in stmts.iter().enumerate() {
        let begins = i == 0 || stmts[i - 1].line != s.line;
        if begins && breakpoints.contains(&(file.to_owned(), s.line)) {
            loaded.ops[s.pc as usize] = Op::Breakpoint {};
        }
    }
}

/// The heap value of a constant.
pub fn constant(c: &Const, heap: &mut Heap) -> Value {
    match c {
        Const::None => Value::None,
        Const::Ellipsis => Value::Ellipsis,
        Const::Bool(b) => Value::Bool(*b),
        Const::Int(i) => Value::Int(*i),
        Const::BigInt(b) => heap.new_int(b.clone()),
        Const::Float(f) => Value::Float(*f),
        Const::Complex(re, im) => Value::Obj(heap.alloc(super::types::COMPLEX, super::object::Object::Complex(*re, *im))),
        Const::Str(s) => heap.new_str(s),
        Const::Points(points) => heap.new_text(super::text::Text::from_points(points.as_slice())),
        Const::Bytes(b) => heap.new_bytes(b.as_slice()),
        Const::Tuple(items) => {
            let items: Vec<Value> = items.iter().map(|c| constant(c, heap)).collect();
            heap.new_tuple(items)
        }
        Const::FrozenSet(items) => {
            let items: Vec<Value> = items.iter().map(|c| constant(c, heap)).collect();
            super::build::frozenset_of(heap, &items)
        }
    }
}

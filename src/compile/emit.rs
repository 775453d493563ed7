//! The goto form becomes register bytecode: slots and temporaries get registers, labels get addresses, and common pairs
//! become one instruction.
//!
//! Registers of a frame: slots first, then temporaries by depth, then a few scratch registers for constants.

use super::ir::{self, Body, ConstId, Inst, Label, NameId, Operand, Place, SlotId, SlotKind, Temp, Var};
use crate::bytecode::*;

/// The function is too large for the bytecode's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLarge {
    pub function: String,
    pub line: u32,
    pub what: &'static str,
}

impl TooLarge {
    /// The error as the compiler's other errors are.
    pub fn into_error(self, source: &crate::syntax::Source) -> crate::syntax::SyntaxError {
        let start = source.line_start(self.line);
        let message = format!("{} in '{}'", self.what, self.function);
        source.error_at(start, start, crate::syntax::ErrorKind::Syntax, message)
    }
}

/// Compile a body and everything nested in it. The body itself is the first code of the program.
pub fn program(body: &Body, file: &str, source: &str, hidden: bool) -> Result<Program, TooLarge> {
    let mut codes = Vec::new();
    emit_tree(body, &mut codes)?;
    Ok(Program { file: file.to_owned(), source: source.to_owned(), hidden, codes })
}

fn emit_tree(body: &Body, codes: &mut Vec<Code>) -> Result<u32, TooLarge> {
    // A narrow encoding first: branches fused with comparisons reach 32,767 instructions. Functions beyond it are rare.
    let code = match Emitter::new(body, false).run()? {
        Some(code) => code,
        None => Emitter::new(body, true).run()?.expect("the wide encoding has no short branches"),
    };
    let index = codes.len();
    codes.push(code);
    let mut nested = Vec::with_capacity(body.nested.len());
    for inner in &body.nested {
        nested.push(emit_tree(inner, codes)?);
    }
    codes[index].nested = nested;
    Ok(index as u32)
}

const SCRATCH: u16 = 3;

struct Emitter<'a> {
    body: &'a Body,
    wide: bool,
    ops: Vec<Op>,
    spans: Vec<Span>,
    stmts: Vec<Stmt>,
    inst_of_pc: Vec<u32>,
    /// Address of each label.
    labels: Vec<u32>,
    /// Instructions whose target is still a label.
    fixups: Vec<(usize, Label)>,
    sites: Vec<u16>,
    slots: u16,
    temps: u16,
    span: Span,
    inst: u32,
}

impl<'a> Emitter<'a> {
    fn new(body: &'a Body, wide: bool) -> Emitter<'a> {
        let temps = body.insts.iter().map(|l| temps_used(&l.inst)).max().unwrap_or(0);
        let labels =
            body.insts.iter().filter_map(|l| if let Inst::Label(l) = l.inst { Some(l.0 + 1) } else { None }).max().unwrap_or(0);
        Emitter {
            body,
            wide,
            ops: Vec::new(),
            spans: Vec::new(),
            stmts: Vec::new(),
            inst_of_pc: Vec::new(),
            labels: vec![u32::MAX; labels as usize],
            fixups: Vec::new(),
            sites: Vec::new(),
            slots: body.slots.len() as u16,
            temps,
            span: Span::default(),
            inst: 0,
        }
    }

    /// `None`: a short branch does not reach its target.
    fn run(mut self) -> Result<Option<Code>, TooLarge> {
        let body = self.body;
        if body.slots.len() + usize::from(self.temps) + usize::from(SCRATCH) > usize::from(u16::MAX) {
            return Err(TooLarge { function: body.name.clone(), line: body.first_line, what: "too many variables" });
        }
        for (i, located) in body.insts.iter().enumerate() {
            self.inst = i as u32;
            self.span = located.span;
            if located.stmt {
                let stmt = Stmt { pc: self.ops.len() as u32, line: located.span.line };
                // Two statements cannot begin at one place: the later one is it.
                if self.stmts.last().is_some_and(|s| s.pc == stmt.pc) {
                    self.stmts.pop();
                }
                self.stmts.push(stmt);
            }
            self.inst(&located.inst);
        }
        if self.sites.len() > usize::from(u16::MAX) {
            return Err(TooLarge {
                function: body.name.clone(),
                line: body.first_line,
                what: "too many attribute and global accesses",
            });
        }
        let place = |l: Label| self.labels[l.0 as usize];
        for &(pc, label) in &self.fixups {
            let target = self.labels[label.0 as usize];
            let short = i16::try_from(i64::from(target) - pc as i64);
            match &mut self.ops[pc] {
                Op::Jump { to } if target as usize <= pc => {
                    self.ops[pc] = Op::Loop {
                        to: {
                            *to = target;
                            target
                        },
                    }
                }
                Op::Jump { to } | Op::JumpIf { to, .. } | Op::JumpIfNot { to, .. } | Op::JumpIfUnset { to, .. } => *to = target,
                Op::JumpIfCompare { rel, .. }
                | Op::JumpIfNotCompare { rel, .. }
                | Op::JumpIfCompareInt { rel, .. }
                | Op::JumpIfNotCompareInt { rel, .. }
                | Op::JumpIfPending { rel, .. } => match short {
                    Ok(short) => *rel = short,
                    Err(_) => return Ok(None),
                },
                other => unreachable!("{other:?} does not jump"),
            }
        }
        let regions = body
            .regions
            .iter()
            .map(|r| Region {
                kind: r.kind,
                start: place(r.start),
                end: place(r.end),
                line: r.line,
                slots: r.slots.iter().map(|s| s.0).collect(),
                handling: r.handling.map(|s| s.0),
            })
            .collect();
        let handlers = body
            .handlers
            .iter()
            .map(|h| Handler { start: place(h.start), end: place(h.end), target: place(h.target), slot: h.slot.0 })
            .collect();
        let nregs = self.slots + self.temps + SCRATCH;
        let (live, live_sets) = liveness(&self.ops, self.slots, nregs);
        let lowered = lowered(body, &self.inst_of_pc);
        Ok(Some(Code {
            name: body.name.clone(),
            qualname: body.qualname.clone(),
            flags: body.flags,
            params: body.params,
            first_line: body.first_line,
            docstring: body.docstring.and_then(|k| match &body.consts[usize::from(k.0)] {
                Const::Str(s) => Some(s.clone()),
                _ => None,
            }),
            regs: body.slots.iter().map(|s| Reg { name: s.name.clone(), kind: reg_kind(s.kind) }).collect(),
            nregs,
            free: body.free.clone(),
            captures: body
                .captures
                .iter()
                .map(|c| match c {
                    ir::Capture::Cell(s) => Capture::Cell(s.0),
                    ir::Capture::Free(i) => Capture::Free(*i),
                })
                .collect(),
            names: body.names.clone(),
            consts: body.consts.clone(),
            ops: self.ops,
            spans: self.spans.into(),
            live,
            live_sets,
            stmts: self.stmts,
            regions,
            handlers,
            sites: self.sites,
            nested: Vec::new(),
            lowered: lowered.into(),
        }))
    }

    fn push(&mut self, op: Op) {
        self.ops.push(op);
        self.spans.push(self.span);
        self.inst_of_pc.push(self.inst);
    }
    fn push_jump(&mut self, op: Op, target: Label) {
        self.fixups.push((self.ops.len(), target));
        self.push(op);
    }
    fn temp(&self, t: Temp) -> u16 {
        self.slots + t.0
    }
    fn place(&self, p: Place) -> u16 {
        match p {
            Place::Slot(s) => s.0,
            Place::Temp(t) => self.temp(t),
        }
    }
    /// The register of an operand; a constant is loaded into the scratch register `n` first.
    fn operand(&mut self, o: Operand, n: u16) -> u16 {
        match o {
            Operand::Slot(s) => s.0,
            Operand::Temp(t) => self.temp(t),
            Operand::Const(k) => {
                let dst = self.slots + self.temps + n;
                self.load_const(dst, k);
                dst
            }
        }
    }
    fn load_const(&mut self, dst: u16, k: ConstId) {
        match self.small(Operand::Const(k)) {
            Some(imm) => self.push(Op::LoadInt { dst, imm }),
            None => self.push(Op::LoadConst { dst, k: k.0 }),
        }
    }
    /// The value of an operand that is a small integer constant.
    fn small(&self, o: Operand) -> Option<i16> {
        match o {
            Operand::Const(k) => match &self.body.consts[usize::from(k.0)] {
                Const::Int(i) => i16::try_from(*i).ok(),
                _ => None,
            },
            _ => None,
        }
    }
    fn site(&mut self, name: NameId) -> u16 {
        self.sites.push(name.0);
        (self.sites.len() - 1) as u16
    }

    fn inst(&mut self, inst: &Inst) {
        match *inst {
            Inst::Label(l) => self.labels[l.0 as usize] = self.ops.len() as u32,
            Inst::Goto(to) => self.push_jump(Op::Jump { to: 0 }, to),
            Inst::If { cond, when, target } => {
                let src = self.operand(cond, 0);
                self.push_jump(if when { Op::JumpIf { src, to: 0 } } else { Op::JumpIfNot { src, to: 0 } }, target);
            }
            Inst::IfCompare { op, a, b, when, target } => self.if_compare(op, a, b, when, target),
            Inst::IfUnset { slot, target } => self.push_jump(Op::JumpIfUnset { src: slot.0, to: 0 }, target),
            Inst::IfPending { slot, k, target } => {
                if self.wide {
                    self.push(Op::JumpIfPending { slot: slot.0, imm: k, rel: 2 });
                    let behind = self.ops.len() as u32 + 2;
                    self.push(Op::Jump { to: behind });
                    self.push_jump(Op::Jump { to: 0 }, target);
                } else {
                    self.push_jump(Op::JumpIfPending { slot: slot.0, imm: k, rel: 0 }, target);
                }
            }
            Inst::Copy { dst, src } => {
                let dst = self.place(dst);
                match src {
                    Operand::Const(k) => self.load_const(dst, k),
                    _ => {
                        let src = self.operand(src, 0);
                        self.push(Op::Copy { dst, src });
                    }
                }
            }
            Inst::Clear { slot } => self.push(Op::Clear { dst: slot.0 }),
            Inst::DeleteLocal { slot } => self.push(Op::DeleteLocal { dst: slot.0 }),
            Inst::MakeCell { slot } => self.push(Op::MakeCell { dst: slot.0 }),
            Inst::Load { dst, var } => self.load(dst, var),
            Inst::Store { var, src } => self.store(var, src),
            Inst::Delete { var } => match var {
                Var::Cell(s) => self.push(Op::DeleteCell { cell: s.0 }),
                Var::Free(free) => self.push(Op::DeleteFree { free }),
                Var::Global(n) => {
                    let site = self.site(n);
                    self.push(Op::DeleteGlobal { site });
                }
                Var::Name(n) | Var::NameOrFree(n, _) => {
                    let site = self.site(n);
                    self.push(Op::DeleteName { site });
                }
            },
            Inst::Unary { dst, op, src } => {
                let (dst, src) = (self.place(dst), self.operand(src, 0));
                self.push(Op::Unary { op, dst, src });
            }
            Inst::Binary { dst, op, a, b } => self.binary(dst, op, a, b),
            Inst::Compare { dst, op, a, b } => {
                let (a, b, dst) = (self.operand(a, 0), self.operand(b, 1), self.place(dst));
                self.push(Op::Compare { op, dst, a, b });
            }
            Inst::GetAttr { dst, obj, name } => {
                let (dst, obj, site) = (self.place(dst), self.operand(obj, 0), self.site(name));
                self.push(Op::GetAttr { dst, obj, site });
            }
            Inst::SetAttr { obj, name, src } => {
                let (obj, src, site) = (self.operand(obj, 0), self.operand(src, 1), self.site(name));
                self.push(Op::SetAttr { obj, site, src });
            }
            Inst::DelAttr { obj, name } => {
                let (obj, site) = (self.operand(obj, 0), self.site(name));
                self.push(Op::DelAttr { obj, site });
            }
            Inst::GetItem { dst, obj, key } => {
                let (obj, dst) = (self.operand(obj, 0), self.place(dst));
                match self.small(key) {
                    Some(imm) => self.push(Op::GetItemInt { dst, obj, imm }),
                    None => {
                        let key = self.operand(key, 1);
                        self.push(Op::GetItem { dst, obj, key });
                    }
                }
            }
            Inst::SetItem { obj, key, src } => {
                let (obj, key, src) = (self.operand(obj, 0), self.operand(key, 1), self.operand(src, 2));
                self.push(Op::SetItem { obj, key, src });
            }
            Inst::DelItem { obj, key } => {
                let (obj, key) = (self.operand(obj, 0), self.operand(key, 1));
                self.push(Op::DelItem { obj, key });
            }
            Inst::LoadSpecial { dst, obj, special } => {
                let (dst, obj) = (self.place(dst), self.operand(obj, 0));
                self.push(Op::LoadSpecial { special, dst, obj });
            }
            Inst::BuildList { dst, base, n } => self.push(Op::BuildList { dst: self.place(dst), base: self.temp(base), n }),
            Inst::BuildTuple { dst, base, n } => self.push(Op::BuildTuple { dst: self.place(dst), base: self.temp(base), n }),
            Inst::BuildSet { dst, base, n } => self.push(Op::BuildSet { dst: self.place(dst), base: self.temp(base), n }),
            Inst::BuildDict { dst, base, n } => self.push(Op::BuildDict { dst: self.place(dst), base: self.temp(base), n }),
            Inst::BuildString { dst, base, n } => self.push(Op::BuildString { dst: self.place(dst), base: self.temp(base), n }),
            Inst::BuildSlice { dst, base } => self.push(Op::BuildSlice { dst: self.place(dst), base: self.temp(base) }),
            Inst::ListAppend { list, src } => {
                let (list, src) = (self.operand(list, 0), self.operand(src, 1));
                self.push(Op::ListAppend { list, src });
            }
            Inst::SetAdd { set, src } => {
                let (set, src) = (self.operand(set, 0), self.operand(src, 1));
                self.push(Op::SetAdd { set, src });
            }
            Inst::DictInsert { dict, key, src } => {
                let (dict, key, src) = (self.operand(dict, 0), self.operand(key, 1), self.operand(src, 2));
                self.push(Op::DictInsert { dict, key, src });
            }
            Inst::ListExtend { list, src } => {
                let (list, src) = (self.operand(list, 0), self.operand(src, 1));
                self.push(Op::ListExtend { list, src });
            }
            Inst::SetUpdate { set, src } => {
                let (set, src) = (self.operand(set, 0), self.operand(src, 1));
                self.push(Op::SetUpdate { set, src });
            }
            Inst::DictUpdate { dict, src } => {
                let (dict, src) = (self.operand(dict, 0), self.operand(src, 1));
                self.push(Op::DictUpdate { dict, src });
            }
            Inst::DictMerge { dict, src, func } => {
                let (dict, src, func) = (self.operand(dict, 0), self.operand(src, 1), self.operand(func, 2));
                self.push(Op::DictMerge { dict, src, func });
            }
            Inst::ListToTuple { dst, src } => {
                let (dst, src) = (self.place(dst), self.operand(src, 0));
                self.push(Op::ListToTuple { dst, src });
            }
            Inst::UnpackSequence { src, base, n } => {
                let (src, base) = (self.operand(src, 0), self.temp(base));
                self.push(Op::UnpackSequence { src, base, n });
            }
            Inst::UnpackStar { src, base, before, after } => {
                let (src, base) = (self.operand(src, 0), self.temp(base));
                self.push(Op::UnpackStar { before, src, base, after: u16::from(after) });
            }
            Inst::Format { dst, src, conversion: conv, spec } => {
                let (dst, src) = (self.place(dst), self.operand(src, 0));
                match spec {
                    None => self.push(Op::Format { conv, dst, src }),
                    Some(spec) => {
                        let spec = self.operand(spec, 1);
                        self.push(Op::FormatSpec { conv, dst, src, spec });
                    }
                }
            }
            Inst::Call { dst, base, argc } => self.push(Op::Call { argc, dst: self.place(dst), base: self.temp(base) }),
            Inst::CallKw { dst, base, argc, names } => {
                self.push(Op::CallKw { argc, dst: self.place(dst), base: self.temp(base), names: names.0 })
            }
            Inst::CallEx { dst, base, kwargs } => {
                self.push(Op::CallEx { kwargs: kwargs.into(), dst: self.place(dst), base: self.temp(base) })
            }
            Inst::LoadMethod { base, obj, name } => {
                let (obj, site) = (self.operand(obj, 0), self.site(name));
                self.push(Op::LoadMethod { base: self.temp(base), obj, site });
            }
            Inst::CallMethod { dst, base, argc } => {
                self.push(Op::CallMethod { argc, dst: self.place(dst), base: self.temp(base) })
            }
            Inst::CallMethodKw { dst, base, argc, names } => {
                self.push(Op::CallMethodKw { argc, dst: self.place(dst), base: self.temp(base), names: names.0 });
            }
            Inst::MakeFunction { dst, body, base, defaults, kwdefaults, annotations } => {
                let flags = u8::from(defaults) | u8::from(kwdefaults) << 1 | u8::from(annotations) << 2;
                self.push(Op::MakeFunction { flags, dst: self.place(dst), code: body, base: self.temp(base) });
            }
            Inst::LoadBuildClass { dst } => self.push(Op::LoadBuildClass { dst: self.place(dst) }),
            Inst::LoadCellObject { dst, slot } => self.push(Op::LoadCellObject { dst: self.place(dst), cell: slot.0 }),
            Inst::LoadNamespace { dst } => self.push(Op::LoadNamespace { dst: self.place(dst) }),
            Inst::LoadAssertionError { dst } => self.push(Op::LoadAssertionError { dst: self.place(dst) }),
            Inst::GetIter { dst, src } => {
                let (dst, src) = (self.place(dst), self.operand(src, 0));
                self.push(Op::GetIter { dst, src });
            }
            Inst::Next { dst, iter: SlotId(iter), init, done } => {
                self.push(Op::Next { dst: self.place(dst), iter });
                self.push_jump(Op::Jump { to: 0 }, init);
                self.push_jump(Op::Jump { to: 0 }, done);
            }
            Inst::Return { src } => {
                let src = self.operand(src, 0);
                self.push(Op::Return { src });
            }
            Inst::Yield { dst, src } => {
                let (dst, src) = (self.place(dst), self.operand(src, 0));
                self.push(Op::Yield { dst, src });
            }
            Inst::GetYieldFromIter { dst, src } => {
                let (dst, src) = (self.place(dst), self.operand(src, 0));
                self.push(Op::GetYieldFromIter { dst, src });
            }
            Inst::Send { dst, iter, value, done, stop } => {
                let (dst, iter, value) = (self.place(dst), iter.0, self.operand(value, 0));
                self.push(if stop.is_some() { Op::SendNext { dst, iter, value } } else { Op::Send { dst, iter, value } });
                self.push_jump(Op::Jump { to: 0 }, done);
                if let Some(stop) = stop {
                    self.push_jump(Op::Jump { to: 0 }, stop);
                }
            }
            Inst::Raise { exc, cause } => match (exc, cause) {
                (None, _) => self.push(Op::RaiseAgain {}),
                (Some(exc), None) => {
                    let exc = self.operand(exc, 0);
                    self.push(Op::Raise { exc });
                }
                (Some(exc), Some(cause)) => {
                    let (exc, cause) = (self.operand(exc, 0), self.operand(cause, 1));
                    self.push(Op::RaiseFrom { exc, cause });
                }
            },
            Inst::Reraise { slot } => self.push(Op::Reraise { src: slot.0 }),
            Inst::MatchException { dst, slot, class } => {
                let (dst, class) = (self.place(dst), self.operand(class, 0));
                self.push(Op::MatchException { dst, exc: slot.0, class });
            }
            Inst::CallExit { dst, exit, exc } => {
                let dst = self.temp(dst);
                self.push(match exc {
                    None => Op::CallExit { dst, exit: exit.0 },
                    Some(exc) => Op::CallExitWith { dst, exit: exit.0, exc: exc.0 },
                });
            }
            Inst::Import { dst, name, level, from_list } => {
                self.push(Op::Import { level, dst: self.place(dst), name: name.0, from_list: from_list.0 });
            }
            Inst::ImportFrom { dst, module, name } => {
                let (dst, module) = (self.place(dst), self.operand(module, 0));
                self.push(Op::ImportFrom { dst, module, name: name.0 });
            }
            Inst::ImportStar { module } => {
                let module = self.operand(module, 0);
                self.push(Op::ImportStar { module });
            }
            Inst::Run { dst, routine, base, n } => {
                self.push(Op::Run { routine, dst: self.place(dst), base: self.temp(base), n });
            }
            Inst::PrintExpr { src } => {
                let src = self.operand(src, 0);
                self.push(Op::PrintExpr { src });
            }
            Inst::Nop => self.push(Op::Nop {}),
        }
    }

    fn load(&mut self, dst: Place, var: Var) {
        let dst = self.place(dst);
        let op = match var {
            Var::Cell(s) => Op::LoadCell { dst, cell: s.0 },
            Var::Free(free) => Op::LoadFree { dst, free },
            Var::Global(n) => Op::LoadGlobal { dst, site: self.site(n) },
            Var::Name(n) => Op::LoadName { dst, site: self.site(n) },
            Var::NameOrFree(n, free) => Op::LoadNameOrFree { dst, site: self.site(n), free },
        };
        self.push(op);
    }

    fn store(&mut self, var: Var, src: Operand) {
        let src = self.operand(src, 0);
        let op = match var {
            Var::Cell(s) => Op::StoreCell { cell: s.0, src },
            Var::Free(free) => Op::StoreFree { free, src },
            Var::Global(n) => Op::StoreGlobal { site: self.site(n), src },
            Var::Name(n) | Var::NameOrFree(n, _) => Op::StoreName { site: self.site(n), src },
        };
        self.push(op);
    }

    fn binary(&mut self, dst: Place, op: BinOp, a: Operand, b: Operand) {
        let (a, dst) = (self.operand(a, 0), self.place(dst));
        if let Some(imm) = self.small(b) {
            return self.push(match op.plain() {
                BinOp::Add => Op::AddInt { op, dst, a, imm },
                BinOp::Sub => Op::SubInt { op, dst, a, imm },
                _ => Op::BinaryInt { op, dst, a, imm },
            });
        }
        let b = self.operand(b, 1);
        self.push(match op.plain() {
            BinOp::Add => Op::Add { op, dst, a, b },
            BinOp::Sub => Op::Sub { op, dst, a, b },
            BinOp::Mul => Op::Mul { op, dst, a, b },
            _ => Op::Binary { op, dst, a, b },
        });
    }

    fn if_compare(&mut self, op: CmpOp, a: Operand, b: Operand, when: bool, target: Label) {
        let a = self.operand(a, 0);
        if self.wide {
            let b = self.operand(b, 1);
            let dst = self.slots + self.temps;
            self.push(Op::Compare { op, dst, a, b });
            return self.push_jump(if when { Op::JumpIf { src: dst, to: 0 } } else { Op::JumpIfNot { src: dst, to: 0 } }, target);
        }
        let jump = match self.small(b) {
            Some(imm) if when => Op::JumpIfCompareInt { op, a, imm, rel: 0 },
            Some(imm) => Op::JumpIfNotCompareInt { op, a, imm, rel: 0 },
            None => {
                let b = self.operand(b, 1);
                if when { Op::JumpIfCompare { op, a, b, rel: 0 } } else { Op::JumpIfNotCompare { op, a, b, rel: 0 } }
            }
        };
        self.push_jump(jump, target);
    }
}

/// The goto form as text, and for each pc the line that it came from.
fn lowered(body: &Body, inst_of_pc: &[u32]) -> Lowered {
    let text = super::ir_text::print(body);
    let mut line_of_inst = vec![0u32; body.insts.len()];
    let mut last = 0;
    let mut by_inst = text.iter().enumerate().filter_map(|(i, l)| l.inst.map(|inst| (inst, i as u32))).peekable();
    for (inst, line) in line_of_inst.iter_mut().enumerate() {
        while by_inst.peek().is_some_and(|(at, _)| *at <= inst) {
            last = by_inst.next().map_or(last, |(_, line)| line);
        }
        *line = last;
    }
    let of_pc = inst_of_pc.iter().map(|&i| line_of_inst[i as usize]).collect();
    let lines = text
        .into_iter()
        .map(|l| LoweredLine { text: l.text, source_line: l.source_line, is_label: l.is_label, target: l.target })
        .collect();
    Lowered { lines, of_pc }
}

fn reg_kind(kind: SlotKind) -> RegKind {
    match kind {
        SlotKind::Local => RegKind::Local,
        SlotKind::Cell => RegKind::Cell,
        SlotKind::Comprehension => RegKind::Comprehension,
        SlotKind::Hidden => RegKind::Hidden,
    }
}

/// One more than the highest temporary that the instruction touches.
fn temps_used(inst: &Inst) -> u16 {
    let written = match inst.dst() {
        Some(Place::Temp(t)) => t.0 + 1,
        _ => 0,
    };
    let window = match inst {
        Inst::BuildList { base, n, .. }
        | Inst::BuildTuple { base, n, .. }
        | Inst::BuildSet { base, n, .. }
        | Inst::BuildString { base, n, .. }
        | Inst::Run { base, n, .. }
        | Inst::UnpackSequence { base, n, .. } => base.0 + n,
        Inst::BuildDict { base, n, .. } => base.0 + 2 * n,
        Inst::BuildSlice { base, .. } | Inst::CallEx { base, .. } | Inst::MakeFunction { base, .. } => base.0 + 3,
        Inst::UnpackStar { base, before, after, .. } => base.0 + u16::from(*before) + 1 + u16::from(*after),
        Inst::Call { base, argc, .. }
        | Inst::CallKw { base, argc, .. }
        | Inst::CallMethod { base, argc, .. }
        | Inst::CallMethodKw { base, argc, .. } => base.0 + u16::from(*argc) + 2,
        Inst::LoadMethod { base, .. } => base.0 + 2,
        // The window of the call to `__exit__`: the callee and three arguments.
        Inst::CallExit { dst, .. } => dst.0 + 4,
        _ => 0,
    };
    written.max(window)
}

//! The readable text of the goto form: what the "lowered" pane and `sleepy dis` show.
//!
//! One line per instruction, one per label that something jumps to, and comments where ranges of handlers begin and
//! end. Labels are numbered in the order of the text. Called by the emitter, which keeps the lines with the code.

use super::ir::{Body, ConstId, Inst, Label, NameId, Operand, Place, SlotId, SlotKind, Temp, Var};
use crate::bytecode::{Const, Conversion, RegionKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// One line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// The instruction it shows: an index into [`Body::insts`]. `None` for labels and comments.
    pub inst: Option<usize>,
    pub source_line: u32,
    pub is_label: bool,
    /// For jumps: the index of the line they go to.
    pub target: Option<u32>,
}

/// The text of a body, without the bodies nested in it.
pub fn print(body: &Body) -> Vec<Line> {
    Printer::new(body).print()
}

/// The text of a body and of all bodies in it, for people and golden files.
pub fn print_all(body: &Body) -> String {
    let mut text = format!("{}:\n", heading(body));
    for line in print(body) {
        let indent = if line.is_label { "" } else { "    " };
        let _ = writeln!(text, "{indent}{}", line.text);
    }
    for nested in &body.nested {
        text.push('\n');
        text.push_str(&print_all(nested));
    }
    text
}

/// `def name(a, b, *args)`, `class name`...
pub fn heading(body: &Body) -> String {
    use crate::bytecode::CodeKind;
    match body.flags.kind {
        CodeKind::Module => "module".into(),
        CodeKind::ClassBody => format!("class {}", body.qualname),
        CodeKind::Expression => "expression".into(),
        _ => {
            let p = body.params;
            let name = |i: u16| body.slots.get(i as usize).map_or("?", |s| s.name.as_str());
            let mut parts: Vec<String> = (0..p.positional_count()).map(|i| name(i).to_owned()).collect();
            if p.posonly > 0 {
                parts.insert(p.posonly as usize, "/".into());
            }
            let mut at = p.positional_count() + p.kwonly;
            if p.varargs {
                parts.push(format!("*{}", name(at)));
                at += 1;
            } else if p.kwonly > 0 {
                parts.push("*".into());
            }
            parts.extend((p.positional_count()..p.positional_count() + p.kwonly).map(|i| name(i).to_owned()));
            if p.varkw {
                parts.push(format!("**{}", name(at)));
            }
            format!("def {}({})", body.qualname, parts.join(", "))
        }
    }
}

struct Printer<'a> {
    body: &'a Body,
    /// Numbers of the labels that are shown; labels at one place share theirs.
    numbers: BTreeMap<Label, u32>,
    /// What the temporaries that hold a callee were loaded from, while that is certain.
    callees: BTreeMap<u16, String>,
}

impl<'a> Printer<'a> {
    fn new(body: &'a Body) -> Printer<'a> {
        let mut shown: BTreeSet<Label> = body.insts.iter().filter_map(|l| target(&l.inst)).collect();
        shown.extend(body.handlers.iter().map(|h| h.target));
        let mut numbers = BTreeMap::new();
        let mut count = 0;
        let mut i = 0;
        while i < body.insts.len() {
            let mut here = vec![];
            while let Some(Inst::Label(label)) = body.insts.get(i).map(|l| &l.inst) {
                here.push(*label);
                i += 1;
            }
            if here.iter().any(|l| shown.contains(l)) {
                count += 1;
                numbers.extend(here.into_iter().map(|l| (l, count)));
            }
            i += 1;
        }
        Printer { body, numbers, callees: BTreeMap::new() }
    }

    fn print(mut self) -> Vec<Line> {
        let mut lines: Vec<Line> = vec![];
        let mut targets: Vec<(usize, u32)> = vec![];
        let mut line_of: BTreeMap<u32, u32> = BTreeMap::new();
        for (i, located) in self.body.insts.iter().enumerate() {
            let source_line = located.span.line;
            let mut plain = |text: String, is_label: bool| {
                lines.push(Line { text, inst: None, source_line, is_label, target: None });
                lines.len() as u32 - 1
            };
            if let Inst::Label(label) = located.inst {
                self.callees.clear();
                for comment in self.endings(label) {
                    plain(comment, false);
                }
                if let Some(&n) = self.numbers.get(&label)
                    && !line_of.contains_key(&n)
                {
                    let line = plain(format!("L{n}:"), true);
                    line_of.insert(n, line);
                }
                for comment in self.beginnings(label) {
                    plain(comment, false);
                }
                continue;
            }
            let text = self.inst(&located.inst);
            if let Some(label) = target(&located.inst)
                && let Some(&n) = self.numbers.get(&label)
            {
                targets.push((lines.len(), n));
            }
            lines.push(Line { text, inst: Some(i), source_line, is_label: false, target: None });
        }
        for (line, n) in targets {
            lines[line].target = line_of.get(&n).copied();
        }
        lines
    }

    /// Comments for what begins at a label.
    fn beginnings(&self, label: Label) -> Vec<String> {
        let body = self.body;
        let regions = body.regions.iter().rev().filter(|r| r.start == label).filter_map(|r| match r.kind {
            RegionKind::Finally => Some("# finally".to_owned()),
            RegionKind::Except if r.slots.is_empty() => Some("# __exit__ gets the exception".to_owned()),
            RegionKind::Except => Some("# except".to_owned()),
            _ => None,
        });
        let handlers = body.handlers.iter().rev().filter(|h| h.start == label);
        let handlers = handlers.map(|h| format!("# try: an exception goes to {} as {}", self.label(h.target), self.slot(h.slot)));
        regions.chain(handlers).collect()
    }

    /// Comments for what ends at a label.
    fn endings(&self, label: Label) -> Vec<String> {
        self.body.handlers.iter().filter(|h| h.end == label).map(|_| "# end of try".to_owned()).collect()
    }

    fn label(&self, label: Label) -> String {
        self.numbers.get(&label).map_or_else(|| "?".into(), |n| format!("L{n}"))
    }

    fn slot(&self, slot: SlotId) -> &'a str {
        self.body.slots.get(slot.0 as usize).map_or("?", |s| s.name.as_str())
    }

    fn name(&self, name: NameId) -> &'a str {
        self.body.names.get(name.0 as usize).map_or("?", |n| n.as_str())
    }

    fn constant(&self, id: ConstId) -> String {
        self.body.consts.get(id.0 as usize).map_or_else(|| "?".into(), const_text)
    }

    fn operand(&self, operand: Operand) -> String {
        match operand {
            Operand::Slot(s) => self.slot(s).to_owned(),
            Operand::Temp(t) => temp(t),
            Operand::Const(c) => self.constant(c),
        }
    }

    fn place(&self, place: Place) -> String {
        match place {
            Place::Slot(s) => self.slot(s).to_owned(),
            Place::Temp(t) => temp(t),
        }
    }

    fn var(&self, var: Var) -> String {
        let free = |i: u16| self.body.free.get(i as usize).map_or("?", |n| n.as_str());
        match var {
            Var::Cell(s) => format!("cell {}", self.slot(s)),
            Var::Free(i) => format!("closure {}", free(i)),
            Var::Global(n) => format!("global {}", self.name(n)),
            Var::Name(n) => format!("name {}", self.name(n)),
            Var::NameOrFree(n, _) => format!("name {} or closure", self.name(n)),
        }
    }

    fn callee(&self, base: Temp) -> String {
        self.callees.get(&base.0).cloned().unwrap_or_else(|| temp(base))
    }

    /// Arguments in the window from `first` on, the last ones by keyword.
    fn arguments(&self, first: u16, argc: u8, names: Option<ConstId>) -> String {
        let names: Vec<String> = match names.and_then(|n| self.body.consts.get(n.0 as usize)) {
            Some(Const::Tuple(t)) => t.iter().map(|c| if let Const::Str(s) = c { s.clone() } else { String::new() }).collect(),
            _ => vec![],
        };
        let positional = (argc as usize).saturating_sub(names.len());
        let argument = |i: usize| {
            let value = temp(Temp(first + i as u16));
            if i < positional { value } else { format!("{}={value}", names[i - positional]) }
        };
        (0..argc as usize).map(argument).collect::<Vec<_>>().join(", ")
    }

    fn inst(&mut self, inst: &Inst) -> String {
        let text = self.text(inst);
        self.follow(inst);
        text
    }

    /// Keep track of what the temporaries hold.
    fn follow(&mut self, inst: &Inst) {
        match *inst {
            Inst::Load { dst: Place::Temp(t), var: Var::Global(n) | Var::Name(n) | Var::NameOrFree(n, _) } => {
                self.callees.insert(t.0, self.name(n).to_owned());
            }
            Inst::Load { dst: Place::Temp(t), var: Var::Cell(s) } => {
                self.callees.insert(t.0, self.slot(s).to_owned());
            }
            Inst::Load { dst: Place::Temp(t), var: Var::Free(i) } => {
                let name = self.body.free.get(i as usize).cloned().unwrap_or_default();
                self.callees.insert(t.0, name);
            }
            Inst::Copy { dst: Place::Temp(t), src: Operand::Slot(s) } => {
                self.callees.insert(t.0, self.slot(s).to_owned());
            }
            Inst::LoadMethod { base, obj, name } => {
                self.callees.insert(base.0, format!("{}.{}", self.operand(obj), self.name(name)));
            }
            Inst::LoadAssertionError { dst: Place::Temp(t) } => {
                self.callees.insert(t.0, "AssertionError".into());
            }
            Inst::LoadBuildClass { dst: Place::Temp(t) } => {
                self.callees.insert(t.0, "build_class".into());
            }
            _ => {
                if let Some(t) = written(inst) {
                    self.callees.retain(|&k, _| k < t.0);
                }
            }
        }
    }

    fn text(&self, inst: &Inst) -> String {
        let o = |x: Operand| self.operand(x);
        let p = |x: Place| self.place(x);
        let window = |base: Temp, n: u16| (base.0..base.0 + n).map(|i| temp(Temp(i))).collect::<Vec<_>>();
        match *inst {
            Inst::Label(l) => format!("{}:", self.label(l)),
            Inst::Goto(l) => format!("goto {}", self.label(l)),
            Inst::If { cond, when, target } => {
                format!("if {}{} goto {}", if when { "" } else { "not " }, o(cond), self.label(target))
            }
            Inst::IfCompare { op, a, b, when, target } => {
                let not = if when { "" } else { "not " };
                format!("if {not}{} {} {} goto {}", o(a), op.text(), o(b), self.label(target))
            }
            Inst::IfUnset { slot, target } => format!("if {} unset goto {}", self.slot(slot), self.label(target)),
            Inst::IfPending { slot, k, target } => {
                format!("if {} == {k}{} goto {}", self.slot(slot), pending(k.into()), self.label(target))
            }
            Inst::Copy { dst, src } => {
                let note = match (dst, src) {
                    (Place::Slot(s), Operand::Const(c)) if self.is_pend(s) => match self.body.consts.get(c.0 as usize) {
                        Some(&Const::Int(k)) => pending(k),
                        _ => "",
                    },
                    _ => "",
                };
                format!("{} = {}{note}", p(dst), o(src))
            }
            Inst::Clear { slot } => format!("clear {}", self.slot(slot)),
            Inst::DeleteLocal { slot } => format!("del {}", self.slot(slot)),
            Inst::MakeCell { slot } => format!("make cell {}", self.slot(slot)),
            Inst::Load { dst, var } => format!("{} = {}", p(dst), self.var(var)),
            Inst::Store { var, src } => format!("{} = {}", self.var(var), o(src)),
            Inst::Delete { var } => format!("del {}", self.var(var)),
            Inst::Unary { dst, op, src } => format!("{} = {}{}", p(dst), op.text(), o(src)),
            Inst::Binary { dst, op, a, b } => {
                let same = p(dst) == o(a);
                if op.is_in_place() && same {
                    format!("{} {} {}", p(dst), op.text(), o(b))
                } else if op.is_in_place() {
                    format!("{} = {} {} {} (in place)", p(dst), o(a), op.plain().text(), o(b))
                } else {
                    format!("{} = {} {} {}", p(dst), o(a), op.text(), o(b))
                }
            }
            Inst::Compare { dst, op, a, b } => format!("{} = {} {} {}", p(dst), o(a), op.text(), o(b)),
            Inst::GetAttr { dst, obj, name } => format!("{} = {}.{}", p(dst), o(obj), self.name(name)),
            Inst::SetAttr { obj, name, src } => format!("{}.{} = {}", o(obj), self.name(name), o(src)),
            Inst::DelAttr { obj, name } => format!("del {}.{}", o(obj), self.name(name)),
            Inst::GetItem { dst, obj, key } => format!("{} = {}[{}]", p(dst), o(obj), o(key)),
            Inst::SetItem { obj, key, src } => format!("{}[{}] = {}", o(obj), o(key), o(src)),
            Inst::DelItem { obj, key } => format!("del {}[{}]", o(obj), o(key)),
            Inst::LoadSpecial { dst, obj, special } => format!("{} = type({}).{}", p(dst), o(obj), special.text()),
            Inst::BuildList { dst, base, n } => format!("{} = [{}]", p(dst), window(base, n).join(", ")),
            Inst::BuildTuple { dst, base, n: 1 } => format!("{} = ({},)", p(dst), temp(base)),
            Inst::BuildTuple { dst, base, n } => format!("{} = ({})", p(dst), window(base, n).join(", ")),
            Inst::BuildSet { dst, n: 0, .. } => format!("{} = set()", p(dst)),
            Inst::BuildSet { dst, base, n } => format!("{} = {{{}}}", p(dst), window(base, n).join(", ")),
            Inst::BuildDict { dst, base, n } => {
                let pairs: Vec<String> = window(base, n * 2).chunks(2).map(|pair| pair.join(": ")).collect();
                format!("{} = {{{}}}", p(dst), pairs.join(", "))
            }
            Inst::BuildSlice { dst, base } => format!("{} = slice({})", p(dst), window(base, 3).join(", ")),
            Inst::BuildString { dst, base, n } => format!("{} = join({})", p(dst), window(base, n).join(", ")),
            Inst::ListAppend { list, src } => format!("append({}, {})", o(list), o(src)),
            Inst::SetAdd { set, src } => format!("add({}, {})", o(set), o(src)),
            Inst::DictInsert { dict, key, src } => format!("insert({}, {}: {})", o(dict), o(key), o(src)),
            Inst::ListExtend { list, src } => format!("extend({}, {})", o(list), o(src)),
            Inst::SetUpdate { set, src } => format!("update({}, {})", o(set), o(src)),
            Inst::DictUpdate { dict, src } => format!("update({}, {})", o(dict), o(src)),
            Inst::DictMerge { dict, src, .. } => format!("merge({}, {})", o(dict), o(src)),
            Inst::ListToTuple { dst, src } => format!("{} = tuple({})", p(dst), o(src)),
            Inst::UnpackSequence { src, base, n: 1 } => format!("{}, = unpack {}", temp(base), o(src)),
            Inst::UnpackSequence { src, base, n } => format!("{} = unpack {}", window(base, n).join(", "), o(src)),
            Inst::UnpackStar { src, base, before, after } => {
                let mut all = window(base, before as u16 + 1 + after as u16);
                all[before as usize].insert(0, '*');
                format!("{} = unpack {}", all.join(", "), o(src))
            }
            Inst::Format { dst, src, conversion, spec } => {
                let conversion = if conversion == Conversion::None { "" } else { conversion.text() };
                let spec = spec.map_or_else(String::new, |s| format!(", {}", o(s)));
                format!("{} = format({}{conversion}{spec})", p(dst), o(src))
            }
            Inst::Call { dst, base, argc } => {
                format!("{} = call {}({})", p(dst), self.callee(base), self.arguments(base.0 + 1, argc, None))
            }
            Inst::CallKw { dst, base, argc, names } => {
                format!("{} = call {}({})", p(dst), self.callee(base), self.arguments(base.0 + 1, argc, Some(names)))
            }
            Inst::CallEx { dst, base, kwargs } => {
                let kwargs = if kwargs { format!(", **{}", temp(Temp(base.0 + 2))) } else { String::new() };
                format!("{} = call {}(*{}{kwargs})", p(dst), self.callee(base), temp(Temp(base.0 + 1)))
            }
            Inst::LoadMethod { base, obj, name } => {
                format!("{}, {} = method {}.{}", temp(base), temp(Temp(base.0 + 1)), o(obj), self.name(name))
            }
            Inst::CallMethod { dst, base, argc } => {
                format!("{} = call {}({})", p(dst), self.callee(base), self.arguments(base.0 + 2, argc, None))
            }
            Inst::CallMethodKw { dst, base, argc, names } => {
                format!("{} = call {}({})", p(dst), self.callee(base), self.arguments(base.0 + 2, argc, Some(names)))
            }
            Inst::MakeFunction { dst, body, base, defaults, kwdefaults, annotations } => {
                let name = self.body.nested.get(body as usize).map_or("?", |b| b.name.as_str());
                let mut text = format!("{} = function {name}", p(dst));
                let parts = [(defaults, 0, "defaults"), (kwdefaults, 1, "keyword defaults"), (annotations, 2, "annotations")];
                for (_, i, what) in parts.into_iter().filter(|part| part.0) {
                    let _ = write!(text, ", {what} {}", temp(Temp(base.0 + i)));
                }
                text
            }
            Inst::LoadBuildClass { dst } => format!("{} = build_class", p(dst)),
            Inst::LoadCellObject { dst, slot } => format!("{} = the cell {}", p(dst), self.slot(slot)),
            Inst::LoadNamespace { dst } => format!("{} = the namespace", p(dst)),
            Inst::LoadAssertionError { dst } => format!("{} = AssertionError", p(dst)),
            Inst::GetIter { dst, src } => format!("{} = iter({})", p(dst), o(src)),
            Inst::Next { dst, iter, done, .. } => {
                format!("{} = next({}) else goto {}", p(dst), self.slot(iter), self.label(done))
            }
            Inst::Return { src } => format!("return {}", o(src)),
            Inst::Yield { dst, src } => format!("{} = yield {}", p(dst), o(src)),
            Inst::GetYieldFromIter { dst, src } => format!("{} = iter({}) to yield from", p(dst), o(src)),
            Inst::Send { dst, iter, value, done, stop } => {
                let stop = stop.map_or(String::new(), |l| format!(", StopAsyncIteration goto {}", self.label(l)));
                format!("{} = send({}, {}) done goto {}{stop}", p(dst), self.slot(iter), o(value), self.label(done))
            }
            Inst::Raise { exc: None, .. } => "raise".into(),
            Inst::Raise { exc: Some(exc), cause: None } => format!("raise {}", o(exc)),
            Inst::Raise { exc: Some(exc), cause: Some(cause) } => format!("raise {} from {}", o(exc), o(cause)),
            Inst::Reraise { slot } => format!("reraise {}", self.slot(slot)),
            Inst::MatchException { dst, slot, class } => format!("{} = {} matches {}", p(dst), self.slot(slot), o(class)),
            Inst::CallExit { dst, exit, exc: None } => format!("{} = call {}(None, None, None)", temp(dst), self.slot(exit)),
            Inst::CallExit { dst, exit, exc: Some(exc) } => {
                format!("{} = call {}({})", temp(dst), self.slot(exit), self.slot(exc))
            }
            Inst::Import { dst, name, level, from_list } => {
                let dots = ".".repeat(level as usize);
                let from = match self.body.consts.get(from_list.0 as usize) {
                    Some(Const::Tuple(names)) => {
                        let names = names.iter().map(|n| if let Const::Str(s) = n { s.as_str() } else { "?" });
                        format!(" for {}", names.collect::<Vec<_>>().join(", "))
                    }
                    _ => String::new(),
                };
                format!("{} = import {dots}{}{from}", p(dst), self.name(name))
            }
            Inst::ImportFrom { dst, module, name } => format!("{} = from {} import {}", p(dst), o(module), self.name(name)),
            Inst::ImportStar { module } => format!("from {} import *", o(module)),
            Inst::Run { dst, routine, base, n } => format!("{} = {}({})", p(dst), routine.text(), window(base, n).join(", ")),
            Inst::PrintExpr { src } => format!("show {}", o(src)),
            Inst::Nop => "pass".into(),
        }
    }

    fn is_pend(&self, slot: SlotId) -> bool {
        self.body.slots.get(slot.0 as usize).is_some_and(|s| s.kind == SlotKind::Hidden && s.name.starts_with("pend"))
    }
}

fn temp(t: Temp) -> String {
    format!("t{}", t.0)
}

/// What a number in a `pend` slot stands for.
fn pending(k: i64) -> &'static str {
    match k {
        2 => " (return)",
        3 => " (break)",
        4 => " (continue)",
        _ => "",
    }
}

/// Where an instruction may jump. A `Next` that starts its loop is left out: the text would not be clearer for it.
fn target(inst: &Inst) -> Option<Label> {
    match *inst {
        Inst::Goto(target)
        | Inst::If { target, .. }
        | Inst::IfCompare { target, .. }
        | Inst::IfUnset { target, .. }
        | Inst::IfPending { target, .. }
        | Inst::Next { done: target, .. }
        | Inst::Send { done: target, .. } => Some(target),
        _ => None,
    }
}

/// The lowest temporary that an instruction writes.
fn written(inst: &Inst) -> Option<Temp> {
    match *inst {
        Inst::UnpackSequence { base, .. } | Inst::UnpackStar { base, .. } => Some(base),
        _ => match inst.dst() {
            Some(Place::Temp(t)) => Some(t),
            _ => None,
        },
    }
}

/// A constant as Python would write it.
pub fn const_text(value: &Const) -> String {
    let list = |values: &[Const]| values.iter().map(const_text).collect::<Vec<_>>().join(", ");
    match value {
        Const::None => "None".into(),
        Const::Ellipsis => "...".into(),
        Const::Bool(true) => "True".into(),
        Const::Bool(false) => "False".into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(i) => i.to_string(),
        Const::Float(f) => format!("{f:?}"),
        Const::Complex(re, im) if *re == 0.0 => format!("{im}j"),
        Const::Complex(re, im) => format!("({re}{im:+}j)"),
        Const::Str(s) => quoted(s),
        Const::Points(points) => {
            let shown = |c: &u32| char::from_u32(*c).map_or_else(|| format!("\\u{c:04x}"), String::from);
            quoted(&points.iter().map(shown).collect::<String>())
        }
        Const::Bytes(b) => format!("b'{}'", b.escape_ascii()),
        Const::Tuple(t) if t.len() == 1 => format!("({},)", const_text(&t[0])),
        Const::Tuple(t) => format!("({})", list(t)),
        Const::FrozenSet(t) if t.is_empty() => "frozenset()".into(),
        Const::FrozenSet(t) => format!("{{{}}}", list(t)),
    }
}

/// A string literal, cut off when it is long.
fn quoted(s: &str) -> String {
    const MAX: usize = 60;
    let mut text = String::from("'");
    for (i, c) in s.chars().enumerate() {
        if i == MAX {
            text.push_str("...");
            break;
        }
        match c {
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            '\\' => text.push_str("\\\\"),
            '\'' => text.push_str("\\'"),
            c if (c as u32) < 32 || c as u32 == 127 => {
                let _ = write!(text, "\\x{:02x}", c as u32);
            }
            c => text.push(c),
        }
    }
    text.push('\'');
    text
}

//! The body under construction: its instructions, slots, constants, labels and temporaries.

use super::block::Block;
use super::{Context, Result};
use crate::bytecode::{CodeFlags, CodeKind, Const, Params, RegionKind, Span};
use crate::compile::ir::{
    Body, Capture, ConstId, Handler, Inst, Label, Located, NameId, Operand, Place, Region, Slot, SlotId, SlotKind, Temp, Var,
};
use crate::compile::scopes::{Access, ScopeId, ScopeKind, mangle};
use crate::syntax::{SyntaxError, TextRange};
use std::collections::BTreeMap;

/// Makes one body.
pub(super) struct Builder<'a> {
    pub cx: &'a Context<'a>,
    /// The scope whose names are looked up: the body's own, or that of an inlined comprehension.
    pub scope: ScopeId,
    pub body: Body,
    /// How many temporaries are live: the next one is `Temp(depth)`.
    pub depth: u16,
    /// What inner functions are named after, where that is not this body itself.
    pub naming: Option<(CodeKind, String)>,
    /// Slot 0 is a positional parameter: what `super()` binds to.
    pub has_first_argument: bool,
    /// The blocks around the current place, outermost first.
    pub blocks: Vec<Block>,
    /// Slots that are certainly bound here; an inner block's are cut off when it ends.
    bound: Vec<SlotId>,
    /// The statement that begins with the next instruction.
    pending_stmt: Option<Span>,
    labels: u32,
    slots: BTreeMap<(ScopeId, String), SlotId>,
    consts: BTreeMap<String, ConstId>,
    names: BTreeMap<String, NameId>,
    hidden: BTreeMap<&'static str, u16>,
    last_span: Span,
}

impl<'a> Builder<'a> {
    pub fn new(cx: &'a Context<'a>, scope: ScopeId, kind: CodeKind, name: String, qualname: String, line: u32) -> Builder<'a> {
        let it = cx.scopes.get(scope);
        let flags = CodeFlags {
            kind,
            is_generator: it.is_generator || kind == CodeKind::GeneratorExpression,
            is_coroutine: it.is_coroutine,
            uses_namespace: matches!(kind, CodeKind::Module | CodeKind::ClassBody),
        };
        let body = Body {
            name,
            qualname,
            flags,
            params: Params::default(),
            first_line: line,
            docstring: None,
            slots: vec![],
            free: it.free.iter().cloned().collect(),
            captures: vec![],
            names: vec![],
            consts: vec![],
            insts: vec![],
            regions: vec![],
            handlers: vec![],
            nested: vec![],
        };
        Builder {
            cx,
            scope,
            body,
            depth: 0,
            naming: None,
            has_first_argument: false,
            blocks: vec![],
            bound: vec![],
            pending_stmt: None,
            labels: 0,
            slots: BTreeMap::new(),
            consts: BTreeMap::new(),
            names: BTreeMap::new(),
            hidden: BTreeMap::new(),
            last_span: Span { line, end_line: line, col: 0, end_col: 0 },
        }
    }

    /// The finished body. Falling off its end returns None.
    pub fn finish(mut self, params: Params) -> Result<Body> {
        if !matches!(self.body.insts.last(), Some(Located { inst: Inst::Return { .. }, .. })) {
            let none = self.constant(Const::None)?;
            let span = self.last_span;
            self.emit(span, Inst::Return { src: none });
        }
        self.body.params = params;
        Ok(self.body)
    }

    pub fn span(&self, range: TextRange) -> Span {
        self.cx.source.span(range)
    }

    /// The span of an access to an attribute, or of a method's call: over several lines, it starts at the attribute's name.
    pub fn attr_span(&self, range: TextRange, attribute: TextRange, name: &str) -> Span {
        let (span, attribute) = (self.span(range), self.span(attribute));
        if span.line == attribute.end_line {
            return span;
        }
        Span { line: attribute.end_line, col: attribute.end_col.saturating_sub(name.len() as u16), ..span }
    }

    pub fn error(&self, range: TextRange, message: impl Into<String>) -> SyntaxError {
        self.cx.source.error(range, message)
    }

    /// An error for a table of the body that is full.
    fn full(&self, what: &str) -> SyntaxError {
        let span = self.last_span;
        let start = self.cx.source.line_start(span.line) + span.col as u32;
        self.cx.source.error_at(start, start, crate::syntax::ErrorKind::Syntax, format!("too many {what} in one block of code"))
    }

    /// Append an instruction. The first one of a statement carries the statement's mark, on the statement's line.
    pub fn emit(&mut self, span: Span, inst: Inst) {
        let mut stmt = false;
        if let Some(start) = self.pending_stmt.take() {
            if start.line == span.line {
                stmt = true;
            } else {
                self.body.insts.push(Located { inst: Inst::Nop, span: start, stmt: true });
            }
        }
        self.last_span = span;
        self.body.insts.push(Located { inst, span, stmt });
    }

    /// The next instruction begins a statement at `span`.
    pub fn begin_stmt(&mut self, span: Span) {
        self.flush_stmt();
        self.pending_stmt = Some(span);
    }

    /// A statement that has emitted nothing yet gets a place to stand on.
    pub fn flush_stmt(&mut self) {
        if let Some(span) = self.pending_stmt {
            self.emit(span, Inst::Nop);
        }
    }

    /// Span of the last instruction.
    pub fn last_span(&self) -> Span {
        self.last_span
    }

    pub fn label(&mut self) -> Label {
        self.labels += 1;
        Label(self.labels - 1)
    }

    /// Put the label here. A jump to the very next place goes away.
    pub fn place(&mut self, label: Label) {
        let before = self.body.insts.iter().rposition(|l| !matches!(l.inst, Inst::Label(_)));
        if let Some(i) = before
            && self.pending_stmt.is_none()
            && self.body.insts[i].inst == Inst::Goto(label)
            && !self.body.insts[i].stmt
        {
            self.body.insts.remove(i);
        }
        self.body.insts.push(Located {
            inst: Inst::Label(label),
            span: self.pending_stmt.unwrap_or(self.last_span),
            stmt: false,
        });
    }

    /// A new label, here.
    pub fn here(&mut self) -> Label {
        let label = self.label();
        self.place(label);
        label
    }

    pub fn goto(&mut self, span: Span, target: Label) {
        if self.reachable() {
            self.emit(span, Inst::Goto(target));
        }
    }

    /// Can control come here? Statements always count as reachable: a jump may enter them.
    pub fn reachable(&self) -> bool {
        let last = self.body.insts.last().map(|l| &l.inst);
        self.pending_stmt.is_some() || !matches!(last, Some(Inst::Goto(_) | Inst::Return { .. } | Inst::Raise { .. }))
    }

    /// The next temporary; it counts as live from now on.
    pub fn temp(&mut self) -> Temp {
        let temp = Temp(self.depth);
        self.depth += 1;
        temp
    }

    pub fn const_id(&mut self, value: Const) -> Result<ConstId> {
        // The text of a constant tells apart what the pool must not share: 0.0 and -0.0, 1 and True.
        let key = format!("{value:?}");
        if let Some(&id) = self.consts.get(&key) {
            return Ok(id);
        }
        let id = ConstId(u16::try_from(self.body.consts.len()).map_err(|_| self.full("constants"))?);
        self.body.consts.push(value);
        self.consts.insert(key, id);
        Ok(id)
    }

    pub fn constant(&mut self, value: Const) -> Result<Operand> {
        self.const_id(value).map(Operand::Const)
    }

    /// A name as it is: attribute and keyword names go through [`Builder::mangled`] first.
    pub fn name_id(&mut self, name: &str) -> Result<NameId> {
        if let Some(&id) = self.names.get(name) {
            return Ok(id);
        }
        let id = NameId(u16::try_from(self.body.names.len()).map_err(|_| self.full("names"))?);
        self.body.names.push(name.to_owned());
        self.names.insert(name.to_owned(), id);
        Ok(id)
    }

    pub fn mangled(&self, name: &str) -> String {
        mangle(self.cx.scopes.get(self.scope).private.as_deref(), name)
    }

    fn new_slot(&mut self, name: String, kind: SlotKind) -> Result<SlotId> {
        let id = SlotId(u16::try_from(self.body.slots.len()).map_err(|_| self.full("variables"))?);
        self.body.slots.push(Slot { name, kind });
        Ok(id)
    }

    /// A new hidden slot: `it1`, `it2`...
    pub fn hidden(&mut self, kind: &'static str) -> Result<SlotId> {
        let n = self.hidden.entry(kind).or_default();
        *n += 1;
        let name = format!("{kind}{n}");
        self.new_slot(name, SlotKind::Hidden)
    }

    /// The slot of the next parameter.
    pub fn parameter(&mut self, name: &str) -> Result<SlotId> {
        let name = self.mangled(name);
        let slot = self.variable_slot(self.scope, &name)?;
        if self.body.slots[slot.0 as usize].kind == SlotKind::Local {
            self.bound.push(slot);
        }
        Ok(slot)
    }

    /// The slot of a variable of this body, made at its first mention.
    pub fn variable_slot(&mut self, owner: ScopeId, name: &str) -> Result<SlotId> {
        if let Some(&slot) = self.slots.get(&(owner, name.to_owned())) {
            return Ok(slot);
        }
        let cell = self.cx.scopes.symbol(owner, name).cell || self.cx.scopes.get(owner).kind == ScopeKind::Class;
        let kind = match self.cx.scopes.get(owner).kind {
            ScopeKind::Comprehension => SlotKind::Comprehension,
            _ if cell => SlotKind::Cell,
            _ => SlotKind::Local,
        };
        let slot = self.new_slot(name.to_owned(), kind)?;
        self.slots.insert((owner, name.to_owned()), slot);
        Ok(slot)
    }

    /// The slots of all variables of the scope, before any hidden one, and the cells that inner functions share.
    pub fn make_cells(&mut self, span: Span) -> Result {
        let scope = self.scope;
        let scopes = &self.cx.scopes;
        let class = scopes.get(scope).kind == ScopeKind::Class;
        if class && scopes.get(scope).class_cell {
            let slot = self.variable_slot(scope, "__class__")?;
            self.emit(span, Inst::MakeCell { slot });
        }
        if scopes.uses_namespace(scope) || scopes.get(scope).kind == ScopeKind::Module {
            return Ok(());
        }
        for (name, symbol) in &scopes.get(scope).symbols {
            if symbol.bound && !symbol.global && !symbol.nonlocal {
                let slot = self.variable_slot(scope, name)?;
                if symbol.cell {
                    self.emit(span, Inst::MakeCell { slot });
                }
            }
        }
        Ok(())
    }

    /// Where a name lives: a register, or something that instructions load and store.
    pub fn resolve(&mut self, name: &str) -> Result<Home> {
        let name = self.mangled(name);
        self.resolve_mangled(&name)
    }

    pub fn resolve_mangled(&mut self, name: &str) -> Result<Home> {
        Ok(match self.cx.scopes.lookup(self.scope, name) {
            Access::Slot { owner, cell } => {
                let slot = self.variable_slot(owner, name)?;
                if cell { Home::Var(Var::Cell(slot)) } else { Home::Slot { slot, steady: self.cx.scopes.is_steady(owner, name) } }
            }
            Access::Free(i) => Home::Var(Var::Free(i)),
            Access::Global => Home::Var(Var::Global(self.name_id(name)?)),
            Access::Name => Home::Var(Var::Name(self.name_id(name)?)),
            Access::NameOrFree(i) => Home::Var(Var::NameOrFree(self.name_id(name)?, i)),
        })
    }

    /// Where the function made from `body` finds the cells of its closure.
    pub fn captures(&mut self, body: &Body) -> Result<Vec<Capture>> {
        let mut captures = vec![];
        for name in &body.free {
            // A class body does not see its own names as its functions' closures: only those around it, and `__class__`.
            let class = self.cx.scopes.get(self.scope).kind == ScopeKind::Class;
            let capture = if class && name == "__class__" && self.cx.scopes.get(self.scope).class_cell {
                Capture::Cell(self.variable_slot(self.scope, name)?)
            } else if class {
                Capture::Free(self.cx.scopes.free_index(self.scope, name).unwrap_or_default())
            } else {
                match self.cx.scopes.lookup(self.scope, name) {
                    Access::Slot { owner, .. } => Capture::Cell(self.variable_slot(owner, name)?),
                    _ => Capture::Free(self.cx.scopes.free_index(self.scope, name).unwrap_or_default()),
                }
            };
            captures.push(capture);
        }
        Ok(captures)
    }

    /// Add the body of an inner function.
    pub fn nest(&mut self, mut body: Body) -> Result<u16> {
        body.captures = self.captures(&body)?;
        let index = u16::try_from(self.body.nested.len()).map_err(|_| self.full("functions"))?;
        self.body.nested.push(body);
        Ok(index)
    }

    /// The slot is bound from here to the end of the block.
    pub fn mark_bound(&mut self, slot: SlotId) {
        if !self.bound.contains(&slot) {
            self.bound.push(slot);
        }
    }

    pub fn is_bound(&self, slot: SlotId) -> bool {
        self.bound.contains(&slot)
    }

    /// Lower a block: what it binds is not known to be bound behind it.
    pub fn scoped<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let bound = self.bound.len();
        let result = inside(self);
        self.bound.truncate(bound);
        result
    }

    pub fn region(
        &mut self,
        kind: RegionKind,
        start: Label,
        end: Label,
        line: u32,
        slots: Vec<SlotId>,
        handling: Option<SlotId>,
    ) {
        self.body.regions.push(Region { kind, start, end, line, slots, handling });
    }

    pub fn handler(&mut self, start: Label, end: Label, target: Label, slot: SlotId) {
        self.body.handlers.push(Handler { start, end, target, slot });
    }

    pub fn clear(&mut self, span: Span, slot: SlotId) {
        self.emit(span, Inst::Clear { slot });
    }

    pub fn copy(&mut self, span: Span, dst: Place, src: Operand) {
        if !matches!((dst, src), (Place::Temp(a), Operand::Temp(b)) if a == b) {
            self.emit(span, Inst::Copy { dst, src });
        }
    }
}

/// Where a variable lives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Home {
    /// A register of the frame. `steady`: once bound, only statements change it.
    Slot {
        slot: SlotId,
        steady: bool,
    },
    Var(Var),
}

/// What a place holds, as an operand.
pub(super) fn read(place: Place) -> Operand {
    match place {
        Place::Slot(slot) => Operand::Slot(slot),
        Place::Temp(temp) => Operand::Temp(temp),
    }
}

//! Assignments in all their forms, and `del`.

use super::Result;
use super::builder::{Builder, Home};
use super::expr::binary_op;
use crate::bytecode::{CodeKind, Const, Span};
use crate::compile::ir::{Inst, Operand, Place, SlotId, Temp};
use crate::compile::scopes::describe;
use crate::syntax::TextRange;
use crate::syntax::ast::{self, Expr, Ranged};

impl Builder<'_> {
    /// Store into a target. Takes temporaries above the live ones and gives them back.
    pub fn assign(&mut self, target: &Expr, src: Operand) -> Result {
        let mark = self.depth;
        let span = self.span(target.range());
        match target {
            Expr::Name(n) => {
                let home = self.resolve(&n.id)?;
                self.store(span, home, src);
            }
            Expr::Attribute(a) => {
                let obj = self.operand(&a.value, &[])?;
                let name = self.mangled(&a.attr);
                let name = self.name_id(&name)?;
                let span = self.attr_span(a.range, a.range, &a.attr);
                self.emit(span, Inst::SetAttr { obj, name, src });
            }
            Expr::Subscript(s) => {
                let obj = self.operand(&s.value, &[&s.slice])?;
                let key = self.operand(&s.slice, &[])?;
                self.emit(span, Inst::SetItem { obj, key, src });
            }
            Expr::Tuple(t) => self.unpack(&t.elts, t.range, src)?,
            Expr::List(l) => self.unpack(&l.elts, l.range, src)?,
            Expr::Starred(s) => return Err(self.error(s.range, "starred assignment target must be in a list or tuple")),
            other => return Err(self.error(other.range(), format!("cannot assign to {}", describe(other)))),
        }
        self.depth = mark;
        Ok(())
    }

    pub fn store(&mut self, span: Span, home: Home, src: Operand) {
        match home {
            Home::Slot { slot, .. } => self.emit(span, Inst::Copy { dst: Place::Slot(slot), src }),
            Home::Var(var) => self.emit(span, Inst::Store { var, src }),
        }
    }

    /// Store into a name of this scope.
    pub fn store_name(&mut self, span: Span, name: &str, src: Operand) -> Result {
        let home = self.resolve(name)?;
        self.store(span, home, src);
        Ok(())
    }

    fn unpack(&mut self, targets: &[Expr], whole: TextRange, src: Operand) -> Result {
        let span = self.span(whole);
        let base = Temp(self.depth);
        let n = targets.len();
        if n >= 1 << 15 {
            return Err(self.error(targets[0].range(), "too many targets in unpacking assignment"));
        }
        let starred: Vec<usize> = (0..n).filter(|&i| targets[i].is_starred_expr()).collect();
        match starred[..] {
            [] => self.emit(span, Inst::UnpackSequence { src, base, n: n as u16 }),
            [i] => {
                let (Ok(before), Ok(after)) = (u8::try_from(i), u8::try_from(n - i - 1)) else {
                    return Err(self.error(targets[0].range(), "too many expressions in star-unpacking assignment"));
                };
                self.emit(span, Inst::UnpackStar { src, base, before, after });
            }
            [_, _, ..] => return Err(self.error(whole, "multiple starred expressions in assignment")),
        }
        self.depth += n as u16;
        for (i, target) in targets.iter().enumerate() {
            let target = match target {
                Expr::Starred(s) => &*s.value,
                t => t,
            };
            self.assign(target, Operand::Temp(Temp(base.0 + i as u16)))?;
        }
        Ok(())
    }

    /// The names in a target are bound from here to the end of the block.
    pub fn mark_targets(&mut self, target: &Expr) -> Result {
        match target {
            Expr::Name(n) => {
                if let Home::Slot { slot, .. } = self.resolve(&n.id)? {
                    self.mark_bound(slot);
                }
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.mark_targets(e))?,
            Expr::List(l) => l.elts.iter().try_for_each(|e| self.mark_targets(e))?,
            Expr::Starred(s) => self.mark_targets(&s.value)?,
            _ => {}
        }
        Ok(())
    }

    /// The slots of targets that are all plain, different local variables.
    fn plain_slots(&mut self, targets: &[Expr]) -> Result<Option<Vec<SlotId>>> {
        let mut slots = vec![];
        for target in targets {
            let Expr::Name(n) = target else { return Ok(None) };
            match self.resolve(&n.id)? {
                Home::Slot { slot, .. } if !slots.contains(&slot) => slots.push(slot),
                _ => return Ok(None),
            }
        }
        Ok(Some(slots))
    }

    /// `target = ... = value`.
    pub fn assign_stmt(&mut self, a: &ast::StmtAssign) -> Result {
        match &a.targets[..] {
            [target] => self.assign_value(target, &a.value)?,
            targets => {
                let span = self.span(a.range);
                let src = if let Some(value) = self.const_value(&a.value) {
                    self.constant(value)?
                } else if let Some(slots) = self.plain_slots(targets)? {
                    self.expr(&a.value, Place::Slot(slots[0]))?;
                    for &slot in &slots[1..] {
                        self.copy(span, Place::Slot(slot), Operand::Slot(slots[0]));
                    }
                    return targets.iter().try_for_each(|t| self.mark_targets(t));
                } else {
                    Operand::Temp(self.push(&a.value)?)
                };
                targets.iter().try_for_each(|t| self.assign(t, src))?;
            }
        }
        a.targets.iter().try_for_each(|t| self.mark_targets(t))
    }

    /// `target = value`.
    pub fn assign_value(&mut self, target: &Expr, value: &Expr) -> Result {
        let mark = self.depth;
        match target {
            Expr::Name(n) => {
                if let Home::Slot { slot, .. } = self.resolve(&n.id)? {
                    self.expr(value, Place::Slot(slot))?;
                    return Ok(());
                }
                let src = self.operand(value, &[])?;
                self.assign(target, src)?;
            }
            Expr::Attribute(a) => {
                let src = self.operand(value, &[&a.value])?;
                self.assign(target, src)?;
            }
            Expr::Subscript(s) => {
                let src = self.operand(value, &[&s.value, &s.slice])?;
                self.assign(target, src)?;
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                let values = match value {
                    Expr::Tuple(t) => &t.elts[..],
                    _ => &[],
                };
                let starred = elts.iter().chain(values).any(Expr::is_starred_expr);
                if !values.is_empty() && values.len() == elts.len() && !starred {
                    self.assign_each(elts, values)?;
                } else {
                    let src = self.operand(value, &[])?;
                    self.assign(target, src)?;
                }
            }
            _ => {
                let src = self.operand(value, &[])?;
                self.assign(target, src)?;
            }
        }
        self.depth = mark;
        Ok(())
    }

    /// `a, b = x, y` without a tuple: all values first, then all stores.
    fn assign_each(&mut self, targets: &[Expr], values: &[Expr]) -> Result {
        // Nobody sees in which order plain variables are written: the last value needs no temporary.
        let slots = self.plain_slots(targets)?;
        let direct = slots.as_ref().and_then(|s| s.last().copied());
        let mut sources = vec![];
        for (i, value) in values.iter().enumerate() {
            if let Some(constant) = self.const_value(value) {
                sources.push(self.constant(constant)?);
            } else if let Some(slot) = direct.filter(|_| i + 1 == values.len()) {
                self.expr(value, Place::Slot(slot))?;
            } else {
                sources.push(Operand::Temp(self.push(value)?));
            }
        }
        targets.iter().zip(sources).try_for_each(|(target, src)| self.assign(target, src))
    }

    /// `target op= value`: the parts of the target are evaluated once.
    pub fn aug_assign(&mut self, a: &ast::StmtAugAssign) -> Result {
        let span = self.span(a.range);
        let op = binary_op(a.op).in_place();
        match &*a.target {
            Expr::Name(n) => match self.resolve(&n.id)? {
                Home::Slot { slot, .. } => {
                    let left = self.operand(&a.target, &[&a.value])?;
                    let b = self.operand(&a.value, &[])?;
                    self.emit(span, Inst::Binary { dst: Place::Slot(slot), op, a: left, b });
                    self.mark_bound(slot);
                }
                Home::Var(var) => {
                    let temp = self.temp();
                    let place = Place::Temp(temp);
                    self.emit(self.span(n.range), Inst::Load { dst: place, var });
                    let b = self.operand(&a.value, &[])?;
                    self.emit(span, Inst::Binary { dst: place, op, a: Operand::Temp(temp), b });
                    self.emit(span, Inst::Store { var, src: Operand::Temp(temp) });
                }
            },
            Expr::Attribute(t) => {
                let target = self.attr_span(t.range, t.range, &t.attr);
                let obj = self.operand(&t.value, &[&a.value])?;
                let name = self.mangled(&t.attr);
                let name = self.name_id(&name)?;
                let temp = self.temp();
                let (dst, read) = (Place::Temp(temp), Operand::Temp(temp));
                self.emit(target, Inst::GetAttr { dst, obj, name });
                let b = self.operand(&a.value, &[])?;
                self.emit(span, Inst::Binary { dst, op, a: read, b });
                self.emit(target, Inst::SetAttr { obj, name, src: read });
            }
            Expr::Subscript(t) => {
                let target = self.span(t.range);
                let obj = self.operand(&t.value, &[&t.slice, &a.value])?;
                let key = self.operand(&t.slice, &[&a.value])?;
                let temp = self.temp();
                let (dst, read) = (Place::Temp(temp), Operand::Temp(temp));
                self.emit(target, Inst::GetItem { dst, obj, key });
                let b = self.operand(&a.value, &[])?;
                self.emit(span, Inst::Binary { dst, op, a: read, b });
                self.emit(target, Inst::SetItem { obj, key, src: read });
            }
            other => {
                let message = format!("'{}' is an illegal expression for augmented assignment", describe(other));
                return Err(self.error(other.range(), message));
            }
        }
        Ok(())
    }

    /// `target: annotation = value`.
    pub fn ann_assign(&mut self, a: &ast::StmtAnnAssign) -> Result {
        let span = self.span(a.range);
        let evaluated = matches!(self.body.flags.kind, CodeKind::Module | CodeKind::ClassBody) && !self.cx.lazy_annotations;
        let stored = matches!(self.body.flags.kind, CodeKind::Module | CodeKind::ClassBody);
        if let Some(value) = &a.value {
            self.assign_value(&a.target, value)?;
            self.mark_targets(&a.target)?;
        } else {
            // Its parts are evaluated all the same.
            match &*a.target {
                Expr::Attribute(t) => self.discard(&t.value)?,
                Expr::Subscript(t) => {
                    self.discard(&t.value)?;
                    self.discard(&t.slice)?;
                }
                Expr::Name(_) => {}
                Expr::List(t) => return Err(self.error(t.range, "only single target (not list) can be annotated")),
                Expr::Tuple(t) => return Err(self.error(t.range, "only single target (not tuple) can be annotated")),
                other => return Err(self.error(other.range(), "illegal target for annotation")),
            }
        }
        match &*a.target {
            Expr::Name(n) if a.simple && stored => {
                let value = if evaluated {
                    Operand::Temp(self.push(&a.annotation)?)
                } else {
                    let text = self.cx.source.slice(a.annotation.range()).to_owned();
                    self.constant(Const::Str(text))?
                };
                let key = Const::Str(self.mangled(&n.id));
                let key = self.constant(key)?;
                let dict = self.temp();
                match self.resolve("__annotations__")? {
                    Home::Var(var) => self.emit(span, Inst::Load { dst: Place::Temp(dict), var }),
                    Home::Slot { slot, .. } => self.copy(span, Place::Temp(dict), Operand::Slot(slot)),
                }
                self.emit(span, Inst::SetItem { obj: Operand::Temp(dict), key, src: value });
            }
            _ if evaluated && !a.simple => self.discard(&a.annotation)?,
            _ => {}
        }
        Ok(())
    }

    /// `__annotations__ = {}`, at the start of a module or class that annotates.
    pub fn setup_annotations(&mut self, span: Span) -> Result {
        if self.cx.scopes.get(self.scope).has_annotations {
            let base = self.temp();
            self.emit(span, Inst::BuildDict { dst: Place::Temp(base), base, n: 0 });
            self.store_name(span, "__annotations__", Operand::Temp(base))?;
            self.depth = base.0;
        }
        Ok(())
    }

    /// `del target`.
    pub fn delete(&mut self, target: &Expr) -> Result {
        let mark = self.depth;
        let span = self.span(target.range());
        match target {
            Expr::Name(n) => match self.resolve(&n.id)? {
                Home::Slot { slot, .. } => self.emit(span, Inst::DeleteLocal { slot }),
                Home::Var(var) => self.emit(span, Inst::Delete { var }),
            },
            Expr::Attribute(a) => {
                let obj = self.operand(&a.value, &[])?;
                let name = self.mangled(&a.attr);
                let name = self.name_id(&name)?;
                let span = self.attr_span(a.range, a.range, &a.attr);
                self.emit(span, Inst::DelAttr { obj, name });
            }
            Expr::Subscript(s) => {
                let obj = self.operand(&s.value, &[&s.slice])?;
                let key = self.operand(&s.slice, &[])?;
                self.emit(span, Inst::DelItem { obj, key });
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.delete(e))?,
            Expr::List(l) => l.elts.iter().try_for_each(|e| self.delete(e))?,
            other => return Err(self.error(other.range(), format!("cannot delete {}", describe(other)))),
        }
        self.depth = mark;
        Ok(())
    }
}

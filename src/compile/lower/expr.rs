//! Expressions: into a place, as an operand, as a condition.
//!
//! An instruction reads local variables where they are. That is right only when nothing that is evaluated between the
//! moment Python would have read the variable and the instruction itself can tell the difference; else the value is copied
//! to a temporary first. [`Builder::operand`] decides.

use super::Result;
use super::builder::{Builder, Home, read};
use crate::bytecode::{BinOp, CmpOp, Const, Span, UnaryOp};
use crate::compile::ir::{Inst, Label, Operand, Place, Temp};
use crate::syntax::TextRange;
use crate::syntax::ast::{self, Constant, Expr, Ranged};

/// A display longer than this is built piece by piece, so that it does not need a register per element.
const MAX_WINDOW: usize = 64;
/// A list of so many constants is copied from a constant tuple.
const MIN_CONST_LIST: usize = 8;

impl Builder<'_> {
    /// Evaluate into the next temporary.
    pub fn push(&mut self, e: &Expr) -> Result<Temp> {
        let temp = Temp(self.depth);
        self.expr(e, Place::Temp(temp))?;
        self.depth = temp.0 + 1;
        Ok(temp)
    }

    pub fn push_operand(&mut self, span: Span, src: Operand) -> Temp {
        let temp = self.temp();
        self.copy(span, Place::Temp(temp), src);
        temp
    }

    pub fn push_const(&mut self, span: Span, value: Const) -> Result<Temp> {
        let src = self.constant(value)?;
        Ok(self.push_operand(span, src))
    }

    /// Evaluate to something an instruction can read, after `later` have been evaluated too. Takes a temporary only where
    /// it must.
    pub fn operand(&mut self, e: &Expr, later: &[&Expr]) -> Result<Operand> {
        if let Some(value) = self.const_value(e) {
            return self.constant(value);
        }
        match e {
            Expr::Name(n) => {
                if let Home::Slot { slot, steady } = self.resolve(&n.id)?
                    && ((steady && self.is_bound(slot)) || self.all_simple(later)?)
                {
                    return Ok(Operand::Slot(slot));
                }
            }
            Expr::NamedExpr(n) if later.is_empty() => {
                if let Expr::Name(target) = &*n.target
                    && let Home::Slot { slot, .. } = self.resolve(&target.id)?
                {
                    self.expr(&n.value, Place::Slot(slot))?;
                    return Ok(Operand::Slot(slot));
                }
            }
            _ => {}
        }
        self.push(e).map(Operand::Temp)
    }

    /// Constants and plain local variables: evaluating them does nothing.
    fn all_simple(&mut self, list: &[&Expr]) -> Result<bool> {
        for e in list {
            let simple = match e {
                Expr::Name(n) => matches!(self.resolve(&n.id)?, Home::Slot { .. }),
                e => self.const_value(e).is_some(),
            };
            if !simple {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Evaluate and drop the value.
    pub fn discard(&mut self, e: &Expr) -> Result {
        let temp = Temp(self.depth);
        self.expr(e, Place::Temp(temp))
    }

    /// Evaluate into `dst`: the next temporary (which is not live yet), or a slot, written last of all. The number of
    /// live temporaries is the same before and after.
    pub fn expr(&mut self, e: &Expr, dst: Place) -> Result {
        debug_assert!(!matches!(dst, Place::Temp(t) if t.0 != self.depth), "a temporary out of turn");
        let mark = self.depth;
        let result = self.expr_inner(e, dst);
        self.depth = mark;
        result
    }

    fn expr_inner(&mut self, e: &Expr, dst: Place) -> Result {
        let span = self.span(e.range());
        if let Some(value) = self.const_value(e) {
            let src = self.constant(value)?;
            self.emit(span, Inst::Copy { dst, src });
            return Ok(());
        }
        match e {
            Expr::Name(n) => match self.resolve(&n.id)? {
                Home::Slot { slot, .. } => self.emit(span, Inst::Copy { dst, src: Operand::Slot(slot) }),
                Home::Var(var) => self.emit(span, Inst::Load { dst, var }),
            },
            Expr::Constant(_) => {}
            Expr::BinOp(b) => self.binary(b, dst)?,
            Expr::UnaryOp(u) => {
                let src = self.operand(&u.operand, &[])?;
                self.emit(span, Inst::Unary { dst, op: unary_op(u.op), src });
            }
            Expr::Compare(c) => self.compare(c, dst)?,
            Expr::BoolOp(b) => self.bool_op(b, dst)?,
            Expr::IfExp(i) => {
                let (orelse, end) = (self.label(), self.label());
                self.jump_if(&i.test, false, orelse)?;
                self.expr(&i.body, dst)?;
                self.goto(span, end);
                self.place(orelse);
                self.expr(&i.orelse, dst)?;
                self.place(end);
            }
            Expr::NamedExpr(n) => {
                let src = self.operand(&n.value, &[])?;
                // Read again below: a temporary must stay where it is.
                self.assign(&n.target, src)?;
                self.copy(span, dst, src);
            }
            Expr::Attribute(a) => {
                let obj = self.operand(&a.value, &[])?;
                let name = self.mangled(&a.attr);
                let name = self.name_id(&name)?;
                let span = self.attr_span(a.range, a.range, &a.attr);
                self.emit(span, Inst::GetAttr { dst, obj, name });
            }
            Expr::Subscript(s) => {
                let obj = self.operand(&s.value, &[&s.slice])?;
                let key = self.operand(&s.slice, &[])?;
                self.emit(span, Inst::GetItem { dst, obj, key });
            }
            Expr::Slice(s) => {
                let base = Temp(self.depth);
                for part in [&s.lower, &s.upper, &s.step] {
                    match part {
                        Some(e) => self.push(e)?,
                        None => self.push_const(span, Const::None)?,
                    };
                }
                self.emit(span, Inst::BuildSlice { dst, base });
            }
            Expr::Call(c) => self.call(c, dst)?,
            Expr::Tuple(t) => self.tuple(&t.elts, span, dst)?,
            Expr::List(l) => self.list(&l.elts, span, dst)?,
            Expr::Set(s) => self.set(&s.elts, span, dst)?,
            Expr::Dict(d) => self.dict(d, dst)?,
            Expr::JoinedStr(j) => self.joined_str(j, dst)?,
            Expr::FormattedValue(f) => self.formatted_value(f, dst)?,
            Expr::Lambda(l) => self.lambda(l, dst)?,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => self.comprehension(e, dst)?,
            Expr::GeneratorExp(g) => self.generator_expression(g, dst)?,
            Expr::Yield(y) => {
                let src = match &y.value {
                    Some(v) => self.operand(v, &[])?,
                    None => self.constant(Const::None)?,
                };
                self.yield_value(span, dst, src);
            }
            Expr::YieldFrom(y) => self.yield_from(y, dst)?,
            Expr::Starred(s) => return Err(self.error(s.range, "can't use starred expression here")),
            Expr::Await(a) => self.await_expr(a, dst)?,
        }
        Ok(())
    }

    pub fn unsupported(&self, range: TextRange, what: &str) -> super::CompileError {
        crate::compile::scopes::unsupported(self.cx.source, range, what)
    }

    /// The left side of a long sum is walked in a loop, not by recursion.
    fn binary(&mut self, top: &ast::ExprBinOp, dst: Place) -> Result {
        let mut spine = vec![top];
        while let Expr::BinOp(inner) = &*spine[spine.len() - 1].left {
            spine.push(inner);
        }
        let mark = self.depth;
        let first = spine[spine.len() - 1];
        let mut a = self.operand(&first.left, &[&first.right])?;
        while let Some(node) = spine.pop() {
            let b = self.operand(&node.right, &[])?;
            self.depth = mark;
            let last = spine.is_empty();
            let dst = if last { dst } else { Place::Temp(self.temp()) };
            self.emit(self.span(node.range), Inst::Binary { dst, op: binary_op(node.op), a, b });
            a = read(dst);
        }
        Ok(())
    }

    fn yield_from(&mut self, y: &ast::ExprYieldFrom, dst: Place) -> Result {
        let span = self.span(y.range);
        let iter = self.hidden("from")?;
        let src = self.operand(&y.value, &[])?;
        self.emit(span, Inst::GetYieldFromIter { dst: Place::Slot(iter), src });
        if let Operand::Temp(t) = src {
            self.depth = t.0;
        }
        let value = self.delegate(span, iter, None)?;
        self.copy(span, dst, Operand::Temp(value));
        Ok(())
    }

    /// `a and b` as a value.
    fn bool_op(&mut self, b: &ast::ExprBoolOp, dst: Place) -> Result {
        let span = self.span(b.range);
        let when = b.op == ast::BoolOp::Or;
        let end = self.label();
        let temp = Temp(self.depth);
        let Some((last, firsts)) = b.values.split_last() else { return Ok(()) };
        for value in firsts {
            self.expr(value, Place::Temp(temp))?;
            self.emit(span, Inst::If { cond: Operand::Temp(temp), when, target: end });
        }
        self.expr(last, Place::Temp(temp))?;
        self.place(end);
        self.copy(span, dst, Operand::Temp(temp));
        Ok(())
    }

    fn compare(&mut self, c: &ast::ExprCompare, dst: Place) -> Result {
        let span = self.span(c.range);
        if let ([op], [right]) = (&c.ops[..], &c.comparators[..]) {
            let a = self.operand(&c.left, &[right])?;
            let b = self.comparand(*op, right)?;
            self.emit(span, Inst::Compare { dst, op: cmp_op(*op), a, b });
            return Ok(());
        }
        // `a < b < c`: the result takes the place of the left side.
        let result = self.push(&c.left)?;
        let end = self.label();
        let mut a = Operand::Temp(result);
        for (i, (op, right)) in c.ops.iter().zip(&c.comparators).enumerate() {
            let later: Vec<&Expr> = c.comparators[i + 1..].iter().collect();
            let b = if later.is_empty() { self.comparand(*op, right)? } else { self.operand(right, &later)? };
            self.emit(span, Inst::Compare { dst: Place::Temp(result), op: cmp_op(*op), a, b });
            if !later.is_empty() {
                self.emit(span, Inst::If { cond: Operand::Temp(result), when: false, target: end });
            }
            a = b;
        }
        self.place(end);
        self.copy(span, dst, Operand::Temp(result));
        Ok(())
    }

    /// The right side of a comparison: `in [1, 2]` needs no new list.
    fn comparand(&mut self, op: ast::CmpOp, e: &Expr) -> Result<Operand> {
        if matches!(op, ast::CmpOp::In | ast::CmpOp::NotIn) {
            let (elts, set) = match e {
                Expr::List(l) => (&l.elts, false),
                Expr::Set(s) => (&s.elts, true),
                _ => return self.operand(e, &[]),
            };
            if let Some(values) = elts.iter().map(|e| self.const_value(e)).collect::<Option<Vec<_>>>() {
                return self.constant(if set { Const::FrozenSet(values) } else { Const::Tuple(values) });
            }
        }
        self.operand(e, &[])
    }

    /// Go to `target` when the truth of `e` is `when`.
    pub fn jump_if(&mut self, e: &Expr, when: bool, target: Label) -> Result {
        let mark = self.depth;
        let span = self.span(e.range());
        match e {
            Expr::UnaryOp(ast::ExprUnaryOp { op: ast::UnaryOp::Not, operand, .. }) => {
                return self.jump_if(operand, !when, target);
            }
            Expr::BoolOp(b) => {
                // The value of the first operands that decides the whole.
                let decides = b.op == ast::BoolOp::Or;
                let Some((last, firsts)) = b.values.split_last() else { return Ok(()) };
                let skip = self.label();
                for value in firsts {
                    self.jump_if(value, decides, if decides == when { target } else { skip })?;
                }
                self.jump_if(last, when, target)?;
                self.place(skip);
                return Ok(());
            }
            Expr::Compare(c) => {
                let skip = self.label();
                let mut a = self.operand(&c.left, &c.comparators.iter().collect::<Vec<_>>())?;
                for (i, (op, right)) in c.ops.iter().zip(&c.comparators).enumerate() {
                    let later: Vec<&Expr> = c.comparators[i + 1..].iter().collect();
                    let last = later.is_empty();
                    let b = if last { self.comparand(*op, right)? } else { self.operand(right, &later)? };
                    // All but the last decide by being false.
                    let (when, target) = match last {
                        true => (when, target),
                        false => (false, if when { skip } else { target }),
                    };
                    self.emit(span, Inst::IfCompare { op: cmp_op(*op), a, b, when, target });
                    a = b;
                }
                self.place(skip);
            }
            Expr::IfExp(i) => {
                let (orelse, end) = (self.label(), self.label());
                self.jump_if(&i.test, false, orelse)?;
                self.jump_if(&i.body, when, target)?;
                self.goto(span, end);
                self.place(orelse);
                self.jump_if(&i.orelse, when, target)?;
                self.place(end);
            }
            _ => {
                if let Some(value) = self.const_value(e) {
                    if truth(&value) == when {
                        self.goto(span, target);
                    }
                } else {
                    let cond = self.operand(e, &[])?;
                    self.emit(span, Inst::If { cond, when, target });
                }
            }
        }
        self.depth = mark;
        Ok(())
    }

    fn tuple(&mut self, elts: &[Expr], span: Span, dst: Place) -> Result {
        if elts.len() <= MAX_WINDOW && !elts.iter().any(Expr::is_starred_expr) {
            let base = Temp(self.depth);
            elts.iter().try_for_each(|e| self.push(e).map(drop))?;
            self.emit(span, Inst::BuildTuple { dst, base, n: elts.len() as u16 });
            return Ok(());
        }
        let list = Temp(self.depth);
        self.list(elts, span, Place::Temp(list))?;
        self.depth = list.0 + 1;
        self.emit(span, Inst::ListToTuple { dst, src: Operand::Temp(list) });
        Ok(())
    }

    /// Push a list of the elements, starred ones spread out.
    pub fn push_list(&mut self, elts: &[Expr], span: Span) -> Result<Temp> {
        let temp = Temp(self.depth);
        self.list(elts, span, Place::Temp(temp))?;
        self.depth = temp.0 + 1;
        Ok(temp)
    }

    /// How many of the elements go into the first window.
    fn head_len(elts: &[Expr]) -> usize {
        elts.iter().take(MAX_WINDOW).take_while(|e| !e.is_starred_expr()).count()
    }

    fn list(&mut self, elts: &[Expr], span: Span, dst: Place) -> Result {
        let base = Temp(self.depth);
        if elts.len() >= MIN_CONST_LIST
            && let Some(values) = elts.iter().map(|e| self.const_value(e)).collect::<Option<Vec<_>>>()
        {
            let list = self.temp();
            self.emit(span, Inst::BuildList { dst: Place::Temp(list), base, n: 0 });
            let src = self.constant(Const::Tuple(values))?;
            self.emit(span, Inst::ListExtend { list: Operand::Temp(list), src });
            self.copy(span, dst, Operand::Temp(list));
            return Ok(());
        }
        let head = Self::head_len(elts);
        elts[..head].iter().try_for_each(|e| self.push(e).map(drop))?;
        if head == elts.len() {
            self.emit(span, Inst::BuildList { dst, base, n: head as u16 });
            return Ok(());
        }
        self.emit(span, Inst::BuildList { dst: Place::Temp(base), base, n: head as u16 });
        self.depth = base.0 + 1;
        let list = Operand::Temp(base);
        for e in &elts[head..] {
            let (value, starred) = match e {
                Expr::Starred(s) => (&*s.value, true),
                e => (e, false),
            };
            let src = self.operand(value, &[])?;
            self.emit(span, if starred { Inst::ListExtend { list, src } } else { Inst::ListAppend { list, src } });
            self.depth = base.0 + 1;
        }
        self.copy(span, dst, list);
        Ok(())
    }

    fn set(&mut self, elts: &[Expr], span: Span, dst: Place) -> Result {
        let base = Temp(self.depth);
        // CPython makes a set of three or more constants from a frozen one, and the order of its items shows it.
        if elts.len() > 2
            && let Some(values) = elts.iter().map(|e| self.const_value(e)).collect::<Option<Vec<_>>>()
        {
            self.emit(span, Inst::BuildSet { dst: Place::Temp(base), base, n: 0 });
            self.depth = base.0 + 1;
            let (set, src) = (Operand::Temp(base), self.constant(Const::FrozenSet(values))?);
            self.emit(span, Inst::SetUpdate { set, src });
            self.copy(span, dst, set);
            return Ok(());
        }
        let head = Self::head_len(elts);
        elts[..head].iter().try_for_each(|e| self.push(e).map(drop))?;
        if head == elts.len() {
            self.emit(span, Inst::BuildSet { dst, base, n: head as u16 });
            return Ok(());
        }
        self.emit(span, Inst::BuildSet { dst: Place::Temp(base), base, n: head as u16 });
        self.depth = base.0 + 1;
        let set = Operand::Temp(base);
        for e in &elts[head..] {
            let (value, starred) = match e {
                Expr::Starred(s) => (&*s.value, true),
                e => (e, false),
            };
            let src = self.operand(value, &[])?;
            self.emit(span, if starred { Inst::SetUpdate { set, src } } else { Inst::SetAdd { set, src } });
            self.depth = base.0 + 1;
        }
        self.copy(span, dst, set);
        Ok(())
    }

    fn dict(&mut self, d: &ast::ExprDict, dst: Place) -> Result {
        let span = self.span(d.range);
        let base = Temp(self.depth);
        let head = d.keys.iter().take(MAX_WINDOW / 2).take_while(|k| k.is_some()).count();
        for (key, value) in d.keys.iter().flatten().zip(&d.values).take(head) {
            self.push(key)?;
            self.push(value)?;
        }
        if head == d.keys.len() {
            self.emit(span, Inst::BuildDict { dst, base, n: head as u16 });
            return Ok(());
        }
        self.emit(span, Inst::BuildDict { dst: Place::Temp(base), base, n: head as u16 });
        self.depth = base.0 + 1;
        let dict = Operand::Temp(base);
        for (key, value) in d.keys.iter().zip(&d.values).skip(head) {
            match key {
                Some(key) => {
                    let key = self.operand(key, &[value])?;
                    let src = self.operand(value, &[])?;
                    self.emit(span, Inst::DictInsert { dict, key, src });
                }
                None => {
                    let src = self.operand(value, &[])?;
                    self.emit(span, Inst::DictUpdate { dict, src });
                }
            }
            self.depth = base.0 + 1;
        }
        self.copy(span, dst, dict);
        Ok(())
    }

    /// The value of a constant expression: a literal, a negative number, a tuple of constants.
    pub fn const_value(&self, e: &Expr) -> Option<Const> {
        match e {
            Expr::Constant(c) => Some(match &c.value {
                // The parser puts this where a lone surrogate stands.
                Constant::Str(s) if s.contains('\u{fffd}') => {
                    match crate::syntax::literal::with_surrogates(self.cx.source.slice(c.range)) {
                        Some(points) => Const::Points(points),
                        None => constant(&c.value),
                    }
                }
                value => constant(value),
            }),
            Expr::Name(n) if n.id.as_str() == "__debug__" => Some(Const::Bool(true)),
            Expr::UnaryOp(ast::ExprUnaryOp { op: ast::UnaryOp::USub, operand, .. }) => match &**operand {
                Expr::Constant(c) => negated(constant(&c.value)),
                _ => None,
            },
            Expr::Tuple(t) => t.elts.iter().map(|e| self.const_value(e)).collect::<Option<Vec<_>>>().map(Const::Tuple),
            _ => None,
        }
    }
}

/// A literal of the tree as a constant.
pub(super) fn constant(value: &Constant) -> Const {
    match value {
        Constant::None => Const::None,
        Constant::Bool(b) => Const::Bool(*b),
        Constant::Str(s) => Const::Str(s.clone()),
        Constant::Bytes(b) => Const::Bytes(b.clone()),
        Constant::Int(i) => i64::try_from(i).map_or_else(|_| Const::BigInt(i.clone()), Const::Int),
        Constant::Tuple(t) => Const::Tuple(t.iter().map(constant).collect()),
        Constant::Float(f) => Const::Float(*f),
        Constant::Complex { real, imag } => Const::Complex(*real, *imag),
        Constant::Ellipsis => Const::Ellipsis,
    }
}

fn negated(value: Const) -> Option<Const> {
    Some(match value {
        Const::Int(i) => i.checked_neg().map_or_else(|| Const::BigInt(-num_bigint::BigInt::from(i)), Const::Int),
        Const::BigInt(i) => {
            let negative = -i;
            i64::try_from(&negative).map_or(Const::BigInt(negative), Const::Int)
        }
        Const::Float(f) => Const::Float(-f),
        Const::Complex(re, im) => Const::Complex(-re, -im),
        _ => return None,
    })
}

/// The truth of a constant.
pub(super) fn truth(value: &Const) -> bool {
    match value {
        Const::None => false,
        Const::Ellipsis | Const::BigInt(_) => true,
        Const::Bool(b) => *b,
        Const::Int(i) => *i != 0,
        Const::Float(f) => *f != 0.0,
        Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Const::Str(s) => !s.is_empty(),
        Const::Bytes(b) => !b.is_empty(),
        Const::Points(points) => !points.is_empty(),
        Const::Tuple(t) | Const::FrozenSet(t) => !t.is_empty(),
    }
}

pub(super) fn binary_op(op: ast::Operator) -> BinOp {
    match op {
        ast::Operator::Add => BinOp::Add,
        ast::Operator::Sub => BinOp::Sub,
        ast::Operator::Mult => BinOp::Mul,
        ast::Operator::MatMult => BinOp::MatMul,
        ast::Operator::Div => BinOp::TrueDiv,
        ast::Operator::Mod => BinOp::Mod,
        ast::Operator::Pow => BinOp::Pow,
        ast::Operator::LShift => BinOp::LShift,
        ast::Operator::RShift => BinOp::RShift,
        ast::Operator::BitOr => BinOp::Or,
        ast::Operator::BitXor => BinOp::Xor,
        ast::Operator::BitAnd => BinOp::And,
        ast::Operator::FloorDiv => BinOp::FloorDiv,
    }
}

fn unary_op(op: ast::UnaryOp) -> UnaryOp {
    match op {
        ast::UnaryOp::Invert => UnaryOp::Invert,
        ast::UnaryOp::Not => UnaryOp::Not,
        ast::UnaryOp::UAdd => UnaryOp::Pos,
        ast::UnaryOp::USub => UnaryOp::Neg,
    }
}

fn cmp_op(op: ast::CmpOp) -> CmpOp {
    match op {
        ast::CmpOp::Eq => CmpOp::Eq,
        ast::CmpOp::NotEq => CmpOp::Ne,
        ast::CmpOp::Lt => CmpOp::Lt,
        ast::CmpOp::LtE => CmpOp::Le,
        ast::CmpOp::Gt => CmpOp::Gt,
        ast::CmpOp::GtE => CmpOp::Ge,
        ast::CmpOp::Is => CmpOp::Is,
        ast::CmpOp::IsNot => CmpOp::IsNot,
        ast::CmpOp::In => CmpOp::In,
        ast::CmpOp::NotIn => CmpOp::NotIn,
    }
}

//! `match`: the subject waits in a hidden slot while the cases are tried; whoever comes to a case from the side finds it
//! unset and goes to that case's body.
//!
//! What a pattern captures stays in temporaries until the whole pattern has matched, as in CPython: a pattern that fails
//! binds nothing. So the temporaries of a pattern are given back only at its end.

use super::Result;
use super::builder::{Builder, Home};
use crate::bytecode::{CmpOp, Const, RegionKind, Routine, Span};
use crate::compile::ir::{Inst, Label, Operand, Place, SlotId, Temp};
use crate::syntax::TextRange;
use crate::syntax::ast::{self, Expr, MatchCase, Pattern, Ranged};

/// What a pattern has captured so far, and whether it may match everything.
#[derive(Default)]
struct Captures {
    names: Vec<(String, Operand)>,
    /// A capture or wildcard is fine here: nothing comes after it that it would hide.
    irrefutable: bool,
}

impl Builder<'_> {
    pub fn match_stmt(&mut self, m: &ast::StmtMatch) -> Result {
        let span = self.span(m.range);
        let head = Span { end_line: span.line, end_col: span.col + 5, ..span };
        let subject = self.hidden("subject")?;
        self.expr(&m.subject, Place::Slot(subject))?;
        self.flush_stmt();
        let start = self.here();
        let end = self.label();
        for (i, case) in m.cases.iter().enumerate() {
            let next = self.label();
            self.scoped(|b| b.case(case, i + 1 == m.cases.len(), subject, next, end))?;
            self.place(next);
        }
        self.clear(head, subject);
        let close = self.here();
        self.region(RegionKind::Match, start, close, span.line, vec![subject], None);
        self.place(end);
        Ok(())
    }

    fn case(&mut self, case: &MatchCase, last: bool, subject: SlotId, next: Label, end: Label) -> Result {
        let span = self.case_span(case);
        self.begin_stmt(span);
        let start = self.here();
        let body = self.label();
        self.emit(span, Inst::IfUnset { slot: subject, target: body });
        let mut captures = Captures { names: vec![], irrefutable: last || case.guard.is_some() };
        self.pattern(&case.pattern, Operand::Slot(subject), next, &mut captures)?;
        let at = self.span(case.pattern.range());
        for (name, src) in captures.names {
            let home = self.resolve(&name)?;
            self.store(at, home, src);
            if let Home::Slot { slot, .. } = home {
                self.mark_bound(slot);
            }
        }
        self.depth = 0;
        if let Some(guard) = &case.guard {
            self.jump_if(guard, false, next)?;
        }
        // From here on nobody asks for the subject: the body is entered without it.
        self.clear(span, subject);
        self.place(body);
        self.block(&case.body)?;
        self.goto(self.last_span(), end);
        let close = self.here();
        self.region(RegionKind::Case, start, close, span.line, vec![], None);
        Ok(())
    }

    /// The tree does not keep where the word `case` stands: it is before the pattern.
    fn case_span(&self, case: &MatchCase) -> Span {
        let pattern = case.pattern.range();
        let before = self.cx.source.text.get(..usize::from(pattern.start())).unwrap_or("");
        match before.rfind("case") {
            Some(at) => self.span(TextRange::new((at as u32).into(), pattern.end())),
            None => self.span(pattern),
        }
    }

    /// Go to `fail` unless `src` matches.
    fn pattern(&mut self, p: &Pattern, src: Operand, fail: Label, captures: &mut Captures) -> Result {
        let span = self.span(p.range());
        match p {
            Pattern::MatchAs(a) => {
                if let Some(inner) = &a.pattern {
                    self.pattern(inner, src, fail, captures)?;
                } else if !captures.irrefutable {
                    let what = match &a.name {
                        Some(name) => format!("name capture '{name}'"),
                        None => "wildcard".to_owned(),
                    };
                    return Err(self.error(a.range, format!("{what} makes remaining patterns unreachable")));
                }
                match &a.name {
                    Some(name) => self.capture(name, src, a.range, captures),
                    None => Ok(()),
                }
            }
            Pattern::MatchStar(s) => match &s.name {
                Some(name) => self.capture(name, src, s.range, captures),
                None => Ok(()),
            },
            Pattern::MatchValue(v) => {
                if let Expr::BinOp(b) = &*v.value
                    && !matches!(self.const_value(&b.right), Some(Const::Complex(..)))
                {
                    return Err(self.error(b.right.range(), "imaginary number required in complex literal"));
                }
                if !is_literal_or_attribute(&v.value) {
                    return Err(self.error(v.range, "patterns may only match literals and attribute lookups"));
                }
                let mark = self.depth;
                let b = self.operand(&v.value, &[])?;
                self.depth = mark;
                self.emit(span, Inst::IfCompare { op: CmpOp::Eq, a: src, b, when: false, target: fail });
                Ok(())
            }
            Pattern::MatchSingleton(s) => {
                let b = self.constant(super::expr::constant(&s.value))?;
                self.emit(span, Inst::IfCompare { op: CmpOp::Is, a: src, b, when: false, target: fail });
                Ok(())
            }
            Pattern::MatchSequence(s) => self.sequence_pattern(s, src, fail, captures),
            Pattern::MatchMapping(m) => self.mapping_pattern(m, src, fail, captures),
            Pattern::MatchClass(c) => self.class_pattern(c, src, fail, captures),
            Pattern::MatchOr(o) => self.or_pattern(o, src, fail, captures),
        }
    }

    /// A pattern inside another: it hides nothing.
    fn inner_pattern(&mut self, p: &Pattern, src: Operand, fail: Label, captures: &mut Captures) -> Result {
        let outer = std::mem::replace(&mut captures.irrefutable, true);
        let result = self.pattern(p, src, fail, captures);
        captures.irrefutable = outer;
        result
    }

    fn capture(&mut self, name: &str, src: Operand, range: TextRange, captures: &mut Captures) -> Result {
        if captures.names.iter().any(|(n, _)| n == name) {
            return Err(self.error(range, format!("multiple assignments to name '{name}' in pattern")));
        }
        captures.names.push((name.to_owned(), src));
        Ok(())
    }

    /// Run a routine on values that are copied into its window; the result is in the next temporary.
    pub fn run_routine(&mut self, span: Span, routine: Routine, values: &[Operand]) -> Temp {
        let base = Temp(self.depth);
        for &v in values {
            self.push_operand(span, v);
        }
        self.depth = base.0 + 1;
        self.emit(span, Inst::Run { dst: Place::Temp(base), routine, base, n: values.len() as u16 });
        base
    }

    /// Run a routine that says whether to go on.
    fn require(&mut self, span: Span, routine: Routine, values: &[Operand], fail: Label) {
        let answer = self.run_routine(span, routine, values);
        self.depth = answer.0;
        self.emit(span, Inst::If { cond: Operand::Temp(answer), when: false, target: fail });
    }

    fn sequence_pattern(&mut self, s: &ast::PatternMatchSequence, src: Operand, fail: Label, captures: &mut Captures) -> Result {
        let span = self.span(s.range);
        let n = s.patterns.len();
        let mut stars = s.patterns.iter().enumerate().filter(|(_, p)| p.is_match_star()).map(|(i, _)| i);
        let star = stars.next();
        if stars.next().is_some() {
            return Err(self.error(s.range, "multiple starred names in sequence pattern"));
        }
        // How the length is looked at: exactly n; at least n - 1; not at all.
        let mode = match star {
            None => 0,
            Some(_) if n > 1 => 1,
            Some(_) => 2,
        };
        let length = self.constant(Const::Int((n - usize::from(star.is_some())) as i64))?;
        let mode = self.constant(Const::Int(mode))?;
        self.require(span, Routine::MatchSequence, &[src, length, mode], fail);
        let star_ignored = star.is_some_and(|i| is_wildcard(&s.patterns[i]));
        if s.patterns.iter().all(is_wildcard) && (star.is_none() || star_ignored) {
            return Ok(());
        }
        match star {
            Some(star) if star_ignored => {
                for (i, p) in s.patterns.iter().enumerate() {
                    if is_wildcard(p) {
                        continue;
                    }
                    let item = if i < star {
                        let key = self.constant(Const::Int(i as i64))?;
                        let item = self.temp();
                        self.emit(span, Inst::GetItem { dst: Place::Temp(item), obj: src, key });
                        item
                    } else {
                        let from_end = self.constant(Const::Int((n - i) as i64))?;
                        self.run_routine(span, Routine::MatchItem, &[src, from_end])
                    };
                    self.inner_pattern(p, Operand::Temp(item), fail, captures)?;
                }
                return Ok(());
            }
            _ => {}
        }
        let base = Temp(self.depth);
        match star {
            None => {
                let Ok(n) = u16::try_from(n) else { return Err(self.error(s.range, "too many patterns in sequence pattern")) };
                self.emit(span, Inst::UnpackSequence { src, base, n });
            }
            Some(star) => {
                let (Ok(before), Ok(after)) = (u8::try_from(star), u8::try_from(n - star - 1)) else {
                    return Err(self.error(s.range, "too many expressions in star-unpacking sequence pattern"));
                };
                self.emit(span, Inst::UnpackStar { src, base, before, after });
            }
        }
        self.depth += n as u16;
        self.patterns_from(&s.patterns, base, fail, captures)
    }

    /// Patterns for the values in the temporaries from `base` on.
    fn patterns_from(&mut self, patterns: &[Pattern], base: Temp, fail: Label, captures: &mut Captures) -> Result {
        for (i, p) in patterns.iter().enumerate() {
            self.inner_pattern(p, Operand::Temp(Temp(base.0 + i as u16)), fail, captures)?;
        }
        Ok(())
    }

    /// `values` is a tuple, or None when there is no match: go to `fail`, or unpack it into the temporaries from the result on.
    fn unpack_match(&mut self, span: Span, values: Temp, n: usize, fail: Label) -> Result<Temp> {
        let none = self.constant(Const::None)?;
        let src = Operand::Temp(values);
        self.emit(span, Inst::IfCompare { op: CmpOp::Is, a: src, b: none, when: true, target: fail });
        let base = Temp(self.depth);
        if n > 0 {
            self.emit(span, Inst::UnpackSequence { src, base, n: n as u16 });
            self.depth += n as u16;
        }
        Ok(base)
    }

    fn mapping_pattern(&mut self, m: &ast::PatternMatchMapping, src: Operand, fail: Label, captures: &mut Captures) -> Result {
        let span = self.span(m.range);
        let mut constants: Vec<Const> = vec![];
        for key in &m.keys {
            if !is_literal_or_attribute(key) {
                return Err(self.error(m.range, "mapping pattern keys may only match literals and attribute lookups"));
            }
            if let Some(value) = self.const_value(key) {
                if constants.iter().any(|c| equal_keys(c, &value)) {
                    let text = self.cx.source.slice(key.range()).to_owned();
                    let shown = match key {
                        Expr::Constant(ast::ExprConstant { value: ast::Constant::Str(s), .. }) => format!("'{s}'"),
                        _ => text,
                    };
                    return Err(self.error(m.range, format!("mapping pattern checks duplicate key ({shown})")));
                }
                constants.push(value);
            }
        }
        let n = m.keys.len();
        if n > usize::from(u16::MAX) {
            return Err(self.error(m.range, "too many sub-patterns in mapping pattern"));
        }
        let length = self.constant(Const::Int(n as i64))?;
        self.require(span, Routine::MatchMapping, &[src, length], fail);
        if n == 0 && m.rest.is_none() {
            return Ok(());
        }
        let keys = if constants.len() == n {
            self.push_const(span, Const::Tuple(constants))?
        } else {
            let base = Temp(self.depth);
            m.keys.iter().try_for_each(|k| self.push(k).map(drop))?;
            self.depth = base.0 + 1;
            self.emit(span, Inst::BuildTuple { dst: Place::Temp(base), base, n: n as u16 });
            base
        };
        if n > 0 {
            let values = self.run_routine(span, Routine::MatchKeys, &[src, Operand::Temp(keys)]);
            let base = self.unpack_match(span, values, n, fail)?;
            self.patterns_from(&m.patterns, base, fail, captures)?;
        }
        if let Some(rest) = &m.rest {
            let rest_of = self.run_routine(span, Routine::MatchRest, &[src, Operand::Temp(keys)]);
            self.capture(rest, Operand::Temp(rest_of), m.range, captures)?;
        }
        Ok(())
    }

    fn class_pattern(&mut self, c: &ast::PatternMatchClass, src: Operand, fail: Label, captures: &mut Captures) -> Result {
        let span = self.span(c.range);
        for (i, name) in c.kwd_attrs.iter().enumerate() {
            if c.kwd_attrs[..i].contains(name) {
                let range = c.kwd_patterns[i].range();
                return Err(self.error(range, format!("attribute name repeated in class pattern: {name}")));
            }
        }
        let n = c.patterns.len() + c.kwd_patterns.len();
        if n > usize::from(u16::MAX) {
            return Err(self.error(c.range, "too many sub-patterns in class pattern"));
        }
        let mark = self.depth;
        let class = self.operand(&c.cls, &[])?;
        let positional = self.constant(Const::Int(c.patterns.len() as i64))?;
        let names = c.kwd_attrs.iter().map(|n| Const::Str(n.to_string())).collect();
        let names = self.constant(Const::Tuple(names))?;
        let values = self.run_routine(span, Routine::MatchClass, &[src, class, positional, names]);
        // The class is not needed any more: its place is the tuple's.
        let values = if values.0 > mark {
            self.copy(span, Place::Temp(Temp(mark)), Operand::Temp(values));
            Temp(mark)
        } else {
            values
        };
        self.depth = values.0 + 1;
        let base = self.unpack_match(span, values, n, fail)?;
        self.patterns_from(&c.patterns, base, fail, captures)?;
        self.patterns_from(&c.kwd_patterns, Temp(base.0 + c.patterns.len() as u16), fail, captures)
    }

    /// Every alternative captures the same names, each into the same temporary.
    fn or_pattern(&mut self, o: &ast::PatternMatchOr, src: Operand, fail: Label, captures: &mut Captures) -> Result {
        let span = self.span(o.range);
        let Some(first) = o.patterns.first() else { return Ok(()) };
        let mut names = vec![];
        captured_names(first, &mut names);
        let base = Temp(self.depth);
        for _ in &names {
            self.push_const(span, Const::None)?;
        }
        let (mark, done) = (self.depth, self.label());
        for (i, alternative) in o.patterns.iter().enumerate() {
            let last = i + 1 == o.patterns.len();
            let next = if last { fail } else { self.label() };
            let mut own = Captures { names: vec![], irrefutable: captures.irrefutable && last };
            self.pattern(alternative, src, next, &mut own)?;
            if own.names.len() != names.len() || own.names.iter().any(|(n, _)| !names.contains(n)) {
                return Err(self.error(o.range, "alternative patterns bind different names"));
            }
            for (name, src) in own.names {
                if let Some(at) = names.iter().position(|n| *n == name) {
                    self.copy(span, Place::Temp(Temp(base.0 + at as u16)), src);
                }
            }
            self.depth = mark;
            if !last {
                self.goto(span, done);
                self.place(next);
            }
        }
        self.place(done);
        for (i, name) in names.iter().enumerate() {
            self.capture(name, Operand::Temp(Temp(base.0 + i as u16)), o.range, captures)?;
        }
        Ok(())
    }
}

/// `_`, or `*_`.
fn is_wildcard(p: &Pattern) -> bool {
    match p {
        Pattern::MatchAs(a) => a.pattern.is_none() && a.name.is_none(),
        Pattern::MatchStar(s) => s.name.is_none(),
        _ => false,
    }
}

/// The names a pattern binds, in the order of the source.
fn captured_names(p: &Pattern, names: &mut Vec<String>) {
    match p {
        Pattern::MatchAs(a) => {
            if let Some(inner) = &a.pattern {
                captured_names(inner, names);
            }
            names.extend(a.name.iter().map(|n| n.to_string()));
        }
        Pattern::MatchStar(s) => names.extend(s.name.iter().map(|n| n.to_string())),
        Pattern::MatchSequence(s) => s.patterns.iter().for_each(|p| captured_names(p, names)),
        Pattern::MatchMapping(m) => {
            m.patterns.iter().for_each(|p| captured_names(p, names));
            names.extend(m.rest.iter().map(|n| n.to_string()));
        }
        Pattern::MatchClass(c) => c.patterns.iter().chain(&c.kwd_patterns).for_each(|p| captured_names(p, names)),
        Pattern::MatchOr(o) => {
            if let Some(first) = o.patterns.first() {
                captured_names(first, names);
            }
        }
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
    }
}

fn is_literal_or_attribute(e: &Expr) -> bool {
    match e {
        Expr::Constant(_) | Expr::Attribute(_) => true,
        Expr::UnaryOp(u) => u.op == ast::UnaryOp::USub && u.operand.is_constant_expr(),
        Expr::BinOp(b) => is_literal_or_attribute(&b.left) && b.right.is_constant_expr(),
        _ => false,
    }
}

/// Would a dict take the two constants for one key?
fn equal_keys(a: &Const, b: &Const) -> bool {
    let number = |c: &Const| match c {
        Const::Bool(b) => Some(f64::from(u8::from(*b))),
        Const::Int(i) => Some(*i as f64),
        Const::Float(f) => Some(*f),
        _ => None,
    };
    match (a, b) {
        (Const::Int(x), Const::Int(y)) => x == y,
        _ => match (number(a), number(b)) {
            (Some(x), Some(y)) => x == y,
            _ => a.same(b),
        },
    }
}

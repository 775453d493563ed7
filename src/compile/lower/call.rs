//! Calls: plain, of methods, with keywords, with `*` and `**`; and `super()`.

use super::Result;
use super::builder::{Builder, Home};
use crate::bytecode::{CodeKind, Const, Span};
use crate::compile::ir::{ConstId, Inst, Operand, Place, SlotId, SlotKind, Temp, Var};
use crate::compile::scopes::Access;
use crate::syntax::ast::{self, Expr, Keyword};

/// More arguments than this are passed as a list and a dict.
const MAX_ARGS: usize = 200;

impl Builder<'_> {
    pub fn call(&mut self, c: &ast::ExprCall, dst: Place) -> Result {
        if let Some(j) = crate::syntax::joined_fstring(c) {
            return self.joined_str(&j, dst);
        }
        let span = self.span(c.range);
        let spread = is_spread(&c.args, &c.keywords);
        if let Expr::Attribute(a) = &*c.func
            && !spread
        {
            let mark = Temp(self.depth);
            let obj = self.operand(&a.value, &[])?;
            self.depth = mark.0;
            let base = self.temp();
            self.temp();
            let name = self.mangled(&a.attr);
            let name = self.name_id(&name)?;
            self.emit(self.attr_span(a.range, a.range, &a.attr), Inst::LoadMethod { base, obj, name });
            let argc = self.push_args(&c.args, &c.keywords)?;
            let inst = match self.keyword_names(&c.keywords)? {
                None => Inst::CallMethod { dst, base, argc },
                Some(names) => Inst::CallMethodKw { dst, base, argc, names },
            };
            let span = self.attr_span(c.range, a.range, &a.attr);
            self.emit(span, inst);
            return Ok(());
        }
        if self.is_bare_super(c) && self.super_call(span, &c.func, dst)? {
            return Ok(());
        }
        let base = self.push(&c.func)?;
        self.finish_call(span, base, &c.args, &c.keywords, dst)
    }

    /// A call whose callee is the topmost temporary, `base`.
    fn finish_call(&mut self, span: Span, base: Temp, args: &[Expr], keywords: &[Keyword], dst: Place) -> Result {
        if is_spread(args, keywords) {
            self.push_list(args, span)?;
            let kwargs = !keywords.is_empty();
            if kwargs {
                self.push_kwargs(keywords, base, span)?;
            }
            self.emit(span, Inst::CallEx { dst, base, kwargs });
            return Ok(());
        }
        self.finish_call_after(span, base, 0, args, keywords, dst)
    }

    /// A call whose callee is `base`, its first `done` arguments pushed already.
    pub fn finish_call_after(
        &mut self,
        span: Span,
        base: Temp,
        done: u8,
        args: &[Expr],
        keywords: &[Keyword],
        dst: Place,
    ) -> Result {
        let argc = done + self.push_args(args, keywords)?;
        let inst = match self.keyword_names(keywords)? {
            None => Inst::Call { dst, base, argc },
            Some(names) => Inst::CallKw { dst, base, argc, names },
        };
        self.emit(span, inst);
        Ok(())
    }

    fn push_args(&mut self, args: &[Expr], keywords: &[Keyword]) -> Result<u8> {
        for e in args.iter().chain(keywords.iter().map(|k| &k.value)) {
            self.push(e)?;
        }
        Ok((args.len() + keywords.len()) as u8)
    }

    /// The constant tuple of the keywords' names; `None` without keywords.
    fn keyword_names(&mut self, keywords: &[Keyword]) -> Result<Option<ConstId>> {
        if keywords.is_empty() {
            return Ok(None);
        }
        let names = keywords.iter().filter_map(|k| k.arg.as_ref()).map(|n| Const::Str(self.mangled(n))).collect();
        self.const_id(Const::Tuple(names)).map(Some)
    }

    /// The dict of keyword arguments: a repeated one is an error that names the function.
    pub fn push_kwargs(&mut self, keywords: &[Keyword], func: Temp, span: Span) -> Result {
        let dict = Temp(self.depth);
        let mut made = false;
        let mut rest = keywords;
        while let Some(k) = rest.first() {
            let named = rest.iter().take(MAX_ARGS / 2).take_while(|k| k.arg.is_some()).count();
            if named > 0 || !made {
                let base = Temp(self.depth);
                for k in &rest[..named] {
                    let name = k.arg.as_ref().map(|n| self.mangled(n)).unwrap_or_default();
                    self.push_const(span, Const::Str(name))?;
                    self.push(&k.value)?;
                }
                self.emit(span, Inst::BuildDict { dst: Place::Temp(base), base, n: named as u16 });
                self.depth = base.0 + 1;
                if made {
                    self.merge(span, dict, Operand::Temp(base), func);
                }
                made = true;
                rest = &rest[named..];
            } else {
                let src = self.operand(&k.value, &[])?;
                self.merge(span, dict, src, func);
                rest = &rest[1..];
            }
            self.depth = dict.0 + 1;
        }
        Ok(())
    }

    fn merge(&mut self, span: Span, dict: Temp, src: Operand, func: Temp) {
        self.emit(span, Inst::DictMerge { dict: Operand::Temp(dict), src, func: Operand::Temp(func) });
    }

    fn is_bare_super(&self, c: &ast::ExprCall) -> bool {
        matches!(&*c.func, Expr::Name(n) if n.id.as_str() == "super")
            && c.args.is_empty()
            && c.keywords.is_empty()
            && self.cx.scopes.lookup(self.scope, "super") == Access::Global
    }

    /// `super()` gets what it would look for in the caller's frame: the class and the first argument. False where there is
    /// none of them; the call itself then raises.
    fn super_call(&mut self, span: Span, func: &Expr, dst: Place) -> Result<bool> {
        let class = match self.resolve_mangled("__class__")? {
            Home::Var(var @ (Var::Free(_) | Var::Cell(_))) => var,
            _ => return Ok(false),
        };
        if self.body.flags.kind == CodeKind::ClassBody || !self.has_first_argument {
            return Ok(false);
        }
        let base = self.push(func)?;
        let (class_temp, self_temp) = (self.temp(), self.temp());
        self.emit(span, Inst::Load { dst: Place::Temp(class_temp), var: class });
        let first = SlotId(0);
        let dst_self = Place::Temp(self_temp);
        if self.body.slots[0].kind == SlotKind::Cell {
            self.emit(span, Inst::Load { dst: dst_self, var: Var::Cell(first) });
        } else {
            self.emit(span, Inst::Copy { dst: dst_self, src: Operand::Slot(first) });
        }
        self.emit(span, Inst::Call { dst, base, argc: 2 });
        Ok(true)
    }
}

/// Must the arguments be passed as a list and a dict?
pub(super) fn is_spread(args: &[Expr], keywords: &[Keyword]) -> bool {
    args.iter().any(Expr::is_starred_expr) || keywords.iter().any(|k| k.arg.is_none()) || args.len() + keywords.len() > MAX_ARGS
}

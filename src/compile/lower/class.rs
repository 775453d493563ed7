//! `class`: a function that fills a namespace, handed to the builtin that makes classes of such.

use super::Result;
use super::builder::{Builder, Home};
use super::docstring;
use crate::bytecode::{CodeKind, Const, Params, Routine, Span};
use crate::compile::ir::{Body, Inst, Operand, Place, Temp};
use crate::syntax::ast::{self, Ranged};

impl Builder<'_> {
    pub fn class_def(&mut self, c: &ast::StmtClassDef) -> Result {
        let span = self.span(c.range);
        let decorators = self.push_decorators(&c.decorator_list)?;
        let base = Temp(self.depth);
        if c.type_params.is_empty() {
            self.class_value(c, None)?;
        } else {
            self.with_type_params(&c.type_params, &c.name, span, base, &[], |b, list| {
                let generic = b.run_routine(span, Routine::GenericBase, &[Operand::Temp(list)]);
                let class = b.class_value(c, Some(generic))?;
                let class = b.run_routine(span, Routine::SetTypeParams, &[Operand::Temp(class), Operand::Temp(list)]);
                b.emit(span, Inst::Return { src: Operand::Temp(class) });
                Ok(())
            })?;
            self.call_scope(span, base, 0);
        }
        let value = self.decorate(base, decorators);
        self.store_name(span, &c.name, Operand::Temp(value))?;
        if let Home::Slot { slot, .. } = self.resolve(&c.name)? {
            self.mark_bound(slot);
        }
        Ok(())
    }

    /// Make the class, in the next temporary. `generic` is a base that the source does not name.
    fn class_value(&mut self, c: &ast::StmtClassDef, generic: Option<Temp>) -> Result<Temp> {
        let span = self.span(c.range);
        let body = self.class_body(c)?;
        let body = self.nest(body)?;
        let base = self.temp();
        self.emit(span, Inst::LoadBuildClass { dst: Place::Temp(base) });
        let function = self.temp();
        let dst = Place::Temp(function);
        let plain = Inst::MakeFunction { dst, body, base: function, defaults: false, kwdefaults: false, annotations: false };
        self.emit(span, plain);
        let name = self.push_const(span, Const::Str(c.name.to_string()))?;
        self.call_with(span, (base, function, name), &c.bases, &c.keywords, generic)?;
        self.depth = base.0 + 1;
        Ok(base)
    }

    /// Call with two arguments that are evaluated already; the result replaces the callee.
    fn call_with(
        &mut self,
        span: Span,
        (base, function, name): (Temp, Temp, Temp),
        bases: &[ast::Expr],
        keywords: &[ast::Keyword],
        generic: Option<Temp>,
    ) -> Result {
        let dst = Place::Temp(base);
        if generic.is_none() && !super::call::is_spread(bases, keywords) {
            return self.finish_call_after(span, base, 2, bases, keywords, dst);
        }
        // The two arguments become the head of the list.
        self.emit(span, Inst::BuildList { dst: Place::Temp(function), base: function, n: 2 });
        self.depth = name.0;
        for e in bases {
            let list = Operand::Temp(function);
            let (value, starred) = match e {
                ast::Expr::Starred(s) => (&*s.value, true),
                e => (e, false),
            };
            let src = self.operand(value, &[])?;
            let at = self.span(e.range());
            self.emit(at, if starred { Inst::ListExtend { list, src } } else { Inst::ListAppend { list, src } });
            self.depth = name.0;
        }
        if let Some(generic) = generic {
            self.emit(span, Inst::ListAppend { list: Operand::Temp(function), src: Operand::Temp(generic) });
        }
        let kwargs = !keywords.is_empty();
        if kwargs {
            self.push_kwargs(keywords, base, span)?;
        }
        self.emit(span, Inst::CallEx { dst, base, kwargs });
        Ok(())
    }

    fn class_body(&mut self, c: &ast::StmtClassDef) -> Result<Body> {
        let span = self.span(c.range);
        let first_line = c.decorator_list.first().map_or(span.line, |d| self.span(d.range()).line);
        let head = Span { line: first_line, end_line: first_line, col: span.col, end_col: span.col };
        let mut inner = self.inner(c.range, CodeKind::ClassBody, &c.name, first_line);
        inner.make_cells(head)?;
        let temp = inner.temp();
        match inner.resolve_mangled("__name__")? {
            Home::Var(var) => inner.emit(head, Inst::Load { dst: Place::Temp(temp), var }),
            Home::Slot { slot, .. } => inner.copy(head, Place::Temp(temp), Operand::Slot(slot)),
        }
        inner.store_name(head, "__module__", Operand::Temp(temp))?;
        inner.depth = 0;
        let qualname = inner.constant(Const::Str(inner.body.qualname.clone()))?;
        inner.store_name(head, "__qualname__", qualname)?;
        let text = docstring(&c.body);
        if let Some(text) = text {
            let id = inner.const_id(Const::Str(text.to_owned()))?;
            inner.body.docstring = Some(id);
            let at = inner.span(c.body[0].range());
            inner.store_name(at, "__doc__", Operand::Const(id))?;
        }
        inner.setup_annotations(head)?;
        inner.block(&c.body[usize::from(text.is_some())..])?;
        if inner.cx.scopes.get(inner.scope).class_cell {
            // The class goes into this cell once it is made, for `super()` and `__class__`.
            let slot = inner.variable_slot(inner.scope, "__class__")?;
            let temp = inner.temp();
            let span = inner.last_span();
            inner.emit(span, Inst::LoadCellObject { dst: Place::Temp(temp), slot });
            inner.store_name(span, "__classcell__", Operand::Temp(temp))?;
            inner.emit(span, Inst::Return { src: Operand::Temp(temp) });
            inner.depth = 0;
        }
        inner.finish(Params::default())
    }
}

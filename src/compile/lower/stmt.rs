//! Statements: where each begins, and which file lowers it.

use super::block::Exit;
use super::builder::Builder;
use super::try_::Try;
use super::with_::With;
use super::{Result, docstring};
use crate::bytecode::{CodeKind, Const};
use crate::compile::ir::{Inst, Operand, Place};
use crate::compile::scopes::Def;
use crate::syntax::ast::{self, Expr, Ranged, Stmt};

impl Builder<'_> {
    /// The body of a module.
    pub fn module_body(&mut self, body: &[Stmt]) -> Result {
        let span = body.first().map_or(self.last_span(), |s| self.span(s.range()));
        if let Some(text) = docstring(body) {
            let id = self.const_id(Const::Str(text.to_owned()))?;
            self.body.docstring = Some(id);
            self.store_name(span, "__doc__", Operand::Const(id))?;
        }
        self.setup_annotations(span)?;
        self.block(&body[usize::from(docstring(body).is_some())..])
    }

    /// The statements of a block.
    pub fn block(&mut self, body: &[Stmt]) -> Result {
        for stmt in body {
            self.stmt(stmt)?;
        }
        Ok(())
    }

    /// The statements of a block inside another: what it binds may be unbound behind it.
    pub fn inner_block(&mut self, body: &[Stmt]) -> Result {
        self.scoped(|b| b.block(body))
    }

    pub fn stmt(&mut self, stmt: &Stmt) -> Result {
        debug_assert_eq!(self.depth, 0, "temporaries live at a statement");
        let span = self.span(stmt.range());
        let start = match stmt {
            Stmt::AsyncFunctionDef(f) => f.decorator_list.first().map_or(span, |d| self.span(d.range())),
            Stmt::FunctionDef(f) => f.decorator_list.first().map_or(span, |d| self.span(d.range())),
            Stmt::ClassDef(c) => c.decorator_list.first().map_or(span, |d| self.span(d.range())),
            _ => span,
        };
        self.begin_stmt(start);
        match stmt {
            Stmt::Expr(e) => self.expr_stmt(e)?,
            Stmt::Assign(a) => self.assign_stmt(a)?,
            Stmt::AugAssign(a) => self.aug_assign(a)?,
            Stmt::AnnAssign(a) => self.ann_assign(a)?,
            Stmt::Delete(d) => d.targets.iter().try_for_each(|t| self.delete(t))?,
            Stmt::Pass(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Return(r) => self.return_stmt(r)?,
            Stmt::Break(b) => self.loop_exit(b.range, Exit::Break, "'break' outside loop")?,
            Stmt::Continue(c) => self.loop_exit(c.range, Exit::Continue, "'continue' not properly in loop")?,
            Stmt::If(i) => self.if_stmt(i)?,
            Stmt::While(w) => self.while_stmt(w)?,
            Stmt::For(f) => self.for_stmt(f)?,
            Stmt::Try(t) => self.try_stmt(Try::plain(t))?,
            Stmt::TryStar(t) => self.try_stmt(Try::star(t))?,
            Stmt::With(w) => self.with_stmt(With::plain(w))?,
            Stmt::AsyncWith(w) => self.with_stmt(With::asynchronous(w))?,
            Stmt::AsyncFor(f) => self.async_for(f)?,
            Stmt::Raise(r) => self.raise_stmt(r)?,
            Stmt::Assert(a) => self.assert_stmt(a)?,
            Stmt::FunctionDef(f) => self.function_def(Def::plain(f))?,
            Stmt::AsyncFunctionDef(f) => self.function_def(Def::asynchronous(f))?,
            Stmt::ClassDef(c) => self.class_def(c)?,
            Stmt::Import(i) => self.import(i)?,
            Stmt::ImportFrom(i) => self.import_from(i)?,
            Stmt::Match(m) => self.match_stmt(m)?,
            Stmt::TypeAlias(t) => self.type_alias(t)?,
        }
        self.flush_stmt();
        self.depth = 0;
        Ok(())
    }

    fn expr_stmt(&mut self, e: &ast::StmtExpr) -> Result {
        match &*e.value {
            // A place to stand on is all that is left of it.
            Expr::Constant(_) => Ok(()),
            value => self.discard(value),
        }
    }

    fn return_stmt(&mut self, r: &ast::StmtReturn) -> Result {
        if !matches!(self.body.flags.kind, CodeKind::Function) {
            return Err(self.error(r.range, "'return' outside function"));
        }
        self.check_star(r.range, Exit::Return)?;
        if r.value.is_some() && self.body.flags.is_coroutine && self.body.flags.is_generator {
            return Err(self.error(r.range, "'return' with value in async generator"));
        }
        let src = match &r.value {
            Some(value) => self.operand(value, &[])?,
            None => self.constant(Const::None)?,
        };
        self.leave(self.span(r.range), Exit::Return, Some(src))
    }

    /// The body of a lambda or of an evaluated expression.
    pub fn return_expression(&mut self, e: &Expr) -> Result {
        let span = self.span(e.range());
        self.begin_stmt(span);
        let src = self.operand(e, &[])?;
        self.emit(span, Inst::Return { src });
        self.depth = 0;
        Ok(())
    }

    fn raise_stmt(&mut self, r: &ast::StmtRaise) -> Result {
        let cause_later: Vec<&Expr> = r.cause.as_deref().into_iter().collect();
        let exc = match &r.exc {
            Some(e) => Some(self.operand(e, &cause_later)?),
            None => None,
        };
        let cause = match &r.cause {
            Some(e) => Some(self.operand(e, &[])?),
            None => None,
        };
        self.emit(self.span(r.range), Inst::Raise { exc, cause });
        Ok(())
    }

    fn assert_stmt(&mut self, a: &ast::StmtAssert) -> Result {
        let span = self.span(a.range);
        let fine = self.label();
        self.jump_if(&a.test, true, fine)?;
        let base = self.temp();
        self.emit(span, Inst::LoadAssertionError { dst: Place::Temp(base) });
        if let Some(msg) = &a.msg {
            self.push(msg)?;
            self.emit(span, Inst::Call { dst: Place::Temp(base), base, argc: 1 });
        }
        self.emit(span, Inst::Raise { exc: Some(Operand::Temp(base)), cause: None });
        self.place(fine);
        Ok(())
    }
}

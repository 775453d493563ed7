//! The first pass over the tree: opens the scopes and notes what each does with each name. Errors about declarations are
//! found here, in CPython's words. Called by [`super::Scopes`] only.

use super::targets::{self, Purpose};
use super::{Def, Scope, ScopeId, ScopeKind, Scopes, alias_node, bound_node, mangle, params_node, type_param_name};
use crate::syntax::ast::{self, Expr, ExprContext, Ranged, Stmt};
use crate::syntax::{Source, SyntaxError, TextRange};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

type Result<T = ()> = std::result::Result<T, SyntaxError>;

/// Expressions nested deeper than this are refused, so that no walk over the tree runs out of stack.
const MAX_DEPTH: u32 = 500;

/// What happens to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    Use,
    Bind,
    Delete,
    Parameter,
    Iteration,
}

struct Collector<'a> {
    source: &'a Source,
    scopes: Scopes,
    current: ScopeId,
    depth: u32,
    /// Inside the iterable of a comprehension: `:=` is refused there.
    in_iterable: u32,
    /// `from __future__ import annotations`: annotations are not evaluated.
    lazy_annotations: bool,
    /// Where the place for `from __future__` imports ends; `None` where there is none.
    future_end: Option<u32>,
    /// Declarations whose binding is still to be found: scope, mangled and written name, place.
    nonlocals: Vec<(ScopeId, String, String, TextRange)>,
}

pub(super) fn module(tree: &[Stmt], source: &Source) -> Result<Scopes> {
    let mut collector = Collector::new(source, ScopeKind::Module);
    collector.lazy_annotations = super::super::lower::has_future_annotations(tree);
    // They stand behind a docstring and before everything else.
    let is_future = |s: &Stmt| matches!(s, Stmt::ImportFrom(i) if i.module.as_deref() == Some("__future__"));
    let doc = usize::from(super::super::lower::has_docstring(tree));
    let rest = tree.iter().skip(doc).find(|s| !is_future(s));
    collector.future_end = Some(rest.map_or(u32::MAX, |s| s.range().start().into()));
    collector.block(tree)?;
    collector.finish()
}

pub(super) fn expression(tree: &Expr, names: &[String], source: &Source) -> Result<Scopes> {
    let mut collector = Collector::new(source, ScopeKind::Expression);
    for name in names {
        collector.note(name, Event::Parameter, tree.range())?;
    }
    collector.expr(tree)?;
    collector.finish()
}

impl<'a> Collector<'a> {
    fn new(source: &'a Source, kind: ScopeKind) -> Collector<'a> {
        let root = new_scope(kind, None, None);
        let scopes = Scopes { all: vec![root], by_node: BTreeMap::new(), in_namespace: false };
        Collector {
            source,
            scopes,
            current: Scopes::ROOT,
            depth: 0,
            in_iterable: 0,
            lazy_annotations: false,
            future_end: None,
            nonlocals: vec![],
        }
    }

    fn finish(self) -> Result<Scopes> {
        for (scope, mangled, name, range) in &self.nonlocals {
            if !self.scopes.nonlocal_exists(*scope, mangled) {
                return self.err(*range, format!("no binding for nonlocal '{name}' found"));
            }
        }
        Ok(self.scopes)
    }

    fn err<T>(&self, range: TextRange, message: impl Into<String>) -> Result<T> {
        Err(self.source.error(range, message))
    }

    fn scope(&mut self) -> &mut Scope {
        self.scopes.get_mut(self.current)
    }

    fn kind(&self) -> ScopeKind {
        self.scopes.get(self.current).kind
    }

    /// Run `inside` in a new scope that belongs to the node at `range`.
    fn open(
        &mut self,
        kind: ScopeKind,
        range: TextRange,
        private: Option<String>,
        inside: impl FnOnce(&mut Self) -> Result,
    ) -> Result {
        let private = private.or_else(|| self.scopes.get(self.current).private.clone());
        let id = ScopeId(self.scopes.all.len() as u32);
        self.scopes.all.push(new_scope(kind, Some(self.current), private));
        self.scopes.by_node.insert((range.start().into(), range.end().into()), id);
        let outer = std::mem::replace(&mut self.current, id);
        let iterable = std::mem::replace(&mut self.in_iterable, 0);
        let result = inside(self);
        self.current = outer;
        self.in_iterable = iterable;
        result
    }

    fn mangled(&self, name: &str) -> String {
        mangle(self.scopes.get(self.current).private.as_deref(), name)
    }

    fn note(&mut self, name: &str, event: Event, range: TextRange) -> Result {
        if event != Event::Use && name == "__debug__" {
            let verb = if event == Event::Delete { "delete" } else { "assign to" };
            return self.err(range, format!("cannot {verb} __debug__"));
        }
        let name = self.mangled(name);
        let symbol = self.scope().symbols.entry(name).or_default();
        match event {
            Event::Use => symbol.used = true,
            Event::Bind => symbol.bound = true,
            Event::Delete => (symbol.bound, symbol.deleted) = (true, true),
            Event::Parameter => (symbol.bound, symbol.parameter) = (true, true),
            Event::Iteration => (symbol.bound, symbol.iteration) = (true, true),
        }
        Ok(())
    }

    fn block(&mut self, body: &[Stmt]) -> Result {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Result {
        match stmt {
            Stmt::FunctionDef(f) => self.function(Def::plain(f)),
            Stmt::AsyncFunctionDef(f) => self.function(Def::asynchronous(f)),
            Stmt::ClassDef(c) => self.class(c),
            Stmt::Return(r) => self.option(r.value.as_deref()),
            Stmt::Delete(d) => {
                d.targets.iter().try_for_each(|t| targets::check(self.source, t, Purpose::Delete))?;
                self.exprs(&d.targets)
            }
            Stmt::Assign(a) => {
                targets::check_assign(self.source, a)?;
                self.expr(&a.value)?;
                self.exprs(&a.targets)
            }
            Stmt::AugAssign(a) => {
                self.expr(&a.target)?;
                if let Expr::Name(n) = &*a.target {
                    self.note(&n.id, Event::Use, n.range)?;
                }
                self.expr(&a.value)
            }
            Stmt::AnnAssign(a) => self.annotated(a),
            Stmt::For(f) => {
                targets::check(self.source, &f.target, Purpose::For)?;
                self.expr(&f.iter)?;
                self.expr(&f.target)?;
                self.block(&f.body)?;
                self.block(&f.orelse)
            }
            Stmt::While(w) => {
                self.expr(&w.test)?;
                self.block(&w.body)?;
                self.block(&w.orelse)
            }
            Stmt::If(i) => self.if_chain(i),
            Stmt::AsyncFor(f) => {
                self.in_async(f.range, "'async for'")?;
                targets::check(self.source, &f.target, Purpose::For)?;
                self.expr(&f.iter)?;
                self.expr(&f.target)?;
                self.block(&f.body)?;
                self.block(&f.orelse)
            }
            Stmt::With(w) => {
                self.with_items(&w.items)?;
                self.block(&w.body)
            }
            Stmt::AsyncWith(w) => {
                self.in_async(w.range, "'async with'")?;
                self.with_items(&w.items)?;
                self.block(&w.body)
            }
            Stmt::Match(m) => {
                self.expr(&m.subject)?;
                for case in &m.cases {
                    self.pattern(&case.pattern)?;
                    self.option(case.guard.as_deref())?;
                    self.block(&case.body)?;
                }
                Ok(())
            }
            Stmt::Raise(r) => {
                self.option(r.exc.as_deref())?;
                self.option(r.cause.as_deref())
            }
            Stmt::Try(t) => {
                self.block(&t.body)?;
                let before_last = t.handlers.iter().rev().skip(1);
                for ast::ExceptHandler::ExceptHandler(h) in before_last {
                    if h.type_.is_none() {
                        // The word and its colon.
                        let word = TextRange::at(h.range.start(), 7.into());
                        return self.err(word, "default 'except:' must be last");
                    }
                }
                self.handlers(&t.handlers)?;
                self.block(&t.orelse)?;
                self.block(&t.finalbody)
            }
            Stmt::TryStar(t) => {
                self.block(&t.body)?;
                self.handlers(&t.handlers)?;
                self.block(&t.orelse)?;
                self.block(&t.finalbody)
            }
            Stmt::Assert(a) => {
                self.expr(&a.test)?;
                self.option(a.msg.as_deref())
            }
            Stmt::Import(i) => i.names.iter().try_for_each(|alias| {
                let bound = alias.asname.as_ref().map_or_else(|| alias.name.split('.').next().unwrap_or(""), |n| n.as_str());
                self.note(bound, Event::Bind, i.range)
            }),
            Stmt::ImportFrom(i) if self.late_future(i) => {
                self.err(i.range, "from __future__ imports must occur at the beginning of the file")
            }
            Stmt::ImportFrom(i) => i.names.iter().try_for_each(|alias| match alias.name.as_str() {
                "*" if self.kind() == ScopeKind::Module => Ok(()),
                "*" => self.err(alias.range, "import * only allowed at module level"),
                name => self.note(alias.asname.as_ref().map_or(name, |n| n.as_str()), Event::Bind, alias.range),
            }),
            Stmt::Global(g) => g.names.iter().try_for_each(|name| self.declare(name, g.range, true)),
            Stmt::Nonlocal(n) => n.names.iter().try_for_each(|name| self.declare(name, n.range, false)),
            Stmt::Expr(e) => self.expr(&e.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => Ok(()),
            Stmt::TypeAlias(t) => self.type_alias(t),
        }
    }

    /// `from __future__ import ...` behind something else.
    fn late_future(&self, i: &ast::StmtImportFrom) -> bool {
        i.module.as_deref() == Some("__future__") && self.future_end.is_none_or(|end| u32::from(i.range.start()) >= end)
    }

    fn function(&mut self, f: Def) -> Result {
        self.exprs(f.decorator_list)?;
        self.defaults(f.args)?;
        self.note(f.name, Event::Bind, f.range)?;
        self.with_type_params(f.type_params, |c| {
            c.annotations(f.args, f.returns)?;
            c.open(ScopeKind::Function, f.range, None, |c| {
                c.scope().is_coroutine = f.is_async;
                c.parameters(f.args)?;
                c.block(f.body)
            })
        })
    }

    fn class(&mut self, c: &ast::StmtClassDef) -> Result {
        self.exprs(&c.decorator_list)?;
        self.note(&c.name, Event::Bind, c.range)?;
        self.with_type_params(&c.type_params, |s| {
            s.exprs(&c.bases)?;
            c.keywords.iter().try_for_each(|k| s.expr(&k.value))?;
            s.open(ScopeKind::Class, c.range, Some(c.name.to_string()), |s| s.block(&c.body))
        })
    }

    fn type_alias(&mut self, t: &ast::StmtTypeAlias) -> Result {
        self.expr(&t.name)?;
        self.with_type_params(&t.type_params, |c| c.open(ScopeKind::TypeAlias, alias_node(&t.value), None, |c| c.expr(&t.value)))
    }

    /// Run `inside` in the scope of the type parameters, if there are any.
    fn with_type_params(&mut self, params: &[ast::TypeParam], inside: impl FnOnce(&mut Self) -> Result) -> Result {
        if params.is_empty() {
            return inside(self);
        }
        self.open(ScopeKind::TypeParams, params_node(params), None, |c| {
            for p in params {
                let name = type_param_name(p);
                if c.scopes.symbol(c.current, name).bound {
                    return c.err(p.range(), format!("duplicate type parameter '{name}'"));
                }
                c.note(name, Event::Bind, p.range())?;
                if let ast::TypeParam::TypeVar(ast::TypeParamTypeVar { bound: Some(bound), .. }) = p {
                    c.open(ScopeKind::TypeBound, bound_node(bound), None, |c| c.expr(bound))?;
                }
            }
            inside(c)
        })
    }

    /// An expression of a kind that an annotation scope may not contain.
    fn not_in_annotation(&self, range: TextRange, what: &str) -> Result {
        match self.kind().annotation() {
            Some(place) => self.err(range, format!("{what} cannot be used within {place}")),
            None => Ok(()),
        }
    }

    fn with_items(&mut self, items: &[ast::WithItem]) -> Result {
        for item in items {
            if let Some(target) = &item.optional_vars {
                targets::check(self.source, target, Purpose::Assign)?;
            }
            self.expr(&item.context_expr)?;
            self.option(item.optional_vars.as_deref())?;
        }
        Ok(())
    }

    /// `async for` and `async with` stand in an `async def`.
    fn in_async(&self, range: TextRange, what: &str) -> Result {
        let scope = self.scopes.get(self.current);
        if scope.kind == ScopeKind::Function && scope.is_coroutine {
            return Ok(());
        }
        self.err(range, format!("{what} outside async function"))
    }

    /// `await`: in an `async def`, or in a comprehension, which it makes asynchronous.
    fn awaits(&mut self, range: TextRange) -> Result {
        self.not_in_annotation(range, "await expression")?;
        match self.kind() {
            ScopeKind::Function if self.scope().is_coroutine => Ok(()),
            ScopeKind::GeneratorExpression | ScopeKind::Comprehension => {
                self.scope().is_coroutine = true;
                Ok(())
            }
            ScopeKind::Function | ScopeKind::Lambda => self.err(range, "'await' outside async function"),
            _ => self.err(range, "'await' outside function"),
        }
    }

    fn handlers(&mut self, handlers: &[ast::ExceptHandler]) -> Result {
        for ast::ExceptHandler::ExceptHandler(h) in handlers {
            self.option(h.type_.as_deref())?;
            if let Some(name) = &h.name {
                self.note(name, Event::Delete, h.range)?;
            }
            self.block(&h.body)?;
        }
        Ok(())
    }

    /// A chain of `elif` may be long: walk it without recursion.
    fn if_chain(&mut self, mut i: &ast::StmtIf) -> Result {
        loop {
            self.expr(&i.test)?;
            self.block(&i.body)?;
            match &i.orelse[..] {
                [Stmt::If(inner)] => i = inner,
                orelse => return self.block(orelse),
            }
        }
    }

    fn annotated(&mut self, a: &ast::StmtAnnAssign) -> Result {
        let single = |what: &str| format!("only single target (not {what}) can be annotated");
        match &*a.target {
            Expr::List(t) => return self.err(t.range, single("list")),
            Expr::Tuple(t) => return self.err(t.range, single("tuple")),
            _ => {}
        }
        if let Expr::Name(n) = &*a.target {
            let name = self.mangled(&n.id);
            let kind = self.kind();
            let symbol = self.scope().symbols.entry(name).or_default();
            let (global, nonlocal) = (symbol.global, symbol.nonlocal);
            if a.simple {
                symbol.annotated = true;
                symbol.bound = true;
            }
            if a.simple && kind != ScopeKind::Module && (global || nonlocal) {
                let what = if global { "global" } else { "nonlocal" };
                return self.err(a.range, format!("annotated name '{}' can't be {what}", n.id));
            }
            if a.value.is_some() || a.simple {
                self.note(&n.id, Event::Bind, n.range)?;
            }
        } else {
            self.expr(&a.target)?;
        }
        if a.simple && matches!(self.kind(), ScopeKind::Module | ScopeKind::Class) {
            self.scope().has_annotations = true;
        }
        if !self.lazy_annotations {
            self.expr(&a.annotation)?;
        }
        self.option(a.value.as_deref())
    }

    /// `global` and `nonlocal`.
    fn declare(&mut self, name: &str, range: TextRange, global: bool) -> Result {
        let what = if global { "global" } else { "nonlocal" };
        let mangled = self.mangled(name);
        let symbol = self.scopes.symbol(self.current, &mangled);
        if !global && self.kind() == ScopeKind::Module {
            return self.err(range, "nonlocal declaration not allowed at module level");
        }
        if symbol.parameter {
            return self.err(range, format!("name '{name}' is parameter and {what}"));
        }
        if symbol.annotated {
            return self.err(range, format!("annotated name '{name}' can't be {what}"));
        }
        if symbol.bound {
            return self.err(range, format!("name '{name}' is assigned to before {what} declaration"));
        }
        if symbol.used {
            return self.err(range, format!("name '{name}' is used prior to {what} declaration"));
        }
        if (symbol.global && !global) || (symbol.nonlocal && global) {
            return self.err(range, format!("name '{name}' is nonlocal and global"));
        }
        let entry = self.scope().symbols.entry(mangled.clone()).or_default();
        entry.global |= global;
        entry.nonlocal |= !global;
        if !global {
            // The functions around may bind it further down: checked when all is known.
            self.nonlocals.push((self.current, mangled, name.to_owned(), range));
        }
        Ok(())
    }

    fn exprs(&mut self, list: &[Expr]) -> Result {
        list.iter().try_for_each(|e| self.expr(e))
    }

    fn option(&mut self, e: Option<&Expr>) -> Result {
        e.map_or(Ok(()), |e| self.expr(e))
    }

    fn expr(&mut self, e: &Expr) -> Result {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.err(e.range(), "too many nested expressions");
        }
        let result = self.expr_inner(e);
        self.depth -= 1;
        result
    }

    fn expr_inner(&mut self, e: &Expr) -> Result {
        match e {
            Expr::Name(n) if n.id.as_str() == crate::syntax::FSTRING_MARK => Ok(()),
            Expr::Name(n) => {
                let event = match n.ctx {
                    ExprContext::Load => Event::Use,
                    ExprContext::Store => Event::Bind,
                    ExprContext::Del => Event::Delete,
                };
                self.note(&n.id, event, n.range)?;
                let function = !matches!(self.kind(), ScopeKind::Module | ScopeKind::Class | ScopeKind::Expression);
                if n.ctx == ExprContext::Load && function && n.id.as_str() == "super" {
                    self.note("__class__", Event::Use, n.range)?;
                }
                Ok(())
            }
            Expr::Constant(_) => Ok(()),
            Expr::BoolOp(b) => self.exprs(&b.values),
            Expr::NamedExpr(n) => self.walrus(n),
            Expr::BinOp(b) => self.binary(b),
            Expr::UnaryOp(u) => self.expr(&u.operand),
            Expr::Lambda(l) => {
                self.defaults(&l.args)?;
                self.open(ScopeKind::Lambda, l.range, None, |c| {
                    c.parameters(&l.args)?;
                    c.expr(&l.body)
                })
            }
            Expr::IfExp(i) => {
                self.expr(&i.test)?;
                self.expr(&i.body)?;
                self.expr(&i.orelse)
            }
            Expr::Dict(d) => {
                d.keys.iter().flatten().try_for_each(|k| self.expr(k))?;
                self.exprs(&d.values)
            }
            Expr::Set(s) => self.exprs(&s.elts),
            Expr::ListComp(c) => self.comprehension(ScopeKind::Comprehension, c.range, &c.generators, &[&c.elt]),
            Expr::SetComp(c) => self.comprehension(ScopeKind::Comprehension, c.range, &c.generators, &[&c.elt]),
            Expr::DictComp(c) => self.comprehension(ScopeKind::Comprehension, c.range, &c.generators, &[&c.key, &c.value]),
            Expr::GeneratorExp(c) => self.comprehension(ScopeKind::GeneratorExpression, c.range, &c.generators, &[&c.elt]),
            Expr::Await(a) => {
                self.awaits(a.range)?;
                self.expr(&a.value)
            }
            Expr::Yield(y) => {
                self.yields(y.range)?;
                self.option(y.value.as_deref())
            }
            Expr::YieldFrom(y) => {
                if self.kind() == ScopeKind::Function && self.scope().is_coroutine {
                    return self.err(y.range, "'yield from' inside async function");
                }
                self.yields(y.range)?;
                self.expr(&y.value)
            }
            Expr::Compare(c) => {
                self.expr(&c.left)?;
                self.exprs(&c.comparators)
            }
            Expr::Call(c) => {
                self.lone_generator(&c.args, c.keywords.len())?;
                self.expr(&c.func)?;
                self.exprs(&c.args)?;
                if let Some(k) = c.keywords.iter().find(|k| k.arg.as_deref() == Some("__debug__")) {
                    return self.err(k.range, "cannot assign to __debug__");
                }
                c.keywords.iter().try_for_each(|k| self.expr(&k.value))
            }
            Expr::FormattedValue(f) => {
                self.expr(&f.value)?;
                self.option(f.format_spec.as_deref())
            }
            Expr::JoinedStr(j) => self.exprs(&j.values),
            Expr::Attribute(a) if a.attr.as_str() == "__debug__" && a.ctx != ExprContext::Load => {
                let verb = if a.ctx == ExprContext::Del { "delete" } else { "assign to" };
                self.err(a.range, format!("cannot {verb} __debug__"))
            }
            Expr::Attribute(a) => self.expr(&a.value),
            Expr::Subscript(s) => {
                self.expr(&s.value)?;
                self.expr(&s.slice)
            }
            Expr::Starred(s) => self.expr(&s.value),
            Expr::List(l) => self.exprs(&l.elts),
            Expr::Tuple(t) => self.exprs(&t.elts),
            Expr::Slice(s) => {
                self.option(s.lower.as_deref())?;
                self.option(s.upper.as_deref())?;
                self.option(s.step.as_deref())
            }
        }
    }

    /// `f(x for x in y, 1)` is refused: the generator expression needs its own parentheses.
    fn lone_generator(&self, args: &[Expr], keywords: usize) -> Result {
        let bare = |e: &&Expr| e.is_generator_exp_expr() && !self.source.slice(e.range()).starts_with('(');
        match args.iter().find(bare) {
            Some(e) if args.len() + keywords > 1 => self.err(e.range(), "Generator expression must be parenthesized"),
            _ => Ok(()),
        }
    }

    /// A long sum is a deep tree: walk its left side without recursion.
    fn binary(&mut self, b: &ast::ExprBinOp) -> Result {
        let mut rights = vec![&*b.right];
        let mut left = &*b.left;
        while let Expr::BinOp(inner) = left {
            rights.push(&inner.right);
            left = &inner.left;
        }
        self.expr(left)?;
        rights.into_iter().rev().try_for_each(|r| self.expr(r))
    }

    fn yields(&mut self, range: TextRange) -> Result {
        self.not_in_annotation(range, "yield expression")?;
        match self.kind() {
            ScopeKind::Function | ScopeKind::Lambda => {
                self.scope().is_generator = true;
                Ok(())
            }
            ScopeKind::Comprehension => self.err(range, "'yield' inside list comprehension"),
            ScopeKind::GeneratorExpression => self.err(range, "'yield' inside generator expression"),
            _ => self.err(range, "'yield' outside function"),
        }
    }

    /// `:=` inside a comprehension binds in the function around it.
    fn walrus(&mut self, n: &ast::ExprNamedExpr) -> Result {
        let Expr::Name(target) = &*n.target else { return self.expr(&n.target) };
        self.not_in_annotation(n.range, "named expression")?;
        if self.in_iterable > 0 {
            return self.err(n.range, "assignment expression cannot be used in a comprehension iterable expression");
        }
        let name = self.mangled(&target.id);
        let mut at = self.current;
        while matches!(self.scopes.get(at).kind, ScopeKind::Comprehension | ScopeKind::GeneratorExpression) {
            if self.scopes.symbol(at, &name).iteration {
                let message = format!("assignment expression cannot rebind comprehension iteration variable '{}'", target.id);
                return self.err(target.range, message);
            }
            let symbol = self.scopes.get_mut(at).symbols.entry(name.clone()).or_default();
            symbol.used = true;
            symbol.walrus = true;
            match self.scopes.get(at).parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        if at != self.current && self.scopes.get(at).kind == ScopeKind::Class {
            return self.err(target.range, "assignment expression within a comprehension cannot be used in a class body");
        }
        let module = self.scopes.get(at).kind == ScopeKind::Module;
        let symbol = self.scopes.get_mut(at).symbols.entry(name.clone()).or_default();
        symbol.bound = true;
        symbol.walrus = true;
        let global = module || symbol.global;
        if global {
            // Comprehensions on the way see a global, whatever the functions around bind.
            let mut inner = self.current;
            while inner != at {
                if let Some(symbol) = self.scopes.get_mut(inner).symbols.get_mut(&name) {
                    symbol.global = true;
                }
                match self.scopes.get(inner).parent {
                    Some(parent) => inner = parent,
                    None => break,
                }
            }
        }
        if target.id.as_str() == "__debug__" {
            return self.err(n.range, "cannot assign to __debug__");
        }
        self.expr(&n.value)
    }

    fn comprehension(
        &mut self,
        kind: ScopeKind,
        range: TextRange,
        generators: &[ast::Comprehension],
        elements: &[&Expr],
    ) -> Result {
        let Some(first) = generators.first() else { return Ok(()) };
        if let [Expr::Starred(s)] = elements {
            return self.err(s.range, "iterable unpacking cannot be used in comprehension");
        }
        // The first iterable is evaluated outside.
        self.in_iterable += 1;
        let outer = self.expr(&first.iter);
        self.in_iterable -= 1;
        outer?;
        let mut is_async = false;
        self.open(kind, range, None, |c| {
            c.scope().is_coroutine = generators.iter().any(|g| g.is_async);
            for (i, generator) in generators.iter().enumerate() {
                targets::check(c.source, &generator.target, Purpose::For)?;
                c.iteration_targets(&generator.target)?;
                if i > 0 {
                    c.in_iterable += 1;
                    c.expr(&generator.iter)?;
                    c.in_iterable -= 1;
                }
                c.exprs(&generator.ifs)?;
            }
            elements.iter().try_for_each(|e| c.expr(e))?;
            is_async = c.scope().is_coroutine;
            Ok(())
        })?;
        if is_async && kind == ScopeKind::Comprehension {
            // It runs in the code around, which awaits with it.
            match self.kind() {
                ScopeKind::Comprehension | ScopeKind::GeneratorExpression => self.scope().is_coroutine = true,
                ScopeKind::Function if self.scope().is_coroutine => {}
                _ => return self.err(range, "asynchronous comprehension outside of an asynchronous function"),
            }
        }
        Ok(())
    }

    fn iteration_targets(&mut self, target: &Expr) -> Result {
        match target {
            Expr::Name(n) => {
                if self.scopes.symbol(self.current, &self.mangled(&n.id)).walrus {
                    let message = format!("comprehension inner loop cannot rebind assignment expression target '{}'", n.id);
                    return self.err(n.range, message);
                }
                self.note(&n.id, Event::Iteration, n.range)
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.iteration_targets(e)),
            Expr::List(l) => l.elts.iter().try_for_each(|e| self.iteration_targets(e)),
            Expr::Starred(s) => self.iteration_targets(&s.value),
            other => self.expr(other),
        }
    }

    fn defaults(&mut self, args: &ast::Arguments) -> Result {
        let all = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        all.filter_map(|a| a.default.as_deref()).try_for_each(|e| self.expr(e))
    }

    fn annotations(&mut self, args: &ast::Arguments, returns: Option<&Expr>) -> Result {
        if self.lazy_annotations {
            return Ok(());
        }
        all_args(args).filter_map(|a| a.annotation.as_deref()).try_for_each(|e| self.expr(e))?;
        self.option(returns)
    }

    fn parameters(&mut self, args: &ast::Arguments) -> Result {
        if let (None, [], Some(kwarg)) = (&args.vararg, &args.kwonlyargs[..], &args.kwarg) {
            // The tree does not tell `(*, **kw)` from `(**kw)`.
            let end = usize::from(kwarg.range.start());
            let text = self.source.text.get(..end).unwrap_or("").trim_end().trim_end_matches("**").trim_end();
            if let Some(text) = text.strip_suffix(',').map(str::trim_end).filter(|t| t.ends_with('*')) {
                let star = TextRange::at((text.len() as u32 - 1).into(), 1.into());
                return self.err(star, "named arguments must follow bare *");
            }
        }
        for arg in all_args(args) {
            if self.scopes.symbol(self.current, &self.mangled(&arg.arg)).parameter {
                return self.err(arg.range, format!("duplicate argument '{}' in function definition", arg.arg));
            }
            self.note(&arg.arg, Event::Parameter, arg.range)?;
        }
        Ok(())
    }

    fn pattern(&mut self, p: &ast::Pattern) -> Result {
        use ast::Pattern as P;
        match p {
            P::MatchValue(v) => self.expr(&v.value),
            P::MatchSingleton(_) => Ok(()),
            P::MatchSequence(s) => s.patterns.iter().try_for_each(|p| self.pattern(p)),
            P::MatchMapping(m) => {
                self.exprs(&m.keys)?;
                m.patterns.iter().try_for_each(|p| self.pattern(p))?;
                m.rest.as_ref().map_or(Ok(()), |n| self.note(n, Event::Bind, m.range))
            }
            P::MatchClass(c) => {
                self.expr(&c.cls)?;
                c.patterns.iter().chain(&c.kwd_patterns).try_for_each(|p| self.pattern(p))
            }
            P::MatchStar(s) => s.name.as_ref().map_or(Ok(()), |n| self.note(n, Event::Bind, s.range)),
            P::MatchAs(a) => {
                a.pattern.as_deref().map_or(Ok(()), |p| self.pattern(p))?;
                a.name.as_ref().map_or(Ok(()), |n| self.note(n, Event::Bind, a.range))
            }
            P::MatchOr(o) => o.patterns.iter().try_for_each(|p| self.pattern(p)),
        }
    }
}

fn new_scope(kind: ScopeKind, parent: Option<ScopeId>, private: Option<String>) -> Scope {
    Scope {
        kind,
        parent,
        symbols: IndexMap::new(),
        private,
        is_generator: false,
        is_coroutine: false,
        free: BTreeSet::new(),
        class_cell: false,
        has_annotations: false,
    }
}

/// All parameters, in the order of their slots.
pub fn all_args(args: &ast::Arguments) -> impl Iterator<Item = &ast::Arg> {
    let defaulted = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs).map(|a| &a.def);
    defaulted.chain(args.vararg.as_deref()).chain(args.kwarg.as_deref())
}

//! `def`, `lambda` and decorators.

use super::Result;
use super::builder::Builder;
use super::docstring;
use crate::bytecode::{CodeKind, Const, Params, Routine, Span};
use crate::compile::ir::{Inst, Operand, Place, Temp};
use crate::compile::scopes::{Def, all_args};
use crate::syntax::TextRange;
use crate::syntax::ast::{self, ArgWithDefault, Arguments, Expr, Ranged};

impl<'a> Builder<'a> {
    pub fn function_def(&mut self, f: Def) -> Result {
        let span = self.span(f.range);
        let decorators = self.push_decorators(f.decorator_list)?;
        let base = Temp(self.depth);
        if f.type_params.is_empty() {
            let what = self.function_window(f.args, f.returns, span)?;
            self.function_value(f, base, what)?;
        } else {
            self.generic_function(f, span, base)?;
        }
        let value = self.decorate(base, decorators);
        self.store_name(span, f.name, Operand::Temp(value))?;
        if let super::builder::Home::Slot { slot, .. } = self.resolve(f.name)? {
            self.mark_bound(slot);
        }
        Ok(())
    }

    /// Make the function of a window that is filled, in `base`.
    fn function_value(&mut self, f: Def, base: Temp, (defaults, kwdefaults, annotations): (bool, bool, bool)) -> Result {
        let span = self.span(f.range);
        let first_line = f.decorator_list.first().map_or(span.line, |d| self.span(d.range()).line);
        let mut inner = self.inner(f.range, CodeKind::Function, f.name, first_line);
        let params = inner.parameters(f.args)?;
        inner.make_cells(span)?;
        let text = docstring(f.body);
        if let Some(text) = text {
            inner.body.docstring = Some(inner.const_id(Const::Str(text.to_owned()))?);
        }
        inner.block(&f.body[usize::from(text.is_some())..])?;
        let body = inner.finish(params)?;
        let body = self.nest(body)?;
        self.depth = base.0 + 1;
        self.emit(span, Inst::MakeFunction { dst: Place::Temp(base), body, base, defaults, kwdefaults, annotations });
        Ok(())
    }

    /// A function with type parameters: its defaults are evaluated outside of their scope, its annotations inside.
    fn generic_function(&mut self, f: Def, span: Span, base: Temp) -> Result {
        let defaults = f.args.posonlyargs.iter().chain(&f.args.args).any(|a| a.default.is_some());
        let kwdefaults = f.args.kwonlyargs.iter().any(|a| a.default.is_some());
        self.with_type_params(f.type_params, f.name, span, base, &[".defaults", ".kwdefaults"], |b, list| {
            let window = Temp(b.depth);
            for name in [".defaults", ".kwdefaults"] {
                let slot = b.variable_slot(b.scope, name)?;
                b.push_operand(span, Operand::Slot(slot));
            }
            let annotations = f.returns.is_some() || all_args(f.args).any(|a| a.annotation.is_some());
            if annotations {
                b.push_annotations(f.args, f.returns, span)?;
            }
            b.function_value(f, window, (defaults, kwdefaults, annotations))?;
            let function = b.run_routine(span, Routine::SetTypeParams, &[Operand::Temp(window), Operand::Temp(list)]);
            b.emit(span, Inst::Return { src: Operand::Temp(function) });
            Ok(())
        })?;
        if defaults {
            self.push_defaults(f.args, span)?;
        } else {
            self.push_const(span, Const::None)?;
        }
        if kwdefaults {
            self.push_keyword_defaults(&f.args.kwonlyargs, span)?;
        } else {
            self.push_const(span, Const::None)?;
        }
        self.call_scope(span, base, 2);
        Ok(())
    }

    /// Evaluate the decorators; their spans, and the temporary of the first.
    pub fn push_decorators(&mut self, list: &[Expr]) -> Result<Vec<(Temp, Span)>> {
        list.iter().map(|d| Ok((self.push(d)?, self.span(d.range())))).collect()
    }

    /// Call the decorators on the value in the topmost temporary, innermost first; where the result is.
    pub fn decorate(&mut self, value: Temp, decorators: Vec<(Temp, Span)>) -> Temp {
        let mut value = value;
        for (base, span) in decorators.into_iter().rev() {
            self.emit(span, Inst::Call { dst: Place::Temp(base), base, argc: 1 });
            value = base;
            self.depth = base.0 + 1;
        }
        value
    }

    /// A builder for the function whose node is at `range`.
    pub fn inner(&self, range: TextRange, kind: CodeKind, name: &str, first_line: u32) -> Builder<'a> {
        let scope = self.cx.scopes.of_node(range);
        let qualname = self.qualname(name);
        Builder::new(self.cx, scope, kind, name.to_owned(), qualname, first_line)
    }

    pub fn qualname(&self, name: &str) -> String {
        let global = self.cx.scopes.symbol(self.scope, &self.mangled(name)).global;
        let (kind, outer) = match &self.naming {
            Some((kind, outer)) => (*kind, outer),
            None => (self.body.flags.kind, &self.body.qualname),
        };
        match kind {
            CodeKind::Module | CodeKind::Expression => name.to_owned(),
            _ if global => name.to_owned(),
            CodeKind::ClassBody => format!("{outer}.{name}"),
            _ => format!("{outer}.<locals>.{name}"),
        }
    }

    /// Give the parameters their slots.
    pub fn parameters(&mut self, args: &Arguments) -> Result<Params> {
        let params = Params {
            posonly: args.posonlyargs.len() as u16,
            positional: args.args.len() as u16,
            kwonly: args.kwonlyargs.len() as u16,
            varargs: args.vararg.is_some(),
            varkw: args.kwarg.is_some(),
        };
        all_args(args).try_for_each(|a| self.parameter(&a.arg).map(drop))?;
        self.has_first_argument = params.positional_count() > 0;
        Ok(params)
    }

    /// Defaults and annotations, in the window that `MakeFunction` reads; which of them there are.
    fn function_window(&mut self, args: &Arguments, returns: Option<&Expr>, span: Span) -> Result<(bool, bool, bool)> {
        let defaults = args.posonlyargs.iter().chain(&args.args).any(|a| a.default.is_some());
        let kwdefaults = args.kwonlyargs.iter().any(|a| a.default.is_some());
        let annotations = returns.is_some() || all_args(args).any(|a| a.annotation.is_some());
        // What is not there leaves a gap only below what is.
        if defaults {
            self.push_defaults(args, span)?;
        } else if kwdefaults || annotations {
            self.push_const(span, Const::None)?;
        }
        if kwdefaults {
            self.push_keyword_defaults(&args.kwonlyargs, span)?;
        } else if annotations {
            self.push_const(span, Const::None)?;
        }
        if annotations {
            self.push_annotations(args, returns, span)?;
        }
        Ok((defaults, kwdefaults, annotations))
    }

    fn push_defaults(&mut self, args: &Arguments, span: Span) -> Result {
        let base = Temp(self.depth);
        let all: Vec<&Expr> = args.posonlyargs.iter().chain(&args.args).filter_map(|a| a.default.as_deref()).collect();
        match all.iter().map(|e| self.const_value(e)).collect::<Option<Vec<_>>>() {
            Some(values) => {
                self.push_const(span, Const::Tuple(values))?;
            }
            None => {
                all.iter().try_for_each(|e| self.push(e).map(drop))?;
                self.emit(span, Inst::BuildTuple { dst: Place::Temp(base), base, n: all.len() as u16 });
            }
        }
        self.depth = base.0 + 1;
        Ok(())
    }

    fn push_keyword_defaults(&mut self, args: &[ArgWithDefault], span: Span) -> Result {
        let base = Temp(self.depth);
        let mut n = 0;
        for arg in args {
            if let Some(default) = &arg.default {
                self.push_const(span, Const::Str(self.mangled(&arg.def.arg)))?;
                self.push(default)?;
                n += 1;
            }
        }
        self.emit(span, Inst::BuildDict { dst: Place::Temp(base), base, n });
        self.depth = base.0 + 1;
        Ok(())
    }

    fn push_annotations(&mut self, args: &Arguments, returns: Option<&Expr>, span: Span) -> Result {
        let base = Temp(self.depth);
        let mut n = 0;
        // The order in which they are evaluated.
        let plain = args.args.iter().chain(&args.posonlyargs).map(|a| &a.def).chain(args.vararg.as_deref());
        let all = plain.chain(args.kwonlyargs.iter().map(|a| &a.def)).chain(args.kwarg.as_deref());
        let annotations = all.filter_map(|a| Some((a.arg.as_str(), a.annotation.as_deref()?)));
        for (name, annotation) in annotations.chain(returns.map(|r| ("return", r))) {
            self.push_const(span, Const::Str(self.mangled(name)))?;
            if self.cx.lazy_annotations {
                let text = self.cx.source.slice(annotation.range()).to_owned();
                self.push_const(span, Const::Str(text))?;
            } else if let Expr::Starred(s) = annotation {
                // `*args: *Ts` is the one item that `Ts` unpacks to.
                let src = self.operand(&s.value, &[])?;
                let item = match src {
                    Operand::Temp(t) => t,
                    _ => self.temp(),
                };
                self.emit(span, Inst::UnpackSequence { src, base: item, n: 1 });
            } else {
                self.push(annotation)?;
            }
            n += 1;
        }
        self.emit(span, Inst::BuildDict { dst: Place::Temp(base), base, n });
        self.depth = base.0 + 1;
        Ok(())
    }

    pub fn lambda(&mut self, l: &ast::ExprLambda, dst: Place) -> Result {
        let span = self.span(l.range);
        let base = Temp(self.depth);
        let (defaults, kwdefaults, annotations) = self.function_window(&l.args, None, span)?;
        let mut inner = self.inner(l.range, CodeKind::Lambda, "<lambda>", span.line);
        let params = inner.parameters(&l.args)?;
        inner.make_cells(span)?;
        inner.return_expression(&l.body)?;
        let body = inner.finish(params)?;
        let body = self.nest(body)?;
        self.emit(span, Inst::MakeFunction { dst, body, base, defaults, kwdefaults, annotations });
        Ok(())
    }
}

//! Type parameters and the `type` statement (PEP 695). What has type parameters is made inside a function of its own, whose
//! variables they are, and which is called at once; bounds and the values of aliases are functions that are called when
//! somebody asks.

use super::Result;
use super::builder::Builder;
use crate::bytecode::{CodeKind, Const, Params, Routine, Span};
use crate::compile::ir::{Inst, Operand, Place, Temp};
use crate::compile::scopes::{ScopeKind, alias_node, bound_node, params_node, type_param_name};
use crate::syntax::TextRange;
use crate::syntax::ast::{self, Expr, Ranged, TypeParam};

/// How a routine is told the kind of a type parameter.
const TYPE_VAR: i64 = 0;
const CONSTRAINED: i64 = 1;
const PARAM_SPEC: i64 = 2;
const TYPE_VAR_TUPLE: i64 = 3;

impl<'a> Builder<'a> {
    /// A builder for the code of an annotation scope. What is defined in it is named as if it stood outside.
    fn annotation_scope(&self, node: TextRange, name: String, line: u32) -> Builder<'a> {
        let scope = self.cx.scopes.of_node(node);
        let qualname = match self.cx.scopes.get(scope).kind {
            ScopeKind::TypeParams => name.clone(),
            _ => self.qualname(&name),
        };
        let mut inner = Builder::new(self.cx, scope, CodeKind::Function, name, qualname, line);
        inner.naming = self.naming.clone().or_else(|| Some((self.body.flags.kind, self.body.qualname.clone())));
        inner.body.flags.uses_namespace = self.cx.scopes.sees_class(scope);
        inner
    }

    /// Make, in the temporary `base`, the function that `inside` fills with the type parameters in reach. It has the parameters
    /// `args`; [`Builder::call_scope`] calls it.
    pub fn with_type_params(
        &mut self,
        params: &[TypeParam],
        name: &str,
        span: Span,
        base: Temp,
        args: &[&str],
        inside: impl FnOnce(&mut Builder<'a>, Temp) -> Result,
    ) -> Result {
        let node = params_node(params);
        let mut inner = self.annotation_scope(node, format!("<generic parameters of {name}>"), span.line);
        for arg in args {
            inner.parameter(arg)?;
        }
        inner.make_cells(span)?;
        inner.begin_stmt(span);
        let list = Temp(inner.depth);
        for p in params {
            inner.type_param(p)?;
        }
        inner.depth = list.0 + 1;
        inner.emit(span, Inst::BuildTuple { dst: Place::Temp(list), base: list, n: params.len() as u16 });
        inside(&mut inner, list)?;
        inner.depth = 0;
        let params = Params { positional: args.len() as u16, ..Params::default() };
        let body = inner.finish(params)?;
        let body = self.nest(body)?;
        let plain =
            Inst::MakeFunction { dst: Place::Temp(base), body, base, defaults: false, kwdefaults: false, annotations: false };
        self.emit(span, plain);
        self.depth = base.0 + 1;
        Ok(())
    }

    /// Call what [`Builder::with_type_params`] made; the result replaces it.
    pub fn call_scope(&mut self, span: Span, base: Temp, argc: u8) {
        self.emit(span, Inst::Call { dst: Place::Temp(base), base, argc });
        self.depth = base.0 + 1;
    }

    /// Make a type parameter, bind its name and leave it in the next temporary.
    fn type_param(&mut self, p: &TypeParam) -> Result {
        let span = self.span(p.range());
        let name = type_param_name(p);
        let text = self.constant(Const::Str(name.to_owned()))?;
        let base = self.push_operand(span, text);
        let kind = match p {
            TypeParam::TypeVar(v) => {
                let constrained = matches!(v.bound.as_deref(), Some(Expr::Tuple(_)));
                match &v.bound {
                    Some(bound) => self.thunk(bound_node(bound), name, bound)?,
                    None => {
                        self.push_const(span, Const::None)?;
                    }
                }
                if constrained { CONSTRAINED } else { TYPE_VAR }
            }
            TypeParam::ParamSpec(_) => {
                self.push_const(span, Const::None)?;
                PARAM_SPEC
            }
            TypeParam::TypeVarTuple(_) => {
                self.push_const(span, Const::None)?;
                TYPE_VAR_TUPLE
            }
        };
        self.push_const(span, Const::Int(kind))?;
        self.emit(span, Inst::Run { dst: Place::Temp(base), routine: Routine::TypeParam, base, n: 3 });
        self.depth = base.0 + 1;
        self.store_name(span, name, Operand::Temp(base))
    }

    /// A function that evaluates `value`, in the next temporary.
    fn thunk(&mut self, node: TextRange, name: &str, value: &Expr) -> Result {
        let span = self.span(value.range());
        let mut inner = self.annotation_scope(node, name.to_owned(), span.line);
        inner.make_cells(span)?;
        inner.return_expression(value)?;
        let body = inner.finish(Params::default())?;
        let body = self.nest(body)?;
        let base = self.temp();
        let dst = Place::Temp(base);
        self.emit(span, Inst::MakeFunction { dst, body, base, defaults: false, kwdefaults: false, annotations: false });
        Ok(())
    }

    /// `type name[params] = value`.
    pub fn type_alias(&mut self, t: &ast::StmtTypeAlias) -> Result {
        let span = self.span(t.range);
        let Expr::Name(name) = &*t.name else { return Err(self.error(t.range, "invalid syntax")) };
        let base = Temp(self.depth);
        if t.type_params.is_empty() {
            let params = self.constant(Const::Tuple(vec![]))?;
            self.make_alias(t, &name.id, span, params)?;
        } else {
            self.with_type_params(&t.type_params, &name.id, span, base, &[], |b, params| {
                let alias = b.make_alias(t, &name.id, span, Operand::Temp(params))?;
                b.emit(span, Inst::Return { src: Operand::Temp(alias) });
                Ok(())
            })?;
            self.call_scope(span, base, 0);
        }
        self.store_name(span, &name.id, Operand::Temp(base))?;
        if let super::builder::Home::Slot { slot, .. } = self.resolve(&name.id)? {
            self.mark_bound(slot);
        }
        Ok(())
    }

    fn make_alias(&mut self, t: &ast::StmtTypeAlias, name: &str, span: Span, params: Operand) -> Result<Temp> {
        let base = self.push_const(span, Const::Str(name.to_owned()))?;
        self.push_operand(span, params);
        self.thunk(alias_node(&t.value), name, &t.value)?;
        self.emit(span, Inst::Run { dst: Place::Temp(base), routine: Routine::TypeAlias, base, n: 3 });
        self.depth = base.0 + 1;
        Ok(base)
    }
}

//! `def` and `async def` as one thing: the tree has two nodes with the same parts.

use crate::syntax::TextRange;
use crate::syntax::ast::{self, Arguments, Expr, Stmt};

/// A function's definition.
#[derive(Clone, Copy)]
pub struct Def<'a> {
    pub range: TextRange,
    pub name: &'a str,
    pub args: &'a Arguments,
    pub body: &'a [Stmt],
    pub decorator_list: &'a [Expr],
    pub returns: Option<&'a Expr>,
    pub type_params: &'a [ast::TypeParam],
    pub is_async: bool,
}

impl<'a> Def<'a> {
    pub fn plain(f: &'a ast::StmtFunctionDef) -> Def<'a> {
        Def {
            range: f.range,
            name: &f.name,
            args: &f.args,
            body: &f.body,
            decorator_list: &f.decorator_list,
            returns: f.returns.as_deref(),
            type_params: &f.type_params,
            is_async: false,
        }
    }

    pub fn asynchronous(f: &'a ast::StmtAsyncFunctionDef) -> Def<'a> {
        Def {
            range: f.range,
            name: &f.name,
            args: &f.args,
            body: &f.body,
            decorator_list: &f.decorator_list,
            returns: f.returns.as_deref(),
            type_params: &f.type_params,
            is_async: true,
        }
    }
}

//! From the syntax tree to the goto form: blocks become labels and gotos, what a block must remember becomes a named
//! hidden slot.
//!
//! One [`Builder`] makes one [`Body`]; the files beside this one add to it, a kind of construct each. The order in which
//! operands are evaluated, and the moment at which an unbound variable is noticed, are Python's: see [`Builder::operand`].
//! Called by whoever compiles: the session, the prelude, `import`. Not here: registers and bytecode, see `emit`.

mod assign;
mod async_;
mod block;
mod builder;
mod call;
mod class;
mod comprehension;
mod control;
mod expr;
mod fstring;
mod function;
mod generic;
mod import;
mod match_;
mod stmt;
mod try_;
mod with_;

#[cfg(test)]
mod tests;

use super::ir::Body;
use super::scopes::Scopes;
use crate::bytecode::{CodeKind, Params};
use crate::syntax::ast::{self, Expr, Ranged, Stmt};
use crate::syntax::{Parsed, Source, SyntaxError};
use builder::Builder;

/// An error found while compiling: printed like one of the parser's.
pub type CompileError = SyntaxError;

type Result<T = ()> = std::result::Result<T, CompileError>;

/// What all bodies of a file share.
struct Context<'a> {
    source: &'a Source,
    scopes: Scopes,
    /// `from __future__ import annotations`: annotations are kept as text.
    lazy_annotations: bool,
}

/// The goto form of a module, whose `file` is the one it was parsed from.
pub fn module(parsed: &Parsed, file: &str) -> Result<Body> {
    module_of(parsed, file, Scopes::of_module(&parsed.tree, &parsed.source)?)
}

/// The same for `exec` with locals: names are bound in them, and looked up there before they are in the globals.
pub fn module_in_namespace(parsed: &Parsed, file: &str) -> Result<Body> {
    module_of(parsed, file, Scopes::of_module(&parsed.tree, &parsed.source)?.in_namespace())
}

fn module_of(parsed: &Parsed, file: &str, scopes: Scopes) -> Result<Body> {
    debug_assert_eq!(file, parsed.source.file);
    let source = &parsed.source;
    let cx = Context { source, scopes, lazy_annotations: has_future_annotations(&parsed.tree) };
    let mut b = Builder::new(&cx, Scopes::ROOT, CodeKind::Module, "<module>".into(), "<module>".into(), 1);
    b.module_body(&parsed.tree)?;
    b.finish(Params::default())
}

/// The goto form of an expression. The `names` are its positional parameters; all others are global.
pub fn expression(parsed: &Parsed<Expr>, file: &str, names: &[String]) -> Result<Body> {
    debug_assert_eq!(file, parsed.source.file);
    let source = &parsed.source;
    let cx = Context { source, scopes: Scopes::of_expression(&parsed.tree, names, source)?, lazy_annotations: false };
    let mut b = Builder::new(&cx, Scopes::ROOT, CodeKind::Expression, "<expression>".into(), "<expression>".into(), 1);
    for name in names {
        b.parameter(name)?;
    }
    b.make_cells(cx.source.span(parsed.tree.range()))?;
    b.return_expression(&parsed.tree)?;
    b.finish(Params { positional: names.len() as u16, ..Params::default() })
}

/// The goto form of an expression for `eval` with locals.
pub fn expression_in_namespace(parsed: &Parsed<Expr>, file: &str) -> Result<Body> {
    debug_assert_eq!(file, parsed.source.file);
    let source = &parsed.source;
    let scopes = Scopes::of_expression(&parsed.tree, &[], source)?.in_namespace();
    let cx = Context { source, scopes, lazy_annotations: false };
    let mut b = Builder::new(&cx, Scopes::ROOT, CodeKind::Expression, "<expression>".into(), "<expression>".into(), 1);
    b.return_expression(&parsed.tree)?;
    b.finish(Params::default())
}

/// Does the module begin with `from __future__ import annotations`?
pub(super) fn has_future_annotations(tree: &[Stmt]) -> bool {
    tree.iter().any(|s| match s {
        Stmt::ImportFrom(i) => {
            i.module.as_deref() == Some("__future__") && i.names.iter().any(|a| a.name.as_str() == "annotations")
        }
        _ => false,
    })
}

/// Does the block begin with a docstring?
pub(super) fn has_docstring(body: &[Stmt]) -> bool {
    docstring(body).is_some()
}

/// The text of a docstring, if the block begins with one.
fn docstring(body: &[Stmt]) -> Option<&str> {
    match body.first() {
        Some(Stmt::Expr(e)) => match &*e.value {
            Expr::Constant(ast::ExprConstant { value: ast::Constant::Str(text), .. }) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

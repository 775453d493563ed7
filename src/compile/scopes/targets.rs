//! What may stand on the left of an assignment. The parser takes any expression there; CPython's words say why not.

use crate::syntax::ast::{self, CmpOp, Expr, Ranged};
use crate::syntax::{Source, SyntaxError};

type Result = std::result::Result<(), SyntaxError>;

/// What the target is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Assign,
    For,
    Delete,
}

/// Refuse a target that cannot be assigned to.
pub(super) fn check(source: &Source, target: &Expr, purpose: Purpose) -> Result {
    match invalid(target, purpose) {
        None => Ok(()),
        Some(e) => {
            let verb = if purpose == Purpose::Delete { "delete" } else { "assign to" };
            Err(source.error(e.range(), format!("cannot {verb} {}", describe(e))))
        }
    }
}

/// The targets of `a = b = value`.
pub(super) fn check_assign(source: &Source, a: &ast::StmtAssign) -> Result {
    if let [target] = &a.targets[..] {
        // The operand right before the `=`, and the one right behind it.
        let last = match target {
            Expr::Tuple(t) if !source.slice(t.range).starts_with('(') => t.elts.last().unwrap_or(target),
            e => e,
        };
        let first = match &*a.value {
            Expr::Tuple(t) if !source.slice(t.range).starts_with('(') => t.elts.first().unwrap_or(&a.value),
            e => e,
        };
        let hint = is_operand(last) && is_operand(first) && !is_word(last);
        if hint
            && invalid(last, Purpose::Assign).is_some()
            && let Some(e) = invalid(target, Purpose::Assign)
        {
            let message = format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", describe(e));
            return Err(source.error(e.range(), message));
        }
    }
    a.targets.iter().try_for_each(|t| check(source, t, Purpose::Assign))
}

/// The part of a target that is none.
fn invalid(target: &Expr, purpose: Purpose) -> Option<&Expr> {
    match target {
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => None,
        Expr::Tuple(t) => t.elts.iter().find_map(|e| invalid(e, purpose)),
        Expr::List(l) => l.elts.iter().find_map(|e| invalid(e, purpose)),
        Expr::Starred(s) if purpose != Purpose::Delete => invalid(&s.value, purpose),
        Expr::Compare(c) if purpose == Purpose::For && c.ops.first() == Some(&CmpOp::In) => invalid(&c.left, purpose),
        e => Some(e),
    }
}

/// An operand of `|`: not a tuple, comparison, conditional...
fn is_operand(e: &Expr) -> bool {
    !matches!(
        e,
        Expr::Tuple(_)
            | Expr::List(_)
            | Expr::GeneratorExp(_)
            | Expr::Compare(_)
            | Expr::BoolOp(_)
            | Expr::IfExp(_)
            | Expr::Lambda(_)
            | Expr::Starred(_)
            | Expr::UnaryOp(ast::ExprUnaryOp { op: ast::UnaryOp::Not, .. })
    )
}

fn is_word(e: &Expr) -> bool {
    use ast::Constant::{Bool, None};
    matches!(e, Expr::Constant(c) if matches!(c.value, None | Bool(_)))
}

/// What an expression is called in "cannot assign to ...".
pub fn describe(e: &Expr) -> &'static str {
    match e {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(c) if crate::syntax::is_fstring(c) => "f-string expression",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::GeneratorExp(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::JoinedStr(_) | Expr::FormattedValue(_) => "f-string expression",
        Expr::Constant(c) => match c.value {
            ast::Constant::None => "None",
            ast::Constant::Bool(false) => "False",
            ast::Constant::Bool(true) => "True",
            ast::Constant::Ellipsis => "ellipsis",
            _ => "literal",
        },
        Expr::Compare(_) => "comparison",
        Expr::IfExp(_) => "conditional expression",
        Expr::NamedExpr(_) => "named expression",
        Expr::Slice(_) => "slice",
    }
}

//! Symbol tables: for every function, class, lambda and comprehension, which names it binds and where the others live.
//!
//! Two passes: [`collect`] walks the tree and notes what each scope does with each name; [`Scopes::resolve`] finds the
//! owner of every name that is not bound where it is used, and makes cells of the variables that inner functions share.
//! The lowerer asks [`Scopes::lookup`]. Comprehensions of lists, sets and dicts have a scope of their own but no code of
//! their own: they run inside the body around them.

mod collect;
mod def;
mod targets;

pub use collect::all_args;
pub use def::Def;
pub use targets::describe;

use crate::syntax::ast::{self, Ranged};
use crate::syntax::{Source, SyntaxError, TextRange};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// Index into [`Scopes::all`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

/// What opens a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    Module,
    /// An expression evaluated on its own: its parameters are the names the debugger knows.
    Expression,
    Function,
    Lambda,
    Class,
    GeneratorExpression,
    /// Inlined: part of the body around it.
    Comprehension,
    /// The type parameters of a function, class or alias: around what has them.
    TypeParams,
    /// The bound of a type parameter.
    TypeBound,
    /// The value of a `type` statement.
    TypeAlias,
}

impl ScopeKind {
    /// What an annotation scope is called in messages about what it may not contain.
    pub fn annotation(self) -> Option<&'static str> {
        match self {
            ScopeKind::TypeParams => Some("the definition of a generic"),
            ScopeKind::TypeBound => Some("a TypeVar bound"),
            ScopeKind::TypeAlias => Some("a type alias"),
            _ => None,
        }
    }
}

/// Where the tables keep the scope of the type parameters of something: a place no node has.
pub fn params_node(params: &[ast::TypeParam]) -> TextRange {
    TextRange::empty(params.first().map_or_else(Default::default, |p| p.range().start()))
}

/// The same for a bound and for the value of an alias.
pub fn bound_node(bound: &ast::Expr) -> TextRange {
    TextRange::empty(bound.range().start())
}

pub use bound_node as alias_node;

pub fn type_param_name(p: &ast::TypeParam) -> &str {
    match p {
        ast::TypeParam::TypeVar(p) => &p.name,
        ast::TypeParam::ParamSpec(p) => &p.name,
        ast::TypeParam::TypeVarTuple(p) => &p.name,
    }
}

/// What a scope does with a name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Symbol {
    /// Assigned, imported, defined, deleted... here, or a parameter.
    pub bound: bool,
    pub parameter: bool,
    pub used: bool,
    pub annotated: bool,
    /// Declared `global`.
    pub global: bool,
    /// Declared `nonlocal`.
    pub nonlocal: bool,
    /// Shared with an inner function: lives in a cell.
    pub cell: bool,
    /// May become unbound again: `del`, or the name of an `except` clause.
    pub deleted: bool,
    /// The target of a `:=`, which may be evaluated in the middle of an expression.
    pub walrus: bool,
    /// The target of a comprehension's `for`.
    pub iteration: bool,
}

/// One scope.
#[derive(Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub parent: Option<ScopeId>,
    /// By mangled name, in order of appearance.
    pub symbols: IndexMap<String, Symbol>,
    /// Name of the class whose `__private` names are mangled here.
    pub private: Option<String>,
    pub is_generator: bool,
    /// `async def`, or a comprehension that awaits.
    pub is_coroutine: bool,
    /// For a scope with code of its own: the variables it takes from the functions around it, sorted.
    pub free: BTreeSet<String>,
    /// A class whose methods use `super()` or `__class__`.
    pub class_cell: bool,
    /// Has annotations for `__annotations__` (modules and classes).
    pub has_annotations: bool,
}

/// Where a name lives, seen from a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A slot of the body that the scope belongs to, made for `owner`.
    Slot { owner: ScopeId, cell: bool },
    /// A cell of the body's closure.
    Free(u16),
    /// Module globals, then builtins.
    Global,
    /// The namespace of the class body, then globals.
    Name,
    /// The namespace of the class body, then a cell of its closure.
    NameOrFree(u16),
}

/// All scopes of a file.
#[derive(Debug)]
pub struct Scopes {
    all: Vec<Scope>,
    by_node: BTreeMap<(u32, u32), ScopeId>,
    /// Names of the root's own code live in a namespace that is not the globals: `exec` and `eval` with locals.
    in_namespace: bool,
}

impl Scopes {
    /// The scopes of a module; its own is [`Scopes::ROOT`].
    pub fn of_module(tree: &[ast::Stmt], source: &Source) -> Result<Scopes, SyntaxError> {
        let mut scopes = collect::module(tree, source)?;
        scopes.resolve();
        Ok(scopes)
    }

    /// The scopes of an expression whose `names` are its parameters.
    pub fn of_expression(tree: &ast::Expr, names: &[String], source: &Source) -> Result<Scopes, SyntaxError> {
        let mut scopes = collect::expression(tree, names, source)?;
        scopes.resolve();
        Ok(scopes)
    }

    /// The same, with the root's names in a namespace of their own, as those of a class body are.
    pub fn in_namespace(self) -> Scopes {
        Scopes { in_namespace: true, ..self }
    }

    pub const ROOT: ScopeId = ScopeId(0);

    /// Are the names of the very scope looked up in a namespace first?
    pub fn uses_namespace(&self, id: ScopeId) -> bool {
        self.get(id).kind == ScopeKind::Class || (self.in_namespace && id == Scopes::ROOT)
    }

    pub fn get(&self, id: ScopeId) -> &Scope {
        &self.all[id.0 as usize]
    }

    fn get_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.all[id.0 as usize]
    }

    /// The scope that a function, class, lambda or comprehension node opens.
    pub fn of_node(&self, range: TextRange) -> ScopeId {
        self.by_node[&(range.start().into(), range.end().into())]
    }

    /// The scope whose code `id` is part of.
    pub fn body_of(&self, mut id: ScopeId) -> ScopeId {
        while let Scope { kind: ScopeKind::Comprehension, parent: Some(parent), .. } = self.get(id) {
            id = *parent;
        }
        id
    }

    /// The symbol that `name` (mangled) is in the very scope.
    pub fn symbol(&self, id: ScopeId, name: &str) -> Symbol {
        self.get(id).symbols.get(name).copied().unwrap_or_default()
    }

    /// The scope that owns the variable; `None` when it is a global.
    fn owner(&self, from: ScopeId, name: &str) -> Option<ScopeId> {
        let mut at = from;
        loop {
            let scope = self.get(at);
            if scope.kind == ScopeKind::Class && at != from {
                // Names of a class body are invisible from the inside of its functions, but for one.
                if name == "__class__" {
                    return Some(at);
                }
            } else if let Some(symbol) = scope.symbols.get(name) {
                if symbol.global {
                    return None;
                }
                if symbol.bound && !symbol.nonlocal {
                    return (scope.kind != ScopeKind::Module).then_some(at);
                }
            }
            at = scope.parent?;
        }
    }

    /// Is there a binding for `nonlocal name` in `scope`?
    fn nonlocal_exists(&self, scope: ScopeId, name: &str) -> bool {
        self.owner(scope, name).is_some_and(|o| o != scope)
    }

    /// Make cells of shared variables and list what each body takes from outside.
    fn resolve(&mut self) {
        for i in 0..self.all.len() {
            let id = ScopeId(i as u32);
            let body = self.body_of(id);
            let shared: Vec<(String, ScopeId)> = (self.get(id).symbols.keys())
                .filter_map(|name| self.owner(id, name).map(|o| (name.clone(), o)))
                .filter(|&(_, owner)| self.body_of(owner) != body)
                .collect();
            for (name, owner) in shared {
                self.share(body, owner, &name);
            }
            if self.get(id).kind == ScopeKind::Comprehension && self.get(body).kind == ScopeKind::Class {
                let class_cell = self.get(id).symbols.contains_key("__class__");
                self.get_mut(body).class_cell |= class_cell;
            }
        }
    }

    fn share(&mut self, from: ScopeId, owner: ScopeId, name: &str) {
        if self.get(owner).kind == ScopeKind::Class {
            self.get_mut(owner).class_cell = true;
        } else if let Some(symbol) = self.get_mut(owner).symbols.get_mut(name) {
            symbol.cell = true;
        }
        let end = self.body_of(owner);
        let mut body = from;
        while body != end {
            self.get_mut(body).free.insert(name.to_owned());
            let Some(parent) = self.get(body).parent else { break };
            body = self.body_of(parent);
        }
    }

    /// The index of `name` in the closure of the body that `scope` belongs to.
    pub fn free_index(&self, scope: ScopeId, name: &str) -> Option<u16> {
        self.get(self.body_of(scope)).free.iter().position(|n| n == name).map(|i| i as u16)
    }

    /// Is it an annotation scope directly in a class body, whose names it sees?
    pub fn sees_class(&self, mut scope: ScopeId) -> bool {
        while let Scope { kind, parent: Some(parent), .. } = self.get(scope) {
            if kind.annotation().is_none() {
                return false;
            }
            if self.get(*parent).kind == ScopeKind::Class {
                return true;
            }
            scope = *parent;
        }
        false
    }

    /// Where `name` (mangled) lives for code in `scope`.
    pub fn lookup(&self, scope: ScopeId, name: &str) -> Access {
        let symbol = self.symbol(scope, name);
        if self.sees_class(scope) && !symbol.global {
            return match self.owner(scope, name) {
                Some(owner) if self.body_of(owner) == scope => Access::Slot { owner, cell: self.symbol(owner, name).cell },
                // A type parameter of the scope around comes before what the class binds.
                Some(owner) if self.get(owner).kind == ScopeKind::TypeParams => {
                    self.free_index(scope, name).map_or(Access::Global, Access::Free)
                }
                Some(_) => self.free_index(scope, name).map_or(Access::Name, Access::NameOrFree),
                None => Access::Name,
            };
        }
        let in_class = self.uses_namespace(scope);
        if in_class && !symbol.global && !symbol.nonlocal && symbol.bound {
            return Access::Name;
        }
        let Some(owner) = self.owner(scope, name) else {
            return if in_class && !symbol.global { Access::Name } else { Access::Global };
        };
        if self.body_of(owner) == self.body_of(scope) {
            let cell = self.get(owner).kind == ScopeKind::Class || self.symbol(owner, name).cell;
            return Access::Slot { owner, cell };
        }
        match self.free_index(scope, name) {
            Some(i) if in_class && !symbol.nonlocal => Access::NameOrFree(i),
            Some(i) => Access::Free(i),
            None => Access::Global,
        }
    }

    /// Is the name certain to stay bound once it is, and untouched while an expression that does not assign is evaluated?
    pub fn is_steady(&self, owner: ScopeId, name: &str) -> bool {
        let symbol = self.symbol(owner, name);
        !symbol.deleted && !symbol.walrus && !symbol.cell
    }
}

/// `__private` names inside a class are prefixed with its name.
pub fn mangle(private: Option<&str>, name: &str) -> String {
    if let Some(class) = private
        && name.starts_with("__")
        && !name.ends_with("__")
        && !name.contains('.')
    {
        let class = class.trim_start_matches('_');
        if !class.is_empty() {
            return format!("_{class}{name}");
        }
    }
    name.to_owned()
}

/// The error for what the compiler does not know yet.
pub fn unsupported(source: &Source, range: TextRange, what: &str) -> SyntaxError {
    source.error(range, format!("not supported yet: {what}"))
}

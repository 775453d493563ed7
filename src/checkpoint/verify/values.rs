//! Handles and values: does a handle name an object, and one of the kind that is wanted?

use super::{Verdict, ensure};
use crate::vm::Vm;
use crate::vm::code::{Codes, Loaded};
use crate::vm::heap::Heap;
use crate::vm::object::{CodeId, Object};
use crate::vm::stack::Stack;
use crate::vm::value::{Handle, Value};

/// A state under the verifier: the present one, or one that an epoch leads back to.
#[derive(Clone, Copy)]
pub struct State<'a> {
    pub heap: &'a Heap,
    pub stack: &'a Stack,
    pub codes: &'a Codes,
    /// How many of the codes were loaded then.
    pub loaded: usize,
}

impl<'a> State<'a> {
    pub fn present(vm: &'a Vm) -> State<'a> {
        State { heap: &vm.heap, stack: &vm.stack, codes: &vm.codes, loaded: vm.codes.all.len() }
    }

    /// All handles that name an object.
    pub fn handles(&self) -> impl Iterator<Item = Handle> + 'a {
        let heap = self.heap;
        (0..heap.size() as u32).map(Handle).filter(move |&h| heap.is_live(h))
    }

    /// The object behind a handle.
    pub fn object(&self, h: Handle) -> Result<&'a Object, String> {
        ensure!(self.heap.is_live(h), "handle {} names no object", h.0);
        Ok(self.heap.get(h))
    }

    /// A handle that Python may see: of an object with a class.
    pub fn visible(&self, h: Handle) -> Result<&'a Object, String> {
        let object = self.object(h)?;
        ensure!(
            !matches!(object, Object::TextBuffer(_)) && !self.heap.slot(h).class.is_none(),
            "handle {} names an object that is never seen",
            h.0
        );
        Ok(object)
    }

    pub fn value(&self, v: Value) -> Verdict {
        match v {
            Value::Obj(h) => self.visible(h).map(|_| ()),
            _ => Ok(()),
        }
    }

    pub fn values(&self, vs: &[Value]) -> Verdict {
        vs.iter().try_for_each(|&v| self.value(v))
    }

    /// A handle of an object of some kind.
    pub fn of_kind(&self, h: Handle, what: &str, is_it: impl FnOnce(&Object) -> bool) -> Verdict {
        ensure!(is_it(self.visible(h)?), "handle {} names no {what}", h.0);
        Ok(())
    }

    pub fn class(&self, h: Handle) -> Verdict {
        // Not by `visible`: classes are what that asks about.
        ensure!(matches!(self.object(h)?, Object::Type(_)), "handle {} names no class", h.0);
        Ok(())
    }

    pub fn dict(&self, h: Handle) -> Verdict {
        self.of_kind(h, "dict", |o| matches!(o, Object::Dict(_)))
    }

    /// A value that is nothing, or an object of some kind.
    pub fn none_or(&self, v: Value, what: &str, is_it: impl FnOnce(&Object) -> bool) -> Verdict {
        match v {
            Value::None | Value::Unset => Ok(()),
            Value::Obj(h) => self.of_kind(h, what, is_it),
            _ => Err(format!("a value is no {what}")),
        }
    }

    pub fn int(&self, v: Value) -> Verdict {
        match v {
            Value::Int(_) => Ok(()),
            Value::Obj(h) => self.of_kind(h, "int", |o| matches!(o, Object::Int(_))),
            _ => Err("a number is missing".to_owned()),
        }
    }

    /// A code that is loaded in this state.
    pub fn code(&self, id: CodeId) -> Result<&'a Loaded, String> {
        ensure!((id.0 as usize) < self.loaded, "there is no code {}", id.0);
        Ok(self.codes.get(id))
    }
}

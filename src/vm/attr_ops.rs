//! Instructions and requests that read, write and delete attributes: what [`super::attr`] found is done here, and what it
//! says to call is called.

use super::attr::{self, Assign, Found};
use super::call::{Flow, Leave};
use super::exceptions::Member;
use super::known::KNOWN;
use super::machine::Vm;
use super::object::Sym;
use super::stack::Resume;
use super::types;
use super::value::Value;
use crate::bytecode::Special;

impl Vm {
    /// Read an attribute into `dst`.
    pub(super) fn get_attr(&mut self, obj: Value, name: Sym, dst: u16, resume: Resume, site: Option<u16>) -> Flow {
        match attr::get(&mut self.heap, obj, name, &KNOWN) {
            Found::Value(v) => {
                if let Some(site) = site {
                    let cache = attr::fill_get(&self.heap, obj, name, &KNOWN);
                    self.set_cache(site, cache);
                }
                self.finish(v, dst, resume)
            }
            Found::Call { callee, args } => {
                let class = self.heap.class_of(obj);
                if self.heap.class_attr(class, KNOWN.getattr).is_some() {
                    // The getter may raise AttributeError: then `__getattr__` is asked.
                    let name = attr::name_object(&mut self.heap, name);
                    return self.call_prelude("_getattr_hook", &[obj, name.into()], dst, resume);
                }
                self.call_with(callee, &args, &[], dst, resume)
            }
            Found::Missing { getattr: Some(hook) } => {
                let name = attr::name_object(&mut self.heap, name);
                self.call_with(hook, &[obj, name.into()], &[], dst, resume)
            }
            Found::Missing { getattr: None } => Err(self.attribute_error(obj, name)),
        }
    }

    pub(super) fn attribute_error(&mut self, obj: Value, name: Sym) -> Leave {
        let text = self.heap.symbols.name(name).to_owned();
        let message = attr::missing_message(&self.heap, obj, &text);
        self.attribute_error_saying(&message, obj, &text)
    }

    pub(super) fn attribute_error_saying(&mut self, message: &str, obj: Value, name: &str) -> Leave {
        let exc = self.heap.new_error(types::ATTRIBUTE_ERROR, message);
        let name = self.heap.new_str(name);
        self.heap.set_exception_member(exc, Member::Name, name);
        self.heap.set_exception_member(exc, Member::Obj, obj);
        Leave::Raise(exc)
    }

    pub(super) fn assign_attr(&mut self, obj: Value, name: Sym, v: Value, dst: u16, resume: Resume) -> Flow {
        let assign = attr::assign(&mut self.heap, obj, name, v, &KNOWN);
        self.assigned(assign, obj, name, dst, resume)
    }

    pub(super) fn assigned(&mut self, assign: Assign, obj: Value, name: Sym, dst: u16, resume: Resume) -> Flow {
        match assign {
            Assign::Done => self.finish(Value::None, dst, resume),
            Assign::Call { callee, args } => self.call_with(callee, &args, &[], dst, resume),
            Assign::Refused(message) => {
                let text = self.heap.symbols.name(name).to_owned();
                Err(self.attribute_error_saying(&message, obj, &text))
            }
            Assign::BadType(message) => Err(self.error(types::TYPE_ERROR, &message)),
        }
    }

    /// `getattr(object, name[, default])`.
    pub(super) fn get_attr_value(&mut self, obj: Value, name: Value, default: Option<Value>, dst: u16, resume: Resume) -> Flow {
        let Some(text) = self.heap.text(name).map(|t| t.to_str().into_owned()) else {
            let message = format!("attribute name must be string, not '{}'", self.heap.type_of(name).name);
            return Err(self.error(types::TYPE_ERROR, &message));
        };
        let sym = self.heap.symbols.intern(&text);
        let Some(default) = default else { return self.get_attr(obj, sym, dst, resume, None) };
        match attr::get(&mut self.heap, obj, sym, &KNOWN) {
            Found::Value(v) => self.finish(v, dst, resume),
            Found::Missing { getattr: None } => self.finish(default, dst, resume),
            _ => self.call_prelude("_getattr_default", &[obj, name, default], dst, resume),
        }
    }

    /// `object.__getattribute__(obj, name)`.
    pub(super) fn plain_get_attr(&mut self, obj: Value, name: Value, dst: u16, resume: Resume) -> Flow {
        let text = self.heap.str_lossy(name);
        let sym = self.heap.symbols.intern(&text);
        match attr::plain_get(&mut self.heap, obj, sym, &KNOWN) {
            Found::Value(v) => self.finish(v, dst, resume),
            Found::Call { callee, args } => self.call_with(callee, &args, &[], dst, resume),
            Found::Missing { .. } => Err(self.attribute_error(obj, sym)),
        }
    }

    /// `object.__setattr__(obj, name, v)`; deletes when `v` is unset.
    pub(super) fn plain_set_attr(&mut self, obj: Value, name: Value, v: Value, dst: u16, resume: Resume) -> Flow {
        let text = self.heap.str_lossy(name);
        let sym = self.heap.symbols.intern(&text);
        let assign = attr::plain_assign(&mut self.heap, obj, sym, v, &KNOWN);
        self.assigned(assign, obj, sym, dst, resume)
    }

    pub(super) fn set_attr_value(&mut self, obj: Value, name: Value, v: Value, dst: u16, resume: Resume) -> Flow {
        let Some(text) = self.heap.text(name).map(|t| t.to_str().into_owned()) else {
            let message = format!("attribute name must be string, not '{}'", self.heap.type_of(name).name);
            return Err(self.error(types::TYPE_ERROR, &message));
        };
        let sym = self.heap.symbols.intern(&text);
        self.assign_attr(obj, sym, v, dst, resume)
    }

    pub(super) fn load_special(&mut self, special: Special, dst: u16, obj: u16) -> Flow {
        let o = self.read(obj)?;
        let name = self.heap.symbols.intern(special.text());
        if let Some(v) = attr::special(&mut self.heap, o, name, &KNOWN) {
            return self.put(dst, v);
        }
        let (class, text) = (self.heap.type_of(o).name.to_string(), special.text());
        let asynchronous = matches!(special, Special::AEnter | Special::AExit);
        let kind = if asynchronous { "asynchronous context manager" } else { "context manager" };
        let missed = match special {
            Special::Exit | Special::AExit => format!(" (missed {text} method)"),
            _ => String::new(),
        };
        Err(self.error(types::TYPE_ERROR, &format!("'{class}' object does not support the {kind} protocol{missed}")))
    }
}

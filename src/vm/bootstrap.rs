//! The start: builtin types, natives, the prelude. What stands in the heap afterwards is the same at every start.

use super::bind::natives_of;
use super::heap::Heap;
use super::lookup;
use super::machine::{Stop, Vm};
use super::native::{NativeDef, NativeId};
use super::object::{Attrs, Builtin, Layout, Module, Object, Property, Type};
use super::stack::{Frame, Resume};
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::Program;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

impl Vm {
    pub(super) fn bootstrap(&mut self) {
        for t in types::ALL {
            let shape = self.heap.shapes.root(t.handle);
            let mut mro = vec![t.handle];
            let bases = if t.base.is_none() { Vec::new() } else { vec![t.base] };
            if !t.base.is_none() {
                mro.extend(self.heap.class(t.base).mro.clone());
            }
            let made = Type {
                name: t.name.into(),
                qualname: t.name.into(),
                bases,
                mro,
                attrs: Attrs::default(),
                layout: t.layout,
                shape,
                is_heap: false,
                is_slotted: true,
                subclasses: Vec::new(),
            };
            self.heap.place(t.handle, types::TYPE, Object::Type(Box::new(made)));
            if !t.base.is_none() {
                self.heap.class_mut(t.base).subclasses.push(t.handle);
            }
        }
        self.modules = new_dict(&mut self.heap);
        self.heap.set_modules(self.modules);
        self.builtins = new_dict(&mut self.heap);
        self.prelude = new_dict(&mut self.heap);
        self.install_types();
        self.install_natives();
        self.share_constructors();
        self.add_module_object("builtins", self.builtins);
        self.run_prelude();
        // Objects that live from the start are not worth counting towards the first collection.
        self.registers.bias = 0;
    }

    fn install_types(&mut self) {
        for t in types::ALL {
            if t.public {
                lookup::dict_set_str(&mut self.heap, self.builtins, t.name, t.handle.into());
            }
        }
        // Two names of OSError.
        for name in ["IOError", "EnvironmentError"] {
            lookup::dict_set_str(&mut self.heap, self.builtins, name, types::OS_ERROR.into());
        }
        let doc = self.heap.symbols.intern("__doc__");
        for t in types::ALL {
            self.heap.class_mut(t.handle).attrs.entry(doc).or_insert(Value::None);
        }
        let hash = self.heap.symbols.intern("__hash__");
        for unhashable in [types::LIST, types::DICT, types::SET, types::BYTEARRAY] {
            self.heap.class_mut(unhashable).attrs.insert(hash, Value::None);
        }
        for (name, v) in [
            ("None", Value::None),
            ("NotImplemented", Value::NotImplemented),
            ("Ellipsis", Value::Ellipsis),
            ("__debug__", Value::Bool(true)),
        ] {
            lookup::dict_set_str(&mut self.heap, self.builtins, name, v);
        }
    }

    /// Every builtin exception has `__init__` (and most have `__new__`) in its own dict: in a class with several bases it is
    /// found before those of the program.
    fn share_constructors(&mut self) {
        const NO_NEW: [Handle; 10] = [
            types::ATTRIBUTE_ERROR,
            types::IMPORT_ERROR,
            types::MODULE_NOT_FOUND_ERROR,
            types::INDENTATION_ERROR,
            types::TAB_ERROR,
            types::KEY_ERROR,
            types::NAME_ERROR,
            types::UNBOUND_LOCAL_ERROR,
            types::STOP_ITERATION,
            types::SYSTEM_EXIT,
        ];
        let (init, new) = (self.heap.symbols.intern("__init__"), self.heap.symbols.intern("__new__"));
        let base = self.heap.class(types::BASE_EXCEPTION).attrs.clone();
        for t in types::ALL.iter().filter(|t| t.handle.0 > types::BASE_EXCEPTION.0 && t.layout == Layout::Exception) {
            let is_os = t.handle.0 > types::OS_ERROR.0 && t.handle.0 <= types::TIMEOUT_ERROR.0;
            let attrs = &mut self.heap.class_mut(t.handle).attrs;
            if let Some(&v) = base.get(&init)
                && !attrs.contains_key(&init)
            {
                attrs.insert(init, v);
            }
            if let Some(&v) = base.get(&new)
                && !is_os
                && !NO_NEW.contains(&t.handle)
                && !attrs.contains_key(&new)
            {
                attrs.insert(new, v);
            }
        }
    }

    fn install_natives(&mut self) {
        let owners: IndexMap<&str, Handle, FxBuildHasher> = types::ALL.iter().rev().map(|t| (t.name, t.handle)).collect();
        for (id, def) in crate::natives::all() {
            match def.name.split_once('.') {
                Some((prefix, attr)) => {
                    if let Some(&owner) = owners.get(prefix) {
                        self.install_attribute(owner, attr, id, def);
                    }
                }
                None => {
                    let f = self.native_object(id, types::BUILTIN);
                    let hidden = def.name.starts_with('_') && !def.name.starts_with("__");
                    let dict = if hidden { self.prelude } else { self.builtins };
                    lookup::dict_set_str(&mut self.heap, dict, def.name, f);
                }
            }
        }
    }

    fn install_attribute(&mut self, class: Handle, name: &str, id: NativeId, def: &NativeDef) {
        let setter = name.strip_suffix('=').filter(|n| !n.is_empty());
        let sym = self.heap.symbols.intern(setter.unwrap_or(name));
        let raw = |class: Handle, heap: &mut Heap| heap.alloc(class, Object::Builtin(Builtin { native: id, this: Value::Unset }));
        let is_member = def.params.starts_with("@member");
        let is_getter = is_member || def.params.starts_with("@get");
        if is_getter || setter.is_some() {
            let f = Value::Obj(raw(types::WRAPPER, &mut self.heap));
            let existing = self.heap.class(class).attrs.get(&sym).and_then(|v| v.handle());
            let existing = existing.filter(|&h| matches!(self.heap.get(h), Object::Property(_)));
            let property = match existing {
                Some(h) => h,
                None => {
                    let empty =
                        Property { get: Value::None, set: Value::None, delete: Value::None, doc: Value::None, name: Value::None };
                    // Properties in content, and so in all that is done with them; CPython names them by how it stores them.
                    let shown = if is_member { types::MEMBER } else { types::GETSET };
                    let h = self.heap.alloc(shown, Object::Property(Box::new(empty)));
                    self.heap.class_mut(class).attrs.insert(sym, h.into());
                    h
                }
            };
            if let Object::Property(p) = self.heap.get_mut(property) {
                if is_getter {
                    p.get = f
                } else {
                    p.set = f
                }
                if def.params.contains("value=NULL") {
                    p.delete = f;
                }
            }
            return;
        }
        let first = def.params.split([',', ' ']).next().unwrap_or("");
        let v = match first {
            "self" => raw(types::WRAPPER, &mut self.heap),
            "cls" if name != "__new__" => {
                let f = raw(types::BUILTIN, &mut self.heap);
                self.heap.alloc(types::CLASSMETHOD_DESCRIPTOR, Object::ClassMethod(f.into()))
            }
            _ => {
                let f = raw(types::BUILTIN, &mut self.heap);
                self.heap.alloc(types::STATICMETHOD, Object::StaticMethod(f.into()))
            }
        };
        self.heap.class_mut(class).attrs.insert(sym, v.into());
    }

    /// Run sleepy's own Python code.
    fn run_prelude(&mut self) {
        let name = self.heap.new_str("builtins");
        lookup::dict_set_str(&mut self.heap, self.prelude, "__name__", name);
        for image in crate::prelude::prelude() {
            self.run_hidden(image.program(), self.prelude);
        }
        let build_class = lookup::dict_get_str(&self.heap, self.prelude, "_build_class").unwrap_or(Value::None);
        lookup::dict_set_str(&mut self.heap, self.builtins, "__build_class__", build_class);
        // What of the prelude a program sees under its own name.
        let public = lookup::dict_get_str(&self.heap, self.prelude, "_PUBLIC").unwrap_or(Value::None);
        for name in self.heap.items(public).unwrap_or(&[]).to_vec() {
            let name = self.heap.str_lossy(name);
            if let Some(v) = lookup::dict_get_str(&self.heap, self.prelude, &name) {
                lookup::dict_set_str(&mut self.heap, self.builtins, &name, v);
            }
        }
        self.prelude_functions.clear();
    }

    fn run_hidden(&mut self, program: Program, globals: Handle) {
        let code = self.codes.load(program, &mut self.heap);
        let base = self.free_top(None);
        self.stack.reserve(base + usize::from(self.codes.get(code).code.nregs) + 8);
        self.stack.frames.push(Frame {
            code,
            pc: 0,
            base: base as u32,
            func: Handle::NONE,
            globals,
            namespace: globals,
            generator: Handle::NONE,
            dst: 0,
            resume: Resume::Leave,
            hidden: true,
        });
        match self.run_loop::<false>(u64::MAX) {
            Stop::Finished => {}
            Stop::Uncaught(exc) => {
                let text = super::repr::repr(&self.heap, exc.into()).map(|t| format!("{t:?}")).unwrap_or_default();
                panic!("the prelude raised {text}");
            }
            other => panic!("the prelude stopped with {other:?}"),
        }
    }

    /// A new module in `sys.modules`, with the usual names in its dict.
    pub(super) fn new_module(&mut self, name: &str, file: Option<&str>) -> (Handle, Handle) {
        let dict = new_dict(&mut self.heap);
        let name_value = self.heap.new_str(name);
        let package = match name {
            "__main__" => Value::None,
            _ => self.heap.new_str(name.rsplit_once('.').map_or("", |(p, _)| p)),
        };
        let builtins = lookup::dict_get_str(&self.heap, self.modules, "builtins").unwrap_or(Value::None);
        for (key, v) in [
            ("__name__", name_value),
            ("__doc__", Value::None),
            ("__package__", package),
            ("__loader__", Value::None),
            ("__spec__", Value::None),
            ("__builtins__", builtins),
        ] {
            lookup::dict_set_str(&mut self.heap, dict, key, v);
        }
        if let Some(file) = file {
            let file = self.heap.new_str(file);
            lookup::dict_set_str(&mut self.heap, dict, "__file__", file);
        }
        (self.add_module_object(name, dict), dict)
    }

    pub(super) fn add_module_object(&mut self, name: &str, dict: Handle) -> Handle {
        let module = self.heap.alloc(types::MODULE, Object::Module(Box::new(Module { name: name.into(), dict })));
        lookup::dict_set_str(&mut self.heap, self.modules, name, module.into());
        module
    }

    /// Put the natives of a module into its dict; `false` when it has none.
    pub(super) fn install_module_natives(&mut self, name: &str, dict: Handle) -> bool {
        let natives = natives_of(name);
        for (attr, id) in &natives {
            let f = self.native_object(*id, types::BUILTIN);
            lookup::dict_set_str(&mut self.heap, dict, attr, f);
        }
        !natives.is_empty()
    }
}

fn new_dict(heap: &mut Heap) -> Handle {
    heap.alloc(types::DICT, Object::Dict(Default::default()))
}

//! Function objects, and what frames tell about themselves: local variables, tracebacks.

use super::call::Flow;
use super::lookup;
use super::machine::Vm;
use super::object::{Function, Object};
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::{Capture, RegKind};

/// The attribute, which no program can name, that keeps the class namespace an annotation scope was made in.
const CLASS_NAMESPACE: &str = ".namespace";

impl Vm {
    pub(super) fn make_function(&mut self, flags: u8, dst: u16, nested: u16, base: u16) -> Flow {
        let f = *self.stack.top();
        let code_id = self.codes.get(f.code).nested[usize::from(nested)];
        let reg = |vm: &Vm, r: u16| vm.stack.regs[f.base as usize + usize::from(r)];
        let given = |vm: &Vm, bit: u16| if flags >> bit & 1 == 1 { reg(vm, base + bit) } else { Value::None };
        let (defaults, kwdefaults, annotations) = (given(self, 0), given(self, 1), given(self, 2));
        let captures = self.codes.get(code_id).code.captures.clone();
        let mut closure = Vec::with_capacity(captures.len());
        for c in captures {
            let cell = match c {
                Capture::Cell(r) => match reg(self, r) {
                    Value::Obj(h) => h,
                    // A jump skipped the start of the function, where its cells are made.
                    _ => {
                        let h = self.heap.alloc(types::CELL, Object::Cell(Value::Unset));
                        self.stack.regs[f.base as usize + usize::from(r)] = h.into();
                        h
                    }
                },
                Capture::Free(i) => {
                    self.function(f.func).and_then(|f| f.closure.get(usize::from(i)).copied()).unwrap_or(Handle::NONE)
                }
            };
            closure.push(cell);
        }
        let code = &self.codes.get(code_id).code;
        let (name, qualname, doc) = (code.name.clone(), code.qualname.clone(), code.docstring.clone());
        let name = self.heap.new_str(&name);
        let qualname = self.heap.new_str(&qualname);
        let doc = doc.map_or(Value::None, |d| self.heap.new_str(&d));
        let module = lookup::dict_get_str(&self.heap, f.globals, "__name__").unwrap_or(Value::None);
        let function = Function {
            code: code_id,
            globals: f.globals,
            name,
            qualname,
            module,
            doc,
            defaults,
            kwdefaults,
            annotations,
            closure: closure.into(),
        };
        let h = self.heap.alloc(types::FUNCTION, Object::Function(Box::new(function)));
        if self.codes.get(code_id).call.in_class && !f.namespace.is_none() {
            let sym = self.heap.symbols.intern(CLASS_NAMESPACE);
            super::fields::set(&mut self.heap, h, sym, f.namespace.into());
        }
        let at = f.base as usize + usize::from(dst);
        self.stack.regs[at] = h.into();
        self.advance()
    }

    /// The class namespace that an annotation scope was made in.
    pub(super) fn seen_namespace(&self, function: Handle) -> Handle {
        let sym = self.heap.symbols.find(CLASS_NAMESPACE);
        sym.and_then(|sym| super::fields::get(&self.heap, function, sym)).and_then(|v| v.handle()).unwrap_or(Handle::NONE)
    }

    /// Local variables of a frame by name, unbound ones as `Unset`. At module level and in class bodies: the namespace.
    pub fn variables(&self, frame: usize) -> Vec<(String, Value)> {
        let f = &self.stack.frames[frame];
        let code = &self.codes.get(f.code).code;
        if !f.namespace.is_none() {
            let mut all = match self.heap.get(f.namespace) {
                Object::Dict(d) => d.iter().map(|(k, v)| (self.heap.str_lossy(k), v)).collect(),
                _ => Vec::new(),
            };
            all.extend(self.registers_of(frame, &[RegKind::Comprehension]).into_iter().filter(|(_, v)| !v.is_unset()));
            return all;
        }
        let mut all = self.registers_of(frame, &[RegKind::Local, RegKind::Cell]);
        if let Some(function) = self.function(f.func) {
            for (name, &cell) in code.free.iter().zip(&function.closure) {
                if name != "__class__"
                    && let Object::Cell(v) = self.heap.get(cell)
                {
                    all.push((name.clone(), *v));
                }
            }
        }
        all.extend(self.registers_of(frame, &[RegKind::Comprehension]).into_iter().filter(|(_, v)| !v.is_unset()));
        all
    }

    fn registers_of(&self, frame: usize, kinds: &[RegKind]) -> Vec<(String, Value)> {
        let f = &self.stack.frames[frame];
        let code = &self.codes.get(f.code).code;
        let regs = code.regs.iter().enumerate().filter(|(_, r)| kinds.contains(&r.kind));
        regs.map(|(i, r)| {
            let v = self.stack.regs[f.base as usize + i];
            let v = match (r.kind, self.heap.object(v)) {
                (RegKind::Cell, Some(Object::Cell(content))) => *content,
                _ => v,
            };
            (r.name.clone(), v)
        })
        .collect()
    }

    /// What `locals()` gives in a frame: the namespace itself, or a dict of the bound variables.
    pub(super) fn locals_of(&mut self, frame: usize) -> Value {
        let f = self.stack.frames[frame];
        if !f.namespace.is_none() {
            return f.namespace.into();
        }
        if self.codes.get(f.code).code.flags.kind == crate::bytecode::CodeKind::Module {
            return f.globals.into();
        }
        let variables = self.variables(frame);
        let dict = self.heap.new_dict(Default::default());
        if let Value::Obj(d) = dict {
            for (name, v) in variables.into_iter().filter(|(_, v)| !v.is_unset()) {
                lookup::dict_set_str(&mut self.heap, d, &name, v);
            }
        }
        dict
    }

    /// `__traceback__` of an exception, as an object.
    pub(super) fn traceback_object(&mut self, exc: Value) -> Value {
        let entries = self.heap.exception(exc).map(|e| e.traceback.clone()).unwrap_or_default();
        if entries.is_empty() {
            return Value::None;
        }
        Value::Obj(self.heap.alloc(types::TRACEBACK, Object::Traceback(Box::new(entries))))
    }
}

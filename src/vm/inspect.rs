//! What a program reads of its own code: `__code__`, `gi_frame`, `cr_await`, `tb_lineno`... Natives do not see loaded code,
//! so they ask here.

use super::call::Flow;
use super::machine::Vm;
use super::object::{CodeId, GeneratorState, Object, TraceEntry};
use super::stack::Resume;
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::{CodeKind, Op, RegKind};

impl Vm {
    /// The attribute `what` of a code object, a generator of any kind, or a traceback.
    pub(super) fn inspect(&mut self, object: Value, what: &'static str, dst: u16, resume: Resume) -> Flow {
        let v = match (object, self.heap.object(object)) {
            (_, Some(&Object::Code(id))) => self.code_attribute(id, what),
            (Value::Obj(h), Some(Object::Generator(g))) => {
                let (frame, state) = (g.frame, g.state);
                match what {
                    "code" => self.code_object(frame.code),
                    "awaiting" => self.awaiting(h),
                    _ if state == GeneratorState::Finished => Value::None,
                    _ => {
                        let line = match state {
                            GeneratorState::Created => self.codes.get(frame.code).code.first_line,
                            _ => self.codes.get(frame.code).code.line_at(frame.pc),
                        };
                        let locals = self.generator_locals(h);
                        return self.frame_object(frame.code, line, frame.globals.into(), locals, dst, resume);
                    }
                }
            }
            (_, Some(Object::Traceback(entries))) => {
                let entries = entries.to_vec();
                let Some(&TraceEntry { code, pc }) = entries.last() else { return self.finish(Value::None, dst, resume) };
                let line = self.codes.get(code).code.line_at(pc);
                match what {
                    "tb_lineno" => Value::Int(i64::from(line)),
                    "tb_lasti" => Value::Int(i64::from(pc)),
                    "tb_next" if entries.len() == 1 => Value::None,
                    "tb_next" => {
                        let rest = Box::new(entries[..entries.len() - 1].to_vec());
                        self.heap.alloc(types::TRACEBACK, Object::Traceback(rest)).into()
                    }
                    _ => {
                        let (globals, locals) = (self.heap.new_dict(Default::default()), self.heap.new_dict(Default::default()));
                        return self.frame_object(code, line, globals, locals, dst, resume);
                    }
                }
            }
            _ => Value::None,
        };
        self.finish(v, dst, resume)
    }

    fn code_object(&mut self, id: CodeId) -> Value {
        self.heap.alloc(types::CODE, Object::Code(id)).into()
    }

    /// A frame as it is now: a picture, not a window.
    fn frame_object(&mut self, code: CodeId, line: u32, globals: Value, locals: Value, dst: u16, resume: Resume) -> Flow {
        let code = self.code_object(code);
        self.call_prelude("_make_frame", &[code, Value::Int(i64::from(line)), globals, locals], dst, resume)
    }

    fn generator_locals(&mut self, h: Handle) -> Value {
        let Object::Generator(g) = self.heap.get(h) else { return Value::None };
        let code = &self.codes.get(g.frame.code).code;
        let named = code.regs.iter().zip(&g.regs);
        let all: Vec<(String, Value)> = named
            .filter(|(r, _)| matches!(r.kind, RegKind::Local | RegKind::Cell))
            .map(|(r, &v)| match self.heap.object(v) {
                Some(Object::Cell(content)) if r.kind == RegKind::Cell => (r.name.clone(), *content),
                _ => (r.name.clone(), v),
            })
            .filter(|(_, v)| !v.is_unset())
            .collect();
        let dict = self.heap.new_dict(Default::default());
        for (name, v) in all {
            if let Value::Obj(d) = dict {
                super::lookup::dict_set_str(&mut self.heap, d, &name, v);
            }
        }
        dict
    }

    /// What a suspended generator delegates to or awaits.
    fn awaiting(&self, h: Handle) -> Value {
        let Object::Generator(g) = self.heap.get(h) else { return Value::None };
        if g.state != GeneratorState::Suspended {
            return Value::None;
        }
        let ops = &self.codes.get(g.frame.code).code.ops;
        let Some(Op::Loop { to } | Op::Jump { to }) = ops.get(g.frame.pc as usize + 1) else { return Value::None };
        match ops.get(*to as usize) {
            Some(Op::Send { iter, .. } | Op::SendNext { iter, .. }) => {
                g.regs.get(usize::from(*iter)).copied().unwrap_or(Value::None).or(Value::None)
            }
            _ => Value::None,
        }
    }

    fn code_attribute(&mut self, id: CodeId, what: &str) -> Value {
        let loaded = self.codes.get(id);
        let (code, p) = (&loaded.code, loaded.code.params);
        let total = usize::from(p.total());
        let int = |n: usize| Value::Int(n as i64);
        let is_function = matches!(code.flags.kind, CodeKind::Function | CodeKind::Lambda | CodeKind::GeneratorExpression);
        let variables = || {
            let plain = code.regs.iter().enumerate().filter(|(i, r)| *i < total || r.kind == RegKind::Local);
            plain.map(|(_, r)| r.name.clone()).collect::<Vec<String>>()
        };
        let names: Vec<String> = match what {
            "co_argcount" => return int(usize::from(p.positional_count())),
            "co_posonlyargcount" => return int(usize::from(p.posonly)),
            "co_kwonlyargcount" => return int(usize::from(p.kwonly)),
            "co_firstlineno" => return int(code.first_line as usize),
            "co_stacksize" => return int(usize::from(code.nregs)),
            "co_nlocals" => return int(if is_function { variables().len() } else { 0 }),
            "co_flags" => {
                let mut flags = if is_function { 3 } else { 0 };
                flags |= i64::from(p.varargs) << 2 | i64::from(p.varkw) << 3;
                flags |= i64::from(code.qualname.contains("<locals>.")) << 4;
                flags |= match (code.flags.is_generator, code.flags.is_coroutine) {
                    (true, false) => 0x20,
                    (false, true) => 0x80,
                    (true, true) => 0x200,
                    (false, false) => 0,
                };
                return Value::Int(flags);
            }
            "co_name" | "co_qualname" | "co_filename" => {
                let text = match what {
                    "co_name" => code.name.clone(),
                    "co_qualname" => code.qualname.clone(),
                    _ => self.codes.source_of(id).file.clone(),
                };
                return self.heap.new_str(&text);
            }
            "co_consts" => {
                let doc = code.docstring.clone();
                let mut all = loaded.consts.clone();
                let doc = doc.map_or(Value::None, |d| self.heap.new_str(&d));
                all.insert(0, doc);
                return self.heap.new_tuple(all);
            }
            "co_varnames" if is_function => variables(),
            "co_varnames" => vec![],
            "co_cellvars" => code.regs.iter().filter(|r| r.kind == RegKind::Cell).map(|r| r.name.clone()).collect(),
            "co_freevars" => code.free.clone(),
            "co_names" => code.names.clone(),
            _ => vec![],
        };
        let names: Vec<Value> = names.iter().map(|n| self.heap.new_str(n)).collect();
        self.heap.new_tuple(names)
    }
}

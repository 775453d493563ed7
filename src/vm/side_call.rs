//! Running something on the side: an expression, a `repr`. The VM calls it on top of the stack and runs until it is done.
//! Whoever wants nothing to remain wraps it in [`Vm::rolled_back`].

use super::import::compile_expression;
use super::lookup;
use super::machine::{Stop, Vm};
use super::object::{CodeId, Object};
use super::repr;
use super::stack::{Frame, Resume};
use super::value::{Handle, Value};
use crate::bytecode::RegKind;

/// A value as the user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub repr: String,
    pub type_name: String,
    /// What the expression printed.
    pub output: String,
}

/// Instructions that showing one value may take.
const DISPLAY_BUDGET: u64 = 200_000;

impl Vm {
    /// Index of the innermost frame that the user sees.
    pub fn visible_top(&self) -> Option<usize> {
        self.stack.frames.iter().rposition(|f| !f.hidden)
    }

    /// Run `callee(*args)` on top of the stack, `budget` instructions at most.
    pub(super) fn call_to_end(&mut self, callee: Value, args: &[Value], budget: u64) -> Result<Value, String> {
        let floor = self.stack.depth();
        let limit = self.now().saturating_add(budget);
        if let Err(leave) = self.call_with(callee, args, &[], 0, Resume::Leave) {
            return match self.leave(leave) {
                Ok(()) => self.run_side(floor, limit),
                Err(stop) => self.side_result(stop),
            };
        }
        self.run_side(floor, limit)
    }

    fn run_side(&mut self, floor: usize, limit: u64) -> Result<Value, String> {
        if self.stack.depth() <= floor {
            return Ok(self.take_result());
        }
        // A person who looks at a value does not want to be stopped on the way.
        let aside = std::mem::replace(&mut self.aside, true);
        let stop = self.run(limit);
        self.aside = aside;
        self.side_result(stop)
    }

    /// What the run on the side returned. It does not stay: it would be a root of the collector that no replay knows of.
    fn take_result(&mut self) -> Value {
        std::mem::replace(&mut self.result, Value::None)
    }

    fn side_result(&mut self, stop: Stop) -> Result<Value, String> {
        match stop {
            Stop::Finished => Ok(self.take_result()),
            Stop::Uncaught(exc) => Err(self.exception_line(exc)),
            Stop::Limit => Err("the evaluation took too long and was given up".into()),
            Stop::Input { .. } => Err("the expression asks for input".into()),
            Stop::Breakpoint | Stop::Returned => Err("the evaluation was interrupted".into()),
        }
    }

    /// `ValueError: message`, without running user code.
    pub fn exception_line(&self, exc: Handle) -> String {
        let class = self.heap.class_of(exc.into());
        let name = &self.heap.class(class).name;
        match repr::str_of(&self.heap, exc.into()).map(|t| self.heap.text_string(&t)) {
            Some(text) if !text.is_empty() => format!("{name}: {text}"),
            _ => name.to_string(),
        }
    }

    /// A value's `repr`, running the user's `__repr__` where there is one, with nothing remaining of it.
    pub fn display(&mut self, v: Value, budget: u64) -> String {
        if let Some(t) = repr::repr(&self.heap, v) {
            return self.heap.text_string(&t);
        }
        self.asked_repr(v, budget).unwrap_or_else(|why| self.failed_repr(v, &why))
    }

    /// The `repr` of a value in which user code has a say.
    fn asked_repr(&mut self, v: Value, budget: u64) -> Result<String, String> {
        self.rolled_back(|vm| {
            vm.world.begin_sandbox();
            let f = lookup::dict_get_str(&vm.heap, vm.builtins, "repr").unwrap_or(Value::None);
            let result = vm.call_to_end(f, &[v], budget).map(|r| vm.heap.str_lossy(r));
            vm.world.end_sandbox();
            result
        })
    }

    fn failed_repr(&self, v: Value, why: &str) -> String {
        let class = &self.heap.type_of(v).qualname;
        let address = v.handle().map_or(0, repr::address);
        format!("<{class} object at {address:#x}, its __repr__ failed: {why}>")
    }

    /// A value's `repr` for a view: cut short at about `limit` characters, in time that does not grow with the value. A large
    /// container whose elements have a `__repr__` of their own is shown without calling them.
    pub fn show_briefly(&mut self, v: Value, limit: usize) -> String {
        if let Some(t) = repr::brief(&self.heap, v, limit, false) {
            return cut(self.heap.text_string(&t), limit * 2);
        }
        let size = match self.heap.object(v) {
            Some(Object::List(items)) => items.len(),
            Some(Object::Tuple(items)) => items.len(),
            Some(Object::Dict(d)) => d.len(),
            Some(Object::Set(s)) => s.len(),
            // One with more digits than `repr` is allowed to write.
            Some(Object::Int(_)) => usize::MAX,
            _ => 0,
        };
        let asked = if size <= limit { self.asked_repr(v, DISPLAY_BUDGET) } else { Err("it is too large".into()) };
        match asked {
            Ok(text) => cut(text, limit),
            Err(why) => match repr::brief(&self.heap, v, limit, true) {
                Some(t) if size > 0 => cut(self.heap.text_string(&t), limit * 2),
                _ => self.failed_repr(v, &why),
            },
        }
    }

    /// [`Vm::display`] with the budget of a view.
    pub fn show(&mut self, v: Value) -> String {
        self.display(v, DISPLAY_BUDGET)
    }

    /// Evaluate an expression in a frame (0 is the outermost), with nothing remaining of it.
    pub fn evaluate(&mut self, frame: Option<usize>, source: &str, budget: u64) -> Result<Shown, String> {
        self.rolled_back(|vm| {
            vm.world.begin_sandbox();
            let result = vm.expression_value(frame, source, budget).map(|v| {
                let type_name = vm.heap.type_of(v).name.to_string();
                (vm.display(v, budget), type_name)
            });
            let output = vm.world.end_sandbox();
            result.map(|(repr, type_name)| Shown { repr, type_name, output })
        })
    }

    /// The truth of an expression in a frame, with nothing remaining of it.
    pub fn is_true(&mut self, frame: Option<usize>, source: &str, budget: u64) -> Result<bool, String> {
        let shown = self.evaluate(frame, &format!("bool({source}\n)"), budget)?;
        Ok(shown.repr == "True")
    }

    /// Compile and run an expression on top of the stack; its names are those of a frame.
    fn expression_value(&mut self, frame: Option<usize>, source: &str, budget: u64) -> Result<Value, String> {
        let frame = frame.filter(|&i| i < self.stack.depth());
        let variables: Vec<(String, Value)> = match frame {
            Some(i) => self.variables(i).into_iter().filter(|(n, v)| !v.is_unset() && is_name(n)).collect(),
            None => Vec::new(),
        };
        let at_module_level = frame.is_none_or(|i| {
            let f = &self.stack.frames[i];
            !f.namespace.is_none() && f.namespace == f.globals
        });
        let mut variables = variables;
        if at_module_level {
            // Globals are found as globals; only an inlined comprehension's variables are registers here.
            let globals = frame.map_or(Handle::NONE, |i| self.stack.frames[i].globals);
            variables
                .retain(|(n, v)| !globals.is_none() && lookup::dict_get_str(&self.heap, globals, n).is_none_or(|g| !g.is(*v)));
        }
        let names: Vec<String> = variables.iter().map(|(n, _)| n.clone()).collect();
        let values: Vec<Value> = variables.iter().map(|(_, v)| *v).collect();
        let program = compile_expression(source, "<expression>", &names, false)
            .map_err(|e| format!("{}: {}", e.kind.class(), e.message))?;
        let code = self.codes.load(program, &mut self.heap);
        let globals = match frame {
            Some(i) => self.stack.frames[i].globals,
            None => self.main_globals(),
        };
        let floor = self.stack.depth();
        self.push_side_frame(code, globals, &values);
        let limit = self.now().saturating_add(budget);
        self.run_side(floor, limit)
    }

    fn main_globals(&self) -> Handle {
        self.loaded_module("__main__").and_then(|h| self.as_module(h)).map_or(self.builtins, |m| m.dict)
    }

    fn push_side_frame(&mut self, code: CodeId, globals: Handle, args: &[Value]) {
        let base = self.free_top(None) + 1;
        let call = self.codes.get(code).call;
        self.stack.reserve(base + usize::from(call.nregs) + 8);
        self.stack.regs[base - 1] = Value::Unset;
        self.stack.regs[base..base + args.len()].copy_from_slice(args);
        self.stack.regs[base + args.len()..base + usize::from(call.named)].fill(Value::Unset);
        self.push_frame(Frame {
            code,
            pc: 0,
            base: base as u32,
            func: Handle::NONE,
            globals,
            namespace: Handle::NONE,
            generator: Handle::NONE,
            dst: 0,
            resume: Resume::Leave,
            hidden: true,
        });
    }

    /// Run an expression as part of history and store its value in a variable of a frame.
    pub fn set_variable(&mut self, frame: usize, name: &str, source: &str) -> Result<(), String> {
        if frame >= self.stack.depth() {
            return Err("there is no such frame".into());
        }
        if !is_name(name) {
            return Err(format!("'{name}' is not the name of a variable"));
        }
        let v = self.expression_value(Some(frame), source, u64::MAX)?;
        self.store_variable(frame, name, v)?;
        // A change takes a moment, so that there is one before it and one after it.
        self.registers.bias = self.registers.bias.wrapping_add(1);
        Ok(())
    }

    fn store_variable(&mut self, frame: usize, name: &str, v: Value) -> Result<(), String> {
        let f = self.stack.frames[frame];
        // The frame is about to change: what it was is kept first.
        let end = self.stack.frames.get(frame + 1).map_or_else(|| self.free_top(None), |above| above.base as usize);
        self.stack.save_returned_into(frame, end);
        let code = &self.codes.get(f.code).code;
        if let Some(r) = code.reg_named(name) {
            let at = f.base as usize + usize::from(r);
            if code.regs[usize::from(r)].kind == RegKind::Cell {
                match self.stack.regs[at] {
                    Value::Obj(cell) => *self.heap.get_mut(cell) = Object::Cell(v),
                    _ => {
                        let cell = self.heap.alloc(super::types::CELL, Object::Cell(v));
                        self.stack.regs[at] = cell.into();
                    }
                }
            } else {
                self.stack.regs[at] = v;
            }
            return Ok(());
        }
        if let Some(i) = code.free.iter().position(|n| n == name)
            && let Some(&cell) = self.function(f.func).and_then(|f| f.closure.get(i))
        {
            *self.heap.get_mut(cell) = Object::Cell(v);
            return Ok(());
        }
        let dict = if f.namespace.is_none() { f.globals } else { f.namespace };
        let known = lookup::dict_get_str(&self.heap, dict, name).is_some();
        if f.namespace.is_none() && !known {
            return Err(format!("'{name}' is not a variable of {}", code.qualname));
        }
        lookup::dict_set_str(&mut self.heap, dict, name, v);
        Ok(())
    }
}

/// A text cut to a number of characters.
fn cut(text: String, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Can an expression name it?
fn is_name(s: &str) -> bool {
    let mut chars = s.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_')
}

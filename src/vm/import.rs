//! Modules: where they come from, and running their bodies. Also `exec` and `eval`, which compile at run time too.

use super::call::{Flow, Leave};
use super::lookup;
use super::machine::Vm;
use super::native::RunMode;
use super::object::{CodeId, Object};
use super::stack::{Frame, Resume};
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::Program;
use crate::compile::{self, emit, lower};
use crate::syntax::{self, SyntaxError};
use crate::world::{Port, World};

/// Compile a module's source.
pub fn compile_module(source: &str, file: &str, hidden: bool) -> Result<Program, SyntaxError> {
    compile::program(source, file, hidden)
}

/// Compile an expression: a code object with the given names as its parameters.
pub fn compile_expression(source: &str, file: &str, names: &[String], hidden: bool) -> Result<Program, SyntaxError> {
    let parsed = syntax::parse_expression(source, file)?;
    let body = lower::expression(&parsed, file, names)?;
    emit::program(&body, file, source, hidden).map_err(|e| e.into_error(&parsed.source))
}

/// Compile what `exec` or `eval` got; `apart`: its locals are not its globals.
fn compile_source(source: &str, file: &str, mode: RunMode, apart: bool) -> Result<Program, SyntaxError> {
    let expression = source.trim_start_matches([' ', '\t']);
    match mode {
        RunMode::Exec if apart => {
            let parsed = syntax::parse_module(source, file)?;
            let body = lower::module_in_namespace(&parsed, file)?;
            emit::program(&body, file, source, false).map_err(|e| e.into_error(&parsed.source))
        }
        RunMode::Exec => compile_module(source, file, false),
        RunMode::Eval if apart => {
            let parsed = syntax::parse_expression(expression, file)?;
            let body = lower::expression_in_namespace(&parsed, file)?;
            emit::program(&body, file, expression, false).map_err(|e| e.into_error(&parsed.source))
        }
        RunMode::Eval => compile_expression(expression, file, &[], false),
    }
}

/// A machine that is about to run a script.
pub fn load_script(file: &str, source: &str, args: Vec<String>, port: Box<dyn Port>, recording: bool) -> Result<Vm, SyntaxError> {
    let program = compile_module(source, file, false)?;
    let argv = std::iter::once(file.to_owned()).chain(args).collect();
    let mut vm = Vm::new(World::new(port, argv, recording));
    let folder = std::path::Path::new(file).parent().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    vm.start(program, folder);
    Ok(vm)
}

/// A module's source text and what it is.
struct Found {
    file: String,
    source: String,
    is_package: bool,
}

impl Vm {
    pub(super) fn import(&mut self, level: u8, dst: u16, name: u16, from_list: u16) -> Flow {
        let name = self.name_value(name);
        let names = self.constant(from_list);
        let text = self.heap.str_lossy(name);
        if level == 0
            && matches!(names, Value::None)
            && !text.contains('.')
            && let Some(module) = lookup::dict_get_str(&self.heap, self.modules, &text)
        {
            return self.finish(module, dst, Resume::Store);
        }
        let globals = self.stack.top().globals;
        self.call_prelude("_import_name", &[name, globals.into(), names, Value::Int(i64::from(level))], dst, Resume::Store)
    }

    /// Make the module `name`, which is not loaded yet, and run its body; the module is the result.
    pub(super) fn import_module(&mut self, name: &str, dst: u16, resume: Resume) -> Flow {
        if let Some(module) = lookup::dict_get_str(&self.heap, self.modules, name) {
            return self.finish(module, dst, resume);
        }
        let image = crate::prelude::module(name);
        let has_natives = crate::natives::all().any(|(_, d)| d.name.strip_prefix(name).is_some_and(|r| r.starts_with('.')))
            && !types::ALL.iter().any(|t| t.name == name);
        if image.is_some() || has_natives {
            let (module, dict) = self.new_module(name, None);
            self.install_module_natives(name, dict);
            let Some(image) = image else { return self.finish(module.into(), dst, resume) };
            return self.run_module(image.program(), module, dict, dst, resume);
        }
        let Some(found) = self.find_module_file(name) else {
            let exc = self.heap.new_error(types::MODULE_NOT_FOUND_ERROR, &format!("No module named '{name}'"));
            let v = self.heap.new_str(name);
            self.heap.set_exception_member(exc, super::exceptions::Member::Name, v);
            return Err(Leave::Raise(exc));
        };
        match compile_module(&found.source, &found.file, false) {
            Ok(program) => {
                let (module, dict) = self.new_module(name, Some(&found.file));
                if found.is_package {
                    let folder = found.file.trim_end_matches("/__init__.py").to_owned();
                    let folder = self.heap.new_str(&folder);
                    let path = self.heap.new_list(vec![folder]);
                    let package = self.heap.new_str(name);
                    lookup::dict_set_str(&mut self.heap, dict, "__path__", path);
                    lookup::dict_set_str(&mut self.heap, dict, "__package__", package);
                }
                self.run_module(program, module, dict, dst, resume)
            }
            Err(e) => Err(self.syntax_error(&e)),
        }
    }

    /// Look beside the script.
    fn find_module_file(&mut self, name: &str) -> Option<Found> {
        let path = name.replace('.', "/");
        let base = if self.script_dir.is_empty() { path } else { format!("{}/{path}", self.script_dir) };
        let now = self.now();
        for (file, is_package) in [(format!("{base}/__init__.py"), true), (format!("{base}.py"), false)] {
            if let Ok(bytes) = self.world.read_file(&file, now) {
                let source = String::from_utf8_lossy(&bytes).into_owned();
                return Some(Found { file, source, is_package });
            }
        }
        None
    }

    fn run_module(&mut self, program: Program, module: Handle, dict: Handle, dst: u16, resume: Resume) -> Flow {
        debug_assert_eq!(resume, Resume::Store, "modules are loaded by the prelude, which stores them");
        let code = self.codes.load(program, &mut self.heap);
        self.push_module_frame(code, dict, dict, Resume::Init, dst, module.into());
        Ok(())
    }

    /// A frame for a body without parameters. `before` goes into the register before the frame's base.
    pub(super) fn push_module_frame(
        &mut self,
        code: CodeId,
        globals: Handle,
        namespace: Handle,
        resume: Resume,
        dst: u16,
        before: Value,
    ) {
        let base = self.free_top(None) + 1;
        let loaded = self.codes.get(code);
        let (named, nregs) = (loaded.code.regs.len(), usize::from(loaded.code.nregs));
        let hidden = self.codes.sources[loaded.source as usize].hidden;
        self.stack.reserve(base + nregs + 8);
        self.stack.regs[base - 1] = before;
        self.stack.regs[base..base + named].fill(Value::Unset);
        self.push_frame(Frame {
            code,
            pc: 0,
            base: base as u32,
            func: Handle::NONE,
            globals,
            namespace,
            generator: Handle::NONE,
            dst,
            resume,
            hidden,
        });
    }

    /// Run a class body: the function's code with `namespace` for its names.
    pub(super) fn run_body(&mut self, func: Value, namespace: Value, dst: u16, resume: Resume) -> Flow {
        let (Value::Obj(h), Value::Obj(namespace)) = (func, namespace) else {
            return Err(self.error(types::TYPE_ERROR, "__build_class__: func must be a function"));
        };
        let Some(f) = self.function(h) else {
            return Err(self.error(types::TYPE_ERROR, "__build_class__: func must be a function"));
        };
        let (code, globals) = (f.code, f.globals);
        self.push_module_frame(code, globals, namespace, resume, dst, Value::Unset);
        self.stack.top_mut().func = h;
        Ok(())
    }

    /// `exec` and `eval` of a source text.
    #[allow(clippy::too_many_arguments, reason = "the request's parts, and where the result goes")]
    pub(super) fn run_source(
        &mut self,
        source: &str,
        file: &str,
        mode: RunMode,
        globals: Value,
        locals: Value,
        dst: u16,
        resume: Resume,
    ) -> Flow {
        let f = *self.stack.top();
        let (globals, locals) = match (globals.handle(), locals.handle()) {
            (Some(g), Some(l)) => (g, l),
            (Some(g), None) => (g, g),
            (None, Some(l)) => (f.globals, l),
            // What the caller sees. A function's own variables are seen, but not changed.
            (None, None) if f.namespace.is_none() => {
                let seen = self.locals_of(self.stack.depth() - 1);
                (f.globals, seen.handle().unwrap_or(f.globals))
            }
            (None, None) => (f.globals, f.namespace),
        };
        let program = match compile_source(source, file, mode, globals != locals) {
            Ok(p) => p,
            Err(e) => return Err(self.syntax_error(&e)),
        };
        if lookup::dict_get_str(&self.heap, globals, "__builtins__").is_none() {
            let builtins = self.builtins;
            lookup::dict_set_str(&mut self.heap, globals, "__builtins__", builtins.into());
        }
        let code = self.codes.load(program, &mut self.heap);
        self.push_module_frame(code, globals, locals, resume, dst, Value::Unset);
        Ok(())
    }

    /// A SyntaxError as an exception.
    pub(super) fn syntax_error(&mut self, e: &SyntaxError) -> Leave {
        let class = match e.kind.class() {
            "IndentationError" => types::INDENTATION_ERROR,
            "TabError" => types::TAB_ERROR,
            _ => types::SYNTAX_ERROR,
        };
        let message = self.heap.new_str(&e.message);
        let file = self.heap.new_str(&e.file);
        let text = self.heap.new_str(&e.text);
        let line = Value::Int(i64::from(e.line));
        let details = [file, line, Value::Int(i64::from(e.col)), text, line, Value::Int(i64::from(e.end_col))];
        let details = self.heap.new_tuple(details);
        let args = self.heap.new_tuple([message, details]);
        let exc = self.heap.new_exception(class, args);
        Leave::Raise(exc)
    }

    /// A module that is loaded.
    pub fn loaded_module(&self, name: &str) -> Option<Handle> {
        lookup::dict_get_str(&self.heap, self.modules, name)?.handle().filter(|h| matches!(self.heap.get(*h), Object::Module(_)))
    }
}

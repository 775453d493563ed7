//! Calls. A callee's registers begin where its arguments lie, so the usual call copies nothing; whatever needs another
//! layout (bound methods, constructors, keywords for natives) moves its arguments above the caller's frame first.

use super::attr::MethodCache;
use super::bind::call_plain;
use super::known::KNOWN;
use super::lookup;
use super::machine::{Stop, Vm};
use super::native::{Ctx, Exit, NativeId, NativeResult, Request};
use super::object::{Function, Generator, GeneratorState, Instance, Layout, Object};
use super::stack::{Frame, Resume};
use super::types;
use super::value::{Handle, Value};
use std::sync::LazyLock;

/// What most classes have for `__new__`.
static OBJECT_NEW: LazyLock<Option<NativeId>> = LazyLock::new(|| crate::natives::find("object.__new__"));

static EXCEPTION_NEW: LazyLock<Option<NativeId>> = LazyLock::new(|| crate::natives::find("BaseException.__new__"));
static EXCEPTION_INIT: LazyLock<Option<NativeId>> = LazyLock::new(|| crate::natives::find("BaseException.__init__"));

/// A call that needs no frame and no argument laid out anew, for the run loop: of a native, or of a builtin class. The
/// window holds the callee and the positional arguments. `None`: it is not that simple, nothing is done.
#[inline]
pub(super) fn call_in_place(ctx: &mut Ctx<'_>, cache: &mut MethodCache, window: &mut [Value]) -> Option<NativeResult> {
    let callee = window[0];
    let Value::Obj(h) = callee else { return None };
    match ctx.heap.get(h) {
        Object::Builtin(b) if b.this.is_unset() => call_plain(ctx, b.native, &window[1..]),
        Object::Builtin(b) => {
            let native = b.native;
            window[0] = b.this;
            let result = call_plain(ctx, native, window);
            window[0] = callee;
            result
        }
        Object::Type(t) if !t.is_heap => {
            if h == types::TYPE {
                return if window.len() == 2 { Some(Ok(ctx.heap.class_of(window[1]).into())) } else { None };
            }
            let Some(Object::StaticMethod(new)) = ctx.heap.object(cache.class_attr(ctx.heap, h, KNOWN.new)?) else { return None };
            let Some(Object::Builtin(new)) = ctx.heap.object(*new) else { return None };
            // The class is its `__new__`'s first argument.
            call_plain(ctx, new.native, window)
        }
        _ => None,
    }
}

/// How an instruction is left when it cannot go on.
#[derive(Debug)]
pub enum Leave {
    /// An exception is raised.
    Raise(Handle),
    /// An exception that this frame has seen already goes on unwinding: its traceback and context stay as they are.
    Reraise(Handle),
    /// The VM stops; the instruction runs again when it goes on.
    Stop(Stop),
}

/// The result of an instruction that needed the whole VM. `Ok` means that the state is at the next instruction, perhaps
/// the first of a new frame.
pub type Flow = Result<(), Leave>;

/// Where arguments lie, and what becomes of the result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// Index of the first argument in the stack's registers. The register before it may be overwritten.
    pub first: usize,
    /// All arguments, those by keyword included: they are the last.
    pub argc: usize,
    /// A tuple of the names of the arguments by keyword, or unset.
    pub names: Value,
    pub dst: u16,
    pub resume: Resume,
}

impl Window {
    /// Positional arguments, the result stored.
    pub fn new(first: usize, argc: usize, dst: u16) -> Window {
        Window { first, argc, names: Value::Unset, dst, resume: Resume::Store }
    }
}

impl Vm {
    /// Call `callee` with arguments that lie on the stack.
    pub(super) fn call_at(&mut self, callee: Value, w: Window) -> Flow {
        let Value::Obj(h) = callee else { return self.not_callable(callee) };
        match self.heap.get(h) {
            Object::Function(_) => self.push_function(h, w),
            Object::Builtin(b) => {
                let b = *b;
                if b.this.is_unset() {
                    self.call_native(b.native, w)
                } else {
                    let w = self.with_front(w, &[b.this]);
                    self.call_native(b.native, w)
                }
            }
            Object::BoundMethod { func, this } => {
                let (func, this) = (*func, *this);
                // The register before the arguments held the callee: now it holds the first argument.
                if matches!(self.heap.object(func), Some(Object::Function(_))) && w.resume != Resume::Init {
                    self.stack.regs[w.first - 1] = this;
                    return self.call_at(func, Window { first: w.first - 1, argc: w.argc + 1, ..w });
                }
                let w = self.with_front(w, &[this]);
                self.call_at(func, w)
            }
            Object::Type(_) => self.construct(h, w),
            Object::StaticMethod(f) => {
                let f = *f;
                self.call_at(f, w)
            }
            _ => {
                let class = self.heap.class_of(callee);
                match self.heap.class_attr(class, KNOWN.call) {
                    Some(f) if matches!(self.heap.object(f), Some(Object::Function(_) | Object::Builtin(_))) => {
                        let w = self.with_front(w, &[callee]);
                        self.call_at(f, w)
                    }
                    Some(_) => match super::attr::special(&mut self.heap, callee, KNOWN.call, &KNOWN) {
                        Some(f) => self.call_at(f, w),
                        None => self.not_callable(callee),
                    },
                    None => self.not_callable(callee),
                }
            }
        }
    }

    fn not_callable(&mut self, callee: Value) -> Flow {
        let message = format!("'{}' object is not callable", self.heap.type_of(callee).name);
        Err(self.error(types::TYPE_ERROR, &message))
    }

    /// First register that no frame and no window uses.
    pub(super) fn free_top(&self, w: Option<Window>) -> usize {
        let frame_end = match self.stack.frames.last() {
            Some(f) => f.base as usize + usize::from(self.codes.get(f.code).code.nregs),
            None => 0,
        };
        w.map_or(frame_end, |w| frame_end.max(w.first + w.argc))
    }

    /// The same call with more arguments in front: moved above everything else.
    pub(super) fn with_front(&mut self, w: Window, front: &[Value]) -> Window {
        let first = self.free_top(Some(w)) + 1;
        let argc = front.len() + w.argc;
        self.stack.reserve(first + argc);
        self.stack.regs[first - 1] = Value::Unset;
        self.stack.regs[first..first + front.len()].copy_from_slice(front);
        self.stack.regs.copy_within(w.first..w.first + w.argc, first + front.len());
        Window { first, argc, ..w }
    }

    /// Lay arguments out above everything and call.
    pub(super) fn call_with(
        &mut self,
        callee: Value,
        args: &[Value],
        kwargs: &[(Value, Value)],
        dst: u16,
        resume: Resume,
    ) -> Flow {
        let first = self.free_top(None) + 1;
        let argc = args.len() + kwargs.len();
        self.stack.reserve(first + argc);
        self.stack.regs[first - 1] = Value::Unset;
        self.stack.regs[first..first + args.len()].copy_from_slice(args);
        for (i, (_, v)) in kwargs.iter().enumerate() {
            self.stack.regs[first + args.len() + i] = *v;
        }
        let names = if kwargs.is_empty() {
            Value::Unset
        } else {
            let names: Vec<Value> = kwargs.iter().map(|(k, _)| *k).collect();
            self.heap.new_tuple(names)
        };
        self.call_at(callee, Window { first, argc, names, dst, resume })
    }

    /// Call a function of the prelude.
    pub(super) fn call_prelude(&mut self, name: &'static str, args: &[Value], dst: u16, resume: Resume) -> Flow {
        let callee = match self.prelude_functions.get(name) {
            Some(&f) => f,
            None => match lookup::dict_get_str(&self.heap, self.prelude, name) {
                Some(f) => {
                    self.prelude_functions.insert(name, f);
                    f
                }
                None => return Err(self.error(types::SYSTEM_ERROR, &format!("the prelude has no function '{name}'"))),
            },
        };
        self.call_with(callee, args, &[], dst, resume)
    }

    /// Is the depth used up, now that as many frames stand there as the program may have? The prelude's own do not count, and
    /// it may go deeper itself, so that it can still work where the program has used all its depth up.
    #[cold]
    pub(super) fn is_too_deep(&self, hidden: bool) -> bool {
        let limit = self.registers.recursion_limit;
        if self.stack.depth() >= limit.saturating_mul(10) {
            return true;
        }
        !hidden && self.stack.frames.iter().filter(|f| !f.hidden).count() >= limit
    }

    /// What CPython says of where the depth was used up: the calls in C that go deep say what they do. Here that is a function
    /// of the prelude, called or calling.
    fn recursion_doing(&self, called: Option<super::object::CodeId>) -> &'static str {
        let top = self.stack.top();
        let Some(code) = called.or(top.hidden.then_some(top.code)) else { return "" };
        match self.codes.get(code).code.name.as_str() {
            "_repr" | "_native_repr" | "_repr_inside" | "_repr_items" | "_repr_kind" | "_plain_iter" => {
                " while getting the repr of an object"
            }
            "_compare" | "_rich" | "_seq_compare" | "_seq_eq" | "_dict_compare" if called.is_some() => " in comparison",
            _ => "",
        }
    }

    /// Push a frame for a Python function.
    fn push_function(&mut self, h: Handle, w: Window) -> Flow {
        let Object::Function(f) = self.heap.get(h) else { return Ok(()) };
        let (code_id, globals) = (f.code, f.globals);
        let call = self.codes.get(code_id).call;
        let (named, nregs, hidden) = (usize::from(call.named), usize::from(call.nregs), call.hidden);
        if self.stack.depth() >= self.registers.recursion_limit && self.is_too_deep(hidden) {
            let doing = self.recursion_doing(hidden.then_some(code_id));
            return Err(self.error(types::RECURSION_ERROR, &format!("maximum recursion depth exceeded{doing}")));
        }
        self.stack.reserve(w.first + nregs + 8);
        let filled = if w.names.is_unset() && w.argc == usize::from(call.simple) {
            w.argc
        } else {
            self.bind_arguments(h, &w)?;
            usize::from(self.codes.get(code_id).code.params.total())
        };
        self.stack.regs[w.first + filled..w.first + named].fill(Value::Unset);
        let frame = Frame {
            code: code_id,
            pc: 0,
            base: w.first as u32,
            func: h,
            globals,
            namespace: if call.in_class { self.seen_namespace(h) } else { Handle::NONE },
            generator: Handle::NONE,
            dst: w.dst,
            resume: w.resume,
            hidden,
        };
        if call.suspends {
            let generator = self.make_generator(frame, nregs);
            return self.finish(generator, w.dst, w.resume);
        }
        self.push_frame(frame);
        Ok(())
    }

    /// The usual call: a Python function with exactly the positional arguments it has parameters. `false` when it is not
    /// that simple; then nothing is done.
    #[inline(always)]
    pub(super) fn push_simple(&mut self, callee: Value, first: usize, argc: usize, dst: u16, now: u64) -> bool {
        let Value::Obj(h) = callee else { return false };
        let Object::Function(f) = self.heap.get(h) else { return false };
        let (code, globals) = (f.code, f.globals);
        let call = self.codes.get(code).call;
        if usize::from(call.simple) != argc || self.stack.depth() >= self.registers.recursion_limit {
            return false;
        }
        self.stack.reserve(first + usize::from(call.nregs) + 8);
        for r in &mut self.stack.regs[first + argc..first + usize::from(call.named)] {
            *r = Value::Unset;
        }
        self.registers.bias = now + 1;
        self.stack.frames.push(Frame {
            code,
            pc: 0,
            base: first as u32,
            func: h,
            globals,
            namespace: Handle::NONE,
            generator: Handle::NONE,
            dst,
            resume: Resume::Store,
            hidden: call.hidden,
        });
        if self.heap.wants_collection() {
            self.collect();
        }
        true
    }

    /// Push a frame whose registers are in place. The caller's instruction counts as run.
    #[inline]
    pub(super) fn push_frame(&mut self, frame: Frame) {
        let now = self.now();
        self.registers.bias = (now + 1).wrapping_sub(u64::from(frame.pc));
        self.stack.frames.push(frame);
        if self.heap.wants_collection() {
            self.collect();
        }
    }

    fn make_generator(&mut self, frame: Frame, nregs: usize) -> Value {
        let Object::Function(f) = self.heap.get(frame.func) else { return Value::None };
        let (name, qualname) = (f.name, f.qualname);
        let start = frame.base as usize;
        let named = self.codes.get(frame.code).code.regs.len();
        let mut regs = self.stack.regs[start..start + nregs].to_vec();
        regs[named..].fill(Value::Unset);
        let flags = self.codes.get(frame.code).code.flags;
        let class = match (flags.is_coroutine, flags.is_generator) {
            (true, true) => types::ASYNC_GENERATOR,
            (true, false) => types::COROUTINE,
            _ => types::GENERATOR,
        };
        let g = Generator { frame, regs, state: GeneratorState::Created, name, qualname, busy: false, closed: false };
        let h = self.heap.alloc(class, Object::Generator(Box::new(g)));
        if let Object::Generator(g) = self.heap.get_mut(h) {
            g.frame.generator = h;
        }
        h.into()
    }

    /// Call a native with arguments on the stack.
    fn call_native(&mut self, native: super::native::NativeId, w: Window) -> Flow {
        let result = self.run_native(native, w);
        self.deliver(result, w.dst, w.resume)
    }

    /// What a native came back with goes where it belongs.
    pub(super) fn deliver(&mut self, result: NativeResult, dst: u16, resume: Resume) -> Flow {
        match result {
            Ok(v) => self.finish(v, dst, resume),
            Err(Exit::Raise(h)) => Err(Leave::Raise(h)),
            Err(Exit::Ask(request)) => self.perform(*request, dst, resume),
        }
    }

    /// The result of the current instruction's call is there at once.
    pub(super) fn finish(&mut self, v: Value, dst: u16, resume: Resume) -> Flow {
        match resume {
            Resume::Store => {
                let top = self.stack.top_mut();
                top.pc += 1;
                let at = top.base as usize + usize::from(dst);
                self.stack.regs[at] = v;
                Ok(())
            }
            Resume::Complete => self.complete(v),
            // The caller kept the instance.
            Resume::Init => self.advance(),
            Resume::Leave => {
                self.result = v;
                Err(Leave::Stop(Stop::Finished))
            }
        }
    }

    /// On to the next instruction.
    pub(super) fn advance(&mut self) -> Flow {
        self.stack.top_mut().pc += 1;
        Ok(())
    }

    /// On to another instruction of this frame.
    pub(super) fn jump_to(&mut self, pc: u32) -> Flow {
        let next = self.now() + 1;
        self.stack.top_mut().pc = pc;
        self.registers.bias = next.wrapping_sub(u64::from(pc));
        Ok(())
    }

    /// Do what a native asked for.
    pub(super) fn perform(&mut self, request: Request, dst: u16, resume: Resume) -> Flow {
        match request {
            Request::Call { callee, args, kwargs } => self.call_with(callee, &args, &kwargs, dst, resume),
            Request::Prelude { name, args } => self.call_prelude(name, &args, dst, resume),
            Request::Resume { generator, with } => self.resume_generator(generator, with, dst, resume),
            Request::GetAttr { object, name, default } => self.get_attr_value(object, name, default, dst, resume),
            Request::SetAttr { object, name, value } => self.set_attr_value(object, name, value, dst, resume),
            Request::DelAttr { object, name } => self.set_attr_value(object, name, Value::Unset, dst, resume),
            Request::Globals => {
                let globals = self.stack.top().globals;
                self.finish(globals.into(), dst, resume)
            }
            Request::Locals => {
                let locals = self.locals_of(self.stack.depth() - 1);
                self.finish(locals, dst, resume)
            }
            Request::LocalNames => {
                let locals = self.locals_of(self.stack.depth() - 1);
                let keys = self.heap.dict(locals).map(|d| d.iter().map(|(k, _)| k).collect()).unwrap_or_default();
                let mut keys: Vec<Value> = keys;
                keys.sort_by(|a, b| self.heap.text(*a).cmp(&self.heap.text(*b)));
                let names = self.heap.new_list(keys);
                self.finish(names, dst, resume)
            }
            Request::RecursionLimit { new } => {
                if let Some(limit) = new {
                    self.registers.recursion_limit = limit;
                }
                let limit = Value::Int(self.registers.recursion_limit as i64);
                self.finish(limit, dst, resume)
            }
            Request::HandledException => {
                let exc = self.handled_exception().map_or(Value::None, Value::Obj);
                self.finish(exc, dst, resume)
            }
            Request::Import { name } => self.import_module(&name, dst, resume),
            Request::RunBody { func, namespace } => self.run_body(func, namespace, dst, resume),
            Request::PlainGetAttr { object, name } => self.plain_get_attr(object, name, dst, resume),
            Request::PlainSetAttr { object, name, value } => self.plain_set_attr(object, name, value, dst, resume),
            Request::Run { source, file, mode, globals, locals } => {
                self.run_source(&source, &file, mode, globals, locals, dst, resume)
            }
            Request::Inspect { object, what } => self.inspect(object, what, dst, resume),
            Request::Input { prompt } => Err(Leave::Stop(Stop::Input { prompt })),
        }
    }

    /// `Class(...)`.
    fn construct(&mut self, class: Handle, w: Window) -> Flow {
        let meta = self.heap.slot(class).class;
        if meta != types::TYPE {
            let custom = self.method_cache.class_attr(&self.heap, meta, KNOWN.call);
            if let Some(f) = custom.filter(|&f| self.heap.function(f).is_some()) {
                let w = self.with_front(w, &[class.into()]);
                return self.call_at(f, w);
            }
        }
        if class == types::TYPE && w.argc == 1 && w.names.is_unset() {
            let of = self.heap.class_of(self.stack.regs[w.first]);
            return self.finish(of.into(), w.dst, w.resume);
        }
        let new = self.method_cache.class_attr(&self.heap, class, KNOWN.new).unwrap_or(Value::None);
        let new = match self.heap.object(new) {
            Some(Object::StaticMethod(f)) => *f,
            _ => new,
        };
        let native_new = match self.heap.object(new) {
            Some(Object::Builtin(b)) => Some(b.native),
            _ => None,
        };
        let t = self.heap.class(class);
        let (is_heap, layout, shape) = (t.is_heap, t.layout, t.shape);
        if layout == Layout::Exception && meta == types::TYPE && w.names.is_unset() && self.is_plain_exception(class, native_new)
        {
            let args = self.heap.new_tuple(&self.stack.regs[w.first..w.first + w.argc]);
            let instance = self.heap.new_exception(class, args);
            return self.finish(instance.into(), w.dst, w.resume);
        }
        // A builtin class: its `__new__` does all of it.
        if let (false, Some(native)) = (is_heap, native_new) {
            let w = self.with_front(w, &[class.into()]);
            return self.call_native(native, w);
        }
        let init = self.method_cache.class_attr(&self.heap, class, KNOWN.init).unwrap_or(Value::None);
        let python_init = self.heap.function(init).is_some();
        let plain = native_new.is_some() && native_new == *OBJECT_NEW;
        if plain && layout == Layout::Instance && (python_init || w.argc == 0) {
            if let Some(refusal) = self.abstract_refusal(class) {
                return Err(self.error(types::TYPE_ERROR, &refusal));
            }
            let instance = self.heap.alloc(class, Object::Instance(Instance { shape, fields: Vec::new() }));
            if !python_init {
                return self.finish(instance.into(), w.dst, w.resume);
            }
            return self.call_init(instance, init, w);
        }
        if layout == Layout::Exception && native_new.is_some_and(|n| n.def().name == "BaseException.__new__") && python_init {
            let args = self.stack.regs[w.first..w.first + w.argc - self.keyword_count(&w)].to_vec();
            let args = self.heap.new_tuple(args);
            let instance = self.heap.new_exception(class, args);
            return self.call_init(instance, init, w);
        }
        let (args, kwargs) = self.argument_objects(&w);
        self.call_prelude("_construct", &[class.into(), args, kwargs], w.dst, w.resume)
    }

    /// Does making an instance of this class of exceptions mean no more than keeping its arguments?
    fn is_plain_exception(&mut self, class: Handle, native_new: Option<NativeId>) -> bool {
        let init = self.method_cache.class_attr(&self.heap, class, KNOWN.init).unwrap_or(Value::None);
        let native_init = match self.heap.object(init) {
            Some(Object::Builtin(b)) => Some(b.native),
            _ => None,
        };
        native_new.is_some()
            && native_new == *EXCEPTION_NEW
            && native_init == *EXCEPTION_INIT
            && crate::natives::core::exception::keeps_arguments_only(&self.heap, class)
    }

    /// Run `__init__` on a new instance, which then is the call's result.
    fn call_init(&mut self, instance: Handle, init: Value, w: Window) -> Flow {
        if w.resume != Resume::Store {
            // The instance must come out of a call whose result is looked at: the prelude does it in order.
            let (args, kwargs) = self.argument_objects(&w);
            return self.call_prelude("_init", &[instance.into(), init, args, kwargs], w.dst, w.resume);
        }
        // The callee's register holds the instance for the caller; the arguments make room for it as the first of them.
        self.stack.reserve(w.first + w.argc + 1);
        self.stack.regs.copy_within(w.first..w.first + w.argc, w.first + 1);
        self.stack.regs[w.first - 1] = instance.into();
        self.stack.regs[w.first] = instance.into();
        self.call_at(init, Window { argc: w.argc + 1, resume: Resume::Init, ..w })
    }

    /// Why the class cannot have instances: it is abstract.
    fn abstract_refusal(&self, class: Handle) -> Option<String> {
        let names = *self.heap.class(class).attrs.get(&KNOWN.abstract_methods)?;
        let set = self.heap.set(names)?;
        let mut names: Vec<String> = set.iter().map(|e| format!("'{}'", self.heap.str_lossy(e.key))).collect();
        names.sort();
        let plural = if names.len() == 1 { "" } else { "s" };
        let name = &self.heap.class(class).name;
        (!names.is_empty()).then(|| {
            format!(
                "Can't instantiate abstract class {name} without an implementation for abstract method{plural} {}",
                names.join(", ")
            )
        })
    }

    pub(super) fn keyword_count(&self, w: &Window) -> usize {
        self.heap.tuple(w.names).map_or(0, <[Value]>::len)
    }

    /// The arguments of a window: positional ones, and names with values.
    pub(super) fn window_arguments(&self, w: &Window) -> (Vec<Value>, Vec<(Value, Value)>) {
        let names = self.heap.tuple(w.names).unwrap_or(&[]);
        let all = &self.stack.regs[w.first..w.first + w.argc];
        let (positional, keyword) = all.split_at(w.argc - names.len());
        (positional.to_vec(), names.iter().copied().zip(keyword.iter().copied()).collect())
    }

    /// The arguments of a window as a tuple and a dict.
    fn argument_objects(&mut self, w: &Window) -> (Value, Value) {
        let (args, kwargs) = self.window_arguments(w);
        let args = self.heap.new_tuple(args);
        let mut d = super::collections::Dict::default();
        for (k, v) in kwargs {
            if let super::hash::Hashed::Known(hash) = super::hash::hash(&self.heap, k) {
                d.push(hash, k, v);
            }
        }
        (args, self.heap.new_dict(d))
    }

    /// The function object behind a handle.
    pub(super) fn function(&self, h: Handle) -> Option<&Function> {
        match self.heap.get(h) {
            Object::Function(f) => Some(f),
            _ => None,
        }
    }

    /// An error to leave an instruction with.
    pub(super) fn error(&mut self, class: Handle, message: &str) -> Leave {
        Leave::Raise(self.heap.new_error(class, message))
    }
}

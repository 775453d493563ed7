//! The virtual machine: its state, its epochs, and how it is driven. The state is data: everything in [`Vm`] that is not
//! derived is serialised into a checkpoint, hashed by the law tests, and brought back by undo.

use super::code::Codes;
use super::heap::{Heap, HeapUndo, Tracer};
use super::object::Object;
use super::stack::{Frame, Resume, Stack, StackUndo};
use super::value::{Handle, Value};
use crate::bytecode::Program;
use crate::world::World;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// A moment: instructions executed since the start of the program. It grows with every instruction.
pub type Time = u64;

/// Why the VM stopped running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The wanted moment is reached.
    Limit,
    /// The stack is lower than [`Vm::set_return_watch`] asked for.
    Returned,
    /// The instruction that would run next carries a breakpoint.
    Breakpoint,
    /// The program waits for a line of input.
    Input { prompt: String },
    /// The outermost frame of this run returned; its value is in [`Vm::result`].
    Finished,
    /// An exception left the outermost frame of this run.
    Uncaught(Handle),
}

/// The small parts of the state, which an epoch keeps as a whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Registers {
    /// The present moment is this plus the top frame's pc. So straight-line code pays nothing for being counted.
    pub bias: u64,
    /// Exchanges with the world so far.
    pub cursor: usize,
    /// Number of loaded codes and sources.
    pub codes: usize,
    pub sources: usize,
    pub recursion_limit: usize,
}

/// What takes the whole state back to the start of an epoch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Epoch {
    /// The moment it began.
    pub start: Time,
    pub heap: HeapUndo,
    pub stack: StackUndo,
    pub registers: Registers,
}

impl Epoch {
    /// Bytes it keeps, about.
    pub fn weight(&self) -> usize {
        self.heap.weight() + self.stack.weight() + 200
    }
    /// This epoch and the one before as one.
    pub fn after(self, earlier: Epoch) -> Epoch {
        Epoch {
            start: earlier.start,
            heap: self.heap.after(earlier.heap),
            stack: self.stack.after(earlier.stack),
            registers: earlier.registers,
        }
    }
}

/// The machine.
#[derive(Debug, Serialize, Deserialize)]
pub struct Vm {
    pub heap: Heap,
    pub stack: Stack,
    pub codes: Codes,
    pub world: World,
    /// Dicts: `sys.modules`, the names of `builtins`, the names of the prelude.
    pub modules: Handle,
    pub builtins: Handle,
    pub prelude: Handle,
    pub registers: Registers,
    /// Folder of the script: where imports are looked for.
    pub script_dir: String,
    /// The value that the outermost frame returned.
    pub result: Value,
    recording: bool,
    /// The running epoch's registers and start.
    #[serde(skip)]
    pub(super) epoch: Option<(Time, Registers)>,
    /// Epochs that collections closed since the last [`Vm::take_closed`].
    #[serde(skip)]
    pub(super) closed: Vec<Epoch>,
    #[serde(skip)]
    pub(super) return_watch: usize,
    /// Something is run on the side: breakpoints do not count.
    #[serde(skip)]
    pub(super) aside: bool,
    #[serde(skip)]
    pub(super) prelude_functions: IndexMap<&'static str, Value, FxBuildHasher>,
    #[serde(skip)]
    pub(super) method_cache: super::attr::MethodCache,
}

impl Vm {
    /// A machine with its builtins, and nothing to run.
    pub fn new(world: World) -> Vm {
        let mut vm = Vm {
            heap: Heap::default(),
            stack: Stack::default(),
            codes: Codes::default(),
            world,
            modules: Handle::NONE,
            builtins: Handle::NONE,
            prelude: Handle::NONE,
            registers: Registers { bias: 0, cursor: 0, codes: 0, sources: 0, recursion_limit: 1000 },
            script_dir: String::new(),
            result: Value::None,
            recording: false,
            epoch: None,
            closed: Vec::new(),
            return_watch: 0,
            aside: false,
            prelude_functions: IndexMap::default(),
            method_cache: super::attr::MethodCache::default(),
        };
        vm.bootstrap();
        vm
    }

    /// Load the main program: the next run begins with its first statement.
    pub fn start(&mut self, program: Program, script_dir: String) {
        self.script_dir = script_dir;
        let file = program.file.clone();
        let code = self.codes.load(program, &mut self.heap);
        let (_, dict) = self.new_module("__main__", Some(&file));
        self.stack.reserve(usize::from(self.codes.get(code).code.nregs));
        self.stack.regs.fill(Value::Unset);
        self.stack.frames.push(Frame {
            code,
            pc: 0,
            base: 0,
            func: Handle::NONE,
            globals: dict,
            namespace: dict,
            generator: Handle::NONE,
            dst: 0,
            resume: Resume::Leave,
            hidden: false,
        });
        self.registers.bias = 0;
    }

    /// The present moment.
    pub fn now(&self) -> Time {
        match self.stack.frames.last() {
            Some(f) => self.registers.bias.wrapping_add(u64::from(f.pc)),
            None => self.registers.bias,
        }
    }

    /// Would the next instruction stop at a breakpoint?
    pub fn stands_at_breakpoint(&self) -> bool {
        let op = self.stack.frames.last().and_then(|f| self.codes.get(f.code).ops.get(f.pc as usize));
        matches!(op, Some(crate::bytecode::Op::Breakpoint {}))
    }

    /// Has the program come to its end?
    pub fn is_finished(&self) -> bool {
        self.stack.frames.is_empty()
    }

    /// Stop as soon as fewer than `depth` frames are on the stack; 0: never.
    pub fn set_return_watch(&mut self, depth: usize) {
        self.return_watch = depth;
    }

    pub fn return_watch(&self) -> usize {
        self.return_watch
    }

    /// Run until the moment `until` at the latest.
    pub fn run(&mut self, until: Time) -> Stop {
        // Safe points are never further apart than the longest code is long; the last stretch goes step by step.
        loop {
            if self.now() >= until {
                return Stop::Limit;
            }
            let slack = self.codes.longest as u64 + 2;
            let coarse = until.saturating_sub(slack);
            if until == Time::MAX || self.now() < coarse {
                let limit = if until == Time::MAX { Time::MAX } else { coarse };
                match self.run_loop::<false>(limit) {
                    Stop::Limit => continue,
                    stop => return stop,
                }
            }
            // A single instruction is run whatever stands there: that is how a run goes on from a breakpoint.
            let aside = self.aside;
            self.aside |= until == self.now() + 1;
            let stop = self.run_loop::<true>(until);
            self.aside = aside;
            return stop;
        }
    }

    /// Run at full speed until a safe point at or behind the moment `until`: cheaper than [`Vm::run`] when the exact
    /// moment does not matter.
    pub fn run_about(&mut self, until: Time) -> Stop {
        self.run_loop::<false>(until)
    }

    /// Collect garbage. When recording, this closes the epoch.
    #[cold]
    pub(super) fn collect(&mut self) {
        let Vm { heap, stack, codes, modules, builtins, prelude, result, .. } = self;
        let frames = &stack.frames;
        let regs = &stack.regs;
        let lost = heap.collect(|t| {
            for h in [*modules, *builtins, *prelude] {
                t.handle(h);
            }
            t.value(*result);
            codes.trace(t);
            for (i, f) in frames.iter().enumerate() {
                let end = frames.get(i + 1).map_or(u32::MAX, |above| above.base);
                trace_frame(f, end, codes, regs, t);
            }
        });
        if self.recording {
            let epoch = self.begin_epoch();
            self.closed.extend(epoch);
        }
        self.codes.clear_caches();
        self.heap.invalidate_caches();
        self.warn_never_awaited(lost);
    }

    /// What CPython says of coroutines that go without having run.
    fn warn_never_awaited(&mut self, lost: Vec<super::object::CodeId>) {
        let now = self.now();
        for id in lost {
            let loaded = self.codes.get(id);
            if !self.codes.sources[loaded.source as usize].hidden {
                let text = format!("sys:1: RuntimeWarning: coroutine '{}' was never awaited\n", loaded.code.qualname);
                self.world.write(crate::world::Stream::Err, &text, now);
            }
        }
    }

    /// The same for those that are left when the program ends.
    pub fn warn_at_the_end(&mut self) {
        let lost = self.heap.coroutines_never_awaited();
        self.warn_never_awaited(lost);
    }
}

/// Visit what a frame refers to: its named registers and the temporaries that are live where it stands.
fn trace_frame(f: &Frame, end: u32, codes: &Codes, regs: &[Value], t: &mut Tracer) {
    for h in [f.func, f.globals, f.namespace, f.generator] {
        t.handle(h);
    }
    if f.keeps_before() {
        t.value(regs[f.base as usize - 1]);
    }
    for r in live_registers(f, codes) {
        let at = f.base + u32::from(r);
        if at < end {
            t.value(regs[at as usize]);
        }
    }
}

/// Registers of a frame that mean something, relative to its base.
pub fn live_registers(f: &Frame, codes: &Codes) -> impl Iterator<Item = u16> {
    let code = &codes.get(f.code).code;
    let set = code.live.get(f.pc as usize).map_or(&[][..], |&i| &code.live_sets[usize::from(i)]);
    (0..code.regs.len() as u16).chain(set.iter().copied())
}

/// Recording and going back.
impl Vm {
    pub fn is_recording(&self) -> bool {
        self.recording
    }
    fn current_registers(&self) -> Registers {
        Registers {
            cursor: self.world.cursor(),
            codes: self.codes.all.len(),
            sources: self.codes.sources.len(),
            ..self.registers.clone()
        }
    }
    fn top_registers(&self) -> usize {
        self.stack.frames.last().map_or(0, |f| usize::from(self.codes.get(f.code).code.nregs))
    }
    /// Begin an epoch here: from now on changes are kept. Gives the epoch that ends here.
    pub fn begin_epoch(&mut self) -> Option<Epoch> {
        self.recording = true;
        let (now, registers) = (self.now(), self.current_registers());
        let top = self.top_registers();
        let heap = self.heap.begin_epoch();
        let stack = self.stack.begin_epoch(top);
        let before = self.epoch.replace((now, registers));
        before.map(|(start, registers)| Epoch { start, heap, stack, registers })
    }
    /// Start of the running epoch.
    pub fn epoch_start(&self) -> Option<Time> {
        self.epoch.as_ref().map(|(start, _)| *start)
    }
    /// Bytes that the running epoch's log keeps, about.
    pub fn epoch_cost(&self) -> usize {
        self.heap.log().copied
    }
    /// Epochs that ended inside [`Vm::run`] because of a collection, oldest first.
    pub fn take_closed(&mut self) -> Vec<Epoch> {
        std::mem::take(&mut self.closed)
    }
    /// The running epoch as it is now, to undo it or to set it aside.
    pub fn take_epoch(&mut self) -> Option<Epoch> {
        let (start, registers) = self.epoch.take()?;
        Some(Epoch { start, heap: self.heap.take_undo(), stack: self.stack.take_undo(), registers })
    }
    /// Go back to the start of an epoch. Epochs must be undone latest first; the next change needs
    /// [`Vm::begin_epoch`] again.
    pub fn undo(&mut self, epoch: Epoch) {
        self.heap.apply_undo(epoch.heap);
        self.stack.apply_undo(epoch.stack);
        self.reserve_registers();
        self.world.set_cursor(epoch.registers.cursor);
        self.codes.all.truncate(epoch.registers.codes);
        self.codes.sources.truncate(epoch.registers.sources);
        // The numbers of codes and exchanges are looked up when the next epoch begins.
        self.registers = Registers { cursor: 0, codes: 0, sources: 0, ..epoch.registers };
        self.codes.clear_caches();
        self.method_cache.clear();
    }
    /// Run on from here as a program of its own, without a history: at full speed, in a live world.
    pub fn go_live(&mut self, port: Box<dyn crate::world::Port>) {
        self.stop_recording();
        self.world.go_live(port);
    }
    /// Stop recording and forget the running epoch.
    pub fn stop_recording(&mut self) {
        self.recording = false;
        self.epoch = None;
        self.heap.take_undo();
        self.stack.forget();
    }

    /// Do something on the side and undo all of it, exactly: the state afterwards is the state before.
    pub fn rolled_back<T>(&mut self, act: impl FnOnce(&mut Vm) -> T) -> T {
        let outer_epoch = self.heap.epoch();
        let (outer_mark, recording) = (self.epoch.take(), self.recording);
        let closed = std::mem::take(&mut self.closed);
        let watch = self.return_watch;
        self.recording = true;
        let (now, registers) = (self.now(), self.current_registers());
        let top = self.top_registers();
        let outer_heap = self.heap.begin_epoch();
        let outer_stack = self.stack.begin_epoch(top);
        self.epoch = Some((now, registers));
        self.return_watch = 0;
        let result = act(self);
        if let Some(last) = self.take_epoch() {
            self.undo(last);
        }
        for epoch in std::mem::take(&mut self.closed).into_iter().rev() {
            self.undo(epoch);
        }
        self.heap.resume_epoch(outer_heap, outer_epoch);
        self.stack.resume_epoch(outer_stack);
        self.epoch = outer_mark;
        self.recording = recording;
        self.closed = closed;
        self.return_watch = watch;
        result
    }

    /// Every frame finds all of its registers, though only those below its callee's were kept.
    fn reserve_registers(&mut self) {
        let end = |f: &Frame| f.base as usize + usize::from(self.codes.get(f.code).code.nregs);
        let end = self.stack.frames.iter().map(end).max().unwrap_or(0);
        self.stack.reserve(end);
    }

    /// Unset every register that means nothing, so that it is not stored: temporaries that are not live, and what lies
    /// above the top frame.
    pub fn clear_dead_registers(&mut self) {
        let Vm { stack, codes, .. } = self;
        let mut live = vec![false; stack.regs.len()];
        for (i, f) in stack.frames.iter().enumerate() {
            let above = stack.frames.get(i + 1).map_or(u32::MAX, |above| above.base);
            for r in live_registers(f, codes) {
                let at = f.base + u32::from(r);
                if at < above
                    && let Some(live) = live.get_mut(at as usize)
                {
                    *live = true;
                }
            }
            if f.keeps_before() {
                live[f.base as usize - 1] = true;
            }
        }
        for (r, live) in stack.regs.iter_mut().zip(live) {
            if !live {
                *r = Value::Unset;
            }
        }
        let end = |f: &Frame| f.base as usize + usize::from(codes.get(f.code).code.nregs);
        stack.regs.truncate(stack.frames.iter().map(end).max().unwrap_or(0));
    }

    /// Make everything that a checkpoint leaves out.
    pub fn rebuild_derived(&mut self) {
        self.heap.invalidate_caches();
        self.codes.rebuild_derived(&mut self.heap);
        self.prelude_functions.clear();
        self.method_cache.clear();
        self.reserve_registers();
    }

    /// Is a handle that of a module?
    pub fn as_module(&self, h: Handle) -> Option<&super::object::Module> {
        match self.heap.get(h) {
            Object::Module(m) => Some(m),
            _ => None,
        }
    }
}

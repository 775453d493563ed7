//! Frames: those on the stack and those that generators keep.

use super::{State, Verdict, ensure};
use crate::bytecode::Op;
use crate::vm::machine::live_registers;
use crate::vm::object::{Generator, GeneratorState, Object};
use crate::vm::stack::{Frame, Resume};
use crate::vm::value::{Handle, Value};

/// Registers beyond this are nonsense.
const MOST_REGISTERS: usize = 1 << 27;

/// The whole stack.
pub fn stack(s: &State) -> Verdict {
    let frames = &s.stack.frames;
    for (i, f) in frames.iter().enumerate() {
        let below = i.checked_sub(1).map(|i| &frames[i]);
        on_stack(s, f, below, frames.get(i + 1)).map_err(|problem| format!("frame {i}: {problem}"))?;
    }
    let mut generators: Vec<Handle> = frames.iter().map(|f| f.generator).filter(|g| !g.is_none()).collect();
    generators.sort_unstable();
    ensure!(generators.windows(2).all(|w| w[0] != w[1]), "a generator runs twice");
    Ok(())
}

fn on_stack(s: &State, f: &Frame, below: Option<&Frame>, above: Option<&Frame>) -> Verdict {
    let code = &frame(s, f)?.code;
    match below {
        None => ensure!(f.resume == Resume::Leave, "the outermost frame returns to nobody"),
        Some(caller) => {
            ensure!(f.resume != Resume::Leave, "a frame has no caller");
            ensure!(f.base >= caller.base, "its registers lie below its caller's");
            let caller = &s.code(caller.code)?.code;
            ensure!(f.dst < caller.nregs, "its result goes nowhere");
        }
    }
    ensure!(f.resume != Resume::Init || f.base > 0, "it makes no instance");
    let end = f.base as usize + usize::from(code.nregs);
    ensure!(end <= MOST_REGISTERS, "its registers are too far");
    if code.flags.is_generator || code.flags.is_coroutine {
        ensure!(!f.generator.is_none(), "it has lost its generator");
    }
    if !f.generator.is_none() {
        match s.visible(f.generator)? {
            Object::Generator(g) => {
                ensure!(g.frame.code == f.code && g.state == GeneratorState::Running, "its generator does not know of it");
            }
            _ => return Err("its generator is none".to_owned()),
        }
    }
    let limit = above.map_or(u32::MAX, |above| above.base);
    for r in live_registers(f, s.codes) {
        let at = f.base + u32::from(r);
        if at < limit {
            register(s, at)?;
        }
    }
    if f.keeps_before() {
        register(s, f.base - 1)?;
    }
    Ok(())
}

fn register(s: &State, at: u32) -> Verdict {
    s.value(s.stack.regs.get(at as usize).copied().unwrap_or(Value::Unset))
}

/// What holds for every frame, wherever it is kept; gives its code.
fn frame<'a>(s: &State<'a>, f: &Frame) -> Result<&'a crate::vm::code::Loaded, String> {
    let loaded = s.code(f.code)?;
    ensure!((f.pc as usize) < loaded.code.ops.len(), "it stands at no instruction");
    s.dict(f.globals)?;
    if !f.namespace.is_none() {
        s.visible(f.namespace)?;
    }
    ensure!(!loaded.code.flags.uses_namespace || !f.namespace.is_none(), "it has lost its namespace");
    if !f.func.is_none() {
        // The class body of a function runs under the function's own handle.
        s.of_kind(f.func, "function", |o| matches!(o, Object::Function(_)))?;
    }
    Ok(loaded)
}

/// A generator and the frame it keeps.
pub fn generator(s: &State, h: Handle, g: &Generator) -> Verdict {
    s.values(&[g.name, g.qualname])?;
    s.values(&g.regs)?;
    if g.state == GeneratorState::Finished {
        // Its frame never runs again.
        return s.code(g.frame.code).map(|_| ());
    }
    let code = &frame(s, &g.frame)?.code;
    ensure!(g.frame.generator == h, "a generator's frame is another's");
    ensure!(code.flags.is_generator || code.flags.is_coroutine, "a generator has the code of a function");
    ensure!(g.regs.len() == usize::from(code.nregs), "a generator's registers do not fit its code");
    match g.state {
        GeneratorState::Suspended => {
            let op = code.ops.get(g.frame.pc as usize);
            ensure!(matches!(op, Some(Op::Yield { .. })), "a generator is suspended where it does not yield");
        }
        GeneratorState::Running => {
            let runs = s.stack.frames.iter().any(|f| f.generator == h);
            ensure!(runs, "a generator runs without a frame");
        }
        GeneratorState::Created | GeneratorState::Finished => {}
    }
    Ok(())
}

//! Code objects: every operand of every instruction, by the one table of instructions, and every table beside them.

use super::{State, Verdict, ensure};
use crate::bytecode::{Capture, Code, Const, Op, Operand, liveness};
use crate::vm::code::{Codes, Loaded};
use crate::vm::object::Object;
use crate::vm::value::Value;

/// All codes, as far as they need no heap.
pub fn all(codes: &Codes) -> Verdict {
    for (i, loaded) in codes.all.iter().enumerate() {
        one(codes, i, loaded).map_err(|problem| format!("code {i}: {problem}"))?;
    }
    Ok(())
}

/// The heap values that belong to the codes of a state.
pub fn constants(s: &State) -> Verdict {
    s.codes.all[..s.loaded].iter().try_for_each(|loaded| {
        for (c, &v) in loaded.code.consts.iter().zip(&loaded.consts) {
            constant(s, c, v)?;
        }
        loaded.name_values.iter().try_for_each(|&v| constant(s, &Const::Str(String::new()), v))
    })
}

/// Does the heap value of a constant have its kind?
fn constant(s: &State, c: &Const, v: Value) -> Verdict {
    let object = match v {
        Value::Obj(h) => Some(s.visible(h)?),
        _ => None,
    };
    let fits = match c {
        Const::None => matches!(v, Value::None),
        Const::Ellipsis => matches!(v, Value::Ellipsis),
        Const::Bool(_) => matches!(v, Value::Bool(_)),
        Const::Int(_) => matches!(v, Value::Int(_)),
        Const::BigInt(_) => matches!(v, Value::Int(_)) || matches!(object, Some(Object::Int(_))),
        Const::Float(_) => matches!(v, Value::Float(_)),
        Const::Complex(..) => matches!(object, Some(Object::Complex(..))),
        Const::Str(_) | Const::Points(_) => matches!(object, Some(Object::Str(_))),
        Const::Bytes(_) => matches!(object, Some(Object::Bytes(_))),
        Const::FrozenSet(_) => matches!(object, Some(Object::Set(_))),
        Const::Tuple(items) => match object {
            // The names of the arguments by keyword are such a tuple.
            Some(Object::Tuple(values)) => {
                items.len() == values.len() && items.iter().zip(values).all(|(c, &v)| constant(s, c, v).is_ok())
            }
            _ => false,
        },
    };
    ensure!(fits, "a constant has another value than its code says");
    Ok(())
}

fn one(codes: &Codes, index: usize, loaded: &Loaded) -> Verdict {
    let code = &loaded.code;
    ensure!((loaded.source as usize) < codes.sources.len(), "it has no source");
    ensure!(loaded.consts.len() == code.consts.len(), "it has lost constants");
    ensure!(loaded.name_values.len() == code.names.len(), "it has lost names");
    ensure!(loaded.nested.len() == code.nested.len(), "it has lost nested codes");
    for id in &loaded.nested {
        // A program is loaded as a whole: what is nested is of the same source, so it goes when that goes.
        let same = codes.all.get(id.0 as usize).is_some_and(|n| n.source == loaded.source);
        ensure!(same, "a nested code is missing");
    }
    ensure!(index == 0 || codes.all[index - 1].source <= loaded.source, "the codes are not in order");
    registers(code)?;
    ensure!(!code.ops.is_empty(), "it has no instructions");
    // Positions and the goto form are looked at with care: they are read when somebody looks.
    ensure!(code.live.len() == code.ops.len(), "a table beside the instructions is short");
    for (pc, &op) in code.ops.iter().enumerate() {
        instruction(codes, loaded, pc as u32, op).map_err(|problem| format!("instruction {pc}: {problem}"))?;
    }
    tables(code)?;
    // Which temporaries are live is known from the instructions; a file must not say otherwise, because the collector
    // believes it.
    let (live, sets) = liveness(&code.ops, code.regs.len() as u16, code.nregs);
    let same = |pc: usize| sets.get(usize::from(live[pc])) == code.live_sets.get(usize::from(code.live[pc]));
    ensure!((0..code.ops.len()).all(same), "its live registers are wrong");
    Ok(())
}

fn registers(code: &Code) -> Verdict {
    ensure!(code.regs.len() <= usize::from(code.nregs), "it has more names than registers");
    let p = &code.params;
    let params = [p.posonly, p.positional, p.kwonly, u16::from(p.varargs), u16::from(p.varkw)];
    let params: usize = params.into_iter().map(usize::from).sum();
    ensure!(params <= code.regs.len(), "it has more parameters than registers");
    ensure!(code.captures.len() == code.free.len(), "its closure does not fit");
    ensure!(code.sites.iter().all(|&n| usize::from(n) < code.names.len()), "an access has no name");
    Ok(())
}

fn instruction(codes: &Codes, loaded: &Loaded, pc: u32, op: Op) -> Verdict {
    let code = &loaded.code;
    ensure!(op != Op::Breakpoint {}, "a breakpoint is part of the code");
    for (_, operand) in op.operands() {
        let fits = match operand {
            Operand::W(r) | Operand::R(r) | Operand::Win(r) => r < code.nregs,
            Operand::K(k) => usize::from(k) < code.consts.len(),
            Operand::Name(n) => usize::from(n) < code.names.len(),
            Operand::Site(s) => usize::from(s) < code.sites.len(),
            Operand::Code(c) => usize::from(c) < loaded.nested.len(),
            Operand::Free(f) => usize::from(f) < code.free.len(),
            Operand::To(to) => (to as usize) < code.ops.len(),
            // What these mean is seen in the instruction's effects.
            Operand::Rel(_) | Operand::N(_) | Operand::B(_) => true,
            Operand::Imm(_) | Operand::Bin(_) | Operand::Cmp(_) | Operand::Un(_) | Operand::Conv(_) => true,
            Operand::Spec(_) | Operand::Rout(_) => true,
        };
        ensure!(fits, "{} has an operand out of range", op.mnemonic());
    }
    let effects = op.effects(pc);
    let registers = effects.reads.iter().chain(&effects.writes).all(|&r| r < code.nregs);
    ensure!(registers && window_fits(op, code.nregs), "{} needs registers that are not there", op.mnemonic());
    ensure!(effects.next.iter().all(|&to| (to as usize) < code.ops.len()), "{} leads out of the code", op.mnemonic());
    match op {
        Op::Yield { .. } | Op::Send { .. } | Op::SendNext { .. } => {
            let suspends = code.flags.is_generator || code.flags.is_coroutine;
            ensure!(suspends, "{} in code that is no generator", op.mnemonic());
        }
        Op::MakeFunction { code: nested, .. } => {
            let inner = &codes.get(loaded.nested[usize::from(nested)]).code;
            let captured = inner.captures.iter().all(|c| match c {
                Capture::Cell(r) => *r < code.nregs,
                Capture::Free(i) => usize::from(*i) < code.free.len(),
            });
            ensure!(captured, "{} captures what is not there", op.mnemonic());
        }
        Op::CallKw { argc, names, .. } | Op::CallMethodKw { argc, names, .. } => {
            let names = match &code.consts[usize::from(names)] {
                Const::Tuple(names) if names.iter().all(|n| matches!(n, Const::Str(_))) => names.len(),
                _ => return Err(format!("{} has no names", op.mnemonic())),
            };
            ensure!(names <= usize::from(argc), "{} has more names than arguments", op.mnemonic());
        }
        _ => {}
    }
    Ok(())
}

/// Do the registers exist that an instruction uses from its window's start on? Those that it reads or writes for sure are
/// among its effects, but their sum may lie beyond what a register number can say.
fn window_fits(op: Op, nregs: u16) -> bool {
    let fits = |base: u16, n: usize| usize::from(base) + n <= usize::from(nregs);
    match op {
        Op::BuildList { base, n, .. } | Op::BuildTuple { base, n, .. } | Op::BuildSet { base, n, .. } => fits(base, n.into()),
        Op::Run { base, n, .. } => fits(base, n.into()),
        Op::BuildString { base, n, .. } | Op::UnpackSequence { base, n, .. } => fits(base, n.into()),
        Op::BuildDict { base, n, .. } => n < 1 << 15 && fits(base, 2 * usize::from(n)),
        Op::UnpackStar { before, base, after, .. } => fits(base, usize::from(before) + 1 + usize::from(after)),
        // A call with a sequence looks at the place of the keyword arguments even when there are none.
        Op::CallEx { base, .. } | Op::MakeFunction { base, .. } => fits(base, 3),
        _ => true,
    }
}

fn tables(code: &Code) -> Verdict {
    let n = code.ops.len() as u32;
    ensure!(code.live.iter().all(|&i| usize::from(i) < code.live_sets.len()), "a set of live registers is missing");
    ensure!(code.live_sets.iter().flatten().all(|&r| r < code.nregs), "a live register is not there");
    ensure!(code.stmts.windows(2).all(|w| w[0].pc < w[1].pc), "its statements are not in order");
    ensure!(code.stmts.iter().all(|s| s.pc < n), "a statement has no instruction");
    for r in &code.regions {
        ensure!(r.start <= r.end && r.end <= n, "a block lies outside of the code");
        ensure!(r.slots.iter().chain(&r.handling).all(|&s| s < code.nregs), "a block remembers nowhere");
    }
    for h in &code.handlers {
        ensure!(h.target < n && h.slot < code.nregs, "a handler is not there");
    }
    Ok(())
}

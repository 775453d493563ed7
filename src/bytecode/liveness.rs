//! Which temporaries are live before each instruction: a backward dataflow over the finished code. Also the one place
//! that knows which registers an instruction reads and writes and where control can go from it.

use super::{Op, Operand};

/// Registers and successors of one instruction.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Effects {
    pub reads: Vec<u16>,
    pub writes: Vec<u16>,
    /// Where control can go, exceptions aside.
    pub next: Vec<u32>,
}

impl Op {
    /// What the instruction at `pc` reads and writes, and where it can lead.
    pub fn effects(self, pc: u32) -> Effects {
        let mut e = Effects::default();
        for (_, operand) in self.operands() {
            match operand {
                Operand::W(r) => e.writes.push(r),
                Operand::R(r) => e.reads.push(r),
                _ => {}
            }
        }
        let span = |base: u16, n: u16| base..base.saturating_add(n);
        match self {
            Op::BuildList { base, n, .. }
            | Op::BuildTuple { base, n, .. }
            | Op::BuildSet { base, n, .. }
            | Op::BuildString { base, n, .. }
            | Op::Run { base, n, .. } => {
                e.reads.extend(span(base, n));
            }
            Op::BuildDict { base, n, .. } => e.reads.extend(span(base, n.saturating_mul(2))),
            Op::BuildSlice { base, .. } => e.reads.extend(span(base, 3)),
            Op::UnpackSequence { base, n, .. } => e.writes.extend(span(base, n)),
            Op::UnpackStar { before, base, after, .. } => e.writes.extend(span(base, u16::from(before) + 1 + after)),
            Op::Call { argc, base, .. } | Op::CallKw { argc, base, .. } => e.reads.extend(span(base, u16::from(argc) + 1)),
            Op::CallMethod { argc, base, .. } | Op::CallMethodKw { argc, base, .. } => {
                e.reads.extend(span(base, u16::from(argc) + 2))
            }
            Op::CallEx { kwargs, base, .. } => e.reads.extend(span(base, 2 + u16::from(kwargs))),
            Op::LoadMethod { base, .. } => e.writes.extend(span(base, 2)),
            Op::MakeFunction { flags, base, .. } => e.reads.extend((0..3).filter(|i| flags >> i & 1 == 1).map(|i| base + i)),
            Op::CallExit { dst, .. } | Op::CallExitWith { dst, .. } => e.writes.push(dst),
            // The register of a `del` and of a cell is read and written in place.
            Op::DeleteLocal { dst } | Op::MakeCell { dst } => e.reads.push(dst),
            _ => {}
        }
        e.next = match self {
            Op::Jump { to } | Op::Loop { to } => vec![to],
            Op::JumpIf { to, .. } | Op::JumpIfNot { to, .. } | Op::JumpIfUnset { to, .. } => vec![pc + 1, to],
            Op::JumpIfCompare { rel, .. }
            | Op::JumpIfNotCompare { rel, .. }
            | Op::JumpIfCompareInt { rel, .. }
            | Op::JumpIfNotCompareInt { rel, .. }
            | Op::JumpIfPending { rel, .. } => vec![pc + 1, pc.wrapping_add_signed(i32::from(rel))],
            Op::Next { .. } => vec![pc + 1, pc + 2, pc + 3],
            Op::Send { .. } => vec![pc + 1, pc + 2],
            Op::SendNext { .. } => vec![pc + 1, pc + 2, pc + 3],
            Op::Return { .. } | Op::Raise { .. } | Op::RaiseFrom { .. } | Op::RaiseAgain {} => vec![],
            _ => vec![pc + 1],
        };
        e
    }
}

/// For each instruction the index of its live set, and the sets. Registers below `named` are no temporaries. Handlers
/// begin with no live temporary.
pub fn liveness(ops: &[Op], named: u16, nregs: u16) -> (Vec<u16>, Vec<Vec<u16>>) {
    let words = usize::from(nregs - named).div_ceil(64).max(1);
    let effects: Vec<Effects> = ops.iter().enumerate().map(|(pc, op)| op.effects(pc as u32)).collect();
    let mut before = vec![0u64; ops.len() * words];
    let mut changed = true;
    while changed {
        changed = false;
        for pc in (0..ops.len()).rev() {
            let mut live = vec![0u64; words];
            for &n in &effects[pc].next {
                if let Some(set) = before.get(n as usize * words..(n as usize + 1) * words) {
                    live.iter_mut().zip(set).for_each(|(l, s)| *l |= s);
                }
            }
            let bit = |r: u16| {
                r.checked_sub(named).filter(|t| usize::from(*t) < words * 64).map(|t| (usize::from(t) / 64, 1u64 << (t % 64)))
            };
            for (word, mask) in effects[pc].writes.iter().filter_map(|&r| bit(r)) {
                live[word] &= !mask;
            }
            for (word, mask) in effects[pc].reads.iter().filter_map(|&r| bit(r)) {
                live[word] |= mask;
            }
            let old = &mut before[pc * words..(pc + 1) * words];
            if old != live {
                old.copy_from_slice(&live);
                changed = true;
            }
        }
    }
    let mut sets: indexmap::IndexSet<Vec<u16>, rustc_hash::FxBuildHasher> = [Vec::new()].into_iter().collect();
    let of_pc = before
        .chunks(words)
        .map(|set| {
            let regs = (0..nregs - named).filter(|&t| set[usize::from(t) / 64] >> (t % 64) & 1 == 1).map(|t| t + named).collect();
            sets.insert_full(regs).0 as u16
        })
        .collect();
    (of_pc, sets.into_iter().collect())
}

//! The states that the history leads back to. The walk really goes there, on a copy: an epoch is looked at, undone, and the
//! state at its start is verified like the present one.
//!
//! Not all of it each time. Only what the epoch brought back, what refers to a handle that now names something else, and
//! the small tables can have become wrong.

use super::values::State;
use super::{HUGE, Verdict, classes, code, ensure, frames, objects, tables};
use crate::timeline::History;
use crate::vm::heap::{Heap, Tracer};
use crate::vm::object::Object;
use crate::vm::value::Handle;
use crate::vm::{Epoch, Vm};
use std::mem::Discriminant;

/// Walk back through all epochs.
pub fn walk(vm: &Vm, history: &History) -> Verdict {
    if history.epochs.is_empty() {
        return Ok(());
    }
    let (mut heap, mut stack) = (vm.heap.clone(), vm.stack.clone());
    let (mut loaded, mut sources, mut cursor) = (vm.codes.all.len(), vm.codes.sources.len(), vm.world.cursor());
    let mut time = vm.now();
    for (i, epoch) in history.epochs.iter().enumerate().rev() {
        let bad = |problem: String| format!("epoch {i}: {problem}");
        ensure!(epoch.start <= time, "epoch {i} begins after its end");
        let r = &epoch.registers;
        ensure!(r.codes <= loaded && r.sources <= sources && r.cursor <= cursor, "epoch {i} knows more than came after it");
        ensure!(vm.codes.all[..r.codes].iter().all(|l| (l.source as usize) < r.sources), "epoch {i} has lost a source");
        ensure!(r.recursion_limit < HUGE as usize, "epoch {i} has a recursion limit that is too high");
        (loaded, sources, cursor, time) = (r.codes, r.sources, r.cursor, epoch.start);

        epoch.heap.check(&heap).map_err(bad)?;
        saved_frames(epoch, &stack).map_err(bad)?;
        let before = Kinds::of(&heap, epoch.heap.changed().chain(epoch.heap.shortened()));
        let names = (heap.symbols.len(), heap.shapes.len());
        heap.apply_undo(epoch.heap.clone());
        stack.apply_undo(epoch.stack.clone());

        let state = State { heap: &heap, stack: &stack, codes: &vm.codes, loaded };
        tables::free_handles(&heap).map_err(bad)?;
        code::constants(&state).map_err(bad)?;
        if (heap.symbols.len(), heap.shapes.len()) == names {
            changed(&state, &before, epoch).map_err(bad)?;
        } else {
            // Every object may hold a name or a shape that was not there yet.
            tables::symbols(&heap).map_err(bad)?;
            tables::shapes(&state).map_err(bad)?;
            state.handles().try_for_each(|h| objects::object(&state, h)).map_err(bad)?;
        }
        classes::builtin(&heap).map_err(bad)?;
        frames::stack(&state).map_err(bad)?;
        for h in [vm.modules, vm.builtins, vm.prelude] {
            state.dict(h).map_err(bad)?;
        }
        let pc = stack.frames.last().map_or(0, |f| u64::from(f.pc));
        ensure!(r.bias.wrapping_add(pc) == epoch.start, "epoch {i} does not begin where it says");
    }
    Ok(())
}

/// What an epoch's undo does to the stack is possible.
fn saved_frames(epoch: &Epoch, stack: &crate::vm::stack::Stack) -> Verdict {
    let (saved, depth) = epoch.stack.saved();
    let saved: Vec<_> = saved.collect();
    let lowest = saved.last().map_or(depth, |s| s.0) as usize;
    ensure!(lowest <= stack.frames.len(), "frames are missing below the saved ones");
    ensure!(lowest + saved.len() == depth as usize, "saved frames are missing");
    for (n, (index, frame, regs)) in saved.iter().enumerate() {
        ensure!(*index as usize + n + 1 == depth as usize, "the saved frames are not in order");
        ensure!(frame.base as usize + regs.len() < 1 << 27, "a saved frame is too far up");
    }
    Ok(())
}

/// What handles named before an undo.
struct Kinds {
    size: usize,
    /// The objects that the undo brings back, and what their handles named.
    changed: Vec<(Handle, Named)>,
    /// Free handles that were in use and are free again after the undo are those before this place of the free list.
    used: Vec<u32>,
}

/// What others rely on when they hold a handle.
#[derive(PartialEq, Eq)]
struct Named {
    kind: Discriminant<Object>,
    class: Handle,
    /// Length of a text buffer; layout of a class.
    detail: usize,
}

impl Named {
    fn of(heap: &Heap, h: Handle) -> Named {
        let slot = heap.slot(h);
        let detail = match &slot.object {
            Object::TextBuffer(b) => b.len(),
            Object::Type(t) => t.layout as usize,
            _ => 0,
        };
        Named { kind: std::mem::discriminant(&slot.object), class: slot.class, detail }
    }
}

impl Kinds {
    fn of(heap: &Heap, changed: impl Iterator<Item = Handle>) -> Kinds {
        let changed = changed.map(|h| (h, Named::of(heap, h))).collect();
        let (free, used) = heap.free_handles();
        Kinds { size: heap.size(), changed, used: free[..used].to_vec() }
    }
}

/// Verify what the undo brought back, and what refers to a handle that now names something else.
fn changed(s: &State, before: &Kinds, epoch: &Epoch) -> Verdict {
    // One bit per handle that was there before.
    let mut moved = vec![0u64; before.size / 64 + 1];
    let mut any = s.heap.size() < before.size;
    let mut mark = |h: u32| moved[h as usize / 64] |= 1 << (h % 64);
    for h in s.heap.size()..before.size {
        mark(h as u32);
    }
    for (h, named) in &before.changed {
        if (h.0 as usize) < s.heap.size() && Named::of(s.heap, *h) != *named {
            mark(h.0);
            any = true;
        }
    }
    // Handles that were in use and are free again.
    let (free, used) = s.heap.free_handles();
    for &h in free[used..].iter().chain(&before.used) {
        if (h as usize) < before.size {
            mark(h);
            any = true;
        }
    }
    for h in epoch.heap.changed().filter(|h| s.heap.is_live(*h)) {
        objects::object(s, h)?;
    }
    if any {
        let mut look = Tracer::looking_for(moved);
        for h in s.handles() {
            let slot = s.heap.slot(h);
            look.handle(slot.class);
            look.handle(slot.attrs);
            slot.object.trace(&mut look);
            if look.take_found() {
                objects::object(s, h)?;
            }
        }
    }
    Ok(())
}

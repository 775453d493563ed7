//! The tables of the heap: names, shapes, free handles; and what the machine itself holds on to.

use super::{HUGE, State, Verdict, ensure, objects};
use crate::vm::Vm;
use crate::vm::heap::Heap;
use crate::vm::known_symbols;
use crate::vm::object::Object;

/// The names that the VM knows by number come first.
pub fn symbols(heap: &Heap) -> Verdict {
    let known = known_symbols();
    for i in 0..known.len() as u32 {
        let sym = crate::vm::object::Sym(i);
        ensure!(heap.symbols.name(sym) == known.name(sym), "the table of names does not begin as it should");
    }
    Ok(())
}

/// A shape that follows another has its names and one more.
pub fn shapes(s: &State) -> Verdict {
    let shapes = &s.heap.shapes;
    for shape in shapes.iter() {
        shape.names.iter().try_for_each(|&n| objects::symbol(s, n))?;
        for &(name, next) in shape.next() {
            ensure!((next.0 as usize) < shapes.len(), "a shape is missing");
            let longer = &shapes.get(next).names;
            let (last, rest) = longer.split_last().ok_or("a shape has lost its names")?;
            ensure!(*last == name && *rest == shape.names[..], "a shape does not follow from the one before");
        }
    }
    Ok(())
}

/// What is handed out next is free, and no handle is handed out twice.
pub fn free_handles(heap: &Heap) -> Verdict {
    let (free, used) = heap.free_handles();
    ensure!(used <= free.len(), "more handles are used again than were free");
    let mut before = None;
    for &h in free {
        ensure!(before < Some(h), "the free handles are not in order");
        before = Some(h);
    }
    for &h in &free[used..] {
        ensure!(
            h >= Heap::fixed() && (h as usize) < heap.size() && !heap.is_live(crate::vm::value::Handle(h)),
            "handle {h} is free and in use"
        );
    }
    let (allocated, threshold) = heap.allocations();
    ensure!(allocated < HUGE && threshold < HUGE, "the heap's counters are too large");
    Ok(())
}

/// What the machine itself holds on to.
pub fn roots(s: &State, vm: &Vm) -> Verdict {
    for h in [vm.modules, vm.builtins, vm.prelude, vm.heap.modules()] {
        s.dict(h)?;
    }
    let missing = vm.heap.missing();
    ensure!(missing.is_none() || !matches!(s.visible(missing)?, Object::Free), "the sentinel is missing");
    s.value(vm.result)?;
    ensure!(vm.world.cursor() <= vm.world.journal().len(), "more of the journal was read than there is");
    ensure!(vm.registers.recursion_limit < HUGE as usize, "the recursion limit is too high");
    ensure!(vm.heap.epochs_are_sound(), "an object is of an epoch that is still to come");
    ensure!(vm.heap.size() < u32::MAX as usize / 2, "the heap is too large");
    Ok(())
}

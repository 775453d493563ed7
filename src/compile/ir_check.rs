//! Checks the invariants of the goto form: every temporary is written before it is read, none is live at a statement, none
//! below a live one is left unwritten, every label stands at one place. For tests, and for debug builds of the lowerer.

use super::ir::{Body, Inst, Label, Operand, Place, Temp};
use std::collections::{BTreeMap, BTreeSet};

type Temps = BTreeSet<u16>;

/// What is wrong with the body or one nested in it; `None` when nothing is.
pub fn check(body: &Body) -> Option<String> {
    check_one(body).err().map(|e| format!("{}: {e}", body.qualname)).or_else(|| body.nested.iter().find_map(check))
}

fn check_one(body: &Body) -> Result<(), String> {
    let mut places: BTreeMap<Label, usize> = BTreeMap::new();
    for (i, located) in body.insts.iter().enumerate() {
        if let Inst::Label(label) = located.inst
            && places.insert(label, i).is_some()
        {
            return Err(format!("label {label:?} stands twice"));
        }
    }
    let find = |label: Label| places.get(&label).copied().ok_or_else(|| format!("label {label:?} stands nowhere"));
    for region in &body.regions {
        if find(region.start)? > find(region.end)? {
            return Err(format!("region {region:?} ends before it starts"));
        }
    }
    let mut entries: BTreeSet<usize> = BTreeSet::new();
    for h in &body.handlers {
        if find(h.start)? > find(h.end)? {
            return Err(format!("handler {h:?} ends before it starts"));
        }
        entries.insert(find(h.target)?);
    }
    let mut next: Vec<Vec<usize>> = vec![];
    for (i, located) in body.insts.iter().enumerate() {
        let mut to: Vec<usize> = targets(&located.inst).into_iter().map(find).collect::<Result<_, _>>()?;
        if falls_through(&located.inst) {
            if i + 1 == body.insts.len() {
                return Err("control falls off the end".into());
            }
            to.push(i + 1);
        }
        next.push(to);
    }
    entries.insert(0);
    // A jump of the user enters at statements, with no temporary.
    entries.extend(body.insts.iter().enumerate().filter(|(_, l)| l.stmt).map(|(i, _)| i));
    let written = written_before(body, &next, &entries);
    let live = live_before(body, &next);
    for (i, located) in body.insts.iter().enumerate() {
        let Some(written) = &written[i] else { continue };
        let mut uses = Temps::new();
        reads(&located.inst, &mut |t| {
            uses.insert(t.0);
        });
        if let Some(t) = uses.difference(written).next() {
            return Err(format!("inst {i} {:?} (line {}) reads t{t} unwritten", located.inst, located.span.line));
        }
        if located.stmt && !live[i].is_empty() {
            return Err(format!("statement {i} {:?} (line {}) with live {:?}", located.inst, located.span.line, live[i]));
        }
        if let Some(&top) = live[i].last()
            && let Some(gap) = (0..top).find(|t| !written.contains(t))
        {
            return Err(format!("inst {i} {:?} (line {}): t{top} is live, t{gap} unwritten", located.inst, located.span.line));
        }
    }
    Ok(())
}

/// For each instruction the temporaries written on every way to it; `None` where no way leads.
fn written_before(body: &Body, next: &[Vec<usize>], entries: &BTreeSet<usize>) -> Vec<Option<Temps>> {
    let mut before: Vec<Option<Temps>> = vec![None; body.insts.len()];
    let mut work: Vec<(usize, Temps)> = entries.iter().map(|&i| (i, Temps::new())).collect();
    while let Some((i, state)) = work.pop() {
        let merged = match &before[i] {
            Some(old) => old.intersection(&state).copied().collect(),
            None => state,
        };
        if before[i].as_ref() == Some(&merged) {
            continue;
        }
        let mut after = merged.clone();
        writes(&body.insts[i].inst, &mut |t| {
            after.insert(t.0);
        });
        before[i] = Some(merged);
        work.extend(next[i].iter().map(|&n| (n, after.clone())));
    }
    before
}

/// For each instruction the temporaries that may be read at it or later before they are written.
fn live_before(body: &Body, next: &[Vec<usize>]) -> Vec<Temps> {
    let mut live: Vec<Temps> = vec![Temps::new(); body.insts.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for i in (0..body.insts.len()).rev() {
            let mut state: Temps = next[i].iter().flat_map(|&n| live[n].iter().copied()).collect();
            writes(&body.insts[i].inst, &mut |t| {
                state.remove(&t.0);
            });
            reads(&body.insts[i].inst, &mut |t| {
                state.insert(t.0);
            });
            if state != live[i] {
                live[i] = state;
                changed = true;
            }
        }
    }
    live
}

fn targets(inst: &Inst) -> Vec<Label> {
    match *inst {
        Inst::Goto(target)
        | Inst::If { target, .. }
        | Inst::IfCompare { target, .. }
        | Inst::IfUnset { target, .. }
        | Inst::IfPending { target, .. } => vec![target],
        Inst::Send { done, stop, .. } => std::iter::once(done).chain(stop).collect(),
        Inst::Next { init, done, .. } => vec![init, done],
        _ => vec![],
    }
}

fn falls_through(inst: &Inst) -> bool {
    !matches!(inst, Inst::Goto(_) | Inst::Return { .. } | Inst::Raise { .. })
}

fn window(base: Temp, n: u16, f: &mut dyn FnMut(Temp)) {
    (base.0..base.0 + n).for_each(|i| f(Temp(i)));
}

/// Call `f` with each temporary the instruction reads.
fn reads(inst: &Inst, f: &mut dyn FnMut(Temp)) {
    let mut o = |list: &[Operand]| {
        for operand in list {
            if let Operand::Temp(t) = operand {
                f(*t);
            }
        }
    };
    match *inst {
        Inst::If { cond: a, .. }
        | Inst::Copy { src: a, .. }
        | Inst::Store { src: a, .. }
        | Inst::Unary { src: a, .. }
        | Inst::GetAttr { obj: a, .. }
        | Inst::DelAttr { obj: a, .. }
        | Inst::LoadSpecial { obj: a, .. }
        | Inst::ListToTuple { src: a, .. }
        | Inst::UnpackSequence { src: a, .. }
        | Inst::UnpackStar { src: a, .. }
        | Inst::Format { src: a, spec: None, .. }
        | Inst::LoadMethod { obj: a, .. }
        | Inst::GetIter { src: a, .. }
        | Inst::Return { src: a }
        | Inst::Yield { src: a, .. }
        | Inst::GetYieldFromIter { src: a, .. }
        | Inst::Send { value: a, .. }
        | Inst::Raise { exc: Some(a), cause: None }
        | Inst::MatchException { class: a, .. }
        | Inst::ImportFrom { module: a, .. }
        | Inst::ImportStar { module: a }
        | Inst::PrintExpr { src: a } => o(&[a]),
        Inst::IfCompare { a, b, .. }
        | Inst::Binary { a, b, .. }
        | Inst::Compare { a, b, .. }
        | Inst::SetAttr { obj: a, src: b, .. }
        | Inst::GetItem { obj: a, key: b, .. }
        | Inst::DelItem { obj: a, key: b }
        | Inst::ListAppend { list: a, src: b }
        | Inst::SetAdd { set: a, src: b }
        | Inst::ListExtend { list: a, src: b }
        | Inst::SetUpdate { set: a, src: b }
        | Inst::DictUpdate { dict: a, src: b }
        | Inst::Format { src: a, spec: Some(b), .. }
        | Inst::Raise { exc: Some(a), cause: Some(b) } => o(&[a, b]),
        Inst::SetItem { obj: a, key: b, src: c }
        | Inst::DictInsert { dict: a, key: b, src: c }
        | Inst::DictMerge { dict: a, src: b, func: c } => o(&[a, b, c]),
        Inst::BuildList { base, n, .. }
        | Inst::BuildTuple { base, n, .. }
        | Inst::BuildSet { base, n, .. }
        | Inst::BuildString { base, n, .. }
        | Inst::Run { base, n, .. } => window(base, n, f),
        Inst::BuildDict { base, n, .. } => window(base, n * 2, f),
        Inst::BuildSlice { base, .. } => window(base, 3, f),
        Inst::Call { base, argc, .. } | Inst::CallKw { base, argc, .. } => window(base, argc as u16 + 1, f),
        Inst::CallMethod { base, argc, .. } | Inst::CallMethodKw { base, argc, .. } => window(base, argc as u16 + 2, f),
        Inst::CallEx { base, kwargs, .. } => window(base, 2 + u16::from(kwargs), f),
        Inst::MakeFunction { base, defaults, kwdefaults, annotations, .. } => {
            for (there, i) in [(defaults, 0), (kwdefaults, 1), (annotations, 2)] {
                if there {
                    f(Temp(base.0 + i));
                }
            }
        }
        _ => {}
    }
}

/// Call `f` with each temporary the instruction writes.
fn writes(inst: &Inst, f: &mut dyn FnMut(Temp)) {
    match *inst {
        Inst::UnpackSequence { base, n, .. } => window(base, n, f),
        Inst::UnpackStar { base, before, after, .. } => window(base, before as u16 + 1 + after as u16, f),
        Inst::LoadMethod { base, .. } => window(base, 2, f),
        _ => {
            if let Some(Place::Temp(t)) = inst.dst() {
                f(t);
            }
        }
    }
}

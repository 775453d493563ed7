//! The laws of the time machine: a moment of a run is one state, whatever way leads to it. Every test takes the state's
//! hash on a straight run, instruction by instruction, and then comes to the same moments by other ways: by undo, by replay
//! from epochs laid out otherwise, after wandering about, after looking at values, from other branches.
//!
//! `run` walks and compares, `programs` is what is run.

#[path = "laws/programs.rs"]
mod programs;
#[path = "laws/run.rs"]
mod run;
#[path = "laws/user_code.rs"]
mod user_code;

use programs::*;
use proptest::prelude::*;
use run::{Draw, Run};
use sleepy::timeline::branch::Intervention;
use sleepy::timeline::{DEFAULT_BUDGET, Halt};

/// All the ways to every moment of a small program.
fn every_moment(source: &str) {
    let mut run = Run::new(source, DEFAULT_BUDGET);
    run.forward_step_by_step();
    let all = run.moments();
    assert!(all.len() > 50, "{} moments are too few to show anything", all.len());
    // Backward: each an undo to the start and a replay.
    for &t in all.iter().rev().step_by(all.len() / 400 + 1) {
        run.visit(t);
    }
    // With an epoch at every seventh moment, then with each one undone in turn.
    let mut dense = Run::with_hashes_of(&run, DEFAULT_BUDGET);
    for (i, &t) in all.iter().enumerate() {
        dense.visit(t);
        if i % 7 == 3 {
            dense.timeline.close_epoch();
        }
    }
    for &t in all.iter().rev() {
        dense.visit(t);
    }
    // About at random, closing epochs anywhere and looking at values on the way.
    let mut draw = Draw::new(source.len() as u64);
    for i in 0..all.len() {
        dense.visit(all[draw.below(all.len())]);
        match i % 5 {
            0 => dense.timeline.close_epoch(),
            1 => dense.look(),
            _ => {}
        }
    }
    // At full speed, to the end.
    let mut fast = Run::with_hashes_of(&run, 1);
    fast.visit(*all.last().expect("an end"));
}

macro_rules! small_programs {
    ($($name:ident $program:ident),*) => { $(#[test] fn $name() { every_moment($program); })* };
}

small_programs! {
    calls CALLS, closures CLOSURES, generators GENERATORS, exceptions EXCEPTIONS, managers MANAGERS, sort_keys SORT_KEYS,
    hash_and_eq HASH_AND_EQ, classes CLASSES, comprehensions COMPREHENSIONS, sets SETS, growing_text GROWING_TEXT,
    growing_containers GROWING_CONTAINERS, input INPUT, classes_made_again CLASSES_MADE_AGAIN
}

/// Random moments of a program that runs long enough for many epochs and some collections.
fn random_moments(source: &str, budget: usize) {
    let collections = visit_random_moments(source, budget);
    assert!(collections > 0, "no collection ran");
}

/// Gives the number of handles that collections freed last.
fn visit_random_moments(source: &str, budget: usize) -> usize {
    let mut run = Run::new(source, budget);
    let mut draw = Draw::new(budget as u64 ^ 77);
    // The straight run stops at some moments; from then on those are known.
    let end = {
        let mut scout = Run::new(source, DEFAULT_BUDGET);
        assert_eq!(scout.timeline.travel(u64::MAX), Halt::Ended);
        scout.timeline.now()
    };
    let start = run.timeline.now();
    let mut known: Vec<u64> = (0..24).map(|_| start + draw.below((end - start) as usize) as u64).collect();
    known.sort_unstable();
    for &t in &known {
        run.timeline.travel(t);
        run.remember();
    }
    assert_eq!(run.timeline.travel(u64::MAX), Halt::Ended);
    run.remember();
    let collections = run.timeline.vm.heap.accounts().0.len();
    for _ in 0..12 {
        let t = known[draw.below(known.len())];
        run.visit(t);
        // Steps around here leave dense epochs behind.
        run.timeline.travel(t.saturating_sub(3).max(start));
        run.visit(t);
        run.look();
    }
    run.visit(end);
    // Another run with its epochs elsewhere.
    let mut other = Run::with_hashes_of(&run, DEFAULT_BUDGET);
    for &t in &known {
        other.visit(t);
        other.timeline.close_epoch();
    }
    for &t in known.iter().rev() {
        other.visit(t);
    }
    collections
}

/// The programs about each part of the language, which get into every corner of the VM.
#[test]
fn programs_of_every_kind() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let entries = std::fs::read_dir(folder).expect("tests/python is there").flatten().map(|e| e.path());
    let mut programs: Vec<_> = entries.filter(|p| p.extension().is_some_and(|e| e == "py")).collect();
    programs.sort();
    assert!(programs.len() >= 10);
    for program in programs {
        visit_random_moments(&std::fs::read_to_string(&program).expect("text"), DEFAULT_BUDGET);
    }
}

#[test]
fn a_long_run_with_collections() {
    random_moments(LONG, DEFAULT_BUDGET);
}

#[test]
fn a_long_run_with_collections_and_next_to_no_memory_for_history() {
    random_moments(LONG, 1 << 12);
}

#[test]
fn large_containers_are_undone_by_parts() {
    random_moments(LARGE_CONTAINERS, DEFAULT_BUDGET);
    random_moments(LARGE_CONTAINERS, 1 << 12);
}

#[test]
fn looking_at_values_leaves_no_trace_that_a_collection_would_find() {
    let mut run = Run::new(LONG, DEFAULT_BUDGET);
    let mut looked = Run::new(LONG, DEFAULT_BUDGET);
    let start = run.timeline.now();
    for i in 1..30 {
        looked.timeline.travel(start + i * 40_000);
        looked.evaluate("[str(i) for i in range(1000)][500]");
    }
    looked.timeline.travel(u64::MAX);
    run.timeline.travel(u64::MAX);
    run.remember();
    looked.take_hashes_of(&run);
    looked.check();
}

#[test]
fn every_branch_keeps_its_moments() {
    let mut run = Run::new(BRANCHING, DEFAULT_BUDGET);
    run.forward_step_by_step();
    let root = run.timeline.branch();
    let mut draw = Draw::new(5);
    let jump = |line| Intervention::Jump { line };
    let set = |frame, name: &str, expression: &str| Intervention::Set { frame, name: name.into(), expression: expression.into() };
    let mut branches = vec![root];
    let todo = [
        (run.moment_of_line(12, 0), jump(7)),
        (run.moment_of_line(8, 2), set(1, "x", "x * 100")),
        (run.moment_of_line(15, 0), jump(9)),
        (run.moment_of_line(10, 0), set(0, "log", "[('fresh', n) for n in range(5)]")),
        (run.moment_of_line(19, 0), jump(21)),
    ];
    for (at, what) in todo {
        // From a branch drawn at random, at a moment that the root knows too or has long left.
        let from = branches[draw.below(branches.len())];
        let here = run.moments_of(from);
        let at = if here.contains(&at) { at } else { here[draw.below(here.len() - 1)] };
        run.visit_branch(from, at);
        if run.intervene(what) {
            run.forward_step_by_step();
            branches.push(run.timeline.branch());
        }
    }
    assert!(branches.len() >= 5, "only {} branches", branches.len());
    for _ in 0..400 {
        let branch = branches[draw.below(branches.len())];
        let moments = run.moments_of(branch);
        run.visit_branch(branch, moments[draw.below(moments.len())]);
    }
}

#[test]
fn a_branch_left_before_it_began_has_no_part_in_what_follows() {
    let mut run = Run::new(BRANCHING, DEFAULT_BUDGET);
    run.forward_step_by_step();
    let root = run.timeline.branch();
    let all = run.moments();
    let set = |name: &str| Intervention::Set { frame: 0, name: name.into(), expression: "print('set') or 1".into() };
    let third = all.len() / 3;
    // Two interventions one after the other; then back before both of them, and a third one.
    run.visit(all[third]);
    assert!(run.intervene(set("first")));
    run.forward_step_by_step();
    let first = run.timeline.branch();
    run.visit_branch(first, run.moments_of(first)[2 * third]);
    assert!(run.intervene(set("second")));
    run.forward_step_by_step();
    run.visit(all[third / 2]);
    assert!(run.intervene(set("third")));
    run.forward_step_by_step();
    let last = run.timeline.branch();
    // Straight from the third to the others, at moments that all of them have.
    for target in [first, root, first] {
        run.visit_branch(last, run.moments_of(last)[third / 2 + 5]);
        for t in [third - 10, third / 2 + 3] {
            run.visit_branch(target, all[t]);
        }
    }
}

#[test]
fn no_moment_lies_inside_an_intervention() {
    let mut run = Run::new(BRANCHING, DEFAULT_BUDGET);
    run.forward_step_by_step();
    let at = run.moment_of_line(12, 0);
    run.visit(at);
    // Its expression allocates enough for several collections.
    let expression = "len([str(i) for i in range(420_000)])".to_owned();
    assert!(run.intervene(Intervention::Set { frame: 0, name: "big".into(), expression }));
    let after = run.timeline.now();
    assert!(after > at + 420_000);
    run.forward_step_by_step();
    let branch = run.timeline.branch();
    let moments = run.moments_of(branch);
    for t in [after, at, *moments.last().expect("an end"), after + 3, at + 500_000, after - 1, at] {
        run.timeline.switch(branch, t);
        let now = run.timeline.now();
        if t <= at || t >= after {
            assert_eq!(now, t);
            run.check();
        } else {
            // A moment that is none: the first one behind it.
            assert_eq!(now, after);
            run.check();
        }
    }
}

#[test]
fn input_is_answered_from_the_journal_on_every_branch() {
    let mut run = Run::new(ASKING, DEFAULT_BUDGET);
    run.forward_step_by_step();
    let root = run.timeline.branch();
    let at = run.moment_of_line(5, 1);
    run.visit(at);
    assert!(run.intervene(Intervention::Jump { line: 4 }));
    run.forward_step_by_step();
    let asked_again = run.timeline.branch();
    let mut draw = Draw::new(9);
    for i in 0..200 {
        let branch = if i % 2 == 0 { root } else { asked_again };
        let moments = run.moments_of(branch);
        run.visit_branch(branch, moments[draw.below(moments.len())]);
    }
}

/// Saved and opened at moments all over the run: the state is the same there, and everywhere one travels from there, to
/// moments before it and to known ones behind it.
fn reload_everywhere(source: &str, times: usize) {
    let mut run = Run::new(source, DEFAULT_BUDGET);
    run.forward_step_by_step();
    let all = run.moments();
    let mut draw = Draw::new(all.len() as u64);
    for i in 0..times {
        run.visit(all[draw.below(all.len())]);
        if i % 3 == 0 {
            run.timeline.close_epoch();
        }
        run.reload();
        run.check();
        for _ in 0..3 {
            run.visit(all[draw.below(all.len())]);
        }
        if i % 4 == 0 {
            run.look();
        }
    }
}

#[test]
fn what_is_saved_is_what_is_opened() {
    for source in [GENERATORS, EXCEPTIONS, MANAGERS, SORT_KEYS, HASH_AND_EQ, CLASSES, COMPREHENSIONS, GROWING_TEXT, SETS, INPUT] {
        reload_everywhere(source, 8);
    }
}

#[test]
fn a_long_history_is_saved_and_opened() {
    let mut run = Run::new(LARGE_CONTAINERS, DEFAULT_BUDGET);
    let start = run.timeline.now();
    let known: Vec<u64> = (1..8).map(|i| start + i * 150_001).collect();
    for &t in &known {
        run.timeline.travel(t);
        run.remember();
    }
    for &t in [5, 1, 6, 3].map(|i| &known[i]) {
        run.visit(t);
        run.reload();
        run.check();
        run.visit(known[0]);
        run.visit(known[6]);
    }
}

#[test]
fn all_branches_are_saved_and_opened() {
    let mut run = Run::new(BRANCHING, DEFAULT_BUDGET);
    run.forward_step_by_step();
    let root = run.timeline.branch();
    let at = run.moment_of_line(12, 0);
    run.visit(at);
    assert!(run.intervene(Intervention::Jump { line: 7 }));
    run.forward_step_by_step();
    let second = run.timeline.branch();
    let mut draw = Draw::new(3);
    for i in 0..12 {
        let branch = if i % 2 == 0 { root } else { second };
        let moments = run.moments_of(branch);
        run.visit_branch(branch, moments[draw.below(moments.len())]);
        run.reload();
        run.check();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Programs put together at random, walked through at random.
    #[test]
    fn any_walk_through_any_program(
        pieces in prop::collection::vec(0..PIECES.len(), 1..5),
        walk in prop::collection::vec((any::<u32>(), 0u8..6), 20..60),
        changes in prop::collection::vec((any::<u32>(), any::<u32>(), 0u32..40), 0..4),
    ) {
        let source: String = std::iter::once(SETTING).chain(pieces.iter().map(|&i| PIECES[i])).collect();
        let mut run = Run::new(&source, DEFAULT_BUDGET);
        run.forward_step_by_step();
        let all = run.moments();
        for (to, then) in walk {
            run.visit(all[to as usize % all.len()]);
            match then {
                0 => run.timeline.close_epoch(),
                1 => run.look(),
                2 => run.timeline.undo_to(all[to as usize % all.len() / 2]),
                _ => {}
            }
        }
        // Changes from any moment of any branch; then all branches again.
        let mut branches = vec![run.timeline.branch()];
        for (from, at, what) in changes {
            let branch = branches[from as usize % branches.len()];
            let moments = run.moments_of(branch);
            run.visit_branch(branch, moments[at as usize % moments.len()]);
            let changed = run.intervene(match what {
                0..10 => Intervention::Set { frame: what as usize % 3, name: "total".into(), expression: "len(log) * 7".into() },
                10..15 => Intervention::Set { frame: 0, name: "log".into(), expression: "[input('? '), K(2)]".into() },
                line => Intervention::Jump { line: line - 10 },
            });
            if changed {
                run.forward_for(4000);
                branches.push(run.timeline.branch());
            }
        }
        for i in 0..30 * (branches.len() - 1) {
            let branch = branches[i % branches.len()];
            let moments = run.moments_of(branch);
            run.visit_branch(branch, moments[i * 7919 % moments.len()]);
        }
    }
}

/// Inside every builtin and operator that calls user code: a moment is one state, on the way there and on the way back.
#[test]
fn user_code_in_every_builtin() {
    for (what, statement) in user_code::CASES {
        let mut run = Run::new(&user_code::program(statement), DEFAULT_BUDGET);
        while !run.timeline.vm.is_finished() {
            run.timeline.run_one();
            // The first instruction of the function that every special method of the table calls.
            let vm = &run.timeline.vm;
            if vm.stack.frames.last().is_some_and(|f| f.pc == 0 && vm.codes.get(f.code).code.name == "inside") {
                run.remember();
            }
        }
        assert_eq!(run.timeline.ending().map(|e| e.status), Some(0), "{what}: {statement}");
        let inside = run.moments();
        assert!(!inside.is_empty(), "{what}: {statement}");
        for &t in inside.iter().rev() {
            run.visit(t);
        }
    }
}

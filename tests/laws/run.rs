//! A recorded run that knows the hashes of its moments, and compares.

use sleepy::checkpoint::{self, Info, Opened};
use sleepy::timeline::branch::{BranchId, Intervention};
use sleepy::timeline::{DEFAULT_BUDGET, Halt, Timeline};
use sleepy::vm::import;
use sleepy::vm::state_hash::{self, StateHash};
use sleepy::world::{Answer, Clock, Port, Stream};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Answers every request with the next number.
#[derive(Debug, Default)]
struct Counting(u32);

impl Port for Counting {
    fn write(&mut self, _: Stream, _: &str) {}
    fn read_line(&mut self) -> Answer {
        self.0 += 1;
        Answer::Line(format!("line {}\n", self.0))
    }
    // Another answer each time: what is asked for twice would be seen.
    fn clock(&mut self, _: Clock) -> i64 {
        self.0 += 1;
        i64::from(self.0) * 1_000_000_000
    }
    fn entropy(&mut self, count: usize) -> Vec<u8> {
        self.0 += 1;
        vec![self.0 as u8; count]
    }
}

/// Numbers that look random and are the same in every run.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Draw {
        Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

pub struct Run {
    source: String,
    pub timeline: Timeline,
    /// By branch (its number) and moment.
    hashes: BTreeMap<(usize, u64), StateHash>,
}

impl Run {
    pub fn new(source: &str, budget: usize) -> Run {
        let vm = import::load_script("t.py", source, vec![], Box::new(Counting::default()), true).expect("a program");
        Run { source: source.to_owned(), timeline: Timeline::new(vm, budget), hashes: BTreeMap::new() }
    }

    /// The same program from its start, compared with what another run of it has found.
    pub fn with_hashes_of(other: &Run, budget: usize) -> Run {
        let mut run = Run::new(&other.source, budget);
        run.take_hashes_of(other);
        run
    }

    pub fn take_hashes_of(&mut self, other: &Run) {
        self.hashes = other.hashes.clone();
    }

    fn here(&self) -> (usize, u64) {
        (self.timeline.branch().0, self.timeline.now())
    }

    /// This is the state of this moment.
    pub fn remember(&mut self) {
        let hash = state_hash::state_hash(&self.timeline.vm);
        self.hashes.insert(self.here(), hash);
    }

    /// Is this the state of this moment?
    pub fn check(&self) {
        let expected = self.hashes.get(&self.here()).unwrap_or_else(|| panic!("nothing is known of {:?}", self.here()));
        let found = state_hash::state_hash(&self.timeline.vm);
        if found != *expected {
            panic!("another state at {:?}:\n{}\n{}", self.here(), self.difference(), self.source);
        }
    }

    /// Where this state differs from that of a straight run to the same moment (of the first branch).
    fn difference(&self) -> String {
        let mut straight = Run::new(&self.source, usize::MAX);
        straight.timeline.travel(self.timeline.now());
        let (theirs, ours) = (state_hash::parts(&straight.timeline.vm), state_hash::parts(&self.timeline.vm));
        let differing = theirs.iter().zip(&ours).filter(|(a, b)| a.1 != b.1).take(4);
        let short = |s: &str| s.chars().take(600).collect::<String>();
        differing.map(|(a, b)| format!("straight: {}\n    here: {}\n", short(&a.0), short(&b.0))).collect()
    }

    /// Save it, and put what was read back in its place.
    pub fn reload(&mut self) {
        let info = Info {
            version: String::new(),
            program: "t.py".into(),
            args: Vec::new(),
            time: self.timeline.now(),
            first_time: 0,
            last_time: self.timeline.known_end(),
            frames: Vec::new(),
            exit: None,
            exception: None,
            objects: 0,
            epochs: 0,
            branches: 0,
            breakpoints: 0,
        };
        let (vm, history) = self.timeline.history();
        let mut bytes = Vec::new();
        checkpoint::write(&mut bytes, &info, vm, history, &()).expect("memory takes everything");
        let opened: Opened<()> = checkpoint::read(Cursor::new(&bytes), bytes.len() as u64).expect("what was saved is opened");
        let mut vm = opened.vm;
        vm.world.set_port(Box::new(Counting(1000)));
        vm.world.set_recording(true);
        self.timeline = Timeline::restore(vm, opened.history, DEFAULT_BUDGET);
    }

    /// Run on to the end, one instruction at a time; every moment on the way is remembered (compared, if known already).
    pub fn forward_step_by_step(&mut self) {
        loop {
            if self.hashes.contains_key(&self.here()) {
                self.check()
            } else {
                self.remember()
            }
            match self.timeline.run_one() {
                Halt::Reached => {}
                Halt::Ended => break,
                other => panic!("{other:?}"),
            }
        }
        self.remember();
    }

    /// The same, for `most` instructions: a jump back may lead into an endless loop.
    pub fn forward_for(&mut self, most: usize) {
        for _ in 0..most {
            if self.hashes.contains_key(&self.here()) {
                self.check()
            } else {
                self.remember()
            }
            if self.timeline.run_one() != Halt::Reached {
                break;
            }
        }
        self.remember();
    }

    pub fn moments(&self) -> Vec<u64> {
        self.moments_of(BranchId(0))
    }

    pub fn moments_of(&self, branch: BranchId) -> Vec<u64> {
        self.hashes.keys().filter(|k| k.0 == branch.0).map(|k| k.1).collect()
    }

    /// The `n`th moment at which a line begins on the first branch.
    pub fn moment_of_line(&mut self, line: u32, n: usize) -> u64 {
        let mut found = Vec::new();
        for t in self.moments() {
            self.timeline.switch(BranchId(0), t);
            let vm = &self.timeline.vm;
            let Some(f) = vm.stack.frames.last() else { continue };
            let code = &vm.codes.get(f.code).code;
            if !f.hidden && code.stmts.iter().any(|s| s.pc == f.pc && s.line == line) {
                found.push(t);
            }
        }
        found[n]
    }

    /// Go to a moment of the first branch and compare.
    pub fn visit(&mut self, t: u64) {
        self.visit_branch(BranchId(0), t);
    }

    pub fn visit_branch(&mut self, branch: BranchId, t: u64) {
        self.timeline.switch(branch, t);
        assert_eq!(self.here(), (branch.0, t));
        self.check();
    }

    /// Change the run here. What the new branch shares with the old one is known of it.
    pub fn intervene(&mut self, what: Intervention) -> bool {
        let (from, at) = self.here();
        if self.timeline.intervene(what).is_err() {
            self.check();
            return false;
        }
        let to = self.timeline.branch().0;
        let shared: Vec<_> = self.hashes.range((from, 0)..=(from, at)).map(|(k, h)| ((to, k.1), *h)).collect();
        self.hashes.extend(shared);
        true
    }

    /// Evaluate expressions that would change about everything; nothing of it may remain.
    pub fn look(&mut self) {
        for expression in [
            "[globals().update({n: n}) for n in ('total', 'log', 'fresh_name')] and print('seen') or input('? ')",
            "[v.clear() for v in list(globals().values()) if isinstance(v, (list, dict, set)) and v is not globals()]",
            "sorted([3, 1, 2], key=lambda n: setattr(type('C', (), {}), 'field%d' % n, n) or -n)",
            "1 // 0",
            "[s + 'x' * 300 for s in list(globals().values()) if isinstance(s, str)]",
        ] {
            self.evaluate(expression);
        }
    }

    pub fn evaluate(&mut self, expression: &str) {
        let frame = self.timeline.vm.visible_top();
        let before = state_hash::state_hash(&self.timeline.vm);
        // That it raises is no matter: it must leave no trace then, too.
        let _ = self.timeline.vm.evaluate(frame, expression, 1_000_000);
        let after = state_hash::state_hash(&self.timeline.vm);
        assert_eq!(before, after, "{expression} left a trace at {:?}:\n{}", self.here(), self.difference());
    }
}

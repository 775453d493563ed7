//! Motions, both ways. A *line start* is what repeated `step` stops at; all other motions are held against the list of these:
//! `step` goes to the next one from wherever the program stands, `back-step` to the one before, `next` and `back-next` to
//! those in the present frame and its callers.

use proptest::prelude::*;
use sleepy::session::Session;
use sleepy::session::api::{Command, Motion, Reason, Reply, Stopped};

/// Calls, recursion, generators, comprehensions, classes, decorators, exceptions, managers, and user code called by
/// functions of the prelude: sort keys, `__eq__` in a dict, `map`, `sum`, properties.
const EVERYTHING: &str = "\
class M:
    def __enter__(self):
        return self
    def __exit__(self, *a):
        return True
class K:
    def __init__(self, v):
        self.v = v
    def __eq__(self, o):
        return self.v == o.v
    def __hash__(self):
        return 1
    def __lt__(self, o):
        return self.v < o.v
    def __iter__(self):
        yield from [self.v,
                    2]
    @property
    def twice(self):
        t = self.v * 2
        return t
def deep(n):
    if n == 0:
        raise ValueError('deep')
    deep(n - 1)
def mid():
    try:
        deep(2)
    finally:
        x = 1
def gen(n):
    try:
        for i in range(n):
            got = yield i
    finally:
        done = True
def traced(f):
    def inside(*args):
        a = 1; b = 2
        return f(*args)
    return inside
@traced
def add(a, b): return a + b
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
try:
    mid()
except ValueError as e:
    text = str(e)
with M() as m, M():
    deep(1)
for x in gen(2):
    y = x
d = {K(1): 'a', K(2): 'b'}
d[K(2)] = sum(n for n in gen(2))
print(sorted([K(2), K(1)],
             key=lambda k: -k.v)[0].twice)
for i in range(3): print(i); print(-i)
while i: i -= 1
a = add(1, add(2, 3)); b = fact(3); c = [add(z, z) for z in K(0)]
assert list(map(lambda v: v + 1,
                gen(2)))
g = gen(3); next(g); g.close()
print(max(K(1), K(3)).v)
";

fn session(source: &str) -> Session {
    Session::start("t.py", source, vec![]).expect("a program")
}

fn go(s: &mut Session, motion: Motion) -> Stopped {
    match s.execute(Command::Move(motion)) {
        Reply::Stopped(stopped) => stopped,
        other => panic!("{motion:?}: {other:?}"),
    }
}

fn at(s: &mut Session, time: u64) -> Stopped {
    go(s, Motion::At { time })
}

/// All line starts, and the end.
fn line_starts(s: &mut Session) -> Vec<Stopped> {
    go(s, Motion::Start);
    let mut all = vec![];
    let mut here = go(s, Motion::Step);
    while here.reason == Reason::Step {
        all.push(here);
        here = go(s, Motion::Step);
    }
    assert_eq!(here.reason, Reason::End);
    all.push(here);
    all
}

#[test]
fn stepping_back_passes_what_stepping_passed() {
    let mut s = session(EVERYTHING);
    let all = line_starts(&mut s);
    assert!(all.len() > 100, "{}", all.len());
    for expected in all[..all.len() - 1].iter().rev() {
        let found = go(&mut s, Motion::BackStep);
        assert_eq!((found.time, found.line, found.depth), (expected.time, expected.line, expected.depth));
    }
    assert_eq!(go(&mut s, Motion::BackStep).reason, Reason::Start);
    assert_eq!(go(&mut s, Motion::BackStep).reason, Reason::Start);
}

#[test]
fn step_and_back_step_undo_each_other_at_every_line_start() {
    let mut s = session(EVERYTHING);
    let times: Vec<u64> = line_starts(&mut s).iter().map(|l| l.time).collect();
    for pair in times.windows(2) {
        at(&mut s, pair[0]);
        assert_eq!(go(&mut s, Motion::Step).time, pair[1]);
        assert_eq!(go(&mut s, Motion::BackStep).time, pair[0]);
    }
}

#[test]
fn steps_from_inside_a_line_go_to_its_neighbours() {
    let mut s = session(EVERYTHING);
    let all = line_starts(&mut s);
    let times: Vec<u64> = all.iter().map(|l| l.time).collect();
    let end = times[times.len() - 1];
    for time in (1..end).step_by(5) {
        at(&mut s, time);
        let next = times[times.partition_point(|&t| t <= time)];
        assert_eq!(go(&mut s, Motion::Step).time, next, "step from {time}");
        at(&mut s, time);
        let before = times.partition_point(|&t| t < time).checked_sub(1).map_or(0, |i| times[i]);
        assert_eq!(go(&mut s, Motion::BackStep).time, before, "back-step from {time}");
    }
}

/// Where `next` should go from the line start `i`: to the next line start in this frame; when it returns before, to one in a
/// caller that is visible.
fn next_of(all: &[Stopped], i: usize) -> &Stopped {
    let depth = all[i].depth;
    all[i + 1..].iter().find(|l| l.depth <= depth).expect("the end has depth 0")
}

/// Where `back-next` should go: to the last line start of this frame, or to the line of the caller that called it. A frame is
/// the same as long as the depth does not fall below it.
fn back_next_of(all: &[Stopped], i: usize) -> Option<&Stopped> {
    let mut depth = all[i].depth;
    for l in all[..i].iter().rev() {
        if l.depth <= depth {
            return Some(l);
        }
        depth = depth.min(l.depth);
    }
    None
}

#[test]
fn next_runs_over_calls_and_back_next_runs_back_over_them() {
    // Frames of one depth that follow each other, with no line start of their caller between, cannot be told apart by the
    // list alone: this program has none.
    let source = "\
def leaf(n):
    a = n
    return a
def inner(n):
    x = leaf(n)
    y = leaf(x)
    for i in range(2):
        y += leaf(i)
    return y
def fails(n):
    if n:
        leaf(n)
        fails(n - 1)
    raise KeyError(n)
def guarded():
    try:
        fails(2)
    except KeyError:
        z = leaf(3)
    finally:
        w = 1
    return z
def gen():
    yield leaf(1)
    q = 2
    yield q
r = inner(1)
r = guarded()
for v in gen():
    r = v
r = [inner(2)]
print(r)
";
    let mut s = session(source);
    let all = line_starts(&mut s);
    for i in 0..all.len() - 1 {
        at(&mut s, all[i].time);
        let found = go(&mut s, Motion::Next);
        let expected = next_of(&all, i);
        assert_eq!((found.line, found.time), (expected.line, expected.time), "next from {:?}", all[i]);
        at(&mut s, all[i].time);
        let found = go(&mut s, Motion::BackNext);
        match back_next_of(&all, i) {
            Some(expected) => assert_eq!((found.line, found.time), (expected.line, expected.time), "back-next from {:?}", all[i]),
            None => assert_eq!(found.reason, Reason::Start),
        }
    }
}

#[test]
fn back_next_does_not_go_into_an_earlier_call_on_the_same_line() {
    let mut s = session("def f(n):\n    return n\nx = f(1) + f(2)\n");
    let all = line_starts(&mut s);
    let lines: Vec<u32> = all.iter().map(|l| l.line).collect();
    assert_eq!(lines, [3, 2, 2, 0]);
    at(&mut s, all[2].time);
    assert_eq!(go(&mut s, Motion::BackNext).line, 3);
    at(&mut s, all[2].time);
    assert_eq!(go(&mut s, Motion::BackStep).time, all[1].time);
}

#[test]
fn the_second_statement_of_a_line_is_no_stop_even_after_a_call() {
    let mut s = session("def f():\n    return 1\nf(); x = 1; f()\nprint(x)\n");
    let lines: Vec<u32> = line_starts(&mut s).iter().map(|l| l.line).collect();
    assert_eq!(lines, [3, 2, 2, 4, 0]);
}

#[test]
fn finish_returns_to_the_caller_and_back_finish_goes_to_the_call() {
    let mut s = session(EVERYTHING);
    let all = line_starts(&mut s);
    for line in all.iter().filter(|l| l.depth > 1).step_by(3) {
        at(&mut s, line.time);
        let after = go(&mut s, Motion::Finish);
        assert!(after.time > line.time && after.depth < line.depth, "{line:?} {after:?}");
        at(&mut s, line.time);
        let call = go(&mut s, Motion::BackFinish);
        assert!(call.time < line.time && call.depth < line.depth, "{line:?} {call:?}");
        // It is the last moment before the frame: one instruction on, something deeper runs.
        let inside = go(&mut s, Motion::StepInstruction);
        assert!(inside.time <= line.time);
    }
}

#[test]
fn single_instructions_go_both_ways() {
    let mut s = session(EVERYTHING);
    let end = go(&mut s, Motion::End).time;
    for time in (3..end).step_by(31) {
        at(&mut s, time);
        assert_eq!(go(&mut s, Motion::StepInstruction).time, time + 1);
        assert_eq!(go(&mut s, Motion::BackStepInstruction).time, time);
    }
}

fn add_breakpoint(s: &mut Session, line: u32, condition: Option<&str>) {
    let command = Command::Break { file: None, line, condition: condition.map(str::to_owned) };
    assert!(matches!(s.execute(command), Reply::Breakpoint(_)));
}

/// Every stop that `continue` makes, forward; then the same backward.
fn stops_both_ways(s: &mut Session) -> Vec<(u32, u64)> {
    go(s, Motion::Start);
    let mut forward = vec![];
    loop {
        let stop = go(s, Motion::Continue);
        if stop.reason != Reason::Breakpoint {
            break;
        }
        forward.push((stop.line, stop.time));
    }
    let end = go(s, Motion::End);
    assert_eq!(end.depth, 0);
    let mut backward = vec![];
    loop {
        let stop = go(s, Motion::BackContinue);
        if stop.reason != Reason::Breakpoint {
            assert_eq!(stop.reason, Reason::Start);
            break;
        }
        backward.push((stop.line, stop.time));
    }
    backward.reverse();
    assert_eq!(forward, backward);
    forward
}

#[test]
fn breakpoints_are_met_in_both_directions() {
    let mut s = session(EVERYTHING);
    for line in [10, 16, 34, 57, 61] {
        add_breakpoint(&mut s, line, None);
    }
    add_breakpoint(&mut s, 45, Some("n == 2"));
    let stops = stops_both_ways(&mut s);
    assert!(stops.len() >= 12, "{stops:?}");
    assert_eq!(stops.iter().filter(|s| s.0 == 45).count(), 1);
}

#[test]
fn a_condition_that_raises_stops_and_says_so() {
    let mut s = session("for i in range(2):\n    x = i\n");
    add_breakpoint(&mut s, 2, Some("nosuch"));
    let stop = go(&mut s, Motion::Continue);
    assert_eq!(stop.reason, Reason::Breakpoint);
    assert!(stop.notes[0].contains("NameError"), "{:?}", stop.notes);
    assert_eq!(stops_both_ways(&mut s).len(), 2);
}

#[test]
fn a_breakpoint_at_the_moment_of_an_intervention_is_met() {
    let mut s = session("a = 1\nb = 2\nc = a\nprint(c)\n");
    add_breakpoint(&mut s, 3, None);
    let stop = go(&mut s, Motion::Continue);
    assert_eq!(stop.line, 3);
    s.execute(Command::Set { name: "a".into(), expression: "7".into() });
    // On the new branch the stop is there before what was done at it, and after.
    let stops = stops_both_ways(&mut s);
    assert_eq!(stops.iter().map(|s| s.0).collect::<Vec<_>>(), [3, 3], "{stops:?}");
    assert_eq!(stops[0].1, stop.time);
    go(&mut s, Motion::End);
    assert!(matches!(s.execute(Command::Output), Reply::Output(text) if text == "7\n"));
    // A jump away from a breakpoint.
    let mut s = session("a = 1\nb = 2\nc = a\nprint(c)\n");
    add_breakpoint(&mut s, 2, None);
    let stop = go(&mut s, Motion::Continue);
    s.execute(Command::Jump { line: 3 });
    assert_eq!(stops_both_ways(&mut s), [(2, stop.time)]);
}

#[test]
fn to_moves_down_to_a_statement_and_says_when_it_did_not_come_by() {
    let source = "def f():\n    # nothing\n    return 1\n\nx = f()\nif x > 1:\n    y = 2\nprint(x)\n";
    let mut s = session(source);
    assert_eq!(go(&mut s, Motion::To { line: 2 }).line, 3);
    let missed = go(&mut s, Motion::To { line: 7 });
    assert_eq!((missed.reason, missed.notes), (Reason::End, vec!["line 7 was not reached".to_owned()]));
    assert_eq!(go(&mut s, Motion::BackTo { line: 6 }).line, 6);
    assert_eq!(go(&mut s, Motion::BackTo { line: 7 }).reason, Reason::Start);
    let refused = s.execute(Command::Move(Motion::To { line: 99 }));
    assert!(matches!(refused, Reply::Error(e) if e == "line 99 of t.py has no statement at or after it"));
}

#[test]
fn next_stops_in_the_frame_that_handles_an_exception() {
    let source = "\
def fail():
    raise KeyError
def between():
    fail()
    return 1
def handles():
    try:
        between()
    except KeyError:
        x = 1
    return x
print(handles())
";
    let mut s = session(source);
    assert_eq!(go(&mut s, Motion::To { line: 2 }).line, 2);
    let next = go(&mut s, Motion::Next);
    assert_eq!((next.line, next.function.as_str()), (9, "handles"));
    assert_eq!(go(&mut s, Motion::BackStep).line, 2);
}

#[test]
fn an_uncaught_exception_is_a_stop_with_a_way_back() {
    let mut s = session("def f(n):\n    m = n\n    return 1 // m\nx = f(1)\nf(0)\n");
    for motion in [Motion::Continue, Motion::Finish, Motion::To { line: 2 }] {
        go(&mut s, Motion::Start);
        let stop = go(&mut s, motion);
        if stop.reason != Reason::To {
            assert_eq!((stop.reason, stop.line, stop.depth), (Reason::Exception, 3, 2), "{motion:?}");
        }
    }
    go(&mut s, Motion::End);
    let raise = go(&mut s, Motion::BackNext);
    assert_eq!((raise.reason, raise.line), (Reason::Exception, 3));
    let lines: Vec<u32> = (0..4).map(|_| go(&mut s, Motion::BackNext).line).collect();
    assert_eq!(lines, [3, 2, 5, 4]);
}

#[test]
fn motions_at_the_start_and_at_the_end_stay_there() {
    let mut s = session("x = 1\ny = 2\n");
    use Motion::*;
    for motion in [BackStep, BackNext, BackFinish, BackContinue, BackStepInstruction, BackTo { line: 1 }, Start] {
        let stop = go(&mut s, motion);
        assert_eq!((stop.reason, stop.time, stop.line), (Reason::Start, 0, 1), "{motion:?}");
    }
    let end = go(&mut s, End).time;
    for motion in [Step, Next, Finish, Continue, StepInstruction, To { line: 1 }, End] {
        let stop = go(&mut s, motion);
        assert_eq!((stop.reason, stop.time, stop.exit), (Reason::End, end, Some(0)), "{motion:?}");
    }
}

#[test]
fn a_jump_to_a_line_inside_a_statement_goes_to_that_statement() {
    let source = "def f():\n    x = [\n        1,\n    ]\n\n    # why\n    y = 2\n    return x\nf()\nclass C:\n    a = 1\n";
    let mut s = session(source);
    go(&mut s, Motion::To { line: 7 });
    let landed = |s: &mut Session, line: u32| match s.execute(Command::Jump { line }) {
        Reply::Stopped(stop) => Ok(stop.line),
        Reply::Error(e) => Err(e),
        other => panic!("{other:?}"),
    };
    assert_eq!(landed(&mut s, 3), Ok(2));
    assert_eq!(landed(&mut s, 4), Ok(2));
    assert_eq!(landed(&mut s, 5), Ok(7));
    assert_eq!(landed(&mut s, 6), Ok(7));
    go(&mut s, Motion::Finish);
    assert_eq!(landed(&mut s, 11), Err("line 11 is in C, not in the current function <module>".into()));
    assert_eq!(landed(&mut s, 3), Err("line 3 is in f, not in the current function <module>".into()));
    assert_eq!(landed(&mut s, 10), Ok(10));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Wherever one wanders, the neighbours of a moment are the same.
    #[test]
    fn steps_do_not_depend_on_the_way(walk in prop::collection::vec((0u64..2000, 0u8..8), 10..30)) {
        let mut s = session(EVERYTHING);
        let times: Vec<u64> = line_starts(&mut s).iter().map(|l| l.time).collect();
        let end = times[times.len() - 1];
        for (time, how) in walk {
            let time = time % end;
            at(&mut s, time);
            let found = match how {
                0..=2 => go(&mut s, Motion::Step).time,
                3..=5 => go(&mut s, Motion::BackStep).time,
                6 => { go(&mut s, Motion::Finish); continue }
                _ => { go(&mut s, Motion::BackFinish); continue }
            };
            let expected = match how {
                0..=2 => times[times.partition_point(|&t| t <= time)],
                _ => times.partition_point(|&t| t < time).checked_sub(1).map_or(0, |i| times[i]),
            };
            prop_assert_eq!(found, expected);
        }
    }
}

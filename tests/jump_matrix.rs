//! Every line of a function can be entered from every other: the matrix. A function with for, while, try, with, except, else
//! and finally says which of its lines run; a model of what jumping *means* (the table in ARCHITECTURE.md, not the compiler's
//! output) says which should. Each pair is tried in every way in which the first line is reached: with no exception, with one
//! that is caught, with one that is not.

use sleepy::session::Session;
use sleepy::session::api::{Command, Motion, Reply, Stopped};
use sleepy::session::face::Debugger;

const PROGRAM: &str = "\
log = []
def L(n, v=None): log.append(str(n)); return v
class Boom(Exception): pass
class M:
    def __enter__(self): log.append('enter'); return self
    def __exit__(self, *a): log.append('exit')
class S: n, boom = 0, BOOM
def bang():
    if S.boom: raise S.boom
# The function begins here.
def f():
    L(12)
    for i in L(13, (0, 1)):
        L(14)
        while S.n < L(15, 2):
            S.n += L(16, 1)
        L(17)
    try:
        L(19)
        with L(20, M()) as m:
            L(21)
            L(22, bang)()
        L(23)
    except Boom as e:
        L(25)
    else:
        return L(27, 'early')
    finally:
        L(29)
    L(30)
    return L(31, 'late')
try:
    result = f()
except KeyError:
    result = 'KeyError'
print(result, *log)
";
const FIRST: u32 = 12;
const LAST: u32 = 31;

/// What `bang` raises.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Boom {
    Nothing,
    Caught,
    Uncaught,
}

impl Boom {
    fn program(self) -> String {
        let what = match self {
            Boom::Nothing => "None",
            Boom::Caught => "Boom",
            Boom::Uncaught => "KeyError",
        };
        PROGRAM.replace("BOOM", what)
    }
}

/// What a `finally` goes on with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Pending {
    Nothing,
    Return,
    Exception,
}

/// The function as the table has it: what runs after a line, and what its blocks remember.
#[derive(Debug, Clone)]
struct Model {
    boom: Boom,
    line: u32,
    log: Vec<String>,
    n: u32,
    /// Items that the loop's iterator still has, when it is running.
    iterator: Option<u32>,
    entered: bool,
    /// The exception that the `except` clause looks at.
    handling: Option<Boom>,
    pending: Pending,
    result: Option<&'static str>,
    notes: Vec<String>,
}

impl Model {
    fn new(boom: Boom) -> Model {
        Model {
            boom,
            line: FIRST,
            log: Vec::new(),
            n: 0,
            iterator: None,
            entered: false,
            handling: None,
            pending: Pending::Nothing,
            result: None,
            notes: Vec::new(),
        }
    }

    fn log(&mut self, what: impl ToString) {
        self.log.push(what.to_string());
    }

    fn next_item(&mut self) -> u32 {
        match self.iterator {
            Some(0) => {
                self.iterator = None;
                18
            }
            Some(left) => {
                self.iterator = Some(left - 1);
                14
            }
            // Entered from the side: the loop starts when its head is reached.
            None => 13,
        }
    }

    fn leave_manager(&mut self) {
        if std::mem::take(&mut self.entered) {
            self.log("exit");
        }
    }

    /// Run the line.
    fn step(&mut self) {
        let line = self.line;
        // These have no call to `L`: their work is done by what they lead to.
        if ![18, 24].contains(&line) {
            self.log(line);
        }
        self.line = match line {
            13 => {
                self.iterator = Some(2);
                self.next_item()
            }
            15 if self.n < 2 => 16,
            15 => 17,
            16 => {
                self.n += 1;
                15
            }
            17 => self.next_item(),
            20 => {
                self.log("enter");
                self.entered = true;
                21
            }
            22 => {
                self.leave_manager();
                match self.boom {
                    Boom::Nothing => 23,
                    other => {
                        self.handling = Some(other);
                        24
                    }
                }
            }
            23 => 27,
            24 if self.handling == Some(Boom::Caught) => 25,
            24 => {
                if self.handling.take().is_some() {
                    self.pending = Pending::Exception;
                }
                29
            }
            25 => {
                self.handling = None;
                29
            }
            27 => {
                self.pending = Pending::Return;
                29
            }
            29 => match self.pending {
                Pending::Nothing => 30,
                Pending::Return => return self.result = Some("early"),
                Pending::Exception => return self.result = Some("KeyError"),
            },
            31 => return self.result = Some("late"),
            _ => line + 1,
        };
    }

    /// Run until `line` is the next one; `false` when the run ends before.
    fn reaches(&mut self, line: u32) -> bool {
        while self.result.is_none() && self.line != line {
            self.step();
        }
        self.line == line && self.result.is_none()
    }

    fn jump(&mut self, to: u32) {
        // `else:` and `finally:` have nothing to run.
        let target = match to {
            26 | 28 => to + 1,
            _ => to,
        };
        if target != to {
            self.notes.push(format!("line {to} has no statement: jumped to line {target}"));
        }
        let from = self.line;
        let leaves = |lines: std::ops::RangeInclusive<u32>| lines.contains(&from) && !lines.contains(&target);
        let enters = |lines: std::ops::RangeInclusive<u32>| !lines.contains(&from) && lines.contains(&target);
        if leaves(21..=22) {
            if self.entered {
                self.notes.push("left the `with` of line 20: its __exit__ did not run".into());
            }
            self.entered = false;
        }
        if leaves(29..=29) {
            if self.pending != Pending::Nothing {
                self.notes.push("left the `finally` of line 29: what was pending in it is dropped".into());
            }
            self.pending = Pending::Nothing;
        }
        if leaves(24..=25) {
            self.handling = None;
        }
        if leaves(14..=17) {
            self.iterator = None;
        }
        if enters(14..=17) {
            self.notes.push("entered the `for` of line 13 from the side: the loop starts when its head is reached".into());
        }
        if enters(16..=16) {
            self.notes.push("entered the `while` of line 15: its condition is tested at the head".into());
        }
        if enters(19..=23) {
            self.notes.push("entered the `try` of line 18: its handlers and `finally` apply from here on".into());
        }
        if enters(21..=22) {
            let text = "the manager was not entered, its __exit__ will be skipped";
            self.notes.push(format!("entered the `with` of line 20 from the side: {text}"));
        }
        if enters(24..=25) {
            self.notes.push("entered the `except` of line 24: there is no exception, its name is unbound".into());
        }
        if enters(29..=29) {
            self.notes.push("entered the `finally` of line 29: nothing is pending, it runs and falls through".into());
        }
        self.line = target;
    }

    /// What the program prints in the end.
    fn outcome(mut self) -> String {
        while self.result.is_none() {
            self.step();
        }
        format!("{} {}\n", self.result.unwrap_or_default(), self.log.join(" "))
    }
}

fn stopped(session: &mut Session, command: Command) -> Stopped {
    match session.execute(command.clone()) {
        Reply::Stopped(s) => s,
        other => panic!("{command:?}: {other:?}"),
    }
}

fn output(session: &mut Session) -> String {
    match session.execute(Command::Output) {
        Reply::Output(text) => text,
        other => panic!("{other:?}"),
    }
}

/// Lines at which a run can stand.
fn lines() -> Vec<u32> {
    (FIRST..=LAST).filter(|l| ![26, 28].contains(l)).collect()
}

fn try_all(boom: Boom) -> Vec<u32> {
    let mut tried = Vec::new();
    let mut wrong = Vec::new();
    for from in lines() {
        let mut model = Model::new(boom);
        if !model.reaches(from) {
            continue;
        }
        tried.push(from);
        let mut session = Session::start("t.py", &boom.program(), vec![]).expect("a program");
        stopped(&mut session, Command::Move(Motion::To { line: FIRST }));
        assert_eq!(session.enterable_lines(), lines());
        if from != FIRST {
            let s = stopped(&mut session, Command::Move(Motion::To { line: from }));
            assert_eq!((s.line, s.function.as_str()), (from, "f"), "{boom:?}");
        }
        let here = session.position();
        for to in FIRST..=LAST {
            let mut expected = model.clone();
            expected.jump(to);
            let s = stopped(&mut session, Command::Jump { line: to });
            let (mut notes, mut expected_notes) = (s.notes.clone(), expected.notes.clone());
            notes.sort();
            expected_notes.sort();
            if s.line != expected.line || notes != expected_notes {
                wrong.push(format!("{boom:?}, {from} to {to}: at {} with {notes:#?}, not {expected_notes:#?}", s.line));
            }
            let end = stopped(&mut session, Command::Move(Motion::End));
            assert_eq!(end.exit, Some(0), "{boom:?}, {from} to {to}");
            let (found, expected) = (output(&mut session), expected.outcome());
            if found != expected {
                wrong.push(format!("{boom:?}, {from} to {to}: {found}                         not {expected}"));
            }
            // Undo the way to the end, then the jump.
            stopped(&mut session, Command::Undo);
            let back = stopped(&mut session, Command::Undo);
            assert_eq!((back.line, back.time), (here.line, here.time));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), tried.len() * 20, wrong.join("\n"));
    tried
}

#[test]
fn the_outcome_of_every_jump_is_the_tables() {
    let mut reached: Vec<u32> = [Boom::Nothing, Boom::Caught, Boom::Uncaught].into_iter().flat_map(try_all).collect();
    assert!(reached.len() >= 40, "only {} rows", reached.len());
    reached.sort_unstable();
    reached.dedup();
    assert_eq!(reached, lines(), "every line is once the line that is jumped from");
}

#[test]
fn the_model_is_right_where_nobody_jumps() {
    for boom in [Boom::Nothing, Boom::Caught, Boom::Uncaught] {
        let mut session = Session::start("t.py", &boom.program(), vec![]).expect("a program");
        stopped(&mut session, Command::Move(Motion::End));
        assert_eq!(output(&mut session), Model::new(boom).outcome());
    }
}

/// Jump in a small program and give the notes, and what it prints at its end.
fn jump(source: &str, stand_at: u32, to: u32) -> (Vec<String>, String) {
    let mut session = Session::start("t.py", source, vec![]).expect("a program");
    stopped(&mut session, Command::Move(Motion::To { line: stand_at }));
    let notes = stopped(&mut session, Command::Jump { line: to }).notes;
    stopped(&mut session, Command::Move(Motion::End));
    (notes, output(&mut session))
}

#[test]
fn a_bare_raise_in_a_clause_entered_from_the_side_has_nothing_to_raise() {
    let source =
        "try:\n    x = 1\nexcept KeyError as e:\n    try:\n        raise\n    except RuntimeError as f:\n        print(f)\n";
    assert_eq!(jump(source, 2, 5).1, "No active exception to reraise\n");
}

#[test]
fn names_that_a_jump_went_past_are_unbound() {
    let source =
        "def f():\n    x = 1\n    try:\n        print(x)\n    except NameError as e:\n        print(type(e).__name__)\nf()\n";
    assert_eq!(jump(source, 2, 4).1, "UnboundLocalError\n");
    let source = "try:\n    x = 1\nexcept KeyError as e:\n    print('in')\nprint('e' in globals())\n";
    assert_eq!(jump(source, 2, 4).1, "in\nFalse\n");
}

#[test]
fn several_managers_are_told_apart() {
    let source = "\
class M:
    def __init__(self, n): self.n = n
    def __enter__(self): print('+', self.n)
    def __exit__(self, *a): print('-', self.n)
with M(1):
    print('one')
    with M(2), M(3):
        print('inner')
    print('after')
print('end')
";
    let (notes, output) = jump(source, 8, 9);
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert_eq!(output, "+ 1\none\n+ 2\n+ 3\nafter\n- 1\nend\n");
    let (notes, output) = jump(source, 8, 10);
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert_eq!(output, "+ 1\none\n+ 2\n+ 3\nend\n");
    let (notes, output) = jump(source, 6, 8);
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert_eq!(output, "+ 1\ninner\nafter\n- 1\nend\n");
}

#[test]
fn generators_modules_and_class_bodies_are_jumped_in_too() {
    let source = "def g():\n    yield 1\n    yield 2\n    yield 3\nprint(list(g()))\n";
    assert_eq!(jump(source, 2, 4).1, "[3]\n");
    assert_eq!(jump("a = 1\nfor i in range(3):\n    print(i)\nprint('end')\n", 3, 4).1, "end\n");
    assert_eq!(jump("class C:\n    a = 1\n    b = 2\n    c = 3\nprint(sorted(n for n in vars(C) if n < '_'))\n", 2, 4).1, "[]\n");
}

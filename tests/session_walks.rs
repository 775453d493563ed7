//! Any sequence of commands: nothing panics, what was undone is where it was, and looking changes nothing.

use proptest::prelude::*;
use sleepy::session::Session;
use sleepy::session::api::{Command, Motion, Reply, VariableView};
use sleepy::session::face::Debugger;

const PROGRAM: &str = "\
import random
log = []
class M:
    def __enter__(self): log.append('in'); return self
    def __exit__(self, *a): log.append('out')
    def __lt__(self, o): return id(self) < id(o)
def gen(n):
    for i in range(n):
        try:
            got = yield i
        finally:
            log.append(i)
def work(n):
    total = 0
    for i in gen(n):
        with M() as m:
            if i == 1:
                continue
            total += i
    try:
        assert total < 2, total
        return [x * total for x in range(3)]
    except AssertionError as e:
        raise ValueError(total) from e
    finally:
        log.append('done')
def ask():
    line = input('? ')
    return line.strip() or 'nothing'
table = {}
for k in range(4):
    try:
        table[k] = work(k)
    except ValueError as e:
        table[k] = sorted([M(), M()], key=lambda m: len(log))
answer = ask()
print(answer, len(table), random.random() < 1)
print(1 // (len(answer) - 2))
";

/// What a person sees of a moment.
#[derive(Debug, PartialEq)]
struct Seen {
    line: u32,
    time: u64,
    depth: usize,
    function: String,
    locals: Vec<(String, Option<String>)>,
    output: String,
    branch: usize,
}

fn look(s: &mut Session) -> Seen {
    let position = s.position();
    let locals = match s.execute(Command::Locals) {
        Reply::Locals(all) => all.into_iter().map(|v: VariableView| (v.name, v.value)).collect(),
        other => panic!("{other:?}"),
    };
    let output = match s.execute(Command::Output) {
        Reply::Output(text) => text,
        other => panic!("{other:?}"),
    };
    let branch = s.timeline().branch;
    Seen { line: position.line, time: position.time, depth: position.depth, function: position.function, locals, output, branch }
}

fn command() -> impl Strategy<Value = Command> {
    let motion = prop_oneof![
        Just(Motion::Step),
        Just(Motion::Next),
        Just(Motion::Finish),
        Just(Motion::Continue),
        Just(Motion::StepInstruction),
        Just(Motion::BackStep),
        Just(Motion::BackNext),
        Just(Motion::BackFinish),
        Just(Motion::BackContinue),
        Just(Motion::BackStepInstruction),
        Just(Motion::Start),
        Just(Motion::End),
        (1u32..40).prop_map(|line| Motion::To { line }),
        (1u32..40).prop_map(|line| Motion::BackTo { line }),
        (0u64..3000).prop_map(|time| Motion::At { time }),
    ];
    let names = prop::sample::select(vec!["total", "n", "i", "k", "log", "table", "answer", "m"]);
    let expressions =
        prop::sample::select(vec!["1", "[1, 2]", "log + ['set']", "print('set') or 3", "1 // 0", "work(1)", "nosuch"]);
    let conditions = prop::sample::select(vec!["i == 1", "nosuch", "log.append('never')", "len(log) > 3"]);
    prop_oneof![
        6 => motion.prop_map(Command::Move),
        1 => (1u32..40).prop_map(|line| Command::Jump { line }),
        1 => (names, expressions.clone()).prop_map(|(n, e)| Command::Set { name: n.into(), expression: e.into() }),
        1 => ((1u32..40), prop::option::of(conditions)).prop_map(|(line, c)| {
            Command::Break { file: None, line, condition: c.map(str::to_owned) }
        }),
        1 => expressions.prop_map(|e| Command::Print { expression: e.into() }),
        1 => Just(Command::Input { line: "hi".into() }),
        1 => Just(Command::Up),
        1 => Just(Command::Stack),
        1 => Just(Command::Bytecode),
        2 => Just(Command::Undo),
        1 => Just(Command::Redo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_commands_can_be_undone(commands in prop::collection::vec(command(), 1..60)) {
        let mut s = Session::start("t.py", PROGRAM, vec![]).expect("a program");
        // Where undo leads to, and what redo leads to.
        let mut undo: Vec<Seen> = vec![];
        let mut redo: Vec<Seen> = vec![];
        for command in commands {
            s.execute(Command::Frame { index: 0 });
            let before = look(&mut s);
            let reply = s.execute(command.clone());
            s.execute(Command::Frame { index: 0 });
            let after = look(&mut s);
            match (&command, &reply) {
                (Command::Undo, Reply::Stopped(_)) => {
                    let expected = undo.pop().expect("something to undo");
                    prop_assert_eq!(&after, &expected, "undo");
                    redo.push(before);
                }
                (Command::Redo, Reply::Stopped(_)) => {
                    let expected = redo.pop().expect("something to redo");
                    prop_assert_eq!(&after, &expected, "redo");
                    undo.push(before);
                }
                (Command::Move(_) | Command::Jump { .. } | Command::Set { .. } | Command::Input { .. }, Reply::Stopped(_)) => {
                    if (before.branch, before.time) != (after.branch, after.time) {
                        undo.push(before);
                        redo.clear();
                    }
                }
                _ => prop_assert_eq!(&after, &before, "{:?} changed what is seen", command),
            }
        }
        // All the way back.
        while let Some(expected) = undo.pop() {
            let reply = s.execute(Command::Undo);
            prop_assert!(matches!(reply, Reply::Stopped(_)), "{:?}", reply);
            prop_assert_eq!(&look(&mut s), &expected);
        }
    }
}

//! Checkpoints, inside of one process: every moment can be saved, and no file can break the machine.

#[path = "laws/user_code.rs"]
mod user_code;

use sleepy::checkpoint::container::{self, Kind, Reader, Section};
use sleepy::checkpoint::{self, Info, Opened};
use sleepy::session::Session;
use sleepy::session::api::{Command, Motion, Reply};
use sleepy::timeline::{DEFAULT_BUDGET, Halt, Timeline, conclude};
use sleepy::vm::state_hash::state_hash;
use sleepy::vm::{Stop, Time, Vm, import};
use sleepy::world::{Answer, Event, Port, Stream};
use std::io::Cursor;
use std::sync::{Arc, Mutex};

/// A world that remembers what was written.
#[derive(Debug, Clone, Default)]
struct Paper(Arc<Mutex<String>>);

impl Port for Paper {
    fn write(&mut self, _: Stream, text: &str) {
        self.0.lock().expect("paper").push_str(text);
    }
    fn read_line(&mut self) -> Answer {
        Answer::End
    }
}

impl Paper {
    fn text(&self) -> String {
        self.0.lock().expect("paper").clone()
    }
}

fn load(source: &str) -> Timeline {
    let vm = import::load_script("t.py", source, Vec::new(), Box::new(Paper::default()), true).expect("it compiles");
    Timeline::new(vm, DEFAULT_BUDGET)
}

fn saved(timeline: &mut Timeline) -> Vec<u8> {
    let info = Info {
        version: String::new(),
        program: "t.py".into(),
        args: Vec::new(),
        time: timeline.now(),
        first_time: 0,
        last_time: timeline.known_end(),
        frames: Vec::new(),
        exit: None,
        exception: None,
        objects: 0,
        epochs: 0,
        branches: 0,
        breakpoints: 0,
    };
    let (vm, history) = timeline.history();
    let mut bytes = Vec::new();
    checkpoint::write(&mut bytes, &info, vm, history, &()).expect("memory takes everything");
    bytes
}

fn open(bytes: &[u8]) -> Opened<()> {
    checkpoint::read(Cursor::new(bytes), bytes.len() as u64).expect("what was saved can be opened")
}

fn section(bytes: &[u8], kind: Kind) -> Vec<u8> {
    Reader::new(Cursor::new(bytes), bytes.len() as u64).and_then(|mut r| r.section(kind)).expect("a section")
}

/// What the program has written up to now.
fn written(vm: &Vm) -> String {
    let past = &vm.world.journal()[..vm.world.cursor()];
    past.iter().filter_map(|e| if let Event::Wrote { text, .. } = &e.event { Some(text.as_str()) } else { None }).collect()
}

/// Run a program on as `sleepy resume` does; gives what it writes.
fn run_on(mut vm: Vm) -> String {
    let paper = Paper::default();
    vm.go_live(Box::new(paper.clone()));
    match vm.run(Time::MAX) {
        Stop::Uncaught(exc) => conclude(&mut vm, Some(exc)),
        Stop::Finished => conclude(&mut vm, None),
        other => panic!("it stopped with {other:?}"),
    };
    paper.text()
}

/// A sort key, a `__hash__` and an `__eq__`, a generator inside a comprehension, all inside a `with`.
const DEEP: &str = "\
class K:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        return self.n % 2
    def __eq__(self, other):
        return self.n == other.n
class M:
    def __enter__(self):
        print('in')
    def __exit__(self, *a):
        print('out', a[0])
def gen(n):
    for i in range(n):
        got = yield K(i)
def key(k):
    return -k.n
try:
    with M():
        print(len({k: k.n for k in gen(3)}))
        print([k.n for k in sorted([K(1), K(2)], key=key)], 1 << 70)
        [].pop()
except IndexError as e:
    print(e)
";

#[test]
fn every_instruction_can_be_saved_and_resumed() {
    let mut timeline = load(DEEP);
    assert_eq!(timeline.run(Time::MAX), Halt::Ended);
    let (end, expected) = (timeline.now(), written(&timeline.vm));
    assert_eq!(expected, "in\n3\n[2, 1] 1180591620717411303424\nout <class 'IndexError'>\npop from empty list\n");
    let mut timeline = load(DEEP);
    let mut hidden = 0;
    while !timeline.vm.is_finished() {
        let bytes = saved(&mut timeline);
        let now = timeline.now();
        hidden += usize::from(timeline.vm.stack.frames.iter().any(|f| f.hidden));
        let (_, vm) = checkpoint::read_state(Cursor::new(&bytes), bytes.len() as u64).expect("it can be read");
        assert_eq!(written(&timeline.vm) + &run_on(vm), expected, "at {now}");
        if now.is_multiple_of(10) {
            let Opened { vm, history, .. } = open(&bytes);
            // Nothing is lost: what was opened is what was saved.
            let mut again = Timeline::restore(vm, history, DEFAULT_BUDGET);
            assert_eq!(state_hash(&again.vm), state_hash(&timeline.vm), "at {now}");
            // The way back works, and the way to the end from there.
            again.travel(now / 2);
            assert_eq!(again.now(), now / 2);
            again.travel(now);
            assert_eq!(state_hash(&again.vm), state_hash(&timeline.vm), "back and forth at {now}");
            again.run(Time::MAX);
            assert_eq!((again.now(), written(&again.vm)), (end, expected.clone()), "from {now}");
        }
        timeline.run_one();
    }
    assert!(hidden > 100, "sleepy's own functions are places to save in too: {hidden}");
}

/// Collections, large containers kept by parts, merged epochs, branches: all kinds of history.
const LONG: &str = "\
class Node:
    def __init__(self, left):
        self.left = left
big = list(range(3000))
table = {i: str(i) for i in range(2500)}
text = ''
class Late(list):
    pass
chain = None
n = 0
while n < 45000:
    chain = Node(chain) if n % 50 else None
    late = Late([n, [n]])
    big[n % 3000] = (n, late)
    table[n % 2500] = [n]
    if n % 1000 == 0:
        del table[n % 2500]
        table['new', n] = n
        big.append(n)
        text += 'x' * 100
    n += 1
print(len(big), len(table), len(text))
";

/// What came from a file is undone as it was verified; only what is recorded here is merged.
#[test]
fn a_loaded_history_is_kept_and_new_epochs_are_merged() {
    let mut timeline = load(LONG);
    timeline.run(Time::MAX);
    let end = timeline.now();
    timeline.travel(end - 1000);
    let starts: Vec<Time> = timeline.history().1.epochs.iter().map(|e| e.start).collect();
    let Opened { vm, history, .. } = open(&saved(&mut timeline));
    let mut again = Timeline::restore(vm, history, 1);
    let kept = |t: &mut Timeline| t.history().1.epochs.iter().map(|e| e.start).collect::<Vec<Time>>();
    // Going back and forth makes new epochs; with next to no budget they become one, and the running one is closed by looking.
    let back = end - 400_000;
    again.travel(back);
    again.travel(end - 1000);
    let before: Vec<Time> = starts.iter().copied().filter(|&s| s <= back).collect();
    let left = kept(&mut again);
    assert!(before.len() > 2, "{starts:?}");
    assert_eq!(left[..before.len() - 1], before[..before.len() - 1]);
    assert!(left.len() <= before.len() + 2, "{left:?}, of {before:?}");
    for at in [end - 1000, starts[starts.len() / 2] + 77, starts[1], 0] {
        timeline.travel(at);
        again.travel(at);
        assert_eq!(state_hash(&timeline.vm), state_hash(&again.vm), "at {at}");
    }
}

#[test]
fn a_long_history_survives() {
    let mut timeline = load(LONG);
    timeline.run(Time::MAX);
    let end = timeline.now();
    timeline.travel(end - 1000);
    let bytes = saved(&mut timeline);
    let epochs = timeline.history().1.epochs.len();
    let starts: Vec<Time> = timeline.history().1.epochs.iter().map(|e| e.start).collect();
    let Opened { vm, history, .. } = open(&bytes);
    assert!(epochs > 4, "{epochs}");
    let mut again = Timeline::restore(vm, history, DEFAULT_BUDGET);
    // Backwards through both, side by side.
    for at in [end - 2000, starts[epochs / 2] + 77, starts[1], 12_345, 0] {
        timeline.travel(at);
        again.travel(at);
        assert_eq!(state_hash(&timeline.vm), state_hash(&again.vm), "at {at}");
    }
    again.travel(Time::MAX);
    assert_eq!((again.now(), written(&again.vm)), (end, "3045 2543 4500\n".to_owned()));
}

/// A checkpoint with breakpoints, branches, a generator at work, an exception in flight.
fn rich_checkpoint() -> Vec<u8> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("rich.ckpt");
    let mut session = Session::start("t.py", DEEP, vec!["arg".into()]).expect("it compiles");
    let mut run = |command| match session.execute(command) {
        Reply::Error(e) => panic!("{e}"),
        reply => reply,
    };
    run(Command::Break { file: None, line: 7, condition: Some("self.n > 0".into()) });
    run(Command::Move(Motion::To { line: 14 }));
    run(Command::Set { name: "n".into(), expression: "2".into() });
    run(Command::Move(Motion::Continue));
    run(Command::Move(Motion::To { line: 17 }));
    let saved = run(Command::Save { path: path.to_string_lossy().into_owned() });
    assert!(matches!(saved, Reply::Saved { .. }), "{saved:?}");
    std::fs::read(&path).expect("the file")
}

/// Use a session as a person would. It may refuse whatever it likes.
fn use_it(mut session: Session) {
    for motion in [Motion::BackStepInstruction, Motion::Step, Motion::BackNext, Motion::Next, Motion::Finish] {
        session.execute(Command::Move(motion));
    }
    session.execute(Command::Locals);
    session.execute(Command::Stack);
    session.execute(Command::Print { expression: "[k, vars()]".into() });
    session.execute(Command::Undo);
    session.execute(Command::Bytecode);
    session.execute(Command::Lowered);
    session.execute(Command::Move(Motion::Start));
}

/// Run a program for some thousand instructions, and collect garbage.
fn run_a_bit(bytes: &[u8]) -> bool {
    let Ok((_, mut vm)) = checkpoint::read_state(Cursor::new(bytes), bytes.len() as u64) else { return false };
    vm.go_live(Box::new(Paper::default()));
    let until = vm.now() + 20_000;
    let _ = vm.run(until);
    true
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let bytes = rich_checkpoint();
    use_it(Session::open_bytes(&bytes).expect("undamaged, it opens"));
    let mut random = Random(1);
    for n in 0..400 {
        let cut = if n < 200 { n } else { random.below(bytes.len()) };
        assert!(Session::open_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        let mut flipped = bytes.clone();
        let at = if n < 200 { n } else { random.below(bytes.len()) };
        flipped[at] ^= 1 << random.below(8);
        let error = Session::open_bytes(&flipped).expect_err("a flipped bit is noticed").to_string();
        assert!(!error.contains('\n'), "{error}");
    }
    let longer = [&bytes[..], b"x"].concat();
    assert!(Session::open_bytes(&longer).is_err());
}

/// The same sections with one of them changed, as a file with good checksums.
fn rebuilt(sections: &[(Kind, Vec<u8>)], changed: usize, content: &[u8]) -> Vec<u8> {
    let all: Vec<Section> = sections
        .iter()
        .enumerate()
        .map(|(i, (kind, bytes))| Section::of_bytes(*kind, if i == changed { content } else { bytes }).expect("a section"))
        .collect();
    let mut file = Vec::new();
    container::write(&all, &mut file).expect("memory takes everything");
    file
}

#[test]
fn a_forged_file_is_refused_or_harmless() {
    let bytes = rich_checkpoint();
    let sections: Vec<(Kind, Vec<u8>)> = Kind::ALL.iter().map(|&kind| (kind, section(&bytes, kind))).collect();
    let rounds: u64 = option_env!("SLEEPY_FORGERIES").and_then(|n| n.parse().ok()).unwrap_or(150);
    let (mut opened, mut ran) = (0, 0);
    for seed in 0..rounds {
        let mut random = Random(seed * 7919 + 3);
        let which = [1, 1, 1, 2, 3][random.below(5)];
        let mut content = sections[which].1.clone();
        for _ in 0..=random.below(3) {
            // The heap comes first, and is where most can go wrong.
            let reach = if random.below(3) == 0 { content.len() } else { content.len() / 4 };
            let at = random.below(reach);
            match random.below(6) {
                0 => content[at] ^= 1 << random.below(8),
                1 => content[at] = random.below(256) as u8,
                2 => content[at] = content[at].wrapping_add(1),
                3 => content[at] = [0, 1, 250, 251, 252, 253, 255][random.below(7)],
                4 => content.truncate(at),
                _ => drop(content.remove(at)),
            }
            if content.is_empty() {
                content.push(0);
            }
        }
        let file = rebuilt(&sections, which, &content);
        let harmless = std::panic::catch_unwind(|| {
            let session = Session::open_bytes(&file).map(use_it).is_ok();
            (session, run_a_bit(&file))
        });
        let (o, r) = harmless.unwrap_or_else(|_| panic!("forgery {seed} of section {which} broke the machine"));
        opened += u32::from(o);
        ran += u32::from(r);
    }
    // Both ends are reached: forgeries that the verifier lets through, and many that it does not.
    assert!(opened > 0 && ran > 0 && u64::from(opened) < rounds, "{opened} of {rounds} opened, {ran} ran");
}

/// The first law, row by row: a program can be saved inside the user code that a builtin or an operator calls, and the copy
/// goes on to the same end.
#[test]
fn a_program_can_be_saved_inside_user_code_that_any_builtin_calls() {
    for (what, statement) in user_code::CASES {
        let source = user_code::program(statement);
        let mut timeline = load(&source);
        assert_eq!(timeline.run(Time::MAX), Halt::Ended, "{what}");
        let expected = written(&timeline.vm);
        let mut timeline = load(&source);
        let mut calls = 0;
        while !timeline.vm.is_finished() {
            // The first instruction of the function that every special method of the table calls.
            let top = timeline.vm.stack.frames.last();
            if top.is_some_and(|f| f.pc == 0 && timeline.vm.codes.get(f.code).code.name == "inside") {
                calls += 1;
                let bytes = saved(&mut timeline);
                let (_, vm) = checkpoint::read_state(Cursor::new(&bytes), bytes.len() as u64).expect("it can be read");
                assert_eq!(written(&timeline.vm) + &run_on(vm), expected, "{what}: {statement}");
            }
            timeline.run_one();
        }
        assert!(calls > 0, "{what}: {statement}");
    }
}

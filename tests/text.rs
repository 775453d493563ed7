//! Programs about numbers and texts print what CPython 3.12 prints. Most of them are drawn at random by
//! `tests/tools/oracle_text.py`, which also says how the `.out` files are made.

use sleepy::vm::{Stop, Vm, import};
use sleepy::world::{Event, NullPort, World};
use std::fs;

/// All output of a program.
fn output(file: &str) -> String {
    let source = fs::read_to_string(file).unwrap();
    let program = import::compile_module(&source, file, false).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut vm = Vm::new(World::new(Box::new(NullPort), vec![file.to_owned()], true));
    vm.start(program, ".".into());
    let stop = vm.run(u64::MAX);
    assert!(matches!(stop, Stop::Finished), "{file}: {stop:?}");
    let written = vm.world.journal().iter().filter_map(|e| match &e.event {
        Event::Wrote { text, .. } => Some(text.as_str()),
        _ => None,
    });
    written.collect()
}

fn check(name: &str) {
    let (program, golden) = (format!("tests/text/{name}.py"), format!("tests/text/{name}.out"));
    let (got, expected) = (output(&program), fs::read_to_string(golden).unwrap());
    let source = fs::read_to_string(&program).unwrap();
    let calls: Vec<&str> = source.lines().filter(|l| l.starts_with("t(")).collect();
    for (i, (got, expected)) in got.lines().zip(expected.lines()).enumerate() {
        assert_eq!(got, expected, "{}", calls.get(i).unwrap_or(&"?"));
    }
    assert_eq!(got.lines().count(), expected.lines().count());
}

macro_rules! programs {
    ($($name:ident)*) => { $(#[test] fn $name() { check(stringify!($name)); })* };
}

programs! { strings bytes numbers objects errors }

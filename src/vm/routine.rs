//! Steps of statements that have no instruction of their own ([`Routine`]): done here where no user code can be
//! involved, else by the function of the prelude with the same name.

use super::call::{Flow, Leave};
use super::heap::Heap;
use super::items;
use super::lookup;
use super::machine::Vm;
use super::object::{GeneratorState, Object};
use super::special;
use super::stack::Resume;
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::Routine;

impl Vm {
    pub(super) fn routine(&mut self, routine: Routine, dst: u16, base: u16, n: u16) -> Flow {
        let at = self.stack.top().base as usize + usize::from(base);
        let args = self.stack.regs[at..at + usize::from(n)].to_vec();
        let done = match (routine, &args[..]) {
            (Routine::MatchSequence, &[x, n, mode]) => match_sequence(&self.heap, x, n, mode).map(Value::Bool),
            (Routine::MatchMapping, &[x, n]) => match_mapping(&self.heap, x, n).map(Value::Bool),
            (Routine::MatchKeys, &[x, keys]) => match_keys(&mut self.heap, x, keys),
            (Routine::MatchClass, &[x, class, n, names]) => match_class(&mut self.heap, x, class, n, names),
            (Routine::GetAwaitable, &[x, _]) => match self.awaitable(x)? {
                true => Some(x),
                false => None,
            },
            (Routine::AsyncValue, &[x]) => Some(self.heap.alloc(types::ASYNC_VALUE, Object::Cell(x)).into()),
            _ => None,
        };
        match done {
            Some(v) => self.put(dst, v),
            None => self.call_prelude(routine.function(), &args, dst, Resume::Store),
        }
    }
}

impl Vm {
    /// Is it a coroutine that nobody awaits yet?
    fn awaitable(&mut self, x: Value) -> Result<bool, Leave> {
        let Value::Obj(h) = x else { return Ok(false) };
        let Object::Generator(g) = self.heap.get(h) else { return Ok(false) };
        if self.heap.slot(h).class != types::COROUTINE {
            return Ok(false);
        }
        // It stands in an `await` of its own: somebody drives it.
        if g.state == GeneratorState::Suspended {
            return Err(self.error(types::RUNTIME_ERROR, "coroutine is being awaited already"));
        }
        Ok(true)
    }
}

/// Is the class one of the builtin `roots`, or made from one?
fn derives(heap: &Heap, class: Handle, roots: &[Handle]) -> bool {
    heap.class(class).mro.iter().any(|c| roots.contains(c))
}

/// The answer for a length that no user code has a say in.
fn fits(heap: &Heap, x: Value, n: Value, mode: i64) -> Option<bool> {
    let (Value::Obj(h), Value::Int(n)) = (x, n) else { return None };
    if mode == 2 || (mode == 1 && n == 0) {
        return Some(true);
    }
    if !special::is_builtin(heap, h, "__len__") {
        return None;
    }
    let len = match heap.get(h) {
        Object::Range(_) => return None,
        _ => items::raw_len(heap, x)? as i64,
    };
    Some(if mode == 0 { len == n } else { len >= n })
}

fn match_sequence(heap: &Heap, x: Value, n: Value, mode: Value) -> Option<bool> {
    let Value::Int(mode) = mode else { return None };
    let class = heap.class_of(x);
    if derives(heap, class, &[types::LIST, types::TUPLE]) {
        return fits(heap, x, n, mode);
    }
    let other = [types::STR, types::BYTES, types::BYTEARRAY, types::INT, types::FLOAT, types::DICT, types::SET];
    (class.0 < types::RESERVED && derives(heap, class, &other) || matches!(x, Value::None)).then_some(false)
}

fn match_mapping(heap: &Heap, x: Value, n: Value) -> Option<bool> {
    let class = heap.class_of(x);
    if derives(heap, class, &[types::DICT]) {
        return fits(heap, x, n, 1);
    }
    (class.0 < types::RESERVED && class != types::MAPPINGPROXY).then_some(false)
}

/// The values of the keys, or None when one is missing.
fn match_keys(heap: &mut Heap, x: Value, keys: Value) -> Option<Value> {
    let Value::Obj(h) = x else { return None };
    let keys = heap.tuple(keys)?.to_vec();
    // Strings of the source, all different: the compiler has looked.
    if heap.slot(h).class != types::DICT || !keys.iter().all(|&k| heap.text(k).is_some()) {
        return None;
    }
    let mut values = Vec::with_capacity(keys.len());
    for (i, &key) in keys.iter().enumerate() {
        if keys[..i].iter().any(|&k| super::compare::same(heap, k, key) != Some(false)) {
            return None;
        }
        match lookup::dict_get(heap, h, key) {
            Ok(Some(v)) => values.push(v),
            Ok(None) => return Some(Value::None),
            Err(_) => return None,
        }
    }
    Some(heap.new_tuple(values))
}

/// Is it an instance, where the class does not decide itself; the values of its attributes only where there are none to ask.
fn match_class(heap: &mut Heap, x: Value, class: Value, n: Value, names: Value) -> Option<Value> {
    let (c, _) = heap.as_class(class)?;
    if heap.slot(c).class != types::TYPE {
        return None;
    }
    if !heap.is_instance(x, c) {
        // An object may claim another class.
        return (heap.class_of(x).0 < types::RESERVED || matches!(heap.object(x), Some(Object::Instance(_))))
            .then_some(Value::None);
    }
    match n {
        Value::Int(0) if heap.tuple(names).is_some_and(<[Value]>::is_empty) => Some(heap.new_tuple([])),
        Value::Int(1) if matches_itself(c) && heap.tuple(names).is_some_and(<[Value]>::is_empty) => Some(heap.new_tuple([x])),
        _ => None,
    }
}

/// Builtin types whose one positional sub-pattern is matched against the whole object.
fn matches_itself(class: Handle) -> bool {
    let all = [
        types::BOOL,
        types::BYTEARRAY,
        types::BYTES,
        types::DICT,
        types::FLOAT,
        types::FROZENSET,
        types::INT,
        types::LIST,
        types::SET,
        types::STR,
        types::TUPLE,
    ];
    all.contains(&class)
}

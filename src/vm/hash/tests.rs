//! Hashes that CPython 3.12 gave with `PYTHONHASHSEED=0`.

use super::*;
use crate::vm::object::{Object, Range};
use crate::vm::set_ops;

fn check(heap: &Heap, v: Value, expected: i64) {
    assert_eq!(hash(heap, v), Known(expected), "{v:?}");
}

#[test]
fn strings() {
    let mut heap = Heap::default();
    let long = "x".repeat(100);
    for (s, expected) in [
        ("", 0),
        ("a", 4644417185603328019),
        ("abc", -4594863902769663758),
        ("hello world", -5642461784034726774),
        ("naïve", 7682306841811832039),
        ("日本語", 7116994712188270),
        ("😀x", -8926728262118538918),
        ("k1", 5694439087064056704),
        ("__init__", 4748292593639647670),
        (&long, 1359644457043326220),
    ] {
        let v = heap.new_str(s);
        check(&heap, v, expected);
        check(&heap, v, expected);
        assert_eq!(of_rust_str(s), expected);
    }
    let b = heap.new_bytes(*b"abc");
    check(&heap, b, -4594863902769663758);
}

#[test]
fn ints() {
    let mut heap = Heap::default();
    for (i, expected) in [
        (0, 0),
        (1, 1),
        (-1, -2),
        (-2, -2),
        (PRIME, 0),
        (PRIME - 1, 2305843009213693950),
        (PRIME + 1, 1),
        (-PRIME, 0),
        (i64::MAX, 3),
        (i64::MIN, -4),
    ] {
        check(&heap, Value::Int(i), expected);
        assert_eq!(of_big(&BigInt::from(i)), expected);
    }
    for (digits, expected) in [
        ("9223372036854775808", 4),
        ("18446744073709551616", 8),
        ("1000000000000000000000000000000", 465258685558744706),
        ("-1000000000000000000000000000000", -465258685558744706),
        ("-18446744073709551616", -8),
        ("12259964326927110850916040267783483001021757281745764351", 0),
    ] {
        let i: BigInt = digits.parse().expect("digits");
        let v = heap.new_int(i);
        check(&heap, v, expected);
    }
}

#[test]
fn floats() {
    let heap = Heap::default();
    for (f, expected) in [
        (0.0, 0),
        (-0.0, 0),
        (1.0, 1),
        (-1.0, -2),
        (0.5, 1152921504606846976),
        (1.5, 1152921504606846977),
        (-2.5, -1152921504606846978),
        (std::f64::consts::PI, 326490430436040707),
        (1e300, 1224995262755759164),
        (-1e300, -1224995262755759164),
        (5e-324, 16777216),
        (1e-310, 615709907932414099),
        (f64::INFINITY, 314159),
        (f64::NEG_INFINITY, -314159),
        (2305843009213693952.0, 1),
        (9007199254740994.0, 9007199254740994),
        (0.1, 230584300921369408),
    ] {
        check(&heap, Value::Float(f), expected);
    }
    check(&heap, Value::None, 4238894112);
    assert_eq!(of_complex(1.0, 2.0), 2000007);
    assert_eq!(of_complex(-0.0, -1.0), -2000006);
}

#[test]
fn tuples() {
    let mut heap = Heap::default();
    let (a, b) = (heap.new_str("a"), heap.new_str("b"));
    let [one, two, three] = [1, 2, 3].map(Value::Int);
    let empty = heap.new_tuple([]);
    let third = heap.new_tuple([three]);
    let second = heap.new_tuple([two, third]);
    for (items, expected) in [
        (vec![], 5740354900026072187),
        (vec![one], -6644214454873602895),
        (vec![one, two], -3550055125485641917),
        (vec![one, two, three], 529344067295497451),
        (vec![a, b], 7372137184884179083),
        (vec![Value::None, Value::Bool(true)], -439879632793865346),
        (vec![empty, empty], 9028247024705308198),
        (vec![one, second], -2939794377302041199),
    ] {
        let t = heap.new_tuple(items);
        check(&heap, t, expected);
    }
}

#[test]
fn ranges_and_slices() {
    let mut heap = Heap::default();
    for ((start, stop, step), expected) in [
        ((0, 0, 1), 2676694398852732306),
        ((0, 3, 1), -8338477496398685190),
        ((5, 6, 1), -7048428680432378585),
        ((0, 10, 3), -1816567394155750349),
    ] {
        let [start, stop, step] = [start, stop, step].map(Value::Int);
        let r = Value::Obj(heap.alloc(types::RANGE, Object::Range(Box::new(Range { start, stop, step }))));
        check(&heap, r, expected);
    }
    for (parts, expected) in
        [([Value::Int(1), Value::Int(2), Value::Int(3)], -2340833382717974474), ([Value::None; 3], 4032618106351268893)]
    {
        let s = Value::Obj(heap.alloc(types::SLICE, Object::Slice(Box::new(parts))));
        check(&heap, s, expected);
    }
}

#[test]
fn frozensets() {
    let mut heap = Heap::default();
    let letters = ["a", "b", "c"].map(|s| heap.new_str(s));
    let mut frozen = |items: &[Value]| {
        let s = set_ops::of_values(&heap, items).expect("hashable");
        Value::Obj(heap.alloc(types::FROZENSET, Object::Set(Box::new(s))))
    };
    let empty = frozen(&[]);
    let sets = [
        (empty, 133146708735736),
        (frozen(&[Value::Int(1)]), -558064481276695278),
        (frozen(&[1, 2, 3].map(Value::Int)), -272375401224217160),
        (frozen(&letters), 8636088911049444515),
        (frozen(&[empty, Value::Int(1)]), -4372145508981003688),
    ];
    for (v, expected) in sets {
        check(&heap, v, expected);
    }
}

#[test]
fn unhashable() {
    let mut heap = Heap::default();
    let list = heap.new_list(vec![]);
    let inner = heap.new_tuple([Value::Int(1), list]);
    let outer = heap.new_tuple([Value::None, inner]);
    assert_eq!(hash(&heap, outer), Unhashable);
    assert!(unhashable_part(&heap, outer).is(list));
    let mut deep = Value::None;
    for _ in 0..100_000 {
        deep = heap.new_tuple([deep]);
    }
    assert_eq!(hash(&heap, deep), UserCode);
}

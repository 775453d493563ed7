use super::*;
use crate::vm::collections::{Dict, Set};
use crate::vm::object::Range;

fn shown(heap: &Heap, v: Value) -> String {
    repr(heap, v).unwrap().into_string()
}

#[test]
fn floats() {
    let check = |f: f64, expected: &str| assert_eq!(number::float(f), expected);
    check(1.0, "1.0");
    check(-0.0, "-0.0");
    check(1e16, "1e+16");
    check(9999999999999998.0, "9999999999999998.0");
    check(0.0001, "0.0001");
    check(0.00001, "1e-05");
    check(1.5e-7, "1.5e-07");
    check(1e22, "1e+22");
    check(123456789012345680.0, "1.2345678901234568e+17");
    check(5e-324, "5e-324");
    check(9091534068877338.0 / 8.0, "1136441758609667.2");
    check(-140569102388281.0 / 32.0, "-4392784449633.7812");
    check(0.1 + 0.2, "0.30000000000000004");
    check(-1234567890123456.0, "-1234567890123456.0");
    check(f64::NAN, "nan");
    check(f64::NEG_INFINITY, "-inf");
    assert_eq!(number::complex(0.0, -1.0), "-1j");
    assert_eq!(number::complex(-0.0, -1.0), "(-0-1j)");
    assert_eq!(number::complex(1.0, f64::NAN), "(1+nanj)");
    assert_eq!(number::complex(1.0, f64::NEG_INFINITY), "(1-infj)");
}

#[test]
fn texts() {
    let mut heap = Heap::default();
    let mut check = |points: &[u32], expected: &str| {
        let v = heap.new_text(Text::from_points(points));
        assert_eq!(shown(&heap, v), expected);
    };
    check(&[], "''");
    check(&[0x27], "\"'\"");
    check(&[0x27, 0x22], "'\\'\"'");
    check(&[0x22, 0x5c], "'\"\\\\'");
    check(&[0x61, 0xe9, 0x80, 0x200b, 0x1f600, 0x7f, 0xd800, 0x0a, 0], "'aé\\x80\\u200b😀\\x7f\\ud800\\n\\x00'");
    assert_eq!(text::quote_bytes(b"a'\xff\t"), "b\"a'\\xff\\t\"");
    assert_eq!(text::show_bytearray("bytearray", b"a'"), "bytearray(b\"a\\'\")");
}

#[test]
fn containers() {
    let mut heap = Heap::default();
    let list = heap.new_list(vec![Value::Int(1)]);
    let one = heap.new_tuple([list]);
    let empty = heap.new_tuple([]);
    heap.list_push(list.handle().unwrap(), list);
    heap.list_push(list.handle().unwrap(), empty);
    assert_eq!(shown(&heap, one), "([1, [...], ()],)");

    let mut dict = Dict::with_capacity(1);
    dict.clear();
    let dict = heap.new_dict(dict);
    heap.dict_push(dict.handle().unwrap(), 0, Value::None, dict);
    assert_eq!(shown(&heap, dict), "{None: {...}}");

    let mut set = Set::default();
    let none = heap.new_set(set.clone());
    assert_eq!(shown(&heap, none), "set()");
    set.insert(3, Value::Int(3));
    let some = Value::Obj(heap.alloc(types::FROZENSET, Object::Set(Box::new(set))));
    assert_eq!(shown(&heap, some), "frozenset({3})");

    let range = Range { start: Value::Int(0), stop: Value::Int(3), step: Value::Int(1) };
    let range = Value::Obj(heap.alloc(types::RANGE, Object::Range(Box::new(range))));
    assert_eq!(shown(&heap, range), "range(0, 3)");
}

#[test]
fn deep_nesting_is_left_to_the_prelude() {
    let mut heap = Heap::default();
    let mut v = heap.new_list(vec![]);
    for _ in 0..100_000 {
        v = heap.new_list(vec![v]);
    }
    assert!(repr(&heap, v).is_none());
}

#[test]
fn exceptions() {
    let mut heap = Heap::default();
    let key = heap.new_error(types::KEY_ERROR, "k");
    assert_eq!(shown(&heap, Value::Obj(key)), "KeyError('k')");
    assert_eq!(str_of(&heap, Value::Obj(key)).unwrap().into_string(), "'k'");
    let message = heap.new_str("No such file or directory");
    let file = heap.new_str("f");
    let args = heap.new_tuple([Value::Int(2), message, file]);
    let e = heap.new_exception(types::FILE_NOT_FOUND_ERROR, args);
    assert_eq!(str_of(&heap, Value::Obj(e)).unwrap().into_string(), "[Errno 2] No such file or directory: 'f'");
    let args = heap.new_tuple([]);
    let e = heap.new_exception(types::VALUE_ERROR, args);
    assert_eq!(str_of(&heap, Value::Obj(e)).unwrap().into_string(), "");
    assert_eq!(shown(&heap, Value::Obj(e)), "ValueError()");
}

#[test]
fn a_brief_repr_is_cut_short_and_counts_what_is_left_out() {
    let mut heap = Heap::default();
    let mut check = |v: fn(&mut Heap) -> Value, expected: &str| {
        let v = v(&mut heap);
        assert_eq!(brief(&heap, v, 10, false).unwrap().into_string(), expected);
    };
    let list = |heap: &mut Heap, n: i64| heap.alloc(types::LIST, Object::List((0..n).map(Value::Int).collect()));
    check(|heap| heap.alloc(types::LIST, Object::List((0..4).map(Value::Int).collect())).into(), "[0, 1, 2, 3]");
    check(
        |heap| heap.alloc(types::LIST, Object::List((0..1_000_000).map(Value::Int).collect())).into(),
        "[0, 1, 2, … 999997 more]",
    );
    check(|heap| heap.new_text(Text::new(&"a".repeat(1000))), "'aaaaaaaaaa'… 990 more");
    check(|heap| heap.alloc(types::BYTES, Object::Bytes(vec![b'x'; 50].into())).into(), "b'xxxxxxxxxx'… 40 more");
    let inner = list(&mut heap, 100);
    let outer = heap.alloc(types::LIST, Object::List(vec![inner.into(), Value::None])).into();
    assert_eq!(brief(&heap, outer, 10, false).unwrap().into_string(), "[[0, 1, 2, … 97 more], None]");
}

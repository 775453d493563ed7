//! The order of sets, against CPython 3.12: long random programs of set operations, of which the same generator in Python
//! gave the digests.

use super::*;
use crate::vm::hash::{self, Hashed};
use crate::vm::heap::Heap;

/// Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }
}

fn key(heap: &mut Heap, strings: bool, k: i64) -> SetEntry {
    let key = if strings { heap.new_string(format!("k{k}")) } else { Value::Int(k) };
    match hash::hash(heap, key) {
        Hashed::Known(hash) => SetEntry { hash, key },
        other => panic!("{other:?}"),
    }
}

fn run(seed: u64, span: u64, strings: bool, steps: usize) -> u64 {
    let mut heap = Heap::default();
    let h = [0; 3].map(|_| heap.new_set(Set::default()).handle().expect("a set"));
    let mut r = Random(seed);
    let mut digest = 0u64;
    for _ in 0..steps {
        let (op, i, j) = (r.below(16), r.below(3) as usize, r.below(3) as usize);
        let k = r.below(span) as i64 * if op == 3 { 1_000_003 } else { 1 } - 5;
        let one = key(&mut heap, strings, k);
        let (a, b) = (h[i], h[j]);
        let (x, y) = (heap.set(a.into()).expect("a set").clone(), heap.set(b.into()).expect("a set").clone());
        let new = match op {
            0..=3 => {
                lookup::set_add_hashed(&mut heap, a, one.hash, one.key).expect("native");
                None
            }
            4 => {
                lookup::set_remove_hashed(&mut heap, a, one.hash, one.key).expect("native");
                None
            }
            5 => {
                if let Some(v) = heap.set_mut(a).pop() {
                    let Hashed::Known(p) = hash::hash(&heap, v) else { panic!("hash") };
                    digest = digest.wrapping_mul(31).wrapping_add(p as u64);
                }
                None
            }
            6 | 7 => {
                let and = op == 7 && r.below(4) == 0;
                Some(match () {
                    () if i == j => Ok(x.copy()),
                    () if and => intersection(&heap, &x, &y),
                    () => union(&heap, &x, &y),
                })
            }
            8 => Some(difference(&heap, &x, &y)),
            9 => Some(symmetric_difference(&heap, &x, &y)),
            10 => {
                assert!(update(&mut heap, a, b).is_ok());
                None
            }
            11 => {
                if r.below(4) == 0 {
                    intersection_update(&mut heap, a, b).expect("native");
                }
                None
            }
            12 => {
                if r.below(4) == 0 {
                    difference_update(&mut heap, a, b).expect("native");
                }
                None
            }
            13 => {
                symmetric_difference_update(&mut heap, a, b).expect("native");
                None
            }
            14 => Some(Ok(x.copy())),
            _ => {
                if r.below(20) == 0 {
                    heap.set_mut(a).clear();
                } else {
                    for n in 0..r.below(40) as i64 {
                        let e = key(&mut heap, strings, k + n);
                        lookup::set_add_hashed(&mut heap, a, e.hash, e.key).expect("native");
                    }
                }
                None
            }
        };
        if let Some(new) = new {
            *heap.set_mut(a) = new.expect("native");
        }
        for s in h {
            let s = heap.set(s.into()).expect("a set");
            digest = digest.wrapping_mul(31).wrapping_add(s.len() as u64);
            for e in s.iter() {
                digest = digest.wrapping_mul(31).wrapping_add(e.hash as u64);
            }
        }
    }
    digest
}

#[test]
fn order_is_cpythons() {
    assert_eq!(run(1, 50, false, 3000), 0x7957f001dd603577);
    assert_eq!(run(2, 1000, false, 3000), 0x595766cd3af266da);
    assert_eq!(run(3, 200_000, false, 2000), 0x15e91e19699b33dd);
    assert_eq!(run(4, 50, true, 2000), 0x5a5c64a6f86a333d);
    assert_eq!(run(5, 3000, true, 2000), 0xe585b000fe4e7a8f);
}

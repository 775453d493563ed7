//! Hashes, equal to CPython 3.12's with `PYTHONHASHSEED=0`: the order of sets follows from them, and programs print it.
//!
//! Not here: `__hash__` of the program's classes, which the prelude calls.

use super::heap::Heap;
use super::object::Object;
use super::special::{self, Source};
use super::text::{Str, TextRef};
use super::types;
use super::value::{Handle, Value};
use num_bigint::{BigInt, Sign};
use siphasher::sip::SipHasher13;

/// What is known about a value's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hashed {
    Known(i64),
    /// Hashing raises TypeError; see [`unhashable_part`].
    Unhashable,
    /// A `__hash__` of the program decides (or the value is nested too deep to be hashed here).
    UserCode,
}
use Hashed::{Known, Unhashable, UserCode};

/// Tuples nested deeper than this are hashed by the prelude, step by step.
const MAX_DEPTH: u32 = 100;

/// The hash of a value.
#[inline]
pub fn hash(heap: &Heap, v: Value) -> Hashed {
    match v {
        Value::Int(i) => Known(of_i64(i)),
        Value::Obj(h) => match heap.get(h) {
            Object::Str(s) if heap.slot(h).class == types::STR => Known(of_str(heap, h, s)),
            _ => of_object(heap, h, MAX_DEPTH),
        },
        _ => of_scalar(v),
    }
}

#[inline]
fn of_str(heap: &Heap, h: Handle, s: &Str) -> i64 {
    match s.hash.get() {
        0 => {
            let hash = heap.text_at(h).map_or(0, of_text);
            s.hash.set(hash);
            hash
        }
        known => known,
    }
}

fn of_scalar(v: Value) -> Hashed {
    Known(match v {
        Value::Int(i) => of_i64(i),
        Value::Bool(b) => i64::from(b),
        Value::Float(f) => of_f64(f),
        Value::None => 0xFCA8_6420,
        Value::NotImplemented => 0x7f00_0000_0010,
        Value::Ellipsis => 0x7f00_0000_0020,
        Value::Unset | Value::Obj(_) => 0,
    })
}

fn of_value(heap: &Heap, v: Value, depth: u32) -> Hashed {
    match v {
        Value::Obj(h) => of_object(heap, h, depth),
        _ => of_scalar(v),
    }
}

fn of_object(heap: &Heap, h: Handle, depth: u32) -> Hashed {
    match special::source(heap, h, "__hash__") {
        Source::Builtin => {}
        Source::Object => return Known(of_identity(h)),
        Source::Refused => return Unhashable,
        Source::User => return UserCode,
    }
    let Some(deeper) = depth.checked_sub(1) else { return UserCode };
    Known(match heap.get(h) {
        Object::Str(s) => of_str(heap, h, s),
        Object::Int(i) => of_big(i),
        Object::Float(f) => of_f64(*f),
        Object::Complex(re, im) => of_complex(*re, *im),
        Object::Bytes(b) => of_bytes(b),
        Object::Tuple(items) => return of_values(heap, items, deeper),
        Object::Set(s) if special::root(heap, h) == types::FROZENSET => of_frozenset(s.iter().map(|e| e.hash), s.len()),
        Object::Range(r) => return of_range(heap, r, deeper),
        Object::Slice(parts) => return of_slice(heap, &parts[..], deeper),
        Object::BoundMethod { func, this } => match of_value(heap, *func, deeper) {
            Known(f) => not_minus_one(f ^ of_value_identity(*this)),
            other => return other,
        },
        Object::Builtin(b) if !b.this.is_unset() => not_minus_one(i64::from(b.native.0) ^ of_value_identity(b.this)),
        Object::View(_) => return UserCode,
        Object::List(_) | Object::Dict(_) | Object::Set(_) | Object::ByteArray(_) => return Unhashable,
        Object::DictView { kind, .. } if *kind != super::object::DictPart::Values => return Unhashable,
        _ => of_identity(h),
    })
}

/// The hash of an object that is only equal to itself.
pub fn of_identity(h: Handle) -> i64 {
    0x7f0_0000_0000 + i64::from(h.0)
}

fn of_value_identity(v: Value) -> i64 {
    match v {
        Value::Obj(h) => of_identity(h),
        _ => match of_scalar(v) {
            Known(h) => h,
            _ => 0,
        },
    }
}

/// -1 means failure inside CPython, so no hash is -1.
#[inline]
fn not_minus_one(h: i64) -> i64 {
    if h == -1 { -2 } else { h }
}

/// Numbers hash by their value modulo this prime, so that equal numbers of different types have the same hash.
const PRIME: i64 = (1 << 61) - 1;

#[inline]
pub fn of_i64(i: i64) -> i64 {
    if -PRIME < i && i < PRIME { not_minus_one(i) } else { not_minus_one(i % PRIME) }
}

pub fn of_big(i: &BigInt) -> i64 {
    let mut rest: u128 = 0;
    for digit in i.magnitude().iter_u64_digits().rev() {
        rest = ((rest << 64) | u128::from(digit)) % PRIME as u128;
    }
    let rest = rest as i64;
    not_minus_one(if i.sign() == Sign::Minus { -rest } else { rest })
}

pub fn of_f64(f: f64) -> i64 {
    if f.is_nan() {
        return 0;
    }
    if f.is_infinite() {
        return if f > 0.0 { 314_159 } else { -314_159 };
    }
    if f == 0.0 {
        return 0;
    }
    // f = mantissa * 2^exponent with a whole mantissa; multiplying by a power of two rotates the 61 bits.
    let bits = f.to_bits();
    let (fraction, field) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7ff) as i64);
    let (mantissa, exponent) = if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    let turn = exponent.rem_euclid(61) as u32;
    let rotated = if turn == 0 { mantissa } else { (mantissa << turn & PRIME as u64) | mantissa >> (61 - turn) };
    let hash = (rotated % PRIME as u64) as i64;
    not_minus_one(if f < 0.0 { -hash } else { hash })
}

fn of_complex(re: f64, im: f64) -> i64 {
    not_minus_one(of_f64(re).wrapping_add(of_f64(im).wrapping_mul(1_000_003)))
}

pub fn of_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    not_minus_one(SipHasher13::new_with_keys(0, 0).hash(bytes) as i64)
}

/// The hash of a text. It goes over the bytes of CPython's storage: one, two or four per code point.
pub fn of_text(t: TextRef<'_>) -> i64 {
    match t {
        TextRef::Ascii(s) => of_bytes(s.as_bytes()),
        TextRef::Wide(points) => {
            let widest = points.iter().copied().max().unwrap_or(0);
            let bytes: Vec<u8> = match widest {
                0..=0xff => points.iter().map(|&p| p as u8).collect(),
                0x100..=0xffff => points.iter().flat_map(|&p| (p as u16).to_le_bytes()).collect(),
                _ => points.iter().flat_map(|&p| p.to_le_bytes()).collect(),
            };
            of_bytes(&bytes)
        }
    }
}

/// The hash of a Rust string, as the `str` object with its text would have.
pub fn of_rust_str(s: &str) -> i64 {
    if s.is_ascii() {
        return of_bytes(s.as_bytes());
    }
    let points: Vec<u32> = s.chars().map(u32::from).collect();
    of_text(TextRef::Wide(&points))
}

const XX_1: u64 = 11_400_714_785_074_694_791;
const XX_2: u64 = 14_029_467_366_897_019_727;
const XX_5: u64 = 2_870_177_450_012_600_261;

fn xx_step(acc: u64, lane: i64) -> u64 {
    acc.wrapping_add((lane as u64).wrapping_mul(XX_2)).rotate_left(31).wrapping_mul(XX_1)
}

fn xx_finish(acc: u64) -> i64 {
    if acc == u64::MAX { 1_546_275_796 } else { acc as i64 }
}

/// The hash of a tuple from those of its items.
pub fn of_tuple_hashes(hashes: impl ExactSizeIterator<Item = i64>) -> i64 {
    let len = hashes.len() as u64;
    xx_finish(hashes.fold(XX_5, xx_step).wrapping_add(len ^ (XX_5 ^ 3_527_539)))
}

fn of_values(heap: &Heap, items: &[Value], depth: u32) -> Hashed {
    let mut acc = XX_5;
    for &v in items {
        match of_value(heap, v, depth) {
            Known(h) => acc = xx_step(acc, h),
            other => return other,
        }
    }
    Known(xx_finish(acc.wrapping_add(items.len() as u64 ^ (XX_5 ^ 3_527_539))))
}

fn of_slice(heap: &Heap, parts: &[Value], depth: u32) -> Hashed {
    let mut acc = XX_5;
    for &v in parts {
        match of_value(heap, v, depth) {
            Known(h) => acc = xx_step(acc, h),
            other => return other,
        }
    }
    Known(xx_finish(acc))
}

fn of_range(heap: &Heap, r: &super::object::Range, depth: u32) -> Hashed {
    let len = super::ranges::length(heap, r);
    let len_hash = of_big(&len);
    let one = BigInt::from(1);
    let (start, step) = match len.cmp(&one) {
        std::cmp::Ordering::Less => (Value::None, Value::None),
        std::cmp::Ordering::Equal => (r.start, Value::None),
        std::cmp::Ordering::Greater => (r.start, r.step),
    };
    match (of_value(heap, start, depth), of_value(heap, step, depth)) {
        (Known(a), Known(b)) => Known(of_tuple_hashes([len_hash, a, b].into_iter())),
        _ => UserCode,
    }
}

/// The hash of a frozenset from those of its keys.
pub fn of_frozenset(hashes: impl Iterator<Item = i64>, len: usize) -> i64 {
    let mut hash = hashes.fold(0u64, |acc, h| {
        let h = h as u64;
        acc ^ ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167)
    });
    hash ^= (len as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}

/// What makes a value unhashable: the list in a tuple of tuples...
pub fn unhashable_part(heap: &Heap, v: Value) -> Value {
    let mut v = v;
    while let Some(items) = heap.tuple(v) {
        match items.iter().find(|&&item| hash(heap, item) == Unhashable) {
            Some(&item) => v = item,
            None => break,
        }
    }
    v
}

impl super::native::Ctx<'_> {
    /// `TypeError: unhashable type: 'list'`.
    pub fn unhashable(&mut self, v: Value) -> super::native::Exit {
        let part = unhashable_part(self.heap, v);
        let message = format!("unhashable type: '{}'", self.heap.type_of(part).name);
        self.type_error(message)
    }
}

#[cfg(test)]
mod tests;

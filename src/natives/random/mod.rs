//! The machine under `random`: the Mersenne Twister, with the very sequences of CPython. Its state is a `bytearray` in the
//! heap (624 words and an index), so that it goes back in time like everything else. Distributions are in
//! prelude/modules/random.py.

mod sha512;
mod twister;

use super::convert::{float, int};
use crate::vm::hash::{Hashed, hash};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::types;
use crate::vm::value::{Handle, Value};
use num_bigint::{BigInt, BigUint};
use twister::Twister;

/// The generator in a bytearray, to be used and written back at once.
fn with_state<T>(ctx: &mut Ctx<'_>, v: Value, f: impl FnOnce(&mut Twister<'_>) -> T) -> Result<T, Exit> {
    if let Value::Obj(h) = v
        && is_state(ctx, h)
        && let Object::ByteArray(bytes) = ctx.heap.get_mut(h)
        && let Some(mut t) = Twister::of(bytes)
    {
        return Ok(f(&mut t));
    }
    Err(ctx.type_error("no state of a random generator"))
}

fn is_state(ctx: &Ctx<'_>, h: Handle) -> bool {
    matches!(ctx.heap.get(h), Object::ByteArray(b) if b.len() == twister::STATE_BYTES)
}

/// A new state, not seeded.
fn new(ctx: &mut Ctx<'_>, _: &[Value]) -> NativeResult {
    Ok(Value::Obj(ctx.heap.alloc(types::BYTEARRAY, Object::ByteArray(vec![0; twister::STATE_BYTES]))))
}

/// Seed by an int of any size, a text or bytes (by their SHA-512), a float (by its hash), or by chance.
fn seed(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = args[1].or(Value::None);
    let key: Vec<u32> = if let Some(i) = int(ctx, v) {
        i.into_big().magnitude().to_u32_digits()
    } else if float(ctx, v).is_some() {
        let Hashed::Known(hash) = hash(ctx.heap, v) else { return Err(ctx.type_error("unhashable type: 'float'")) };
        BigUint::from(hash as u64).to_u32_digits()
    } else if let Some(bytes) = bytes_to_hash(ctx, v) {
        let mut all = bytes.clone();
        all.extend(sha512::digest(&bytes));
        BigUint::from_bytes_be(&all).to_u32_digits()
    } else if matches!(v, Value::None) {
        let bytes = ctx.world.entropy(twister::WORDS * 4, ctx.now);
        bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]])).collect()
    } else {
        return Err(ctx.type_error("The only supported seed types are: None,\nint, float, str, bytes, and bytearray."));
    };
    with_state(ctx, args[0], |t| t.seed(if key.is_empty() { &[0] } else { &key }))?;
    Ok(Value::None)
}

fn bytes_to_hash(ctx: &Ctx<'_>, v: Value) -> Option<Vec<u8>> {
    if let Some(t) = ctx.heap.text(v) {
        return Some(t.to_str().as_bytes().to_vec());
    }
    match ctx.heap.object(v)? {
        Object::Bytes(b) => Some(b.to_vec()),
        Object::ByteArray(b) => Some(b.clone()),
        _ => None,
    }
}

/// A float in [0, 1).
fn random(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(Value::Float(with_state(ctx, args[0], |t| t.float())?))
}

/// An int of k random bits.
fn getrandbits(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(k) = int(ctx, args[1]) else {
        let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(args[1]));
        return Err(ctx.type_error(message));
    };
    if k.is_negative() {
        return Err(ctx.value_error("number of bits must be non-negative"));
    }
    let Some(k) = k.small().filter(|&k| k <= i64::from(i32::MAX)) else {
        return Err(ctx.overflow_error("Python int too large to convert to C int"));
    };
    let n = with_state(ctx, args[0], |t| bits(t, k as u64))?;
    Ok(match n {
        Bits::Small(n) => Value::Int(n as i64),
        Bits::Big(n) => ctx.heap.new_int(n.into()),
    })
}

enum Bits {
    /// At most 63.
    Small(u64),
    Big(BigUint),
}

fn bits(t: &mut Twister<'_>, k: u64) -> Bits {
    match k {
        0 => Bits::Small(0),
        1..=32 => Bits::Small(u64::from(t.word() >> (32 - k))),
        33..=63 => {
            let low = u64::from(t.word());
            Bits::Small(low | u64::from(t.word() >> (64 - k)) << 32)
        }
        _ => {
            let mut words = Vec::with_capacity(k as usize / 32 + 1);
            let mut left = k;
            while left > 0 {
                let w = t.word();
                words.push(if left < 32 { w >> (32 - left) } else { w });
                left = left.saturating_sub(32);
            }
            Bits::Big(BigUint::new(words))
        }
    }
}

/// An int in [0, n), by drawing bits until they are below.
fn below(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    match int(ctx, args[1]) {
        Some(super::convert::Int::Small(n)) if n > 0 => {
            let k = u64::from(64 - (n as u64).leading_zeros());
            let r = with_state(ctx, args[0], |t| {
                loop {
                    if let Bits::Small(r) = bits(t, k)
                        && r < n as u64
                    {
                        return r;
                    }
                }
            })?;
            Ok(Value::Int(r as i64))
        }
        Some(super::convert::Int::Big(n)) if n > BigInt::ZERO => {
            let k = n.bits();
            let r = with_state(ctx, args[0], |t| {
                loop {
                    let r = match bits(t, k) {
                        Bits::Small(r) => BigUint::from(r),
                        Bits::Big(r) => r,
                    };
                    if r < *n.magnitude() {
                        return r;
                    }
                }
            })?;
            Ok(ctx.heap.new_int(r.into()))
        }
        _ => Ok(Value::Int(0)),
    }
}

/// `random.shuffle` of a list of plain content: the whole of it at once.
fn shuffle(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(mut items) = ctx.heap.list(args[1]).map(<[Value]>::to_vec) else { return Ok(Value::Bool(false)) };
    with_state(ctx, args[0], |t| {
        for i in (1..items.len()).rev() {
            let n = i as u64 + 1;
            let k = u64::from(64 - n.leading_zeros());
            let j = loop {
                if let Bits::Small(r) = bits(t, k)
                    && r < n
                {
                    break r as usize;
                }
            };
            items.swap(i, j);
        }
    })?;
    if let Value::Obj(h) = args[1] {
        *ctx.heap.list_mut(h) = items;
    }
    Ok(Value::Bool(true))
}

/// The words of a state, with the index as the last.
fn getstate(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let words = with_state(ctx, args[0], |t| t.words())?;
    let words: Vec<Value> = words.into_iter().map(|w| Value::Int(i64::from(w))).collect();
    Ok(ctx.heap.new_tuple(words))
}

fn setstate(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let Some(items) = ctx.heap.tuple(args[1]).map(<[Value]>::to_vec) else {
        return Err(ctx.type_error("state vector must be a tuple"));
    };
    if items.len() != twister::WORDS + 1 {
        return Err(ctx.value_error("state vector is the wrong size"));
    }
    let mut words = Vec::with_capacity(items.len());
    for v in items {
        match int(ctx, v).and_then(|i| i.small()) {
            Some(i) => words.push(i as u32),
            None => return Err(ctx.type_error("an integer is required")),
        }
    }
    if words[twister::WORDS] > twister::WORDS as u32 {
        return Err(ctx.value_error("invalid state"));
    }
    with_state(ctx, args[0], |t| t.set_words(&words))?;
    Ok(Value::None)
}

/// Bytes by chance: what `os.urandom` gives.
fn entropy(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let n = int(ctx, args[0]).and_then(|i| i.small()).filter(|n| (0..=1 << 24).contains(n));
    let Some(n) = n else { return Err(ctx.value_error("negative argument not allowed")) };
    let bytes = ctx.world.entropy(n as usize, ctx.now);
    Ok(ctx.heap.new_bytes(bytes))
}

pub static TABLE: &[NativeDef] = &[
    def("_random_new", "", new),
    def("_random_seed", "state, a, /", seed),
    def("_random_random", "state, /", random),
    def("_random_getrandbits", "state, k, /", getrandbits),
    def("_random_below", "state, n, /", below),
    def("_random_shuffle", "state, items, /", shuffle),
    def("_random_getstate", "state, /", getstate),
    def("_random_setstate", "state, words, /", setstate),
    def("_entropy", "n, /", entropy),
];

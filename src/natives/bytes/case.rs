//! Case, and the questions about all bytes.

use super::{both, is_space, same_kind, this};
use crate::vm::native::{Ctx, NativeResult};
use crate::vm::value::Value;

both!(BYTES, ARRAY, [
    "upper", "self, /", |ctx, a| convert(ctx, a, <[u8]>::to_ascii_uppercase);
    "lower", "self, /", |ctx, a| convert(ctx, a, <[u8]>::to_ascii_lowercase);
    "swapcase", "self, /", |ctx, a| convert(ctx, a, swapped);
    "title", "self, /", |ctx, a| convert(ctx, a, titled);
    "capitalize", "self, /", |ctx, a| convert(ctx, a, capitalized);
    "isalpha", "self, /", |ctx, a| all(ctx, a, |b| b.is_ascii_alphabetic());
    "isalnum", "self, /", |ctx, a| all(ctx, a, |b| b.is_ascii_alphanumeric());
    "isdigit", "self, /", |ctx, a| all(ctx, a, |b| b.is_ascii_digit());
    "isspace", "self, /", |ctx, a| all(ctx, a, is_space);
    "isascii", "self, /", |ctx, a| Ok(Value::Bool(this(ctx, a).is_ascii()));
    "isupper", "self, /", |ctx, a| Ok(Value::Bool(only(this(ctx, a), u8::is_ascii_uppercase, u8::is_ascii_lowercase)));
    "islower", "self, /", |ctx, a| Ok(Value::Bool(only(this(ctx, a), u8::is_ascii_lowercase, u8::is_ascii_uppercase)));
    "istitle", "self, /", |ctx, a| Ok(Value::Bool(is_titled(this(ctx, a))));
]);

fn convert(ctx: &mut Ctx, args: &[Value], to: impl Fn(&[u8]) -> Vec<u8>) -> NativeResult {
    let content = to(this(ctx, args));
    Ok(same_kind(ctx, args[0], content))
}

fn swapped(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|b| if b.is_ascii_uppercase() { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() }).collect()
}

fn titled(bytes: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let to = |b: &u8| {
        let to = if inside { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() };
        inside = b.is_ascii_alphabetic();
        to
    };
    bytes.iter().map(to).collect()
}

fn capitalized(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_ascii_lowercase();
    if let Some(first) = bytes.first_mut() {
        first.make_ascii_uppercase();
    }
    bytes
}

/// Are there bytes, and does `test` hold for all?
fn all(ctx: &Ctx, args: &[Value], test: impl Fn(u8) -> bool) -> NativeResult {
    let bytes = this(ctx, args);
    Ok(Value::Bool(!bytes.is_empty() && bytes.iter().all(|&b| test(b))))
}

/// Some of one kind, none of the other.
fn only(bytes: &[u8], one: impl Fn(&u8) -> bool, other: impl Fn(&u8) -> bool) -> bool {
    bytes.iter().any(one) && !bytes.iter().any(other)
}

fn is_titled(bytes: &[u8]) -> bool {
    let (mut inside, mut found) = (false, false);
    for b in bytes {
        if (b.is_ascii_uppercase() && inside) || (b.is_ascii_lowercase() && !inside) {
            return false;
        }
        inside = b.is_ascii_alphabetic();
        found |= inside;
    }
    found
}

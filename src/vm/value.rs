//! A Python value: what fits in two words is here, everything else is an object in the heap.

use serde::{Deserialize, Serialize};

/// Names an object in the heap. Handles are reused after a collection, always in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Handle(pub u32);

impl Handle {
    /// The object that is never used: "no object" in fields that are plain handles.
    pub const NONE: Handle = Handle(0);

    pub fn is_none(self) -> bool {
        self == Handle::NONE
    }
}

/// What a register, a list item or a field holds. The tag is as wide as the content, so that a copy is two whole words: with
/// a tag of one byte it becomes overlapping writes, which stall the next read.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[repr(u64)]
pub enum Value {
    /// No value: an unbound variable, an argument that was not given, a hidden slot outside its block.
    Unset,
    None,
    NotImplemented,
    Ellipsis,
    Bool(bool),
    /// Every `int` that fits is here; an `Object::Int` is always larger (or of a subclass).
    Int(i64),
    Float(f64),
    Obj(Handle),
}

// Registers, lists and dicts are made of it.
const _: () = assert!(size_of::<Value>() == 16);

impl Value {
    /// Identity, as `is` sees it.
    pub fn is(self, other: Value) -> bool {
        match (self, other) {
            (Value::Unset, Value::Unset)
            | (Value::None, Value::None)
            | (Value::NotImplemented, Value::NotImplemented)
            | (Value::Ellipsis, Value::Ellipsis) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Obj(a), Value::Obj(b)) => a == b,
            _ => false,
        }
    }

    #[inline]
    pub fn is_unset(self) -> bool {
        matches!(self, Value::Unset)
    }

    /// The value, or `default` when unset: for optional arguments.
    pub fn or(self, default: Value) -> Value {
        if self.is_unset() { default } else { self }
    }

    /// The value, or nothing when it is unset: for optional arguments.
    #[inline]
    pub fn given(self) -> Option<Value> {
        if self.is_unset() { None } else { Some(self) }
    }

    #[inline]
    pub fn handle(self) -> Option<Handle> {
        match self {
            Value::Obj(h) => Some(h),
            _ => None,
        }
    }
}

impl From<Handle> for Value {
    fn from(h: Handle) -> Value {
        Value::Obj(h)
    }
}
impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}
impl From<i64> for Value {
    fn from(i: i64) -> Value {
        Value::Int(i)
    }
}
impl From<f64> for Value {
    fn from(f: f64) -> Value {
        Value::Float(f)
    }
}

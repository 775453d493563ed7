//! What builtin exceptions have beside their `args`: an OSError's number and file names, a SyntaxError's place, what a
//! UnicodeError is about. [`Heap::new_exception`] fills them in, by the class and the arguments, as CPython's `__init__`
//! methods do; natives/core/exception.rs shows them as attributes.

use super::heap::Heap;
use super::object::{Exception, Object};
use super::types;
use super::value::{Handle, Value};
use serde::{Deserialize, Serialize};

/// A member of a builtin exception class. Append-only: checkpoints store it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Member {
    Errno,
    Strerror,
    Filename,
    Filename2,
    CharactersWritten,
    Msg,
    Name,
    NameFrom,
    Path,
    Obj,
    Value,
    Code,
    Lineno,
    Offset,
    Text,
    EndLineno,
    EndOffset,
    PrintFileAndLine,
    Encoding,
    Object,
    Start,
    End,
    Reason,
    /// The object that `__traceback__` showed last.
    Traceback,
    /// `self` of the method in which a name was not found: what a traceback suggests by. Nothing that a program sees.
    SelfObject,
}
use Member as M;

/// What decides about the members of an exception's class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Nothing but `args`.
    Plain,
    Os,
    BlockingIo,
    Import,
    Name,
    Attribute,
    Stop,
    Exit,
    Syntax,
    Decode,
    Encode,
    Translate,
}

/// The nearest builtin class of an exception's class.
pub fn builtin_base(heap: &Heap, class: Handle) -> Handle {
    if class.0 < types::RESERVED {
        return class;
    }
    heap.class(class).mro.iter().copied().find(|c| c.0 < types::RESERVED).unwrap_or(types::BASE_EXCEPTION)
}

/// The family of a class.
pub fn family(heap: &Heap, class: Handle) -> Family {
    match builtin_base(heap, class) {
        types::STOP_ITERATION => Family::Stop,
        types::SYSTEM_EXIT => Family::Exit,
        types::BLOCKING_IO_ERROR => Family::BlockingIo,
        h if (types::OS_ERROR.0..=types::TIMEOUT_ERROR.0).contains(&h.0) => Family::Os,
        types::IMPORT_ERROR | types::MODULE_NOT_FOUND_ERROR => Family::Import,
        types::NAME_ERROR | types::UNBOUND_LOCAL_ERROR => Family::Name,
        types::ATTRIBUTE_ERROR => Family::Attribute,
        types::SYNTAX_ERROR | types::INDENTATION_ERROR | types::TAB_ERROR => Family::Syntax,
        types::UNICODE_DECODE_ERROR => Family::Decode,
        types::UNICODE_ENCODE_ERROR => Family::Encode,
        types::UNICODE_TRANSLATE_ERROR => Family::Translate,
        _ => Family::Plain,
    }
}

/// The members that follow from the arguments, and the arguments that are left: an OSError keeps two of them.
fn from_args(heap: &mut Heap, class: Handle, args: Value) -> (Value, Vec<(Member, Value)>) {
    let family = family(heap, class);
    if family == Family::Plain || matches!(family, Family::Stop | Family::Exit | Family::Name | Family::Attribute) {
        return (args, Vec::new());
    }
    let items = heap.tuple(args).unwrap_or(&[]);
    let n = items.len();
    let pairs = |names: &[Member], values: &[Value]| names.iter().copied().zip(values.iter().copied()).collect::<Vec<_>>();
    match family {
        Family::Os | Family::BlockingIo if (2..=5).contains(&n) => {
            let mut members = pairs(&[M::Errno, M::Strerror], items);
            match items.get(2).copied() {
                Some(written) if family == Family::BlockingIo && heap.number_of(written) => {
                    members.push((M::CharactersWritten, written));
                    (args, members)
                }
                Some(file) if !matches!(file, Value::None) => {
                    members.push((M::Filename, file));
                    // The fourth is Windows's own number.
                    members.extend(items.get(4).map(|&second| (M::Filename2, second)));
                    let kept = [items[0], items[1]];
                    (heap.new_tuple(kept), members)
                }
                _ => (args, members),
            }
        }
        Family::Import if n == 1 => (args, vec![(M::Msg, items[0])]),
        Family::Syntax if n >= 1 => {
            let mut members = vec![(M::Msg, items[0])];
            if n == 2
                && let Some(place) = heap.items(items[1])
            {
                members.extend(pairs(&[M::Filename, M::Lineno, M::Offset, M::Text, M::EndLineno, M::EndOffset], place));
            }
            (args, members)
        }
        Family::Decode | Family::Encode if n == 5 => (args, pairs(&[M::Encoding, M::Object, M::Start, M::End, M::Reason], items)),
        Family::Translate if n == 4 => (args, pairs(&[M::Object, M::Start, M::End, M::Reason], items)),
        _ => (args, Vec::new()),
    }
}

impl Heap {
    fn number_of(&self, v: Value) -> bool {
        match v {
            Value::Int(_) | Value::Bool(_) | Value::Float(_) => true,
            _ => matches!(self.object(v), Some(Object::Int(_) | Object::Float(_))),
        }
    }

    /// An exception with its tuple of arguments.
    pub fn new_exception(&mut self, class: Handle, args: Value) -> Handle {
        let (args, members) = from_args(self, class, args);
        let e = Exception {
            args,
            cause: Value::None,
            context: Value::None,
            suppress_context: false,
            traceback: Vec::new(),
            raised_at: 0,
            members,
        };
        self.alloc(class, Object::Exception(Box::new(e)))
    }

    /// An exception with one string as its argument.
    pub fn new_error(&mut self, class: Handle, message: &str) -> Handle {
        let message = self.new_str(message);
        let args = self.new_tuple([message]);
        self.new_exception(class, args)
    }

    /// New arguments for an exception that is there: what `__init__` does.
    pub fn set_exception_args(&mut self, h: Handle, args: Value) {
        let class = self.slot(h).class;
        let (args, members) = from_args(self, class, args);
        let e = self.exception_mut(h);
        (e.args, e.members) = (args, members);
    }

    /// A member of an exception; nothing where it has none.
    pub fn exception_member(&self, v: Value, member: Member) -> Option<Value> {
        let e = self.exception(v)?;
        if let Some((_, v)) = e.members.iter().find(|(m, _)| *m == member) {
            return Some(*v);
        }
        let args = self.tuple(e.args).unwrap_or(&[]);
        match (member, args) {
            (M::Value, [first, ..]) => Some(*first),
            (M::Code, [one]) => Some(*one),
            (M::Code, [_, _, ..]) => Some(e.args),
            _ => None,
        }
    }

    pub fn set_exception_member(&mut self, h: Handle, member: Member, v: Value) {
        let e = self.exception_mut(h);
        match e.members.iter_mut().find(|(m, _)| *m == member) {
            Some((_, old)) => *old = v,
            None => e.members.push((member, v)),
        }
    }
}

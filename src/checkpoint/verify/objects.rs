//! One object: its class, and everything that its content refers to.

use super::{State, Verdict, classes, ensure, frames};
use crate::vm::fields::DICT_SHAPE;
use crate::vm::object::*;
use crate::vm::text::Text;
use crate::vm::types;
use crate::vm::value::{Handle, Value};

/// Positions beyond this are nonsense: adding one must not overflow.
const FAR: usize = usize::MAX / 4;

/// Verify the object behind `h`.
pub fn object(s: &State, h: Handle) -> Verdict {
    content(s, h).map_err(|problem| format!("object {}: {problem}", h.0))
}

fn content(s: &State, h: Handle) -> Verdict {
    let slot = s.heap.slot(h);
    let object = s.object(h)?;
    if slot.class.is_none() {
        ensure!(matches!(object, Object::Instance(_) | Object::TextBuffer(_)), "it has no class");
    } else {
        s.class(slot.class)?;
        classes::fits(s.heap, slot.class, object)?;
    }
    if !slot.attrs.is_none() {
        ensure!(matches!(s.object(slot.attrs)?, Object::Instance(_)), "its attributes are none");
    }
    match object {
        Object::Free | Object::Float(_) | Object::Complex(..) | Object::Bytes(_) | Object::ByteArray(_) => Ok(()),
        Object::Int(i) => {
            ensure!(slot.class != types::INT || i64::try_from(&**i).is_err(), "a small int is an object");
            Ok(())
        }
        Object::TextBuffer(text) => {
            ensure!(text.is_ascii(), "a text buffer is not ASCII");
            Ok(())
        }
        Object::Str(text) => text_of(s, &text.text),
        Object::Instance(i) => instance(s, i),
        Object::List(items) => s.values(items),
        Object::Tuple(items) => s.values(items),
        Object::Dict(d) => {
            ensure!(d.entries().len() < u32::MAX as usize, "a dict has too many entries");
            d.entries().iter().try_for_each(|e| s.value(e.key).and_then(|()| s.value(e.value)))
        }
        Object::Set(set) => {
            ensure!(set.is_sound(), "a set's table is broken");
            set.iter().try_for_each(|e| s.value(e.key))
        }
        Object::Range(r) => {
            [r.start, r.stop, r.step].into_iter().try_for_each(|v| s.int(v))?;
            ensure!(!matches!(r.step, Value::Int(0)), "a range has step 0");
            Ok(())
        }
        Object::Slice(parts) => s.values(&parts[..]),
        Object::Cell(v) | Object::ClassMethod(v) | Object::StaticMethod(v) | Object::MappingProxy(v) => s.value(*v),
        Object::Function(f) => function(s, f),
        Object::Builtin(b) => s.value(b.this),
        Object::BoundMethod { func, this } => s.values(&[*func, *this]),
        Object::Type(t) => classes::class(s, h, t),
        Object::Exception(e) => {
            s.none_or(e.args, "tuple", |o| matches!(o, Object::Tuple(_)))?;
            s.values(&[e.cause, e.context])?;
            e.members.iter().try_for_each(|(_, v)| s.value(*v))?;
            e.traceback.iter().try_for_each(|t| s.code(t.code).map(|_| ()))
        }
        Object::Module(m) => s.dict(m.dict),
        Object::Generator(g) => frames::generator(s, h, g),
        Object::Property(p) => s.values(&[p.get, p.set, p.delete, p.doc, p.name]),
        Object::Super(p) => {
            s.class(p.class)?;
            // `super(C)` is bound to nothing.
            if p.this.is_unset() && p.start.is_none() {
                return Ok(());
            }
            s.class(p.start)?;
            s.value(p.this)
        }
        Object::Iter(i) => iterator(s, i),
        Object::DictView { dict, .. } => s.dict(*dict),
        Object::Code(id) => s.code(*id).map(|_| ()),
        Object::Traceback(entries) => entries.iter().try_for_each(|t| s.code(t.code).map(|_| ())),
        Object::View(v) => {
            ensure!(matches!(s.object(v.base)?, Object::Bytes(_) | Object::ByteArray(_)), "a memoryview looks at no bytes");
            ensure!(View::size_of(v.format) > 0, "a memoryview has no format");
            ensure!(v.shape.len() == v.strides.len(), "a memoryview's shape and strides differ");
            let count = v.shape.iter().try_fold(1usize, |n, &d| n.checked_mul(d));
            ensure!(count.is_some_and(|n| n < FAR / 8) && v.start < FAR, "a memoryview is too large");
            ensure!(v.strides.iter().all(|s| s.unsigned_abs() < FAR / 8), "a memoryview's strides are too large");
            Ok(())
        }
        Object::Member { owner, name } => {
            s.class(*owner)?;
            symbol(s, *name)
        }
    }
}

pub fn symbol(s: &State, name: Sym) -> Verdict {
    ensure!((name.0 as usize) < s.heap.symbols.len(), "there is no name {}", name.0);
    Ok(())
}

fn text_of(s: &State, text: &Text) -> Verdict {
    match text {
        Text::Ascii(t) => ensure!(t.is_ascii(), "an ASCII text is not ASCII"),
        Text::Wide(points) => {
            ensure!(points.iter().all(|&p| p <= char::MAX as u32), "a text has impossible characters");
            ensure!(points.iter().any(|&p| p >= 128), "a wide text is all ASCII");
        }
        Text::Grown { buffer, len } => match s.object(*buffer)? {
            Object::TextBuffer(b) => ensure!(*len as usize <= b.len(), "a text is longer than its buffer"),
            _ => return Err("a text has no buffer".to_owned()),
        },
    }
    Ok(())
}

fn instance(s: &State, i: &Instance) -> Verdict {
    if i.shape == DICT_SHAPE {
        return match i.fields[..] {
            [Value::Obj(dict)] => s.dict(dict),
            _ => Err("an instance has lost its dict".to_owned()),
        };
    }
    ensure!((i.shape.0 as usize) < s.heap.shapes.len(), "there is no shape {}", i.shape.0);
    ensure!(i.fields.len() == s.heap.shapes.get(i.shape).names.len(), "an instance does not fit its shape");
    s.values(&i.fields)
}

fn function(s: &State, f: &Function) -> Verdict {
    let code = &s.code(f.code)?.code;
    s.dict(f.globals)?;
    s.values(&[f.name, f.qualname, f.module, f.doc, f.annotations])?;
    s.none_or(f.defaults, "tuple", |o| matches!(o, Object::Tuple(_)))?;
    s.none_or(f.kwdefaults, "dict", |o| matches!(o, Object::Dict(_)))?;
    ensure!(f.closure.len() == code.free.len(), "a function's closure does not fit its code");
    for &cell in &f.closure {
        // A jump into the middle of a function leaves its cells unmade; whoever needs one finds nothing.
        ensure!(cell.is_none() || matches!(s.object(cell)?, Object::Cell(_)), "a function's closure holds no cell");
    }
    Ok(())
}

fn iterator(s: &State, iter: &Iter) -> Verdict {
    let over = |h: Handle, index: usize| {
        ensure!(index < FAR, "an iterator is too far");
        s.visible(h).map(|_| ())
    };
    match iter {
        Iter::Empty | Iter::Range { .. } => Ok(()),
        Iter::List { list: h, index }
        | Iter::ListReversed { list: h, index }
        | Iter::Tuple { tuple: h, index }
        | Iter::TupleReversed { tuple: h, index }
        | Iter::Str { text: h, index }
        | Iter::StrReversed { text: h, index }
        | Iter::Bytes { bytes: h, index }
        | Iter::BytesReversed { bytes: h, index }
        | Iter::Dict { dict: h, index, .. }
        | Iter::DictReversed { dict: h, index, .. }
        | Iter::Set { set: h, index, .. } => over(*h, *index),
        Iter::BigRange { next, step, left } => [*next, *step, *left].into_iter().try_for_each(|v| s.int(v)),
        Iter::Sequence { object, index } | Iter::SequenceReversed { object, index } => {
            ensure!(index.unsigned_abs() < FAR as u64, "an iterator is too far");
            s.value(*object)
        }
        Iter::Enumerate { inner, .. } => s.value(*inner),
        Iter::Zip { inners, .. } => s.values(inners),
    }
}

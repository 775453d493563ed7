//! `repr` of what is no number, text or container: functions, classes, exceptions, iterators...; and `str` of exceptions.

use super::{Writer, address, address_of, class_name, default_repr, repr, str_of, text, type_name};
use crate::vm::exceptions::{self, Family, Member as M};
use crate::vm::heap::Heap;
use crate::vm::object::{Builtin, DictPart, Object};
use crate::vm::text::{Text, TextBuilder};
use crate::vm::types;
use crate::vm::value::{Handle, Value};

impl Writer<'_> {
    pub(super) fn other(&mut self, h: Handle) -> Option<()> {
        let heap = self.heap;
        let shown = match heap.get(h) {
            Object::Range(r) => {
                self.out.push_str("range(");
                match r.step {
                    Value::Int(1) => self.list(&[r.start, r.stop])?,
                    _ => self.list(&[r.start, r.stop, r.step])?,
                }
                ")".into()
            }
            Object::Slice(parts) => {
                self.out.push_str("slice(");
                self.list(&parts[..])?;
                ")".into()
            }
            Object::Cell(Value::Unset) => format!("<cell at {:#x}: empty>", address(h)),
            Object::Cell(v) => {
                format!("<cell at {:#x}: {} object at {:#x}>", address(h), type_name(heap, heap.class_of(*v)), address_of(*v))
            }
            Object::Function(f) if self.limit < usize::MAX => format!("<function {}>", heap.str_lossy(f.qualname)),
            Object::Function(f) => format!("<function {} at {:#x}>", heap.str_lossy(f.qualname), address(h)),
            Object::Builtin(b) => builtin(heap, *b),
            Object::BoundMethod { func, this } => {
                let name = match heap.object(*func) {
                    Some(Object::Function(f)) => heap.str_lossy(f.qualname),
                    Some(Object::Builtin(b)) => b.native.def().name.to_owned(),
                    _ => return None,
                };
                self.out.push_str(&format!("<bound method {name} of "));
                self.value(*this)?;
                ">".into()
            }
            Object::Type(_) => format!("<class '{}'>", class_name(heap, h)),
            Object::Exception(e) => {
                self.out.push_str(type_name(heap, heap.slot(h).class));
                let items = heap.tuple(e.args).unwrap_or(&[]);
                self.nested(h, "(...)", |w| {
                    w.out.push_str("(");
                    w.list(items)?;
                    w.out.push_str(")");
                    Some(())
                })?;
                String::new()
            }
            Object::Module(m) => match entry(heap, m.dict, "__file__") {
                Some(file) => {
                    self.out.push_str(&format!("<module '{}' from ", m.name));
                    self.value(file)?;
                    ">".into()
                }
                None if &*m.name == "__main__" => "<module '__main__'>".into(),
                None if heap.dict(heap.modules().into()).is_some_and(|d| d.iter().any(|(_, v)| v.is(Value::Obj(h)))) => {
                    format!("<module '{}' (built-in)>", m.name)
                }
                None => format!("<module '{}'>", m.name),
            },
            Object::Generator(g) => {
                // A lazy iterator of the prelude shows as what it stands for.
                match heap.slot(h).class {
                    class
                        if matches!(
                            class,
                            types::MAP
                                | types::FILTER
                                | types::ZIP
                                | types::ENUMERATE
                                | types::REVERSED
                                | types::SEQUENCE_ITERATOR
                                | types::CALLABLE_ITERATOR
                        ) =>
                    {
                        format!("<{} object at {:#x}>", type_name(heap, class), address(h))
                    }
                    class => {
                        let kind = type_name(heap, class);
                        format!("<{kind} object {} at {:#x}>", heap.str_lossy(g.qualname), address(h))
                    }
                }
            }
            // What the class itself brings shows as what it is in CPython.
            Object::ClassMethod(Value::Obj(f)) if heap.slot(h).class == types::CLASSMETHOD_DESCRIPTOR => return self.other(*f),
            Object::Property(p) if matches!(heap.object(p.get), Some(Object::Builtin(_))) => {
                let name = match heap.object(p.get) {
                    Some(Object::Builtin(b)) => b.native.def().name,
                    _ => "",
                };
                let (owner, name) = name.split_once('.').unwrap_or(("", name));
                let kind = if heap.slot(h).class == types::MEMBER { "member" } else { "attribute" };
                format!("<{kind} '{name}' of '{owner}' objects>")
            }
            Object::ClassMethod(f) => {
                self.out.push_str("<classmethod(");
                self.value(*f)?;
                ")>".into()
            }
            Object::StaticMethod(f) => {
                self.out.push_str("<staticmethod(");
                self.value(*f)?;
                ")>".into()
            }
            Object::View(v) if v.released => format!("<released memory at {:#x}>", address(h)),
            Object::View(_) => format!("<memory at {:#x}>", address(h)),
            Object::Super(s) if s.this.is_unset() => format!("<super: <class '{}'>, NULL>", type_name(heap, s.class)),
            Object::Super(s) => {
                let of = match heap.as_class(s.this) {
                    Some((class, _)) => class,
                    None => heap.class_of(s.this),
                };
                format!("<super: <class '{}'>, <{} object>>", type_name(heap, s.class), type_name(heap, of))
            }
            Object::DictView { dict, kind } => return self.view(h, *dict, *kind),
            Object::MappingProxy(of) => {
                self.out.push_str("mappingproxy(");
                self.value(*of)?;
                ")".into()
            }
            Object::Member { owner, name } => {
                format!("<member '{}' of '{}' objects>", heap.symbols.name(*name), type_name(heap, *owner))
            }
            _ => default_repr(heap, Value::Obj(h)).into_string(),
        };
        self.out.push_str(&shown);
        Some(())
    }

    fn view(&mut self, h: Handle, dict: Handle, kind: DictPart) -> Option<()> {
        let heap = self.heap;
        let dict = heap.dict(Value::Obj(dict))?;
        let name = match kind {
            DictPart::Keys => "dict_keys",
            DictPart::Values => "dict_values",
            DictPart::Items => "dict_items",
        };
        self.nested(h, "...", |w| {
            w.out.push_str(&format!("{name}(["));
            for (i, (key, value)) in dict.iter().enumerate() {
                if i > 0 {
                    w.out.push_str(", ");
                }
                if w.cut(dict.len() - i) {
                    break;
                }
                match kind {
                    DictPart::Keys => w.value(key)?,
                    DictPart::Values => w.value(value)?,
                    DictPart::Items => {
                        w.out.push_str("(");
                        w.list(&[key, value])?;
                        w.out.push_str(")");
                    }
                }
            }
            w.out.push_str("])");
            Some(())
        })
    }
}

fn builtin(heap: &Heap, b: Builtin) -> String {
    let def = b.native.def();
    let (owner, name) = def.name.split_once('.').unwrap_or(("", def.name));
    let Some(owner) = types::ALL.iter().find(|t| t.name == owner) else {
        return format!("<built-in function {name}>");
    };
    let is_operator = name.starts_with("__") && name.ends_with("__") && def.params.starts_with("self");
    match b.this {
        Value::Unset if is_operator => format!("<slot wrapper '{name}' of '{}' objects>", owner.name),
        Value::Unset if name == "__new__" || !(def.params.starts_with("self") || def.params.starts_with("cls")) => {
            format!("<built-in method {name} of type object at {:#x}>", address(owner.handle))
        }
        Value::Unset => format!("<method '{name}' of '{}' objects>", owner.name),
        this => {
            let (class, address) = (type_name(heap, heap.class_of(this)), address_of(this));
            match is_operator {
                true => format!("<method-wrapper '{name}' of {class} object at {address:#x}>"),
                false => format!("<built-in method {name} of {class} object at {address:#x}>"),
            }
        }
    }
}

/// The value of a string key of a namespace.
fn entry(heap: &Heap, dict: Handle, name: &str) -> Option<Value> {
    let dict = heap.dict(Value::Obj(dict))?;
    dict.iter().find(|(k, _)| heap.text(*k).is_some_and(|t| t.eq_str(name))).map(|(_, v)| v)
}

/// `str` of an exception by its kind.
pub(super) fn exception_str(heap: &Heap, v: Value) -> Option<Text> {
    let e = heap.exception(v)?;
    let member = |m| heap.exception_member(v, m).and_then(Value::given).filter(|v| !matches!(v, Value::None));
    let family = exceptions::family(heap, heap.class_of(v));
    match (family, heap.tuple(e.args).unwrap_or(&[])) {
        (Family::Plain, [one]) if exceptions::builtin_base(heap, heap.class_of(v)) == types::KEY_ERROR => repr(heap, *one),
        (Family::Os | Family::BlockingIo, args) => {
            let (number, text, file) = (member(M::Errno), member(M::Strerror), member(M::Filename));
            if file.is_none() && (number.is_none() || text.is_none()) {
                return plain_str(heap, e.args, args);
            }
            let mut out = TextBuilder::new();
            out.push_str("[Errno ");
            append(&mut out, part(heap, number.unwrap_or(Value::None))?);
            out.push_str("] ");
            append(&mut out, part(heap, text.unwrap_or(Value::None))?);
            if let Some(file) = file {
                out.push_str(": ");
                append(&mut out, repr(heap, file)?);
                if let Some(second) = member(M::Filename2) {
                    out.push_str(" -> ");
                    append(&mut out, repr(heap, second)?);
                }
            }
            Some(out.finish())
        }
        (Family::Decode | Family::Encode, args) => match member(M::Object) {
            None => plain_str(heap, e.args, args),
            Some(object) => {
                let [encoding, reason] = [M::Encoding, M::Reason].map(|m| member(m).unwrap_or(Value::None));
                let range = (member(M::Start)?, member(M::End)?);
                unicode_error(heap, encoding, object, range, reason)
            }
        },
        (Family::Translate, _) => {
            let (Some(object), Some(Value::Int(start)), Some(Value::Int(end))) =
                (member(M::Object), member(M::Start), member(M::End))
            else {
                return Some(Text::new(""));
            };
            let at = usize::try_from(start).ok()?;
            let single = heap.text(object).filter(|t| end.wrapping_sub(start) == 1 && at < t.len());
            let what = match single {
                Some(t) => format!("character '{}' in position {start}", text::escape(t.at(at))),
                None => format!("characters in position {start}-{}", end.wrapping_sub(1)),
            };
            Some(Text::from_string(format!("can't translate {what}: {}", heap.str_lossy(member(M::Reason)?))))
        }
        (Family::Syntax, _) => {
            let mut out = TextBuilder::new();
            append(&mut out, part(heap, member(M::Msg).unwrap_or(Value::None))?);
            let file = member(M::Filename).and_then(|f| heap.text(f)).map(|f| f.to_str().into_owned());
            let file = file.as_deref().map(|f| f.rsplit('/').next().unwrap_or_default());
            match (file, member(M::Lineno)) {
                (Some(file), Some(Value::Int(line))) => out.push_str(&format!(" ({file}, line {line})")),
                (Some(file), _) => out.push_str(&format!(" ({file})")),
                (None, Some(Value::Int(line))) => out.push_str(&format!(" (line {line})")),
                (None, _) => {}
            }
            Some(out.finish())
        }
        (Family::Import, args) => match member(M::Msg).filter(|m| heap.class_of(*m) == types::STR) {
            Some(message) => str_of(heap, message),
            None => plain_str(heap, e.args, args),
        },
        (_, args) => plain_str(heap, e.args, args),
    }
}

/// `str` of what is in an exception, one of the program's own excepted: those may be nested without end.
fn part(heap: &Heap, v: Value) -> Option<Text> {
    match heap.exception(v) {
        Some(_) => None,
        None => str_of(heap, v),
    }
}

/// `BaseException.__str__`.
fn plain_str(heap: &Heap, args: Value, items: &[Value]) -> Option<Text> {
    match items {
        [] => Some(Text::new("")),
        [one] => part(heap, *one),
        _ => repr(heap, args),
    }
}

fn unicode_error(heap: &Heap, encoding: Value, object: Value, range: (Value, Value), reason: Value) -> Option<Text> {
    let (Value::Int(start), Value::Int(end)) = range else { return None };
    let (encoding, reason) = (heap.str_lossy(encoding), heap.str_lossy(reason));
    let at = usize::try_from(start).ok()?;
    let single = end == start + 1;
    let what = match (heap.object(object)?, heap.text(object)) {
        (Object::Bytes(b), _) if single => format!("decode byte {:#04x} in position {start}", b.get(at)?),
        (Object::Bytes(_), _) => format!("decode bytes in position {start}-{}", end - 1),
        (_, Some(t)) if single && at < t.len() => format!("encode character '{}' in position {start}", text::escape(t.at(at))),
        _ => format!("encode characters in position {start}-{}", end - 1),
    };
    Some(Text::from_string(format!("'{encoding}' codec can't {what}: {reason}")))
}

fn append(out: &mut TextBuilder, t: Text) {
    match t {
        Text::Ascii(s) => out.push_str(&s),
        Text::Wide(s) => s.iter().for_each(|&c| out.push_point(c)),
        Text::Grown { .. } => {}
    }
}

//! `repr` of what is no number, text or container: functions, classes, exceptions, iterators...; and `str` of exceptions.

use super::{Writer, address, address_of, class_name, default_repr, repr, str_of, text, type_name};
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
                None => format!("<module '{}' (built-in)>", m.name),
            },
            Object::Generator(g) => {
                let kind = type_name(heap, heap.slot(h).class);
                format!("<{kind} object {} at {:#x}>", heap.str_lossy(g.qualname), address(h))
            }
            // What the class itself brings shows as what it is in CPython.
            Object::ClassMethod(Value::Obj(f)) if matches!(heap.get(*f), Object::Builtin(_)) => return self.other(*f),
            Object::Property(p) if matches!(heap.object(p.get), Some(Object::Builtin(_))) => {
                let name = match heap.object(p.get) {
                    Some(Object::Builtin(b)) => b.native.def().name,
                    _ => "",
                };
                let (owner, name) = name.split_once('.').unwrap_or(("", name));
                format!("<attribute '{name}' of '{owner}' objects>")
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
    let args = heap.tuple(e.args).unwrap_or(&[]);
    let class = heap.class_of(v);
    let is = |of| heap.is_subclass_or_same(class, of);
    match args {
        [one] if is(types::KEY_ERROR) => repr(heap, *one),
        [errno, message, ..] if is(types::OS_ERROR) && args.len() <= 3 => {
            let mut out = TextBuilder::new();
            out.push_str("[Errno ");
            append(&mut out, str_of(heap, *errno)?);
            out.push_str("] ");
            append(&mut out, str_of(heap, *message)?);
            if let Some(file) = heap.attribute(v, "filename").or(args.get(2).copied()).filter(|f| !matches!(f, Value::None)) {
                out.push_str(": ");
                append(&mut out, repr(heap, file)?);
            }
            Some(out.finish())
        }
        [encoding, object, start, end, reason] if is(types::UNICODE_DECODE_ERROR) || is(types::UNICODE_ENCODE_ERROR) => {
            unicode_error(heap, *encoding, *object, (*start, *end), *reason)
        }
        [object, Value::Int(start), Value::Int(end), reason] if is(types::UNICODE_TRANSLATE_ERROR) => {
            let at = usize::try_from(*start).ok()?;
            let single = heap.text(*object).filter(|t| end - start == 1 && at < t.len());
            let what = match single {
                Some(t) => format!("character '{}' in position {start}", text::escape(t.at(at))),
                None => format!("characters in position {start}-{}", end - 1),
            };
            Some(Text::from_string(format!("can't translate {what}: {}", heap.str_lossy(*reason))))
        }
        [message, place] if is(types::SYNTAX_ERROR) => {
            let place = heap.tuple(*place).unwrap_or(&[]);
            let (Some(file), Some(Value::Int(line))) = (place.first().map(|f| heap.str_lossy(*f)), place.get(1)) else {
                return str_of(heap, *message);
            };
            let file = file.rsplit('/').next().unwrap_or_default().to_owned();
            let mut out = TextBuilder::new();
            append(&mut out, str_of(heap, *message)?);
            out.push_str(&format!(" ({file}, line {line})"));
            Some(out.finish())
        }
        [] => Some(Text::new("")),
        [one] => str_of(heap, *one),
        _ => repr(heap, e.args),
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

impl Heap {
    /// As [`Heap::is_subclass`], also before the builtin types are set up.
    fn is_subclass_or_same(&self, class: Handle, of: Handle) -> bool {
        if class.0 >= types::RESERVED {
            return self.is_subclass(class, of);
        }
        let mut at = class;
        while at != of {
            match types::ALL.iter().find(|t| t.handle == at) {
                Some(t) if !t.base.is_none() => at = t.base,
                _ => return false,
            }
        }
        true
    }
    /// An attribute in an object's own bag.
    fn attribute(&self, v: Value, name: &str) -> Option<Value> {
        let bag = self.slot(v.handle()?).attrs;
        let Object::Instance(i) = self.get(bag) else { return None };
        let at = self.shapes.get(i.shape).index_of(self.symbols.find(name)?)?;
        i.fields.get(at).copied().filter(|v| !v.is_unset())
    }
}

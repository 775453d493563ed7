//! `repr` and `str` of everything that can be shown without running user code: for the natives of these names, and for
//! whoever shows values to the user. What needs a user's `__repr__` gives nothing; then the prelude's `_repr` does it.

pub mod number;
mod objects;
pub mod text;

use super::fields;
use super::heap::Heap;
use super::object::Object;
use super::text::{Text, TextBuilder, TextRef};
use super::types;
use super::value::{Handle, Value};

/// Containers nested more deeply than this are left to the prelude, which may use all the stack that Python has.
const MAX_DEPTH: usize = 200;

/// What `id()` gives, and what the default `repr` shows as an address.
pub fn address(h: Handle) -> u64 {
    0x7f00_0000_0000 + u64::from(h.0) * 16
}

/// [`address`] of any value: those that are no objects have an address by their content.
pub fn address_of(v: Value) -> u64 {
    match v {
        Value::Obj(h) => address(h),
        Value::Unset => 0,
        Value::None => 0x7e00_0000_0000,
        Value::NotImplemented => 0x7e00_0000_0010,
        Value::Ellipsis => 0x7e00_0000_0020,
        Value::Bool(b) => 0x7e00_0000_0030 + u64::from(b) * 16,
        Value::Int(i) => 0x7d00_0000_0000_u64.wrapping_add((i as u64).wrapping_mul(32)) & (u64::MAX >> 1),
        Value::Float(f) => (f.to_bits() ^ 0x5555_5555_5555_5555) >> 1,
    }
}

/// `repr(v)`, or nothing if user code has a say in it.
pub fn repr(heap: &Heap, v: Value) -> Option<Text> {
    if let Value::Int(i) = v {
        return Some(number::small(i));
    }
    let mut w = Writer::new(heap);
    w.value(v)?;
    Some(w.out.finish())
}

/// `repr(v)` cut short at about `limit` characters, in time that does not grow with the value; what is left out is counted
/// (`[0, 1, … 98 more]`). An object without a `__repr__` is shown by its attributes. Nothing if user code has a say in it, unless
/// `plain`: then such an object is shown as if it had no `__repr__`.
pub fn brief(heap: &Heap, v: Value, limit: usize, plain: bool) -> Option<Text> {
    let mut w = Writer { limit, plain, ..Writer::new(heap) };
    w.value(v)?;
    Some(w.out.finish())
}

/// The `repr` that the builtin content of `v` has, even if its class overrides it: what `list.__repr__(v)` gives.
pub fn content_repr(heap: &Heap, v: Value) -> Option<Text> {
    let mut w = Writer::new(heap);
    match v {
        Value::Obj(h) => w.content(h)?,
        _ => w.value(v)?,
    }
    Some(w.out.finish())
}

/// `object.__repr__(v)`.
pub fn default_repr(heap: &Heap, v: Value) -> Text {
    let name = class_name(heap, heap.class_of(v));
    Text::from_string(format!("<{name} object at {:#x}>", address_of(v)))
}

/// `str(v)`, or nothing if user code has a say in it.
pub fn str_of(heap: &Heap, v: Value) -> Option<Text> {
    if let Value::Obj(h) = v {
        let class = heap.slot(h).class;
        let owner = if class.0 < types::RESERVED { Some(class) } else { builtin_owner(heap, class, "__str__") };
        match heap.get(h) {
            Object::Str(_) if owner? != types::OBJECT => return heap.text_at(h).map(|t| t.to_text()),
            Object::Exception(_) if owner? != types::OBJECT => return exception_str(heap, v),
            _ if owner.is_none() => return None,
            _ => {}
        }
    }
    repr(heap, v)
}

/// `BaseException.__str__` and its sisters.
pub fn exception_str(heap: &Heap, v: Value) -> Option<Text> {
    objects::exception_str(heap, v)
}

/// The builtin type whose native is what instances of `class` have under a name; nothing if it is user code.
pub fn builtin_owner(heap: &Heap, class: Handle, name: &str) -> Option<Handle> {
    let found = heap.class_attr_named(class, name)?;
    let Object::Builtin(b) = heap.object(found)? else { return None };
    let (owner, _) = b.native.def().name.split_once('.')?;
    types::ALL.iter().find(|t| t.name == owner).map(|t| t.handle)
}

/// A class's name as in `<class 'NAME'>`: with its module unless that is `builtins`.
pub fn class_name(heap: &Heap, class: Handle) -> String {
    if class.0 < types::RESERVED {
        return type_name(heap, class).to_owned();
    }
    let t = heap.class(class);
    let module = heap.symbols.find("__module__").and_then(|m| t.attrs.get(&m)).and_then(|&m| heap.text(m));
    match module {
        Some(m) if !m.eq_str("builtins") => format!("{m}.{}", t.qualname),
        _ => t.qualname.to_string(),
    }
}

/// A class's plain name. Works for builtin types before they are set up.
pub fn type_name(heap: &Heap, class: Handle) -> &str {
    if class.0 < types::RESERVED {
        return types::ALL.iter().find(|t| t.handle == class).map_or("object", |t| t.name);
    }
    &heap.class(class).name
}

/// Writes the `repr` of nested values.
struct Writer<'h> {
    heap: &'h Heap,
    out: TextBuilder,
    /// The containers around what is being written.
    open: Vec<Handle>,
    /// Characters after which containers and texts are cut short.
    limit: usize,
    /// Objects with a `__repr__` of their own are shown without it.
    plain: bool,
}

impl<'h> Writer<'h> {
    fn new(heap: &'h Heap) -> Writer<'h> {
        Writer { heap, out: TextBuilder::new(), open: Vec::new(), limit: usize::MAX, plain: false }
    }

    /// Whether no more is to be shown: then says how much is left out. One last item is not worth that.
    fn cut(&mut self, left: usize) -> bool {
        let full = self.out.len() >= self.limit && left > 1;
        if full {
            self.out.push_str(&format!("… {left} more"));
        }
        full
    }

    /// How much of a text of this length is shown.
    fn shown(&self, len: usize) -> usize {
        len.min(self.limit.saturating_sub(self.out.len()).max(1))
    }

    fn text(&mut self, s: TextRef<'_>) {
        let shown = self.shown(s.len());
        if shown == s.len() {
            return text::quote_text(&mut self.out, s, false);
        }
        let start = s.slice(0, shown);
        match &start {
            Text::Ascii(start) => text::quote_text(&mut self.out, TextRef::Ascii(start), false),
            Text::Wide(start) => text::quote_text(&mut self.out, TextRef::Wide(start), false),
            Text::Grown { .. } => {}
        }
        self.out.push_str(&format!("… {} more", s.len() - shown));
    }

    fn bytes(&mut self, bytes: &[u8], show: impl FnOnce(&[u8]) -> String) {
        let shown = self.shown(bytes.len());
        self.out.push_str(&show(&bytes[..shown]));
        if shown < bytes.len() {
            self.out.push_str(&format!("… {} more", bytes.len() - shown));
        }
    }

    fn value(&mut self, v: Value) -> Option<()> {
        let s: &str = match v {
            Value::Unset => "<unset>",
            Value::None => "None",
            Value::NotImplemented => "NotImplemented",
            Value::Ellipsis => "Ellipsis",
            Value::Bool(true) => "True",
            Value::Bool(false) => "False",
            Value::Int(i) => &i.to_string(),
            Value::Float(f) => &number::float(f),
            Value::Obj(h) => {
                let class = self.heap.slot(h).class;
                if class.0 < types::RESERVED {
                    return self.content(h);
                }
                return match builtin_owner(self.heap, class, "__repr__") {
                    None if !self.plain => None,
                    None | Some(types::OBJECT) if self.limit < usize::MAX => self.preview(h, class),
                    None | Some(types::OBJECT) => {
                        self.out.push_str(&default_repr(self.heap, v).into_string());
                        Some(())
                    }
                    Some(_) => self.content(h),
                };
            }
        };
        self.out.push_str(s);
        Some(())
    }

    /// What an object holds, where its `repr` would only be its address; of objects inside of others the class alone.
    fn preview(&mut self, h: Handle, class: Handle) -> Option<()> {
        let heap = self.heap;
        let attributes = fields::all(heap, h);
        self.out.push_str(type_name(heap, class));
        let inside = self.open.iter().any(|&o| matches!(heap.get(o), Object::Instance(_)));
        if attributes.is_empty() || inside || self.open.contains(&h) {
            self.out.push_str(if attributes.is_empty() { " {}" } else { " {…}" });
            return Some(());
        }
        self.nested(h, "{…}", |w| {
            w.out.push_str(" {");
            for (i, (name, v)) in attributes.iter().enumerate() {
                if i > 0 {
                    w.out.push_str(", ");
                }
                if w.cut(attributes.len() - i) {
                    break;
                }
                w.out.push_str(&format!("{name}: "));
                // A part that user code has a say in is not asked: it is shown when this is unfolded.
                let plain = std::mem::replace(&mut w.plain, true);
                w.value(*v)?;
                w.plain = plain;
            }
            w.out.push_str("}");
            Some(())
        })
    }

    fn content(&mut self, h: Handle) -> Option<()> {
        match self.heap.get(h) {
            Object::Str(_) => self.text(self.heap.text_at(h)?),
            Object::Int(i) if self.heap.too_many_digits(i) => match self.plain {
                true => self.out.push_str(&format!("<int of {} bits>", i.bits())),
                false => return None,
            },
            Object::Int(i) => self.out.push_str(&number::big(i)),
            Object::Float(f) => self.out.push_str(&number::float(*f)),
            Object::Complex(re, im) => self.out.push_str(&number::complex(*re, *im)),
            Object::Bytes(b) => self.bytes(b, text::quote_bytes),
            Object::ByteArray(b) => {
                let name = type_name(self.heap, self.heap.slot(h).class);
                self.bytes(b, |b| text::show_bytearray(name, b));
            }
            Object::List(items) => self.sequence(h, "[", items, "]")?,
            Object::Tuple(items) => {
                let close = if items.len() == 1 { ",)" } else { ")" };
                self.sequence(h, "(", items, close)?;
            }
            Object::Dict(_) => self.dict(h)?,
            Object::Set(_) => self.set(h)?,
            _ => self.other(h)?,
        }
        Some(())
    }

    /// Write a container's inside; `[...]` and the like inside itself.
    fn nested(&mut self, h: Handle, again: &str, inside: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        if self.open.contains(&h) {
            self.out.push_str(again);
            return Some(());
        }
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        self.open.push(h);
        inside(self)?;
        self.open.pop();
        Some(())
    }

    fn list(&mut self, items: &[Value]) -> Option<()> {
        self.items(items.len(), items.iter().copied())
    }

    fn items(&mut self, len: usize, items: impl Iterator<Item = Value>) -> Option<()> {
        for (i, v) in items.enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            if self.cut(len - i) {
                break;
            }
            self.value(v)?;
        }
        Some(())
    }

    fn sequence(&mut self, h: Handle, open: &str, items: &'h [Value], close: &str) -> Option<()> {
        let again = if open == "[" { "[...]" } else { "(...)" };
        self.nested(h, again, |w| {
            w.out.push_str(open);
            w.list(items)?;
            w.out.push_str(close);
            Some(())
        })
    }

    fn dict(&mut self, h: Handle) -> Option<()> {
        let heap = self.heap;
        let dict = heap.dict(Value::Obj(h))?;
        self.nested(h, "{...}", |w| {
            w.out.push_str("{");
            for (i, (key, value)) in dict.iter().enumerate() {
                if i > 0 {
                    w.out.push_str(", ");
                }
                if w.cut(dict.len() - i) {
                    break;
                }
                w.value(key)?;
                w.out.push_str(": ");
                w.value(value)?;
            }
            w.out.push_str("}");
            Some(())
        })
    }

    fn set(&mut self, h: Handle) -> Option<()> {
        let heap = self.heap;
        let set = heap.set(Value::Obj(h))?;
        let class = heap.slot(h).class;
        let name = type_name(heap, class);
        if set.is_empty() {
            self.out.push_str(&format!("{name}()"));
            return Some(());
        }
        self.nested(h, &format!("{name}(...)"), |w| {
            let plain = class == types::SET;
            w.out.push_str(&if plain { "{".to_owned() } else { format!("{name}({{") });
            w.items(set.len(), set.iter().map(|e| e.key))?;
            w.out.push_str(if plain { "}" } else { "})" });
            Some(())
        })
    }
}

impl Text {
    /// As a Rust string; lone surrogates become U+FFFD.
    fn into_string(self) -> String {
        match self {
            Text::Ascii(s) => s.into_string(),
            Text::Wide(s) => s.iter().map(|&c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
            Text::Grown { .. } => String::new(),
        }
    }
}

#[cfg(test)]
mod tests;

//! Formatting by Python's rules: format specs (`f"{x:>10.3f}"`) in [`spec`], applied to numbers and texts in [`number`]
//! and here; `%`-formatting in [`percent`].

pub mod float;
pub mod number;
pub mod percent;
pub mod spec;

use super::arith::{Num, Trouble};
use super::heap::Heap;
use super::native::{Ctx, Exit};
use super::repr;
use super::text::{Text, TextBuilder, TextRef};
use super::types;
use super::value::Value;
use spec::{Align, Spec};

/// Why something cannot be formatted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A ValueError.
    Value(String),
    Overflow(&'static str),
    Memory,
}

impl Refusal {
    pub fn raise(self, ctx: &mut Ctx) -> Exit {
        match self {
            Refusal::Value(m) => ctx.value_error(m),
            Refusal::Overflow(m) => ctx.overflow_error(m),
            Refusal::Memory => Trouble::Memory.raise(ctx),
        }
    }
}

impl From<Trouble> for Refusal {
    fn from(t: Trouble) -> Refusal {
        match t {
            Trouble::Overflow(m) => Refusal::Overflow(m),
            _ => Refusal::Memory,
        }
    }
}

fn refuse<T>(message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Value(message.into()))
}

/// `format(v, spec)`; nothing when the value's class has its own `__format__` (or, for an empty spec, `__str__`).
pub fn format_value(ctx: &mut Ctx, v: Value, spec: &str) -> Result<Option<Value>, Exit> {
    if let Value::Obj(h) = v {
        let class = ctx.heap.slot(h).class;
        if class.0 >= types::RESERVED {
            return match repr::builtin_owner(ctx.heap, class, "__format__") {
                None => Ok(None),
                Some(types::OBJECT) => object_format(ctx, v, spec),
                // These show an empty spec as `str` does, which the class may have changed.
                Some(_) if spec.is_empty() => object_format(ctx, v, spec),
                Some(_) => content_format(ctx, v, spec),
            };
        }
    }
    content_format(ctx, v, spec)
}

/// What the builtin `__format__` of the value's content does.
pub fn content_format(ctx: &mut Ctx, v: Value, spec: &str) -> Result<Option<Value>, Exit> {
    if spec.is_empty() {
        return object_format(ctx, v, spec);
    }
    match formatted(ctx.heap, v, spec) {
        Some(Ok(text)) => Ok(Some(ctx.heap.new_text(text))),
        Some(Err(refusal)) => Err(refusal.raise(ctx)),
        None => object_format(ctx, v, spec),
    }
}

/// `object.__format__`: no spec is understood.
pub fn object_format(ctx: &mut Ctx, v: Value, spec: &str) -> Result<Option<Value>, Exit> {
    if !spec.is_empty() {
        let message = format!("unsupported format string passed to {}.__format__", ctx.type_name(v));
        return Err(ctx.type_error(message));
    }
    if ctx.heap.class_of(v) == types::STR {
        return Ok(Some(v));
    }
    Ok(repr::str_of(ctx.heap, v).map(|t| ctx.heap.new_text(t)))
}

/// A number or a text by a spec that is not empty; nothing for other values.
fn formatted(heap: &Heap, v: Value, spec: &str) -> Option<Result<Text, Refusal>> {
    let name = repr::type_name(heap, heap.class_of(v));
    if let Some(text) = heap.text(v) {
        return Some(Spec::parse(spec, Align::Left, name).and_then(|s| format_text(&s, text, name)));
    }
    let number = Num::of(heap, v)?;
    if let Num::Big(i) = number
        && heap.too_many_digits(i)
        && Spec::parse(spec, Align::Right, name).is_ok_and(|s| matches!(s.kind, None | Some('d' | 'n')))
    {
        return Some(Err(Refusal::Value(heap.too_long_text())));
    }
    Some(Spec::parse(spec, Align::Right, name).and_then(|s| number::format(&s, number, name)))
}

/// A text by a spec.
fn format_text(spec: &Spec, text: TextRef, name: &str) -> Result<Text, Refusal> {
    match spec.kind {
        None | Some('s') => {}
        Some(other) => return spec::unknown(other, name),
    }
    if let Some(grouping) = spec.grouping {
        return spec::cannot_group(grouping, 's');
    }
    if let Some(sign) = spec.sign {
        return refuse(if sign == ' ' {
            "Space not allowed in string format specifier"
        } else {
            "Sign not allowed in string format specifier"
        });
    }
    if spec.no_negative_zero {
        return refuse("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return refuse("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == Align::AfterSign {
        return refuse("'=' alignment not allowed in string format specifier");
    }
    let len = spec.precision.map_or(text.len(), |p| p.min(text.len()));
    let shown = match text {
        TextRef::Ascii(s) => TextRef::Ascii(&s[..len]),
        TextRef::Wide(s) => TextRef::Wide(&s[..len]),
    };
    let mut out = TextBuilder::new();
    spec.pad(&mut out, shown)?;
    Ok(out.finish())
}

/// A text that is not in the heap yet.
pub fn text_ref(text: &Text) -> TextRef<'_> {
    match text {
        Text::Ascii(s) => TextRef::Ascii(s),
        Text::Wide(s) => TextRef::Wide(s),
        Text::Grown { .. } => TextRef::Ascii(""),
    }
}

#[cfg(test)]
mod tests;

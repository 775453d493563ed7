//! `str.format` and `str.format_map`. As long as no user code is needed they are done here; else `_str_format` of the
//! prelude does them, with the pieces that [`pieces`] gives it. The same for `%`-formatting.

use super::fields::{Field, First, Parser, Piece, Step};
use super::this;
use crate::vm::format::{self, percent};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::text::{Text, TextBuilder};
use crate::vm::types;
use crate::vm::value::Value;
use crate::vm::{items, lookup, repr};

pub static TABLE: &[NativeDef] = &[
    def("str.format", "self, /, *args, **kwargs", format),
    def("str.format_map", "self, mapping, /", format_map),
    def("_format_pieces", "text, /", pieces),
    def("_percent_uses", "text, /", percent_uses),
    def("_percent_ready", "text, values, /", percent_ready),
];

/// A spec may hold fields, but these no further ones.
const MAX_DEPTH: u32 = 2;

fn format(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    run(ctx, args[0], args[1], args[2])
}

fn format_map(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    run(ctx, args[0], Value::None, args[1])
}

/// `args` is None where positional arguments are not allowed.
fn run(ctx: &mut Ctx, text: Value, args: Value, names: Value) -> NativeResult {
    let points: Vec<u32> = this(ctx, &[text]).points().collect();
    let mut f = Formatter { args, names, numbering: Numbering::Unknown };
    let mut out = TextBuilder::new();
    match f.all(ctx, &points, MAX_DEPTH, &mut out) {
        Ok(()) => Ok(ctx.heap.new_text(out.finish())),
        Err(Stop::Foreign) => Err(ctx.prelude("_str_format", &[text, args, names])),
        Err(Stop::Exit(e)) => Err(e),
    }
}

/// How fields name positional arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    /// The next one has this index.
    Auto(i64),
    Manual,
}

enum Stop {
    /// User code is needed.
    Foreign,
    Exit(Exit),
}

impl From<Exit> for Stop {
    fn from(e: Exit) -> Stop {
        Stop::Exit(e)
    }
}

struct Formatter {
    args: Value,
    names: Value,
    numbering: Numbering,
}

impl Formatter {
    fn all(&mut self, ctx: &mut Ctx, text: &[u32], depth: u32, out: &mut TextBuilder) -> Result<(), Stop> {
        if depth == 0 {
            return Err(ctx.value_error("Max string recursion exceeded").into());
        }
        for piece in Parser::new(text) {
            match piece {
                Ok(Piece::Text(points)) => points.into_iter().for_each(|c| out.push_point(c)),
                Ok(Piece::Field(field)) => self.field(ctx, &field, depth, out)?,
                Err(message) => return Err(ctx.value_error(message).into()),
            }
        }
        Ok(())
    }

    fn field(&mut self, ctx: &mut Ctx, field: &Field, depth: u32, out: &mut TextBuilder) -> Result<(), Stop> {
        let mut v = self.argument(ctx, &field.first)?;
        for step in &field.steps {
            let key = match step {
                Step::Attribute(_) => return Err(Stop::Foreign),
                Step::Index(i) => Value::Int(*i),
                Step::Key(key) => ctx.heap.new_text(Text::from_points(&key[..])),
            };
            v = items::get_item(ctx, v, key)?.ok_or(Stop::Foreign)?;
        }
        let text = match field.conversion.and_then(char::from_u32) {
            None => None,
            Some('s') => Some(repr::str_of(ctx.heap, v).ok_or(Stop::Foreign)?),
            Some('r') => Some(repr::repr(ctx.heap, v).ok_or(Stop::Foreign)?),
            Some('a') => Some(Text::from_string(repr::text::to_ascii(&repr::repr(ctx.heap, v).ok_or(Stop::Foreign)?))),
            Some(other) => return Err(unknown_conversion(ctx, other).into()),
        };
        let spec = if field.nested {
            let mut spec = TextBuilder::new();
            self.all(ctx, &field.spec, depth - 1, &mut spec)?;
            format::text_ref(&spec.finish()).to_string()
        } else {
            field.spec.iter().map(|&c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        };
        match text {
            Some(text) if spec.is_empty() => out.push(format::text_ref(&text)),
            None if spec.is_empty() && ctx.heap.class_of(v) == types::STR => out.push(this(ctx, &[v])),
            text => {
                let v = text.map_or(v, |t| ctx.heap.new_text(t));
                let shown = format::format_value(ctx, v, &spec)?.ok_or(Stop::Foreign)?;
                out.push(this(ctx, &[shown]));
            }
        }
        Ok(())
    }

    fn argument(&mut self, ctx: &mut Ctx, first: &First) -> Result<Value, Stop> {
        let index = match first {
            First::Key(key) => return self.named(ctx, key),
            First::Auto => match self.numbering {
                Numbering::Manual => return Err(switched(ctx, "manual field specification", "automatic field numbering")),
                Numbering::Unknown => 0,
                Numbering::Auto(next) => next,
            },
            First::Index(i) => match self.numbering {
                Numbering::Auto(_) => return Err(switched(ctx, "automatic field numbering", "manual field specification")),
                _ => *i,
            },
        };
        self.numbering = if *first == First::Auto { Numbering::Auto(index + 1) } else { Numbering::Manual };
        let Some(args) = ctx.heap.tuple(self.args) else {
            return Err(ctx.value_error("Format string contains positional fields").into());
        };
        match usize::try_from(index).ok().and_then(|i| args.get(i)) {
            Some(&v) => Ok(v),
            None => {
                let message = format!("Replacement index {index} out of range for positional args tuple");
                Err(ctx.index_error(message).into())
            }
        }
    }

    fn named(&self, ctx: &mut Ctx, key: &[u32]) -> Result<Value, Stop> {
        let key = ctx.heap.new_text(Text::from_points(key));
        let Value::Obj(names) = self.names else { return Err(Stop::Foreign) };
        if ctx.heap.slot(names).class != types::DICT {
            return Err(Stop::Foreign);
        }
        match lookup::dict_get(ctx.heap, names, key) {
            Ok(Some(v)) => Ok(v),
            Ok(None) => Err(ctx.key_error(key).into()),
            Err(_) => Err(Stop::Foreign),
        }
    }
}

fn switched(ctx: &mut Ctx, from: &str, to: &str) -> Stop {
    ctx.value_error(format!("cannot switch from {from} to {to}")).into()
}

fn unknown_conversion(ctx: &mut Ctx, c: char) -> Exit {
    let code = u32::from(c);
    ctx.value_error(if (33..127).contains(&code) {
        format!("Unknown conversion specifier {c}")
    } else {
        format!("Unknown conversion specifier \\x{code:x}")
    })
}

/// The pieces of a format for the prelude: strings; tuples `(first, steps, conversion, spec)`, where `first` is None, an
/// index or a key and every step `(is_attribute, key)`; and as the last one `(message,)` if something is wrong.
fn pieces(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let points: Vec<u32> = this(ctx, args).points().collect();
    let mut list = Vec::new();
    for piece in Parser::new(&points) {
        let v = match piece {
            Ok(Piece::Text(points)) => ctx.heap.new_text(Text::from_points(points)),
            Ok(Piece::Field(field)) => field_as_tuple(ctx, field),
            Err(message) => {
                let message = ctx.heap.new_string(message);
                ctx.heap.new_tuple([message])
            }
        };
        list.push(v);
    }
    Ok(ctx.heap.new_list(list))
}

fn field_as_tuple(ctx: &mut Ctx, field: Field) -> Value {
    let first = match field.first {
        First::Auto => Value::None,
        First::Index(i) => Value::Int(i),
        First::Key(key) => ctx.heap.new_text(Text::from_points(key)),
    };
    let mut steps = Vec::new();
    for step in field.steps {
        let (is_attribute, key) = match step {
            Step::Attribute(name) => (true, ctx.heap.new_text(Text::from_points(name))),
            Step::Key(key) => (false, ctx.heap.new_text(Text::from_points(key))),
            Step::Index(i) => (false, Value::Int(i)),
        };
        steps.push(ctx.heap.new_tuple([Value::Bool(is_attribute), key]));
    }
    let steps = ctx.heap.new_tuple(steps);
    let conversion = field.conversion.map_or(Value::None, |c| ctx.heap.new_text(Text::from_points([c])));
    let spec = ctx.heap.new_text(Text::from_points(field.spec));
    ctx.heap.new_tuple([first, steps, conversion, spec])
}

/// What the values of a `%`-format are used for: a list of `(letter, key or None)`.
fn percent_uses(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let is_text = ctx.heap.text(args[0]).is_some();
    let mut list = Vec::new();
    for (letter, key) in percent::uses(ctx.heap, args[0]) {
        let letter = ctx.heap.new_str(letter.encode_utf8(&mut [0; 4]));
        let key = match key {
            None => Value::None,
            Some(key) if is_text => ctx.heap.new_text(Text::from_points(key)),
            Some(key) => ctx.heap.new_bytes(key.into_iter().map(|c| c as u8).collect::<Vec<u8>>()),
        };
        list.push(ctx.heap.new_tuple([letter, key]));
    }
    Ok(ctx.heap.new_list(list))
}

/// `text % values` where the values are converted already.
fn percent_ready(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let kind = if ctx.heap.text(args[0]).is_some() { percent::Kind::Str } else { percent::Kind::Bytes };
    let Some(text) = percent::render_ready(ctx, kind, args[0], args[1])? else { return Ok(Value::None) };
    if kind == percent::Kind::Str {
        return Ok(ctx.heap.new_text(text));
    }
    let bytes = percent::to_bytes(&text);
    match ctx.heap.object(args[0]) {
        Some(crate::vm::object::Object::ByteArray(_)) => {
            Ok(Value::Obj(ctx.heap.alloc(types::BYTEARRAY, crate::vm::object::Object::ByteArray(bytes))))
        }
        _ => Ok(ctx.heap.new_bytes(bytes)),
    }
}

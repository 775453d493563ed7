//! Case, and the questions about all characters: `upper`, `title`, `isdigit`...

use super::this;
use crate::vm::native::{Ctx, NativeDef, NativeResult, def};
use crate::vm::text::{Text, TextRef};
use crate::vm::unicode::{self, Mapped};
use crate::vm::value::Value;

pub static TABLE: &[NativeDef] = &[
    def("str.upper", "self, /", upper),
    def("str.lower", "self, /", lower),
    def("str.swapcase", "self, /", swapcase),
    def("str.title", "self, /", title),
    def("str.capitalize", "self, /", capitalize),
    def("str.casefold", "self, /", casefold),
    def("str.isalpha", "self, /", isalpha),
    def("str.isalnum", "self, /", isalnum),
    def("str.isascii", "self, /", isascii),
    def("str.isdecimal", "self, /", isdecimal),
    def("str.isdigit", "self, /", isdigit),
    def("str.isnumeric", "self, /", isnumeric),
    def("str.isspace", "self, /", isspace),
    def("str.isprintable", "self, /", isprintable),
    def("str.isidentifier", "self, /", isidentifier),
    def("str.isupper", "self, /", isupper),
    def("str.islower", "self, /", islower),
    def("str.istitle", "self, /", istitle),
];

/// Convert ASCII text and any other text, which is given its own place for the sake of the final sigma.
fn convert(
    ctx: &mut Ctx,
    args: &[Value],
    ascii: impl FnOnce(&str) -> String,
    mut point: impl FnMut(&[u32], usize) -> Mapped,
) -> NativeResult {
    let text = match this(ctx, args) {
        TextRef::Ascii(s) => Text::Ascii(ascii(s).into()),
        TextRef::Wide(s) => {
            let mut out = Vec::with_capacity(s.len());
            for i in 0..s.len() {
                let (to, n) = point(s, i);
                out.extend_from_slice(&to[..n]);
            }
            Text::from_points(out)
        }
    };
    Ok(ctx.heap.new_text(text))
}

fn lower_at(s: &[u32], i: usize) -> Mapped {
    match s[i] {
        unicode::SIGMA if unicode::is_final_sigma(s, i) => ([0x3c2, 0, 0], 1),
        c => unicode::to_lower(c),
    }
}

fn upper(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    convert(ctx, args, str::to_ascii_uppercase, |s, i| unicode::to_upper(s[i]))
}

fn lower(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    convert(ctx, args, str::to_ascii_lowercase, lower_at)
}

fn casefold(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    convert(ctx, args, str::to_ascii_lowercase, |s, i| unicode::to_fold(s[i]))
}

fn swapcase(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let ascii = |s: &str| {
        s.chars().map(|c| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }).collect()
    };
    convert(ctx, args, ascii, |s, i| match s[i] {
        c if unicode::is_upper(c) => lower_at(s, i),
        c if unicode::is_lower(c) => unicode::to_upper(c),
        c => ([c, 0, 0], 1),
    })
}

fn title(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let ascii = |s: &str| {
        let mut inside = false;
        let to = |c: char| {
            let to = if inside { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
            inside = c.is_ascii_alphabetic();
            to
        };
        s.chars().map(to).collect()
    };
    let mut inside = false;
    convert(ctx, args, ascii, |s, i| {
        let to = if inside { lower_at(s, i) } else { unicode::to_title(s[i]) };
        inside = unicode::is_cased(s[i]);
        to
    })
}

fn capitalize(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let ascii = |s: &str| {
        let mut s = s.to_ascii_lowercase();
        if let Some(first) = s.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        s
    };
    convert(ctx, args, ascii, |s, i| if i == 0 { unicode::to_title(s[0]) } else { lower_at(s, i) })
}

/// Are there characters, and does `test` hold for all?
fn all(ctx: &Ctx, args: &[Value], test: fn(u32) -> bool) -> NativeResult {
    let text = this(ctx, args);
    Ok(Value::Bool(!text.is_empty() && text.points().all(test)))
}

fn isalpha(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    all(ctx, args, unicode::is_alpha)
}
fn isalnum(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    all(ctx, args, unicode::is_alnum)
}
fn isdecimal(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    all(ctx, args, unicode::is_decimal)
}
fn isdigit(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    all(ctx, args, unicode::is_digit)
}
fn isnumeric(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    all(ctx, args, unicode::is_numeric)
}
fn isspace(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    all(ctx, args, unicode::is_space)
}
fn isascii(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(Value::Bool(matches!(this(ctx, args), TextRef::Ascii(_))))
}
fn isprintable(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    Ok(Value::Bool(this(ctx, args).points().all(unicode::is_printable)))
}
fn isidentifier(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let mut points = this(ctx, args).points();
    let starts = points.next().is_some_and(unicode::is_id_start);
    Ok(Value::Bool(starts && points.all(unicode::is_id_continue)))
}
fn isupper(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let text = this(ctx, args);
    let other = |c| unicode::is_lower(c) || unicode::is_title(c);
    Ok(Value::Bool(!text.points().any(other) && text.points().any(unicode::is_upper)))
}
fn islower(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let text = this(ctx, args);
    let other = |c| unicode::is_upper(c) || unicode::is_title(c);
    Ok(Value::Bool(!text.points().any(other) && text.points().any(unicode::is_lower)))
}
/// Capitals only at the start of words, other letters only inside.
fn istitle(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let (mut inside, mut found) = (false, false);
    for c in this(ctx, args).points() {
        let capital = unicode::is_upper(c) || unicode::is_title(c);
        let small = unicode::is_lower(c);
        if (capital && inside) || (small && !inside) {
            return Ok(Value::Bool(false));
        }
        inside = capital || small;
        found |= inside;
    }
    Ok(Value::Bool(found))
}

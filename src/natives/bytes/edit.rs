//! Bytes made wider, joined, or of other bytes: `center`, `zfill`, `expandtabs`, `join`, `translate`, `hex`, `decode`.

use super::{both, byte, from_items, part, same_kind, this};
use crate::natives::{args as arg, codecs, units};
use crate::vm::arith::{self, bytes_of};
use crate::vm::iterate;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::types;
use crate::vm::value::Value;

both!(BYTES, ARRAY, [
    "center", "self, width, fillchar=b' ', /", |ctx, a| justify(ctx, "center", "bytes.center", a, units::centre);
    "ljust", "self, width, fillchar=b' ', /", |ctx, a| {
        justify(ctx, "ljust", "bytes.ljust", a, |len, width| (0, width.saturating_sub(len)))
    };
    "rjust", "self, width, fillchar=b' ', /", |ctx, a| {
        justify(ctx, "rjust", "bytes.rjust", a, |len, width| (width.saturating_sub(len), 0))
    };
    "zfill", "self, width, /", zfill;
    "expandtabs", "self, /, tabsize=8", expandtabs;
    "join", "self, iterable_of_bytes, /", join;
    "translate", "self, table, /, delete=b''", translate;
    "hex", "self, sep=None, bytes_per_sep=1", hex;
    "decode", "self, /, encoding='utf-8', errors='strict'", |ctx, a| {
        let (encoding, errors) = codecs::names(ctx, "decode", a[1], a[2])?;
        let bytes = this(ctx, a).to_vec();
        let text = codecs::decode(ctx, &bytes, &encoding, &errors)?;
        Ok(ctx.heap.new_text(text))
    };
]);

/// The functions that belong to the class.
pub static STATIC: &[NativeDef] = &[
    def("bytes.maketrans", "frm, to, /", maketrans),
    def("bytearray.maketrans", "frm, to, /", maketrans),
    def("bytes.fromhex", "cls, string, /", fromhex),
    def("bytearray.fromhex", "cls, string, /", fromhex),
];

fn justify(ctx: &mut Ctx, method: &str, name: &str, args: &[Value], sides: fn(usize, usize) -> (usize, usize)) -> NativeResult {
    let width = usize::try_from(arg::int(ctx, name, args, 1, 0)?).unwrap_or(0);
    let fill = match args[2] {
        Value::Unset => b' ',
        v => match bytes_of(ctx.heap, v) {
            Some(&[one]) => one,
            other => {
                let found = if other.is_some() { "bytes".to_owned() } else { ctx.type_name(v).to_owned() };
                return Err(ctx.type_error(format!("{method}() argument 2 must be a byte string of length 1, not {found}")));
            }
        },
    };
    arith::check_size(ctx, width, 1)?;
    let (left, right) = sides(this(ctx, args).len(), width);
    let content = [&vec![fill; left][..], this(ctx, args), &vec![fill; right]].concat();
    Ok(same_kind(ctx, args[0], content))
}

fn zfill(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let width = usize::try_from(arg::int(ctx, "bytes.zfill", args, 1, 0)?).unwrap_or(0);
    arith::check_size(ctx, width, 1)?;
    let bytes = this(ctx, args);
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let zeros = vec![b'0'; width.saturating_sub(bytes.len())];
    let content = [&bytes[..sign], &zeros, &bytes[sign..]].concat();
    Ok(same_kind(ctx, args[0], content))
}

fn expandtabs(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let size = usize::try_from(arg::int(ctx, "bytes.expandtabs", args, 1, 8)?).unwrap_or(0);
    let tabs = units::tabs(this(ctx, args), size);
    arith::check_size(ctx, tabs.iter().fold(0usize, |n, t| n.saturating_add(t.1)), 1)?;
    let bytes = this(ctx, args);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for (tab, spaces) in tabs {
        out.extend_from_slice(&bytes[at..tab]);
        out.resize(out.len() + spaces, b' ');
        at = tab + 1;
    }
    out.extend_from_slice(&bytes[at..]);
    Ok(same_kind(ctx, args[0], out))
}

fn join(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let Some(items) = iterate::collect(ctx, args[1])? else { return Err(ctx.prelude("_bytes_join", args)) };
    let mut out = Vec::new();
    for (at, &v) in items.iter().enumerate() {
        let Some(bytes) = bytes_of(ctx.heap, v) else {
            let message = format!("sequence item {at}: expected a bytes-like object, {} found", ctx.type_name(v));
            return Err(ctx.type_error(message));
        };
        if at > 0 {
            out.extend_from_slice(this(ctx, args));
        }
        out.extend_from_slice(bytes);
    }
    Ok(same_kind(ctx, args[0], out))
}

fn translate(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let table = match args[1] {
        Value::None => None,
        v => {
            arg::want_bytes(ctx, v)?;
            Some(this(ctx, &args[1..]).to_vec())
        }
    };
    if table.as_ref().is_some_and(|t| t.len() != 256) {
        return Err(ctx.value_error("translation table must be 256 characters long"));
    }
    let gone = match args[2] {
        Value::Unset => Vec::new(),
        v => {
            arg::want_bytes(ctx, v)?;
            this(ctx, &args[2..]).to_vec()
        }
    };
    let kept = this(ctx, args).iter().copied().filter(|b| !gone.contains(b));
    let content = match table {
        Some(table) => kept.map(|b| table[usize::from(b)]).collect(),
        None => kept.collect(),
    };
    Ok(same_kind(ctx, args[0], content))
}

fn maketrans(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    arg::want_bytes(ctx, args[0])?;
    arg::want_bytes(ctx, args[1])?;
    let (from, to) = (this(ctx, args).to_vec(), this(ctx, &args[1..]).to_vec());
    if from.len() != to.len() {
        return Err(ctx.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.into_iter().zip(to) {
        table[usize::from(from)] = to;
    }
    Ok(ctx.heap.new_bytes(table))
}

fn hex(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let separator = match args[1] {
        Value::Unset => None,
        v => Some(hex_separator(ctx, v)?),
    };
    let group = arg::int(ctx, "bytes.hex", args, 2, 1)?;
    let bytes = this(ctx, args);
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(bytes.len() * 2);
    for (i, b) in bytes.iter().enumerate() {
        // Groups are counted from the end, or from the start when their size is negative.
        let counted = if group > 0 { bytes.len() - i } else { i };
        if let Some(s) = separator.filter(|_| i > 0 && size > 0 && counted.is_multiple_of(size)) {
            out.push(s);
        }
        out.push_str(&format!("{b:02x}"));
    }
    Ok(ctx.heap.new_string(out))
}

fn hex_separator(ctx: &mut Ctx, v: Value) -> Result<char, Exit> {
    let units: Vec<u32> = match (ctx.heap.text(v), bytes_of(ctx.heap, v)) {
        (Some(t), _) => t.points().collect(),
        (_, Some(b)) => b.iter().map(|&b| u32::from(b)).collect(),
        _ => {
            let message = format!("object of type '{}' has no len()", ctx.type_name(v));
            return Err(ctx.type_error(message));
        }
    };
    match units[..] {
        [c] if c < 128 => Ok(c as u8 as char),
        [_] => Err(ctx.value_error("sep must be ASCII.")),
        _ => Err(ctx.value_error("sep must be length 1.")),
    }
}

fn fromhex(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    arg::want_str(ctx, args[1], "fromhex() argument")?;
    let units: Vec<u32> = ctx.heap.text(args[1]).map_or_else(Vec::new, |t| t.points().collect());
    let digit = |i: usize| units.get(i).and_then(|&c| char::from_u32(c)?.to_digit(16));
    let mut content = Vec::new();
    let mut at = 0;
    while at < units.len() {
        if units[at] < 128 && super::is_space(units[at] as u8) {
            at += 1;
            continue;
        }
        let (Some(high), Some(low)) = (digit(at), digit(at + 1)) else {
            let wrong = if digit(at).is_some() { at + 1 } else { at };
            return Err(ctx.value_error(format!("non-hexadecimal number found in fromhex() arg at position {wrong}")));
        };
        content.push((high << 4 | low) as u8);
        at += 2;
    }
    match args[0].handle() {
        Some(types::BYTEARRAY) => Ok(super::new_array(ctx, content)),
        Some(types::BYTES) | None => Ok(ctx.heap.new_bytes(content)),
        Some(_) => {
            let v = ctx.heap.new_bytes(content);
            Err(ctx.call(args[0], &[v]))
        }
    }
}

/// Bytes from ints, for whoever has them in a list.
pub(super) fn collect(ctx: &mut Ctx, items: &[Value], refused: &str) -> Result<Vec<u8>, Exit> {
    from_items(ctx, items, refused)
}

/// One byte of `bytearray.append` and its like.
pub(super) fn single(ctx: &mut Ctx, v: Value) -> Result<u8, Exit> {
    byte(ctx, v, "byte must be in range(0, 256)")
}

/// The whole as a copy or, where it cannot change, itself.
pub(super) fn copy(ctx: &mut Ctx, args: &[Value]) -> NativeResult {
    let len = this(ctx, args).len();
    Ok(part(ctx, args[0], 0..len))
}

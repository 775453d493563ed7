//! `memoryview`: a window on the bytes of a `bytes` or `bytearray`, with a shape and a format.
//!
//! Not as in CPython: a bytearray may change its length while a view of it is alive; who then reads behind its end gets a
//! BufferError.

use crate::vm::hash;
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::{Object, View};
use crate::vm::slicing::{self, Index};
use crate::vm::types;
use crate::vm::value::{Handle, Value};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

pub static TABLE: &[NativeDef] = &[
    def("memoryview.__new__", "cls, object", new),
    def("memoryview.__len__", "self, /", len),
    def("memoryview.__getitem__", "self, key, /", get_item),
    def("memoryview.__setitem__", "self, key, value, /", set_item),
    def("memoryview.__delitem__", "self, key, /", |ctx, _| Err(ctx.type_error("cannot delete memory"))),
    def("memoryview.__iter__", "self, /", iter),
    def("memoryview.__eq__", "self, other, /", |ctx, a| equal(ctx, a, true)),
    def("memoryview.__ne__", "self, other, /", |ctx, a| equal(ctx, a, false)),
    def("memoryview.__hash__", "self, /", hash_of),
    def("memoryview.__repr__", "self, /", repr),
    def("memoryview.__enter__", "self, /", enter),
    def("memoryview.__exit__", "self, /, *args", release),
    def("memoryview.release", "self, /", release),
    def("memoryview.tobytes", "self, /, order=None", to_bytes),
    def("memoryview.tolist", "self, /", to_list),
    def("memoryview.hex", "self, sep=None, bytes_per_sep=1", hex),
    def("memoryview.cast", "self, format, shape=None", cast),
    def("memoryview.toreadonly", "self, /", to_readonly),
    def("memoryview.obj", "@get self", |ctx, a| Ok(view(ctx, a[0])?.base.into())),
    def("memoryview.nbytes", "@get self", |ctx, a| view(ctx, a[0]).map(|v| Value::Int((v.count() * v.item_size()) as i64))),
    def("memoryview.itemsize", "@get self", |ctx, a| view(ctx, a[0]).map(|v| Value::Int(v.item_size() as i64))),
    def("memoryview.ndim", "@get self", |ctx, a| view(ctx, a[0]).map(|v| Value::Int(v.shape.len() as i64))),
    def("memoryview.readonly", "@get self", |ctx, a| view(ctx, a[0]).map(|v| Value::Bool(v.readonly))),
    def("memoryview.format", "@get self", format),
    def("memoryview.shape", "@get self", shape),
    def("memoryview.strides", "@get self", strides),
    def("memoryview.suboffsets", "@get self", suboffsets),
    def("memoryview.contiguous", "@get self", is_contiguous),
    def("memoryview.c_contiguous", "@get self", is_contiguous),
    def("memoryview.f_contiguous", "@get self", is_fortran),
];

const SHORTER: &str = "the object under the memoryview has become shorter";

/// The view in a value; released ones are refused.
fn view(ctx: &mut Ctx<'_>, v: Value) -> Result<View, Exit> {
    match ctx.heap.object(v) {
        Some(Object::View(view)) if view.released => Err(ctx.value_error("operation forbidden on released memoryview object")),
        Some(Object::View(view)) => {
            let view = (**view).clone();
            // A view never shows more than there was when it was made.
            if view.count().saturating_mul(view.item_size()) > base(ctx, view.base).len() {
                return Err(ctx.raise(types::BUFFER_ERROR, SHORTER));
            }
            Ok(view)
        }
        _ => {
            let message = format!("descriptor requires a 'memoryview' object but received a '{}'", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

fn make(ctx: &mut Ctx<'_>, view: View) -> Value {
    Value::Obj(ctx.heap.alloc(types::MEMORYVIEW, Object::View(Box::new(view))))
}

/// The bytes under a view, all of them.
fn base<'h>(ctx: &'h Ctx<'_>, base: Handle) -> &'h [u8] {
    match ctx.heap.get(base) {
        Object::Bytes(b) => b,
        Object::ByteArray(b) => b,
        _ => &[],
    }
}

fn new(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (h, len, readonly) = match (args[1], ctx.heap.object(args[1])) {
        (_, Some(Object::View(_))) => {
            let copy = view(ctx, args[1])?;
            return Ok(make(ctx, copy));
        }
        (Value::Obj(h), Some(Object::Bytes(b))) => (h, b.len(), true),
        (Value::Obj(h), Some(Object::ByteArray(b))) => (h, b.len(), false),
        _ => {
            let message = format!("memoryview: a bytes-like object is required, not '{}'", ctx.type_name(args[1]));
            return Err(ctx.type_error(message));
        }
    };
    let whole = View { base: h, start: 0, shape: vec![len], strides: vec![1], format: b'B', readonly, released: false };
    Ok(make(ctx, whole))
}

fn len(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    match v.shape.first() {
        Some(&n) => Ok(Value::Int(n as i64)),
        None => Err(ctx.type_error("0-dim memory has no length")),
    }
}

/// The places of all items, in order.
fn places(v: &View) -> Vec<usize> {
    let mut out = vec![v.start];
    for (&n, &stride) in v.shape.iter().zip(&v.strides) {
        out = out.iter().flat_map(|&at| (0..n).map(move |i| at.wrapping_add_signed(stride * i as isize))).collect();
    }
    out
}

/// The bytes of the item at a place.
fn item_bytes(ctx: &mut Ctx<'_>, v: &View, at: usize) -> Result<[u8; 8], Exit> {
    let mut out = [0; 8];
    let n = v.item_size();
    match base(ctx, v.base).get(at..at.saturating_add(n)) {
        Some(b) => {
            out[..n].copy_from_slice(b);
            Ok(out)
        }
        None => Err(ctx.raise(types::BUFFER_ERROR, SHORTER)),
    }
}

fn unpack(ctx: &mut Ctx<'_>, v: &View, at: usize) -> NativeResult {
    let b = item_bytes(ctx, v, at)?;
    let word = u64::from_le_bytes(b);
    Ok(match v.format {
        b'B' => Value::Int(i64::from(b[0])),
        b'b' => Value::Int(i64::from(b[0] as i8)),
        b'?' => Value::Bool(b[0] != 0),
        b'c' => ctx.heap.new_bytes([b[0]]),
        b'h' => Value::Int(i64::from(word as i16)),
        b'H' => Value::Int(i64::from(word as u16)),
        b'i' => Value::Int(i64::from(word as i32)),
        b'I' => Value::Int(i64::from(word as u32)),
        b'l' | b'q' | b'n' => Value::Int(word as i64),
        b'L' | b'Q' | b'N' | b'P' => ctx.heap.new_int(BigInt::from(word)),
        b'f' => Value::Float(f64::from(f32::from_bits(word as u32))),
        _ => Value::Float(f64::from_bits(word)),
    })
}

fn pack(ctx: &mut Ctx<'_>, format: u8, value: Value) -> Result<[u8; 8], Exit> {
    let shown = char::from(format);
    let bad_type = |ctx: &mut Ctx<'_>| ctx.type_error(format!("memoryview: invalid type for format '{shown}'"));
    let bad_value = |ctx: &mut Ctx<'_>| ctx.value_error(format!("memoryview: invalid value for format '{shown}'"));
    match format {
        b'f' | b'd' => {
            let Some(f) = super::convert::real(ctx, value).ok().flatten() else { return Err(bad_type(ctx)) };
            Ok(if format == b'd' { f.to_bits().to_le_bytes() } else { u64::from((f as f32).to_bits()).to_le_bytes() })
        }
        b'?' => match crate::vm::compare::truth(ctx.heap, value) {
            Some(b) => Ok(u64::from(b).to_le_bytes()),
            None => Err(bad_type(ctx)),
        },
        b'c' => match ctx.heap.object(value) {
            Some(Object::Bytes(b)) if b.len() == 1 => Ok(u64::from(b[0]).to_le_bytes()),
            Some(Object::Bytes(_)) => Err(bad_value(ctx)),
            _ => Err(bad_type(ctx)),
        },
        _ => {
            let Some(i) = super::convert::int(ctx, value).map(|i| i.to_big()) else { return Err(bad_type(ctx)) };
            let bits = View::size_of(format) as u32 * 8;
            let fits = match format {
                b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => {
                    i.to_i64().is_some_and(|i| bits == 64 || (-(1 << (bits - 1))..1 << (bits - 1)).contains(&i))
                }
                _ => i.to_u64().is_some_and(|i| bits == 64 || i < 1 << bits),
            };
            match i.to_i64().map(|i| i as u64).or_else(|| i.to_u64()) {
                Some(word) if fits => Ok(word.to_le_bytes()),
                _ => Err(bad_value(ctx)),
            }
        }
    }
}

/// What a key means.
enum Place {
    Item(usize),
    Part(View),
}

fn place(ctx: &mut Ctx<'_>, v: &View, key: Value) -> Result<Option<Place>, Exit> {
    let keys = match ctx.heap.tuple(key) {
        Some(keys) => keys.to_vec(),
        None if v.shape.len() > 1 => {
            return Err(ctx.raise(types::NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented"));
        }
        None => vec![key],
    };
    if ctx.heap.tuple(key).is_none()
        && let Some(parts) = slicing::slice_parts(ctx.heap, key)
    {
        let Some(span) = slicing::span(ctx, parts, v.shape[0])? else { return Ok(None) };
        let at: Vec<usize> = span.positions().collect();
        let first = at.first().copied().unwrap_or(0);
        let step = match at[..] {
            [a, b, ..] => b as isize - a as isize,
            _ => 1,
        };
        let mut part = v.clone();
        part.start = v.start.wrapping_add_signed(v.strides[0] * first as isize);
        part.shape = vec![at.len()];
        part.strides = vec![v.strides[0] * step];
        return Ok(Some(Place::Part(part)));
    }
    let mut indices = Vec::with_capacity(keys.len());
    for k in keys {
        match slicing::index(ctx.heap, k) {
            Index::Small(i) => indices.push(i),
            Index::Huge { .. } => return Err(ctx.index_error("cannot fit 'int' into an index-sized integer")),
            Index::User => return Ok(None),
            Index::Not => return Err(ctx.type_error("memoryview: invalid slice key")),
        }
    }
    if indices.len() != v.shape.len() {
        let message = format!("cannot index {}-dimension view with {}-element tuple", v.shape.len(), indices.len());
        return Err(match indices.len() < v.shape.len() {
            true => ctx.raise(types::NOT_IMPLEMENTED_ERROR, "sub-views are not implemented"),
            false => ctx.type_error(message),
        });
    }
    let mut at = v.start;
    for (dimension, (&i, (&n, &stride))) in indices.iter().zip(v.shape.iter().zip(&v.strides)).enumerate() {
        match slicing::position(i, n) {
            Some(i) => at = at.wrapping_add_signed(stride * i as isize),
            None => return Err(ctx.index_error(format!("index out of bounds on dimension {}", dimension + 1))),
        }
    }
    Ok(Some(Place::Item(at)))
}

fn get_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    match place(ctx, &v, args[1])? {
        Some(Place::Item(at)) => unpack(ctx, &v, at),
        Some(Place::Part(part)) => Ok(make(ctx, part)),
        None => Err(ctx.prelude("_memoryview_getitem", args)),
    }
}

fn set_item(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    if v.readonly {
        return Err(ctx.type_error("cannot modify read-only memory"));
    }
    let n = v.item_size();
    let (places, bytes) = match place(ctx, &v, args[1])? {
        None => return Err(ctx.prelude("_memoryview_setitem", args)),
        Some(Place::Item(at)) => (vec![at], pack(ctx, v.format, args[2])?[..n].to_vec()),
        Some(Place::Part(part)) => {
            let bytes = match ctx.heap.object(args[2]) {
                Some(Object::View(_)) => {
                    let other = view(ctx, args[2])?;
                    all_bytes(ctx, &other)?
                }
                _ => {
                    super::args::want_bytes(ctx, args[2])?;
                    crate::vm::arith::bytes_of(ctx.heap, args[2]).unwrap_or_default().to_vec()
                }
            };
            if bytes.len() != part.count() * n {
                return Err(ctx.value_error("memoryview assignment: lvalue and rvalue have different structures"));
            }
            (places(&part), bytes)
        }
    };
    if let Object::ByteArray(b) = ctx.heap.get_mut(v.base) {
        for (at, item) in places.into_iter().zip(bytes.chunks(n)) {
            if let Some(to) = b.get_mut(at..at + n) {
                to.copy_from_slice(item);
            }
        }
    }
    Ok(Value::None)
}

fn all_bytes(ctx: &mut Ctx<'_>, v: &View) -> Result<Vec<u8>, Exit> {
    let n = v.item_size();
    let mut out = Vec::with_capacity(v.count() * n);
    for at in places(v) {
        out.extend_from_slice(&item_bytes(ctx, v, at)?[..n]);
    }
    Ok(out)
}

fn to_bytes(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    let bytes = all_bytes(ctx, &v)?;
    Ok(ctx.heap.new_bytes(bytes))
}

fn to_list(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    if v.shape.is_empty() {
        return unpack(ctx, &v, v.start);
    }
    nested(ctx, &v, v.start, 0)
}

fn nested(ctx: &mut Ctx<'_>, v: &View, at: usize, dimension: usize) -> NativeResult {
    let mut items = Vec::with_capacity(v.shape[dimension]);
    for i in 0..v.shape[dimension] {
        let at = at.wrapping_add_signed(v.strides[dimension] * i as isize);
        let item = match dimension + 1 < v.shape.len() {
            true => nested(ctx, v, at, dimension + 1)?,
            false => unpack(ctx, v, at)?,
        };
        items.push(item);
    }
    Ok(ctx.heap.new_list(items))
}

fn iter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    view(ctx, args[0])?;
    Err(ctx.prelude("_memoryview_iter", args))
}

fn equal(ctx: &mut Ctx<'_>, args: &[Value], wanted: bool) -> NativeResult {
    if args[0].is(args[1]) {
        return Ok(Value::Bool(wanted));
    }
    if let Some(Object::View(v)) = ctx.heap.object(args[0])
        && v.released
    {
        return Ok(Value::Bool(!wanted));
    }
    let a = view(ctx, args[0])?;
    let same = match ctx.heap.object(args[1]) {
        Some(Object::View(b)) if b.released => false,
        Some(Object::View(b)) => {
            let b = (**b).clone();
            if a.shape != b.shape {
                false
            } else if a.format == b.format {
                all_bytes(ctx, &a)? == all_bytes(ctx, &b)?
            } else {
                let (x, y) = (to_list(ctx, &[args[0]])?, to_list(ctx, &[args[1]])?);
                crate::vm::compare::equal(ctx.heap, x, y) == Some(true)
            }
        }
        Some(Object::Bytes(_) | Object::ByteArray(_)) => {
            let bytes = crate::vm::arith::bytes_of(ctx.heap, args[1]).unwrap_or_default().to_vec();
            a.shape == [bytes.len()] && matches!(a.format, b'B' | b'c') && all_bytes(ctx, &a)? == bytes
        }
        _ => return Ok(Value::NotImplemented),
    };
    Ok(Value::Bool(same == wanted))
}

fn hash_of(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    if !v.readonly {
        return Err(ctx.value_error("cannot hash writable memoryview object"));
    }
    let bytes = all_bytes(ctx, &v)?;
    Ok(Value::Int(hash::of_bytes(&bytes)))
}

fn repr(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let released = matches!(ctx.heap.object(args[0]), Some(Object::View(v)) if v.released);
    let what = if released { "released memory" } else { "memory" };
    let at = crate::vm::repr::address_of(args[0]);
    Ok(ctx.heap.new_string(format!("<{what} at {at:#x}>")))
}

fn enter(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    view(ctx, args[0])?;
    Ok(args[0])
}

fn release(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    if let Value::Obj(h) = args[0]
        && let Object::View(v) = ctx.heap.get_mut(h)
    {
        v.released = true;
    }
    Ok(Value::None)
}

fn hex(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let bytes = to_bytes(ctx, args)?;
    Err(ctx.prelude("_memoryview_hex", &[bytes, args[1].or(Value::None), args[2].or(Value::Int(1))]))
}

fn cast(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    super::args::want_str(ctx, args[1], "cast() argument 'format'")?;
    let text = ctx.heap.str_lossy(args[1]);
    let format = match text.strip_prefix('@').unwrap_or(&text).as_bytes() {
        &[c] if View::size_of(c) > 0 => c,
        _ => {
            return Err(ctx.value_error(
                "memoryview: destination format must be a native single character format prefixed with an optional '@'",
            ));
        }
    };
    if !v.is_contiguous() {
        return Err(ctx.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let is_byte = |c: u8| matches!(c, b'B' | b'b' | b'c');
    if !is_byte(v.format) && !is_byte(format) {
        return Err(ctx.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let (bytes, size) = (v.count() * v.item_size(), View::size_of(format));
    if bytes % size != 0 {
        return Err(ctx.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let shape = match args[2].or(Value::None) {
        Value::None => vec![bytes / size],
        given => {
            let Some(items) = ctx.heap.items(given).map(<[Value]>::to_vec) else {
                return Err(ctx.type_error("shape must be a list or a tuple"));
            };
            let mut shape = Vec::with_capacity(items.len());
            for item in items {
                match item {
                    Value::Int(n) if n > 0 => shape.push(n as usize),
                    Value::Int(_) => {
                        return Err(ctx.value_error("memoryview.cast(): elements of shape must be integers > 0"));
                    }
                    _ => return Err(ctx.type_error("memoryview.cast(): elements of shape must be integers")),
                }
            }
            if shape.iter().product::<usize>() * size != bytes {
                return Err(ctx.type_error("memoryview: product(shape) * itemsize != buffer size"));
            }
            shape
        }
    };
    let mut strides = vec![size as isize; shape.len()];
    for i in (0..shape.len().saturating_sub(1)).rev() {
        strides[i] = strides[i + 1] * shape[i + 1] as isize;
    }
    Ok(make(ctx, View { format, shape, strides, ..v }))
}

fn to_readonly(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    Ok(make(ctx, View { readonly: true, ..v }))
}

fn format(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    Ok(ctx.heap.new_string(char::from(v.format).to_string()))
}

fn shape(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    let items: Vec<Value> = v.shape.iter().map(|&n| Value::Int(n as i64)).collect();
    Ok(ctx.heap.new_tuple(items))
}

fn strides(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    let items: Vec<Value> = v.strides.iter().map(|&n| Value::Int(n as i64)).collect();
    Ok(ctx.heap.new_tuple(items))
}

fn suboffsets(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    view(ctx, args[0])?;
    Ok(ctx.heap.new_tuple([]))
}

fn is_contiguous(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    Ok(Value::Bool(view(ctx, args[0])?.is_contiguous()))
}

fn is_fortran(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let v = view(ctx, args[0])?;
    Ok(Value::Bool(v.shape.len() < 2 && v.is_contiguous()))
}

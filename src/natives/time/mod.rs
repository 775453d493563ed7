//! The `time` module: clocks and sleep through the world, and calendars. The rest is in prelude/modules/time.py.

mod calendar;
mod zone;

use super::convert::{Int, int, real};
use crate::vm::native::{Ctx, Exit, NativeDef, NativeResult, def};
use crate::vm::object::Object;
use crate::vm::value::Value;
use crate::world::Clock;
use calendar::Moment;

pub static TABLE: &[NativeDef] = &[
    def("time.time", "", |ctx, _| seconds(ctx, Clock::Wall)),
    def("time.time_ns", "", |ctx, _| nanos(ctx, Clock::Wall)),
    def("time.monotonic", "", |ctx, _| seconds(ctx, Clock::Monotonic)),
    def("time.monotonic_ns", "", |ctx, _| nanos(ctx, Clock::Monotonic)),
    def("time.perf_counter", "", |ctx, _| seconds(ctx, Clock::Monotonic)),
    def("time.perf_counter_ns", "", |ctx, _| nanos(ctx, Clock::Monotonic)),
    def("time.process_time", "", |ctx, _| seconds(ctx, Clock::Process)),
    def("time.process_time_ns", "", |ctx, _| nanos(ctx, Clock::Process)),
    def("time.thread_time", "", |ctx, _| seconds(ctx, Clock::Process)),
    def("time.thread_time_ns", "", |ctx, _| nanos(ctx, Clock::Process)),
    def("time.sleep", "seconds, /", sleep),
    def("_time_fields", "seconds, /", fields),
    def("_time_days", "year, month, day, /", days),
    def("_time_format", "format, fields, zone, offset, /", format),
    def("_time_zone", "file, seconds, /", zone_at),
    def("_variable", "name, /", variable),
];

fn seconds(ctx: &mut Ctx<'_>, clock: Clock) -> NativeResult {
    Ok(Value::Float(ctx.world.clock(clock, ctx.now) as f64 / 1e9))
}

fn nanos(ctx: &mut Ctx<'_>, clock: Clock) -> NativeResult {
    Ok(Value::Int(ctx.world.clock(clock, ctx.now)))
}

fn sleep(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let nanos = match int(ctx, args[0]) {
        Some(Int::Small(s)) => s.checked_mul(1_000_000_000),
        Some(Int::Big(_)) => None,
        None => match real(ctx, args[0]) {
            Ok(Some(s)) if s.is_nan() => return Err(ctx.value_error("Invalid value NaN (not a number)")),
            Ok(Some(s)) if s.abs() < 9e9 => Some((s * 1e9).ceil() as i64),
            Ok(Some(_)) => None,
            Ok(None) => return Err(super::convert::again(ctx, "_again_with_floats", "time.sleep", args)),
            Err(_) => {
                let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(args[0]));
                return Err(ctx.type_error(message));
            }
        },
    };
    match nanos {
        Some(n) if n < 0 => Err(ctx.value_error("sleep length must be non-negative")),
        Some(n) => {
            ctx.world.flush();
            ctx.world.sleep(n, ctx.now);
            Ok(Value::None)
        }
        None => Err(ctx.overflow_error("timestamp too large to convert to C _PyTime_t")),
    }
}

/// An argument that must be an int of moderate size.
fn whole(ctx: &mut Ctx<'_>, v: Value) -> Result<i64, Exit> {
    match int(ctx, v) {
        Some(Int::Small(i)) => Ok(i),
        Some(Int::Big(_)) => Err(ctx.overflow_error("timestamp out of range for platform time_t")),
        None => {
            let message = format!("'{}' object cannot be interpreted as an integer", ctx.type_name(v));
            Err(ctx.type_error(message))
        }
    }
}

/// Year, month, day, hour, minute, second, weekday, day of the year of a number of seconds since 1970.
fn fields(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let at = whole(ctx, args[0])?;
    // What the C library's years hold.
    if at.abs() > 67_768_036_191_676_799 {
        return Err(ctx.overflow_error("timestamp out of range for platform time_t"));
    }
    let m = Moment::at(at);
    let fields = m.fields().map(Value::Int);
    Ok(ctx.heap.new_tuple(fields))
}

/// Days from 1970-01-01 to a date. Months and days out of range carry over.
fn days(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let (y, m, d) = (whole(ctx, args[0])?, whole(ctx, args[1])?, whole(ctx, args[2])?);
    if y.abs() > 3_000_000_000 || m.abs() > 3_000_000_000 || d.abs() > 3_000_000_000 {
        return Err(ctx.overflow_error("mktime argument out of range"));
    }
    Ok(Value::Int(calendar::days(y, m, d)))
}

fn format(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let format = ctx.heap.str_lossy(args[0]);
    let items = ctx.heap.items(args[1]).unwrap_or(&[]).to_vec();
    let mut fields = [0; 8];
    for (at, v) in fields.iter_mut().zip(items) {
        *at = whole(ctx, v)?;
    }
    let zone = ctx.heap.str_lossy(args[2]);
    let offset = whole(ctx, args[3])?;
    let text = Moment::of(fields).format(&format, &zone, offset);
    Ok(ctx.heap.new_string(text))
}

/// Offset from UTC, whether it is summer time, and the name of the time that a TZif file says was used at a moment.
fn zone_at(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let at = whole(ctx, args[1])?;
    let zone = match ctx.heap.object(args[0]) {
        Some(Object::Bytes(file)) => zone::at(file, at),
        _ => None,
    };
    let zone = zone.unwrap_or_default();
    let name = ctx.heap.new_str(&zone.name);
    Ok(ctx.heap.new_tuple([Value::Int(zone.offset), Value::Int(i64::from(zone.is_summer)), name]))
}

/// An environment variable, or None.
fn variable(ctx: &mut Ctx<'_>, args: &[Value]) -> NativeResult {
    let name = ctx.heap.str_lossy(args[0]);
    match ctx.world.variable(&name, ctx.now) {
        Some(v) => Ok(ctx.heap.new_str(&v)),
        None => Ok(Value::None),
    }
}

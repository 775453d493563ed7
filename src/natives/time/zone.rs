//! Time zones: the transitions in a TZif file (RFC 8536). Its footer, the rule for the time behind the last transition, is
//! not used: the last one stays in force.

/// The local time at some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Seconds to add to UTC.
    pub offset: i64,
    pub is_summer: bool,
    pub name: String,
}

impl Default for Zone {
    fn default() -> Zone {
        Zone { offset: 0, is_summer: false, name: "UTC".to_owned() }
    }
}

/// Reads numbers off the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(front)
    }
    fn u32(&mut self) -> Option<u32> {
        Some(self.take(4)?.iter().fold(0, |n, &b| n << 8 | u32::from(b)))
    }
}

/// A signed number of 4 or 8 bytes.
fn signed(bytes: &[u8]) -> i64 {
    let n = bytes.iter().fold(0i64, |n, &b| n << 8 | i64::from(b));
    if bytes.len() == 4 { i64::from(n as i32) } else { n }
}

/// The zone that the file says was used at `seconds` since 1970; nothing when the file is no TZif file.
pub fn at(file: &[u8], seconds: i64) -> Option<Zone> {
    let mut r = Reader(file);
    let version = *r.take(5)?.strip_prefix(b"TZif")?.first()?;
    r.take(15)?;
    let found = block(&mut r, 4, seconds);
    if version < b'2' {
        return found;
    }
    // The second block has the same with 8-byte times.
    r.take(20)?;
    block(&mut r, 8, seconds)
}

fn block(r: &mut Reader<'_>, width: usize, seconds: i64) -> Option<Zone> {
    let mut counts = [0; 6];
    for c in &mut counts {
        *c = r.u32()? as usize;
    }
    let [ut, standard, leaps, times, kinds, chars] = counts;
    let moments = r.take(times.checked_mul(width)?)?;
    let indices = r.take(times)?;
    let kinds = r.take(kinds.checked_mul(6)?)?;
    let names = r.take(chars)?;
    r.take(leaps.checked_mul(width + 4)?)?;
    r.take(standard)?;
    r.take(ut)?;
    let before = moments.chunks_exact(width).filter(|m| signed(m) <= seconds).count();
    let kind = |i: usize| kinds.chunks_exact(6).nth(i);
    let used = match before.checked_sub(1) {
        Some(last) => kind(usize::from(*indices.get(last)?))?,
        // Before the first transition: the first standard time.
        None => kinds.chunks_exact(6).find(|k| k[4] == 0).or_else(|| kind(0))?,
    };
    let name = names.get(usize::from(used[5])..)?;
    let name = name.split(|&b| b == 0).next()?;
    Some(Zone { offset: signed(&used[..4]), is_summer: used[4] != 0, name: String::from_utf8_lossy(name).into_owned() })
}

//! What `str` needs to know of characters: properties and mappings of case, by code point. The tables in [`data`] are
//! those of Python 3.12, so that a program means the same whatever compiler built us.

mod data;

pub use data::VERSION;
use data::*;

/// The properties of the first characters, where most texts are.
static FIRST: [u16; 256] = {
    let (mut table, mut c, mut run) = ([0; 256], 0, 0);
    while c < 256 {
        while run + 1 < RUNS.len() && RUNS[run + 1].0 as usize <= c {
            run += 1;
        }
        table[c] = RUNS[run].1;
        c += 1;
    }
    table
};

/// The properties of a character as a set of bits.
#[inline]
fn flags(c: u32) -> u16 {
    match FIRST.get(c as usize) {
        Some(&flags) => flags,
        None => flags_of_rare(c),
    }
}

fn flags_of_rare(c: u32) -> u16 {
    match RUNS.binary_search_by_key(&c, |r| r.0) {
        Ok(i) => RUNS[i].1,
        Err(i) => RUNS[i - 1].1,
    }
}

macro_rules! properties {
    ($($(#[$doc:meta])* $name:ident: $flags:expr;)*) => {
        $($(#[$doc])* #[inline] pub fn $name(c: u32) -> bool {
            flags(c) & ($flags) != 0
        })*
    };
}

properties! {
    is_alpha: ALPHA;
    /// A digit of a number in base 10.
    is_decimal: DECIMAL;
    /// Also superscripts and the like.
    is_digit: DIGIT;
    /// Also fractions, Roman and Chinese numerals.
    is_numeric: NUMERIC;
    is_alnum: ALPHA | DECIMAL | DIGIT | NUMERIC;
    is_lower: LOWER;
    is_upper: UPPER;
    is_title: TITLE;
    is_space: SPACE;
    /// Shown by `repr` as itself.
    is_printable: PRINTABLE;
    is_id_start: ID_START;
    is_id_continue: ID_CONTINUE;
    /// A letter with case, whichever.
    is_cased: LOWER | UPPER | TITLE;
}

/// Is there a line end at this character? (`str.splitlines` takes `\r\n` as one.)
pub fn is_line_end(c: u32) -> bool {
    matches!(c, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

/// The value of a decimal digit of any script.
pub fn decimal(c: u32) -> Option<u32> {
    if c < 128 {
        return c.checked_sub(u32::from(b'0')).filter(|&d| d < 10);
    }
    if !is_decimal(c) {
        return None;
    }
    ZEROS.get(ZEROS.partition_point(|&z| z <= c).checked_sub(1)?).map(|z| c - z)
}

/// What a character becomes: up to three.
pub type Mapped = ([u32; 3], usize);

type Runs = [(u32, u32, u32, i32)];
type Long = [(u32, [u32; 3])];

fn map(c: u32, runs: &Runs, long: &Long) -> Option<Mapped> {
    if let Ok(i) = long.binary_search_by_key(&c, |m| m.0) {
        let to = long[i].1;
        return Some((to, to.iter().position(|&c| c == 0).unwrap_or(3)));
    }
    let (first, last, step, distance) = *runs.get(runs.partition_point(|r| r.0 <= c).checked_sub(1)?)?;
    (c <= last && (c - first).is_multiple_of(step)).then(|| ([c.wrapping_add_signed(distance), 0, 0], 1))
}

pub fn to_upper(c: u32) -> Mapped {
    map(c, &UPPER_MAP, &UPPER_MAP_LONG).unwrap_or(([c, 0, 0], 1))
}
/// Without the rule for a final sigma; see [`is_final_sigma`].
pub fn to_lower(c: u32) -> Mapped {
    map(c, &LOWER_MAP, &LOWER_MAP_LONG).unwrap_or(([c, 0, 0], 1))
}
pub fn to_title(c: u32) -> Mapped {
    map(c, &TITLE_MAP, &TITLE_MAP_LONG).unwrap_or_else(|| to_upper(c))
}
pub fn to_fold(c: u32) -> Mapped {
    map(c, &FOLD_MAP, &FOLD_MAP_LONG).unwrap_or_else(|| to_lower(c))
}

/// The capital sigma, whose lower case depends on its place in the word.
pub const SIGMA: u32 = 0x3a3;

/// Does the capital sigma at `at` end a word?
pub fn is_final_sigma(text: &[u32], at: usize) -> bool {
    let skip = |c: &&u32| flags(**c) & CASE_IGNORABLE == 0;
    let cased = |c: Option<&u32>| c.is_some_and(|&c| flags(c) & CASED != 0);
    cased(text[..at].iter().rev().find(skip)) && !cased(text[at + 1..].iter().find(skip))
}

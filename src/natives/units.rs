//! What `str` and `bytes` have in common: searching, splitting and stripping sequences of units, which are bytes (ASCII
//! text, `bytes`) or code points. Everything gives positions; whoever asks makes the objects.

use std::ops::Range;

/// A byte or a code point.
pub trait Unit: Copy + Eq + Into<u32> {
    /// Where `needle`, which is not empty, is first found.
    fn find(hay: &[Self], needle: &[Self]) -> Option<usize> {
        let (&first, rest) = needle.split_first()?;
        let last = hay.len().checked_sub(needle.len())?;
        (0..=last).find(|&i| hay[i] == first && hay[i + 1..].starts_with(rest))
    }
    /// Where `needle`, which is not empty, is last found.
    fn rfind(hay: &[Self], needle: &[Self]) -> Option<usize> {
        let (&first, rest) = needle.split_first()?;
        let last = hay.len().checked_sub(needle.len())?;
        (0..=last).rev().find(|&i| hay[i] == first && hay[i + 1..].starts_with(rest))
    }
}

impl Unit for u8 {
    fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
        match needle {
            [one] => memchr::memchr(*one, hay),
            _ => memchr::memmem::find(hay, needle),
        }
    }
    fn rfind(hay: &[u8], needle: &[u8]) -> Option<usize> {
        match needle {
            [one] => memchr::memrchr(*one, hay),
            _ => memchr::memmem::rfind(hay, needle),
        }
    }
}
impl Unit for u32 {}

/// Where `needle` is first found between `start` and `end`; an empty one at `start`.
pub fn find<U: Unit>(hay: &[U], needle: &[U], (start, end): (usize, usize)) -> Option<usize> {
    let part = hay.get(start..end)?;
    if needle.is_empty() {
        return Some(start);
    }
    U::find(part, needle).map(|i| start + i)
}

/// Where `needle` is last found between `start` and `end`; an empty one at `end`.
pub fn rfind<U: Unit>(hay: &[U], needle: &[U], (start, end): (usize, usize)) -> Option<usize> {
    let part = hay.get(start..end)?;
    if needle.is_empty() {
        return Some(end);
    }
    U::rfind(part, needle).map(|i| start + i)
}

/// How often `needle` is found between `start` and `end`, without overlaps.
pub fn count<U: Unit>(hay: &[U], needle: &[U], (start, end): (usize, usize)) -> usize {
    let Some(part) = hay.get(start..end) else { return 0 };
    if needle.is_empty() { part.len() + 1 } else { find_all(part, needle, usize::MAX).len() }
}

/// Where `needle`, which is not empty, is found without overlaps, at most `max` times.
pub fn find_all<U: Unit>(hay: &[U], needle: &[U], max: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < max {
        let Some(i) = U::find(&hay[at..], needle) else { break };
        found.push(at + i);
        at += i + needle.len();
    }
    found
}

/// As [`find_all`], from the right; the last one comes first.
fn rfind_all<U: Unit>(hay: &[U], needle: &[U], max: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut end = hay.len();
    while found.len() < max {
        let Some(i) = U::rfind(&hay[..end], needle) else { break };
        found.push(i);
        end = i;
    }
    found
}

/// The places where `replace` puts the new text: ranges of the old one, which for an empty `needle` are empty.
pub fn to_replace<U: Unit>(hay: &[U], needle: &[U], max: usize) -> Vec<Range<usize>> {
    if needle.is_empty() {
        return (0..=hay.len()).take(max).map(|i| i..i).collect();
    }
    find_all(hay, needle, max).into_iter().map(|i| i..i + needle.len()).collect()
}

/// The parts between separators, at most `max` of them being split off from the left.
pub fn split<U: Unit>(hay: &[U], separator: &[U], max: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    for i in find_all(hay, separator, max) {
        parts.push(at..i);
        at = i + separator.len();
    }
    parts.push(at..hay.len());
    parts
}

/// As [`split`], from the right.
pub fn rsplit<U: Unit>(hay: &[U], separator: &[U], max: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut end = hay.len();
    for i in rfind_all(hay, separator, max) {
        parts.push(i + separator.len()..end);
        end = i;
    }
    parts.push(0..end);
    parts.reverse();
    parts
}

/// The words between runs of white space, at most `max` being split off from the left.
pub fn words<U: Unit>(hay: &[U], max: usize, is_space: impl Fn(U) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    loop {
        while at < hay.len() && is_space(hay[at]) {
            at += 1;
        }
        if at == hay.len() {
            return parts;
        }
        if parts.len() == max {
            parts.push(at..hay.len());
            return parts;
        }
        let start = at;
        while at < hay.len() && !is_space(hay[at]) {
            at += 1;
        }
        parts.push(start..at);
    }
}

/// As [`words`], from the right.
pub fn rwords<U: Unit>(hay: &[U], max: usize, is_space: impl Fn(U) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut end = hay.len();
    loop {
        while end > 0 && is_space(hay[end - 1]) {
            end -= 1;
        }
        if end == 0 {
            break;
        }
        if parts.len() == max {
            parts.push(0..end);
            break;
        }
        let last = end;
        while end > 0 && !is_space(hay[end - 1]) {
            end -= 1;
        }
        parts.push(end..last);
    }
    parts.reverse();
    parts
}

/// The lines, with or without their ends.
pub fn lines<U: Unit>(hay: &[U], keep_ends: bool, is_end: impl Fn(U) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < hay.len() {
        let end = hay[at..].iter().position(|&u| is_end(u)).map_or(hay.len(), |i| at + i);
        let is = |i: usize, c: u8| hay.get(i).is_some_and(|&u| u.into() == u32::from(c));
        let next = if is(end, b'\r') && is(end + 1, b'\n') { end + 2 } else { (end + 1).min(hay.len()) };
        parts.push(at..if keep_ends { next } else { end });
        at = next;
    }
    parts
}

/// What is left when units for which `off` holds are taken from the ends.
pub fn strip<U: Unit>(hay: &[U], (left, right): (bool, bool), off: impl Fn(U) -> bool) -> Range<usize> {
    let start = if left { hay.iter().position(|&u| !off(u)).unwrap_or(hay.len()) } else { 0 };
    let end = if right { hay.iter().rposition(|&u| !off(u)).map_or(start, |i| i + 1) } else { hay.len() };
    start..end.max(start)
}

/// Where tabs are, and how many spaces each becomes; none for a size that makes them vanish.
pub fn tabs<U: Unit>(hay: &[U], size: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut column = 0;
    for (i, &u) in hay.iter().enumerate() {
        match u.into() {
            0x09 => {
                let spaces = if size == 0 { 0 } else { size - column % size };
                found.push((i, spaces));
                column += spaces;
            }
            0x0a | 0x0d => column = 0,
            _ => column += 1,
        }
    }
    found
}

/// How many fill units go to the left and to the right of a centred text.
pub fn centre(len: usize, width: usize) -> (usize, usize) {
    let all = width.saturating_sub(len);
    // An odd one goes to the left if the width is odd too.
    let left = all / 2 + (all & width & 1);
    (left, all - left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(hay: &str, parts: Vec<Range<usize>>) -> Vec<&str> {
        parts.into_iter().map(|r| &hay[r]).collect()
    }

    #[test]
    fn splitting() {
        let check = |hay: &str, max, left: &[&str], right: &[&str]| {
            assert_eq!(texts(hay, split(hay.as_bytes(), b",", max)), left);
            assert_eq!(texts(hay, rsplit(hay.as_bytes(), b",", max)), right);
        };
        check("a,b,c", usize::MAX, &["a", "b", "c"], &["a", "b", "c"]);
        check("a,b,c", 1, &["a", "b,c"], &["a,b", "c"]);
        check(",", usize::MAX, &["", ""], &["", ""]);
        let space = |c: u8| c == b' ';
        assert_eq!(texts(" a  b c ", words(b" a  b c ", 1, space)), ["a", "b c "]);
        assert_eq!(texts(" a  b c ", rwords(b" a  b c ", 1, space)), [" a  b", "c"]);
        assert_eq!(texts("  ", words(b"  ", 1, space)), [""; 0]);
        assert_eq!(texts("a\r\nb\n\nc", lines(b"a\r\nb\n\nc", false, |c| c == b'\n' || c == b'\r')), ["a", "b", "", "c"]);
    }

    #[test]
    fn searching() {
        assert_eq!(find(b"abcabc", b"ca", (0, 6)), Some(2));
        assert_eq!(rfind(&[1u32, 2, 1, 2], &[1, 2], (0, 4)), Some(2));
        assert_eq!(find(b"abc", b"", (3, 3)), Some(3));
        assert_eq!(find(b"abc", b"", (4, 3)), None);
        assert_eq!(count(b"aaaa", b"aa", (0, 4)), 2);
        assert_eq!(count(b"ab", b"", (0, 2)), 3);
        assert_eq!(centre(3, 6), (1, 2));
        assert_eq!(centre(2, 5), (2, 1));
    }
}

"""Writes src/vm/unicode/data.rs: the properties of characters that `str` needs, as Python 3.12 knows them (Unicode 15.0).

Run with CPython 3.12:  python3.12 tests/tools/unicode_tables.py > src/vm/unicode/data.rs
"""

import sys
import unicodedata

LAST = 0x110000

FLAGS = [
    ("ALPHA", str.isalpha),
    ("DECIMAL", str.isdecimal),
    ("DIGIT", str.isdigit),
    ("NUMERIC", str.isnumeric),
    ("LOWER", str.islower),
    ("UPPER", str.isupper),
    ("TITLE", lambda c: unicodedata.category(c) == "Lt"),
    ("SPACE", str.isspace),
    ("PRINTABLE", str.isprintable),
    ("ID_START", str.isidentifier),
    ("ID_CONTINUE", lambda c: ("a" + c).isidentifier()),
    # What the rule for a final sigma looks at: CASED is only told of what is not CASE_IGNORABLE, which is asked first.
    ("CASED", lambda c: final(c, "")),
    ("CASE_IGNORABLE", lambda c: final("a" + c, "") and not final(c, "")),
]


def final(before, after):
    """Does a capital sigma between the two become a final one?"""
    return (before + "Σ" + after).lower()[len(before.lower())] == "ς"


def runs(value):
    """(start, value) wherever value(c) changes."""
    last = None
    for c in range(LAST):
        now = value(c)
        if now != last:
            yield c, now
            last = now


def flags(c):
    ch = chr(c)
    bits = 0
    for i, (_, test) in enumerate(FLAGS):
        if test(ch):
            bits |= 1 << i
    return bits


def emit(name, doc, kind, items):
    print(f"/// {doc}")
    items = list(items)
    print(f"#[rustfmt::skip]\npub static {name}: [{kind}; {len(items)}] = [")
    line = "   "
    for item in items:
        if len(line) + len(item) + 2 > 128:
            print(line)
            line = "   "
        line += " " + item + ","
    print(line)
    print("];\n")


def mapping(name, doc, convert, base=lambda c: c):
    """Simple mappings as runs of equal distance, the others as texts: all that differ from what `base` does."""
    pairs = [(c, convert(chr(c))) for c in range(LAST) if not 0xD800 <= c < 0xE000 and convert(chr(c)) != base(chr(c))]
    simple = [(c, ord(s) - c) for c, s in pairs if len(s) == 1]
    long = [(c, s) for c, s in pairs if len(s) > 1]
    out = []
    for c, distance in simple:
        if out:
            first, last, step, d = out[-1]
            if d == distance and (c - last == step or (first == last and c - last <= 2)):
                out[-1] = (first, c, c - last, d)
                continue
        out.append((c, c, 1, distance))
    emit(name, doc + ": first, last, step, distance.", "(u32, u32, u32, i32)",
         (f"({a:#x}, {b:#x}, {s}, {d})" for a, b, s, d in out))
    emit(name + "_LONG", doc + " to more than one character, padded with zeros.", "(u32, [u32; 3])",
         (f"({c:#x}, [{', '.join(hex(ord(x)) for x in s.ljust(3, chr(0)))}])" for c, s in long))


print("//! Properties of characters, written by `tests/tools/unicode_tables.py`: do not edit.\n")
print(f"/// The version of Unicode.\npub const VERSION: &str = \"{unicodedata.unidata_version}\";\n")
for i, (name, _) in enumerate(FLAGS):
    print(f"pub const {name}: u16 = 1 << {i};")
print()
emit("RUNS", "First character and properties of every run of characters with the same properties.", "(u32, u16)",
     (f"({c:#x}, {v:#x})" for c, v in runs(flags)))
digits = [c for c in range(LAST) if chr(c).isdecimal() and unicodedata.decimal(chr(c)) == 0]
emit("ZEROS", "The zeros of all runs of ten decimal digits.", "u32", (hex(c) for c in digits))


def lower(c):
    """Without the rule for a final sigma."""
    return "σ" if c == "Σ" else c.lower()


mapping("UPPER_MAP", "To upper case", str.upper)
mapping("LOWER_MAP", "To lower case", lower)
mapping("TITLE_MAP", "To title case where that is not upper case", str.title, str.upper)
mapping("FOLD_MAP", "To what is compared without case, where that is not lower case", str.casefold, lower)

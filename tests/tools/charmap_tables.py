#!/usr/bin/env python3
"""Write src/natives/charmaps.rs: the upper halves of the single-byte encodings, as CPython 3.12 decodes them.

    python3 tests/tools/charmap_tables.py > src/natives/charmaps.rs
"""
NAMES = {
    'cp1250': 'windows_1250 1250', 'cp1251': 'windows_1251 1251', 'cp1252': 'windows_1252 1252',
    'cp1253': 'windows_1253 1253', 'cp1254': 'windows_1254 1254', 'cp1257': 'windows_1257 1257',
    'cp437': 'ibm437 437', 'cp850': 'ibm850 850', 'cp852': 'ibm852 852', 'cp866': 'ibm866 866',
    'iso8859_2': 'iso_8859_2 latin2 latin_2 l2', 'iso8859_3': 'iso_8859_3 latin3', 'iso8859_4': 'iso_8859_4 latin4',
    'iso8859_5': 'iso_8859_5 cyrillic', 'iso8859_7': 'iso_8859_7 greek', 'iso8859_9': 'iso_8859_9 latin5',
    'iso8859_10': 'iso_8859_10 latin6', 'iso8859_13': 'iso_8859_13 latin7', 'iso8859_14': 'iso_8859_14 latin8',
    'iso8859_15': 'iso_8859_15 latin9 latin_9', 'iso8859_16': 'iso_8859_16 latin10',
    'koi8_r': 'cskoi8r', 'koi8_u': '', 'mac_roman': 'macroman macintosh',
}
print('//! The upper halves of the single-byte encodings. Made by tests/tools/charmap_tables.py; not to be edited by hand.\n')
print('/// Names that an encoding has, and the characters of its bytes from 0x80 on; 0xffff where there is none. The lower half')
print('/// is ASCII.')
print('pub type Charmap = (&\'static [&\'static str], [u16; 128]);\n')
print('pub static CHARMAPS: &[Charmap] = &[')
for name, more in NAMES.items():
    row = []
    for b in range(128, 256):
        c = bytes([b]).decode(name, 'replace')
        row.append(0xffff if c == '\ufffd' else ord(c))
    assert bytes(range(128)).decode(name) == ''.join(map(chr, range(128)))
    names = ', '.join(f'"{n}"' for n in [name, *more.split()])
    print(f'    (&[{names}], [')
    for i in range(0, 128, 16):
        print('        ' + ' '.join(f'{c:#x},' for c in row[i:i + 16]))
    print('    ]),')
print('];')

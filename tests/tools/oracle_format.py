"""Writes src/vm/format/oracle.txt: values, format specs or %-formats, and what CPython 3.12 makes of them.

Run:  python3.12 tests/tools/oracle_format.py > src/vm/format/oracle.txt
"""

import random

random.seed(5)
INTS = [0, 1, -1, 5, 42, -42, 255, -255, 1000, 1234567, -1234567, 97, 10**20, -(2**64), 0x10FFFF, 0x110000]
FLOATS = [0.0, -0.0, 1.0, -1.5, 2.5, 3.14159, 0.1, 0.5, 1.5, 1e16, 1e-5, 1234567.891, -1e300, 5e-324, 0.00001234, 999999.5, 99.95,
          float("inf"), float("-inf"), float("nan"), 123456789.0, 1e22, 0.0001, 2.675, 1e15, 9.5, 0.05]
TEXTS = ["", "a", "abc", "hello world", "h\u00e9llo"]
COMPLEX = [1 + 2j, -0j, 1.5j, -1.5 - 2.25j, complex(float("inf"), float("nan")), 1e20 + 1j]
BOOLS = [True, False]


def spec():
    s = ""
    if random.random() < 0.3:
        if random.random() < 0.5:
            s += random.choice("*0x\u20ac<")
        s += random.choice("<>^=")
    for c, p in (("+- ", 0.25), ("z", 0.06), ("#", 0.15), ("0", 0.2)):
        if random.random() < p:
            s += random.choice(c)
    if random.random() < 0.5:
        s += str(random.choice((1, 5, 8, 12, 20)))
    if random.random() < 0.2:
        s += random.choice(",_")
    if random.random() < 0.4:
        s += "." + random.choice(("0", "1", "2", "3", "6", "17", "30"))
    if random.random() < 0.75:
        s += random.choice("bcdeEfFgGnosxX%dfgex")
    return s


def percent():
    s = "%"
    for c in "-+ #0":
        if random.random() < 0.2:
            s += c
    if random.random() < 0.5:
        s += str(random.choice((1, 5, 8, 12)))
    if random.random() < 0.4:
        s += "." + random.choice(("", "0", "1", "2", "6", "20"))
    return s + random.choice("diouxXeEfFgGcrsaq")


def show(mode, v, s):
    try:
        r = repr(format(v, s) if mode == "f" else s % (v,))
    except Exception as e:
        r = f"{type(e).__name__}: {e}"
    print(mode, ascii(v), s, r, sep="\t")


for v in INTS + FLOATS + TEXTS + BOOLS + COMPLEX:
    for _ in range(22):
        show("f", v, spec())
    if not isinstance(v, complex):
        for _ in range(10):
            show("%", v, percent())
for _ in range(300):
    f = random.choice((random.uniform(-1e4, 1e4), random.uniform(-1, 1) * 10 ** random.randrange(-20, 20)))
    show("f", f, "." + str(random.randrange(0, 25)) + random.choice("efg%"))
    show("f", f, "." + str(random.randrange(0, 20)))
for bad in ("", "10.", ",_", "_,", "_,d", "d1", "99999999999999999999", ".99999999999999999999", ">", "*^", "\u00e9", "1\u00e9", ",\u00e9", ",c",
            "_c", ",s", "_s", ",n", "_n", ",x", "_x", "+s", " s", "#s", "=5", "05", "<05", "x", "k", "zs", "zd", "zf", ".3c", "+c", "#c", ",%", "_g"):
    for v in (5, 1.5, "a", 1 + 2j, True):
        show("f", v, bad)

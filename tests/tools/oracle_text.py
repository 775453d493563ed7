"""Writes tests/text/strings.py, bytes.py and numbers.py: many calls with arguments drawn at random. What CPython 3.12 prints
when it runs them is in the .out files beside them:

    for f in tests/text/*.py; do PYTHONHASHSEED=0 python3.12 $f > ${f%.py}.out; done
"""

import random
import struct

random.seed(12)
HEAD = '''# Written by tests/tools/oracle_text.py.
def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__ + ':', e)


'''
ASCII = "ab,. \t\n-+1Zx"
WIDE = ASCII + "\u00df\u00e9\u0130\u0131\u03a3\u03c3\u03c2\u00a0\u2028\u01c5\u01c6\U0001f600\u0301\u0663\u00b2\u0149\u0390\u1e9e\ufb01"
PLAIN = """upper lower swapcase title capitalize casefold isalpha isalnum isascii isdecimal isdigit isnumeric isspace isprintable
isidentifier isupper islower istitle split rsplit strip lstrip rstrip splitlines expandtabs encode""".split()


def text(n=8):
    alphabet = WIDE if random.random() < 0.5 else ASCII
    return "".join(random.choice(alphabet) for _ in range(random.randrange(n)))


def some_bytes(n=8):
    return bytes(random.choice(b"ab,. \t\n-+1Z\xff\r") for _ in range(random.randrange(n)))


def array(n=8):
    return bytearray(some_bytes(n))


def bound():
    return random.choice([-20, -3, -2, -1, 0, 1, 2, 3, 5, 9, None])


def size():
    return random.choice([-3, -1, 0, 1, 2, 3, 5, 9, 12])


def call(make, other, fill, plain):
    x, y, z = make(12), other(3), other(3)
    pick = random.choice
    kind = random.randrange(12)
    if kind < 3:
        return f"{x!r}.{pick(plain)}()"
    if kind == 3:
        return f"{x!r}.{pick('find rfind index rindex count startswith endswith'.split())}({y!r}, {bound()}, {bound()})"
    if kind == 4:
        return f"{x!r}.{pick(['split', 'rsplit'])}({pick([y, None])!r}, {size()})"
    if kind == 5:
        return f"{x!r}.replace({y!r}, {z!r}, {pick([-1, 0, 1, 2])})"
    if kind == 6:
        return f"{x!r}.{pick('partition rpartition strip lstrip rstrip removeprefix removesuffix'.split())}({y!r})"
    if kind == 7:
        return f"{x!r}.{pick('center ljust rjust'.split())}({size()}, {pick(fill)!r})"
    if kind == 8:
        return f"{x!r}.{pick('zfill expandtabs splitlines'.split())}({size()})"
    if kind == 9:
        return f"{x!r}[{bound()}:{bound()}:{pick([None, 1, 2, -1, -2])}]".replace("None", "")
    if kind == 10:
        return f"{x!r} {pick('== < <= > != in +'.split())} {y!r}"
    return f"{y!r}.join({[z, x, z]!r})"


def some_float():
    kind = random.randrange(4)
    if kind == 0:
        return random.uniform(-10, 10)
    if kind == 1:
        return struct.unpack("d", struct.pack("Q", random.getrandbits(64)))[0]
    if kind == 2:
        return round(random.uniform(-1e6, 1e6), random.randrange(6))
    return float(random.randrange(-(10**17), 10**17))


def an_int():
    return random.choice([random.randrange(-100, 100), random.getrandbits(random.randrange(1, 200)) * random.choice([1, -1])])


def f():
    shown = repr(some_float())
    return f"float('{shown}')" if "inf" in shown or "nan" in shown else f"({shown})"


def numbers():
    n, pick = an_int, random.choice
    return pick([
        lambda: f"{f()}",
        lambda: f"round({f()}, {random.randrange(-20, 20)})",
        lambda: f"round({n()}, {random.randrange(-20, 3)})",
        lambda: f"({f()} {pick('+ - * / // % < =='.split())} {f()}, divmod({f()}, {f()}))",
        lambda: f"({n()} {pick('+ - * / // % < == & | ^'.split())} {n()}, divmod({n()}, {n() or 1}))",
        lambda: f"{n()} {pick('+ - * / // % < == >='.split())} {f()}",
        lambda: f"(({f()}).hex(), ({f()}).is_integer(), int({random.uniform(-1e30, 1e30)!r}))",
        lambda: f"(({n()}).to_bytes(30, 'big', signed=True), ({n()}).bit_length(), hex({n()}), oct({n()}), bin({n()}))",
        lambda: f"pow({n()}, {random.randrange(-5, 50)}, {n() or 7})",
        lambda: f"(({f()}).as_integer_ratio(), float('{random.randrange(10**25)}e{random.randrange(-340, 310)}'))",
        lambda: f"({n()} >> {random.randrange(100)}, {n()} << {random.randrange(100)}, -({n()}), ~({n()}))",
        lambda: f"complex({f()}, {f()}) {pick('+ - * / =='.split())} complex({random.uniform(-5, 5)}, {random.uniform(-5, 5)})",
        lambda: f"int({pick([str(n()), hex(n()), ' %d ' % n(), '1_0', '1__0'])!r}, {pick([0, 10, 16, 8, 2])})",
        lambda: f"({n()} ** {random.randrange(0, 8)}, {random.uniform(0, 9)} ** {random.uniform(-9, 9)})",
    ])()


def write(name, lines):
    with open(f"tests/text/{name}.py", "w") as out:
        out.write(HEAD)
        out.writelines(f"t(lambda: {line})\n" for line in lines)


write("strings", [call(text, text, "*\u00e9", PLAIN) for _ in range(900)])
of_bytes = [m for m in PLAIN if hasattr(bytes, m)]
write("bytes", [call(random.choice([some_bytes, array]), some_bytes, [b"*"], of_bytes) for _ in range(600)])
write("numbers", [numbers() for _ in range(500)])

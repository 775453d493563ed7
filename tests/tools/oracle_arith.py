"""Writes src/vm/arith/oracle.txt: operations on numbers and what CPython 3.12 makes of them.

Run:  python3.12 tests/tools/oracle_arith.py > src/vm/arith/oracle.txt
"""

import random
import sys

sys.set_int_max_str_digits(0)
random.seed(3)
OPS = "+ - * / // % ** << >> & | ^".split()
INTS = [0, 1, -1, 2, -2, 3, 7, -7, 10, 63, 64, 100, 2**31, 2**53 - 1, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), 2**63, 2**64,
        10**20, -(10**30), 3**100, 10**308, 10**309, 2**1100, -(2**1074)]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.7, 1e16, 1e-5, 1.1e308, -1e300, 5e-324, float("inf"), float("-inf"), float("nan"), 2.0**53]


def case(a, op, b):
    if op == "**" and isinstance(a, int) and isinstance(b, int) and abs(a) > 1 and b * a.bit_length() > 5000:
        return
    if op == "<<" and isinstance(a, int) and isinstance(b, int) and b > 5000:
        return
    if op == "**" and (isinstance(a, float) and a < 0 and isinstance(b, float) and b % 1):
        return
    try:
        r = eval(f"a {op} b")
    except TypeError:
        r = "none"
    except Exception as e:
        r = f"{type(e).__name__}: {e}"
    if not isinstance(r, str):
        r = repr(r)
    print(f"{a!r} {op} {b!r} = {r}")


pairs = [(a, b) for a in INTS for b in INTS] + [(a, b) for a in FLOATS for b in FLOATS]
pairs += [p for a in FLOATS for b in INTS for p in ((a, b), (b, a))]
chosen = random.sample(pairs, 260)
for a, b in chosen:
    for op in random.sample(OPS[:8] if isinstance(a, float) or isinstance(b, float) else OPS, 3):
        case(a, op, b)
for _ in range(120):
    a = random.getrandbits(random.randrange(1, 700)) * random.choice((1, -1))
    b = (random.getrandbits(random.randrange(1, 500)) + 1) * random.choice((1, -1))
    case(a, "/", b)
    case(a, random.choice(("//", "%")), b)
    case(a, "*", 1.0)
    case(random.uniform(-1e3, 1e3), random.choice(("//", "%", "+", "**")), random.choice((0.1, 0.3, 7.0, -2.0, 1e-3)))

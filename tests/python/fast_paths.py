# Every shortcut of the run loop, and the cases just beside it that must not take it.
import math


# Arguments: defaults, keywords, keyword-only, *args, and what does not fit.
def f(a, b=2, *rest, c=3, d):
    return a, b, rest, c, d


def g(a, /, b, *, c=5):
    return a, b, c


print(f(1, d=4), f(1, 9, 8, 7, d=6), f(d=0, a=5), g(1, b=2), g(1, 2, c=3))
for bad in (
    lambda: f(1),
    lambda: f(1, a=2, d=3),
    lambda: g(1, 2, 3),
    lambda: g(a=1, b=2),
    lambda: g(1, 2, e=3),
    lambda: f(),
):
    try:
        print(bad())
    except TypeError as e:
        print(e)


# Operators: methods that decline, reflected ones, subclasses that go first, in-place ones.
class Money:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        if isinstance(other, int):
            return Money(self.n + other)
        return NotImplemented

    def __radd__(self, other):
        return Money(other * 1000)

    def __repr__(self):
        return f"Money({self.n})"


class Other:
    def __radd__(self, other):
        return "Other.__radd__"


class Richer(Money):
    def __radd__(self, other):
        return "Richer.__radd__"


class Growing(Money):
    def __iadd__(self, other):
        self.n += other
        return self


class Declining:
    def __iadd__(self, other):
        return NotImplemented

    def __add__(self, other):
        return "Declining.__add__"


m = Money(5)
print(m + 1, 2 + m, m + Other(), m + Richer(1), Richer(1) + 1)
m += 3
grown = Growing(1)
same = grown
grown += 4
d = Declining()
d += 1
print(m, grown, same is grown, d)
for bad in (lambda: m + m, lambda: m + "x", lambda: m - 1):
    try:
        print(bad())
    except TypeError as e:
        print(e)


# Classes: __init__ with and without arguments, one that returns something, exceptions of all kinds.
class Point:
    def __init__(self, x, y=0):
        self.x, self.y = x, y


class Wrong:
    def __init__(self):
        return 5


class Plain(ValueError):
    pass


print(Point(1).y, Point(1, y=2).y, Point(*[3, 4]).y)
try:
    Wrong()
except TypeError as e:
    print(e)
for e in (Plain(1, 2), KeyError("k"), ImportError("no", name="x"), OSError(2, "gone"), Plain(), NameError("n", name="q")):
    print(type(e).__name__, e.args, str(e), getattr(e, "name", None))
try:
    Plain(x=1)
except TypeError as e:
    print(e)
for classes in (KeyError, (int, Plain), Plain, (KeyError, ValueError)):
    try:
        try:
            raise Plain("caught")
        except classes as e:
            print("matched", classes)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

# Strings: one character, growing, growing by itself, wide ones, membership.
s = "abc"
print(s[0] == "xa"[1], s[-1], s[-3], "" == s[:0], [c for c in s], "é"[0], "aé"[0])
grown = "x" * 300
prefix = grown
grown += "y"
twice = grown
twice += twice
print(len(grown), len(twice), twice[300], twice[601], prefix == "x" * 300, (grown + "é")[-1])
for i in range(3):
    grown += str(i)
print(grown[-4:], f"{3}:{'s'}:{2.5}:{None}", f"{m}|{m!r:>10}|{'é'}")
print("b" in "abc", "" in "abc", "é" in "aé", "bc" not in "abc", 2 in [1, 2], "k" in {"k": 1}, 3 in (1, 2))
for bad in (lambda: s[3], lambda: s[-4], lambda: 1 in "1"):
    try:
        print(bad())
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)

# Natives: bound, of modules, rebound, with too many arguments, types called.
append = (collected := []).append
for i in range(3):
    append(i)
root = math.sqrt
for i in range(3):
    if i == 2:
        math.sqrt = lambda x: "rebound"
    print(math.sqrt(i * i))
math.sqrt = root
print(collected, type(1) is int, type(type), str(12), int("12"), float(2), bool([]), list("ab"), dict(a=1))
for bad in (lambda: math.sqrt(1, 2), lambda: len(), lambda: str.upper(1), lambda: {}.get(), lambda: type(1, 2)):
    try:
        print(bad())
    except TypeError as e:
        print(type(e).__name__)


# Items: lists by negative index, subclasses with their own say, dicts of all keys.
class Loud(list):
    def __setitem__(self, i, v):
        print("set", i, v)

    def __getitem__(self, i):
        return "got"


class LoudDict(dict):
    def __setitem__(self, k, v):
        print("set", k, v)


items = [1, 2, 3]
items[-1] = items[-3] = 9
loud = Loud([1, 2])
loud[0] = 5
LoudDict()["k"] = 1
counts = {}
for key in ("a", 1, 1.0, True, (1, "a"), None, "a"):
    counts[key] = counts.get(key, 0) + 1
print(items, loud[0], list(loud), counts)
for bad in (lambda: items.__setitem__(3, 0), lambda: counts.__setitem__([], 0)):
    try:
        bad()
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)
try:
    items[3] = 0
except IndexError as e:
    print(e)


# Closures, generators, and loops over everything.
def counter():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n

    return up


up = counter()
print(up(), up(), up())


def gen(n):
    for i in range(n):
        got = yield i
        if got:
            yield got


it = gen(3)
print(next(it), it.send("sent"), list(it), sum(x * 2 for x in gen(4)), sum([0.1] * 10), sum(x / 10 for x in range(10)))
for over in ((1, 2), {"k": "v"}.items(), {7}, "ab", enumerate("a"), zip([1, 2], "ab"), reversed([1, 2]), gen(2), map(str, (1, 2))):
    print([x for x in over], end=" ")
print()
changing = {1: 1}
try:
    for k in changing:
        changing[k + 1] = 1
except RuntimeError as e:
    print(e)

# At module level a name may come and go between two rounds.
for i in range(3):
    if i == 1:
        len = lambda x: "mine"
    elif i == 2:
        del len
    print(len("abc"))

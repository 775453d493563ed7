//! The programs that the laws are shown on. Small ones are visited at every instruction, long ones at random moments.

pub const CALLS: &str = "\
def fib(n, cache={}):
    if n < 2:
        return n
    if n in cache:
        return cache[n]
    cache[n] = fib(n - 1) + fib(n - 2)
    return cache[n]
def spread(a, *rest, k=3, **more):
    return a, rest, k, more
print(fib(7), spread(*[1, 2], **{'k': 4, 'z': 5}), spread(a=1))
print((lambda x, y=2: x ** y)(5), max([3, 9, 2]), 2 ** 70 // 3)
";

pub const CLOSURES: &str = "\
def counter(start):
    n = start
    def up(by=1):
        nonlocal n
        n += by
        return n
    return up, lambda: n
up, look = counter(5)
print(up(), up(3), look())
def traced(f):
    def inside(*args):
        log.append(f.__name__)
        return f(*args)
    return inside
log = []
@traced
def add(a, b):
    return a + b
print(add(1, 2), add('x', 'y'), log)
";

pub const GENERATORS: &str = "\
def numbers(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                log.append(got)
    finally:
        log.append('closed')
def chain(*many):
    for one in many:
        result = yield from one
        log.append(result)
    return 'done'
log = []
print(list(chain(numbers(2), 'ab', [3])))
g = numbers(5)
print(next(g), g.send('hello'))
try:
    g.throw(KeyError('thrown'))
except KeyError as e:
    print(e)
g = numbers(2)
next(g)
g.close()
print(log, sum(n * n for n in range(4)), [*map(str, numbers(2))])
";

pub const EXCEPTIONS: &str = "\
class Mine(Exception):
    pass
def risky(n):
    try:
        if n == 0:
            return 1 // n
        if n == 1:
            raise Mine('one') from KeyError(n)
        return [1][n]
    except ZeroDivisionError as e:
        log.append(str(e))
        raise Mine('zero')
    except IndexError:
        log.append('index')
        return 'handled'
    finally:
        log.append(('finally', n))
log = []
for n in range(3):
    try:
        print(risky(n))
    except Mine as e:
        print(e, repr(e.__cause__), repr(e.__context__))
    else:
        print('no exception')
def swallow():
    for i in range(3):
        try:
            if i:
                break
            continue
        finally:
            log.append(i)
    try:
        return 'early'
    finally:
        log.append('late')
print(swallow(), log)
";

pub const MANAGERS: &str = "\
class Manager:
    def __init__(self, name, quiet=False):
        self.name, self.quiet = name, quiet
    def __enter__(self):
        log.append('+' + self.name)
        return self
    def __exit__(self, kind, value, trace):
        log.append('-' + self.name + str(kind and kind.__name__))
        return self.quiet
log = []
with Manager('a') as a, Manager('b', True):
    log.append(a.name)
    raise ValueError('lost')
def early():
    with Manager('c'):
        for i in range(3):
            with Manager('d'):
                if i == 1:
                    return i
print(early(), log)
";

pub const SORT_KEYS: &str = "\
class Item:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        log.append((self.n, other.n))
        return self.n < other.n
    def __repr__(self):
        return f'I{self.n}'
log = []
items = [Item(n) for n in (3, 1, 2)]
print(sorted(items), min(items, key=lambda i: -i.n))
words = ['pear', 'fig', 'apple']
words.sort(key=lambda w: (len(w), w), reverse=True)
print(words, len(log))
";

pub const HASH_AND_EQ: &str = "\
class Key:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        log.append('h')
        return self.n % 2
    def __eq__(self, other):
        log.append('e')
        return self.n == other.n
log = []
table = {Key(n): n for n in range(4)}
print(table[Key(2)], Key(9) in table, len({Key(1), Key(3), Key(1)}))
del table[Key(0)]
table[Key(5)] = 'five'
print(list(table.values()), len(log))
";

pub const CLASSES: &str = "\
class Base:
    made = 0
    def __init__(self, **fields):
        Base.made += 1
        for name, value in fields.items():
            setattr(self, name, value)
    def __getattr__(self, name):
        return name.upper()
    @property
    def size(self):
        return len(self.__dict__)
    @classmethod
    def several(cls, n):
        return [cls(n=i) for i in range(n)]
class Child(Base):
    __slots__ = ()
    def __init__(self, **fields):
        super().__init__(**fields)
        self.extra = 1
    def __add__(self, other):
        return Child(n=self.n + other.n)
a, b = Child.several(2)
c = a + b
print(c.n, c.size, c.other, Base.made)
del c.extra
c.n += 5
print(c.n, c.extra, isinstance(c, Base))
";

pub const COMPREHENSIONS: &str = "\
grid = [[x * y for x in range(3)] for y in range(3) if y]
flat = {x: y for row in grid for x, y in enumerate(row)}
both = {(a, b) for a in 'ab' for b in (1, 2)}
lazy = (n for n in range(9) if n % 2)
print(grid, flat, sorted(both), next(lazy), [*lazy])
first, *middle, last = [n for n in range(5)]
print(first, middle, last, [m := 7, m + 1], any(n > 2 for n in range(4)))
";

pub const SETS: &str = "\
s = set()
for n in range(12):
    s.add(n * 7 % 11)
    s.discard(n)
    if n % 4 == 3:
        s |= {n, 'x' * n}
        print(s.pop())
print(s, frozenset(s) & {1, 2, 3}, s ^ {5})
d = {}
for n in range(20):
    d[n % 6] = n
    d.pop(n % 4, None)
print(d)
";

pub const GROWING_TEXT: &str = "\
text = 'start'
other = ''
for n in range(45):
    text += 'piece %d;' % n
    if n % 10 == 9:
        other = text + 'other'
        text = text + '!'
wide = text + '\\u20ac'
wide += 'x'
print(len(text), other[-9:], hash(text) == hash(str(text)), len(wide))
";

pub const GROWING_CONTAINERS: &str = "\
items = list(range(1100))
table = dict.fromkeys(range(1100), 0)
for n in range(12):
    items[n * 90] = -n
    items.append(n)
    table[n * 80] += n
    table[-1 - n] = n
    if n % 3 == 2:
        items.pop()
        del table[n * 70]
items.insert(5, 'x')
table.clear()
del items[10:1000]
print(items[:12], len(items), table)
";

pub const INPUT: &str = "\
import random, time
def ask():
    line = input('name? ')
    return line.split()
names = [ask() for _ in range(3)]
start = time.time()
random.seed(5)
print(names, random.random(), time.time() >= start)
";

pub const CLASSES_MADE_AGAIN: &str = "\
def make(n):
    class Point:
        def __init__(self, x):
            self.x = x
            setattr(self, 'y%d' % n, n)
    return Point
points = [make(n)(n) for n in range(4)]
for p in points:
    p.z = p.x
    print(sorted(p.__dict__))
print(eval('points[1].x + 1'))
exec('q = points[2].x * 2')
print(q)
";

pub const LONG: &str = "\
class Node:
    def __init__(self, n, next):
        self.n = n
        self.next = next
def texts(k):
    for i in range(k):
        yield str(i) + 'x'
table = {}
head = None
text = ''
total = 0
log = []
for n in range(100_000):
    head = Node(n, head if n % 100 else None)
    table[n % 700] = [n, str(n), (n, n + 1)]
    if n % 5 == 0:
        text += 'ab'
    if n % 1000 == 0:
        total += sum(len(s) for s in texts(50))
        log.append({str(i) for i in range(n % 37)})
        text = text[-400:]
        try:
            table['missing']
        except KeyError as e:
            log.append(e)
    if n % 5000 == 4999:
        log.sort(key=lambda item: str(item)[-3:])
        log = log[:20]
print(total, len(text), len(table), head.n)
";

pub const LARGE_CONTAINERS: &str = "\
items = list(range(5000))
table = {n: n for n in range(3000)}
names = set()
seed = 1
junk = None
for n in range(120_000):
    seed = (seed * 1103515245 + 12345) % 2147483648
    items[seed % len(items)] = n
    if n % 7 == 0:
        items.append(n)
    elif n % 7 == 1:
        items.pop()
    table[seed % 4000] = n
    if n % 3 == 0:
        table.pop(seed // 7 % 4000, None)
    names.add(seed % 2000)
    if n % 2:
        names.discard(n % 2000)
    junk = [n, [n], str(n), (n, junk if n % 50 else None)]
    if n % 20_000 == 19_999:
        items.sort()
        del items[100:200]
        table = dict(table)
print(len(items), len(table), len(names), sum(items) % 1000)
";

/// Lines are counted in the tests.
pub const BRANCHING: &str = "\
log = []
first = second = third = big = 0
class Manager:
    def __enter__(self): return self
    def __exit__(self, *args): log.append('exit')
def work(n):
    x = n
    for i in range(3):
        x += i
        log.append(x)
    try:
        with Manager() as m:
            if n % 2:
                raise KeyError(x)
            log.append(('even', x))
    except KeyError as e:
        log.append(('caught', e.args))
    finally:
        log.append('finally')
    while x > 2:
        x -= 2
    return x
total = 0
for n in range(3):
    total += work(n)
    print(total)
print(total, log)
";

/// Lines are counted in the tests.
pub const ASKING: &str = "\
answers = []
def ask():
    n = 0
    while n < 3:
        answers.append(input('? '))
        n += 1
    return n
print(ask(), answers)
";

/// What the pieces use.
pub const SETTING: &str = "\
log = []
total = 0
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
    def __enter__(self): log.append(('in', self.n))
    def __exit__(self, *a): log.append(('out', self.n))
    def __iter__(self):
        for i in range(self.n): yield i
    @property
    def double(self): return self.n * 2
def run(f, *args):
    try: return f(*args)
    except Exception as e: log.append(repr(e))
    finally: log.append(f.__name__)
";

pub const PIECES: &[&str] = &[
    "d = {K(i): i for i in range(5)}\nlog.append(d[K(3)])\nd.pop(K(1))\n",
    "log.append([k.n for k in sorted([K(3), K(1), K(2)])])\n",
    "with K(1), K(2):\n    total += sum(K(4))\n",
    "def fail(n):\n    with K(n):\n        return [][n]\nrun(fail, 3)\n",
    "text = 'ab' * 200\nfor i in range(8):\n    text += str(i)\nlog.append(text[-3:])\n",
    "def gen():\n    try:\n        while True:\n            x = yield total\n            log.append(x)\n    finally:\n        log.append('end')\ng = gen()\nnext(g)\nfor i in range(3): g.send(i)\ng.close()\n",
    "big = list(range(1500))\nfor i in range(5):\n    big[i * 300] = None\n    big.pop()\nlog.append(len(big))\n",
    "class Local(K):\n    def __init__(self): super().__init__(len(log)); self.more = [self]\nlog.append(Local().double)\n",
    "log.append({*K(5), *range(3, 9)} - {4})\n",
    "log.append(input('? '))\n",
    "log.append(''.join(str(i) for i in K(3)) + f'{total:>5}')\n",
    "a, (b, *c) = 1, [2, 3, 4]\nc += [a, b]\ndel c[0], a\nlog.append(c)\n",
    "for i in range(4):\n    if i == 2: break\nelse:\n    log.append('never')\n",
    "x = run(lambda n: 1 // n, 0) or run(int, '12') or 3\ntotal += x\n",
    "import math\nlog.append(math.sqrt(total + 16))\n",
    "log.append(eval('total + len(log)'))\nlog = log[-6:]\nprint(log)\n",
];

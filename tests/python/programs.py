# Small textbook programs.
import math, random, sys
def sieve(n):
    flags = [True] * (n + 1); flags[0:2] = [False, False]
    for i in range(2, int(n ** .5) + 1):
        if flags[i]:
            flags[i * i::i] = [False] * len(flags[i * i::i])
    return [i for i, f in enumerate(flags) if f]
print(sieve(50))
def hanoi(n, a='A', b='B', c='C'):
    if n: yield from hanoi(n - 1, a, c, b); yield a + c; yield from hanoi(n - 1, b, a, c)
print(' '.join(hanoi(3)))
def qsort(x): return x if len(x) < 2 else qsort([a for a in x[1:] if a < x[0]]) + [x[0]] + qsort([a for a in x[1:] if a >= x[0]])
print(qsort([3, 6, 1, 8, 2, 9, 2]))
def memo(f):
    cache = {}
    def g(*a):
        if a not in cache: cache[a] = f(*a)
        return cache[a]
    g.cache = cache
    return g
@memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), len(fib.cache))
class Node:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def insert(self, v):
        side = 'l' if v < self.v else 'r'
        child = getattr(self, side)
        if child: child.insert(v)
        else: setattr(self, side, Node(v))
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
    def depth(self): return 1 + max((c.depth() for c in (self.l, self.r) if c), default=0)
root = Node(5)
for v in [3, 8, 1, 4, 9, 7]: root.insert(v)
print(list(root), root.depth(), 4 in root, sum(root), max(root))
class Stack:
    class Empty(Exception): pass
    def __init__(self): self._items = []
    def push(self, x): self._items.append(x); return self
    def pop(self):
        try: return self._items.pop()
        except IndexError: raise Stack.Empty('empty stack') from None
    def __len__(self): return len(self._items)
s = Stack().push(1).push(2); print(s.pop(), s.pop(), len(s))
try: s.pop()
except Stack.Empty as e: print(type(e).__qualname__, e)
class Account:
    interest = 0.02
    def __init__(self, owner, balance=0): self.owner = owner; self.balance = balance; self.log = []
    def deposit(self, amt):
        if amt <= 0: raise ValueError(f'bad amount: {amt!r}')
        self.balance += amt; self.log.append(('dep', amt))
    def __str__(self): return f'{self.owner}: {self.balance:,.2f}'
    def __repr__(self): return f'Account({self.owner!r}, {self.balance})'
class Savings(Account):
    def add_interest(self): self.deposit(self.balance * self.interest)
a = Savings('Ann', 1000); a.add_interest(); print(a, repr(a), a.log, [a])
try: a.deposit(-5)
except ValueError as e: print(e)
def wc(text):
    counts = {}
    for w in text.lower().split(): counts[w.strip('.,!')] = counts.get(w.strip('.,!'), 0) + 1
    return sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
print(wc('The cat and the dog. The end, and the cat!'))
def primes():
    n, found = 2, []
    while True:
        if all(n % p for p in found): found.append(n); yield n
        n += 1
p = primes(); print([next(p) for _ in range(10)])
def matmul(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
print(matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]]))
def collatz(n):
    steps = 0
    while n != 1: n = n // 2 if n % 2 == 0 else 3 * n + 1; steps += 1
    return steps
print([collatz(n) for n in range(1, 10)], max(range(1, 100), key=collatz))
def perms(xs):
    if not xs: yield []
    for i, x in enumerate(xs):
        for rest in perms(xs[:i] + xs[i + 1:]): yield [x] + rest
print([''.join(p) for p in perms(list('abc'))])
def gcd(a, b):
    while b: a, b = b, a % b
    return a
print(gcd(48, 36), math.gcd(48, 36), math.factorial(20), math.comb(5, 2), math.isclose(0.1 + 0.2, 0.3), math.hypot(3, 4))
random.seed(42); print(random.randint(1, 100), random.choice('abc'), random.sample(range(10), 3), round(random.random(), 6), random.uniform(1, 2) < 2)
xs = list(range(8)); random.shuffle(xs); print(xs)
class Vec:
    __slots__ = 'x', 'y'
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __iter__(self): return iter((self.x, self.y))
x, y = Vec(1, 2); print(x, y, {Vec(0, 0): 'o'}[Vec(0, 0)], len({Vec(1, 1), Vec(1, 1)}))
class Matrix:
    def __init__(self, rows): self.rows = rows
    def __getitem__(self, ij): i, j = ij; return self.rows[i][j]
    def __setitem__(self, ij, v): i, j = ij; self.rows[i][j] = v
m = Matrix([[1, 2], [3, 4]]); m[0, 1] += 5; print(m[0, 1], m.rows)
class Temp:
    def __init__(self, c): self.c = c
    @property
    def f(self): return self.c * 9 / 5 + 32
    @f.setter
    def f(self, v): self.c = (v - 32) * 5 / 9
t = Temp(100); t.f = 32; print(t.c, t.f)
class Shape:
    def area(self): raise NotImplementedError(f'{type(self).__name__}.area')
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
for sh in (Sq(2), Shape()):
    try: print(sh.area())
    except NotImplementedError as e: print('no', e)
def parse(tokens):
    def expr():
        v = term()
        while tokens and tokens[0] in '+-':
            v = v + term() if tokens.pop(0) == '+' else v - term()
        return v
    def term():
        v = atom()
        while tokens and tokens[0] in '*/':
            v = v * atom() if tokens.pop(0) == '*' else v / atom()
        return v
    def atom():
        t = tokens.pop(0)
        if t == '(':
            v = expr(); tokens.pop(0); return v
        return int(t)
    return expr()
print(parse(list('2*(3+4)-6/2')))
def life(cells):
    count = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: count[x + dx, y + dy] = count.get((x + dx, y + dy), 0) + 1
    return {c for c, n in count.items() if n == 3 or n == 2 and c in cells}
g = {(1, 0), (1, 1), (1, 2)}; print(sorted(life(g)), life(life(g)) == g)
def roman(n):
    out = ''
    for v, s in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), 'M CM D CD C XC L XL X IX V IV I'.split()):
        k, n = divmod(n, v); out += s * k
    return out
print([roman(n) for n in (4, 9, 1994, 2024)])
print(''.join(chr((ord(c) - 97 + 3) % 26 + 97) if c.isalpha() else c for c in 'hello, world'), 'racecar' == 'racecar'[::-1])
graph = {'a': ['b', 'c'], 'b': ['d'], 'c': ['d'], 'd': []}
def bfs(s, t):
    q, seen = [[s]], {s}
    while q:
        path = q.pop(0)
        if path[-1] == t: return path
        for n in graph[path[-1]]:
            if n not in seen: seen.add(n); q.append(path + [n])
print(bfs('a', 'd'))
def dfs(n, seen=None):
    seen = seen if seen is not None else []
    if n not in seen:
        seen.append(n)
        for k in graph[n]: dfs(k, seen)
    return seen
print(dfs('a'), len(sys.argv), sys.version_info[:2], sys.maxsize)
print(f"{'name':<10}|{'qty':>5}|{'price':^9}|"); [print(f'{n:<10}|{q:>5d}|{p:^9.2f}|') for n, q, p in [('apple', 3, 1.5), ('fig', 12, .25)]]
def bin_search(a, x):
    lo, hi = 0, len(a) - 1
    while lo <= hi:
        mid = (lo + hi) // 2
        if a[mid] == x: return mid
        if a[mid] < x: lo = mid + 1
        else: hi = mid - 1
    return -1
print(bin_search([1, 3, 5, 7], 5), bin_search([1, 3], 4))
class Observer:
    def __init__(self): self.subs = []
    def on(self, f): self.subs.append(f); return f
    def fire(self, *a): return [f(*a) for f in self.subs]
ob = Observer()
@ob.on
def h1(x): return x + 1
ob.on(lambda x: x * 2); print(ob.fire(5))
def curry(f, *a): return lambda *b: f(*a, *b)
print(curry(max, 5)(3, 9), list(map(curry(pow, 2), range(4))))
def pipeline(*fs):
    def run(v):
        for f in fs: v = f(v)
        return v
    return run
print(pipeline(str.strip, str.title, lambda s: s + '!')('  hi there '))
import time
t0 = time.time(); time.sleep(0); print(time.time() >= t0, isinstance(time.perf_counter(), float))
sys.exit(3)

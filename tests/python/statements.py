# Loops, else clauses, del, assert, global order of evaluation, chained comparison.
def log(x): print('log', x); return x
for i in []: pass
else: print('empty for else')
for i in range(3):
    if i == 1: continue
    if i == 5: break
else: print('for else', i)
n = 0
while n < 3:
    n += 1
    if n == 2: break
else: print('never')
while n > 0: n -= 1
else: print('while else', n)
for i in range(2):
    for j in range(3):
        if j == 1: break
    else: print('inner else')
    print('outer', i, j)
print(log(1) < log(2) < log(3), log(1) > log(2) < log(3), log(1) == log(1) != log(2) in [2])
print(log(0) and log(1), log(0) or log(2), not log(0), log(1) if log(0) else log(3))
d = {log('k1'): log('v1'), log('k2'): log('v2')}
l = [1, 2, 3, 4, 5]
l[log(0)], l[log(1)] = log('a'), log('b'); print(l)
l[log(2)] += log(10); print(l)
del l[0], l[-1]; print(l)
x = [1, 2, 3]
for v in x:
    if v < 3 and len(x) < 6: x.append(v * 10)
print(x)
a = b = c = 5; print(a, b, c)
a, b = b, a + 1
(a), [b] = 1, [2]
*a, = 'abc'; print(a)
a, *b, c = range(5); print(a, b, c)
[a, [b, *c]] = [1, [2, 3, 4]]; print(a, b, c)
for k, (v, w) in {'x': (1, 2)}.items(): print(k, v, w)
class Attr: pass
o = Attr(); o.x = o.y = []; o.x.append(1); print(o.y)
o.z = 1; o.z += 5; print(o.z); del o.z
try: o.z
except AttributeError as e: print(e)
o.l = [1, 2, 3]; o.l[1:] = [9]; o.l[0], o.m = 'q', 'r'; print(o.l, o.m)
for o.i in range(3): pass
print(o.i)
for x[0] in 'ab': print(x[0])
with open(__file__) as f: print(f.readline().strip()[:10])
if (m := len('abc')) > 2: print('walrus', m)
print([y := 1, y ** 2], (lambda: (z := 5) + z)())
while (n := n + 1) < 4: print('n', n)
def ret(v):
    if v: return 'yes'
print(ret(1), ret(0))
def multi(): return 1, *[2, 3], 4
print(multi())
def nested(n):
    def inner(k):
        return n + k if k else inner(1)
    return inner
print(nested(5)(0))
def deco(arg):
    print('deco', arg)
    def wrap(f):
        print('wrap', f.__name__)
        def call(*a): return ('called', arg, f(*a))
        return call
    return wrap
@deco(log('A'))
@deco(log('B'))
def decorated(x): return x
print(decorated(1))
def class_deco(c): c.extra = 'added'; return c
@class_deco
class Deco: pass
print(Deco.extra)
assert True, log('not evaluated')
lst = [1, 2, 3, 4]
print([lst[i:j] for i in range(2) for j in (2, None)], lst[::-1][0], lst[-2:][0])
print(1 if [] else 2 if {} else 3, (1, 2) + (3,), [*range(3), *'ab'], {**{'a': 1}, 'b': 2}, {*[1], 2})
print('a' 'b' f'{1}' 'c', 'x' * 0, """tri
ple""", r'raw\n', b'by' b'tes', u'uni')
i = 10
print([i for i in range(3)], i, {i: i for i in 'ab'}, list(i for i in range(2)))
def gl():
    global created_later
    created_later = 'yes'
gl(); print(created_later)
pass; print('semi'); x = 1; y = 2
if x: print('one line if')
else: print('no')
for q in (1, 2): print(q, end=' ')
print()
def default_mut(a, b=[], *, c={}): b.append(a); c[a] = 1; return b, c
print(default_mut(1), default_mut(2))
def star(first, *rest, **named): return first, rest, named
print(star(*'abc', **dict(k=1)), star(0, *[], **{}))
lam = lambda *a, k=3, **kw: (a, k, kw)
print(lam(1, 2, z=3), (lambda: None)(), (lambda x: lambda y: x + y)(1)(2))
print(type(lambda: 0).__name__, nested.__code__.co_name if hasattr(nested, '__code__') else 'nested')
t = 1,
print(t, (), (1,), type(()), ((1)))
s = 0
for i in range(10):
    if i % 2: continue
    elif i == 8: break
    else: s += i
print(s)
try:
    for i in range(3):
        if i == 1: raise StopIteration('in loop')
except StopIteration as e: print(e)
def try_loop():
    for i in range(3):
        try:
            if i == 0: continue
            if i == 1: raise KeyError
            return i
        except KeyError:
            continue
        finally:
            print('fin', i)
print(try_loop())
import math as mm, sys as ss
from math import pi as PI, sqrt
print(mm.floor(2.5), PI > 3, sqrt(16), mm is math if 'math' in globals() else 'no math')
x: int = 5
y: 'str'
print(x, __annotations__)
print(__name__, __file__[-13:])
e = 1
try: pass
except Exception: pass
else: print('else')
finally: print('finally', e)
nums = [5, 3, 8]
nums.sort(reverse=True); print(nums, sum(nums) / len(nums), f'{sum(nums)/3:.2f}')
matrix = [[1, 2], [3, 4]]
print([row[0] for row in matrix], list(zip(*matrix)), [list(r) for r in zip(*matrix)], sum(map(sum, matrix)))
print(max(matrix, key=lambda r: r[1]), {len(w): w for w in 'a bb cc'.split()}, sorted('banana', key='nab'.index))
print(0.1 + 0.2 == 0.3, round(0.1 + 0.2, 2), 10 ** -2, 2 ** 10, 7 // -2, -7 // 2, 7 % -2, 1e100, int(1e20))

def g1():
    try:
        x = yield 1
        print('got', x)
        y = yield 2
        print('got', y)
        return 'ret'
    except GeneratorExit:
        print('exit')
        raise
    except ValueError as e:
        print('caught', e)
        yield 'recovered'
    finally:
        print('finally')
g = g1(); print(next(g), g.send('a'))
try: g.send('b')
except StopIteration as e: print('stop', e.value)
try: next(g)
except StopIteration as e: print('stop', e.value)
g = g1(); next(g); print(g.throw(ValueError('boo')))
try: next(g)
except StopIteration: print('done')
g = g1(); next(g); g.close(); g.close()
g = g1()
try: g.send(1)
except TypeError as e: print(e)
g.close(); print(list(g))
g = g1()
try: g.throw(KeyError('k'))
except KeyError as e: print('out', e)
def delegate():
    r = yield from g1()
    print('r', r)
    r = yield from [10, 20]
    print('r', r)
    return 'end'
d = delegate(); print(next(d), d.send('x'))
print(d.send('y'), next(d))
try: next(d)
except StopIteration as e: print(e.value)
d = delegate(); next(d); print(d.throw(ValueError('deep'))); d.close()
d = delegate(); next(d); d.close()
def inf():
    n = 0
    while True:
        n += 1
        yield n
from_gen = []
for v in inf():
    if v > 3: break
    from_gen.append(v)
print(from_gen)
def bad():
    yield 1
    raise StopIteration('x')
b = bad(); next(b)
try: next(b)
except RuntimeError as e: print(e, type(e.__cause__).__name__)
def reenter():
    yield next(me)
me = reenter()
try: next(me)
except ValueError as e: print(e)
ge = (x * y for x in range(3) for y in range(x) if y)
print(list(ge), list(ge), sum(x for x in range(5)), max((len(w), w) for w in ['a', 'bcd']))
print(list(zip(inf(), 'abc')), dict(enumerate('ab')), [*map(lambda a, b: a + b, [1, 2], (3, 4, 5))])
print(list(filter(None, [0, 1, '', 'a'])), all(x > 0 for x in [1, 2]), any([]), tuple(reversed([1, 2])))
class Iter:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(Iter(3)), [a for a in Iter(2)], sum(Iter(4)), sorted(Iter(3)), 2 in Iter(5), [*Iter(2)], dict(zip(Iter(2), Iter(2))))
a, *b = Iter(4); print(a, b)
def closing():
    try:
        yield 1
    finally:
        print('cleanup')
for v in closing(): pass
it = iter([1, 2, 3]); print(next(it), list(it), next(it, 'default'))
print(list(iter(Iter(3).__next__, 0)))
def tree(t):
    if isinstance(t, list):
        for s in t: yield from tree(s)
    else: yield t
print(list(tree([1, [2, [3, [4]], 5]])))
def gen_with():
    class CM:
        def __enter__(self): print('enter'); return self
        def __exit__(self, *a): print('exit', a[0] and a[0].__name__); return True
    with CM():
        yield 1
        yield 2
    yield 3
w = gen_with(); next(w); print(w.throw(ValueError))
w = gen_with(); next(w); w.close() if False else print(next(w), next(w))
print(type(g1()).__name__, g1.__name__, repr(g1())[:22])
lazy = (print('side', i) or i for i in range(2))
print('before'); print(next(lazy)); print(list(lazy))
def echo():
    v = None
    while v != 'stop':
        v = yield (yield v)
e = echo(); print(next(e), e.send(1), e.send(2), e.send(3))
def g_return(): return 5; yield
try: next(g_return())
except StopIteration as s: print(s.value, s.args)
print([x for x in (lambda: (yield 1))()])
try: next(5)
except TypeError as e: print(e)
try: iter(5)
except TypeError as e: print(e)
try:
    for x in 5: pass
except TypeError as e: print(e)
def finally_yield():
    try:
        yield 1
    finally:
        yield 2
f = finally_yield(); next(f)
try: f.close()
except RuntimeError as e: print(e)

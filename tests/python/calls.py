# Every kind of parameter, default and call form.
def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

def f0(): return 'f0'
def f1(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, sorted(kw.items()))
def f2(a, b, /, c, *, d): return (a, b, c, d)
def f3(a, /, b=1, *, c=2): return a, b, c
def f4(*, x): return x
def f5(a, /, **kw): return a, kw
t(f0); t(f0, 1); t(f0, x=1)
t(f1); t(f1, 1); t(f1, 1, c=3); t(f1, 1, 2, 3, 4, c=5, e=6); t(f1, c=1, a=0)
t(f1, 1, a=2, c=3); t(f1, 1, 2, b=3, c=3)
t(f2, 1, 2, 3, d=4); t(f2, 1, 2, c=3, d=4); t(f2, a=1, b=2, c=3, d=4); t(f2, 1, b=2, c=3, d=4); t(f2, 1, 2, 3, 4); t(f2, 1, 2, 3)
t(f2, 1); t(f2); t(f2, 1, 2)
t(f3, 1); t(f3, 1, 2, 3); t(f3); t(f3, a=1); t(f3, 1, c=5, b=4)
t(f4); t(f4, 1); t(f4, x=3); t(f4, y=3); t(f4, x=1, y=2)
t(f5, 1, a=2); t(f5, a=1)
t(lambda *a: a, *[1, 2], *(3,), *'ab')
t(lambda **k: k, **{'a': 1}, **{'b': 2})
try:
    f1(**{'a': 1}, **{'a': 2})
except TypeError as e:
    print(e)
try:
    f1(1, *[2], **{1: 2})
except TypeError as e:
    print(e)
try:
    f1(**5)
except TypeError as e:
    print(e)
def d(x, acc=[]):
    acc.append(x)
    return acc
print(d(1), d(2), d(3, []), d.__defaults__, f1.__kwdefaults__)
class C:
    def m(self, a, b=1): return a, b
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls, a): return cls.__name__, a
    def __call__(self, *a, **k): return a, k
c = C()
t(c.m, 1); t(c.m); t(c.m, 1, 2, 3); t(C.m, c, 5); t(C.m); t(c.s, 1); t(C.s, 2); t(C.c, 3); t(c.c, 4); t(c.c)
t(c, 1, 2, k=3); t(c.nosuch) if hasattr(c, 'nosuch') else print('none')
t(C, 1); t(object, 1); t(int, 'x'); t(5); t(None); t('abc')
print((lambda a, b=2, *c, d=4, **e: (a, b, c, d, e))(1, *[5, 6], d=7, z=8))
def order(x): print('eval', x); return x
print(f1(order(1), *order([2, 3]), c=order(4), **order({'z': 5})))
def outer():
    def inner(x=order('default')): return x
    return inner
print(outer()(), outer()(1))
print(f1.__name__, C.m.__qualname__, outer().__qualname__, (lambda: 0).__name__)
def ann(a: int, b: 'str' = 'x') -> list: ...
print(ann.__annotations__, ann(1))
def rec(n): return n if n == 0 else rec(n - 1)
print(rec(500))
try:
    rec(100000)
except RecursionError as e:
    print('RecursionError', str(e)[:32])
print(max(1, 2, key=lambda x: -x), min([3, 1], default=0), max([], default='d'))
t(max); t(max, []); t(min, 1); t(sum, [1, 2], 10); t(sum, ['a']); t(sum, [[1], [2]], [])

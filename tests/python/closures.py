# comprehension scoping, nested closures in classes, etc.
def t(f):
    try: return f()
    except Exception as e: return f'{type(e).__name__}: {e}'
class A:
    items = [1, 2, 3]
    doubled = [x * 2 for x in items]
    pairs = t(lambda: 1)
    d = {i: i for i in items}
    def m(self): return [self.items[i] for i in range(2)]
    n = len(items)
    for q in items: pass
    del q
    if n > 2:
        extra = 'yes'
    class Inner:
        v = 5
        def get(self): return A.items
print(A.doubled, A.d, A().m(), A.n, A.extra, A.Inner().get(), hasattr(A, 'q'))
def f():
    x = 1
    def g():
        def h():
            nonlocal x
            x += 1
            return x
        return h
    return g()
h = f(); print(h(), h())
def make():
    return [lambda: (i, j) for i in range(2) for j in range(2)]
print([k() for k in make()])
def gen():
    x = [1, 2, 3]
    yield from ((a, b) for a in x for b in x if a < b)
print(list(gen()))
print([[y for y in range(x)] for x in range(4)], [x for x in [y for y in range(3)]])
print({k: [v for v in range(k)] for k in range(3)})
print([(lambda z: z + x)(1) for x in range(3)])
x = 'outer'
print([x for x in range(2)], x)
def w():
    if any((found := n) > 3 for n in range(10)): return found
print(w())
def cls_closure():
    val = 10
    class K:
        nonlocal val
        val = 20
    return val
print(cls_closure())
def kwonly_closure(a, *, b=lambda: 5): return a + b()
print(kwonly_closure(1))
def shadow_builtin():
    list = [1]
    return [list for _ in range(2)]
print(shadow_builtin())
def multiple_targets():
    for a, b in [(1, 2), (3, 4)]: pass
    return a, b
print(multiple_targets())
print([*(i for i in range(3)), *[9]], (*'ab',), {**{}, 'a': 1})
def vararg_closure(*args, **kw):
    def inner(): return args, kw
    return inner
print(vararg_closure(1, a=2)())
def param_cell(a):
    def s(v):
        nonlocal a
        a = v
    s(5)
    return a
print(param_cell(1))
def del_cell():
    a = 1
    def g(): return a
    del a
    return t(g)
print(del_cell())
def loop_cell():
    out = []
    for i in range(3):
        def g(): return i
        out.append(g)
    return [g() for g in out]
print(loop_cell())
class Meta(type):
    def __prepare__(name, bases): print('prepare', name); return {'injected': 1}
class M(metaclass=Meta):
    got = injected + 1
print(M.got, M.injected)
print(t(lambda: [a for a in undefined]))
a = [1, 2, 3]
a[0], a[1] = a[1], a[0]; print(a)
i = 0; i, a[i] = 2, 'x'; print(i, a)
def ret_tuple(): return 1, 2
p, q = ret_tuple(); print(p, q)
print((lambda: (yield))().__class__.__name__)
def f_default(x=(lambda: 7)()): return x
print(f_default())
s = 'abc'
print(f'{s!r} {s!s:>5} {s[0]} {s.upper()} {len(s)=} {"nested " + f"{s}"} {s:{">"}{10}}')
print(f'{1_000_000:,} {3.14159:.2f} {255:#x} {"a":*<4} {True} {None} {[1]} {1 if s else 2}')
print('%s' % (1,), '%s %s' % ('a', 'b'), '%r' % 'x', '%5d|%-5d|%05d' % (1, 2, 3), '%.3s' % 'abcdef', '%c' % 97, '%(a)d' % {'a': 1})
print(t(lambda: '%d' % 'x'), t(lambda: '%s %s' % 1), t(lambda: '%s' % (1, 2)), t(lambda: '{}'.format()), t(lambda: '{a}'.format()), t(lambda: format(1, 'q')))

def t(f):
    try: return f()
    except Exception as e: return f'{type(e).__name__}: {e}'
class V:
    def __init__(self, *c): self.c = c
    def __repr__(self): return f'V{self.c}'
    def __add__(self, o): return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return ('radd', o)
    def __iadd__(self, o): self.c += o.c; return self
    def __mul__(self, k): return V(*(a * k for a in self.c))
    __rmul__ = __mul__
    def __neg__(self): return V(*(-a for a in self.c))
    def __eq__(self, o): return isinstance(o, V) and self.c == o.c
    def __hash__(self): return hash(self.c)
    def __lt__(self, o): return self.c < o.c
    def __len__(self): return len(self.c)
    def __getitem__(self, i): return self.c[i]
    def __contains__(self, x): return x in self.c
    def __bool__(self): return any(self.c)
    def __call__(self, x): return x, self
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.c, o.c))
    def __format__(self, spec): return f'<{spec}>'
    def __abs__(self): return sum(self.c)
    def __divmod__(self, o): return 'dm'
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __index__(self): return 2
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __round__(self, n=None): return ('round', n)
    def __invert__(self): return 'inv'
    def __floordiv__(self, o): return 'fd'
    def __rsub__(self, o): return ('rsub', o)
    def __and__(self, o): return 'and'
    def __lshift__(self, o): return 'ls'
a, b = V(1, 2), V(3, 4)
print(a + b, 5 + a, t(lambda: a + 5), a * 3, 3 * a, -a, a == V(1, 2), a != b, a < b, b > a, t(lambda: a <= b), len(a), a[0], a[-1], list(a), 2 in a, 9 in a)
print(bool(V(0)), a(1), a @ b, f'{a:x>3}', f'{a!r}', abs(b), divmod(a, 1), a ** 2, pow(a, 2, 3), [10, 20, 30][a], int(a), float(a), round(a), round(a, 2), ~a, a // 1, 10 - a, a & 1, a << 1)
c = a; c += b; print(c is a, a, {V(1): 'x'}[V(1)], hash(V(1)) == hash((1,)), sorted([V(2), V(1)]), max(V(1), V(5)))
print(t(lambda: a - 1), t(lambda: a / 2), t(lambda: a | 1), t(lambda: a > 5), hex(a), range(a), 'ab' * a, [1, 2, 3][a:], bytes(a))
class A:
    n = 0
    def __init__(self): A.n += 1; self._x = 1
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v):
        if v < 0: raise ValueError('neg')
        self._x = v
    @x.deleter
    def x(self): print('deleted'); self._x = None
    @property
    def ro(self): return 1
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def st(y): return y * 2
    def who(self): return 'A'
    def __secret(self): return 'secret'
    def reveal(self): return self.__secret()
class B(A):
    def who(self): return 'B' + super().who()
class C(A):
    def who(self): return 'C' + super().who()
class D(B, C):
    def who(self): return 'D' + super().who()
d = D(); print(d.who(), [k.__name__ for k in D.__mro__], isinstance(d, A), issubclass(D, (int, C)), D.make().__class__, A.n, d.n)
d.x = 5; print(d.x, t(lambda: setattr(d, 'x', -1)), t(lambda: setattr(d, 'ro', 1)), d.st(4), D.st(5), d.reveal(), d._A__secret()); del d.x; print(d.x)
print(t(lambda: d.nosuch), t(lambda: D.nosuch), t(lambda: delattr(d, 'zz')), hasattr(d, 'x'), getattr(d, 'q', 'dflt'), sorted(vars(d)), d.__dict__)
class G:
    def __getattr__(self, n):
        if n.startswith('dyn'): return n
        raise AttributeError(n)
    def __setattr__(self, n, v): print('set', n); object.__setattr__(self, n, v)
    def __delattr__(self, n): print('del', n); super().__delattr__(n)
g = G(); g.a = 1; print(g.a, g.dynx, t(lambda: g.other)); del g.a; print(t(lambda: g.a))
class GA:
    def __getattribute__(self, n): return 'all:' + n
print(GA().foo, GA().__class__)
class Desc:
    def __set_name__(self, o, n): self.n = n; print('set_name', o.__name__, n)
    def __get__(self, i, o): return self if i is None else i.__dict__.get(self.n, 'unset')
    def __set__(self, i, v): i.__dict__[self.n] = v * 2
class UsesD:
    f = Desc()
u = UsesD(); print(u.f); u.f = 4; print(u.f, u.__dict__, type(UsesD.f).__name__)
class S:
    __slots__ = ('a', 'b')
    def __init__(self): self.a = 1
s = S(); print(s.a, t(lambda: s.b), t(lambda: setattr(s, 'c', 1)), hasattr(s, '__dict__'))
class Meta(type):
    def __new__(m, name, bases, ns, **kw): print('meta', name, sorted(k for k in ns if k[0] != '_'), kw); return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(cls, *a): print('call', a); return super().__call__(*a)
    def __len__(cls): return 42
    @property
    def mp(cls): return 'meta prop'
class M(metaclass=Meta, opt=1):
    v = 1
    def __init__(self, x): self.x = x
m = M(3); print(m.x, len(M), M.mp, type(M).__name__, t(lambda: m.mp))
class Sub:
    def __init_subclass__(cls, tag=None, **kw): super().__init_subclass__(**kw); print('init_subclass', cls.__name__, tag)
    def __class_getitem__(cls, k): return f'{cls.__name__}[{k}]'
class Sub2(Sub, tag='t'): pass
print(Sub[int], Sub2['x'])
class New:
    def __new__(cls, *a): o = super().__new__(cls); o.made = a; return o
    def __init__(self, *a): self.init = a
n = New(1, 2); print(n.made, n.init)
class Str(str):
    def shout(self): return self.upper() + '!'
class L(list):
    def __getitem__(self, i): return ('got', super().__getitem__(i))
class Dd(dict):
    def __missing__(self, k): self[k] = k * 2; return self[k]
class I(int):
    def __add__(self, o): return I(int(self) + o + 100)
print(Str('hi').shout(), Str('a') + 'b', L([1, 2])[0], len(L('abc')), Dd()['x'], I(1) + 2, type(I(1) + 2).__name__, isinstance(I(3), int), Str('x') == 'x', {Str('k'): 1}['k'])
X = type('X', (A,), {'attr': 5, 'meth': lambda self: self.attr}); print(X().meth(), X.__name__, X.__bases__)
print(t(lambda: type('Y', (int, str), {})), t(lambda: A.who()), t(lambda: A().who(1)), t(lambda: super().x))
class Cmp:
    def __eq__(self, o): return 'weird'
print(Cmp() == 1, Cmp() != 1, t(lambda: hash(Cmp())), Cmp.__hash__)
class R:
    def __repr__(self): return 'R!'
print(R(), str(R()), [R()], {R(): R()}.__len__(), f'{R()}', '%s %r' % (R(), R()), (R(),))
class BadRepr:
    def __repr__(self): return 5
print(t(lambda: repr(BadRepr())))
class Ctx:
    def __enter__(self): return 'val'
    def __exit__(self, *a): return None
with Ctx() as v: print(v)
class Seq:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
    def __len__(self): return 3
print(list(Seq()), 20 in Seq(), [*reversed(Seq())], t(lambda: Seq()['a' : 2]))
class SetItem:
    def __setitem__(self, k, v): print('setitem', k, v)
    def __delitem__(self, k): print('delitem', k)
    def __getitem__(self, k): return k
si = SetItem(); si[1] = 2; si[1:2, ...] = 3; del si['x']; print(si[1:2], si[::2, 0]); si['k'] += 'z' if True else ''
print(object() == object(), A.__doc__, A.__module__, d.who.__self__ is d, D.who.__name__, type(d.who).__name__, callable(d), callable(d.who))
class Del:
    def __del__(self): pass
Del()
print(D.__subclasses__(), A.__subclasses__()[0].__name__, D.__base__.__name__, bool(A()), A.__eq__ is object.__eq__)

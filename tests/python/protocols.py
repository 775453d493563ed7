import math
def t(f, *a):
    try: return f(*a)
    except Exception as e: return f'{type(e).__name__}: {e}'
# operator protocol fallbacks
class A:
    def __eq__(self, o): print('A.eq'); return NotImplemented
    def __lt__(self, o): print('A.lt'); return NotImplemented
    def __add__(self, o): print('A.add'); return NotImplemented
class B(A):
    def __eq__(self, o): print('B.eq'); return True
    def __gt__(self, o): print('B.gt'); return 'gt'
    def __radd__(self, o): print('B.radd'); return 'radd'
print(A() == B(), A() == 1, A() < B(), A() + B(), t(lambda: A() + 1), t(lambda: A() < 1))
class Len:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print(bool(Len(0)), bool(Len(2)), t(lambda: len(Len(-1))), t(lambda: len(Len('a'))))
class Bad:
    def __bool__(self): return 5
print(t(bool, Bad()), t(lambda: not Bad()))
class It:
    def __iter__(self): return 5
print(t(lambda: list(It())), t(lambda: [*It()]))
class Idx:
    def __index__(self): return 1
print([1, 2, 3][Idx()], 'abc'[Idx()], [0] * Idx(), range(Idx()), list(range(5))[Idx():], bin(Idx()), chr(Idx()) == '\x01')
class Hash:
    def __hash__(self): return 'x'
print(t(hash, Hash()), t(lambda: {Hash(): 1}))
class Contains:
    def __contains__(self, x): return 'truthy' if x else ''
print(1 in Contains(), 0 in Contains(), 1 not in Contains())
class Call:
    def __call__(self, *a, **k): return a, k
print(Call()(1, x=2), list(map(Call(), [1])), sorted([2, 1], key=lambda x: Call()(x)))
class Get:
    def __getitem__(self, k): return k
print(Get()[1:2:3], Get()[1, 2], Get()[:], Get()[..., 1], Get()[()])
class Fmt:
    def __format__(self, s): return 'F' + s
print(f'{Fmt():abc}', format(Fmt()), '{:x}'.format(Fmt()), t(lambda: f'{object():abc}'))
class IAdd:
    def __iadd__(self, o): return 'replaced'
x = IAdd(); x += 1; print(x)
class NoIadd:
    def __add__(self, o): return 'added'
x = NoIadd(); x += 1; print(x)
class Cmp:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f'c{self.v}'
print(sorted([Cmp(3), Cmp(1)]), min(Cmp(2), Cmp(1)), max([Cmp(2), Cmp(5)]), t(lambda: Cmp(1) <= Cmp(2)), Cmp(1) > Cmp(0))
class Rev:
    def __reversed__(self): return iter('rev')
print(list(reversed(Rev())), t(lambda: reversed(5)), t(lambda: list(reversed({1: 2}))), t(lambda: reversed({1})))
class Pow:
    def __rpow__(self, o): return ('rpow', o)
    def __rdivmod__(self, o): return 'rdm'
    def __rmatmul__(self, o): return 'rmm'
    def __imul__(self, o): return 'imul'
p = Pow(); print(2 ** p, divmod(1, p), 1 @ p); p *= 2; print(p)
class Prop:
    @property
    def bad(self): return self.missing
    def __getattr__(self, n): return 'ga:' + n
print(Prop().bad, Prop().x)
class Prop2:
    @property
    def bad(self): raise ValueError('in prop')
print(t(lambda: Prop2().bad), t(lambda: hasattr(Prop2(), 'bad')), t(lambda: getattr(Prop2(), 'bad', 1)))
class D1:
    def __get__(self, i, o): return ('get', i is None, o.__name__)
class D2(D1):
    def __set__(self, i, v): print('set', v)
    def __delete__(self, i): print('delete')
class UD:
    nd = D1(); dd = D2()
u = UD(); u.__dict__['nd'] = 'inst'; u.__dict__['dd'] = 'inst'; print(u.nd, u.dd, UD.nd); u.dd = 5; del u.dd
class CP:
    @classmethod
    def make(cls, *a): return cls, a
    @staticmethod
    def st(): return 'st'
    cm = classmethod(lambda cls: cls.__name__)
class CP2(CP): pass
print(CP2.make(1)[0].__name__, CP2().cm(), CP2.st(), CP2().st())
class Base:
    def __init__(self): self.log = ['Base']
class Left(Base):
    def __init__(self): super().__init__(); self.log.append('Left')
class Right(Base):
    def __init__(self): super().__init__(); self.log.append('Right')
class Both(Left, Right):
    def __init__(self): super().__init__(); self.log.append('Both')
print(Both().log, super(Left, Both()).__init__.__qualname__)
print(t(lambda: type('X', (Base, Both), {})))
class Abs:
    def tmpl(self): return self.hook() + 1
    def hook(self): raise NotImplementedError
print(t(Abs().tmpl))
class S(str):
    def __new__(cls, v): return super().__new__(cls, v * 2)
print(S('ab'), type(S('a')).__name__, S('a') + 'b', type(S('a') + 'b').__name__, S('x').upper())
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]
print(T(1, 2).first, T(1, 2) == (1, 2), T(1), len(T()))
class LD(list):
    def append(self, x): super().append(x * 2); return self
    def __len__(self): return 99
l = LD([1]); l.append(2).append(3); print(l, len(l), l[1:], type(l[1:]).__name__, bool(LD()))
class DD(dict):
    def __getitem__(self, k): return super().get(k, 'default')
    def __setitem__(self, k, v): super().__setitem__(k, v + 1)
d = DD(a=1); d['b'] = 1; print(d['b'], d['zz'], d.get('a'), d, dict(d))
class IntE(int):
    def __repr__(self): return f'E{int(self)}'
    def __eq__(self, o): return True
print(IntE(5), [IntE(3)], IntE(5) + 1, IntE(1) == 99, f'{IntE(7)}', '%d' % IntE(4), str(IntE(2)))
class Err(ValueError):
    def __init__(self, a, b): self.a = a; super().__init__(a, b)
e = Err(1, 2); print(e, repr(e), e.args, isinstance(e, Exception), t(lambda: Err(1)))
print(isinstance(1, (str, int)), issubclass(bool, int), t(isinstance, 1, 5), t(issubclass, 1, int), isinstance(A, type), type(type) is type, t(lambda: type(1, 2)))
print(callable(A), callable(1), hasattr(1, 'real'), getattr(1, 'zz', None), t(getattr, 1, 'zz'), t(setattr, 1, 'z', 1), vars(type('V', (), {'q': 1})())==({}), t(vars, 1))
print(A.__name__, A.__qualname__, A.__bases__, B.__mro__[1].__name__, A.__dict__['__eq__'].__name__, type(A.__dict__).__name__)
class Count:
    n = 0
    def __init__(self): type(self).n += 1
    def __enter__(self): return self
    def __exit__(self, *a): type(self).n -= 1
with Count() as c1, Count(): print(Count.n)
print(Count.n)
class Ch:
    def __init__(self): self.v = []
    def add(self, x): self.v.append(x); return self
print(Ch().add(1).add(2).v)
print(math.floor(-2.5), math.ceil(2.1), math.trunc(-2.7), math.sqrt(2), math.pi, math.e, math.inf, math.isnan(math.nan), math.log(8, 2), math.log10(1000), math.exp(1), math.sin(0), math.degrees(math.pi), math.fsum([.1] * 10), math.prod([1, 2, 3]), math.isqrt(17), math.copysign(1, -0.0), math.fmod(7, 3), math.modf(2.5), math.frexp(8), math.gcd(12, 18, 24), math.lcm(4, 6), t(math.sqrt, -1), t(math.log, 0), t(math.factorial, -1), math.dist([0, 0], [3, 4]), math.perm(5, 2), math.tau)

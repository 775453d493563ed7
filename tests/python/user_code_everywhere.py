def t(f, *a, **k):
    try: return f(*a, **k)
    except BaseException as e: return f'{type(e).__name__}: {e}'
# user keys everywhere
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n) % 2
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f'K{self.n}'
d = {K(i): i for i in range(6)}
print(d, d[K(3)], K(9) in d, d.get(K(2)), d.pop(K(4)), d.setdefault(K(7), 'seven'), list(d), len(d))
d.update({K(0): 'zero', K(8): 8}); print(d, {**d, K(1): 'one'}, d | {K(2): 'two'}, d == dict(d), d == {K(0): 1})
del d[K(5)]; print(t(lambda: d[K(5)]), K(7) in d.keys(), (K(7), 'seven') in d.items(), dict.fromkeys([K(1), K(1)]))
s = {K(1), K(2), K(1)}; s.add(K(3)); s.discard(K(1)); print(sorted(s, key=lambda k: k.n), K(2) in s, s & {K(2)}, s - {K(2)}, s | {K(3), K(4)}, s ^ {K(2), K(9)}, s <= {K(2), K(3), K(5)}, s == {K(3), K(2)}, frozenset(s) == s, {frozenset({K(1)}): 1}[frozenset({K(1)})])
l = [K(1), K(2), K(3)]; print(l.index(K(2)), l.count(K(1)), K(3) in l, l == [K(1), K(2), K(3)], l.remove(K(2)), l, (K(1),) == (K(1),), (K(1), 2) in [(K(1), 2)], {(K(1), 'a'): 5}[(K(1), 'a')])
class RaisingEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError('eq')
r = {RaisingEq(): 1}
print(t(lambda: r[RaisingEq()]), t(lambda: r.__setitem__(RaisingEq(), 2)), len(r), t(lambda: {RaisingEq(), RaisingEq()}), t(lambda: [RaisingEq()].index(1)), t(lambda: RaisingEq() in [RaisingEq()]))
class Mut:
    def __init__(self, d): self.d = d
    def __hash__(self): return 5
    def __eq__(self, o): self.d.clear(); return False
m = {}; m[Mut(m)] = 1; m['x'] = 2
print(t(lambda: m[Mut(m)])[:8], len(m))
class LT:
    log = []
    def __init__(self, n): self.n = n
    def __lt__(self, o): LT.log.append((self.n, o.n)); return self.n < o.n
    def __repr__(self): return str(self.n)
print(sorted(map(LT, [3, 1, 2, 5, 4])), len(LT.log), min(map(LT, [2, 1])), max(LT(1), LT(2)), LT.log[-2:])
def bad_key(x):
    if x == 3: raise ValueError('key')
    return -x
li = [1, 2, 3, 4]; print(t(lambda: li.sort(key=bad_key)), li)
class SortMut:
    def __init__(self, l): self.l = l
    def __lt__(self, o): self.l.append(1); return False
sm = []; sm.extend([SortMut(sm), SortMut(sm)]); print(t(sm.sort))
print(sorted([(2, 'b'), (1, 'z'), (2, 'a')], key=lambda p: p[0]), sorted('bAc', key=str.lower), sorted([3, 1, 2], key=lambda x: -x, reverse=True), sorted([[2], [1, 5]]), sorted({3: 'a', 1: 'b'}), sorted([True, False, 2]), sorted([1.5, 1, float('inf')]), t(sorted, [1, None]), t(sorted, 5), sorted([], key=5), t(sorted, [1, 2], key=5))
print(list(map(lambda x, y: (x, y), 'ab', [1, 2, 3])), list(filter(lambda k: k.n > 1, [K(1), K(2)])), sum([K(1).n, 2]), any(map(bool, [0, K(1)])), all([]), list(zip([1, 2], map(str, [3, 4]))), list(enumerate(map(str, [1]), start=1)), t(lambda: list(map(lambda x: 1 / x, [1, 0]))), next(map(str, [5])), list(reversed(list(map(int, '123')))))
class Str:
    def __str__(self): return 'STR'
    def __repr__(self): return 'REPR'
print([Str()], (Str(),), {Str(): Str()} if False else {1: Str()}, f'{Str()} {Str()!r} {Str()!s:>5}', '%s %r' % (Str(), Str()), '{} {!r}'.format(Str(), Str()), str([Str()]), ', '.join(str(x) for x in [Str(), 1]), t(', '.join, [1]), print(Str(), [Str()]))
class Rec:
    def __init__(self): self.me = [self]
    def __repr__(self): return f'Rec({self.me})' if len(self.me) < 1 else 'Rec(...)'
print(Rec(), [Rec()], {'r': Rec()})
a = []; a.append(a); b = {}; b['b'] = b; print(a, b, [a, b], t(lambda: a == [a]) if False else '')
class DeepRepr:
    def __repr__(self): return repr([DeepRepr2()])
class DeepRepr2:
    def __repr__(self): return 'deep2'
print(DeepRepr(), [[DeepRepr()]])
class E(Exception):
    def __str__(self): return 'custom'
print(E(), repr(E(1)), t(lambda: (_ for _ in ()).throw(E('x'))))
class It:
    def __init__(self): self.i = 0
    def __iter__(self): return self
    def __next__(self):
        self.i += 1
        if self.i > 3: raise StopIteration
        return K(self.i)
print(list(It()), [*It()], tuple(It()), set(It()) == {K(1), K(2), K(3)}, dict(zip('abc', It())), sum(k.n for k in It()), max(It(), key=lambda k: k.n), sorted(It(), key=lambda k: -k.n), K(2) in It(), list(zip(It(), It())), list(enumerate(It())), list(map(lambda k: k.n, It())), ''.join(repr(k) for k in It()), [x for x in It() if x.n > 1], list(filter(lambda k: k.n % 2, It())))
x, y, z = It(); print(x, y, z); x, *y = It(); print(x, y); l = [0]; l.extend(It()); l += It(); l[1:2] = It(); print(l, len(l)); print(*It()); (lambda *a: print(a))(*It()); print({**dict.fromkeys(It(), 1)}, t(lambda: dict(It())))
class GI:
    def __getitem__(self, i):
        if i > 2: raise IndexError(i)
        return i * i
print(list(GI()), 4 in GI(), max(GI()), [*GI()], dict(enumerate(GI())), list(zip(GI(), 'ab')), t(lambda: len(GI())), iter(GI()).__class__.__name__)
class Prop:
    def __init__(self): self._v = 0; self.calls = []
    @property
    def v(self): self.calls.append('get'); return self._v
    @v.setter
    def v(self, x): self.calls.append(f'set{x}'); self._v = x
p = Prop(); p.v += 5; p.v *= 2; print(p.v, p.calls)
class Idx:
    def __init__(self): self.log = []
    def __getitem__(self, k): self.log.append(('get', k)); return 10
    def __setitem__(self, k, v): self.log.append(('set', k, v))
i = Idx(); i['a'] += 1; i[1:2] = 5; i[(yield_ := 3), 4] -= 2; print(i.log)
class BoolFail:
    def __bool__(self): raise ValueError('no bool')
print(t(lambda: 1 if BoolFail() else 2), t(lambda: BoolFail() and 1), t(lambda: not BoolFail()), t(lambda: [x for x in [1] if BoolFail()]), t(lambda: any([BoolFail()])), t(lambda: filter(None, [BoolFail()]).__next__()))
def loop_bool():
    while BoolFail(): pass
print(t(loop_bool))
class LenBool:
    def __len__(self): print('len called'); return 0
print('empty' if not LenBool() else 'full')
class Hashless:
    __hash__ = None
print(t(hash, Hashless()), t(lambda: {Hashless(): 1}), t(lambda: Hashless() in {1: 2}))
import sys
sys.setrecursionlimit(200)
def rec(n): return rec(n + 1)
print(t(rec, 0))
class RecRepr:
    def __repr__(self): return repr(self)
print(t(repr, RecRepr())[:40])
class RecEq:
    def __eq__(self, o): return self == o
print(t(lambda: RecEq() == 1)[:40])

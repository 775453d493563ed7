//! Every builtin and operator that can call a program's own code, each with a small program in which it does: what the laws
//! of stopping, stepping and going back inside such a call are shown on. [`program`] makes a whole program of a row.

/// What stands before each program: a class whose special methods all say that they were called.
const USER: &str = "\
log = []
def inside(what):
    log.append(what)
class U:
    def __init__(self, v=1): self.v = v
    def __lt__(self, o): inside('lt'); return self.v < o.v
    def __le__(self, o): inside('le'); return self.v <= o.v
    def __gt__(self, o): inside('gt'); return self.v > o.v
    def __ge__(self, o): inside('ge'); return self.v >= o.v
    def __eq__(self, o): inside('eq'); return isinstance(o, U) and self.v == o.v
    def __hash__(self): inside('hash'); return 7
    def __bool__(self): inside('bool'); return self.v > 0
    def __len__(self): inside('len'); return 2
    def __getitem__(self, i):
        inside('getitem')
        if i > 1: raise IndexError
        return i
    def __setitem__(self, i, v): inside('setitem')
    def __delitem__(self, i): inside('delitem')
    def __call__(self, *a): inside('call'); return self.v
    def __index__(self): inside('index'); return self.v
    def __int__(self): inside('int'); return self.v
    def __float__(self): inside('float'); return 1.5
    def __complex__(self): inside('complex'); return 1j
    def __round__(self, n=None): inside('round'); return 3
    def __abs__(self): inside('abs'); return 4
    def __neg__(self): inside('neg'); return 5
    def __pos__(self): inside('pos'); return 5
    def __invert__(self): inside('invert'); return 5
    def __add__(self, o): inside('add'); return 6
    def __radd__(self, o): inside('radd'); return 6
    def __iadd__(self, o): inside('iadd'); return self
    def __sub__(self, o): inside('sub'); return 6
    def __mul__(self, o): inside('mul'); return 6
    def __matmul__(self, o): inside('matmul'); return 6
    def __truediv__(self, o): inside('truediv'); return 6
    def __floordiv__(self, o): inside('floordiv'); return 6
    def __mod__(self, o): inside('mod'); return 6
    def __divmod__(self, o): inside('divmod'); return 6
    def __pow__(self, o, m=None): inside('pow'); return 6
    def __lshift__(self, o): inside('lshift'); return 6
    def __rshift__(self, o): inside('rshift'); return 6
    def __and__(self, o): inside('and'); return 6
    def __or__(self, o): inside('or'); return 6
    def __xor__(self, o): inside('xor'); return 6
    def __format__(self, spec): inside('format'); return 'F'
    def __repr__(self): inside('repr'); return 'U'
    def __str__(self): inside('str'); return 'S'
    def __bytes__(self): inside('bytes'); return b'b'
    def __dir__(self): inside('dir'); return ['d']
    def __reversed__(self): inside('reversed'); return iter([1])
    def __getattr__(self, name): inside('getattr'); return name
    def __enter__(self): inside('enter'); return self
    def __exit__(self, *e): inside('exit')
    def __contains__(self, x): inside('contains'); return True
    def __iter__(self): inside('iter'); return iter([1, 2])
def key(x):
    inside('key')
    return -x
def gen(n=2):
    for i in range(n):
        inside('gen')
        yield i
class Meta(type):
    def __instancecheck__(cls, x): inside('instancecheck'); return True
    def __subclasscheck__(cls, c): inside('subclasscheck'); return True
    def __call__(cls, *a): inside('metacall'); return super().__call__(*a)
class M(metaclass=Meta): pass
class Missing(dict):
    def __missing__(self, k): inside('missing'); return k
class Desc:
    def __get__(self, o, t=None): inside('get'); return 1
    def __set__(self, o, v): inside('set')
    def __delete__(self, o): inside('delete')
    def __set_name__(self, c, n): inside('set_name')
class Has:
    d = Desc()
    def __init_subclass__(cls, **k): inside('init_subclass')
    def __setattr__(self, n, v): inside('setattr'); object.__setattr__(self, n, v)
    def __delattr__(self, n): inside('delattr')
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        inside('next')
        self.n += 1
        if self.n > 2: raise StopIteration
        return self.n
    def __length_hint__(self): inside('hint'); return 2
class Writer:
    def write(self, s): inside('write')
    def flush(self): inside('flush')
u, v = U(1), U(2)
";

/// A row: the builtin or operator, and the statement in which it calls user code.
pub const CASES: &[(&str, &str)] = &[
    ("abs", "r = abs(u)"),
    ("all", "r = all([u, v])"),
    ("any", "r = any(gen())"),
    ("ascii", "r = ascii(u)"),
    ("bin", "r = bin(u)"),
    ("bool", "r = bool(u)"),
    ("bytearray", "r = bytearray(gen())"),
    ("bytes", "r = bytes(u)"),
    ("callable object", "r = u(1)"),
    ("chr", "r = chr(u)"),
    ("complex", "r = complex(u)"),
    ("delattr", "h = Has(); delattr(h, 'd'); r = 1"),
    ("dict", "r = dict(zip(gen(), gen()))"),
    ("dict display", "r = {u: 1, v: 2}"),
    ("dict.__missing__", "r = Missing()['k']"),
    ("dict.fromkeys", "r = dict.fromkeys([u, v])"),
    ("dict.get", "r = {u: 1}.get(U(1))"),
    ("dict.pop", "r = {u: 1}.pop(U(1))"),
    ("dict.setdefault", "r = {u: 1}.setdefault(U(1), 5)"),
    ("dict.update", "d = {u: 1}; d.update({U(1): 2}); r = d[u]"),
    ("dict ==", "r = {1: u} == {1: U(1)}"),
    ("dict |", "r = {u: 1} | {v: 2}"),
    ("dir", "r = dir(u)"),
    ("divmod", "r = divmod(u, 2)"),
    ("enumerate", "r = list(enumerate(gen()))"),
    ("eval", "r = eval('u + 1')"),
    ("exec", "exec('r = u + 1')"),
    ("filter", "r = list(filter(key, [1, 0]))"),
    ("float", "r = float(u)"),
    ("format", "r = format(u, 'x')"),
    ("f-string", "r = f'{u!r} {u}'"),
    ("frozenset", "r = len(frozenset([u, U(1)]))"),
    ("generator.send", "g = gen(); next(g); r = g.send(None)"),
    ("generator.close", "g = gen(); next(g); r = g.close()"),
    ("getattr", "r = getattr(u, 'zz')"),
    ("descriptor get", "r = Has().d"),
    ("descriptor set", "h = Has(); h.d = 5; r = 1"),
    ("hasattr", "r = hasattr(u, 'zz')"),
    ("hash", "r = hash((u, 1))"),
    ("hex", "r = hex(u)"),
    ("in", "r = u in [v, U(1)]"),
    ("in object", "r = 1 in u"),
    ("init_subclass", "class S(Has): pass\nr = 1"),
    ("int", "r = int(u)"),
    ("int.from_bytes", "r = int.from_bytes(gen())"),
    ("isinstance", "r = isinstance(1, M)"),
    ("issubclass", "r = issubclass(int, M)"),
    ("iter", "r = list(iter(It()))"),
    ("iter with sentinel", "r = list(iter(u, 1))"),
    ("len", "r = len(u)"),
    ("list", "r = list(u)"),
    ("list ==", "r = [u] == [U(1)]"),
    ("list <", "r = [u] < [v]"),
    ("list.count", "r = [u, v].count(U(1))"),
    ("list.extend", "a = []; a.extend(gen()); r = a"),
    ("list.index", "r = [v, u].index(U(1))"),
    ("list.remove", "a = [v, u]; a.remove(U(1)); r = len(a)"),
    ("list.sort", "a = [v, u]; a.sort(); r = a[0].v"),
    ("list.sort with a key", "a = [1, 2]; a.sort(key=key); r = a"),
    ("list subscript", "r = [1, 2][u]"),
    ("list slice", "r = [1, 2, 3][u:v]"),
    ("list * n", "r = [1] * v"),
    ("map", "r = list(map(key, [1, 2]))"),
    ("max", "r = max(u, v).v"),
    ("min with a key", "r = min([1, 2], key=key)"),
    ("metaclass call", "r = type(M()).__name__"),
    ("next", "r = next(It())"),
    ("next of a generator", "r = next(gen())"),
    ("oct", "r = oct(u)"),
    ("pow", "r = pow(u, 2)"),
    ("print", "print(u)\nr = 1"),
    ("print to a file", "print(1, file=Writer(), flush=True)\nr = 1"),
    ("property", "class P:\n    @property\n    def p(self): inside('p'); return 1\nr = P().p"),
    ("range", "r = list(range(v))"),
    ("repr", "r = repr([u, {1: u}, (u,)])"),
    ("reversed", "r = list(reversed(u))"),
    ("round", "r = round(u)"),
    ("set", "r = len({u, U(1), v})"),
    ("set.add", "s = {u}; s.add(U(1)); r = len(s)"),
    ("set.discard", "s = {u}; s.discard(U(1)); r = len(s)"),
    ("set &", "r = len({u} & {U(1)})"),
    ("set |", "r = len({u} | {v})"),
    ("set -", "r = len({u} - {U(1)})"),
    ("set ^", "r = len({u} ^ {v})"),
    ("set <=", "r = {u} <= {U(1), v}"),
    ("set.isdisjoint", "r = {u}.isdisjoint([v])"),
    ("set_name", "class S:\n    d = Desc()\nr = 1"),
    ("setattr", "h = Has(); setattr(h, 'x', 1); r = h.x"),
    ("slice.indices", "r = slice(u, None).indices(v)"),
    ("sorted", "r = [x.v for x in sorted([v, u])]"),
    ("sorted with a key", "r = sorted(gen(), key=key)"),
    ("str", "r = str(u)"),
    ("str.format", "r = '{} {0.zz}'.replace('{} ', '').format(u)"),
    ("str.join", "r = ','.join(str(x) for x in gen())"),
    ("str %", "r = '%s %r %d' % (u, u, u)"),
    ("str.translate", "r = 'ab'.translate(Missing())"),
    ("sum", "r = sum([1, u])"),
    ("sum of a generator", "r = sum(gen())"),
    ("tuple", "r = tuple(gen())"),
    ("tuple ==", "r = (u,) == (U(1),)"),
    ("tuple hash", "r = hash((u,)) == hash((U(1),))"),
    ("type()", "r = type('T', (), {'d': Desc()}).__name__"),
    ("unpacking", "a, b = u\nr = a, b"),
    ("star call", "r = max(*gen())"),
    ("zip", "r = list(zip(gen(), It()))"),
    ("with", "with u: r = 1"),
    ("for", "for r in u: pass"),
    ("if", "r = 1 if u else 2"),
    ("and", "r = (u and v).v"),
    ("not", "r = not u"),
    ("while", "n = U(1)\nwhile n: n.v -= 1\nr = 1"),
    ("comprehension", "r = [x for x in gen() if v]"),
    ("+", "r = u + 1"),
    ("reflected +", "r = 1 + u"),
    ("+=", "w = u; w += 1; r = 1"),
    ("-", "r = u - 1"),
    ("*", "r = u * 1"),
    ("@", "r = u @ 1"),
    ("/", "r = u / 1"),
    ("//", "r = u // 1"),
    ("%", "r = u % 1"),
    ("**", "r = u ** 1"),
    ("<<", "r = u << 1"),
    (">>", "r = u >> 1"),
    ("&", "r = u & 1"),
    ("|", "r = u | 1"),
    ("^", "r = u ^ 1"),
    ("unary -", "r = -u"),
    ("unary +", "r = +u"),
    ("~", "r = ~u"),
    ("==", "r = u == U(1)"),
    ("!=", "r = u != v"),
    ("<", "r = u < v"),
    ("<=", "r = u <= v"),
    (">", "r = u > v"),
    (">=", "r = u >= v"),
    ("subscript", "r = u[0]"),
    ("subscript =", "u[0] = 1\nr = 1"),
    ("del subscript", "del u[0]\nr = 1"),
    ("int.__mul__ of a list", "r = [1, 2] * u"),
    ("memoryview subscript", "r = memoryview(b'abc')[u]"),
    ("bytes.join", "r = b''.join(bytes([x]) for x in gen())"),
    ("yield from", "def h():\n    yield from gen()\nr = list(h())"),
    ("raise of a class", "class E(Exception):\n    def __init__(self): inside('init')\ntry:\n    raise E\nexcept E:\n    r = 1"),
    ("__reduce_ex__", "class R:\n    def __getstate__(self): inside('getstate'); return 1\nr = R().__reduce_ex__(2)[2]"),
    ("length hint", "r = list(It())"),
];

/// A whole program: it fails if no user code was called.
pub fn program(statement: &str) -> String {
    format!("{USER}log.clear()\n{statement}\nassert log, 'no user code was called'\nprint(r, log)\n")
}

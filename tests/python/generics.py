# Type parameters and the `type` statement.


def first[T](xs: list[T], default: T = 'd', *, key: T = None) -> T:
    return xs[0] if xs else default


print(first([1, 2]), first([]), first.__type_params__, first.__annotations__, first.__name__, first.__qualname__, first.__defaults__,
      first.__kwdefaults__)


class Box[T]:
    def __init__(self, item: T):
        self.item = item

    def map[U](self, f, x: T = None) -> 'Box[U]':
        return Box(f(self.item))

    def type(self):
        return T

    class Inner[V]:
        def both(self) -> tuple[T, V]:
            return T, V


b = Box(3)
print(b.map(lambda x: x + 1).item, Box.__type_params__, Box.__name__, Box.__qualname__, Box.map.__qualname__, b.type())
print(Box.__mro__, Box.__bases__, Box.__orig_bases__, Box.__parameters__)
print(Box[int], Box.map.__type_params__, Box.Inner.__qualname__, Box.Inner[int], Box.Inner().both(), Box.Inner.both.__annotations__)


class Pair[A, B: int, *Ts, **P](Box[A]):
    x: A
    y: B


print(Pair.__type_params__, Pair.__annotations__, Pair.__parameters__, Pair.__orig_bases__)
A, B, Ts, P = Pair.__type_params__
print(B.__bound__, B.__constraints__, A.__bound__, type(A).__name__, type(Ts).__name__, type(P).__name__, A.__name__, P.args, P.kwargs)
print(A.__covariant__, A.__contravariant__, A.__infer_variance__, repr(A), list(Ts))


def lazy[T: print('bound evaluated'), U: (int, str)]():
    return T, U


T, U = lazy()
print(T, U)
print(T.__bound__, T.__bound__, U.__constraints__, U.__bound__)
type Alias = list[Alias] | None
type Generic2[K, V] = dict[K, V]
print(Alias, type(Alias).__name__, Alias.__value__, Alias.__name__, Alias.__type_params__, Alias.__parameters__)
print(Generic2, Generic2.__value__, Generic2.__type_params__, Generic2[int, str], Generic2[int, str].__args__)
type Later = undefined_name
try:
    Later.__value__
except NameError as e:
    print(e)
undefined_name = 5
print(Later.__value__)


class C:
    kind = int
    type Kind = kind
    type KindOf[T] = dict[kind, T]

    def method[T: kind](self, x: kind) -> T:
        return T.__bound__

    kind = str


print(C.Kind.__value__, C.KindOf.__value__, C().method(1), C.method.__annotations__)


def outer():
    local = 'local'

    def inner[T](x: local) -> T:
        nonlocal local
        local = 'changed'
        return T

    class K[T]:
        attribute = T
        other = local

    return inner.__annotations__, inner(1), local, K.attribute, K.other, inner.__qualname__, K.__qualname__


print(outer())


def decorate(f):
    print('decorating', f.__name__, f.__type_params__)
    return f


@decorate
def decorated[T](x): pass


@decorate
class Decorated[T](metaclass=type): pass


async def coroutine[T](x: T): return T
def generator[T](): yield T


c = coroutine(1)
try:
    c.send(None)
except StopIteration as e:
    print(e.value, list(generator()))
type = 5
print(type, [type for type in range(2)])
for bad in ('def f[T, T](): pass', 'class C[T: (yield)]: pass', 'type X = (yield)', 'type X = (y := 1)', 'def f[T](x: (yield)): pass',
            'class C[T](print(x := 1)): pass', 'type X[T, T] = 1'):
    try:
        exec(bad)
    except SyntaxError as e:
        print(e.msg)
try:
    class Bad(T): pass
except TypeError as e:
    print(e)
try:
    Box[int, str]
except TypeError as e:
    print(e)

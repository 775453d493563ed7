# `match` with every kind of pattern.


def show(x):
    match x:
        case 0 | 1 | -1:
            return 'small'
        case 1.5 | 2 + 3j | -2j:
            return 'odd number'
        case None:
            return 'none'
        case True:
            return 'true'
        case 'a' | b'b' | "c":
            return 'letter'
        case []:
            return 'empty'
        case [y]:
            return f'one {y}'
        case [1, 2, *rest]:
            return f'12 {rest}'
        case [first, *_, last] if first == last:
            return f'same ends {first}'
        case [*_, 'end']:
            return 'ends'
        case ['mid', *middle, 'mid2']:
            return f'middle {middle}'
        case (a, (b, c)):
            return f'nested {a} {b} {c}'
        case {'k': 1}:
            return 'k is 1'
        case {'k': v, 'l': [w, *_], **rest}:
            return f'{v} {w} {rest}'
        case {'only': {'deep': [{'x': x1}]}}:
            return f'deep {x1}'
        case {**rest} if rest:
            return f'rest {rest}'
        case {}:
            return 'empty mapping'
        case str(s) as t:
            return f'str {s} {t}'
        case int(n) | float(n):
            return f'number {n}'
        case int() | bool():
            return 'never'
        case _:
            return f'other {type(x).__name__}'


for x in (0, 1, True, -1, 1.5, 2 + 3j, -2j, None, 'a', b'b', 'c', [], (), [7], (8,), [1, 2], [1, 2, 3, 4], [5, 6, 5], [9, 8, 'end'],
          ['mid', 1, 2, 'mid2'], [1, (2, 3)], (4, [5, 6]), {'k': 1}, {'k': 2, 'l': 'xy'}, {'k': 2, 'l': [3, 4], 'm': 5},
          {'only': {'deep': [{'x': 'found', 'y': 1}]}}, {'z': 1}, {}, 'text', 44, 4.5, range(1, 3), range(0), {1, 2}, b'x', bytearray(b'q'),
          object, 3j, [[1]], {'k': 3}):
    print(repr(x)[:40], '->', show(x))


class Point:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f'P({self.x}, {self.y})'


class Point3(Point):
    __match_args__ = ('x', 'y', 'z')

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


def where(p):
    match p:
        case Point3(z=0, x=x):
            return f'on the floor {x}'
        case Point(0, 0):
            return 'origin'
        case Point(x=0, y=y) | Point(x=y, y=0):
            return f'axis {y}'
        case Point(x, y) if x == y:
            return 'diagonal'
        case Point(x=Point(a, b) as inner, y=[c, *d]):
            return f'{a} {b} {inner} {c} {d}'
        case Point(_, y):
            return f'somewhere {y}'
        case [Point(x=x1), Point(y=y2)]:
            return f'pair {x1} {y2}'
        case {'p': Point(x, _)}:
            return f'in dict {x}'
    return 'nowhere'


for p in (Point(0, 0), Point(0, 5), Point(6, 0), Point(3, 3), Point(1, 2), Point(Point(1, 2), [3, 4, 5]), Point3(1, 2, 0), Point3(0, 0, 9),
          [Point(1, 2), Point(3, 4)], {'p': Point(7, 8)}, 5):
    print(where(p))


class Color:
    RED = 1
    GREEN = 'g'


def color(c):
    match c:
        case Color.RED:
            return 'red'
        case Color.GREEN:
            return 'green'
        case [Color.RED, Color.GREEN]:
            return 'both'
        case {Color.GREEN: v}:
            return v


print(color(1), color('g'), color([1, 'g']), color({'g': 'grass'}), color(2))


# A pattern that fails binds nothing, a guard that fails has bound.
x = y = 'old'
match (1, 2):
    case (x, 3):
        pass
print(x, y)
match (1, 2):
    case (x, y) if x > y:
        pass
    case _:
        print(x, y)


# Errors while matching.
def tried(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Bad1:
    __match_args__ = 'x'


class Bad2:
    __match_args__ = (1,)


class Bad3:
    __match_args__ = ('a', 'a')
    a = 1


def m1():
    match Bad1():
        case Bad1(x):
            pass


def m2():
    match Bad2():
        case Bad2(x):
            pass


def m3():
    match Bad3():
        case Bad3(1, 1):
            pass


def m4():
    match Bad3():
        case Bad3(1, a=1):
            pass


def m5():
    match Point(1, 2):
        case Point(1, 2, 3):
            pass


def m6():
    match 1:
        case int(1, 2):
            pass


def m7():
    match object():
        case object(x):
            pass


def m8():
    cls = 5
    match 1:
        case cls():
            pass


def m9():
    match {'a': 1, 1: 2}:
        case {Color.RED: 1, 1: 2}:
            pass


def m10():
    match 5:
        case missing.name:
            pass


for f in (m1, m2, m3, m4, m5, m6, m7, m8, m9, m10):
    tried(f)


# What is asked of the subject, and in which order.
class Noisy:
    def __init__(self, v):
        self.v = v

    def __eq__(self, other):
        print('eq', self.v, other)
        return self.v == other

    def __getattr__(self, name):
        print('getattr', name)
        if name == 'gone':
            raise AttributeError(name)
        return name


match Noisy(3):
    case 1 | 2:
        print('no')
    case Noisy(gone=_):
        print('no')
    case Noisy(here=_, there='x'):
        print('no')
    case 3:
        print('three')


class Lister(list):
    def __len__(self):
        print('len')
        return super().__len__()

    def __getitem__(self, i):
        print('item', i)
        return super().__getitem__(i)

    def __iter__(self):
        print('iter')
        return super().__iter__()


match Lister([1, 2, 3]):
    case [1]:
        print('no')
    case [*all]:
        print(all)
match Lister([1, 2, 3]):
    case [a, *_, b]:
        print(a, b)
match Lister([1, 2, 3]):
    case [a, b, c]:
        print(a, b, c)


class Meta(type):
    def __instancecheck__(cls, x):
        print('instancecheck', x)
        return x == 4


class Four(metaclass=Meta):
    pass


match 4:
    case Four():
        print('four')


class D(dict):
    def get(self, key, default=None):
        print('get', key)
        return super().get(key, default)

    def __missing__(self, key):
        return 'missing'


match D(a=1):
    case {'b': _}:
        print('no')
    case {'a': 1, **rest}:
        print(rest)


# Control flow out of cases.
def loops():
    out = []
    for i in range(8):
        match i:
            case 0:
                continue
            case 1 | 2 as n:
                out.append(n)
            case 6:
                break
            case n if n % 2:
                try:
                    match n:
                        case 3:
                            raise ValueError(n)
                        case _:
                            out.append(-n)
                except ValueError as e:
                    out.append(str(e))
                finally:
                    out.append('f')
            case _:
                out.append('e')
    match out:
        case [*_, last]:
            return out, last


print(loops())


def gen(x):
    match (yield x):
        case [a, b]:
            yield a + b
        case other:
            yield (yield other)


g = gen('start')
print(next(g), g.send([1, 2]))
g = gen('start')
print(next(g), g.send(5), g.send(6))
match, case, _ = 1, 2, 3
print(match + case + _)
match = {'case': [1]}
match['case'][0] += 1
print(match)


def closure(x):
    match x:
        case [a, *b]:
            return lambda: (a, b)


print(closure('ab'), closure((1, 2, 3))())


class InClass:
    match (1, {'k': 2}):
        case (one, {'k': two}):
            pass


print(InClass.one, InClass.two)

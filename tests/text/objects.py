# Numbers and texts meet objects of the program: every way in which user code has its say.
def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__ + ':', e)


class A:
    def __init__(self, n): self.n = n
    def __str__(self): return 'S' + str(self.n)
    def __repr__(self): return 'R' + str(self.n)
    def __format__(self, spec): return 'F' + spec
    def __int__(self): return self.n
    def __index__(self): return self.n
    def __float__(self): return self.n + 0.5
    def __abs__(self): return 'abs'
    def __round__(self, n=None): return ('round', n)
    def __bytes__(self): return b'bytes'
    def __divmod__(self, o): return ('divmod', o)
    def __rdivmod__(self, o): return ('rdivmod', o)
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __complex__(self): return 1+2j
    def __trunc__(self): return 99
    def __hash__(self): return 5
    def __mod__(self, o): return 'mod'
    def __rmod__(self, o): return 'rmod ' + o
    def __radd__(self, o): return 'radd ' + repr(o)
a = A(65)
class B: pass
class F:
    def __float__(self): return 2.5
class I(int):
    def __add__(self, o): return 'I.add'
    def __str__(self): return 'I!'
class S(str):
    def upper(self): return 'nope'
    def __str__(self): return 'S!'
class IX:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class BadStr:
    def __str__(self): return 5
    def __repr__(self): return 5
    def __format__(self, s): return 5
    def __index__(self): return 'x'
    def __float__(self): return 'x'
    def __int__(self): return 'x'
class Tr:
    def __trunc__(self): return 7


t(lambda: ('%s|%r|%d|%5d|%x|%f|%c' % (IX(1).__index__(), a, a, a, a, a, a)))
t(lambda: ('%s %r' % (B.__name__, [A(1)])))
t(lambda: ('%(x)s' % {'x': A(3)}))
t(lambda: ('%*d' % (5, A(7))))
t(lambda: ('%s' % A(2)))
t(lambda: ('a %s' % a))
t(lambda: ('{} {!r} {:>5} {0}'.format(a)))
t(lambda: ('{} {!r} {:>5}'.format(a, a, a)))
t(lambda: ('{0.n} {0.n:{1}}'.format(a, 5)))
t(lambda: ('{x.n[0]}'.format(x=A([1]))))
t(lambda: ('{:{}}'.format(a, A(1))))
t(lambda: (f'{a} {a!r} {a:abc} {a!s:>6} {a!r:>6}'))
t(lambda: (str(a), repr(a), format(a), format(a, 'q'), ascii(a), ascii(A('é'))))
t(lambda: (int(a), float(a), complex(a), abs(a), round(a), round(a, 2), bytes(a), divmod(a, 1), divmod(1, a), pow(a, 2), pow(a, 2, 3)))
t(lambda: (chr(a), hex(a), oct(a), bin(a)))
t(lambda: ('ab' * IX(2), IX(2) * 'ab', b'a' * IX(3), IX(2) * b'x'))
t(lambda: ('abc'.center(IX(7), '*'), 'abc'.find('c', IX(1)), 'a,b,c'.split(',', IX(1)), 'abc'.zfill(IX(5)), 'a\tb'.expandtabs(IX(3)), 'abc'.replace('a', 'b', IX(1))))
t(lambda: ('abc'[IX(1)], 'abc'[IX(1):], b'abc'[IX(1)]))
t(lambda: (bytes([IX(1), 2]), bytearray([IX(1)]), bytes(IX(3)), int.from_bytes([IX(1)])))
t(lambda: (I(5) + 1, I(5) - 1, str(I(5)), repr(I(5)), f'{I(5)}', f'{I(5):3d}', '%s %d' % (I(5), I(5)), int(I(5)), I(5) == 5, (I(5)).__hash__(), type(I(5) * 2)))
t(lambda: (S('abc'), str(S('abc')), S('abc') + 'd', S('abc').upper(), S('abc').lower(), f'{S("x")}', f'{S("x"):>3}', 'a'.join([S('b'), S('c')]), S('a') == 'a', len(S('abc')), S('abc')[1:], type(S('abc')[:]).__name__, (S('a')).__hash__() == ('a').__hash__()))
t(lambda: (str(BadStr())))
t(lambda: (repr(BadStr())))
t(lambda: (format(BadStr())))
t(lambda: (f'{BadStr()}'))
t(lambda: (chr(BadStr())))
t(lambda: (float(BadStr())))
t(lambda: (int(BadStr())))
t(lambda: (int(Tr())))
t(lambda: (float(F()), '%.1f' % F(), '%d' % 3.9))
t(lambda: ('%d' % F()))
t(lambda: ('%x' % F()))
t(lambda: ('%d' % B()))
t(lambda: (int(B())))
t(lambda: (float(B())))
t(lambda: (complex(B())))
t(lambda: (abs(B())))
t(lambda: (round(B())))
t(lambda: (divmod(B(), 1)))
t(lambda: (pow(B(), 1)))
t(lambda: (pow(B(), 1, 2)))
t(lambda: (chr(B())))
t(lambda: (bytes(B())))
t(lambda: ('a' + a))
t(lambda: ('a' + B()))
t(lambda: (B() + 'a'))
t(lambda: ('%s' % (a,)))
t(lambda: (','.join(x for x in [1])))
t(lambda: (''.join(B())))
t(lambda: ('abc'.translate(dict([(97, 'x')])), 'abc'.translate({97: None}), 'abc'.translate('xyz' * 40)))
t(lambda: (ValueError(a), str(ValueError(a)), str(ValueError(a, 1)), repr(KeyError(a)), str(KeyError(a))))
t(lambda: (bytearray(b'abc').join([b'x', b'y']), bytearray(a)))
t(lambda: (str.upper('abc'), int.__add__(1, 2), float.__add__(1.0, 2), int.__add__(1, 2.0), float.__add__(1.0, 2), float.__radd__(1.0, 2), str.__add__('a', 'b'), str.__mul__('a', 3), (5).__pow__(2, 3), (5).__rpow__(2), (5).__divmod__(2), (5.0).__eq__(5), (5).__eq__(5.0), 'a'.__eq__(1), 'a'.__lt__('b'), (1j).__eq__(1), True.__and__(1), True.__and__(False), True.__or__(False), (1).__lt__('a')))
t(lambda: ('a'.__add__(1)))
t(lambda: ('abc'.__contains__('b'), 'abc'.__getitem__(1), 'abc'.__len__(), 'abc'.__format__('>5'), (5).__format__('x'), (5).__repr__(), (5).__str__(), 'a'.__str__(), 'a'.__repr__(), (5).__bool__(), (0.0).__bool__(), 'a'.__hash__() == ('a').__hash__(), (1.5).__hash__() == (1.5).__hash__()))
t(lambda: (int.__new__(I, 5), str.__new__(S, 'x'), type(int.__new__(I, 5)).__name__, I.from_bytes(b'a'), type(I.from_bytes(b'a')).__name__, I('12'), float.__new__(float, '1.5')))
t(lambda: (bool([]), bool(a), bool('x'), bool(0.0), bool(None), bool()))
t(lambda: ((5).real, (5).imag, (5).numerator, (5).denominator, (1.5).real, (1.5).imag, (1+2j).real, (1+2j).imag, (1+2j).conjugate(), True.real))
t(lambda: ('Straße'.upper(), 'ΑΣ'.lower(), 'ΑΣ Σ'.lower(), 'ǆ'.title(), 'ﬁ'.capitalize(), 'İ'.lower(), 'ß'.casefold(), 'éA'.swapcase(), 'hello wOrld'.title(), "they're".title(), 'ǅ'.istitle(), 'éÉ'.istitle()))
t(lambda: ('é'.isalpha(), '²'.isdigit(), '²'.isdecimal(), '½'.isnumeric(), '٣'.isdecimal(), 'a1'.isalnum(), '\u3000'.isspace(), 'é_1'.isidentifier(), '1a'.isidentifier(), ''.isidentifier(), 'A1'.isupper(), 'a\x00'.isprintable(), ''.isprintable(), ''.isalpha(), ''.isascii(), 'Ab'.islower()))
t(lambda: ('aéb€'.find('€'), 'aéb'.split('é'), 'é,b'.partition(','), 'a,é'.rpartition(','), 'éa'.replace('é', 'x'), 'aa'.replace('a', 'é'), 'aba'.replace('', '-'), 'é' in 'aé', 'é' * 3, 'é' + 'a', 'aé'[0], 'aé'[0] == 'a', 'ééé'.count('é'), 'aé\u2028b\r\nc\x0bd'.splitlines(), 'a\u3000b'.split(), '\u3000é '.strip(), 'xéx'.strip('x'), 'é'.center(5, '€'), '-é'.zfill(4), 'é'.encode(), 'é\t|'.expandtabs(4)))
t(lambda: (' a  b '.split(), ' a  b '.split(' '), 'a b c'.split(None, 1), 'a b c'.rsplit(None, 1), 'a,b,c'.rsplit(',', 1), ''.split(), ''.split(','), 'a\nb\n'.splitlines(), 'a\nb\n'.splitlines(True), 'a\r\nb'.splitlines(keepends=True), 'abc'.split(sep='b', maxsplit=1)))
t(lambda: ('abc'.startswith('b', 1), 'abc'.startswith(('x', 'a')), 'abc'.endswith('c', -1), ''.startswith('', 1), 'abc'.find('', 5), 'abc'.find('', 3), 'abc'.rfind(''), 'abc'.count('', 1), 'abc'.index('c'), 'abc'.removeprefix('a'), 'abc'.removesuffix('c'), 'abc'.removesuffix('')))
t(lambda: (b'abc'.upper(), b'a,b'.split(b','), b' a '.strip(), b'abc'.find(98), b'abc'.replace(b'b', b'x'), b'a'.center(5, b'*'), b'abc'.translate(None, b'b'), bytes.maketrans(b'a', b'b')[97], b'ab'.title(), b'a\tb'.expandtabs(), b'-5'.zfill(5), b'a\r\nb'.splitlines(), b'abc'.partition(b'b'), b'abc'.startswith((b'x', b'a')), b'abc'.isalpha(), b'abc'[1], b'abc'[::-1], b'abc' < b'abd', b'a' in b'abc', 97 in b'abc', list(b'ab'), b'a' == 'a', b'%d' % 5, b'a' + bytearray(b'b'), bytes(bytearray(b'x')), (b'a').__hash__() == (b'a').__hash__(), b'abc'.hex(), b'\xff'.decode('latin-1'), b'a b'.split(), b'abc'.count(b'b'), b'abc'.rindex(b'c'), b'abc'.removeprefix(b'a'), b'a'.join([b'x', b'y']), b'aBc'.swapcase()))
t(lambda: (10**400 > 1e300, 2**100, -2**100 // 3, 2**64 % 10, (2**100).bit_length(), (2**100).__hash__(), 2**100 == 2.0**100, 1e16, 1e15, 123456789.123, 1/3, 1e-7, -0.0, 5 // 2, -5 // 2, 5 % -3, 2**-1, 7 & 3, 1 << 70, -1 >> 3, ~5, 5.5 // 2, divmod(-7, 2), 0.1 + 0.2, 3.0, 1e300 * 1e10, 1j * 1j, (1+2j) / 2, 10 ** 20, 3 * 1.5, True + 1))
t(lambda: ('%s' % 10**3, '%5.2f|%-8s|%08.3f|%+d|%x|%o|%e|%g' % (3.14159, 'ab', 2.5, 3, 255, 8, 12345.678, 1e-5), '%(a)d-%(b)s' % {'a': 1, 'b': 'x'}))
t(lambda: (f'{3.14159:.2f} {42:>6} {42:<6}| {42:^6} {42:06d} {1234567:,} {0.5:.0%} {255:#x} {255:b} {"x":*^5} {1e10:g} {True:d} {3:+} {-3: } {1234.5:,.2f} {5:e}', f'{42!r:>5}', f'{"a"!r}', f'{3.0}', f'{1e20}', f'{2**70}', f'{None}', f'{[1, "a"]}', f'{(1,)}', f'{ {1: 2} }'))
t(lambda: [a, (a,), {1: [a]}])
t(lambda: ','.join(str(x) for x in range(3)))
t(lambda: (str([a]), f'{[a]}', '%s' % [a], '{}'.format([a])))
t(lambda: (','.join({'a': 1, 'b': 2}), ','.join({'a': 1}.keys()), '-'.join('abc'), b','.join((b'a', bytearray(b'b')))))
t(lambda: ''.join(range(3)))
t(lambda: ''.join(b'ab'))
t(lambda: b''.join('ab'))
t(lambda: b''.join(5))
big = 10 ** 5000
for f in (lambda: str(big), lambda: repr(big), lambda: f'{big}', lambda: f'{big:d}', lambda: '%s' % big, lambda: '%d' % big, lambda: [big],
          lambda: '{}'.format(big), lambda: ascii(big), lambda: len(hex(big)), lambda: len(f'{big:x}'), lambda: len('%x' % big)):
    t(f)


class Node:
    def __init__(self, *items):
        self.items = list(items)

    def __repr__(self):
        return f'Node{self.items!r}'


n = Node(1)
loop = [n]
loop.append(loop)
n.items.append(loop)
t(lambda: loop)
t(lambda: n)
d = {'n': n}
d['d'] = d
t(lambda: d)
t(lambda: (loop, d))
deep = []
for i in range(100000):
    deep = [deep]
try:
    repr(deep)
except RecursionError as e:
    print('RecursionError')
deep = []
for i in range(300):
    deep = [deep]
t(lambda: len(repr(deep)))
deep = n
for i in range(50):
    deep = (deep, {'k': [deep]}) if i < 4 else [deep]
t(lambda: repr(deep))

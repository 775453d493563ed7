def t(f):
    try: return f()
    except Exception as e: return f'{type(e).__name__}: {e}'
l = [3, 1, 2]
l.append(4); l.extend('ab'); l.insert(1, 'x'); l.insert(-100, 'first'); l.insert(100, 'last'); print(l, l.pop(), l.pop(0), l.count(1), l.index(2), len(l))
l = list(range(10)); del l[2:5]; del l[-1]; l[1:3] = ['a', 'b', 'c']; l[::2] = [0] * len(l[::2]); print(l, l[::-1], l[5:1:-2], l[-3:], l[:100], l[slice(1, 3)])
print(t(lambda: l.__setitem__(slice(0, 4, 2), [1])), t(lambda: l[99]), t(lambda: l[1.0]), t(lambda: l.remove('zz')), l * 2 == l + l, [] < [1], [1, 2] < [1, 3], [1] == [1.0])
l.sort(key=str); l.reverse(); print(l, sorted([3, 1, 2], reverse=True), sorted('hello'), t(lambda: sorted([1, 'a'])), list('abc'), l.copy() is l, l.clear(), l)
m = [[0] * 2] * 2; m[0][0] = 1; print(m, [[0] * 2 for _ in range(2)])
r = [1]; r.append(r); print(r, r == r)
tu = (1, 'a', None); print(tu + (2,), tu * 2, tu[1:], tu.index('a'), tu.count(1), (1,), (), tuple('ab'), t(lambda: tu.__setitem__(0, 1)), hash((1, 2)) == hash((1, 2)))
d = {'a': 1, 'b': 2}; d['c'] = 3; d.update(x=9, a=0); d |= {'z': 1}; print(d, d.get('q'), d.get('q', 5), d.pop('x'), d.pop('nn', None), t(lambda: d.pop('nn')), d.setdefault('s', []), list(d), list(d.values()), list(d.items()), 'a' in d, len(d))
print(d.popitem(), {**d, 'k': 1}, d | {'b': 5}, dict([('p', 1)], q=2), dict.fromkeys('ab', 0), {1: 'i', 1.0: 'f', True: 't'}, d == dict(d), t(lambda: {[]: 1}), list(reversed(d)))
ks = d.keys(); print(ks & {'a', 'zz'}, ks | {'n'}, len(ks), 'a' in ks, d.items() >= {('a', 0)}, ks, d.values(), d.items())
def mutate():
    for k in d: d[k + 'x'] = 1
print(t(mutate))
def shrink():
    x = {1: 1, 2: 2}
    for k in x: del x[k]
print(t(shrink))
s = {3, 1, 2}; s.add(1); s.discard(9); s.update([5, 6], 'a'); print(sorted(map(str, s)), t(lambda: s.remove(99)), {1, 2} | {3}, {1, 2} & {2}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} <= {1, 2}, {1} < {1}, {1, 2}.issuperset([1]), {1}.isdisjoint({2}), frozenset('a') | {'b'}, set(), {frozenset({1}): 1})
print(t(lambda: {[]}), t(lambda: {1} | [2]), {1}.union([2]), set('hello') == set('olleh'), len({1, 1.0, True}), {*'ab', *[1]} == {'a', 'b', 1})
print(range(5), range(1, 10, 3)[1], list(range(5, 0, -2)), len(range(0, 10, 3)), 4 in range(0, 10, 2), range(3) == range(0, 3), range(10)[2:5], t(lambda: range(1, 2, 0)), range(10).index(3), list(range(-3)), range(5)[-1])
print(7 // 2, -7 // 2, 7 % -3, -7 % 3, divmod(-7, 2), 2 ** 100, -2 ** 2, 5 / 2, 1e3, 10 // 3.0, 7.5 % 2, round(2.5), round(3.5), round(2.675, 2), int(-3.7), 0x1f, 0b101, 0o17, 1_000, ~5, 5 & 3, 5 | 3, 5 ^ 3, 1 << 70, -1 >> 3)
print(int('ff', 16), int('0b11', 0), float('1e-3'), float('inf'), float('nan') != float('nan'), str(1.0), 1e16, 1e15, 0.1 + 0.2, 1 / 3, 123456789.123456789, 1e-7, -0.0, 3.0 == 3, True + True, bool('False'), complex(1, 2) * 2)
print(10 ** 30 // 7, (10 ** 30) % 97, -(10 ** 20) // 3, 3 ** 50, pow(3, 200, 1000007), (2 ** 64).bit_length(), (255).to_bytes(2, 'big'), int.from_bytes(b'\x01\x00', 'big'), (1).__add__(2), 5 .real, (3.5).is_integer(), (0.5).as_integer_ratio(), float.hex(1.5), abs(-3), 2 ** 0.5, 8 ** (1 / 3), 1 < 2 < 3, 1 < 3 > 2, 1 == 1.0 == True, not 0, 3 and 4, 0 or 'x', None is None)
print('%d %5.2f %s %r %x %o %e %05d %-5s| %+d %%' % (1, 2.345, 'a', 'b', 255, 8, 12345.678, 42, 'ab', 3), '%(k)s' % {'k': 1}, '{} {1} {0}'.format if False else '{0} {1} {0} {k}'.format(1, 2, k=3), '{:>5}|{:<5}|{:^5}|{:*^7}'.format(1, 2, 3, 4), '{:,} {:_} {:.3f} {:e} {:g} {:%} {:b} {:x} {:#x} {:08.3f} {:+}'.format(1234567, 1234, 3.14159, 12345.6789, 0.00001, 0.25, 5, 255, 255, 3.14159, 5))
w = 10; p = 3; v = 3.14159; n = 'z'
print(f'{v:{w}.{p}}|{n!r:>5}|{n=}|{v = :.2f}|{{}}|{1 + 1}|{"q" * 3}|{[i for i in range(3)]}|{n:^{w}}|{(lambda x: x * 2)(4)}|{ {"a": 1}["a"] }')
print('a,b,,c'.split(','), ' a  b '.split(), 'a-b-c'.rsplit('-', 1), 'abc'.center(9, '*'), 'x'.zfill(3), '-5'.zfill(4), 'Hello World'.swapcase(), 'hello world'.title(), 'abc'.replace('b', 'XX'), 'aaa'.replace('a', 'b', 2), 'ab\tc'.expandtabs(4), 'abc'.find('z'), 'banana'.count('an'), 'abc'.startswith(('x', 'a')), ' x '.strip(), 'xxhixx'.strip('x'), 'a\nb\r\nc'.splitlines(), 'abc'.partition('b'), '-'.join(['a', 'b']), 'abc'[::-1], 'é'.upper(), 'ß'.upper(), 'a' < 'B', ord('a'), chr(8364), 'x' in 'xyz', '12'.isdigit(), 'a1'.isalnum(), 'abc'.translate({97: 'X', 98: None}), str.maketrans('ab', 'xy'), 'AbC'.casefold(), 'prefix_x'.removeprefix('prefix_'), repr('it\'s "q"'), repr('\n\t\\\x00é'), 'a' 'b', r'\n', '''multi
line''', len('日本'), '日本'[1], b'abc'[0], b'ab' + b'c', bytes([65, 66]), b'\xff\x00', 'é'.encode(), b'\xc3\xa9'.decode(), bytearray(b'x'), t(lambda: 'a' + b'b'))
a, b = 1, 2; a, b = b, a; (c, d), e = [1, 2], 3; [f, *g], h = 'abc', 'd'; *i, j = 1, 2, 3; print(a, b, c, d, e, f, g, h, i, j)
x = y = z = []; x.append(1); print(y, z is x); q = [0, 1, 2]; k = 0; k, q[k] = 1, 'set'; print(q)
for i, (a, *b) in enumerate([(1, 2, 3), 'xy']): print(i, a, b)
n = 5; n += 1; n -= 2; n *= 3; n /= 4; n //= 1; n **= 2; n %= 5; print(n); n = 6; n &= 3; n |= 8; n ^= 1; n <<= 2; n >>= 1; print(n); st = 'a'; st += 'b'; st *= 3; print(st); li = [1]; li2 = li; li += [2]; li = li + [3]; print(li2, li)
print([x for x in range(10) if x % 2 if x > 3], {k: v for k, v in zip('ab', [1, 2])}, {x % 3 for x in range(9)}, [(i, j) for i in range(2) for j in 'ab'], [[c for c in w] for w in ('ab', 'c')], [x if x else 'zero' for x in (0, 1)])
print(type(1), type('a'), type(None), type([]), type(print), type(lambda: 0), type(int), type(...), NotImplemented, Ellipsis, isinstance(True, int), id(1) == id(1), [] is [], None == 0, callable(len), print.__name__)
print(bin(10), oct(8), hex(-255), chr(97), ascii('é'), hash(2 ** 61 - 1), hash(-1), hash('') , divmod(7, 3), pow(2, 10), sum([0.1] * 3), min('b', 'a'), list(map(int, ['1', '2'])), list(zip([1, 2], 'ab', [True, False])), sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1]), any(x == 2 for x in [1, 2]), enumerate, list(enumerate('ab', 5)), list(zip()), t(lambda: list(zip([1], [1, 2], strict=True))))
print(*[1, 2], sep='-', end='!\n'); print(); print(1, 2, sep=''); print('a', None, True, 1.0, [None]); print(t(lambda: print(1, sep=1)))
print(slice(1, 2), slice(None, 5).indices(3), [1, 2, 3].__getitem__(slice(0, 2)), (1, 2) < (1, 2, 0), max([1, 5, 3], key=lambda x: -x), 'abc'.__contains__('b'), 5 .__class__.__name__)
import math, random, time, sys

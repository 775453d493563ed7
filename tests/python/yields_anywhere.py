def t(f, *a):
    try: return f(*a)
    except BaseException as e: return f'{type(e).__name__}: {e}'
def drive(g, vals):
    out = [next(g)]
    try:
        for v in vals: out.append(g.send(v))
    except StopIteration as e: out.append(('ret', e.value))
    return out
def g1(): return f'{(yield 1)}-{(yield 2)}'
def g2(): return [(yield 'a'), (yield 'b'), *(yield 'c')]
def g3(): return {(yield 'k'): (yield 'v'), **(yield 'rest')}
def g4():
    d = {'n': 1}; l = [1, 2]
    d['n'] += yield 'aug'
    l[(yield 'idx')] *= yield 'val'
    return d, l
def g5(): return print((yield 1), (yield 2), sep=(yield 'sep'))
def g6(): return (yield 1) < (yield 2) < (yield 3)
def g7(): return (yield 1) and (yield 2) or (yield 3)
def g8(): return (yield 'a')[(yield 'b'):(yield 'c')]
def g9():
    for x in (yield 'iter'): 
        got = yield x
        if got == 'stop': break
    else: return 'exhausted'
    return 'stopped'
def g10():
    try: x = yield 1
    except ValueError as e: x = yield str(e)
    else: x = yield 'else'
    finally: y = yield 'fin'
    return x, y
def g11(): return (lambda a, b=2, *c: (a, b, c))((yield 1), *(yield 2))
def g12():
    a, *b = (yield 1), (yield 2), (yield 3)
    (yield 4).append(a)
    return a, b
def g13(): return (yield) if (yield 'c') else (yield 'e')
def g14():
    with (yield 'cm') as x: y = yield x
    return y
def g15(): 
    assert (yield 1), (yield 2)
    return 'ok'
def g16(): return [x for x in (yield 1) if x], {x for x in (yield 2)}
def g17():
    del (yield 1)[(yield 2)]
    raise (yield 3)
def g18(n): return n if n == 0 else (yield n) + (yield from g18(n - 1))
class CM:
    def __enter__(self): return 'entered'
    def __exit__(self, *a): print('exit', a[0]); return False
print(drive(g1(), 'xy')); print(drive(g2(), ['A', 'B', [1, 2]])); print(drive(g3(), ['K', 'V', {'z': 1}])); print(drive(g4(), [5, 1, 10])); print(drive(g5(), ['A', 'B', '|'])); print(drive(g6(), [1, 2, 3])); print(drive(g6(), [3, 1])); print(drive(g7(), [1, 0, 'last'])); print(drive(g8(), ['hello', 1, 3])); print(drive(g9(), [[1, 2], None, None])); print(drive(g9(), ['ab', 'stop'])); print(drive(g10(), ['s', 'E', 'F'])); print(drive(g11(), ['A', [7, 8]])); 
l = []; print(drive(g12(), [1, 2, 3, l]), l); print(drive(g13(), [1, 'yes'])); print(drive(g13(), [0, 'no'])); print(drive(g14(), [CM(), 'Y'])); print(t(drive, g15(), [0, 'msg'])); print(drive(g15(), [1])); print(drive(g16(), [[0, 1], 'aa'])); print(t(drive, g17(), [{'k': 1}, 'k', KeyError('raised')])); print(drive(g18(3), [1, 2, 3]))
g = g10(); next(g); print(g.throw(ValueError('thrown')), g.send('X'), t(g.send, 'Y'))
# many locals and arguments
exec('def many(' + ', '.join(f'a{i}={i}' for i in range(300)) + '): return a0 + a299 + a150')
print(many(), many(1000), many(a299=1), many(*range(300)))
exec('def locals_many():\n' + ''.join(f'    v{i} = {i}\n' for i in range(400)) + '    return v0 + v399, len(locals())')
print(locals_many())
big = [*range(1000)]; exec('lst = [' + ', '.join(map(str, range(2000))) + ']'); print(len(lst), lst[-1], sum(lst))
exec('dct = {' + ', '.join(f'"k{i}": {i}' for i in range(600)) + '}'); print(len(dct), dct['k599'])
exec('tot = ' + ' + '.join(['1'] * 500)); print(tot)
exec('s = ' + ' '.join(f'"p{i}"' for i in range(100))); print(len(s))
exec('r = print(' + ', '.join(map(str, range(280))) + ')')
exec('if True:\n' + ''.join('  ' * i + ' if True:\n' for i in range(1, 15)) + '  ' * 15 + ' deep = 1'); print(deep)
def chain(n):
    if n == 0: return 0
    elif n == 1: return 'one'
    elif n == 2: return 'two'
    else:
        for i in range(n):
            while True:
                try:
                    if i > 2: return ('ret', i)
                    break
                finally:
                    pass
print([chain(i) for i in range(6)])
x = 5
def use_before():
    print(x)
    x = 1
print(t(use_before))
def cond_def(flag):
    if flag:
        def inner(): return 'inner'
    return inner()
print(cond_def(True), t(cond_def, False))
def for_target_attr():
    class O: pass
    o = O(); d = {}
    for o.x, d['k'] in [(1, 2), (3, 4)]: pass
    return o.x, d
print(for_target_attr())
def with_target():
    d = {}
    with CM() as d['k']: pass
    return d
print(with_target())
def nested_try_return():
    for i in range(3):
        try:
            try:
                if i == 1: return i
            finally:
                if i == 1: continue
        except ZeroDivisionError: pass
    return 'fell'
print(nested_try_return())
def exc_var_scope():
    e = 1
    try: raise ValueError
    except ValueError as e:
        def f(): return e
        r = f()
    return type(r).__name__, t(f)
print(exc_var_scope())
print((lambda *, a, b=2: (a, b))(a=1), (lambda a, /, b: (a, b))(1, b=2), t(lambda: (lambda a, /: a)(a=1)))
def annotated(a: print('ann a') = 1, *b: 'x', **c: int) -> print('ret'): pass
z: int
print(annotated.__annotations__, 'z' in globals())
class Ann:
    a: int = 1
    b: 'str'
print(Ann.__annotations__)
print(*[1], *(2, 3), **{'sep': '|'})
print([*'ab'][0], {**{}}, (*[],), [[]] * 2, -2 ** 2, (-2) ** 2, not 1 == 2, 1 if 0 else 2 if 0 else 3, 2 ** 3 ** 2, 7 - 3 - 2, 1 < 2 == 2, ~-1, +-3, 5 % 3 * 2, 1 or 1 / 0, 0 and 1 / 0, 3 & 2 | 1, 6 ^ 3 & 2, 1 << 2 + 1, 'a' in 'abc' == True)
print(0.1 + 0.2, 1e22, 1e21, 123456789012345678, 1.5e-5, 100000.0, 1e5, float(10 ** 17), 2.0 ** 70, 5e-324, 1.7976931348623157e308 * 10, -1e-7, 1_0.0_1, 0xFF, 1e0)
print(round(-2.5), round(1234.5678, -2), round(5, -1), round(15, -1), round(1e20), int(2.9), int(-2.9), 7.0 // 2, -7.0 // 2, 7.5 % -2, divmod(7.5, 2), 2 ** -2, 10 % 3.5, 1e308 + 1e308, int('  42  '), float('  1.5e3 '), int('-0x1A', 16), t(int, '1.5'), t(float, 'abc'), bool(''), bool(' '), bool(0.0), bool([0]))

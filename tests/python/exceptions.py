import sys
def t(f):
    try:
        return f()
    except BaseException as e:
        return f'{type(e).__name__}: {e}'
def flow(n):
    out = []
    for i in range(3):
        try:
            out.append(('try', i))
            if n == 1 and i == 1: break
            if n == 2 and i == 1: continue
            if n == 3 and i == 1: raise KeyError(i)
            if n == 4 and i == 1: return out + ['return']
        except KeyError as e:
            out.append(('except', e.args))
        else:
            out.append(('else', i))
        finally:
            out.append(('finally', i))
            if n == 5 and i == 1: break
            if n == 6 and i == 1: continue
            if n == 7 and i == 1: return out
    else:
        out.append('for else')
    return out
for n in range(8): print(n, flow(n))
def swallow():
    try: raise ValueError('lost')
    finally: return 'swallowed'
print(swallow())
def replace():
    try: return 'try'
    finally: return 'finally'
print(replace())
def chain():
    try:
        try: 1 / 0
        except ZeroDivisionError as e: raise ValueError('v') from e
    except ValueError as e:
        print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
    try:
        try: {}['k']
        except KeyError: raise TypeError('t')
    except TypeError as e:
        print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
    try:
        try: [][0]
        except IndexError: raise OSError('o') from None
    except OSError as e:
        print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
chain()
class Base(Exception): pass
class Derived(Base):
    def __init__(self, code, msg='m'):
        super().__init__(msg)
        self.code = code
    def __str__(self): return f'<{self.code}:{self.args}>'
try: raise Derived(5)
except (KeyError, Base) as e: print(type(e), e, repr(e), e.code, e.args)
def raiser(x): raise x
for x in (ValueError, ValueError(), ValueError('a'), ValueError('a', 2), KeyError('k'), KeyError(), Exception(None), 5, None, str, StopIteration(3), AssertionError('x'), SystemExit(3)):
    print(t(lambda: raiser(x)))
def bare(): raise
print(t(bare))
def nested():
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise KeyError(2)
        except KeyError:
            pass
        raise
print(t(nested))
try:
    assert 1 == 2, 'message'
except AssertionError as e: print(repr(e))
try:
    assert []
except AssertionError as e: print(repr(e))
print(t(lambda: int('12x')), t(lambda: 1 // 0), t(lambda: 1 % 0), t(lambda: 1.0 / 0), t(lambda: 2 ** -1), t(lambda: 0 ** -1))
print(t(lambda: [][1]), t(lambda: ()[0]), t(lambda: 'a'[5]), t(lambda: {}['x']), t(lambda: {1: 2}[[]]), t(lambda: [1]['a']))
print(t(lambda: None.x), t(lambda: (1).foo), t(lambda: 'a' + 1), t(lambda: 1 + 'a'), t(lambda: [] + ()), t(lambda: -'a'), t(lambda: 'a' < 1), t(lambda: len(5)))
print(t(lambda: [1, 2].index(9)), t(lambda: [].pop()), t(lambda: {}.popitem()), t(lambda: set().pop()), t(lambda: [].remove(1)), t(lambda: 'abc'.index('z')))
def unpack(v):
    a, b = v
print(t(lambda: unpack([1])), t(lambda: unpack([1, 2, 3])), t(lambda: unpack(5)))
def unpack2(v):
    a, *b, c = v
print(t(lambda: unpack2([1])))
e = ValueError('x'); e.add_note('n1'); print(e.__notes__)
print(ValueError('x') == ValueError('x'), repr(KeyError('a')), str(KeyError('a')), repr(OSError(2, 'No such')), str(OSError(2, 'No such')), OSError(2, 'm', 'f').filename)
try:
    try: raise ValueError('inner')
    finally: print('cleanup', sys.exc_info()[0].__name__)
except ValueError: print(sys.exc_info()[1])
print(sys.exc_info())
def deep_finally():
    for i in range(2):
        try:
            try:
                if i: return 'x'
            finally:
                print('inner', i)
        finally:
            print('outer', i)
print(deep_finally())
def while_try():
    n = 0
    while True:
        try:
            n += 1
            if n < 3: continue
            break
        finally:
            print('f', n)
    return n
print(while_try())
class CM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self): print('enter', self.name); return self
    def __exit__(self, t, v, tb): print('exit', self.name, t and t.__name__); return self.swallow
with CM('a') as a, CM('b', True) as b:
    print(a.name, b.name); raise ValueError
def with_return():
    with CM('r'): return 'value'
print(with_return())
for i in range(2):
    with CM('loop'):
        if i == 0: continue
        break
try:
    with CM('x'): raise KeyError('through')
except KeyError as e: print(e)
class BadExit:
    def __enter__(self): return self
    def __exit__(self, *a): raise RuntimeError('in exit')
try:
    with BadExit(): raise ValueError('orig')
except RuntimeError as e: print(e, repr(e.__context__))
class NoExit:
    def __enter__(self): pass
def no_cm(x):
    with x: pass
print(t(lambda: no_cm(NoExit())), t(lambda: no_cm(5)))
class EnterFails:
    def __enter__(self): raise ValueError('enter')
    def __exit__(self, *a): print('never')
print(t(lambda: no_cm(EnterFails())))
with (CM('p1') as p, CM('p2')): print(p.name)
try: raise ExceptionGroup('eg', [ValueError(1)])
except ExceptionGroup as e: print(e, e.exceptions)
try:
    try: raise ValueError('first')
    except ValueError as e:
        e2 = e
        raise e.with_traceback(None)
except ValueError as e: print(e is e2)
def gen_exc():
    try: yield 1
    except ValueError: yield 'handled'
g = gen_exc(); next(g); print(g.throw(ValueError))
try:
    class Meta(type): pass
    raise type('Dyn', (Exception,), {})('dynamic')
except Exception as e: print(type(e).__name__, e)
try: raise ValueError from KeyError
except ValueError as e: print(repr(e.__cause__))
def exc_in_except():
    try: 1/0
    except nosuch: pass
print(t(exc_in_except))
def not_exc():
    try: 1/0
    except 5: pass
print(t(not_exc))

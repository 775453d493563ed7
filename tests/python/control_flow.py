# tracebacks to stderr are not compared, only behaviour; control flow through with / finally / generators
log = []
class CM:
    def __init__(self, n, sw=False): self.n, self.sw = n, sw
    def __enter__(self): log.append('+%s' % (self.n,)); return self.n
    def __exit__(self, t, v, tb): log.append('-%s:%s' % (self.n, t and t.__name__)); return self.sw
def flush():
    print(' '.join(map(str, log))); log.clear()
def f1():
    with CM(1), CM(2):
        for i in range(3):
            with CM(3):
                if i == 0: continue
                if i == 1: break
    return 'end'
print(f1()); flush()
def f2():
    try:
        with CM('a'):
            try: return 'r'
            finally: log.append('f')
    finally: log.append('g')
print(f2()); flush()
def f3():
    for i in range(2):
        try:
            try:
                raise ValueError(i)
            except ValueError as e:
                log.append(e.args[0])
                if i == 0: continue
                raise KeyError('k') from e
            finally:
                log.append('fin%d' % i)
        except KeyError as e:
            log.append(repr(e.__cause__))
    return 'x'
print(f3()); flush()
def f4():
    while True:
        try:
            try: break
            finally: log.append('inner')
        finally: log.append('outer')
    try:
        return log.append('ret')
    finally:
        try: 1 / 0
        except ZeroDivisionError: log.append('zde')
print(f4()); flush()
def f5():
    with CM('s', True):
        raise ValueError
    log.append('after swallowed')
    with CM('t') as v: log.append(v)
    with CM('u') as (a): pass
    with CM((1, 2)) as (a, b): log.append(a + b)
f5(); flush()
def g6():
    with CM('gen'):
        try:
            x = yield 1
            log.append(x)
            yield 2
        finally:
            log.append('gfin')
g = g6(); next(g); g.send('sent'); g.close(); flush()
g = g6(); next(g)
try: g.throw(KeyError('thrown'))
except KeyError as e: log.append(str(e))
flush()
def f7():
    def inner():
        try: yield 1
        finally: log.append('inner closed')
    for x in inner():
        return x
f7(); 
def f8(n):
    try:
        if n == 0: return 'zero'
        if n == 1: raise ValueError
        if n == 2: raise KeyError
        log.append('none')
    except ValueError: return 'value'
    except (KeyError, IndexError) as e: log.append(type(e).__name__)
    else: log.append('else'); return 'else'
    finally: log.append('finally%d' % n)
    return 'end'
print([f8(i) for i in range(4)]); log[:] = [l for l in log if l != 'inner closed']; flush()
def f9():
    e = 'outer'
    try: raise ValueError('x')
    except ValueError as e: pass
    try: return e
    except UnboundLocalError as u: return str(u)
print(f9())
def f10():
    try:
        raise ValueError('a')
    except ValueError:
        try: raise TypeError('b')
        except TypeError as t:
            return repr(t.__context__)
print(f10())
def f11():
    try:
        try: raise ValueError('v')
        finally: raise KeyError('k')
    except KeyError as k: return repr(k.__context__)
print(f11())
def f12():
    x = 0
    for i in range(5):
        try: x += i
        except: pass
        else:
            if i == 3: break
        finally: x += 100
    else: x = -1
    return x
print(f12())
def f13():
    try:
        for i in range(3):
            try: yield i
            except ValueError as e: log.append(('ve', i)); yield 'again'
    finally: log.append('done')
g = f13(); next(g); print(g.throw(ValueError), next(g), list(g)); flush()
class Ctx:
    def __enter__(self): raise ValueError('in enter')
    def __exit__(self, *a): log.append('exit!')
try:
    with CM('o'), Ctx(): log.append('body')
except ValueError as e: log.append(e)
flush()
def f14():
    try: assert 0, 'msg'
    except AssertionError as a: return a.args
print(f14())
def f15(depth):
    if depth == 0: raise RuntimeError('bottom')
    try: f15(depth - 1)
    except RuntimeError as e:
        if depth % 2: raise
        raise RuntimeError(f'{e} <- {depth}') from None
try: f15(4)
except RuntimeError as e: print(e, e.__context__ is not None, e.__suppress_context__)
def f16():
    result = []
    for a in range(3):
        for b in range(3):
            if b == 1: continue
            if a == 2: break
            result.append((a, b))
        else:
            result.append('else%d' % a)
    return result
print(f16())
import sys
def f17():
    try: raise ValueError('q')
    except ValueError:
        a = sys.exc_info()[0].__name__
        def inner(): return sys.exc_info()[0].__name__
        b = inner()
    return a, b, sys.exc_info()[0]
print(f17())
def lazy():
    log.append('started'); yield
x = lazy(); flush(); next(x); flush()
try: raise SystemExit('bye')
except SystemExit as s: print(s.code)
try: exit(4)
except SystemExit as s: print(s.code)
def f18():
    with open(__file__) as fh: first = fh.readline()
    return first[:8], fh.closed
print(f18())
try: open('/nonexistent/x')
except FileNotFoundError as e: print(e.errno, e.strerror, e.filename, e)
print(repr(StopIteration(1).value), repr(BaseException()), Exception(1, 2).args, KeyError(1).args, repr(ValueError('a\n')))
raise ValueError('final')

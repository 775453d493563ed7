x = 'global'
def a():
    x = 'a'
    def b():
        nonlocal x
        x = 'b'
        def c():
            global x
            x = 'c'
            return x
        return c(), x
    return b(), x
print(a(), x)
def unbound():
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
    y = 1
    del y
    try:
        y
    except NameError as e:
        print(type(e).__name__, e)
unbound()
try:
    nosuch
except NameError as e:
    print(e, e.name)
def free():
    def inner():
        return z
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    z = 1
    print(inner())
    del z
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
free()
fs = []
for i in range(3):
    fs.append(lambda: i)
print([f() for f in fs], [f() for f in [lambda i=i: i for i in range(3)]])
print([[j for j in range(i)] for i in range(3)], i)
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
c1, c2 = counter(), counter()
print(c1(), c1(), c2())
class K:
    x = 'class'
    y = x + '!'
    def m(self): return x
    z = [x for _ in range(1)]
    w = (lambda: x)()
print(K.y, K().m(), K.z, K.w)
def walrus():
    if (n := 10) > 5 and (m := n + 1):
        return n, m, [k := i for i in range(3)], k
print(walrus())
print([last := v for v in (1, 2)], last)
def g():
    global created
    created = 1
g()
print(created)
def shadow(len): return len
print(shadow(3), len('ab'))
def deleted():
    for i in range(2):
        pass
    del i
    try:
        print(i)
    except NameError as e:
        print(e)
deleted()
try:
    raise ValueError(1)
except ValueError as err:
    pass
try:
    err
except NameError as e:
    print(e)
def nested_class():
    v = 'outer'
    class A:
        v2 = v
        def get(self): return v, __class__.__name__
    return A().get(), A.v2
print(nested_class())
def del_global():
    global tmp
    tmp = 1
    del tmp
    try:
        tmp
    except NameError as e:
        print(e)
del_global()
exec('q = 5\ndef fq(): return q')
print(q, fq(), eval('q * 2'), eval('[q for _ in range(2)]'))
def in_function():
    loc = 3
    print(eval('loc + 1'), sorted(locals()))
    exec('loc = 99; new = 1')
    print(loc)
    try:
        new
    except NameError as e:
        print(e)
    print(eval('loc * k', {'k': 2, 'loc': 10}), eval('loc + k', {'k': 1}, {'loc': 5}))
in_function()
g, l = {'base': 1}, {}
exec('a = base + 1\ndef h(): return base\nb = h()\nglobal c\nc = 3', g, l)
print(sorted(k for k in g if k != '__builtins__'), sorted(l), l['a'], l['b'], '__builtins__' in g)
try:
    exec('def f(): return hidden\nhidden = 1\nf()', {}, {})
except NameError as e:
    print(e)
print(eval('(w := 4) + w', {}, l), l.get('w'))
for bad in ((1, {}), ('1', 5), ('1', {}, 5)):
    try:
        eval(*bad)
    except TypeError as e:
        print(e)
try:
    eval('1 +')
except SyntaxError as e:
    print(type(e).__name__, e.msg)
class InClass:
    v = 1
    exec('u = v + 1')
    r = eval('u + v')
print(InClass.u, InClass.r)
print(sorted(k for k in globals() if k in ('a', 'x', 'K', 'created')))

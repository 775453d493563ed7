def f(g, o, args, kw):
    g()
    g(1, 2)
    g(1, k=2)
    o.m(1)
    o.m(1, k=2)
    g(*args, 1, **kw)
    g(1, *args, k=2, **kw)
    return g(g(o.m(1)), o.a.b)

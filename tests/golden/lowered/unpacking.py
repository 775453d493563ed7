def f(v):
    a, b = v
    a, b = b, a
    (c, [d, *e]), *g = v
    [v[0], v.x] = v
    h = *a, 1, *b
    i = {**c, 'k': 1, **d}
    return h, i, [*a, *b], {*a, 1}

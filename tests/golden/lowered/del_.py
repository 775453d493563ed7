def f(a, o):
    del a[0], a[1:2], o.x
    del a, (o)

del f

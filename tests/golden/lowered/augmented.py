total = 0
def f(a, o):
    global total
    total += 1
    a += 1
    a[0] *= 2
    a[g()] -= 1
    o.x //= 3
    o.x.y **= 2
    a @= o
    return a

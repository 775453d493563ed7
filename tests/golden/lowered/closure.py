def outer(a):
    n = 0
    def inner(step=1):
        nonlocal n
        n += step
        return n + a
    return inner, lambda: n

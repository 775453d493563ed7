def f(a, b, c):
    if a < b <= c:
        return a == b != c
    if not a in b:
        return a is not None
    while a < b < c:
        a = b
    return (a < b) < c

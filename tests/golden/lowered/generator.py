def f(n):
    for i in range(n):
        got = yield i
        if got:
            return got
    yield
    result = yield from f(n - 1)
    return result

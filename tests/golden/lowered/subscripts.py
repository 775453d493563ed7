def f(a, i):
    a[i] = a[i + 1]
    a[1:2] = a[::-1]
    a[i, 2] = a[..., :]
    return a[-1]

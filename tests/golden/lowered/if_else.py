def f(a, b):
    if a:
        x = 1
    elif b > 2:
        x = 2
    else:
        x = 3
    return x if not a else -x

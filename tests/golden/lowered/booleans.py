def f(a, b, c):
    x = a and b or c
    if a and (b or not c):
        x = not a
    if (n := a) and n > b:
        x = n
    return x if a or b else c

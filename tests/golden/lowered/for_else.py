def f(items):
    total = 0
    for a, (b, c) in items:
        if not a:
            continue
        total += b
        if c:
            break
    else:
        total = -1
    return total

def f(rows):
    flat = [x * 2 for row in rows for x in row if x if x > 1]
    names = {k: v for k, v in flat}
    seen = {n for n in names}
    nested = [[c for c in r] for r in rows]
    lazy = (x + 1 for x in flat)
    return flat, names, seen, nested, lazy

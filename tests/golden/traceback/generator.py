def again():
    raise
def a():
    try:
        try:
            {}["k"]
        except KeyError:
            again()
    finally:
        pass
def gen():
    try:
        yield 1
    finally:
        z = 0
def b():
    g = gen()
    next(g)
    try:
        g.throw(ValueError("in gen"))
    except ValueError as e:
        raise RuntimeError("from") from e
b()

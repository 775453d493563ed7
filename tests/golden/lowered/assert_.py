def f(a):
    assert a
    assert a > 1, f'small {a}'
    raise ValueError(a)
    raise ValueError from a

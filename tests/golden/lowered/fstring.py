def f(a, w):
    return f'x{a}y{a!r:>{w}}{a=}{a:.2f}' 'tail' f'{{}}'

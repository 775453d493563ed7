def f():
    raise ValueError('deep')


def sub():
    try:
        f()
    except ValueError as e:
        return e


try:
    raise KeyError('first')
except KeyError:
    n = TypeError('noted')
    n.add_note('a note\nwith lines')
    raise ExceptionGroup('outer', [sub(), ExceptionGroup('inner', [n, OSError(2, 'gone')]), ExceptionGroup('many', [ValueError(i) for i in range(18)])])

def raiser(*excs):
    raise ExceptionGroup('eg', list(excs))


def run(f):
    try:
        f()
    except BaseException as e:
        show(e, '')


def show(e, ind):
    print(ind + repr(e), '|', str(e), '| cause', repr(e.__cause__), '| ctx', repr(e.__context__))
    if isinstance(e, BaseExceptionGroup):
        for x in e.exceptions:
            show(x, ind + '  ')


def t1():
    try:
        raiser(ValueError(1), TypeError(2), ExceptionGroup('in', [KeyError(3), ValueError(4)]))
    except* ValueError as e:
        show(e, 'V ')
    except* (KeyError, TypeError) as e:
        show(e, 'KT ')


def t2():
    try:
        raiser(ValueError(1), TypeError(2), OSError(3))
    except* ValueError as e:
        raise
    except* TypeError:
        raise RuntimeError('new')


def t3():
    try:
        raise ValueError('naked')
    except* ValueError as e:
        show(e, 'N ')
        print(type(e), e.exceptions)


def t4():
    try:
        raise ValueError('naked')
    except* TypeError:
        print('no')
    else:
        print('no')
    finally:
        print('finally')


def t5():
    try:
        raiser(ValueError(1))
    except* ValueError:
        raise KeyError('a') from None
    except* TypeError:
        print('no')


def t6():
    try:
        pass
    except* ValueError:
        print('no')
    else:
        print('else')
    try:
        raiser(ValueError(1), TypeError(2))
    except* ValueError as e:
        for i in range(3):
            if i == 1:
                continue
            if i == 2:
                break
        print('loop ok', i)
    except* TypeError as e:
        pass
    try:
        print(e)
    except NameError as x:
        print(type(x).__name__, x)


def t7():
    try:
        raiser(ValueError(1))
    except* int:
        pass


def t8():
    try:
        raiser(ValueError(1))
    except* ExceptionGroup:
        pass


def t9():
    try:
        raiser(ValueError(1), TypeError(2))
    except* ValueError as e:
        raise e
    except* TypeError as e:
        raise e.exceptions[0]


def t10():
    try:
        raise BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError(1)])
    except* ValueError as e:
        print('value')


def t11():
    try:
        try:
            raiser(ValueError(1), TypeError(2))
        except* ValueError:
            1 / 0
    except* ZeroDivisionError as e:
        show(e, 'Z ')
    except* TypeError as e:
        show(e, 'T ')


for f in (t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11):
    print('---', f.__name__)
    run(f)

print('=== groups')
eg = ExceptionGroup('top', [ValueError(1), ExceptionGroup('sub', [TypeError(2), ValueError(3)]), KeyError('k')])
eg.add_note('note')
a, b = eg.split(ValueError)
show(a, '')
show(b, '')
print(a.__notes__, b.__notes__, a.__notes__ is eg.__notes__)
print(eg.subgroup(lambda e: isinstance(e, KeyError)), eg.subgroup(OSError), eg.split((TypeError, KeyError)))
print(eg.split(ExceptionGroup), eg.message, eg.args)
for bad in (lambda: ExceptionGroup('x'), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup('x', []), lambda: ExceptionGroup('x', 5),
            lambda: ExceptionGroup('x', [1]), lambda: ExceptionGroup('x', [KeyboardInterrupt()]), lambda: eg.split(5), lambda: eg.subgroup(int),
            lambda: ExceptionGroup('x', {ValueError()}), lambda: eg.split([ValueError])):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup('x', [ValueError()])), type(BaseExceptionGroup('x', [KeyboardInterrupt()])))
print(ExceptionGroup.__mro__, ExceptionGroup.__module__, ExceptionGroup)


class MyGroup(ExceptionGroup):
    def __new__(cls, message, excs, code):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self

    def derive(self, excs):
        return MyGroup(self.message, excs, self.code)


m = MyGroup('mine', [ValueError(1), TypeError(2)], 42)
x, y = m.split(ValueError)
print(repr(x), x.code, repr(y), y.code, m.args)


class BadGroup(BaseExceptionGroup, ValueError):
    pass


try:
    BadGroup('x', [KeyboardInterrupt()])
except TypeError as e:
    print(e)

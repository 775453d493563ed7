@first
@second(1)
def f(a, /, b: int = 2, *args, c=3, **kw) -> str:
    return a

@deco
class C:
    pass

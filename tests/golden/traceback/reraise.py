def f():
    try:
        1 / 0
    finally:
        x = 2
def g():
    try:
        f()
    except ZeroDivisionError:
        y = 1
        raise
class C:
    def __enter__(self): return self
    def __exit__(self, *a): return False
with C():
    g()

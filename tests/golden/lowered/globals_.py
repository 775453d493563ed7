x = 1
def f():
    global x, y
    x = 2
    y = x
    del y
    return len(x)

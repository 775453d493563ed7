def f(items):
    for i in items:
        try:
            if i == 0:
                continue
            if i == 1:
                break
            if i == 2:
                return i
            i()
        finally:
            print('finally')
    return None

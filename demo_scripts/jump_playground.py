"""A playground for jumps: for, while, try, finally and with in one function. Try: jump to any line of `play`."""


class Door:
    def __enter__(self):
        print("the door opens")
        return self

    def __exit__(self, *exc):
        print("the door closes")
        return False


def play(n):
    log = []
    for i in range(n):
        log.append(i)
    while n > 0:
        n -= 1
        if n == 1:
            break
    try:
        with Door() as door:
            log.append("inside")
            10 / n - 10 / (n - 1)
    except ZeroDivisionError as e:
        log.append(str(e))
    finally:
        log.append("finally")
    return log


print(play(3))

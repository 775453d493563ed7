# Raising and catching, through frames and finally.
class Refused(Exception):
    pass


def inner(n):
    if n % 3 == 0:
        raise Refused(n)
    if n % 3 == 1:
        return {}["missing"]
    return n


def outer(n):
    try:
        return inner(n)
    finally:
        n += 1


def main():
    caught = 0
    for n in range(300_000):
        try:
            outer(n)
        except Refused as e:
            caught += e.args[0] % 2
        except KeyError:
            caught += 1
    print(caught)


main()

# Deep recursion, and a function with defaults and keyword arguments.
import sys


def depth(n):
    if n == 0:
        return 0
    return 1 + depth(n - 1)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def power(base, exponent=2, *, modulus=None):
    result = base**exponent
    return result % modulus if modulus is not None else result


def main():
    sys.setrecursionlimit(20_000)
    for _ in range(100):
        deepest = depth(9_000)
    total = 0
    for i in range(400_000):
        total += power(i) + power(i, modulus=7)
    print(deepest, ackermann(2, 300), total)


main()

# Float arithmetic and calls of a native function.
import math


def main():
    x = 0.0
    for i in range(1, 3_000_000):
        x += math.sqrt(i) * 1.5 / (i + 0.5)
    print(x)


main()

# A loop over a range with int arithmetic.
def main():
    t = 0
    for i in range(10_000_000):
        t = t + i * 2 % 7
    print(t)


main()

# Generators summed up, one inside a generator expression.
def gen(n):
    for i in range(n):
        yield i * i


def main():
    print(sum(gen(3_000_000)))
    print(sum(x & 3 for x in gen(2_000_000)))


main()

# Method calls that read and write attributes.
class Counter:
    def __init__(self):
        self.n = 0
        self.step = 1
    def tick(self, by):
        self.n += by * self.step
        return self.n


def main():
    c = Counter()
    for i in range(3_000_000):
        c.tick(i)
    print(c.n)


main()

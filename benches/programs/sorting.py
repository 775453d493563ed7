# Comprehensions, sort, sort with a key, enumerate and zip.
def main():
    state = 12345
    numbers = []
    for _ in range(300_000):
        state = (state * 1103515245 + 12345) % 2147483648
        numbers.append(state)
    for _ in range(3):
        squares = [n * n % 1000003 for n in numbers if n % 3]
        squares.sort()
        by_digit = sorted(numbers, key=lambda n: n % 1000)
        pairs = {i: n for i, n in enumerate(numbers)}
        total = sum(a - b for a, b in zip(squares, by_digit))
    print(squares[1000], by_digit[1000], len(pairs), total)


main()

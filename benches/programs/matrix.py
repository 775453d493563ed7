# Lists of lists: nested comprehensions and index arithmetic.
def main():
    n = 220
    a = [[(i * j) % 7 + 1 for j in range(n)] for i in range(n)]
    b = [[(i + j) % 5 + 1 for j in range(n)] for i in range(n)]
    c = [[0] * n for _ in range(n)]
    for i in range(n):
        row = a[i]
        for j in range(n):
            total = 0
            for k in range(n):
                total += row[k] * b[k][j]
            c[i][j] = total
    print(sum(map(sum, c)), max(max(row) for row in c))


main()

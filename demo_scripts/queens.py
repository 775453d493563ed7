"""A recursion: the eight queens. Try: break in `place`, step, and go back over a whole subtree with back-next."""


def place(row, columns, solutions, size):
    if row == size:
        solutions.append(tuple(columns))
        return
    for column in range(size):
        if all(column != c and abs(column - c) != row - r for r, c in enumerate(columns)):
            columns.append(column)
            place(row + 1, columns, solutions, size)
            columns.pop()


solutions = []
place(0, [], solutions, 6)
print(len(solutions), "solutions")
for column in solutions[0]:
    print("." * column + "Q" + "." * (5 - column))

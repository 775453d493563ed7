"""A longer simulation: the game of life from a random start. Try: continue, then travel to any moment of it."""

import random

SIZE = 20
random.seed(2016)
cells = {(x, y) for x in range(SIZE) for y in range(SIZE) if random.random() < 0.3}


def neighbours(x, y):
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            if dx or dy:
                yield ((x + dx) % SIZE, (y + dy) % SIZE)


def step(cells):
    counts = {}
    for cell in cells:
        for n in neighbours(*cell):
            counts[n] = counts.get(n, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells}


for generation in range(30):
    if generation % 10 == 0:
        print(f"generation {generation}: {len(cells)} cells")
    cells = step(cells)
print(f"at the end: {len(cells)} cells")
for y in range(SIZE):
    print("".join("#" if (x, y) in cells else "." for x in range(SIZE)))

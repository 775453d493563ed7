# Loops at module level: every variable is a global one.
total = 0
seen = []
for i in range(3_000_000):
    total = total + i % 5
    if total % 1000 == 0:
        seen.append(total)
print(total, len(seen))

# Strings built piece by piece, f-strings, join.
def main():
    s = ""
    for i in range(1_000_000):
        s += str(i)
    parts = []
    for i in range(1_000_000):
        parts.append(f"{i}:{i*2}")
    t = ",".join(parts)
    print(len(s), len(t))


main()

# Counting in a dict by `get` with a default.
def main():
    counts = {}
    words = ["w%d" % (i * 7919 % 1000) for i in range(100000)]
    for r in range(20):
        for w in words:
            counts[w] = counts.get(w, 0) + 1
    print(len(counts), counts["w1"])


main()

# A tokenizer: a string read character by character, slices, membership, a dict of counts.
def tokens(text):
    i = 0
    n = len(text)
    while i < n:
        c = text[i]
        if c.isdigit():
            start = i
            while i < n and text[i].isdigit():
                i += 1
            yield "number", text[start:i]
        elif c.isalpha():
            start = i
            while i < n and (text[i].isalpha() or text[i] == "_"):
                i += 1
            yield "name", text[start:i]
        else:
            if c not in " \n":
                yield "operator", c
            i += 1


def main():
    text = "alpha_beta = (gamma + 1234) * delta - 56 / epsilon\n" * 40000
    counts = {}
    for kind, token in tokens(text):
        counts[kind, token] = counts.get((kind, token), 0) + 1
    words = text.split()
    print(len(counts), counts["name", "gamma"], len(words), text.count("delta"), text.upper().find("EPSILON"))


main()

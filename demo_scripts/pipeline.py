"""A pipeline of generators over a log. Try: step from stage to stage, and watch which one asks the next for a line."""

LOG = """\
10:01 INFO start
10:02 ERROR disk full
10:03 INFO retry
10:05 ERROR disk full
10:09 ERROR no route
"""


def lines(text):
    for line in text.splitlines():
        yield line


def parsed(source):
    for line in source:
        time, level, message = line.split(" ", 2)
        yield {"time": time, "level": level, "message": message}


def errors(records):
    return (r for r in records if r["level"] == "ERROR")


counts = {}
for record in errors(parsed(lines(LOG))):
    counts[record["message"]] = counts.get(record["message"], 0) + 1
for message in sorted(counts, key=lambda m: (-counts[m], m)):
    print(f"{counts[message]:>3} {message}")

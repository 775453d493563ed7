"""A program that asks for input. Try: answer wrongly, go back with back-continue, and look at the journaled answer."""

QUESTIONS = [("2 + 2", 4), ("3 * 7", 21), ("2 ** 5", 32)]


def ask(question, answer):
    try:
        given = int(input(f"{question} = "))
    except (ValueError, EOFError):
        print("that is no number")
        return False
    return given == answer


score = 0
for question, answer in QUESTIONS:
    if ask(question, answer):
        score += 1
        print("right")
    else:
        print("wrong, it is", answer)
print(f"{score} of {len(QUESTIONS)}")

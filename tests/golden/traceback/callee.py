def again():
    raise
def a():
    try:
        try:
            {}["k"]
        except KeyError:
            again()
    finally:
        pass
a()

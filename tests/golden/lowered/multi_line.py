def f(a):
    x = [
        a(1),
        a(
            2),
    ]
    return (x
            + a.b
            .c(3))

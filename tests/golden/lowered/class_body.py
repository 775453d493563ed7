class A(Base, metaclass=Meta):
    """Doc."""
    x: int = 1
    y = [x for _ in range(2)]

    def __init__(self):
        super().__init__()
        self.__private = A.x

"""Classes and aliasing: a linked list that is spliced into itself. Try: watch the object numbers of `a.next` and `b`."""


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def __repr__(self):
        return f"Node({self.value})"


def walk(node, limit=8):
    seen = []
    while node is not None and limit:
        seen.append(node)
        node = node.next
        limit -= 1
    return seen


c = Node("c")
b = Node("b", c)
a = Node("a", b)
print(walk(a))
alias = b
alias.value = "B"
print(walk(a))
c.next = a
print(walk(a))
row = [0] * 3
grid = [row] * 2
grid[0][1] = 7
print(grid, grid[0] is grid[1])

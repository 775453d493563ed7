"""A bug whose cause lies far before its symptom: every account shares one history.

Try: continue to the assertion, then back-next and print to see when `mine.history` got its first foreign entry.
"""


class Account:
    def __init__(self, owner, history=[]):
        self.owner = owner
        self.history = history

    def deposit(self, amount):
        self.history.append(amount)

    def balance(self):
        return sum(self.history)


mine = Account("Ada")
yours = Account("Bob")
for amount in (10, 20, 30):
    mine.deposit(amount)
yours.deposit(1000)
print(mine.owner, mine.balance())
print(yours.owner, yours.balance())
assert mine.balance() == 60, f"Ada has {mine.balance()}"

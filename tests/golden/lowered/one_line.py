a = 1; b = 2; c = a
if a: b = 1
for i in range(3): print(i); b += i
while b: b -= 1

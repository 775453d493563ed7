# The constants of `math`, and the general forms of functions over iterables of anything.

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float('inf')
nan = float('nan')

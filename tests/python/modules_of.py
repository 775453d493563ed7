def f(): pass
print(f.__module__, len.__module__, type(f).__module__, int.__module__, [].append.__module__)
f.__module__ = 'x'; print(f.__module__)
class A: pass
print(A.__module__, A().__module__, (5).__module__ if hasattr(5, '__module__') else 'none')
print(ValueError().__module__ if hasattr(ValueError(), '__module__') else 'none', hasattr([], '__module__'), hasattr(A(), '__module__'))
g = (x for x in [])
print(hasattr(g, '__module__'))

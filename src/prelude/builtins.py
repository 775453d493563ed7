# The general forms of builtin functions: what they do when user code may be involved. The natives of the same name, without
# the underscore, do the rest.


def _print(objects, sep, end, file, flush):
    if file is None:
        file = _standard_output()
        if file is None:
            return
    write = file.write
    first = True
    for x in objects:
        if first:
            first = False
        else:
            write(' ' if sep is None else sep)
        write(str(x))
    write('\n' if end is None else end)
    if flush:
        file.flush()


# sys.stdout, also when nobody has imported sys
def _standard_output():
    sys = _loaded_module('sys')
    return _StandardStream(1, '<stdout>', 'w') if sys is None else sys.stdout


def _input(prompt):
    return input(str(prompt))


# `input` while sys.stdout is another object.
def _input_elsewhere(prompt):
    out = _standard_output()
    out.write(str(prompt))
    out.flush()
    return input()


def _next_default(it, default):
    try:
        return _next(it)
    except StopIteration:
        return default


def _hasattr(x, name):
    return getattr(x, name, _MISSING) is not _MISSING


def _isinstance(x, cls):
    if type(x) is cls:
        return True
    if isinstance(cls, tuple):
        for c in cls:
            if isinstance(x, c):
                return True
        return False
    f = _type_attr(cls, '__instancecheck__')
    if f is _MISSING:
        raise TypeError('isinstance() arg 2 must be a type, a tuple of types, or a union')
    return _truth(f(x))


def _issubclass(sub, cls):
    if isinstance(cls, tuple):
        for c in cls:
            if issubclass(sub, c):
                return True
        return False
    f = _type_attr(cls, '__subclasscheck__')
    if f is _MISSING:
        raise TypeError('issubclass() arg 2 must be a class, a tuple of classes, or a union')
    return _truth(f(sub))


def _sum(iterable, start):
    if isinstance(start, str):
        raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
    if isinstance(start, bytes):
        raise TypeError("sum() can't sum bytes [use b''.join(seq) instead]")
    if isinstance(start, bytearray):
        raise TypeError("sum() can't sum bytearray [use b''.join(seq) instead]")
    it = iter(iterable)
    total = start
    if type(total) is int:
        for x in it:
            total = total + x
            if type(x) is float:
                break
    if type(total) is float:
        # Compensated summation, as the native does it; an unusual item ends it.
        c = 0.0
        for x in it:
            if type(x) is float:
                t = total + x
                if abs(total) >= abs(x):
                    c += (total - t) + x
                else:
                    c += (x - t) + total
                total = t
            elif type(x) is int:
                total += x
            else:
                if c and _is_finite(c):
                    total += c
                total = total + x
                c = 0.0
                break
        if c and _is_finite(c):
            return total + c
    for x in it:
        total = total + x
    return total


def _is_finite(x):
    return x - x == 0.0


def _all(iterable):
    for x in iterable:
        if not x:
            return False
    return True


def _any(iterable):
    for x in iterable:
        if x:
            return True
    return False


# The truth of the first item has to be asked; the rest is in the iterator.
def _all_after(x, it):
    return all(it) if x else False


def _any_after(x, it):
    return True if x else any(it)


# The rest of a sum whose total is no plain number any more.
def _sum_plainly(items, total):
    for x in items:
        total = total + x
    return total


# min and max: `name` says which.
def _extreme(name, args, key, default):
    single = len(args) == 1
    if single:
        args = args[0]
    elif default is not _MISSING:
        raise TypeError(f'Cannot specify a default for {name}() with multiple positional arguments')
    it = iter(args)
    best = _MISSING
    if key is None:
        for best in it:
            break
        if name == 'min':
            for x in it:
                if x < best:
                    best = x
        else:
            for x in it:
                if x > best:
                    best = x
    else:
        for best in it:
            best_key = key(best)
            break
        if name == 'min':
            for x in it:
                k = key(x)
                if k < best_key:
                    best = x
                    best_key = k
        else:
            for x in it:
                k = key(x)
                if k > best_key:
                    best = x
                    best_key = k
    if best is _MISSING:
        if default is _MISSING:
            raise ValueError(f'{name}() iterable argument is empty')
        return default
    return best


def _sorted(iterable, key, reverse):
    items = list(iterable)
    items.sort(key=key, reverse=reverse)
    return items


# Lazy iterators are generators that show under the name of a builtin type. A StopIteration out of the function ends them.
def _map(f, iterables):
    if len(iterables) == 1:
        return _retype(_map_one(f, iter(iterables[0])), 'map')
    its = []
    for x in iterables:
        its.append(iter(x))
    return _retype(_map_many(f, its), 'map')


def _map_one(f, it):
    for x in it:
        try:
            r = f(x)
        except StopIteration:
            return
        yield r


def _map_many(f, its):
    while True:
        args = []
        for it in its:
            for x in it:
                args.append(x)
                break
            else:
                return
        try:
            r = f(*args)
        except StopIteration:
            return
        yield r


def _filter(f, iterable):
    it = iter(iterable)
    if f is None or f is bool:
        return _retype(_filter_true(it), 'filter')
    return _retype(_filter_by(f, it), 'filter')


def _filter_true(it):
    for x in it:
        if x:
            yield x


def _filter_by(f, it):
    for x in it:
        try:
            keep = f(x)
            if not keep:
                continue
        except StopIteration:
            return
        yield x


def _zip(iterables, strict):
    its = []
    for i, x in enumerate(iterables):
        if not _is_iterable(x):
            raise TypeError(f"'{_type_name(x)}' object is not iterable")
        its.append(iter(x))
    return _retype(_zip_items(its, strict), 'zip')


def _zip_items(its, strict):
    if not its:
        return
    while True:
        items = []
        for it in its:
            for x in it:
                items.append(x)
                break
            else:
                if strict:
                    _zip_check(its, len(items))
                return
        yield tuple(items)


# One of the iterators of a strict zip is exhausted, the `n`th.
def _zip_check(its, n):
    if n:
        plural = ' ' if n == 1 else 's 1-'
        raise ValueError(f'zip() argument {n + 1} is shorter than argument{plural}{n}')
    for i in range(1, len(its)):
        for x in its[i]:
            plural = ' ' if i == 1 else 's 1-'
            raise ValueError(f'zip() argument {i + 1} is longer than argument{plural}{i}')


def _enumerate(iterable, start):
    return _retype(_enumerate_items(iter(iterable), _index(start)), 'enumerate')


def _enumerate_items(it, i):
    for x in it:
        yield i, x
        i += 1


def _reversed(x):
    t = type(x)
    f = _type_attr(x, '__reversed__')
    if f is not _MISSING and f is not None:
        return f()
    if f is None or _class_attr(t, '__getitem__') is _MISSING or _class_attr(t, '__len__') is _MISSING or isinstance(x, dict):
        raise TypeError(f"'{t.__name__}' object is not reversible")
    return _retype(_reversed_items(x, len(x)), 'reversed')


def _reversed_items(x, i):
    while i > 0:
        i -= 1
        try:
            v = x[i]
        except (IndexError, StopIteration):
            return
        yield v


def _iter_call(f, sentinel):
    if not callable(f):
        raise TypeError('iter(object, sentinel): object must be callable')
    return _retype(_iter_call_items(f, sentinel), 'callable_iterator')


def _iter_call_items(f, sentinel):
    while True:
        try:
            v = f()
        except StopIteration:
            return
        if v == sentinel:
            return
        yield v


def _dir(x):
    return sorted(_type_attr(x, '__dir__')())


def _vars(x):
    d = getattr(x, '__dict__', _MISSING)
    if d is _MISSING:
        raise TypeError('vars() argument must have __dict__ attribute')
    return d


# `__import__('a.b')` gives `a`; with a list of names wanted from it, `a.b`.
def _import_call(name, globals, fromlist, level):
    return _import_name(name, {} if globals is None else globals, fromlist or None, level)


# `round`, `divmod`, `pow` and their like with an unusual first argument are their methods'.
def _call_method(x, name, message):
    f = _type_attr(x, name)
    if f is _MISSING:
        raise TypeError(message)
    return f()


def _is_type_like(x):
    return x is None or isinstance(x, (type, _GenericAlias, _Union))


def _union(a, b):
    members = []
    for x in (a, b):
        for m in x.__args__ if isinstance(x, _Union) else (x,):
            m = type(None) if m is None else m
            if m not in members:
                members.append(m)
    return members[0] if len(members) == 1 else _Union(tuple(members))


def _type_arg_repr(x):
    if x is ...:
        return '...'
    if isinstance(x, list):
        return '[' + ', '.join([_type_arg_repr(y) for y in x]) + ']'
    if isinstance(x, type):
        if x is type(None):
            return 'None'
        return x.__qualname__ if x.__module__ == 'builtins' else f'{x.__module__}.{x.__qualname__}'
    return repr(x)


# `int | None`
class _Union:
    __parameters__ = ()

    def __init__(self, args):
        self.__args__ = args

    def __repr__(self):
        return ' | '.join([_type_arg_repr(x) for x in self.__args__])

    def __eq__(self, other):
        if not isinstance(other, _Union):
            return NotImplemented
        if len(self.__args__) != len(other.__args__):
            return False
        return all([x in other.__args__ for x in self.__args__])

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __instancecheck__(self, x):
        for arg in self.__args__:
            if isinstance(x, arg):
                return True
        return False

    def __subclasscheck__(self, cls):
        for arg in self.__args__:
            if issubclass(cls, arg):
                return True
        return False

    def __or__(self, other):
        return _union(self, other) if _is_type_like(other) else NotImplemented

    def __ror__(self, other):
        return _union(other, self) if _is_type_like(other) else NotImplemented

    def __getitem__(self, item):
        parameters = _parameters_of(self.__args__)
        if not parameters:
            raise TypeError(f'{self!r} is not a generic class')
        args = _substituted(self.__args__, parameters, item, self)
        result = args[0]
        for arg in args[1:]:
            result = _union(result, arg)
        return result

    def __reduce__(self):
        return (_union_of, (self.__args__,))


def _union_of(args):
    result = args[0]
    for arg in args[1:]:
        result = _union(result, arg)
    return result


# The type variables in the arguments of an alias: what has `__typing_subst__`, each once.
def _parameters_of(args):
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if hasattr(type(arg), '__typing_subst__'):
            if arg not in found:
                found.append(arg)
        elif isinstance(arg, (list, tuple)):
            for p in _parameters_of(arg):
                if p not in found:
                    found.append(p)
        else:
            for p in getattr(arg, '__parameters__', ()):
                if p not in found:
                    found.append(p)
    return tuple(found)


def _substituted(args, parameters, item, alias):
    items = item if isinstance(item, tuple) else (item,)
    if len(items) != len(parameters):
        few = 'many' if len(items) > len(parameters) else 'few'
        raise TypeError(f'Too {few} arguments for {alias!r}; actual {len(items)}, expected {len(parameters)}')
    values = {}
    for p, v in zip(parameters, items):
        values[p] = p.__typing_subst__(v)
    out = []
    for arg in args:
        if isinstance(arg, type):
            out.append(arg)
        elif hasattr(type(arg), '__typing_subst__'):
            out.append(values[arg])
        elif getattr(arg, '__parameters__', ()):
            out.append(arg[tuple([values[p] for p in arg.__parameters__])])
        else:
            out.append(arg)
    return tuple(out)


# `list[int]`
class _GenericAlias:
    def __init__(self, origin, args, unpacked=False):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__unpacked__ = unpacked

    @property
    def __parameters__(self):
        return _parameters_of(self.__args__)

    def __repr__(self):
        inside = ', '.join([_type_arg_repr(x) for x in self.__args__]) or '()'
        return ('*' if self.__unpacked__ else '') + _type_arg_repr(self.__origin__) + '[' + inside + ']'

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__ and (
            self.__unpacked__ == other.__unpacked__)

    def __hash__(self):
        return hash(self.__origin__) ^ hash(self.__args__)

    def __call__(self, *args, **kwargs):
        x = self.__origin__(*args, **kwargs)
        try:
            x.__orig_class__ = self
        except (AttributeError, TypeError):
            pass
        return x

    def __getitem__(self, item):
        parameters = self.__parameters__
        if not parameters:
            raise TypeError(f'{self!r} is not a generic class')
        return _GenericAlias(self.__origin__, _substituted(self.__args__, parameters, item, self), self.__unpacked__)

    def __iter__(self):
        yield _GenericAlias(self.__origin__, self.__args__, True)

    def __or__(self, other):
        return _union(self, other) if _is_type_like(other) else NotImplemented

    def __ror__(self, other):
        return _union(other, self) if _is_type_like(other) else NotImplemented

    def __getattr__(self, name):
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __reduce__(self):
        return (_GenericAlias, (self.__origin__, self.__args__))

    def __instancecheck__(self, x):
        raise TypeError('isinstance() argument 2 cannot be a parameterized generic')

    def __subclasscheck__(self, cls):
        raise TypeError('issubclass() argument 2 cannot be a parameterized generic')


def _method_reduce(m):
    return (getattr, (m.__self__, m.__func__.__name__))


_Union.__name__ = _Union.__qualname__ = 'UnionType'
_Union.__module__ = _GenericAlias.__module__ = 'types'
_GenericAlias.__name__ = _GenericAlias.__qualname__ = 'GenericAlias'


# Natives that need plain numbers or lists leave here to get them.
def _again_with_floats(f, args):
    return f(*[float(x) for x in args])


def _again_with_ints(f, args):
    return f(*[_index(x) for x in args])


def _again_with_list(f, args):
    return f(list(args[0]), *args[1:])


def _again_with_lists(f, args):
    return f(*[list(x) for x in args])


# math.fsum, math.dist, math.prod and math.sumprod of numbers that are not plain.
def _fsum(items):
    return __import__('math').fsum([float(x) for x in items])


def _dist(p, q):
    return __import__('math').dist([float(x) for x in p], [float(x) for x in q])


def _prod(items, product):
    for x in items:
        product = product * x
    return product


def _sumprod(p, q):
    total = 0
    for x, y in zip(p, q, strict=True):
        total = total + x * y
    return total


def _set_recursion_limit(limit):
    _recursion_limit(limit)


def _is_abstract(f):
    return bool(getattr(f, '__isabstractmethod__', False))


def _property_is_abstract(p):
    for f in (p.fget, p.fset, p.fdel):
        if _is_abstract(f):
            return True
    return False

# The general protocols behind operators and statements. The VM calls them when its own fast path does not apply, which is
# when user code is, or may be, involved. Numbers of operators are those of `BinOp`, `UnaryOp` and `CmpOp` in bytecode/op.rs.
#
# Natives used here: _type_attr(obj, name): the attribute of obj's type, bound, or _MISSING. _class_attr(cls, name): the same,
# not bound. _is_native(cls, name): is that attribute one of sleepy's own functions? _is_subtype(a, b), _type_name(obj).
# _retype(generator, name): the generator shows as an iterator of that builtin type from now on.

_MISSING = _missing()

_BINARY = ('__add__', '__sub__', '__mul__', '__truediv__', '__floordiv__', '__mod__', '__pow__', '__lshift__', '__rshift__',
           '__and__', '__or__', '__xor__', '__matmul__')
_REFLECTED = ('__radd__', '__rsub__', '__rmul__', '__rtruediv__', '__rfloordiv__', '__rmod__', '__rpow__', '__rlshift__',
              '__rrshift__', '__rand__', '__ror__', '__rxor__', '__rmatmul__')
_IN_PLACE = ('__iadd__', '__isub__', '__imul__', '__itruediv__', '__ifloordiv__', '__imod__', '__ipow__', '__ilshift__',
             '__irshift__', '__iand__', '__ior__', '__ixor__', '__imatmul__')
_SYMBOLS = ('+', '-', '*', '/', '//', '%', '** or pow()', '<<', '>>', '&', '|', '^', '@',
            '+=', '-=', '*=', '/=', '//=', '%=', '**=', '<<=', '>>=', '&=', '|=', '^=', '@=')
_COMPARE = ('__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__')
_COMPARE_REFLECTED = ('__gt__', '__ge__', '__eq__', '__ne__', '__lt__', '__le__')
_COMPARE_SYMBOLS = ('<', '<=', '==', '!=', '>', '>=')
_UNARY = ('__neg__', '__pos__', '__invert__')
_SEQUENCES = (list, tuple, str, bytes, bytearray)


def _binary(op, a, b):
    symbol = op
    if op > 12:
        op -= 13
        f = _type_attr(a, _IN_PLACE[op])
        if f is not _MISSING:
            r = f(b)
            if r is not NotImplemented:
                return r
    ta = type(a)
    tb = type(b)
    name = _BINARY[op]
    # `+` and `*` of sequences are no number operators: the other side's reflected method comes first.
    sequence = (op == 0 or op == 2) and isinstance(a, _SEQUENCES) and _is_native(ta, name)
    other = _MISSING
    if ta is not tb:
        other = _class_attr(tb, _REFLECTED[op])
        if other is not _MISSING:
            if sequence and not _is_native(tb, _REFLECTED[op]) or (
                    _is_subtype(tb, ta) and other is not _class_attr(ta, _REFLECTED[op])):
                r = _type_attr(b, _REFLECTED[op])(a)
                if r is not NotImplemented:
                    return r
                other = _MISSING
    if sequence:
        if op == 2 and _class_attr(tb, '__index__') is not _MISSING:
            return _type_attr(a, name)(b if tb is int else _index(b))
        if isinstance(b, memoryview) and isinstance(a, (bytes, bytearray)):
            b = b.tobytes()
        if op == 2 or not isinstance(b, _base_sequence(a)) and not (
                isinstance(a, (bytes, bytearray)) and isinstance(b, (bytes, bytearray))):
            raise TypeError(_sequence_error(op, a, b))
    f = _type_attr(a, name)
    if f is not _MISSING:
        r = f(b)
        if r is not NotImplemented:
            return r
    return _binary_reflected(symbol, op, a, b, other)


# The method of `a`'s class was called at once, and declined.
def _binary_declined(symbol, a, b):
    op = symbol - 13 if symbol > 12 else symbol
    other = _MISSING if type(a) is type(b) else _class_attr(type(b), _REFLECTED[op])
    return _binary_reflected(symbol, op, a, b, other)


def _binary_reflected(symbol, op, a, b, other):
    ta = type(a)
    tb = type(b)
    if other is not _MISSING:
        if op == 2 and isinstance(b, _SEQUENCES) and _is_native(tb, '__rmul__'):
            if ta is int or _class_attr(ta, '__index__') is _MISSING:
                raise TypeError(_sequence_error(op, b, a))
            return _type_attr(b, '__rmul__')(_index(a))
        r = _type_attr(b, _REFLECTED[op])(a)
        if r is not NotImplemented:
            return r
    if op == 10 and _is_type_like(a) and _is_type_like(b) and not (a is None and b is None):
        return _union(a, b)
    raise TypeError(f"unsupported operand type(s) for {_SYMBOLS[symbol]}: '{ta.__name__}' and '{tb.__name__}'")


def _base_sequence(x):
    for t in _SEQUENCES:
        if isinstance(x, t):
            return t


def _sequence_error(op, a, b):
    name = _type_name(b)
    if op == 2:
        return f"can't multiply sequence by non-int of type '{name}'"
    base = _base_sequence(a).__name__
    if base == 'bytes' or base == 'bytearray':
        return f"can't concat {name} to {base}"
    return f'can only concatenate {base} (not "{name}") to {base}'


def _unary(op, a):
    if op == 3:
        return not _truth(a)
    f = _type_attr(a, _UNARY[op])
    if f is _MISSING:
        raise TypeError(f"bad operand type for unary {'-+~'[op]}: '{_type_name(a)}'")
    return f()


def _compare(op, a, b):
    if op > 5:
        if op == 8:
            return _contains(b, a)
        if op == 9:
            return not _contains(b, a)
        return (a is b) == (op == 6)
    ta = type(a)
    tb = type(b)
    swapped = ta is not tb and _is_subtype(tb, ta)
    if swapped:
        r = _rich(_COMPARE_REFLECTED[op], b, a)
        if r is not NotImplemented:
            return r
    r = _rich(_COMPARE[op], a, b)
    if r is not NotImplemented:
        return r
    if not swapped:
        r = _rich(_COMPARE_REFLECTED[op], b, a)
        if r is not NotImplemented:
            return r
    if op == 2:
        return a is b
    if op == 3:
        return a is not b
    raise TypeError(f"'{_COMPARE_SYMBOLS[op]}' not supported between instances of '{ta.__name__}' and '{tb.__name__}'")


def _rich(name, a, b):
    f = _type_attr(a, name)
    if name == '__ne__' and (f is _MISSING or _class_attr(type(a), name) is _class_attr(object, name)):
        return _object_ne(a, b)
    if f is _MISSING:
        return NotImplemented
    return f(b)


# object.__ne__
def _object_ne(a, b):
    f = _type_attr(a, '__eq__')
    if f is _MISSING:
        return NotImplemented
    r = f(b)
    if r is NotImplemented:
        return r
    return not r


def _contains(container, x):
    t = type(container)
    f = _type_attr(container, '__contains__')
    if f is _MISSING:
        if _class_attr(t, '__iter__') is _MISSING and _class_attr(t, '__getitem__') is _MISSING:
            raise TypeError(f"argument of type '{t.__name__}' is not iterable")
    elif f is None:
        raise TypeError(f"'{t.__name__}' object is not a container")
    elif not (isinstance(container, (list, tuple)) and _is_native(t, '__contains__')):
        return True if f(x) else False
    for v in container:
        if v is x or v == x:
            return True
    return False


def _truth(x):
    f = _type_attr(x, '__bool__')
    if f is _MISSING:
        if _class_attr(type(x), '__len__') is _MISSING:
            return True
        return _len(x) != 0
    r = f()
    if r is True or r is False:
        return r
    raise TypeError(f'__bool__ should return bool, returned {_type_name(r)}')


def _len(x):
    f = _type_attr(x, '__len__')
    if f is _MISSING:
        raise TypeError(f"object of type '{_type_name(x)}' has no len()")
    n = _index(f())
    if n < 0:
        raise ValueError('__len__() should return >= 0')
    if n > 9223372036854775807:
        raise OverflowError("cannot fit 'int' into an index-sized integer")
    return n


def _index(x):
    if isinstance(x, int):
        return int(x)
    f = _type_attr(x, '__index__')
    if f is _MISSING:
        raise TypeError(f"'{_type_name(x)}' object cannot be interpreted as an integer")
    r = f()
    if not isinstance(r, int):
        raise TypeError(f'__index__ returned non-int (type {_type_name(r)})')
    return r


def _hash(x):
    f = _type_attr(x, '__hash__')
    if f is _MISSING or f is None:
        raise TypeError(f"unhashable type: '{_type_name(x)}'")
    r = f()
    if not isinstance(r, int):
        raise TypeError('__hash__ method should return an integer')
    if r < -9223372036854775808 or r > 9223372036854775807:
        return hash(int(r))
    return -2 if r == -1 else int(r)


def _iter(x):
    f = _type_attr(x, '__iter__')
    if f is _MISSING:
        if _class_attr(type(x), '__getitem__') is _MISSING or isinstance(x, dict):
            raise TypeError(f"'{_type_name(x)}' object is not iterable")
        return _retype(_sequence_iter(x), 'iterator')
    if f is None:
        raise TypeError(f"'{_type_name(x)}' object is not iterable")
    r = f()
    if _class_attr(type(r), '__next__') is _MISSING:
        raise TypeError(f"iter() returned non-iterator of type '{_type_name(r)}'")
    return r


def _next(it):
    f = _type_attr(it, '__next__')
    if f is _MISSING:
        raise TypeError(f"'{_type_name(it)}' object is not an iterator")
    return f()


# The iterator of what has __getitem__ only.
def _sequence_iter(x):
    i = 0
    while True:
        try:
            v = x[i]
        except (IndexError, StopIteration):
            return
        yield v
        i += 1


# A key for a builtin sequence, with what only has an __index__ made an int.
def _plain_key(key):
    if isinstance(key, slice):
        return slice(_plain_bound(key.start), _plain_bound(key.stop), _plain_bound(key.step))
    if isinstance(key, int) or _class_attr(type(key), '__index__') is _MISSING:
        return key
    return _index(key)


def _plain_bound(x):
    if x is None or isinstance(x, int):
        return x
    if _class_attr(type(x), '__index__') is _MISSING:
        raise TypeError('slice indices must be integers or None or have an __index__ method')
    return _index(x)


def _is_indexed(x, t, name):
    return isinstance(x, (list, tuple, str, bytes, bytearray, range)) and _is_native(t, name)


def _getitem(x, key):
    t = type(x)
    f = _type_attr(x, '__getitem__')
    if f is not _MISSING:
        if _is_indexed(x, t, '__getitem__'):
            key = _plain_key(key)
        return f(key)
    if isinstance(x, type):
        if x is type:
            return _GenericAlias(x, key)
        f = getattr(x, '__class_getitem__', None)
        if f is not None:
            return f(key)
        raise TypeError(f"type '{x.__name__}' is not subscriptable")
    raise TypeError(f"'{t.__name__}' object is not subscriptable")


def _setitem(x, key, value):
    t = type(x)
    f = _type_attr(x, '__setitem__')
    if f is _MISSING:
        raise TypeError(f"'{t.__name__}' object does not support item assignment")
    if _is_indexed(x, t, '__setitem__'):
        key = _plain_key(key)
    f(key, value)


def _delitem(x, key):
    t = type(x)
    f = _type_attr(x, '__delitem__')
    if f is _MISSING:
        # CPython words it by what the type is made of.
        plain = isinstance(x, (int, float, complex)) or x is None or _class_attr(type(key), '__index__') is _MISSING
        verb = 'does not' if plain else "doesn't"
        raise TypeError(f"'{t.__name__}' object {verb} support item deletion")
    if _is_indexed(x, t, '__delitem__'):
        key = _plain_key(key)
    f(key)


# Containers whose repr is being made, by their ids: a container inside itself shows as dots.
_in_repr = {}


def _repr(x):
    t = type(x)
    if _is_native(t, '__repr__'):
        return _native_repr(x)
    f = _type_attr(x, '__repr__')
    if f is _MISSING:
        return _native_repr(x)
    r = f()
    if not isinstance(r, str):
        raise TypeError(f'__repr__ returned non-string (type {_type_name(r)})')
    return r


# The repr of a builtin kind of object in which user objects are (also what `list.__repr__` and its like are).
def _native_repr(x):
    kind = _repr_kind(x)
    if kind is None:
        return _default_repr(x)
    key = id(x)
    if key in _in_repr:
        return kind[0] + '...' + kind[1] if kind[0] else '...'
    _in_repr[key] = x
    try:
        return _repr_inside(x, kind)
    finally:
        _in_repr.pop(key, None)


def _repr_kind(x):
    if isinstance(x, list):
        return ('[', ']')
    if isinstance(x, tuple):
        return ('(', ')')
    if isinstance(x, dict):
        return ('{', '}')
    if isinstance(x, (set, frozenset)):
        return (type(x).__name__ + '(', ')')
    if isinstance(x, (BaseException, slice)) or type(x).__name__ in (
            'method', 'mappingproxy', 'dict_keys', 'dict_values', 'dict_items'):
        return ('', '')
    return None


def _repr_inside(x, kind):
    opening, closing = kind
    t = type(x)
    if opening == '[':
        return '[' + _repr_items(x) + ']'
    if opening == '(':
        return '(' + _repr_items(x) + (',)' if tuple.__len__(x) == 1 else ')')
    if opening == '{':
        parts = []
        for k, v in dict.items(x):
            parts.append(_repr(k) + ': ' + _repr(v))
        return '{' + ', '.join(parts) + '}'
    if opening:
        items = _repr_items(x)
        if not items:
            return t.__name__ + '()'
        if t is set:
            return '{' + items + '}'
        return t.__name__ + '({' + items + '})'
    if isinstance(x, BaseException):
        if len(x.args) == 1:
            return t.__name__ + '(' + _repr(x.args[0]) + ')'
        return t.__name__ + _repr(x.args)
    if isinstance(x, slice):
        return f'slice({x.start!r}, {x.stop!r}, {x.step!r})'
    if t.__name__ == 'method':
        name = getattr(x.__func__, '__qualname__', None) or getattr(x.__func__, '__name__', '?')
        return '<bound method ' + name + ' of ' + _repr(x.__self__) + '>'
    if t.__name__ == 'mappingproxy':
        return 'mappingproxy(' + _repr(dict(x)) + ')'
    return t.__name__ + '([' + _repr_items(x) + '])'


def _repr_items(x):
    parts = []
    for v in _plain_iter(x):
        parts.append(_repr(v))
    return ', '.join(parts)


def _plain_iter(x):
    for t in (list, tuple, set, frozenset):
        if isinstance(x, t):
            return t.__iter__(x)
    return x


def _str(x):
    f = _type_attr(x, '__str__')
    t = type(x)
    if f is _MISSING or _class_attr(t, '__str__') is _class_attr(object, '__str__'):
        return _repr(x)
    if isinstance(x, BaseException) and _is_native(t, '__str__') and f is not _MISSING:
        return f()
    r = f()
    if not isinstance(r, str):
        raise TypeError(f'__str__ returned non-string (type {_type_name(r)})')
    return r


# `__str__` of the builtin exceptions, where what they hold is the program's
def _exception_str(x):
    args = x.args
    if isinstance(x, OSError) and (x.filename is not None or x.errno is not None and x.strerror is not None):
        text = f'[Errno {x.errno}] {x.strerror}'
        if x.filename is not None:
            text += ': ' + repr(x.filename)
            if x.filename2 is not None:
                text += ' -> ' + repr(x.filename2)
        return text
    if isinstance(x, SyntaxError):
        return str(x.msg)
    if not args:
        return ''
    if len(args) > 1:
        return _repr(args)
    return _repr(args[0]) if isinstance(x, KeyError) else str(args[0])


def _set_exception_args(x, args):
    x.args = tuple(args)


def _set_attributes(x, state):
    for name in state:
        setattr(x, name, state[name])


def _format(x, spec):
    t = type(x)
    f = _type_attr(x, '__format__')
    if f is _MISSING or _class_attr(t, '__format__') is _class_attr(object, '__format__'):
        return _object_format(x, spec)
    r = f(spec)
    if not isinstance(r, str):
        raise TypeError(f'__format__ must return a str, not {_type_name(r)}')
    return r


# object.__format__
def _object_format(x, spec):
    if spec:
        raise TypeError(f'unsupported format string passed to {_type_name(x)}.__format__')
    return str(x)


def _iter_to_unpack(x):
    t = type(x)
    if _class_attr(t, '__iter__') is _MISSING and _class_attr(t, '__getitem__') is _MISSING:
        raise TypeError(f'cannot unpack non-iterable {t.__name__} object')
    return iter(x)


def _unpack(x, n):
    items = []
    i = 0
    for v in _iter_to_unpack(x):
        if i == n:
            raise ValueError(f'too many values to unpack (expected {n})')
        items.append(v)
        i += 1
    if i < n:
        raise ValueError(f'not enough values to unpack (expected {n}, got {i})')
    return items


def _unpack_star(x, before, after):
    items = []
    for v in _iter_to_unpack(x):
        items.append(v)
    n = len(items)
    if n < before + after:
        raise ValueError(f'not enough values to unpack (expected at least {before + after}, got {n})')
    end = n - after
    rest = items[before:end]
    items[before:end] = [rest]
    return items


def _is_iterable(x):
    t = type(x)
    return _class_attr(t, '__iter__') is not _MISSING or _class_attr(t, '__getitem__') is not _MISSING


def _list_extend(items, x):
    if not _is_iterable(x):
        raise TypeError(f'Value after * must be an iterable, not {_type_name(x)}')
    for v in x:
        items.append(v)


def _set_update(items, x):
    set.update(items, x)


def _dict_update(items, x):
    if _class_attr(type(x), 'keys') is _MISSING:
        raise TypeError(f"'{_type_name(x)}' object is not a mapping")
    for k in x.keys():
        items[k] = x[k]


def _function_str(f):
    name = getattr(f, '__qualname__', None)
    if name is None:
        return str(f)
    module = getattr(f, '__module__', None)
    if module is None or module == 'builtins':
        return name + '()'
    return f'{module}.{name}()'


def _dict_merge(items, x, func):
    if not isinstance(x, dict) and _class_attr(type(x), 'keys') is _MISSING:
        raise TypeError(f'{_function_str(func)} argument after ** must be a mapping, not {_type_name(x)}')
    for k in x.keys():
        if not isinstance(k, str):
            raise TypeError('keywords must be strings')
        if k in items:
            raise TypeError(f"{_function_str(func)} got multiple values for keyword argument '{k}'")
        items[k] = x[k]

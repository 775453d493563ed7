# What pickling and copying ask of objects: `object.__reduce_ex__` and its kin. The functions that they name are those of
# the module copyreg, which has them from here.


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _reconstructor(cls, base, state):
    if base is object:
        obj = object.__new__(cls)
    else:
        obj = base.__new__(cls, state)
        if base.__init__ != object.__init__:
            base.__init__(obj, state)
    return obj


for _function in (__newobj__, __newobj_ex__, _reconstructor):
    _function.__module__ = 'copyreg'
del _function

_RECONSTRUCTED = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset)


# The names in the `__slots__` of a class and its bases, that is the attributes that are in no `__dict__`.
def _slot_names(cls):
    names = []
    for c in cls.__mro__:
        slots = c.__dict__.get('__slots__', ())
        if isinstance(slots, str):
            slots = (slots,)
        for name in slots:
            if name in ('__dict__', '__weakref__'):
                continue
            if name.startswith('__') and not name.endswith('__'):
                name = '_' + c.__name__.lstrip('_') + name
            names.append(name)
    return names


def _object_getstate(x):
    state = getattr(x, '__dict__', None)
    if state is not None:
        state = dict(state) if state else None
    slots = {}
    for name in _slot_names(type(x)):
        v = getattr(x, name, _MISSING)
        if v is not _MISSING:
            slots[name] = v
            if state is not None:
                state.pop(name, None)
    if slots:
        return (state or None, slots)
    return state


def _object_reduce(x):
    return _reduce_old(x, 0)


def _object_reduce_ex(x, protocol):
    protocol = _index(protocol)
    t = type(x)
    f = _type_attr(x, '__reduce__')
    if _class_attr(t, '__reduce__') is not _class_attr(object, '__reduce__'):
        return f()
    return _reduce_new(x) if protocol >= 2 else _reduce_old(x, protocol)


def _reduce_old(x, protocol):
    cls = type(x)
    base = object
    for c in cls.__mro__:
        if c in _RECONSTRUCTED:
            base = c
            break
    if base is object:
        if _is_unpicklable(x):
            raise TypeError(f'cannot pickle {cls.__name__!r} object')
        state = None
    elif base is cls:
        raise TypeError(f'cannot pickle {cls.__name__!r} object')
    else:
        state = base(x)
    args = (cls, base, state)
    getstate = _class_attr(cls, '__getstate__')
    if getstate is _class_attr(object, '__getstate__'):
        if getattr(x, '__slots__', None):
            raise TypeError('a class that defines __slots__ without defining __getstate__ cannot be pickled')
        rest = getattr(x, '__dict__', None)
    else:
        rest = x.__getstate__()
    return (_reconstructor, args, rest) if rest else (_reconstructor, args)


def _is_unpicklable(x):
    return not _class_is_made(type(x)) and type(x) is not object


def _reduce_new(x):
    cls = type(x)
    f = _type_attr(x, '__getnewargs_ex__')
    kwargs = None
    if f is not _MISSING:
        args, kwargs = f()
    else:
        f = _type_attr(x, '__getnewargs__')
        if f is not _MISSING:
            args = f()
            if not isinstance(args, tuple):
                raise TypeError(f'__getnewargs__ should return a tuple, not {_type_name(args)!r}')
        else:
            if _is_unpicklable(x) and not isinstance(x, (list, dict)):
                raise TypeError(f'cannot pickle {cls.__name__!r} object')
            args = ()
    state = x.__getstate__()
    items = iter(x) if isinstance(x, list) else None
    pairs = iter(x.items()) if isinstance(x, dict) else None
    if kwargs:
        return (__newobj_ex__, (cls, args, kwargs), state, items, pairs)
    return (__newobj__, (cls, *args), state, items, pairs)


def _bytearray_reduce(x):
    return (type(x), (x.decode('latin-1'), 'latin-1'), _object_getstate(x))


def _bytearray_reduce_ex(x, protocol):
    if protocol is _MISSING or protocol < 3:
        return _bytearray_reduce(x)
    return (type(x), (bytes(x),), _object_getstate(x))


def _set_reduce(x):
    return (type(x), (list(x),), _object_getstate(x))


def _generic_alias(cls, item):
    return _GenericAlias(cls, item)


def _type_or(a, b):
    return _union(a, b) if _is_type_like(b) else NotImplemented


def _type_ror(a, b):
    return _union(b, a) if _is_type_like(b) else NotImplemented


def _proxy_or(a, b):
    return dict(a) | (dict(b) if type(b) is type(a) else b)


def _proxy_ror(a, b):
    return b | dict(a)


def _proxy_eq(a, b):
    return dict(a) == (dict(b) if type(b) is type(a) else b)


def _proxy_reversed(x):
    return reversed(dict(x))

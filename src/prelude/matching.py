# What `match` asks of objects, where user code may be involved. The VM does the plain cases itself (vm/routine.rs).

_MATCH_SELF = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)
_NO_SEQUENCES = (str, bytes, bytearray)


def _pattern_flags(cls):
    flags = _class_attr(cls, '__abc_tpflags__')
    return flags if type(flags) is int else 0


def _match_sequence(x, n, mode):
    cls = type(x)
    if not issubclass(cls, (list, tuple, range, memoryview)) and not _pattern_flags(cls) & 32:
        return False
    if issubclass(cls, _NO_SEQUENCES):
        return False
    if mode == 0:
        return len(x) == n
    return mode == 2 or len(x) >= n


def _match_mapping(x, n):
    cls = type(x)
    if not issubclass(cls, dict) and cls is not _MAPPING_PROXY and not _pattern_flags(cls) & 64:
        return False
    return n == 0 or len(x) >= n


_MAPPING_PROXY = type(type.__dict__)


def _match_item(x, from_end):
    return x[len(x) - from_end]


def _match_keys(x, keys):
    get = x.get
    seen = set()
    out = []
    for key in keys:
        if key in seen:
            raise ValueError(f'mapping pattern checks duplicate key ({key!r})')
        seen.add(key)
        v = get(key, _MISSING)
        if v is _MISSING:
            return None
        out.append(v)
    return tuple(out)


def _match_rest(x, keys):
    rest = {}
    rest.update(x)
    for key in keys:
        del rest[key]
    return rest


def _match_class(x, cls, count, names):
    if not isinstance(cls, type):
        raise TypeError('called match pattern must be a class')
    if not isinstance(x, cls):
        return None
    out = []
    seen = set()
    if count:
        whole = False
        match_args = getattr(cls, '__match_args__', _MISSING)
        if match_args is _MISSING:
            match_args = ()
            for c in _class_mro(cls):
                if c in _MATCH_SELF:
                    whole = True
        elif type(match_args) is not tuple:
            raise TypeError(f'{cls.__name__}.__match_args__ must be a tuple (got {_type_name(match_args)})')
        allowed = 1 if whole else len(match_args)
        if allowed < count:
            plural = '' if allowed == 1 else 's'
            raise TypeError(f'{cls.__name__}() accepts {allowed} positional sub-pattern{plural} ({count} given)')
        if whole:
            out.append(x)
        else:
            for name in match_args[:count]:
                if type(name) is not str:
                    raise TypeError(f'__match_args__ elements must be strings (got {_type_name(name)})')
                v = _match_attribute(x, cls, name, seen)
                if v is _MISSING:
                    return None
                out.append(v)
    for name in names:
        v = _match_attribute(x, cls, name, seen)
        if v is _MISSING:
            return None
        out.append(v)
    return tuple(out)


def _match_attribute(x, cls, name, seen):
    if name in seen:
        raise TypeError(f'{cls.__name__}() got multiple sub-patterns for attribute {name!r}')
    seen.add(name)
    return getattr(x, name, _MISSING)


def _class_mro(cls):
    return type.__dict__['__mro__'].__get__(cls)

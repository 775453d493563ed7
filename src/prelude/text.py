# Numbers and texts where user code is involved: the general forms of natives of the same name, without the underscore.


# Call a native again with argument `at` made an int.
def _again_with_index(f, args, at):
    args = list(args)
    args[at] = _index(args[at])
    return f(*args)


def _ascii(x):
    return _to_ascii(_repr(x))


def _abs(x):
    f = _type_attr(x, '__abs__')
    if f is _MISSING:
        raise TypeError(f"bad operand type for abs(): '{_type_name(x)}'")
    return f()


def _round(x, ndigits):
    f = _type_attr(x, '__round__')
    if f is _MISSING:
        raise TypeError(f"type {_type_name(x)} doesn't define __round__ method")
    if ndigits is None:
        return f()
    return f(ndigits)


def _divmod(a, b):
    ta = type(a)
    tb = type(b)
    f = _type_attr(a, '__divmod__')
    g = _MISSING if ta is tb else _type_attr(b, '__rdivmod__')
    if g is not _MISSING and _is_subtype(tb, ta):
        r = g(a)
        if r is not NotImplemented:
            return r
        g = _MISSING
    if f is not _MISSING:
        r = f(b)
        if r is not NotImplemented:
            return r
    if g is not _MISSING:
        r = g(a)
        if r is not NotImplemented:
            return r
    raise TypeError(f"unsupported operand type(s) for divmod(): '{ta.__name__}' and '{tb.__name__}'")


def _pow_mod(a, b, mod):
    f = _type_attr(a, '__pow__')
    if f is not _MISSING:
        r = f(b, mod)
        if r is not NotImplemented:
            return r
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and isinstance(mod, (int, float)):
        raise TypeError('pow() 3rd argument not allowed unless all arguments are integers')
    raise TypeError(
        f"unsupported operand type(s) for ** or pow(): '{_type_name(a)}', '{_type_name(b)}', '{_type_name(mod)}'")


def _int_new(cls, x):
    f = _type_attr(x, '__int__')
    name = '__int__'
    if f is _MISSING:
        f = _type_attr(x, '__index__')
        name = '__index__'
    if f is _MISSING:
        r = _type_attr(x, '__trunc__')()
        if not isinstance(r, int):
            if _class_attr(type(r), '__index__') is _MISSING:
                raise TypeError(f'__trunc__ returned non-Integral (type {_type_name(r)})')
            r = _index(r)
    else:
        r = f()
        if not isinstance(r, int):
            raise TypeError(f'{name} returned non-int (type {_type_name(r)})')
    return int.__new__(cls, int.__int__(r))


def _int_from_bytes(cls, x, byteorder, signed):
    return cls.from_bytes(_bytes_of(x), byteorder, signed=signed)


def _float_new(cls, x):
    return float.__new__(cls, _float(x))


# The float that `float(x)` would be.
def _float(x):
    if type(x) is float:
        return x
    f = _type_attr(x, '__float__')
    if f is not _MISSING:
        r = f()
        if not isinstance(r, float):
            raise TypeError(f'{_type_name(x)}.__float__ returned non-float (type {_type_name(r)})')
        return float.__float__(r)
    if _class_attr(type(x), '__index__') is _MISSING:
        raise TypeError(f'must be real number, not {_type_name(x)}')
    return float(_index(x))


def _complex_new(cls, real, imag):
    return complex.__new__(cls, _complex(real), _complex(imag))


def _complex(x):
    f = _type_attr(x, '__complex__')
    if f is not _MISSING:
        r = f()
        if not isinstance(r, complex):
            raise TypeError(f'{_type_name(x)}.__complex__ returned non-complex (type {_type_name(r)})')
        return complex.__complex__(r)
    return _float(x)


def _str_new(cls, x):
    return str.__new__(cls, str.__str__(_str(x)))


def _str_join(separator, iterable):
    if not _is_iterable(iterable):
        raise TypeError('can only join an iterable')
    return str.join(separator, [*iterable])


def _str_translate(text, table):
    parts = []
    for c in text:
        try:
            to = table[ord(c)]
        except LookupError:
            parts.append(c)
            continue
        if to is None:
            continue
        if isinstance(to, int):
            if to < 0 or to > 0x10ffff:
                raise ValueError('character mapping must be in range(0x110000)')
            to = chr(to)
        elif not isinstance(to, str):
            raise TypeError('character mapping must return integer, None or str')
        parts.append(to)
    return ''.join(parts)


def _str_format(text, args, names):
    return _format_pieces_of(text, args, names, 2, [None])


# `numbering` holds the next index, or -1 once a field has given its own.
def _format_pieces_of(text, args, names, depth, numbering):
    if depth == 0:
        raise ValueError('Max string recursion exceeded')
    parts = []
    for piece in _format_pieces(text):
        if type(piece) is str:
            parts.append(piece)
            continue
        if len(piece) == 1:
            raise ValueError(piece[0])
        first, steps, conversion, spec = piece
        v = _format_argument(first, args, names, numbering)
        for is_attribute, key in steps:
            v = getattr(v, key) if is_attribute else v[key]
        if conversion == 's':
            v = str(v)
        elif conversion == 'r':
            v = repr(v)
        elif conversion == 'a':
            v = ascii(v)
        elif conversion is not None:
            raise ValueError(f'Unknown conversion specifier {conversion}')
        if '{' in spec:
            spec = _format_pieces_of(spec, args, names, depth - 1, numbering)
        parts.append(format(v, spec))
    return ''.join(parts)


def _format_argument(first, args, names, numbering):
    if type(first) is str:
        return names[first]
    if first is None:
        first = numbering[0] or 0
        if first < 0:
            raise ValueError('cannot switch from manual field specification to automatic field numbering')
        numbering[0] = first + 1
    else:
        if numbering[0] is not None and numbering[0] >= 0:
            raise ValueError('cannot switch from automatic field numbering to manual field specification')
        numbering[0] = -1
    if args is None:
        raise ValueError('Format string contains positional fields')
    if first >= len(args):
        raise IndexError(f'Replacement index {first} out of range for positional args tuple')
    return args[first]


# `text % args`: all values are converted first, then a native puts them in.
def _percent_format(text, args):
    is_text = isinstance(text, str)
    if isinstance(args, tuple):
        values = [*tuple.__iter__(args)]
        mapping = False
    else:
        values = [args]
        mapping = not isinstance(args, str) and _class_attr(type(args), '__getitem__') is not _MISSING
    plain = []
    i = 0
    for letter, key in _percent_uses(text):
        if key is not None:
            if not mapping:
                raise TypeError('format requires a mapping')
            v = args[key]
            i = len(values)
        else:
            if i >= len(values):
                raise TypeError('not enough arguments for format string')
            v = values[i]
            i += 1
        plain.append(_percent_value(letter, v, is_text))
    if i < len(values) and not mapping:
        what = 'string' if is_text else 'bytes'
        raise TypeError(f'not all arguments converted during {what} formatting')
    return _percent_ready(text, tuple(plain))


def _percent_value(letter, v, is_text):
    if letter == 's' and is_text:
        return str(v)
    if letter == 'r':
        return repr(v) if is_text else ascii(v)
    if letter == 'a':
        return ascii(v)
    if letter == 's' or letter == 'b':
        return v if is_text else _bytes_of(v, '%b requires a bytes-like object, or an object that implements __bytes__, not ')
    if letter == '*' or isinstance(v, (int, float)) and letter != 'c':
        return v
    if letter in 'diu':
        if _class_attr(type(v), '__int__') is _MISSING and _class_attr(type(v), '__index__') is _MISSING:
            return v
        return int(v)
    if letter in 'oxXc':
        if isinstance(v, (str, bytes, bytearray)) or _class_attr(type(v), '__index__') is _MISSING:
            return v
        return _index(v)
    if letter in 'eEfFgG':
        return _float(v)
    return v


def _bytes_of(x, message=None):
    if isinstance(x, (bytes, bytearray)):
        return bytes(x)
    if isinstance(x, memoryview):
        return x.tobytes()
    f = _type_attr(x, '__bytes__')
    if f is _MISSING:
        if message is None:
            return _bytes_of_items(x)
        raise TypeError(f"{message}'{_type_name(x)}'")
    r = f()
    if not isinstance(r, bytes):
        raise TypeError(f'__bytes__ returned non-bytes (type {_type_name(r)})')
    return r


def _bytes_of_items(x):
    if _class_attr(type(x), '__index__') is not _MISSING:
        return bytes(_index(x))
    if isinstance(x, str) or not _is_iterable(x):
        raise TypeError(f"cannot convert '{_type_name(x)}' object to bytes")
    return bytes([_index(v) for v in x])


def _bytes_new(cls, source):
    return bytes.__new__(cls, _bytes_of(source))


def _bytes_join(separator, iterable):
    if not _is_iterable(iterable):
        raise TypeError('can only join an iterable')
    return type(separator[:0]).join(separator, [*iterable])


def _bytes_contains(x, v):
    return _index(v) in x


def _bytearray_new(source):
    if isinstance(source, memoryview):
        return bytearray(source.tobytes())
    if isinstance(source, str) or not _is_iterable(source) and _class_attr(type(source), '__index__') is _MISSING:
        raise TypeError(f"cannot convert '{_type_name(source)}' object to bytearray")
    return bytearray(_bytes_of_items(source))


def _bytearray_init(x, source):
    x[:] = _bytes_of_items(source)


def _bytearray_extend(x, source):
    if not _is_iterable(source):
        raise TypeError(f"can't extend bytearray with {_type_name(source)}")
    x.extend([_index(v) for v in source])


def _bytearray_setitem(x, key, value):
    key = _plain_key(key)
    if isinstance(key, slice):
        if isinstance(value, str):
            raise TypeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)')
        value = _bytes_of(value)
    else:
        value = _index(value)
    bytearray.__setitem__(x, key, value)


# memoryview
def _memoryview_getitem(x, key):
    if isinstance(key, tuple):
        return x[tuple([_index(k) for k in key])]
    return x[_plain_key(key)]


def _memoryview_setitem(x, key, value):
    x[tuple([_index(k) for k in key]) if isinstance(key, tuple) else _plain_key(key)] = value


def _memoryview_iter(x):
    i = 0
    while i < len(x):
        yield x[i]
        i += 1


def _memoryview_hex(data, separator, group):
    return data.hex() if separator is None else data.hex(separator, group)

# The general forms of the methods of containers: what they do when keys or items have an `__eq__`, `__hash__` or `__iter__`
# of the program. The natives of the same names, without the underscore, do the rest, and leave for here.
#
# The steps are CPython's: an item is the same if it is identical or equal; a key is hashed once; what user code does to the
# container meanwhile is noticed.
#
# Natives used here: those in natives/probing.rs, _seq_len and _seq_item, which ask a container by its content, whatever its
# class says.


def _same(x, y):
    return x is y or x == y


# Lists and tuples


# How many items there may be: nobody here needs to know, but the program sees that it is asked, behind `__iter__`.
def _ask_length(x):
    t = type(x)
    if not _class_is_made(t):
        return
    if _class_attr(t, '__len__') is not _MISSING:
        try:
            _len(x)
            return
        except TypeError:
            pass
    f = _type_attr(x, '__length_hint__')
    if f is _MISSING:
        return
    try:
        n = f()
    except TypeError:
        return
    if n is NotImplemented:
        return
    if not isinstance(n, int):
        raise TypeError(f'__length_hint__ must be an integer, not {_type_name(n)}')
    if n < 0:
        raise ValueError('__length_hint__() should return >= 0')


def _list_from(iterable):
    items = []
    it = iter(iterable)
    _ask_length(iterable)
    for x in it:
        items.append(x)
    return items


def _list_extend_from(items, iterable):
    it = iter(iterable)
    _ask_length(iterable)
    for x in it:
        list.append(items, x)


def _list_iadd(items, iterable):
    _list_extend_from(items, iterable)
    return items


def _list_setitem(items, key, value):
    if isinstance(key, slice):
        value = _list_from(value)
        return list.__setitem__(items, _plain_key(key), value)
    list.__setitem__(items, _index(key), value)


def _list_remove(items, value):
    i = 0
    while i < _seq_len(items):
        x = _seq_item(items, i)
        if x is value or x == value:
            list.__delitem__(items, slice(i, i + 1))
            return None
        i += 1
    raise ValueError('list.remove(x): x not in list')


def _tuple_from(cls, iterable):
    return _tuple_of(cls, _list_from(iterable))


def _again_with_key(f, x, key):
    return f(x, _plain_key(key))


def _seq_index(items, value, start, stop):
    i = start
    while i < stop and i < _seq_len(items):
        x = _seq_item(items, i)
        if x is value or x == value:
            return i
        i += 1
    if isinstance(items, tuple):
        raise ValueError('tuple.index(x): x not in tuple')
    raise ValueError(f'{value!r} is not in list')


def _seq_count(items, value):
    n = 0
    i = 0
    while i < _seq_len(items):
        x = _seq_item(items, i)
        if x is value or x == value:
            n += 1
        i += 1
    return n


def _seq_contains(items, value):
    i = 0
    while i < _seq_len(items):
        x = _seq_item(items, i)
        if x is value or x == value:
            return True
        i += 1
    return False


# Operators by number: < <= == != > >=.
def _seq_compare(op, a, b):
    if (op == 2 or op == 3) and _seq_len(a) != _seq_len(b):
        return op == 3
    i = 0
    while i < _seq_len(a) and i < _seq_len(b):
        x = _seq_item(a, i)
        y = _seq_item(b, i)
        if x is not y and not x == y:
            if op == 0:
                return x < y
            if op == 1:
                return x <= y
            if op == 4:
                return x > y
            if op == 5:
                return x >= y
            return op == 3
        i += 1
    return _order(op, _seq_len(a), _seq_len(b))


def _order(op, n, m):
    if op == 0:
        return n < m
    if op == 1:
        return n <= m
    if op == 2:
        return n == m
    if op == 3:
        return n != m
    if op == 4:
        return n > m
    return n >= m


def _hash_items(items):
    hashes = []
    i = 0
    while i < _seq_len(items):
        hashes.append(hash(_seq_item(items, i)))
        i += 1
    return _tuple_hash(hashes)


def _contains_by_iteration(container, value):
    for x in container:
        if x is value or x == value:
            return True
    return False


# Ranges and slices


def _range_from(args):
    return range(*[_index(x) for x in args])


def _range_index(r, value):
    i = 0
    for x in r:
        if x == value:
            return i
        i += 1
    raise ValueError('sequence.index(x): x not in sequence')


def _range_count(r, value):
    n = 0
    for x in r:
        if x == value:
            n += 1
    return n


def _slice_indices(s, length):
    return slice.indices(_plain_key(s), _index(length))


# Dicts


# The place of a key with its hash, or -1.
def _dict_lookup(d, key, h):
    found = _dict_find(d, h, key)
    while found == -2:
        found = -1
        for i in _dict_candidates(d, h):
            k = _dict_key_at(d, i, _MISSING)
            if k is key:
                return i
            equal = k == key
            if _dict_key_at(d, i, _MISSING) is not k:
                # The comparison changed the dict: all over again.
                found = _dict_find(d, h, key)
                break
            if equal:
                return i
    return found


def _dict_getitem(d, key):
    i = _dict_lookup(d, key, hash(key))
    if i >= 0:
        return _dict_value_at(d, i)
    if type(d) is not dict:
        f = _type_attr(d, '__missing__')
        if f is not _MISSING:
            return f(key)
    raise KeyError(key)


def _dict_setitem(d, key, value):
    h = hash(key)
    i = _dict_lookup(d, key, h)
    if i >= 0:
        _dict_set_at(d, i, value)
    else:
        _dict_insert(d, h, key, value)


def _dict_delitem(d, key):
    i = _dict_lookup(d, key, hash(key))
    if i < 0:
        raise KeyError(key)
    _dict_remove_at(d, i)


def _dict_contains(d, key):
    return _dict_lookup(d, key, hash(key)) >= 0


def _dict_get(d, key, default):
    i = _dict_lookup(d, key, hash(key))
    return _dict_value_at(d, i) if i >= 0 else default


def _dict_setdefault(d, key, default):
    h = hash(key)
    i = _dict_lookup(d, key, h)
    if i >= 0:
        return _dict_value_at(d, i)
    _dict_insert(d, h, key, default)
    return default


# `default` is a tuple: empty when there is none.
def _dict_pop(d, key, default):
    i = _dict_lookup(d, key, hash(key))
    if i >= 0:
        return _dict_remove_at(d, i)
    if default:
        return default[0]
    raise KeyError(key)


def _dict_store(d, h, key, value):
    i = _dict_lookup(d, key, h)
    if i >= 0:
        _dict_set_at(d, i, value)
    else:
        _dict_insert(d, h, key, value)


def _dict_update_from(d, other, kwargs, result):
    if isinstance(other, dict) and _is_native(type(other), '__iter__'):
        for h, key, value in _dict_entries(other):
            _dict_store(d, h, key, value)
    elif hasattr(other, 'keys'):
        for key in other.keys():
            _dict_store(d, hash(key), key, other[key])
    else:
        return _dict_update_pairs(d, other, 0, kwargs, result)
    if kwargs:
        for h, key, value in _dict_entries(kwargs):
            _dict_store(d, h, key, value)
    return result


# `n` is the number of the first of the pairs, for errors.
def _dict_update_pairs(d, pairs, n, kwargs, result):
    for pair in pairs:
        if type(pair) is not tuple and type(pair) is not list:
            if not _is_iterable(pair):
                raise TypeError(f'cannot convert dictionary update sequence element #{n} to a sequence')
            pair = _list_from(pair)
        if len(pair) != 2:
            raise ValueError(f'dictionary update sequence element #{n} has length {len(pair)}; 2 is required')
        key = pair[0]
        _dict_store(d, hash(key), key, pair[1])
        n += 1
    if kwargs:
        for h, key, value in _dict_entries(kwargs):
            _dict_store(d, h, key, value)
    return result


def _dict_fromkeys(cls, keys, value):
    d = cls()
    for key in keys:
        d[key] = value
    return d


def _dict_equality(a, b, answer):
    if _raw_len(a) != _raw_len(b):
        return not answer
    for h, key, value in _dict_entries(a):
        i = _dict_lookup(b, key, h)
        if i < 0:
            return not answer
        other = _dict_value_at(b, i)
        if value is not other and not value == other:
            return not answer
    return answer


# Views of dicts


def _items_contain(d, pair):
    if not isinstance(pair, tuple) or _seq_len(pair) != 2:
        return False
    key = _seq_item(pair, 0)
    i = _dict_lookup(d, key, hash(key))
    if i < 0:
        return False
    value = _dict_value_at(d, i)
    other = _seq_item(pair, 1)
    return True if value is other or value == other else False


def _is_set_view(x):
    name = type(x).__name__
    return (name == 'dict_keys' or name == 'dict_items') and _view_dict(x) is not None


# The set that a set operation on a view starts from: CPython makes it of the dict itself when it can.
def _view_set(x):
    if type(x).__name__ == 'dict_keys':
        d = _view_dict(x)
        if d is not None:
            return set(d)
    return set(x)


def _view_and(a, b):
    if not _is_set_view(a):
        a, b = b, a
    if type(b) is set and len(a) <= len(b):
        return b.intersection(a)
    if _is_set_view(b) and len(b) > len(a):
        a, b = b, a
    result = set()
    for x in b:
        if x in a:
            result.add(x)
    return result


def _view_or(a, b):
    result = _view_set(a)
    result.update(b)
    return result


def _view_sub(a, b):
    result = _view_set(a)
    result.difference_update(b)
    return result


def _view_xor(a, b):
    if type(a).__name__ == 'dict_items' and type(b).__name__ == 'dict_items':
        return _items_xor(_view_dict(a), _view_dict(b))
    result = _view_set(a)
    result.symmetric_difference_update(b)
    return result


def _items_xor(d, e):
    if len(d) > len(e):
        d, e = e, d
    rest = dict.copy(d)
    result = set()
    for h, key, value in _dict_entries(e):
        i = _dict_lookup(rest, key, h)
        if i >= 0:
            other = _dict_value_at(rest, i)
            if other is value or other == value:
                _dict_remove_at(rest, i)
                continue
        result.add((key, value))
    result.update(rest.items())
    return result


def _view_compare(op, a, b):
    n = len(a)
    m = len(b)
    if op == 3:
        return not _view_compare(2, a, b)
    if not _order(op, n, m):
        return False
    if op > 3:
        a, b = b, a
    for x in a:
        if x not in b:
            return False
    return True


def _view_isdisjoint(view, other):
    if view is other:
        return len(view) == 0
    if (isinstance(other, (set, frozenset)) or _is_set_view(other)) and len(other) > len(view):
        view, other = other, view
    for x in other:
        if x in view:
            return False
    return True


# Sets


# The place of a key with its hash, or -1.
def _set_lookup(s, key, h):
    found = _set_find(s, h, key)
    while found == -2:
        found = -1
        for i in _set_candidates(s, h):
            k = _set_key_at(s, i, _MISSING)
            if k is key:
                return i
            equal = k == key
            if _set_key_at(s, i, _MISSING) is not k:
                found = _set_find(s, h, key)
                break
            if equal:
                return i
    return found


# The hash by which a value is looked for: a set counts as a frozenset.
def _set_key_hash(key):
    if isinstance(key, set) and _class_attr(type(key), '__hash__') is None:
        return hash(frozenset(key))
    return hash(key)


def _set_store(s, key, h):
    if _set_lookup(s, key, h) < 0:
        _set_insert(s, h, key)


def _set_drop(s, key, h):
    i = _set_lookup(s, key, h)
    if i < 0:
        return False
    _set_remove_at(s, i)
    return True


def _set_add(s, key):
    _set_store(s, key, hash(key))


def _set_remove(s, key):
    if not _set_drop(s, key, _set_key_hash(key)):
        raise KeyError(key)


def _set_discard(s, key):
    _set_drop(s, key, _set_key_hash(key))


def _set_contains(s, key):
    return _set_lookup(s, key, _set_key_hash(key)) >= 0


def _set_entries(s):
    return zip(_set_keys(s), _set_hashes(s))


def _set_copied(s):
    result = _set_empty_like(s)
    _set_begin_merge(result, s)
    return result


# Everything that sets can be combined with: the entries of sets and dicts keep their hashes.
def _entries_of(other):
    if isinstance(other, (set, frozenset)):
        return _set_entries(other)
    if type(other) is dict:
        return [(key, h) for h, key, value in _dict_entries(other)]
    return _hashed(other)


def _hashed(iterable):
    for x in iterable:
        yield x, hash(x)


def _set_update_with(s, other):
    if isinstance(other, (set, frozenset)):
        if other is s or _set_begin_merge(s, other):
            return
    elif type(other) is dict:
        _set_reserve(s, len(other))
    for key, h in _entries_of(other):
        _set_store(s, key, h)


# Add the rest of some keys whose hashes are known, then all of `others`.
def _set_go_on(s, keys, hashes, others, result):
    for key, h in zip(keys, hashes):
        _set_store(s, key, h)
    for other in others:
        _set_update_with(s, other)
    return result


def _set_and(s, other):
    result = _set_empty_like(s)
    if isinstance(other, (set, frozenset)):
        if s is other:
            return _set_copied(s)
        if _raw_len(other) > _raw_len(s):
            s, other = other, s
    for key, h in _entries_of(other):
        if _set_lookup(s, key, h) >= 0:
            _set_store(result, key, h)
    return result


def _set_subtract(s, other):
    if s is other:
        return _set_replace(s, set())
    if isinstance(other, (set, frozenset)) and _raw_len(other) >> 3 > _raw_len(s):
        other = _set_and(s, other)
    for key, h in _entries_of(other):
        _set_drop(s, key, h)
    _set_shrink(s)


def _set_sub(s, other):
    if isinstance(other, (set, frozenset)) or type(other) is dict:
        if _raw_len(s) >> 2 <= _raw_len(other):
            result = _set_empty_like(s)
            lookup = _dict_lookup if type(other) is dict else _set_lookup
            for key, h in _set_entries(s):
                if lookup(other, key, h) < 0:
                    _set_store(result, key, h)
            return result
    result = _set_copied(s)
    _set_subtract(result, other)
    return result


def _set_toggle(s, other):
    if not isinstance(other, (set, frozenset)) and type(other) is not dict:
        other = set(other)
    for key, h in _entries_of(other):
        if not _set_drop(s, key, h):
            _set_store(s, key, h)


def _set_xor(s, other):
    result = _set_empty_like(s)
    _set_update_with(result, other)
    for key, h in _set_entries(s):
        if not _set_drop(result, key, h):
            _set_store(result, key, h)
    return result


# Operators by number; those from 13 on change the left side.
def _set_operate(op, a, b):
    if op > 12 and not isinstance(a, set):
        op -= 13
    if op == 9:
        return _set_and(a, b)
    if op == 10:
        result = _set_copied(a)
        _set_update_with(result, b)
        return result
    if op == 1:
        return _set_sub(a, b)
    if op == 11:
        return _set_xor(a, b)
    if op == 22:
        _set_replace(a, _set_and(a, b))
    elif op == 23:
        _set_update_with(a, b)
    elif op == 14:
        _set_subtract(a, b)
    elif a is b:
        _set_replace(a, set())
    else:
        _set_toggle(a, b)
    return a


def _set_intersection(s, others):
    for other in others:
        s = _set_and(s, other)
    return s


def _set_intersection_update(s, others):
    _set_replace(s, _set_intersection(s, others))


def _set_difference(s, others):
    result = None
    for other in others:
        if result is None:
            result = _set_sub(s, other)
        else:
            _set_subtract(result, other)
    return result


def _set_difference_update(s, others):
    for other in others:
        _set_subtract(s, other)


def _set_symmetric_difference(s, other):
    return _set_xor(s, other)


def _set_symmetric_difference_update(s, other):
    _set_toggle(s, other)


def _set_isdisjoint(s, other):
    if isinstance(other, (set, frozenset)) and _raw_len(other) > _raw_len(s):
        s, other = other, s
    for key, h in _entries_of(other):
        if _set_lookup(s, key, h) >= 0:
            return False
    return True


def _set_compare(op, a, b):
    if op == 3:
        return not _set_compare(2, a, b)
    if not _order(op, _raw_len(a), _raw_len(b)):
        return False
    if op > 3:
        a, b = b, a
    for key, h in _set_entries(a):
        if _set_lookup(b, key, h) < 0:
            return False
    return True


def _set_issubset(s, other):
    return _raw_len(_set_and(s, other)) == _raw_len(s)


def _set_issuperset(s, other):
    for key, h in _entries_of(other):
        if _set_lookup(s, key, h) < 0:
            return False
    return True

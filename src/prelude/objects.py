# Calls, classes, attributes and imports, where they involve user code. See operators.py for what a prelude file may use.


# A class with its own `__new__`, or with a builtin type's.
def _construct(cls, args, kwargs):
    x = cls.__new__(cls, *args, **kwargs)
    if isinstance(x, cls):
        _class_attr(type(x), '__init__')(x, *args, **kwargs)
    return x


# `__init__` of an instance whose class call is looked at by an instruction.
def _init(x, init, args, kwargs):
    r = init(x, *args, **kwargs)
    if r is not None:
        raise TypeError(f"__init__() should return None, not '{_type_name(r)}'")
    return x


# type.__call__
def _type_call(cls, args, kwargs):
    return _construct(cls, args, kwargs)


def _build_class(func, name, /, *bases, metaclass=_MISSING, **kwds):
    given = bases
    for b in bases:
        if not isinstance(b, type) and _type_attr(b, '__mro_entries__') is not _MISSING:
            bases = _resolve_bases(bases)
            break
    if metaclass is _MISSING:
        metaclass = type(bases[0]) if bases else type
    if isinstance(metaclass, type):
        metaclass = _winning_metaclass(metaclass, bases)
    prepare = getattr(metaclass, '__prepare__', _MISSING)
    if prepare is _MISSING or _is_native(metaclass, '__prepare__'):
        namespace = {}
    else:
        namespace = prepare(name, bases, **kwds)
        if _type_attr(namespace, '__getitem__') is _MISSING:
            raise TypeError(f"{metaclass.__name__}.__prepare__() must return a mapping, not {_type_name(namespace)}")
    _run_body(func, namespace)
    if bases is not given:
        namespace['__orig_bases__'] = given
    if metaclass is type:
        return _type_new(type, name, bases, namespace, kwds)
    return metaclass(name, bases, namespace, **kwds)


def _resolve_bases(bases):
    out = []
    for b in bases:
        f = _MISSING
        if not isinstance(b, type):
            f = _type_attr(b, '__mro_entries__')
        if f is _MISSING:
            out.append(b)
        else:
            more = f(bases)
            if not isinstance(more, tuple):
                raise TypeError('__mro_entries__ must return a tuple')
            out.extend(more)
    return tuple(out)


# type.__new__ with a name, bases and a namespace
def _type_new(meta, name, bases, namespace, kwds):
    if not isinstance(bases, tuple):
        raise TypeError(f'type.__new__() argument 2 must be tuple, not {_type_name(bases)}')
    if not isinstance(namespace, dict):
        raise TypeError(f'type.__new__() argument 3 must be dict, not {_type_name(namespace)}')
    if isinstance(name, str) and '\0' in name:
        raise ValueError('type name must not contain null characters')
    winner = _winning_metaclass(meta, bases)
    if winner is not meta and not _is_native(winner, '__new__'):
        return winner.__new__(winner, name, bases, namespace, **kwds)
    cls = _make_type(winner, name, bases, namespace if type(namespace) is dict else dict(namespace))
    for key, value in list(namespace.items()):
        f = _type_attr(value, '__set_name__')
        if f is not _MISSING:
            try:
                f(cls, key)
            except BaseException as e:
                e.add_note(f"Error calling __set_name__ on '{_type_name(value)}' instance {key!r} in '{name}'")
                raise
    if kwds or bases:
        super(cls, cls).__init_subclass__(**kwds)
    return cls


def _throw_into(it, exc):
    if isinstance(exc, GeneratorExit):
        f = getattr(it, 'close', None)
        if f is not None:
            f()
        raise exc
    f = getattr(it, 'throw', None)
    if f is None:
        raise exc
    return f(exc)


def _generator_close(g):
    if not _generator_is_open(g):
        return None
    try:
        g.throw(GeneratorExit())
    except (GeneratorExit, StopIteration):
        return None
    raise RuntimeError(('coroutine' if _is_coroutine(g) else 'generator') + ' ignored GeneratorExit')


def _throw_class(g, cls, args):
    g.throw(cls(*args))


def _send(it, value):
    if value is None:
        return _type_attr(it, '__next__')()
    return it.send(value)


# An attribute whose getter may raise AttributeError, of a class that has `__getattr__`.
def _getattr_hook(x, name):
    try:
        if _is_native(type(x), '__getattribute__'):
            return _plain_getattr(x, name)
        return _type_attr(x, '__getattribute__')(name)
    except AttributeError:
        return _type_attr(x, '__getattr__')(name)


def _getattr_default(x, name, default):
    try:
        return getattr(x, name)
    except AttributeError:
        return default


def _load_name(namespace, name, globals, fallback, has_fallback):
    try:
        return namespace[name]
    except KeyError:
        pass
    if has_fallback:
        return fallback
    v = globals.get(name, _MISSING)
    if v is _MISSING:
        v = _builtin(name)
        if v is _MISSING:
            raise NameError(f"name '{name}' is not defined", name=name)
    return v


def _delete_name(namespace, name):
    try:
        del namespace[name]
    except KeyError:
        raise NameError(f"name '{name}' is not defined", name=name)


def _build_set(items):
    s = set()
    for x in items:
        s.add(x)
    return s


def _build_dict(items):
    d = {}
    for i in range(0, len(items), 2):
        d[items[i]] = items[i + 1]
    return d


def _compare_truth(op, a, b):
    return _truth(_compare(op, a, b))


def _format_value(x, conversion, spec):
    if conversion == 1:
        x = str(x)
    elif conversion == 2:
        x = repr(x)
    elif conversion == 3:
        x = ascii(x)
    return format(x, spec)


def _print_expr(x):
    if x is not None:
        print(repr(x))


def _import_name(name, globals, from_list, level):
    if level:
        name = _resolve_name(name, globals, level)
    module = _import_module(name)
    if from_list is None:
        return _import_module(name.split('.')[0]) if level == 0 else module
    for item in from_list:
        if item != '*' and not hasattr(module, item) and hasattr(module, '__path__'):
            try:
                _import_module(name + '.' + item)
            except ModuleNotFoundError as e:
                if e.name != name + '.' + item:
                    raise
    return module


def _resolve_name(name, globals, level):
    package = globals.get('__package__')
    if package is None:
        package = globals.get('__name__', '')
        if '__path__' not in globals:
            package = package.rpartition('.')[0]
    if not package:
        raise ImportError('attempted relative import with no known parent package')
    parts = package.split('.')
    if level > len(parts):
        raise ImportError('attempted relative import beyond top-level package')
    base = '.'.join(parts[:len(parts) - level + 1])
    return base + '.' + name if name else base


def _import_module(name):
    module = _loaded_module(name)
    if module is not None:
        return module
    parent, _, child = name.rpartition('.')
    if parent:
        package = _import_module(parent)
        module = _loaded_module(name)
        if module is not None:
            return module
        if not hasattr(package, '__path__'):
            raise ModuleNotFoundError(f"No module named {name!r}; {parent!r} is not a package", name=name)
    try:
        module = _load_module(name)
    except BaseException:
        _forget_module(name)
        raise
    if parent:
        setattr(package, child, module)
    return module


def _import_from(module, name):
    v = getattr(module, name, _MISSING)
    if v is not _MISSING:
        return v
    package = getattr(module, '__name__', None)
    if package is not None:
        v = _loaded_module(package + '.' + name)
        if v is not None:
            return v
    where = getattr(module, '__file__', None)
    where = '(unknown location)' if where is None else f'({where})'
    raise ImportError(f"cannot import name {name!r} from {package!r} {where}", name=package, name_from=name)


def _import_star(module, namespace):
    names = getattr(module, '__all__', None)
    if names is None:
        names = [n for n in module.__dict__ if not n.startswith('_')]
    for n in names:
        namespace[n] = getattr(module, n)

# Exception groups, and what `except*` does with them.


class BaseExceptionGroup(BaseException):
    """A combination of multiple unrelated exceptions."""

    def __new__(cls, *args, **kwargs):
        if kwargs:
            raise TypeError(f'{cls.__name__}() takes no keyword arguments')
        if len(args) != 2:
            raise TypeError(f'BaseExceptionGroup.__new__() takes exactly 2 arguments ({len(args)} given)')
        message, exceptions = args
        if not isinstance(message, str):
            raise TypeError(f'BaseExceptionGroup.__new__() argument 1 must be str, not {_type_name(message)}')
        if _class_attr(type(exceptions), '__getitem__') is _MISSING or isinstance(exceptions, (dict, set)):
            raise TypeError('second argument (exceptions) must be a sequence')
        exceptions = tuple(exceptions)
        if not exceptions:
            raise ValueError('second argument (exceptions) must be a non-empty sequence')
        base = False
        for i, e in enumerate(exceptions):
            if not isinstance(e, BaseException):
                raise ValueError(f'Item {i} of second argument (exceptions) is not an exception')
            if not isinstance(e, Exception):
                base = True
        if cls is BaseExceptionGroup:
            if not base:
                cls = ExceptionGroup
        elif base and issubclass(cls, Exception):
            if cls is ExceptionGroup:
                raise TypeError('Cannot nest BaseExceptions in an ExceptionGroup')
            raise TypeError(f'Cannot nest BaseExceptions in {cls.__name__!r}')
        self = BaseException.__new__(cls, *args)
        self.message = message
        self.exceptions = exceptions
        return self

    def __init__(self, *args, **kwargs):
        BaseException.__init__(self, *args, **kwargs)

    def __str__(self):
        n = len(self.exceptions)
        return f"{self.message} ({n} sub-exception{'' if n == 1 else 's'})"

    def derive(self, excs, /):
        return BaseExceptionGroup(self.message, excs)

    def subgroup(self, matcher_value, /):
        return _group_split(self, _group_matcher(matcher_value), False)[0]

    def split(self, matcher_value, /):
        return _group_split(self, _group_matcher(matcher_value), True)

    def __class_getitem__(cls, item):
        return _GenericAlias(cls, item)


class ExceptionGroup(BaseExceptionGroup, Exception):
    pass


def _is_exception_class(x):
    return isinstance(x, type) and _is_subtype(x, BaseException)


# A function that says whether an exception, or a whole group, is wanted.
def _group_matcher(wanted):
    if _is_exception_class(wanted):
        return lambda e: _is_subtype(type(e), wanted)
    if isinstance(wanted, tuple):
        if all([_is_exception_class(c) for c in wanted]):
            return lambda e: any([_is_subtype(type(e), c) for c in wanted])
    elif callable(wanted) and not isinstance(wanted, type):
        return wanted
    raise TypeError('expected a function, exception type or tuple of exception types')


def _group_split(exc, matches, with_rest):
    if matches(exc):
        return exc, None
    if not isinstance(exc, BaseExceptionGroup):
        return None, exc
    matched = []
    rest = []
    for e in exc.exceptions:
        a, b = _group_split(e, matches, with_rest)
        if a is not None:
            matched.append(a)
        if b is not None and with_rest:
            rest.append(b)
    return _group_subset(exc, matched), _group_subset(exc, rest)


# A group like `orig` with some of its exceptions.
def _group_subset(orig, exceptions):
    if not exceptions:
        return None
    group = orig.derive(exceptions)
    if not isinstance(group, BaseExceptionGroup):
        raise TypeError('derive must return an instance of BaseExceptionGroup')
    group.__traceback__ = orig.__traceback__
    group.__context__ = orig.__context__
    group.__cause__ = orig.__cause__
    notes = getattr(orig, '__notes__', None)
    if isinstance(notes, (list, tuple)):
        group.__notes__ = list(notes)
    return group


# One clause: what it handles and what remains, or None.
def _star_match(exc, wanted):
    classes = wanted if isinstance(wanted, tuple) else (wanted,)
    for c in classes:
        if not _is_exception_class(c):
            raise TypeError('catching classes that do not inherit from BaseException is not allowed')
    for c in classes:
        if _is_subtype(c, BaseExceptionGroup):
            raise TypeError('catching ExceptionGroup with except* is not allowed. Use except instead.')
    if exc is None:
        return None
    for c in classes:
        if _is_subtype(type(exc), c):
            return (exc if isinstance(exc, BaseExceptionGroup) else BaseExceptionGroup('', (exc,))), None
    if not isinstance(exc, BaseExceptionGroup):
        return None
    pair = exc.split(wanted)
    if not isinstance(pair, tuple):
        raise TypeError(f'{type(exc).__name__}.split must return a tuple, not {_type_name(pair)}')
    if len(pair) < 2:
        raise TypeError(f'{type(exc).__name__}.split must return a 2-tuple, got tuple of size {len(pair)}')
    return None if pair[0] is None else (pair[0], pair[1])


# Behind the last clause: what is raised of the exceptions that the clauses raised and of what none of them handled.
def _star_result(orig, raised, rest):
    if rest is not None:
        raised = raised + [rest]
    if not raised:
        return None
    if not isinstance(orig, BaseExceptionGroup):
        return raised[0]
    new = []
    kept = []
    for e in raised:
        (kept if _same_metadata(e, orig) else new).append(e)
    if kept:
        leaves = set()
        for e in kept:
            _group_leaves(e, leaves)
        kept = _group_split(orig, lambda e: not isinstance(e, BaseExceptionGroup) and id(e) in leaves, False)[0]
        if not new:
            return kept
        new.append(kept)
    return new[0] if len(new) == 1 else BaseExceptionGroup('', new)


def _group_leaves(exc, leaves):
    if isinstance(exc, BaseExceptionGroup):
        for e in exc.exceptions:
            _group_leaves(e, leaves)
    else:
        leaves.add(id(exc))


_PUBLIC = ['BaseExceptionGroup', 'ExceptionGroup']

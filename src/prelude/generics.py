# Type parameters, aliases and generic classes (PEP 695). They belong to `typing`; the language makes them without importing it.


def _type_param(name, bound, kind):
    if kind == 2:
        return ParamSpec(name)
    if kind == 3:
        return TypeVarTuple(name)
    return TypeVar._make(name, bound, kind == 1)


def _type_alias(name, params, thunk):
    return TypeAliasType._make(name, params, thunk)


def _set_type_params(x, params):
    x.__type_params__ = params
    return x


def _generic_base(params):
    items = tuple([_Unpack(p) if isinstance(p, TypeVarTuple) else p for p in params])
    return Generic[items]


class _Unpack:
    def __init__(self, of):
        self.__args__ = (of,)

    def __repr__(self):
        return f'typing.Unpack[{self.__args__[0]!r}]'

    def __eq__(self, other):
        return isinstance(other, _Unpack) and self.__args__ == other.__args__

    def __hash__(self):
        return hash(self.__args__)


class _TypeVarLike:
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.__module__ = 'typing'

    def __or__(self, other):
        return _Union((self, type(None) if other is None else other))

    def __ror__(self, other):
        return _Union((type(None) if other is None else other, self))

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass an instance of {type(self).__name__}')

    def __reduce__(self):
        return self.__name__


class TypeVar(_TypeVarLike):
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False):
        if len(constraints) == 1:
            raise TypeError('A single constraint is not allowed')
        if covariant and contravariant:
            raise ValueError('Bivariant types are not supported.')
        if infer_variance and (covariant or contravariant):
            raise ValueError('Variance cannot be specified with infer_variance.')
        self.__name__ = name
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant
        self.__infer_variance__ = infer_variance
        self._thunk = None
        self._constrained = False
        self._value = constraints if constraints else bound
        self._constrained = bool(constraints)

    @classmethod
    def _make(cls, name, thunk, constrained):
        self = cls(name, infer_variance=True)
        self._thunk = thunk
        self._constrained = constrained
        return self

    def _evaluated(self):
        if self._thunk is not None:
            self._value = self._thunk()
            self._thunk = None
        return self._value

    @property
    def __bound__(self):
        return None if self._constrained else self._evaluated()

    @property
    def __constraints__(self):
        return self._evaluated() if self._constrained else ()

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        return ('+' if self.__covariant__ else '-' if self.__contravariant__ else '~') + self.__name__


class _ParamSpecPart:
    def __init__(self, origin, name):
        self.__origin__ = origin
        self._name = name

    def __repr__(self):
        return f'{self.__origin__.__name__}.{self._name}'

    def __eq__(self, other):
        return isinstance(other, _ParamSpecPart) and self._name == other._name and self.__origin__ == other.__origin__

    def __hash__(self):
        return hash((self._name, self.__origin__))


class ParamSpec(_TypeVarLike):
    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, infer_variance=True):
        self.__name__ = name
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant
        self.__infer_variance__ = infer_variance

    @property
    def args(self):
        return _ParamSpecPart(self, 'args')

    @property
    def kwargs(self):
        return _ParamSpecPart(self, 'kwargs')

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        return ('+' if self.__covariant__ else '-' if self.__contravariant__ else '~') + self.__name__


class TypeVarTuple(_TypeVarLike):
    def __init__(self, name):
        self.__name__ = name

    def __iter__(self):
        yield _Unpack(self)

    def __repr__(self):
        return self.__name__


class TypeAliasType:
    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__type_params__ = type_params
        self._thunk = None
        self._value = value

    @classmethod
    def _make(cls, name, params, thunk):
        self = cls(name, None, type_params=params)
        self._thunk = thunk
        return self

    @property
    def __value__(self):
        if self._thunk is not None:
            self._value = self._thunk()
            self._thunk = None
        return self._value

    @property
    def __parameters__(self):
        out = []
        for p in self.__type_params__:
            out.append(_Unpack(p) if isinstance(p, TypeVarTuple) else p)
        return tuple(out)

    def __getitem__(self, item):
        if not self.__type_params__:
            raise TypeError('Only generic type aliases are subscriptable')
        return _GenericAlias(self, item)

    def __or__(self, other):
        return _Union((self, type(None) if other is None else other))

    def __ror__(self, other):
        return _Union((type(None) if other is None else other, self))

    def __repr__(self):
        return self.__name__


TypeAliasType.__module__ = 'typing'


def _parameters_of(bases):
    out = []
    for b in bases:
        for x in getattr(b, '__args__', ()):
            for p in x.__args__ if isinstance(x, _Unpack) else (x,):
                if isinstance(p, _TypeVarLike) and p not in out:
                    out.append(p)
                elif isinstance(p, _GenericAlias):
                    for q in _parameters_of((p,)):
                        if q not in out:
                            out.append(q)
    return tuple(out)


class Generic:
    __slots__ = ()

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        if cls is not Generic:
            known = cls.__parameters__
            if not known:
                raise TypeError(f'{cls!r} is not a generic class')
            variadic = any([isinstance(p, TypeVarTuple) for p in known])
            if not variadic and len(params) != len(known):
                many = 'many' if len(params) > len(known) else 'few'
                raise TypeError(f'Too {many} arguments for {cls!r}; actual {len(params)}, expected {len(known)}')
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        cls.__parameters__ = _parameters_of(cls.__dict__.get('__orig_bases__', ()))


Generic.__module__ = 'typing'

# Awaiting, and the objects through which a program drives coroutines and asynchronous generators.


# The iterator that an `await` delegates to. `kind`: an expression's value, `__aenter__`'s, `__aexit__`'s.
def _get_awaitable(x, kind):
    f = _type_attr(x, '__await__')
    if f is _MISSING:
        if kind:
            name = '__aenter__' if kind == 1 else '__aexit__'
            raise TypeError(f"'async with' received an object from {name} that does not implement __await__: {_type_name(x)}")
        raise TypeError(f"object {_type_name(x)} can't be used in 'await' expression")
    it = f()
    if _is_coroutine(it):
        raise TypeError('__await__() returned a coroutine')
    if _type_attr(it, '__next__') is _MISSING:
        raise TypeError(f"__await__() returned non-iterator of type '{_type_name(it)}'")
    return it


def _get_async_iter(x):
    f = _type_attr(x, '__aiter__')
    if f is _MISSING:
        raise TypeError(f"'async for' requires an object with __aiter__ method, got {_type_name(x)}")
    it = f()
    if _type_attr(it, '__anext__') is _MISSING:
        raise TypeError(f"'async for' received an object from __aiter__ that does not implement __anext__: {_type_name(it)}")
    return it


# What is awaited for the next item, or None at the end.
def _get_async_next(it):
    f = _type_attr(it, '__anext__')
    if f is _MISSING:
        raise TypeError(f"'async for' requires an iterator with __anext__ method, got {_type_name(it)}")
    try:
        next = f()
    except StopAsyncIteration:
        return None
    if _is_coroutine(next):
        return next
    try:
        return _get_awaitable(next, 0)
    except TypeError as e:
        raise TypeError(f"'async for' received an invalid object from __anext__: {_type_name(next)}") from e


def aiter(async_iterable, /):
    """Return an AsyncIterator for an AsyncIterable object."""
    f = _type_attr(async_iterable, '__aiter__')
    if f is _MISSING:
        raise TypeError(f"'{_type_name(async_iterable)}' object is not an async iterable")
    it = f()
    if _type_attr(it, '__anext__') is _MISSING:
        raise TypeError(f"aiter() returned not an async iterator of type '{_type_name(it)}'")
    return it


def anext(async_iterator, default=_MISSING, /):
    """Return the next item from the async iterator."""
    f = _type_attr(async_iterator, '__anext__')
    if f is _MISSING:
        raise TypeError(f"'{_type_name(async_iterator)}' object is not an async iterator")
    awaitable = f()
    return awaitable if default is _MISSING else _anext_default(awaitable, default)


async def _anext_default(awaitable, default):
    try:
        return await awaitable
    except StopAsyncIteration:
        return default


class coroutine_wrapper:
    __slots__ = ('_coroutine',)

    def __init__(self, coroutine):
        self._coroutine = coroutine

    def __iter__(self):
        return self

    def __next__(self):
        return self._coroutine.send(None)

    def send(self, value, /):
        return self._coroutine.send(value)

    def throw(self, *args):
        return self._coroutine.throw(*args)

    def close(self):
        return self._coroutine.close()


# An asynchronous generator serves one request at a time. A request is new (0), being served (1), or done (2).
def _async_check_free(request, g, name):
    if _async_busy(g):
        request._state = 2
        raise RuntimeError(name + ': asynchronous generator is already running')


def _async_begin(request, g):
    request._state = 1
    _async_set_busy(g, True)


def _async_end(request, g):
    request._state = 2
    _async_set_busy(g, False)


# One request to an asynchronous generator, to be awaited.
class async_generator_asend:
    __slots__ = ('_generator', '_value', '_state')

    def __init__(self, generator, value):
        self._generator = generator
        self._value = value
        self._state = 0

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def send(self, value, /):
        g = self._generator
        if self._state == 2:
            raise RuntimeError('cannot reuse already awaited __anext__()/asend()')
        if self._state == 0:
            _async_check_free(self, g, 'anext()')
            if value is None:
                value = self._value
            _async_begin(self, g)
        return _async_step(self, g, value, _MISSING)

    def throw(self, *args):
        g = self._generator
        if self._state == 2:
            raise RuntimeError('cannot reuse already awaited __anext__()/asend()')
        if self._state == 0:
            _async_check_free(self, g, 'anext()')
            _async_begin(self, g)
        return _async_step(self, g, None, args)

    def close(self):
        self._state = 2


# A step of the generator's frame: what an `await` in it yields comes back, what it yields itself is the request's answer.
def _async_step(request, g, value, throw):
    ended = False
    try:
        if throw is _MISSING:
            r = _async_send(g, value)
        else:
            r = _async_throw(g, *throw)
    except StopIteration:
        ended = True
    except BaseException as e:
        _async_end(request, g)
        if isinstance(e, (StopAsyncIteration, GeneratorExit)):
            _async_set_closed(g)
        raise
    if ended:
        _async_end(request, g)
        _async_set_closed(g)
        raise StopAsyncIteration
    answer = _async_answer(r)
    if answer is _MISSING:
        return r
    _async_end(request, g)
    raise StopIteration(answer)


def _async_throw_name(args):
    return 'aclose()' if args is None else 'athrow()'


# `athrow()`, and `aclose()` when there is nothing to throw.
class async_generator_athrow:
    __slots__ = ('_generator', '_args', '_state')

    def __init__(self, generator, args):
        self._generator = generator
        self._args = args
        self._state = 0

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def send(self, value, /):
        g = self._generator
        args = self._args
        if self._state == 2:
            raise RuntimeError('cannot reuse already awaited aclose()/athrow()')
        if not _generator_is_open(g):
            self._state = 2
            raise StopIteration
        throw = _MISSING
        if self._state == 0:
            _async_check_free(self, g, _async_throw_name(self._args))
            if _async_closed(g):
                self._state = 2
                raise StopAsyncIteration
            if value is not None:
                raise RuntimeError("can't send non-None value to a just-started coroutine")
            _async_begin(self, g)
            if args is None:
                _async_set_closed(g)
                throw = (GeneratorExit(),)
            else:
                throw = args
        if args is not None:
            return _async_step(self, g, value, throw)
        return _async_close_step(self, g, value, throw)

    def throw(self, *args):
        g = self._generator
        if self._state == 2:
            raise RuntimeError('cannot reuse already awaited aclose()/athrow()')
        if self._state == 0:
            _async_check_free(self, g, _async_throw_name(self._args))
            _async_begin(self, g)
        if self._args is not None:
            return _async_step(self, g, None, args)
        return _async_close_step(self, g, None, args)

    def close(self):
        self._state = 2


def _async_close_step(request, g, value, throw):
    ended = False
    try:
        if throw is _MISSING:
            r = _async_send(g, value)
        else:
            r = _async_throw(g, *throw)
    except (StopIteration, StopAsyncIteration, GeneratorExit):
        ended = True
    except BaseException:
        _async_end(request, g)
        raise
    if ended:
        _async_end(request, g)
        raise StopIteration
    if _async_answer(r) is _MISSING:
        return r
    _async_end(request, g)
    raise RuntimeError('async generator ignored GeneratorExit')


def _async_asend(g, value):
    return async_generator_asend(g, value)


def _async_athrow(g, args):
    return async_generator_athrow(g, args)


def _coroutine_await(c):
    return coroutine_wrapper(c)


_PUBLIC += ['aiter', 'anext']


# What `gi_frame` and `tb_frame` show: the frame as it was when it was asked for.
class frame:
    def __init__(self, code, line, globals, locals):
        self.f_code = code
        self.f_lineno = line
        self.f_globals = globals
        self.f_locals = locals
        self.f_back = None
        self.f_lasti = 0

    def __repr__(self):
        return f'<frame at {id(self):#x}, file {self.f_code.co_filename!r}, line {self.f_lineno}, code {self.f_code.co_name}>'


def _make_frame(code, line, globals, locals):
    return frame(code, line, globals, locals)

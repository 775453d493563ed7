# Coroutines and asynchronous generators, driven by hand.


class Wait:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        return got


def drive(coroutine, answers=()):
    answers = list(answers)
    sent = None
    out = []
    try:
        while True:
            out.append(coroutine.send(sent))
            sent = answers.pop(0) if answers else None
    except StopIteration as e:
        return out, e.value
    except BaseException as e:
        return out, f'{type(e).__name__}: {e}'


async def add(a, b):
    x = await Wait(a)
    y = await Wait(b)
    return (x or 0) + (y or 0)


async def outer():
    total = 0
    for i in range(3):
        total += await add(i, i + 1)
    return total


print(drive(add(1, 2), [10, 20]))
print(drive(outer(), range(10)))


class Manager:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    async def __aenter__(self):
        print('enter', self.name, await Wait('enter ' + self.name))
        return self.name

    async def __aexit__(self, kind, value, tb):
        print('exit', self.name, kind and kind.__name__, value, tb is None, await Wait('exit ' + self.name))
        return self.swallow


async def managed(fail):
    async with Manager('a') as a, Manager('b', True) as b:
        print('inside', a, b)
        if fail:
            raise ValueError(fail)
        return 'returned'
    return 'swallowed'


print(drive(managed(None)))
print(drive(managed('oops')))


async def loop_out():
    for i in range(3):
        async with Manager(str(i)):
            if i == 0:
                continue
            if i == 1:
                break
    else:
        print('no')
    return i


print(drive(loop_out()))


class Count:
    def __init__(self, n):
        self.n = n
        self.i = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.i += 1
        if self.i > self.n:
            raise StopAsyncIteration
        await Wait(f'w{self.i}')
        return self.i


async def looping():
    out = []
    async for i in Count(4):
        if i == 2:
            continue
        out.append(i)
    else:
        out.append('else')
    async for i in Count(9):
        if i == 3:
            break
    else:
        out.append('no')
    out.append(i)
    async for a, b in pairs(2):
        out.append((a, b))
    return out


async def pairs(n):
    for i in range(n):
        x = yield i, await Wait(i)
        if x:
            print('sent', x)


print(drive(looping(), 'abcdefghijkl'))


async def comprehensions():
    a = [x async for x in Count(3) if x != 2]
    b = {x: await Wait(x) async for x in Count(2)}
    c = {y async for x in Count(2) async for y in Count(x)}
    d = [await Wait(x) for x in 'ab']
    e = print('call', 1, [x async for x in Count(2)], *[x async for x in pairs(1)])
    f = [[y async for y in Count(x)] for x in range(3)]
    g = (x * 2 async for x in Count(3))
    h = [x async for x in g]
    i = [z async for z in (await Wait(q) for q in range(2))]
    return a, b, sorted(c), d, e, f, h, i, type(g).__name__


print(drive(comprehensions(), range(100)))


# asend, athrow, aclose
async def echo():
    v = None
    try:
        while True:
            try:
                v = yield v
                await Wait('await')
            except KeyError as e:
                v = f'caught {e}'
    finally:
        print('closing', await Wait('close'))


async def use_echo():
    g = echo()
    out = [await g.asend(None), await g.asend(1), await g.asend(2), await g.athrow(KeyError('k')), await g.asend(3)]
    print(g.ag_running, await g.aclose(), await g.aclose())
    try:
        await g.asend(4)
    except StopAsyncIteration as e:
        out.append(repr(e))
    try:
        await anext(g)
    except StopAsyncIteration:
        out.append('ended')
    out.append(await anext(g, 'default'))
    return out


print(drive(use_echo()))


async def ignores():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


async def fails():
    yield 1
    raise ValueError('in generator')


async def stops():
    yield 1
    raise StopAsyncIteration


async def stops2():
    raise StopIteration


async def errors():
    g = ignores()
    await anext(g)
    for make in (lambda: g.aclose(), lambda: drain(fails()), lambda: drain(stops()), lambda: stops2(), lambda: wrong(5),
                 lambda: drain(5), lambda: with_wrong(), lambda: wrong(BadAwait()), lambda: wrong(BadAwait2()), lambda: drain(BadIter()),
                 lambda: drain(BadNext()), lambda: with_wrong2()):
        try:
            print(await make())
        except BaseException as e:
            print(type(e).__name__, e, '|', repr(e.__cause__))


async def drain(g):
    return [x async for x in g]


async def wrong(x):
    await x


async def with_wrong():
    async with 5:
        pass


class BadAwait:
    def __await__(self):
        return 5


class BadAwait2:
    def __await__(self):
        return add(1, 2)


class BadIter:
    def __aiter__(self):
        return 7


class BadNext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 8


class BadEnter:
    def __aenter__(self):
        return 1

    def __aexit__(self, *a):
        return 2


async def with_wrong2():
    async with BadEnter():
        pass


print(drive(errors()))

# Objects
c = add(1, 2)
print(type(c).__name__, c.__name__, c.__qualname__, c.cr_running, c.cr_await)
print(c.send(None), type(c.cr_await).__name__)
for bad in (lambda: iter(c), lambda: next(c), lambda: [*c], lambda: c.__await__().send(1), lambda: c.close(), lambda: c.send(None), lambda: c.throw(KeyError),
            lambda: add(1, 2).send(5), lambda: next(pairs(1)), lambda: iter(pairs(1)), lambda: aiter(5), lambda: anext(5)):
    try:
        print(bad())
    except BaseException as e:
        print(type(e).__name__, e)
c = add(1, 2)
print(c.__await__().__class__.__name__, c.close())
a = pairs(2)
print(type(a).__name__, type(a.asend(None)).__name__, type(a.aclose()).__name__, a.__aiter__() is a)


async def again():
    c = add(1, 2)
    c.send(None)
    try:
        await c
    except RuntimeError as e:
        print(e)
    s = pairs(1).asend(None)
    print(await s)
    try:
        await s
    except RuntimeError as e:
        print(e)


print(drive(again()))


def thrown():
    async def f():
        try:
            await Wait(1)
        except ValueError as e:
            print('caught', e)
            await Wait(2)
        finally:
            print('finally')
        return 3

    c = f()
    print(c.send(None), c.throw(ValueError('x')))
    try:
        c.send(None)
    except StopIteration as e:
        print(e.value)


thrown()


def sync_generator_of_async():
    return (x async for x in Count(2))


print(drive(drain(sync_generator_of_async())))


class Context:
    async def method(self):
        return [self.x async for _ in Count(1)]

    x = 5

    @classmethod
    async def make(cls):
        return cls

    @staticmethod
    async def static():
        return super


print(drive(Context().method()), drive(Context.make())[1].__name__)


async def deep(n):
    if n == 0:
        return await Wait('bottom')
    return await deep(n - 1)


print(drive(deep(50), ['up']))


async def nested_try():
    try:
        async with Manager('t'):
            async for x in Count(2):
                try:
                    if x == 2:
                        return 'from inside'
                finally:
                    await Wait('f')
    finally:
        await Wait('last')


print(drive(nested_try()))
lam = lambda: (await_ for await_ in [1])
print(list(lam()))

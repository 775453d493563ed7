# F-strings nested as Python 3.12 allows.
d = {'a': 1, "b": [1, 2, {'c': 'deep'}]}
name = 'world'
print(f'{d['a']}', f"{d["b"][2]["c"]}", f'{'x'}{"y"}{'''z'''}')
print(f'{f'{f'{f'{1 + 1}'}'}'}')
print(f'{'\n'.join(['a', 'b'])}|{'\t'}|{"\x41"}')
print(f'{
    name  # a comment with } and ' in it
    + '!'
}')
print(f'''{
    '''triple'''
}''', f"""{'''a'''} {"b"} {"""c"""}""")
print(f'{name!r:>{'1' + '2'}}|{name:{'<'}{10}}|{name=}|{name = !s}|{d['a'] = }|{d['a']=:>4}')
print('plain ' f'{d['a']}' " more" rf'\d{'\\'}\{d['a']}' r'\e')
print(f'{{{d['a']}}}', f'{ {'k': 'v'}['k'] }', f'{(lambda x: x * 2)('ab')}', f'{[x for x in 'abc' if x != 'b']}')
print(f'{'a' if d['a'] == 1 else 'b'}', f'{d['a'] != 2}', f'{d['a'] <= 2, 'z'}', f'{*'ab', 'c'}')
print(f'{(y := 'walrus')}', y, f'{'é' + "ü"}é{'→'}', f'\N{BULLET}{'\N{BULLET}'}\u00e9')


def f():
    x = 'local'
    return lambda: f'{x['__len__' == '' or 0]}{f'{x!r}'}'


print(f()())
print((f'one {d['a']}'
       # between
       ' two '
       f'{'three'}'))
print('%s' % f'{'x'}', f'{'x'}'.upper(), f'{'abc'}'[1], [f'{'q'}'] * 2, not f'{''}')
print(f'{1:{'0'}>{'5'}}', f'{3.14159:.{'2'}f}', f'{'a':{'{'}>3}' if False else 'skip')


class C:
    def __format__(self, spec):
        return f'<{spec}>'


print(f'{C():a{'b'}c}', f'{C():\n}', f'{C():{'x'}\t}')
match, case = 'm', 'c'
print(f'{match['m' != 'm':]}{case + ''}')


def gen():
    got = f'{yield 'value'}{'!'}'
    yield got


g = gen()
print(next(g), g.send('sent'))
try:
    f'{d['missing']}'
except KeyError as e:
    print('KeyError', e)

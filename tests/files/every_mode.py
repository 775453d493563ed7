# Files in every mode, and what open() refuses. Run in an empty folder.
import sys
def t(f):
    try: r = f(); print(repr(r)[:200])
    except BaseException as e: print(type(e).__name__, type(e).__module__, str(e)[:200])
f = open('a.txt','w'); print(f, f.mode, f.name, f.closed, f.encoding, f.errors, f.newlines)
t(lambda: f.write('hello\n')); t(lambda: f.write(5)); t(lambda: f.read()); t(lambda: f.tell()); t(lambda: f.writelines(['a\n','é\n'])); t(lambda: f.seekable()); t(lambda: f.readable()); t(lambda: f.writable())
f.close(); t(lambda: f.write('x')); t(lambda: f.close()); print(f.closed)
with open('a.txt') as f:
    print(f); t(lambda: f.readline()); t(lambda: f.tell()); t(lambda: f.read(2)); t(lambda: f.read()); t(lambda: f.read()); t(lambda: f.seek(0)); t(lambda: f.readlines()); t(lambda: f.write('x')); t(lambda: f.seek(1,1)); t(lambda: f.seek(0,2)); t(lambda: f.seek(-1)); t(lambda: f.seek(0,5))
t(lambda: f.read())
with open('a.txt','rb') as f:
    print(f); t(f.readline); t(lambda: f.read(3)); t(f.tell); t(lambda: f.seek(-2,2)); t(f.read); t(lambda: f.write(b'x')); t(lambda: f.seek(1)); t(lambda: list(f)); t(lambda: f.readinto(bytearray(3)))
with open('a.txt','a') as f: t(f.tell); f.write('end\n'); t(f.tell)
print(open('a.txt').read())
with open('a.txt','r+') as f: t(lambda: f.read(3)); f.seek(0); f.write('J'); f.seek(0); t(f.read)
with open('b.bin','wb') as f: t(lambda: f.write(b'\x00\xff')); t(lambda: f.write('x')); t(lambda: f.write(5)); t(lambda: f.write(bytearray(b'q'))); print(f)
with open('b.bin','r+b') as f: f.seek(1); f.write(b'Z'); f.seek(0); t(f.read); t(lambda: f.truncate(1)); f.seek(0); t(f.read); print(f)
t(lambda: open('nope.txt')); t(lambda: open('.')); t(lambda: open('a.txt','x')); t(lambda: open('nodir/a','w')); t(lambda: open('a.txt','z')); t(lambda: open('a.txt','rw')); t(lambda: open('a.txt','')); t(lambda: open('a.txt','rbt')); t(lambda: open('a.txt','rb',encoding='x')); t(lambda: open('a.txt','rb',newline='')); t(lambda: open('a.txt',buffering=0)); t(lambda: open('a.txt',newline='x')); t(lambda: open('a.txt',encoding='foo')); t(lambda: open(None)); t(lambda: open(5.5)); t(lambda: open('a\0b')); t(lambda: open('a.txt', mode=5)); t(lambda: open()); t(lambda: open('a.txt','+')); t(lambda: open('a.txt','U')); t(lambda: open('a.txt', errors='foo').read())
open('c.txt','w',newline='\r\n').write('a\nb\n'); print(open('c.txt','rb').read(), repr(open('c.txt').read()), repr(open('c.txt',newline='').read()), open('c.txt',newline='').readlines(), open('c.txt',newline='\r').readlines())
open('d.txt','w',encoding='utf-16').write('hé'); print(open('d.txt','rb').read(), open('d.txt',encoding='utf-16').read())
t(lambda: open('d.txt').read())
open('e.txt','w',encoding='latin-1').write('é'); t(lambda: open('e.txt').read()); print(open('e.txt',encoding='latin-1').read(), open('e.txt',errors='replace').read())
t(lambda: open('e.txt','w',encoding='ascii').write('é'))
for l in open('a.txt'): print(l, end='')
print('to file', file=open('g.txt','w')); print(open('g.txt').read())
f=open('a.txt'); next(f); t(f.tell); f.close()
print('x', file=sys.stderr) 
t(lambda: print('a', file=5)); t(lambda: print('a', sep=3)); 
f=open('h.txt','w+'); f.write('abc\ndef\n'); f.seek(0); t(f.readline); f.write('xx'); f.seek(0); t(f.read); f.close()
with open('big.txt','w') as f:
    for i in range(1000): f.write(f'{i}\n')
print(sum(int(l) for l in open('big.txt')))
print(f.fileno() if not f.closed else 'closed', f.isatty() if not f.closed else '')
e = None
try: open('nope')
except FileNotFoundError as x: e = x
print(e.errno, e.strerror, e.filename, e.args, str(e))
print([issubclass(type(x), OSError) for x in [e]])
f=open('u.txt','w'); f.write('unclosed'); 
print(isinstance(f, object), hasattr(f,'read'), f.__enter__() is f)

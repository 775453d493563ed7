# File objects: the standard streams, and files. A file is read as a whole when somebody reads from it first; what is written
# goes to its place at once (the outside buffers it). So a file object is plain data, and nothing is open while a program is
# saved.


class _UnsupportedOperation(OSError, ValueError):
    pass


_UnsupportedOperation.__name__ = _UnsupportedOperation.__qualname__ = 'UnsupportedOperation'
_UnsupportedOperation.__module__ = 'io'


def _unsupported(message):
    raise _UnsupportedOperation(message)


class _Stream:
    closed = False
    encoding = 'utf-8'
    errors = 'strict'
    newlines = None
    line_buffering = False
    write_through = False

    def __init__(self, name, mode):
        self.name = name
        self.mode = mode

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>"

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def _check(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')

    def close(self):
        self.closed = True

    def flush(self):
        self._check()

    def isatty(self):
        self._check()
        return False

    def readable(self):
        self._check()
        return 'r' in self.mode or '+' in self.mode

    def writable(self):
        self._check()
        return 'r' not in self.mode or '+' in self.mode

    def seekable(self):
        self._check()
        return False

    def readlines(self, hint=-1, /):
        lines = []
        size = 0
        for line in self:
            lines.append(line)
            size += len(line)
            if hint is not None and 0 < hint <= size:
                break
        return lines

    def writelines(self, lines, /):
        self._check()
        for line in lines:
            self.write(line)


_Stream.__name__ = _Stream.__qualname__ = 'TextIOWrapper'
_Stream.__module__ = '_io'


# sys.stdin, sys.stdout, sys.stderr
class _StandardStream(_Stream):
    __module__ = '_io'

    def __init__(self, descriptor, name, mode):
        self._descriptor = descriptor
        self._rest = ''
        self.name = name
        self.mode = mode
        if descriptor == 2:
            self.errors = 'backslashreplace'

    def fileno(self):
        return self._descriptor

    def write(self, text, /):
        self._check()
        if self._descriptor == 0:
            _unsupported('not writable')
        return _write(self._descriptor, text)

    def flush(self):
        self._check()
        if self._descriptor == 1:
            _flush()

    def readline(self, size=-1, /):
        self._check()
        if self._descriptor != 0:
            _unsupported('not readable')
        line = self._rest or _read_line()
        self._rest = ''
        if size is not None and 0 <= size < len(line):
            self._rest = line[size:]
            line = line[:size]
        return line

    def read(self, size=-1, /):
        parts = []
        if size is None or size < 0:
            while True:
                line = self.readline()
                if not line:
                    break
                parts.append(line)
        else:
            while size > 0:
                line = self.readline(size)
                if not line:
                    break
                parts.append(line)
                size -= len(line)
        return ''.join(parts)

    @property
    def buffer(self):
        return _BinaryStream(self)

    def reconfigure(self, **kwargs):
        pass


_StandardStream.__name__ = _StandardStream.__qualname__ = 'TextIOWrapper'


# sys.stdout.buffer: bytes that are UTF-8 text.
class _BinaryStream:
    __module__ = '_io'

    def __init__(self, text):
        self._text = text
        self.name = text.name

    def write(self, data, /):
        data = bytes(data)
        self._text.write(data.decode('utf-8', 'surrogateescape'))
        return len(data)

    def flush(self):
        self._text.flush()

    def readline(self, size=-1, /):
        return self._text.readline().encode()

    def read(self, size=-1, /):
        return self._text.read().encode()

    def readlines(self, hint=-1, /):
        return [line.encode() for line in self._text]

    def __iter__(self):
        for line in self._text:
            yield line.encode()


_BinaryStream.__name__ = _BinaryStream.__qualname__ = 'BufferedWriter'


# A file of bytes. `_at` is the place in it; `_content` what is in it, once somebody has read; `_size` how long it is.
class _BinaryFile(_Stream):
    __module__ = '_io'
    _content = None

    def __init__(self, path, mode, kind, size, name):
        self._path = path
        self._kind = kind
        self._size = size
        self._at = size if kind == 'a' else 0
        self._reads = kind == 'r' or '+' in mode
        self._writes = kind != 'r' or '+' in mode
        self.name = name
        self.mode = mode

    def __repr__(self):
        return f'<_io.{type(self).__name__} name={self.name!r}>'

    def readable(self):
        self._check()
        return self._reads

    def writable(self):
        self._check()
        return self._writes

    def seekable(self):
        self._check()
        return True

    def fileno(self):
        self._check()
        return 3

    @property
    def raw(self):
        return self

    def _loaded(self):
        self._check()
        if not self._reads:
            _unsupported('read')
        if self._content is None:
            self._content = _read_file(self._path)
            self._size = len(self._content)
        return self._content

    def read(self, size=-1, /):
        content = self._loaded()
        start = self._at
        end = len(content)
        if size is not None:
            size = _index(size)
            if size < -1:
                raise ValueError('read length must be non-negative or -1')
            if 0 <= size < end - start:
                end = start + size
        if start < end:
            self._at = end
        return content[start:end]

    def read1(self, size=-1, /):
        return self.read(size)

    def readall(self):
        return self.read()

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    readinto1 = readinto

    def peek(self, size=0, /):
        return self._loaded()[self._at:]

    def readline(self, size=-1, /):
        content = self._loaded()
        start = self._at
        end = content.find(b'\n', start) + 1 or len(content)
        if size is not None and 0 <= size < end - start:
            end = start + size
        if start < end:
            self._at = end
        return content[start:end]

    def write(self, data, /):
        self._check()
        if not self._writes:
            _unsupported('write')
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = _bytes_of(data, 'a bytes-like object is required, not ')
        if data:
            self._put(data)
        return len(data)

    def _put(self, data):
        if self._kind == 'a':
            self._size = self._at = _change_file(self._path, 'append', data, 0)
            self._content = None
            return
        at = self._at
        _change_file(self._path, 'write', data, at)
        self._at = end = at + len(data)
        if self._size < end:
            self._size = end
        self._content = None

    def seek(self, offset, whence=0, /):
        self._check()
        offset = _index(offset)
        if whence == 1:
            offset += self._at
        elif whence == 2:
            if self._kind == 'r' and self._content is None:
                self._loaded()
            offset += self._size
        elif whence != 0:
            raise ValueError(f'whence value {whence} unsupported')
        if offset < 0:
            raise OSError(22, 'Invalid argument')
        self._at = offset
        return offset

    def tell(self):
        self._check()
        return self._at

    def truncate(self, size=None, /):
        self._check()
        if not self._writes:
            _unsupported('truncate')
        if size is None:
            size = self._at
        self._size = _change_file(self._path, 'truncate', b'', size)
        self._content = None
        return size

    def detach(self):
        return self


class _BufferedReader(_BinaryFile):
    __module__ = '_io'


class _BufferedWriter(_BinaryFile):
    __module__ = '_io'


class _BufferedRandom(_BinaryFile):
    __module__ = '_io'


class _FileIO(_BinaryFile):
    __module__ = '_io'

    def __repr__(self):
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd=True>"


for _class in (_BufferedReader, _BufferedWriter, _BufferedRandom, _FileIO):
    _class.__name__ = _class.__qualname__ = _class.__name__[1:]
del _class


# A file of text: a decoder and an encoder around a file of bytes. `_text` is what was decoded from the place `_base` on, and
# `_next` how much of it was read.
class _TextFile(_Stream):
    __module__ = '_io'
    _text = None
    _telling = True

    def __init__(self, raw, mode, encoding, errors, newline, line_buffering):
        self.buffer = raw
        self.mode = mode
        self.encoding = 'UTF-8' if encoding is None else encoding
        self.errors = 'strict' if errors is None else errors
        self.name = raw.name
        self.line_buffering = line_buffering
        self._newline = newline
        self._base = 0
        self._next = 0
        self._started = raw._at > 0

    def readable(self):
        self._check()
        return self.buffer._reads

    def writable(self):
        self._check()
        return self.buffer._writes

    def seekable(self):
        self._check()
        return True

    def fileno(self):
        self._check()
        return self.buffer.fileno()

    def close(self):
        self.closed = True
        self.buffer.closed = True

    def _decoded(self):
        self._check()
        if not self.buffer._reads:
            _unsupported('not readable')
        if self._text is None:
            self._base = self.buffer._at
            self._text = self._translated(self.buffer.read().decode(self.encoding, self.errors))
            self._next = 0
        return self._text

    def _translated(self, text):
        if self._newline is None and '\r' in text:
            text = text.replace('\r\n', '\n').replace('\r', '\n')
        return text

    def read(self, size=-1, /):
        text = self._decoded()
        self._telling = True
        start = self._next
        end = len(text)
        if size is not None:
            size = _index(size)
            if 0 <= size < end - start:
                end = start + size
        self._next = end
        return text[start:end]

    def readline(self, size=-1, /):
        text = self._decoded()
        start = self._next
        end = self._line_end(text, start)
        if size is not None and 0 <= size < end - start:
            end = start + size
        self._next = end
        return text[start:end]

    def _line_end(self, text, start):
        newline = self._newline
        if newline is None or newline == '\n':
            return text.find('\n', start) + 1 or len(text)
        if newline:
            at = text.find(newline, start)
            return len(text) if at < 0 else at + len(newline)
        n = text.find('\n', start)
        r = text.find('\r', start)
        if r < 0 or 0 <= n < r:
            return n + 1 or len(text)
        return r + 2 if n == r + 1 else r + 1

    def __next__(self):
        self._telling = False
        line = self.readline()
        if not line:
            self._telling = True
            raise StopIteration
        return line

    # The place in the bytes where reading stands.
    def _place(self):
        if self._text is None:
            return self.buffer._at
        if self._next == len(self._text):
            return self.buffer._at
        return self._base + len(self._text[:self._next].encode(self.encoding, self.errors))

    def write(self, text, /):
        self._check()
        if not isinstance(text, str):
            raise TypeError(f'write() argument must be str, not {_type_name(text)}')
        raw = self.buffer
        if not raw._writes:
            _unsupported('not writable')
        # What was read ahead counts as read: the text goes behind it.
        self._text = None
        out = text
        if self._newline and self._newline != '\n':
            out = text.replace('\n', self._newline)
        encoding = self.encoding
        if self._started and _has_mark(encoding):
            # The byte order mark stands at the beginning only.
            encoding = _without_mark(encoding)
        data = out.encode(encoding, self.errors)
        if data:
            self._started = True
            raw._put(data)
        return len(text)

    def seek(self, cookie, whence=0, /):
        self._check()
        cookie = _index(cookie)
        if whence == 1:
            if cookie != 0:
                _unsupported("can't do nonzero cur-relative seeks")
            cookie = self._place()
        elif whence == 2:
            if cookie != 0:
                _unsupported("can't do nonzero end-relative seeks")
            self._text = None
            self._telling = True
            return self.buffer.seek(0, 2)
        elif whence != 0:
            raise ValueError(f'invalid whence ({whence}, should be 0, 1 or 2)')
        if cookie < 0:
            raise ValueError(f'negative seek position {cookie}')
        self._text = None
        self._telling = True
        self._started = cookie > 0
        return self.buffer.seek(cookie)

    def tell(self):
        self._check()
        if not self._telling:
            raise OSError('telling position disabled by next() call')
        return self._place()

    def truncate(self, size=None, /):
        self._check()
        if size is None:
            size = self._place()
        return self.buffer.truncate(size)

    def detach(self):
        return self.buffer

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
        if encoding is not None:
            self.encoding = encoding
        if errors is not None:
            self.errors = errors
        if newline is not None:
            self._newline = newline


_TextFile.__name__ = _TextFile.__qualname__ = 'TextIOWrapper'


def _has_mark(encoding):
    return encoding.lower().replace('_', '-') in ('utf-16', 'utf-32', 'utf-8-sig', 'utf16', 'utf32', 'u16', 'u32')


def _without_mark(encoding):
    encoding = encoding.lower()
    if '8' in encoding:
        return 'utf-8'
    return 'utf-16-le' if '16' in encoding else 'utf-32-le'


def _fspath(file):
    if isinstance(file, (str, bytes)):
        return file
    f = _type_attr(file, '__fspath__')
    if f is _MISSING:
        raise TypeError(f'expected str, bytes or os.PathLike object, not {_type_name(file)}')
    path = f()
    if not isinstance(path, (str, bytes)):
        raise TypeError(f'expected {_type_name(file)}.__fspath__() to return str or bytes, not {_type_name(path)}')
    return path


def _open(file, mode, buffering, encoding, errors, newline, closefd, opener):
    if not isinstance(file, int):
        file = _fspath(file)
    for name, v in (('mode', mode), ('encoding', encoding), ('errors', errors), ('newline', newline)):
        if not isinstance(v, str) and (v is not None or name == 'mode'):
            what = 'str' if name == 'mode' else 'str or None'
            raise TypeError(f"open() argument '{name}' must be {what}, not {_type_name(v)}")
    for c in mode:
        if c not in 'rwxabt+' or mode.count(c) > 1:
            raise ValueError(f'invalid mode: {mode!r}')
    binary = 'b' in mode
    if binary and 't' in mode:
        raise ValueError("can't have text and binary mode at once")
    kinds = [c for c in mode if c in 'rwxa']
    if len(kinds) > 1:
        raise ValueError('must have exactly one of create/read/write/append mode')
    if not kinds:
        raise ValueError('Must have exactly one of create/read/write/append mode and at most one plus')
    if binary:
        for name, v in (('encoding', encoding), ('errors', errors), ('newline', newline)):
            if v is not None:
                article = 'an' if name != 'newline' else 'a'
                raise ValueError(f"binary mode doesn't take {article} {name} argument")
    kind = kinds[0]
    if isinstance(file, int):
        return _open_descriptor(file, binary)
    if opener is not None:
        raise NotImplementedError('open() with an opener is not supported by sleepy')
    if not closefd:
        raise ValueError('Cannot use closefd=False with file name')
    path = file.decode('utf-8', 'surrogateescape') if isinstance(file, bytes) else str(file)
    if '\0' in path:
        raise ValueError('embedded null byte')
    size = 0
    content = None
    try:
        if kind != 'r':
            size = _change_file(path, kind, b'', 0)
        else:
            if '+' in mode:
                size = _change_file(path, kind, b'', 0)
            content = _read_file(path)
            size = len(content)
    except OSError as e:
        e.filename = file
        raise
    if buffering == 0:
        if not binary:
            raise ValueError("can't have unbuffered text I/O")
        make = _FileIO
    elif '+' in mode:
        make = _BufferedRandom
    else:
        make = _BufferedReader if kind == 'r' else _BufferedWriter
    raw = make(path, _raw_mode(kind, mode), kind, size, file)
    raw._content = content
    if binary:
        return raw
    if newline not in (None, '', '\n', '\r', '\r\n'):
        raise ValueError(f'illegal newline value: {newline}')
    if encoding is not None:
        ''.encode(encoding)
    return _TextFile(raw, mode, encoding, errors, newline, buffering == 1)


def _raw_mode(kind, mode):
    if kind == 'r':
        return 'rb+' if '+' in mode else 'rb'
    return kind + 'b+' if '+' in mode and kind != 'w' else 'rb+' if '+' in mode else kind + 'b'


def _open_descriptor(descriptor, binary):
    if descriptor < 0:
        raise ValueError('negative file descriptor')
    if descriptor > 2:
        raise OSError(9, 'Bad file descriptor')
    stream = _StandardStream(descriptor, descriptor, 'r' if descriptor == 0 else 'w')
    return stream.buffer if binary else stream


# A tuple whose items have names, as `time.struct_time` and `sys.version_info`. A subclass lists them in `_names`.
class _Record(tuple):
    _names = ()

    def __getattr__(self, name):
        names = self._names
        if name in names:
            return self[names.index(name)]
        raise AttributeError(f"'{type(self).__module__}.{type(self).__name__}' object has no attribute '{name}'")

    def __repr__(self):
        parts = [name + '=' + repr(self[i]) for i, name in enumerate(self._names) if i < len(self)]
        return f"{type(self).__module__}.{type(self).__name__}({', '.join(parts)})"

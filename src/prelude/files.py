# File objects: the standard streams, and files that are open for reading.


class _Stream:
    closed = False
    encoding = 'utf-8'
    errors = 'strict'
    newlines = None
    line_buffering = False

    def __init__(self, name, mode):
        self.name = name
        self.mode = mode

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding='utf-8'>"

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
        return False

    def readable(self):
        return 'r' in self.mode

    def writable(self):
        return 'w' in self.mode

    def seekable(self):
        return False

    def readlines(self, hint=-1):
        lines = []
        size = 0
        for line in self:
            lines.append(line)
            size += len(line)
            if hint is not None and 0 < hint <= size:
                break
        return lines

    def writelines(self, lines):
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
            for line in self:
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
        self._text.write(bytes(data).decode())
        return len(data)

    def flush(self):
        self._text.flush()

    def readline(self, size=-1, /):
        return self._text.readline().encode()

    def read(self, size=-1, /):
        return self._text.read().encode()

    def __iter__(self):
        for line in self._text:
            yield line.encode()


_BinaryStream.__name__ = _BinaryStream.__qualname__ = 'BufferedWriter'


def _unsupported(message):
    raise OSError(message)


# A file that is open for reading: its whole content, and a position.
class _File(_Stream):
    __module__ = '_io'

    def __init__(self, name, mode, content):
        self.name = name
        self.mode = mode
        self._content = content
        self._at = 0

    def __repr__(self):
        if 'b' in self.mode:
            return f"<_io.BufferedReader name={self.name!r}>"
        return f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding='utf-8'>"

    def read(self, size=-1, /):
        self._check()
        start = self._at
        end = len(self._content)
        if size is not None and 0 <= size < end - start:
            end = start + size
        self._at = end
        return self._content[start:end]

    def readline(self, size=-1, /):
        self._check()
        start = self._at
        end = self._content.find(b'\n' if 'b' in self.mode else '\n', start) + 1 or len(self._content)
        if size is not None and 0 <= size < end - start:
            end = start + size
        self._at = end
        return self._content[start:end]

    def write(self, text, /):
        self._check()
        _unsupported('not writable')

    def seekable(self):
        return True

    def seek(self, offset, whence=0, /):
        self._check()
        if whence == 1:
            offset += self._at
        elif whence == 2:
            offset += len(self._content)
        if offset < 0:
            raise ValueError(f'negative seek position {offset}')
        self._at = min(offset, len(self._content))
        return self._at

    def tell(self):
        self._check()
        return self._at


_File.__name__ = _File.__qualname__ = 'TextIOWrapper'


def _open(file, mode, encoding, errors, newline):
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {_type_name(mode)}")
    for c in mode:
        if c not in 'rwxabt+' or mode.count(c) > 1:
            raise ValueError(f'invalid mode: {mode!r}')
    binary = 'b' in mode
    if binary and 't' in mode:
        raise ValueError("can't have text and binary mode at once")
    if [c in mode for c in 'rwxa'].count(True) != 1:
        raise ValueError('must have exactly one of create/read/write/append mode')
    if 'r' not in mode or '+' in mode:
        raise NotImplementedError(f'open() for writing (mode {mode!r}) is not supported by sleepy yet')
    if not isinstance(file, str):
        f = _type_attr(file, '__fspath__')
        if f is _MISSING:
            raise TypeError(f'expected str, bytes or os.PathLike object, not {_type_name(file)}')
        file = f()
    content = _read_file(file)
    if not binary:
        content = content.decode(encoding or 'utf-8', errors or 'strict')
        if newline is None and '\r' in content:
            content = content.replace('\r\n', '\n').replace('\r', '\n')
    return _File(file, mode, content)


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

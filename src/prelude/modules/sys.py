# `sys`, where it is no native.

class version_info(_Record):
    __module__ = 'sys'
    _names = ('major', 'minor', 'micro', 'releaselevel', 'serial')


class float_info(_Record):
    __module__ = 'sys'
    _names = ('max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix', 'rounds')


class int_info(_Record):
    __module__ = 'sys'
    _names = ('bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold')


class hash_info(_Record):
    __module__ = 'sys'
    _names = ('width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff')


class flags(_Record):
    __module__ = 'sys'
    _names = ('debug', 'inspect', 'interactive', 'optimize', 'dont_write_bytecode', 'no_user_site', 'no_site',
              'ignore_environment', 'verbose', 'bytes_warning', 'quiet', 'hash_randomization', 'isolated', 'dev_mode', 'utf8_mode',
              'warn_default_encoding', 'safe_path', 'int_max_str_digits')


class _Namespace:
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        return 'namespace(' + ', '.join([f'{k}={v!r}' for k, v in self.__dict__.items()]) + ')'


version = '3.12.1 (sleepy)'
version_info = version_info((3, 12, 1, 'final', 0))
hexversion = 0x030c01f0
api_version = 1013
copyright = 'Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.'
implementation = _Namespace(name='cpython', cache_tag='cpython-312', version=version_info, hexversion=hexversion)
platform = 'linux'
byteorder = 'little'
maxsize = 9223372036854775807
maxunicode = 1114111
executable = 'sleepy'
prefix = base_prefix = exec_prefix = base_exec_prefix = '/usr'
float_info = float_info((1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53,
                         2.220446049250313e-16, 2, 1))
float_repr_style = 'short'
int_info = int_info((30, 4, 4300, 640))
hash_info = hash_info((64, 2305843009213693951, 314159, 0, 1000003, 'siphash13', 64, 128, 0))
flags = flags((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, False, 0, 0, False, 4300))
argv = _argv()
orig_argv = ['sleepy'] + argv
path = [argv[0].rpartition('/')[0] if argv else '']
modules = _modules()
builtin_module_names = ('builtins', 'math', 'random', 'sys', 'time')
warnoptions = []
dont_write_bytecode = True
pycache_prefix = None

stdin = __stdin__ = _StandardStream(0, '<stdin>', 'r')
stdout = __stdout__ = _StandardStream(1, '<stdout>', 'w')
stderr = __stderr__ = _StandardStream(2, '<stderr>', 'w')


def exc_info():
    e = exception()
    if e is None:
        return None, None, None
    return type(e), e, e.__traceback__


def getdefaultencoding():
    return 'utf-8'


def getfilesystemencoding():
    return 'utf-8'


def getfilesystemencodeerrors():
    return 'surrogateescape'



def is_finalizing():
    return False


def getswitchinterval():
    return 0.005


def gettrace():
    return None


def getprofile():
    return None


def settrace(function):
    if function is not None:
        raise NotImplementedError('sys.settrace() is not supported by sleepy: the debugger is here already')


def setprofile(function):
    if function is not None:
        raise NotImplementedError('sys.setprofile() is not supported by sleepy')


def displayhook(value):
    if value is not None:
        print(repr(value))


__displayhook__ = displayhook

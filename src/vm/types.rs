//! The builtin types. Each has a fixed handle, so that the VM and every checkpoint agree on them without a look-up. The
//! table is append-only.

use super::object::Layout;
use super::value::Handle;

/// Handles below this number are reserved for builtin types.
pub const RESERVED: u32 = 512;

/// One row of the table.
pub struct BuiltinType {
    pub handle: Handle,
    pub name: &'static str,
    pub module: &'static str,
    pub base: Handle,
    pub layout: Layout,
    /// Is it a name of the `builtins` module?
    pub public: bool,
}

macro_rules! builtin_types {
    ($($number:literal $const:ident $name:literal in $module:literal ($base:ident, $layout:ident, $public:literal);)*) => {
        $(pub const $const: Handle = Handle($number);)*
        /// All builtin types, bases before what derives from them.
        pub const ALL: &[BuiltinType] = &[$(BuiltinType {
            handle: $const, name: $name, module: $module, base: $base, layout: Layout::$layout, public: $public,
        }),*];
    };
}

const NO_BASE: Handle = Handle::NONE;

builtin_types! {
    1 OBJECT "object" in "builtins" (NO_BASE, Instance, true);
    2 TYPE "type" in "builtins" (OBJECT, Type, true);
    3 NONE_TYPE "NoneType" in "builtins" (OBJECT, Closed, false);
    4 NOT_IMPLEMENTED_TYPE "NotImplementedType" in "builtins" (OBJECT, Closed, false);
    5 ELLIPSIS_TYPE "ellipsis" in "builtins" (OBJECT, Closed, false);
    6 INT "int" in "builtins" (OBJECT, Int, true);
    7 BOOL "bool" in "builtins" (INT, Bool, true);
    8 FLOAT "float" in "builtins" (OBJECT, Float, true);
    9 COMPLEX "complex" in "builtins" (OBJECT, Complex, true);
    10 STR "str" in "builtins" (OBJECT, Str, true);
    11 BYTES "bytes" in "builtins" (OBJECT, Bytes, true);
    12 BYTEARRAY "bytearray" in "builtins" (OBJECT, ByteArray, true);
    13 LIST "list" in "builtins" (OBJECT, List, true);
    14 TUPLE "tuple" in "builtins" (OBJECT, Tuple, true);
    15 DICT "dict" in "builtins" (OBJECT, Dict, true);
    16 SET "set" in "builtins" (OBJECT, Set, true);
    17 FROZENSET "frozenset" in "builtins" (OBJECT, FrozenSet, true);
    18 RANGE "range" in "builtins" (OBJECT, Closed, true);
    19 SLICE "slice" in "builtins" (OBJECT, Closed, true);
    20 CELL "cell" in "builtins" (OBJECT, Closed, false);
    21 FUNCTION "function" in "builtins" (OBJECT, Closed, false);
    22 BUILTIN "builtin_function_or_method" in "builtins" (OBJECT, Closed, false);
    23 METHOD "method" in "builtins" (OBJECT, Closed, false);
    24 MODULE "module" in "builtins" (OBJECT, Module, false);
    25 GENERATOR "generator" in "builtins" (OBJECT, Closed, false);
    26 PROPERTY "property" in "builtins" (OBJECT, Property, true);
    27 CLASSMETHOD "classmethod" in "builtins" (OBJECT, Closed, true);
    28 STATICMETHOD "staticmethod" in "builtins" (OBJECT, Closed, true);
    29 SUPER "super" in "builtins" (OBJECT, Closed, true);
    30 LIST_ITERATOR "list_iterator" in "builtins" (OBJECT, Closed, false);
    31 LIST_REVERSE_ITERATOR "list_reverseiterator" in "builtins" (OBJECT, Closed, false);
    32 TUPLE_ITERATOR "tuple_iterator" in "builtins" (OBJECT, Closed, false);
    33 STR_ITERATOR "str_iterator" in "builtins" (OBJECT, Closed, false);
    34 BYTES_ITERATOR "bytes_iterator" in "builtins" (OBJECT, Closed, false);
    35 RANGE_ITERATOR "range_iterator" in "builtins" (OBJECT, Closed, false);
    36 DICT_KEYITERATOR "dict_keyiterator" in "builtins" (OBJECT, Closed, false);
    37 DICT_VALUEITERATOR "dict_valueiterator" in "builtins" (OBJECT, Closed, false);
    38 DICT_ITEMITERATOR "dict_itemiterator" in "builtins" (OBJECT, Closed, false);
    39 SET_ITERATOR "set_iterator" in "builtins" (OBJECT, Closed, false);
    40 SEQUENCE_ITERATOR "iterator" in "builtins" (OBJECT, Closed, false);
    41 ENUMERATE "enumerate" in "builtins" (OBJECT, Closed, true);
    42 ZIP "zip" in "builtins" (OBJECT, Closed, true);
    43 REVERSED "reversed" in "builtins" (OBJECT, Closed, true);
    44 DICT_KEYS "dict_keys" in "builtins" (OBJECT, Closed, false);
    45 DICT_VALUES "dict_values" in "builtins" (OBJECT, Closed, false);
    46 DICT_ITEMS "dict_items" in "builtins" (OBJECT, Closed, false);
    47 MAPPINGPROXY "mappingproxy" in "builtins" (OBJECT, Closed, false);
    48 CODE "code" in "builtins" (OBJECT, Closed, false);
    49 TRACEBACK "traceback" in "builtins" (OBJECT, Closed, false);
    50 MEMBER "member_descriptor" in "builtins" (OBJECT, Closed, false);
    51 WRAPPER "method_descriptor" in "builtins" (OBJECT, Closed, false);
    52 DICT_REVERSEKEYITERATOR "dict_reversekeyiterator" in "builtins" (OBJECT, Closed, false);
    53 DICT_REVERSEVALUEITERATOR "dict_reversevalueiterator" in "builtins" (OBJECT, Closed, false);
    54 DICT_REVERSEITEMITERATOR "dict_reverseitemiterator" in "builtins" (OBJECT, Closed, false);
    55 BYTEARRAY_ITERATOR "bytearray_iterator" in "builtins" (OBJECT, Closed, false);
    56 MEMORYVIEW "memoryview" in "builtins" (OBJECT, Closed, true);
    57 MAP "map" in "builtins" (OBJECT, Closed, true);
    58 FILTER "filter" in "builtins" (OBJECT, Closed, true);
    59 CALLABLE_ITERATOR "callable_iterator" in "builtins" (OBJECT, Closed, false);
    60 COROUTINE "coroutine" in "builtins" (OBJECT, Closed, false);
    61 ASYNC_GENERATOR "async_generator" in "builtins" (OBJECT, Closed, false);
    62 ASYNC_VALUE "async_generator_wrapped_value" in "builtins" (OBJECT, Closed, false);
    80 GETSET "getset_descriptor" in "builtins" (OBJECT, Closed, false);
    81 CLASSMETHOD_DESCRIPTOR "classmethod_descriptor" in "builtins" (OBJECT, Closed, false);

    100 BASE_EXCEPTION "BaseException" in "builtins" (OBJECT, Exception, true);
    101 EXCEPTION "Exception" in "builtins" (BASE_EXCEPTION, Exception, true);
    102 SYSTEM_EXIT "SystemExit" in "builtins" (BASE_EXCEPTION, Exception, true);
    103 KEYBOARD_INTERRUPT "KeyboardInterrupt" in "builtins" (BASE_EXCEPTION, Exception, true);
    104 GENERATOR_EXIT "GeneratorExit" in "builtins" (BASE_EXCEPTION, Exception, true);
    105 STOP_ITERATION "StopIteration" in "builtins" (EXCEPTION, Exception, true);
    106 STOP_ASYNC_ITERATION "StopAsyncIteration" in "builtins" (EXCEPTION, Exception, true);
    107 ARITHMETIC_ERROR "ArithmeticError" in "builtins" (EXCEPTION, Exception, true);
    108 FLOATING_POINT_ERROR "FloatingPointError" in "builtins" (ARITHMETIC_ERROR, Exception, true);
    109 OVERFLOW_ERROR "OverflowError" in "builtins" (ARITHMETIC_ERROR, Exception, true);
    110 ZERO_DIVISION_ERROR "ZeroDivisionError" in "builtins" (ARITHMETIC_ERROR, Exception, true);
    111 ASSERTION_ERROR "AssertionError" in "builtins" (EXCEPTION, Exception, true);
    112 ATTRIBUTE_ERROR "AttributeError" in "builtins" (EXCEPTION, Exception, true);
    113 BUFFER_ERROR "BufferError" in "builtins" (EXCEPTION, Exception, true);
    114 EOF_ERROR "EOFError" in "builtins" (EXCEPTION, Exception, true);
    115 IMPORT_ERROR "ImportError" in "builtins" (EXCEPTION, Exception, true);
    116 MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" in "builtins" (IMPORT_ERROR, Exception, true);
    117 LOOKUP_ERROR "LookupError" in "builtins" (EXCEPTION, Exception, true);
    118 INDEX_ERROR "IndexError" in "builtins" (LOOKUP_ERROR, Exception, true);
    119 KEY_ERROR "KeyError" in "builtins" (LOOKUP_ERROR, Exception, true);
    120 MEMORY_ERROR "MemoryError" in "builtins" (EXCEPTION, Exception, true);
    121 NAME_ERROR "NameError" in "builtins" (EXCEPTION, Exception, true);
    122 UNBOUND_LOCAL_ERROR "UnboundLocalError" in "builtins" (NAME_ERROR, Exception, true);
    123 OS_ERROR "OSError" in "builtins" (EXCEPTION, Exception, true);
    124 BLOCKING_IO_ERROR "BlockingIOError" in "builtins" (OS_ERROR, Exception, true);
    125 CHILD_PROCESS_ERROR "ChildProcessError" in "builtins" (OS_ERROR, Exception, true);
    126 CONNECTION_ERROR "ConnectionError" in "builtins" (OS_ERROR, Exception, true);
    127 BROKEN_PIPE_ERROR "BrokenPipeError" in "builtins" (CONNECTION_ERROR, Exception, true);
    128 CONNECTION_ABORTED_ERROR "ConnectionAbortedError" in "builtins" (CONNECTION_ERROR, Exception, true);
    129 CONNECTION_REFUSED_ERROR "ConnectionRefusedError" in "builtins" (CONNECTION_ERROR, Exception, true);
    130 CONNECTION_RESET_ERROR "ConnectionResetError" in "builtins" (CONNECTION_ERROR, Exception, true);
    131 FILE_EXISTS_ERROR "FileExistsError" in "builtins" (OS_ERROR, Exception, true);
    132 FILE_NOT_FOUND_ERROR "FileNotFoundError" in "builtins" (OS_ERROR, Exception, true);
    133 INTERRUPTED_ERROR "InterruptedError" in "builtins" (OS_ERROR, Exception, true);
    134 IS_A_DIRECTORY_ERROR "IsADirectoryError" in "builtins" (OS_ERROR, Exception, true);
    135 NOT_A_DIRECTORY_ERROR "NotADirectoryError" in "builtins" (OS_ERROR, Exception, true);
    136 PERMISSION_ERROR "PermissionError" in "builtins" (OS_ERROR, Exception, true);
    137 PROCESS_LOOKUP_ERROR "ProcessLookupError" in "builtins" (OS_ERROR, Exception, true);
    138 TIMEOUT_ERROR "TimeoutError" in "builtins" (OS_ERROR, Exception, true);
    139 REFERENCE_ERROR "ReferenceError" in "builtins" (EXCEPTION, Exception, true);
    140 RUNTIME_ERROR "RuntimeError" in "builtins" (EXCEPTION, Exception, true);
    141 NOT_IMPLEMENTED_ERROR "NotImplementedError" in "builtins" (RUNTIME_ERROR, Exception, true);
    142 RECURSION_ERROR "RecursionError" in "builtins" (RUNTIME_ERROR, Exception, true);
    143 SYNTAX_ERROR "SyntaxError" in "builtins" (EXCEPTION, Exception, true);
    144 INDENTATION_ERROR "IndentationError" in "builtins" (SYNTAX_ERROR, Exception, true);
    145 TAB_ERROR "TabError" in "builtins" (INDENTATION_ERROR, Exception, true);
    146 SYSTEM_ERROR "SystemError" in "builtins" (EXCEPTION, Exception, true);
    147 TYPE_ERROR "TypeError" in "builtins" (EXCEPTION, Exception, true);
    148 VALUE_ERROR "ValueError" in "builtins" (EXCEPTION, Exception, true);
    149 UNICODE_ERROR "UnicodeError" in "builtins" (VALUE_ERROR, Exception, true);
    150 UNICODE_DECODE_ERROR "UnicodeDecodeError" in "builtins" (UNICODE_ERROR, Exception, true);
    151 UNICODE_ENCODE_ERROR "UnicodeEncodeError" in "builtins" (UNICODE_ERROR, Exception, true);
    152 UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" in "builtins" (UNICODE_ERROR, Exception, true);
    153 WARNING "Warning" in "builtins" (EXCEPTION, Exception, true);
    154 BYTES_WARNING "BytesWarning" in "builtins" (WARNING, Exception, true);
    155 DEPRECATION_WARNING "DeprecationWarning" in "builtins" (WARNING, Exception, true);
    156 ENCODING_WARNING "EncodingWarning" in "builtins" (WARNING, Exception, true);
    157 FUTURE_WARNING "FutureWarning" in "builtins" (WARNING, Exception, true);
    158 IMPORT_WARNING "ImportWarning" in "builtins" (WARNING, Exception, true);
    159 PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" in "builtins" (WARNING, Exception, true);
    160 RESOURCE_WARNING "ResourceWarning" in "builtins" (WARNING, Exception, true);
    161 RUNTIME_WARNING "RuntimeWarning" in "builtins" (WARNING, Exception, true);
    162 SYNTAX_WARNING "SyntaxWarning" in "builtins" (WARNING, Exception, true);
    163 UNICODE_WARNING "UnicodeWarning" in "builtins" (WARNING, Exception, true);
    164 USER_WARNING "UserWarning" in "builtins" (WARNING, Exception, true);
}

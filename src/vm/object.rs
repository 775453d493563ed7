//! The kinds of objects: one closed enum, append-only because checkpoints store it.

use super::collections::{Dict, Set};
use super::native::NativeId;
use super::stack::Frame;
use super::text::Str;
use super::value::{Handle, Value};
use indexmap::IndexMap;
use num_bigint::BigInt;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

/// An interned attribute name; see [`super::heap::Symbols`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sym(pub u32);

/// The layout of an instance's fields; see [`super::heap::Shapes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ShapeId(pub u32);

/// A loaded code object: index into the VM's table of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CodeId(pub u32);

/// Attributes by name, in the order in which they were made.
pub type Attrs = IndexMap<Sym, Value, FxBuildHasher>;

/// The content of an object. Its class is in its [`super::heap::Slot`], so that an object of a subclass of a builtin
/// type has the builtin's content under its own class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Object {
    /// A handle that is free.
    Free,
    /// Fields by shape. Also the bag of attributes of objects that are not plain instances (`Slot::attrs`).
    Instance(Instance),
    Str(Str),
    /// The growing text behind [`super::text::Text::Grown`]. Never seen by Python.
    TextBuffer(String),
    Int(Box<BigInt>),
    /// Only for subclasses of float.
    Float(f64),
    Complex(f64, f64),
    Bytes(Box<[u8]>),
    ByteArray(Vec<u8>),
    List(Vec<Value>),
    Tuple(Box<[Value]>),
    Dict(Box<Dict>),
    /// `set` and `frozenset`; the class tells which.
    Set(Box<Set>),
    Range(Box<Range>),
    Slice(Box<[Value; 3]>),
    Cell(Value),
    Function(Box<Function>),
    /// A function in Rust.
    Builtin(Builtin),
    BoundMethod {
        func: Value,
        this: Value,
    },
    Type(Box<Type>),
    Exception(Box<Exception>),
    Module(Box<Module>),
    Generator(Box<Generator>),
    Property(Box<Property>),
    ClassMethod(Value),
    StaticMethod(Value),
    Super(Super),
    Iter(Box<Iter>),
    /// `dict.keys()`, `.values()`, `.items()`.
    DictView {
        dict: Handle,
        kind: DictPart,
    },
    /// A read-only view of a class's attributes.
    MappingProxy(Value),
    Code(CodeId),
    /// A frame as an exception's traceback keeps it.
    Traceback(Box<Vec<TraceEntry>>),
    /// A data descriptor for a field of a builtin type, or for a name in `__slots__`.
    Member {
        owner: Handle,
        name: Sym,
    },
    /// `memoryview`.
    View(Box<View>),
}

// Every slot of the heap has one.
const _: () = assert!(size_of::<Object>() <= 40);

/// An instance of a class made by Python code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Instance {
    pub shape: ShapeId,
    /// One per name of the shape; `Unset` where the attribute was deleted.
    pub fields: Vec<Value>,
}

/// `range`: any of the three may be a big int.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Range {
    pub start: Value,
    pub stop: Value,
    pub step: Value,
}

/// A Python function.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Function {
    pub code: CodeId,
    /// The module's dict.
    pub globals: Handle,
    pub name: Value,
    pub qualname: Value,
    pub module: Value,
    pub doc: Value,
    /// A tuple, or None.
    pub defaults: Value,
    /// A dict, or None.
    pub kwdefaults: Value,
    /// A dict, or None until asked for.
    pub annotations: Value,
    /// Handles of cells.
    pub closure: Box<[Handle]>,
}

/// A native as an object; `this` is what it is bound to, or `Unset`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Builtin {
    pub native: NativeId,
    pub this: Value,
}

/// What content an instance of a class has: the builtin type at the root of its bases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    Instance,
    Str,
    Int,
    Bool,
    Float,
    Complex,
    Bytes,
    ByteArray,
    List,
    Tuple,
    Dict,
    Set,
    FrozenSet,
    Exception,
    Type,
    Property,
    Module,
    /// Cannot be subclassed, or has no instances that Python code makes.
    Closed,
}

/// A class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Type {
    pub name: Box<str>,
    pub qualname: Box<str>,
    pub bases: Vec<Handle>,
    /// Itself first, `object` last.
    pub mro: Vec<Handle>,
    pub attrs: Attrs,
    pub layout: Layout,
    /// Shape of a new instance without attributes.
    pub shape: ShapeId,
    /// Made by a `class` statement or `type()`: attributes may be set.
    pub is_heap: bool,
    /// Instances have no `__dict__`: `__slots__` all the way down.
    pub is_slotted: bool,
    pub subclasses: Vec<Handle>,
}

/// One frame of a traceback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceEntry {
    pub code: CodeId,
    pub pc: u32,
}

/// An exception.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exception {
    /// A tuple.
    pub args: Value,
    pub cause: Value,
    pub context: Value,
    pub suppress_context: bool,
    /// Innermost frame first.
    pub traceback: Vec<TraceEntry>,
    /// The moment of the `raise` that started the present traceback.
    pub raised_at: u64,
    /// What its builtin class has beside `args`; see [`super::exceptions`].
    pub members: Vec<(super::exceptions::Member, Value)>,
}

/// A module. Its attributes are its dict.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Module {
    pub name: Box<str>,
    pub dict: Handle,
}

/// Where a generator is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GeneratorState {
    Created,
    Suspended,
    Running,
    Finished,
}

/// A generator: a frame that is not on the stack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Generator {
    pub frame: Frame,
    /// The frame's registers while it is off the stack.
    pub regs: Vec<Value>,
    pub state: GeneratorState,
    pub name: Value,
    pub qualname: Value,
    /// Of an asynchronous one: a request to it (`asend()`...) is under way.
    pub busy: bool,
    /// Of an asynchronous one: it has ended, or `aclose()` was awaited.
    pub closed: bool,
}

/// `property`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Property {
    pub get: Value,
    pub set: Value,
    pub delete: Value,
    pub doc: Value,
    /// The name in the class, once `__set_name__` has told it; for messages.
    pub name: Value,
}

/// A window on the bytes of another object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct View {
    /// A `bytes` or a `bytearray`.
    pub base: Handle,
    /// Place of the first item in it.
    pub start: usize,
    /// Items per dimension.
    pub shape: Vec<usize>,
    /// Bytes from one item to the next, per dimension.
    pub strides: Vec<isize>,
    /// The letter of the module `struct`.
    pub format: u8,
    pub readonly: bool,
    pub released: bool,
}

impl View {
    /// Bytes of an item; 0 for a letter that is no format.
    pub fn size_of(format: u8) -> usize {
        match format {
            b'B' | b'b' | b'c' | b'?' => 1,
            b'h' | b'H' => 2,
            b'i' | b'I' | b'f' => 4,
            b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'P' | b'd' => 8,
            _ => 0,
        }
    }
    pub fn item_size(&self) -> usize {
        View::size_of(self.format)
    }
    /// How many items there are.
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }
    /// Do the items lie one behind the other?
    pub fn is_contiguous(&self) -> bool {
        let mut step = self.item_size() as isize;
        for (&n, &stride) in self.shape.iter().zip(&self.strides).rev() {
            if n > 1 && stride != step {
                return false;
            }
            step *= n as isize;
        }
        true
    }
    /// Where its bytes are in the base, if they lie one behind the other.
    pub fn range(&self) -> Option<std::ops::Range<usize>> {
        (!self.released && self.is_contiguous()).then(|| self.start..self.start + self.count() * self.item_size())
    }
}

/// `super(class, this)`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Super {
    pub class: Handle,
    pub this: Value,
    /// The class whose MRO is searched, behind `class`.
    pub start: Handle,
}

/// Which part of a dict's entries a view or an iterator yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DictPart {
    Keys,
    Values,
    Items,
}

/// Iterators of builtin types. Those over user code (`map`, `filter`...) are classes of the prelude.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Iter {
    /// Also what an exhausted iterator becomes.
    Empty,
    List {
        list: Handle,
        index: usize,
    },
    /// Items still to come: `index` of them, from the back.
    ListReversed {
        list: Handle,
        index: usize,
    },
    Tuple {
        tuple: Handle,
        index: usize,
    },
    TupleReversed {
        tuple: Handle,
        index: usize,
    },
    Str {
        text: Handle,
        index: usize,
    },
    Bytes {
        bytes: Handle,
        index: usize,
    },
    Range {
        next: i64,
        step: i64,
        left: u64,
    },
    BigRange {
        next: Value,
        step: Value,
        left: Value,
    },
    /// `index` into the entries, tombstones included; `len` is the dict's length when the iteration began.
    Dict {
        dict: Handle,
        part: DictPart,
        index: usize,
        len: usize,
    },
    DictReversed {
        dict: Handle,
        part: DictPart,
        index: usize,
        len: usize,
    },
    Set {
        set: Handle,
        index: usize,
        len: usize,
    },
    /// Over a sequence by `__getitem__`; the prelude does the steps.
    Sequence {
        object: Value,
        index: i64,
    },
    Enumerate {
        inner: Value,
        next: i64,
    },
    Zip {
        inners: Box<[Value]>,
        strict: bool,
    },
    /// Items still to come: `index` of them, from the back.
    StrReversed {
        text: Handle,
        index: usize,
    },
    BytesReversed {
        bytes: Handle,
        index: usize,
    },
    /// Over a sequence of the program by `__getitem__`, from the back; the prelude does the steps.
    SequenceReversed {
        object: Value,
        index: i64,
    },
}

//! What a function in Rust may do. It gets its arguments, the heap and the world; it never gets the VM, so it cannot call
//! Python code: no Rust frame ever stands above a Python frame. What it cannot finish itself it leaves with an
//! [`Exit`]: it raises, or asks the VM to call something *in its place*, whose result becomes its own.
//!
//! The usual shape of a builtin: do the work here when no user code can be involved, else
//! `return Err(ctx.prelude("name", &[args]))`, where `name` is a Python function of the prelude that does it in general.

use super::heap::Heap;
use super::types;
use super::value::{Handle, Value};
use crate::world::World;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Names a native. In memory a number; in a checkpoint its name, so that new natives do not disturb old files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NativeId(pub u16);

impl NativeId {
    pub fn def(self) -> &'static NativeDef {
        crate::natives::by_id(self)
    }
}

impl Serialize for NativeId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.def().name.serialize(s)
    }
}
impl<'de> Deserialize<'de> for NativeId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<NativeId, D::Error> {
        let name = String::deserialize(d)?;
        crate::natives::find(&name).ok_or_else(|| serde::de::Error::custom(format!("unknown native function '{name}'")))
    }
}

/// A native's code.
pub type NativeFn = fn(&mut Ctx<'_>, &[Value]) -> NativeResult;
/// What it comes back with.
pub type NativeResult = Result<Value, Exit>;

/// One native.
#[derive(Debug)]
pub struct NativeDef {
    /// `"len"` for builtins, `"str.upper"` for methods, `"math.sqrt"` for functions of native modules, `"_name"` for what
    /// only the prelude sees.
    pub name: &'static str,
    /// The parameters in Python's notation, without defaults' meaning: `"self, sep=None, maxsplit=-1, /"`. The function gets
    /// one argument per parameter in this order; those not given are `Unset`; `*args` comes as a tuple, `**kwargs` as
    /// a dict. `"..."` alone: positional arguments only, any number, passed as they are.
    pub params: &'static str,
    pub func: NativeFn,
}

/// A row of a table of natives.
pub const fn def(name: &'static str, params: &'static str, func: NativeFn) -> NativeDef {
    NativeDef { name, params, func }
}

/// How a native leaves without a value.
#[derive(Debug)]
pub enum Exit {
    /// An exception is raised.
    Raise(Handle),
    /// The VM does something in the native's place.
    Ask(Box<Request>),
}

/// What a native may ask the VM for. The result of the request becomes the native's result.
#[derive(Debug, Clone)]
pub enum Request {
    /// Call something.
    Call {
        callee: Value,
        args: Vec<Value>,
        kwargs: Vec<(Value, Value)>,
    },
    /// Call a function of the prelude.
    Prelude {
        name: &'static str,
        args: Vec<Value>,
    },
    /// Resume a generator.
    Resume {
        generator: Handle,
        with: Resumption,
    },
    /// Read an attribute with everything that entails (descriptors, `__getattr__`): `default` instead of AttributeError.
    GetAttr {
        object: Value,
        name: Value,
        default: Option<Value>,
    },
    SetAttr {
        object: Value,
        name: Value,
        value: Value,
    },
    DelAttr {
        object: Value,
        name: Value,
    },
    /// The caller's global variables, as a dict.
    Globals,
    /// The caller's local variables, as a dict.
    Locals,
    /// The names of the caller's local variables, sorted: what `dir()` gives.
    LocalNames,
    /// How deep calls may be nested; changed first when a new limit is given.
    RecursionLimit {
        new: Option<usize>,
    },
    /// The exception that is being handled, or None.
    HandledException,
    /// Import a module by its absolute name; the result is the module of that very name.
    Import {
        name: String,
    },
    /// Run a class body with `namespace` for its names.
    RunBody {
        func: Value,
        namespace: Value,
    },
    /// Read an attribute without `__getattribute__` and `__getattr__`.
    PlainGetAttr {
        object: Value,
        name: Value,
    },
    /// Set an attribute without `__setattr__`; delete it when the value is unset.
    PlainSetAttr {
        object: Value,
        name: Value,
        value: Value,
    },
    /// Compile a source text and run it in namespaces.
    Run {
        source: String,
        file: String,
        mode: RunMode,
        globals: Value,
        locals: Value,
    },
    /// Read an attribute of a code object, a generator or a traceback.
    Inspect {
        object: Value,
        what: &'static str,
    },
    /// The native needs a line of input that is not there yet: the program waits.
    Input {
        prompt: String,
    },
}

/// How a generator is resumed.
#[derive(Debug, Clone, Copy)]
pub enum Resumption {
    /// `next(g)`, `g.send(v)`.
    Send(Value),
    /// `g.throw(exc)`.
    Throw(Handle),
    /// `g.close()`.
    Close,
}

/// `exec`, `eval`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunMode {
    Exec,
    Eval,
}

/// What a native gets beside its arguments.
pub struct Ctx<'a> {
    pub heap: &'a mut Heap,
    pub world: &'a mut World,
    /// The present moment.
    pub now: u64,
}

impl Ctx<'_> {
    /// Leave for a function of the prelude.
    pub fn prelude(&self, name: &'static str, args: &[Value]) -> Exit {
        Exit::Ask(Box::new(Request::Prelude { name, args: args.to_vec() }))
    }
    /// Leave for a call.
    pub fn call(&self, callee: Value, args: &[Value]) -> Exit {
        Exit::Ask(Box::new(Request::Call { callee, args: args.to_vec(), kwargs: Vec::new() }))
    }
    pub fn ask(&self, request: Request) -> Exit {
        Exit::Ask(Box::new(request))
    }
    pub fn raise(&mut self, class: Handle, message: impl AsRef<str>) -> Exit {
        Exit::Raise(self.heap.new_error(class, message.as_ref()))
    }
    pub fn type_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(types::TYPE_ERROR, message)
    }
    pub fn value_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(types::VALUE_ERROR, message)
    }
    pub fn index_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(types::INDEX_ERROR, message)
    }
    pub fn overflow_error(&mut self, message: impl AsRef<str>) -> Exit {
        self.raise(types::OVERFLOW_ERROR, message)
    }
    /// `KeyError(key)`.
    pub fn key_error(&mut self, key: Value) -> Exit {
        let args = self.heap.new_tuple([key]);
        Exit::Raise(self.heap.new_exception(types::KEY_ERROR, args))
    }
    /// The name of a value's class, for messages.
    pub fn type_name(&self, v: Value) -> &str {
        &self.heap.type_of(v).name
    }
}

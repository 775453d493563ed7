//! The prelude's files, in the order in which they are run in the module `__prelude__`. Read by `build.rs` too, which
//! compiles them.

pub const FILES: &[&str] = &[
    "operators",
    "objects",
    "builtins",
    "groups",
    "coroutines",
    "generics",
    "matching",
    "containers",
    "sorting",
    "files",
    "text",
    "pickling",
];

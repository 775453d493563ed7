//! sleepy's own Python code, embedded in the binary: the general forms of operators and builtins (the *prelude*), and the
//! Python halves of modules that are otherwise native. It runs on the same VM as the user's program, its frames hidden, so
//! that a program can be paused, saved and rewound inside it as anywhere else.
//!
//! The prelude is compiled at every start: it holds functions and classes only, and does no work of its own.

/// The prelude's files, in the order in which they are run in the module `__prelude__`: names and source texts.
pub const FILES: &[(&str, &str)] = &[
    ("operators", include_str!("operators.py")),
    ("objects", include_str!("objects.py")),
    ("builtins", include_str!("builtins.py")),
    ("groups", include_str!("groups.py")),
    ("matching", include_str!("matching.py")),
    ("containers", include_str!("containers.py")),
    ("sorting", include_str!("sorting.py")),
    ("files", include_str!("files.py")),
    ("text", include_str!("text.py")),
];

/// Hidden Python sources of importable modules, run in the module's namespace when it is first imported, after the natives
/// named `module.*` were put there. They see what the prelude sees.
pub const MODULES: &[(&str, &str)] = &[
    ("math", include_str!("modules/math.py")),
    ("random", include_str!("modules/random.py")),
    ("sys", include_str!("modules/sys.py")),
    ("time", include_str!("modules/time.py")),
];

/// The Python source of a module, if it has one.
pub fn module(name: &str) -> Option<&'static str> {
    MODULES.iter().find(|(n, _)| *n == name).map(|(_, source)| *source)
}

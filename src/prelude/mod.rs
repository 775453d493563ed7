//! sleepy's own Python code, embedded in the binary: the general forms of operators and builtins (the *prelude*), and the
//! Python halves of modules that are otherwise native. It runs on the same VM as the user's program, its frames hidden, so
//! that a program can be paused, saved and rewound inside it as anywhere else.
//!
//! It is compiled when sleepy is built (`build.rs`); what the binary holds is an [`Image`] of each file. At every start the
//! prelude's bodies are run: they hold functions and classes only, and do no work of their own. A module's image is decoded
//! when the module is imported.

mod files;

use crate::bytecode::{Program, codec};

/// A file of Python code, compiled.
#[derive(Debug)]
pub struct Image {
    /// A module's name, with dots.
    pub name: &'static str,
    pub source: &'static str,
    /// A [`Program`] without its source.
    program: &'static [u8],
}

impl Image {
    /// The code, ready to be loaded.
    pub fn program(&self) -> Program {
        let program: Program = match codec::decode(self.program) {
            Ok(p) => p,
            Err(e) => panic!("sleepy's own code of '{}' cannot be decoded: {e}", self.name),
        };
        Program { source: self.source.to_owned(), ..program }
    }
}

// `PRELUDE` and `MODULES`, by name.
include!(concat!(env!("OUT_DIR"), "/images.rs"));

/// The prelude, in the order in which its files are run in the module `__prelude__`.
pub fn prelude() -> &'static [Image] {
    debug_assert!(PRELUDE.iter().map(|i| i.name).eq(files::FILES.iter().copied()));
    PRELUDE
}

/// The hidden Python code of an importable module, if it has any: run in the module's namespace when it is first imported,
/// after the natives named `module.*` were put there. It sees what the prelude sees.
pub fn module(name: &str) -> Option<&'static Image> {
    MODULES.binary_search_by(|i| i.name.cmp(name)).ok().map(|i| &MODULES[i])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;

    #[test]
    fn images_are_what_their_sources_compile_to() {
        for (images, what) in [(PRELUDE, "prelude"), (MODULES, "sleepy")] {
            for image in images {
                let compiled = compile::program(image.source, &format!("<{what} {}>", image.name), true).unwrap();
                assert!(compiled == image.program(), "{}", image.name);
            }
        }
        assert!(module("math").is_some());
        assert!(module("no_such_module").is_none());
    }
}

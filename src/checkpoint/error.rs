//! Why a checkpoint could not be written or read: always one line for the user.

use crate::world::OsFailure;
use thiserror::Error;

/// What went wrong.
#[derive(Debug, Error)]
pub enum CheckpointError {
    #[error("{}", os_text(.0))]
    Io(#[from] std::io::Error),
    #[error("it is no checkpoint of sleepy")]
    Foreign,
    #[error("its format is {found}, and this sleepy reads format {known}")]
    Format { found: u32, known: u32 },
    #[error("it is truncated or has something behind its end")]
    Length,
    #[error("its {0} does not match its checksum")]
    Checksum(&'static str),
    #[error("its {section} cannot be read: {problem}")]
    Decode { section: &'static str, problem: String },
    /// The checksums are right, but what the file says cannot be a program's state.
    #[error("it is damaged: {0}")]
    Damaged(String),
}

/// As CPython words it: `[Errno 2] No such file or directory`.
pub fn os_text(e: &std::io::Error) -> String {
    OsFailure::from(e).to_string()
}

//! Changes to files. A program's file object knows its place in the file; the outside is told where to write what, so that
//! nothing out there has to be open for the program to be saved and loaded again.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};

/// What is done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileChange {
    /// Make it, or cut it to nothing: mode `w`.
    Create,
    /// Make it; it must not be there: mode `x`.
    CreateNew,
    /// Make it if it is not there: mode `a`. Gives its length.
    Append,
    /// It must be there and writable: mode `r+`. Gives its length.
    Update,
    /// Write bytes from this place on.
    WriteAt(u64),
    /// Write bytes at the end. Gives the length after it.
    WriteAtEnd,
    /// Cut it, or fill it with zeros, to this length.
    SetLength(u64),
}

/// So many files are kept open for writing.
const OPEN: usize = 64;
/// Bytes that wait in a buffer.
const BUFFER: usize = 1 << 16;

/// Files that were written to, with what waits to be written at their ends.
#[derive(Debug, Default)]
pub(super) struct OpenFiles {
    files: BTreeMap<String, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    file: File,
    /// Where the waiting bytes belong.
    at: u64,
    bytes: Vec<u8>,
}

impl Waiting {
    fn flush(&mut self) -> std::io::Result<()> {
        if !self.bytes.is_empty() {
            self.file.seek(SeekFrom::Start(self.at))?;
            self.file.write_all(&self.bytes)?;
            self.at += self.bytes.len() as u64;
            self.bytes.clear();
        }
        Ok(())
    }
}

impl OpenFiles {
    /// All that waits is written. An error here has nobody to go to: the program has been told that it is written, as by
    /// every operating system.
    pub fn flush(&mut self) {
        for f in self.files.values_mut() {
            let _ = f.flush();
        }
    }

    /// Nothing is kept open: somebody else reads.
    pub fn close(&mut self) {
        self.flush();
        self.files.clear();
    }

    pub fn change(&mut self, path: &str, change: FileChange, bytes: &[u8]) -> std::io::Result<u64> {
        match change {
            FileChange::Create | FileChange::CreateNew | FileChange::Append | FileChange::Update => self.open(path, change),
            FileChange::WriteAt(at) => {
                let f = self.waiting(path)?;
                if f.at + f.bytes.len() as u64 != at || f.bytes.len() + bytes.len() > BUFFER {
                    f.flush()?;
                    f.at = at;
                }
                f.bytes.extend_from_slice(bytes);
                Ok(bytes.len() as u64)
            }
            FileChange::WriteAtEnd => {
                let f = self.waiting(path)?;
                f.flush()?;
                let end = f.file.seek(SeekFrom::End(0))?;
                f.file.write_all(bytes)?;
                f.at = end + bytes.len() as u64;
                Ok(f.at)
            }
            FileChange::SetLength(length) => {
                let f = self.waiting(path)?;
                f.flush()?;
                f.file.set_len(length)?;
                Ok(length)
            }
        }
    }

    fn open(&mut self, path: &str, change: FileChange) -> std::io::Result<u64> {
        self.close();
        let mut options = OpenOptions::new();
        options.write(true);
        match change {
            FileChange::Create => options.create(true).truncate(true),
            FileChange::CreateNew => options.create_new(true),
            FileChange::Append => options.create(true),
            _ => options.read(true),
        };
        let mut file = options.open(path)?;
        let length = file.seek(SeekFrom::End(0))?;
        self.files.insert(path.to_owned(), Waiting { file, at: length, bytes: Vec::new() });
        Ok(length)
    }

    /// The file to write to; opened again if it was closed meanwhile.
    fn waiting(&mut self, path: &str) -> std::io::Result<&mut Waiting> {
        if !self.files.contains_key(path) {
            if self.files.len() >= OPEN {
                self.close();
            }
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
            self.files.insert(path.to_owned(), Waiting { file, at: 0, bytes: Vec::new() });
        }
        self.files.get_mut(path).ok_or_else(|| ErrorKind::NotFound.into())
    }
}

impl Drop for OpenFiles {
    fn drop(&mut self) {
        self.flush();
    }
}

//! Checkpoints: a running program with its history as a file.
//!
//! [`save`] writes one, [`open`] reads one, [`info`] reads only what it says about itself. The file holds the sources too: it
//! can be opened where they are not. This is the only layer that names zstd and BLAKE3; [`container`] is the
//! file's shape, [`crate::bytecode::codec`] the values in it, [`store`] how it is replaced in one piece.
//!
//! A file is never trusted. Checksums find what was damaged by accident; [`verify`] finds what cannot be a program's
//! state, however it came there. Nothing is executed on the way.

pub mod container;
mod error;
mod store;
mod verify;

use crate::timeline::{History, HistoryRef};
use crate::vm::Vm;
use container::{Kind, Reader, Section};
pub use error::{CheckpointError, os_text};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::Path;

/// What a checkpoint says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// Version of the sleepy that wrote it.
    pub version: String,
    pub program: String,
    pub args: Vec<String>,
    /// The moment that was saved, the earliest one that can be gone back to, and the latest that is known.
    pub time: u64,
    pub first_time: u64,
    pub last_time: u64,
    /// Innermost first; sleepy's own are left out.
    pub frames: Vec<FrameInfo>,
    /// The program has ended, with this exit status.
    pub exit: Option<i32>,
    /// The exception that nobody caught, when the program stands at its raise or has ended with it.
    pub exception: Option<String>,
    pub objects: u64,
    pub epochs: u64,
    pub branches: u64,
    pub breakpoints: u64,
}

/// A frame of the stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameInfo {
    pub function: String,
    pub file: String,
    pub line: u32,
}

/// Sizes of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    pub format: u32,
    pub file: u64,
    /// Name, length in the file, length decompressed.
    pub sections: Vec<(Kind, u64, u64)>,
}

/// A checkpoint that was read and verified. `S` is what the session stored with it.
#[derive(Debug)]
pub struct Opened<S> {
    pub info: Info,
    pub vm: Vm,
    pub history: History,
    pub session: S,
}

/// Write a checkpoint; gives its length. The state's dead registers must be cleared: see [`Vm::clear_dead_registers`].
pub fn write(
    to: &mut impl Write,
    info: &Info,
    vm: &Vm,
    history: HistoryRef<'_>,
    session: &impl Serialize,
) -> Result<u64, CheckpointError> {
    let sections = [
        Section::of(Kind::Info, info)?,
        Section::of(Kind::State, vm)?,
        Section::of(Kind::History, &history)?,
        Section::of(Kind::Session, session)?,
    ];
    container::write(&sections, to)
}

/// Write a checkpoint to a file, which is replaced as a whole.
pub fn save(
    path: &Path,
    info: &Info,
    vm: &Vm,
    history: HistoryRef<'_>,
    session: &impl Serialize,
) -> Result<u64, CheckpointError> {
    store::replace(path, |to| write(to, info, vm, history, session))
}

fn file(path: &Path) -> Result<(BufReader<File>, u64), CheckpointError> {
    // Asked first: opening a pipe would wait for whoever writes into it.
    let meta = std::fs::metadata(path)?;
    if meta.is_dir() {
        return Err(std::io::Error::from_raw_os_error(21).into());
    }
    if !meta.is_file() {
        return Err(CheckpointError::Foreign);
    }
    Ok((BufReader::new(File::open(path)?), meta.len()))
}

/// Read what a checkpoint says about itself, and nothing else of it.
pub fn info(path: &Path) -> Result<(Info, Sizes), CheckpointError> {
    let (from, size) = file(path)?;
    let mut reader = Reader::new(from, size)?;
    let sections = Kind::ALL.iter().map(|&kind| (kind, reader.sizes(kind).0, reader.sizes(kind).1)).collect();
    let info = reader.value(Kind::Info)?;
    Ok((info, Sizes { format: container::FORMAT, file: size, sections }))
}

/// Read a checkpoint, verify it, and make what it leaves out. The program stands where it stood, without a world. `size` is
/// the length of the whole.
pub fn read<S: DeserializeOwned>(from: impl Read + Seek, size: u64) -> Result<Opened<S>, CheckpointError> {
    let mut reader = Reader::new(from, size)?;
    let info = reader.value(Kind::Info)?;
    let mut vm: Vm = reader.value(Kind::State)?;
    let history: History = reader.value(Kind::History)?;
    let session = reader.value(Kind::Session)?;
    verify::state(&vm).and_then(|()| verify::history(&vm, &history)).map_err(CheckpointError::Damaged)?;
    make_ready(&mut vm);
    Ok(Opened { info, vm, history, session })
}

/// [`read`] from a file.
pub fn open<S: DeserializeOwned>(path: &Path) -> Result<Opened<S>, CheckpointError> {
    let (from, size) = file(path)?;
    read(from, size)
}

/// Read only the program of a checkpoint, to run it on from where it stood.
pub fn read_state(from: impl Read + Seek, size: u64) -> Result<(Info, Vm), CheckpointError> {
    let mut reader = Reader::new(from, size)?;
    let info = reader.value(Kind::Info)?;
    let mut vm: Vm = reader.value(Kind::State)?;
    // A damaged file is refused, whatever is damaged.
    reader.check(Kind::History)?;
    reader.check(Kind::Session)?;
    verify::state(&vm).map_err(CheckpointError::Damaged)?;
    make_ready(&mut vm);
    Ok((info, vm))
}

/// [`read_state`] from a file.
pub fn open_state(path: &Path) -> Result<(Info, Vm), CheckpointError> {
    let (from, size) = file(path)?;
    read_state(from, size)
}

fn make_ready(vm: &mut Vm) {
    vm.clear_dead_registers();
    vm.rebuild_derived();
}

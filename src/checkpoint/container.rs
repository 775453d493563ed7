//! The file: a header that lists the sections, and the sections, each compressed and checksummed by itself, so that one
//! can be read without the others.
//!
//! ```text
//! magic              8 bytes
//! format             u32, little endian as all numbers here
//! sections           u32
//! per section        kind u32, length u64, stored length u64, BLAKE3 of the stored bytes 32 bytes
//! BLAKE3 of all that comes before, 32 bytes
//! the sections' stored bytes (zstd), in the order of the list, nothing between, nothing behind
//! ```

use super::error::CheckpointError;
use crate::bytecode::codec;
use serde::Serialize;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};

/// No text file begins like this, and a transfer that touches line ends or the eighth bit breaks it at once.
pub const MAGIC: [u8; 8] = *b"\x93sleepy\n";
/// The format that is written, and the only one that is read. It changes with every change of what is stored.
pub const FORMAT: u32 = 1;

const LEVEL: i32 = 3;
const PREFIX: usize = 16;
const ROW: usize = 52;
const HASH: usize = 32;

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// What `sleepy info` tells.
    Info = 1,
    /// The machine.
    State = 2,
    /// Epochs and branches.
    History = 3,
    /// What belongs to the person: breakpoints, places to undo to.
    Session = 4,
}

impl Kind {
    /// All sections, in the order in which they stand in the file.
    pub const ALL: [Kind; 4] = [Kind::Info, Kind::State, Kind::History, Kind::Session];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Info => "info section",
            Kind::State => "state section",
            Kind::History => "history section",
            Kind::Session => "session section",
        }
    }
}

/// A section ready to be written.
#[derive(Debug, Clone)]
pub struct Section {
    kind: Kind,
    length: u64,
    stored: Vec<u8>,
}

impl Section {
    /// Encode a value.
    pub fn of(kind: Kind, value: &impl Serialize) -> Result<Section, CheckpointError> {
        Section::written(kind, |to| {
            codec::encode_into(value, to).map_err(|problem| CheckpointError::Decode { section: kind.name(), problem })
        })
    }
    /// A section with this content.
    pub fn of_bytes(kind: Kind, bytes: &[u8]) -> Result<Section, CheckpointError> {
        Section::written(kind, |to| Ok(to.write_all(bytes)?))
    }
    fn written(
        kind: Kind,
        write: impl FnOnce(&mut BufWriter<Counting>) -> Result<(), CheckpointError>,
    ) -> Result<Section, CheckpointError> {
        let counting = Counting { to: zstd::Encoder::new(Vec::new(), LEVEL)?, count: 0 };
        let mut to = BufWriter::with_capacity(1 << 16, counting);
        write(&mut to)?;
        let counting = to.into_inner().map_err(|e| e.into_error())?;
        Ok(Section { kind, length: counting.count, stored: counting.to.finish()? })
    }
}

/// Counts what goes into the compressor.
struct Counting {
    to: zstd::Encoder<'static, Vec<u8>>,
    count: u64,
}

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.count += n as u64;
        Ok(n)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// Write a whole file; gives its length. The sections must be all of [`Kind::ALL`], in that order.
pub fn write(sections: &[Section], to: &mut impl Write) -> Result<u64, CheckpointError> {
    let mut header = Vec::with_capacity(PREFIX + ROW * sections.len() + HASH);
    header.extend(MAGIC);
    header.extend(FORMAT.to_le_bytes());
    header.extend((sections.len() as u32).to_le_bytes());
    for s in sections {
        header.extend((s.kind as u32).to_le_bytes());
        header.extend(s.length.to_le_bytes());
        header.extend((s.stored.len() as u64).to_le_bytes());
        header.extend(blake3::hash(&s.stored).as_bytes());
    }
    let hash = blake3::hash(&header);
    header.extend(hash.as_bytes());
    to.write_all(&header)?;
    for s in sections {
        to.write_all(&s.stored)?;
    }
    Ok(header.len() as u64 + sections.iter().map(|s| s.stored.len() as u64).sum::<u64>())
}

/// A row of the header.
#[derive(Debug, Clone, Copy)]
struct Row {
    kind: Kind,
    length: u64,
    stored: u64,
    hash: [u8; HASH],
    /// Where its bytes begin.
    at: u64,
}

/// A file that is being read: its header is checked, no section is read yet.
#[derive(Debug)]
pub struct Reader<R> {
    from: R,
    rows: Vec<Row>,
}

impl<R: Read + Seek> Reader<R> {
    /// Read the header. `size` is the length of the whole.
    pub fn new(mut from: R, size: u64) -> Result<Reader<R>, CheckpointError> {
        let mut prefix = [0; PREFIX];
        let have = fill(&mut from, &mut prefix)?;
        if prefix[..8] != MAGIC {
            return Err(CheckpointError::Foreign);
        }
        if have < PREFIX {
            return Err(CheckpointError::Length);
        }
        let format = u32_at(&prefix, 8);
        if format != FORMAT {
            return Err(CheckpointError::Format { found: format, known: FORMAT });
        }
        let count = Kind::ALL.len();
        if u32_at(&prefix, 12) as usize != count {
            return Err(CheckpointError::Checksum("header"));
        }
        let mut rest = vec![0; ROW * count + HASH];
        if fill(&mut from, &mut rest)? < rest.len() {
            return Err(CheckpointError::Length);
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(&prefix).update(&rest[..ROW * count]);
        if hasher.finalize().as_bytes()[..] != rest[ROW * count..] {
            return Err(CheckpointError::Checksum("header"));
        }
        let mut at = (PREFIX + rest.len()) as u64;
        let mut rows = Vec::with_capacity(count);
        for (kind, row) in Kind::ALL.into_iter().zip(rest.chunks(ROW)) {
            if u32_at(row, 0) != kind as u32 {
                return Err(CheckpointError::Damaged("the header lists other sections".to_owned()));
            }
            let (length, stored) = (u64_at(row, 4), u64_at(row, 12));
            let mut hash = [0; HASH];
            hash.copy_from_slice(&row[20..]);
            rows.push(Row { kind, length, stored, hash, at });
            at = at.checked_add(stored).ok_or(CheckpointError::Length)?;
        }
        if at != size {
            return Err(CheckpointError::Length);
        }
        Ok(Reader { from, rows })
    }

    /// Length of a section in the file, and decompressed.
    pub fn sizes(&self, kind: Kind) -> (u64, u64) {
        self.rows.iter().find(|r| r.kind == kind).map_or((0, 0), |r| (r.stored, r.length))
    }

    /// Is a section as it was written? For those that are not read.
    pub fn check(&mut self, kind: Kind) -> Result<(), CheckpointError> {
        self.stored(kind).map(|_| ())
    }

    /// The bytes of a section as they are in the file.
    fn stored(&mut self, kind: Kind) -> Result<(Row, Vec<u8>), CheckpointError> {
        let row = *self.rows.iter().find(|r| r.kind == kind).ok_or(CheckpointError::Length)?;
        self.from.seek(SeekFrom::Start(row.at))?;
        let mut stored = Vec::new();
        // The header was checked against the length of the file.
        (&mut self.from).take(row.stored).read_to_end(&mut stored)?;
        if stored.len() as u64 != row.stored {
            return Err(CheckpointError::Length);
        }
        if *blake3::hash(&stored).as_bytes() != row.hash {
            return Err(CheckpointError::Checksum(kind.name()));
        }
        Ok((row, stored))
    }

    /// Read a section. Memory is used in proportion to what is really there, never to what a header only claims.
    pub fn section(&mut self, kind: Kind) -> Result<Vec<u8>, CheckpointError> {
        let (row, stored) = self.stored(kind)?;
        let broken = |problem: &str| CheckpointError::Decode { section: kind.name(), problem: problem.to_owned() };
        let mut bytes = Vec::new();
        let decoder = zstd::Decoder::with_buffer(&stored[..]).map_err(|_| broken("it is not compressed as it should be"))?;
        let read = decoder.take(row.length.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|_| broken("it is not compressed as it should be"))?;
        if bytes.len() as u64 != row.length {
            return Err(broken("it has another length than the header says"));
        }
        Ok(bytes)
    }

    /// Read and decode a section.
    pub fn value<T: serde::de::DeserializeOwned>(&mut self, kind: Kind) -> Result<T, CheckpointError> {
        let bytes = self.section(kind)?;
        codec::decode(&bytes).map_err(|problem| CheckpointError::Decode { section: kind.name(), problem })
    }
}

/// Fill a buffer as far as there is something; gives how far.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> Result<usize, CheckpointError> {
    let mut have = 0;
    while have < buffer.len() {
        match from.read(&mut buffer[have..])? {
            0 => break,
            n => have += n,
        }
    }
    Ok(have)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(four)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

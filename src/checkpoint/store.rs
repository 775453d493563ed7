//! Files that are replaced as a whole: whoever is killed at any point leaves the old file or the new one.

use super::error::CheckpointError;
use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Write a file through a temporary one in the same folder. Gives what `write` gave.
pub fn replace<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, CheckpointError>,
) -> Result<T, CheckpointError> {
    if path.is_dir() {
        return Err(std::io::Error::from_raw_os_error(21).into());
    }
    // A link stays a link: what it leads to is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (temporary, file) = create_beside(path)?;
    let written = fill(file, write).and_then(|made| {
        std::fs::rename(&temporary, path)?;
        Ok(made)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    } else if let Ok(folder) = File::open(folder_of(path)) {
        // So that the new name survives a power failure too. Not every file system can do that; the file is whole anyway.
        let _ = folder.sync_all();
    }
    written
}

fn fill<T>(file: File, write: impl FnOnce(&mut BufWriter<File>) -> Result<T, CheckpointError>) -> Result<T, CheckpointError> {
    let mut to = BufWriter::new(file);
    let made = write(&mut to)?;
    to.into_inner().map_err(|e| e.into_error())?.sync_all()?;
    Ok(made)
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A new file with a name that nobody else uses.
fn create_beside(path: &Path) -> Result<(PathBuf, File), CheckpointError> {
    let Some(name) = path.file_name() else { return Err(std::io::Error::from_raw_os_error(2).into()) };
    let name = name.to_string_lossy().into_owned();
    let mut attempt = 0;
    loop {
        let temporary = folder_of(path).join(format!(".{name}.{}-{attempt}.part", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
            Err(e) => return Err(e.into()),
        }
    }
}

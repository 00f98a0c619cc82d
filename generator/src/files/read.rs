//! Reading files that somebody else made.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The most bytes of one file: more than a document may have.
const LARGEST: u64 = 128 << 20;

/// The bytes of a plain file. Anything else (a pipe, a device) could block for ever, or have no end.
///
/// # Errors
/// It is not there, cannot be read, is not a plain file, or has more than 128 MiB.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file"));
    }
    read_from(File::open(path)?)
}

/// The bytes of a stream, to its end.
///
/// # Errors
/// It cannot be read, or has more than 128 MiB.
pub fn read_from(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("it has more than {LARGEST} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The text of a plain file: see [`read`].
///
/// # Errors
/// As of [`read`], or it is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

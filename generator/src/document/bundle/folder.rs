//! A folder as the source of files.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::document::bundle::{Load, LoadError};

/// The most bytes of one file.
const LARGEST: u64 = 128 << 20;

/// Reads files of one folder: plain files only, and only those that are inside when all symbolic links are followed.
#[derive(Clone, Debug)]
pub struct FolderLoader {
    root: PathBuf,
}

impl FolderLoader {
    /// Reads files of the folder at `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl Load for FolderLoader {
    fn path_of(&self, shown: &str) -> String {
        let shown = Path::new(shown);
        // The root may be given in another way than the document: `..` beside `api/pets.yaml`.
        let absolute = resolved(&self.root).and_then(|root| Ok((root, resolved(shown)?)));
        let below = absolute.ok().and_then(|(root, file)| file.strip_prefix(root).map(Path::to_path_buf).ok());
        let inside = below.or_else(|| shown.file_name().map(PathBuf::from)).unwrap_or_else(|| shown.to_path_buf());
        inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    fn load(&mut self, path: &str) -> Result<Vec<u8>, LoadError> {
        let root = resolved(&self.root)?;
        let file = resolved(&root.join(path))?;
        if !file.starts_with(&root) {
            return Err(LoadError::Outside);
        }
        // Anything but a plain file could block for ever, or have no end.
        if !file.is_file() {
            return Err(LoadError::Other("it is not a plain file".to_owned()));
        }
        let mut bytes = Vec::new();
        let read = File::open(&file).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) if bytes.len() as u64 > LARGEST => Err(LoadError::TooLarge(LARGEST)),
            Ok(_) => Ok(bytes),
            Err(error) => Err(LoadError::Other(error.to_string())),
        }
    }
}

fn resolved(path: &Path) -> Result<PathBuf, LoadError> {
    path.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadError::Missing,
        _ => LoadError::Other(error.to_string()),
    })
}

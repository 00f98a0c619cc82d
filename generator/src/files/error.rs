//! Why files were not written, in the words that the user reads.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a folder could not be compared or written.
#[derive(Debug)]
pub enum Error {
    /// The system refused something.
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A path that must not be written.
    Path {
        /// The path.
        path: String,
        /// What is wrong with it, as a clause that follows the path.
        what: String,
    },
    /// A hand-written file that the configuration names is not there.
    NotKept {
        /// The file.
        path: PathBuf,
    },
    /// Files that are not the generator's are in the way; nothing was written.
    Foreign {
        /// The folder.
        root: PathBuf,
        /// The files, relative to the folder.
        paths: Vec<String>,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, error } => write!(f, "cannot {doing} {}: {error}", path.display()),
            Self::Path { path, what } => write!(f, "refusing to write `{}`: it {what}", path.escape_debug()),
            Self::NotKept { path } => {
                let path = path.display();
                write!(
                    f,
                    "{path} is named under [[keep]] in codegen.toml, but is not there: write it, or remove the rule"
                )
            }
            Self::Foreign { root, paths } => {
                let root = root.display();
                writeln!(f, "{root} holds files that the generator did not make; nothing was written:")?;
                paths.iter().take(10).try_for_each(|path| writeln!(f, "  {}", path.escape_debug()))?;
                if paths.len() > 10 {
                    writeln!(f, "  and {} more", paths.len() - 10)?;
                }
                write!(
                    f,
                    "move them away, choose another folder, or name hand-written modules below src/ under [[keep]] in codegen.toml"
                )
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::Path { .. } | Self::NotKept { .. } | Self::Foreign { .. } => None,
        }
    }
}

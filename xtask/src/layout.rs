//! Where the project keeps its files: `spec/codegen.toml`, and what its `[spec]` names.

use std::path::{Component, Path, PathBuf};

use crategen::cli::exit::{Exit, Failure};
use crategen::config::Spec;

/// The folders of the project.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The root of the workspace.
    pub root: PathBuf,
    /// The names of what is in `spec/`.
    pub spec: Spec,
}

impl Layout {
    /// Finds the workspace: that of the package which cargo runs, wherever in it the user stands.
    ///
    /// # Errors
    /// There is no configuration there.
    pub fn find() -> Result<Self, Failure> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package).parent().map(Path::to_path_buf).unwrap_or_default();
        let layout = Self { root, spec: Spec::default() };
        if layout.config().is_file() {
            return Ok(layout);
        }
        Err(Failure::new(Exit::Unreadable, format!("{} is not there", layout.config().display()))
            .repair("run cargo xtask in the project's checkout"))
    }

    /// The configuration.
    pub fn config(&self) -> PathBuf {
        self.root.join(SPEC).join("codegen.toml")
    }

    /// A path of `[spec]`.
    pub fn path(&self, of_spec: &str) -> PathBuf {
        let mut path = self.root.clone();
        for part in Path::new(SPEC).join(of_spec).components() {
            match part {
                Component::ParentDir => drop(path.pop()),
                part => path.push(part),
            }
        }
        path
    }

    /// How a file of the project is shown: relative to the root.
    pub fn shown(&self, path: &Path) -> String {
        let parts = path.strip_prefix(&self.root).unwrap_or(path).iter();
        parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

/// The folder of the configuration, which its paths are relative to.
const SPEC: &str = "spec";

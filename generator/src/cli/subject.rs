//! What a command looks at: documents of the command line, or the clients of a project file.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::inputs;
use crate::cli::project::{self, CRATEGEN, InProject, Layout, Opened};
use crate::cli::terminal::{self, Format};
use crate::config::{Config, Member};
use crate::diagnostic::Diagnostics;
use crate::source::Sources;

/// Documents, or the clients of a project.
#[derive(Args, Clone, Debug)]
pub struct Subject {
    /// Documents as those of `crategen generate`: files, https URLs, or `-` for stdin; without any, the clients of crategen.toml
    #[arg(value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// An OpenAPI Overlay that corrects the document; several are applied in order
    #[arg(long, value_name = "FILE", requires = "documents")]
    overlay: Vec<PathBuf>,
    /// The configuration
    #[arg(long, value_name = "FILE", requires = "documents")]
    config: Option<PathBuf>,
    /// The folder that `$ref`s to other files must stay in [default: the folder of the first document]
    #[arg(long, value_name = "DIR", requires = "documents")]
    root: Option<PathBuf>,
    #[command(flatten)]
    chosen: InProject,
}

impl Subject {
    /// Opens the project, or makes one of the documents.
    ///
    /// # Errors
    /// How to end; why is told.
    pub fn open(&self, format: Format) -> Result<Opened, Exit> {
        if self.documents.is_empty() {
            return project::open(&self.chosen, format);
        }
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let config = self
            .chosen
            .refuse("a DOCUMENT")
            .and_then(|()| inputs::config(&mut sources, self.config.as_deref(), &mut diagnostics));
        let config = config.map_err(|failure| {
            terminal::tell(&sources, &diagnostics, Some(&failure), format);
            failure.exit
        })?;
        let file = self.config.clone().unwrap_or_else(|| "codegen.toml".into());
        Ok(Opened::of(CRATEGEN, Layout::new("", ""), &file, self.member(config), sources))
    }

    /// Whether the command line names documents.
    pub fn has_documents(&self) -> bool {
        !self.documents.is_empty()
    }

    fn member(&self, config: Config) -> Member {
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        let first = self.documents.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
        Member {
            name: config.package.name.clone().unwrap_or_else(|| first.display().to_string()),
            documents: self.documents.iter().map(text).collect(),
            pages: None,
            overlays: self.overlay.iter().map(text).collect(),
            optional_overlays: false,
            out: String::new(),
            root: self.root.as_ref().map(text),
            strict: false,
            fragments: None,
            merged: None,
            corrected: None,
            surface: None,
            config,
            place: None,
        }
    }
}

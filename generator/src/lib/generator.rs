//! The generator for other programs: files in, a crate out, and what is wrong as an error.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Severity};
use crate::document::bundle::{FolderLoader, Load, LoadError};
use crate::files::{self, Files, Mode, Stale};
use crate::report::Report;
use crate::source::{FileId, Sources};
use crate::{Inputs, Part, config};

/// Generates a client crate from a program: a test that keeps it current, a tool of your workspace, or a build script.
///
/// # A crate that cannot become stale
///
/// The crate is committed, and a test of the workspace fails when it is not what the document says. Start with `cargo new
/// my-app`, put `openapi.yaml` into it, and write:
///
/// ```toml
/// [dependencies]
/// pets = { path = "pets" }            # what is generated
///
/// [dev-dependencies]
/// crategen = { version = "0.1", default-features = false }
///
/// [workspace]
/// members = ["pets"]
/// ```
///
/// `tests/client.rs` writes the crate with `UPDATE=1 cargo test --test client`, and compares it otherwise:
///
/// ```no_run
/// # fn the_client_is_current() -> Result<(), Box<dyn std::error::Error>> {
/// let generator = crategen::Generator::new("openapi.yaml").overlay("overlay.yaml").name("pets");
/// match std::env::var_os("UPDATE") {
///     Some(_) => generator.write("pets")?,
///     None => generator.check("pets")?,
/// };
/// # Ok(())
/// # }
/// ```
///
/// Cargo reads the manifests of all members before it runs anything, so the first run is `crategen generate openapi.yaml --out
/// pets --name pets`, or that of a package outside of the workspace.
///
/// # A build script
///
/// Cargo resolves dependencies before it runs build scripts, so a script cannot make a crate that its own package depends on.
/// It can make one for others, or refuse to build with a stale one:
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let made = crategen::Generator::new("openapi.yaml").name("pets").check("pets")?;
///     print!("{}", made.rerun_if_changed());
///     Ok(())
/// }
/// ```
///
/// The error of a `main` is printed with `Debug`, which is that of `Display` here: every problem of the document with its file, line,
/// column and what to do.
#[derive(Clone, Debug, Default)]
pub struct Generator {
    documents: Vec<PathBuf>,
    overlays: Vec<PathBuf>,
    config: Option<PathBuf>,
    root: Option<PathBuf>,
    name: Option<String>,
    module: Option<String>,
    types_only: bool,
    strict: bool,
}

/// What a run of the [`Generator`] gives.
#[derive(Debug)]
pub struct Made {
    /// The files of the crate.
    pub files: Files,
    /// The name of the crate.
    pub name: String,
    /// What a client that is a module needs of its crate; `None` for a crate.
    pub part: Option<Part>,
    /// What became of the document: how much was generated, and what was left out and why.
    pub report: Report,
    /// Warnings and notes, rendered; empty where there are none.
    pub warnings: String,
    /// The files that were read, in order: documents, overlays, the configuration, and what documents refer to.
    pub read: Vec<PathBuf>,
    /// What was written; empty after [`Generator::generate`], and where nothing differed.
    pub written: Vec<Stale>,
}

/// Why no crate was generated, written, or found current.
pub struct Error {
    message: String,
    diagnostics: String,
}

impl Generator {
    /// A generator of one document: OpenAPI 2.0 to 3.2, in JSON or YAML, or a Markdown page with fragments.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self::default().document(document)
    }

    /// Adds a document; several are merged.
    #[must_use]
    pub fn document(mut self, document: impl Into<PathBuf>) -> Self {
        self.documents.push(document.into());
        self
    }

    /// Adds an OpenAPI Overlay (1.0 or 1.1) that corrects the document; several are applied in order.
    #[must_use]
    pub fn overlay(mut self, overlay: impl Into<PathBuf>) -> Self {
        self.overlays.push(overlay.into());
        self
    }

    /// Sets the configuration: names, types and further decisions, as `codegen.toml`.
    #[must_use]
    pub fn config(mut self, config: impl Into<PathBuf>) -> Self {
        self.config = Some(config.into());
        self
    }

    /// Sets the folder that references to other files must stay in; by default that of the first document.
    #[must_use]
    pub fn root(mut self, root: impl Into<PathBuf>) -> Self {
        self.root = Some(root.into());
        self
    }

    /// Sets the name of the crate, in place of that in the configuration or the title of the document.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Makes a module of a crate that is there, in place of a crate: `api` for the folder `src/api`, `clients::pets` for
    /// `src/clients/pets`. [`Made::part`] says what the crate's `Cargo.toml` has to have.
    #[must_use]
    pub fn module(mut self, path: impl Into<String>) -> Self {
        self.module = Some(path.into());
        self
    }

    /// Makes the types alone, without operations and what sends them.
    #[must_use]
    pub fn types_only(mut self) -> Self {
        self.types_only = true;
        self
    }

    /// Refuses to leave anything out.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Generates the crate in memory.
    ///
    /// # Errors
    /// A file cannot be read; the configuration has mistakes; a rule or overlay action no longer applies; nothing usable remains;
    /// something is left out, where that is refused.
    pub fn generate(&self) -> Result<Made, Error> {
        self.made().map(|(made, _)| made)
    }

    /// Generates the crate, and brings the folder `out` to it. Only files that a run made before are overwritten or removed.
    ///
    /// # Errors
    /// As those of [`generate`](Self::generate); a file is in the way, or cannot be written.
    pub fn write(&self, out: impl AsRef<Path>) -> Result<Made, Error> {
        let (mut made, keep) = self.made()?;
        made.written = files::sync(out.as_ref(), &made.files, &keep, Mode::Write).map_err(Error::plain)?;
        Ok(made)
    }

    /// Generates the crate, and compares the folder `out` with it; nothing is written.
    ///
    /// # Errors
    /// As those of [`generate`](Self::generate); the folder is not current.
    pub fn check(&self, out: impl AsRef<Path>) -> Result<Made, Error> {
        let (made, keep) = self.made()?;
        let out = out.as_ref();
        let stale = files::sync(out, &made.files, &keep, Mode::Check).map_err(Error::plain)?;
        if stale.is_empty() {
            return Ok(made);
        }
        let lines: String = stale.iter().map(|Stale { path, why }| format!("\n  {path} {why}")).collect();
        let version = files::other_version(out).map(|other| format!("\nit was {other}")).unwrap_or_default();
        Err(Error::plain(format!("{} is not current:{lines}{version}", out.display())))
    }

    fn made(&self) -> Result<(Made, Vec<String>), Error> {
        let (mut sources, mut said) = (Sources::new(), Diagnostics::new());
        let mut read: Vec<PathBuf> = Vec::new();
        let mut add = |sources: &mut Sources, path: &Path| -> Result<FileId, Error> {
            read.push(path.to_owned());
            let failed = |error| Error::plain(format!("cannot read {}: {error}", path.display()));
            Ok(sources.add_bytes(path.display().to_string(), files::read(path).map_err(failed)?))
        };
        let mut config = Config::default();
        if let Some(path) = &self.config {
            let file = add(&mut sources, path)?;
            let mistakes = |said: Diagnostics| Error::new("the configuration has mistakes", &said, &sources);
            config = Config::parse(&sources, file).map_err(mistakes)?;
        }
        if let Some(name) = &self.name {
            config::check_package_name(name).map_err(|what| Error::plain(format!("the name of a crate {what}")))?;
            config.package.name = Some(name.clone());
        }
        if let Some(module) = &self.module {
            config::check_module_path(module).map_err(|what| Error::plain(format!("the module {what}")))?;
            config.package.module = Some(module.clone());
        }
        config.package.types_only |= self.types_only;
        let documents = self.documents.iter().map(|path| add(&mut sources, path)).collect::<Result<Vec<_>, _>>()?;
        let overlays = self.overlays.iter().map(|path| add(&mut sources, path)).collect::<Result<Vec<_>, _>>()?;
        let mut loader = Recording { inner: FolderLoader::new(self.folder()), root: self.folder(), read };
        let inputs = Inputs { documents: &documents, overlays: &overlays, config: &config, loader: &mut loader };
        let generated = crate::generate(&mut sources, inputs, &mut said);
        let failed = |message: &str| Error::new(message, &said, &sources);
        if said.has_errors_of_rules() {
            return Err(failed("an overlay action or a rule no longer applies"));
        }
        let generated = generated.ok_or_else(|| failed("nothing usable remains of the document"))?;
        let report = generated.report;
        if report.is_empty() && said.has_errors() || report.lacks_all_operations() {
            return Err(failed("nothing usable remains of the document"));
        }
        if self.strict && !report.is_complete() {
            return Err(failed(&format!("{} cannot be generated", report.left_out())));
        }
        let warnings = said.render(&sources, false);
        let (files, name) = (generated.files, generated.client.package.name);
        let made = Made { files, name, part: generated.part, report, warnings, read: loader.read, written: Vec::new() };
        Ok((made, config.kept_files()))
    }

    fn folder(&self) -> PathBuf {
        let of_document = || self.documents.first().and_then(|document| document.parent()).map(Path::to_path_buf);
        let folder = self.root.clone().or_else(of_document).unwrap_or_default();
        if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
    }
}

impl Made {
    /// `cargo::rerun-if-changed=…`, a line for each file that was read: what a build script prints.
    pub fn rerun_if_changed(&self) -> String {
        self.read.iter().map(|path| format!("cargo::rerun-if-changed={}\n", path.display())).collect()
    }
}

impl Error {
    fn new(message: impl Into<String>, said: &Diagnostics, sources: &Sources) -> Self {
        let mut errors = said.clone();
        errors.retain(|diagnostic| diagnostic.severity == Severity::Error);
        Self { message: message.into(), diagnostics: errors.render(sources, false) }
    }

    fn plain(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), diagnostics: String::new() }
    }
}

/// What is wrong in a sentence, and behind it every problem of the document with its place.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.diagnostics.trim_end() {
            "" => f.write_str(&self.message),
            diagnostics => write!(f, "{}\n\n{diagnostics}", self.message),
        }
    }
}

/// As `Display`: `main` and `unwrap` print it for people.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// A loader that remembers what it opened.
struct Recording {
    inner: FolderLoader,
    root: PathBuf,
    read: Vec<PathBuf>,
}

impl Load for Recording {
    fn load(&mut self, path: &str) -> Result<Vec<u8>, LoadError> {
        let file = self.root.join(path);
        if !self.read.contains(&file) {
            self.read.push(file);
        }
        self.inner.load(path)
    }

    fn path_of(&self, shown: &str) -> String {
        self.inner.path_of(shown)
    }
}

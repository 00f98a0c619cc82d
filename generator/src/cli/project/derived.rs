//! What is derived, and kept in files: brought up to date, or compared.

use std::fmt::Write;
use std::io;
use std::path::PathBuf;

use crate::cli::exit::{Exit, Failure};
use crate::document::Document;
use crate::document::merge::Part;
use crate::files::{self, Files, Mode, Stale};
use crate::ir::Client;
use crate::surface;

use crate::cli::project::Layout;
use crate::cli::project::chain::{Chain, Text};

/// Where is said what was found: [`print`](crate::cli::terminal::print), or
/// [`print_aside`](crate::cli::terminal::print_aside) where the output is something else.
pub type Say = fn(&str) -> io::Result<()>;

/// Something derived.
pub struct Derived {
    what: &'static str,
    path: PathBuf,
    form: Form,
}

enum Form {
    File(String),
    Folder { files: Files, keep: Vec<String> },
}

/// What was or is not current.
pub struct Synced {
    lines: String,
    stale: Vec<String>,
    versions: Vec<String>,
}

/// The files of fragments, where they are kept.
pub fn fragments(chain: &Chain<'_>, fragments: &[Part]) -> Option<Derived> {
    let path = chain.layout.path(chain.member.fragments.as_ref()?);
    let files = fragments.iter().map(|part| (part.name.as_str(), part.document.to_json())).collect();
    Some(Derived { what: "fragments", path, form: Form::Folder { files, keep: Vec::new() } })
}

/// The merged document, as published and corrected, where it is kept.
pub fn documents(chain: &Chain<'_>, published: &Document, corrected: &Document) -> Vec<Derived> {
    let file = |what, path: &Option<String>, document: &Document| {
        let path = chain.layout.path(path.as_ref()?);
        Some(Derived { what, path, form: Form::File(document.to_json()) })
    };
    let member = chain.member;
    let both = [file("published", &member.merged, published), file("document", &member.corrected, corrected)];
    both.into_iter().flatten().collect()
}

/// The generated crate.
pub fn generated(chain: &Chain<'_>, files: Files) -> Derived {
    let form = Form::Folder { files, keep: chain.config().kept_files() };
    Derived { what: "crate", path: chain.layout.path(&chain.member.out), form }
}

/// The public items of the generated crate, where they are kept.
pub fn surface(chain: &Chain<'_>, client: &Client) -> Option<Derived> {
    let path = chain.layout.path(chain.member.surface.as_ref()?);
    Some(Derived { what: "surface", path, form: Form::File(surface::surface(client).to_string()) })
}

/// Keeps pages or documents, byte for byte.
///
/// # Errors
/// One is not UTF-8, or cannot be written.
pub fn texts(layout: &Layout, texts: &[Text]) -> Result<(), Failure> {
    for Text { path, bytes, .. } in texts {
        let shown = layout.shown(path);
        let text = std::str::from_utf8(bytes)
            .map_err(|error| Failure::new(Exit::Unreadable, format!("{shown} is not UTF-8: {error}")))?;
        files::sync_file(path, text, Mode::Write)?;
    }
    Ok(())
}

/// Brings everything up to date, or compares it.
///
/// # Errors
/// Something cannot be read or written.
pub fn sync(layout: &Layout, all: &[Derived], mode: Mode) -> Result<Synced, Failure> {
    let mut synced = Synced { lines: String::new(), stale: Vec::new(), versions: Vec::new() };
    for Derived { what, path, form } in all {
        let shown = layout.shown(path);
        let (count, stale) = match form {
            Form::File(text) => {
                (1, Vec::from_iter(files::sync_file(path, text, mode)?.map(|stale| (shown.clone(), stale))))
            }
            Form::Folder { files, keep } => {
                let stale = files::sync(path, files, keep, mode)?;
                if mode == Mode::Check && !stale.is_empty() {
                    synced
                        .versions
                        .extend(files::other_version(path).map(|version| format!("\n{shown} was {version}")));
                }
                let stale = stale.into_iter();
                (files.len(), stale.map(|stale| (format!("{shown}/{}", stale.path), stale)).collect())
            }
        };
        let word = if mode == Mode::Check { "stale" } else { "changed" };
        let files = if count == 1 { "file" } else { "files" };
        let _ = writeln!(synced.lines, "{what:10} {shown:24} {count:>4} {files:5}  {} {word}", stale.len());
        synced.stale.extend(stale.into_iter().map(|(path, Stale { why, .. })| format!("{path} {why}")));
    }
    Ok(synced)
}

impl Synced {
    /// Says what was found, and then `more`; `repair` is the command that writes what is not current.
    ///
    /// # Errors
    /// In a comparison: what is not current.
    pub fn tell(self, mode: Mode, say: Say, repair: &str, more: &str) -> Result<(), Failure> {
        say(&(self.lines + more)).map_err(|error| Failure::new(Exit::CannotWrite, error.to_string()))?;
        if mode == Mode::Write || self.stale.is_empty() {
            return Ok(());
        }
        let message =
            format!("what is derived is not current:\n  {}{}", self.stale.join("\n  "), self.versions.concat());
        Err(Failure::new(Exit::Stale, message).repair(repair))
    }

    /// Says what would be written, and then `more`.
    ///
    /// # Errors
    /// It cannot be printed.
    pub fn tell_dry(self, say: Say, more: &str) -> Result<(), Failure> {
        let stale: String = self.stale.iter().map(|stale| format!("  {stale}\n")).collect();
        say(&(self.lines + &stale + more)).map_err(|error| Failure::new(Exit::CannotWrite, error.to_string()))
    }
}

//! What is derived, and kept in files: brought up to date, or compared.

use std::fmt::Write;
use std::io;
use std::path::PathBuf;

use crategen::cli::exit::{Exit, Failure};
use crategen::document::Document;
use crategen::document::merge::Part;
use crategen::files::{self, Files, Mode, Stale};
use crategen::ir::Client;
use crategen::surface;

use crate::chain::Page;
use crate::layout::Layout;

/// Where is said what was found: [`print`](crategen::cli::terminal::print), or
/// [`print_aside`](crategen::cli::terminal::print_aside) where the output is something else.
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
}

/// The files of fragments.
pub fn fragments(layout: &Layout, fragments: &[Part]) -> Derived {
    let files = fragments.iter().map(|part| (part.name.as_str(), part.document.to_json())).collect();
    let path = layout.path(&layout.spec.fragments);
    Derived { what: "fragments", path, form: Form::Folder { files, keep: Vec::new() } }
}

/// The merged document, as published and corrected.
pub fn documents(layout: &Layout, published: &Document, corrected: &Document) -> [Derived; 2] {
    let file = |what, path: &str, document: &Document| Derived {
        what,
        path: layout.path(path),
        form: Form::File(document.to_json()),
    };
    [file("published", &layout.spec.published, published), file("document", &layout.spec.document, corrected)]
}

/// The generated crate.
pub fn generated(layout: &Layout, files: Files, keep: Vec<String>) -> Derived {
    Derived { what: "crate", path: layout.path(&layout.spec.out), form: Form::Folder { files, keep } }
}

/// The public items of the generated crate.
pub fn surface(layout: &Layout, client: &Client) -> Derived {
    let text = surface::surface(client).to_string();
    Derived { what: "surface", path: layout.path(&layout.spec.surface), form: Form::File(text) }
}

/// Keeps pages, byte for byte.
///
/// # Errors
/// One is not UTF-8, or cannot be written.
pub fn pages(layout: &Layout, pages: &[Page]) -> Result<(), Failure> {
    for Page { path, bytes, .. } in pages {
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
    let mut synced = Synced { lines: String::new(), stale: Vec::new() };
    for Derived { what, path, form } in all {
        let shown = layout.shown(path);
        let (count, stale) = match form {
            Form::File(text) => {
                (1, Vec::from_iter(files::sync_file(path, text, mode)?.map(|stale| (shown.clone(), stale))))
            }
            Form::Folder { files, keep } => {
                let stale = files::sync(path, files, keep, mode)?.into_iter();
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
        let message = format!("what is derived is not current:\n  {}", self.stale.join("\n  "));
        Err(Failure::new(Exit::Stale, message).repair(repair))
    }
}

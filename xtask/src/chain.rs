//! The way from the pages to the crate, one call of the library for each step. Nothing is written here.

use std::fs;
use std::path::{Path, PathBuf};

use crategen::cli::exit::{Exit, Failure};
use crategen::cli::terminal;
use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::document::merge::{self, Part};
use crategen::document::page::{self, Fragment};
use crategen::document::{Document, Origins, overlay};
use crategen::source::{self, FileId, Sources};
use crategen::{Generated, Inputs};

use crate::layout::Layout;

/// A run of the chain: what it read, and what it has to say.
pub struct Chain {
    /// Where everything is.
    pub layout: Layout,
    /// The configuration.
    pub config: Config,
    /// The texts that were read.
    pub sources: Sources,
    /// What was said of them.
    pub diagnostics: Diagnostics,
}

/// A page.
pub struct Page {
    /// Where it is kept.
    pub path: PathBuf,
    /// Where it comes from, where that is not where it is kept: a file or URL.
    pub from: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Chain {
    /// A run in a project.
    pub fn new(layout: Layout) -> Self {
        Self { layout, config: Config::default(), sources: Sources::new(), diagnostics: Diagnostics::new() }
    }

    /// Reads the configuration.
    ///
    /// # Errors
    /// It cannot be read, or has mistakes.
    pub fn configure(&mut self) -> Result<(), Failure> {
        let path = self.layout.config();
        let shown = self.layout.shown(&path);
        let bytes = fs::read(&path).map_err(|error| unreadable(&shown, &error))?;
        let text = String::from_utf8(bytes).map_err(|error| unreadable(&shown, &error.utf8_error()))?;
        let file = self.sources.add(shown, text);
        let parsed = Config::parse(&self.sources, file);
        self.config = self.keep(parsed, "the configuration has mistakes")?;
        self.layout.spec = self.config.spec.clone();
        Ok(())
    }

    /// The pages that are kept, in order of path, with new ones in the place of those of the same name.
    ///
    /// # Errors
    /// One cannot be read; there are none.
    pub fn pages(&mut self, new: &[PathBuf]) -> Result<Vec<Page>, Failure> {
        let folder = self.layout.path(&self.layout.spec.pages);
        let kept =
            files_in(&folder, &["md"], false).map_err(|error| unreadable(&self.layout.shown(&folder), &error))?;
        let mut pages = Vec::new();
        for path in new {
            let bytes = fs::read(path).map_err(|error| unreadable(&path.display().to_string(), &error))?;
            let name = path.file_stem().map(|stem| PathBuf::from(stem).with_extension("md"));
            let name = name.ok_or_else(|| Failure::new(Exit::Usage, format!("{} is not a page", path.display())))?;
            pages.push(Page { path: folder.join(name), from: None, bytes });
        }
        for path in kept {
            if pages.iter().all(|page| page.path != path) {
                let bytes = fs::read(&path).map_err(|error| unreadable(&self.layout.shown(&path), &error))?;
                pages.push(Page { path, from: None, bytes });
            }
        }
        if pages.is_empty() {
            return Err(Failure::new(Exit::Unreadable, format!("{} has no pages", self.layout.shown(&folder)))
                .repair("cargo xtask ingest PAGE"));
        }
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(pages)
    }

    /// Cuts pages into fragments, named by the files that they are kept in.
    ///
    /// # Errors
    /// A page without fragments, or with one that does not parse.
    pub fn fragments(&mut self, pages: &[Page]) -> Result<Vec<Part>, Failure> {
        let mut files = Vec::new();
        for Page { path, from, bytes } in pages {
            let shown = from.clone().unwrap_or_else(|| self.layout.shown(path));
            files.push(self.sources.add_bytes(shown, bytes.clone()));
        }
        let mut loader = FolderLoader::new(self.layout.path(&self.layout.spec.pages));
        let mut said = Diagnostics::new();
        let fragments = page::fragments(&mut self.sources, &files, &mut loader, &mut said);
        // Without a fragment there is an error.
        let cut = said.finish(fragments.unwrap_or_default());
        let fragments = self.warned(cut, "a page cannot be cut into fragments")?;
        // A page is kept for its fragments. What stands in their place was said.
        let has_one = |file: &FileId| fragments.iter().any(|fragment| fragment.context.page == *file);
        if !files.iter().all(has_one) {
            return Err(self.failed("a page has no fragment"));
        }
        let names = page::fragment_paths(&fragments);
        let part = |(name, fragment): (String, Fragment)| Part {
            title: fragment.title.clone(),
            ..Part::new(name, fragment.into_document())
        };
        Ok(names.into_iter().zip(fragments).map(part).collect())
    }

    /// The fragments that are kept.
    ///
    /// # Errors
    /// One cannot be read or does not parse.
    pub fn fragments_on_disk(&mut self) -> Result<Vec<Part>, Failure> {
        let folder = self.layout.path(&self.layout.spec.fragments);
        let files = files_in(&folder, &["json", "yaml", "yml"], true)
            .map_err(|error| unreadable(&self.layout.shown(&folder), &error))?;
        let mut parts = Vec::new();
        for path in files {
            let bytes = fs::read(&path).map_err(|error| unreadable(&self.layout.shown(&path), &error))?;
            let file = self.sources.add_bytes(self.layout.shown(&path), bytes);
            let parsed = source::parse(&self.sources, file);
            let value = self.keep(parsed, "a fragment cannot be read")?;
            let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
            parts.push(Part::new(name, Document { value, origins: Origins::of(file) }));
        }
        Ok(parts)
    }

    /// Merges fragments to the document as published.
    ///
    /// # Errors
    /// They contradict each other, or a rule of the configuration no longer applies.
    pub fn merge(&mut self, mut fragments: Vec<Part>) -> Result<Document, Failure> {
        // The order of the files that fragments are kept in, whichever pages they come from.
        fragments.sort_by_cached_key(|part| (part.name.clone(), part.document.value.to_string()));
        let mut said = Diagnostics::new();
        let merged = merge::merge(fragments, &self.config.merge, &mut said);
        let outcome = match merged {
            Some(document) => said.finish(document),
            None => Err(said),
        };
        self.warned(outcome, "the fragments cannot be merged")
    }

    /// Corrects the document by the overlay, if there is one.
    ///
    /// # Errors
    /// The overlay is wrong, or one of its actions no longer applies.
    pub fn correct(&mut self, published: Document) -> Result<Document, Failure> {
        let path = self.layout.path(&self.layout.spec.overlay);
        let shown = self.layout.shown(&path);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(published),
            Err(error) => return Err(unreadable(&shown, &error)),
        };
        let file = self.sources.add_bytes(shown, bytes);
        let corrected = overlay::apply(&self.sources, file, published);
        self.warned(corrected, "the document cannot be corrected")
    }

    /// Generates the crate from the text of the corrected document.
    ///
    /// # Errors
    /// Nothing usable remains, or a rule of the configuration no longer applies.
    pub fn generate(&mut self, document: &str) -> Result<Generated, Failure> {
        let documents = [self.document(document)];
        let mut loader = self.loader();
        let inputs = Inputs { documents: &documents, overlays: &[], config: &self.config, loader: &mut loader };
        let generated =
            crategen::generate_watched(&mut self.sources, inputs, &mut self.diagnostics, &terminal::steps());
        if self.diagnostics.has_errors_of_rules() {
            return Err(self.failed("a rule of the configuration no longer applies"));
        }
        let usable = |generated: &Generated| !generated.report.is_empty() || !self.diagnostics.has_errors();
        generated.filter(usable).ok_or_else(|| self.failed("nothing usable remains of the document"))
    }

    /// The corrected document in the wording that the model is read from.
    ///
    /// # Errors
    /// Nothing usable remains.
    pub fn normalise(&mut self, document: &str) -> Result<Document, Failure> {
        let documents = [self.document(document)];
        let mut loader = self.loader();
        let inputs = Inputs { documents: &documents, overlays: &[], config: &self.config, loader: &mut loader };
        let read = crategen::read(&mut self.sources, inputs, &mut self.diagnostics);
        read.ok_or_else(|| self.failed("nothing usable remains of the document"))
    }

    fn document(&mut self, text: &str) -> FileId {
        let path = self.layout.path(&self.layout.spec.document);
        self.sources.add(self.layout.shown(&path), text)
    }

    fn loader(&self) -> FolderLoader {
        let document = self.layout.path(&self.layout.spec.document);
        FolderLoader::new(document.parent().unwrap_or(&self.layout.root))
    }

    /// The outcome of a step, with what it has to say.
    fn warned<T>(&mut self, outcome: Result<(T, Diagnostics), Diagnostics>, failed: &str) -> Result<T, Failure> {
        let (value, said) = self.keep(outcome, failed)?;
        self.diagnostics.extend(said);
        Ok(value)
    }

    fn keep<T>(&mut self, outcome: Result<T, Diagnostics>, failed: &str) -> Result<T, Failure> {
        outcome.map_err(|said| {
            self.diagnostics.extend(said);
            self.failed(failed)
        })
    }

    fn failed(&self, what: &str) -> Failure {
        let exit = if self.diagnostics.has_errors_of_rules() { Exit::RuleGone } else { Exit::Unreadable };
        Failure::new(exit, what).repair("correct what is reported above, then run cargo xtask codegen")
    }
}

fn unreadable(shown: &str, error: &dyn std::error::Error) -> Failure {
    Failure::new(Exit::Unreadable, format!("cannot read {shown}: {error}"))
        .repair("put it there, then run the command again")
}

/// The files of a folder with one of these endings, in order of path; none where the folder is not there.
fn files_in(folder: &Path, endings: &[&str], deep: bool) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() && deep {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|end| endings.iter().any(|known| end == *known)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

//! The way from what was published to the crate, for one client of a project: one call of the library for each step. Nothing is
//! written here.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::{Fetched, NoFile};
use crate::cli::project::{Layout, Program};
use crate::cli::{generate, inputs, terminal};
use crate::config::{Config, Member};
use crate::diagnostic::Diagnostics;
use crate::document::bundle::{FolderLoader, Load};
use crate::document::merge::{self, Part};
use crate::document::page::{self, Fragment};
use crate::document::{Document, Origins, located, overlay};
use crate::files;
use crate::site;
use crate::site::manifest;
use crate::source::{self, FileId, Sources};
use crate::{Generated, Inputs};

/// A run of the chain: what it reads, and what it has to say.
pub struct Chain<'p> {
    /// How the commands are called.
    pub program: Program,
    /// Where everything is.
    pub layout: &'p Layout,
    /// How the project file is shown.
    pub file: &'p str,
    /// The client.
    pub member: &'p Member,
    /// The texts that were read.
    pub sources: &'p mut Sources,
    /// What was said of them.
    pub diagnostics: &'p mut Diagnostics,
}

/// A page or document.
#[derive(Clone)]
pub struct Text {
    /// Where it is kept.
    pub path: PathBuf,
    /// Where it comes from, where that is not where it is kept: a file or URL.
    pub from: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The URL that a document of the command line was fetched from.
    pub location: Option<String>,
}

/// What a client is made from.
#[derive(Clone, Default)]
pub struct Texts {
    /// `pages`
    pub pages: Vec<Text>,
    /// The files that `documents` mean.
    pub documents: Vec<Text>,
}

/// The uncorrected document, and what it is merged from.
pub struct Published {
    /// The fragments of `pages`.
    pub fragments: Vec<Part>,
    /// The document.
    pub document: Document,
}

impl Chain<'_> {
    /// The configuration of the client.
    pub fn config(&self) -> &Config {
        &self.member.config
    }

    /// What is kept of pages and documents.
    ///
    /// # Errors
    /// Something cannot be read; there is nothing.
    pub fn texts(&mut self) -> Result<Texts, Failure> {
        Ok(Texts { pages: self.pages(&[])?, documents: self.documents()? })
    }

    /// The pages that are kept, in order of path, with new ones in the place of those of the same name.
    ///
    /// # Errors
    /// One cannot be read; there are none.
    pub fn pages(&mut self, new: &[PathBuf]) -> Result<Vec<Text>, Failure> {
        let Some(folder) = self.member.pages.as_ref().map(|pages| self.layout.path(pages)) else {
            return Ok(Vec::new());
        };
        let kept = match folder.is_dir() {
            true => site::inputs::pages_below(&folder)?,
            false => Vec::new(),
        };
        let mut pages = Vec::new();
        for path in new {
            let bytes = files::read(path).map_err(|error| unreadable(&path.display().to_string(), &error))?;
            let name = path.file_stem().map(|stem| PathBuf::from(stem).with_extension("md"));
            let name = name.ok_or_else(|| Failure::new(Exit::Usage, format!("{} is not a page", path.display())))?;
            pages.push(Text { path: folder.join(name), from: None, bytes, location: None });
        }
        for path in kept {
            if pages.iter().all(|page| page.path != path) {
                pages.push(self.text(path)?);
            }
        }
        if pages.is_empty() {
            return Err(Failure::new(Exit::Unreadable, format!("{} has no pages", self.layout.shown(&folder)))
                .repair(self.program.command("ingest PAGE")));
        }
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(pages)
    }

    /// The texts that `documents` mean. The file of a project names no URLs, so those are of the command line.
    fn documents(&mut self) -> Result<Vec<Text>, Failure> {
        let written: Vec<PathBuf> = self.member.documents.iter().map(PathBuf::from).collect();
        if let Some(fetched) = inputs::fetched(&written, self.member.root.as_deref().map(Path::new))? {
            return Ok(written.into_iter().zip(fetched).map(of_network).collect());
        }
        let paths: Vec<PathBuf> = self.member.documents.iter().map(|path| self.layout.path(path)).collect();
        let files = inputs::expanded(&paths, self.diagnostics)?;
        files.into_iter().map(|path| self.text(path)).collect()
    }

    fn text(&self, path: PathBuf) -> Result<Text, Failure> {
        let is_stdin = path == Path::new("-");
        let bytes = if is_stdin { files::read_from(io::stdin().lock()) } else { files::read(&path) };
        let bytes = bytes.map_err(|error| unreadable(&self.layout.shown(&path), &error))?;
        Ok(Text { path, from: is_stdin.then(|| "<stdin>".to_owned()), bytes, location: None })
    }

    fn add(&mut self, text: &Text) -> FileId {
        if let Some(url) = &text.location {
            return Fetched { url: url.clone(), bytes: text.bytes.clone() }.keep(self.sources);
        }
        self.sources.add_bytes(self.shown(text), text.bytes.clone())
    }

    /// How a text is called in messages.
    pub fn shown(&self, text: &Text) -> String {
        text.from.clone().unwrap_or_else(|| self.layout.shown(&text.path))
    }

    /// The document as published: pages are cut into fragments, and everything is merged.
    ///
    /// # Errors
    /// A text cannot be read, or nothing usable remains.
    pub fn published(&mut self, texts: &Texts) -> Result<Published, Failure> {
        let fragments = self.fragments(&texts.pages)?;
        let parts = self.parts(&fragments, texts)?;
        Ok(Published { document: self.joined(parts)?, fragments })
    }

    /// What is merged: the fragments of `pages`, and what `documents` hold.
    ///
    /// # Errors
    /// A text cannot be read.
    pub fn parts(&mut self, fragments: &[Part], texts: &Texts) -> Result<Vec<Part>, Failure> {
        if self.member.pages.is_none() {
            return self.of_documents(&texts.documents);
        }
        let mut parts = fragments.to_vec();
        for text in &texts.documents {
            let file = self.add(text);
            let mut loader = self.loader(&texts.documents);
            let part = crate::part(self.sources, file, loader.as_mut(), self.diagnostics);
            parts.push(part.ok_or_else(|| self.failed("a document cannot be read"))?);
        }
        Ok(parts)
    }

    /// Puts parts together.
    ///
    /// # Errors
    /// Nothing usable remains.
    pub fn joined(&mut self, parts: Vec<Part>) -> Result<Document, Failure> {
        if self.member.pages.is_some() {
            return self.merge(parts);
        }
        let joined = crate::joined(self.sources, parts, &self.member.config, self.diagnostics);
        joined.ok_or_else(|| self.failed("the documents cannot be read"))
    }

    fn of_documents(&mut self, texts: &[Text]) -> Result<Vec<Part>, Failure> {
        let documents: Vec<FileId> = texts.iter().map(|text| self.add(text)).collect();
        let mut loader = self.loader(texts);
        let config = &self.member.config;
        let mut inputs = Inputs { documents: &documents, overlays: &[], config, loader: loader.as_mut() };
        let parts = crate::parts(self.sources, &mut inputs, self.diagnostics);
        parts.ok_or_else(|| self.failed("the documents cannot be read"))
    }

    fn loader(&self, documents: &[Text]) -> Box<dyn Load> {
        if documents.iter().any(|text| text.location.is_some()) {
            return Box::new(NoFile);
        }
        let root = self.member.root.as_ref().map(|root| self.layout.path(root));
        let paths: Vec<PathBuf> = documents.iter().map(|text| text.path.clone()).collect();
        Box::new(inputs::loader(root.as_deref(), &paths))
    }

    /// Cuts pages into fragments, named by the files that they are kept in; a client without `pages` has none.
    ///
    /// # Errors
    /// A page without fragments, or with one that does not parse.
    pub fn fragments(&mut self, pages: &[Text]) -> Result<Vec<Part>, Failure> {
        let Some(folder) = self.member.pages.as_ref().map(|pages| self.layout.path(pages)) else {
            return Ok(Vec::new());
        };
        let files: Vec<FileId> = pages.iter().map(|page| self.add(page)).collect();
        let of_site = folder.join(manifest::NAME).is_file();
        let mut loader = FolderLoader::new(folder);
        let mut said = Diagnostics::new();
        let fragments = page::fragments(self.sources, &files, &mut loader, &mut said);
        // Without a fragment there is an error.
        let cut = said.finish(fragments.unwrap_or_default());
        let fragments = self.warned(cut, "a page cannot be cut into fragments")?;
        // A page that somebody put there is kept for its fragments, and a site has other pages, too. What stands in their place
        // was said.
        let with: BTreeSet<FileId> = fragments.iter().map(|fragment| fragment.context.page).collect();
        if !of_site && !files.iter().all(|file| with.contains(file)) {
            return Err(self.failed("a page has no fragment"));
        }
        let names = page::fragment_paths(&fragments);
        let part = |(name, fragment): (String, Fragment)| Part {
            title: fragment.title.clone(),
            ..Part::new(name, fragment.into_document())
        };
        Ok(names.into_iter().zip(fragments).map(part).collect())
    }

    /// The document as published, from the fragments that are kept.
    ///
    /// # Errors
    /// One cannot be read or does not parse; none is kept.
    pub fn published_on_disk(&mut self) -> Result<Document, Failure> {
        let Some(folder) = self.member.fragments.as_ref().map(|folder| self.layout.path(folder)) else {
            let texts = self.texts()?;
            return Ok(self.published(&texts)?.document);
        };
        let files = files_in(&folder, &["json", "yaml", "yml"], true)
            .map_err(|error| unreadable(&self.layout.shown(&folder), &error))?;
        let mut parts = Vec::new();
        for path in files {
            let text = self.text(path)?;
            let file = self.add(&text);
            let parsed = source::parse(self.sources, file);
            let value = self.keep(parsed, "a fragment cannot be read")?;
            let name = text.path.strip_prefix(&folder).unwrap_or(&text.path).display().to_string();
            parts.push(Part::new(name, Document::new(value, Origins::of(file))));
        }
        self.merge(parts)
    }

    fn merge(&mut self, mut fragments: Vec<Part>) -> Result<Document, Failure> {
        // The order of the files that fragments are kept in, whichever pages they come from.
        fragments.sort_by_cached_key(|part| (part.name.clone(), part.document.value.to_string()));
        let mut said = Diagnostics::new();
        let merged = merge::merge(fragments, &self.member.config.merge, &mut said);
        let outcome = match merged {
            Some(document) => said.finish(document),
            None => Err(said),
        };
        self.warned(outcome, "the fragments cannot be merged")
    }

    /// Corrects the document by the overlays.
    ///
    /// # Errors
    /// An overlay is wrong or not there, or one of its actions no longer applies.
    pub fn correct(&mut self, published: Document) -> Result<Document, Failure> {
        let mut document = published;
        for overlay in &self.member.overlays {
            let path = self.layout.path(overlay);
            let shown = self.layout.shown(&path);
            let bytes = match files::read(&path) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::NotFound && self.member.optional_overlays => continue,
                Err(error) => return Err(unreadable(&shown, &error)),
            };
            let file = self.sources.add_bytes(shown, bytes);
            let corrected = overlay::apply(self.sources, file, document);
            document = self.warned(corrected, "the document cannot be corrected")?;
        }
        located::apply(self.sources, &mut document, self.diagnostics);
        Ok(document)
    }

    /// Generates the crate from the corrected document.
    ///
    /// # Errors
    /// Nothing usable remains, a rule of the configuration no longer applies, or `strict` refuses what is lost.
    pub fn generate(&mut self, document: &Document, strict: bool) -> Result<Generated, Failure> {
        let steps = terminal::steps();
        let generated = match self.kept(document) {
            Some(file) => {
                let mut loader = self.loader_of_kept();
                let config = &self.member.config;
                let inputs = Inputs { documents: &[file], overlays: &[], config, loader: &mut loader };
                crate::generate_watched(self.sources, inputs, self.diagnostics, &steps)
            }
            None => {
                let config = &self.member.config;
                crate::generate_document(self.sources, document.clone(), config, self.diagnostics, &steps)
            }
        };
        drop(steps);
        generate::judge(generated, self.diagnostics, strict || self.member.strict)
            .map_err(|failure| failure.repair(self.then_generate()))
    }

    /// The corrected document in the wording that the model is read from.
    ///
    /// # Errors
    /// Nothing usable remains.
    pub fn normalise(&mut self, document: &Document) -> Result<Document, Failure> {
        let file =
            self.kept(document).unwrap_or_else(|| self.sources.add("the corrected document", document.to_json()));
        let mut loader = self.loader_of_kept();
        let inputs = Inputs { documents: &[file], overlays: &[], config: &self.member.config, loader: &mut loader };
        let read = crate::read(self.sources, inputs, self.diagnostics);
        read.ok_or_else(|| self.failed("nothing usable remains of the document"))
    }

    /// The corrected document as the text of the file that keeps it: places are those of that file.
    fn kept(&mut self, document: &Document) -> Option<FileId> {
        let path = self.layout.path(self.member.corrected.as_ref()?);
        Some(self.sources.add(self.layout.shown(&path), document.to_json()))
    }

    fn loader_of_kept(&self) -> FolderLoader {
        let path = self.layout.path(self.member.corrected.as_deref().unwrap_or_default());
        FolderLoader::new(path.parent().unwrap_or(Path::new(".")))
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
        Failure::new(exit, what).repair(self.then_generate())
    }

    fn then_generate(&self) -> String {
        format!("correct what is reported above, then run {}", self.program.generate())
    }
}

/// A document that was fetched, whose path is the URL that was asked for.
fn of_network((path, Fetched { url, bytes }): (PathBuf, Fetched)) -> Text {
    Text { path, from: Some(url.clone()), bytes, location: Some(url) }
}

/// What is said of a file that cannot be read.
pub(super) fn unreadable(shown: &str, error: &dyn std::error::Error) -> Failure {
    Failure::new(Exit::Unreadable, format!("cannot read {shown}: {error}"))
        .repair("put it there, then run the command again")
}

/// The files of a folder with one of these endings, in order of path; none where the folder is not there.
fn files_in(folder: &Path, endings: &[&str], deep: bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
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

//! Markdown pages → fragments: every fence whose content is an object with `openapi` and a version number or `swagger: "2.0"`, the
//! older extract of one operation, and the operations that blocks name of a document beside the page. What else is on a page is no API
//! content; what it is, is reported where the page has nothing better.

mod base;
mod block;
mod component;
mod extract;
mod form;
mod found;
mod front_matter;
mod group;
mod heading;
mod info;
mod line;
mod link;
mod markdown;
mod operation;
mod parts;
mod path;
mod proposal;
mod prose;
mod run;
mod segment;
mod tags;
mod title;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::bundle::{Load, LoadError};
use crate::source::FileId;
use crate::source::Sources;

pub use path::fragment_path;
pub use path::fragment_paths;

/// A document of a part of an API, as a page shows it.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The title of what it describes, without markup: the nearest heading above that is one, otherwise the title of the
    /// page. A heading that names a section (`OpenAPI definition`), or repeats method and path, is none.
    pub title: Option<String>,
    /// What it says; its places are those of the page.
    pub document: Document,
    /// What the page says around it.
    pub context: Context,
}

/// What a page says around a fragment.
#[derive(Clone, Debug)]
pub struct Context {
    /// The page.
    pub page: FileId,
    /// The address of the page: the line `Source: ADDRESS`, or `url` of its front matter.
    pub source: Option<String>,
    /// The document that the fragment was cut out of: FILE of the info string `yaml FILE METHOD /path`, or of a block.
    pub document: Option<String>,
    /// The base address by a line such as `GET https://host/v2/pieces`: that address minus the path of the operation.
    pub base: Option<String>,
    /// The titles above, outermost first.
    pub headings: Vec<String>,
    /// The group that the page says it belongs to: by a breadcrumb, or a category of its front matter.
    pub group: Option<String>,
    /// Whether the fragment itself stands on the page; otherwise a block names it.
    pub cut_out: bool,
}

impl Fragment {
    /// The fragment as a document.
    pub fn into_document(self) -> Document {
        self.document
    }
}

/// Whether a text is a Markdown page and not a document: by the ending of its name, and for any other name by a fence in
/// a text that does not begin as a document does.
pub fn is_page(sources: &Sources, file: FileId) -> bool {
    let name = sources.name(file).to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".md", ".markdown", ".mdx", "llms-full.txt"]) {
        return true;
    }
    let text = sources.text(file).trim_start_matches('\u{feff}').trim_start();
    let marked = |line: &str| ["```", "~~~", "{% openapi"].iter().any(|mark| line.starts_with(mark));
    !ends(&[".json", ".yaml", ".yml"]) && !text.starts_with('{') && text.lines().any(marked)
}

/// Cuts the fragments out of Markdown pages (CommonMark), in the order of the pages: fences with the info string `json`,
/// `yaml` or none and what else the forms know, also in quotes, lists and components.
///
/// A page without a fragment is a note that says what it has; `None` and an error only where no page has one. What cannot be
/// read (a page that is no text, a fence that was meant and does not parse) is an error at its place, and costs only itself.
pub fn fragments(
    sources: &mut Sources,
    files: &[FileId],
    loader: &mut dyn Load,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Fragment>> {
    run::run(sources, files, loader, diagnostics)
}

/// [`fragments`] of one page by itself, which names no files.
///
/// # Errors
/// There is no fragment, or something on the page cannot be read.
pub fn extract(sources: &mut Sources, file: FileId) -> Result<(Vec<Fragment>, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    match fragments(sources, &[file], &mut NoFiles, &mut diagnostics) {
        Some(fragments) => diagnostics.finish(fragments),
        None => Err(diagnostics),
    }
}

/// A folder without files.
struct NoFiles;

impl Load for NoFiles {
    fn load(&mut self, _: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Missing)
    }
}

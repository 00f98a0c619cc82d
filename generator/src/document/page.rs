//! Markdown page → fragments: every fence whose content is an object with an `openapi` key. Nothing else on a page is API
//! content.

mod fence;
mod path;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Place;
use crate::diagnostic::Spot;
use crate::document::Document;
use crate::document::Origins;
use crate::document::shape::operations;
use crate::pointer::Pointer;
use crate::source::FileId;
use crate::source::Outline;
use crate::source::Sources;
use crate::source::parse;
use fence::Fence;
use fence::fences;

pub use path::fragment_path;
pub use path::fragment_paths;

/// A document of a part of an API, as a page shows it.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The heading above it, without its markup; `None` where there is none.
    pub title: Option<String>,
    /// Its text, cut out of the page: diagnostics about it show the page.
    pub region: FileId,
    /// What it says.
    pub value: Value,
}

impl Fragment {
    /// The fragment as a document whose places are those of the page.
    pub fn into_document(self) -> Document {
        Document { value: self.value, origins: Origins::of(self.region) }
    }
}

/// Whether a text is a Markdown page and not a document: by the ending of its name, and for any other name by a fence in
/// a text that does not begin as a document does.
pub fn is_page(sources: &Sources, file: FileId) -> bool {
    let name = sources.name(file).to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".md", ".markdown", ".mdx"]) {
        return true;
    }
    let text = sources.text(file).trim_start_matches('\u{feff}').trim_start();
    let fenced = |line: &str| line.starts_with("```") || line.starts_with("~~~");
    !ends(&[".json", ".yaml", ".yml"]) && !text.starts_with('{') && text.lines().any(fenced)
}

/// Cuts the fragments out of a Markdown page (CommonMark): fences with the info string `json`, `yaml` or none, also in
/// quotes and lists, in the order of the page.
///
/// A heading that says something else than the `summary` of the one operation below it is a warning.
///
/// # Errors
/// A page without any fragment (an error page that was saved as if it were one), a fence with an `openapi` key that
/// does not parse, a page that is not text; each with its line and column in the page.
pub fn extract(sources: &mut Sources, file: FileId) -> Result<(Vec<Fragment>, Diagnostics), Diagnostics> {
    if let Some(diagnostic) = unreadable(sources, file) {
        return Err(diagnostic.into());
    }
    let mut diagnostics = Diagnostics::new();
    let mut fragments = Vec::new();
    let mut attempts = 0;
    for Fence { title, pieces, hint } in fences(sources.text(file)) {
        let region = sources.add_region(file, pieces, hint);
        match parse(sources, region) {
            Ok(value) if value.get("openapi").is_some() => fragments.push(Fragment { title, region, value }),
            Ok(_) => {}
            Err(problems) if means_openapi(sources.text(region)) => {
                attempts += 1;
                diagnostics.extend(problems);
            }
            Err(_) => {}
        }
    }
    if fragments.is_empty() && attempts == 0 {
        let place = Place { file, spot: Spot::Offset(0) };
        let message = "the page has no fragment: no code fence holds an object with an `openapi` key";
        diagnostics.push(
            Diagnostic::error("page::no-fragment", place, message)
                .help("is this the Markdown source of an API page, or an error page that was saved in its place?"),
        );
    }
    fragments.iter().filter_map(title_differs).for_each(|warning| diagnostics.push(warning));
    diagnostics.finish(fragments)
}

fn unreadable(sources: &Sources, file: FileId) -> Option<Diagnostic> {
    let place = |offset| Place { file, spot: Spot::Offset(offset) };
    if let Some(fault) = sources.fault(file) {
        let diagnostic = Diagnostic::error("page::not-utf8", place(fault.offset()), "the page is not valid UTF-8 here");
        return Some(diagnostic.help("save it as UTF-8"));
    }
    let offset = sources.text(file).find('\0')?;
    Some(Diagnostic::error("page::binary", place(offset), "this is a binary file, not a Markdown page"))
}

/// Whether a text that does not parse was meant as a fragment.
fn means_openapi(text: &str) -> bool {
    let opening = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '{', '"', '\'']);
        let rest = line.strip_prefix("openapi").map(|rest| rest.trim_start_matches(['"', '\'', ' ']));
        rest.is_some_and(|rest| rest.starts_with(':'))
    };
    Outline::of(text).has_root_key(text, "openapi") || text.lines().any(opening)
}

fn title_differs(fragment: &Fragment) -> Option<Diagnostic> {
    let title = fragment.title.as_deref()?;
    let mut all = operations(&fragment.value);
    let (Some((at, operation)), None) = (all.next(), all.next()) else { return None };
    let summary = operation.get("summary")?.as_str()?;
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words(title) == words(summary) {
        return None;
    }
    let place = Place { file: fragment.region, spot: Spot::Pointer(Pointer::child(&at, "summary")) };
    let message = format!("the heading above says `{title}`, the summary of the operation `{summary}`");
    Some(
        Diagnostic::warning("page::title", place, message).help("the summary is used; is the fence under its heading?"),
    )
}

//! What a page has where it has no fragment, in words.

mod page;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Severity;

pub(super) use page::{nothing, outside_fences};

/// The way out that every site has.
const WAYS_OUT: &str = "give the complete document, if the site or its index names one, or the single pages as Markdown: many \
                        sites serve each page with `.md` at the end of its address";
/// Other places that an error shows.
const PLACES_SHOWN: usize = 8;

/// What was found, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An extract of one operation that cannot be read.
    Extract,
    /// Front matter that names an operation of a document.
    Operation,
    /// A link by pointer into a document.
    Link,
    /// Messages, described with AsyncAPI.
    Messages,
    /// A request to try.
    Request,
    /// A JSON Schema.
    Schema,
    /// Nothing but text.
    Text,
    /// Next to nothing, or the text of an error.
    Error,
}

/// Something that was found on a page.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) place: Place,
    /// What it is about: an operation, a document.
    pub(super) about: String,
}

impl Found {
    /// As a diagnostic: a note where other pages have fragments.
    pub(super) fn diagnostic(&self, severity: Severity) -> Diagnostic {
        Diagnostic::new(severity, self.code(), self.place.clone(), self.message()).help(self.help(severity))
    }

    fn code(&self) -> &'static str {
        match self.kind {
            Kind::Extract => "page::extract",
            Kind::Operation | Kind::Link => "page::document",
            Kind::Messages => "page::messages",
            Kind::Request | Kind::Schema | Kind::Text | Kind::Error => "page::no-fragment",
        }
    }

    fn message(&self) -> String {
        let about = &self.about;
        match self.kind {
            Kind::Extract => {
                format!("this is an extract of `{about}` in an older form, not OpenAPI, and it cannot be read")
            }
            Kind::Operation => {
                format!(
                    "the page stands for `{about}`, an operation of a document that the configuration of the site names"
                )
            }
            Kind::Link => format!("the page has no part of an OpenAPI document: it refers to `{about}`"),
            Kind::Messages => "the page describes messages with AsyncAPI, which no client is generated from".to_owned(),
            Kind::Request => "the page has no part of an OpenAPI document: only a request to try".to_owned(),
            Kind::Schema => "the page has no part of an OpenAPI document: only a JSON Schema".to_owned(),
            Kind::Text | Kind::Error => {
                "the page has no fragment: no code fence holds an object with `openapi` or `swagger` and a version"
                    .to_owned()
            }
        }
    }

    fn help(&self, severity: Severity) -> String {
        let about = &self.about;
        match self.kind {
            Kind::Error => {
                "is this the Markdown source of an API page, or an error page that was saved in its place?".to_owned()
            }
            Kind::Text | Kind::Messages if severity == Severity::Note => "the page is skipped".to_owned(),
            Kind::Extract => {
                "give the complete document, if the site names one, or a newer copy of the page".to_owned()
            }
            Kind::Operation => {
                "give that document, or the page as the site serves it: its fragment is put in there".to_owned()
            }
            Kind::Link => format!("give `{about}` itself as the document"),
            Kind::Messages | Kind::Request | Kind::Schema | Kind::Text => WAYS_OUT.to_owned(),
        }
    }
}

/// The one error of a run in which no page has a fragment, worded by the most telling of what was found.
pub(super) fn error(found: &[Found]) -> Option<Diagnostic> {
    let first = found.iter().min_by_key(|found| found.kind)?;
    let others = found.iter().filter(|other| other.place != first.place);
    let related = others.clone().take(PLACES_SHOWN).map(|other| (other.place.clone(), other.message()));
    let diagnostic = related.fold(first.diagnostic(Severity::Error), |said, (place, what)| said.related(place, what));
    let more = others.count().saturating_sub(PLACES_SHOWN);
    if more == 0 {
        return Some(diagnostic);
    }
    let message = format!("{}; {more} further pages have none, either", diagnostic.message);
    Some(Diagnostic { message, ..diagnostic })
}

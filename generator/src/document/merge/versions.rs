//! The choice between what several fragments say about one thing.

use super::Merger;
use super::Part;
use super::difference::first_difference;
use super::difference::without_prose;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::document::Document;
use crate::pointer::Pointer;

/// What one fragment says about something.
#[derive(Clone, Debug)]
pub(super) struct Version<'m> {
    pub(super) part: &'m Part,
    pub(super) document: Document,
}

/// What to do where versions differ and no rule says which one to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// An error.
    Refuse,
    /// An error, unless they differ only in descriptions and examples: then the first, with a warning.
    RefuseUnlessProse,
    /// The first, with a warning.
    First,
}

impl<'m> Merger<'m> {
    /// Chooses between versions of what will stand at `at` of the merged document, which messages call `what`; `None`
    /// where there are none, or none can be chosen.
    pub(super) fn choose(
        &mut self,
        at: &Pointer,
        what: &str,
        versions: Vec<Version<'m>>,
        otherwise: Otherwise,
    ) -> Option<Document> {
        let first = versions.first()?.clone();
        let mut rest: Vec<&Version<'m>> = Vec::new();
        for version in &versions {
            let mut known = std::iter::once(&first).chain(rest.iter().copied());
            if known.all(|other| other.document.value != version.document.value) {
                rest.push(version);
            }
        }
        if rest.is_empty() {
            return Some(first.document);
        }
        if let Some(choice) = self.rules.prefer(at, &versions, &mut self.diagnostics) {
            return choice;
        }
        let prose = |other: &&Version<'_>| without_prose(&first.document.value) == without_prose(&other.document.value);
        let (prose, real): (Vec<_>, Vec<_>) = match otherwise {
            Otherwise::Refuse => (Vec::new(), rest),
            Otherwise::First => (rest, Vec::new()),
            Otherwise::RefuseUnlessProse => rest.into_iter().partition(prose),
        };
        if real.is_empty() {
            let message = format!("fragments differ in {what}; that of `{}` is taken", first.part.name);
            let warning = Diagnostic::warning("merge::differs", first.at_difference(prose.first()?).0, message);
            self.diagnostics.push(with_others(warning, &first, &prose).help(help(at)));
            return Some(first.document);
        }
        let message = format!("fragments contradict each other about {what}");
        let error = Diagnostic::error("merge::conflict", first.at_difference(real.first()?).0, message);
        self.diagnostics.push(with_others(error, &first, &real).help(help(at)));
        None
    }
}

fn help(at: &Pointer) -> String {
    match at.tokens() {
        [components, kind, name] if components == "components" => format!(
            "say which one is right with `[[merge.prefer]]` at = \"{at}\", or keep both with `[[merge.rename]]` component = \
             \"{kind}/{name}\""
        ),
        [info] if info == "info" => "say what it shall be with `[merge.info]`".to_owned(),
        _ => format!("say which one is right with `[[merge.prefer]]` at = \"{at}\""),
    }
}

/// Other versions shown in one diagnostic at most.
const SHOWN: usize = 8;

fn with_others(diagnostic: Diagnostic, first: &Version<'_>, others: &[&Version<'_>]) -> Diagnostic {
    others.iter().take(SHOWN).fold(diagnostic, |diagnostic, other| {
        let (_, place, pointer) = first.at_difference(other);
        let where_ = if pointer.tokens().is_empty() { String::new() } else { format!(", first at `{pointer}`") };
        diagnostic.related(place, format!("`{}` differs{where_}", other.part.name))
    })
}

impl Version<'_> {
    /// Where this and another version differ first: the place here, the place there, the pointer inside.
    fn at_difference(&self, other: &Self) -> (Place, Place, Pointer) {
        let pointer = first_difference(&self.document.value, &other.document.value).unwrap_or_default();
        (self.document.origins.place(&pointer), other.document.origins.place(&pointer), pointer)
    }
}

//! What several fragments say about one thing, and the choice between it where it cannot be joined.

use std::collections::BTreeSet;

use super::Merger;
use super::Part;
use super::difference::first_difference;
use super::groups::Group;
use super::join::Change;
use super::paste;
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

/// What to do where versions differ and no rule says which one to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// An error, and none of them.
    Refuse,
    /// The first, with a warning.
    First,
}

/// Other versions shown in one diagnostic at most.
pub(super) const SHOWN: usize = 8;

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
        let place = first.at_difference(rest.first()?).0;
        let name = rest.first().map_or("", |other| other.part.name.as_str());
        let rule = paste::prefer(at, name);
        let help = "a rule chooses another one";
        match otherwise {
            Otherwise::First => {
                let message = format!("fragments differ in {what}; that of `{}` is used", first.part.name);
                let warning = Diagnostic::warning("merge::differs", place, message);
                self.diagnostics.push(with_others(warning, &first, &rest).help(help).rule(rule));
                Some(first.document)
            }
            Otherwise::Refuse => {
                let message = format!("fragments contradict each other about {what}; it is left out");
                let error = Diagnostic::error("merge::conflict", place, message);
                self.diagnostics.push(with_others(error, &first, &rest).help(help).rule(rule));
                None
            }
        }
    }

    /// Reports what a statement that covers several versions has, and one of them lacks.
    pub(super) fn report(&mut self, what: &str, versions: &[Version<'m>], group: &Group, at: &Pointer) {
        let Some(first) = group.members.first().and_then(|index| versions.get(*index)) else { return };
        let (mut wider, mut texts) = (Vec::new(), Vec::new());
        let (mut optional, mut required) = (Vec::new(), Vec::new());
        for (version, change) in &group.changes {
            match change {
                Change::Text(_) => texts.push((*version, change, String::new())),
                Change::Wider(_, text) => wider.push((*version, change, text.clone())),
                Change::Required(_, name, now) => {
                    let list = if *now { &mut required } else { &mut optional };
                    list.push((*version, change, format!("`{name}`")));
                }
            }
        }
        let name = &first.part.name;
        let prefer = |said: Diagnostic| said.help("a rule uses one of them as it is").rule(paste::prefer(at, name));
        if let Some(list) = list(&wider) {
            let message = format!("fragments differ in {what}; what is generated accepts all of them: {list}");
            let note = prefer(Diagnostic::note("merge::joined", place(first, &wider), message));
            self.diagnostics.push(with_places(note, versions, &wider));
        }
        for (changes, now) in [(&optional, "optional"), (&required, "required, because it is only sent")] {
            if let Some(list) = list(changes) {
                let message = format!("only some fragments require {list} in {what}; it is {now}");
                let warning = prefer(Diagnostic::warning("merge::required", place(first, changes), message));
                self.diagnostics.push(with_places(warning, versions, changes));
            }
        }
        if !texts.is_empty() {
            let message = format!("fragments have different texts for {what}; the first is used");
            let note = Diagnostic::note("merge::differs", place(first, &texts), message);
            self.diagnostics.push(with_places(note, versions, &texts));
        }
    }
}

type Shown<'c> = [(usize, &'c Change, String)];

/// Each name once, in order.
fn list(changes: &Shown<'_>) -> Option<String> {
    let mut seen = BTreeSet::new();
    let names: Vec<&str> = changes.iter().map(|(.., name)| name.as_str()).filter(|name| seen.insert(*name)).collect();
    let more = names.len().saturating_sub(SHOWN);
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("{shown}{more}"))
}

/// Where the first of the versions has what changed, or what it is part of.
fn place(first: &Version<'_>, changes: &Shown<'_>) -> Option<Place> {
    let (_, change, _) = changes.first()?;
    Some(nearest(first, change.at()))
}

fn nearest(version: &Version<'_>, at: &Pointer) -> Place {
    let mut at = at.clone();
    while at.get(&version.document.value).is_none() {
        let Some(parent) = at.parent() else { break };
        at = parent;
    }
    version.document.origins.place(&at)
}

fn with_places(diagnostic: Diagnostic, versions: &[Version<'_>], changes: &Shown<'_>) -> Diagnostic {
    let mut seen = BTreeSet::new();
    let others = changes.iter().filter(|(version, ..)| seen.insert(*version)).take(SHOWN);
    others.fold(diagnostic, |diagnostic, (version, change, _)| match versions.get(*version) {
        Some(version) => diagnostic.related(nearest(version, change.at()), format!("`{}` differs", version.part.name)),
        None => diagnostic,
    })
}

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

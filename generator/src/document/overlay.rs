//! Corrections of a document: OpenAPI Overlay 1.0.0 and 1.1.0.

mod read;
mod remove;
mod target;
mod update;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::Place;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;
use crate::source::FileId;
use crate::source::Sources;
use crate::source::parse;
use read::Action;
use read::Change;
use target::Target;

/// The code of an action whose target selects nothing: it no longer applies.
const NO_MATCH: &str = "overlay::no-match";

/// Applies an overlay (JSON or YAML) to a document: its actions in order, each on the result of the one before, and all of
/// them or none. The update rules of 1.1.0 (section 4.4.3, Action Object) hold for 1.0 overlays too. What an action writes
/// has the overlay as its origin.
///
/// `extends` is only compared, never fetched: a name that is not the document's is a warning.
///
/// # Errors
/// An overlay that does not parse or is malformed, an update that does not fit its target, and, stricter than the
/// standard, an action that selects nothing (code `overlay::no-match`), unless it has `x-allow-no-match: true`.
pub fn apply(
    sources: &Sources,
    overlay: FileId,
    mut document: Document,
) -> Result<(Document, Diagnostics), Diagnostics> {
    let overlay = Document::new(parse(sources, overlay)?, Origins::of(overlay));
    let mut diagnostics = Diagnostics::new();
    let actions = read::actions(&overlay, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    diagnostics.extend(compare_extends(sources, &overlay, &document).into_iter().collect());
    for action in &actions {
        match perform(action, &mut document) {
            Ok(warning) => diagnostics.extend(warning.into_iter().collect()),
            Err(error) => diagnostics.push(*error),
        }
    }
    diagnostics.finish(document)
}

/// Does what one action says; gives a warning where that changed nothing.
fn perform(action: &Action, document: &mut Document) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
    let selected = action.target.select(&document.value);
    if selected.is_empty() {
        let help = action.target.explain(&document.value);
        let message = format!("the target `{}` selects nothing", action.target.text);
        let diagnostic = Diagnostic::error(NO_MATCH, action.target.place.clone(), message).help(help);
        return if action.allow_no_match { Ok(None) } else { Err(Box::new(diagnostic)) };
    }
    match &action.change {
        Change::Remove => remove::remove(document, &action.target, selected).map(|()| None),
        Change::Update(part) => update_all(action, document, &selected, part),
        Change::Copy(from) => {
            let part = copied(from, document)?;
            update_all(action, document, &selected, &part)
        }
    }
}

/// Merges a value into each selected node.
fn update_all(
    action: &Action,
    document: &mut Document,
    selected: &[Pointer],
    part: &Document,
) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
    let kinds = selected.iter().filter_map(|at| Some((at, update::kind(at.get(&document.value)?))));
    let mut kinds = kinds.collect::<Vec<_>>().into_iter();
    if let Some((first, kind)) = kinds.next()
        && let Some((other, another)) = kinds.find(|(_, other)| *other != kind)
    {
        let message = format!("the target `{}` selects nodes of several kinds", action.target.text);
        return Err(Box::new(
            Diagnostic::error("overlay::mixed", action.target.place.clone(), message)
                .related(document.origins.place(first), format!("this is {kind}"))
                .related(document.origins.place(other), format!("this is {another}"))
                .help("select only objects, only arrays or only primitive values"),
        ));
    }
    let mut changed = false;
    for at in selected {
        changed |= update::update(document, at, part)?;
    }
    Ok((!changed).then(|| {
        let message = format!("the document says already what this action says about `{}`", action.target.text);
        Diagnostic::warning("overlay::no-effect", action.target.place.clone(), message).help("remove the action")
    }))
}

/// The one node that a `copy` selects.
fn copied(from: &Target, document: &Document) -> Result<Document, Box<Diagnostic>> {
    let selected = from.select(&document.value);
    let part = |at: &Pointer| document.part(at);
    match selected.as_slice() {
        [] => {
            let message = format!("`copy` selects nothing: `{}`", from.text);
            let help = from.explain(&document.value);
            Err(Box::new(Diagnostic::error(NO_MATCH, from.place.clone(), message).help(help)))
        }
        [one] => part(one).ok_or_else(|| several(from, &selected, document)),
        _ => Err(several(from, &selected, document)),
    }
}

fn several(from: &Target, selected: &[Pointer], document: &Document) -> Box<Diagnostic> {
    let message = format!("`copy` selects {} nodes where it must select one: `{}`", selected.len(), from.text);
    let diagnostic = Diagnostic::error("overlay::copy", from.place.clone(), message);
    Box::new(
        selected
            .iter()
            .take(2)
            .fold(diagnostic, |diagnostic, at| diagnostic.related(document.origins.place(at), "selected")),
    )
}

/// Compares the file name that an overlay is made for with that of the document, where the document is one file.
fn compare_extends(sources: &Sources, overlay: &Document, document: &Document) -> Option<Diagnostic> {
    let extends = overlay.value.get("extends").and_then(Value::as_str)?;
    let Place { file, .. } = document.origins.only()?;
    let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let path = extends.split(['?', '#']).next().unwrap_or_default();
    let name = sources.name(*file);
    if last(path) == last(name) {
        return None;
    }
    let place = overlay.origins.place(&Pointer::root().child("extends"));
    let message = format!("the overlay is made for `{extends}`, and is applied to `{name}`");
    Some(Diagnostic::warning("overlay::extends", place, message))
}

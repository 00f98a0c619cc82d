//! Titles that say something else than the summary of the operation below them: counted, and said once.

use serde_json::Value;

use super::Fragment;
use super::heading::same;
use crate::diagnostic::Diagnostic;
use crate::document::shape::only_operation;
use crate::pointer::Pointer;

/// The warning about all fragments of a run.
pub(super) fn check(fragments: &[Fragment]) -> Option<Diagnostic> {
    let mut different = fragments.iter().filter_map(difference);
    let (fragment, at, title, summary) = different.next()?;
    let count = 1 + different.count();
    let place = fragment.document.origins.place(&at.child("summary"));
    let says = format!("the heading above says `{title}`, the summary of the operation `{summary}`");
    let message = match count {
        1 => says,
        _ => format!("{count} headings differ from the summaries of the operations below them: {says}"),
    };
    Some(
        Diagnostic::warning("page::title", place, message).help("the summary is used; is the fence under its heading?"),
    )
}

fn difference(fragment: &Fragment) -> Option<(&Fragment, Pointer, &str, &str)> {
    if !fragment.context.cut_out {
        // A part of a document beside the page, whose summaries nobody wrote for this page.
        return None;
    }
    let title = fragment.title.as_deref()?;
    let (at, operation) = only_operation(&fragment.document.value)?;
    let summary = operation.get("summary").and_then(Value::as_str)?;
    (is_written(summary) && !same(title, summary)).then_some((fragment, at, title, summary))
}

/// Whether somebody wrote a summary: it is not empty, and not what platforms write for a copy of a page.
pub(super) fn is_written(summary: &str) -> bool {
    let summary = summary.trim();
    !summary.is_empty() && !summary.to_lowercase().starts_with("copy of")
}

//! Deprecation that stands in the text above an operation: `> **Deprecated**`, a hint, a warning or a heading that says so.

use serde_json::{Value, json};

use super::{Around, MOST_TARGETS, note, target};
use crate::diagnostic::{Diagnostics, Place};
use crate::document::shape::only_operation;
use crate::pointer::Pointer;

/// What may be deprecated that is an operation.
const SUBJECTS: [&str; 9] = ["endpoint", "operation", "method", "route", "call", "request", "resource", "api", "page"];
/// Marks of a quote, a hint, a warning.
const BANNERS: [&str; 9] = [">", "{% hint", "<warning", "<danger", "<note", "<callout", "<info", ":::", "!!! "];
/// Ends of a hint or warning.
const ENDS: [&str; 7] = ["{% endhint", "</warning", "</danger", "</note", "</callout", "</info", ":::"];

/// The operations of a run that are deprecated in their text only.
#[derive(Default)]
pub(in crate::document::page) struct Deprecations {
    found: Vec<(Place, Pointer)>,
}

impl Deprecations {
    pub(super) fn add(&mut self, around: &Around<'_>) {
        let Some((at, operation)) = only_operation(&around.document.value) else { return };
        if operation.get("deprecated") == Some(&Value::Bool(true)) {
            return;
        }
        let mut open = false;
        for line in around.prose.above() {
            let lower = line.text.trim().to_lowercase();
            let banner = BANNERS.iter().any(|mark| lower.starts_with(mark));
            let ends = ENDS.iter().any(|mark| lower.contains(mark)) && !(lower.starts_with(":::") && lower.len() > 3);
            let heading = lower.starts_with('#') && lower.contains("deprecated");
            if heading || (banner || open) && says_so(&lower) {
                self.found.push((around.place(line.start), at));
                return;
            }
            open = (open || banner && !lower.starts_with('>')) && !ends && !lower.starts_with('#');
        }
    }

    /// One note for all.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        let count = self.found.len();
        if count == 0 {
            return;
        }
        let operations = if count == 1 { "an operation is".to_owned() } else { format!("{count} operations are") };
        let message = format!("{operations} deprecated in the text, and not in the fragment");
        let places: Vec<Place> = self.found.iter().map(|(place, _)| place.clone()).collect();
        let one = |(_, at): &(Place, Pointer)| json!({"target": target(at), "update": {"deprecated": true}});
        let actions: Vec<Value> = self.found.iter().take(MOST_TARGETS).map(one).collect();
        diagnostics.push(note("page::deprecated", message, &places, &actions));
    }
}

/// Whether a line says that the operation is deprecated: it begins with the word, or names what is.
fn says_so(lower: &str) -> bool {
    let Some(at) = lower.find("deprecated") else { return false };
    let before = lower.get(..at).unwrap_or_default();
    let words: Vec<&str> = before.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let marks =
        ["hint", "style", "warning", "danger", "note", "callout", "info", "type", "title", "caution", "important"];
    let begins = words.iter().all(|word| marks.contains(word));
    begins || words.iter().any(|word| SUBJECTS.contains(word)) && !before.contains("not ")
}

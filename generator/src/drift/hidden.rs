//! Changes of what is published that a correction hides.

use std::collections::BTreeSet;

use super::{Finding, Kind};
use crate::surface::Level;

/// Of the findings between what is published uncorrected, those that are not `seen` once both are corrected: the value that
/// an overlay corrects is another one now, so the correction may be wrong. The crate stays as it is.
pub fn hidden(published: Vec<Finding>, seen: &[Finding]) -> Vec<Finding> {
    let seen: BTreeSet<(String, String)> = seen.iter().map(key).collect();
    let hidden = published.into_iter().filter(|finding| is_of_document(finding) && !seen.contains(&key(finding)));
    let conflict = |finding: Finding| Finding {
        title: format!("overlay in conflict, look whether its correction is still right: {}", finding.title),
        rust: Level::None,
        ..finding
    };
    hidden.map(conflict).collect()
}

fn key(finding: &Finding) -> (String, String) {
    (finding.kind.name().to_owned(), finding.title.split(" (").next().unwrap_or_default().to_owned())
}

/// Texts are corrected for other reasons, and names of the crate are not published.
fn is_of_document(finding: &Finding) -> bool {
    let names = [Kind::NamesChanged, Kind::TypeAppeared, Kind::TypeDisappeared, Kind::TypeRenamed, Kind::TextChanged];
    !names.contains(&finding.kind)
}

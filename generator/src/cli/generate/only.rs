//! `--only` and `--tag`: rules of `[filter]` on the command line.

use regex_lite::Regex;

use crate::config::{Filter, FilterRule};
use crate::diagnostic::{Place, Spot};
use crate::source::Sources;

/// A pattern as an argument.
pub(super) fn pattern(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| error.to_string())
}

/// Adds the rules. One that takes no operation is reported at its text.
pub(super) fn add(filter: &mut Filter, sources: &mut Sources, only: &[Regex], tags: &[String]) {
    let mut place = |flag: &str, text: &str| Place { file: sources.add(flag, text), spot: Spot::Offset(0) };
    let empty = |place| FilterRule { operation: None, path: None, method: None, tag: None, deprecated: None, place };
    for pattern in only {
        // Two rules of one place: that it applies is asked of the place.
        let rule = empty(place("--only", pattern.as_str()));
        filter.include.push(FilterRule { operation: Some(pattern.clone()), ..rule.clone() });
        filter.include.push(FilterRule { path: Some(pattern.clone()), ..rule });
    }
    for tag in tags {
        filter.include.push(FilterRule { tag: Some(tag.clone()), ..empty(place("--tag", tag)) });
    }
}

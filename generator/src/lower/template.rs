//! Templates: paths and URLs with names in braces.

/// The text before the next `{name}`, the name, and what is behind it.
pub(super) fn next_parameter(path: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = path.split_once('{')?;
    let (name, behind) = rest.split_once('}')?;
    Some((literal, name, behind))
}

//! The key of a path item read as a URL: its path, what stands behind a `?`, and what behind a `#`. OpenAPI wants only a
//! path there; documents add the rest to tell operations apart that share one.

use crate::lower::template::next_parameter;

/// The key of a path item, taken apart.
pub(super) struct PathTemplate<'p> {
    /// The path itself.
    pub(super) path: &'p str,
    /// The names and values behind a `?`.
    pub(super) query: Vec<(&'p str, Piece<'p>)>,
    /// What stands behind a `#`, which is never sent (RFC 9110, section 4.2.5).
    pub(super) fragment: Option<&'p str>,
}

/// A value in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'p> {
    /// Text that is sent as it is.
    Fixed(Option<&'p str>),
    /// A parameter, by its name.
    Param(&'p str),
    /// Text and parameters mixed: nothing says how.
    Mixed,
}

impl<'p> PathTemplate<'p> {
    /// Takes the key of a path item apart.
    pub(super) fn of(key: &'p str) -> Self {
        let (key, fragment) = cut(key, '#');
        let (path, query) = cut(key, '?');
        let pieces = query.into_iter().flat_map(|query| query.split('&')).filter(|piece| !piece.is_empty());
        Self { path, query: pieces.map(piece).collect(), fragment }
    }

    /// The name in the query that a parameter of the path fills, if it is one of those.
    pub(super) fn in_query(&self, parameter: &str) -> Option<&'p str> {
        self.query.iter().find(|(_, piece)| *piece == Piece::Param(parameter)).map(|(name, _)| *name)
    }

    /// Whether the query has a value of this name that never changes.
    pub(super) fn fixes(&self, name: &str) -> bool {
        self.query.iter().any(|(known, piece)| *known == name && matches!(piece, Piece::Fixed(_)))
    }
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, behind)| (before, Some(behind)))
}

fn piece(text: &str) -> (&str, Piece<'_>) {
    let (name, value) = cut(text, '=');
    let piece = match value {
        _ if name.contains(['{', '}']) => Piece::Mixed,
        None => Piece::Fixed(None),
        Some(value) => match next_parameter(value) {
            Some(("", name, "")) => Piece::Param(name),
            None if !value.contains(['{', '}']) => Piece::Fixed(Some(value)),
            _ => Piece::Mixed,
        },
    };
    (name, piece)
}

#[cfg(test)]
mod tests {
    use super::{PathTemplate, Piece};

    #[test]
    fn a_key_is_taken_apart() {
        let route = PathTemplate::of("/rest?method=get&page={no}&raw&mixed=a{b}#second");
        assert_eq!((route.path, route.fragment), ("/rest", Some("second")));
        let pieces = [
            ("method", Piece::Fixed(Some("get"))),
            ("page", Piece::Param("no")),
            ("raw", Piece::Fixed(None)),
            ("mixed", Piece::Mixed),
        ];
        assert_eq!(route.query, pieces);
        assert_eq!(route.in_query("no"), Some("page"));
        assert!(route.fixes("method") && !route.fixes("page"));
    }

    #[test]
    fn a_plain_path_is_only_that() {
        let route = PathTemplate::of("/pets/{id}");
        assert_eq!((route.path, route.query.len(), route.fragment), ("/pets/{id}", 0, None));
    }
}

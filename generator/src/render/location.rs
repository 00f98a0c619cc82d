//! Where a place stands, in the words of people: file, line and column.

use serde_json::{Value, json};

use super::located::{Shown, Texts};
use crate::place::Place;
use crate::source::Sources;

/// Where a place stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location<'s> {
    /// The name of the file; of a fragment, that of its page.
    pub file: &'s str,
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// The pointer to the node, in the document as it is written.
    pub pointer: Option<String>,
}

impl<'s> Location<'s> {
    pub(super) fn of(shown: &Shown<'_>, texts: &Texts<'s>) -> Self {
        let Shown { file, span, pointer } = shown;
        let pointer = pointer.map(ToString::to_string);
        Self { file: texts.name(*file), line: span.line, column: span.column, pointer }
    }

    /// As `{file, line, column, pointer}`, which diagnostics have, too.
    pub fn to_json(&self) -> Value {
        json!({ "file": self.file, "line": self.line, "column": self.column, "pointer": self.pointer })
    }
}

/// Where places stand, in their order. Each text is read once for all of them.
///
/// # Example
/// ```
/// use crategen::{place::{Place, Spot}, pointer::Pointer, render::locate, source::Sources};
///
/// let mut sources = Sources::new();
/// let file = sources.add("pets.yaml", "info:\n  title: Pets\n");
/// let place = Place { file, spot: Spot::Pointer(Pointer::root().join(["info", "title"])) };
/// let found = locate([&place], &sources);
/// assert_eq!((found[0].file, found[0].line, found[0].column), ("pets.yaml", 2, 10));
/// ```
pub fn locate<'s, 'p>(places: impl IntoIterator<Item = &'p Place>, sources: &'s Sources) -> Vec<Location<'s>> {
    let mut texts = Texts::new(sources);
    let location = |place: &Place| {
        let shown = texts.shown(place);
        Location::of(&shown, &texts)
    };
    places.into_iter().map(location).collect()
}

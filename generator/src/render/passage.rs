//! The text that a place stands for, from the key to the end of the value.

use super::located::{Shown, Texts};
use super::location::Location;
use crate::place::{Place, Spot};
use crate::source::Sources;

/// A place with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage<'s> {
    /// Where the place stands.
    pub location: Location<'s>,
    /// The text: whole lines, unless the document has little more than one.
    pub text: &'s str,
    /// The line that the text begins in.
    pub first: usize,
}

/// Bytes before a node that are shown with it, to the start of its line.
const LEAD: usize = 100;

/// Each place with its text; each file is read once for all of them.
pub fn passages<'s, 'p>(places: impl IntoIterator<Item = &'p Place>, sources: &'s Sources) -> Vec<Passage<'s>> {
    let mut texts = Texts::new(sources);
    places.into_iter().map(|place| passage(place, &mut texts, sources)).collect()
}

fn passage<'s>(place: &Place, texts: &mut Texts<'s>, sources: &'s Sources) -> Passage<'s> {
    let shown = texts.shown(place);
    let Shown { file, span, .. } = &shown;
    let of = |spot: Spot| Place { file: place.file, spot };
    let (start, end) = match &place.spot {
        Spot::Pointer(pointer) | Spot::Key(pointer) => {
            let (key, value) = (of(Spot::Key(pointer.clone())), of(Spot::Pointer(pointer.clone())));
            (texts.shown(&key).span.bytes.start, texts.shown(&value).span.bytes.end)
        }
        Spot::Offset(_) => (span.bytes.start, span.bytes.end),
    };
    let locator = texts.locator(*file);
    let first = locator.at(start..start).line;
    let line = |number: usize| locator.line_bytes(number);
    let begins = line(first).map_or(start, |bytes| bytes.start);
    let text = sources.text(*file);
    let begins = if start.saturating_sub(begins) > LEAD { start } else { begins };
    Passage {
        location: Location::of(&shown, texts),
        text: text.get(begins..end.max(begins)).unwrap_or_default().trim_end(),
        first,
    }
}

//! Messages: an object with `asyncapi`, or a fence below a heading `AsyncAPI` or with a file of that name.

use super::{Fenced, Reading};
use crate::document::page::found::Kind;
use crate::document::page::markdown::Fence;

pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    let value = fenced.value.filter(|value| value.is_object());
    let named = value.is_some_and(|value| value.get("asyncapi").is_some());
    (named || above(fenced.fence)).then_some(Reading::Other(Kind::Messages, String::new()))
}

/// Whether the info string or the heading above says so.
pub(super) fn above(fence: &Fence) -> bool {
    let says = |text: &String| text.to_ascii_lowercase().contains("asyncapi");
    fence.info.words.iter().any(says) || fence.above.heading.as_ref().is_some_and(says)
}

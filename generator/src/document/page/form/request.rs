//! A request to try: an object with `method` and `url`, nothing of which is documentation of an operation.

use super::{Fenced, Reading};
use crate::document::page::found::Kind;

pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    let marked = fenced.fence.info.words.iter().any(|word| word == "http");
    let text = |key: &str| fenced.value.and_then(|value| value.get(key)?.as_str());
    let request = text("method").is_some() && text("url").is_some();
    (marked || request).then(|| {
        let about = [text("method"), text("url")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Reading::Other(Kind::Request, about)
    })
}

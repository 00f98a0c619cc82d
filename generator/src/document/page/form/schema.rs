//! A JSON Schema: marked as such in the info string, or an object with `$schema`.

use super::{Fenced, Reading};
use crate::document::page::found::Kind;

pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    let marked = fenced.fence.info.words.iter().any(|word| word == "json_schema");
    let schema = fenced.value.is_some_and(|value| value.get("$schema").is_some());
    (marked || schema).then_some(Reading::Other(Kind::Schema, String::new()))
}

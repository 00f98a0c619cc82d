//! A part of a document of OpenAPI 2.0: an object with `swagger: "2.0"`. It is converted where its places are known.

use super::{Fenced, Reading};
use crate::document::{Document, Origins, swagger};

pub(super) fn read(fenced: &Fenced<'_>) -> Option<Reading> {
    let value = fenced.value.filter(|value| swagger::is_version_2(value))?;
    Some(Reading::Document(Document::new(value.clone(), Origins::of(fenced.region))))
}

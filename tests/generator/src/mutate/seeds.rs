//! The documents that mutations start from.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::numbers::Numbers;
use crate::pipeline::cases;
use crate::{files_below, mutate};

/// Larger documents of the outside corpus take too long for many rounds.
const SMALL: u64 = 60_000;

/// Parts of the outside corpus whose files are documents of their own.
const PARTS: [&str; 11] = [
    "negative",
    "oai",
    "oapi-codegen",
    "oas3gen-fixtures",
    "ogen-examples",
    "ogen-positive",
    "openapi-typescript",
    "progenitor",
    "schemas-only",
    "speakeasy",
    "xero",
];

/// The documents, as text and as values.
pub struct Seeds {
    texts: Vec<String>,
    values: Vec<Value>,
}

impl Seeds {
    /// Our own fixtures, and small documents of the outside corpus where it is there.
    pub fn all() -> Self {
        let mut texts: Vec<String> = cases("good").into_iter().map(|case| case.text).collect();
        if let Ok(corpus) = harness::outside("corpus") {
            let small = |path: &PathBuf| fs::metadata(path).is_ok_and(|metadata| metadata.len() < SMALL);
            let read = |path: PathBuf| fs::read_to_string(path).ok();
            let files = |part: &&str| files_below(&corpus.join(part), &["json", "yaml", "yml"]);
            texts.extend(PARTS.iter().flat_map(files).filter(small).filter_map(read));
        }
        let read = texts.into_iter().filter_map(|text| serde_yaml::from_str(&text).ok().map(|value| (text, value)));
        let (texts, values) = read.unzip();
        Self { texts, values }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// A document that is changed, and its name.
    ///
    /// # Panics
    /// Where there are none.
    pub fn mutated(&self, numbers: &mut Numbers) -> (String, Vec<u8>) {
        let at = numbers.below(self.len());
        let (Some(text), Some(value)) = (self.texts.get(at), self.values.get(at)) else {
            panic!("there are no documents")
        };
        if numbers.once_in(6) {
            let json = numbers.once_in(2);
            let text = if json { serde_json::to_string_pretty(value).unwrap_or_default() } else { text.clone() };
            let mut text = text.into_bytes();
            mutate::bytes(numbers, &mut text);
            return (if json { "a.json" } else { "a.yaml" }.to_owned(), text);
        }
        let mut value = value.clone();
        mutate::value(numbers, &mut value, &self.values);
        ("a.json".to_owned(), serde_json::to_vec(&value).unwrap_or_default())
    }
}

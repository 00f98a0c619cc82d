//! What is known of the pages in a folder, kept beside them: where each came from, and which version it is.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::choose::{Choice, Named, Skipped};
use crate::fetch::Validators;

/// The name of the file.
pub const NAME: &str = "pages.json";

/// The manifest of a folder of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this form.
    pub version: u32,
    /// Where the pages come from, and what was wanted of it.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Complete documents that an index names.
    #[serde(default)]
    pub documents: Vec<Named>,
    /// The pages, in the order of their sources.
    #[serde(default)]
    pub pages: Vec<Entry>,
    /// What an index names and was not taken.
    #[serde(default)]
    pub skipped: Vec<Skipped>,
}

/// The version of the form that is written.
pub const VERSION: u32 = 1;

/// Where pages come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// The address that was given: of an index, a page, or the root of a documentation.
    pub url: String,
    /// The address of the index, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// What the pages of the index have to be below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The title of the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The file that the index is kept in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The SHA-256 of the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What was wanted.
    #[serde(default)]
    pub choice: Choice,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Entry {
    /// The file, relative to the folder, with `/`.
    pub file: String,
    /// Where it was fetched; `None` for a copy of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address in the index, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The text of its link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The section of the index that names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The header `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// The server's date when it was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

impl Entry {
    /// The name of its version.
    pub fn validators(&self) -> Validators {
        Validators { etag: self.etag.clone(), last_modified: self.last_modified.clone() }
    }

    /// The address that names it in its index, or that it was fetched at.
    pub fn address(&self) -> Option<&str> {
        self.link.as_deref().or(self.url.as_deref())
    }

    /// What tells it from other pages: its address, or else its file.
    pub fn key(&self) -> &str {
        self.address().unwrap_or(&self.file)
    }
}

impl Manifest {
    /// No pages yet.
    pub fn new() -> Self {
        Self { version: VERSION, ..Self::default() }
    }

    /// The page of an address in an index.
    pub fn page(&self, address: &str) -> Option<&Entry> {
        self.pages.iter().find(|page| page.address() == Some(address) || page.url.as_deref() == Some(address))
    }

    /// Takes a page in, in place of what was known of it.
    pub fn put(&mut self, entry: Entry) {
        match self.pages.iter_mut().find(|page| page.key() == entry.key() || page.file == entry.file) {
            Some(page) => *page = entry,
            None => self.pages.push(entry),
        }
    }

    /// Brings the pages into an order, those that it does not name last.
    pub fn order(&mut self, keys: &[String]) {
        let places: std::collections::BTreeMap<&str, usize> =
            keys.iter().enumerate().map(|(place, key)| (key.as_str(), place)).collect();
        self.pages.sort_by_key(|page| places.get(page.key()).copied().unwrap_or(usize::MAX));
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

//! The files of a bundle: each read once, and kept.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::document::bundle::Load;
use crate::source::{FileId, Sources, parse_foreign};

/// The most files of one document.
const MOST_FILES: usize = 20_000;
/// The most bytes of all files together.
const MOST_BYTES: usize = 512 << 20;

/// The files that were asked for so far.
pub(super) struct Shelf<'b> {
    sources: &'b mut Sources,
    loader: &'b mut dyn Load,
    texts: Vec<Text>,
    by_path: BTreeMap<String, Result<usize, String>>,
    bytes: usize,
}

/// One file.
pub(super) struct Text {
    /// Its path.
    pub path: String,
    /// Its number among the sources; `None` for the document that is bundled.
    pub file: Option<FileId>,
    /// What it says.
    pub value: Value,
}

impl<'b> Shelf<'b> {
    /// Only the document that is bundled, as number 0.
    pub fn new(sources: &'b mut Sources, loader: &'b mut dyn Load, path: &str, value: Value) -> Self {
        let root = Text { path: path.to_owned(), file: None, value };
        let by_path = BTreeMap::from([(path.to_owned(), Ok(0))]);
        Self { sources, loader, texts: vec![root], by_path, bytes: 0 }
    }

    /// A file that was read before.
    pub fn get(&self, number: usize) -> Option<&Text> {
        self.texts.get(number)
    }

    /// The number of the file at `path`; else why there is none. What is wrong inside of it is said once, here.
    pub fn number(&mut self, path: &str, diags: &mut Diagnostics) -> Result<usize, String> {
        if let Some(known) = self.by_path.get(path) {
            return known.clone();
        }
        let read = self.read(path, diags);
        self.by_path.insert(path.to_owned(), read.clone());
        read
    }

    fn read(&mut self, path: &str, diags: &mut Diagnostics) -> Result<usize, String> {
        if self.texts.len() >= MOST_FILES {
            return Err(format!("there are more than {MOST_FILES} files"));
        }
        let bytes = self.loader.load(path).map_err(|error| error.to_string())?;
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > MOST_BYTES {
            return Err(format!("the files have more than {MOST_BYTES} bytes together"));
        }
        let file = self.sources.add_bytes(path, bytes);
        let value = diags.keep(parse_foreign(self.sources, file)).ok_or_else(|| "it could not be parsed".to_owned())?;
        self.texts.push(Text { path: path.to_owned(), file: Some(file), value });
        Ok(self.texts.len() - 1)
    }
}

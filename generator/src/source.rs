//! Texts of documents: JSON or YAML → [`serde_json::Value`] with key order kept.

mod char_index;
mod encoding;
mod json;
mod limits;
mod locate;
mod outline;
mod parse;
mod region;
mod yaml;

pub use crate::place::FileId;
pub use limits::Limits;
pub use locate::{Locator, Span, locate};
pub use parse::parse;
pub use parse::parse_foreign;
pub use parse::parse_within;
pub(crate) use region::Piece;
use region::Region;
pub(crate) use yaml::plain_scalar;

/// The texts that a run has read.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// One text with the name that it is shown by.
#[derive(Debug)]
struct SourceFile {
    name: String,
    text: String,
    fault: Option<Fault>,
    region: Option<Region>,
    location: Option<String>,
}

/// Why bytes are not a text. Kept until the file is parsed, where it becomes a located diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The byte at this offset belongs to no UTF-8 sequence.
    NotUtf8(usize),
    /// It is UTF-16 or UTF-32, and the byte at this offset belongs to no character.
    NotUtf16(usize),
}

impl Fault {
    /// The byte where it starts.
    pub(crate) fn offset(self) -> usize {
        match self {
            Self::NotUtf8(offset) => offset,
            // What follows in the lossy text has other offsets than the bytes.
            Self::NotUtf16(_) => 0,
        }
    }
}

/// What a text is said to be, by its file name or by the info string of its fence. Only a hint: the content decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    Json,
    Yaml,
    Unknown,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text; `name` is what diagnostics show (a path relative to where the user stands). A byte order mark at
    /// its start is dropped.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(name.into(), text.into(), None, None)
    }

    /// Adds a text as the bytes of a file, in UTF-8, UTF-16 or UTF-32 (YAML 1.2.2, section 5.2). Bytes that are no text in their
    /// encoding are accepted here and reported when the file is parsed, with their place.
    pub fn add_bytes(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        let bytes = bytes.into();
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (text, fault) = match encoding::decode(&bytes) {
            Some(Ok(text)) => (text, None),
            Some(Err(offset)) => (lossy(&bytes), Some(Fault::NotUtf16(offset))),
            None => match String::from_utf8(bytes) {
                Ok(text) => (text, None),
                Err(error) => (lossy(error.as_bytes()), Some(Fault::NotUtf8(error.utf8_error().valid_up_to()))),
            },
        };
        self.push(name.into(), text, fault, None)
    }

    /// Adds a text that was cut out of another one, piece by piece. Diagnostics about it show the other text.
    pub(crate) fn add_region(&mut self, parent: FileId, pieces: Vec<Piece>, hint: Hint) -> FileId {
        let (text, region) = Region::new(parent, pieces, hint);
        self.push(self.name(parent).to_owned(), text, None, Some(region))
    }

    fn push(&mut self, name: String, text: String, fault: Option<Fault>, region: Option<Region>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) if region.is_none() => rest.to_owned(),
            _ => text,
        };
        self.files.push(SourceFile { name, text, fault, region, location: None });
        id
    }

    /// The name that a file is shown by. The fragments of a page have the name of the page.
    pub fn name(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].name
    }

    /// Says from which URL a document was fetched: what its relative URLs of servers are relative to.
    pub fn set_location(&mut self, file: FileId, url: impl Into<String>) {
        self.files[file.0 as usize].location = Some(url.into());
    }

    /// The URL that a document was fetched from.
    pub fn location(&self, file: FileId) -> Option<&str> {
        self.files[file.0 as usize].location.as_deref()
    }

    /// The URLs that documents were fetched from, in the order in which they were added.
    pub fn locations(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(|file| file.location.as_deref())
    }

    /// The text of a file, without a byte order mark.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text
    }

    /// Where a byte of a file stands in the text that people see: for a fragment of a page the page and the offset
    /// there, otherwise what was given.
    pub fn resolve(&self, file: FileId, offset: usize) -> (FileId, usize) {
        match &self.files[file.0 as usize].region {
            Some(region) => self.resolve(region.parent, region.offset(offset)),
            None => (file, offset),
        }
    }

    pub(crate) fn fault(&self, file: FileId) -> Option<Fault> {
        self.files[file.0 as usize].fault
    }

    pub(crate) fn hint(&self, file: FileId) -> Hint {
        let file = &self.files[file.0 as usize];
        let named = |ending: &str| file.name.to_ascii_lowercase().ends_with(ending);
        match &file.region {
            Some(region) => region.hint,
            None if named(".json") => Hint::Json,
            None if named(".yaml") || named(".yml") => Hint::Yaml,
            None => Hint::Unknown,
        }
    }
}

//! External references to local files → one document. What a reference leads to becomes a component, under the last
//! token of its pointer or the name of its file; where OpenAPI has no components for it (path items, and what people
//! write all the same: operations, texts, whole maps), it is put in the place of the reference.
//!
//! Files are read through [`Load`], never from a network: a reference with a scheme or a host is a located error.

mod address;
mod bring;
mod folder;
mod follow;
mod names;
mod shelf;
mod version_2;
mod walk;

use std::fmt;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::source::Sources;

pub use folder::FolderLoader;

/// Reads the files that references lead to.
pub trait Load {
    /// The bytes of the file at `path`, which is relative to the folder that references may not leave; its parts are
    /// separated by `/`, and none of them is empty, `.` or `..`.
    ///
    /// # Errors
    /// The file is not there, not a plain file, too large, outside, or cannot be read.
    fn load(&mut self, path: &str) -> Result<Vec<u8>, LoadError>;

    /// How [`load`](Self::load) would name a document that is shown as `shown`: unless the loader knows better, by its
    /// file name.
    fn path_of(&self, shown: &str) -> String {
        shown.rsplit(['/', '\\']).next().unwrap_or(shown).to_owned()
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// There is no such file.
    Missing,
    /// It stands outside of the folder, perhaps behind a symbolic link.
    Outside,
    /// It has more bytes than this.
    TooLarge(u64),
    /// Anything else, in words.
    Other(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(f, "there is no such file"),
            Self::Outside => write!(f, "it is outside of the folder that may be read"),
            Self::TooLarge(limit) => write!(f, "it has more than {limit} bytes"),
            Self::Other(why) => write!(f, "{why}"),
        }
    }
}

impl std::error::Error for LoadError {}

/// Brings everything that `document` refers to in other files into it. `path` is where the document itself stands, as
/// [`Load`] would name it (`openapi.yaml`, `spec/openapi.yaml`): its references are relative to that.
///
/// The result has no reference to another file, except where `diags` has an error: there
/// `{"x-crategen-invalid": "<code>"}` stands in the place of the reference. Each part's origin is its file.
pub fn bundle(
    sources: &mut Sources,
    loader: &mut dyn Load,
    document: Document,
    path: &str,
    diags: &mut Diagnostics,
) -> Document {
    if !leads_outside(&document.value) {
        return document;
    }
    walk::run(sources, loader, document, path, diags)
}

/// Whether anything in a document may refer to another file. Most documents need no walk by position.
fn leads_outside(root: &Value) -> bool {
    let foreign = |text: &Value| text.as_str().is_some_and(|text| !text.starts_with('#'));
    let file =
        |text: &Value| text.as_str().is_some_and(|text| !text.starts_with('#') && text.contains(['.', '/', ':']));
    let mut queue = vec![root];
    while let Some(value) = queue.pop() {
        match value {
            Value::Array(items) => queue.extend(items),
            Value::Object(map) => {
                let mapped = map.get("mapping").and_then(Value::as_object);
                let identity = ["$id", "$self"].iter().any(|key| map.contains_key(*key));
                if map.get("$ref").is_some_and(foreign) || identity || mapped.is_some_and(|all| all.values().any(file))
                {
                    return true;
                }
                queue.extend(map.values());
            }
            _ => {}
        }
    }
    false
}

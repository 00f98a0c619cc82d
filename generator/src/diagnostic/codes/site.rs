//! Codes about folders that hold the pages of a documentation site.

use super::{Code, Lost, NOTE};

pub(super) const CODES: &[Code] = &[Code::new(
    "site::pages",
    NOTE,
    Lost::Nothing,
    "The pages of a folder or of an index that are read, or a complete document that the index names.",
    "If a complete document is named, give that: it is the better input.",
)];

//! Paging: how an operation gives its results page by page.

use super::Type;

/// How an operation gives its results page by page.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The JSON Pointer (RFC 6901) of the items in the body.
    pub items: String,
    /// The type of an item.
    pub item: Type,
    /// How the next page is asked for.
    pub next: NextPage,
    /// The JSON Pointer of what says whether there are more pages.
    pub more: Option<String>,
    /// Where the request says the size of a page, and what is sent there unless the caller says otherwise.
    pub size: Option<(PageInput, u64)>,
}

/// Where a request says which page it asks for, or how long pages are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageInput {
    /// In a parameter: an index of [`Operation::params`](super::Operation::params).
    Param(usize),
    /// In the body.
    Body {
        /// The JSON Pointer of the field.
        pointer: String,
        /// Whether it is text even where the value could be a number.
        text: bool,
        /// The media type of the body.
        media_type: String,
    },
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// By what the response tells.
    Cursor {
        /// Where the request says it.
        input: PageInput,
        /// Where the response tells it.
        from: Source,
    },
    /// By its number.
    Page {
        /// Where the request says it.
        input: PageInput,
        /// The number of the first page.
        first: u64,
        /// Where the response tells how many pages there are.
        count: Option<Source>,
    },
    /// By how many items there are before it.
    Offset {
        /// Where the request says it.
        input: PageInput,
        /// Where the response tells how many items there are.
        total: Option<Source>,
    },
    /// By a URL that the response tells.
    Link {
        /// Where the response tells it.
        from: Source,
    },
}

/// Where a response tells something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the body, at a JSON Pointer.
    Body(String),
    /// In the last item, at a JSON Pointer.
    LastItem(String),
    /// In a header.
    Header(String),
    /// In the header `Link`, with the relation `next`.
    NextLink,
}

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
    /// The parameter of the size of a page, an index of [`Operation::params`](super::Operation::params), and what is sent in
    /// it unless the caller says otherwise.
    pub size: Option<(usize, u64)>,
}

/// How the next page is asked for; parameters are indices of [`Operation::params`](super::Operation::params).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// By what the response tells.
    Cursor {
        /// The parameter.
        param: usize,
        /// Where the response tells it.
        from: Source,
    },
    /// By its number.
    Page {
        /// The parameter.
        param: usize,
        /// The number of the first page.
        first: u64,
        /// Where the response tells how many pages there are.
        count: Option<Source>,
    },
    /// By how many items there are before it.
    Offset {
        /// The parameter.
        param: usize,
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

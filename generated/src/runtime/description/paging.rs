//! How the pages of an operation follow each other. Plain data in `static`s.

/// How the pages of an operation follow each other.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    /// Where a page has its items: a JSON Pointer (RFC 6901) into the body. Nothing there counts as no items.
    pub items: &'static str,
    /// How the next page is asked for.
    pub next: NextPage,
    /// Where the body says whether there are more pages: `true` or `false`.
    pub more: Option<&'static str>,
    /// The parameter that says how many items a page has, and what is sent in it unless the caller says otherwise.
    pub size: Option<(usize, u64)>,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug)]
pub enum NextPage {
    /// By a text or number from the response, in the parameter of that index.
    Cursor {
        /// The parameter.
        param: usize,
        /// Where the response has it; there are no more pages where it is absent, null or empty.
        from: PageSource,
    },
    /// By its number, in the parameter of that index.
    Page {
        /// The parameter.
        param: usize,
        /// The number of the first page.
        first: u64,
        /// Where the response has the number of pages.
        count: Option<PageSource>,
    },
    /// By the number of items before it, in the parameter of that index.
    Offset {
        /// The parameter.
        param: usize,
        /// Where the response has the number of items.
        total: Option<PageSource>,
    },
    /// By a URL from the response, which has to be of the origin that the call goes to.
    Link {
        /// Where the response has it; there are no more pages where it is absent, null or empty.
        from: PageSource,
    },
}

/// Where a response has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSource {
    /// In the body, at a JSON Pointer.
    Body(&'static str),
    /// In the last item of the page, at a JSON Pointer.
    LastItem(&'static str),
    /// In a header.
    Header(&'static str),
    /// In the `Link` header with the relation `next` (RFC 8288).
    NextLink,
}

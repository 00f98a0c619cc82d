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
    /// What says how many items a page has, and what is sent in it unless the caller says otherwise.
    pub size: Option<(PageInput, u64)>,
}

/// Where a request says which page it asks for, or how long pages are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageInput {
    /// In the parameter of that index.
    Param(usize),
    /// In a body of JSON.
    Body {
        /// The JSON Pointer (RFC 6901) of the field, through objects.
        pointer: &'static str,
        /// Whether the value is a string even where it could be a number.
        text: bool,
        /// The media type of a body that has nothing else in it.
        media_type: &'static str,
    },
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug)]
pub enum NextPage {
    /// By a text or number from the response.
    Cursor {
        /// Where the request says it.
        input: PageInput,
        /// Where the response has it; there are no more pages where it is absent, null or empty.
        from: PageSource,
    },
    /// By its number.
    Page {
        /// Where the request says it.
        input: PageInput,
        /// The number of the first page.
        first: u64,
        /// Where the response has the number of pages.
        count: Option<PageSource>,
    },
    /// By the number of items before it.
    Offset {
        /// Where the request says it.
        input: PageInput,
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

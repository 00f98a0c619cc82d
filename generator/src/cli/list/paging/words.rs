//! Names that APIs commonly give to what pages are asked for with and told by, without case and marks.

pub(super) const CURSOR: &[&str] = &[
    "cursor",
    "after",
    "startingafter",
    "pagetoken",
    "nexttoken",
    "nextpagetoken",
    "nextcursor",
    "continuationtoken",
    "continuation",
    "marker",
    "startcursor",
    "afterid",
    "pageafter",
    "pagecursor",
    "paginationtoken",
    "paginationkey",
    "scrollid",
    "startafter",
    "pagestate",
    "bookmark",
    "lastkey",
    "exclusivestartkey",
];
pub(super) const PAGE: &[&str] = &["page", "pagenumber", "pagenum", "pageno", "pageindex", "currentpage"];
pub(super) const OFFSET: &[&str] = &["offset", "skip", "startat", "startindex", "pageoffset", "start", "from"];
pub(super) const SIZE: &[&str] = &[
    "limit",
    "perpage",
    "pagesize",
    "pagelimit",
    "first",
    "maxresults",
    "size",
    "top",
    "resultsperpage",
    "maxitems",
    "itemsperpage",
    "count",
    "take",
];
pub(super) const NEXT: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpage",
    "nextmarker",
    "endcursor",
    "continuationtoken",
    "after",
    "next",
    "cursor",
    "paginationtoken",
    "scrollid",
    "nextafter",
    "lastid",
    "pagetoken",
    "nextpagecursor",
    "bookmark",
    "lastevaluatedkey",
];
/// Where the next page begins, in a parameter that is called an offset or a page, but is told by the response.
pub(super) const NEXT_OFFSET: &[&str] =
    &["nextpageoffset", "nextoffset", "nextstart", "nextstartindex", "nextskip", "nextfrom", "offsetnext"];
pub(super) const LINK: &[&str] =
    &["next", "nexturl", "nextlink", "nextpageurl", "odatanextlink", "nextpagelink", "nexthref", "href", "nextpage"];
pub(super) const MORE: &[&str] =
    &["hasmore", "hasnextpage", "hasnext", "more", "hasmorepages", "morepages", "istruncated"];
pub(super) const PAGES: &[&str] = &["totalpages", "pagecount", "lastpage", "pages", "totalpage"];
pub(super) const TOTAL: &[&str] = &["total", "totalcount", "totalitems", "totalresults", "totalrecords"];
pub(super) const ITEMS: &[&str] = &[
    "data",
    "items",
    "results",
    "records",
    "entries",
    "values",
    "value",
    "content",
    "rows",
    "list",
    "objects",
    "hits",
    "documents",
    "resources",
    "elements",
    "members",
    "nodes",
];
pub(super) const AROUND: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "pageinfo",
    "responsemetadata",
    "links",
    "cursors",
    "page",
    "result",
    "data",
    "response",
    "next",
    "hits",
    "search",
];

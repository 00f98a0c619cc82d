//! `[[paging]]`: how operations give their results page by page, which OpenAPI has no words for.

use regex_lite::Regex;

use crate::config::legal::check_header;
use crate::config::read::Table;
use crate::config::rules::pattern;
use crate::config::values::{checked, invalid, parsed, value};
use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::Pointer;

/// `[[paging]]`: how operations give their results page by page.
#[derive(Clone, Debug)]
pub struct PagingRule {
    /// Which operations.
    pub which: Which,
    /// `items`: where a page has its items, in the response; the root for a response that is a list.
    pub items: Pointer,
    /// `kind`, and what belongs to it: how the next page is asked for.
    pub next: NextPage,
    /// `more`: where the response says whether there are more pages.
    pub more: Option<Pointer>,
    /// `size`: the parameter, or field of the body, that says how many items a page has.
    pub size: Option<String>,
    /// `per-page`: what is sent in it unless the caller says otherwise.
    pub per_page: Option<u64>,
    /// Where the rule stands.
    pub place: Place,
}

/// The operations of a rule.
#[derive(Clone, Debug)]
pub enum Which {
    /// `operation`: the one with this `operationId`, which the rule has to fit.
    Operation(String),
    /// `pattern`: those whose `operationId` matches, as far as the rule fits them.
    Pattern(Regex),
}

impl Which {
    /// Whether it is about the operation of this id.
    pub fn concerns(&self, id: &str) -> bool {
        match self {
            Self::Operation(operation) => operation == id,
            Self::Pattern(pattern) => pattern.is_match(id),
        }
    }
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// `"cursor"`: by a value of the response, in a parameter or a field of the body.
    Cursor {
        /// `parameter`: its name, or the name or JSON Pointer of a field of the body.
        parameter: String,
        /// `next`, `next-header` or `next-item`
        from: ToldIn,
    },
    /// `"page"`: by its number, in a parameter.
    Page {
        /// `parameter`: its name, or the name or JSON Pointer of a field of the body.
        parameter: String,
        /// `first`: the number of the first page; 1 if it is not said.
        first: u64,
        /// `total` or `total-header`: where the response tells how many pages there are.
        count: Option<ToldIn>,
    },
    /// `"offset"`: by how many items there are before it, in a parameter.
    Offset {
        /// `parameter`: its name, or the name or JSON Pointer of a field of the body.
        parameter: String,
        /// `total` or `total-header`: where the response tells how many items there are.
        total: Option<ToldIn>,
    },
    /// `"link"`: by a URL that the response tells.
    Link {
        /// `next` or `next-header`; the header `Link` (RFC 8288) if neither is said.
        from: ToldIn,
    },
}

/// Where a response tells something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldIn {
    /// In the body.
    Body(Pointer),
    /// In the last item of the page.
    LastItem(Pointer),
    /// In a header.
    Header(String),
    /// In the header `Link`, with the relation `next`.
    NextLink,
}

/// What the keys of a rule say, before they are put together.
struct Keys {
    parameter: Option<String>,
    next: Option<ToldIn>,
    total: Option<ToldIn>,
    first: Option<u64>,
}

pub(super) fn paging(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<PagingRule> {
    let before = diagnostics.iter().count();
    let which = which("[[paging]]", rule, diagnostics);
    let kind = rule.required("kind", diagnostics);
    let items = at(rule, "items", diagnostics);
    if items.is_none() {
        rule.required("items", diagnostics);
    }
    let keys = Keys {
        parameter: value(rule.text("parameter", diagnostics)),
        next: next(rule, diagnostics),
        total: total(rule, diagnostics),
        first: value(rule.whole("first", diagnostics)),
    };
    let more = at(rule, "more", diagnostics);
    let size = value(rule.text("size", diagnostics));
    let per_page = value(rule.whole("per-page", diagnostics));
    if per_page.is_some() && size.is_none() {
        invalid(&rule.place(), "per-page", "needs `size`: the parameter that it is sent in", diagnostics);
    }
    let kind = kind?;
    let place = rule.place();
    let next = parsed(kind, "kind", "must be \"cursor\" or \"page\" or \"offset\" or \"link\"", diagnostics, |kind| {
        ["cursor", "page", "offset", "link"].into_iter().find(|known| *known == kind)
    });
    let next = next_page(next?, keys, &place, diagnostics);
    // A rule of which something is wrong would page in another way than it says.
    let fine = diagnostics.iter().count() == before;
    if !fine {
        return None;
    }
    Some(PagingRule { which: which?, items: items?, next: next?, more, size, per_page, place })
}

pub(super) fn which(section: &str, rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<Which> {
    let (operation, found) = (rule.text("operation", diagnostics), rule.text("pattern", diagnostics));
    match (operation, found) {
        (Some(operation), None) => Some(Which::Operation(operation.value)),
        (None, Some(found)) => pattern(&found, "pattern", diagnostics).map(Which::Pattern),
        _ => {
            invalid(&rule.place(), section, "needs either `operation` or `pattern`", diagnostics);
            None
        }
    }
}

/// A JSON Pointer into a response.
fn at(rule: &mut Table<'_, '_>, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Pointer> {
    let found = rule.text(key, diagnostics)?;
    parsed(found, key, "must be a JSON Pointer into the response, as /data/items", diagnostics, |text| {
        text.parse().ok()
    })
}

fn header(rule: &mut Table<'_, '_>, key: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
    let found = rule.text(key, diagnostics)?;
    checked(found, key, diagnostics, check_header).map(|name| name.to_ascii_lowercase())
}

fn next(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<ToldIn> {
    let body = at(rule, "next", diagnostics).map(ToldIn::Body);
    let item = at(rule, "next-item", diagnostics).map(ToldIn::LastItem);
    let header = header(rule, "next-header", diagnostics).map(ToldIn::Header);
    one_of([body, item, header], "one of `next`, `next-header` and `next-item`", rule, diagnostics)
}

fn total(rule: &mut Table<'_, '_>, diagnostics: &mut Diagnostics) -> Option<ToldIn> {
    let body = at(rule, "total", diagnostics).map(ToldIn::Body);
    let header = header(rule, "total-header", diagnostics).map(ToldIn::Header);
    one_of([body, header, None], "one of `total` and `total-header`", rule, diagnostics)
}

fn one_of(
    found: [Option<ToldIn>; 3],
    what: &str,
    rule: &Table<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<ToldIn> {
    let mut found = found.into_iter().flatten();
    let first = found.next();
    if found.next().is_some() {
        invalid(&rule.place(), "[[paging]]", &format!("can have only {what}"), diagnostics);
    }
    first
}

/// Puts the keys together; a key that the kind has no use for is refused, so that it is never without effect.
fn next_page(kind: &str, keys: Keys, place: &Place, diagnostics: &mut Diagnostics) -> Option<NextPage> {
    let Keys { parameter, next, total, first } = keys;
    let allowed: &[&str] = match kind {
        "cursor" => &["parameter", "next"],
        "page" => &["parameter", "total", "first"],
        "offset" => &["parameter", "total"],
        _ => &["next"],
    };
    let given = [
        ("parameter", parameter.is_some()),
        ("next", next.is_some()),
        ("total", total.is_some()),
        ("first", first.is_some()),
    ];
    for (key, _) in given.iter().filter(|(key, given)| *given && !allowed.contains(key)) {
        invalid(place, key, &format!("has no meaning for the kind \"{kind}\""), diagnostics);
    }
    if parameter.is_none() && allowed.contains(&"parameter") {
        invalid(place, "[[paging]]", &format!("of the kind \"{kind}\" needs a `parameter`"), diagnostics);
    }
    match kind {
        "cursor" => {
            if next.is_none() {
                let what = "of the kind \"cursor\" needs `next`, `next-header` or `next-item`";
                invalid(place, "[[paging]]", what, diagnostics);
            }
            Some(NextPage::Cursor { parameter: parameter?, from: next? })
        }
        "page" => Some(NextPage::Page { parameter: parameter?, first: first.unwrap_or(1), count: total }),
        "offset" => Some(NextPage::Offset { parameter: parameter?, total }),
        _ => {
            let from = next.unwrap_or(ToldIn::NextLink);
            if matches!(from, ToldIn::LastItem(_)) {
                invalid(place, "next-item", "has no meaning for the kind \"link\"", diagnostics);
            }
            // The header Link is more than a URL.
            let link = matches!(&from, ToldIn::Header(name) if name == "link");
            Some(NextPage::Link { from: if link { ToldIn::NextLink } else { from } })
        }
    }
}

//! The changes of a site, as the report of what changed tells them.

use crate::drift::{PageChange, Pages};
use crate::site::change::{Changes, Page};
use crate::site::choose::Why;

/// What is said of pages, of which `all` were known.
pub(super) fn pages(changes: &Changes, all: usize) -> Pages {
    let change = |word, page: &Page, why| PageChange {
        word,
        page: page.key.clone(),
        to: None,
        why,
        operations: page.operations.iter().cloned().collect(),
    };
    let with = |word, why: fn(Why) -> &'static str| move |(page, of): &(Page, Why)| change(word, page, Some(why(*of)));
    let moved = |(page, to): &(Page, String)| PageChange { to: Some(to.clone()), ..change("moved", page, None) };
    let mut told = Vec::new();
    told.extend(changes.added.iter().map(|page| change("added", page, None)));
    told.extend(changes.removed.iter().map(with("removed", removed)));
    told.extend(changes.moved.iter().map(moved));
    told.extend(changes.lost.iter().map(with("lost", lost)));
    told.extend(changes.unseen.iter().map(with("unseen", unseen)));
    told.extend(changes.changed.iter().map(|page| change("changed", page, None)));
    Pages { all, changes: told }
}

fn removed(why: Why) -> &'static str {
    if why == Why::Gone { "the server says that it is not there" } else { "nothing names it any more" }
}

fn lost(_: Why) -> &'static str {
    "no fragment is there any more; its operations are kept as they were"
}

fn unseen(why: Why) -> &'static str {
    match why {
        Why::Robots => "robots.txt asks not to fetch it; kept as it was",
        Why::TooMany => "beyond the number of pages; kept as it was",
        Why::Optional => "in the section Optional now; kept as it was",
        Why::Outside => "a copy of a file, not of a site; kept as it was",
        _ => "not looked at; kept as it was",
    }
}

//! Two sets of pages → what became of each page, before anything is said of operations. A page is known by its address, and one
//! that is elsewhere now by its operations.

use std::collections::{BTreeMap, BTreeSet};

use super::choose::Why;
use crate::document::page;
use crate::document::shape::operations;
use crate::source::Sources;

/// A page of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address, or its file where it has none.
    pub key: String,
    /// What it is shown as in reports: a file or an address.
    pub shown: String,
    /// Its text.
    pub text: String,
    /// The operations of its fragments, as `get /pets`.
    pub operations: BTreeSet<String>,
    /// How many fragments it has.
    pub fragments: usize,
}

impl Page {
    /// Reads what is on a page.
    pub fn read(key: &str, shown: String, text: String) -> Self {
        let mut sources = Sources::new();
        let file = sources.add("page.md", text.as_str());
        let fragments = page::extract(&mut sources, file).map(|(fragments, _)| fragments).unwrap_or_default();
        let all = fragments.iter().flat_map(|fragment| operations(&fragment.document.value));
        let operations = all.filter_map(|(at, _)| match at.tokens() {
            [_, route, .., method] => Some(format!("{method} {route}")),
            _ => None,
        });
        Self { key: key.to_owned(), shown, operations: operations.collect(), fragments: fragments.len(), text }
    }
}

/// What became of the pages of a site. Pages that stayed as they were are in none of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pages that were not there.
    pub added: Vec<Page>,
    /// Pages that are not there any more, whose operations are on no other page; and why.
    pub removed: Vec<(Page, Why)>,
    /// Pages whose operations are on another page now; with the address of that.
    pub moved: Vec<(Page, String)>,
    /// Pages with another text.
    pub changed: Vec<Page>,
    /// Pages that are there without their fragments. That says nothing about their operations, which are kept as they were.
    pub lost: Vec<(Page, Why)>,
    /// Pages that were not looked at, and are kept as they were.
    pub unseen: Vec<(Page, Why)>,
}

impl Changes {
    /// Whether the pages are others than before; other texts are no such change.
    pub fn is_structural(&self) -> bool {
        !(self.added.is_empty() && self.removed.is_empty() && self.moved.is_empty() && self.lost.is_empty())
    }

    /// Whether any fragment may say something else.
    pub fn reaches_fragments(&self) -> bool {
        let old = self.removed.iter().map(|(page, _)| page).chain(self.moved.iter().map(|(page, _)| page));
        old.chain(&self.added).chain(&self.changed).any(|page| page.fragments > 0)
    }

    /// The pages of the new side: in the place of those that lost their fragments, or were not looked at, the old ones. In the
    /// order of the old side, and then of the new one.
    pub fn now<'p>(&'p self, old: &'p [Page], new: &'p [Page]) -> Vec<&'p Page> {
        let there: BTreeMap<&str, &Page> = new.iter().map(|page| (page.key.as_str(), page)).collect();
        let kept = self.lost.iter().chain(&self.unseen).map(|(page, _)| page.key.as_str());
        let kept: BTreeSet<&str> = kept.collect();
        let was: BTreeSet<&str> = old.iter().map(|page| page.key.as_str()).collect();
        let before = old.iter().filter_map(|page| match kept.contains(page.key.as_str()) {
            true => Some(page),
            false => there.get(page.key.as_str()).copied(),
        });
        before.chain(new.iter().filter(|page| !was.contains(page.key.as_str()))).collect()
    }
}

/// Compares the pages of two sides. `absent` says why a page of the old side was not had, where there is more to say than that
/// nothing names it.
pub fn changes(old: &[Page], new: &[Page], absent: &BTreeMap<String, Why>) -> Changes {
    let there: BTreeMap<&str, &Page> = new.iter().map(|page| (page.key.as_str(), page)).collect();
    let was: BTreeMap<&str, &Page> = old.iter().map(|page| (page.key.as_str(), page)).collect();
    let mut changes = Changes::default();
    let mut gone: Vec<(&Page, Why, bool)> = Vec::new();
    for page in old {
        match (there.get(page.key.as_str()), absent.get(&page.key)) {
            (Some(now), _) if now.text == page.text => {}
            (Some(now), _) if page.fragments > 0 && now.fragments == 0 => gone.push((page, Why::NotAPage, true)),
            (Some(now), _) => changes.changed.push((*now).clone()),
            (None, Some(Why::NotAPage)) => gone.push((page, Why::NotAPage, true)),
            (None, Some(Why::Gone)) => gone.push((page, Why::Gone, false)),
            (None, None) => gone.push((page, Why::NotChosen, false)),
            (None, Some(why)) => changes.unseen.push((page.clone(), *why)),
        }
    }
    let mut taken = BTreeSet::new();
    for (page, why, lost) in gone {
        match elsewhere(page, new, &was) {
            Some(to) => {
                taken.insert(to.key.clone());
                changes.moved.push((page.clone(), to.key.clone()));
            }
            None if lost => changes.lost.push((page.clone(), why)),
            None => changes.removed.push((page.clone(), why)),
        }
    }
    let added = new.iter().filter(|page| !was.contains_key(page.key.as_str()) && !taken.contains(&page.key));
    changes.added = added.cloned().collect();
    changes
}

/// The page that has the most of the operations of another one, which it did not have before; without operations, the page
/// with the same text.
fn elsewhere<'p>(page: &Page, new: &'p [Page], was: &BTreeMap<&str, &Page>) -> Option<&'p Page> {
    let others = new.iter().filter(|other| other.key != page.key);
    if page.operations.is_empty() {
        return others.into_iter().find(|other| !was.contains_key(other.key.as_str()) && other.text == page.text);
    }
    let common = |other: &Page| {
        let had = was.get(other.key.as_str()).map(|was| &was.operations);
        let fresh = other.operations.iter().filter(|name| had.is_none_or(|had| !had.contains(*name)));
        fresh.filter(|name| page.operations.contains(*name)).count()
    };
    let most = others.map(|other| (common(other), other)).filter(|(count, _)| *count > 0);
    // Of several with as many, the first.
    most.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, other)| other)
}

//! What an address that a user gives is: an index, or a page.

use super::Error;
use super::choose::{HTML, PAGES, ending};
use super::doors::Fetch;
use super::index::{self, Index};
use super::path::folder_of;
use crate::fetch::{self, Fetched, Validators, resolve};

/// What stands at an address.
pub(super) enum Opened {
    /// An index.
    Index {
        /// Its address, as it is asked for.
        at: String,
        /// What it says.
        index: Index,
        /// Its text.
        text: String,
        /// Its address in the end: what its links are relative to.
        base: String,
        /// What its pages have to be below.
        folder: String,
    },
    /// A page; with what was fetched, if it had to be to know.
    Page(Option<Fetched>),
}

/// Finds out what stands at an address.
///
/// # Errors
/// It is a complete document; it cannot be had.
pub(super) fn open(fetch: &mut dyn Fetch, url: &str) -> Result<Opened, Error> {
    let name = url.split('?').next().unwrap_or(url).rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    match ending(&name) {
        Some("txt") => listed(fetch, url, &name),
        Some(ending) if PAGES.contains(&ending) || HTML.contains(&ending) => Ok(Opened::Page(None)),
        Some("json" | "yaml" | "yml") => Err(Error::IsDocument { url: url.to_owned() }),
        _ => root(fetch, url),
    }
}

/// A text file: an index by its name, or because it holds links and no fragment.
fn listed(fetch: &mut dyn Fetch, url: &str, name: &str) -> Result<Opened, Error> {
    let fetched = fetch.fetch(url, &Validators::default())?;
    let Some((text, base)) = text_of(&fetched) else { return Ok(Opened::Page(Some(fetched))) };
    let index = if index::is_index(name) {
        Index::parse(&text)
    } else if holds_fragment(&text) {
        return Ok(Opened::Page(Some(fetched)));
    } else {
        Some(Index::of_sources(&text)).filter(|index| !index.links.is_empty()).unwrap_or_else(|| Index::parse(&text))
    };
    if index.links.is_empty() && !index::is_index(name) {
        return Ok(Opened::Page(Some(fetched)));
    }
    Ok(Opened::Index { at: url.to_owned(), index, text, base, folder: folder_of(url).to_owned() })
}

/// Reads an index that is known to be one.
///
/// # Errors
/// It cannot be had, or is no text.
pub(super) fn index(fetch: &mut dyn Fetch, url: &str, folder: &str) -> Result<Opened, Error> {
    let name = url.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    match listed(fetch, url, &name)? {
        Opened::Index { at, index, text, base, .. } => {
            Ok(Opened::Index { at, index, text, base, folder: folder.to_owned() })
        }
        Opened::Page(_) => Err(Error::NoPages { of: url.to_owned(), what: "is no index any more".to_owned() }),
    }
}

/// The root of a documentation: its index is beside it, or above it and names pages below it; else it is a page.
fn root(fetch: &mut dyn Fetch, url: &str) -> Result<Opened, Error> {
    let plain = url.split('?').next().unwrap_or(url);
    let folder = if plain.ends_with('/') { plain.to_owned() } else { format!("{plain}/") };
    let mut places: Vec<String> = Vec::new();
    for reference in [folder.as_str(), folder_of(plain), "/"] {
        let place = resolve(&folder, reference).and_then(|place| resolve(&place, index::NAME));
        places.extend(place.filter(|place| !places.contains(place)));
    }
    for place in places {
        let fetched = match fetch.fetch(&place, &Validators::default()) {
            Ok(fetched) => fetched,
            Err(fetch::Error::Gone { .. } | fetch::Error::NoPage { .. } | fetch::Error::Moved { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let Some((text, base)) = text_of(&fetched) else { continue };
        let index = Index::parse(&text);
        let below = |target: &str| resolve(&base, target).is_some_and(|url| url.starts_with(&folder));
        if index.links.iter().any(|link| below(&link.target)) {
            return Ok(Opened::Index { at: place, index, text, base, folder });
        }
    }
    Ok(Opened::Page(None))
}

fn text_of(fetched: &Fetched) -> Option<(String, String)> {
    let Fetched::Text { url, bytes, .. } = fetched else { return None };
    Some((String::from_utf8(bytes.clone()).ok()?, url.clone()))
}

/// Whether a text may hold a fragment.
pub(super) fn holds_fragment(text: &str) -> bool {
    has_fence(text) && ["openapi", "swagger"].iter().any(|word| text.contains(word))
}

/// Whether a text has a fence of code.
pub(super) fn has_fence(text: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| line.starts_with("```") || line.starts_with("~~~"))
}

/// Where the text of a page may be, in the order of asking: at its address, or beside it with the ending of Markdown.
pub(super) fn candidates(address: &str, known: Option<&str>) -> Vec<String> {
    let (plain, query) = address.split_once('?').map_or((address, String::new()), |(p, q)| (p, format!("?{q}")));
    let name = plain.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let at = |plain: &str, more: &str| format!("{plain}{more}{query}");
    let own = at(plain, "");
    let places = match ending(&name) {
        Some(ending) if HTML.contains(&ending) => {
            let stem = plain.rsplit_once('.').map_or(plain, |(stem, _)| stem);
            vec![at(plain, ".md"), at(stem, ".md"), own]
        }
        Some(_) => vec![own],
        None if name.is_empty() => {
            let parent = plain.trim_end_matches('/');
            vec![at(plain, "index.md"), at(parent, ".md"), at(plain, "index.html.md"), own]
        }
        None => vec![at(plain, ".md"), own],
    };
    let known = known.map(str::to_owned);
    let mut all: Vec<String> = Vec::new();
    for place in known.into_iter().chain(places) {
        if !all.contains(&place) {
            all.push(place);
        }
    }
    all
}

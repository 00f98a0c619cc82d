//! Which links of an index are taken.

use std::collections::BTreeSet;

use glob::{MatchOptions, Pattern};
use serde::{Deserialize, Serialize};

use super::Error;
use super::index::{self, Index, Link};
use super::path::below;
use crate::fetch::resolve;

/// What is wanted of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// Patterns of paths below the folder of the index, as `api/**`: only what one of them fits is taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Patterns of what is not taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// Sections of the index: only these are taken. `Optional` is taken if it is named here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// How many pages are taken at most.
    pub pages: usize,
}

impl Default for Choice {
    fn default() -> Self {
        Self { only: Vec::new(), skip: Vec::new(), section: Vec::new(), pages: 2_000 }
    }
}

impl Choice {
    /// Whether the patterns take a path.
    ///
    /// # Errors
    /// A pattern that cannot be read.
    pub fn takes(&self, path: &str) -> Result<bool, Error> {
        Ok(Patterns { only: read(&self.only)?, skip: read(&self.skip)? }.take(path))
    }
}

/// Why a page that an index names was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is on another host, or has another scheme or port.
    OtherHost,
    /// It is above the folder of the index.
    Outside,
    /// It stands in the section `Optional`.
    Optional,
    /// Patterns or sections leave it out.
    NotChosen,
    /// It is an index or a text of all pages.
    NotOnePage,
    /// It is no page by its ending.
    OtherKind,
    /// The site's `robots.txt` asks not to fetch it.
    Robots,
    /// More pages are named than are taken at most.
    TooMany,
    /// The server says that it is not there, or is elsewhere.
    Gone,
    /// What is there is no text of a page.
    NotAPage,
    /// The server requires a login for it.
    Login,
}

impl Why {
    /// The reason, as it follows a number of pages.
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherHost => "on other hosts",
            Self::Outside => "above the folder of the index",
            Self::Optional => "of the section Optional",
            Self::NotChosen => "not chosen",
            Self::NotOnePage => "that hold or list other pages",
            Self::OtherKind => "that are no pages by their ending",
            Self::Robots => "that robots.txt asks not to fetch",
            Self::TooMany => "beyond the number of pages",
            Self::Gone => "that are not there",
            Self::NotAPage => "that are no Markdown",
            Self::Login => "that want a login",
        }
    }
}

/// A link that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its address.
    pub url: String,
    /// Why.
    pub why: Why,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// A complete document that an index names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its address.
    pub url: String,
    /// The text of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// The links of an index, told apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// What is taken: each address once, with its link.
    pub pages: Vec<(String, Link)>,
    /// Complete documents.
    pub documents: Vec<Named>,
    /// What is not taken.
    pub skipped: Vec<Skipped>,
}

/// The patterns of a choice, read.
struct Patterns {
    only: Vec<Pattern>,
    skip: Vec<Pattern>,
}

/// Tells the links of an index apart. `base` is the address of the index; `folder` the address that pages have to be below.
///
/// # Errors
/// A pattern that cannot be read.
pub fn choose(index: &Index, base: &str, folder: &str, choice: &Choice) -> Result<Chosen, Error> {
    let patterns = Patterns { only: read(&choice.only)?, skip: read(&choice.skip)? };
    let mut chosen = Chosen::default();
    let mut seen = BTreeSet::new();
    for link in &index.links {
        let url = resolve(base, &link.target);
        if !seen.insert(url.clone().unwrap_or_else(|| link.target.clone())) {
            continue;
        }
        let shown = url.clone().unwrap_or_else(|| link.target.clone());
        if link.is_document() {
            chosen.documents.push(Named { url: shown, title: link.title.clone() });
            continue;
        }
        let why = match &url {
            None => Some(Why::OtherHost),
            Some(url) => refused(url, link, folder, choice, &patterns),
        };
        let why = why.or((chosen.pages.len() >= choice.pages).then_some(Why::TooMany));
        match why {
            Some(why) => chosen.skipped.push(Skipped { url: shown, why, detail: None }),
            None => chosen.pages.push((shown, link.clone())),
        }
    }
    Ok(chosen)
}

fn refused(url: &str, link: &Link, folder: &str, choice: &Choice, patterns: &Patterns) -> Option<Why> {
    let path = match below(url, folder) {
        Ok(path) => path,
        Err(why) => return Some(why),
    };
    let wanted = |section: &String| link.section.as_deref().is_some_and(|of| is_of(of, section));
    let named = choice.section.iter().any(wanted);
    let plain = path.split('?').next().unwrap_or_default();
    let last = plain.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    if link.is_optional() && !named {
        Some(Why::Optional)
    } else if index::is_index(&last) || last == "llms-full.txt" {
        Some(Why::NotOnePage)
    } else if ending(&last).is_some_and(|ending| !PAGES.contains(&ending) && OTHERS.contains(&ending)) {
        Some(Why::OtherKind)
    } else if (!choice.section.is_empty() && !named) || !patterns.take(plain) {
        Some(Why::NotChosen)
    } else {
        None
    }
}

/// Whether a section is the named one, or is in it.
fn is_of(section: &str, named: &str) -> bool {
    section.eq_ignore_ascii_case(named) || section.split(" / ").any(|part| part.eq_ignore_ascii_case(named.trim()))
}

impl Patterns {
    /// Whether a path is taken, also without its ending.
    fn take(&self, path: &str) -> bool {
        let stem = path.rsplit_once('.').filter(|(_, ending)| PAGES.contains(ending)).map_or(path, |(stem, _)| stem);
        let fits = |pattern: &Pattern| [path, stem].iter().any(|path| pattern.matches_with(path, EXACTLY));
        (self.only.is_empty() || self.only.iter().any(fits)) && !self.skip.iter().any(fits)
    }
}

const EXACTLY: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

fn read(patterns: &[String]) -> Result<Vec<Pattern>, Error> {
    let read = |text: &String| {
        let pattern = Pattern::new(text.trim_start_matches('/'));
        pattern.map_err(|error| Error::Pattern { pattern: text.clone(), what: error.msg.to_owned() })
    };
    patterns.iter().map(read).collect()
}

/// The ending of a file, if it has one that says what it is.
pub(super) fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && (PAGES.contains(&ending) || OTHERS.contains(&ending) || HTML.contains(&ending)))
        .then_some(ending)
}

/// The endings of pages as files.
pub(super) const PAGES: &[&str] = &["md", "mdx", "markdown", "txt"];
/// The endings of pages that are shown, beside which their texts may be.
pub(super) const HTML: &[&str] = &["html", "htm"];
/// The endings of what is no page.
const OTHERS: &[&str] = &[
    "json", "yaml", "yml", "xml", "csv", "pdf", "zip", "gz", "tgz", "png", "jpg", "jpeg", "gif", "svg", "webp", "ico",
    "mp4", "webm", "mp3", "js", "mjs", "ts", "css", "wasm", "exe", "dmg", "whl", "jar",
];

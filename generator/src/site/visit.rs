//! A visit of a site: its index, and then one page after the other.

use std::collections::BTreeMap;

use super::Error;
use super::choose::{Named, Skipped, Why, choose};
use super::doors::{Fetch, Keep};
use super::index::{self, Link};
use super::manifest::{Entry, Source, hash};
use super::path::{Places, below, folder_of};
use super::robots::Robots;
use super::source::{self, Opened, candidates};
use crate::fetch::{self, Fetched, Validators, resolve};

/// What a visit needs.
pub struct Visit<'a> {
    /// Asks the server.
    pub fetch: &'a mut dyn Fetch,
    /// Keeps what is found.
    pub keep: &'a mut dyn Keep,
    /// Hears how many pages of how many are done, and the address of the next.
    pub watch: &'a dyn Fn(usize, usize, &str),
    /// How many bytes all texts may have together.
    pub bytes: u64,
}

/// What became of a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The sources that were visited.
    pub sources: Vec<Source>,
    /// Complete documents that an index names.
    pub documents: Vec<Named>,
    /// The pages that are there, by [`Entry::key`], in the order of their sources.
    pub pages: Vec<String>,
    /// How many of them are new or changed.
    pub taken: usize,
    /// How many are as they were.
    pub unchanged: usize,
    /// What was not taken.
    pub skipped: Vec<Skipped>,
}

/// Visits sources, one request at a time: of each the address and what is wanted of it; where the index of one is known, too, it is
/// not looked for again.
///
/// # Errors
/// The server does not work, asks to wait, or requires a login for what is known or for everything; a source gives no page;
/// something cannot be kept. What was found until then has been kept.
pub fn visit(sources: &[Source], visit: Visit<'_>) -> Result<Report, Error> {
    let mut places = Places::default();
    let known = visit.keep.manifest();
    known.pages.iter().for_each(|page| places.keep(&page.file, page.key()));
    for source in &known.sources {
        source.file.iter().for_each(|file| places.keep(file, &source.url));
    }
    let left = visit.bytes;
    let mut visiting =
        Visiting { visit, places, left, robots: BTreeMap::new(), report: Report::default(), failed: None, logins: 0 };
    sources.iter().try_for_each(|source| visiting.source(source))?;
    Ok(visiting.report)
}

struct Visiting<'a> {
    visit: Visit<'a>,
    places: Places,
    left: u64,
    /// The rules of each host.
    robots: BTreeMap<String, Robots>,
    report: Report,
    /// Why the last page that was not had was not.
    failed: Option<fetch::Error>,
    logins: usize,
}

/// So many pages in a row that want a login, and none that does not, are a site that wants one.
const LOGINS: usize = 5;

impl Visiting<'_> {
    fn source(&mut self, given: &Source) -> Result<(), Error> {
        let url = &resolve(&given.url, "").unwrap_or_else(|| given.url.clone());
        let opened = match (&given.index, &given.folder) {
            (Some(index), Some(folder)) => source::index(self.visit.fetch, index, folder)?,
            _ if self.visit.keep.manifest().page(url).is_some() => Opened::Page(None),
            _ => source::open(self.visit.fetch, url)?,
        };
        let mut source = Source { url: url.clone(), choice: given.choice.clone(), ..Source::default() };
        let before = self.report.pages.len();
        match opened {
            Opened::Page(fetched) => {
                self.page(url, &Link::default(), folder_of(url), fetched, false)?;
                if self.report.pages.len() == before {
                    return Err(self.nothing(url, "gives no page"));
                }
            }
            Opened::Index { at, index, text, base, folder } => {
                let file = self.places.place(index::NAME, url);
                self.visit.keep.put_index(&file, &text)?;
                (source.title, source.sha256, source.file) =
                    (index.title.clone(), Some(hash(text.as_bytes())), Some(file));
                let chosen = choose(&index, &base, &folder, &given.choice)?;
                self.report.documents.extend(chosen.documents);
                self.report.skipped.extend(chosen.skipped);
                let all = chosen.pages.len();
                for (done, (address, link)) in chosen.pages.iter().enumerate() {
                    (self.visit.watch)(done, all, address);
                    self.page(address, link, &folder, None, true)?;
                }
                if self.report.pages.len() == before {
                    return Err(self.nothing(&at, "names no page that is taken"));
                }
                (source.index, source.folder) = (Some(at), Some(folder));
            }
        }
        self.report.sources.push(source);
        Ok(())
    }

    fn nothing(&mut self, of: &str, what: &str) -> Error {
        match self.failed.take() {
            Some(error) => error.into(),
            None => Error::NoPages { of: of.to_owned(), what: what.to_owned() },
        }
    }

    /// Takes a page from the first place where it is.
    fn page(&mut self, at: &str, link: &Link, folder: &str, had: Option<Fetched>, robots: bool) -> Result<(), Error> {
        let known = self.visit.keep.manifest().page(at).cloned();
        let intact = known.as_ref().filter(|known| self.visit.keep.text(known).is_some());
        let url = known.as_ref().and_then(|known| known.url.clone());
        let (mut had, mut why) = (had, (Why::Robots, None));
        for place in candidates(at, url.as_deref()) {
            if robots && !self.robots(&place)?.allow(&place) {
                continue;
            }
            let same = intact.filter(|known| known.url.as_ref() == Some(&place));
            let asked = same.map(Entry::validators).unwrap_or_default();
            let fetched = match had.take() {
                Some(fetched) => Ok(fetched),
                None => self.visit.fetch.fetch(&place, &asked),
            };
            why = match fetched {
                Ok(Fetched::NotModified) => return self.unchanged(known.as_ref(), at, link),
                Ok(Fetched::Text { bytes, validators, date, .. }) => match String::from_utf8(bytes) {
                    Ok(text) => {
                        let entry = Entry {
                            link: (place != at).then(|| at.to_owned()),
                            url: Some(place),
                            etag: validators.etag,
                            last_modified: validators.last_modified,
                            date,
                            ..self.entry(known.as_ref(), at, link, folder)
                        };
                        return self.take(entry, text, intact);
                    }
                    Err(_) => (Why::NotAPage, Some("it is not UTF-8".to_owned())),
                },
                Err(error) => self.failure(error, known.is_some())?,
            };
        }
        self.report.skipped.push(Skipped { url: at.to_owned(), why: why.0, detail: why.1 });
        Ok(())
    }

    /// What is known of a page before it is fetched.
    fn entry(&mut self, known: Option<&Entry>, at: &str, link: &Link, folder: &str) -> Entry {
        let file = match known {
            Some(known) => known.file.clone(),
            None => self.places.place(below(at, folder).unwrap_or("page"), at),
        };
        let (title, section) = (link.title.clone(), link.section.clone());
        Entry { file, title, section, ..Entry::default() }
    }

    fn unchanged(&mut self, known: Option<&Entry>, at: &str, link: &Link) -> Result<(), Error> {
        let Some(known) = known else { return Ok(()) };
        self.report.pages.push(at.to_owned());
        self.report.unchanged += 1;
        let now = Entry { title: link.title.clone(), section: link.section.clone(), ..known.clone() };
        match self.visit.keep.text(known) {
            Some(text) if now != *known => self.visit.keep.put(now, text),
            _ => Ok(()),
        }
    }

    fn take(&mut self, entry: Entry, text: String, intact: Option<&Entry>) -> Result<(), Error> {
        let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or(Error::TooLarge { bytes: self.visit.bytes })?;
        let entry = Entry { sha256: hash(text.as_bytes()), ..entry };
        let same = intact.is_some_and(|known| known.sha256 == entry.sha256);
        *(if same { &mut self.report.unchanged } else { &mut self.report.taken }) += 1;
        self.report.pages.push(entry.key().to_owned());
        self.visit.keep.put(entry, text)
    }

    /// Why a page is left out; or that nothing more is asked: of a known page an answer that says nothing about it is an outage.
    fn failure(&mut self, error: fetch::Error, known: bool) -> Result<(Why, Option<String>), Error> {
        let login = matches!(error, fetch::Error::Login { .. });
        self.logins += usize::from(login);
        let stranger = self.report.pages.is_empty() && self.logins >= LOGINS;
        let cut = matches!(error, fetch::Error::CutOff { .. });
        if error.is_of_server() || (known && (login || cut)) || stranger {
            return Err(error.into());
        }
        let why = match &error {
            fetch::Error::Login { .. } => Why::Login,
            fetch::Error::Gone { .. } | fetch::Error::Moved { .. } => Why::Gone,
            _ => Why::NotAPage,
        };
        let detail = error.to_string();
        self.failed = Some(error);
        Ok((why, Some(detail)))
    }

    /// The rules of a host. A file that is not there, or is none, has no rules (RFC 9309, section 2.3.1).
    fn robots(&mut self, url: &str) -> Result<&Robots, Error> {
        let at = resolve(url, "/robots.txt").unwrap_or_default();
        if !self.robots.contains_key(&at) {
            let rules = match self.visit.fetch.fetch(&at, &Validators::default()) {
                Ok(Fetched::Text { bytes, .. }) => Robots::parse(&bytes),
                Err(error) if error.is_of_server() => return Err(error.into()),
                Ok(Fetched::NotModified) | Err(_) => Robots::default(),
            };
            self.robots.insert(at.clone(), rules);
        }
        Ok(self.robots.entry(at).or_default())
    }
}

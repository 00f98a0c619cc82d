//! Does what is published still say what a project keeps?

use std::fs;
use std::path::{Path, PathBuf};

use crate::Known;
use crate::cli::diff::{self, ReportFormat};
use crate::cli::exit::{Exit, Failure};
use crate::diagnostic::{Diagnostics, Severity};
use crate::drift::{self, Day, Finding, Policy};
use crate::fetch::{self, Fetched, Validators};
use crate::files::{self, Mode};

use crate::cli::project::chain::{Chain, Text, Texts, unreadable};
use crate::cli::project::{self, derived};
use crate::cli::terminal;

/// What a comparison of a project with what is published is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Files or URLs in place of `[drift] url`.
    pub published: &'a [String],
    /// The day that `[drift.policy]` is judged for.
    pub today: Option<Day>,
    /// How the report is written.
    pub format: ReportFormat,
    /// Whether what is new is taken in.
    pub update: bool,
    /// Whether the network is not to be used.
    pub offline: bool,
}

/// Compares, reports, and says how to end; with `update` the new texts are taken in, and the caller derives the rest.
///
/// # Errors
/// A text cannot be had or read; a rule or overlay action no longer applies.
pub fn drift(chain: &mut Chain<'_>, asked: Asked<'_>) -> Result<Exit, Failure> {
    let kept = chain.texts()?;
    let new = published(chain, &kept, asked)?;
    let texts = Texts { pages: replaced(&kept.pages, &new), documents: replaced(&kept.documents, &new) };
    let texts = if chain.member.pages.is_some() { with_added(texts, &kept, &new) } else { texts };
    let (old, old_published) = known(chain, &kept)?;
    chain.diagnostics.retain(|_| false);
    let (now, published) = known(chain, &texts)?;
    // What the documents are warned of is said by generate; here only what the new text newly asks for counts.
    chain.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error || is_overlay(diagnostic.code));
    let policy = diff::policy(&chain.member.config, asked.today);
    let mut found = findings(&old, &now, policy);
    if let (Some(before), Some(after)) = (old_published, published) {
        let hidden = drift::hidden(findings(&before, &after, policy), &found);
        found.extend(hidden);
    }
    let ends = diff::report(chain.sources, chain.diagnostics, &chain.member.config, (found, None), asked.format)?;
    if chain.diagnostics.has_errors_of_rules() {
        let message = format!("a rule of {} no longer applies to what is published", chain.file);
        return Err(Failure::new(Exit::RuleGone, message)
            .repair("correct or remove what is reported above, then run the command again"));
    }
    if asked.update && (ends != Exit::Fine || differs(&kept, &new)) {
        derived::texts(chain.layout, &new)?;
    }
    Ok(ends)
}

/// [`drift()`], and with `update` everything is derived from what was taken in.
///
/// # Errors
/// As those of [`drift()`] and [`project::generate`].
pub fn drift_and_derive(chain: &mut Chain<'_>, asked: Asked<'_>) -> Result<Exit, Failure> {
    let exit = drift(chain, asked)?;
    if asked.update {
        chain.diagnostics.retain(|_| false);
        // The output is the report.
        project::generate(chain, Mode::Write, terminal::print_aside)?;
    }
    Ok(exit)
}

fn is_overlay(code: &str) -> bool {
    code.starts_with("overlay::")
}

fn differs(kept: &Texts, new: &[Text]) -> bool {
    let kept = || kept.pages.iter().chain(&kept.documents);
    new.iter().any(|new| kept().all(|page| page.path != new.path || page.bytes != new.bytes))
}

/// The texts, with new ones in the place of those that are kept in the same file.
fn replaced(kept: &[Text], new: &[Text]) -> Vec<Text> {
    let now = |kept: &Text| new.iter().find(|new| new.path == kept.path).unwrap_or(kept).clone();
    kept.iter().map(now).collect()
}

/// With pages that are not kept so far.
fn with_added(mut texts: Texts, kept: &Texts, new: &[Text]) -> Texts {
    let is_kept = |new: &&Text| kept.pages.iter().chain(&kept.documents).any(|text| text.path == new.path);
    texts.pages.extend(new.iter().filter(|new| !is_kept(new)).cloned());
    texts.pages.sort_by(|one, other| one.path.cmp(&other.path));
    texts
}

fn findings(old: &Known, new: &Known, policy: Option<Policy<'_>>) -> Vec<Finding> {
    drift::compare(old.meaning(), new.meaning(), policy)
}

/// Everything that is known of some texts, corrected and as published; what is published need not be usable.
fn known(chain: &mut Chain<'_>, texts: &Texts) -> Result<(Known, Option<Known>), Failure> {
    let merged = chain.published(texts)?.document;
    let published = Known::of(merged.clone(), &chain.member.config, &mut Diagnostics::new());
    let document = chain.correct(merged)?;
    let known = Known::of(document, &chain.member.config, chain.diagnostics);
    let known = known.ok_or_else(|| {
        Failure::new(Exit::Unreadable, "nothing usable remains of the document")
            .repair("correct what is reported above")
    })?;
    Ok((known, published))
}

/// The texts as published.
fn published(chain: &Chain<'_>, kept: &Texts, asked: Asked<'_>) -> Result<Vec<Text>, Failure> {
    let from = if asked.published.is_empty() { &chain.member.config.drift.url } else { asked.published };
    if from.is_empty() {
        let what = if chain.member.pages.is_some() { "the pages are" } else { "the document is" };
        return Err(Failure::new(Exit::Usage, format!("nothing says where {what} published")).repair(format!(
            "give --published FILE|URL, or put url = [\"https://…\"] under [drift] in {}",
            chain.file
        )));
    }
    let mut texts: Vec<Text> = Vec::new();
    for from in from {
        let path = kept_as(chain, kept, from)?;
        if texts.iter().any(|text| text.path == path) {
            let message = format!("two pages would both be kept as {}", chain.layout.shown(&path));
            return Err(Failure::new(Exit::Usage, message).repair("give each page once"));
        }
        let bytes = if from.contains("://") {
            if asked.offline {
                return Err(Failure::new(Exit::Usage, format!("--offline: {from} is not fetched"))
                    .repair("give --published FILE, or run the command without --offline"));
            }
            fetched(chain, from, &path)?
        } else {
            files::read(Path::new(from)).map_err(|error| unreadable(from, &error))?
        };
        if path.extension().is_some_and(|end| end == "md") {
            whole(from, &bytes)?;
        }
        texts.push(Text { path, from: Some(from.clone()), bytes, location: None });
    }
    Ok(texts)
}

/// A page that is cut off in a fence would lose its last fragments in silence.
fn whole(from: &str, bytes: &[u8]) -> Result<(), Failure> {
    let text = String::from_utf8_lossy(bytes);
    let fences = text.lines().filter(|line| line.trim_start().starts_with("```")).count();
    if fences % 2 == 0 {
        return Ok(());
    }
    Err(Failure::new(Exit::Unreadable, format!("{from} is cut off: its last code fence does not end"))
        .repair("fetch or save the page again"))
}

/// Where a text is kept: under its own name, as `ingest` does; the only document of a client is what its one URL gives, whatever
/// that is called.
fn kept_as(chain: &Chain<'_>, kept: &Texts, from: &str) -> Result<PathBuf, Failure> {
    let last = from.split(['?', '#']).next().unwrap_or(from).rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    if let Some(pages) = &chain.member.pages {
        let fine = |letter: char| letter.is_alphanumeric() || "-_. ".contains(letter);
        if stem.is_empty() || !stem.chars().all(fine) || stem.starts_with('.') {
            let message = format!("{from} has no name that a page can be kept under");
            return Err(
                Failure::new(Exit::Usage, message).repair("give a file or URL that ends with a name, as page.md")
            );
        }
        return Ok(chain.layout.path(pages).join(format!("{stem}.md")));
    }
    let named = |text: &&Text| text.path.file_name().is_some_and(|name| name == last);
    let only = || <&[Text; 1]>::try_from(kept.documents.as_slice()).ok().map(|[only]| only);
    let found = kept.documents.iter().find(named).or_else(only).map(|text| text.path.clone());
    found.ok_or_else(|| {
        let message = format!("{from} has the name of none of the documents");
        Failure::new(Exit::Usage, message).repair("give a file or URL that ends with the name of a document")
    })
}

/// Fetches a page; where the server says that nothing changed, the page is the one that was kept with its ETag.
fn fetched(chain: &Chain<'_>, url: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let cache = chain.layout.cache();
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (tag_file, page_file) = (cache.join(format!("{name}.etag")), cache.join(format!("{name}.page")));
    let known = fs::read_to_string(&tag_file).ok().and_then(|text| {
        let mut lines = text.lines();
        let of = lines.next()?;
        let mut validator = || lines.next().filter(|line| !line.is_empty()).map(str::to_owned);
        (of == url).then(|| Validators { etag: validator(), last_modified: validator() })
    });
    let page = known.as_ref().and_then(|_| fs::read(&page_file).ok());
    match fetch::fetch(url, &known.filter(|_| page.is_some()).unwrap_or_default())
        .map_err(|error| failed(chain, error))?
    {
        Fetched::NotModified => page.ok_or_else(|| Failure::new(Exit::Unavailable, format!("{url} gave no page"))),
        Fetched::Text { bytes, validators, .. } => {
            // What cannot be remembered is fetched whole again: no failure.
            if !validators.is_empty() && fs::create_dir_all(&cache).is_ok() {
                let Validators { etag, last_modified } = validators;
                let tags = format!("{url}\n{}\n{}\n", etag.unwrap_or_default(), last_modified.unwrap_or_default());
                let _ = fs::write(&page_file, &bytes).and_then(|()| fs::write(&tag_file, tags));
            }
            Ok(bytes)
        }
    }
}

/// A page that is elsewhere now is named in the configuration.
fn failed(chain: &Chain<'_>, error: fetch::Error) -> Failure {
    let failure = Failure::from(error);
    if failure.exit != Exit::PageGone {
        return failure;
    }
    failure.repair(format!("look where it is published now, and put that under [drift] url in {}", chain.file))
}

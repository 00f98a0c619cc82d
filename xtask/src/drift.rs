//! `cargo xtask drift`: does the published page still say what is committed?

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use crategen::Known;
use crategen::cli::diff::{self, ReportFormat};
use crategen::cli::exit::{Exit, Failure};
use crategen::diagnostic::{Diagnostics, Severity};
use crategen::drift::{self, Day, Finding, Policy};
use crategen::fetch::{self, Fetched, Validators};
use crategen::files::{self, Mode};

use crate::chain::{Chain, Page};

/// Does the published page still say what is committed? Whom does the difference break?
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Drift {
    /// A file or URL of a page as published, in place of [drift] url in spec/codegen.toml; repeatable
    #[arg(long, value_name = "FILE|URL")]
    published: Vec<String>,
    /// The day that [drift.policy] is judged for, as 2030-01-31; without it, that of the clock
    #[arg(long, value_name = "DATE", value_parser = diff::day)]
    today: Option<Day>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: ReportFormat,
    /// Take the pages in, and derive everything from them
    #[arg(long)]
    update: bool,
    /// Use no network: compare only files that are given
    #[arg(long)]
    offline: bool,
}

impl Drift {
    /// Whether everything that is derived is to follow.
    pub fn is_update(&self) -> bool {
        self.update
    }
}

const AFTER_HELP: &str = "\
Examples:
  cargo xtask drift                                     the pages of [drift] url in spec/codegen.toml
  cargo xtask drift --published ~/Downloads/page.md     a page that was saved
  cargo xtask drift --format markdown --update          what a pull request says, and what it changes

Exit codes: 0 no drift, 1 drift that breaks nobody, 2 breaking, 3 an overlay action or rule no longer applies, 64 usage,
65 what was fetched is no page, 68 the page is gone (4xx), 69 the network or the server does not work, 75 the server asks to
wait, 77 it requires a login.";

/// Compares, reports, and says how to end; with `--update` the new pages are taken in, and the caller derives the rest.
///
/// # Errors
/// A page cannot be had or read; a rule or overlay action no longer applies.
pub fn drift(chain: &mut Chain, arguments: &Drift) -> Result<Exit, Failure> {
    let new = published(chain, arguments)?;
    let kept = chain.pages(&[])?;
    let pages = replaced(&kept, &new);
    let (old, old_published) = known(chain, &kept)?;
    chain.diagnostics.retain(|_| false);
    let (now, published) = known(chain, &pages)?;
    // What the documents are warned of is said by codegen; here only what the new page newly asks for counts.
    chain.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error || is_overlay(diagnostic.code));
    let policy = diff::policy(&chain.config, arguments.today);
    let mut found = findings(&old, &now, policy);
    if let (Some(before), Some(after)) = (old_published, published) {
        let hidden = drift::hidden(findings(&before, &after, policy), &found);
        found.extend(hidden);
    }
    let ends = diff::report(&chain.sources, &mut chain.diagnostics, &chain.config, found, arguments.format)?;
    if chain.diagnostics.has_errors_of_rules() {
        return Err(Failure::new(Exit::RuleGone, "a rule of spec/codegen.toml no longer applies to what is published")
            .repair("correct or remove what is reported above, then run the command again"));
    }
    if arguments.update && (ends != Exit::Fine || differs(&kept, &new)) {
        for Page { path, bytes, .. } in &new {
            let shown = chain.layout.shown(path);
            let text = std::str::from_utf8(bytes)
                .map_err(|error| Failure::new(Exit::Unreadable, format!("{shown} is not UTF-8: {error}")))?;
            files::sync_file(path, text, Mode::Write)?;
        }
    }
    Ok(ends)
}

fn is_overlay(code: &str) -> bool {
    code.starts_with("overlay::")
}

fn differs(kept: &[Page], new: &[Page]) -> bool {
    new.iter().any(|new| kept.iter().all(|page| page.path != new.path || page.bytes != new.bytes))
}

/// The pages, with new ones in the place of those of the same name.
fn replaced(kept: &[Page], new: &[Page]) -> Vec<Page> {
    let copy = |page: &Page| Page { path: page.path.clone(), from: page.from.clone(), bytes: page.bytes.clone() };
    let rest = kept.iter().filter(|page| new.iter().all(|new| new.path != page.path));
    let mut pages: Vec<Page> = rest.chain(new).map(copy).collect();
    pages.sort_by(|one, other| one.path.cmp(&other.path));
    pages
}

fn findings(old: &Known, new: &Known, policy: Option<Policy<'_>>) -> Vec<Finding> {
    drift::compare(old.meaning(), new.meaning(), policy)
}

/// Everything that is known of some pages, corrected and as published; what is published need not be usable.
fn known(chain: &mut Chain, pages: &[Page]) -> Result<(Known, Option<Known>), Failure> {
    let fragments = chain.fragments(pages)?;
    let merged = chain.merge(fragments)?;
    let published = Known::of(merged.clone(), &chain.config, &mut Diagnostics::new());
    let document = chain.correct(merged)?;
    let known = Known::of(document, &chain.config, &mut chain.diagnostics);
    let known = known.ok_or_else(|| {
        Failure::new(Exit::Unreadable, "nothing usable remains of the document")
            .repair("correct what is reported above")
    })?;
    Ok((known, published))
}

/// The pages as published.
fn published(chain: &Chain, arguments: &Drift) -> Result<Vec<Page>, Failure> {
    let from = if arguments.published.is_empty() { &chain.config.drift.url } else { &arguments.published };
    if from.is_empty() {
        return Err(Failure::new(Exit::Usage, "nothing says where the pages are published")
            .repair("give --published FILE|URL, or put url = [\"https://…\"] under [drift] in spec/codegen.toml"));
    }
    let mut pages: Vec<Page> = Vec::new();
    for from in from {
        let path = kept_as(chain, from)?;
        if pages.iter().any(|page| page.path == path) {
            let message = format!("two pages would both be kept as {}", chain.layout.shown(&path));
            return Err(Failure::new(Exit::Usage, message).repair("give each page once"));
        }
        let bytes = if from.contains("://") {
            if arguments.offline {
                return Err(Failure::new(Exit::Usage, format!("--offline: {from} is not fetched"))
                    .repair("give --published FILE, or run the command without --offline"));
            }
            fetched(chain, from, &path)?
        } else {
            let unreadable = |error| Failure::new(Exit::Unreadable, format!("cannot read {from}: {error}"));
            fs::read(from).map_err(unreadable)?
        };
        whole(from, &bytes)?;
        pages.push(Page { path, from: Some(from.clone()), bytes });
    }
    Ok(pages)
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

/// Where a page is kept: under its own name, as `cargo xtask ingest` does.
fn kept_as(chain: &Chain, from: &str) -> Result<PathBuf, Failure> {
    let last = from.split(['?', '#']).next().unwrap_or(from).rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let fine = |letter: char| letter.is_alphanumeric() || "-_. ".contains(letter);
    if stem.is_empty() || !stem.chars().all(fine) || stem.starts_with('.') {
        let message = format!("{from} has no name that a page can be kept under");
        return Err(Failure::new(Exit::Usage, message).repair("give a file or URL that ends with a name, as page.md"));
    }
    Ok(chain.layout.path(&chain.layout.spec.pages).join(format!("{stem}.md")))
}

/// Fetches a page; where the server says that nothing changed, the page is the one that was kept with its ETag.
fn fetched(chain: &Chain, url: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let cache = chain.layout.root.join("target").join("drift");
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (tag_file, page_file) = (cache.join(format!("{name}.etag")), cache.join(format!("{name}.page")));
    let known = fs::read_to_string(&tag_file).ok().and_then(|text| {
        let mut lines = text.lines();
        let of = lines.next()?;
        let mut validator = || lines.next().filter(|line| !line.is_empty()).map(str::to_owned);
        (of == url).then(|| Validators { etag: validator(), last_modified: validator() })
    });
    let page = known.as_ref().and_then(|_| fs::read(&page_file).ok());
    match fetch::fetch(url, &known.filter(|_| page.is_some()).unwrap_or_default()).map_err(failed)? {
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
fn failed(error: fetch::Error) -> Failure {
    let failure = Failure::from(error);
    if failure.exit != Exit::PageGone {
        return failure;
    }
    failure.repair("look where the page is published now, and put that under [drift] url in spec/codegen.toml")
}

//! `crategen ingest`: the pages of a documentation site, or of a folder, into a folder of their own.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::cli::arguments::quoted;
use crate::cli::exit::{Exit, Failure};
use crate::cli::project;
use crate::cli::terminal::{self, Format, Progress};
use crate::diagnostic::escape;
use crate::fetch::{Fetcher, Limits};
use crate::site::choose::{Choice, Skipped, Why};
use crate::site::folder::Folder;
use crate::site::manifest::Source;
use crate::site::{self, Report, Visit};

/// Take the pages of a documentation site into a folder, byte for byte
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Ingest {
    /// URL of an index (llms.txt), of a page, of all pages in one text (llms-full.txt) or of a documentation's root;
    /// or a file or folder
    #[arg(value_name = "SOURCE")]
    sources: Vec<String>,
    /// The folder of the pages; made if it is not there [default: `pages` of a client of crategen.toml, and then all pages are
    /// cut into fragments]
    #[arg(long, value_name = "DIR", requires = "sources")]
    out: Option<PathBuf>,
    #[command(flatten)]
    project: project::InProject,
    #[command(flatten)]
    choice: Chosen,
    #[command(flatten)]
    polite: Polite,
    /// Use no network: copy only files that are given
    #[arg(long)]
    offline: bool,
}

/// What is taken of a site.
#[derive(Args, Debug)]
pub struct Chosen {
    /// Only pages whose path below the folder of the index fits, as 'api/**'; repeatable
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,
    /// No pages whose path fits; repeatable
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,
    /// Only pages of this section of the index; repeatable
    #[arg(long, value_name = "NAME")]
    section: Vec<String>,
    /// How many pages of an index are taken at most
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pages: usize,
}

/// How a server is asked.
#[derive(Args, Debug)]
pub struct Polite {
    /// The least time between two requests, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pause: u64,
    /// How many seconds are waited for a server that asks to wait (429, Retry-After)
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    patience: u64,
}

impl Polite {
    /// A fetcher that asks so.
    pub fn fetcher(&self) -> Fetcher {
        let (pause, wait) = (Duration::from_millis(self.pause), Duration::from_secs(self.patience));
        Fetcher::new(Limits { bytes: TEXT, pause, wait, ..Limits::default() })
    }
}

/// The bytes of one text: more than all pages of a site in one have.
const TEXT: u64 = 64 * 1024 * 1024;

/// The bytes of all texts of a run.
pub const ALL: u64 = 512 * 1024 * 1024;

const EXAMPLES: &str = "\
Examples:
  crategen ingest https://docs.example.com/llms.txt --out pages
  crategen ingest https://docs.example.com --out pages --only 'api/**' --pause 200
  crategen ingest saved/ --out pages

Only pages of the same host below the folder of the index are taken, as their Markdown (`/page` as `/page.md`), one request
at a time, as robots.txt allows. A run that is repeated asks only for what changed; one that was ended goes on.
What is known of the pages is in DIR/pages.json; then: crategen generate DIR, crategen drift DIR.

Exit codes: 0 fine, 64 usage, 65 no pages there or unreadable, 68 not there (4xx, or moved to another host), 69 the network or
the server does not work, 74 cannot write, 75 the server asks to wait for longer than --patience, 77 it requires a login.";

/// Runs the command.
pub fn run(arguments: &Ingest) -> Exit {
    let Some(out) = &arguments.out else { return into_project(arguments) };
    let outcome = ingest(arguments, out).and_then(|summary| terminal::output(&summary));
    let failure = outcome.err();
    terminal::tell(&Default::default(), &Default::default(), failure.as_ref(), Format::Text);
    failure.map_or(Exit::Fine, |failure| failure.exit)
}

/// Takes the pages into the folder of a client; files are kept there by their names.
fn into_project(arguments: &Ingest) -> Exit {
    let opened = match project::open(&arguments.project, Format::Text) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    opened.each(Format::Text, |chain| {
        let pages = chain.member.pages.as_ref().map(|pages| chain.layout.path(pages));
        let of_site = arguments.sources.iter().any(|source| source.contains("://"));
        let Some(pages) = pages.filter(|_| of_site) else {
            let files: Vec<PathBuf> = arguments.sources.iter().map(PathBuf::from).collect();
            return project::ingest(chain, &files).map(|()| Exit::Fine);
        };
        let summary = ingest(arguments, &pages)?;
        terminal::output(&summary)?;
        project::ingest(chain, &[]).map(|()| Exit::Fine)
    })
}

fn ingest(arguments: &Ingest, out: &Path) -> Result<String, Failure> {
    let (urls, paths): (Vec<&String>, Vec<&String>) =
        arguments.sources.iter().partition(|source| source.contains("://"));
    if let (true, Some(url)) = (arguments.offline, urls.first()) {
        return Err(Failure::new(Exit::Usage, format!("--offline: {url} is not fetched"))
            .repair("give files or folders, or leave --offline out"));
    }
    let Chosen { only, skip, section, pages } = &arguments.choice;
    let choice = Choice { only: only.clone(), skip: skip.clone(), section: section.clone(), pages: *pages };
    choice.takes("")?;
    let mut folder = Folder::open(out)?;
    let mut report = Report::default();
    let copied = paths.iter().try_for_each(|path| site::copy(Path::new(path), &choice, &mut folder, &mut report));
    let source = |url: &String| Source { url: url.clone(), choice: choice.clone(), ..Source::default() };
    let sources: Vec<_> = urls.into_iter().map(source).collect();
    let visited = copied.and_then(|()| visit(&sources, &mut folder, arguments.polite.fetcher()));
    let visited = visited.map_err(Failure::from);
    // What was found is kept, however the run ends.
    let before = folder.manifest().pages.len();
    let visited = visited.map_err(|failure| kept(failure, before, out));
    if visited.is_ok() || before > 0 {
        visited.iter().for_each(|visited| take_in(visited, &mut folder));
        folder.flush()?;
    }
    let visited = visited?;
    report.taken += visited.taken;
    report.unchanged += visited.unchanged;
    report.pages.extend(visited.pages.iter().cloned());
    report.documents = visited.documents;
    report.skipped = visited.skipped;
    if report.pages.is_empty() {
        return Err(Failure::new(Exit::Unreadable, "no page is taken").repair("give other sources, or another --only"));
    }
    Ok(summary(arguments, out, &report))
}

/// Visits sources, and shows on a terminal how far it is.
///
/// # Errors
/// See [`site::visit`].
pub fn visit(sources: &[Source], keep: &mut dyn site::Keep, mut fetch: Fetcher) -> Result<Report, site::Error> {
    let progress = RefCell::new(None::<(usize, Progress)>);
    let watch = |done: usize, all: usize, what: &str| {
        let mut progress = progress.borrow_mut();
        if progress.as_ref().is_none_or(|(of, _)| *of != all) {
            *progress = Some((all, Progress::new(all)));
        }
        progress.iter().for_each(|(_, progress)| progress.step(done + 1, what));
    };
    site::visit(sources, Visit { fetch: &mut fetch, keep, watch: &watch, bytes: ALL })
}

fn kept(failure: Failure, pages: usize, out: &Path) -> Failure {
    if pages == 0 {
        return failure;
    }
    let out = out.display();
    let message = format!("{}\n{pages} pages are kept in {out}: the same command goes on from there", failure.message);
    Failure { message, ..failure }
}

/// Takes the outcome of a visit into the manifest; what earlier runs found stays.
pub fn take_in(report: &Report, folder: &mut Folder) {
    let manifest = folder.manifest_mut();
    for source in &report.sources {
        match manifest.sources.iter_mut().find(|known| known.url == source.url) {
            Some(known) => *known = source.clone(),
            None => manifest.sources.push(source.clone()),
        }
    }
    manifest.order(&report.pages);
    for document in &report.documents {
        if !manifest.documents.contains(document) {
            manifest.documents.push(document.clone());
        }
    }
    let now: Vec<&str> = report.skipped.iter().map(|skipped| skipped.url.as_str()).collect();
    manifest.skipped.retain(|skipped| !now.contains(&skipped.url.as_str()));
    manifest.skipped.extend(report.skipped.iter().cloned());
    let taken: std::collections::BTreeSet<&str> = report.pages.iter().map(String::as_str).collect();
    manifest.skipped.retain(|skipped| !taken.contains(skipped.url.as_str()));
}

fn summary(arguments: &Ingest, out: &Path, report: &Report) -> String {
    let out = out.display().to_string();
    let mut text = String::new();
    if !report.documents.is_empty() {
        text.push_str("complete documents are named, which are the better input:\n");
        for document in &report.documents {
            let title = document.title.as_deref().unwrap_or_default();
            let _ = writeln!(text, "  {}  {}", escape(&document.url), escape(title));
        }
    }
    let (all, taken, unchanged) = (report.pages.len(), report.taken, report.unchanged);
    let _ = writeln!(text, "{out}: {all} pages, {taken} new or changed, {unchanged} as they were");
    text.push_str(&skipped(&report.skipped, arguments.choice.pages));
    let out = quoted(&out);
    let _ = writeln!(text, "next: crategen site {out}, then crategen generate {out} --out my-client");
    text
}

/// What was not taken, by reasons; where one may surprise, some of the addresses.
fn skipped(all: &[Skipped], pages: usize) -> String {
    let mut reasons: BTreeMap<Why, Vec<&Skipped>> = BTreeMap::new();
    all.iter().for_each(|skipped| reasons.entry(skipped.why).or_default().push(skipped));
    let mut text = String::new();
    for (why, of) in reasons {
        let _ = writeln!(text, "not taken: {} {}", of.len(), why.words());
        if why == Why::TooMany {
            let _ = writeln!(text, "  the index names more than {pages} pages: choose with --only, or raise --pages");
        }
        let shown = matches!(why, Why::Gone | Why::NotAPage | Why::Login | Why::Robots);
        for skipped in of.iter().take(if shown { 5 } else { 0 }) {
            let _ = writeln!(text, "  {}", escape(skipped.detail.as_ref().unwrap_or(&skipped.url)));
        }
    }
    text
}

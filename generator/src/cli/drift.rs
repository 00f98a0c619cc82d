//! `crategen drift`: does what is published still say what was taken from it, and whom does the difference break?

mod pages;
mod sides;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::diff::{self, Comparison};
use crate::cli::exit::{Exit, Failure};
use crate::cli::ingest::Polite;
use crate::cli::inputs;
use crate::cli::project::chain::Chain;
use crate::cli::project::drift::{Asked, drift_and_derive};
use crate::cli::project::{self, InProject};
use crate::cli::terminal::{self, Format};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Severity};
use crate::document::bundle::FolderLoader;
use crate::drift::{self, Finding};
use crate::files::Mode;
use crate::site::change::{Page, changes};
use crate::site::folder::Folder;
use crate::site::manifest;
use crate::source::{FileId, Sources};
use crate::{Inputs, Known};

/// Compare what is kept with what is published: the documents and pages of crategen.toml, or a folder of pages
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Drift {
    /// A folder of pages, as `crategen ingest` made it; without it, the clients of crategen.toml
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    project: InProject,
    /// A file or URL as published, in place of [drift] url in crategen.toml; repeatable
    #[arg(long, value_name = "FILE|URL", conflicts_with = "folder")]
    published: Vec<String>,
    #[command(flatten)]
    comparison: Comparison,
    /// Take in what is new and changed; pages that are gone or moved away are removed, and what a project derives follows
    #[arg(long)]
    update: bool,
    /// Use no network: the site is what stands in this folder
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    offline: Option<Option<PathBuf>>,
    #[command(flatten)]
    polite: Polite,
}

const EXAMPLES: &str = "\
Examples:
  crategen drift                                    what [drift] url of crategen.toml gives
  crategen drift --published new.yaml --update      a document that was saved
  crategen drift pages
  crategen drift pages --overlay corrections.yaml --format markdown --update

Pages are told first: added, removed, moved (by their operations, not by their address), changed, and those that lost their
fragments; the operations of the last are kept as they were. Then what changed in the API, as `crategen diff` says it.

Exit codes: 0 no drift, 1 drift that breaks nobody, 2 breaking, 3 an overlay action, a rule or an acceptance no longer applies,
64 usage, 65 what was fetched is no page or index, 68 the site is gone (4xx), 69 the network or the server does not work,
74 cannot write, 75 the server asks to wait for longer than --patience, 77 it requires a login.";

/// Runs the command.
pub fn run(arguments: &Drift) -> Exit {
    let Some(folder) = &arguments.folder else { return of_project(arguments) };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let Comparison { config, overlay, .. } = &arguments.comparison;
    let outcome = inputs::config(&mut sources, config.as_deref(), &mut diagnostics).and_then(|config| {
        let of = Compared { arguments, folder, config: &config, overlays: overlay };
        of.compare(&mut sources, &mut diagnostics)
    });
    diff::finish(outcome, &sources, diagnostics, arguments.comparison.format)
}

/// Compares the clients of a project: those whose pages come from a site with that, the others with what is published.
fn of_project(arguments: &Drift) -> Exit {
    let Comparison { config, overlay, today, format } = &arguments.comparison;
    let told = if *format == diff::ReportFormat::Json { Format::Json } else { Format::Text };
    if config.is_some() || !overlay.is_empty() {
        let failure = Failure::new(Exit::Usage, "a project has its own configuration and overlays")
            .repair("leave --config and --overlay out, or give the folder of the pages");
        terminal::tell(&Sources::new(), &Diagnostics::new(), Some(&failure), told);
        return failure.exit;
    }
    let opened = match project::open(&arguments.project, told) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    if *format == diff::ReportFormat::Html && opened.clients() > 1 {
        let failure = Failure::new(Exit::Usage, "a page is the report of one client, and the project has several")
            .repair("choose one with --client NAME");
        terminal::tell(&Sources::new(), &Diagnostics::new(), Some(&failure), told);
        return failure.exit;
    }
    let (published, offline) = (&arguments.published, arguments.offline.is_some());
    let asked = Asked { published, today: *today, format: *format, update: arguments.update, offline };
    opened.each(told, |chain| {
        let pages = chain.member.pages.as_ref().map(|pages| chain.layout.path(pages));
        match pages.filter(|pages| published.is_empty() && pages.join(manifest::NAME).is_file()) {
            Some(folder) => with_site(arguments, chain, &folder),
            None => drift_and_derive(chain, asked),
        }
    })
}

/// Compares the pages of a client with their site.
fn with_site(arguments: &Drift, chain: &mut Chain<'_>, folder: &Path) -> Result<Exit, Failure> {
    let overlays: Vec<PathBuf> = chain.member.overlays.iter().map(|path| chain.layout.path(path)).collect();
    let of = Compared { arguments, folder, config: &chain.member.config, overlays: &overlays };
    let exit = of.compare(chain.sources, chain.diagnostics)?;
    chain.diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    if arguments.update {
        project::generate(chain, Mode::Write, terminal::print_aside)?;
    }
    Ok(exit)
}

struct Compared<'a> {
    arguments: &'a Drift,
    folder: &'a Path,
    config: &'a Config,
    overlays: &'a [PathBuf],
}

/// What is known of a side, corrected and as published.
struct Side {
    corrected: Known,
    published: Option<Known>,
}

impl Compared<'_> {
    fn compare(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Exit, Failure> {
        let (arguments, config) = (self.arguments, self.config);
        let mut folder = Folder::open(self.folder)?;
        let old = sides::old(self.folder, &folder)?;
        let now = match &arguments.offline {
            Some(Some(other)) => sides::of_folder(other, &folder)?,
            Some(None) => {
                return Err(Failure::new(Exit::Usage, "--offline: the site is not asked")
                    .repair("give the folder to compare with: --offline DIR"));
            }
            None => sides::of_site(&folder, arguments.polite.fetcher())?,
        };
        let changes = changes(&old, &now.pages, &now.absent);
        let fragments = old.iter().filter(|page| page.fragments > 0).count();
        let lost = changes.lost.iter().filter(|(page, _)| page.fragments > 0).count();
        if lost > 0 && lost == fragments {
            let message =
                "no page has a fragment any more; that says something about the site, and nothing about the API";
            return Err(Failure::new(Exit::Unreadable, message)
                .repair("open one of the pages, and look where the site has its fragments now"));
        }
        let findings = if changes.reaches_fragments() {
            self.findings(&old, &changes.now(&old, &now.pages), sources, diagnostics)?
        } else {
            Vec::new()
        };
        let pages = Some(pages::pages(&changes, old.len()));
        let ends = diff::report(sources, diagnostics, config, (findings, pages), arguments.comparison.format)?;
        if diagnostics.has_errors_of_rules() {
            return Err(Failure::new(Exit::RuleGone, "a rule no longer applies to what is published")
                .repair("correct or remove what is reported above, then run the command again"));
        }
        if arguments.update {
            now.update(&changes, &mut folder)?;
        }
        Ok(if ends == Exit::Fine && changes.is_structural() { Exit::Stale } else { ends })
    }

    fn findings(
        &self,
        old: &[Page],
        new: &[&Page],
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<Vec<Finding>, Failure> {
        let old: Vec<&Page> = old.iter().collect();
        let before = self.side(&old, "the pages as they were", sources, diagnostics)?;
        // A rule may be for the new pages only.
        diagnostics.retain(|diagnostic| !diagnostic.is_of_rule());
        let after = self.side(new, "the pages as they are published", sources, diagnostics)?;
        let policy = diff::policy(self.config, self.arguments.comparison.today);
        let compare = |old: &Known, new: &Known| drift::compare(old.meaning(), new.meaning(), policy);
        let mut found = compare(&before.corrected, &after.corrected);
        if let (Some(before), Some(after)) = (&before.published, &after.published) {
            let hidden = drift::hidden(compare(before, after), &found);
            found.extend(hidden);
        }
        Ok(found)
    }

    fn side(
        &self,
        pages: &[&Page],
        what: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<Side, Failure> {
        let pages = pages.iter().filter(|page| page.fragments > 0);
        let documents: Vec<FileId> = pages.map(|page| sources.add(page.shown.as_str(), page.text.as_str())).collect();
        let overlays = inputs::read_all(sources, self.overlays)?;
        let mut published = None;
        if !overlays.is_empty() {
            published = self.known(&documents, &[], sources, &mut Diagnostics::new());
        }
        let corrected = self.known(&documents, &overlays, sources, diagnostics);
        let exit = if diagnostics.has_errors_of_rules() { Exit::RuleGone } else { Exit::Unreadable };
        let unusable =
            || Failure::new(exit, format!("{what} cannot be compared")).repair("correct what is reported above");
        Ok(Side { corrected: corrected.ok_or_else(unusable)?, published })
    }

    fn known(
        &self,
        documents: &[FileId],
        overlays: &[FileId],
        sources: &mut Sources,
        said: &mut Diagnostics,
    ) -> Option<Known> {
        let mut loader = FolderLoader::new(self.folder);
        let mut inputs = Inputs { documents, overlays, config: self.config, loader: &mut loader };
        let document = crate::corrected(sources, &mut inputs, said)?;
        Known::of(document, self.config, said)
    }
}

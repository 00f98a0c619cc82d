//! `crategen drift`: does a documentation site still say what was taken from it, and whom does the difference break?

mod pages;
mod sides;

use std::path::PathBuf;

use clap::Args;

use crate::cli::diff::{self, Comparison};
use crate::cli::exit::{Exit, Failure};
use crate::cli::ingest::Polite;
use crate::cli::inputs;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::document::bundle::FolderLoader;
use crate::drift::{self, Finding};
use crate::site::change::{Page, changes};
use crate::site::folder::Folder;
use crate::source::{FileId, Sources};
use crate::{Inputs, Known};

/// Compare the pages of a folder with the site that they come from
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Drift {
    /// The folder of the pages, as `crategen ingest` made it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    comparison: Comparison,
    /// Take the pages in: new and changed ones are written, those that are gone or moved away are removed
    #[arg(long)]
    update: bool,
    /// Use no network: the site is what stands in this folder
    #[arg(long, value_name = "DIR")]
    offline: Option<PathBuf>,
    #[command(flatten)]
    polite: Polite,
}

const EXAMPLES: &str = "\
Examples:
  crategen drift pages
  crategen drift pages --overlay corrections.yaml --format markdown --update

Pages are told first: added, removed, moved (by their operations, not by their address), changed, and those that lost their
fragments; the operations of the last are kept as they were. Then what changed in the API, as `crategen diff` says it.

Exit codes: 0 no drift, 1 drift that breaks nobody, 2 breaking, 3 an overlay action, a rule or an acceptance no longer applies,
64 usage, 65 what was fetched is no page or index, 68 the site is gone (4xx), 69 the network or the server does not work,
74 cannot write, 75 the server asks to wait for longer than --patience, 77 it requires a login.";

/// Runs the command.
pub fn run(arguments: &Drift) -> Exit {
    let mut compared = Compared { arguments, sources: Sources::new(), diagnostics: Diagnostics::new() };
    let outcome = compared.compare();
    diff::finish(outcome, &compared.sources, compared.diagnostics, arguments.comparison.format)
}

struct Compared<'a> {
    arguments: &'a Drift,
    sources: Sources,
    diagnostics: Diagnostics,
}

/// What is known of a side, corrected and as published.
struct Side {
    corrected: Known,
    published: Option<Known>,
}

impl Compared<'_> {
    fn compare(&mut self) -> Result<Exit, Failure> {
        let arguments = self.arguments;
        let config = inputs::config(&mut self.sources, arguments.comparison.config.as_deref(), &mut self.diagnostics)?;
        let mut folder = Folder::open(&arguments.folder)?;
        let old = sides::old(&arguments.folder, &folder)?;
        let now = match &arguments.offline {
            Some(other) => sides::of_folder(other, &folder)?,
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
            self.findings(&config, &old, &changes.now(&old, &now.pages))?
        } else {
            Vec::new()
        };
        let told = |text| pages::complete(text, &changes, old.len(), arguments.comparison.format);
        let (sources, diagnostics) = (&self.sources, &mut self.diagnostics);
        let ends = diff::report_with(sources, diagnostics, &config, findings, arguments.comparison.format, told)?;
        if self.diagnostics.has_errors_of_rules() {
            return Err(Failure::new(Exit::RuleGone, "a rule no longer applies to what is published")
                .repair("correct or remove what is reported above, then run the command again"));
        }
        if arguments.update {
            now.update(&changes, &mut folder)?;
        }
        Ok(if ends == Exit::Fine && changes.is_structural() { Exit::Stale } else { ends })
    }

    fn findings(&mut self, config: &Config, old: &[Page], new: &[&Page]) -> Result<Vec<Finding>, Failure> {
        let old: Vec<&Page> = old.iter().collect();
        let before = self.side(config, &old, "the pages as they were")?;
        // A rule may be for the new pages only.
        self.diagnostics.retain(|diagnostic| !diagnostic.is_of_rule());
        let after = self.side(config, new, "the pages as they are published")?;
        let policy = diff::policy(config, self.arguments.comparison.today);
        let compare = |old: &Known, new: &Known| drift::compare(old.meaning(), new.meaning(), policy);
        let mut found = compare(&before.corrected, &after.corrected);
        if let (Some(before), Some(after)) = (&before.published, &after.published) {
            let hidden = drift::hidden(compare(before, after), &found);
            found.extend(hidden);
        }
        Ok(found)
    }

    fn side(&mut self, config: &Config, pages: &[&Page], what: &str) -> Result<Side, Failure> {
        let pages = pages.iter().filter(|page| page.fragments > 0);
        let documents: Vec<FileId> =
            pages.map(|page| self.sources.add(page.shown.as_str(), page.text.as_str())).collect();
        let overlays = inputs::read_all(&mut self.sources, &self.arguments.comparison.overlay)?;
        let published =
            if overlays.is_empty() { None } else { self.known(config, &documents, &[], &mut Diagnostics::new()) };
        let mut said = Diagnostics::new();
        let corrected = self.known(config, &documents, &overlays, &mut said);
        self.diagnostics.extend(said);
        let exit = if self.diagnostics.has_errors_of_rules() { Exit::RuleGone } else { Exit::Unreadable };
        let unusable =
            || Failure::new(exit, format!("{what} cannot be compared")).repair("correct what is reported above");
        Ok(Side { corrected: corrected.ok_or_else(unusable)?, published })
    }

    fn known(
        &mut self,
        config: &Config,
        documents: &[FileId],
        overlays: &[FileId],
        said: &mut Diagnostics,
    ) -> Option<Known> {
        let mut loader = FolderLoader::new(&self.arguments.folder);
        let mut inputs = Inputs { documents, overlays, config, loader: &mut loader };
        let document = crate::corrected(&mut self.sources, &mut inputs, said)?;
        Known::of(document, config, said)
    }
}

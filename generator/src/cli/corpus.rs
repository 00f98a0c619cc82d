//! `crategen corpus`: the generator over a folder of documents, each in a process of its own, so that a crash is seen and
//! time and memory are measured.

mod compile;
mod documents;
mod entry;
mod page;
mod table;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, ValueEnum};
use regex_lite::Regex;

use crate::cli::corpus::documents::Found;
use crate::cli::corpus::entry::Entry;
use crate::cli::exit::{Exit, Failure};
use crate::cli::terminal::{self, Format, Progress};
use crate::files::{self, Mode};

/// Generate every document of a folder, and say what became of each
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Corpus {
    /// A folder of documents, or one with a manifest.tsv whose column `file` names them
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also compile each crate
    #[arg(long)]
    check: bool,
    /// Only documents whose path this regular expression matches
    #[arg(long, value_name = "PATTERN")]
    only: Option<Regex>,
    /// How many documents at a time [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How the results are written to stdout
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: CorpusFormat,
    /// Also write the results, as JSON
    #[arg(long, value_name = "FILE.json")]
    out: Option<PathBuf>,
    /// Where the crates and their one target folder are kept [default: corpus/ in cargo's target folder]
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// The seconds that one document may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    timeout: u64,
}

/// How the results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum CorpusFormat {
    /// A table for a terminal.
    #[default]
    Text,
    /// One page for a browser, with bars; it loads nothing.
    Html,
}

const EXAMPLES: &str = "\
Examples:
  crategen corpus documents/ --check
  crategen corpus documents/ --format html > corpus.html
  crategen corpus documents/ --only '^github/' --jobs 1 --out result.json

A document below a folder `negative/` is expected to be faulty: it may end with a located diagnostic, or generate.

Exit codes: 0 fine, every document became what it should, 1 at least one did not, 64 usage, 65 no documents there,
74 cannot write.";

/// Runs the command; `child` is the beginning of the command line that runs `crategen` again.
pub fn run(arguments: &Corpus, child: io::Result<Vec<OsString>>) -> Exit {
    let outcome = child
        .map_err(|error| Failure::new(Exit::CannotWrite, format!("cannot find this program again: {error}")))
        .and_then(|child| measure(arguments, &child))
        .and_then(|entries| tell(arguments, &entries));
    let failure = outcome.as_ref().err();
    terminal::tell(&Default::default(), &Default::default(), failure, Format::Text);
    failure.map_or(Exit::Fine, |failure| failure.exit)
}

fn measure(arguments: &Corpus, child: &[OsString]) -> Result<Vec<Entry>, Failure> {
    let mut found = documents::find(&arguments.folder)?;
    found.retain(|document| arguments.only.as_ref().is_none_or(|only| only.is_match(&document.name)));
    if found.is_empty() {
        let folder = arguments.folder.display();
        return Err(Failure::new(Exit::Unreadable, format!("no document of {folder} is asked for"))
            .repair("name a folder of .json, .yaml or .yml files, or another --only"));
    }
    let work = arguments.work.clone().unwrap_or_else(default_work);
    let mut entries = generate_all(arguments, child, &found, &work);
    if arguments.check {
        compile::check(&work, jobs(arguments), &mut entries)?;
    }
    Ok(entries)
}

fn default_work() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from).join("corpus")
}

fn jobs(arguments: &Corpus) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, Into::into);
    arguments.jobs.map_or_else(processors, usize::from)
}

fn generate_all(arguments: &Corpus, child: &[OsString], found: &[Found], work: &std::path::Path) -> Vec<Entry> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let entries = Mutex::new(Vec::new());
    let progress = Progress::new(found.len());
    std::thread::scope(|scope| {
        for _ in 0..jobs(arguments) {
            scope.spawn(|| {
                while let Some(document) = found.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let entry = entry::generate(document, child, work, arguments.timeout);
                    progress.step(done.fetch_add(1, Ordering::Relaxed) + 1, &document.name);
                    entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(entry);
                }
            });
        }
    });
    let mut entries = entries.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    entries
}

fn tell(arguments: &Corpus, entries: &[Entry]) -> Result<(), Failure> {
    if let Some(path) = &arguments.out {
        files::sync_file(path, &format!("{:#}\n", table::json(entries)), Mode::Write)?;
    }
    let cannot_write = |error| Failure::new(Exit::CannotWrite, format!("cannot write to stdout: {error}"));
    let text = match arguments.format {
        CorpusFormat::Text => table::text(entries),
        CorpusFormat::Html => page::html(entries),
    };
    terminal::print(&text).map_err(cannot_write)?;
    match entries.iter().filter(|entry| !entry.is_fine()).count() {
        0 => Ok(()),
        wrong => Err(Failure::new(
            Exit::Stale,
            format!("{wrong} of {} documents did not become what they should", entries.len()),
        )
        .repair("look for ✗ in the table, and run one again with crategen generate DOCUMENT --out DIR")),
    }
}

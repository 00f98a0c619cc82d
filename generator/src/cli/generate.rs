//! `crategen generate`: documents in, a crate out.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::cli::arguments;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs;
use crate::cli::terminal::{self, Format};
use crate::config;
use crate::diagnostic::Diagnostics;
use crate::document::merge;
use crate::files::{self, Files, Mode, Stale};
use crate::report::Report;
use crate::source::Sources;
use crate::{Generated, Inputs};

/// Generate a client crate from one or more OpenAPI documents
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Generate {
    /// JSON, YAML, a Markdown page with OpenAPI fragments, a folder of pages, their index (llms.txt), or `-` for stdin;
    /// several are merged
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// The folder of the crate; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The crate's name, in place of the one in the configuration or the title of the document
    #[arg(long, value_name = "CRATE", value_parser = package_name)]
    name: Option<String>,
    /// Names, types and further decisions: see codegen.toml in the documentation
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An OpenAPI Overlay (1.0 or 1.1) that corrects the document; several are applied in order
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// The folder that `$ref`s to other files must stay in [default: the folder of the first document]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Which of several APIs of the pages is meant: its document, its title, or a part of its addresses
    #[arg(long, value_name = "NAME")]
    api: Option<String>,
    /// Write nothing; end with 1 if the crate is not current
    #[arg(long)]
    check: bool,
    /// Refuse to lose anything that can be sent or received, and pages that contradict each other
    #[arg(long)]
    strict: bool,
    /// Also write what was generated, left out and diagnosed, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// How diagnostics (stderr) and the summary (stdout) are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    format: Format,
    /// End with 124 after so many seconds
    #[arg(long, hide = true, value_name = "SECONDS")]
    deadline: Option<u64>,
}

const EXAMPLES: &str = "\
Examples:
  crategen generate openapi.yaml --out my-client
  crategen generate openapi.json --out my-client --name acme --overlay corrections.yaml --strict
  curl -s https://example.com/openapi.json | crategen generate - --out my-client
  crategen generate docs/ --out my-client
  crategen generate users.md orders.md --out my-client --config codegen.toml --check

Exit codes: 0 fine, 1 stale (--check), 3 an overlay or rule no longer applies, 64 usage,
65 unreadable input or nothing usable (with --strict: anything left out or lost), 74 cannot write.";

/// The exit code of `--deadline`, as that of timeout(1).
pub(super) const OUT_OF_TIME: i32 = 124;

fn package_name(name: &str) -> Result<String, String> {
    config::check_package_name(name).map(|()| name.to_owned()).map_err(|what| format!("the name of a crate {what}"))
}

/// Runs the command; `command` is its command line, for messages.
pub fn run(arguments: &Generate, command: &[OsString]) -> Exit {
    if let Some(seconds) = arguments.deadline {
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_secs(seconds));
            std::process::exit(OUT_OF_TIME);
        });
    }
    let mut run = Run::default();
    let outcome = run.generate(arguments).and_then(|made| run.sync(arguments, &made));
    let reported = arguments.report.as_ref().map_or(Ok(()), |path| run.write_report(path));
    let (summary, failure) = match reported.and(outcome) {
        Ok(synced) => (Some(run.summary(arguments, &synced)), not_current(arguments, &synced.stale, command)),
        Err(failure) => (None, Some(with_repair(failure, command))),
    };
    terminal::tell(&run.sources, &run.diagnostics, failure.as_ref(), arguments.format);
    match summary.map_or(Ok(()), |summary| terminal::print(&summary)) {
        Ok(()) => failure.map_or(Exit::Fine, |failure| failure.exit),
        Err(_) => Exit::CannotWrite,
    }
}

/// What is said of a run.
#[derive(Default)]
struct Run {
    sources: Sources,
    diagnostics: Diagnostics,
    report: Report,
}

/// What is to be written.
struct Made {
    files: Files,
    keep: Vec<String>,
}

/// What was written.
struct Synced {
    files: usize,
    stale: Vec<Stale>,
}

impl Run {
    fn generate(&mut self, arguments: &Generate) -> Result<Made, Failure> {
        let mut config = inputs::config(&mut self.sources, arguments.config.as_deref(), &mut self.diagnostics)?;
        config.package.name = arguments.name.clone().or(config.package.name);
        config.merge.api = arguments.api.clone().or(config.merge.api);
        let (paths, documents) = inputs::documents(&mut self.sources, &arguments.documents, &mut self.diagnostics)?;
        let overlays = inputs::read_all(&mut self.sources, &arguments.overlay)?;
        let mut loader = inputs::loader(arguments.root.as_deref(), &paths);
        let inputs = Inputs { documents: &documents, overlays: &overlays, config: &config, loader: &mut loader };
        let generated = crate::generate_watched(&mut self.sources, inputs, &mut self.diagnostics, &terminal::steps());
        if self.diagnostics.has_errors_of_rules() {
            return Err(Failure::new(Exit::RuleGone, "an overlay action or a rule no longer applies"));
        }
        let nothing = || Failure::new(Exit::Unreadable, "nothing usable remains of the document");
        let Generated { files, report, api, client } = generated.ok_or_else(nothing)?;
        // The end of the process frees them in no time, piece by piece takes long.
        std::mem::forget((api, client));
        self.report = report;
        if self.report.is_empty() && self.diagnostics.has_errors() {
            return Err(nothing());
        }
        if self.report.lacks_all_operations() {
            return Err(Failure::new(Exit::Unreadable, "every operation of the document is left out"));
        }
        if arguments.strict {
            self.refuse_losses()?;
        }
        Ok(Made { files, keep: config.kept_files() })
    }

    /// `--strict`: nothing is left out, guessed or lost.
    fn refuse_losses(&self) -> Result<(), Failure> {
        let refused = |message: String| Err(Failure::new(Exit::Unreadable, format!("--strict: {message}")));
        match merge::contradictions(&self.diagnostics) {
            0 => {}
            1 => return refused("1 contradiction between fragments".to_owned()),
            count => return refused(format!("{count} contradictions between fragments")),
        }
        if !self.report.is_complete() {
            return refused(format!("{} cannot be generated", self.report.left_out()));
        }
        let codes: BTreeSet<&str> = self.diagnostics.iter().filter(|one| one.is_loss()).map(|one| one.code).collect();
        if codes.is_empty() {
            return Ok(());
        }
        let codes: Vec<&str> = codes.into_iter().collect();
        refused(format!("a part of the document is lost, which is reported with {}", codes.join(", ")))
    }

    fn sync(&self, arguments: &Generate, made: &Made) -> Result<Synced, Failure> {
        let mode = if arguments.check { Mode::Check } else { Mode::Write };
        let stale = files::sync(&arguments.out, &made.files, &made.keep, mode)?;
        Ok(Synced { files: made.files.len(), stale })
    }

    fn write_report(&self, path: &Path) -> Result<(), Failure> {
        let report = self.report_as_json();
        files::sync_file(path, &format!("{report:#}\n"), Mode::Write)?;
        Ok(())
    }

    /// The report, and `settled`: the diagnostics that say how a difference between fragments was settled.
    fn report_as_json(&self) -> serde_json::Value {
        let mut report = self.report.to_json(&self.sources, &self.diagnostics);
        if let Some(report) = report.as_object_mut() {
            report.insert("settled".to_owned(), merge::settled(&self.diagnostics).to_json(&self.sources));
        }
        report
    }

    fn summary(&self, arguments: &Generate, synced: &Synced) -> String {
        match arguments.format {
            Format::Json => format!("{:#}\n", self.report_as_json()),
            Format::Text => {
                let verb = if arguments.check { "stale" } else { "changed" };
                let (out, changed) = (arguments.out.display(), synced.stale.len());
                format!("{out}: {} files, {changed} {verb}\n{}", synced.files, self.report)
            }
        }
    }
}

fn not_current(arguments: &Generate, stale: &[Stale], command: &[OsString]) -> Option<Failure> {
    if !arguments.check || stale.is_empty() {
        return None;
    }
    let mut message = format!("{} is not current", arguments.out.display());
    for Stale { path, why } in stale {
        let _ = write!(message, "\n  {} {why}", path.escape_debug());
    }
    Some(Failure::new(Exit::Stale, message).repair(arguments::command_line(command, &["--check"])))
}

fn with_repair(failure: Failure, command: &[OsString]) -> Failure {
    match failure.repair {
        Some(_) => failure,
        None => failure
            .repair(format!("correct what is reported above, then run {}", arguments::command_line(command, &[]))),
    }
}

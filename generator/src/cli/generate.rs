//! `crategen generate`: documents in, a crate out; or what a project file says.

mod module;
mod next;
mod only;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{ArgGroup, Args};
use regex_lite::Regex;

use crate::cli::arguments;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs;
use crate::cli::project::{self, InProject};
use crate::cli::terminal::{self, Format};
use crate::config;
use crate::diagnostic::Diagnostics;
use crate::document::merge;
use crate::files::{self, Files, Mode, Stale};
use crate::report::Report;
use crate::source::Sources;
use crate::{Generated, Inputs, Part};

/// Generate a client crate from one or more OpenAPI documents
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, group(ArgGroup::new("place").args(["out", "module"])))]
pub struct Generate {
    /// JSON, YAML, a Markdown page with OpenAPI fragments, a folder of pages, their index (llms.txt), `-` for stdin, or an
    /// https URL; several are merged
    #[arg(value_name = "DOCUMENT", requires = "place")]
    documents: Vec<PathBuf>,
    /// The folder of the crate; made if it is not there
    #[arg(long, short, value_name = "DIR", requires = "documents")]
    out: Option<PathBuf>,
    /// The folder of a module in a package that is there, as src/api, in place of a crate
    #[arg(long, value_name = "DIR", requires = "documents")]
    module: Option<PathBuf>,
    /// The types alone, without operations and what sends them: no HTTP, three dependencies
    #[arg(long, requires = "documents")]
    types_only: bool,
    #[command(flatten)]
    project: InProject,
    /// The crate's name, in place of the one in the configuration or the title of the document
    #[arg(long, value_name = "CRATE", value_parser = package_name, requires = "documents")]
    name: Option<String>,
    /// Names, types and further decisions: see codegen.toml in the documentation
    #[arg(long, value_name = "FILE", requires = "documents")]
    config: Option<PathBuf>,
    /// An OpenAPI Overlay (1.0 or 1.1) that corrects the document; several are applied in order
    #[arg(long, value_name = "FILE", requires = "documents")]
    overlay: Vec<PathBuf>,
    /// The folder that `$ref`s to other files must stay in [default: the folder of the first document]
    #[arg(long, value_name = "DIR", requires = "documents")]
    root: Option<PathBuf>,
    /// Which of several APIs of the pages is meant: its document, its title, or a part of its addresses
    #[arg(long, value_name = "NAME", requires = "documents")]
    api: Option<String>,
    /// Only operations whose operationId or path matches this regular expression, as '^list' or '^/repos/'; repeatable
    #[arg(long, value_name = "PATTERN", value_parser = only::pattern, requires = "documents")]
    only: Vec<Regex>,
    /// Only operations with this tag; repeatable
    #[arg(long, value_name = "TAG", requires = "documents")]
    tag: Vec<String>,
    /// Write nothing; end with 1 if the crate is not current
    #[arg(long)]
    check: bool,
    /// Write nothing; say what would be written
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// Refuse to lose anything that can be sent or received, and pages that contradict each other
    #[arg(long)]
    strict: bool,
    /// Also write what was generated, left out and diagnosed, as JSON
    #[arg(long, value_name = "FILE", requires = "documents")]
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
  crategen generate                           every client of crategen.toml, found in this folder or above
  crategen generate --check                   are they current?
  crategen generate openapi.yaml --out my-client
  crategen generate openapi.yaml --module src/api
  crategen generate openapi.yaml --types-only --out my-types
  crategen generate openapi.json --out my-client --name acme --overlay corrections.yaml --strict
  crategen generate https://example.com/openapi.json --out my-client
  crategen generate docs/ --out my-client
  crategen generate users.md orders.md --out my-client --config codegen.toml --check

Exit codes: 0 fine, 1 stale (--check), 3 an overlay or rule no longer applies, 64 usage,
65 unreadable input or nothing usable (with --strict: anything left out or lost), 74 cannot write; of a URL also 68 gone,
69 unavailable, 75 a server that asks to wait, 77 a login.";

/// The exit code of `--deadline`, as that of timeout(1).
pub(super) const OUT_OF_TIME: i32 = 124;

fn package_name(name: &str) -> Result<String, String> {
    config::check_package_name(name).map(|()| name.to_owned()).map_err(|what| format!("the name of a crate {what}"))
}

/// Runs the command; `command` is its command line, for messages.
pub fn run(arguments: &Generate, command: &[OsString]) -> Exit {
    let Some(out) = arguments.out.as_ref().or(arguments.module.as_ref()) else { return of_project(arguments) };
    if let Some(seconds) = arguments.deadline {
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_secs(seconds));
            std::process::exit(OUT_OF_TIME);
        });
    }
    let mut run = Run::default();
    let outcome = arguments
        .project
        .refuse("a DOCUMENT")
        .and_then(|()| run.generate(arguments))
        .and_then(|made| run.sync(arguments, out, made));
    let reported = arguments.report.as_ref().map_or(Ok(()), |path| run.write_report(path));
    let (summary, failure) = match reported.and(outcome) {
        Ok(synced) => (Some(run.summary(arguments, out, &synced)), not_current(arguments, out, &synced.stale, command)),
        Err(failure) => (None, Some(with_repair(failure, command))),
    };
    terminal::tell(&run.sources, &run.diagnostics, failure.as_ref(), arguments.format);
    match summary.map_or(Ok(()), |summary| terminal::print(&summary)) {
        Ok(()) => failure.map_or(Exit::Fine, |failure| failure.exit),
        Err(_) => Exit::CannotWrite,
    }
}

/// Generates the clients of a project.
fn of_project(arguments: &Generate) -> Exit {
    let Generate { project, check, dry_run, strict, format, .. } = arguments;
    let opened = match project::open(project, *format) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let mode = if *check || *dry_run { Mode::Check } else { Mode::Write };
    let mut reports = Vec::new();
    let say = if *format == Format::Json { |_: &str| Ok(()) } else { terminal::print };
    let exit = opened.each(*format, |chain| {
        let made = project::made(chain, *strict)?;
        let next = next::steps(&chain.layout.path(&chain.member.out), &made.name, made.part.as_ref())?;
        let shown = chain.layout.shown(&chain.layout.path(&chain.member.out));
        let mut report = made.report.to_json(chain.sources, chain.diagnostics);
        if let Some(report) = report.as_object_mut() {
            report.insert("client".to_owned(), chain.member.name.clone().into());
            report.insert("out".to_owned(), shown.into());
        }
        reports.push(report);
        let synced = made.sync(chain, mode)?;
        let more = format!("{}{}", made.report, if mode == Mode::Write { next } else { String::new() });
        match dry_run {
            true => synced.tell_dry(say, &more),
            false => synced.tell(mode, say, &chain.program.generate(), &more),
        }?;
        Ok(Exit::Fine)
    });
    if *format == Format::Json && terminal::print(&format!("{:#}\n", serde_json::json!({"clients": reports}))).is_err()
    {
        return Exit::CannotWrite;
    }
    exit
}

/// What a run of the pipeline gives, if it is usable.
///
/// # Errors
/// A rule or overlay action no longer applies, nothing usable remains, or `strict` refuses what is lost.
pub fn judge(generated: Option<Generated>, said: &Diagnostics, strict: bool) -> Result<Generated, Failure> {
    if said.has_errors_of_rules() {
        return Err(Failure::new(Exit::RuleGone, "an overlay action or a rule no longer applies"));
    }
    let nothing = || Failure::new(Exit::Unreadable, "nothing usable remains of the document");
    let generated = generated.ok_or_else(nothing)?;
    if generated.report.is_empty() && said.has_errors() {
        return Err(nothing());
    }
    if generated.report.lacks_all_operations() {
        return Err(Failure::new(Exit::Unreadable, "every operation of the document is left out"));
    }
    if strict {
        refuse_losses(&generated.report, said)?;
    }
    Ok(generated)
}

/// `--strict`: nothing is left out, guessed or lost.
fn refuse_losses(report: &Report, said: &Diagnostics) -> Result<(), Failure> {
    let refused = |message: String| Err(Failure::new(Exit::Unreadable, format!("--strict: {message}")));
    match merge::contradictions(said) {
        0 => {}
        1 => return refused("1 contradiction between fragments".to_owned()),
        count => return refused(format!("{count} contradictions between fragments")),
    }
    if !report.is_complete() {
        return refused(format!("{} cannot be generated", report.left_out()));
    }
    let codes: BTreeSet<&str> = said.iter().filter(|one| one.is_loss()).map(|one| one.code).collect();
    if codes.is_empty() {
        return Ok(());
    }
    let codes: Vec<&str> = codes.into_iter().collect();
    refused(format!("a part of the document is lost, which is reported with {}", codes.join(", ")))
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
    name: String,
    keep: Vec<String>,
    part: Option<Part>,
}

/// What was written.
struct Synced {
    files: usize,
    stale: Vec<Stale>,
    next: String,
}

impl Run {
    fn generate(&mut self, arguments: &Generate) -> Result<Made, Failure> {
        let mut config = inputs::config(&mut self.sources, arguments.config.as_deref(), &mut self.diagnostics)?;
        config.package.name = arguments.name.clone().or(config.package.name);
        if let Some(folder) = &arguments.module {
            module::set(&mut config.package, folder)?;
        }
        config.package.types_only |= arguments.types_only;
        config.merge.api = arguments.api.clone().or(config.merge.api);
        only::add(&mut config.filter, &mut self.sources, &arguments.only, &arguments.tag);
        let root = arguments.root.as_deref();
        let mut documents = inputs::documents(&mut self.sources, &arguments.documents, root, &mut self.diagnostics)?;
        let overlays = inputs::read_all(&mut self.sources, &arguments.overlay)?;
        let (documents, loader) = (&documents.files, documents.loader.as_mut());
        let inputs = Inputs { documents, overlays: &overlays, config: &config, loader };
        let generated = crate::generate_watched(&mut self.sources, inputs, &mut self.diagnostics, &terminal::steps());
        // What is said of a document of which nothing is generated says what became of it, too.
        if let Some(generated) = &generated {
            self.report = generated.report.clone();
        }
        let Generated { files, api, client, part, .. } = judge(generated, &self.diagnostics, arguments.strict)?;
        let name = client.package.name.clone();
        // The end of the process frees them in no time, piece by piece takes long.
        std::mem::forget((api, client));
        Ok(Made { files, name, keep: config.kept_files(), part })
    }

    fn sync(&self, arguments: &Generate, out: &Path, made: Made) -> Result<Synced, Failure> {
        let mode = if arguments.check || arguments.dry_run { Mode::Check } else { Mode::Write };
        let next = if mode == Mode::Write { next::steps(out, &made.name, made.part.as_ref())? } else { String::new() };
        let next = next + &next::unused_config(&arguments.documents, arguments.config.is_some());
        let stale = files::sync(out, &made.files, &made.keep, mode)?;
        Ok(Synced { files: made.files.len(), stale, next })
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

    fn summary(&self, arguments: &Generate, out: &Path, synced: &Synced) -> String {
        match arguments.format {
            Format::Json => format!("{:#}\n", self.report_as_json()),
            Format::Text => {
                let verb = match (arguments.check, arguments.dry_run) {
                    (true, _) => "stale",
                    (_, true) => "would change",
                    _ => "changed",
                };
                let (out, changed) = (out.display(), synced.stale.len());
                let mut text = format!("{out}: {} files, {changed} {verb}\n", synced.files);
                if arguments.dry_run {
                    text.extend(synced.stale.iter().map(|one| format!("  {} {}\n", one.path.escape_debug(), one.why)));
                }
                text + &self.report.to_string() + &synced.next
            }
        }
    }
}

fn not_current(arguments: &Generate, out: &Path, stale: &[Stale], command: &[OsString]) -> Option<Failure> {
    if !arguments.check || stale.is_empty() {
        return None;
    }
    let mut message = format!("{} is not current", out.display());
    for Stale { path, why } in stale {
        let _ = write!(message, "\n  {} {why}", path.escape_debug());
    }
    message.extend(files::other_version(out).map(|version| format!("\nit was {version}")));
    Some(Failure::new(Exit::Stale, message).repair(arguments::command_line(command, &["--check"])))
}

fn with_repair(failure: Failure, command: &[OsString]) -> Failure {
    match failure.repair {
        Some(_) => failure,
        None => failure
            .repair(format!("correct what is reported above, then run {}", arguments::command_line(command, &[]))),
    }
}

//! `crategen diff`: what changed between two documents, whom it breaks, and what it does to the crate.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::{Args, ValueEnum};
use semver::Version;

use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs;
use crate::cli::terminal::{self, Format};
use crate::config::{Accept, Config};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::drift::{self, Day, Finding, Pages, Policy, Report, Style};
use crate::source::Sources;
use crate::{Inputs, Known};

/// Compare two documents: what it does to callers, and what it does to the crate
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    /// The document as it was: a file or an https URL
    old: PathBuf,
    /// The document as it is: a file or an https URL
    new: PathBuf,
    #[command(flatten)]
    comparison: Comparison,
}

/// How two sides are compared, and how that is reported.
#[derive(Args, Debug)]
pub struct Comparison {
    /// The configuration that both are generated with; its [drift] says which findings are known
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// An OpenAPI Overlay that corrects both; several are applied in order
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// The day that [drift.policy] is judged for, as 2030-01-31; without it, that of the clock
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Day>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: ReportFormat,
}

/// A day as an argument.
///
/// # Errors
/// It is none.
pub fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| format!("`{text}` is no date such as 2030-01-31"))
}

/// The policy of a configuration, on a day, or today.
pub fn policy(config: &Config, today: Option<Day>) -> Option<Policy<'_>> {
    let of_clock = || {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Day::of_unix_time(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    };
    config.drift.policy.as_ref().map(|rules| Policy { rules, today: today.unwrap_or_else(of_clock) })
}

const EXAMPLES: &str = "\
Examples:
  crategen diff old.yaml new.yaml
  crategen diff old.json new.json --config codegen.toml --format markdown
  crategen diff old.yaml new.yaml --format html > diff.html
  crategen diff old.yaml new.yaml --format changelog

Exit codes: 0 no drift, 1 drift that breaks nobody, 2 breaking (on the wire, or for callers who take the next version),
3 an overlay action, a rule or an acceptance no longer applies, 64 usage, 65 unreadable input; of a URL also 68, 69, 75 and 77.";

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For an issue or a pull request.
    Markdown,
    /// Annotations of a GitHub workflow.
    Github,
    /// One page for a browser: filters, and both sides of each finding; it loads nothing.
    Html,
    /// A section of a changelog, in Markdown, for users of the API.
    Changelog,
}

impl ReportFormat {
    fn style(self) -> Style {
        match self {
            Self::Text => Style::Text,
            Self::Json => Style::Json,
            Self::Markdown => Style::Markdown,
            Self::Github => Style::Github,
            Self::Html => Style::Html,
            Self::Changelog => Style::Changelog,
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Diff) -> Exit {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let outcome = compare(arguments, &mut sources, &mut diagnostics);
    finish(outcome, &sources, diagnostics, arguments.comparison.format)
}

/// Reports the errors of a comparison and why it failed, and says how to end.
pub fn finish(
    outcome: Result<Exit, Failure>,
    sources: &Sources,
    mut diagnostics: Diagnostics,
    format: ReportFormat,
) -> Exit {
    // What both sides are warned of is no difference between them.
    diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    let format = if format == ReportFormat::Json { Format::Json } else { Format::Text };
    let failure = outcome.as_ref().err();
    if failure.is_some() || !diagnostics.is_empty() {
        terminal::tell(sources, &diagnostics, failure, format);
    }
    outcome.unwrap_or_else(|failure| failure.exit)
}

fn compare(arguments: &Diff, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Result<Exit, Failure> {
    let config = inputs::config(sources, arguments.comparison.config.as_deref(), diagnostics)?;
    let mut known = |path: &Path, diagnostics: &mut Diagnostics| {
        let mut documents = inputs::documents(sources, &[path.to_path_buf()], None, diagnostics)?;
        let overlays = inputs::read_all(sources, &arguments.comparison.overlay)?;
        let (documents, loader) = (&documents.files, documents.loader.as_mut());
        let mut inputs = Inputs { documents, overlays: &overlays, config: &config, loader };
        let document = crate::corrected(sources, &mut inputs, diagnostics);
        let known = document.and_then(|document| Known::of(document, &config, diagnostics));
        let unusable = |exit| {
            Failure::new(exit, format!("{} cannot be compared", path.display()))
                .repair("correct what is reported above, then run the command again")
        };
        let gone = diagnostics.has_errors_of_rules();
        known.ok_or_else(|| unusable(if gone { Exit::RuleGone } else { Exit::Unreadable }))
    };
    let old = known(&arguments.old, diagnostics)?;
    // A rule may be for the new document only.
    diagnostics.retain(|diagnostic| !diagnostic.is_of_rule());
    let new = known(&arguments.new, diagnostics)?;
    let found = drift::compare(old.meaning(), new.meaning(), policy(&config, arguments.comparison.today));
    let ends = report(sources, diagnostics, &config, (found, None), arguments.comparison.format)?;
    if diagnostics.has_errors_of_rules() {
        let message = format!("a rule no longer applies to {}", arguments.new.display());
        return Err(Failure::new(Exit::RuleGone, message).repair("correct or remove what is reported above"));
    }
    Ok(ends)
}

/// Prints the report of all findings and of the pages that they were found on, and says how to end.
///
/// # Errors
/// A finding that the configuration accepts is not found; the report cannot be printed.
pub fn report(
    sources: &Sources,
    diagnostics: &mut Diagnostics,
    config: &Config,
    (all, pages): (Vec<Finding>, Option<Pages>),
    format: ReportFormat,
) -> Result<Exit, Failure> {
    let (accepted, findings) = split(all, &config.drift.accept);
    let version = config.package.version.as_deref().and_then(|version| Version::parse(version).ok());
    let bump = drift::bump(&version.unwrap_or(Version::new(0, 1, 0)), &findings);
    let report = Report { findings: &findings, bump, accepted: accepted.len(), pages };
    let text = report.render(sources, format.style());
    terminal::output(&text)?;
    unused(&config.drift.accept, &accepted, &findings, diagnostics)?;
    Ok(match findings.as_slice() {
        [] => Exit::Fine,
        findings if findings.iter().any(drift::is_breaking) => Exit::Breaking,
        _ => Exit::Stale,
    })
}

fn split(all: Vec<Finding>, accept: &[Accept]) -> (Vec<Finding>, Vec<Finding>) {
    all.into_iter().partition(|finding| accept.iter().any(|rule| rule.fingerprint == finding.fingerprint))
}

/// An acceptance that accepts nothing is an error, so that it does not outlive its reason.
fn unused(
    accept: &[Accept],
    accepted: &[Finding],
    others: &[Finding],
    diagnostics: &mut Diagnostics,
) -> Result<(), Failure> {
    let unused = accept.iter().filter(|rule| accepted.iter().all(|finding| finding.fingerprint != rule.fingerprint));
    let mut any = false;
    for rule in unused {
        any = true;
        let near = nearest(&rule.fingerprint, others.iter().map(|finding| finding.fingerprint.as_str()));
        let help = near
            .map_or_else(|| "remove the rule".to_owned(), |near| format!("remove the rule, or did you mean `{near}`?"));
        let message = format!("no finding has the fingerprint `{}`", rule.fingerprint);
        diagnostics.push(Diagnostic::error("drift::unused-rule", rule.place.clone(), message).help(help));
    }
    if any {
        let message = "a rule of [drift] no longer applies";
        return Err(Failure::new(Exit::RuleGone, message).repair("remove the [[drift.accept]] that is reported above"));
    }
    Ok(())
}

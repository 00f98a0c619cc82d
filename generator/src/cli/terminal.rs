//! What is said on stderr: diagnostics, failures and progress.

use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;

use crate::Step;
use crate::cli::exit::{Exit, Failure};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// How diagnostics and summaries are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Whether stderr is shown in colours: on a terminal, unless `NO_COLOR` (<https://no-color.org>) or `TERM=dumb` says
/// no.
pub fn colours() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stderr().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Prints diagnostics to stderr, and the failure that they end in. As JSON that is one object:
/// `{"diagnostics": […], "failure": {"exit", "message", "repair"} or null}`.
pub fn tell(sources: &Sources, diagnostics: &Diagnostics, failure: Option<&Failure>, format: Format) {
    let text = match format {
        Format::Text => {
            // Where no error says why it failed, a note does.
            let all = NOTES.load(Ordering::Relaxed) || failure.is_some() && !diagnostics.has_errors();
            let shown = told(diagnostics, all).render(sources, colours());
            let shown = shown + &notes(diagnostics, all) + &explain(diagnostics);
            let failure = failure.map(|failure| format!("{failure}\n")).unwrap_or_default();
            let gap = if shown.is_empty() || failure.is_empty() { "" } else { "\n" };
            format!("{shown}{gap}{failure}")
        }
        Format::Json => {
            let failure = failure.map(|Failure { exit, message, repair }| {
                serde_json::json!({ "exit": exit.code(), "message": message, "repair": repair })
            });
            format!("{}\n", serde_json::json!({ "diagnostics": diagnostics.to_json(sources), "failure": failure }))
        }
    };
    // Where stderr is closed there is nobody left to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether notes are shown, and not only counted.
static NOTES: AtomicBool = AtomicBool::new(false);

/// Has notes shown: `--notes`.
pub fn show_notes(show: bool) {
    NOTES.store(show, Ordering::Relaxed);
}

/// How many places of equal diagnostics are shown.
const PLACES: usize = 3;

/// What is shown to people: without notes that nobody asked for, and those that say the same as one.
fn told(diagnostics: &Diagnostics, all: bool) -> Diagnostics {
    let mut groups: Vec<(&Diagnostic, Vec<&Diagnostic>)> = Vec::new();
    let mut known: HashMap<(Severity, &str, &str), usize> = HashMap::new();
    for diagnostic in diagnostics.iter().filter(|one| one.severity != Severity::Note || all) {
        let key = (diagnostic.severity, diagnostic.code, diagnostic.message.as_str());
        match known.get(&key).and_then(|index| groups.get_mut(*index)) {
            Some((first, _)) if *first == diagnostic => {}
            Some((_, others)) => others.push(diagnostic),
            None => {
                known.insert(key, groups.len());
                groups.push((diagnostic, Vec::new()));
            }
        }
    }
    let mut told = Diagnostics::new();
    groups.into_iter().for_each(|(first, others)| told.push(grouped(first, &others)));
    told
}

fn grouped(first: &Diagnostic, others: &[&Diagnostic]) -> Diagnostic {
    if others.is_empty() {
        return first.clone();
    }
    let mut all = Diagnostic { message: format!("{} ({} times)", first.message, others.len() + 1), ..first.clone() };
    for place in others.iter().filter_map(|other| other.at.clone()).take(PLACES - 1) {
        all = all.related(place, "the same here");
    }
    all
}

/// How many notes there are that are not shown.
fn notes(diagnostics: &Diagnostics, all: bool) -> String {
    match diagnostics.count(Severity::Note) {
        _ if all => String::new(),
        0 => String::new(),
        1 => "1 note: --notes shows it\n".to_owned(),
        count => format!("{count} notes: --notes shows them\n"),
    }
}

/// Where errors are explained: the command for the first of them; empty where there is none.
fn explain(diagnostics: &Diagnostics) -> String {
    let first = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    first.map(|error| format!("\nhelp: crategen explain {}\n", error.code)).unwrap_or_default()
}

/// Prints to stdout; a reader that has gone away (`| head`) is no failure.
///
/// # Errors
/// What else the system says.
pub fn print(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Prints the output of a command to stdout.
///
/// # Errors
/// As those of [`print()`].
pub fn output(text: &str) -> Result<(), Failure> {
    print(text).map_err(|error| Failure::new(Exit::CannotWrite, error.to_string()))
}

/// Prints to stderr, where the output of the command is something else.
///
/// # Errors
/// What the system says.
pub fn print_aside(text: &str) -> io::Result<()> {
    io::stderr().lock().write_all(text.as_bytes())
}

/// A function that shows each step of a run on a terminal, and shows nothing elsewhere; dropped, it clears the line.
pub fn steps() -> impl Fn(Step) + Sync {
    let progress = Progress::new(0);
    move |step| match step {
        Step::Read => progress.show("reading"),
        Step::Normalise => progress.show("normalising"),
        Step::Decide => progress.show("deciding"),
        Step::Print { begun, all } => progress.show(&format!("[{begun}/{all}] printing")),
    }
}

/// A line on a terminal that says how far a long run is; nothing elsewhere.
#[derive(Debug)]
pub struct Progress {
    total: usize,
    shown: bool,
}

impl Progress {
    /// A run of so many steps.
    pub fn new(total: usize) -> Self {
        Self { total, shown: io::stderr().is_terminal() }
    }

    /// Shows that `done` steps are done, the last of them `what`.
    pub fn step(&self, done: usize, what: &str) {
        let what: String = what.chars().take(60).collect();
        self.show(&format!("[{done}/{}] {what}", self.total));
    }

    fn show(&self, line: &str) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K{line}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

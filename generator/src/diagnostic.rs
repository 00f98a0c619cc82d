//! What is said to the user, collected by the stages; `render` shows it with the line that it is about.

pub mod codes;
mod escape;
mod nearest;

use serde_json::Value;

use codes::Settled;

pub use crate::place::{Place, Spot};
pub use escape::escape;
pub use escape::is_unprintable;
pub(crate) use escape::push_escaped;
pub use nearest::nearest;

/// How much a diagnostic matters; the gravest is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something in the document could not be used; what it concerns is left out.
    Error,
    /// Something was read in its one sensible meaning, although the standard does not say so.
    Warning,
    /// A decision that a reader may want to know of.
    Note,
}

impl Severity {
    /// The word that it is shown by: `error`, `warning`, `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing to say about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A stable code: `stage::problem`; [`codes`] explains it.
    pub code: &'static str,
    /// One sentence: what is wrong.
    pub message: String,
    /// Where it is.
    pub at: Option<Place>,
    /// Other places that belong to it, each with what it is there.
    pub related: Vec<(Place, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// What can be pasted to do it.
    pub proposal: Option<Proposal>,
}

/// What a diagnostic gives to paste. It is never applied by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Lines of the configuration (TOML).
    Rule(String),
    /// Actions of an OpenAPI Overlay, which the help has in words, too.
    Actions(Vec<Value>),
}

impl Diagnostic {
    /// A diagnostic of a severity, with a stable code.
    pub fn new(
        severity: Severity,
        code: &'static str,
        at: impl Into<Option<Place>>,
        message: impl Into<String>,
    ) -> Self {
        Self { severity, code, message: message.into(), at: at.into(), related: Vec::new(), help: None, proposal: None }
    }

    /// An error: what it concerns is left out.
    pub fn error(code: &'static str, at: impl Into<Option<Place>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, at, message)
    }

    /// A warning: read in its one sensible meaning.
    pub fn warning(code: &'static str, at: impl Into<Option<Place>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, at, message)
    }

    /// A note: a decision that a reader may want to know of.
    pub fn note(code: &'static str, at: impl Into<Option<Place>>, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, at, message)
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds lines of the configuration that decide it.
    #[must_use]
    pub fn rule(mut self, lines: impl Into<String>) -> Self {
        self.proposal = Some(Proposal::Rule(lines.into()));
        self
    }

    /// Adds overlay actions that correct it.
    #[must_use]
    pub fn actions(mut self, actions: Vec<Value>) -> Self {
        self.proposal = Some(Proposal::Actions(actions));
        self
    }

    /// Whether it is an error that says that an overlay action or a rule of the configuration no longer applies.
    pub fn is_of_rule(&self) -> bool {
        self.severity == Severity::Error && codes::find(self.code).is_some_and(|code| code.of_rule)
    }

    /// Whether it means that the client cannot send or receive what the document describes.
    pub fn is_loss(&self) -> bool {
        codes::find(self.code).is_some_and(|code| code.is_loss(self.severity))
    }

    /// How it says that a difference between fragments was settled, if it says so.
    pub fn settled(&self) -> Option<Settled> {
        codes::find(self.code)?.settled
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, at: Place, what: impl Into<String>) -> Self {
        self.related.push((at, what.into()));
        self
    }
}

/// The diagnostics of a run, held in the order found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No diagnostics yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether one of them is an error that says that an overlay action or a rule of the configuration no longer applies.
    pub fn has_errors_of_rules(&self) -> bool {
        self.0.iter().any(Diagnostic::is_of_rule)
    }

    /// All of them, in the order found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// All of them, in the order found.
    pub(crate) fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Keeps those that a caller wants to show.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// The end of a stage: its result, unless there were errors.
    ///
    /// # Errors
    /// All that was found, where one of them is an error.
    pub fn finish<T>(self, value: T) -> Result<(T, Self), Self> {
        if self.has_errors() { Err(self) } else { Ok((value, self)) }
    }

    /// Takes over what a stage said, and gives its result if it has one.
    pub fn keep<T>(&mut self, outcome: Result<(T, Self), Self>) -> Option<T> {
        let (result, said) = match outcome {
            Ok((result, said)) => (Some(result), said),
            Err(said) => (None, said),
        };
        self.extend(said);
        result
    }

    /// How many there are: `2 errors, 1 warning`. Empty where there are none.
    pub fn summary(&self) -> String {
        let counted = |severity: Severity| match self.count(severity) {
            0 => None,
            1 => Some(format!("1 {}", severity.as_str())),
            count => Some(format!("{count} {}s", severity.as_str())),
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(counted);
        counts.collect::<Vec<_>>().join(", ")
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(diagnostics.into_iter().collect())
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

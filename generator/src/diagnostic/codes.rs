//! The registry of codes: what each diagnostic means, what to do about it, and what of the document it costs.
//!
//! Each code that the generator reports stands here once; a test compares the tables with the sources.

mod bundle;
mod config;
mod document;
mod drift;
mod lower;
mod merge;
mod model;
mod names;
mod operation;
mod overlay;
mod page;
mod parameter;
mod reference;
mod schema;
mod security;
mod site;
mod source;
mod swagger;

use super::Severity;

/// A code, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `stage::problem`
    pub name: &'static str,
    /// The severities that diagnostics with this code have; the most severe first.
    pub severities: &'static [Severity],
    /// The most that the document loses by it, which is what its gravest severity costs.
    pub lost: Lost,
    /// What it costs where the severity is a lesser one.
    pub lesser: Lost,
    /// What is wrong, in the terms of the standard.
    pub meaning: &'static str,
    /// What to do about it.
    pub action: &'static str,
    /// Whether an error with this code means that an overlay action or a rule of the configuration no longer applies.
    pub of_rule: bool,
    /// How a difference between fragments was settled, where the code says that one was.
    pub settled: Option<Settled>,
}

/// How a difference between fragments was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// By a rule for its kind.
    ByRule,
    /// By a guess: they contradict each other, which `--strict` refuses.
    ByGuess,
}

impl Code {
    const fn new(
        name: &'static str,
        severities: &'static [Severity],
        lost: Lost,
        meaning: &'static str,
        action: &'static str,
    ) -> Self {
        let lesser = Lost::Nothing;
        Self { name, severities, lost, lesser, meaning, action, of_rule: false, settled: None }
    }

    const fn lesser(mut self, lost: Lost) -> Self {
        self.lesser = lost;
        self
    }

    const fn of_rule(mut self) -> Self {
        self.of_rule = true;
        self
    }

    const fn settled(mut self, how: Settled) -> Self {
        self.settled = Some(how);
        self
    }

    /// What the document loses by a diagnostic of one of its severities.
    pub fn lost_by(&self, severity: Severity) -> Lost {
        if self.severities.first() == Some(&severity) { self.lost } else { self.lesser }
    }

    /// Whether a diagnostic of one of its severities means that the client cannot send or receive what the document describes,
    /// which `--strict` refuses. A note is a decision, not a loss.
    pub fn is_loss(&self, severity: Severity) -> bool {
        match (severity, self.lost_by(severity)) {
            (Severity::Error, lost) => lost >= Lost::Type,
            (Severity::Warning, lost) => matches!(lost, Lost::Part | Lost::Operation | Lost::Everything),
            (Severity::Note, _) => false,
        }
    }

    /// The stage that reports it: what stands before `::`.
    pub fn stage(&self) -> &'static str {
        self.name.split_once("::").map_or(self.name, |(stage, _)| stage)
    }
}

/// What of a document is lost by a diagnostic, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lost {
    /// Nothing.
    Nothing,
    /// A text, an example or a tag.
    Documentation,
    /// A limit on values.
    Limits,
    /// The type of a value.
    Type,
    /// A server, in whose place callers give a base URL.
    Server,
    /// An optional part of an operation or of the client.
    Part,
    /// A credential.
    Credential,
    /// Whole operations.
    Operation,
    /// The whole document.
    Everything,
}

impl Lost {
    /// One word, for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Documentation => "documentation",
            Self::Limits => "limits",
            Self::Type => "type",
            Self::Server => "server",
            Self::Part => "part",
            Self::Credential => "credential",
            Self::Operation => "operation",
            Self::Everything => "everything",
        }
    }

    /// What that means for the client, as a sentence without a full stop.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Nothing => "nothing of the document",
            Self::Documentation => "documentation only: a text, an example or a tag",
            Self::Limits => "a limit: the type accepts values that the document excludes",
            Self::Type => "a type: any JSON, text or a wider type is generated in its place",
            Self::Server => "a server: callers give a base URL in its place",
            Self::Part => "one part (an optional parameter, a response or its header, a variant); operations remain",
            Self::Credential => "a credential: the client does not send it by itself",
            Self::Operation => "each operation that needs this part; the report names them",
            Self::Everything => "the whole document: nothing is generated",
        }
    }
}

const ERROR: &[Severity] = &[Severity::Error];
const WARNING: &[Severity] = &[Severity::Warning];
const NOTE: &[Severity] = &[Severity::Note];
const ERROR_WARNING: &[Severity] = &[Severity::Error, Severity::Warning];
const ERROR_NOTE: &[Severity] = &[Severity::Error, Severity::Note];
const WARNING_NOTE: &[Severity] = &[Severity::Warning, Severity::Note];
const ANY: &[Severity] = &[Severity::Error, Severity::Warning, Severity::Note];

/// The tables, in the order of the pipeline.
const TABLES: &[&[Code]] = &[
    config::CODES,
    source::CODES,
    site::CODES,
    page::CODES,
    bundle::CODES,
    swagger::CODES,
    merge::CODES,
    overlay::CODES,
    document::CODES,
    reference::CODES,
    operation::CODES,
    parameter::CODES,
    schema::CODES,
    security::CODES,
    model::CODES,
    names::CODES,
    lower::CODES,
    drift::CODES,
];

/// The stages in the order of [`all`], each with what it is about.
pub const STAGES: &[(&str, &str)] = &[
    ("config", "codegen.toml"),
    ("source", "texts: JSON, YAML and their limits"),
    ("site", "folders with the pages of a documentation site"),
    ("page", "pages of documentation and the fragments on them"),
    ("bundle", "references to other files"),
    ("swagger", "Swagger 2.0 documents, which become OpenAPI 3.0"),
    ("merge", "several documents or fragments that become one document"),
    ("overlay", "OpenAPI Overlays"),
    ("document", "the document as a whole"),
    ("reference", "`$ref` inside of one document"),
    ("body", "request bodies and their encodings"),
    ("header", "Header Objects"),
    ("operation", "Operation Objects"),
    ("path", "Path Item Objects"),
    ("response", "Responses Objects"),
    ("server", "Server Objects"),
    ("parameter", "Parameter Objects"),
    ("schema", "Schema Objects, as they are written"),
    ("security", "Security Schemes and Requirements"),
    ("model", "what the normalised document means"),
    ("names", "Rust names"),
    ("lower", "what becomes of it in Rust"),
    ("drift", "the comparison of two documents"),
];

/// How many names [`near`] gives.
const NEAR: usize = 3;

/// All codes, by stage.
pub fn all() -> impl Iterator<Item = &'static Code> {
    TABLES.iter().copied().flatten()
}

/// The code of this name.
pub fn find(name: &str) -> Option<&'static Code> {
    all().find(|code| code.name == name)
}

/// The codes whose names are nearest to what was written, the nearest first; empty where none is near. A problem without its
/// stage, or with another one, is near, too.
pub fn near(written: &str) -> Vec<&'static str> {
    let problem = |name: &str| name.rsplit("::").next().unwrap_or_default().to_lowercase();
    let (lower, wanted) = (written.to_lowercase(), problem(written));
    let allowed = written.chars().count() / 3;
    let distance = |code: &'static Code| {
        let same = problem(code.name) == wanted;
        let distance = strsim::damerau_levenshtein(code.name, &lower);
        (same || distance <= allowed).then_some((!same, distance, code.name))
    };
    let mut found: Vec<_> = if written.len() > 100 { Vec::new() } else { all().filter_map(distance).collect() };
    found.sort_unstable();
    found.into_iter().take(NEAR).map(|(.., name)| name).collect()
}

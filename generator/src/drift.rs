//! Two meanings of an API → what changed between them, each finding once, with three verdicts that belong together: what it
//! does to callers of the client already released ([`Wire`]), what regenerating does to the crate's public items
//! ([`Level`]), and which operations it reaches.
//!
//! Documents are compared by content: references by what they lead to, a single `allOf` as what it holds, `nullable` of 3.0
//! as null of 3.1, keys and parameters in any order.

mod attribute;
mod branches;
mod bump;
mod called;
mod day;
mod hidden;
mod kinds;
mod levels;
mod limits;
mod operations;
mod owners;
mod pair;
mod parts;
mod policy;
mod report;
mod same;
mod schemas;
mod shape;
mod texts;
mod users;
mod values;

use std::collections::BTreeSet;

use crate::diagnostic::Place;
use crate::document::Document;
use crate::ir::Client;
use crate::model::Api;
use crate::surface::Level;

pub use bump::{Bump, bump};
pub use called::Called;
pub use day::Day;
pub use hidden::hidden;
pub use kinds::Kind;
pub use policy::Policy;
pub use report::{PageChange, Pages, Report, Style};

/// What is known of one side.
#[derive(Clone, Copy, Debug)]
pub struct Meaning<'a> {
    /// The document before it was normalised.
    pub document: &'a Document,
    /// What it means.
    pub api: &'a Api,
    /// The client that it becomes.
    pub client: &'a Client,
    /// What the server calls: webhooks and callbacks.
    pub called: &'a Api,
}

/// What a change does to callers of the client already released.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wire {
    /// Nothing.
    #[default]
    Safe,
    /// It depends on the values that are sent, or on what the server does.
    MayBreak,
    /// Calls fail, or answers cannot be read.
    Breaks,
}

impl Wire {
    /// The word that it is shown by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::MayBreak => "may-break",
            Self::Breaks => "breaks",
        }
    }
}

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// 16 hexadecimal digits: the same for the same change of the same thing, wherever it is written.
    pub fingerprint: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// What changed: `Pet.tag`, `get /pets`; of the crate, a public item.
    pub subject: String,
    /// How it was and is, in the words of the document.
    pub words: (Option<String>, Option<String>),
    /// One line: what changed, and how.
    pub title: String,
    /// What it does to callers of the client already released.
    pub wire: Wire,
    /// What regenerating does to the crate's public items.
    pub rust: Level,
    /// How it was.
    pub old: Side,
    /// How it is.
    pub new: Side,
    /// The operations that it reaches, as `get /pets`, in order.
    pub operations: Vec<String>,
}

/// One side of a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Where it is written.
    pub at: Option<Place>,
    /// The first public item that changes with it; where none does, what the document says.
    pub signature: Option<String>,
}

/// A finding of one stage, before the crate's public items are told apart.
#[derive(Clone, Debug)]
struct Found {
    kind: Kind,
    wire: Wire,
    /// What changed: `Pet.tag`, `get /pets`.
    subject: String,
    /// How it was and is, in the words of the document.
    words: (Option<String>, Option<String>),
    at: (Option<Place>, Option<Place>),
    operations: BTreeSet<String>,
    /// The public items that change with it.
    touches: Vec<Touch>,
    /// Of a property that is gone: what was announced of it, and which way it went.
    was: Option<(policy::State, kinds::Way)>,
    /// Why it breaks nobody, where a policy says so.
    excuse: Option<String>,
    /// Whether it is about what the server calls, which the crate has no part in.
    outside: bool,
}

/// Public items of the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Touch {
    /// The type, operation or method that they belong to.
    owner: String,
    /// Which of its items.
    part: Part,
}

/// Which items of a type or operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// All of them.
    All,
    /// Those that one of its members becomes: a field, its setter, an argument.
    Member(String),
    /// Of the struct of a type's required fields: those that one of them becomes, and all of them where the struct comes or goes.
    Required(String),
    /// Of the arguments of an operation: those that its body becomes.
    Body,
    /// Of an operation: what it gives.
    Output,
    /// Of an operation: how it fails.
    Failure,
}

impl Part {
    /// The member, where it is one.
    fn member(&self) -> Option<&str> {
        match self {
            Self::Member(member) | Self::Required(member) => Some(member),
            Self::All | Self::Body | Self::Output | Self::Failure => None,
        }
    }
}

/// What changed, the gravest first; sunset dates and stability levels count where there is a policy.
pub fn compare(old: Meaning<'_>, new: Meaning<'_>, policy: Option<Policy<'_>>) -> Vec<Finding> {
    let before = (shape::Shapes::new(old.api), shape::Shapes::new(old.called));
    let now = (shape::Shapes::new(new.api), shape::Shapes::new(new.called));
    let owners = (owners::Owners::of(&before.0, old.client), owners::Owners::of(&now.0, new.client));
    let none = (owners::Owners::default(), owners::Owners::default());
    let run = |(before, now), owners, called| {
        let pairs = schemas::Pairs::new(pair::Sides { old: before, new: now, owners }, called);
        operations::compare(pairs, policy)
    };
    let (mut found, matched) = run((&before.0, &now.0), &owners, false);
    let (called, calls) = run((&before.1, &now.1), &none, true);
    found.extend(called);
    let mut found = schemas::merged(found);
    found.extend(texts::compare(old, new, &matched, &calls));
    attribute::attribute(found, old.client, new.client)
}

/// Whether a finding breaks callers, now or when they take the next version.
pub fn is_breaking(finding: &Finding) -> bool {
    finding.wire == Wire::Breaks || finding.rust == Level::Major
}

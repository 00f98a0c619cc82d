//! How a command ends.

use std::fmt;
use std::process::ExitCode;

use crate::{fetch, site};

/// The exit code of a command; the codes from 64 are those of BSD's `sysexits.h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0
    Fine,
    /// 1: what was derived is not current, or does not hold what it promises.
    Stale,
    /// 2: drift that breaks callers.
    Breaking,
    /// 3: an overlay action or a rule of the configuration no longer applies.
    RuleGone,
    /// 64: the command line is wrong.
    Usage,
    /// 65: input that cannot be read, or from which nothing usable remains.
    Unreadable,
    /// 68: a page that is published no longer: the server says that it is not there (4xx).
    PageGone,
    /// 69: the network or the server does not work now (5xx, no connection, out of time).
    Unavailable,
    /// 74: output that cannot be written.
    CannotWrite,
    /// 75: a server that asks to wait for longer than we do.
    RateLimited,
    /// 77: a server that requires a login.
    Login,
}

impl Exit {
    /// The number that the system sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Stale => 1,
            Self::Breaking => 2,
            Self::RuleGone => 3,
            Self::Usage => 64,
            Self::Unreadable => 65,
            Self::PageGone => 68,
            Self::Unavailable => 69,
            Self::CannotWrite => 74,
            Self::RateLimited => 75,
            Self::Login => 77,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command failed, and the command that repairs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to run, or to do, next.
    pub repair: Option<String>,
}

impl Failure {
    /// A failure that nothing is known to repair.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), repair: None }
    }

    /// Adds what to run, or to do, next.
    #[must_use]
    pub fn repair(mut self, repair: impl Into<String>) -> Self {
        self.repair = Some(repair.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.repair {
            Some(repair) => write!(f, "\nto repair: {repair}"),
            None => Ok(()),
        }
    }
}

impl From<crate::files::Error> for Failure {
    fn from(error: crate::files::Error) -> Self {
        Self::new(Exit::CannotWrite, error.to_string())
    }
}

impl From<fetch::Error> for Failure {
    fn from(error: fetch::Error) -> Self {
        let (exit, repair) = match &error {
            fetch::Error::Address { .. } => (Exit::Usage, "write the URL with https, without a password"),
            fetch::Error::Gone { .. } => (Exit::PageGone, "look where it is published now"),
            fetch::Error::Moved { .. } => {
                (Exit::PageGone, "look whether the new place is the publisher's, and give that one")
            }
            fetch::Error::NoPage { .. } => {
                (Exit::Unreadable, "open the URL, and look whether it is the Markdown or JSON source that is published")
            }
            fetch::Error::CutOff { .. } => (Exit::Unreadable, "run the command again; what is there already is kept"),
            fetch::Error::Login { .. } => {
                (Exit::Login, "open the URL in a browser, save the pages, and give the files")
            }
            fetch::Error::RateLimited { .. } => (Exit::RateLimited, "run the command again after that time"),
            fetch::Error::Unavailable { .. } => (Exit::Unavailable, "run the command again later"),
        };
        Self::new(exit, error.to_string()).repair(repair)
    }
}

impl From<site::Error> for Failure {
    fn from(error: site::Error) -> Self {
        let (exit, repair) = match error {
            site::Error::Fetch(error) => return error.into(),
            site::Error::Files(error) => return error.into(),
            site::Error::Io { .. } => (Exit::Unreadable, "put it there, then run the command again"),
            site::Error::Manifest { .. } => {
                (Exit::Unreadable, "take the pages again: crategen ingest SOURCE --out of another folder")
            }
            site::Error::Foreign { .. } => (Exit::CannotWrite, "choose a folder of its own, or move that file away"),
            site::Error::NoPages { .. } => {
                (Exit::Unreadable, "look whether it is what you meant, and what --only leaves")
            }
            site::Error::IsDocument { .. } => (Exit::Usage, "save it, then: crategen generate FILE --out DIR"),
            site::Error::Pattern { .. } => {
                (Exit::Usage, "a pattern is a path in which * and ? stand for letters, ** for folders")
            }
            site::Error::TooLarge { .. } => (Exit::Unreadable, "choose fewer with --only"),
        };
        Self::new(exit, error.to_string()).repair(repair)
    }
}

//! Why a text was not had, in the words that the user reads.

use std::fmt;
use std::time::Duration;

/// Why a text was not had. Only [`Gone`](Self::Gone) and [`Moved`](Self::Moved) say something about what is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A URL that is not fetched: it is not https (http on the loopback interface), or holds credentials.
    Address {
        /// The URL.
        url: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The server says that nothing is there (4xx).
    Gone {
        /// The URL.
        url: String,
        /// The status of the answer.
        status: u16,
    },
    /// The server sends us to a place that we do not go to.
    Moved {
        /// The URL.
        url: String,
        /// Where it sends us.
        to: String,
        /// Why we do not go there, as a clause that follows the place.
        what: &'static str,
    },
    /// What is there is no text of an API: HTML, binary, or too large.
    NoPage {
        /// The URL.
        url: String,
        /// What it is.
        what: String,
    },
    /// Not all of a text came.
    CutOff {
        /// The URL.
        url: String,
        /// How it shows.
        what: String,
    },
    /// The server wants to know who asks.
    Login {
        /// The URL.
        url: String,
        /// How it shows.
        what: String,
    },
    /// The server asks to wait for longer than we do.
    RateLimited {
        /// The URL.
        url: String,
        /// For how long it asks.
        after: Duration,
    },
    /// The network or the server does not work now.
    Unavailable {
        /// The URL.
        url: String,
        /// What happened.
        what: String,
    },
}

impl Error {
    /// Whether asking for another text of the same server is no use now.
    pub fn is_of_server(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Unavailable { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { url, what } => write!(f, "{url} is not fetched: {what}"),
            Self::Gone { url, status } => write!(f, "{url} is not there: the server answers {status}"),
            Self::Moved { url, to, what } => write!(f, "{url} moved to {to}, {what}"),
            Self::NoPage { url, what } => write!(f, "{url} is neither a document nor a page: {what}"),
            Self::CutOff { url, what } => write!(f, "{url} is cut off: {what}"),
            Self::Login { url, what } => {
                write!(f, "{url} requires a login: {what}; whether the API changed is not known")
            }
            Self::RateLimited { url, after } => {
                let after = after.as_secs();
                write!(
                    f,
                    "{url} cannot be fetched now: the server asks to wait for {after} s; whether the API changed is not known"
                )
            }
            Self::Unavailable { url, what } => {
                write!(f, "{url} cannot be fetched now: {what}; whether the API changed is not known")
            }
        }
    }
}

impl std::error::Error for Error {}

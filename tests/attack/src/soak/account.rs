//! The account of one kind of client: how each call ended, one byte for each, and what the server says about it.

use crate::soak::server::Ledger;

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A PUT, which may be done twice.
    Put,
    /// A POST with a key, which a server does once.
    Keyed,
    /// A POST, which may be sent again only where it was not done.
    Plain,
    /// A GET.
    Get,
    /// A download.
    Download,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server says that it is done.
    Done,
    /// The server says that it is not done.
    Refused,
    /// Nobody knows.
    Unknown,
    /// The caller did not wait for the end.
    Dropped,
    /// The answer is that of another call, or only a part of one.
    Wrong,
}

/// Every call of a caller, in order.
#[derive(Debug)]
pub struct Caller {
    /// The beginning of the ids of its calls.
    pub name: String,
    pub calls: Vec<(What, Outcome)>,
}

/// All callers of a kind of client.
#[derive(Debug)]
pub struct Account {
    /// The kind of client.
    pub name: &'static str,
    pub callers: Vec<Caller>,
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// The kind of client.
    pub name: &'static str,
    pub calls: u64,
    pub done: u64,
    pub refused: u64,
    pub unknown: u64,
    pub dropped: u64,
    /// Requests that arrived, without downloads.
    pub requests: u64,
    /// Done, says the client, and the server knows nothing of it.
    pub lost: u64,
    /// Done more than once.
    pub doubled: u64,
    /// Refused, says the client, and it is done.
    pub denied: u64,
    /// Answers of other calls, and parts of answers.
    pub wrong: u64,
}

/// The id of a call.
pub fn id(caller: &str, number: usize) -> String {
    format!("{caller}-{number}")
}

impl Account {
    /// Compares each call with what the server says.
    pub fn compared(&self, ledger: &Ledger) -> Counts {
        let mut counts = Counts { name: self.name, ..Counts::default() };
        for caller in &self.callers {
            for (number, (what, outcome)) in caller.calls.iter().enumerate() {
                counts.add(*what, *outcome, ledger.of(&id(&caller.name, number)));
            }
        }
        counts
    }
}

impl Counts {
    fn add(&mut self, what: What, outcome: Outcome, (arrived, works): (u32, u32)) {
        let writes = matches!(what, What::Put | What::Keyed | What::Plain);
        let once = |yes: bool| u64::from(yes);
        self.calls += 1;
        self.requests += u64::from(arrived);
        self.done += once(outcome == Outcome::Done);
        self.refused += once(outcome == Outcome::Refused);
        self.unknown += once(outcome == Outcome::Unknown);
        self.dropped += once(outcome == Outcome::Dropped);
        self.wrong += once(outcome == Outcome::Wrong);
        self.lost += once(writes && outcome == Outcome::Done && works == 0);
        self.doubled += once(works > 1);
        // Of calls that are sent again, an earlier request may have been done.
        self.denied += once(what == What::Plain && outcome == Outcome::Refused && works > 0);
    }

    /// Whether the client and the server say the same.
    pub fn is_good(&self) -> bool {
        self.lost + self.doubled + self.denied + self.wrong == 0 && self.done > 0
    }
}

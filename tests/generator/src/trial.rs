//! One run of the whole pipeline over a text that may be anything, and what has to hold afterwards.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::files::{Mode, sync};
use crategen::source::Sources;
use crategen::{Generated, Inputs};

/// The stack that the pipeline gets: as much as the main thread of the command has.
const STACK: usize = 8 << 20;

/// How long one run may take.
pub const LIMIT: Duration = Duration::from_secs(10);

/// After this a run counts as one that never ends.
const NEVER: Duration = Duration::from_secs(60);

/// How a run ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// A crate was made.
    Generated,
    /// Nothing usable remained, and an error says why.
    Refused,
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The same for the same mistake, whatever the document: the place of a panic, or the promise.
    pub kind: String,
    /// The rest of what is known.
    pub detail: String,
}

thread_local! {
    static PANICKED_AT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A thread on which texts are tried.
pub struct Trials {
    texts: Sender<(String, Vec<u8>)>,
    ends: Receiver<Result<Ended, Broken>>,
}

impl Default for Trials {
    fn default() -> Self {
        Self::new()
    }
}

impl Trials {
    /// Starts the thread. Panics on such threads are not printed: they are told by [`run`](Self::run).
    ///
    /// # Panics
    /// Where the system gives no thread.
    pub fn new() -> Self {
        static QUIET: Once = Once::new();
        QUIET.call_once(|| {
            let usual = panic::take_hook();
            panic::set_hook(Box::new(move |info| match thread::current().name() {
                Some("trials") => {
                    let at = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
                    PANICKED_AT.set(at);
                }
                _ => usual(info),
            }));
        });
        let (texts, to_try) = channel::<(String, Vec<u8>)>();
        let (ended, ends) = channel();
        let work = move || {
            for (name, text) in to_try {
                let result = panic::catch_unwind(AssertUnwindSafe(|| checked(&name, text)));
                if ended.send(result.unwrap_or_else(|payload| Err(panicked(&*payload)))).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("trials".to_owned()).stack_size(STACK).spawn(work).expect("the system has threads");
        Self { texts, ends }
    }

    /// Runs the pipeline over a text, twice where the first run took too long: the machine may be busy.
    ///
    /// # Errors
    /// A promise that was not kept. After a run that never ended this is a new thread, and the old one is lost.
    pub fn run(&mut self, name: &str, text: &[u8]) -> Result<Ended, Broken> {
        let mut last = None;
        for _ in 0..2 {
            let start = Instant::now();
            let sent = self.texts.send((name.to_owned(), text.to_vec()));
            let end = sent.map_or(Err(RecvTimeoutError::Disconnected), |()| self.ends.recv_timeout(NEVER));
            let slow = |kind: &str| broken(kind, format!("after {:?}, twice", start.elapsed()));
            last = Some(match end {
                Ok(Err(broken)) => return Err(broken),
                Ok(ended) if start.elapsed() <= LIMIT => return ended,
                Ok(_) => slow("it takes too long"),
                Err(RecvTimeoutError::Disconnected) => return Err(broken("the thread is gone", "")),
                Err(RecvTimeoutError::Timeout) => {
                    *self = Self::new();
                    slow("it never ends")
                }
            });
        }
        Err(last.unwrap_or_else(|| broken("it was not tried", "")))
    }
}

fn panicked(payload: &(dyn Any + Send)) -> Broken {
    let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    let kind = PANICKED_AT.take().unwrap_or_else(|| "a panic".to_owned());
    Broken { kind, detail: text.unwrap_or_default().chars().take(400).collect() }
}

fn broken(kind: &str, detail: impl Into<String>) -> Broken {
    Broken { kind: kind.to_owned(), detail: detail.into() }
}

/// Runs the pipeline, and looks at everything that it gives.
fn checked(name: &str, text: Vec<u8>) -> Result<Ended, Broken> {
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let documents = [sources.add_bytes(name, text)];
    // No mutation may read a file: what refers to one is refused inside a folder that is not there.
    let mut loader = FolderLoader::new("nowhere");
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut said);
    let (rendered, json) = (said.render(&sources, false), said.to_json(&sources));
    if rendered.chars().any(|c| c.is_control() && c != '\n') {
        return Err(broken("control characters reach the terminal", rendered));
    }
    let count = json.as_array().map(Vec::len);
    if count.is_none_or(|count| (count == 0) != rendered.is_empty()) {
        return Err(broken("text and JSON tell different things", json.to_string()));
    }
    match generated {
        Some(generated) => check_files(&generated).map(|()| Ended::Generated),
        None if said.has_errors() => Ok(Ended::Refused),
        None => Err(broken("nothing was generated, and no error says why", rendered)),
    }
}

fn check_files(generated: &Generated) -> Result<(), Broken> {
    for (path, text) in generated.files.iter() {
        if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            syn::parse_file(text).map_err(|error| broken("a file is not Rust", format!("{path}: {error}")))?;
        }
        if path.ends_with(".toml") {
            let parsed = text.parse::<toml::Table>();
            parsed.map_err(|error| broken("a file is not TOML", format!("{path}: {error}")))?;
        }
    }
    let nowhere = Path::new("nowhere/that/exists");
    let written = sync(nowhere, &generated.files, &[], Mode::Check);
    written.map(drop).map_err(|error| broken("these files cannot be written", error.to_string()))
}

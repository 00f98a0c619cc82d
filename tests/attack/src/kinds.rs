//! The kinds of attacks, a table.

use std::time::Duration;

use generator_tests::trial::Broken;

use crate::memory::MB;
use crate::{documents, servers, values};

/// How a case ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was accepted, and what came of it is right.
    Accepted,
    /// An error says why it was not accepted.
    Refused,
}

/// A kind of attacks, whose cases are numbers.
#[derive(Debug)]
pub struct Kind {
    /// Its name on the command line.
    pub name: &'static str,
    /// What is attacked, and with what.
    pub says: &'static str,
    /// How many cases run at once.
    pub threads: usize,
    /// How much more memory the process may have than before, in bytes.
    pub memory: u64,
    /// How long a case may take on a busy machine.
    pub limit: Duration,
    /// Runs the case of a seed.
    ///
    /// # Errors
    /// A promise that was not kept.
    pub run: fn(u64) -> Result<Ended, Broken>,
}

/// All kinds: documents first, then what callers and servers do.
pub static KINDS: &[Kind] = &[
    document("text", "texts of all kinds in every place of a document", documents::text),
    document("mutations", "documents that are changed at random, by value and by byte", documents::mutated),
    document("growth", "small documents that stand for much: copies, depth, references, aliases", documents::growth),
    value("path", "values in segments of a path", values::path),
    value("query", "values, lists and objects in a query", values::query),
    value("header", "values of headers", values::header),
    value("cookie", "values of cookies", values::cookie),
    value("form", "values of a form", values::form),
    value("parts", "values, files and file names of a multipart body", values::parts),
    value("json", "texts in bodies of JSON and text", values::json),
    value("variables", "variables of servers: port and path", values::variables),
    server("cut", "responses that end too soon", servers::cut),
    server("slow", "responses that come in pieces, with pauses", servers::slow),
    server("heads", "heads without end, and many interim responses", servers::heads),
    server("endless", "bodies without end, of each kind of operation", servers::endless),
    server("framing", "lengths and chunks that are wrong or contradict each other", servers::framing),
    server("garbage", "responses with random bytes", servers::garbage),
    server("extra", "more responses than requests: none becomes that of another call", servers::extra),
    server(
        "redirects",
        "redirects and links to other origins: no credential and no request arrives there",
        servers::redirects,
    ),
    server("gzip", "bombs, several members, and what is no gzip", servers::gzip),
    server("pages", "pages without end, in circles, without items", servers::pages),
    server("events", "streams that end at once, again and again, or never", servers::events),
    // What is kept of a body is bounded for each call, so only a few run at once.
    Kind { threads: 2, ..server("answers", "bodies that are deep, wide, odd or no JSON", servers::answers) },
    server("http2", "frames of HTTP/2 that are too many, too large or wrong", servers::http2),
    server("http2-tls", "the same frames in connections with TLS", servers::http2_tls),
];

const fn document(name: &'static str, says: &'static str, run: fn(u64) -> Result<Ended, Broken>) -> Kind {
    Kind { name, says, threads: 1, memory: 400 * MB, limit: Duration::from_secs(25), run }
}

const fn value(name: &'static str, says: &'static str, run: fn(u64) -> Result<Ended, Broken>) -> Kind {
    Kind { name, says, threads: 2, memory: 60 * MB, limit: Duration::from_secs(5), run }
}

const fn server(name: &'static str, says: &'static str, run: fn(u64) -> Result<Ended, Broken>) -> Kind {
    Kind { name, says, threads: 8, memory: 200 * MB, limit: Duration::from_secs(8), run }
}

/// The kind of a name.
pub fn of(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

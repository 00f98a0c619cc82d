//! A successful answer: is it the text that was asked for?

use ureq::http::Uri;
use ureq::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};

use super::{Error, Fetched, Response, Validators, login, text as header};
use crate::media_type;

/// Reads the text of an answer.
///
/// # Errors
/// It is HTML or binary, too large, cut off, or out of time.
pub(super) fn text(at: &Uri, mut response: Response, most: u64) -> Result<Fetched, Error> {
    let url = at.to_string();
    let no_page = |what: String| Error::NoPage { url: url.clone(), what };
    let headers = response.headers();
    let essence = media_type::essence(&header(headers, &CONTENT_TYPE).unwrap_or_default());
    let length = header(headers, &CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let (validators, date) = (Validators::of(headers), header(headers, &DATE));
    let html = HTML.contains(&essence.as_str());
    let unknown = essence == UNKNOWN;
    if !html
        && !unknown
        && !READABLE.contains(&essence.as_str())
        && !essence.ends_with("+json")
        && !essence.ends_with("+yaml")
    {
        return Err(no_page(format!("its content type is `{essence}`")));
    }
    let read = response.body_mut().with_config().limit(most).read_to_vec();
    let bytes = read.map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => no_page(format!("it is larger than {most} bytes")),
        ureq::Error::Timeout(_) => Error::Unavailable { url: url.clone(), what: error.to_string() },
        error => Error::CutOff { url: url.clone(), what: error.to_string() },
    })?;
    if length.is_some_and(|length| length != bytes.len()) {
        let what = "not all the bytes came that the server announced".to_owned();
        return Err(Error::CutOff { url, what });
    }
    if unknown && (bytes.contains(&0) || std::str::from_utf8(&bytes).is_err()) {
        return Err(no_page(format!("its content type is `{essence}`, and it is no text")));
    }
    let start = String::from_utf8_lossy(bytes.get(..512).unwrap_or(&bytes)).trim_start().to_ascii_lowercase();
    if html || start.starts_with("<!doctype html") || start.starts_with("<html") {
        if login::is_form(&bytes) {
            return Err(Error::Login { url, what: "what it gives is a form that asks for a password".to_owned() });
        }
        let what = if html { format!("its content type is `{essence}`") } else { "it is HTML".to_owned() };
        return Err(no_page(what));
    }
    Ok(Fetched::Text { url, bytes, validators, date })
}

const HTML: &[&str] = &["text/html", "application/xhtml+xml"];

/// What servers of files say of a file that they do not know.
const UNKNOWN: &str = "application/octet-stream";

/// The content types of pages and documents; plain servers give Markdown as one of the last two.
const READABLE: &[&str] = &[
    "text/markdown",
    "text/x-markdown",
    "text/plain",
    "application/json",
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml",
    "text/json",
    "application/vnd.oai.openapi",
    "",
];

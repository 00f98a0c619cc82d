//! Replies of a mock out of a recording.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::runtime::json::DecodeError;

use super::reply::MockReply;

/// The responses of an HTTP Archive 1.2, each with the method and path of its request.
///
/// # Errors
/// When something of it is missing.
#[inline]
pub(super) fn replies(har: &Value) -> Result<Vec<(String, String, MockReply)>, DecodeError> {
    let entries = har.pointer("/log/entries").and_then(Value::as_array);
    let entries = entries.ok_or_else(|| DecodeError::new("an HTTP Archive has a list at /log/entries"))?;
    let read =
        |(index, entry)| reply(entry).ok_or_else(|| DecodeError::new(format!("the entry {index} lacks something")));
    entries.iter().enumerate().map(read).collect()
}

#[inline]
fn reply(entry: &Value) -> Option<(String, String, MockReply)> {
    let text = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str);
    let (method, url) = (text("/request/method")?, text("/request/url")?);
    let path =
        url.split_once("://").map_or(url, |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"));
    let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
    let status = u16::try_from(entry.pointer("/response/status")?.as_u64()?).ok()?;
    let has_body = entry.pointer("/response/content/size").and_then(Value::as_i64).is_some_and(|size| size > 0);
    let body = match (text("/response/content/text"), text("/response/content/encoding")) {
        (Some(body), Some("base64")) => STANDARD.decode(body).ok()?,
        (Some(body), _) => body.as_bytes().to_vec(),
        (None, _) if has_body => {
            let problem = format!("the body of {method} {path} is not in the recording");
            return Some((method.to_owned(), path, MockReply::impossible(problem)));
        }
        (None, _) => Vec::new(),
    };
    let mut reply = MockReply::bytes(status, body);
    for header in entry.pointer("/response/headers").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(name), Some(value)) = (header.get("name")?.as_str(), header.get("value")?.as_str())
            && !is_of_transfer(name)
        {
            reply = reply.header(name, value);
        }
    }
    if let Some(media_type) = text("/response/content/mimeType").filter(|media_type| !media_type.is_empty()) {
        reply = reply.header("content-type", media_type);
    }
    Some((method.to_owned(), path, reply))
}

/// Whether a header says how a body was sent, which a recording does not have, or belongs to HTTP/2.
#[inline]
fn is_of_transfer(name: &str) -> bool {
    let names = ["content-encoding", "content-length", "transfer-encoding", "connection"];
    name.starts_with(':') || names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

//! Requests and responses that a browser, a proxy or a client recorded (HTTP Archive 1.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Body, Call, Response};
use crate::media_type;

/// The responses of an archive; `None` where a value is none. Requests without a response are left out.
pub fn har(archive: &Value) -> Option<Vec<Response>> {
    let entries = archive.get("log")?.get("entries")?.as_array()?;
    Some(entries.iter().filter_map(entry).collect())
}

fn entry(entry: &Value) -> Option<Response> {
    let (request, response) = (entry.get("request")?, entry.get("response")?);
    let status = u16::try_from(response.get("status")?.as_u64()?).ok().filter(|status| (200..600).contains(status))?;
    // Redirects are followed, and a cache answers with what was sent before.
    if (300..400).contains(&status) {
        return None;
    }
    let call = Call::Request {
        method: request.get("method")?.as_str()?.to_ascii_uppercase(),
        url: request.get("url")?.as_str()?.to_owned(),
    };
    let content = response.get("content");
    let text = content.and_then(|content| content.get("text")).and_then(Value::as_str).unwrap_or_default();
    let encoding = content.and_then(|content| content.get("encoding")).and_then(Value::as_str);
    let bytes = match encoding {
        Some("base64") => STANDARD.decode(text).unwrap_or_default(),
        _ => text.as_bytes().to_vec(),
    };
    let media_type = content.and_then(|content| content.get("mimeType")).and_then(Value::as_str);
    let media_type = media_type.and_then(essence);
    let size = content.and_then(|content| content.get("size")).and_then(Value::as_i64).unwrap_or(0);
    let is_json = media_type.as_deref().is_some_and(is_json);
    let body = match serde_json::from_slice(&bytes) {
        _ if bytes.is_empty() => {
            if size > 0 {
                Body::Other
            } else {
                Body::Empty
            }
        }
        Ok(value) if is_json => Body::Json(value),
        _ => Body::Other,
    };
    Some(Response { call, status, media_type, body })
}

/// A media type without its parameters, in small letters; `None` where it is not known.
fn essence(text: &str) -> Option<String> {
    let essence = media_type::essence(text);
    (essence.contains('/') && essence != "x-unknown").then_some(essence)
}

fn is_json(media_type: &str) -> bool {
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

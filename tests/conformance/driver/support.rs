//! What the steps of every driver share: how values are read, and how what came back is told. It is copied into each driver,
//! where `client` is the generated client.
#![allow(dead_code)]

use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::runtime::{DecodeError, Encode, Error, Event, JsonObject, Value, to_json};
use http::{HeaderMap, StatusCode};

/// How long a call may take.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// JSON of any shape.
pub fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// A JSON object of any shape.
pub fn object(value: Value) -> Result<JsonObject, String> {
    match value {
        Value::Object(map) => Ok(map),
        _ => Err("no object".to_owned()),
    }
}

/// A value whose text is this.
pub fn parsed<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("the client's type does not read {text:?}"))
}

/// A value, encoded again.
pub fn encoded(value: &dyn Encode) -> Result<Value, String> {
    Ok(serde_json::json!({ "json": encoded_item(value)? }))
}

/// An item, encoded again.
pub fn encoded_item(value: &dyn Encode) -> Result<Value, String> {
    let text = to_json(value).map_err(|error| format!("what was decoded cannot be encoded: {error}"))?;
    serde_json::from_slice(&text).map_err(|error| format!("what is encoded is not JSON: {error}"))
}

/// A text.
pub fn text(text: &str) -> Value {
    serde_json::json!({ "text": text })
}

/// Bytes.
pub fn bytes(bytes: &[u8]) -> Value {
    serde_json::json!({ "base64": STANDARD.encode(bytes) })
}

/// Items of a stream.
pub fn items(items: Vec<Value>) -> Value {
    serde_json::json!({ "items": items })
}

/// An event whose data has no type.
pub fn event(event: &Event) -> Value {
    serde_json::json!({ "event": event.event, "data": event.data, "id": event.id })
}

/// A response without a documented body.
pub fn nothing() -> Value {
    serde_json::json!({ "nothing": true })
}

/// A failure that is not what the document says.
pub fn undecoded(why: &DecodeError) -> Value {
    serde_json::json!({ "undecoded": format!("the documented failure is not decoded: {why}") })
}

/// What a success is told as.
pub fn success(status: StatusCode, headers: &HeaderMap, body: &[u8], value: Value) -> Value {
    told(status, headers, body, value, false)
}

/// What a failure is told as. One without a response is none of the server's.
pub fn failed(error: &Error, failure: Option<Value>) -> Result<Value, String> {
    let Some(status) = error.status() else {
        let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
        return Err(format!("{error}{cause}"));
    };
    let undecoded = error.decode_error().map(|why| serde_json::json!({ "undecoded": format!("{error}: {why}") }));
    let none = HeaderMap::new();
    let value = undecoded.or(failure).unwrap_or_else(nothing);
    Ok(told(status, error.headers().unwrap_or(&none), error.body(), value, true))
}

fn told(status: StatusCode, headers: &HeaderMap, body: &[u8], value: Value, failed: bool) -> Value {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: JsonObject = headers.iter().map(|(name, value)| (name.to_string(), Value::from(text(value)))).collect();
    serde_json::json!({ "status": status.as_u16(), "headers": headers, "body": STANDARD.encode(body), "value": value, "failed": failed })
}

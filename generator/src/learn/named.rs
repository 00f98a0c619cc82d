//! Files that are named for the operation and status of the response that they hold.

use serde_json::Value;

use super::{Body, Call, Response};

/// A response of JSON from a file named `OPERATION.STATUS.json`, with anything between status and ending
/// (`listPets.200.second.json`). `None` where the name has no status behind a dot.
pub fn named(name: &str, body: Value) -> Option<Response> {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let status = |text: &str| text.parse::<u16>().ok().filter(|status| text.len() == 3 && (200..600).contains(status));
    // An operation's id can have dots; the last status that is one counts.
    let (id, status) = stem.match_indices('.').rev().find_map(|(at, _)| {
        let behind = stem.get(at + 1..)?.split('.').next()?;
        Some((stem.get(..at)?, status(behind)?))
    })?;
    if id.is_empty() {
        return None;
    }
    let call = Call::Operation(id.to_owned());
    Some(Response { call, status, media_type: Some("application/json".to_owned()), body: Body::Json(body) })
}

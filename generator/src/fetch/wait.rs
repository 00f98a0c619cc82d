//! How long a server asks to wait: `Retry-After` of RFC 9110, section 10.2.3.

use std::time::{Duration, SystemTime};

use ureq::http::header::{DATE, RETRY_AFTER};

use super::{Response, text};

/// How long to wait before the server is asked again; `None` where it does not ask for that.
///
/// Of 503 only where the server says how long: otherwise it does not work, and nobody knows until when.
pub(super) fn asked_for(response: &Response, attempt: u32) -> Option<Duration> {
    let headers = response.headers();
    let named = || text(headers, &RETRY_AFTER).and_then(|value| named(value.trim(), text(headers, &DATE).as_deref()));
    match response.status().as_u16() {
        429 => Some(named().unwrap_or(Duration::from_secs(1 << attempt.min(6)))),
        503 => named(),
        _ => None,
    }
}

/// A number of seconds, or a date: as far from now as it is from the server's own date.
fn named(value: &str, date: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

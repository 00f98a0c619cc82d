//! The `Retry-After` header.

use std::time::Duration;

use http::HeaderMap;
use http::header;

use crate::runtime::transport::since_epoch;

/// What `Retry-After` asks for (RFC 9110, section 10.2.3): seconds, or a date, which is compared with the date of the response
/// where there is one, because clocks differ.
#[inline]
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than fits is longer than any deadline.
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    if let Some(seconds) = text.parse::<f64>().ok().filter(|seconds| seconds.is_sign_positive()) {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let then = date(text)?;
    let now = headers.get(header::DATE).and_then(|date| date.to_str().ok()).and_then(date);
    Some(then.saturating_sub(now.unwrap_or_else(since_epoch)))
}

#[inline]
fn date(text: &str) -> Option<Duration> {
    let date = httpdate::parse_http_date(text).ok()?;
    date.duration_since(std::time::UNIX_EPOCH).ok()
}

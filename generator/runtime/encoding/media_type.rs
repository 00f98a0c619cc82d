//! Media types (RFC 9110, section 8.3.1): what they are, and which of a response is a documented one.

use http::HeaderMap;
use http::header;

/// The media type of a body without its parameters, in lower case.
#[inline]
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = essence(text);
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-/".contains(&byte);
    (essence.len() < 100 && essence.contains('/') && essence.bytes().all(is_token)).then_some(essence)
}

/// A media type without its parameters, in lower case (RFC 9110, section 8.3.1).
#[inline]
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The parameters of a media type (RFC 9110, section 8.3.1): names in lower case, and values.
#[inline]
pub(crate) fn parameters(media_type: &str) -> Vec<(String, &str)> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    parameters.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"'))).collect()
}

/// How closely a media type or range describes the one of a response; `None`: not at all. A parameter that a response has
/// tells apart what is the same without it.
#[inline]
pub(crate) fn fit(documented: &str, came: &str, parameters: &[(String, &str)]) -> Option<usize> {
    let essence = essence(documented);
    let kind = |media_type: &str| media_type.split('/').next().map(str::to_owned);
    match essence.as_str() {
        "*/*" | "" => Some(0),
        range if range.ends_with("/*") && kind(range) == kind(came) => Some(1),
        one if one == came => {
            let own = self::parameters(documented);
            let is_there = |one: &&(String, &str)| {
                parameters.iter().any(|(name, value)| *name == one.0 && value.eq_ignore_ascii_case(one.1))
            };
            let there = own.iter().filter(is_there).count();
            Some(if there == own.len() { 3 + there } else { 2 })
        }
        _ => None,
    }
}

/// Whether a media type is a concrete one of a range.
#[inline]
pub(crate) fn is_within(range: &str, media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.contains('/') && !essence.contains('*') && fit(range, &essence, &[]).is_some()
}

/// Whether a media type is JSON: `application/json`, `text/json`, or one that ends in `+json`.
#[inline]
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.ends_with("/json") || essence.ends_with("+json")
}

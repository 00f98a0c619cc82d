//! Text in other encodings than UTF-8 (WHATWG Encoding).

use std::borrow::Cow;

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use http::HeaderMap;
use http::header;

use crate::runtime::json;

use super::media_type::is_json;
use super::media_type::media_type;

/// The text of a body: as its byte order mark says, else in the charset of its media type, else in `otherwise`, else in UTF-8.
///
/// # Errors
/// What is wrong, in words.
#[inline]
pub(crate) fn text<'b>(body: &'b [u8], headers: &HeaderMap, otherwise: Option<&str>) -> Result<Cow<'b, str>, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        return decode(encoding, body.get(mark..).unwrap_or_default());
    }
    match charset(headers).or(otherwise) {
        Some(label) => {
            let known = Encoding::for_label(label.as_bytes());
            decode(known.ok_or("its charset is not known")?, body)
        }
        None => decode(UTF_8, body),
    }
}

/// A body of JSON in UTF-8. JSON has no other encoding (RFC 8259, section 8.1), and servers that name one often send UTF-8 all the
/// same: what is valid UTF-8 is read as UTF-8.
///
/// # Errors
/// What is wrong, in words.
#[inline]
pub(crate) fn json<'b>(body: &'b [u8], headers: &HeaderMap) -> Result<Cow<'b, [u8]>, String> {
    if std::str::from_utf8(body).is_ok() || Encoding::for_bom(body).is_none() && charset(headers).is_none() {
        return Ok(Cow::Borrowed(body));
    }
    text(body, headers, None).map(|text| Cow::Owned(text.into_owned().into_bytes()))
}

#[inline]
fn decode<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| format!("the body is not text in {}", encoding.name()))
}

/// A text of a body without the quotes and escapes of JSON, where it is a string of JSON by its media type (RFC 9110, section 8.3).
#[inline]
pub(crate) fn unquoted(text: String, headers: &HeaderMap) -> String {
    let is_quoted = text.trim_start().starts_with('"') && media_type(headers).is_some_and(|came| is_json(&came));
    if is_quoted { json::from_json(text.as_bytes()).unwrap_or(text) } else { text }
}

#[inline]
fn charset(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    text.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"'))
            .filter(|label| !label.is_empty())
    })
}

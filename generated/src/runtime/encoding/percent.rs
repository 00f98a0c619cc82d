//! Percent-encoding (RFC 3986, section 2.1).

use std::borrow::Cow;

use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::percent_decode_str;
use percent_encoding::utf8_percent_encode;

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// As [`VALUE`], but the reserved characters are kept, save those that would end or split a value in a query
/// (OpenAPI 3.1, section 4.8.12.2.1, `allowReserved`, and appendix C), and save `'`, which URL parsers encode there (WHATWG URL,
/// section 1.3) and others do not.
const RESERVED: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// As [`RESERVED`], for a path, which `/` and `?` would change.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.add(b'/').add(b'?').remove(b'&').remove(b'=').remove(b'+').remove(b'\'');

/// What may not stand in the path of a URL as it is (RFC 3986, section 3.3).
const PATH: &AsciiSet = &RESERVED_IN_PATH.remove(b'/');

/// What may not stand in the query of a URL as it is (RFC 3986, section 3.4).
const QUERY: &AsciiSet = &RESERVED.remove(b'&').remove(b'=').remove(b'+');

/// What a value may keep of its reserved characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Nothing.
    Unreserved,
    /// All that does not change the query; encoded triples pass.
    ReservedInQuery,
    /// All that does not change the path; encoded triples pass.
    ReservedInPath,
}

/// Encodes a value or a name.
#[inline]
pub(crate) fn encode(text: &str, keep: Keep) -> String {
    match keep {
        Keep::Unreserved => Cow::from(utf8_percent_encode(text, VALUE)).into_owned(),
        Keep::ReservedInQuery => encode_between_triples(text, RESERVED),
        Keep::ReservedInPath => encode_between_triples(text, RESERVED_IN_PATH),
    }
}

/// Encodes what may not stand in a path; what is encoded already stays.
#[inline]
pub(crate) fn encode_path(text: &str) -> String {
    encode_between_triples(text, PATH)
}

/// Encodes what may not stand in a query; what is encoded already stays.
#[inline]
pub(crate) fn encode_query(text: &str) -> String {
    encode_between_triples(text, QUERY)
}

/// Encodes a value as one segment of a path, in which all that may stand there stays as it is, save `%`.
#[inline]
pub(crate) fn encode_segment(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, RESERVED_IN_PATH)).into_owned()
}

/// As [`encode_path`], behind a text.
#[inline]
pub(crate) fn push_path(url: &mut String, text: &str) {
    push_between_triples(url, text, PATH);
}

/// Encodes a value for a form, where a space is `+` (WHATWG URL, section 5.2).
#[inline]
pub(crate) fn encode_form(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string().replace("%20", "+")
}

/// Decodes all triples.
#[inline]
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[inline]
fn encode_between_triples(text: &str, set: &'static AsciiSet) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_between_triples(&mut encoded, text, set);
    encoded
}

#[inline]
fn push_between_triples(encoded: &mut String, text: &str, set: &'static AsciiSet) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        encoded.extend(utf8_percent_encode(before, set));
        let triple = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        encoded.push_str(if triple.is_some() { "%" } else { "%25" });
        rest = after;
    }
    encoded.extend(utf8_percent_encode(rest, set));
}

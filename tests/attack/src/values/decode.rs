//! What a server decodes, by decoders that are not the client's.

use generator_tests::trial::Broken;
use percent_encoding::percent_decode_str;

use crate::property::broken;

/// Whether a segment would disappear on the way, so that the path were another one (RFC 3986, section 5.2.4).
pub fn is_dots(text: &str) -> bool {
    text.is_empty() || percent_decode_str(text).decode_utf8_lossy().trim_matches('.').is_empty() && text.len() < 16
}

/// Whether nobody can refuse a text.
pub fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Compares bytes.
pub fn same(what: &str, arrived: &[u8], given: &[u8]) -> Result<(), Broken> {
    if arrived == given {
        return Ok(());
    }
    let shown = |bytes: &[u8]| bytes.escape_ascii().to_string().chars().take(300).collect::<String>();
    Err(broken("another value arrives", format!("{what}: {} for {}", shown(arrived), shown(given))))
}

/// Compares the segments of a path.
pub fn path(path: &str, given: &[&str]) -> Result<(), Broken> {
    let segments: Vec<Vec<u8>> = path.split('/').skip(1).map(|segment| percent_decode_str(segment).collect()).collect();
    if segments.len() != given.len() {
        return Err(broken("the path is another one", path.chars().take(300).collect::<String>()));
    }
    segments.iter().zip(given).try_for_each(|(segment, given)| same("the path", segment, given.as_bytes()))
}

/// Compares the pairs of a query or form, in their order.
pub fn pairs(what: &str, text: &[u8], given: &[(String, String)]) -> Result<(), Broken> {
    let arrived: Vec<(String, String)> = form_urlencoded::parse(text).into_owned().collect();
    if arrived == given {
        return Ok(());
    }
    let difference = arrived.iter().zip(given).find(|(arrived, given)| arrived != given);
    let text = format!("{what}: {} pairs for {}, first difference {difference:?}", arrived.len(), given.len());
    Err(broken("another value arrives", text.chars().take(500).collect::<String>()))
}

/// Compares cookies (RFC 6265, section 4.2.1), whose values are percent-encoded.
pub fn cookies(header: &[u8], given: &[(String, String)]) -> Result<(), Broken> {
    let text = String::from_utf8_lossy(header).into_owned();
    let arrived: Vec<(String, Vec<u8>)> = text
        .split("; ")
        .filter_map(|cookie| cookie.split_once('='))
        .map(|(name, value)| (name.to_owned(), percent_decode_str(value).collect()))
        .collect();
    let given: Vec<(String, Vec<u8>)> =
        given.iter().map(|(name, value)| (name.clone(), value.clone().into_bytes())).collect();
    if arrived == given { Ok(()) } else { Err(broken("another value arrives", format!("cookies: {text}"))) }
}

/// A part of a multipart body: its headers, with names in small letters, and its bytes.
pub type Part = (Vec<(String, String)>, Vec<u8>);

/// The parts of a multipart body (RFC 2046, section 5.1).
pub fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, Broken> {
    let wrong = |why: &str| broken("a multipart body is not well framed", format!("{why}: {}", body.escape_ascii()));
    let (_, boundary) = content_type.split_once("boundary=").ok_or_else(|| wrong("no boundary"))?;
    let delimiter = format!("\r\n--{}", boundary.trim_matches('"')).into_bytes();
    let mut rest = body.strip_prefix(delimiter.get(2..).unwrap_or_default()).ok_or_else(|| wrong("no first part"))?;
    let mut parts = Vec::new();
    while rest != b"--\r\n" {
        rest = rest.strip_prefix(b"\r\n").ok_or_else(|| wrong("no end of a delimiter"))?;
        let end = find(rest, &delimiter).ok_or_else(|| wrong("no end of a part"))?;
        let (part, after) = rest.split_at(end);
        let mut space = [httparse::EMPTY_HEADER; 8];
        let Ok(httparse::Status::Complete((length, headers))) = httparse::parse_headers(part, &mut space) else {
            return Err(wrong("the head of a part"));
        };
        let header = |header: &httparse::Header<'_>| {
            (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned())
        };
        parts.push((headers.iter().map(header).collect(), part.get(length..).unwrap_or_default().to_vec()));
        rest = after.get(delimiter.len()..).unwrap_or_default();
    }
    Ok(parts)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

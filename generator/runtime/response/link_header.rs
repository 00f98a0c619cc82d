//! The `Link` header (RFC 8288).

use http::HeaderMap;
use http::header;

/// The target of the first link with the relation `next`.
#[inline]
pub(crate) fn next(headers: &HeaderMap) -> Option<String> {
    let texts = headers.get_all(header::LINK).into_iter().filter_map(|value| str::from_utf8(value.as_bytes()).ok());
    texts.flat_map(links).find(|link| link.relation_is("next")).map(|link| link.target.to_owned())
}

/// A link and its parameters, as far as they are legal.
struct Link<'t> {
    target: &'t str,
    relations: &'t str,
}

impl Link<'_> {
    #[inline]
    fn relation_is(&self, wanted: &str) -> bool {
        self.relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case(wanted))
    }
}

/// The links of a field value; what is behind a mistake is not read.
#[inline]
fn links(text: &str) -> Vec<Link<'_>> {
    let (mut all, mut rest) = (Vec::new(), text);
    while let Some((link, behind)) = link(rest) {
        all.push(link);
        rest = behind;
    }
    all
}

/// The first link, and what is behind it.
#[inline]
fn link(text: &str) -> Option<(Link<'_>, &str)> {
    let text = text.trim_start_matches([' ', '\t', ',']);
    let (target, mut rest) = text.strip_prefix('<')?.split_once('>')?;
    let mut link = Link { target: target.trim(), relations: "" };
    while let Some(behind) = rest.trim_start().strip_prefix(';') {
        let (name, value, behind) = parameter(behind.trim_start());
        // The first one counts (section 3.3).
        if name.eq_ignore_ascii_case("rel") && link.relations.is_empty() {
            link.relations = value;
        }
        rest = behind;
    }
    Some((link, rest))
}

/// The name and value of a parameter, and what is behind them.
#[inline]
fn parameter(text: &str) -> (&str, &str, &str) {
    let end = text.find(['=', ';', ',']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.strip_prefix('=').map(str::trim_start) else { return (name.trim(), "", rest) };
    if let Some(quoted) = value.strip_prefix('"') {
        let mut escaped = false;
        let closes = |c: char| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        };
        let end = quoted.find(closes).unwrap_or(quoted.len());
        let (value, rest) = quoted.split_at(end);
        return (name.trim(), value, rest.strip_prefix('"').unwrap_or(rest));
    }
    let end = value.find([';', ',', ' ', '\t']).unwrap_or(value.len());
    let (value, rest) = value.split_at(end);
    (name.trim(), value, rest)
}

//! URI references: their parts, and how one is resolved against a URL (RFC 3986, section 5).

use std::borrow::Cow;

use crate::runtime::encoding::percent;

/// The parts of a URI reference (RFC 3986, appendix B), as they stand in it; `None` where one is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    pub(crate) scheme: Option<&'a str>,
    pub(crate) authority: Option<&'a str>,
    pub(crate) path: Cow<'a, str>,
    pub(crate) query: Option<&'a str>,
    pub(crate) fragment: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// Takes a reference apart.
    ///
    /// # Errors
    /// When it has characters that parsers skip or take for others.
    #[inline]
    pub(crate) fn split(text: &'a str) -> Result<Self, String> {
        if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err("a URL has no spaces, control characters or backslashes".to_owned());
        }
        let (rest, fragment) = cut(text, '#');
        let (rest, query) = cut(rest, '?');
        let (scheme, rest) = match rest.split_once(':') {
            Some((scheme, behind)) if is_scheme(scheme) => (Some(scheme), behind),
            // The first segment of a relative path has no colon (section 4.2): `127.0.0.1:80` is no reference.
            Some((before, _)) if !before.contains('/') => return Err("it is no URL".to_owned()),
            _ => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Ok(Self { scheme, authority, path: Cow::Borrowed(path), query, fragment })
    }

    /// What this reference stands for in a resource at `base` (section 5.2.2).
    #[inline]
    pub(crate) fn against(self, base: &Reference<'a>) -> Self {
        let Self { scheme, authority, path, query, fragment } = self;
        if scheme.is_some() || authority.is_some() {
            let path = Cow::Owned(without_dots(&path));
            return Self { scheme: scheme.or(base.scheme), authority, path, query, fragment };
        }
        let (path, query) = match path.as_ref() {
            "" => (base.path.clone(), query.or(base.query)),
            absolute if absolute.starts_with('/') => (without_dots(absolute).into(), query),
            relative => {
                // Section 5.2.3: a base that is relative itself has no folder but what its path says.
                let folder = match base.path.rfind('/') {
                    Some(slash) => base.path.get(..=slash).unwrap_or_default(),
                    None if base.authority.is_some() => "/",
                    None => "",
                };
                (without_dots(&format!("{folder}{relative}")).into(), query)
            }
        };
        Self { scheme: base.scheme, authority: base.authority, path, query, fragment }
    }

    /// The reference as text, without its fragment (section 5.3).
    #[inline]
    pub(crate) fn text(&self) -> String {
        let mut text = self.scheme.map_or_else(String::new, |scheme| format!("{scheme}:"));
        if let Some(authority) = self.authority {
            text.extend(["//", authority]);
        }
        text.push_str(&self.path);
        if let Some(query) = self.query {
            text.extend(["?", query]);
        }
        text
    }
}

#[inline]
fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

#[inline]
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// A path without its steps (section 5.2.4).
#[inline]
fn without_dots(path: &str) -> String {
    let Some(path) = path.strip_prefix('/') else { return path.to_owned() };
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            ".." => {
                kept.pop();
            }
            "." => {}
            other => {
                kept.push(other);
                continue;
            }
        }
        if segments.peek().is_none() {
            // What a step at the end leads to is a folder.
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

/// Whether a segment of a path is `.` or `..`, encoded or not.
#[inline]
pub(crate) fn has_step(path: &str) -> bool {
    // Few segments begin like a step.
    path.as_bytes().windows(2).any(|pair| matches!(pair, b"/." | b"/%")) && path.split('/').any(is_step)
}

/// Whether a segment is `.` or `..`, encoded or not, which every URL parser takes as a step.
#[inline]
pub(crate) fn is_step(segment: &str) -> bool {
    matches!(percent::decode(segment).as_ref(), "." | "..")
}

//! Addresses: where requests go. Each URL of a caller, a document or a response is read here once, by one rule, and written
//! in a form that the libraries below cannot read otherwise.

use std::borrow::Cow;
use std::sync::Arc;

use http::Uri;

use crate::runtime::encoding::percent;

use super::host::Authority;
use super::reference::Reference;
use super::reference::has_step;

/// Scheme, host and port (RFC 6454, section 4), in one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(Arc<str>);

/// An absolute URL of `http` or `https` without a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) origin: Origin,
    /// Begins with `/`, or is empty.
    pub(crate) path: String,
    pub(crate) query: Option<String>,
}

/// Which URLs are accepted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// Whether `http` is allowed to other machines, too.
    pub(crate) http: bool,
    /// Whether ASCII characters that may not stand in a path or query are encoded. Servers send such; where a person writes them,
    /// it is a mistake.
    pub(crate) encode: bool,
}

impl Address {
    /// Reads an absolute URL.
    ///
    /// # Errors
    /// What is wrong with it, in words that do not repeat it.
    #[inline]
    pub(crate) fn parse(url: &str, rule: Rule) -> Result<Self, String> {
        Self::of(&Reference::split(url)?, rule)
    }

    /// What a reference of a response from here stands for (RFC 3986, section 5.2).
    ///
    /// # Errors
    /// What is wrong with it, in words that do not repeat it.
    #[inline]
    pub(crate) fn resolve(&self, reference: &str, http: bool) -> Result<Self, String> {
        let (scheme, authority) = self.origin.0.split_once("://").unwrap_or_default();
        let base = Reference {
            scheme: Some(scheme),
            authority: Some(authority),
            path: Cow::Borrowed(if self.path.is_empty() { "/" } else { &self.path }),
            query: self.query.as_deref(),
            fragment: None,
        };
        let resolved = Reference::split(reference.trim_matches([' ', '\t']))?.against(&base);
        Self::of(&resolved, Rule { http, encode: true })
    }

    /// The address of a request that was sent.
    #[inline]
    pub(crate) fn sent(uri: &Uri, origin: &Origin) -> Self {
        Self { origin: origin.clone(), path: uri.path().to_owned(), query: uri.query().map(str::to_owned) }
    }

    #[inline]
    fn of(reference: &Reference<'_>, rule: Rule) -> Result<Self, String> {
        let scheme = reference.scheme.map(str::to_ascii_lowercase).unwrap_or_default();
        let default_port = match (scheme.as_str(), reference.authority) {
            ("https", Some(_)) => 443,
            ("http", Some(_)) => 80,
            _ => return Err("a URL starts with https://".to_owned()),
        };
        let authority = Authority::parse(reference.authority.unwrap_or_default(), default_port)?;
        if scheme == "http" && !rule.http && !authority.is_loopback {
            return Err("http is not encrypted; allow it with `.allow_http(true)`".to_owned());
        }
        let path = percent::encode_path(&reference.path);
        let query = reference.query.map(percent::encode_query);
        if !rule.encode
            && (!is_encoded(&reference.path, &path)
                || !is_encoded(reference.query.unwrap_or_default(), query.as_deref().unwrap_or_default()))
        {
            return Err("the URL has characters that must be percent-encoded".to_owned());
        }
        if has_step(&path) {
            return Err("a segment of its path is `.` or `..`, which would lead to another path".to_owned());
        }
        Ok(Self { origin: Origin(format!("{scheme}://{}", authority.text).into()), path, query })
    }

    /// The URL as text.
    #[inline]
    pub(crate) fn text(&self) -> String {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        let (mark, query) = self.query.as_deref().map_or(("", ""), |query| ("?", query));
        [&self.origin.0, path, mark, query].concat()
    }
}

/// Whether encoding a text changed nothing but characters outside of ASCII, which are text in any URL that a person writes.
#[inline]
fn is_encoded(written: &str, encoded: &str) -> bool {
    let others: usize = written.chars().filter(|c| !c.is_ascii()).map(char::len_utf8).sum();
    encoded.len() == written.len().saturating_add(others.saturating_mul(2))
}

impl Origin {
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    #[inline]
    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The origin of an absolute URL of a caller.
    ///
    /// # Errors
    /// What is wrong with the URL, in words that do not repeat it.
    #[inline]
    pub(crate) fn of(url: &str, http: bool) -> Result<Self, String> {
        Address::parse(url, Rule { http, encode: false }).map(|address| address.origin)
    }
}

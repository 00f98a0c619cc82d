//! The URL that every path is put behind, and the origin that credentials belong to.

use std::net::IpAddr;
use std::net::SocketAddr;
use std::sync::Arc;

use http::Uri;

use crate::runtime::description::Server;
use crate::runtime::encoding::percent;

/// Scheme, host and port (RFC 6454, section 4), in one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(Arc<str>);

/// An absolute URL without query and fragment, and without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl {
    pub(crate) origin: Origin,
    path: String,
}

impl BaseUrl {
    /// Reads a base URL. With `http` the scheme may be `http`, which it may always be on the loopback interface.
    ///
    /// # Errors
    /// What is wrong with it, in words that do not repeat it.
    #[inline]
    pub(crate) fn parse(url: &str, http: bool) -> Result<Self, String> {
        let (origin, rest) = split(url, http)?;
        if rest.contains(['?', '#']) {
            return Err("a base URL has no query and no fragment".to_owned());
        }
        let path = percent::encode_literal(rest.trim_end_matches('/'));
        Ok(Self { origin, path })
    }

    /// The URL as text, with room for a path behind it.
    #[inline]
    pub(crate) fn text(&self, room: usize) -> String {
        let mut text = String::with_capacity(self.origin.0.len() + self.path.len() + room);
        text.push_str(&self.origin.0);
        text.push_str(&self.path);
        text
    }
}

impl Origin {
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The origin of an absolute URL.
    ///
    /// # Errors
    /// What is wrong with the URL, in words that do not repeat it.
    #[inline]
    pub(crate) fn of(url: &str, http: bool) -> Result<Self, String> {
        split(url, http).map(|(origin, _)| origin)
    }

    /// The absolute URL that a `Location` of a response from here stands for, if it stays at this origin.
    #[inline]
    pub(crate) fn resolve(&self, location: &str, http: bool) -> Option<String> {
        if location.starts_with('/') && !location.starts_with("//") && !location.contains('\\') {
            return Some(format!("{}{location}", self.0));
        }
        (Self::of(location, http).ok()? == *self).then(|| location.to_owned())
    }
}

/// Whether a host and port is this machine: nothing leaves it, so that `http` needs no permission.
#[inline]
fn is_loopback(authority: &str) -> bool {
    let address = authority.parse::<SocketAddr>().map(|address| address.ip());
    let address = address.or_else(|_| authority.trim_matches(['[', ']']).parse::<IpAddr>());
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[inline]
fn split(url: &str, http: bool) -> Result<(Origin, &str), String> {
    if url.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err("a URL has no spaces, control characters or backslashes".to_owned());
    }
    let (scheme, rest) = url.split_once("://").ok_or("a URL starts with https://")?;
    let scheme = scheme.to_ascii_lowercase();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match scheme.as_str() {
        "https" => {}
        "http" if http || is_loopback(authority) => {}
        "http" => return Err("http is not encrypted; allow it with `.allow_http(true)`".to_owned()),
        _ => return Err("a URL starts with https://".to_owned()),
    }
    if authority.contains('@') {
        return Err("a URL with a user or password in it is not accepted".to_owned());
    }
    let authority = authority.to_ascii_lowercase();
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
    let origin = format!("{scheme}://{authority}");
    let legal = origin.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(|host| !host.is_empty()));
    if legal { Ok((Origin(origin.into()), path)) } else { Err("the URL has no legal host".to_owned()) }
}

/// The URL of a server, its variables filled in: with the given values, else with the defaults.
///
/// # Errors
/// When a value is none of those that the document allows, or would change the host.
#[inline]
pub(crate) fn expand(server: &Server, values: &[(String, String)]) -> Result<String, String> {
    let mut url = String::new();
    let mut rest = server.url;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            url.push('{');
            rest = after;
            continue;
        };
        let value = variable(server, name, values)?;
        let in_path = url.split_once("://").is_some_and(|(_, behind)| behind.contains('/')) || url.starts_with('/');
        if !in_path
            && !value.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c))
            && !is_whole_url(&url, value)
        {
            return Err(format!("the value of the server variable {name:?} is no part of a host"));
        }
        url.push_str(value);
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

/// A document may have `{url}` alone as its server.
#[inline]
fn is_whole_url(before: &str, value: &str) -> bool {
    before.is_empty() && (value.starts_with("https://") || value.starts_with("http://"))
}

#[inline]
fn variable<'a>(server: &'a Server, name: &str, values: &'a [(String, String)]) -> Result<&'a str, String> {
    let declared = server.variables.iter().find(|variable| variable.name == name);
    let given = values.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
    let value = given.or(declared.map(|variable| variable.default));
    let value = value
        .ok_or_else(|| format!("the server variable {name:?} has no value; give it with `.server_variable(…)`"))?;
    match declared {
        Some(variable) if !variable.allowed.is_empty() && !variable.allowed.contains(&value) => {
            Err(format!("the server variable {name:?} must be one of {}", variable.allowed.join(", ")))
        }
        _ => Ok(value),
    }
}

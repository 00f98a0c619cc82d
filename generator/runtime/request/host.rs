//! Host and port of a URL (RFC 3986, sections 3.2.2 and 3.2.3): the strict form that every HTTP library reads alike.

use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use crate::runtime::transport::ascii_host;

/// A host and port in one spelling.
pub(crate) struct Authority {
    /// As in a URL, without the default port.
    pub(crate) text: String,
    /// Whether it is this machine, so that nothing leaves it.
    pub(crate) is_loopback: bool,
}

impl Authority {
    /// Reads what stands between `//` and the path.
    ///
    /// # Errors
    /// What is wrong with it, in words that do not repeat it.
    #[inline]
    pub(crate) fn parse(text: &str, default_port: u16) -> Result<Self, String> {
        if text.contains('@') {
            return Err("a URL with a user or password in it is not accepted".to_owned());
        }
        let end = if text.starts_with('[') { text.find(']').map(|bracket| bracket + 1) } else { text.find(':') };
        let (host, port) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""));
        let (mut text, is_loopback) = if host.starts_with('[') { ipv6(host)? } else { named(host)? };
        match port.strip_prefix(':') {
            Some(digits) => {
                let port = number(digits)?;
                if port != default_port {
                    text.push_str(&format!(":{port}"));
                }
            }
            None if port.is_empty() => {}
            None => return Err(no_host()),
        }
        Ok(Self { text, is_loopback })
    }
}

#[inline]
fn no_host() -> String {
    "the URL has no legal host".to_owned()
}

/// A port is digits only: some parsers ignore another text and take the default port.
#[inline]
fn number(digits: &str) -> Result<u16, String> {
    let port = if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None };
    port.filter(|port| *port > 0).ok_or_else(|| "the port of a URL is a number from 1 to 65535".to_owned())
}

#[inline]
fn ipv6(host: &str) -> Result<(String, bool), String> {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let address: Ipv6Addr = address.and_then(|address| address.parse().ok()).ok_or_else(no_host)?;
    // The one form in which the standard library writes an address otherwise than URL parsers do.
    let text = match (address.to_ipv4_mapped(), address.segments()) {
        (Some(_), [.., high, low]) => format!("[::ffff:{high:x}:{low:x}]"),
        (None, _) => format!("[{address}]"),
    };
    Ok((text, address.is_loopback()))
}

/// A name or an IPv4 address.
#[inline]
fn named(host: &str) -> Result<(String, bool), String> {
    // Only letters can become other characters, so that nothing here changes where the host ends.
    if host.is_empty() || !host.chars().all(|c| !c.is_ascii() || is_of_label(c) || c == '.') {
        return Err(no_host());
    }
    let lower = host.to_ascii_lowercase();
    let international = !lower.is_ascii() || lower.split('.').any(|label| label.starts_with("xn--"));
    let name = if international { ascii_host(&lower)? } else { lower };
    // A dot at the end is the root of all names.
    let labels = name.strip_suffix('.').unwrap_or(&name);
    let is_legal = |label: &str| (1..=63).contains(&label.len()) && label.chars().all(is_of_label);
    if !labels.split('.').all(is_legal) || labels.len() > 253 {
        return Err(no_host());
    }
    if !labels.rsplit('.').next().is_some_and(is_number) {
        return Ok((name.clone(), labels == "localhost"));
    }
    // Browsers read `127.1`, `0x7f.0.0.1` and `2130706433` as addresses; other parsers take them as names.
    let address: Ipv4Addr = name.parse().map_err(|_| no_host())?;
    Ok((address.to_string(), address.is_loopback()))
}

#[inline]
fn is_of_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Whether a last label makes a host an IPv4 address (WHATWG URL, section 3.5).
#[inline]
fn is_number(label: &str) -> bool {
    let digits = label.bytes().all(|byte| byte.is_ascii_digit());
    digits || label.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

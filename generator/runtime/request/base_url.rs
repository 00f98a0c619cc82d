//! The URL that every path is put behind.

use super::address::Address;
use super::address::Origin;
use super::address::Rule;
use super::reference::Reference;

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
        if url.contains(['?', '#']) {
            return Err("a base URL has no query and no fragment".to_owned());
        }
        let Address { origin, mut path, .. } = Address::parse(url, Rule { http, encode: false })?;
        path.truncate(path.trim_end_matches('/').len());
        Ok(Self { origin, path })
    }

    /// The base URL at this origin with the path of a server of the document, which is absolute or relative.
    ///
    /// # Errors
    /// What is wrong with the path, in words that do not repeat it.
    #[inline]
    pub(crate) fn at(origin: &Origin, server: &str, http: bool) -> Result<Self, String> {
        let path = match Reference::split(server)? {
            Reference { scheme: Some(_), authority: None, .. } => return Err("a URL starts with https://".to_owned()),
            Reference { path, query: None, fragment: None, .. } => path,
            _ => return Err("a base URL has no query and no fragment".to_owned()),
        };
        let root = Reference { path: "/".into(), ..Reference::default() };
        let path = Reference { path, ..Reference::default() }.against(&root).path;
        Self::parse(&[origin.as_str(), &path].concat(), http)
    }

    /// Reads the URL of a server of the document.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and when it is relative to a place that only the caller knows.
    #[inline]
    pub(crate) fn of_document(server: &str, http: bool) -> Result<Self, String> {
        match Reference::split(server) {
            Ok(Reference { scheme: None, path, .. }) => {
                let path = path.trim_matches('/');
                let path = if path.is_empty() { String::new() } else { format!("/{path}") };
                Err(format!(
                    "the server of the document is only a path, `{server}`; give the host with `.origin(\"https://…\")`, or the \
                     whole URL with `.base_url(\"https://…{path}\")`"
                ))
            }
            _ => Self::parse(server, http)
                .map_err(|what| format!("the server of the document: {what}; give the whole URL with `.base_url(…)`")),
        }
    }

    /// Whether it has no path.
    #[inline]
    pub(crate) fn is_origin(&self) -> bool {
        self.path.is_empty()
    }

    /// The URL as text, with room for a path behind it.
    #[inline]
    pub(crate) fn text(&self, room: usize) -> String {
        let mut text = String::with_capacity(self.origin.as_str().len() + self.path.len() + room);
        text.push_str(self.origin.as_str());
        text.push_str(&self.path);
        text
    }
}

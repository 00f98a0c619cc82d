//! International host names in ASCII (RFC 5890, UTS 46), by the library that reqwest reads URLs with. Without reqwest there is none.

/// A host name in ASCII. A name that is ASCII already, but has a label that stands for others (`xn--…`), is checked.
///
/// # Errors
/// When it is no legal name, or nothing here can convert it.
#[cfg(feature = "reqwest")]
#[inline]
pub(crate) fn ascii_host(name: &str) -> Result<String, String> {
    let url = reqwest::Url::parse(&["https://", name, "/"].concat());
    let host = url.ok().and_then(|url| url.host_str().map(str::to_owned));
    host.ok_or_else(|| "the URL has no legal host: it is no international host name".to_owned())
}

/// A host name in ASCII.
///
/// # Errors
/// When it is not ASCII already.
#[cfg(not(feature = "reqwest"))]
#[inline]
pub(crate) fn ascii_host(name: &str) -> Result<String, String> {
    match name.is_ascii() {
        true => Ok(name.to_owned()),
        false => {
            Err("write an international host name in ASCII (`xn--…`); the feature `reqwest` converts it".to_owned())
        }
    }
}

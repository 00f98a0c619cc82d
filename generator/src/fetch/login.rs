//! Servers that want to know who asks, and do not say so by a status.

use ureq::http::Uri;

use super::Error;

/// What came of a redirect to a login page: not what the end of the way says, but that the server requires a login.
pub(super) fn instead(first: &Uri, at: &Uri, error: Error) -> Error {
    let speaks_of_server = matches!(error, Error::RateLimited { .. } | Error::Login { .. });
    if speaks_of_server || !names_login(at) || names_login(first) {
        return error;
    }
    Error::Login { url: first.to_string(), what: format!("the server sends us to {at}") }
}

/// Whether a form asks for a password.
pub(super) fn is_form(html: &[u8]) -> bool {
    let html = String::from_utf8_lossy(html).to_ascii_lowercase();
    ["\"password\"", "'password'", "password"].iter().any(|word| html.contains(&format!("type={word}")))
}

/// Whether host or path have one of the words, between letters that are none.
fn names_login(at: &Uri) -> bool {
    let host = at.host().unwrap_or_default().to_ascii_lowercase();
    let path = at.path().to_ascii_lowercase();
    let words = |text: &str| text.replace("sign-in", "signin").replace("log-in", "login").replace('_', "-");
    let (host, path) = (words(&host), words(&path));
    let mut words = host.split(['.', '-']).chain(path.split(|letter: char| !letter.is_ascii_alphanumeric()));
    words.any(|word| WORDS.contains(&word))
}

const WORDS: &[&str] = &["login", "signin", "auth", "oauth", "oauth2", "authorize", "sso", "saml", "idp"];

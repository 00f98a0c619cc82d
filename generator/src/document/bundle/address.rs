//! The texts of references (RFC 3986, section 4.2), as far as they can name local files.

use percent_encoding::percent_decode_str;

/// Why a reference names no local file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// It has a scheme or a host.
    Url,
    /// It leads out of the folder.
    Outside,
}

/// The file that a reference names (`None`: the one it stands in), and its fragment.
pub(super) fn split(text: &str) -> (Option<&str>, &str) {
    let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
    ((!file.is_empty()).then_some(file), fragment)
}

/// The path of the file that `reference` names, when it stands in the file at `from`.
pub(super) fn join(from: &str, reference: &str) -> Result<String, Foreign> {
    if has_scheme(reference) || reference.starts_with("//") {
        return Err(Foreign::Url);
    }
    if reference.starts_with(['/', '\\']) {
        return Err(Foreign::Outside);
    }
    let decoded = decode(reference).replace('\\', "/");
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(Foreign::Outside)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// Whether a reference begins with a scheme (RFC 3986, section 3.1). `C:` is one, too.
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(legal)
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

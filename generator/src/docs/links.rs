//! Links: which targets are kept, how they are written, and where in plain text a URL stands.

use std::fmt::Write;

use super::characters;

/// The target of a link as it may be written between parentheses, or `None` if it leads anywhere but to the web or to a
/// mailbox. `javascript:`, `data:`, `file:` and relative targets (which lead nowhere from a docs page, and which rustdoc
/// would take for a path of Rust) are no links.
pub(super) fn target(url: &str) -> Option<String> {
    let url = characters::prose(url);
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let known = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with('/')),
        // Without a dot rustdoc takes the `@` for a disambiguator of an intra-doc link.
        "mailto" => rest.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.')),
        _ => false,
    };
    known.then(|| format!("{scheme}:{}", encoded(rest)))
}

/// A URL with everything percent-encoded that has a meaning to Markdown (RFC 3986, section 2.1).
fn encoded(url: &str) -> String {
    let mut text = String::new();
    for character in url.chars() {
        if character.is_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(character) {
            text.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

/// Whether `text` may stand between angle brackets as the link to `url` (CommonMark 0.31, section 6.5).
pub(super) fn is_autolink(text: &str, url: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !r"<>|\`".contains(c);
    if !text.chars().all(plain) || has_entity(text) {
        return false;
    }
    match url.strip_prefix("mailto:") {
        Some(mailbox) => mailbox == text && is_mailbox(text),
        None => target(text).as_deref() == Some(url),
    }
}

/// Whether `text` is a mail address of the plainest kind.
fn is_mailbox(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !user.is_empty()
        && user.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
        && host.split('.').all(label)
}

/// Whether a character reference of HTML stands somewhere in `text`.
pub(super) fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| text.get(at..).is_some_and(|rest| entity(rest).is_some()))
}

/// What Markdown may take for a character reference at the start of `text`, as `&lt;` or `&#60;`.
pub(super) fn entity(text: &str) -> Option<&str> {
    let name = text.strip_prefix('&')?;
    let name = name.strip_prefix('#').unwrap_or(name);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let whole = text.len() - name.len() + end + 1;
    (end > 0 && name[end..].starts_with(';')).then(|| &text[..whole])
}

/// The first bare `http` or `https` URL in `text`: where it starts and ends, in bytes.
pub(super) fn bare_url(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find("http") {
        let start = from + found;
        from = start + "http".len();
        let url = &text[start..];
        let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
        // Looking for the end only behind a plausible start keeps this linear.
        if host.is_none_or(|host| host.starts_with(|c: char| c == '/' || ends_url(c))) {
            continue;
        }
        let end = url.find(ends_url).unwrap_or(url.len());
        let url = without_punctuation(&url[..end]);
        if target(url).is_some() {
            return Some((start, start + url.len()));
        }
    }
    None
}

/// Whether a bare URL ends before `character`.
fn ends_url(character: char) -> bool {
    character.is_whitespace() || "<>\"|\\^`".contains(character)
}

/// A URL without the punctuation of the sentence that it ends; a closing bracket stays when it was opened within.
fn without_punctuation(mut url: &str) -> &str {
    let surplus = |open: char, close: char| url.matches(close).count().saturating_sub(url.matches(open).count());
    let mut unopened = [(')', surplus('(', ')')), (']', surplus('[', ']')), ('}', surplus('{', '}'))];
    while let Some(last) = url.chars().next_back() {
        match unopened.iter_mut().find(|(close, _)| *close == last) {
            Some((_, surplus)) if *surplus > 0 => *surplus -= 1,
            None if ".,;:!?'*_~".contains(last) => {}
            _ => break,
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}

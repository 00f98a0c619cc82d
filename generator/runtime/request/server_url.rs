//! The URL of a server of the document, its variables filled in (OpenAPI 3.1, section 4.8.5). A value that a caller gives stays
//! what it stands for: labels of a host, a port, or one segment of a path.

use crate::runtime::description::Server;
use crate::runtime::encoding::percent;

use super::reference::is_step;

/// What a variable stands for.
#[derive(Clone, Copy)]
enum Part {
    /// The URL up to its end, or up to a path behind it.
    Whole,
    Scheme,
    /// A host by itself, with or without a port.
    Host,
    /// A part of a host.
    Labels,
    Port,
    Path,
}

/// The URL of a server, its variables filled in: with the given values, else with the defaults.
///
/// # Errors
/// When a value is none of those that the document allows, or would be more than its part of the URL.
#[inline]
pub(crate) fn expand(server: &Server, values: &[(String, String)]) -> Result<String, String> {
    let mut url = String::with_capacity(server.url.len());
    let mut rest = server.url;
    while let Some((before, after)) = rest.split_once('{') {
        url.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            url.push('{');
            rest = after;
            continue;
        };
        let at = server.url.len().saturating_sub(rest.len()).saturating_add(before.len());
        let (value, is_of_document) = variable(server, name, values)?;
        let part = part(server.url, at);
        if is_of_document {
            url.push_str(value);
        } else if fits(part, value) {
            url.push_str(&if matches!(part, Part::Path) { percent::encode_segment(value) } else { value.to_owned() });
        } else {
            return Err(format!("the value of the server variable {name:?} {}", part.requirement()));
        }
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

/// What the variable at a place of a template stands for.
#[inline]
fn part(template: &str, at: usize) -> Part {
    let begin = match (template.find("//"), template.starts_with("//")) {
        (Some(slashes), true) => slashes + 2,
        (Some(slashes), false) if template[..slashes].ends_with(':') => slashes + 2,
        _ if at == 0 => return Part::Whole,
        _ => return Part::Path,
    };
    if at < begin {
        return Part::Scheme;
    }
    let authority = template.get(begin..).unwrap_or_default();
    let authority = authority.split('/').next().unwrap_or_default();
    if at >= begin + authority.len() {
        return Part::Path;
    }
    // The colon before a port stands behind the host, and not in the name of a variable.
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') && host.matches('{').count() == host.matches('}').count() => host,
        _ => authority,
    };
    let is_one = host.starts_with('{') && host.find('}') == host.len().checked_sub(1);
    match at < begin + host.len() {
        true if is_one => Part::Host,
        true => Part::Labels,
        false => Part::Port,
    }
}

/// Whether a value of a caller is no more than its part. What all parts make together is judged as a URL.
#[inline]
fn fits(part: Part, value: &str) -> bool {
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    match part {
        Part::Whole => !value.is_empty(),
        Part::Scheme => ["http", "https"].iter().any(|scheme| value.eq_ignore_ascii_case(scheme)),
        Part::Host => !value.is_empty() && !value.contains(['/', '?', '#', '@', '\\', '%']),
        Part::Labels => value.split('.').all(label),
        Part::Port => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
        Part::Path => {
            !value.is_empty() && !value.contains(['/', '\\']) && !value.contains(char::is_control) && !is_step(value)
        }
    }
}

impl Part {
    #[inline]
    fn requirement(self) -> &'static str {
        match self {
            Self::Whole => "must not be empty",
            Self::Scheme => "must be `https` or `http`",
            Self::Host => "must be a host, with or without a port",
            Self::Labels => "is no part of a host: it may have letters, digits, `-`, `_` and single dots between them",
            Self::Port => "must be a port",
            Self::Path => {
                "must be one segment of a path, and not `.` or `..`; give a whole URL with `.base_url(…)` where it is more"
            }
        }
    }
}

/// The value of a variable, and whether it is one that the document has, which then may be several segments or labels.
#[inline]
fn variable<'a>(server: &'a Server, name: &str, values: &'a [(String, String)]) -> Result<(&'a str, bool), String> {
    let declared = server.variables.iter().find(|variable| variable.name == name);
    let given = values.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
    let value = given.or(declared.map(|variable| variable.default));
    let value = value
        .ok_or_else(|| format!("the server variable {name:?} has no value; give it with `.server_variable(…)`"))?;
    match declared {
        Some(variable) if !variable.allowed.is_empty() && !variable.allowed.contains(&value) => {
            Err(format!("the server variable {name:?} must be one of {}", variable.allowed.join(", ")))
        }
        Some(variable) => Ok((value, !variable.allowed.is_empty() || variable.default == value)),
        None => Ok((value, false)),
    }
}

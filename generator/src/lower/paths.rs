//! Paths: their text and the parameters that they name.

use super::{Fault, Lower};
use crate::diagnostic::Diagnostic;
use crate::ir::{Docs, Form, Location, Param, Presence, Segment, Style, Type};
use crate::model;
use crate::names::FieldName;

impl Lower<'_> {
    /// The path as text and parameters.
    pub(super) fn path(&mut self, read: &model::Operation, params: &[Param]) -> Result<Vec<Segment>, Fault> {
        if read.path.contains(['?', '#']) || !read.path.starts_with('/') {
            let reason = "a path begins with `/` and has neither `?` nor `#`".to_owned();
            return Err(self.refuse_path(read, reason));
        }
        if read.path.split('/').any(is_dots) {
            let reason = "a path with `.` or `..` in it leads to another path than it says".to_owned();
            return Err(self.refuse_path(read, reason));
        }
        let mut segments = Vec::new();
        let mut rest = read.path.as_str();
        while let Some((literal, name, behind)) = next_parameter(rest) {
            if !literal.is_empty() {
                segments.push(Segment::Literal(encoded(literal)));
            }
            let is = |param: &Param| param.location == Location::Path && param.wire == name;
            segments.push(Segment::Param(params.iter().position(is).expect("every name of the path is a parameter")));
            rest = behind;
        }
        if !rest.is_empty() {
            segments.push(Segment::Literal(encoded(rest)));
        }
        Ok(segments)
    }

    fn refuse_path(&mut self, read: &model::Operation, reason: String) -> Fault {
        self.diagnostics.push(Diagnostic::error("lower::path", read.place.clone(), reason.clone()));
        Fault { code: "lower::path", reason }
    }
}

/// The parameters that a path names but nothing declares.
pub(super) fn undeclared(read: &model::Operation) -> Vec<String> {
    let declared = |name: &str| {
        read.parameters.iter().any(|parameter| parameter.location == model::Location::Path && parameter.name == name)
    };
    let mut names: Vec<String> = Vec::new();
    let mut rest = read.path.as_str();
    while let Some((_, name, behind)) = next_parameter(rest) {
        if !declared(name) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = behind;
    }
    names
}

/// Whether a segment of a path is taken away when a URL is put together (RFC 3986, section 5.2.4; the WHATWG URL standard
/// reads `%2e` so, too).
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

pub(super) fn text_in_path(name: FieldName, wire: String) -> Param {
    let style = Style { form: Form::Simple, explode: false, allow_reserved: false };
    let (location, presence) = (Location::Path, Presence::Required);
    Param { name, wire, docs: Docs::default(), ty: Type::String, presence, location, style, deprecated: false }
}

/// The text before the next `{name}`, the name, and what is behind it.
pub(super) fn next_parameter(path: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = path.split_once('{')?;
    let (name, behind) = rest.split_once('}')?;
    Some((literal, name, behind))
}

/// A path's text with everything percent-encoded that cannot stand in a path (RFC 3986, section 3.3).
fn encoded(literal: &str) -> String {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    let encode = |byte: u8| if allowed(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    literal.bytes().map(encode).collect()
}

//! Paths: their text and the parameters that they name.

use super::Operations;
use super::path_template::{PathTemplate, Piece};
use crate::diagnostic::Diagnostic;
use crate::ir::{Docs, Form, Location, Param, Presence, Segment, Style, Type};
use crate::lower::template::next_parameter;
use crate::model::{self, Fault};
use crate::names::FieldName;

impl Operations<'_, '_> {
    /// The path as text and parameters, and what of the query never changes.
    pub(super) fn path(&mut self, read: &model::Operation, params: &[Param]) -> Result<Vec<Segment>, Fault> {
        let route = PathTemplate::of(&read.path);
        if let Some(reason) = unusable(&route) {
            return Err(self.refuse_path(read, reason.to_owned()));
        }
        self.tell_additions(read, &route);
        let mut segments = Vec::new();
        let mut rest = route.path;
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
        segments.extend(route.query.iter().filter_map(|(name, piece)| match piece {
            Piece::Fixed(Some(value)) => Some(Segment::Query(format!("{}={}", encoded(name), encoded(value)))),
            Piece::Fixed(None) => Some(Segment::Query(encoded(name))),
            Piece::Param(_) | Piece::Mixed => None,
        }));
        Ok(segments)
    }

    /// Says what becomes of what a path has beside itself.
    fn tell_additions(&mut self, read: &model::Operation, route: &PathTemplate<'_>) {
        let query = (!route.query.is_empty()).then_some("the query in this path is sent with each request");
        let fragment = route.fragment.map(|_| "the fragment in this path is not sent: it only tells operations apart");
        for message in [query, fragment].into_iter().flatten() {
            self.types.report(Diagnostic::warning("lower::path-addition", read.place.clone(), message));
        }
    }

    fn refuse_path(&mut self, read: &model::Operation, reason: String) -> Fault {
        self.types.report(Diagnostic::error("lower::path", read.place.clone(), reason.clone()));
        Fault { code: "lower::path", reason }
    }
}

/// Why no request can be made of a path.
fn unusable(route: &PathTemplate<'_>) -> Option<&'static str> {
    if !route.path.starts_with('/') {
        return Some("a path begins with `/`");
    }
    if route.path.split('/').any(is_dots) {
        return Some("a path with `.` or `..` in it leads to another path than it says");
    }
    if is_unbalanced(route.path) {
        return Some("a `{` or `}` of this path has no partner, so it tells no parameter");
    }
    let mixed = route.query.iter().any(|(_, piece)| *piece == Piece::Mixed);
    mixed.then_some("a value in the query of this path is more than text or one parameter")
}

/// The parameters that a path names but nothing declares.
pub(super) fn undeclared(read: &model::Operation) -> Vec<String> {
    let declared = |name: &str| {
        read.parameters.iter().any(|parameter| parameter.location == model::Location::Path && parameter.name == name)
    };
    let mut names: Vec<String> = Vec::new();
    let mut rest = PathTemplate::of(&read.path).path;
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

/// Whether braces are left over when the parameters are taken out.
fn is_unbalanced(path: &str) -> bool {
    let mut rest = path;
    while let Some((literal, name, behind)) = next_parameter(rest) {
        if literal.contains('}') || name.contains('{') {
            return true;
        }
        rest = behind;
    }
    rest.contains(['{', '}'])
}

pub(super) fn text_in_path(name: FieldName, wire: String) -> Param {
    let style = Style { form: Form::Simple, explode: false, allow_reserved: false };
    let (location, presence) = (Location::Path, Presence::Required);
    let (docs, ty, example) = (Docs::default(), Type::String, None);
    Param { name, wire, docs, ty, presence, location, style, example, deprecated: false }
}

/// A path's text with everything percent-encoded that cannot stand in a path (RFC 3986, section 3.3).
fn encoded(literal: &str) -> String {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    let encode = |byte: u8| if allowed(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    literal.bytes().map(encode).collect()
}

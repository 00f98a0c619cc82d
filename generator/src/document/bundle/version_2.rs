//! What OpenAPI 2.0 has in other places than 3: the document is converted when it is one, so what is brought into it stands where
//! 2.0 keeps it.

use crate::document::position::{Position, Shape};
use crate::pointer::Pointer;

/// The sections of a document for what is kept under names.
const SECTIONS: [(&str, Position); 3] =
    [("definitions", Position::Schema), ("parameters", Position::Parameter), ("responses", Position::Response)];

/// The fields of an object of 2.0 that the same object of 3 has not.
pub(super) fn fields(position: Position) -> &'static [(&'static str, Shape)] {
    match position {
        Position::Document => &[
            ("definitions", Shape::Map(Position::Schema)),
            ("parameters", Shape::Map(Position::Parameter)),
            ("responses", Shape::Map(Position::Response)),
            ("securityDefinitions", Shape::Map(Position::SecurityScheme)),
        ],
        Position::Response => &[("schema", Shape::One(Position::Schema))],
        Position::Parameter | Position::Header => &[("items", Shape::One(Position::Schema))],
        _ => &[],
    }
}

/// Where what is brought into a document is kept.
pub(super) fn section(position: Position) -> Option<Pointer> {
    let own = SECTIONS.iter().find(|(_, kept)| *kept == position);
    match own {
        Some((section, _)) => Some(Pointer::root().child(section)),
        None => Some(Pointer::root().join(["components", position.section()?])),
    }
}

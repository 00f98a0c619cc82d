//! What OpenAPI 2.0 has in other places than 3: the document is converted when it is one, so what is brought into it stands where
//! 2.0 keeps it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::bundle::walk::Walk;
use crate::document::position::{Position, Shape};
use crate::pointer::Pointer;

/// The sections of a document for what is kept under names.
const SECTIONS: [(&str, Position); 3] =
    [("definitions", Position::Schema), ("parameters", Position::Parameter), ("responses", Position::Response)];

/// The fields of an object of 2.0 that the same object of 3 has not.
fn fields(position: Position) -> &'static [(&'static str, Shape)] {
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
fn section(position: Position) -> Option<Pointer> {
    let own = SECTIONS.iter().find(|(_, kept)| *kept == position);
    match own {
        Some((section, _)) => Some(Pointer::root().child(section)),
        None => Some(Pointer::root().join(["components", position.section()?])),
    }
}

impl Walk<'_> {
    /// The definitions of a document of OpenAPI 2.0 before all else, as components are.
    pub(super) fn own_definitions(&mut self) {
        let root = Pointer::root();
        let value = self.output.value.clone();
        let kept = self.children(Position::Document, &value).into_iter();
        let kept = kept.filter(|(tokens, position)| tokens.len() > 1 && position.referable()).collect();
        self.own(&root, &value, kept, &BTreeMap::new());
    }

    /// The objects directly inside of another one.
    pub(super) fn children(&self, position: Position, value: &Value) -> Vec<(Vec<String>, Position)> {
        position.children_with(value, if self.version_2 { fields(position) } else { &[] })
    }

    /// The shape of a field.
    pub(super) fn field(&self, position: Position, key: &str) -> Option<Shape> {
        let more = if self.version_2 { fields(position) } else { &[] };
        let own = more.iter().find(|(name, _)| *name == key).map(|(_, shape)| *shape);
        own.or_else(|| position.field(key))
    }

    /// Where what is brought into the document is kept.
    pub(super) fn section(&self, position: Position) -> Option<Pointer> {
        match self.version_2 {
            true => section(position),
            false => Some(Pointer::root().join(["components", position.section()?])),
        }
    }
}

//! The objects inside of each object of a document, found by where they stand.

use serde_json::{Map, Value};

use super::way::{Step, Way};
use crate::pointer::Pointer;

pub use crate::standard::{Position, Shape};

impl Position {
    /// The objects directly inside `value`, which stands at this position: the tokens that lead to each, and what it is.
    /// Whatever stands in their places is given, be it an object or not.
    pub fn children(self, value: &Value) -> Vec<(Vec<String>, Position)> {
        self.children_with(value, &[])
    }

    /// [`children`](Self::children), where the object has more fields than those of OpenAPI 3.
    pub(crate) fn children_with(self, value: &Value, more: &[(&str, Shape)]) -> Vec<(Vec<String>, Position)> {
        let Value::Object(map) = value else { return Vec::new() };
        let mut found = Vec::new();
        for (key, value) in map {
            let shape = more.iter().find(|(name, _)| name == key).map(|(_, shape)| *shape);
            let shape = shape.or_else(|| self.field(key)).or_else(|| self.under(key));
            for (step, _, position) in shape.map(|shape| objects(shape, value)).unwrap_or_default() {
                let tokens = [key.clone()].into_iter().chain(step.map(|step| step.token()));
                found.push((tokens.collect(), position));
            }
        }
        found
    }

    /// What stands under a key that is not a field.
    fn under(self, key: &str) -> Option<Shape> {
        let named = self.known(key).is_none() && !key.starts_with("x-") && key != "$ref";
        self.rest().filter(|_| named).map(Shape::One)
    }
}

/// Shows each object of a value that stands at a position, the outermost first, and what is set aside, too. `see` says whether to go
/// into the object. Recursion is bounded by the depth limit of parsing.
pub(crate) fn visit<'v>(
    value: &'v Value,
    position: Position,
    way: &mut Way<'v>,
    see: &mut impl FnMut(&Way<'v>, Position, &'v Map<String, Value>) -> bool,
) {
    let Value::Object(map) = value else { return };
    if !see(way, position, map) {
        return;
    }
    for (key, value) in map {
        let shape = position.known(key).map(|field| field.shape).or_else(|| position.under(key));
        way.go(Step::Key(key));
        for (step, value, position) in shape.map(|shape| objects(shape, value)).unwrap_or_default() {
            step.into_iter().for_each(|step| way.go(step));
            visit(value, position, way, see);
            step.into_iter().for_each(|_| way.back());
        }
        way.back();
    }
}

/// What the standard has at a pointer of a document; `None` where it has no object there.
pub(crate) fn at(document: &Value, pointer: &Pointer) -> Option<Position> {
    let mut position = Position::Document;
    let mut value = document;
    let mut tokens = pointer.tokens().iter();
    while let Some(key) = tokens.next() {
        let shape = position.known(key).map(|field| field.shape).or_else(|| position.under(key))?;
        value = value.get(key.as_str())?;
        let (inside, is_one_of_many) = match shape {
            Shape::One(inside) => (inside, false),
            Shape::List(inside) | Shape::Map(inside) => (inside, true),
            Shape::SchemaOrFlag => (Position::Schema, false),
            Shape::Items => (Position::Schema, value.is_array()),
            _ => return None,
        };
        if is_one_of_many {
            value = Pointer::root().child(tokens.next()?).get(value)?;
        }
        position = inside;
    }
    Some(position)
}

/// The objects in the value of a field: the step to each, where the value is not the object itself, and what it is.
fn objects(shape: Shape, value: &Value) -> Vec<(Option<Step<'_>>, &Value, Position)> {
    let list = |position| {
        let items = value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, item)| (Some(Step::Item(index)), item, position)).collect()
    };
    match shape {
        Shape::Text | Shape::Flag | Shape::Number | Shape::Count | Shape::Texts | Shape::TextMap => Vec::new(),
        Shape::Data | Shape::DataList | Shape::Names | Shape::Own => Vec::new(),
        Shape::SchemaOrFlag if value.is_boolean() => Vec::new(),
        Shape::Items if value.is_array() => list(Position::Schema),
        Shape::SchemaOrFlag | Shape::Items => vec![(None, value, Position::Schema)],
        Shape::One(position) => vec![(None, value, position)],
        Shape::List(position) => list(position),
        Shape::Map(position) => {
            let entries = value.as_object().into_iter().flatten();
            entries.map(|(name, value)| (Some(Step::Key(name)), value, position)).collect()
        }
    }
}

//! What each object of a document is, told by where it stands: the fields of every object of the OpenAPI Specification
//! (3.0.4, 3.1.1 and 3.2.0, section 4) with the shape of their values. Examples, defaults and extensions are not
//! objects of the specification, so that nothing here leads into them.

mod fields;

use serde_json::Value;

/// What an object of a document is. Each is an object of section 4 of the OpenAPI Specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // Each is named as in the specification.
pub enum Position {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    SecurityRequirement,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Example,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
}

/// What the value of a field looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A boolean.
    Flag,
    /// Any number.
    Number,
    /// A number of things: whole, at least zero.
    Count,
    /// A list of texts.
    Texts,
    /// An object with texts.
    TextMap,
    /// One object.
    One(Position),
    /// A list of objects.
    List(Position),
    /// An object with any keys, each an object.
    Map(Position),
    /// A schema, where a boolean has a meaning of its own (`additionalProperties`).
    SchemaOrFlag,
    /// A schema, or a list of them (`items` before OpenAPI 3.0).
    Items,
}

impl Position {
    /// The fields of the object, apart from those that hold plain data (`example`, `default`, `enum`, extensions).
    pub fn fields(self) -> &'static [(&'static str, Shape)] {
        fields::of(self)
    }

    /// The shape of a field.
    pub fn field(self, key: &str) -> Option<Shape> {
        self.fields().iter().find(|(name, _)| *name == key).map(|(_, shape)| *shape)
    }

    /// What stands under each key that is neither a field nor an extension.
    pub fn rest(self) -> Option<Position> {
        match self {
            Self::Paths => Some(Self::PathItem),
            Self::Responses => Some(Self::Response),
            _ => None,
        }
    }

    /// The field of `components` that keeps such objects.
    pub fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::PathItem => Some("pathItems"),
            Self::MediaType => Some("mediaTypes"),
            _ => None,
        }
    }

    /// Whether OpenAPI 3.0 allows a Reference Object in its place. (A path item has a `$ref` of its own kind.)
    pub fn referable(self) -> bool {
        self.section().is_some() && !matches!(self, Self::PathItem | Self::MediaType)
    }

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
            match shape.or_else(|| self.field(key)) {
                Some(shape) => inside(shape, key, value, &mut found),
                None if key.starts_with("x-") || key == "$ref" => {}
                None => found.extend(self.rest().map(|position| (vec![key.clone()], position))),
            }
        }
        found
    }
}

fn inside(shape: Shape, key: &str, value: &Value, found: &mut Vec<(Vec<String>, Position)>) {
    let list = |position, items: &[Value], found: &mut Vec<_>| {
        found.extend((0..items.len()).map(|index| (vec![key.to_owned(), index.to_string()], position)));
    };
    match (shape, value) {
        (Shape::Text | Shape::Flag | Shape::Number | Shape::Count | Shape::Texts | Shape::TextMap, _) => {}
        (Shape::SchemaOrFlag, Value::Bool(_)) => {}
        (Shape::Items, Value::Array(items)) => list(Position::Schema, items, found),
        (Shape::SchemaOrFlag | Shape::Items, _) => found.push((vec![key.to_owned()], Position::Schema)),
        (Shape::One(position), _) => found.push((vec![key.to_owned()], position)),
        (Shape::List(position), Value::Array(items)) => list(position, items, found),
        (Shape::Map(position), Value::Object(map)) => {
            found.extend(map.keys().map(|name| (vec![key.to_owned(), name.clone()], position)));
        }
        (Shape::List(_) | Shape::Map(_), _) => {}
    }
}

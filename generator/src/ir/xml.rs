//! How types are written in XML.

use crate::names::ConstName;

/// A table of XML: an index into [`Client::xml`](super::Client::xml).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct XmlId(pub usize);

/// A table of XML.
#[derive(Clone, Debug)]
pub struct XmlTable {
    /// The static.
    pub name: ConstName,
    /// What it describes.
    pub shape: XmlShape,
}

/// What a table of XML describes.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlShape {
    /// The outermost element of a body.
    Root(XmlNode),
    /// The properties of an object.
    Object(XmlObject),
}

/// An element or attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlNode {
    /// Its name; empty: any.
    pub name: String,
    /// The namespace of the name.
    pub namespace: Option<String>,
    /// The prefix of the name.
    pub prefix: Option<String>,
    /// What is inside.
    pub content: XmlContent,
}

/// What is inside of an element or attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlContent {
    /// A string.
    Text,
    /// An integer or number.
    Number,
    /// A boolean.
    Boolean,
    /// An object: a table that is an [`XmlShape::Object`].
    Object(XmlId),
    /// A list, in an element of its own if it is wrapped.
    List {
        /// Whether it is.
        wrapped: bool,
        /// Its items.
        item: Box<XmlNode>,
    },
    /// An object with any keys.
    Map(Box<XmlNode>),
    /// Anything.
    Any,
}

/// The properties of an object.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct XmlObject {
    /// Those that are known, in order.
    pub fields: Vec<XmlField>,
    /// The others, if there can be others.
    pub rest: Option<XmlNode>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlField {
    /// The property.
    pub key: String,
    /// Where it is written.
    pub place: XmlPlace,
    /// Whether it is always there.
    pub required: bool,
    /// How it is written.
    pub node: XmlNode,
}

/// Where a property is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlPlace {
    /// As an element.
    Element,
    /// As an attribute of the object's element.
    Attribute,
    /// As the text of the object's element.
    Text,
}

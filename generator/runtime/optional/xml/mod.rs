//! XML bodies (OpenAPI 3.1, section 4.8.26, "XML Object"). A generated table says which property is which element or attribute;
//! with it XML becomes the same parts that JSON would be, and back, so types need nothing of their own.

mod read;
mod write;

use crate::runtime::Body;
use crate::runtime::Call;
use crate::runtime::Decode;
use crate::runtime::DecodeError;
use crate::runtime::Encode;
use crate::runtime::Error;
use crate::runtime::Mode;
use crate::runtime::Operation;
use crate::runtime::Reply;
use crate::runtime::Tree;

/// How a schema is written in XML.
#[derive(Debug)]
pub struct XmlNode {
    /// The name of its element or attribute; empty: any, where it is read.
    pub name: &'static str,
    /// The namespace of the name.
    pub namespace: Option<&'static str>,
    /// The prefix of the name.
    pub prefix: Option<&'static str>,
    /// What is inside.
    pub content: XmlContent,
}

/// What is inside of an element or attribute.
#[derive(Debug)]
pub enum XmlContent {
    /// A string.
    Text,
    /// An integer or number.
    Number,
    /// A boolean.
    Boolean,
    /// An object with these properties.
    Object(&'static XmlObject),
    /// A list. Its items are in an element of the list if it is `wrapped`, else in its place.
    List {
        /// The `wrapped` of the XML object.
        wrapped: bool,
        /// The items; the name is that of each item's element.
        item: &'static XmlNode,
    },
    /// An object with any keys, each an element of that name.
    Map(&'static XmlNode),
    /// Anything: texts, and elements by their names.
    Any,
}

/// The properties of an object.
#[derive(Debug)]
pub struct XmlObject {
    /// Those that the document knows, in its order.
    pub fields: &'static [XmlField],
    /// How others are written, if there can be others: each as an element of its key.
    pub rest: Option<&'static XmlNode>,
}

/// A property of an object.
#[derive(Debug)]
pub struct XmlField {
    /// Its key.
    pub key: &'static str,
    /// Where it is written.
    pub place: XmlPlace,
    /// Whether it is always there: then no element is a list without items where the list has no element of its own.
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

impl<O: Operation<M>, M: Mode, T> Call<O, M, T> {
    /// Sets an XML body.
    #[doc(hidden)]
    pub fn xml_body(mut self, media_type: &str, body: &dyn Encode, root: &'static XmlNode) -> Self {
        let text = Tree::of(body).and_then(|value| write::document(&value, root));
        match text {
            Ok(text) => self.draft().body(media_type, Body::from(text)),
            Err(what) => self.draft().fail(Error::request(format!("the body: {what}"))),
        }
        self
    }
}

impl<M: Mode> Reply<M> {
    /// The body as XML.
    ///
    /// # Errors
    /// When it is not XML, or not of the shape of `T`.
    pub fn xml<T: Decode>(&self, root: &'static XmlNode) -> Result<T, Error> {
        let body = self.text_or(read::encoding(&self.bytes()?))?;
        decode(&body, root).map_err(|error| self.not_as_documented(error, is_xml))
    }
}

impl Error {
    /// The XML body as the type that the document has for this failure.
    ///
    /// # Errors
    /// When the body is not XML of that shape.
    pub fn xml<T: Decode>(&self, root: &'static XmlNode) -> Result<T, DecodeError> {
        decode(&self.text_or(read::encoding(self.body()))?, root)
    }
}

fn decode<T: Decode>(body: &str, root: &'static XmlNode) -> Result<T, DecodeError> {
    read::document(body, root).map_err(DecodeError::new)?.decode()
}

fn is_xml(media_type: &str) -> bool {
    media_type.ends_with("/xml") || media_type.ends_with("+xml")
}

//! XML bodies (OpenAPI 3.1, section 4.8.26, "XML Object"). A generated table says which property is which element or attribute;
//! with it XML becomes the same [`Value`] that JSON would be, and back, so types need nothing of their own.

mod read;
mod write;

use super::body::Body;
use super::call::Call;
use super::error::Error;
use super::json::Decode;
use super::json::DecodeError;
use super::json::Encode;
use super::json::from_value;
use super::mode::Mode;
use super::reply::Reply;

/// How a schema is written in XML.
#[derive(Debug)]
pub struct XmlNode {
    /// The name of its element or attribute.
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
    Object(&'static [XmlField]),
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

/// A property of an object.
#[derive(Debug)]
pub struct XmlField {
    /// Its key.
    pub key: &'static str,
    /// Where it is written.
    pub place: XmlPlace,
    /// How it is written.
    pub node: &'static XmlNode,
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

impl<O, M: Mode> Call<'_, O, M> {
    /// Sets an XML body.
    pub fn xml(mut self, media_type: &str, body: &dyn Encode, root: &'static XmlNode) -> Self {
        let text = body.encode().map_err(|error| error.to_string()).and_then(|value| write::document(&value, root));
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
        let body = self.bytes()?;
        let value = read::document(&body, root).map_err(DecodeError::new);
        value.and_then(|value| from_value(&value)).map_err(|error| self.fail(Error::decoding(error)))
    }
}

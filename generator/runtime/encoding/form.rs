//! Bodies of `application/x-www-form-urlencoded` (OpenAPI 3.1, sections 4.8.14.4 and 4.8.15).

use crate::runtime::description::Param;
use crate::runtime::description::Style;
use crate::runtime::json::Encode;

use super::media_type::is_json;
use super::percent::encode_form;
use super::style;
use super::style::Encoded;
use crate::runtime::json::Tree;

/// How one property of a form or a multipart body is sent, where the document says something about it.
#[derive(Clone, Copy, Debug)]
pub struct FieldEncoding {
    /// The property.
    pub name: &'static str,
    /// The media type of its value.
    pub content_type: Option<&'static str>,
    /// How its value becomes text, where the document says so; then `content_type` does not count.
    pub style: Option<Style>,
    /// Whether each item or property of it is a field of its own; with `style` only.
    pub explode: bool,
    /// Whether reserved characters are sent as they are; with `style` only.
    pub allow_reserved: bool,
}

impl FieldEncoding {
    /// The property of that name, of which nothing is said.
    pub const fn new(name: &'static str) -> Self {
        Self { name, content_type: None, style: None, explode: false, allow_reserved: false }
    }

    /// Sets [`Self::content_type`].
    pub const fn content_type(mut self, media_type: &'static str) -> Self {
        self.content_type = Some(media_type);
        self
    }

    /// Sets the style, and `explode` as the standard has it for that style.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self.explode = style.explodes();
        self
    }

    /// Sets [`Self::explode`].
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// The query parameter that the field is like, where the document says a style.
    #[inline]
    pub(crate) fn styled(&self) -> Option<Param> {
        let mut param = Param::query(self.name).style(self.style?).explode(self.explode);
        param.allow_reserved = self.allow_reserved;
        Some(param)
    }
}

/// Writes an object as a form.
///
/// # Errors
/// What is wrong, in words, naming the property.
#[inline]
pub(crate) fn encode(body: &dyn Encode, encodings: &[FieldEncoding]) -> Result<String, String> {
    let Tree::Object(fields) = Tree::of(body)? else {
        return Err("only an object can be sent as a form".to_owned());
    };
    let mut pieces = Vec::new();
    for (name, value) in &fields {
        let encoding = encodings.iter().find(|encoding| encoding.name == name);
        field(&mut pieces, name, value, encoding).map_err(|what| format!("the field {name:?}: {what}"))?;
    }
    Ok(pieces.join("&"))
}

#[inline]
fn field(pieces: &mut Vec<String>, name: &str, value: &Tree, encoding: Option<&FieldEncoding>) -> Result<(), String> {
    if let Some(param) = encoding.and_then(FieldEncoding::styled) {
        if let Encoded::Query(encoded) = style::encode(&param, value)? {
            pieces.extend(encoded);
        }
        return Ok(());
    }
    let as_json = encoding.and_then(|encoding| encoding.content_type).is_some_and(is_json);
    let mut push = |value: &Tree| pieces.push(format!("{}={}", encode_form(name), encode_form(&text(value, as_json))));
    match value {
        Tree::Array(items) if !as_json => items.iter().for_each(push),
        value => push(value),
    }
    Ok(())
}

/// The text of a value: what has parts is JSON (OpenAPI 3.1, section 4.8.15.1.1).
#[inline]
pub(crate) fn text(value: &Tree, as_json: bool) -> String {
    match value {
        Tree::String(text) if !as_json => text.clone(),
        Tree::Null if !as_json => String::new(),
        value => value.text(),
    }
}

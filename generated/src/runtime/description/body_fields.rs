//! What the document says about the fields of a body.

use super::param::Param;
use super::param::Style;

/// A body that is an object, whose fields calls set one by one.
#[derive(Clone, Copy, Debug)]
pub struct BodyFields {
    /// Its media type: JSON or a form.
    pub media_type: &'static str,
    /// How the fields of a form are sent of which the document says something.
    pub encodings: &'static [FieldEncoding],
}

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

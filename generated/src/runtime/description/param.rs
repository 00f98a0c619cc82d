//! What the document says about one parameter: where it is sent, and how its value becomes text.

use super::api::Location;

/// A parameter (OpenAPI 3.1, section 4.8.12).
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name as sent.
    pub name: &'static str,
    /// Where it is sent.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether each item or property of it is sent as a value of its own.
    pub explode: bool,
    /// Whether a request without it is refused.
    pub required: bool,
    /// Whether the reserved characters of RFC 3986 are sent as they are.
    pub allow_reserved: bool,
    /// The media type, for a parameter with `content`: its value is then sent as JSON text.
    pub content: Option<&'static str>,
}

/// How the value of a parameter becomes text (OpenAPI 3.1, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `;color=blue`, in a path.
    Matrix,
    /// `.blue`, in a path.
    Label,
    /// `blue`, in a path or a header.
    Simple,
    /// `color=blue`, in a query or a cookie.
    Form,
    /// `color=blue%20black`, in a query.
    SpaceDelimited,
    /// `color=blue%7Cblack`, in a query.
    PipeDelimited,
    /// `color%5BR%5D=100`, in a query; an item of a list has its number in brackets: `color%5B0%5D=blue`.
    DeepObject,
    /// The same, with empty brackets for the items of lists: `color%5B%5D=blue`.
    DeepObjectEmptyBrackets,
    /// `color=blue; color=black`, in a cookie, unencoded (OpenAPI 3.2).
    Cookie,
}

/// A constructor for each location, with the defaults that the standard gives it, and a setter for each thing that may differ.
impl Param {
    const fn new(name: &'static str, location: Location, style: Style) -> Self {
        let explode = style.explodes();
        Self { name, location, style, explode, required: false, allow_reserved: false, content: None }
    }

    /// In the path: `simple`, required.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple).required()
    }

    /// In the query: `form`, exploded, optional.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form)
    }

    /// In a header: `simple`, optional.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple)
    }

    /// In the `Cookie` header: `form`, exploded, optional.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form)
    }

    /// Refuses a request without it.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the style, and `explode` as the standard has it for that style.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
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

    /// Sends the value as text of this media type; no style counts then.
    pub const fn content(mut self, media_type: &'static str) -> Self {
        self.content = Some(media_type);
        self
    }
}

impl Style {
    /// The default of `explode` (OpenAPI 3.2, section 4.12.2.2); `deepObject` is defined with `true` only.
    pub(crate) const fn explodes(self) -> bool {
        matches!(self, Self::Form | Self::Cookie | Self::DeepObject | Self::DeepObjectEmptyBrackets)
    }
}

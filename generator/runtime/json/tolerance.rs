//! What a reader tolerates.

/// Which deviations from the document a client reads over in responses. Each that it reads over is listed in
/// [`Response::problems`](crate::runtime::Response::problems), is an event of `tracing`, and is counted by
/// [`Client::tolerated`](crate::runtime::Client::tolerated). What a client sends is not affected.
///
/// The default tolerates null in place of a list or map, and nothing else. A value of another type is an error whatever is
/// tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tolerance {
    pub(super) null_collections: bool,
    pub(super) missing_keys: bool,
    pub(super) unreadable_items: bool,
    pub(super) quoted_numbers: bool,
    pub(super) empty_texts: bool,
}

impl Tolerance {
    /// Tolerates nothing.
    pub const NONE: Self = Self::all(false);
    /// Tolerates all that can be.
    pub const ALL: Self = Self::all(true);

    const fn all(tolerate: bool) -> Self {
        Self {
            null_collections: tolerate,
            missing_keys: tolerate,
            unreadable_items: tolerate,
            quoted_numbers: tolerate,
            empty_texts: tolerate,
        }
    }

    /// Whether null in place of a list or map is the empty one; it is by default.
    #[must_use]
    pub const fn null_collections(mut self, tolerate: bool) -> Self {
        self.null_collections = tolerate;
        self
    }

    /// Whether a required key that is missing, or is null, has the empty value of its type: an empty list, map or text, 0 or false,
    /// an object that requires nothing. Other types (dates, UUIDs, objects that require something) have none.
    #[must_use]
    pub const fn missing_keys(mut self, tolerate: bool) -> Self {
        self.missing_keys = tolerate;
        self
    }

    /// Whether an item of a list, or an entry of a map, that cannot be read is left out.
    #[must_use]
    pub const fn unreadable_items(mut self, tolerate: bool) -> Self {
        self.unreadable_items = tolerate;
        self
    }

    /// Whether a text that holds a number of JSON and nothing else is that number, where a number is documented.
    #[must_use]
    pub const fn quoted_numbers(mut self, tolerate: bool) -> Self {
        self.quoted_numbers = tolerate;
        self
    }

    /// Whether an empty text counts as null, where it is no value of its type (a date, a UUID, a number) and the value is optional
    /// or may be null.
    #[must_use]
    pub const fn empty_texts(mut self, tolerate: bool) -> Self {
        self.empty_texts = tolerate;
        self
    }

    pub(crate) const fn leaves_items_out(self) -> bool {
        self.unreadable_items
    }

    /// Only what loses nothing of the text: a value that fits no variant of a union is kept as JSON, which is better than a
    /// variant with something left out.
    pub(super) const fn lossless(self) -> Self {
        self.missing_keys(false).unreadable_items(false)
    }
}

impl Default for Tolerance {
    fn default() -> Self {
        Self::NONE.null_collections(true)
    }
}

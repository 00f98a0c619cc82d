//! JSON text, written from front to back.

use super::Encode;
use super::EncodeError;
use super::Map;
use super::reader::Reader;
use super::strings;

/// JSON text that is being written. It is generic over nothing, so that a type costs little to compile.
#[derive(Debug)]
pub struct Writer {
    text: Vec<u8>,
    /// The tags of unions around the value that comes next, outermost first: they go into its object.
    tags: Tags,
}

/// Keys and the tags that stand under them.
type Tags = Vec<(&'static str, &'static str)>;

/// A member that has only one value: its JSON text.
#[derive(Debug)]
pub struct Constant(pub &'static str);

/// A member of an object that is written.
#[derive(Clone, Copy)]
pub struct Member<'v> {
    /// The key, as it stands between the quotes in JSON.
    key: &'static str,
    value: Option<&'v dyn Encode>,
}

impl<'v> Member<'v> {
    /// A member that is always there.
    #[inline]
    pub fn required(key: &'static str, value: &'v dyn Encode) -> Self {
        Self { key, value: Some(value) }
    }

    /// A member that is there if it has a value.
    #[inline]
    pub fn optional<T: Encode>(key: &'static str, value: &'v Option<T>) -> Self {
        Self { key, value: value.as_ref().map(|value| value as &dyn Encode) }
    }

    /// A member that is there if it has a value, which may be null.
    #[inline]
    pub fn nullable<T: Encode>(key: &'static str, value: &'v Option<T>) -> Self {
        Self::optional(key, value)
    }
}

impl Writer {
    /// Writes a text from its beginning.
    pub(super) fn new() -> Self {
        Self { text: Vec::with_capacity(128), tags: Tags::new() }
    }

    /// The text that was written.
    pub(super) fn finish(self) -> Vec<u8> {
        self.text
    }

    /// Writes JSON text as it is.
    pub(super) fn raw(&mut self, text: &str) -> Result<(), EncodeError> {
        self.text.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// Where JSON text of other writers goes.
    pub(super) fn sink(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// Writes a string.
    ///
    /// # Errors
    /// Never; it is a `Result` to stand beside the others.
    pub fn string(&mut self, text: &str) -> Result<(), EncodeError> {
        let bytes = text.as_bytes();
        self.text.push(b'"');
        let mut start = 0;
        loop {
            let end = strings::plain_end(bytes, start);
            self.text.extend_from_slice(bytes.get(start..end).unwrap_or_default());
            match bytes.get(end) {
                Some(byte) => strings::escape_byte(*byte, &mut self.text),
                None => break,
            }
            start = end + 1;
        }
        self.text.push(b'"');
        Ok(())
    }

    /// Writes a number.
    ///
    /// # Errors
    /// When the text is not a JSON number.
    pub fn number(&mut self, text: &str) -> Result<(), EncodeError> {
        let mut reader = Reader::new(text, 0);
        match reader.number().is_ok_and(|number| number.text() == text) {
            true => self.raw(text),
            false => Err(EncodeError::new("not a JSON number")),
        }
    }

    /// Writes an object; members without a value are left out.
    ///
    /// # Errors
    /// When the value of a field cannot be written as JSON.
    pub fn fields(&mut self, fields: &[Member<'_>]) -> Result<(), EncodeError> {
        let tags = self.open_object(|key| is_written(fields, key))?;
        for Member { key, value } in fields {
            if let Some(value) = *value {
                self.member(key, tag_or(&tags, key, value))?;
            }
        }
        self.close_object(tags);
        Ok(())
    }

    /// Writes an object with the members of `rest` behind the others. A key that has a field keeps the value of the field.
    ///
    /// # Errors
    /// When a value cannot be written as JSON.
    pub fn fields_and_rest<T: Encode>(&mut self, fields: &[Member<'_>], rest: &Map<T>) -> Result<(), EncodeError> {
        let is_rest = |key: &str| rest.keys().any(|member| strings::between_quotes(member) == key);
        let tags = self.open_object(|key| is_written(fields, key) || is_rest(key))?;
        for Member { key, value } in fields {
            if let Some(value) = *value {
                self.member(key, tag_or(&tags, key, value))?;
            }
        }
        for (key, value) in rest {
            let key = strings::between_quotes(key);
            if !is_written(fields, &key) {
                self.member(&key, tag_or(&tags, &key, value))?;
            }
        }
        self.close_object(tags);
        Ok(())
    }

    /// Writes an object of any keys.
    pub(super) fn map<'v>(
        &mut self,
        members: impl Iterator<Item = (&'v str, &'v dyn Encode)> + Clone,
    ) -> Result<(), EncodeError> {
        let tags = self.open_object(|key| members.clone().any(|(member, _)| strings::between_quotes(member) == key))?;
        for (key, value) in members {
            let key = strings::between_quotes(key);
            self.member(&key, tag_or(&tags, &key, value))?;
        }
        self.close_object(tags);
        Ok(())
    }

    /// Begins an object. The tag of a union takes the place of the member with its key, or else stands in front. Returns the tags
    /// whose place is that of a member.
    #[inline]
    fn open_object(&mut self, has: impl Fn(&str) -> bool) -> Result<Tags, EncodeError> {
        self.text.push(b'{');
        if self.tags.is_empty() {
            return Ok(Tags::new());
        }
        let tags = std::mem::take(&mut self.tags);
        for (key, tag) in tags.iter().filter(|(key, _)| !has(key)) {
            self.member(key, tag)?;
        }
        Ok(tags)
    }

    #[inline]
    fn close_object(&mut self, mut tags: Tags) {
        self.text.push(b'}');
        if tags.capacity() > 0 {
            // The memory serves for the next union.
            tags.clear();
            self.tags = tags;
        }
    }

    #[inline]
    fn member(&mut self, key: &str, value: &dyn Encode) -> Result<(), EncodeError> {
        let first = self.text.last() == Some(&b'{');
        self.text.reserve(key.len() + 4);
        self.text.extend_from_slice(if first { b"\"" } else { b",\"" });
        self.text.extend_from_slice(key.as_bytes());
        self.text.extend_from_slice(b"\":");
        match value.encode(self) {
            Ok(()) => Ok(()),
            Err(error) => Err(error.at_key(key)),
        }
    }

    /// Writes an array.
    #[inline]
    pub(super) fn array<'v, T: Encode + ?Sized + 'v>(
        &mut self,
        items: impl Iterator<Item = &'v T>,
    ) -> Result<(), EncodeError> {
        self.open_array()?;
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push(b',');
            }
            if let Err(error) = item.encode(self) {
                return Err(error.at_index(index));
            }
        }
        self.text.push(b']');
        Ok(())
    }

    fn open_array(&mut self) -> Result<(), EncodeError> {
        if self.wants_object() {
            return Err(no_object());
        }
        self.text.push(b'[');
        Ok(())
    }

    /// Writes the variant of a union with its tag: in the place where the variant has it, or else in front.
    ///
    /// # Errors
    /// When the variant is not an object and so has no place for a tag, or cannot be written as JSON.
    pub fn tagged(&mut self, key: &'static str, tag: &'static str, variant: &dyn Encode) -> Result<(), EncodeError> {
        // Of two unions around one object with the same key, the outer one decides.
        if !self.tags.iter().any(|(tagged, _)| *tagged == key) {
            self.tags.push((key, tag));
        }
        variant.encode(self)?;
        if self.tags.is_empty() { Ok(()) } else { Err(no_object()) }
    }

    /// Whether a tag waits for an object.
    pub(super) fn wants_object(&self) -> bool {
        !self.tags.is_empty()
    }
}

/// Whether a member with that key is written.
fn is_written(fields: &[Member<'_>], key: &str) -> bool {
    fields.iter().any(|field| field.key == key && field.value.is_some())
}

/// The tag of that key, or else the value of the member.
#[inline]
fn tag_or<'v>(tags: &'v Tags, key: &str, value: &'v dyn Encode) -> &'v dyn Encode {
    tags.iter().find(|(tagged, _)| *tagged == key).map_or(value, |(_, tag)| tag)
}

impl Encode for Constant {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.raw(self.0)
    }
}

fn no_object() -> EncodeError {
    EncodeError::new("a variant of a tagged union must be an object")
}

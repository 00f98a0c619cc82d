//! JSON text, written from front to back.

use super::Encode;
use super::EncodeError;
use super::reader::Reader;
use super::strings;

/// JSON text that is being written. It is generic over nothing, so that a type costs little to compile.
#[derive(Debug, Default)]
pub struct Writer {
    text: Vec<u8>,
    /// The tags of unions around the value that comes next, outermost first: they go into its object.
    tags: Vec<(&'static str, &'static str)>,
}

/// A field that is left out where it is `None`.
#[derive(Debug)]
pub struct Optional<'a, T>(pub &'a Option<T>);

/// A member that has only one value: its JSON text.
#[derive(Debug)]
pub struct Constant(pub &'static str);

impl Writer {
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
        if strings::plain_end(text.as_bytes(), 0) == text.len() {
            self.text.reserve(text.len() + 2);
            self.text.push(b'"');
            self.text.extend_from_slice(text.as_bytes());
            self.text.push(b'"');
            return Ok(());
        }
        serde_json::to_writer(&mut self.text, text).map_err(|error| EncodeError::new(error.to_string()))
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

    /// Writes an object of fields; those that are absent are left out.
    ///
    /// # Errors
    /// When the value of a field cannot be written as JSON.
    pub fn fields(&mut self, fields: &[(&str, &dyn Encode)]) -> Result<(), EncodeError> {
        let mut present = fields.iter().filter(|(_, value)| !value.is_absent()).copied();
        if !self.tags.is_empty() {
            return self.tagged_map(&mut present);
        }
        self.text.push(b'{');
        let mut first = true;
        for (key, value) in present {
            self.member(&mut first, key, value)?;
        }
        self.text.push(b'}');
        Ok(())
    }

    /// Writes an object of fields and of the members of `rest`. A key that has a field keeps the value of the field.
    ///
    /// # Errors
    /// When a value cannot be written as JSON.
    pub fn fields_and_rest<T: Encode>(
        &mut self,
        fields: &[(&str, &dyn Encode)],
        rest: &super::Map<T>,
    ) -> Result<(), EncodeError> {
        let fields = || fields.iter().filter(|(_, value)| !value.is_absent()).copied();
        let is_field = |key: &str| fields().any(|(field, _)| field == key);
        let rest = rest.iter().filter(|(key, _)| !is_field(key));
        let rest = rest.map(|(key, value)| (key.as_str(), value as &dyn Encode));
        self.map(&mut fields().chain(rest))
    }

    /// Writes an object. The tag of a union takes the place of the member with its key, or else stands in front.
    pub(super) fn map<'v>(
        &mut self,
        members: &mut dyn Iterator<Item = (&'v str, &'v dyn Encode)>,
    ) -> Result<(), EncodeError> {
        if !self.tags.is_empty() {
            return self.tagged_map(members);
        }
        self.text.push(b'{');
        let mut first = true;
        for (key, value) in members {
            self.member(&mut first, key, value)?;
        }
        self.text.push(b'}');
        Ok(())
    }

    fn tagged_map<'v>(
        &mut self,
        members: &mut dyn Iterator<Item = (&'v str, &'v dyn Encode)>,
    ) -> Result<(), EncodeError> {
        let tags = std::mem::take(&mut self.tags);
        let members: Vec<(&str, &dyn Encode)> = members.collect();
        self.text.push(b'{');
        let mut first = true;
        for (key, tag) in tags.iter().filter(|(key, _)| !members.iter().any(|(member, _)| member == key)) {
            self.member(&mut first, key, tag)?;
        }
        for (key, value) in members {
            let tag = tags.iter().find(|(tagged, _)| *tagged == key);
            self.member(&mut first, key, tag.map_or(value, |(_, tag)| tag))?;
        }
        self.text.push(b'}');
        Ok(())
    }

    fn member(&mut self, first: &mut bool, key: &str, value: &dyn Encode) -> Result<(), EncodeError> {
        if !std::mem::take(first) {
            self.text.push(b',');
        }
        self.string(key)?;
        self.text.push(b':');
        value.encode(self).map_err(|error| error.at_key(key))
    }

    /// Writes an array.
    pub(super) fn array(&mut self, items: &mut dyn Iterator<Item = &dyn Encode>) -> Result<(), EncodeError> {
        if !self.tags.is_empty() {
            return Err(no_object());
        }
        self.text.push(b'[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push(b',');
            }
            item.encode(self).map_err(|error| error.at_index(index))?;
        }
        self.text.push(b']');
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

impl<T: Encode> Encode for Optional<'_, T> {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        match self.0 {
            Some(value) => value.encode(writer),
            None => writer.raw("null"),
        }
    }

    fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl Encode for Constant {
    fn encode(&self, writer: &mut Writer) -> Result<(), EncodeError> {
        writer.raw(self.0)
    }
}

fn no_object() -> EncodeError {
    EncodeError::new("a variant of a tagged union must be an object")
}

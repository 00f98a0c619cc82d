//! Parts of a JSON text by their JSON Pointer (RFC 6901), without a value of the whole.

use super::DecodeError;
use super::Kind;
use super::reader::Reader;

/// The items of an array in a JSON text, read one by one.
#[derive(Debug, Default)]
pub(crate) struct Items {
    /// The text of the array behind its bracket.
    text: String,
    at: usize,
    left: usize,
}

/// Texts of values in a JSON text, each with the pointer that leads to it.
#[derive(Debug)]
pub(crate) struct Parts<'a>(Vec<Part<'a>>);

#[derive(Debug)]
struct Part<'a> {
    pointer: &'static str,
    tokens: Vec<String>,
    text: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Finds the values of all pointers in one pass. Of equal keys the last one counts.
    ///
    /// # Errors
    /// When the text is not JSON.
    #[inline]
    pub(crate) fn find(text: &'a str, pointers: impl IntoIterator<Item = &'static str>) -> Result<Self, DecodeError> {
        let parts = pointers.into_iter().map(|pointer| Part { pointer, tokens: tokens(pointer).collect(), text: None });
        let mut parts = Self(parts.collect());
        let wanted: Vec<usize> = (0..parts.0.len()).collect();
        let mut reader = Reader::new(text, 0);
        parts.read(&mut reader, &wanted, 0)?;
        reader.end()?;
        Ok(parts)
    }

    /// The text of the value that a pointer leads to; `None` where there is none.
    #[inline]
    pub(crate) fn get(&self, pointer: &str) -> Option<&'a str> {
        self.0.iter().find(|part| part.pointer == pointer)?.text
    }

    /// Reads a value that the first `depth` tokens of these parts lead to.
    #[inline]
    fn read(&mut self, reader: &mut Reader<'a>, wanted: &[usize], depth: usize) -> Result<(), DecodeError> {
        let kind = reader.kind()?;
        let start = reader.at;
        let is_inside = |index: &usize| self.0.get(*index).is_some_and(|part| part.tokens.len() > depth);
        let inside = wanted.iter().any(is_inside);
        match kind {
            Kind::Object if inside => reader.members(|reader| {
                let key = reader.key()?;
                let below = self.below(wanted, depth, &key);
                self.read(reader, &below, depth + 1)
            })?,
            Kind::Array if inside => {
                let mut index = 0_usize;
                reader.items(0, &mut |reader| {
                    let below = self.below(wanted, depth, &index.to_string());
                    index += 1;
                    self.read(reader, &below, depth + 1)
                })?;
            }
            _ => reader.skip()?,
        }
        let text = reader.text.get(start..reader.at);
        for index in wanted {
            if let Some(part) = self.0.get_mut(*index).filter(|part| part.tokens.len() == depth) {
                part.text = text;
            }
        }
        Ok(())
    }

    /// Those of the parts whose next token is this one. What was found of them under an equal key before does not count.
    #[inline]
    fn below(&mut self, wanted: &[usize], depth: usize, token: &str) -> Vec<usize> {
        let mut below = Vec::new();
        for index in wanted {
            if let Some(part) = self.0.get_mut(*index).filter(|part| part.tokens.get(depth).is_some_and(|t| t == token))
            {
                part.text = None;
                below.push(*index);
            }
        }
        below
    }
}

/// The keys that a pointer leads through.
#[inline]
pub(crate) fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(unescaped)
}

#[inline]
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

impl Items {
    /// The items of the array of that text.
    ///
    /// # Errors
    /// When it is not the text of an array.
    #[inline]
    pub(crate) fn new(text: &str) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(text, 0);
        let mut left = 0;
        reader.items(0, &mut |reader| {
            left += 1;
            reader.skip()
        })?;
        Ok(Self { text: text.to_owned(), at: text.find('[').map_or(0, |bracket| bracket + 1), left })
    }

    /// How many items are left.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.left
    }

    /// The text of the last item.
    #[inline]
    pub(crate) fn last(&self) -> Option<&str> {
        let mut reader = self.reader()?;
        let mut last = None;
        for _ in 0..self.left {
            last = reader.raw().ok();
            reader.next(b']').ok()?;
        }
        last
    }

    /// Skips items.
    #[inline]
    pub(crate) fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.take();
        }
    }

    #[inline]
    fn reader(&self) -> Option<Reader<'_>> {
        let text = self.text.get(self.at..).filter(|_| self.left > 0)?;
        let mut reader = Reader::new(text, 0);
        // It is inside of the array.
        reader.depth -= 1;
        Some(reader)
    }

    /// The text of the next item, which counts as read; `None` behind the last one.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<&str> {
        let mut reader = self.reader()?;
        let length = reader.raw().ok()?.len();
        let end = self.at + reader.at;
        // Behind the value stands a comma or the bracket, maybe after white space.
        reader.peek();
        self.at += reader.at + 1;
        self.left -= 1;
        self.text.get(end - length..end)
    }
}

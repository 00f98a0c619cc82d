//! Parts of a JSON text by their JSON Pointer (RFC 6901), without a value of the whole.

use super::Decode;
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
    nodes: usize,
}

/// The text of the value that `pointer` leads to; `None` where there is none. Of equal keys the last one counts.
///
/// # Errors
/// When the text is not JSON.
pub(crate) fn at<'a>(text: &'a str, pointer: &str) -> Result<Option<&'a str>, DecodeError> {
    let mut reader = Reader::new(text, 0);
    let mut here = Some(reader.raw()?);
    reader.end()?;
    for token in pointer.split('/').skip(1) {
        let Some(text) = here else { return Ok(None) };
        let token = token.replace("~1", "/").replace("~0", "~");
        here = step(text, &token)?;
    }
    Ok(here)
}

fn step<'a>(text: &'a str, token: &str) -> Result<Option<&'a str>, DecodeError> {
    let mut reader = Reader::new(text, 0);
    let mut found = None;
    match reader.kind()? {
        Kind::Object => {
            reader.open(b'{', "an object")?;
            let mut more = reader.first(b'}')?;
            while more {
                let wanted = reader.key()? == token;
                let value = reader.raw()?;
                if wanted {
                    found = Some(value);
                }
                more = reader.next(b'}')?;
            }
        }
        Kind::Array => {
            let index = token.parse::<usize>().ok().filter(|index| index.to_string() == token);
            let mut place = 0;
            reader.items(0, &mut |reader| {
                let value = reader.raw()?;
                if Some(place) == index {
                    found = Some(value);
                }
                place += 1;
                Ok(())
            })?;
        }
        Kind::Null | Kind::Bool | Kind::Number | Kind::String => {}
    }
    Ok(found)
}

impl Items {
    /// The items of the array of that text.
    ///
    /// # Errors
    /// When it is not the text of an array.
    pub(crate) fn new(text: &str, nodes: usize) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(text, 0);
        let mut left = 0;
        reader.items(0, &mut |reader| {
            left += 1;
            reader.skip()
        })?;
        Ok(Self { text: text.to_owned(), at: text.find('[').map_or(0, |bracket| bracket + 1), left, nodes })
    }

    /// How many items are left.
    pub(crate) fn len(&self) -> usize {
        self.left
    }

    /// The text of the last item.
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
    pub(crate) fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.take();
        }
    }

    /// Reads the next item; `None` behind the last one.
    pub(crate) fn next<T: Decode>(&mut self) -> Option<Result<T, DecodeError>> {
        let nodes = self.nodes;
        let text = self.take()?;
        Some(T::decode(&mut Reader::new(text, nodes)))
    }

    fn reader(&self) -> Option<Reader<'_>> {
        let text = self.text.get(self.at..).filter(|_| self.left > 0)?;
        let mut reader = Reader::new(text, 0);
        // It is inside of the array.
        reader.depth -= 1;
        Some(reader)
    }

    /// The text of the next item, which counts as read.
    fn take(&mut self) -> Option<&str> {
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

//! JSON text, read from front to back (RFC 8259).

use super::DecodeError;
use super::deviations::Deviations;
use super::kind::Kind;
use super::tolerance::Tolerance;

/// How deep values may nest.
pub(super) const DEPTH: u32 = 128;

/// How many values of free-form JSON one text may hold, unless the caller sets another limit.
pub(crate) const DEFAULT_NODES: usize = 1_000_000;

/// Work of failed trials that is free, in bytes, whatever the size of the text.
const FREE_TRIALS: u64 = 64 << 10;

/// JSON text that is being read. It is generic over nothing, so that a type costs little to compile, and it holds no value
/// but the one that is read, so that what nobody asks for costs no memory.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    /// The offset of the next byte.
    pub(super) at: usize,
    /// How many levels deeper a value may still nest.
    pub(super) depth: u32,
    /// How many values of free-form JSON may still be read.
    pub(super) nodes: usize,
    /// How many bytes of failed trials of union variants may still be read. Trying the variants of nested unions could take
    /// exponential time, so trials are paid from a budget in proportion to the text.
    pub(super) trials: u64,
    /// Where strings with escapes are put together.
    pub(super) scratch: String,
    /// Consulted only where a value is not as documented.
    pub(super) deviations: Deviations,
}

impl<'a> Reader<'a> {
    /// Reads from the beginning of `text`, with at most `nodes` values of free-form JSON.
    pub(crate) fn new(text: &'a str, nodes: usize) -> Self {
        let trials = FREE_TRIALS.saturating_add((text.len() as u64).saturating_mul(16));
        let deviations = Deviations::new(Tolerance::NONE);
        Self { text, at: 0, depth: DEPTH, nodes, trials, scratch: String::new(), deviations }
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The next byte that is not white space.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    /// The kind of the next value, without reading it.
    ///
    /// # Errors
    /// When no value follows.
    pub fn kind(&mut self) -> Result<Kind, DecodeError> {
        match self.peek() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'"') => Ok(Kind::String),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(_) | None => Err(self.syntax("a value must follow")),
        }
    }

    /// Reads `null` if it is next; returns whether it was.
    ///
    /// # Errors
    /// When the literal is misspelled.
    pub fn null(&mut self) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(b'n') => self.literal("null").map(|()| true),
            _ => Ok(false),
        }
    }

    /// Reads a boolean.
    ///
    /// # Errors
    /// When the next value is something else.
    pub fn bool(&mut self) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.expected("a boolean")),
        }
    }

    /// Reads an array. `size` is the memory that an item takes; `read` reads one.
    ///
    /// # Errors
    /// When the next value is something else, or an item cannot be read.
    pub fn items(
        &mut self,
        size: usize,
        read: &mut dyn FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        if self.deviations.again {
            return self.items_again(size, true, read);
        }
        let mut index = 0_usize;
        self.each(b'[', |reader| {
            let start = reader.at;
            read(reader).map_err(|error| error.at_index(index))?;
            index += 1;
            reader.charge(size, start)
        })
    }

    /// Reads an array and goes on behind items that cannot be read, which may be left out where `may_lack`.
    #[cold]
    pub(super) fn items_again(
        &mut self,
        size: usize,
        may_lack: bool,
        read: &mut dyn FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        if may_lack && self.null_for("an array")? {
            return Ok(());
        }
        let mut sound = true;
        self.each(b'[', |reader| {
            let start = reader.at;
            sound &= reader.item_again(may_lack, read)?;
            reader.charge(size, start)
        })?;
        if sound { Ok(()) } else { Err(DecodeError::noted()) }
    }

    /// Reads an object; `read` reads a key and its value.
    ///
    /// # Errors
    /// When the next value is something else, or a member cannot be read.
    #[inline]
    pub(super) fn members(
        &mut self,
        read: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.each(b'{', read)
    }

    /// Reads what stands in a bracket between commas; `read` reads one item or member.
    #[inline]
    pub(super) fn each(
        &mut self,
        bracket: u8,
        mut read: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let (closing, expected) = if bracket == b'{' { (b'}', "an object") } else { (b']', "an array") };
        self.open(bracket, expected)?;
        let mut more = self.first(closing)?;
        while more {
            read(self)?;
            more = self.next(closing)?;
        }
        Ok(())
    }

    /// Reads a value without keeping anything of it.
    ///
    /// # Errors
    /// When it is not JSON, or nested too deep.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        match self.kind()? {
            Kind::String => self.skip_string(),
            Kind::Number => self.number().map(drop),
            Kind::Bool => self.bool().map(drop),
            Kind::Null => self.literal("null"),
            Kind::Array => self.each(b'[', Self::skip),
            Kind::Object => self.each(b'{', |reader| {
                reader.skip_key()?;
                reader.skip()
            }),
        }
    }

    /// Reads a value and returns its text.
    ///
    /// # Errors
    /// When it is not JSON, or nested too deep.
    pub fn raw(&mut self) -> Result<&'a str, DecodeError> {
        self.kind()?;
        let start = self.at;
        self.skip()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Checks that nothing but white space follows.
    pub(super) fn end(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.syntax("something follows the value")),
        }
    }

    /// Enters an array or object.
    fn open(&mut self, bracket: u8, expected: &str) -> Result<(), DecodeError> {
        if self.peek() != Some(bracket) {
            return Err(self.expected(expected));
        }
        match self.depth.checked_sub(1) {
            Some(depth) => self.depth = depth,
            None => {
                return Err(DecodeError::new(format!("nested deeper than {DEPTH} levels at {}", self.place(self.at))));
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Whether an array or object that was entered has a first item; leaves it if not.
    fn first(&mut self, bracket: u8) -> Result<bool, DecodeError> {
        if self.peek() == Some(bracket) {
            self.close();
            return Ok(false);
        }
        Ok(true)
    }

    /// Whether another item follows; leaves the array or object if not.
    pub(super) fn next(&mut self, bracket: u8) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == bracket => {
                self.close();
                Ok(false)
            }
            _ => Err(self.syntax("a comma or a closing bracket must follow")),
        }
    }

    fn close(&mut self) {
        self.at += 1;
        self.depth += 1;
    }

    /// Reads the colon after a key.
    pub(super) fn colon(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            _ => Err(self.syntax("a colon must follow the key")),
        }
    }

    pub(super) fn skip_key(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            Some(b'"') => self.skip_string()?,
            _ => return Err(self.syntax("a key must follow")),
        }
        self.colon()
    }

    pub(super) fn literal(&mut self, literal: &str) -> Result<(), DecodeError> {
        match self.bytes().get(self.at..).is_some_and(|rest| rest.starts_with(literal.as_bytes())) {
            true => {
                self.at += literal.len();
                Ok(())
            }
            false => {
                let same = literal.bytes().zip(self.bytes().iter().skip(self.at)).take_while(|(a, b)| a == *b).count();
                self.at += same;
                Err(self.syntax(&format!("`{literal}` must follow")))
            }
        }
    }

    /// Counts an item of `size` bytes of memory that began at `start`. What a text takes in memory is in proportion to its
    /// length, except where many items of a big type have next to no text: these are paid from the budget of nodes.
    pub(super) fn charge(&mut self, size: usize, start: usize) -> Result<(), DecodeError> {
        /// What a node of free-form JSON takes, about.
        const NODE: usize = 72;
        let free = (self.at - start).saturating_mul(8);
        if size > free { self.take((size - free) / NODE) } else { Ok(()) }
    }

    /// Takes from the budget of nodes.
    pub(super) fn take(&mut self, nodes: usize) -> Result<(), DecodeError> {
        match self.nodes.checked_sub(nodes) {
            Some(left) => {
                self.nodes = left;
                Ok(())
            }
            None => Err(DecodeError::too_many_nodes()),
        }
    }

    /// The error for a next value that is not of the wanted kind.
    #[cold]
    pub fn expected(&mut self, expected: &str) -> DecodeError {
        let (start, depth) = (self.at, self.depth);
        let error = match self.kind() {
            Ok(Kind::Number) => match self.number() {
                Ok(number) if number.is_integer() => DecodeError::expected(expected, "an integer"),
                Ok(_) => DecodeError::expected(expected, "a number"),
                Err(error) => error,
            },
            Ok(kind) => DecodeError::expected(expected, kind.name()),
            Err(error) => error,
        };
        (self.at, self.depth) = (start, depth);
        error
    }

    /// The error for text that is not JSON at this place.
    #[cold]
    pub(super) fn syntax(&self, problem: &str) -> DecodeError {
        match self.at < self.text.len() {
            true => DecodeError::new(format!("not JSON: {problem} at {}", self.place(self.at + 1))),
            false => DecodeError::new(format!("the JSON text ends early, at {}", self.place(self.at))),
        }
    }

    /// `line 1 column 5` of the text that has `read` bytes.
    fn place(&self, read: usize) -> String {
        let read = self.bytes().get(..read).unwrap_or(self.bytes());
        let line = read.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = read.iter().rev().take_while(|byte| **byte != b'\n').count();
        format!("line {line} column {column}")
    }
}

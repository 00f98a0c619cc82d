//! JSON strings (RFC 8259, section 7): eight bytes at a time, and borrowed where nothing is escaped.

use std::borrow::Cow;

use super::DecodeError;
use super::reader::Reader;

impl<'a> Reader<'a> {
    /// Reads a string.
    ///
    /// # Errors
    /// When the next value is something else, or an escape is not JSON.
    pub fn string(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a string"));
        }
        let start = self.at + 1;
        let end = plain_end(self.bytes(), start);
        if self.bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(self.text.get(start..end).unwrap_or_default()));
        }
        self.at = start;
        // A string with escapes is put together in memory of the reader, so that the one that is kept is as long as it must be.
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        let string = escaped(self, &mut scratch).map(|()| Cow::Owned(scratch.as_str().to_owned()));
        self.scratch = scratch;
        string
    }

    /// Reads the key of a member, and the colon after it.
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("a key must follow"));
        }
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    /// Reads the key of a member if it is this one, and the colon after it; returns whether it was. `key` is what stands between
    /// the quotes.
    pub(super) fn key_if(&mut self, key: &str) -> Result<bool, DecodeError> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("a key must follow"));
        }
        let found = self.bytes().get(self.at + 1..).and_then(|rest| rest.strip_prefix(key.as_bytes()));
        if found.and_then(<[u8]>::first) != Some(&b'"') {
            return Ok(false);
        }
        self.at += key.len() + 2;
        self.colon().map(|()| true)
    }

    /// Reads a string that is next without keeping it.
    pub(super) fn skip_string(&mut self) -> Result<(), DecodeError> {
        self.at += 1;
        loop {
            self.at = plain_end(self.bytes(), self.at);
            match self.bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => match simple_escape(self) {
                    Some(_) => {}
                    // Halves of surrogate pairs harm nobody who does not read them.
                    None => hexadecimal(self).map(drop)?,
                },
                _ => return Err(self.syntax("a control character must be escaped")),
            }
        }
    }
}

/// What stands between the quotes of a string in JSON.
pub(super) fn between_quotes(text: &str) -> Cow<'_, str> {
    let mut start = plain_end(text.as_bytes(), 0);
    if start == text.len() {
        return Cow::Borrowed(text);
    }
    let mut escaped = Vec::with_capacity(text.len() + 8);
    escaped.extend_from_slice(text.as_bytes().get(..start).unwrap_or_default());
    while let Some(byte) = text.as_bytes().get(start) {
        escape_byte(*byte, &mut escaped);
        let end = plain_end(text.as_bytes(), start + 1);
        escaped.extend_from_slice(text.as_bytes().get(start + 1..end).unwrap_or_default());
        start = end;
    }
    Cow::Owned(String::from_utf8_lossy(&escaped).into_owned())
}

/// Writes a byte that a string cannot hold as it is.
pub(super) fn escape_byte(byte: u8, text: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        8 => b'b',
        12 => b'f',
        _ => {
            let digit = |digit: u8| char::from_digit(u32::from(digit), 16).map_or(b'0', |digit| digit as u8);
            return text.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
        }
    };
    text.extend_from_slice(&[b'\\', short]);
}

/// The rest of a string that has an escape.
fn escaped(reader: &mut Reader<'_>, string: &mut String) -> Result<(), DecodeError> {
    loop {
        let start = reader.at;
        reader.at = plain_end(reader.bytes(), start);
        string.push_str(reader.text.get(start..reader.at).unwrap_or_default());
        match reader.bytes().get(reader.at) {
            Some(b'"') => {
                reader.at += 1;
                return Ok(());
            }
            Some(b'\\') => escape(reader, string)?,
            _ => return Err(reader.syntax("a control character must be escaped")),
        }
    }
}

/// Reads an escape, from its backslash, and adds what it stands for.
fn escape(reader: &mut Reader<'_>, string: &mut String) -> Result<(), DecodeError> {
    match simple_escape(reader) {
        Some(character) => string.push(character),
        None => string.push(unicode_escape(reader)?),
    }
    Ok(())
}

/// Reads an escape of one character behind its backslash; `None` where another one follows, which is not read.
fn simple_escape(reader: &mut Reader<'_>) -> Option<char> {
    let character = match reader.bytes().get(reader.at + 1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    };
    reader.at += 2;
    Some(character)
}

/// The character of an escape `\u`, or of two that are a pair of surrogates.
fn unicode_escape(reader: &mut Reader<'_>) -> Result<char, DecodeError> {
    let mut units = [hexadecimal(reader)?, 0];
    let mut count = 1;
    if (0xd800..0xdc00).contains(&units[0]) && reader.bytes().get(reader.at) == Some(&b'\\') {
        units[1] = hexadecimal(reader)?;
        count = 2;
    }
    let mut decoded = char::decode_utf16(units.into_iter().take(count));
    match (decoded.next(), decoded.next()) {
        (Some(Ok(character)), None) => Ok(character),
        _ => Err(reader.syntax("an escape is half of a surrogate pair")),
    }
}

/// Reads an escape `\u`, from its backslash; the UTF-16 unit that it stands for.
fn hexadecimal(reader: &mut Reader<'_>) -> Result<u16, DecodeError> {
    reader.at += 1;
    if reader.bytes().get(reader.at) != Some(&b'u') {
        return Err(reader.syntax("this escape does not exist"));
    }
    reader.at += 1;
    let mut unit = 0;
    for _ in 0..4 {
        let digit = reader.bytes().get(reader.at).and_then(|byte| char::from(*byte).to_digit(16));
        match digit.and_then(|digit| u16::try_from(digit).ok()) {
            Some(digit) => unit = unit << 4 | digit,
            None => return Err(reader.syntax("four hexadecimal digits must follow `\\u`")),
        }
        reader.at += 1;
    }
    Ok(unit)
}

/// The offset of the first byte from `at` that a JSON string cannot hold as it is: a quote, a backslash, a control character.
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let special = special(u64::from_le_bytes(*chunk));
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += size_of::<u64>();
    }
    let left = bytes.len().saturating_sub(at);
    match bytes.last_chunk() {
        Some(last) if left > 0 => {
            // The last eight bytes without those that were looked at; zeros take their place, and are special.
            let word = u64::from_le_bytes(*last) >> (8 * (size_of::<u64>() - left));
            at + (special(word).trailing_zeros() / 8) as usize
        }
        _ => short_end(bytes, at),
    }
}

/// [`plain_end`] of less than eight bytes.
#[inline]
fn short_end(bytes: &[u8], at: usize) -> usize {
    if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let word = u64::from(u32::from_le_bytes(*head)) | u64::from(u32::from_le_bytes(*tail)) << 32;
        if special(word) == 0 {
            return bytes.len();
        }
    }
    let mut at = at;
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
        at += 1;
    }
    at
}

/// The high bit of each byte that is special. Above the lowest of them a subtraction may borrow, so only the lowest counts.
fn special(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let quote = below(word ^ (ONES * 0x22), 1);
    let backslash = below(word ^ (ONES * 0x5c), 1);
    (quote | backslash | below(word, 0x20)) & HIGH
}

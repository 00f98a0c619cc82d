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
        escaped(self).map(Cow::Owned)
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
                Some(b'\\') => escape(self).map(drop)?,
                _ => return Err(self.syntax("a control character must be escaped")),
            }
        }
    }
}

/// The rest of a string that has an escape.
fn escaped(reader: &mut Reader<'_>) -> Result<String, DecodeError> {
    let mut string = String::new();
    loop {
        let start = reader.at;
        reader.at = plain_end(reader.bytes(), start);
        string.push_str(reader.text.get(start..reader.at).unwrap_or_default());
        match reader.bytes().get(reader.at) {
            Some(b'"') => {
                reader.at += 1;
                return Ok(string);
            }
            Some(b'\\') => string.push(character(reader)?),
            _ => return Err(reader.syntax("a control character must be escaped")),
        }
    }
}

/// The character of an escape, or of two that are a pair of surrogates.
fn character(reader: &mut Reader<'_>) -> Result<char, DecodeError> {
    let lone = "an escape is half of a surrogate pair";
    let mut units = [escape(reader)?, 0];
    let mut count = 1;
    if (0xd800..0xdc00).contains(&units[0]) && reader.bytes().get(reader.at) == Some(&b'\\') {
        units[1] = escape(reader)?;
        count = 2;
    }
    let mut decoded = char::decode_utf16(units.into_iter().take(count));
    match (decoded.next(), decoded.next()) {
        (Some(Ok(character)), None) => Ok(character),
        _ => Err(reader.syntax(lone)),
    }
}

/// Reads one escape, from its backslash; the UTF-16 unit that it stands for.
fn escape(reader: &mut Reader<'_>) -> Result<u16, DecodeError> {
    reader.at += 1;
    let unit = match reader.bytes().get(reader.at) {
        Some(b'"') => b'"',
        Some(b'\\') => b'\\',
        Some(b'/') => b'/',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'u') => return hexadecimal(reader),
        _ => return Err(reader.syntax("this escape does not exist")),
    };
    reader.at += 1;
    Ok(u16::from(unit))
}

fn hexadecimal(reader: &mut Reader<'_>) -> Result<u16, DecodeError> {
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

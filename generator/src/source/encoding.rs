//! The encoding of a file: UTF-8, or what YAML 1.2.2, section 5.2, allows beside it.

/// The text of bytes in UTF-16 or UTF-32, which a byte order mark tells, or the zeros around a first character of ASCII. `None` where
/// the bytes are neither, and the position of the first byte that is no part of a character where there is one.
pub(super) fn decode(bytes: &[u8]) -> Option<Result<String, usize>> {
    match *bytes {
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, 1..=0x7F, ..] => Some(utf32(bytes, u32::from_be_bytes)),
        [0xFF, 0xFE, 0, 0, ..] | [1..=0x7F, 0, 0, 0, ..] => Some(utf32(bytes, u32::from_le_bytes)),
        [0xFE, 0xFF, ..] | [0, 1..=0x7F, 0, 1..=0x7F, ..] => Some(utf16(bytes, u16::from_be_bytes)),
        [0xFF, 0xFE, ..] | [1..=0x7F, 0, 1..=0x7F, 0, ..] => Some(utf16(bytes, u16::from_le_bytes)),
        _ => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, usize> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let mut at = 0;
    for read in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let read = read.map_err(|_| at)?;
        at += 2 * read.len_utf16();
        text.push(read);
    }
    if rest.is_empty() { Ok(text) } else { Err(at) }
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Result<String, usize> {
    let (units, rest) = bytes.as_chunks::<4>();
    let read = |(index, bytes): (usize, &[u8; 4])| char::from_u32(unit(*bytes)).ok_or(4 * index);
    let text = units.iter().enumerate().map(read).collect::<Result<String, usize>>()?;
    if rest.is_empty() { Ok(text) } else { Err(4 * units.len()) }
}

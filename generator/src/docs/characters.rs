//! Which characters a reader can see. The rest are taken out of docs: rustc refuses bidirectional controls in
//! comments, and text that nobody can see is a place to hide things in.

/// What has no shape of its own: the general category Cf of Unicode 16, and the characters of the property
/// `Default_Ignorable_Code_Point`, except the variation selectors 1 to 16, which emoji need.
const INVISIBLE: &[(u32, u32)] = &[
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
];

/// Whether a character is a control, a bidirectional control, of zero width, or another format character (Unicode's
/// categories Cc and Cf, and what Unicode calls ignorable). Tab and line feed are controls too.
pub fn is_invisible(character: char) -> bool {
    let code = u32::from(character);
    character.is_control()
        || !character.is_ascii() && INVISIBLE.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// The Markdown source with `\n` as its only line end, and without what cannot be seen; tabs stay, for they indent.
pub(super) fn source(markdown: &str, limit: usize) -> String {
    let mut clean = String::new();
    let mut rest = markdown.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\n' | '\t' => clean.push(character),
            '\u{b}' | '\u{c}' => clean.push(' '),
            _ if is_invisible(character) => {}
            _ => clean.push(character),
        }
        if clean.len() > limit {
            break;
        }
    }
    clean
}

/// Prose on one line: every white space is a space, and what cannot be seen is gone. Needed again after parsing,
/// because `&#x202e;` is visible in the source.
pub(super) fn prose(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_invisible(*c)).collect()
}

/// A line of code: as [`prose`], but with tabs as four spaces, for columns matter there.
pub(super) fn code(line: &str) -> String {
    prose(&line.replace('\t', "    "))
}

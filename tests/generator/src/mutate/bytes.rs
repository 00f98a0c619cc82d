//! Changes of a text below its structure.

use crate::numbers::Numbers;

/// Pieces of JSON and YAML, and characters that lines are cut at.
const PIECES: [&str; 32] = [
    "{", "}", "[", "]", ",", ":", ": ", "\"", "'", "\n", "\r\n", "\t", "  ", "- ", "? ", "&a ", "*a", "!!int ", "|\n",
    ">-\n", " #", "%", "@", "`", "---\n", "<<: ", "\\", "\0", "\u{2028}", "\u{feff}", "💥", "1e9",
];

/// Changes a text in one to six places; it need not be UTF-8 afterwards.
pub fn bytes(numbers: &mut Numbers, text: &mut Vec<u8>) {
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(text.len() + 1);
        let until = |numbers: &mut Numbers, most: usize| (at + numbers.below(most)).min(text.len());
        match numbers.below(6) {
            0 => {
                let end = until(numbers, 12);
                text.drain(at..end);
            }
            1 => text.insert(at, numbers.draw().to_le_bytes()[0]),
            2 => {
                let end = until(numbers, 400);
                let part = text[at..end].to_vec();
                let to = numbers.below(text.len() + 1);
                text.splice(to..to, part);
            }
            3 if numbers.once_in(4) => text.truncate(at),
            _ => {
                let piece = numbers.pick(&PIECES).repeat(1 + numbers.below(2));
                text.splice(at..at, piece.into_bytes());
            }
        }
    }
}

//! Texts that callers may have.

use generator_tests::hostile::ATTACKS;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces that mean something somewhere on the way.
const PIECES: &[&str] = &[
    "/",
    "\\",
    "..",
    ".",
    "%2e",
    "%2F",
    "%",
    "%zz",
    "?",
    "#",
    "&",
    "=",
    ";",
    ",",
    "+",
    " ",
    "\t",
    "\r\n",
    "\r",
    "\n",
    "\0",
    "\"",
    "'",
    ":",
    "@",
    "[",
    "]",
    "{",
    "}",
    "|",
    "~",
    "^",
    "*",
    "\u{7f}",
    "\u{80}",
    "é",
    "漢",
    "💥",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{ffff}",
    "\u{10ffff}",
    "\r\nHost: evil.example\r\n",
    "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    "--boundary",
    "\r\n--",
    "a=b",
    "//evil.example/",
    "http://",
    "0",
    "a",
];

/// A text of any kind.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<String>(),
        3 => prop::collection::vec(select(PIECES), 0..8).prop_map(|pieces| pieces.concat()),
        2 => select(ATTACKS).prop_map(str::to_owned),
        2 => "[ -~]{0,40}",
        1 => "[\\x00-\\x20\\x7f]{0,6}[a-z]{0,3}[\\x00-\\x20\\x7f]{0,6}",
        1 => (select(PIECES), 1..2000_usize).prop_map(|(piece, times)| piece.repeat(times)),
    ]
}

/// Some texts.
pub fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..4)
}

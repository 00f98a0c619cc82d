//! Tokens → one line with the spaces that people write.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Tokens on one line: `Option<Vec<types::Pet>>`.
pub(super) fn line(tokens: TokenStream) -> String {
    let mut line = String::new();
    write(tokens, &mut line);
    line
}

fn write(tokens: TokenStream, line: &mut String) {
    let mut glued = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::None => ("", ""),
                };
                if group.delimiter() == Delimiter::Bracket && line.ends_with(char::is_alphanumeric) {
                    line.push(' ');
                }
                line.push_str(if line.ends_with("::") { open.trim_start() } else { open });
                write(group.stream(), line);
                line.push_str(close);
                glued = false;
            }
            TokenTree::Punct(sign) => {
                sign_of(sign.as_char(), glued, sign.spacing(), line);
                glued = sign.spacing() == Spacing::Joint;
            }
            word => {
                if !glued && line.ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == '>') {
                    line.push(' ');
                }
                line.push_str(&word.to_string());
                glued = false;
            }
        }
    }
}

/// A sign with the spaces around it.
fn sign_of(sign: char, glued: bool, spacing: Spacing, line: &mut String) {
    match sign {
        ',' => line.push_str(", "),
        '+' => line.push_str(" + "),
        '=' if spacing == Spacing::Alone && !glued => line.push_str(" = "),
        ':' if spacing == Spacing::Alone && !glued => line.push_str(": "),
        '-' if spacing == Spacing::Joint => line.push_str(" -"),
        '>' if glued && line.ends_with('-') => line.push_str("> "),
        '\'' => {
            if line.ends_with(|last: char| last.is_alphanumeric()) {
                line.push(' ');
            }
            line.push(sign);
        }
        sign => line.push(sign),
    }
}

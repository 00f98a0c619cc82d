//! The members in the braces of a macro's arguments, which prettyplease leaves in one line.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Takes the members out of the braces at the end of `Pet { id: required "id", }`, and returns them with a line for each.
pub(super) fn take(arguments: &mut TokenStream) -> Option<String> {
    let mut before: Vec<TokenTree> = arguments.clone().into_iter().collect();
    let Some(TokenTree::Group(braces)) = before.pop() else { return None };
    if braces.delimiter() != Delimiter::Brace {
        return None;
    }
    before.push(Group::new(Delimiter::Brace, TokenStream::new()).into());
    *arguments = before.into_iter().collect();
    Some(lines(braces.stream()))
}

fn lines(members: TokenStream) -> String {
    let mut text = "{".to_owned();
    let mut begins = true;
    for token in members {
        let is_mark = matches!(&token, TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | ':'));
        if begins {
            text.push_str("\n    ");
        } else if !(is_mark || text.ends_with(['.', '-'])) {
            text.push(' ');
        }
        let token = token.to_string();
        text.push_str(&token);
        begins = token == ",";
    }
    text.push_str(if begins { "\n}" } else { "}" });
    text
}

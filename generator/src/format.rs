//! Tokens → text: item by item, with empty lines between items and between methods.

use proc_macro2::TokenStream;

use crate::emit::{Content, Emitted};
use crate::files::Files;

/// The first line of every generated Rust file.
const HEAD: &str = "// Made by crategen from the API's description. Changes here are lost: change the description.\n\n";

/// The text of all files.
pub fn format(emitted: Vec<Emitted>) -> Files {
    let mut files = Files::new();
    for Emitted { path, content } in emitted {
        files.insert(path, text(content));
    }
    files
}

fn text(content: Content) -> String {
    let (head, items) = match content {
        Content::Text(text) => return text,
        Content::Rust(head, items) => (head, items),
    };
    let mut text = HEAD.to_owned();
    text.push_str(&printed(head));
    let mut imports = false;
    for item in items {
        let printed = spaced(&printed(item));
        let is_import = printed.starts_with("use ");
        if !(imports && is_import || text.ends_with("\n\n")) {
            text.push('\n');
        }
        imports = is_import;
        text.push_str(&printed);
    }
    text
}

/// One item as text.
fn printed(tokens: TokenStream) -> String {
    let file: syn::File = syn::parse2(tokens).expect("the emitters make Rust");
    prettyplease::unparse(&file)
}

/// An empty line between the members of an `impl`, and between the items of a file.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 16);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        let ends_member =
            line == "    }" && lines.peek().is_some_and(|next| next.starts_with("    ") && *next != "    }");
        let ends_uses = line.starts_with("pub use")
            && line.ends_with(';')
            && lines.peek().is_some_and(|next| !next.starts_with("pub use"));
        let ends_item = (line == "}" || line.starts_with("pub type") || ends_uses) && lines.peek().is_some();
        if (ends_member || ends_item) && lines.peek().is_some_and(|next| !next.is_empty()) {
            spaced.push('\n');
        }
    }
    spaced
}

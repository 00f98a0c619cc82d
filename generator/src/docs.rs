//! The prose of a document as Rust documentation that can do no harm.
//!
//! A description is read as Markdown into a small tree (`tree`) and printed from that. The tree has no place for what
//! must not reach rustdoc: code that would run as a doctest, HTML, links to anywhere but the web and mailboxes, paths of
//! Rust that a bracket would make intra-doc links, and characters that nobody can see. So the output is harmless by
//! construction, whatever the input was; and cleaning it again gives the same lines.

mod builder;
mod characters;
mod escape;
mod frame;
mod html;
mod inlines;
mod links;
mod nesting;
mod printer;
mod reader;
mod tag;
mod tree;

pub use characters::is_invisible;

/// How long a description may be, in bytes; before cleaning and after.
const MAX_LENGTH: usize = 64 * 1024;

/// What ends a description that was cut.
const REMARK: &str = "(This description is longer than 64 KiB. The rest is left out.)";

/// A description or summary of a document as lines of Markdown that rustdoc shows safely.
///
/// A line has no line end, no tab, no other character that cannot be seen, and no white space at its end; the first and
/// the last line are not empty. Print each as an attribute of its own, `#[doc = " line"]`, and an empty line as
/// `#[doc = ""]`: `prettyplease` makes `///` comments of those.
///
/// Code blocks become `text`, headings at least level 3, images links, and simple HTML the Markdown that means the same;
/// other HTML is shown as its source. Text beyond 64 KiB is left out with a remark. The time is linear in the length.
pub fn clean(markdown: &str) -> Vec<String> {
    let source = characters::source(markdown, MAX_LENGTH);
    let mut limit = MAX_LENGTH;
    loop {
        let kept = cut(&source, limit);
        let is_cut = kept.len() < source.len();
        let mut lines = printer::print(&reader::read(kept));
        if is_cut {
            lines.extend([String::new(), REMARK.to_owned()].into_iter().skip(usize::from(lines.is_empty())));
        }
        // Escaping and nesting make text longer: less of it is tried until all fits.
        let length: usize = lines.iter().map(|line| line.len() + 1).sum();
        if length <= MAX_LENGTH {
            return lines;
        }
        limit = limit.min(kept.len()) / 8 * 7;
    }
}

/// The start of `text`, at most `limit` bytes of it, and whole lines if they are not too long.
fn cut(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let kept = &text[..end];
    kept.rfind('\n').filter(|line_end| *line_end > limit / 2).map_or(kept, |line_end| &kept[..line_end])
}

/// A plain text as Markdown on one line that reads as that text, wherever in a line or table it is put.
///
/// White space becomes single spaces, what cannot be seen is left out, and bare URLs are put between `<` and `>`.
///
/// ```
/// assert_eq!(crategen::docs::inline("Vec<T>[0]"), r"Vec\<T>\[0\]");
/// ```
pub fn inline(text: &str) -> String {
    let text = characters::prose(text);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    inlines::plain(&words.join(" "))
}

/// Words of Markdown that lead to an item of the crate, or the words alone where its path cannot be written in a link.
pub fn link(words: &str, module: &str, item: &str) -> String {
    let path = format!("crate::{module}::{item}");
    if syn::parse_str::<syn::Path>(&path).is_ok() { format!("[{words}]({path})") } else { words.to_owned() }
}

/// Any text as a code span on one line; white space is shown as spaces, and what cannot be seen is left out.
///
/// Not for cells of tables: there a `|` would end the cell, in code too.
///
/// ```
/// assert_eq!(crategen::docs::code("a`b"), "``a`b``");
/// ```
pub fn code(text: &str) -> String {
    escape::code_span(&characters::prose(text))
}

//! HTML → tags and the text between them, in one pass. This reads what CommonMark takes for HTML; it need not agree with
//! any browser, for no tag of it is ever printed as a tag.

/// A piece of HTML.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Text, its character references still unread.
    Text(&'a str),
    /// An opening, closing or empty tag.
    Tag(Tag<'a>),
    /// A comment, which nobody is meant to see.
    Comment,
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// Its name in lower case.
    pub name: String,
    /// Whether it starts with `</`.
    pub closing: bool,
    /// All of it.
    pub source: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute, its character references still unread.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut rest = self.source.get(1 + self.name.len()..)?;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || "=>/\"'".contains(c))?;
            let (found, after) = rest.split_at(end);
            let (value, after) = value(after);
            if !found.is_empty() && found.eq_ignore_ascii_case(name) {
                return value;
            }
            // A stray quote or the end: without progress there is nothing more to find.
            rest = if after.len() < rest.len() { after } else { rest.get(1..)? };
        }
    }
}

/// The value behind an attribute's name, if it has one, and what follows.
fn value(text: &str) -> (Option<&str>, &str) {
    let Some(text) = text.trim_start().strip_prefix('=') else { return (None, text) };
    let text = text.trim_start();
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.split_once(quote));
    if let Some((value, after)) = quoted {
        return (Some(value), after);
    }
    let (value, after) = text.split_at(text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len()));
    (Some(value), after)
}

/// The pieces of `html`, in order; together they are all of it.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    let mut text_end = 0;
    // Looked for once: many comments without an end must not each be searched to the end.
    let last_comment_end = html.rfind("-->").unwrap_or(0);
    while let Some(start) = rest.get(text_end..).and_then(|text| text.find('<')).map(|at| text_end + at) {
        let comments_end = html.len() - rest.len() + start < last_comment_end;
        let Some((token, length)) = token(&rest[start..], comments_end) else {
            text_end = start + 1;
            continue;
        };
        if start > 0 {
            tokens.push(Token::Text(&rest[..start]));
        }
        tokens.push(token);
        rest = &rest[start + length..];
        text_end = 0;
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

/// The tag or comment that `html` starts with, and its length.
fn token(html: &str, comments_end: bool) -> Option<(Token<'_>, usize)> {
    if let Some(comment) = html.strip_prefix("<!--").filter(|_| comments_end) {
        let length = comment.find("-->")?;
        return Some((Token::Comment, "<!--".len() + length + "-->".len()));
    }
    let closing = html.starts_with("</");
    let name = html.get(if closing { 2 } else { 1 }..)?;
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = tag_length(html)?;
    let tag = Tag { name: name.to_ascii_lowercase(), closing, source: &html[..length] };
    Some((Token::Tag(tag), length))
}

/// The length of the tag that `html` starts with: up to the first `>` outside quotes, with no other tag in between.
fn tag_length(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in html.char_indices().skip(1) {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '<') => return None,
            (None, '>') => return Some(at + 1),
            (None, _) => {}
        }
    }
    None
}

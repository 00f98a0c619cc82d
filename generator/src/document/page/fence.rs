//! Fences of a Markdown page, with the heading above each and the way back to the bytes of the page.

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::source::Hint;
use crate::source::Piece;

/// A fence that may hold a fragment.
#[derive(Debug)]
pub(super) struct Fence {
    /// The heading above.
    pub(super) title: Option<String>,
    /// Its content, without the marks of quotes and the indentation of lists.
    pub(super) pieces: Vec<Piece>,
    /// What its info string says that it is.
    pub(super) hint: Hint,
}

/// Where the reader of a page stands.
#[derive(Default)]
struct Reader {
    found: Vec<Fence>,
    title: Option<String>,
    heading: Option<String>,
    fence: Option<(Hint, Vec<Piece>)>,
}

/// The fences of a page whose info string is `json`, `yaml`, or nothing.
pub(super) fn fences(text: &str) -> Vec<Fence> {
    let mut reader = Reader::default();
    for (event, bytes) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => reader.heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => reader.end_heading(),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                reader.fence = hint(&info).map(|hint| (hint, Vec::new()));
            }
            Event::End(TagEnd::CodeBlock) => reader.end_fence(),
            Event::Text(content) => match &mut reader.fence {
                Some((_, pieces)) => pieces.push(Piece { text: content.into_string(), start: bytes.start }),
                None => reader.heading_text(&content),
            },
            Event::Code(content) => reader.heading_text(&content),
            Event::SoftBreak | Event::HardBreak => reader.heading_text(" "),
            _ => {}
        }
    }
    reader.found
}

impl Reader {
    fn heading_text(&mut self, content: &str) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(content);
        }
    }

    fn end_heading(&mut self) {
        self.title = self.heading.take().map(|heading| heading.trim().to_owned()).filter(|title| !title.is_empty());
    }

    fn end_fence(&mut self) {
        if let Some((hint, pieces)) = self.fence.take() {
            self.found.push(Fence { title: self.title.clone(), pieces, hint });
        }
    }
}

/// What the first word of an info string says; `None` for other languages.
fn hint(info: &str) -> Option<Hint> {
    let word = info.split_whitespace().next().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "" => Some(Hint::Unknown),
        "json" => Some(Hint::Json),
        "yaml" | "yml" => Some(Hint::Yaml),
        _ => None,
    }
}

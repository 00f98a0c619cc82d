//! An index of pages: `llms.txt` (<https://llmstxt.org>), a Markdown file whose lists hold links; and the addresses that a text
//! of all pages (`llms-full.txt`) names.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeStream};

/// What an index says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// Its heading.
    pub title: Option<String>,
    /// Its links in their order, duplicates included.
    pub links: Vec<Link>,
}

/// A link of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The address as it is written.
    pub target: String,
    /// The text of the link.
    pub title: Option<String>,
    /// What follows the link.
    pub note: Option<String>,
    /// The headings above it, below that of the whole, with ` / ` between.
    pub section: Option<String>,
}

/// The name of an index.
pub const NAME: &str = "llms.txt";

/// Whether a file is an index by its name.
pub fn is_index(name: &str) -> bool {
    name.eq_ignore_ascii_case(NAME)
}

impl Link {
    /// Whether it leads to a complete document: an ending of data, and a word that says what it is; or a section for
    /// nothing else.
    pub fn is_document(&self) -> bool {
        let path = self.target.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let data = DATA.iter().any(|ending| path.ends_with(ending));
        let words = |text: &Option<String>| text.as_deref().unwrap_or_default().to_ascii_lowercase();
        let named = |text: &str| text.contains("openapi") || text.contains("swagger");
        let section = words(&self.section);
        let own = named(&section) && SPECIFICATIONS.iter().any(|word| section.trim_end_matches('s').ends_with(word));
        let page = [".md", ".mdx", ".markdown", ".txt"].iter().any(|ending| path.ends_with(ending));
        (data && (named(&path) || named(&words(&self.title)) || named(&section))) || (own && !page)
    }

    /// Whether it stands in the section that may be left out.
    pub fn is_optional(&self) -> bool {
        self.section.as_deref().and_then(|section| section.split(" / ").next()).is_some_and(is_optional)
    }
}

fn is_optional(section: &str) -> bool {
    section.trim().eq_ignore_ascii_case("optional")
}

const DATA: &[&str] = &[".json", ".yaml", ".yml"];
const SPECIFICATIONS: &[&str] = &["spec", "specification", "document", "definition", "file", "openapi", "swagger"];

impl Index {
    /// Reads an index.
    pub fn parse(text: &str) -> Self {
        let mut reading = Reading::default();
        TextMergeStream::new(Parser::new(text)).for_each(|event| reading.event(event));
        reading.end_note();
        reading.index
    }

    /// The addresses in a text of all pages: lines `# Source: ADDRESS` and `url: ADDRESS`, outside of code.
    pub fn of_sources(text: &str) -> Self {
        let mut fence: Option<&str> = None;
        let mut index = Self::default();
        for line in text.lines() {
            let line = line.trim();
            match fence {
                Some(open) if line.starts_with(open) => fence = None,
                Some(_) => {}
                None => {
                    fence = ["```", "~~~"].into_iter().find(|open| line.starts_with(open));
                    index.links.extend(source(line));
                }
            }
        }
        index
    }
}

fn source(line: &str) -> Option<Link> {
    let (key, value) = line.trim_start_matches(['#', '*', ' ', '-']).split_once(':')?;
    if !["source", "url"].iter().any(|known| key.trim_matches(['*', ' ']).eq_ignore_ascii_case(known)) {
        return None;
    }
    let target = value.trim_matches(['*', ' ', '<', '>', '"', '\'', '`']).split_whitespace().next()?;
    let url = target.starts_with("https://") || target.starts_with("http://");
    url.then(|| Link { target: target.to_owned(), ..Link::default() })
}

/// How far an index was read.
#[derive(Default)]
struct Reading {
    index: Index,
    /// The headings that are open, with their levels.
    sections: Vec<(HeadingLevel, String)>,
    heading: Option<(HeadingLevel, String)>,
    /// The link that is open.
    link: Option<Link>,
    /// What was read behind the last link of an item.
    note: Option<String>,
    code: bool,
}

impl Reading {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::CodeBlock(_)) => self.code = true,
            Event::End(TagEnd::CodeBlock) => self.code = false,
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.end_note();
                self.link = Some(self.link_to(&dest_url));
            }
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Text(text) | Event::Code(text) if !self.code => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Start(Tag::Item) | Event::End(TagEnd::Item | TagEnd::Paragraph) => self.end_note(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(link) = &mut self.link {
            link.title.get_or_insert_default().push_str(text);
        } else if let Some((_, heading)) = &mut self.heading {
            heading.push_str(text);
        } else {
            let bare: Vec<&str> = bare_urls(text).collect();
            for target in &bare {
                self.end_note();
                let link = self.link_to(target);
                self.index.links.push(link);
            }
            if let (Some(note), true) = (&mut self.note, bare.is_empty()) {
                note.push_str(text);
            }
        }
    }

    fn link_to(&self, target: &str) -> Link {
        let sections: Vec<&str> = self.sections.iter().map(|(_, text)| text.as_str()).collect();
        let section = (!sections.is_empty()).then(|| sections.join(" / "));
        Link { target: target.trim().to_owned(), section, ..Link::default() }
    }

    fn end_heading(&mut self) {
        let Some((level, text)) = self.heading.take() else { return };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.sections.retain(|(above, _)| *above < level);
        if level == HeadingLevel::H1 {
            self.index.title.get_or_insert(text);
        } else {
            self.sections.push((level, text));
        }
    }

    fn end_link(&mut self) {
        let Some(mut link) = self.link.take() else { return };
        link.title = link.title.map(|title| title.trim().to_owned()).filter(|title| *title != link.target);
        if !link.target.is_empty() && !link.target.starts_with('#') {
            self.index.links.push(link);
            self.note = Some(String::new());
        }
    }

    fn end_note(&mut self) {
        let Some(note) = self.note.take() else { return };
        let note = note.trim().trim_start_matches([':', '-', '–', '—']).trim();
        if let Some(link) = self.index.links.last_mut().filter(|_| !note.is_empty()) {
            link.note = Some(note.to_owned());
        }
    }
}

/// The URLs that stand in a text without being marked as links.
fn bare_urls(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices("http").filter(|(at, _)| {
        let rest = text.get(*at..).unwrap_or_default();
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        (rest.starts_with("https://") || rest.starts_with("http://")) && !before.is_some_and(char::is_alphanumeric)
    });
    starts.filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let url = rest.split(|letter: char| letter.is_whitespace() || "<>\"|".contains(letter)).next()?;
        Some(url.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*']))
    })
}

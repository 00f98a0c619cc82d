//! Markdown (CommonMark 0.31 with GitHub's tables and strikethrough) → the tree.

use std::mem;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::builder::Builder;
use super::frame::Kind;
use super::html;
use super::links;
use super::nesting;
use super::tree::{Block, Inline, List, Style};

/// What the description says. Footnotes and task lists stay the text that they are, brackets and all.
pub(super) fn read(markdown: &str) -> Vec<Block> {
    let markdown = nesting::bounded(markdown);
    let mut builder = Builder::new();
    let mut page = String::new();
    for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => start(&tag, &mut builder),
            Event::End(TagEnd::HtmlBlock) => html::block(&mem::take(&mut page), &mut builder),
            Event::End(_) => builder.close(),
            Event::Text(text) => builder.text(&text),
            Event::Code(code) => builder.code(&code),
            // A tag may span lines, each of which comes as an event of its own.
            Event::Html(line) => page.push_str(&line),
            Event::InlineHtml(tag) => html::inline(&tag, &mut builder),
            Event::SoftBreak => builder.inline(Inline::Break),
            Event::HardBreak => builder.inline(Inline::HardBreak),
            Event::Rule => builder.rule(),
            // Parts of extensions that are off: as the text that they were.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => builder.text(&text),
            Event::TaskListMarker(_) => {}
        }
    }
    builder.finish()
}

fn start(tag: &Tag<'_>, builder: &mut Builder) {
    match tag {
        Tag::HtmlBlock => {}
        Tag::Paragraph => builder.open_paragraph(),
        Tag::Heading { level, .. } => builder.open(Kind::Heading(number(*level))),
        Tag::BlockQuote(_) => builder.open(Kind::Quote),
        Tag::CodeBlock(_) => builder.open(Kind::Lines),
        Tag::List(first) => builder.open(Kind::List(List::new(*first))),
        Tag::Item => builder.open(Kind::Item),
        Tag::Table(_) => builder.open(Kind::Table(Vec::new())),
        Tag::TableHead | Tag::TableRow => builder.open(Kind::Row(Vec::new())),
        Tag::TableCell => builder.open(Kind::Cell),
        Tag::Emphasis => builder.open(Kind::Styled(Style::Emphasis)),
        Tag::Strong => builder.open(Kind::Styled(Style::Strong)),
        Tag::Strikethrough => builder.open(Kind::Styled(Style::Strike)),
        Tag::Link { link_type: LinkType::Email, dest_url, .. } => builder.open(link(&format!("mailto:{dest_url}"))),
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => builder.open(link(dest_url)),
        Tag::Superscript | Tag::Subscript => builder.open(Kind::Span),
        Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => builder.open(Kind::Group),
        Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => builder.open(Kind::Group),
    }
}

/// A link that may be followed, or else only its text.
fn link(url: &str) -> Kind {
    links::target(url).map_or(Kind::Span, Kind::Link)
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

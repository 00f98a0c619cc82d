//! HTML within Markdown. The tags that have a counterpart in the tree open and close that; the ones that only lay text
//! out are dropped; all others are shown as the text that they are, so that nothing of them works and nothing is lost.

use pulldown_cmark::{Event, Parser};

use super::builder::Builder;
use super::characters;
use super::frame::Kind;
use super::links;
use super::tag::{self, Tag, Token};
use super::tree::{Inline, List, Style};

/// A whole block of HTML.
pub(super) fn block(html: &str, builder: &mut Builder) {
    builder.tag_break();
    read(html, builder);
    if !builder.is_in_lines() {
        builder.tag_break();
    }
}

/// A single tag within a paragraph.
pub(super) fn inline(html: &str, builder: &mut Builder) {
    read(html, builder);
}

fn read(html: &str, builder: &mut Builder) {
    for token in tag::tokens(html) {
        match token {
            Token::Text(text) => text_of(text, builder),
            Token::Comment => {}
            Token::Tag(tag) if tag.closing => close(&tag, builder),
            Token::Tag(tag) => open(&tag, builder),
        }
    }
}

/// Text between tags: its line ends mean nothing, except in `<pre>`.
fn text_of(text: &str, builder: &mut Builder) {
    let text = decoded(text);
    if builder.is_in_lines() {
        return builder.text(&text);
    }
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            builder.inline(Inline::Break);
        }
        builder.text(line);
    }
}

fn open(tag: &Tag<'_>, builder: &mut Builder) {
    match tag.name.as_str() {
        "b" | "strong" => builder.open_inline_tag(Kind::Styled(Style::Strong)),
        "i" | "em" | "var" | "dfn" | "cite" => builder.open_inline_tag(Kind::Styled(Style::Emphasis)),
        "s" | "del" | "strike" => builder.open_inline_tag(Kind::Styled(Style::Strike)),
        "code" | "tt" | "kbd" | "samp" if !builder.is_in_lines() => builder.open_inline_tag(Kind::Code),
        "code" | "tt" | "kbd" | "samp" => {}
        "a" => {
            if let Some(url) = tag.attribute("href").and_then(|url| links::target(&decoded(url))) {
                builder.open_inline_tag(Kind::Link(url));
            }
        }
        "img" => image(tag, builder),
        "sup" => builder.text("^"),
        "sub" => builder.text("_"),
        "br" => builder.inline(Inline::HardBreak),
        "hr" => builder.tag_rule(),
        "pre" => builder.open_block_tag(Kind::Lines),
        "blockquote" => builder.open_block_tag(Kind::Quote),
        "ul" | "menu" => builder.open_block_tag(Kind::List(List::new(None))),
        "ol" => builder.open_block_tag(Kind::List(List::new(Some(1)))),
        "li" => builder.open_block_tag(Kind::Item),
        "table" => builder.open_block_tag(Kind::Table(Vec::new())),
        "tr" => builder.open_block_tag(Kind::Row(Vec::new())),
        "td" | "th" => builder.open_block_tag(Kind::Cell),
        name => match heading(name) {
            Some(level) => builder.open_block_tag(Kind::Heading(level)),
            None => layout(tag, builder),
        },
    }
}

fn close(tag: &Tag<'_>, builder: &mut Builder) {
    let line = |kind: &Kind| !kind.is_inline();
    let any = |_: &Kind| false;
    match tag.name.as_str() {
        "b" | "strong" => builder.close_tag(|kind| matches!(kind, Kind::Styled(Style::Strong)), line),
        "i" | "em" | "var" | "dfn" | "cite" => {
            builder.close_tag(|kind| matches!(kind, Kind::Styled(Style::Emphasis)), line)
        }
        "s" | "del" | "strike" => builder.close_tag(|kind| matches!(kind, Kind::Styled(Style::Strike)), line),
        "code" | "tt" | "kbd" | "samp" => builder.close_tag(|kind| matches!(kind, Kind::Code), line),
        "a" => builder.close_tag(|kind| matches!(kind, Kind::Link(_)), line),
        "br" => builder.inline(Inline::HardBreak),
        "sup" | "sub" | "img" | "hr" => {}
        "pre" => builder.close_tag(|kind| matches!(kind, Kind::Lines), any),
        "blockquote" => builder.close_tag(|kind| matches!(kind, Kind::Quote), any),
        "ul" | "ol" | "menu" => builder.close_tag(|kind| matches!(kind, Kind::List(_)), any),
        "li" => builder.close_tag(|kind| matches!(kind, Kind::Item), |kind| matches!(kind, Kind::List(_))),
        "table" => builder.close_tag(|kind| matches!(kind, Kind::Table(_)), any),
        "tr" => builder.close_tag(|kind| matches!(kind, Kind::Row(_)), |kind| matches!(kind, Kind::Table(_))),
        "td" | "th" => builder.close_tag(|kind| matches!(kind, Kind::Cell), |kind| matches!(kind, Kind::Row(_))),
        name if heading(name).is_some() => builder.close_tag(|kind| matches!(kind, Kind::Heading(_)), any),
        _ => layout(tag, builder),
    }
}

fn heading(name: &str) -> Option<u8> {
    ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().zip(1..).find(|(tag, _)| *tag == name).map(|(_, level)| level)
}

/// An image is a link to it, or its description where there is nothing to link to.
fn image(tag: &Tag<'_>, builder: &mut Builder) {
    let description = decoded(tag.attribute("alt").unwrap_or_default());
    match tag.attribute("src").and_then(|url| links::target(&decoded(url))) {
        Some(url) => {
            let text = Inline::Text(characters::prose(&description));
            builder.inline(Inline::Link(url, vec![text]));
        }
        None => builder.text(&description),
    }
}

/// The tags that say where text stands, and those that say how it looks and mean nothing; any other is text.
fn layout(tag: &Tag<'_>, builder: &mut Builder) {
    match tag.name.as_str() {
        "p" | "div" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "center" | "details"
        | "summary" | "dl" | "dt" | "dd" | "figure" | "figcaption" | "address" => {
            builder.tag_break();
        }
        "span" | "font" | "u" | "ins" | "small" | "big" | "abbr" | "mark" | "label" | "nobr" | "wbr" | "thead"
        | "tbody" | "tfoot" | "colgroup" | "col" => {}
        _ => {
            for (at, line) in tag.source.split('\n').enumerate() {
                if at > 0 {
                    builder.inline(Inline::Break);
                }
                builder.text(line);
            }
        }
    }
}

/// Text of HTML with its character references read, by the parser of Markdown, which knows them all.
fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let reference = links::entity(&rest[at..]).unwrap_or("&");
        for event in Parser::new(reference) {
            if let Event::Text(text) = event {
                decoded.push_str(&text);
            }
        }
        rest = &rest[at + reference.len()..];
    }
    decoded.push_str(rest);
    decoded
}

//! Blocks that show an operation of a document: `{% openapi src="FILE" path="/path" method="get" %}…{% endopenapi %}`,
//! `{% openapi-operation spec="NAME" path="/path" method="get" %}[NAME](FILE){% endopenapi-operation %}`,
//! `{% openapi-schemas spec="NAME" schemas="One,Two" %}…{% endopenapi-schemas %}`.

mod documents;
mod reference;
mod take;

use std::ops::Range;

pub(super) use documents::{Documents, Opener};
pub(super) use reference::references;

/// The names of such blocks.
const NAMES: [&str; 5] = ["openapi", "openapi-operation", "openapi-webhook", "openapi-schemas", "swagger"];
/// The most bytes of a block between its marks.
const LONGEST: usize = 4000;

/// A block.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Where it starts.
    pub(super) at: usize,
    /// The document that it shows a part of.
    pub(super) document: Target,
    /// The name that the platform knows the document by.
    pub(super) spec: Option<String>,
    /// What it shows.
    pub(super) part: Part,
}

/// The document that a block means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A file, as the block writes it.
    File(String),
    /// An address.
    Address(String),
    /// Only a name.
    Name(String),
}

impl Target {
    /// As the block writes it.
    pub(super) fn written(&self) -> &str {
        match self {
            Self::File(text) | Self::Address(text) | Self::Name(text) => text,
        }
    }
}

/// The part of a document that a block shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An operation, or all of a path.
    Operation { path: String, method: Option<String> },
    /// Schemas; all where none is named.
    Schemas(Vec<String>),
}

/// The blocks in a part of a text, outside of its code.
pub(super) fn blocks(text: &str, bytes: Range<usize>, code: &[Range<usize>]) -> Vec<Block> {
    let (mut found, mut at) = (Vec::new(), bytes.start);
    let mut code = code.iter().peekable();
    while let Some(start) = text.get(at..bytes.end).and_then(|rest| rest.find("{%")).map(|start| at + start) {
        while code.next_if(|range| range.end <= start).is_some() {}
        at = start + 2;
        if let Some(range) = code.peek().filter(|range| range.contains(&start)) {
            at = range.end;
        } else if let Some(block) = block(text.get(start..bytes.end).unwrap_or_default(), start) {
            found.push(block);
        }
    }
    found
}

/// The block that a text begins with.
fn block(text: &str, at: usize) -> Option<Block> {
    let name = text.strip_prefix("{%")?.trim_start_matches(['-', ' ']);
    if !NAMES.iter().any(|known| name.starts_with(known)) {
        return None;
    }
    let length = (0..=text.len().min(LONGEST)).rev().find(|length| text.is_char_boundary(*length))?;
    let (tag, rest) = text.get(2..length)?.split_once("%}")?;
    let tag = tag.trim_matches(['-', ' ', '\t', '\n', '\r']);
    let (name, attributes) = tag.split_once(char::is_whitespace)?;
    if !NAMES.contains(&name) {
        return None;
    }
    let attribute = |key: &str| attribute(attributes, key).filter(|value| !value.is_empty());
    let inside = rest.split("{%").next().unwrap_or_default();
    let spec = attribute("spec");
    let document = attribute("src").or_else(|| link(inside));
    let document = document.map(|text| target(&text)).or_else(|| spec.clone().map(Target::Name))?;
    let part = match attribute("path").or_else(|| attribute("name")) {
        Some(path) => Part::Operation { path, method: attribute("method").map(|method| method.to_ascii_lowercase()) },
        None => {
            let names = attribute("schemas").unwrap_or_default();
            Part::Schemas(names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect())
        }
    };
    Some(Block { at, document, spec, part })
}

/// The value of `key="value"`.
fn attribute(attributes: &str, key: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        let (name, after) = rest.split_once('=')?;
        let quote = after.chars().next()?;
        let (value, next) = if matches!(quote, '"' | '\'') {
            after.get(1..)?.split_once(quote)?
        } else {
            after.split_once(char::is_whitespace).unwrap_or((after, ""))
        };
        if name.split_whitespace().last() == Some(key) {
            return Some(value.trim().to_owned());
        }
        rest = next;
    }
}

/// The address of the first link (CommonMark, section 6.3); brackets in it are in pairs.
fn link(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("](")?;
    if let Some(inside) = rest.strip_prefix('<') {
        return inside.split_once('>').map(|(address, _)| address.to_owned());
    }
    let mut open = 0_i32;
    let end = rest.find(|char| {
        open += i32::from(char == '(') - i32::from(char == ')');
        open < 0
    })?;
    rest.get(..end).map(|address| address.trim().to_owned())
}

fn target(text: &str) -> Target {
    let text = text.trim();
    let text = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text).to_owned();
    if text.contains("://") || text.starts_with("//") { Target::Address(text) } else { Target::File(text) }
}

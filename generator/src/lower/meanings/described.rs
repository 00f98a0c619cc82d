//! Enum values that stand only in a description: a list whose every item reads `literal`: IDENTIFIER.

use super::Meanings;
use super::enums::Listed;
use crate::ir::{Repr, TypeShape};
use crate::lower::rules::Described;
use crate::model::{SchemaId, SimpleType};
use crate::schema::Merged;

impl Meanings<'_> {
    /// The values that a schema's description lists, where its type can have them.
    pub(in crate::lower) fn described(&mut self, id: SchemaId, merged: &Merged) -> Option<Vec<Listed>> {
        let scalar = [SimpleType::String, SimpleType::Integer, SimpleType::Number];
        if !merged.one_type().is_some_and(|one| scalar.contains(&one)) || merged.format.as_deref() == Some("binary") {
            return None;
        }
        let schema = self.schema(id);
        let listed = list(schema.description.as_deref()?)?;
        match self.rules.described(&schema.pointer.to_string()) {
            Described::Off => None,
            Described::Listed => Some(listed),
            Described::Named(names) => {
                let named = |listed: Listed| {
                    let name = names.get(&listed.wire).cloned().or(listed.name);
                    Listed { name, ..listed }
                };
                Some(listed.into_iter().map(named).collect())
            }
        }
    }

    /// The enum of a schema without `enum` whose description lists its values.
    pub(in crate::lower) fn described_shape(&mut self, id: SchemaId, merged: &Merged) -> Option<TypeShape> {
        let listed = self.described(id, merged)?;
        let whole = listed.iter().all(|listed| listed.wire.parse::<i64>().is_ok_and(|n| n.to_string() == listed.wire));
        let repr = match (merged.one_type(), whole) {
            (Some(SimpleType::String), true) => Repr::IntegerText,
            (Some(SimpleType::String), false) => Repr::Text,
            (_, true) => Repr::Integer,
            (_, false) => Repr::Decimal,
        };
        let message = format!("{} values are told only in the description; the type lists them", listed.len());
        self.note("lower::described-enum", id, message);
        Some(self.open_enum(id, repr, &listed))
    }
}

/// The items of a description's list, if every one of them reads `literal`: IDENTIFIER and there are at least two.
pub(in crate::lower) fn list(description: &str) -> Option<Vec<Listed>> {
    if introduces_examples(description) {
        return None;
    }
    let items: Vec<&str> = description.lines().filter_map(bulleted).collect();
    let listed: Vec<Listed> = items.iter().map(|item| listed(item)).collect::<Option<_>>()?;
    let distinct = listed.iter().enumerate().all(|(i, one)| listed[..i].iter().all(|other| other.wire != one.wire));
    (listed.len() >= 2 && listed.len() <= 1_000 && distinct).then_some(listed)
}

/// Whether the text before the list calls its items examples: the values are others, too.
fn introduces_examples(description: &str) -> bool {
    let before = description.lines().take_while(|line| bulleted(line).is_none());
    let last = before.filter(|line| !line.trim().is_empty()).last().unwrap_or_default().to_lowercase();
    ["example", "e.g.", "such as"].iter().any(|words| last.contains(words))
}

/// Whether a description says that the text is a list with commas.
pub(in crate::lower) fn comma_separated(description: &str) -> bool {
    let text = description.to_lowercase();
    ["comma-separated", "comma separated", "comma-delimited", "separated by comma"]
        .iter()
        .any(|words| text.contains(words))
}

fn bulleted(line: &str) -> Option<&str> {
    let line = line.trim();
    ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet)).map(str::trim)
}

/// `` `0`: NAME ``, where the literal is a code span (a bare whole number will do).
fn listed(item: &str) -> Option<Listed> {
    let (wire, rest) = match item.strip_prefix('`') {
        Some(rest) => rest.split_once('`')?,
        None => {
            let end = item.find(':')?;
            let (literal, rest) = item.split_at(end);
            literal.trim().parse::<i64>().ok()?;
            (literal.trim(), rest)
        }
    };
    let name = rest.trim_start().strip_prefix(':')?.trim().trim_matches('`');
    let identifier = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (identifier && !wire.is_empty()).then(|| Listed { wire: wire.to_owned(), name: Some(name.to_owned()), docs: None })
}

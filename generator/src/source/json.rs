//! JSON → a value, within budgets.

use std::fmt;

use serde::de::DeserializeSeed;
use serde::de::Deserializer;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Map;
use serde_json::Number;
use serde_json::Value;

use super::Limits;
use super::parse::Failure;

/// The code of a syntax error.
pub(super) const SYNTAX: &str = "source::json";

/// What is left of the limits, and what went wrong beyond syntax.
struct Budget<'l> {
    limits: &'l Limits,
    nodes: usize,
    depth: usize,
    duplicates: bool,
    exceeded: Option<Exceeded>,
}

#[derive(Clone, Copy)]
enum Exceeded {
    Nodes,
    Depth,
}

/// Reads one JSON text (RFC 8259). A number beyond the range of a double stays text.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Value, Failure> {
    let read = read_exactly(text, limits);
    let out_of_range =
        |failure: &Failure| matches!(failure, Failure::At { message, .. } if message.ends_with(OUT_OF_RANGE));
    if !read.as_ref().is_err_and(out_of_range) {
        return read;
    }
    let (quoted, inserted) = numbers_quoted(text);
    read_exactly(&quoted, limits).map_err(|failure| match failure {
        Failure::At { code, offset, message, help } => {
            let before = inserted.partition_point(|at| *at < offset);
            Failure::At { code, offset: offset - before, message, help }
        }
        Failure::DuplicateKeys => Failure::DuplicateKeys,
    })
}

/// What `serde_json` says of such a number.
const OUT_OF_RANGE: &str = "number out of range";

/// A text with quotes around each number that no double holds, and where these are in it.
fn numbers_quoted(text: &str) -> (String, Vec<usize>) {
    let (mut quoted, mut inserted) = (String::with_capacity(text.len() + 2), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '-' | '0'..='9' => rest.find(|char| !is_of_number(char)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        if is_of_number(first) && token.parse::<f64>().is_ok_and(f64::is_infinite) {
            inserted.extend([quoted.len(), quoted.len() + token.len() + 1]);
            quoted.extend(["\"", token, "\""]);
        } else {
            quoted.push_str(token);
        }
        rest = behind;
    }
    (quoted, inserted)
}

fn is_of_number(char: char) -> bool {
    char.is_ascii_digit() || matches!(char, '-' | '+' | '.' | 'e' | 'E')
}

/// How long the JSON string is that a text begins with.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, char)| match (escaped, char) {
        (true, _) => {
            escaped = false;
            false
        }
        (false, '\\') => {
            escaped = true;
            false
        }
        (false, char) => *char == '"',
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

fn read_exactly(text: &str, limits: &Limits) -> Result<Value, Failure> {
    let mut budget = Budget { limits, nodes: 0, depth: 0, duplicates: false, exceeded: None };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // The budget counts the depth itself, with a limit of its own.
    deserializer.disable_recursion_limit();
    let read = Node(&mut budget).deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match read {
        Ok(_) if budget.duplicates => Err(Failure::DuplicateKeys),
        Ok(value) => Ok(value),
        Err(error) => Err(failure(text, &error, budget.exceeded, limits)),
    }
}

fn failure(text: &str, error: &serde_json::Error, exceeded: Option<Exceeded>, limits: &Limits) -> Failure {
    let offset = offset(text, error.line(), error.column());
    match exceeded {
        Some(Exceeded::Depth) => too_deep(offset, limits),
        Some(Exceeded::Nodes) => too_many_nodes(offset, limits),
        None => {
            let full = error.to_string();
            let message = full.rfind(" at line ").map_or(full.as_str(), |end| &full[..end]);
            let failure = Failure::at(SYNTAX, offset, format!("this is not JSON: {message}"));
            if error.is_eof() { failure.with_help("the text ends too early: is it complete?") } else { failure }
        }
    }
}

pub(super) fn too_deep(offset: usize, limits: &Limits) -> Failure {
    let message = format!("objects and arrays stand inside each other more than {} levels deep", limits.depth);
    Failure::at("source::too-deep", offset, message)
}

pub(super) fn too_many_nodes(offset: usize, limits: &Limits) -> Failure {
    Failure::at("source::too-many-values", offset, format!("the document has more than {} values", limits.nodes))
}

/// The byte of a line (from 1) and a column (bytes, from 1; 0 is the line break before).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column.saturating_sub(1)).min(text.len())
}

/// The seed and visitor of one value.
struct Node<'b, 'l>(&'b mut Budget<'l>);

impl Node<'_, '_> {
    fn enter<E: Error>(&mut self) -> Result<(), E> {
        self.0.depth += 1;
        if self.0.depth > self.0.limits.depth {
            self.0.exceeded = Some(Exceeded::Depth);
            return Err(E::custom("too deep"));
        }
        Ok(())
    }

    fn count<E: Error>(&mut self) -> Result<(), E> {
        self.0.nodes += 1;
        if self.0.nodes > self.0.limits.nodes {
            self.0.exceeded = Some(Exceeded::Nodes);
            return Err(E::custom("too many values"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Value, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Node(self.0))? {
            items.push(item);
        }
        self.0.depth -= 1;
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let value = access.next_value_seed(Node(self.0))?;
            self.0.duplicates |= map.insert(key, value).is_some();
        }
        self.0.depth -= 1;
        Ok(Value::Object(map))
    }
}

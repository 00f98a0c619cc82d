//! Plain values in the shapes that OpenAPI gives them.

use serde_json::{Map, Number, Value};

/// A value, seen with a shape in mind.
pub(super) enum Fitted {
    /// It has the shape.
    Same(Value),
    /// It was read so, and how to say it.
    Read(Value, &'static str),
    /// It has nothing of the shape, which is this.
    Wrong(&'static str),
}

/// The largest whole number that a double holds with all smaller ones: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn text(value: Value) -> Fitted {
    match value {
        Value::String(_) => Fitted::Same(value),
        Value::Number(_) | Value::Bool(_) => {
            Fitted::Read(Value::String(value.to_string()), "is a text; a bare value was read as one")
        }
        Value::Array(lines) if !lines.is_empty() && lines.iter().all(Value::is_string) => {
            let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
            Fitted::Read(Value::String(lines.join("\n")), "is a text; a list was read as its lines")
        }
        _ => Fitted::Wrong("a text"),
    }
}

pub(super) fn flag(value: Value) -> Fitted {
    let read = match &value {
        Value::Bool(_) => return Fitted::Same(value),
        Value::String(text) if text.eq_ignore_ascii_case("true") || text == "1" => true,
        Value::String(text) if text.eq_ignore_ascii_case("false") || text == "0" => false,
        Value::Number(number) if number.as_u64() == Some(1) => true,
        Value::Number(number) if number.as_u64() == Some(0) => false,
        _ => return Fitted::Wrong("true or false"),
    };
    Fitted::Read(Value::Bool(read), "is true or false without quotes; read as that")
}

pub(super) fn number(value: Value) -> Fitted {
    match &value {
        Value::Number(_) => Fitted::Same(value),
        Value::String(text) => match parsed(text) {
            Some(number) => Fitted::Read(Value::Number(number), "is a number without quotes; read as that"),
            None => Fitted::Wrong("a number"),
        },
        _ => Fitted::Wrong("a number"),
    }
}

fn parsed(text: &str) -> Option<Number> {
    let text = text.trim();
    let whole = text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from));
    whole.ok().or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
}

/// The number that a value is, or that stands in its text.
pub(in crate::document::normalise) fn number_of(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => parsed(text),
        _ => None,
    }
}

pub(super) fn count(value: Value) -> Fitted {
    let wanted = "a whole number that is not negative";
    let (number, quoted) = match &value {
        Value::Number(number) => (Some(number.clone()), false),
        Value::String(text) => (parsed(text), true),
        _ => (None, false),
    };
    let Some(number) = number else { return Fitted::Wrong(wanted) };
    let fits = |count: u64| usize::try_from(count).is_ok();
    match number.as_u64() {
        Some(count) if fits(count) && !quoted => Fitted::Same(value),
        Some(count) if fits(count) => Fitted::Read(count.into(), "is a number without quotes; read as that"),
        _ => match whole(&number).and_then(|count| u64::try_from(count).ok()) {
            Some(count) => Fitted::Read(count.into(), "is a whole number; read as that"),
            None => Fitted::Wrong(wanted),
        },
    }
}

/// The whole number that a fraction stands for: 1.0 is 1.
pub(in crate::document::normalise) fn whole(number: &Number) -> Option<i64> {
    let value = number.as_f64()?;
    #[allow(clippy::cast_possible_truncation)] // It was just found to be whole and in range.
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

pub(super) fn texts(value: Value) -> Fitted {
    match value {
        Value::Array(items) if items.iter().all(Value::is_string) => Fitted::Same(Value::Array(items)),
        Value::Array(items) => {
            let texts = items.into_iter().filter_map(|item| match text(item) {
                Fitted::Same(text) | Fitted::Read(text, _) => Some(text),
                Fitted::Wrong(_) => None,
            });
            Fitted::Read(Value::Array(texts.collect()), "is a list of texts; read as that, without what is not one")
        }
        Value::String(text) => Fitted::Read(vec![text].into(), "is a list; a text was read as its only item"),
        Value::Object(map) if map.is_empty() => {
            Fitted::Read(Value::Array(Vec::new()), "is a list; the empty object was read as an empty one")
        }
        _ => Fitted::Wrong("a list of texts"),
    }
}

pub(super) fn text_map(value: Value) -> Fitted {
    match value {
        Value::Object(map) if map.values().all(Value::is_string) => Fitted::Same(Value::Object(map)),
        Value::Object(map) => {
            let texts = map.into_iter().filter_map(|(key, value)| match (value, key.starts_with("x-")) {
                (Value::Null, _) => Some((key, Value::String(String::new()))),
                (value, false) => match text(value) {
                    Fitted::Same(text) | Fitted::Read(text, _) => Some((key, text)),
                    Fitted::Wrong(_) => None,
                },
                (value, true) => value.is_string().then_some((key, value)),
            });
            Fitted::Read(Value::Object(texts.collect()), "holds texts; read as that, without what is not one")
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let keys = items.into_iter().filter_map(|item| match item {
                Value::String(key) => Some((key, Value::String(String::new()))),
                _ => None,
            });
            Fitted::Read(Value::Object(Map::from_iter(keys)), "is an object; the list was read as its keys")
        }
        _ => Fitted::Wrong("an object with texts"),
    }
}

pub(super) fn schema_or_flag(value: Value) -> Fitted {
    match value {
        Value::Bool(_) | Value::Object(_) => Fitted::Same(value),
        Value::String(_) => flag(value),
        Value::Array(items) if items.is_empty() => {
            Fitted::Read(Value::Object(Map::new()), "is a schema; the empty list was read as an empty one")
        }
        _ => Fitted::Wrong("a schema, true or false"),
    }
}

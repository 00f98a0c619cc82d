//! Whether what came back is what a call expects.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::calls::Expected;
use crate::runner::{Shown, Told};

/// What is wrong with an answer; nothing where it is as expected. What could not be compared through a type is told in `notes`.
pub fn compare(expected: &Expected, told: &Told, notes: &mut Vec<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    if told.status != expected.status {
        wrong.push(format!(
            "status {} instead of {}: {}",
            told.status,
            expected.status,
            shortened(&String::from_utf8_lossy(&told.body))
        ));
        return wrong;
    }
    // A redirection is either, as the document has it.
    let is_clear = !(300..400).contains(&told.status) && !matches!(told.value, Shown::Undecoded(_));
    if is_clear && told.failed != (told.status >= 400) {
        let given = if told.failed { "an error" } else { "a success" };
        wrong.push(format!("the client gives the status {} as {given}", told.status));
    }
    for (name, value) in &expected.headers {
        let found = told.headers.get(&name.to_lowercase());
        if !found.is_some_and(|found| same(value, found)) {
            wrong.push(format!("the header `{name}` is {} instead of {value}", found.unwrap_or(&Value::Null)));
        }
    }
    wrong.extend(body(expected, told, notes));
    wrong
}

fn body(expected: &Expected, told: &Told, notes: &mut Vec<String>) -> Option<String> {
    let differs = |found: &Value, json: &Value| {
        (!same(json, found))
            .then(|| format!("{} instead of {}", shortened(&found.to_string()), shortened(&json.to_string())))
    };
    let text = expected.text.as_deref().or(expected.json.is_some().then_some(""));
    match (&told.value, &expected.json, &expected.bytes) {
        (Shown::Json(found), Some(json), _) => differs(found, json),
        (Shown::Items(found), Some(json @ Value::Array(_)), _) => differs(&Value::from(found.clone()), json),
        (Shown::Items(found), ..) if !found.is_empty() => {
            let said = if is_event(found) { events(expected) } else { lines(expected) };
            differs(&Value::from(found.clone()), &said)
        }
        (Shown::Bytes(found), _, Some(bytes)) => (found != bytes).then(|| "other bytes than expected".to_owned()),
        (Shown::Bytes(found), Some(json), None) => match serde_json::from_slice(found) {
            Ok(found) => differs(&found, json),
            Err(_) => Some("bytes instead of a value".to_owned()),
        },
        (Shown::Bytes(found), None, None) if text.is_none() => {
            notes.push(format!("{} bytes came, and the call does not say which", found.len()));
            found.is_empty().then(|| "a body without bytes".to_owned())
        }
        (Shown::Bytes(found), None, None) => {
            differs(&Value::from(String::from_utf8_lossy(found)), &Value::from(text.unwrap_or_default()))
        }
        (Shown::Text(found), json, _) => {
            let wanted = json.as_ref().and_then(Value::as_str).or(text);
            differs(&Value::from(found.as_str()), &Value::from(wanted.unwrap_or_default()))
        }
        (Shown::Json(found), None, _) if text.is_none() => Some(format!("{found} instead of nothing")),
        (Shown::Json(found), None, _) => {
            let parsed = text.and_then(|text| serde_json::from_str(text).ok());
            differs(found, &parsed.unwrap_or_else(|| Value::from(text.unwrap_or_default())))
        }
        (Shown::Items(_), ..) => expected.text.is_some().then(|| "no items".to_owned()),
        (Shown::Nothing, Some(json), _) => {
            notes.push("the document gives no type: the body was compared as it was received".to_owned());
            match serde_json::from_slice(&told.body) {
                Ok(found) => differs(&found, json),
                Err(_) => Some("the body is no JSON".to_owned()),
            }
        }
        (Shown::Undecoded(why), ..) => Some(why.clone()),
        (Shown::Nothing, None, _) => None,
    }
}

/// Whether items are events without a type of their data, as drivers tell them.
fn is_event(items: &[Value]) -> bool {
    items.iter().all(|item| item.get("event").is_some() && item.get("data").is_some())
}

/// The events of a text, as drivers tell them (HTML, "Interpreting an event stream").
fn events(expected: &Expected) -> Value {
    let bytes = expected.bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let text = bytes.or(expected.text.clone()).unwrap_or_default().replace("\r\n", "\n");
    let (mut id, mut events) = (Value::Null, Vec::new());
    for block in text.split("\n\n") {
        let (mut name, mut data) = ("message", Vec::new());
        for (field, value) in block.lines().map(|line| line.split_once(':').unwrap_or((line, ""))) {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "event" => name = value,
                "data" => data.push(value),
                "id" if !value.contains('\0') => id = Value::from(value),
                _ => {}
            }
        }
        if !data.is_empty() {
            events.push(serde_json::json!({ "event": name, "data": data.join("\n"), "id": id }));
        }
    }
    Value::from(events)
}

/// The values of lines of JSON, or the text where it is none.
fn lines(expected: &Expected) -> Value {
    let bytes = expected.bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let text = bytes.or(expected.text.clone()).unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| Value::from(line)))
        .collect()
}

/// Whether a value is the expected one. Numbers are equal by value; `{"$match": …, "$matcher": …}` is what the server compares by
/// meaning: the instant of a date-time, or a URL of the server without its origin.
pub fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(map), found) if map.contains_key("$match") => {
            matches(map.get("$matcher"), &map["$match"], found)
        }
        (Value::Object(expected), Value::Object(found)) => {
            expected.len() == found.len()
                && expected.iter().all(|(key, value)| found.get(key).is_some_and(|found| same(value, found)))
        }
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|(expected, found)| same(expected, found))
        }
        (Value::Number(one), Value::Number(other)) => match (one.as_i64(), other.as_i64()) {
            (Some(one), Some(other)) => one == other,
            _ => one.as_f64() == other.as_f64(),
        },
        // A link of the server to itself has the origin that it was reached by.
        (Value::String(expected), Value::String(found)) if is_local(expected) && is_local(found) => {
            path(expected) == path(found)
        }
        (expected, found) => expected == found,
    }
}

/// Whether a text is a URL of a server on this machine.
fn is_local(text: &str) -> bool {
    ["http://localhost:", "http://127.0.0.1:"].iter().any(|origin| text.starts_with(origin))
}

fn matches(matcher: Option<&Value>, expected: &Value, found: &Value) -> bool {
    let matcher = matcher.and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let (Some(expected_text), Some(found_text)) = (expected.as_str(), found.as_str()) else {
        return same(expected, found);
    };
    if matcher.contains("url") {
        return path(expected_text) == path(found_text);
    }
    if matcher.contains("datetime") {
        return instant(expected_text) == instant(found_text);
    }
    same(expected, found)
}

fn path(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]))
}

/// A date-time without the digits of its fraction that say nothing.
fn instant(text: &str) -> String {
    let Some((before, after)) = text.split_once('.') else { return text.to_uppercase() };
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, zone) = after.split_at(digits);
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{before}{dot}{fraction}{zone}").to_uppercase()
}

/// The beginning of a text.
pub fn shortened(text: &str) -> String {
    let short: String = text.chars().take(160).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

/// Bytes as text for people: as they are, or as base64.
pub fn readable(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{compare, same};
    use crate::calls::Expected;
    use crate::runner::{Shown, Told};

    #[test]
    fn values_are_compared_by_what_they_mean() {
        assert!(same(&json!({"a": [1, 2.0]}), &json!({"a": [1.0, 2]})));
        assert!(!same(&json!({"a": null}), &json!({})));
        assert!(!same(&json!([1, 2]), &json!([2, 1])));
        assert!(!same(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992_i64)));
        let date = json!({"$match": "2022-08-26T18:38:00.000Z", "$matcher": "match.dateTime.utcRfc3339(2022-08-26T18:38:00.000Z)"});
        assert!(same(&date, &json!("2022-08-26T18:38:00Z")));
        assert!(!same(&date, &json!("2022-08-26T18:38:01Z")));
        let url = json!({"$match": "http://localhost:3000/next?a=1", "$matcher": "match.localUrl(\"/next?a=1\")"});
        assert!(same(&url, &json!("http://127.0.0.1:4000/next?a=1")));
        assert!(same(&json!("http://localhost:3000/next"), &json!("http://localhost:41234/next")));
        assert!(!same(&json!("http://localhost:3000/next"), &json!("http://localhost:41234/last")));
    }

    #[test]
    fn events_are_compared_as_events() {
        let text = "id: 7\nevent: named\ndata: a\ndata: b\n\n: a comment\n\ndata:c\n\n".to_owned();
        let expected = Expected { status: 200, text: Some(text), ..Expected::default() };
        let event = |name: &str, data: &str| json!({ "event": name, "data": data, "id": "7" });
        let told = |items| Told { status: 200, value: Shown::Items(items), ..Told::default() };
        let wrong = |items| compare(&expected, &told(items), &mut Vec::new());
        assert_eq!(wrong(vec![event("named", "a\nb"), event("message", "c")]), Vec::<String>::new());
        assert_eq!(wrong(vec![event("named", "a\nb")]).len(), 1);
    }
}

//! `calls.json`: which operations are called with which logical arguments, and what has to come back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A step of a scenario: one call of one operation.
#[derive(Clone, Debug)]
pub struct Call {
    /// The scenario.
    pub scenario: String,
    /// Which step of it.
    pub step: u64,
    /// The document, without its ending.
    pub document: String,
    /// The operation.
    pub operation: OperationName,
    /// What goes along; or why this cannot be read.
    pub arguments: Result<Arguments, String>,
    /// The path and query that a request of this call has, where they are told.
    pub target: Option<String>,
    /// What has to come back.
    pub expected: Expected,
    /// Whether it is no operation of its document, but a URL that an answer named: the next page.
    pub is_link: bool,
}

/// How a call names its operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationName {
    /// The `operationId`.
    pub id: String,
    /// The HTTP method, lower case.
    pub method: String,
    /// The path template of the document.
    pub path: String,
}

/// The logical arguments of a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments {
    /// Of the path, by their names in the document.
    pub path: Map<String, Value>,
    /// Of the query.
    pub query: Map<String, Value>,
    /// Headers.
    pub header: Map<String, Value>,
    /// Cookies.
    pub cookie: Map<String, Value>,
    /// Headers and query parameters that the operation does not have: credentials, and what a caller adds.
    pub extra: Map<String, Value>,
    /// The body.
    pub body: Option<BodyArgument>,
}

/// A body, in the form that it was told in.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyArgument {
    /// A value.
    Value(Value),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Parts of a multipart body.
    Parts(Vec<PartArgument>),
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct PartArgument {
    /// Its name.
    pub name: String,
    /// Its content: a value, text or bytes.
    pub content: BodyArgument,
    /// The name of its file.
    pub file_name: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
}

/// What has to come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// The HTTP status.
    pub status: u16,
    /// Headers that the response has.
    pub headers: Map<String, Value>,
    /// The value that the response is.
    pub json: Option<Value>,
    /// The text of the response.
    pub text: Option<String>,
    /// The bytes of the response.
    pub bytes: Option<Vec<u8>>,
}

/// Reads the calls.
///
/// # Errors
/// The text is no list of calls. A call whose arguments have an unknown form does not spoil the others: it says so itself.
pub fn read(text: &str) -> Result<Vec<Call>, String> {
    let all: Vec<Value> =
        serde_json::from_str(text).map_err(|error| format!("calls.json is no list of calls: {error}"))?;
    all.iter()
        .enumerate()
        .map(|(index, call)| self::call(call).map_err(|why| format!("calls.json/{index}: {why}")))
        .collect()
}

fn call(call: &Value) -> Result<Call, String> {
    let text = |key: &str| call[key].as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` is no text"));
    let operation = OperationName {
        id: call["operationId"].as_str().unwrap_or_default().to_owned(),
        method: text("method")?.to_lowercase(),
        path: call["path_template"].as_str().or(call["wire_target"].as_str()).unwrap_or_default().to_owned(),
    };
    Ok(Call {
        scenario: text("scenario")?,
        step: call["step"].as_u64().unwrap_or_default(),
        document: text("spec_doc")?,
        operation,
        arguments: arguments(&call["args"]),
        target: call["wire_target"].as_str().map(str::to_owned),
        expected: expected(&call["expect"])?,
        is_link: false,
    })
}

const KNOWN: &str = "path, query, header, cookie, auth_or_extra_header, auth_or_extra_query, body, body_text, body_base64, body_multipart";

fn arguments(given: &Value) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    for (key, value) in
        given.as_object().into_iter().flatten().filter(|(key, value)| !value.is_null() || *key == "body")
    {
        let map = || value.as_object().cloned().ok_or_else(|| format!("the argument `{key}` is no object"));
        let body = match key.as_str() {
            "path" => {
                arguments.path = map()?;
                continue;
            }
            "query" => {
                arguments.query = map()?;
                continue;
            }
            "header" | "headers" => {
                arguments.header = map()?;
                continue;
            }
            "cookie" | "cookies" => {
                arguments.cookie = map()?;
                continue;
            }
            "auth_or_extra_header" | "auth_or_extra_query" | "auth" | "extra" => {
                arguments.extra.extend(map()?);
                continue;
            }
            "body" | "body_json" | "body_form" => BodyArgument::Value(value.clone()),
            "body_text" | "body_xml" => BodyArgument::Text(said(value, key)?),
            "body_base64" | "body_bytes" => BodyArgument::Bytes(bytes(value, key)?),
            "body_multipart" | "body_parts" | "multipart" | "parts" | "files" => {
                let mut parts = parts(key, value)?;
                if let Some(BodyArgument::Parts(before)) = &mut arguments.body {
                    before.append(&mut parts);
                    continue;
                }
                BodyArgument::Parts(parts)
            }
            _ => return Err(format!("the argument `{key}` is of no known kind; known: {KNOWN}")),
        };
        if arguments.body.replace(body).is_some() {
            return Err(format!("`{key}` is a second body"));
        }
    }
    Ok(arguments)
}

/// Parts: `{name: value}`, a list of `{name, value or bytes, filename, contentType}`, or `{parts: …, files: …}`.
fn parts(key: &str, given: &Value) -> Result<Vec<PartArgument>, String> {
    match given {
        Value::Array(all) => all.iter().map(|part| listed_part(key, part)).collect(),
        Value::Object(map)
            if map.keys().all(|key| ["parts", "files", "kind", "contentType"].contains(&key.as_str())) =>
        {
            let of = |name: &str| {
                map.get(name).filter(|parts| !parts.is_null()).map_or(Ok(Vec::new()), |given| parts(name, given))
            };
            Ok([of("parts")?, of("files")?].concat())
        }
        Value::Object(map) => Ok(map.iter().map(|(name, value)| named_part(name, value)).collect()),
        _ => Err(format!("`{key}` is neither a list nor an object of parts")),
    }
}

fn named_part(name: &str, value: &Value) -> PartArgument {
    PartArgument {
        name: name.to_owned(),
        content: BodyArgument::Value(value.clone()),
        file_name: None,
        media_type: None,
    }
}

fn listed_part(key: &str, part: &Value) -> Result<PartArgument, String> {
    let find = |names: &[&str]| names.iter().map(|name| &part[*name]).find(|value| !value.is_null());
    let text = |names: &[&str]| find(names).and_then(Value::as_str).map(str::to_owned);
    let name = text(&["name", "fieldname", "field"]).ok_or_else(|| format!("a part of `{key}` has no name"))?;
    let content = if let Some(encoded) = find(&["base64", "body_base64", "content_base64", "buffer"]) {
        BodyArgument::Bytes(bytes(encoded, &name)?)
    } else if let Some(text) = find(&["text", "body_text"]) {
        BodyArgument::Text(said(text, &name)?)
    } else {
        let value = find(&["value", "json", "body", "content"]);
        BodyArgument::Value(value.cloned().ok_or_else(|| format!("the part `{name}` has no content"))?)
    };
    Ok(PartArgument {
        name,
        content,
        file_name: text(&["filename", "file_name", "originalname"]),
        media_type: text(&["contentType", "content_type", "media_type", "mimetype"]),
    })
}

fn said(value: &Value, key: &str) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` is no text"))
}

fn bytes(value: &Value, key: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(said(value, key)?).map_err(|error| format!("`{key}` is no base64: {error}"))
}

fn expected(given: &Value) -> Result<Expected, String> {
    let status = given["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let said = |key: &str| given.get(key).filter(|value| !value.is_null());
    let text = said("text").and_then(Value::as_str).map(str::to_owned);
    // `json: null` is no body, unless the text of the body is that.
    let null = text.as_deref().is_some_and(|text| text.trim() == "null");
    let encoded = ["base64", "body_base64", "bytes_base64"].into_iter().find_map(said);
    Ok(Expected {
        status: status.ok_or("the expected status is no HTTP status")?,
        headers: said("headers").and_then(Value::as_object).cloned().unwrap_or_default(),
        json: said("json").cloned().or(null.then_some(Value::Null)),
        text,
        bytes: encoded.map(|encoded| bytes(encoded, "the expected bytes")).transpose()?,
    })
}

//! Calls of every operation of a document, with the examples that it gives or values that its schemas allow.

use serde_json::{Map, Value, json};

use crate::calls::{Arguments, BodyArgument, Call, Expected, OperationName};

/// A call of each operation; or why there is no example of one.
pub fn calls(document: &Value, name: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let methods = ["get", "put", "post", "delete", "patch"];
        for (method, operation) in methods.iter().filter_map(|method| Some((*method, item.get(method)?))) {
            let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
            let operation_name = OperationName { id, method: method.to_owned(), path: path.clone() };
            calls.push(Call {
                scenario: format!("{} {path}", method.to_uppercase()),
                step: 0,
                document: name.to_owned(),
                operation: operation_name,
                arguments: Examples { document }.arguments(item, operation),
                target: None,
                expected: Expected::default(),
                is_link: false,
            });
        }
    }
    calls
}

/// The parameters of an operation, those of its path among them, with their `$ref`s followed.
pub(super) fn parameters<'d>(document: &'d Value, item: &'d Value, operation: &'d Value) -> Vec<&'d Value> {
    let examples = Examples { document };
    let all = [&item["parameters"], &operation["parameters"]];
    let all: Vec<_> =
        all.into_iter().filter_map(Value::as_array).flatten().map(|parameter| examples.resolved(parameter)).collect();
    let overridden = |index: usize, of: &Value| {
        all.iter().skip(index + 1).any(|later| later["name"] == of["name"] && later["in"] == of["in"])
    };
    all.iter().enumerate().filter(|(index, of)| !overridden(*index, of)).map(|(_, of)| *of).collect()
}

/// How deep an example may nest: what is deeper is left out where it may be.
const DEPTH: usize = 6;

/// Examples of one document.
#[derive(Clone, Copy)]
struct Examples<'d> {
    document: &'d Value,
}

impl<'d> Examples<'d> {
    fn arguments(self, item: &'d Value, operation: &'d Value) -> Result<Arguments, String> {
        let mut arguments = Arguments { extra: self.credentials(operation)?, ..Arguments::default() };
        for parameter in parameters(self.document, item, operation) {
            let required = parameter["required"] == true;
            if !required && parameter.get("example").is_none() {
                continue;
            }
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            let value = self.of_parameter(parameter).map_err(|why| format!("`{name}`: {why}"))?;
            let map = match parameter["in"].as_str() {
                Some("path") => &mut arguments.path,
                Some("query") => &mut arguments.query,
                Some("header") => &mut arguments.header,
                _ => &mut arguments.cookie,
            };
            map.insert(name, value);
        }
        let body = self.resolved(&operation["requestBody"]);
        if body["required"] == true || body.get("content").is_some() {
            arguments.body = Some(self.body(body)?);
        }
        Ok(arguments)
    }

    /// The headers and parameters of the first requirement, with invented credentials.
    fn credentials(self, operation: &Value) -> Result<Map<String, Value>, String> {
        let mut extra = Map::new();
        let security = operation.get("security").unwrap_or(&self.document["security"]);
        for name in security.as_array().and_then(|all| all.first()?.as_object()).into_iter().flat_map(Map::keys) {
            let scheme = self.resolved(&self.document["components"]["securitySchemes"][name]);
            let (name, value) =
                match (scheme["type"].as_str(), scheme["scheme"].as_str().map(str::to_lowercase).as_deref()) {
                    (Some("apiKey"), _) => (scheme["name"].as_str().unwrap_or_default(), "example"),
                    (Some("http"), Some("basic")) => ("authorization", "Basic ZXhhbXBsZTpleGFtcGxl"),
                    (Some("http"), Some("bearer")) | (Some("oauth2" | "openIdConnect"), _) => {
                        ("authorization", "Bearer example")
                    }
                    _ => return Err(format!("no example of a credential for the scheme `{name}`")),
                };
            extra.insert(name.to_owned(), value.into());
        }
        Ok(extra)
    }

    fn of_parameter(self, parameter: &'d Value) -> Result<Value, String> {
        if let Some(example) = said_example(parameter) {
            return Ok(example.clone());
        }
        let content = parameter["content"].as_object().and_then(|content| content.values().next());
        self.of_schema(content.map_or(&parameter["schema"], |content| &content["schema"]), 0)
    }

    fn body(self, body: &'d Value) -> Result<BodyArgument, String> {
        let contents = body["content"].as_object().ok_or("the body has no content")?;
        let is_value = |name: &str| name.contains("json") || name.contains("x-www-form-urlencoded");
        let content = contents.iter().find(|(name, _)| is_value(name)).or(contents.iter().next());
        let (media_type, content) = content.ok_or("the body has no media type")?;
        if media_type.starts_with("multipart/") || media_type.contains("xml") {
            return Err(format!("no example of `{media_type}` is made"));
        }
        if !is_value(media_type) {
            let text = "example".to_owned();
            return Ok(if media_type.starts_with("text/") {
                BodyArgument::Text(text)
            } else {
                BodyArgument::Bytes(text.into_bytes())
            });
        }
        let example = said_example(content).cloned().map_or_else(|| self.of_schema(&content["schema"], 0), Ok);
        Ok(BodyArgument::Value(example?))
    }

    /// The value that a `$ref` leads to.
    fn resolved(self, mut value: &'d Value) -> &'d Value {
        for _ in 0..16 {
            let Some(pointer) = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) else { break };
            match self.document.pointer(pointer) {
                Some(found) => value = found,
                None => break,
            }
        }
        value
    }

    fn of_schema(self, schema: &'d Value, depth: usize) -> Result<Value, String> {
        let schema = self.resolved(schema);
        if let Some(example) = said_example(schema).or(schema.get("const")) {
            return Ok(example.clone());
        }
        if let Some(first) = schema["enum"].as_array().and_then(|values| values.iter().find(|value| !value.is_null())) {
            return Ok(first.clone());
        }
        if depth > 2 * DEPTH {
            return Err("its example nests without end".to_owned());
        }
        for choice in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[choice].as_array() {
                let is_null = |branch: &&Value| self.resolved(branch)["type"] == "null";
                let first = branches.iter().find(|branch| !is_null(branch)).unwrap_or(&Value::Null);
                return self.of_schema(first, depth + 1);
            }
        }
        let ty = match &schema["type"] {
            Value::Array(types) => types.iter().find(|ty| *ty != "null").and_then(Value::as_str),
            ty => ty.as_str(),
        };
        match ty {
            Some("string") => text(schema).map(Value::from),
            Some("integer") => Ok(number(schema).map_or(json!(1), |number| json!(number as i64))),
            Some("number") => Ok(number(schema).map_or(json!(1.5), |number| json!(number))),
            Some("boolean") => Ok(Value::Bool(true)),
            Some("array") => {
                let count = schema["minItems"].as_u64().unwrap_or(1).clamp(0, 8);
                let count = if depth > DEPTH && schema.get("minItems").is_none() { 0 } else { count };
                (0..count).map(|_| self.of_schema(&schema["items"], depth + 1)).collect()
            }
            _ => self.object(schema, depth),
        }
    }

    /// The required properties, those of all parts of an `allOf`; the others too, as long as it is not deep.
    fn object(self, schema: &'d Value, depth: usize) -> Result<Value, String> {
        let mut object = Map::new();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            match self.of_schema(part, depth + 1)? {
                Value::Object(of) => object.extend(of),
                Value::Null => {}
                scalar => return Ok(scalar),
            }
        }
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let read_only = self.resolved(property)["readOnly"] == true;
            let needed = required.contains(&name.as_str());
            match self.of_schema(property, depth + 1) {
                Ok(value) if !read_only && (needed || depth < 2) => drop(object.insert(name.clone(), value)),
                Err(why) if needed && !read_only => return Err(format!("`{name}`: {why}")),
                _ => {}
            }
        }
        Ok(Value::Object(object))
    }
}

/// An example that is written down.
fn said_example(of: &Value) -> Option<&Value> {
    let named = of["examples"].as_object().and_then(|examples| examples.values().next()?.get("value"));
    of.get("example")
        .or(named)
        .or_else(|| of["examples"].as_array()?.first())
        .or(of.get("default"))
        .filter(|value| !value.is_null())
}

fn text(schema: &Value) -> Result<String, String> {
    if let Some(pattern) = schema["pattern"].as_str() {
        return Err(format!("no example of the pattern `{pattern}` is made"));
    }
    let text = match schema["format"].as_str() {
        Some("date-time") => "2025-01-04T23:00:00Z",
        Some("date") => "2025-01-04",
        Some("time") => "23:00:00Z",
        Some("duration") => "PT5M",
        Some("uuid") => "0b3ac3f0-6f3c-4a5e-9d0e-3c3f3c1f2d10",
        Some("email") => "somebody@example.com",
        Some("uri" | "url") => "https://example.com/",
        Some("hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte" | "base64") => "ZXhhbXBsZQ==",
        _ => "example",
    };
    let (least, most) = (schema["minLength"].as_u64().unwrap_or(0), schema["maxLength"].as_u64().unwrap_or(u64::MAX));
    let repeated =
        text.chars().cycle().take(usize::try_from(least.clamp(text.len() as u64, 4096)).unwrap_or(text.len()));
    Ok(repeated.take(usize::try_from(most).unwrap_or(usize::MAX)).collect())
}

/// A number within its bounds, where it has some.
fn number(schema: &Value) -> Option<f64> {
    let bound = |name: &str| schema[name].as_f64();
    let above = bound("minimum").or(bound("exclusiveMinimum").map(|least| least + 1.0));
    above.or(bound("maximum")).or(bound("exclusiveMaximum").map(|most| most - 1.0))
}

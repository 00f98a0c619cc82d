//! `model::Api` as text.

use std::fmt::{Display, Write as _};

use crategen::model::{Additional, Api, Called, MediaType, Operation, Schema, SchemaId, SchemeKind, Status, Xml};
use indexmap::IndexMap;

/// How deep inline schemas are shown.
const DEPTH: usize = 40;

/// What a document means, a line for each thing in it.
pub fn meaning(api: &Api) -> String {
    let mut text = format!("api {:?} version {:?}\n", api.title, api.version);
    for server in &api.servers {
        let variables = server.variables.iter().map(|(name, (default, all))| format!(" {name}={default:?} of {all:?}"));
        line(&mut text, 0, format_args!("server {}{}", server.url, variables.collect::<String>()));
    }
    for (name, scheme) in &api.schemes {
        let kind = match &scheme.kind {
            SchemeKind::ApiKey { location, name } => format!("key {location:?} {name:?}"),
            other => format!("{other:?}"),
        };
        let flag = if scheme.deprecated { " deprecated" } else { "" };
        line(&mut text, 0, format_args!("scheme {name:?}{flag}: {kind}"));
    }
    for one in &api.operations {
        operation(&mut text, api, one);
    }
    for one in &api.webhooks {
        called(&mut text, api, 0, ("webhook", one));
    }
    for (name, &id) in &api.components {
        let own = api.schema(id).component.as_ref() == Some(name);
        let shown = if own { body(api, api.schema(id), 0) } else { schema(api, id, 0) };
        line(&mut text, 0, format_args!("schema {name:?}: {shown}"));
    }
    for left in &api.left_out {
        line(&mut text, 0, format_args!("left out {:?} {:?}: {}: {}", left.kind, left.name, left.code, left.reason));
    }
    text
}

fn line(text: &mut String, depth: usize, what: impl Display) {
    let _ = writeln!(text, "{}{what}", "  ".repeat(depth));
}

/// A request that the server sends.
fn called(text: &mut String, api: &Api, depth: usize, (kind, one): (&str, &Called)) {
    let at = one.expression.as_ref().map(|expression| format!(" at {expression}")).unwrap_or_default();
    let flag = if one.deprecated { " deprecated" } else { "" };
    line(text, depth, format_args!("{kind} {:?}{at} {}{flag}", one.name, one.method));
    for (media_type, content) in one.body.iter().flat_map(|body| &body.content) {
        let shown = content.schema.map(|id| schema(api, id, 0)).unwrap_or_default();
        line(text, depth + 1, format_args!("body {media_type}: {shown}"));
    }
}

fn operation(text: &mut String, api: &Api, operation: &Operation) {
    let flag = if operation.deprecated { " deprecated" } else { "" };
    let Operation { id, tags, .. } = operation;
    line(text, 0, format_args!("{} {:?} in {tags:?}{flag}", operation.label(), id.as_deref().unwrap_or_default()));
    for server in &operation.servers {
        line(text, 1, format_args!("server {}", server.url));
    }
    for need in operation.security.iter() {
        line(text, 1, format_args!("needs {:?}", need.iter().collect::<Vec<_>>()));
    }
    for one in &operation.parameters {
        let flags = [(one.required, "required"), (one.explode, "explode"), (one.allow_reserved, "reserved")];
        let content = one.content.as_ref().map(|media| format!(" as {media}")).unwrap_or_default();
        let flags: Vec<&str> = flags.into_iter().filter(|(set, _)| *set).map(|(_, word)| word).collect();
        let shown = schema(api, one.schema, 0);
        let (place, style) = (one.location, one.style);
        line(text, 1, format_args!("{place:?} {:?} {style} {}: {shown}{content}", one.name, flags.join(" ")));
    }
    if let Some(body) = &operation.body {
        contents(text, api, if body.required { "body required" } else { "body" }, &body.content);
    }
    for one in &operation.callbacks {
        called(text, api, 1, ("callback", one));
    }
    for (status, response) in &operation.responses {
        let status = match status {
            Status::Code(code) => code.to_string(),
            Status::Range(first) => format!("{first}XX"),
            Status::Default => "default".to_owned(),
        };
        contents(text, api, &status, &response.content);
        for (name, header) in &response.headers {
            let mark = if header.required { "" } else { "?" };
            line(text, 2, format_args!("{name:?}{mark}: {}", schema(api, header.schema, 0)));
        }
    }
}

fn contents(text: &mut String, api: &Api, what: &str, content: &IndexMap<String, MediaType>) {
    if content.is_empty() {
        line(text, 1, format_args!("{what}: nothing"));
    }
    for (name, media) in content {
        let shown = media.schema.map_or_else(|| "unsaid".to_owned(), |id| schema(api, id, 0));
        line(text, 1, format_args!("{what} {name}: {shown}"));
        for (property, encoding) in &media.encoding {
            line(text, 2, format_args!("{property:?}: {:?} {:?}", encoding.content_type, encoding.style));
        }
    }
}

/// A schema as it is used: a component by its name, another as it is.
fn schema(api: &Api, id: SchemaId, depth: usize) -> String {
    let schema = api.schema(id);
    match &schema.component {
        Some(name) => name.clone(),
        None if depth > DEPTH => "…".to_owned(),
        None => body(api, schema, depth + 1),
    }
}

fn body(api: &Api, schema: &Schema, depth: usize) -> String {
    if let Some(invalid) = &schema.invalid {
        return format!("invalid({}: {})", invalid.code, invalid.reason);
    }
    let mut words: Vec<String> = schema.types.iter().map(|one| format!("{one:?}").to_lowercase()).collect();
    words.extend(schema.format.iter().map(|format| format!("format={format}")));
    words.extend(schema.title.iter().map(|title| format!("title={title:?}")));
    words.extend(flags(schema));
    words.extend(schema.values.iter().map(|values| format!("values={}", serde_json::json!(values))));
    words.extend(schema.default.iter().map(|value| format!("default={value}")));
    let limits: Vec<String> = schema.limits.iter().map(ToString::to_string).collect();
    for (what, all) in [("names", &schema.value_names), ("docs", &schema.value_docs), ("allowed", &limits)] {
        words.extend((!all.is_empty()).then(|| format!("{what}={all:?}")));
    }
    words.extend((schema.xml != Xml::default()).then(|| format!("{:?}", schema.xml)));
    words.extend((!schema.unsupported.is_empty()).then(|| format!("unsupported={:?}", schema.unsupported)));
    words.extend(parts(api, schema, depth));
    if words.is_empty() { "any".to_owned() } else { words.join(" ") }
}

fn flags(schema: &Schema) -> impl Iterator<Item = String> {
    let flags = [
        (schema.nullable, "nullable"),
        (schema.null_only, "null-only"),
        (schema.never, "never"),
        (schema.constant, "constant"),
        (schema.deprecated, "deprecated"),
        (schema.read_only, "read-only"),
        (schema.write_only, "write-only"),
        (schema.closed, "closed"),
        (schema.additional == Additional::Any, "and-more"),
        (schema.additional == Additional::Forbidden, "no-more"),
    ];
    flags.into_iter().filter(|(set, _)| *set).map(|(_, word)| word.to_owned())
}

/// What a schema is made of.
fn parts(api: &Api, one: &Schema, depth: usize) -> Vec<String> {
    let list = |ids: &[SchemaId]| ids.iter().map(|&id| schema(api, id, depth)).collect::<Vec<_>>().join(" | ");
    let mut words = Vec::new();
    if !one.properties.is_empty() {
        let property = |(name, &id): (&String, &SchemaId)| {
            let mark = if one.required.contains(name) { "" } else { "?" };
            format!("{name:?}{mark}: {}", schema(api, id, depth))
        };
        words.push(format!("{{{}}}", one.properties.iter().map(property).collect::<Vec<_>>().join(", ")));
    }
    let missing: Vec<_> = one.required.iter().filter(|name| !one.properties.contains_key(*name)).collect();
    words.extend((!missing.is_empty()).then(|| format!("required={missing:?}")));
    if let Additional::Of(id) = one.additional {
        words.push(format!("map({})", schema(api, id, depth)));
    }
    words.extend(one.items.map(|id| format!("items({})", schema(api, id, depth))));
    let lists = [("tuple", &one.prefix_items), ("allOf", &one.all_of), ("oneOf", &one.one_of), ("anyOf", &one.any_of)];
    words.extend(lists.iter().filter(|(_, ids)| !ids.is_empty()).map(|(what, ids)| format!("{what}({})", list(ids))));
    if let Some(discriminator) = &one.discriminator {
        let mapped = discriminator.mapping.iter().map(|(tag, &id)| format!(" {tag:?}={}", schema(api, id, depth)));
        words.push(format!("by({:?}{})", discriminator.property, mapped.collect::<String>()));
    }
    words
}

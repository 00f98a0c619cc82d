//! Variants as one operation: its body and its answers are `oneOf` those of the pages.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::super::Merger;
use super::super::apart;
use super::super::groups::Group;
use super::super::join::Kind;
use super::super::join::Required;
use super::super::join::join;
use super::super::unique;
use super::labels::Labels;
use super::labels::constant;
use crate::document::Document;
use crate::document::Origins;
use crate::pointer::Pointer;

/// Fields that differ between the variants of a union.
const UNITED: [&str; 2] = ["requestBody", "responses"];

/// The operation; `None` where variants differ in more than bodies and answers.
pub(super) fn unite(merger: &mut Merger<'_>, groups: &[Group], labels: &Labels) -> Option<Document> {
    let mut operation = common(groups)?;
    let bodies = parts(groups, "requestBody");
    let answers = parts(groups, "responses");
    let mut schemas = Vec::new();
    if !bodies.is_empty() {
        if bodies.len() < groups.len() {
            return None;
        }
        operation.put(&Pointer::root(), "requestBody", contents(&bodies, labels, "request", &mut schemas)?);
    }
    if let Some(united) = responses(&answers, labels, &mut schemas) {
        operation.put(&Pointer::root(), "responses", united?);
    }
    let mut taken: BTreeSet<String> = merger.component_names("schemas");
    for (name, at, schema) in schemas {
        let name = unique(&name, &mut taken);
        if let Some(slot) = at.get_mut(&mut operation.value) {
            *slot = json!({"$ref": format!("#/components/schemas/{name}")});
        }
        merger.added.push((name, schema));
    }
    discriminators(merger, &mut operation);
    Some(operation)
}

/// What all variants have alike; `None` where their parameters cannot be joined.
fn common(groups: &[Group]) -> Option<Document> {
    let without = |group: &Group| {
        let mut document = group.document.clone();
        UNITED.iter().for_each(|key| document.remove(&Pointer::root().child(key)));
        document
    };
    let mut documents = groups.iter().map(without);
    let mut first = documents.next()?;
    let ids: Vec<_> = groups.iter().map(|group| group.document.value.get("operationId")).collect();
    let tags: Vec<_> = groups.iter().map(|group| group.document.value.get("tags")).collect();
    let differ = |values: &[Option<&Value>]| values.iter().any(|value| *value != values[0]);
    if differ(&ids) {
        first.remove(&Pointer::root().child("operationId"));
    }
    if differ(&tags) {
        first.remove(&Pointer::root().child("tags"));
    }
    for mut document in documents {
        document.remove(&Pointer::root().child("operationId"));
        document.remove(&Pointer::root().child("tags"));
        join(&mut first, &document, Kind::Operation, Required::Either).ok()?;
    }
    Some(first)
}

/// What the variants that have it say, each with its index.
type Parts = Vec<(usize, Document)>;

fn parts(groups: &[Group], key: &str) -> Parts {
    let at = Pointer::root().child(key);
    groups.iter().enumerate().filter_map(|(index, group)| Some((index, group.document.part(&at)?))).collect()
}

/// A schema that becomes a component: its name, where the reference to it stands in the operation, the schema.
type Schema = (String, Pointer, Document);

/// The contents of several bodies, or of several answers of one status, as one.
fn contents(all: &Parts, labels: &Labels, what: &str, schemas: &mut Vec<Schema>) -> Option<Document> {
    let mut united = all.first()?.1.clone();
    if all.iter().any(|(_, own)| own.value.get("$ref").is_some() && own.value != united.value) {
        return None;
    }
    let base = if what == "request" {
        Pointer::root().child("requestBody")
    } else {
        Pointer::root().join(["responses", what])
    };
    let content = Pointer::root().child("content");
    let media: Vec<String> = {
        let mut seen = BTreeSet::new();
        let all = all.iter().filter_map(|(_, own)| content.get(&own.value)?.as_object()).flat_map(Map::keys);
        all.filter(|name| seen.insert(name.to_lowercase())).cloned().collect()
    };
    for name in media {
        let at = content.child(&name);
        let schema = at.child("schema");
        let mut distinct: Vec<(usize, Document)> = Vec::new();
        for (index, own) in all {
            let Some(found) = own.part(&schema) else { continue };
            if distinct.iter().all(|(_, known)| known.value != found.value) {
                distinct.push((*index, found));
            }
        }
        if at.get(&united.value).is_none()
            && let Some(part) = all.iter().find_map(|(_, own)| own.part(&at))
        {
            if content.get(&united.value).is_none() {
                let origins = part.origins.clone();
                united.put(&Pointer::root(), "content", Document::new(json!({}), origins));
            }
            united.put(&content, &name, part);
        }
        if distinct.len() < 2 {
            continue;
        }
        let places = distinct.iter().map(|(_, found)| found.value.clone()).collect();
        let origins = Origins::at(united.origins.place(&at));
        united.put(&at, "schema", Document::new(json!({"oneOf": Value::Array(places)}), origins));
        for (branch, (index, found)) in distinct.into_iter().enumerate() {
            let label = labels.names.get(index).map_or("", String::as_str);
            if found.value.get("$ref").is_none() {
                let at = base.join(schema.tokens()).join(["oneOf".to_owned(), branch.to_string()]);
                schemas.push((component_name(label, what), at, found));
            }
        }
    }
    Some(united)
}

fn component_name(label: &str, what: &str) -> String {
    let status = if what == "request" || what.starts_with('2') { "" } else { what };
    let kind = if what == "request" { "Request" } else { "Response" };
    format!("{}{kind}{}", label.to_upper_camel_case(), status.to_upper_camel_case())
}

/// The answers of all, by status; the outer `None` where none has any.
fn responses(all: &Parts, labels: &Labels, schemas: &mut Vec<Schema>) -> Option<Option<Document>> {
    let mut united = all.first()?.1.clone();
    let mut statuses: Vec<String> = Vec::new();
    for status in all.iter().filter_map(|(_, own)| own.value.as_object()).flat_map(Map::keys) {
        if !statuses.contains(status) {
            statuses.push(status.clone());
        }
    }
    for status in statuses {
        let at = Pointer::root().child(&status);
        let own: Parts = all.iter().filter_map(|(index, own)| Some((*index, own.part(&at)?))).collect();
        let Some(answer) = contents(&own, labels, &status, schemas) else { return Some(None) };
        united.put(&Pointer::root(), &status, answer);
    }
    Some(Some(united))
}

/// A discriminator where one property of all branches has a value of its own in each.
fn discriminators(merger: &Merger<'_>, operation: &mut Document) {
    let body = Pointer::root().join(["requestBody", "content"]);
    let media: Vec<String> =
        body.get(&operation.value).and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect();
    for name in media {
        let at = body.child(&name).child("schema");
        let Some(Value::Array(branches)) = at.child("oneOf").get(&operation.value).cloned() else { continue };
        if let Some(found) = discriminator(merger, &branches) {
            let origins = Origins::at(operation.origins.place(&at));
            operation.put(&at, "discriminator", Document::new(found, origins));
        }
    }
}

fn discriminator(merger: &Merger<'_>, branches: &[Value]) -> Option<Value> {
    let references: Vec<&str> =
        branches.iter().map(|branch| branch.get("$ref").and_then(Value::as_str)).collect::<Option<_>>()?;
    let schemas: Vec<&Value> = references.iter().map(|text| merger.schema(text)).collect::<Option<_>>()?;
    let names = schemas.first()?.get("properties")?.as_object()?.keys();
    names.into_iter().find_map(|name| {
        let value = |schema: &&Value| {
            let required = schema.get("required").and_then(Value::as_array)?;
            let required = required.iter().any(|required| required.as_str() == Some(name));
            constant(schema.get("properties")?.get(name)?).filter(|_| required)
        };
        let values: Vec<String> = schemas.iter().map(value).collect::<Option<_>>()?;
        let apart = apart(&values);
        let mapping: Map<String, Value> =
            values.into_iter().zip(&references).map(|(value, text)| (value, json!(text))).collect();
        apart.then(|| json!({"propertyName": name, "mapping": mapping}))
    })
}

//! Made documents.

use serde_json::{Map, Value, json};

/// How many structs refer to each other: a struct holds others by value, so that in one long chain each would be larger than the
/// two behind it, and soon larger than any memory.
const CHAIN: usize = 8;

/// A document of so many structs of 12 fields, two of which are other structs, save at the end of a chain.
pub fn synthetic(structs: usize) -> String {
    let name = |index: usize| format!("Record{index}");
    let schemas: Map<String, Value> = (0..structs).map(|index| (name(index), record(index, structs, &name))).collect();
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Synthetic", "version": "1" },
        "paths": {},
        "components": { "schemas": schemas },
    });
    format!("{document:#}\n")
}

fn record(index: usize, structs: usize, name: &dyn Fn(usize) -> String) -> Value {
    let mut properties = json!({
        "id": { "type": "integer", "format": "int64" },
        "title": { "type": "string" },
        "body": { "type": "string" },
        "url": { "type": "string" },
        "note": { "type": "string", "nullable": true },
        "count": { "type": "integer", "format": "int32" },
        "score": { "type": "number", "format": "double" },
        "open": { "type": "boolean" },
        "labels": { "type": "array", "items": { "type": "string" } },
        "weights": { "type": "object", "additionalProperties": { "type": "integer", "format": "int64" } },
    });
    // Only later ones of its chain: a value of a struct is finite.
    for (field, next) in [("owner", index + 1), ("parent", index + 2)] {
        let of = if next < structs && next / CHAIN == index / CHAIN {
            json!({ "$ref": format!("#/components/schemas/{}", name(next)) })
        } else {
            json!({ "type": "string" })
        };
        properties[field] = of;
    }
    json!({ "type": "object", "required": ["id", "title", "count", "owner"], "properties": properties })
}

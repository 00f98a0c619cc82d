//! The keywords of a schema that are scalars, read without a copy of the schema: `openapiv3::Schema` reads through buffers.

use openapiv3::{AnySchema, SchemaData};
use serde::Deserialize;
use serde_json::{Number, Value};

/// The keywords, with the types that `openapiv3` gives them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keywords {
    #[serde(default)]
    nullable: bool,
    #[serde(default)]
    read_only: bool,
    #[serde(default)]
    write_only: bool,
    #[serde(default)]
    deprecated: bool,
    title: Option<String>,
    description: Option<String>,
    #[serde(rename = "type")]
    typ: Option<String>,
    format: Option<String>,
    pattern: Option<String>,
    multiple_of: Option<Number>,
    exclusive_minimum: Option<bool>,
    exclusive_maximum: Option<bool>,
    minimum: Option<Number>,
    maximum: Option<Number>,
    min_properties: Option<usize>,
    max_properties: Option<usize>,
    min_items: Option<usize>,
    max_items: Option<usize>,
    unique_items: Option<bool>,
    min_length: Option<usize>,
    max_length: Option<usize>,
}

/// The keywords of a schema; `None` where one of them has another type.
pub(super) fn read(schema: &Value) -> Option<(SchemaData, AnySchema)> {
    let read = Keywords::deserialize(schema).ok()?;
    let float = |number: Option<Number>| number.and_then(|number| number.as_f64());
    let data = SchemaData {
        nullable: read.nullable,
        read_only: read.read_only,
        write_only: read.write_only,
        deprecated: read.deprecated,
        title: read.title,
        description: read.description,
        ..SchemaData::default()
    };
    let any = AnySchema {
        typ: read.typ,
        format: read.format,
        pattern: read.pattern,
        multiple_of: float(read.multiple_of),
        exclusive_minimum: read.exclusive_minimum,
        exclusive_maximum: read.exclusive_maximum,
        minimum: float(read.minimum),
        maximum: float(read.maximum),
        min_properties: read.min_properties,
        max_properties: read.max_properties,
        min_items: read.min_items,
        max_items: read.max_items,
        unique_items: read.unique_items,
        min_length: read.min_length,
        max_length: read.max_length,
        ..AnySchema::default()
    };
    Some((data, any))
}

//! Bombs: documents in which few values stand for many, built from random steps.

use generator_tests::growth::{self, BASE, EACH, TOKENS};
use generator_tests::trial::Broken;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::documents::tried;
use crate::kinds::Ended;
use crate::property::{broken, holds};

/// How a schema holds the next ones.
const WAYS: &[&str] = &[
    "allOf",
    "oneOf",
    "anyOf",
    "items",
    "prefixItems",
    "properties",
    "additionalProperties",
    "patternProperties",
    "not",
    "if",
    "dependentSchemas",
    "discriminator",
    "$defs",
    "alias",
];

/// How many bytes of diagnostics there may be for each byte of the document.
const SAID: usize = 30;

/// A bomb: levels of schemas that each refer to the next, and operations that share what is there.
#[derive(Clone, Debug)]
struct Bomb {
    /// The ways of a level, one after the other for the levels.
    ways: Vec<Vec<&'static str>>,
    levels: usize,
    /// How often each way is taken in a level.
    twice: usize,
    /// Whether the last level leads to the first.
    circle: bool,
    operations: usize,
    shared: usize,
    /// What operations share: 0 parameters, 1 responses, 2 security, 3 servers, 4 nothing.
    what: usize,
}

fn bombs() -> impl Strategy<Value = Bomb> {
    let ways = prop::collection::vec(prop::collection::vec(select(WAYS), 1..4), 1..4);
    let sizes = prop_oneof![
        Just((40_usize, 1_usize)),
        (1..30_usize).prop_map(|levels| (levels, 2)),
        Just((4, 12)),
        Just((2, 60))
    ];
    (ways, sizes, any::<bool>(), 1..14_usize, 1..40_usize, 0..5_usize).prop_map(
        |(ways, (levels, twice), circle, operations, shared, what)| Bomb {
            ways,
            levels,
            twice,
            circle,
            operations,
            shared,
            what,
        },
    )
}

/// Generates from a bomb, whose client is in proportion to its text.
pub fn growth(seed: u64) -> Result<Ended, Broken> {
    holds(&bombs(), seed, |bomb| {
        let text = bomb.text();
        let ended = tried(if text.starts_with('{') { "bomb.json" } else { "bomb.yaml" }, text.as_bytes())?;
        let made = growth::make(&text);
        if made.weight > BASE + EACH * made.written {
            return Err(broken("a client out of proportion", format!("{} for {}", made.weight, made.written)));
        }
        let tokens = growth::tokens(&made.client);
        if tokens > TOKENS * (made.weight + 1_000) {
            return Err(broken("Rust out of proportion", format!("{tokens} tokens for {}", made.weight)));
        }
        if made.said.len() > 200_000 + SAID * text.len() {
            return Err(broken("diagnostics out of proportion", format!("{} bytes", made.said.len())));
        }
        Ok(ended)
    })
}

impl Bomb {
    fn text(&self) -> String {
        let schemas: Map<String, Value> =
            (0..self.levels).map(|level| (format!("N{level}"), self.level(level))).collect();
        let document = self.document(Value::Object(schemas));
        if !self.ways.iter().flatten().any(|way| *way == "alias") {
            return document.to_string();
        }
        let laughs: String = (0..self.levels).map(laugh).collect();
        laughs + &members(document, self.levels)
    }

    fn level(&self, level: usize) -> Value {
        let next = if level + 1 < self.levels {
            level + 1
        } else if self.circle {
            0
        } else {
            return json!({"type": "object", "properties": {"end": {"type": "string"}}});
        };
        let reference = || json!({"$ref": format!("#/components/schemas/N{next}")});
        let ways = self.ways.get(level % self.ways.len()).map(Vec::as_slice).unwrap_or_default();
        let mut schema = Map::new();
        for way in ways {
            let many = || (0..self.twice).map(|_| reference()).collect::<Vec<_>>();
            let named = || Value::Object((0..self.twice).map(|at| (format!("p{at}"), reference())).collect());
            let value = match *way {
                "allOf" | "oneOf" | "anyOf" | "prefixItems" => Value::Array(many()),
                "properties" | "patternProperties" | "dependentSchemas" | "$defs" => named(),
                "discriminator" => json!({"propertyName": "kind", "mapping": {"a": format!("N{next}")}}),
                "alias" => continue,
                _ => reference(),
            };
            schema.insert((*way).to_owned(), value);
        }
        Value::Object(schema)
    }

    fn document(&self, schemas: Value) -> Value {
        let numbered = |prefix: &str, one: &dyn Fn(usize) -> Value| {
            Value::Object((0..self.shared).map(|at| (format!("{prefix}{at}"), one(at))).collect())
        };
        let mut item = json!({});
        let mut responses = json!({"200": {"description": "r", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/N0"}}}}});
        let mut document =
            json!({"openapi": "3.1.0", "info": {"title": "Bomb", "version": "1"}, "components": {"schemas": schemas}});
        match self.what {
            0 => {
                let parameter = |at| json!({"name": format!("q{at}"), "in": "query", "schema": {"$ref": "#/components/schemas/N0"}});
                item["parameters"] = Value::Array((0..self.shared).map(parameter).collect());
            }
            1 => {
                let header = |_| json!({"schema": {"type": "string"}});
                responses["200"]["headers"] = numbered("X-", &header);
            }
            2 => {
                let scheme = |at| json!({"type": "apiKey", "in": "header", "name": format!("X-{at}")});
                document["components"]["securitySchemes"] = numbered("k", &scheme);
                document["security"] = Value::Array((0..self.shared).map(|at| json!({format!("k{at}"): []})).collect());
            }
            3 => {
                let variables = numbered("v", &|_| json!({"default": "x", "enum": ["x", "y"]}));
                item["servers"] = json!([{"url": "https://example.com/{v0}", "variables": variables}]);
            }
            _ => {}
        }
        for method in ["get", "put", "post"] {
            item[method] = json!({"responses": responses});
        }
        document["paths"] = Value::Object((0..self.operations).map(|at| (format!("/o{at}"), item.clone())).collect());
        document
    }
}

/// A schema that has the one below it twice.
fn laugh(level: usize) -> String {
    match level.checked_sub(1) {
        None => "x-l0: &l0 {type: string}\n".to_owned(),
        Some(below) => format!("x-l{level}: &l{level} {{type: object, properties: {{a: *l{below}, b: *l{below}}}}}\n"),
    }
}

/// The members of a document as lines of YAML, which JSON is, and the last of the aliases as one more schema.
fn members(mut document: Value, levels: usize) -> String {
    document["components"]["schemas"]["Laughs"] = json!("*last");
    let members = document.as_object().into_iter().flatten().map(|(key, value)| format!("{key}: {value}\n"));
    members.collect::<String>().replace("\"*last\"", &format!("*l{}", levels.saturating_sub(1)))
}

//! A document of one author's worst intentions: every text that a document can hold, each to be replaced by an attack.

use std::collections::BTreeSet;

use crategen::Generated;
use serde_json::{Map, Value};

use crate::pipeline::{Outcome, generate};

/// The document; a word in `<…>` is a text that an attack takes the place of.
const TEMPLATE: &str = r#"
openapi: 3.0.3
info: {title: <title>, version: <version>, description: <info>}
servers:
  - url: https://<host>.example.com/<base>/{<variable>}
    description: <server>
    variables: {<variable>: {default: <default>, enum: [<default>, <allowed>]}}
tags: [{name: <tag>, description: <tag-docs>}]
paths:
  /<path>/{<parameter>}:
    post:
      operationId: <operation>
      tags: [<tag>]
      summary: <summary>
      description: <description>
      parameters:
        - {name: <parameter>, in: path, required: true, description: <parameter-docs>, schema: {type: string}}
        - {name: <query>, in: query, schema: {type: string, enum: [<choice>, fine]}}
        - {name: <header>, in: header, schema: {type: string}}
        - {name: <cookie>, in: cookie, schema: {type: string, pattern: <pattern>}}
      requestBody:
        description: <body>
        content: {<sent>: {schema: {$ref: '#/components/schemas/<schema>'}}, application/json: {schema: {type: string}}}
      responses:
        '200': {description: <response>, content: {<received>: {schema: {type: string, format: <format>}}}}
        '404': {description: <failure>, content: {application/json: {schema: {$ref: '#/components/schemas/<union>'}}}}
      security: [{<scheme>: []}, {<oauth>: [<scope>]}]
  /form:
    post:
      operationId: form
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {<part>: {type: string, format: binary}, note: {type: string}}}
            encoding: {<part>: {contentType: <part-type>}}
      responses: {'204': {description: Fine}}
components:
  schemas:
    <schema>:
      title: <schema-title>
      description: <schema-docs>
      type: object
      required: [<property>]
      properties:
        <property>: {type: string, default: <value>, description: <property-docs>, pattern: <pattern>}
        kind: {type: string}
        choice: {type: string, enum: [<enum>, b], x-enum-varnames: [<varname>, B], x-enum-descriptions: [<vardocs>, b]}
        listed: {type: string, enum: [<listed>, b]}
      additionalProperties: {type: string}
    Other: {type: object, required: [kind], properties: {kind: {type: string, enum: [other]}}}
    <union>:
      oneOf: [{$ref: '#/components/schemas/<schema>'}, {$ref: '#/components/schemas/Other'}]
      discriminator: {propertyName: kind, mapping: {<mapped>: '#/components/schemas/<schema>', other: '#/components/schemas/Other'}}
    Untagged: {oneOf: [{type: object, title: <branch>, required: [<key>], properties: {<key>: {type: string}}}, {type: integer}]}
  securitySchemes:
    <scheme>: {type: apiKey, in: header, name: <key-header>, description: <scheme-docs>}
    <oauth>: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://<token-host>/', scopes: {}}}}
"#;

/// What takes the place of a text.
pub const ATTACKS: &[&str] = &[
    "",
    " ",
    "\"",
    "'",
    "\\",
    "\\\"",
    "{",
    "}",
    "{}",
    "{{x}}",
    "{0}",
    "\n",
    "\r",
    "a\r\nX-Evil: 1",
    "*/",
    "/*",
    "//",
    "\"#",
    "\"##); panic!(); r##\"",
    "\"; std::process::exit(1); \"",
    "```\nfn main() { panic!() }\n```",
    "~~~rust\npanic!()",
    "    panic!()",
    "\u{202e}abc\u{202c}",
    "\u{200b}",
    "\u{feff}",
    "\0",
    "\u{1b}[31m",
    "\u{2028}",
    "../../x",
    "..",
    ".",
    "C:\\x",
    "CON",
    "nul.txt",
    "r#\"",
    "fn",
    "Self",
    "self",
    "crate::x",
    "_",
    "'static",
    "#![allow(warnings)]",
    "#[cfg(x)]",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[`Option`] [x]",
    "$(touch x)",
    "x = \"y\"\n[dependencies]\nevil = \"1\"",
    "名前",
    "💥",
    "a\u{301}",
    "1",
    "-1",
    "Option",
    "new",
    "unknown",
    "?a=b#c",
    "%2e%2e/%00",
    "@evil.example/",
];

/// The words that attacks take the place of, in order of the document.
pub fn slots() -> Vec<&'static str> {
    let words = TEMPLATE.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(word, _)| word);
    let mut seen = BTreeSet::new();
    words.filter(|word| seen.insert(*word)).collect()
}

/// The document with the text that `text` gives for each word.
///
/// # Panics
/// Where the document itself is not YAML.
pub fn document(text: &dyn Fn(&str) -> String) -> Value {
    let template: Value = serde_yaml::from_str(TEMPLATE).expect("the template is YAML");
    replaced(&template, text)
}

/// A harmless text for a word.
pub fn harmless(slot: &str) -> String {
    match slot {
        "sent" | "received" | "part-type" => format!("application/x-{slot}"),
        _ => format!("word{}", slot.replace('-', "")),
    }
}

/// The document with one attack in one place.
pub fn with(slot: &str, attack: &str) -> Value {
    document(&|word| if word == slot { attack.to_owned() } else { harmless(word) })
}

/// Runs the pipeline over a document.
pub fn run(document: &Value) -> Outcome {
    let text = document.to_string();
    generate([("hostile.json", text.as_str())], Some("[package]\nname = \"hostile\"\n"))
}

/// One crate with every attack in several places.
///
/// # Panics
/// Where nothing can be generated.
pub fn combined() -> Generated {
    let slots = slots();
    let place = |word: &str| slots.iter().position(|slot| *slot == word).unwrap_or_default();
    let attacked = |round: usize| {
        document(&|word| match word {
            // Where these cannot be read the operation is left out, and shows nothing.
            "path" => format!("path{round}"),
            "scheme" | "oauth" => format!("{word}{round}"),
            _ => (*ATTACKS.get((place(word) * 7 + round) % ATTACKS.len()).unwrap_or(&"")).to_owned(),
        })
    };
    let mut all = attacked(0);
    for round in 1..ATTACKS.len() {
        add(&mut all, attacked(round));
    }
    run(&all).expect()
}

/// Adds what has a place of its own.
fn add(all: &mut Value, other: Value) {
    match (all, other) {
        (Value::Object(all), Value::Object(other)) => {
            for (key, value) in other {
                match all.get_mut(&key) {
                    Some(old) if ["paths", "components", "schemas", "securitySchemes"].contains(&key.as_str()) => {
                        add(old, value);
                    }
                    Some(_) => {}
                    None => drop(all.insert(key, value)),
                }
            }
        }
        _ => unreachable!("only objects are put together"),
    }
}

fn replaced(value: &Value, text: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(old) => Value::String(put(old, text)),
        Value::Array(items) => Value::Array(items.iter().map(|item| replaced(item, text)).collect()),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| (put(key, text), replaced(value, text));
            Value::Object(map.iter().map(entry).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// A text with its words replaced; in a reference as a reference has to write them.
fn put(old: &str, text: &dyn Fn(&str) -> String) -> String {
    let mut new = String::new();
    let mut rest = old;
    while let Some((before, (word, after))) =
        rest.split_once('<').and_then(|(before, rest)| Some((before, rest.split_once('>')?)))
    {
        new.push_str(before);
        let word = text(word);
        new.push_str(&if old.starts_with("#/") { pointed(&word) } else { word });
        rest = after;
    }
    new + rest
}

fn pointed(word: &str) -> String {
    let escaped = word.replace('~', "~0").replace('/', "~1");
    let encode = |byte: u8| {
        if byte.is_ascii_alphanumeric() || byte == b'~' { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    escaped.bytes().map(encode).collect()
}

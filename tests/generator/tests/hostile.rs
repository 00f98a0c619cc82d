//! Whatever a document says, it stays text: no attack adds code, a file, or a key; and no bomb takes long.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crategen::Generated;
use crategen::emit::{Content, emit};
use crategen::ir::TypeShape;
use generator_tests::hostile::{ATTACKS, document, harmless, run, slots, with};
use generator_tests::pipeline::generate;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

/// What the files of a crate are made of, except for its names and texts.
type Tokens = BTreeMap<String, usize>;

#[test]
fn no_text_becomes_code() {
    let calm = run(&document(&harmless)).expect();
    assert!(calm.report.is_complete(), "the harmless document loses something: {:?}", calm.client.left_out);
    let (tokens, keys) = (structure(&calm), keys(&calm));
    let (mut compared, mut tried, mut wrong) = (0, 0, Vec::new());
    for (what, document) in attacks() {
        let outcome = run(&document);
        let said = outcome.rendered();
        assert!(!said.contains(['\0', '\u{1b}', '\u{202e}']), "{what}: a diagnostic repeats what is not printable");
        tried += 1;
        let Some(generated) = outcome.generated else { continue };
        check_files(&generated, &what);
        assert_eq!(self::keys(&generated), keys, "{what} changes Cargo.toml");
        if same_shape(&calm, &generated) {
            compared += 1;
            let now = structure(&generated);
            wrong.extend((now != tokens).then(|| format!("{what}: {now:?}")));
        }
    }
    assert!(wrong.is_empty(), "the code is {tokens:?}, but with\n{}", wrong.join("\n"));
    assert!(compared * 10 > tried * 6, "only {compared} of {tried} attacks left a crate of the same shape");
}

/// Every attack in all prose at once, and in the texts that have a meaning one by one: of these a third, or all of them
/// where `HOSTILE_ALL` is set.
fn attacks() -> Vec<(String, Value)> {
    let all = std::env::var_os("HOSTILE_ALL").is_some();
    let (prose, others): (Vec<&str>, Vec<&str>) = slots().into_iter().partition(|slot| PROSE.contains(slot));
    assert_eq!(prose.len(), PROSE.len(), "the document has lost one of {PROSE:?}");
    let mut found = Vec::new();
    for (index, attack) in ATTACKS.iter().enumerate() {
        let text = |slot: &str| if PROSE.contains(&slot) { (*attack).to_owned() } else { harmless(slot) };
        found.push((format!("{attack:?} as prose"), document(&text)));
        let chosen = others.iter().enumerate().filter(|(position, _)| all || (index + position) % 3 == 0);
        found.extend(chosen.map(|(_, slot)| (format!("{attack:?} as {slot}"), with(slot, attack))));
    }
    found
}

/// The texts that only people read.
const PROSE: [&str; 18] = [
    "title",
    "version",
    "info",
    "server",
    "tag-docs",
    "summary",
    "description",
    "parameter-docs",
    "pattern",
    "body",
    "response",
    "failure",
    "schema-docs",
    "value",
    "property-docs",
    "vardocs",
    "scheme-docs",
    "token-host",
];

/// Whether as much was generated, so that only names and texts can differ.
fn same_shape(calm: &Generated, hostile: &Generated) -> bool {
    let shape = |generated: &Generated| {
        let mut shape = String::new();
        let client = &generated.client;
        for operation in client.resources.iter().flat_map(|resource| &resource.operations) {
            let (params, path) = (operation.params.len(), operation.path.len());
            let contents = operation.body.iter().flat_map(|body| &body.contents);
            let payloads: Vec<_> = contents.map(|content| std::mem::discriminant(&content.payload)).collect();
            let replies: Vec<_> = operation.success.iter().map(|one| std::mem::discriminant(&one.reply)).collect();
            let _ = write!(shape, "{params} {path} {payloads:?} {replies:?} {:?} ", operation.arguments);
        }
        let variables: Vec<_> = client.servers.iter().map(|server| server.variables.len()).collect();
        let allowed: Vec<_> = client.servers.iter().flat_map(|s| &s.variables).map(|v| v.allowed.len()).collect();
        let resources: Vec<_> = client.resources.iter().map(|resource| resource.operations.len()).collect();
        let types: Vec<_> = client.types.values().map(|def| std::mem::discriminant(&def.shape)).collect();
        let _ = write!(shape, "{variables:?} {allowed:?} {resources:?} {types:?} {:?} ", client.optional_runtime);
        for def in client.types.values() {
            match &def.shape {
                TypeShape::Enum(one) => {
                    let _ = write!(shape, "{:?} {} ", one.repr, one.variants.len());
                }
                TypeShape::Struct(one) => {
                    let constants = one.fields.iter().filter(|field| field.constant.is_some()).count();
                    let _ = write!(shape, "{} {constants} ", one.fields.len());
                }
                TypeShape::Union(one) => {
                    let known: Vec<_> = one.variants.iter().map(|v| v.looks.known.as_ref().map(Vec::len)).collect();
                    let _ = write!(shape, "{} {known:?} ", one.variants.len());
                }
                TypeShape::Form(form) => {
                    let parts: Vec<_> = form.parts().map(std::mem::discriminant).collect();
                    let _ = write!(shape, "{parts:?} ");
                }
                _ => {}
            }
        }
        shape
    };
    shape(calm) == shape(hostile)
}

fn check_files(generated: &Generated, what: &str) {
    for (path, text) in generated.files.iter() {
        let plain =
            path.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/_.".contains(&byte));
        let inside = path.starts_with("src/") && path.ends_with(".rs") && !path.contains("..");
        assert!(
            plain && inside
                || [".gitattributes", "Cargo.toml", "README.md", "examples/quickstart.rs", "rustfmt.toml"]
                    .contains(&path),
            "{what} makes the file {path:?}"
        );
        let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        assert!(!["con", "nul", "aux", "prn", "com1", "lpt1"].contains(&stem), "{what} makes the file {path:?}");
        if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            let parsed = syn::parse_file(text);
            assert!(parsed.is_ok(), "{what}: {path} is not Rust: {:?}", parsed.err());
            assert!(
                !text.contains('\0') && !text.contains('\u{202e}') && !text.contains('\r'),
                "{what} is in {path} as it is"
            );
        }
    }
}

/// The keys of Cargo.toml, and what the crate depends on.
fn keys(generated: &Generated) -> Vec<String> {
    let text = generated.files.get("Cargo.toml").unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("Cargo.toml is not TOML: {error}\n{text}"));
    let inner = |(key, value): (&String, &toml::Value)| {
        let names: Vec<String> = value.as_table().map(|table| table.keys().cloned().collect()).unwrap_or_default();
        let names: Vec<String> = names.into_iter().filter(|name| name != "jiff" && name != "uuid").collect();
        format!("{key}: {names:?}")
    };
    table.iter().map(inner).collect()
}

/// How often each token stands in the crate that is no name, no text and no part of a doc comment.
fn structure(generated: &Generated) -> Tokens {
    let mut tokens = Tokens::new();
    for file in emit(&generated.client) {
        if let Content::Rust(head, items) = file.content {
            count(head, &mut tokens);
            items.into_iter().for_each(|item| count(item, &mut tokens));
        }
    }
    tokens
}

fn count(stream: TokenStream, tokens: &mut Tokens) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let text = match tree {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let inner = trees.next_if(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
                let attribute = trees.peek().is_some_and(is_doc);
                if attribute {
                    trees.next();
                    continue;
                }
                if inner.is_some() { "#!".to_owned() } else { "#".to_owned() }
            }
            TokenTree::Punct(punct) => punct.as_char().to_string(),
            TokenTree::Group(group) => {
                count(group.stream(), tokens);
                format!("{:?}", group.delimiter())
            }
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let keywords =
                    ["fn", "unsafe", "extern", "mod", "use", "impl", "static", "const", "macro_rules", "trait"];
                if !keywords.contains(&word.as_str()) {
                    continue;
                }
                word
            }
            TokenTree::Literal(_) => continue,
        };
        *tokens.entry(text).or_default() += 1;
    }
}

fn is_doc(tree: &TokenTree) -> bool {
    let TokenTree::Group(group) = tree else { return false };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(ident)) if ident == "doc")
}

/// Long enough for a slow machine, and far from what a bomb would take that went off.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs a document and gives what was said; `None` for the crate where there is none.
#[track_caller]
fn defused(name: &str, text: &str) -> (String, Option<Generated>) {
    let started = Instant::now();
    let outcome = generate([(name, text)], None);
    let said = outcome.rendered();
    eprintln!("{name}: {:?}", started.elapsed());
    assert!(started.elapsed() < PATIENCE, "{name} took {:?}", started.elapsed());
    (said, outcome.generated)
}

fn schemas(inside: &str) -> String {
    format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{{inside}}}}}}}"#
    )
}

#[test]
fn a_million_values_are_no_enum() {
    let values: Vec<String> = (0..1_000_000).map(|value| format!("\"v{value}\"")).collect();
    let text = schemas(&format!(r#""Many": {{"type": "string", "enum": [{}]}}"#, values.join(",")));
    let (said, generated) = defused("values.json", &text);
    let lines =
        generated.map_or(0, |generated| generated.files.iter().map(|(_, text)| text.lines().count()).sum::<usize>());
    assert!(lines < 200_000, "{lines} lines for one enum");
    assert!(said.contains("note[lower::large-enum]"), "nothing is said of a million values: {said}");
}

#[test]
fn ten_thousand_lists_are_too_deep() {
    let text =
        schemas(&format!("\"Deep\": {}{{}}{}", r#"{"type": "array", "items": "#.repeat(10_000), "}".repeat(10_000)));
    let (said, _) = defused("lists.json", &text);
    assert!(said.contains("deep"), "{said}");
}

#[test]
fn parts_of_parts_are_read_once() {
    let part = |index: usize| {
        let next = format!(r##"{{"$ref": "#/components/schemas/P{}"}}"##, index + 1);
        format!(r#""P{index}": {{"allOf": [{next}, {next}]}}"#)
    };
    let mut all: Vec<String> = (0..60).map(part).collect();
    all.push(r#""P60": {"type": "object", "properties": {"a": {"type": "string"}}}"#.to_owned());
    let (said, generated) = defused("parts.json", &schemas(&all.join(",")));
    assert!(generated.is_some(), "{said}");
}

#[test]
fn aliases_of_aliases_are_refused() {
    let mut text =
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\nx-a: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let again = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(text, "x-{level}: &a{level} [{again}]");
    }
    let (said, generated) = defused("aliases.yaml", &text);
    assert!(generated.is_none() && said.contains("error[source::aliases]"), "{said}");
}

#[test]
fn many_properties_end() {
    let properties: Vec<String> = (0..25_000).map(|index| format!(r#""p{index}": {{"type": "string"}}"#)).collect();
    let text = schemas(&format!(r#""Wide": {{"type": "object", "properties": {{{}}}}}"#, properties.join(",")));
    let (said, generated) = defused("properties.json", &text);
    assert!(generated.is_some() || !said.is_empty(), "nothing is generated, and nothing is said");
}

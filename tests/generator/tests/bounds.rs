//! Small documents that stand for very much: whatever references, aliases, `allOf` and defaults multiply, the client is in
//! proportion to its document, or a located error says what is repeated. Work is counted, not timed.

use crategen::document::{Document, Origins, overlay};
use crategen::ir::{Type, TypeShape};
use crategen::source::{Sources, parse};
use generator_tests::growth::{BASE, EACH, TOKENS, make, tokens};
use serde_json::{Value, json};

/// Makes a bomb of several sizes. Each has a client in proportion to its text, or the error that says what is repeated.
#[track_caller]
fn grows(sizes: [usize; 3], error: &str, bomb: impl Fn(usize) -> String) {
    for size in sizes {
        let made = make(&bomb(size));
        let most = BASE + EACH * made.written;
        assert!(made.weight <= most, "{size}: it weighs {}, of {} values", made.weight, made.written);
        if size != sizes[2] {
            // What is printed is in proportion to what was decided.
            let tokens = tokens(&made.client);
            assert!(tokens <= TOKENS * (made.weight + 1_000), "{size}: {tokens} tokens for {}", made.weight);
        }
        assert!(made.said.len() <= 200_000, "{size}: {} bytes of diagnostics", made.said.len());
        let refused = made.said.contains(&format!("error[{error}]"));
        assert!(refused || !made.said.contains("error["), "{size}: {}", &made.said[..made.said.len().min(2_000)]);
        if size == sizes[2] && !error.is_empty() {
            assert!(refused, "{size}: nothing is refused: weight {}", made.weight);
        }
    }
}

fn reference(name: impl std::fmt::Display) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn named<'n>(count: usize, one: impl Fn(usize) -> (String, Value) + 'n) -> Value {
    Value::Object((0..count).map(one).collect())
}

fn document(paths: Value, schemas: Value, more: Value) -> String {
    let mut all = json!({"openapi": "3.1.0", "info": {"title": "Bomb", "version": "1"}, "paths": paths});
    all["components"] = json!({"schemas": schemas});
    for (key, value) in more.as_object().into_iter().flatten() {
        match all.get_mut(key).and_then(Value::as_object_mut) {
            Some(known) => known.extend(value.as_object().cloned().unwrap_or_default()),
            None => all[key] = value.clone(),
        }
    }
    all.to_string()
}

fn text() -> Value {
    json!({"type": "string"})
}

fn properties(count: usize) -> Value {
    named(count, |index| (format!("p{index}"), text()))
}

fn operations(count: usize, responses: Value) -> Value {
    named(count, |index| {
        (format!("/o{index}"), json!({"get": {"operationId": format!("o{index}"), "responses": responses}}))
    })
}

fn nothing() -> Value {
    json!({"204": {"description": "nothing"}})
}

#[test]
fn choices_that_double_with_each_level() {
    grows([10, 20, 60], "", |depth| {
        let last =
            json!({"type": "object", "properties": {"z": text()}, "contains": {"type": "string"}, "maxContains": 3});
        let schemas = named(depth + 1, |level| {
            let twice = [reference(format!("N{}", level + 1)), reference(format!("N{}", level + 1))];
            let node = json!({"allOf": twice, "oneOf": twice, "anyOf": twice});
            (format!("N{level}"), if level == depth { last.clone() } else { node })
        });
        document(json!({}), schemas, json!({}))
    });
}

#[test]
fn one_security_for_all_operations() {
    grows([20, 80, 320], "", |count| {
        let schemes =
            named(count, |index| (format!("s{index}"), json!({"type": "apiKey", "in": "header", "name": "X"})));
        let security: Vec<Value> = (0..count).map(|index| json!({format!("s{index}"): []})).collect();
        let more = json!({"security": security, "components": {"securitySchemes": schemes}});
        document(operations(count, nothing()), json!({}), more)
    });
}

#[test]
fn one_security_of_unknown_schemes_is_reported_once() {
    let security: Vec<Value> = (0..50).map(|index| json!({format!("s{index}"): []})).collect();
    let made = make(&document(operations(50, nothing()), json!({}), json!({"security": security})));
    assert_eq!(made.said.matches("error[lower::unknown-scheme]").count(), 50);
}

#[test]
fn aliases_of_one_object_with_many() {
    grows([10, 60, 150], "source::aliases", |count| {
        let inline: Vec<String> = (0..count)
            .map(|index| format!("p{index}: {{type: object, properties: {{a: {{type: string}}}}}}"))
            .collect();
        let mut text = format!(
            "openapi: 3.0.3\ninfo: {{title: Bomb, version: '1'}}\npaths: {{}}\nx-shared: &shared {{type: object, properties: {{{}}}}}\n\
             components:\n  schemas:\n",
            inline.join(", ")
        );
        (0..count).for_each(|index| text.push_str(&format!("    S{index}: *shared\n")));
        text
    });
    let text = "a: &a [1, 2, 3, 4, 5, 6, 7, 8]\nb:\n".to_owned() + &"- *a\n".repeat(10_000);
    let said = make(&text).said;
    assert!(said.contains("aliases repeat 90000 values, and 10011 are written"), "{said}");
    assert!(said.contains("bomb.yaml:10002"), "{said}");
}

#[test]
fn an_all_of_that_all_schemas_have() {
    grows([20, 100, 1_200], "lower::too-large", |count| {
        let mut schemas = named(count, |index| {
            (format!("S{index}"), json!({"allOf": [reference("Base"), {"properties": {format!("o{index}"): text()}}]}))
        });
        schemas["Base"] = json!({"type": "object", "properties": properties(count)});
        document(json!({}), schemas, json!({}))
    });
}

#[test]
fn schemas_that_extend_each_other_and_hold_each_other() {
    let held = |count: usize, other: &'static str| named(count, move |index| (format!("p{index}"), reference(other)));
    grows([2, 8, 32], "", |size| {
        let first = json!({"type": "object", "properties": held(size, "B")});
        let second = json!({"allOf": vec![reference("A"); size], "properties": held(size, "A")});
        document(operations(1, nothing()), json!({"A": first, "B": second}), json!({}))
    });
    // Of several, each of which has the properties of the one before it over again, with other types.
    grows([2, 4, 8], "", |size| {
        let name = |index: usize| format!("S{}", index % size);
        let all = named(size, |index| {
            let own = named(size, |at| (format!("p{at}"), reference(name(index + at))));
            let part = json!({"type": "object", "properties": own});
            let before = if index == 0 { json!({}) } else { reference(name(index - 1)) };
            (name(index), json!({"allOf": [before, part]}))
        });
        document(operations(1, nothing()), all, json!({}))
    });
}

#[test]
fn a_chain_of_schemas_that_extend_each_other() {
    grows([20, 100, 1_000], "lower::too-large", |count| {
        let schemas = named(count, |index| {
            let own = json!({"type": "object", "properties": {format!("p{index}"): text()}});
            let all = if index == 0 { json!([own]) } else { json!([reference(format!("S{}", index - 1)), own]) };
            (format!("S{index}"), json!({"allOf": all}))
        });
        document(json!({}), schemas, json!({}))
    });
}

/// Unions of the same objects.
fn unions(count: usize, branches: usize, properties: usize) -> String {
    let all: Vec<Value> = (0..branches).map(|index| reference(format!("B{index}"))).collect();
    let mut schemas = named(count, |index| (format!("U{index}"), json!({"oneOf": all})));
    for index in 0..branches {
        schemas[format!("B{index}")] = json!({"type": "object", "properties": self::properties(properties)});
    }
    document(json!({}), schemas, json!({}))
}

#[test]
fn unions_of_the_same_branches() {
    grows([10, 30, 110], "lower::too-large", |count| unions(count, count, count));
}

/// Unions of two unions each, to the last ones, of which an example fits none.
#[test]
fn an_example_that_fits_no_branch_of_unions_in_unions() {
    grows([4, 12, 40], "", |depth| {
        let object = |key: String| json!({"type": "object", "required": [key], "properties": {key.as_str(): text()}});
        let mut schemas = json!({"LastA": object("a".to_owned()), "LastB": object("b".to_owned())});
        for (level, side) in (0..depth).flat_map(|level| [(level, 'A'), (level, 'B')]) {
            let below = if level + 1 == depth { "Last".to_owned() } else { format!("U{}", level + 1) };
            let branches = ['A', 'B'].map(|side| reference(format!("{below}{side}")));
            let all = [branches.to_vec(), vec![object(format!("k{level}{side}"))]].concat();
            schemas[format!("U{level}{side}")] = json!({"oneOf": all});
        }
        let content = json!({"application/json": {"schema": reference("U0A"), "example": {"nothing": 1}}});
        document(operations(3, json!({"200": {"description": "ok", "content": content}})), schemas, json!({}))
    });
}

#[test]
fn a_chain_of_equal_components() {
    grows([100, 1_000, 10_000], "", |count| {
        let next = |index: usize| json!({"type": "object", "properties": {"next": reference(format!("C{}", (index + 1) % count))}});
        document(json!({}), named(count, |index| (format!("C{index}"), next(index))), json!({}))
    });
}

#[test]
fn many_names_of_required_that_are_no_properties() {
    grows([30, 300, 5_000], "", |count| {
        let required: Vec<String> = (0..count).map(|index| format!("required{index:05}name")).collect();
        let properties = named(count, |index| (format!("property{index:05}name"), text()));
        let schema = json!({"type": "object", "required": required, "properties": properties});
        document(json!({}), json!({"Many": schema}), json!({}))
    });
}

#[test]
fn choices_that_all_lead_to_each_other() {
    grows([10, 30, 90], "", |count| {
        let own = |index: usize| json!({"type": "object", "required": [format!("p{index}")], "properties": {format!("p{index}"): text()}});
        let all = |index: usize| {
            (0..count).map(|other| reference(format!("U{other}"))).chain([own(index)]).collect::<Vec<_>>()
        };
        document(json!({}), named(count, |index| (format!("U{index}"), json!({"oneOf": all(index)}))), json!({}))
    });
}

#[test]
fn a_union_that_is_too_much_is_any_json_and_not_its_first_branch() {
    // What is left when a union is too much differs: for some, not even the first branch has a place.
    for properties in (300..400).step_by(20) {
        let made = make(&unions(200, 2, properties));
        let unions = made.client.types.values().filter(|def| def.name.as_str().starts_with('U'));
        let branch = unions.clone().find(|def| matches!(def.shape, TypeShape::Alias(Type::Named(_))));
        assert!(branch.is_none(), "{properties}: {:?} is one of its branches", branch.map(|def| &def.name));
        let json = unions.filter(|def| matches!(def.shape, TypeShape::Alias(Type::Json))).count();
        assert!(json > 0, "{properties}: no union was too much");
    }
}

#[test]
fn a_part_of_lists_of_itself_is_looked_at_once() {
    grows([4, 12, 40], "", |count| {
        let list = json!({"type": "array", "items": reference("Filter")});
        let schemas = json!({"Filter": {"oneOf": vec![list; count]}});
        let form =
            json!({"multipart/form-data": {"schema": {"type": "object", "properties": {"f": reference("Filter")}}}});
        let post = json!({"operationId": "send", "requestBody": {"content": form}, "responses": nothing()});
        document(json!({"/f": {"post": post}}), schemas, json!({}))
    });
}

#[test]
fn credentials_that_no_operation_declares() {
    grows([20, 80, 320], "", |count| {
        let schemes =
            named(count, |index| (format!("s{index}"), json!({"type": "apiKey", "in": "header", "name": "X"})));
        let more = json!({"components": {"securitySchemes": schemes}});
        document(operations(count, nothing()), json!({}), more)
    });
}

#[test]
fn a_mapping_of_many_names_to_one_schema() {
    grows([20, 100, 600], "lower::too-large", |count| {
        let mapping = named(count, |index| (format!("m{index}"), json!("#/components/schemas/A")));
        let mut schema = json!({"type": "object", "required": ["k"], "properties": properties(count)});
        schema["properties"]["k"] = text();
        let union = json!({"oneOf": [reference("A"), reference("B")], "discriminator": {"propertyName": "k", "mapping": mapping}});
        document(json!({}), json!({"A": schema, "B": schema, "U": union}), json!({}))
    });
}

#[test]
fn families_over_many_generations() {
    grows([20, 100, 500], "lower::too-large", |count| {
        let schemas = named(count, |index| {
            let own = json!({"type": "object", "required": ["k"], "properties": {"k": text()}});
            let schema = match index {
                0 => {
                    json!({"type": "object", "required": ["k"], "properties": {"k": text()}, "discriminator": {"propertyName": "k"}})
                }
                _ => json!({"allOf": [reference(format!("S{}", index - 1)), own]}),
            };
            (format!("S{index}"), schema)
        });
        document(json!({}), schemas, json!({}))
    });
}

#[test]
fn path_items_that_are_one() {
    grows([10, 40, 400], "reference::large", |count| {
        let parameters: Vec<Value> =
            (0..count).map(|index| json!({"name": format!("q{index}"), "in": "query", "schema": text()})).collect();
        let item = json!({"parameters": parameters, "get": {"responses": nothing()}, "put": {"responses": nothing()}});
        let paths = named(count, |index| (format!("/p{index}"), json!({"$ref": "#/components/pathItems/P"})));
        document(paths, json!({}), json!({"components": {"pathItems": {"P": item}}}))
    });
}

#[test]
fn texts_of_parts_that_operations_share() {
    grows([10, 40, 300], "lower::too-large", |count| {
        let long = "word ".repeat(80 * count);
        let parameter = json!({"name": "q", "in": "query", "description": long, "schema": text()});
        let response = json!({"description": long, "headers": {"X-A": {"description": long, "schema": text()}}});
        let paths = named(count, |index| {
            let parameters = json!([{"$ref": "#/components/parameters/Q"}]);
            let responses = json!({"200": {"$ref": "#/components/responses/R"}});
            (format!("/p{index}"), json!({"get": {"parameters": parameters, "responses": responses}}))
        });
        document(
            paths,
            json!({}),
            json!({"components": {"parameters": {"Q": parameter}, "responses": {"R": response}}}),
        )
    });
}

#[test]
fn headers_of_one_response() {
    grows([10, 40, 400], "lower::too-large", |count| {
        let headers = named(count, |index| (format!("X-{index}"), json!({"schema": text()})));
        let paths = operations(count, json!({"200": {"$ref": "#/components/responses/R"}}));
        let shared = json!({"components": {"responses": {"R": {"description": "r", "headers": headers}}}});
        document(paths, json!({}), shared)
    });
}

#[test]
fn a_path_of_many_parameters() {
    grows([20, 80, 400], "", |count| {
        let mut path = String::from("/a");
        (0..count).for_each(|index| path.push_str(&format!("/{{p{index}}}")));
        let parameters: Vec<Value> = (0..count)
            .map(|index| json!({"name": format!("p{index}"), "in": "path", "required": true, "schema": text()}))
            .collect();
        document(json!({path: {"get": {"parameters": parameters, "responses": nothing()}}}), json!({}), json!({}))
    });
}

#[test]
fn a_server_with_many_variables_at_many_paths() {
    grows([10, 40, 160], "", |count| {
        let variables = named(count, |index| (format!("v{index}"), json!({"default": "x"})));
        let server = json!({"url": "https://example.com", "variables": variables});
        let item = json!({"servers": [server], "get": {"responses": nothing()}, "put": {"responses": nothing()},
            "post": {"responses": nothing()}, "patch": {"responses": nothing()}, "delete": {"responses": nothing()}});
        document(json!({"/a": item}), json!({}), json!({}))
    });
}

/// Nodes that many ways of a path lead to are looked into once.
#[test]
fn paths_of_overlays_that_descend_again_and_again() {
    let mut schema = text();
    for _ in 0..110 {
        schema = json!({"type": "object", "properties": {"a": schema}});
    }
    let (mut sources, steps) = (Sources::new(), "..a".repeat(6));
    let document = sources.add("deep.json", json!({"components": {"schemas": {"A": schema}}}).to_string());
    let value = parse(&sources, document).expect("JSON");
    let mut apply = |target: &str| {
        let text = format!(
            "overlay: 1.1.0\ninfo: {{title: t, version: '1'}}\nactions:\n- {{target: \"{target}\", update: {{x: 1}}}}\n"
        );
        let overlay = sources.add("overlay.yaml", text);
        let document = Document::new(value.clone(), Origins::of(document));
        let applied = overlay::apply(&sources, overlay, document);
        applied
            .map(|(after, _)| after.value.to_string().matches("\"x\":1").count())
            .map_err(|said| said.render(&sources, false))
    };
    assert_eq!(apply(&format!("${steps}")), Ok(105));
    assert!(apply(&format!("${steps}.nothing")).is_err_and(|said| said.contains("selects nothing")));
    let mut refused =
        |target: &str, why: &str| assert!(apply(target).is_err_and(|said| said.contains(why)), "{target}");
    refused("$..a[?@..a..a]", "the filters of the path have more than one `..`");
    refused("$..a..a[?$.components]", "a path with a filter that names the root `$` may have one `..`");
    assert_eq!(apply("$..properties[?@.type == 'string']"), Ok(1));
}

/// A number that no double holds costs itself, and not the document.
#[test]
fn numbers_beyond_a_double_are_text() {
    let schemas = json!({"A": {"type": "object", "properties": {"a": {"type": "number", "default": 7, "maximum": 8}}}});
    let text = document(json!({}), schemas, json!({})).replace('7', "1e999999").replace('8', "-1E+400");
    let (mut sources, quoted) = (Sources::new(), json!("1e999999"));
    let file = sources.add("numbers.json", &text);
    let value = parse(&sources, file).unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
    assert_eq!(value["components"]["schemas"]["A"]["properties"]["a"]["default"], quoted);
    let made = make(&text);
    assert!(made.weight > 0 && !made.said.contains("error["), "{}", made.said);
    let broken = sources.add("broken.json", "{\"a\\\"1\": 1e999, \"b\": [1e999, x]}");
    let said = parse(&sources, broken).expect_err("it is broken").render(&sources, false);
    assert!(said.contains("broken.json:1:30"), "{said}");
}

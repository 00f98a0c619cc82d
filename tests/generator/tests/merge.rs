//! Fragments → one document: a folder for each rule, with a snapshot of the result and of what is said. The order of the
//! fragments decides which of two texts is used, which of two components keeps its name and which of two equally frequent
//! servers is the default one, and nothing else.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use crategen::config::Config;
use crategen::config::Merge;
use crategen::diagnostic::{Diagnostic, Diagnostics, Proposal};
use crategen::document::Document;
use crategen::document::Origins;
use crategen::document::merge::Part;
use crategen::document::merge::merge;
use crategen::document::page::extract;
use crategen::source::Sources;
use crategen::source::locate;
use crategen::source::parse;
use generator_tests::origins::each_scalar;
use generator_tests::{files_below, fixtures, snapshot};
use serde_json::Value;
use serde_json::json;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            proposed_rules_settle,
            many_components_of_one_name,
            the_order_of_fragments_decides_texts_only,
            nothing_to_merge_is_an_error
        ],
        harness::tests!["chatcaptain/statistics.md": the_published_page_is_merged],
        harness::each("fragments", 1, fixtures("merge", &[]), is_merged_in_any_order),
    ])
}

fn rules(folder: &Path) -> Merge {
    let text = std::fs::read_to_string(folder.join("rules.toml")).unwrap_or_default();
    let mut sources = Sources::new();
    let file = sources.add("rules.toml", text);
    Config::parse(&sources, file).expect("rules").merge
}

fn merged(parts: Vec<Part>, rules: &Merge) -> (Option<Document>, Diagnostics) {
    let mut said = Diagnostics::new();
    let document = merge(parts, rules, &mut said);
    (document, said)
}

/// The result as text: the document and what is said.
fn shown(sources: &Sources, (document, said): &(Option<Document>, Diagnostics)) -> String {
    let text = document.as_ref().map_or(String::new(), Document::to_json);
    format!("{text}{}", said.render(sources, false))
}

/// What the order must not decide: the document without its texts, with lists of words in order; only the number of
/// components where some were renamed.
fn meaning((document, _): &(Option<Document>, Diagnostics)) -> Value {
    let mut value = document.as_ref().map_or(Value::Null, |document| document.value.clone());
    let names = value.pointer("/components/schemas").and_then(Value::as_object).map_or(0, serde_json::Map::len);
    plain(&mut value);
    json!({"paths": value["paths"], "tags": value["tags"], "schemas": names})
}

fn plain(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for key in ["description", "summary", "title", "operationId", "$ref", "x-docs", "servers", "security"] {
                map.remove(key);
            }
            map.values_mut().for_each(plain);
        }
        Value::Array(items) => {
            items.iter_mut().for_each(plain);
            items.sort_by_key(Value::to_string);
        }
        _ => {}
    }
}

/// The fragments of a folder.
fn parts(folder: &Path) -> (Sources, Vec<Part>) {
    let (mut sources, mut parts) = (Sources::new(), Vec::new());
    for path in files_below(folder, &["json"]) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let file = sources.add_bytes(name.as_str(), std::fs::read(&path).expect("readable"));
        let value = parse(&sources, file).unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
        parts.push(Part::new(name, Document::new(value, Origins::of(file))));
    }
    (sources, parts)
}

/// A fixture is a folder of fragments, with rules or without.
fn is_merged_in_any_order(name: &str, folder: PathBuf) {
    let rules = rules(&folder);
    let (sources, parts) = parts(&folder);
    let result = merged(parts.clone(), &rules);
    snapshot!("merge", name, shown(&sources, &result));
    for order in permutations(parts) {
        assert_eq!(meaning(&merged(order, &rules)), meaning(&result));
    }
    // Values that neither fragment has stand where the first has another one.
    let made = |said: &Diagnostic| said.code != "merge::repeated" && said.code != "merge::moved";
    if let (Some(document), said) = &result
        && rules == Merge::default()
        && !said.iter().any(made)
    {
        check_origins(&sources, document);
    }
}

/// What diagnostics give to paste is right: each rule is read, and settles what it was proposed for.
fn proposed_rules_settle() {
    let mut tried = std::collections::BTreeSet::new();
    for (_, folder) in fixtures("merge", &[]) {
        if folder.join("rules.toml").exists() {
            continue;
        }
        let (mut sources, parts) = parts(&folder);
        let (_, said) = merged(parts.clone(), &Merge::default());
        for proposed in said.iter() {
            let Some(Proposal::Rule(lines)) = &proposed.proposal else { continue };
            let file = sources.add("rules.toml", lines.clone());
            let rules = Config::parse(&sources, file).unwrap_or_else(|said| panic!("{}", said.render(&sources, false)));
            let (_, then) = merged(parts.clone(), &rules.merge);
            let same = |other: &&Diagnostic| (other.code, &other.message) == (proposed.code, &proposed.message);
            assert_eq!(then.iter().find(same), None, "{}: {lines}", folder.display());
            assert!(!then.has_errors_of_rules(), "{}: {}", folder.display(), then.render(&sources, false));
            tried.insert(proposed.code);
        }
    }
    let expected = ["merge::apis", "merge::conflict", "merge::contradiction", "merge::joined", "merge::required"];
    assert!(expected.iter().all(|code| tried.contains(code)) && tried.contains("merge::variants"), "{tried:?}");
}

/// More components of one name that contradict each other than a version is compared with: each stays, and equal ones are one.
fn many_components_of_one_name() {
    const KINDS: usize = 100;
    let mut sources = Sources::new();
    let part = |index: usize| {
        let kind = index % KINDS;
        let properties: serde_json::Map<String, Value> =
            (0..4).map(|number| (format!("p{kind}_{number}"), json!({"type": "string"}))).collect();
        let value = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {(format!("/{index}")): {"get":
            {"operationId": format!("get{index}"), "responses": {"200": {"description": "ok", "content": {"application/json":
            {"schema": {"$ref": "#/components/schemas/S"}}}}}}}},
            "components": {"schemas": {"S": {"type": "object", "properties": properties}}}});
        let file = sources.add(format!("{index}.json"), value.to_string());
        Part::new(format!("{index}.json"), Document::new(value, Origins::of(file)))
    };
    let (document, said) = merged((0..2 * KINDS).map(part).collect(), &Merge::default());
    let document = document.expect("a document").value;
    assert_eq!(document["components"]["schemas"].as_object().map(serde_json::Map::len), Some(KINDS));
    assert_eq!(said.iter().filter(|said| said.code == "merge::contradiction").count(), 1);
    let used = |index: usize| {
        let operation = &document["paths"][format!("/{index}")]["get"];
        operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].clone()
    };
    assert!((0..KINDS).all(|index| used(index) == used(index + KINDS) && used(index) != used((index + 1) % KINDS)));
}

fn permutations(parts: Vec<Part>) -> Vec<Vec<Part>> {
    if parts.len() <= 1 {
        return vec![parts];
    }
    let mut all = Vec::new();
    for index in 0..parts.len() {
        let mut rest = parts.clone();
        let first = rest.remove(index);
        all.extend(permutations(rest).into_iter().map(|mut rest| {
            rest.insert(0, first.clone());
            rest
        }));
    }
    all
}

/// Every scalar of the document is what stands at its origin, or a name that a rule changed.
fn check_origins(sources: &Sources, document: &Document) {
    each_scalar(sources, document, |at, scalar, text| {
        let written: Option<Value> = serde_json::from_str(text).ok();
        let renamed = scalar.as_str().is_some_and(|text| text.contains("OtherS"));
        assert!(renamed || written.as_ref() == Some(scalar), "{at} is {scalar}, and came from {text:?}");
    });
}

/// A small generator of numbers: the same on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).expect("small")).expect("small")
    }
}

/// Random fragments over few names, so that they collide in every way, in random orders.
fn the_order_of_fragments_decides_texts_only() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut agreeing, mut contradicting) = (0, 0);
    for _ in 0..300 {
        let mut sources = Sources::new();
        let count = 2 + numbers.below(4);
        let parts: Vec<Part> = (0..count)
            .map(|index| {
                let value = random_fragment(&mut numbers, index);
                let file = sources.add(format!("{index}"), value.to_string());
                Part::new(format!("f{}", numbers.below(3)), Document::new(value, Origins::of(file)))
            })
            .collect();
        let first = merged(parts.clone(), &Merge::default());
        assert!(first.0.is_some(), "{}", first.1.render(&sources, false));
        if let (Some(document), said) = &first
            && !said.iter().any(|said| matches!(said.code, "merge::contradiction" | "merge::joined"))
        {
            check_origins(&sources, document);
        }
        let split = first.1.iter().any(|said| said.code == "merge::contradiction");
        for _ in 0..6 {
            let mut order = parts.clone();
            for index in (1..order.len()).rev() {
                order.swap(index, numbers.below(index + 1));
            }
            let again = merged(order, &Merge::default());
            assert_eq!(meaning(&again), meaning(&first));
        }
        if split {
            contradicting += 1;
        } else {
            agreeing += 1;
        }
    }
    assert!(agreeing > 20 && contradicting > 20, "{agreeing} agreed, {contradicting} contradicted each other");
}

fn random_fragment(numbers: &mut Numbers, index: usize) -> Value {
    let mut value = json!({"openapi": "3.0.0", "info": {"title": "T", "version": "1"}});
    if numbers.below(3) == 0 {
        value["servers"] = json!([{"url": format!("https://{}.test", numbers.below(2))}]);
    }
    if numbers.below(3) == 0 {
        value["security"] = json!([{}, {}]);
    }
    if numbers.below(2) == 0 {
        value["tags"] =
            json!([{"name": format!("t{}", numbers.below(3)), "description": (["", "a"][numbers.below(2)])}]);
    }
    let route = format!("/r{}", numbers.below(6));
    let method = ["get", "post", "trace"][numbers.below(3)];
    // One id for one path and method: equal operations are possible, twice the same id is not.
    let mut item = json!({method: {"operationId": format!("{method}{route}"), "responses": {}}});
    if numbers.below(3) == 0 {
        item["parameters"] = json!([{"name": format!("p{}", numbers.below(2)), "in": "query"}]);
    }
    value["paths"] = json!({route: item});
    let mut schema = json!({"type": "string"});
    if numbers.below(4) == 0 {
        schema["description"] = json!(format!("{index}"));
    }
    if numbers.below(12) == 0 {
        schema["type"] = json!("number");
    }
    value["components"] = json!({"schemas": {format!("S{}", numbers.below(4)): schema}});
    value
}

fn nothing_to_merge_is_an_error() {
    let (document, said) = merged(Vec::new(), &Merge::default());
    assert!(document.is_none());
    assert_eq!(said.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["merge::nothing"]);
}

/// The published page: one document that points into the page.
fn the_published_page_is_merged(page: &Path) {
    let text = std::fs::read_to_string(page).expect("the page is text");
    let mut sources = Sources::new();
    let page = sources.add("statistics.md", text);
    let (fragments, _) = extract(&mut sources, page).expect("fragments");
    let parts: Vec<Part> =
        fragments.into_iter().map(|fragment| Part::new("statistics.md", fragment.into_document())).collect();
    let mut backwards = parts.clone();
    backwards.reverse();
    let (document, said) = merged(parts, &Merge::default());
    let document = document.expect("one document");
    assert_eq!(said.summary(), "1 note");
    assert_eq!(document.value["paths"].as_object().map(serde_json::Map::len), Some(6));
    let place = document.origins.place(&"/components/schemas/InboxReportDataDto/type".parse().expect("a pointer"));
    let start = locate(sources.text(place.file), &place.spot).bytes.start;
    let (file, offset) = sources.resolve(place.file, start);
    assert!(file == page && sources.text(page)[offset..].starts_with("\"object\""));
    let again = merged(backwards, &Merge::default());
    assert_eq!(meaning(&again), meaning(&(Some(document), said)));
}

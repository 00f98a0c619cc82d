//! `codegen.toml`: what it gives, and what it refuses.

use crategen::config::{
    Config, Conversion, Decode, Derived, EnumAction, Library, Named, NextPage, Publish, Replaced, TagFeatures,
    Temporal, ToldIn, UuidType,
};
use crategen::diagnostic::{Diagnostic, Spot};
use crategen::source::Sources;
use generator_tests::pipeline::generate;
use serde_json::json;

const WHOLE: &str = r##"
[package]
name = "pets"
version = "0.3.1"
description = "Pets"
license = "MIT"
repository = "https://example.com/pets"
authors = ["A", "B"]
keywords = ["pets"]
rust-version = "1.89"
edition = "2024"
publish = ["internal"]
documentation = "https://docs.example.com"
tag-features = "auto"

[[filter.include]]
operation = "^list"
path = "^/v2/"
method = "GET"
tag = "pets"
[[filter.exclude]]
deprecated = true

[[names.types]]
pattern = "Dto$"
replace = ""

[[names.operations]]
pattern = '^PetController_(\w+)_v\d+$'
replace = "$1"

[[names.rename]]
at = "schemas/PetDto"
to = "Pet"
[[names.rename]]
at = "operations/list[1]"
to = "list_all"
[[names.rename]]
at = "tags/a/b"
to = "AB"
[[names.rename]]
at = "#/paths/~1pets/get/parameters/0/schema"
to = "Filter"

[enums]
from-descriptions = false
[[enums.description]]
at = "/components/schemas/Kind"
names = { "1" = "Cat", "0" = "Dog" }
[[enums.description]]
at = "/components/schemas/Other"
off = true

[types]
date-time = "text"
time = "chrono"
uuid = "text"
[[types.replace]]
format = "decimal"
type = "rust_decimal::Decimal"
as = "number"
[[types.replace]]
at = "schemas/Money"
type = "crate::money::Money"
as = "own"

[[derives]]
pattern = "Key$"
derive = ["Eq", "zeroize::Zeroize"]

[dependencies]
zeroize = "1"
rust_decimal = { version = "1.36", default-features = false, features = ["std"] }

[client]
base-url = "http://localhost"

[retry]
idempotency-header = "Idempotency-Key"

[decode]
null-collections = false
quoted-numbers = true

[[keep]]
file = "src/export.rs"
module = "export"
docs = "Exports."

[merge.info]
title = "Pets"
version = "1.0"

[[merge.rename]]
fragment = "a.json"
component = "schemas/Error"
to = "AError"

[spec]
out = "../out"
"##;

fn parse(text: &str) -> Result<Config, Vec<Diagnostic>> {
    let mut sources = Sources::new();
    let file = sources.add("codegen.toml", text);
    Config::parse(&sources, file).map_err(|diagnostics| diagnostics.iter().cloned().collect())
}

/// Each diagnostic as `line:column code message`, with its help.
fn refused(text: &str) -> Vec<String> {
    let diagnostics = parse(text).expect_err("the text has mistakes");
    let shown = |diagnostic: &Diagnostic| {
        let Some(Spot::Offset(offset)) = diagnostic.at.as_ref().map(|place| place.spot.clone()) else {
            panic!("{diagnostic:?} has no place in the text");
        };
        let before = &text[..offset];
        let (line, column) = (before.matches('\n').count() + 1, offset - before.rfind('\n').map_or(0, |at| at + 1) + 1);
        let help = diagnostic.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{line}:{column} {} {}{help}", diagnostic.code, diagnostic.message)
    };
    diagnostics.iter().map(shown).collect()
}

#[test]
fn every_section_is_read() {
    let config = parse(WHOLE).expect("a whole file");
    assert_eq!(config.package.name.as_deref(), Some("pets"));
    assert_eq!(config.package.authors, ["A", "B"]);
    assert_eq!(config.package.publish, Some(Publish::In(vec!["internal".into()])));
    assert_eq!(config.package.documentation.as_deref(), Some("https://docs.example.com"));
    assert_eq!(config.package.tag_features, TagFeatures::Auto);
    assert_eq!(config.derives[0].derive, ["Eq", "zeroize::Zeroize"]);
    assert!(matches!(&config.derives[0].which, Derived::Pattern(pattern) if pattern.is_match("PetKey")));
    let (taken, refused) = (&config.filter.include[0], &config.filter.exclude[0]);
    assert_eq!((taken.method.as_deref(), taken.tag.as_deref(), taken.deprecated), (Some("get"), Some("pets"), None));
    assert!(taken.operation.as_ref().is_some_and(|pattern| pattern.is_match("listPets")));
    assert!(taken.path.as_ref().is_some_and(|pattern| !pattern.is_match("/v1/pets")));
    assert!(refused.deprecated == Some(true) && refused.operation.is_none() && refused.method.is_none());
    assert_eq!(config.names.types[0].apply("PetDto", &[]).as_deref(), Some("Pet"));
    let pattern = &config.names.operations[0];
    assert_eq!(pattern.apply("PetController_list_v1", &[]).as_deref(), Some("list"));
    assert_eq!(pattern.apply("other", &[]), None);
    let named: Vec<_> = config.names.rename.iter().map(|rule| (rule.at.clone(), rule.to.as_str())).collect();
    let inline = "/paths/~1pets/get/parameters/0/schema".parse().expect("a pointer");
    assert_eq!(
        named,
        [
            (Named::Schema("PetDto".into()), "Pet"),
            (Named::Operation("list[1]".into()), "list_all"),
            (Named::Tag("a/b".into()), "AB"),
            (Named::Inline(inline), "Filter"),
        ]
    );
    assert!(!config.enums.from_descriptions);
    let EnumAction::Names(names) = &config.enums.description[0].action else { panic!("names were given") };
    assert_eq!(names.iter().collect::<Vec<_>>(), [(&"1".to_owned(), &"Cat".into()), (&"0".into(), &"Dog".into())]);
    assert_eq!(config.enums.description[1].action, EnumAction::Off);
    let types = &config.types;
    assert_eq!((types.date_time, types.date, types.time), (Temporal::Text, Temporal::Unsaid, Temporal::Typed));
    assert_eq!((types.library, types.uuid), (Library::Chrono, UuidType::Text));
    let replaced: Vec<_> = types.replace.iter().map(|rule| (&rule.what, rule.path.as_str(), rule.by)).collect();
    assert_eq!(
        replaced,
        [
            (&Replaced::Format("decimal".into()), "rust_decimal::Decimal", Conversion::Number),
            (&Replaced::At(Named::Schema("Money".into())), "crate::money::Money", Conversion::Own),
        ]
    );
    let entry = toml::Value::Table(config.dependencies["rust_decimal"].entry.clone()).to_string();
    assert_eq!(entry, r#"{ version = "1.36", features = ["std"], default-features = false }"#);
    assert_eq!(config.kept_files(), ["src/export.rs"]);
    assert_eq!(config.merge.rename[0].to, "AError");
    assert_eq!(config.merge.info, Some(serde_json::json!({"title": "Pets", "version": "1.0"})));
    let decode = Decode { null_collections: false, quoted_numbers: true, ..Decode::default() };
    assert_eq!(config.decode, decode);
    assert_eq!(config.retry.idempotency_header.as_deref(), Some("Idempotency-Key"));
    assert_eq!((config.spec.out.as_str(), config.spec.pages.as_str()), ("../out", "pages"));
}

#[test]
fn an_empty_file_is_the_default() {
    let (empty, default) = (parse("").expect("nothing is wrong"), Config::default());
    assert_eq!(format!("{empty:?}"), format!("{default:?}"));
    assert!(default.enums.from_descriptions);
}

#[test]
fn rules_know_their_place() {
    let config = parse(WHOLE).expect("a whole file");
    let starts = |spot: &Spot| match spot {
        Spot::Offset(offset) => WHOLE[*offset..].lines().next().expect("a line").to_owned(),
        other => panic!("{other:?} is no offset"),
    };
    assert_eq!(starts(&config.names.operations[0].place.spot), "[[names.operations]]");
    assert_eq!(starts(&config.keep[0].place.spot), "[[keep]]");
    assert_eq!(starts(&config.enums.description[1].place.spot), "[[enums.description]]");
}

#[test]
fn unknown_keys_are_refused_all_at_once() {
    let text =
        "[pakage]\n[package]\nnmae = \"a\"\nzzz = 1\n[[keep]]\nfile = \"src/a.rs\"\nmodule = \"a\"\nfeatures = 1\n";
    assert_eq!(
        refused(text),
        [
            "3:1 config::unknown-key unknown key `nmae` in [package] (did you mean `name`?)",
            "4:1 config::unknown-key unknown key `zzz` in [package] (known here: `authors`, `categories`, \
             `description`, `documentation`, `edition`, `homepage`, `keywords`, `license`, `module`, `name`, `publish`, `repository`, \
             `rust-version`, `tag-features`, `types-only`, `version`)",
            "8:1 config::unknown-key unknown key `features` in [[keep]] (did you mean `feature`?)",
            "1:2 config::unknown-key unknown key `pakage` at the top (did you mean `package`?)",
        ]
    );
}

#[test]
fn values_of_the_wrong_kind_are_refused() {
    let text = "[package]\nname = 1\nversion = \"1\"\nedition = \"2021\"\nauthors = [1]\n\
                [enums]\nfrom-descriptions = \"yes\"\n[types]\nuuid = \"guid\"\n\
                [[keep]]\nfile = \"../a.rs\"\nmodule = \"type\"\n[[names.rename]]\nat = \"x\"\n\
                [[names.operations]]\npattern = \"(\"\nreplace = \"\"\n[[enums.description]]\nat = \"/a\"\n";
    let lines = refused(text);
    assert_eq!(lines.len(), 12, "{lines:#?}");
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_filter_says_something_that_can_be_so() {
    assert_eq!(
        refused("[[filter.include]]\n[[filter.exclude]]\nmethod = \"GET it\"\ntag = \"a\"\n"),
        [
            "1:1 config::invalid-value `[[filter]]` needs at least one of `operation`, `path`, `method`, `tag`, \
             `deprecated`",
            "3:10 config::invalid-value `method` must be an HTTP method, as GET",
        ]
    );
}

#[test]
fn types_name_crates_that_are_there_and_crates_are_named() {
    let text = "[types]\ndate-time = \"chrono\"\ndate = \"time\"\nduration = \"chrono\"\n\
                [[types.replace]]\nformat = \"decimal\"\ntype = \"rust_decimal::Decimal\"\nas = \"text\"\n\
                [[types.replace]]\nat = \"schemas/A\"\ntype = \"rust_decimal::Decimal\"\n\
                [[types.replace]]\nat = \"schemas/B\"\ntype = \"Decimal\"\n\
                [[types.replace]]\ntype = \"crate::own::B\"\n\
                [dependencies]\nurl = \"two\"\nuuid = { features = [\"v4\"], path = \"../uuid\" }\n\"a b\" = \"1\"\nnothing = { package = \"x\" }\n";
    insta::assert_snapshot!(refused(text).join("\n"));
    let unnamed =
        "[[types.replace]]\nformat = \"decimal\"\ntype = \"rust_decimal::Decimal\"\n[dependencies]\nurl = \"2\"\n";
    assert_eq!(
        refused(unnamed),
        [
            "1:1 config::unknown-crate `rust_decimal::Decimal` is of the crate `rust_decimal`, which [dependencies] does \
             not name (add it: [dependencies] rust_decimal = \"VERSION\")",
            "5:7 config::unused-crate no rule names a type or derive of the crate `url` (remove it)",
        ]
    );
}

#[test]
fn paging_says_what_its_kind_needs_and_nothing_else() {
    let rule = |keys: &str| format!("[[paging]]\noperation = \"a\"\nitems = \"/data\"\n{keys}");
    let read = |keys: &str| parse(&rule(keys)).expect("a rule").paging[0].next.clone();
    let (next, parameter) = ("/next".parse().expect("a pointer"), "p".to_owned());
    assert_eq!(
        read("kind = \"cursor\"\nparameter = \"p\"\nnext = \"/next\""),
        NextPage::Cursor { parameter: parameter.clone(), from: ToldIn::Body(next) }
    );
    let total = Some(ToldIn::Header("x-total".to_owned()));
    assert_eq!(
        read("kind = \"page\"\nparameter = \"p\"\ntotal-header = \"X-Total\""),
        NextPage::Page { parameter: parameter.clone(), first: 1, count: total }
    );
    assert_eq!(read("kind = \"offset\"\nparameter = \"p\""), NextPage::Offset { parameter, total: None });
    assert_eq!(read("kind = \"link\"\nnext-header = \"Link\""), NextPage::Link { from: ToldIn::NextLink });
    let wrong = [
        "kind = \"cursor\"",
        "kind = \"link\"\nparameter = \"p\"\nfirst = 0",
        "kind = \"page\"\nparameter = \"p\"\nfirst = -1\nmore = \"more\"",
        "kind = \"offset\"\nparameter = \"p\"\ntotal = \"/n\"\ntotal-header = \"n\"\nper-page = 5",
        "kind = \"link\"\nnext-item = \"/id\"\nnext-header = \"a b\"\npattern = \".\"",
        "kind = \"scroll\"",
    ];
    let told: Vec<String> = wrong.iter().flat_map(|keys| refused(&rule(keys))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn derives_and_package_keys_are_checked() {
    let text = "[package]\nkeywords = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]\npublish = 1\ntag-features = \"some\"\n\
                [[derives]]\nat = \"schemas/A\"\nderive = [\"Debug\", \"Serialize\", \"a::B\"]\n\
                [[derives]]\nat = \"tags/a\"\npattern = \".\"\nderive = []\n";
    insta::assert_snapshot!(refused(text).join("\n"));
}

#[test]
fn what_is_not_toml_is_told_with_its_place() {
    let lines = refused("[package\nname = 1\n");
    assert!(lines[0].starts_with("1:9 config::syntax not TOML: "), "{lines:?}");
}

#[test]
fn package_names_follow_cargo() {
    let fine = |name| crategen::config::check_package_name(name).is_ok();
    assert!(fine("pets") && fine("pets-api_2") && fine("chat-captain"));
    for name in ["", "2pets", "pe ts", "größe", "../pets", "test", "Crate", "con", &"a".repeat(65)] {
        assert!(!fine(name), "{name:?} must be refused");
    }
}

#[test]
fn the_header_for_keys_is_a_setting_of_the_builder() {
    let document = json!({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}}).to_string();
    let builder = |config: Option<&str>| {
        let generated = generate([("pets.json", document.as_str())], config).expect();
        let (_, text) = generated.files.iter().find(|(path, _)| *path == "src/lib.rs").expect("a library");
        text.lines().find(|line| line.contains("ClientBuilder::new(&API)")).expect("a builder").trim().to_owned()
    };
    let config = "[retry]\nidempotency-header = \"X-Request-Key\"\n";
    assert_eq!(builder(Some(config)), r#"runtime::ClientBuilder::new(&API).idempotency_header("X-Request-Key")"#);
    assert_eq!(builder(None), "runtime::ClientBuilder::new(&API)");
    assert_eq!(
        refused("[retry]\nidempotency-header = \"no header\"\n"),
        ["2:22 config::invalid-value `idempotency-header` must be the name of a header"]
    );
}

#[test]
fn a_pattern_can_name_what_an_operation_is() {
    let named = |pattern: &str, replace: &str| {
        let config =
            parse(&format!("[[names.operations]]\npattern = '{pattern}'\nreplace = '{replace}'\n")).expect("is read");
        config.names.operations[0]
            .apply("op_12", &[("method", "get"), ("path", "/pets/{$id}"), ("tag", "pets")])
            .expect("matches")
    };
    assert_eq!(named("^.*$", "$method $path"), "get /pets/{$id}");
    assert_eq!(named("^.*$", "${tag}_${method}s"), "pets_gets");
    assert_eq!(named(r"^op_(\d+)$", "$tag $1 $$1 $2."), "pets 12 $1 .");
    assert_eq!(named(r"^(?<tag>op)_(?<n>\d+)$", "$tag $n $method"), "op 12 get", "a group of the pattern goes first");
    assert_eq!(named("_", "$"), "op$12");
}

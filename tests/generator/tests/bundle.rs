//! `document::bundle`: each fixture is a folder with a `root.yaml`; its snapshot is the one document that comes out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crategen::Inputs;
use crategen::config::Config;
use crategen::diagnostic::{Diagnostics, Spot};
use crategen::document::bundle::{FolderLoader, Load, LoadError, bundle};
use crategen::document::normalise::normalise;
use crategen::document::{Document, Origins};
use crategen::pointer::Pointer;
use crategen::source::{Sources, parse};
use generator_tests::{corpus, fixture, fixtures, snapshot};
use serde_json::Value;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            each_part_was_written_in_its_file,
            nothing_outside_is_asked_for,
            #[cfg(unix)]
            links_do_not_lead_outside,
            small_documents_do_not_grow_without_bound,
            what_contains_itself_ends,
            faults_go_with_the_document
        ],
        harness::each("folders", 5, fixtures("bundle", &[]), becomes_one_document),
        harness::each_outside("corpus", 1, "corpus", corpus::of_several_files, an_outside_document_becomes_one),
    ])
}

/// Files that are kept in memory, and what was asked for.
#[derive(Default)]
struct Memory {
    files: BTreeMap<String, String>,
    asked: Vec<String>,
}

impl Load for Memory {
    fn load(&mut self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.asked.push(path.to_owned());
        self.files.get(path).map(|text| text.clone().into_bytes()).ok_or(LoadError::Missing)
    }
}

fn bundled(loader: &mut dyn Load, path: &str) -> (Document, Sources, Diagnostics) {
    let mut sources = Sources::new();
    let bytes = loader.load(path).expect("the root is there");
    let file = sources.add_bytes(path, bytes);
    let value = parse(&sources, file).expect("the root can be parsed");
    let mut diags = Diagnostics::new();
    let document = Document::new(value, Origins::of(file));
    let document = bundle(&mut sources, loader, document, path, &mut diags);
    (document, sources, diags)
}

fn rendered(diags: &Diagnostics, sources: &Sources) -> String {
    let line = |at: &Option<crategen::diagnostic::Place>| match at {
        Some(place) => match &place.spot {
            Spot::Pointer(pointer) | Spot::Key(pointer) => format!("{}#{pointer}", sources.name(place.file)),
            Spot::Offset(offset) => format!("{}@{offset}", sources.name(place.file)),
        },
        None => String::new(),
    };
    let each = |d: &crategen::diagnostic::Diagnostic| {
        format!("{}[{}] {}: {}\n", format!("{:?}", d.severity).to_lowercase(), d.code, line(&d.at), d.message)
    };
    diags.iter().map(each).collect()
}

/// A fixture is a folder.
fn becomes_one_document(name: &str, folder: PathBuf) {
    let root = if folder.join("root.yaml").is_file() { "root.yaml" } else { "specs/root.yaml" };
    let (document, sources, diags) = bundled(&mut FolderLoader::new(&folder), root);
    let text = serde_json::to_string_pretty(&document.value).expect("values can be written");
    snapshot!("bundle", name, format!("{text}\n\n{}", rendered(&diags, &sources)));
    let again = bundled(&mut FolderLoader::new(&folder), root);
    assert_eq!(again.0.value, document.value, "it does not always come out the same");
}

fn each_part_was_written_in_its_file() {
    let mut loader = FolderLoader::new(fixture("bundle/every-kind"));
    let (document, sources, _) = bundled(&mut loader, "root.yaml");
    let place = |pointer: &str| {
        let place = document.origins.place(&pointer.parse::<Pointer>().expect("it is a pointer"));
        let Spot::Pointer(at) = place.spot else { panic!("{pointer} is not at a pointer") };
        format!("{}#{at}", sources.name(place.file))
    };
    assert_eq!(place("/components/schemas/Id/type"), "parts.yaml#/schemas/Id/type");
    assert_eq!(place("/paths/~1b/get/responses"), "parts.yaml#/paths/~1b/get/responses");
    assert_eq!(place("/paths/~1b/get/description"), "parts.yaml#/texts/long");
    assert_eq!(place("/paths/~1b/summary"), "root.yaml#/paths/~1b/summary");
    assert_eq!(place("/paths/~1a~1{id}/post"), "root.yaml#/paths/~1a~1{id}/post");
}

fn nothing_outside_is_asked_for() {
    let mut loader = Memory::default();
    let root = fs::read_to_string(fixture("bundle/refused/root.yaml")).expect("the fixture is there");
    loader.files.insert("root.yaml".to_owned(), root);
    let (_, _, diags) = bundled(&mut loader, "root.yaml");
    assert_eq!(loader.asked, ["root.yaml", "missing.yaml", "list.json", "broken.json", ""]);
    assert_eq!(diags.iter().filter(|diagnostic| diagnostic.code == "bundle::url").count(), 4);
    assert_eq!(diags.iter().filter(|diagnostic| diagnostic.code == "bundle::outside").count(), 3);
}

#[cfg(unix)]
fn links_do_not_lead_outside() {
    let folder = std::env::temp_dir().join(format!("crategen-bundle-{}", std::process::id()));
    let inside = folder.join("inside");
    fs::create_dir_all(&inside).expect("a folder can be made");
    fs::write(folder.join("secret.yaml"), "type: string").expect("a file can be written");
    fs::write(inside.join("open.yaml"), "type: string").expect("a file can be written");
    std::os::unix::fs::symlink("../secret.yaml", inside.join("link.yaml")).expect("a link can be made");
    std::os::unix::fs::symlink("open.yaml", inside.join("good.yaml")).expect("a link can be made");
    let mut loader = FolderLoader::new(&inside);
    let found = (loader.load("link.yaml"), loader.load("good.yaml"), loader.load("../secret.yaml"), loader.load("no"));
    fs::remove_dir_all(&folder).expect("the folder can be removed");
    assert_eq!(found.0, Err(LoadError::Outside));
    assert_eq!(found.1, Ok(b"type: string".to_vec()));
    assert_eq!(found.2, Err(LoadError::Outside));
    assert_eq!(found.3, Err(LoadError::Missing));
}

fn small_documents_do_not_grow_without_bound() {
    // Each path item of 300 is replaced by one with 30,000 values.
    let paths: String = (0..300).map(|n| format!("  /p{n}: {{ $ref: 'big.yaml' }}\n")).collect();
    let tags: String = (0..30_000).map(|n| format!("    - t{n}\n")).collect();
    let mut loader = Memory::default();
    let root = format!("openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n{paths}");
    loader.files.insert("root.yaml".to_owned(), root);
    loader.files.insert("big.yaml".to_owned(), format!("get:\n  responses: {{}}\n  tags:\n{tags}"));
    let (document, _, diags) = bundled(&mut loader, "root.yaml");
    assert_eq!(diags.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["bundle::large"]);
    let whole = document.value.pointer("/paths/~1p0/get/tags").and_then(Value::as_array).map(Vec::len);
    assert_eq!(whole, Some(30_000));
    assert!(document.value.pointer("/paths/~1p299/x-crategen-invalid").is_some());
}

fn what_contains_itself_ends() {
    let mut loader = Memory::default();
    let root = "openapi: 3.0.3\npaths: {}\ncomponents: { schemas: { A: { properties: { $ref: 'own.yaml' } } } }";
    loader.files.insert("root.yaml".to_owned(), root.to_owned());
    let own = "a: { properties: { $ref: own.yaml } }\nb: { properties: { $ref: own.yaml } }";
    loader.files.insert("own.yaml".to_owned(), own.to_owned());
    let (document, _, diags) = bundled(&mut loader, "root.yaml");
    assert_eq!(diags.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["bundle::large"]);
    let first = document.value.pointer("/components/schemas/A/properties/a/properties/b");
    assert!(first.is_some_and(Value::is_object));
}

/// A document of several files of the outside corpus, by its first.
fn an_outside_document_becomes_one(_: &str, root: PathBuf) {
    let is_own = |folder: &&Path| folder.parent().is_some_and(|above| above.ends_with("multifile"));
    let folder = root.ancestors().find(is_own).expect("such a document has a folder of its own");
    let path = root.strip_prefix(folder).expect("it is inside").to_string_lossy();
    let (document, sources, mut diags) = bundled(&mut FolderLoader::new(folder), &path);
    let normalised = normalise(document, &mut diags);
    let errors: Vec<_> = diags.iter().filter(|d| d.severity == crategen::diagnostic::Severity::Error).collect();
    if std::env::var_os("SHOW_DIAGNOSTICS").is_some() {
        eprintln!("{}", rendered(&diags, &sources));
    }
    let read = serde_json::from_value::<openapiv3::OpenAPI>(normalised.value.clone());
    assert!(read.is_ok() || !errors.is_empty(), "{:?}", read.err());
    assert!(errors.iter().all(|error| error.code == "bundle::url"), "{errors:?}");
}

/// A reference that leads nowhere has its own reason in whatever way the document goes: alone, merged, shown by a page, or as Swagger.
fn faults_go_with_the_document() {
    const GONE: &str = "`gone.yaml` could not be read: there is no such file";
    let operation = "get: { parameters: [{ $ref: 'gone.yaml#/p' }], responses: { '200': { description: ok } } }";
    let document = format!("openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n  /a: {{ {operation} }}\n");
    let other = document.replace("/a", "/b").replace("[{ $ref: 'gone.yaml#/p' }]", "[]");
    let swagger = document.replace("openapi: 3.0.3", "swagger: '2.0'");
    let page = "{% openapi src=\"a.yaml\" path=\"/a\" method=\"get\" %}{% endopenapi %}\n";
    let ways: [&[(&str, &str)]; 4] = [
        &[("a.yaml", document.as_str())],
        &[("a.yaml", document.as_str()), ("b.yaml", other.as_str())],
        &[("page.md", page)],
        &[("a.yaml", swagger.as_str())],
    ];
    for texts in ways {
        let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
        let documents: Vec<_> = texts.iter().map(|(name, text)| sources.add(*name, *text)).collect();
        let mut loader = Memory::default();
        loader.files.insert("a.yaml".to_owned(), document.clone());
        let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
        let read = crategen::read(&mut sources, inputs, &mut said).expect("a document");
        let api = crategen::meaning(&read, &config, &mut said);
        let reasons: Vec<(&str, &str)> =
            api.left_out.iter().map(|one| (one.name.as_str(), one.reason.as_str())).collect();
        assert_eq!(reasons, [("get /a", GONE)], "{texts:?}: {}", rendered(&said, &sources));
        assert!(!said.iter().any(|one| one.code == "document::reserved"), "{texts:?}");
    }
}

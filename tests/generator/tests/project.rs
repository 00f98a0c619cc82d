//! A project file as a user meets it: written by `init`, found from below, and what each command does with its clients.

use std::fs;

use crategen::config::Project;
use crategen::source::Sources;
use generator_tests::{Ran, assert_says, folder, put, run, workspace};
use tempfile::TempDir;

const BOOKS: &str = r##"openapi: 3.1.0
info: {title: Library, version: "1"}
servers: [{url: "https://api.library.example/v1"}]
paths:
  /books:
    get:
      operationId: list_books_books_get
      tags: [books]
      parameters:
        - {name: cursor, in: query, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        "200": {description: A page, content: {application/json: {schema: {$ref: "#/components/schemas/Page"}}}}
components:
  schemas:
    Page:
      type: object
      properties:
        data: {type: array, items: {type: object, properties: {id: {type: string}}}}
        next_cursor: {type: [string, "null"]}
"##;

const USERS: &str = r#"openapi: 3.1.0
info: {title: Library, version: "1"}
servers: [{url: "https://api.library.example/v1"}]
paths:
  /users:
    get: {operationId: list_users_users_get, tags: [users], responses: {"204": {description: Fine}}}
"#;

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn crategen(folder: &TempDir, below: &str, arguments: &str) -> Ran {
    run("crategen", &arguments.split(' ').collect::<Vec<_>>(), &folder.path().join(below), "")
}

#[test]
fn a_file_that_init_wrote_is_generated_checked_and_compared_from_below() {
    let here = folder(&[("books.yaml", BOOKS), ("users.yaml", USERS), ("src/keep", "")]);
    assert_says(&crategen(&here, "", "generate"), 64, &["no DOCUMENT is given", "crategen init"]);
    assert_says(&crategen(&here, "", "init books.yaml users.yaml --out client"), 0, &["next: crategen generate"]);
    let file = read(&here, "crategen.toml");
    for words in [
        "documents = [\"books.yaml\", \"users.yaml\"]",
        "out = \"client\"",
        "# tag = \"users\"",
        "# to = \"list_books\"",
    ] {
        assert!(file.contains(words), "{words:?} is not in:\n{file}");
    }
    assert_says(&crategen(&here, "", "init books.yaml"), 74, &["crategen.toml is there already"]);
    assert_says(
        &crategen(&here, "src", "check"),
        1,
        &["../client/Cargo.toml is missing", "to repair: crategen generate"],
    );
    assert_says(&crategen(&here, "src", "generate --dry-run"), 0, &["../client/Cargo.toml is missing"]);
    assert!(!here.path().join("client").exists(), "nothing is written");
    assert_says(&crategen(&here, "src", "generate"), 0, &["library = { path = \"../client\" }"]);
    assert_says(&crategen(&here, "", "check"), 0, &["0 stale"]);
    assert!(!crategen(&here, "", "generate").stdout.contains("next"), "the crate is there");
    put(here.path(), "new.yaml", &BOOKS.replace("/books:", "/volumes:"));
    assert_says(&crategen(&here, "", "drift --published new.yaml"), 64, &["the name of none of the documents"]);
    put(here.path(), "new/books.yaml", &BOOKS.replace("type: [string, \"null\"]", "type: string"));
    let drift = crategen(&here, "", "drift --published new/books.yaml --update");
    assert!(matches!(drift.code, Some(1 | 2)), "{}\n{}", drift.stdout, drift.stderr);
    assert_eq!(read(&here, "books.yaml"), read(&here, "new/books.yaml"));
    assert_says(&crategen(&here, "", "check"), 0, &["0 stale"]);
    assert_says(&crategen(&here, "", "drift"), 64, &["[drift] in crategen.toml"]);
}

#[test]
fn what_init_proposes_can_be_used_as_it_is() {
    let here = folder(&[("books.yaml", BOOKS)]);
    assert_says(&crategen(&here, "", "init books.yaml --out client"), 0, &[]);
    let file = read(&here, "crategen.toml");
    let from = file.find("# [[names.rename]]").expect("names are proposed");
    let (head, proposed) = file.split_at(from);
    let used: String = proposed
        .lines()
        .map(|line| line.trim_start_matches("# "))
        .filter(|line| !line.contains("seem to give"))
        .map(|line| format!("{line}\n"))
        .collect();
    put(here.path(), "crategen.toml", &format!("{head}{used}"));
    assert_says(&crategen(&here, "", "generate"), 0, &["1 operation"]);
    assert_says(&crategen(&here, "", "list"), 0, &["GET  /books  client.books().list_books()"]);
    let listed = crategen(&here, "", "list --format json");
    assert!(listed.stdout.contains("\"paged\": true"), "{}", listed.stdout);
}

#[test]
fn several_clients_have_sections_of_their_own_and_common_ones() {
    let file = "[decode]\nmissing-keys = true\n\n[[client]]\ndocuments = [\"books.yaml\"]\nout = \"books\"\nbase-url = \"https://books.example\"\n\
                [client.package]\nname = \"my-books\"\n\n[[client]]\nname = \"people\"\ndocuments = [\"users.yaml\"]\nout = \"users\"\n\
                [client.decode]\nquoted-numbers = true\n";
    let here = folder(&[("books.yaml", BOOKS), ("users.yaml", USERS), ("crategen.toml", file)]);
    assert_says(&crategen(&here, "", "generate --client people"), 0, &["users"]);
    assert!(!here.path().join("books").exists());
    assert_says(&crategen(&here, "", "generate --client person"), 64, &["give one of `my-books`, `people`"]);
    assert_says(&crategen(&here, "", "generate"), 0, &["books", "users"]);
    assert!(read(&here, "books/Cargo.toml").contains("name = \"my-books\""));
    let mut sources = Sources::new();
    let id = sources.add("crategen.toml", file);
    let project = Project::parse(&sources, id).expect("it is right");
    let [books, people] = project.clients.as_slice() else { panic!("two clients") };
    assert!(
        books.config.decode.missing_keys && !people.config.decode.missing_keys && people.config.decode.quoted_numbers
    );
    assert_eq!(books.config.client.base_url.as_deref(), Some("https://books.example"));
}

#[test]
fn mistakes_of_a_project_file_are_told_at_their_places() {
    for (text, said) in [
        ("[[client]]\nout = \"a\"\n", "crategen.toml:1:1"),
        ("[[client]]\ndocuments = [\"a\"]\n", "has no `out`"),
        ("[[client]]\ndocument = [\"a\"]\nout = \"a\"\n", "did you mean `documents`?"),
        ("[[client]]\ndocuments = [\"a\"]\nout = \"a\"\n[client.pakage]\n", "did you mean `package`?"),
        ("[pakage]\n[[client]]\ndocuments = [\"a\"]\nout = \"a\"\n", "did you mean `package`?"),
        (
            "[[client]]\ndocuments = [\"a\"]\nout = \"a\"\n[[client]]\ndocuments = [\"b\"]\nout = \"a\"\n",
            "crategen.toml:4:1",
        ),
        ("client = []\n", "has no entry"),
        ("[[client]]\ndocuments = [\"a\"]\nfragments = \"f\"\nout = \"a\"\n", "cut out of `pages`"),
        ("[[client]]\ndocuments = [\"a.yaml\"]\nout = \"a\"\n", "cannot read a.yaml"),
        ("[[client]]\ndocuments = [\"https://a.example/a.yaml\"]\nout = \"a\"\n", "save the document, and put the URL"),
        ("[[client\n", "not TOML"),
    ] {
        let here = folder(&[("crategen.toml", text)]);
        assert_says(&crategen(&here, "", "check"), 65, &[said]);
    }
}

#[test]
fn the_projects_own_file_works_with_crategen_too() {
    let spec = workspace().join("spec");
    let ran = run("crategen", &["check"], &spec, "");
    assert_says(&ran, 0, &["../generated", "0 stale"]);
    assert_says(&run("crategen", &["show", "ir", "--name", "get_channels"], &spec, ""), 0, &["get_channels"]);
}

/// Names that say "pages" of operations that a rule for them would call again with the same thing to do, or with a value that does not
/// fit.
const NEARLY: &str = r##"openapi: 3.1.0
info: {title: Nearly, version: "1"}
servers: [{url: https://api.example.com}]
paths:
  /versions:
    get:
      operationId: getVersions
      parameters: [{name: after, in: query, schema: {type: number}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {
        versions: {type: array, items: {type: string}}, next_page: {type: string}}}}}}}
  /reactions:
    get:
      operationId: getReactions
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {
        reactions: {type: array, items: {type: string}}, next_page: {type: string, description: A URL that calls the next page}}}}}}}
  /Invoices:
    get:
      operationId: getInvoices
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Invoices"}}}}}
    put:
      operationId: putInvoices
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Invoices"}}}}}
    post:
      operationId: postInvoices
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Invoices"}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Invoices"}}}}}
components:
  schemas:
    Invoices:
      type: object
      properties:
        pagination: {type: object, properties: {page: {type: integer}}}
        Warnings: {type: array, items: {type: string}}
        Invoices: {type: array, items: {type: string}}
"##;

#[test]
fn rules_of_paging_are_proposed_for_what_reads_and_fits() {
    let here = folder(&[("nearly.yaml", NEARLY)]);
    let ran = crategen(&here, "", "list nearly.yaml --paging");
    assert_says(
        &ran,
        0,
        &[
            "operation = \"getVersions\"\nkind = \"link\"",
            "operation = \"getReactions\"\nkind = \"link\"",
            "operation = \"getInvoices\"\nkind = \"page\"\nparameter = \"page\"\nitems = \"/Invoices\"",
        ],
    );
    assert_eq!(ran.stdout.matches("[[paging]]").count(), 3, "{}", ran.stdout);
}

#[test]
fn commands_look_at_documents_without_a_project() {
    let here = folder(&[
        ("books.yaml", BOOKS),
        (
            "half.yaml",
            &USERS.replace("responses: {\"204\"", "parameters: [{in: nowhere, name: a}], responses: {\"204\""),
        ),
    ]);
    assert_says(
        &crategen(&here, "", "list books.yaml --paging"),
        0,
        &["kind = \"cursor\"", "next = \"/next_cursor\"", "size = \"limit\""],
    );
    put(here.path(), "search.yaml", SEARCH);
    assert_says(
        &crategen(&here, "", "list search.yaml --paging"),
        0,
        &[
            "kind = \"cursor\"\nparameter = \"offset\"\nitems = \"/result/points\"\nnext = \"/result/next_page_offset\"\n",
            "parameter = \"/pagination/pageNumber\"\nitems = \"/rows\"\ntotal = \"/pageCount\"\nsize = \"/pagination/pageSize\"",
            "kind = \"offset\"\nparameter = \"from\"\nitems = \"/hits/hits\"\nsize = \"size\"",
        ],
    );
    assert_says(&crategen(&here, "", "validate books.yaml"), 0, &["1 operation, 1 schema"]);
    assert_says(&crategen(&here, "", "validate half.yaml"), 65, &["error"]);
    assert_says(&crategen(&here, "", "validate nowhere.yaml"), 65, &["cannot read nowhere.yaml"]);
    assert_says(&crategen(&here, "", "show corrected books.yaml --name /info"), 0, &["title: Library"]);
    assert_says(&run("crategen", &["list", "-"], here.path(), BOOKS), 0, &["GET  /books"]);
    assert_says(&crategen(&here, "", "generate --only list_books --tag books books.yaml --out x"), 0, &["1 operation"]);
    assert_says(&crategen(&here, "", "generate --only ^lend books.yaml --out x"), 3, &["no longer applies"]);
    put(here.path(), "codegen.toml", "[package]\nname = \"x\"\n");
    assert_says(&crategen(&here, "", "generate books.yaml --out y"), 0, &["codegen.toml is not used: give --config"]);
    assert_says(&crategen(&here, "", "generate books.yaml --out y --client x"), 64, &["--project and --client"]);
    assert_says(&crategen(&here, "", "list books.yaml --client x"), 64, &["--project and --client"]);
    assert_says(&crategen(&here, "", "generate"), 64, &["no crategen.toml is in this folder or above"]);
    assert_says(&crategen(&here, "", "completions fish"), 0, &["complete -c crategen"]);
    assert_says(&crategen(&here, "", "man"), 0, &[".TH crategen-generate"]);
}

/// Pages in fields of bodies: an offset that the response names, a number inside of an object, an offset that is counted.
const SEARCH: &str = r#"
openapi: 3.1.0
info: {title: Search, version: "1"}
paths:
  /scroll:
    post:
      operationId: scroll
      requestBody: {content: {application/json: {schema: {type: object, properties: {limit: {type: integer}, offset: {type: [integer, string, "null"]}}}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {result: {type: object, properties: {points: {type: array, items: {type: string}}, next_page_offset: {type: [integer, string, "null"]}}}}}}}}}
  /rows:
    post:
      operationId: rows
      requestBody: {content: {application/json: {schema: {type: object, properties: {pagination: {type: object, properties: {pageNumber: {type: integer}, pageSize: {type: integer}}}}}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {rows: {type: array, items: {type: string}}, pageCount: {type: integer}}}}}}}
  /search:
    post:
      operationId: search
      requestBody: {content: {application/json: {schema: {type: object, properties: {from: {type: integer}, size: {type: integer}}}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {hits: {type: object, properties: {hits: {type: array, items: {type: string}}}}}}}}}}
"#;

/// A page with one fragment.
fn page(path: &str) -> String {
    let fragment = serde_json::json!({
        "openapi": "3.0.0", "info": {"title": "Pets", "version": "1.0"}, "servers": [{"url": "https://pets.example.com"}],
        "paths": {format!("/{path}"): {"get": {"operationId": format!("get_{path}"), "responses": {"204": {"description": "Fine"}}}}},
    });
    format!("# Pets\n\n## Gets {path}\n\n```json\n{fragment}\n```\n")
}

#[test]
fn pages_go_the_whole_way_in_a_project_of_ones_own() {
    let file = "[[client]]\npages = \"docs\"\nfragments = \"parts\"\nmerged = \"merged.json\"\noverlays = [\"overlay.yaml\"]\n\
                corrected = \"api.json\"\nsurface = \"surface.txt\"\nout = \"client\"\n";
    let overlay =
        "overlay: 1.1.0\ninfo: {title: C, version: '1'}\nactions:\n  - {target: $.info, update: {version: '2.0'}}\n";
    let here = folder(&[("crategen.toml", file), ("overlay.yaml", overlay), ("new/cats.md", &page("cats"))]);
    assert_says(&crategen(&here, "", "generate"), 65, &["docs has no pages", "crategen ingest PAGE"]);
    assert_says(&crategen(&here, "new", "ingest cats.md"), 0, &["next: crategen generate"]);
    assert_eq!(read(&here, "docs/cats.md"), page("cats"));
    assert_says(&crategen(&here, "", "merge"), 0, &["merged.json"]);
    assert!(read(&here, "api.json").contains("\"version\": \"2.0\""));
    assert_says(&crategen(&here, "", "generate"), 0, &["1 operation", "pets = { path = \"client\" }"]);
    assert!(read(&here, "surface.txt").contains("get_cats"));
    put(here.path(), "new/cats.md", &page("dogs"));
    let drift = crategen(&here, "", "drift --published new/cats.md --update --format markdown");
    assert_says(&drift, 2, &["get /cats", "get /dogs"]);
    assert_eq!(read(&here, "docs/cats.md"), page("dogs"));
    assert_says(&crategen(&here, "", "check"), 0, &["0 stale"]);
    assert_says(&crategen(&here, "", "drift --published new/cats.md"), 0, &["no drift"]);
    assert_says(&crategen(&here, "", "drift --config x.toml"), 64, &["its own configuration"]);
}

#[test]
fn a_badge_counts_the_operations_of_all_clients() {
    let client = |name: &str| format!("[[client]]\ndocuments = [\"{name}.yaml\"]\nout = \"{name}\"\n");
    let broken = USERS.replace("tags: [users],", "tags: [users], parameters: [{name: a, in: nowhere}],");
    let here = folder(&[
        ("books.yaml", BOOKS),
        ("users.yaml", USERS),
        ("crategen.toml", &(client("books") + &client("users"))),
    ]);
    let badge = |message: &str, colour: &str| serde_json::json!({"schemaVersion": 1, "label": "operations", "message": message, "color": colour});
    let shown = |ran: &Ran| serde_json::from_str::<serde_json::Value>(&ran.stdout).expect("JSON");
    let ran = crategen(&here, "", "list --format badge");
    assert_eq!((ran.code, shown(&ran)), (Some(0), badge("2 of 2", "brightgreen")));
    put(here.path(), "users.yaml", &broken);
    let ran = crategen(&here, "", "list --format badge");
    assert_eq!((ran.code, shown(&ran)), (Some(0), badge("1 of 2", "orange")));
    put(here.path(), "users.yaml", "no document");
    let ran = crategen(&here, "", "list --format badge");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(65), ""), "{}", ran.stderr);
    assert_says(
        &crategen(&here, "", "list --format badge --paging"),
        64,
        &["--paging and --format badge cannot be combined"],
    );
}

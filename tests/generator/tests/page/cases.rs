//! The invented sites of the outside material (`../shared/cases/pages`): what is found on their pages, and what is said of
//! it. What becomes of several pages that differ is the business of merging, and not looked at here.

use std::path::{Path, PathBuf};

use crategen::diagnostic::{Diagnostics, Severity};
use crategen::document::bundle::FolderLoader;
use crategen::document::page::{Fragment, fragments, is_page};
use crategen::source::{FileId, Sources};
use harness::Trial;
use serde_json::{Value, json};

/// A test for each site.
pub fn tests() -> Vec<Trial> {
    harness::tests!["cases/pages": ferry, ledger, tides, greenhouse, parcels, orchard, printshop, kiln, garden, lamps]
}

/// A site, of which pages are read.
pub struct Site(pub PathBuf);

/// What came of some pages.
pub struct Read {
    sources: Sources,
    said: Diagnostics,
    found: Option<Vec<Fragment>>,
}

impl Site {
    /// Reads pages of it as those of one run.
    pub fn read(&self, pages: &[&str]) -> Read {
        let (mut sources, mut said) = (Sources::new(), Diagnostics::new());
        let mut add = |name: &&str| sources.add_bytes(*name, bytes(&self.0.join(name)));
        let files: Vec<FileId> = pages.iter().map(&mut add).collect();
        assert!(files.iter().all(|file| is_page(&sources, *file)), "{pages:?} are pages");
        let mut loader = FolderLoader::new(&self.0);
        let found = fragments(&mut sources, &files, &mut loader, &mut said);
        Read { sources, said, found }
    }
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Read {
    /// What was said, as text.
    pub fn rendered(&self) -> String {
        self.said.render(&self.sources, false)
    }

    /// What was found.
    pub fn fragments(&self) -> &[Fragment] {
        self.found.as_deref().unwrap_or_else(|| panic!("{}", self.rendered()))
    }

    fn titles(&self) -> Vec<Option<&str>> {
        self.fragments().iter().map(|fragment| fragment.title.as_deref()).collect()
    }

    fn documents(&self) -> Vec<Option<&str>> {
        self.fragments().iter().map(|fragment| fragment.context.document.as_deref()).collect()
    }

    /// What was said, by severity and code.
    pub fn said(&self) -> Vec<String> {
        self.said.iter().map(|said| format!("{}[{}]", said.severity.as_str(), said.code)).collect()
    }

    /// A part of the operation of a fragment with one.
    fn operation(&self, fragment: usize) -> &Value {
        let paths = self.fragments()[fragment].document.value["paths"].as_object().expect("paths");
        let item = paths.values().next().and_then(Value::as_object).expect("a path");
        item.values().next().expect("an operation")
    }
}

fn ferry(sites: &Path) {
    let site = Site(sites.join("gitbook/ferry"));
    let all = site.read(&["sailings.md", "cancel.md", "ports.md", "models.md", "getting-started.md"]);
    let titles = [
        Some("List sailings"),
        Some("Get a sailing"),
        Some("Cancel a sailing"),
        None,
        Some("The Sailing object"),
        Some("The Port object"),
        Some("The Notice object"),
    ];
    assert_eq!(all.titles(), titles, "`GET /ports` repeats method and path, `API Schema` is a section");
    let said = ["note[page::no-fragment]", "note[page::operation-id]"];
    assert_eq!(all.said(), said, "{}", all.rendered());
    let example = site.read(&["which-version.md"]);
    assert_eq!((example.fragments().len(), example.said().len()), (1, 1), "{}", example.rendered());
}

fn ledger(sites: &Path) {
    let site = Site(sites.join("gitbook/ledger"));
    for pages in [&["hold.md", "release.md", "note.md"][..], &["all.md"]] {
        let read = site.read(pages);
        assert_eq!(read.titles(), [Some("hold"), Some("release"), Some("note")]);
        assert_eq!(read.said(), Vec::<String>::new(), "{}", read.rendered());
    }
}

fn tides(sites: &Path) {
    let site = Site(sites.join("gitbook-blocks/tides"));
    let read = site.read(&["stations.md", "tides.md"]);
    let ids: Vec<&Value> = (0..2).map(|index| &read.operation(index)["operationId"]).collect();
    assert_eq!(ids, ["listStations", "getTides"]);
    assert_eq!(read.said(), ["note[page::document]"]);
    let said = read.rendered();
    assert!(said.contains("`POST /admin/reindex`") && said.contains("the better input"), "{said}");
    for fragment in read.fragments() {
        let schemas = fragment.document.value["components"]["schemas"].as_object().expect("schemas");
        assert_eq!(schemas.len(), 1, "only what the operation needs");
    }
    let remote = site.read(&["remote.md"]);
    assert!(remote.found.is_none());
    let said = remote.rendered();
    assert_eq!(remote.said(), ["error[page::document]", "error[page::document]"], "{said}");
    assert!(said.contains("https://api.tides.example/openapi.json"), "{said}");
    assert!(said.contains("document at https://files.docs.example/o/spaces%2Fabc%2Ftides.json?alt=media;"), "{said}");
    assert!(said.contains("save it, and give it as the document") && !said.contains("error page"), "{said}");
}

fn greenhouse(sites: &Path) {
    let site = Site(sites.join("mintlify/greenhouse"));
    let pages = ["beds/list.md", "beds/create.md", "plants/get.md", "status.md", "billing/invoices.md", "events.md"];
    let read = site.read(&pages);
    let titles = [Some("List beds"), Some("Create a bed"), Some("Get plant"), Some("Status"), Some("List invoices")];
    assert_eq!(read.titles(), titles);
    let api = Some("api/greenhouse.yaml");
    assert_eq!(read.documents(), [api, api, api, None, Some("api/billing.json")]);
    assert_eq!(read.said(), ["note[page::messages]", "note[page::group]"], "{}", read.rendered());
    assert_eq!(read.operation(4)["tags"], json!(["billing"]), "the folder of the page, as the others have tags");
    let events = site.read(&["events.md"]);
    assert!(events.found.is_none() && events.rendered().contains("AsyncAPI"), "{}", events.rendered());
}

fn parcels(sites: &Path) {
    let site = Site(sites.join("mintlify-extract/parcels"));
    let read = site.read(&["create.md", "delete.md"]);
    assert_eq!(read.titles(), [Some("Create a parcel"), Some("Delete a parcel")]);
    assert_eq!(read.said(), Vec::<String>::new(), "{}", read.rendered());
    assert_eq!(read.fragments()[0].document.value, parcel());
    let delete = json!({
        "operationId": "deleteAParcel",
        "summary": "Delete a parcel",
        "security": [{"tokenAuth": []}],
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {
            "oneOf": [{"type": "string", "format": "uuid"}, {"type": "integer"}]}}],
        "responses": {"204": {"description": "No content"}},
    });
    assert_eq!(*read.operation(1), delete);
}

/// What the extract of `create.md` stands for.
fn parcel() -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let integer = json!({"type": "integer"});
    json!({
        "openapi": "3.1.0",
        "servers": [{"url": "https://api.parcels.example", "description": "Production"}],
        "paths": {"/v1/parcels": {"post": {
            "operationId": "createAParcel",
        "summary": "Create a parcel",
            "security": [{"tokenAuth": []}, {"keyAuth": []}],
            "parameters": [{"name": "dry", "in": "query", "schema": {"type": "boolean", "default": false}}],
            "requestBody": {"required": true, "content": {"application/json": {"schema": reference("NewParcel")}}},
            "responses": {
                "201": {"description": "Created", "content": {"application/json": {"schema": reference("Parcel")}}},
                "400": {"description": "Not valid"},
            },
        }}},
        "components": {
            "schemas": {
                "Address": {"type": "object", "properties": {"street": {"type": "string"}}, "required": ["street"]},
                "NewParcel": {"type": "object", "properties": {
                    "to": reference("Address"),
                    "grams": {"type": "integer", "minimum": 1},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                }, "required": ["to", "grams"]},
                "Parcel": {"type": "object", "properties": {
                    "id": {"type": "string", "format": "uuid"}, "grams": integer}, "required": ["id"]},
            },
            "securitySchemes": {
                "tokenAuth": {"type": "http", "scheme": "bearer", "description": "The token of the account"},
                "keyAuth": {"type": "apiKey", "in": "header", "name": "X-Key"},
            },
        },
    })
}

fn orchard(sites: &Path) {
    let site = Site(sites.join("readme/orchard"));
    let read = site.read(&["list-trees.md", "add-tree.md", "harvest.md", "sensors.md", "guide.md"]);
    assert_eq!(read.titles()[..2], [Some("Get all trees"), Some("Add a tree")]);
    assert_eq!(read.fragments().len(), 4);
    let said = ["note[page::no-fragment]", "note[page::operation-id]"];
    assert_eq!(read.said(), said, "{}", read.rendered());
    let labels = site.read(&["labels.md"]);
    let said = labels.rendered();
    assert_eq!(labels.said(), ["note[page::credential]"], "{said}");
    assert!(said.contains("`Authorization: Token …`") && said.contains("securitySchemes"), "{said}");
}

fn printshop(sites: &Path) {
    let site = Site(sites.join("apidog/printshop"));
    let read = site.read(&["poster.md", "leaflet.md", "state.md", "health.md", "zh-poster.md"]);
    assert_eq!(read.fragments().len(), 5);
    let said = ["note[page::tags]", "warning[page::operation-id]"];
    assert_eq!(read.said(), said, "{}", read.rendered());
    for fragment in [0, 2, 4] {
        assert_eq!(read.operation(fragment)["tags"], json!(["Tasks"]), "the language of a page is no group");
    }
}

fn kiln(sites: &Path) {
    let site = Site(sites.join("fern/kiln"));
    let read = site.read(&["pieces/list.md", "pieces/update.md", "kilns/list.md", "kilns/update.md"]);
    let tags: Vec<&Value> = (0..4).map(|index| &read.operation(index)["tags"]).collect();
    assert_eq!(tags, [&json!(["pieces"]), &json!(["pieces"]), &json!(["kilns"]), &json!(["kilns"])]);
    let bases: Vec<_> = read.fragments().iter().map(|fragment| fragment.context.base.as_deref()).collect();
    let (api, eu) = (Some("https://api.kiln.example/v2"), Some("https://eu.kiln.example/v2"));
    assert_eq!(bases, [api, api, api, eu]);
    for fragment in read.fragments() {
        assert_eq!(fragment.document.value["servers"][0]["url"].as_str(), fragment.context.base.as_deref());
    }
    let said = read.rendered();
    let warnings: Vec<_> = read.said.iter().filter(|said| said.severity == Severity::Warning).collect();
    let [server] = warnings.as_slice() else { panic!("{said}") };
    assert!(
        server.message.contains("`https://eu.kiln.example`") && server.message.contains("`https://eu.kiln.example/v2`")
    );
    assert_eq!(read.said.iter().filter(|said| said.code == "page::credential").count(), 2, "{said}");
    assert!(said.contains("`x-kiln-key`") && said.contains("`Authorization: Bearer …`"), "{said}");
}

fn garden(sites: &Path) {
    let site = Site(sites.join("concatenation/garden"));
    let full = site.read(&["llms-full.txt"]);
    assert_eq!(full.titles(), [Some("List beds"), Some("Get a bed"), Some("Get a bed")]);
    let sources: Vec<_> = full.fragments().iter().filter_map(|fragment| fragment.context.source.as_deref()).collect();
    let address = |path: &str| format!("https://docs.garden.example/api/{path}");
    assert_eq!(sources, ["v2/beds/list.md", "v2/beds/get.md", "v1/beds/get-bed.md"].map(address));
    assert_eq!(full.documents(), [None, None, Some("garden.yaml")]);
    let matter = site.read(&["pages-with-url.md"]);
    assert_eq!(matter.titles(), [Some("List beds"), Some("Get a bed")]);
    let saved = site.read(&["saved-by-a-tool.md"]);
    assert_eq!(saved.titles(), [Some("Get a bed")]);
    for read in [&full, &matter, &saved] {
        assert_eq!(read.said(), Vec::<String>::new(), "{}", read.rendered());
    }
    let collapsed = site.read(&["llms-full-collapsed.txt"]);
    let said = collapsed.rendered();
    assert!(collapsed.found.is_none() && !said.contains("error page"), "{said}");
    assert!(said.contains("complete document") && said.contains("`.md`"), "{said}");
}

fn lamps(sites: &Path) {
    let site = Site(sites.join("stoplight/lamps"));
    let read = site.read(&["switch.md"]);
    let said = read.rendered();
    assert!(read.found.is_none() && said.contains("reference/lamps.json") && !said.contains("error page"), "{said}");
    assert_eq!(read.said().len(), 1, "{said}");
}

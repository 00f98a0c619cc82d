//! The forms in which pages show parts of an API, a fixture each; with a snapshot of what is found and said.

use std::fmt::Write;

use crategen::config::Merge;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::document::merge::{Part, merge};
use crategen::document::overlay::apply;
use crategen::document::page::{Fragment, fragments};
use crategen::source::locate;
use crategen::source::{FileId, Sources};
use generator_tests::fixture;
use harness::Trial;
use serde_json::Value;

/// A test for each form, or for what several have in common.
pub fn tests() -> Vec<Trial> {
    harness::tests![
        fences_of_any_length_in_lists_and_quotes,
        fences_in_components,
        windows_line_ends_and_a_byte_order_mark,
        a_fragment_has_a_version_number,
        anchors_are_followed,
        a_broken_fence_costs_only_itself,
        a_broken_page_costs_only_itself,
        headings_that_are_titles,
        front_matter_begins_a_page,
        many_pages_in_one_text,
        the_older_extract_of_an_operation,
        blocks_name_a_document_beside_the_page,
        references_to_a_document_beside_the_page_are_read,
        blocks_name_a_document_that_is_not_here,
        pages_without_a_fragment_are_told_by_what_they_have,
        credentials_in_the_text_are_proposed,
        deprecation_in_the_text_is_proposed,
        the_base_address_stands_in_the_text,
        tags_in_lists_and_with_a_shared_prefix,
        tags_that_are_paths,
        groups_by_the_folders_of_pages,
        groups_by_headings_beside_tags,
        groups_by_what_pages_say,
        groups_of_some_operations_only_are_none,
        groups_go_with_the_action_of_the_help,
        tags_that_are_tags_stay,
        long_pages_end_soon,
        pages_that_are_changed_at_random_are_read
    ]
}

/// What came of some pages.
struct Read {
    sources: Sources,
    said: Diagnostics,
    found: Option<Vec<Fragment>>,
}

/// Reads fixtures as the pages of one run.
fn read(names: &[&str]) -> Read {
    let folder = fixture("page_forms");
    let text = |name: &&str| (name.to_string(), std::fs::read(folder.join(name)).expect("a fixture"));
    read_texts(names.iter().map(text).collect())
}

fn read_texts(pages: Vec<(String, Vec<u8>)>) -> Read {
    let (mut sources, mut said) = (Sources::new(), Diagnostics::new());
    let files: Vec<FileId> = pages.into_iter().map(|(name, bytes)| sources.add_bytes(name, bytes)).collect();
    let mut loader = FolderLoader::new(fixture("page_forms"));
    let found = fragments(&mut sources, &files, &mut loader, &mut said);
    Read { sources, said, found }
}

impl Read {
    fn fragments(&self) -> &[Fragment] {
        self.found.as_deref().unwrap_or_else(|| panic!("{}", self.said.render(&self.sources, false)))
    }

    /// Titles and the first operation of each fragment.
    fn titles(&self) -> Vec<(Option<&str>, String)> {
        self.fragments()
            .iter()
            .map(|fragment| (fragment.title.as_deref(), operation(&fragment.document.value)))
            .collect()
    }

    fn codes(&self) -> Vec<String> {
        self.said.iter().map(|said| format!("{}[{}]", said.severity.as_str(), said.code)).collect()
    }

    /// Everything: what was found, with its context, and what was said.
    fn shown(&self) -> String {
        let mut shown = String::new();
        for fragment in self.found.iter().flatten() {
            let context = &fragment.context;
            let _ = writeln!(shown, "{:?} {}", fragment.title, fragment.document.value);
            let about = (&context.source, &context.document, &context.base, &context.headings);
            let _ = writeln!(
                shown,
                "  source {:?}, document {:?}, base {:?}, headings {:?}",
                about.0, about.1, about.2, about.3
            );
        }
        shown + &self.said.render(&self.sources, false)
    }

    /// The text at a pointer of a fragment, as the page has it.
    fn written(&self, fragment: usize, pointer: &str) -> String {
        let place = self.fragments()[fragment].document.origins.place(&pointer.parse().expect("a pointer"));
        let span = locate(self.sources.text(place.file), &place.spot);
        let (file, offset) = self.sources.resolve(place.file, span.bytes.start);
        let text = self.sources.text(file).get(offset..).expect("a place in the page");
        text.lines().next().unwrap_or_default().trim().to_owned()
    }
}

fn operation(document: &Value) -> String {
    let paths = document.get("paths").or(document.get("webhooks")).and_then(Value::as_object);
    let Some((path, item)) = paths.and_then(|paths| paths.iter().next()) else { return String::new() };
    let method = item.as_object().and_then(|item| item.keys().find(|key| *key != "parameters"));
    format!("{} {path}", method.map_or("", String::as_str))
}

fn fences_of_any_length_in_lists_and_quotes() {
    let read = read(&["fences.md"]);
    insta::assert_snapshot!(read.shown());
    assert_eq!(read.fragments().len(), 3);
    assert!(read.written(1, "/paths/~1loaves/post").starts_with("{operationId: bakeLoaf"));
}

fn fences_in_components() {
    let read = read(&["components.md"]);
    insta::assert_snapshot!(read.shown());
    let description = &read.fragments()[2].document.value["paths"]["/c"]["get"]["description"];
    assert_eq!(description, "<b>\nLoaves\n</b>\n\nand more\n", "tags inside of a fence are its content");
    assert_eq!(read.written(2, "/paths/~1c/get/operationId"), "inAccordion");
}

fn windows_line_ends_and_a_byte_order_mark() {
    for name in ["fences.md", "components.md", "front_matter.md", "concatenation.txt", "blocks.md", "extract.md"] {
        let text = std::fs::read_to_string(fixture("page_forms").join(name)).expect("a fixture");
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let (unix, windows) = (read(&[name]), read_texts(vec![(name.to_owned(), windows.into_bytes())]));
        assert_eq!(unix.titles(), windows.titles(), "{name}");
        let values = |read: &Read| read.fragments().iter().map(|one| one.document.value.clone()).collect::<Vec<_>>();
        assert_eq!(values(&unix), values(&windows), "{name}");
        assert_eq!(unix.codes(), windows.codes(), "{name}");
    }
}

fn a_fragment_has_a_version_number() {
    let read = read(&["versions.md"]);
    insta::assert_snapshot!(read.shown());
    let versions: Vec<&Value> = read.fragments().iter().map(|fragment| &fragment.document.value["openapi"]).collect();
    assert_eq!(versions, ["3.10", "3.1.0", "3.1.0", "3.0.3"]);
}

fn anchors_are_followed() {
    let read = read(&["anchors.md"]);
    let [fragment] = read.fragments() else { panic!("one fragment") };
    assert_eq!(fragment.document.value["paths"]["/b"]["get"]["responses"]["200"]["description"], "OK");
    assert_eq!(read.codes(), Vec::<String>::new());
}

fn a_broken_fence_costs_only_itself() {
    let read = read(&["broken.md"]);
    insta::assert_snapshot!(read.shown());
    assert_eq!(read.titles(), [(Some("List loaves"), "get /loaves".to_owned())]);
}

fn a_broken_page_costs_only_itself() {
    let good = std::fs::read(fixture("page_forms/anchors.md")).expect("a fixture");
    let page = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let read =
        read_texts(vec![page("a.md", b"# a\n\xff"), page("b.md", b"a\0b"), page("c.md", b""), page("d.md", &good)]);
    assert_eq!(read.fragments().len(), 1);
    assert_eq!(read.codes(), ["error[page::not-utf8]", "error[page::binary]", "note[page::no-fragment]"]);
}

fn headings_that_are_titles() {
    let read = read(&["headings.md"]);
    insta::assert_snapshot!(read.shown());
    assert_eq!(read.said.iter().filter(|said| said.code == "page::title").count(), 1, "said once");
}

fn front_matter_begins_a_page() {
    insta::assert_snapshot!(read(&["front_matter.md"]).shown());
}

fn many_pages_in_one_text() {
    let read = read(&["concatenation.txt"]);
    insta::assert_snapshot!(read.shown());
    assert_eq!(read.fragments().len(), 2, "a fence that is not closed takes no other page with it");
}

fn the_older_extract_of_an_operation() {
    let read = read(&["extract.md"]);
    let document = &read.fragments()[0].document;
    insta::assert_snapshot!(format!("{}{}", document.to_json(), read.shown().split_once('\n').expect("lines").1));
    assert_eq!(read.written(0, "/components/schemas/Cake/properties/name/type"), "string}}}");
    assert_eq!(
        read.written(0, "/paths/~1orders~1{id}/put/parameters/1/schema/items/$ref"),
        "'#/components/schemas/Tag'"
    );
    let body = "/paths/~1orders~1{id}/put/requestBody/content/application~1json/schema/oneOf/0/required/0";
    assert_eq!(read.written(0, body), "cake");
    assert_eq!(read.written(0, "/components/securitySchemes/web"), "type: apiKey");
}

fn blocks_name_a_document_beside_the_page() {
    let read = read(&["blocks.md"]);
    insta::assert_snapshot!(read.shown());
    let components = |index: usize| &read.fragments()[index].document.value["components"]["schemas"];
    assert!(components(0).get("Ferry").is_some() && components(0).get("Crane").is_none());
    assert!(components(1).get("Lock").is_some() && components(1).get("Ship").is_none());
    assert_eq!(read.written(0, "/paths/~1ships/get/operationId"), "listShips");
}

fn references_to_a_document_beside_the_page_are_read() {
    let read = read(&["reference_matter.md", "reference_link.md"]);
    let operations: Vec<(Option<&str>, String)> = read.titles();
    assert_eq!(operations[0], (Some("All ships"), "get /ships".to_owned()));
    assert_eq!(operations[1], (Some("Add a ship"), "post /ships".to_owned()));
    assert!(read.fragments()[2].document.value["components"]["schemas"].get("Lock").is_some());
    assert_eq!(read.codes(), ["note[page::document]"], "`GET /cranes` is on no page");
    assert_eq!(read.written(1, "/paths/~1ships/post/operationId"), "addShip, responses: {'204': {description: Done}}}");
}

fn blocks_name_a_document_that_is_not_here() {
    let alone = read(&["blocks_elsewhere.md"]);
    insta::assert_snapshot!(alone.shown());
    assert!(alone.found.is_none());
    let others = read(&["blocks_elsewhere.md", "anchors.md"]);
    assert_eq!(others.codes(), ["error[page::document]", "warning[page::document]", "warning[page::document]"]);
    assert_eq!(others.fragments().len(), 1);
}

/// What each page is that has no fragment: by itself an error, beside another page a note.
fn pages_without_a_fragment_are_told_by_what_they_have() {
    let names = [
        "messages.md",
        "request.md",
        "schema.md",
        "link.md",
        "operation.md",
        "text.md",
        "error.md",
        "collapsed.txt",
        "extract_unreadable.md",
    ];
    let mut shown = String::new();
    for name in names {
        let alone = read(&[name]);
        assert!(alone.found.is_none(), "{name}");
        shown += &alone.shown();
        let others = read(&["anchors.md", name]);
        assert_eq!(others.fragments().len(), 1, "{name}");
        let [said] = others.codes().try_into().unwrap_or_else(|said| panic!("{name}: {said:?}"));
        assert!(said.starts_with("note["), "{name}: {said}");
        let error_page = others.said.render(&others.sources, false).contains("error page");
        assert_eq!(error_page, name == "error.md", "{name}");
    }
    insta::assert_snapshot!(shown);
    let all = read(&names);
    assert!(all.found.is_none());
    assert_eq!(all.codes().len(), 1, "one error for all");
}

fn credentials_in_the_text_are_proposed() {
    let mut read = read(&["credentials.md"]);
    insta::assert_snapshot!(read.shown());
    let found = read.found.take().expect("fragments");
    let part = |(index, one): (usize, Fragment)| Part::new(format!("{index}.json"), one.document);
    let parts = found.into_iter().enumerate().map(part).collect();
    let mut document = merge(parts, &Merge::default(), &mut Diagnostics::new()).expect("one document");
    for said in read.said.iter().filter(|said| said.code == "page::credential") {
        let (_, actions) = said.help.as_ref().and_then(|help| help.split_once("overlay: ")).expect("actions");
        let overlay = format!("{{overlay: 1.0.0, info: {{title: a, version: '1'}}, actions: [{actions}]}}");
        let file = read.sources.add("overlay.yaml", overlay);
        document = match apply(&read.sources, file, document) {
            Ok((document, _)) => document,
            Err(said) => panic!("the actions can be pasted: {}", said.render(&read.sources, false)),
        };
    }
    let operation = |path: &str, method: &str| document.value["paths"][path][method].clone();
    assert_eq!(operation("/eat", "post")["security"], serde_json::json!([{"bearerAuth": []}]));
    assert_eq!(operation("/loaves", "post")["security"], serde_json::json!([{"bakery-key": []}]));
    let parameters = operation("/loaves", "post")["parameters"].as_array().map(Vec::len);
    assert_eq!(parameters, Some(1), "the credential is no parameter any more");
}

fn deprecation_in_the_text_is_proposed() {
    let read = read(&["deprecated.md"]);
    insta::assert_snapshot!(read.shown());
    for fragment in read.fragments() {
        assert!(!fragment.document.value.to_string().contains("\"deprecated\":"), "nothing is applied");
    }
}

fn the_base_address_stands_in_the_text() {
    let read = read(&["base.md"]);
    insta::assert_snapshot!(read.shown());
    assert!(read.written(0, "/servers/0/url").starts_with("> **GET**"), "the place is that of the line");
}

fn tags_in_lists_and_with_a_shared_prefix() {
    insta::assert_snapshot!(read(&["tags_nested.md"]).shown());
}

fn tags_that_are_paths() {
    insta::assert_snapshot!(read(&["tags_paths.md"]).shown());
}

/// The first tag of each fragment's operation.
fn groups(name: &str) -> (Vec<Option<String>>, Read) {
    let read = read(&[name]);
    let tag = |fragment: &Fragment| {
        let item = fragment.document.value["paths"].as_object()?.values().next()?.as_object()?;
        item.values().next()?["tags"][0].as_str().map(str::to_owned)
    };
    (read.fragments().iter().map(tag).collect(), read)
}

fn groups_by_the_folders_of_pages() {
    let (found, read) = groups("groups_folders.txt");
    let expected = ["loaves", "loaves", "admin/ovens", "shop/ovens"];
    assert_eq!(found, expected.map(|group| Some(group.to_owned())));
    insta::assert_snapshot!(read.said.render(&read.sources, false));
}

fn groups_by_headings_beside_tags() {
    let (found, _) = groups("groups_headings.md");
    assert_eq!(found, ["Loaves", "Loaves", "Ovens", "Ovens"].map(|group| Some(group.to_owned())));
}

fn groups_by_what_pages_say() {
    let (found, read) = groups("groups_breadcrumbs.txt");
    assert_eq!(found, ["Loaves", "Ovens", "Ovens"].map(|group| Some(group.to_owned())));
    assert_eq!(read.codes(), ["note[page::group]"]);
}

fn groups_of_some_operations_only_are_none() {
    let (found, read) = groups("groups_some.txt");
    assert_eq!((found, read.codes()), (vec![None, None], Vec::new()));
}

fn groups_go_with_the_action_of_the_help() {
    let mut read = read(&["groups_folders.txt"]);
    let help = read.said.iter().find_map(|said| said.help.clone()).expect("a help");
    let (_, action) = help.split_once("overlay: ").expect("an action");
    let overlay =
        format!("{{\"overlay\":\"1.1.0\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"actions\":[{action}]}}");
    let file = read.sources.add("overlay.json", overlay);
    let document = read.fragments()[0].document.clone();
    let (document, _) = apply(&read.sources, file, document).expect("it applies");
    assert_eq!(document.value["paths"]["/loaves"]["get"].get("tags"), None);
}

fn tags_that_are_tags_stay() {
    let read = read(&["tags_plain.md"]);
    assert_eq!(read.codes(), Vec::<String>::new());
    assert_eq!(
        read.fragments()[0].document.value["paths"]["/a"]["get"]["tags"],
        serde_json::json!(["group_items", "Input/Output"])
    );
}

/// Texts that repeat what the readers of pages look for: each is read in proportion to its length.
fn long_pages_end_soon() {
    let fragment = "```json\n{\"openapi\":\"3.0.3\",\"paths\":{\"/a\":{\"get\":{\"tags\":[[\"a_b\"]]}}}}\n```\n";
    let repeated = [
        "{% openapi ",
        "{% openapi src=\"a.json\" path=\"/a\" method=\"get\" %}{% endopenapi %}\n",
        "---\n",
        "---\na: b\n",
        "---\ntitle: b\n---\n",
        "# Source: https://a.example\n\n",
        "```\n",
        "~~~~\n# Source: https://a.example\n\n",
        "<Tab>\n",
        "</Tab>\n<!--\n",
        "    ```json\n",
        "=== \"a\"\n\n    ```json\n    {}\n",
        "GET https://a.example/a\n",
        "# a\n",
        "[",
        "](",
        "> ",
        "- ",
        "Authorization: ",
        "openapi: 3",
        "X-Api-Key ",
        "> deprecated\n",
        "`",
        "*",
        "<a ",
        fragment,
    ];
    for text in repeated {
        let page = format!("{fragment}{}", text.repeat(100_000 / text.len()));
        let start = std::time::Instant::now();
        let read = read_texts(vec![("a.md".to_owned(), page.into_bytes())]);
        assert!(read.said.render(&read.sources, false).len() < 2_000_000, "{text:?}");
        let took = start.elapsed();
        assert!(took < std::time::Duration::from_secs(20), "{text:?} took {took:?}");
        eprintln!("{took:?} {text:?}");
    }
}

/// The fixtures, with parts cut out, doubled and swapped: nothing panics.
fn pages_that_are_changed_at_random_are_read() {
    let pages: Vec<String> = std::fs::read_dir(fixture("page_forms"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| std::fs::read_to_string(path).expect("text"))
        .collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).expect("small")).expect("small")
    };
    for _ in 0..600 {
        let mut text: Vec<char> = pages[random(pages.len())].chars().collect();
        let other: Vec<char> = pages[random(pages.len())].chars().collect();
        for _ in 0..=random(4) {
            let from = random(text.len());
            let to = (from + random(60)).min(text.len());
            let start = random(other.len());
            let part = other[start..(start + random(60)).min(other.len())].to_vec();
            text.splice(from..to, if random(2) == 0 { part } else { Vec::new() });
        }
        let text: String = text.into_iter().collect();
        let read = read_texts(vec![("a.md".to_owned(), text.into_bytes())]);
        assert!(read.found.is_some() || read.said.has_errors());
        read.said.render(&read.sources, false);
    }
}

//! Indexes and folders of pages on this machine: what an index says, and which files a path means.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crategen::site::choose::{Choice, Why, choose};
use crategen::site::index::Index;
use crategen::site::inputs::{Expanded, expand};
use generator_tests::folder;

fn main() -> ExitCode {
    harness::run([
        harness::tests![
            an_index_is_read_however_it_is_written,
            the_addresses_in_a_text_of_all_pages_are_an_index,
            patterns_are_of_the_path_below_the_folder_of_the_index,
            a_folder_means_its_pages,
            #[cfg(unix)]
            links_are_not_followed_out_of_a_folder,
            an_index_means_the_pages_beside_it
        ],
        harness::tests!["cases/pages": indexes_of_outside_sites_mean_their_pages],
    ])
}

const FENCED: &str = "# Page\n\n```json\n{\"openapi\": \"3.0.3\"}\n```\n";

fn expanded(root: &Path, path: &str) -> (Vec<String>, Expanded) {
    let expanded = expand(&[root.join(path)]).unwrap_or_else(|error| panic!("{error}"));
    let relative = |file: &PathBuf| file.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
    (expanded.files.iter().map(relative).collect(), expanded)
}

fn an_index_is_read_however_it_is_written() {
    let text = "# The  *Orchard*\r\n\r\n> All about trees.\r\n\r\nSee https://docs.example/start.md, too.\r\n\r\n## API\r\n\
                - [List `trees`](https://docs.example/a_b_c.md): All, of \"them\".\r\n  - [Nested](<trees/of trees.md>) - deep\r\n\
                * <https://docs.example/auto.md>\r\n### Plants\r\n1. [Plant][ref]\r\n2. [Top](#top)\r\n\r\n\
                ```\r\n[code](no.md) https://no.example\r\n```\r\n\r\n## Optional\r\n- [Blog](/blog)\r\n\r\n[ref]: plant.md \"P\"\r\n";
    let index = Index::parse(text);
    assert_eq!(index.title.as_deref(), Some("The Orchard"));
    let shown: Vec<_> = index
        .links
        .iter()
        .map(|link| {
            let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
            format!("{} | {} | {} | {}", link.target, text(&link.title), text(&link.section), text(&link.note))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "https://docs.example/start.md | - | - | -",
            "https://docs.example/a_b_c.md | List trees | API | All, of \"them\".",
            "trees/of trees.md | Nested | API | deep",
            "https://docs.example/auto.md | - | API | -",
            "plant.md | Plant | API / Plants | -",
            "/blog | Blog | Optional | -",
        ]
    );
    let chosen = choose(&index, "https://docs.example/llms.txt", "https://docs.example/", &Choice::default());
    let chosen = chosen.expect("no pattern is wrong");
    let pages: Vec<&str> = chosen.pages.iter().map(|(url, _)| url.as_str()).collect();
    assert_eq!(pages[2], "https://docs.example/trees/of%20trees.md");
    assert_eq!(chosen.skipped.iter().map(|skipped| skipped.why).collect::<Vec<_>>(), [Why::Optional]);
}

fn the_addresses_in_a_text_of_all_pages_are_an_index() {
    let text = "# Source: https://docs.example/a.md\n\n# A\n\n```yaml\nurl: https://no.example\n```\n\n---\nurl: https://docs.example/b.md\n---\n\
                Source: nothing\n**URL:** <https://docs.example/c>\nThe url: https is fine\n";
    let index = Index::of_sources(text);
    let targets: Vec<&str> = index.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["https://docs.example/a.md", "https://docs.example/b.md", "https://docs.example/c"]);
}

fn patterns_are_of_the_path_below_the_folder_of_the_index() {
    let index = Index::parse("- [a](api/v1/a.md)\n- [b](api/v2/b)\n- [c](api/c.md)\n- [d](guide/d.md)\n");
    let taken = |only: &[&str], skip: &[&str]| {
        let texts = |patterns: &[&str]| patterns.iter().map(|text| (*text).to_owned()).collect();
        let choice = Choice { only: texts(only), skip: texts(skip), ..Choice::default() };
        let chosen = choose(&index, "https://d.example/docs/llms.txt", "https://d.example/docs/", &choice);
        let pages = chosen.expect("the patterns are right").pages;
        pages.iter().filter_map(|(url, _)| url.rsplit('/').next()).map(|name| name[..1].to_owned()).collect::<String>()
    };
    assert_eq!(taken(&[], &[]), "abcd");
    assert_eq!(taken(&["api/**"], &[]), "abc");
    assert_eq!(taken(&["/api/*"], &[]), "c");
    assert_eq!(taken(&["**/b", "**/d"], &[]), "bd");
    assert_eq!(taken(&["api/**"], &["api/v1/**"]), "bc");
}

fn a_folder_means_its_pages() {
    let here = folder(&[
        ("b/two.mdx", FENCED),
        ("b/one.md", FENCED),
        ("a.markdown", FENCED),
        ("all.txt", FENCED),
        ("notes.txt", "no fence"),
        ("llms.txt", "- [x](x.md)"),
        (".git/hidden.md", FENCED),
        ("openapi.json", "{}"),
    ]);
    assert_eq!(expanded(here.path(), "").0, ["a.markdown", "all.txt", "b/one.md", "b/two.mdx"]);
    let empty = folder(&[("notes.txt", "no fence")]);
    let error = expand(&[empty.path().to_path_buf()]).expect_err("there are no pages");
    assert!(error.to_string().contains("holds no pages"), "{error}");
}

#[cfg(unix)]
fn links_are_not_followed_out_of_a_folder() {
    let outside = folder(&[("secret.md", FENCED), ("sub/secret.md", FENCED)]);
    let here =
        folder(&[("page.md", FENCED), ("llms.txt", "- [s](secret.md)\n- [p](page.md)\n- [t](../x/secret.md)\n")]);
    std::os::unix::fs::symlink(outside.path().join("secret.md"), here.path().join("secret.md")).expect("linked");
    std::os::unix::fs::symlink(outside.path().join("sub"), here.path().join("sub")).expect("linked");
    assert_eq!(expanded(here.path(), "").0, ["page.md"]);
    assert_eq!(expanded(here.path(), "llms.txt").0, ["page.md"]);
}

fn an_index_means_the_pages_beside_it() {
    let index = "# Orchard\n\n- [List](https://docs.orchard.example/docs/trees/list.md)\n- [Plant](https://docs.orchard.example/docs/trees/plant)\n\
                 - [Fell](https://docs.orchard.example/docs/fell/)\n- [Gone](https://docs.orchard.example/gone.md)\n\
                 - [Other](https://other.example/trees/list.md)\n- [List](https://docs.orchard.example/docs/trees/list.md)\n\
                 ## OpenAPI Specs\n- [Orchard](https://docs.orchard.example/api.yaml)\n## Optional\n- [Blog](blog.md)\n";
    let pages = [("trees/list.md", FENCED), ("plant.md", FENCED), ("fell/index.md", FENCED), ("blog.md", FENCED)];
    let here = folder(&[pages.as_slice(), &[("llms.txt", index)]].concat());
    let (files, expanded) = expanded(here.path(), "llms.txt");
    assert_eq!(files, ["trees/list.md", "plant.md", "fell/index.md"]);
    assert_eq!(expanded.documents, ["https://docs.orchard.example/api.yaml"]);
    assert!(expanded.notes[0].contains("api.yaml: that is the better input"), "{:?}", expanded.notes);
    let told = "3 pages are taken; not taken: 1 of the section Optional, 1 on other hosts, 1 not there: https://docs.orchard.example/gone.md";
    assert!(expanded.notes[1].ends_with(told), "{:?}", expanded.notes);
    assert_eq!(expanded.notes.len(), 2);
}

fn indexes_of_outside_sites_mean_their_pages(pages: &Path) {
    let (ferry, told) = expanded(&pages.join("gitbook/ferry"), "llms.txt");
    assert_eq!(ferry, ["getting-started.md", "sailings.md", "cancel.md", "ports.md", "models.md"]);
    assert!(told.notes.is_empty() && told.documents.is_empty(), "{told:?}");
    let (greenhouse, told) = expanded(&pages.join("mintlify/greenhouse"), "llms.txt");
    let all = ["beds/list.md", "beds/create.md", "plants/get.md", "status.md", "billing/invoices.md", "events.md"];
    assert_eq!(greenhouse, all);
    let documents =
        ["https://docs.greenhouse.example/api/greenhouse.yaml", "https://docs.greenhouse.example/api/billing.json"];
    assert_eq!(told.documents, documents);
    assert!(told.notes[0].contains("that is the better input"), "{:?}", told.notes);
    assert!(told.notes[1].ends_with("not taken: 1 on other hosts"), "{:?}", told.notes);
}

//! `crategen drift`: the pages of an invented site changed in the ways that a publisher changes them, and every way in which a
//! site cannot be had.

use std::fs;

use generator_tests::site::{Reply, Site, etagged, orchard, page};
use generator_tests::{Ran, assert_says, run};
use serde_json::Value;
use tempfile::TempDir;

/// The site, and a folder with its pages in `pages`.
fn taken() -> (TempDir, Site) {
    let (here, site) = (tempfile::tempdir().expect("a temporary folder"), orchard());
    let ran = run("crategen", &["ingest", &site.url("/docs"), "--out", "pages"], here.path(), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    site.requests();
    (here, site)
}

fn drift(here: &TempDir, more: &[&str]) -> Ran {
    run("crategen", &[&["drift", "pages"], more].concat(), here.path(), "")
}

/// An index of these pages below `/docs`.
fn index(site: &Site, pages: &[&str]) {
    let links: String = pages.iter().map(|page| format!("- [A page]({page})\n")).collect();
    site.set("/docs/llms.txt", Reply::page(&format!("# Orchard\n\n{links}")));
}

#[test]
fn a_site_that_did_not_change_is_no_drift() {
    let (here, site) = taken();
    assert_says(&drift(&here, &[]), 0, &["of 3 pages: all as they were\n\nno drift\n"]);
    assert_eq!(site.requests().iter().filter(|path| path.ends_with(" 304?")).count(), 3);
    // Prose is not the API.
    site.set("/docs/trees/list.md", etagged(&format!("> News.\n\n{}", page("get", "/trees", "listTrees"))));
    assert_says(&drift(&here, &[]), 0, &["of 3 pages: 1 changed\n  changed", "no drift"]);
}

#[test]
fn a_page_with_another_operation_is_drift_of_the_document() {
    let (here, site) = taken();
    let changed =
        page("get", "/trees", "listTrees").replace("\"200\"", "\"404\": {\"description\": \"None\"}, \"200\"");
    site.set("/docs/trees/list.md", etagged(&changed));
    let ran = drift(&here, &["--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.stdout, ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).expect("one report");
    assert_eq!(report["pages"][0]["change"], "changed");
    assert_eq!(report["pages"][0]["operations"][0], "get /trees");
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(1), "{report}");
    let place = report["findings"][0]["new"]["at"]["file"].as_str().unwrap_or_default();
    assert_eq!(place, site.url("/docs/trees/list.md"), "where it is published now");
}

#[test]
fn pages_are_added_removed_and_moved() {
    let (here, site) = taken();
    index(&site, &["trees/all.md", "trees/plant", "trees/prune.md"]);
    site.set("/docs/trees/all.md", etagged(&page("get", "/trees", "listTrees")));
    site.set("/docs/trees/prune.md", etagged(&page("patch", "/trees", "pruneTrees")));
    let ran = drift(&here, &["--update"]);
    let told = [
        "of 3 pages: 1 added, 1 removed, 1 moved",
        &format!("added    {}: patch /trees", site.url("/docs/trees/prune.md")),
        &format!("removed  {} (nothing names it any more): delete /trees", site.url("/docs/trees/fell/")),
        &format!("moved    {} → {}: get /trees", site.url("/docs/trees/list.md"), site.url("/docs/trees/all.md")),
        "delete /trees: removed",
    ];
    assert_eq!(ran.code, Some(2), "{}{}", ran.stdout, ran.stderr);
    for words in &told[..4] {
        assert!(ran.stdout.contains(words), "{words:?} is not in:\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("get /trees removed"), "{}", ran.stdout);
    // What was taken in is what is there.
    let root = here.path().join("pages");
    assert!(!root.join("trees/list.md").exists() && !root.join("trees/fell").exists());
    assert!(root.join("trees/all.md").is_file() && root.join("trees/prune.md").is_file());
    assert_says(&drift(&here, &[]), 0, &["of 3 pages: all as they were"]);
}

#[test]
fn a_page_that_is_only_elsewhere_breaks_nobody() {
    let (here, site) = taken();
    index(&site, &["trees/all.md", "trees/plant", "trees/fell/"]);
    site.set("/docs/trees/all.md", etagged(&page("get", "/trees", "listTrees")));
    assert_says(&drift(&here, &["--format", "markdown"]), 1, &["No drift.", "## Pages", "- moved: http"]);
    // The server, too, may say that a page is gone.
    index(&site, &["trees/list.md", "trees/plant", "trees/fell/"]);
    site.remove("/docs/trees/list.md");
    assert_says(&drift(&here, &[]), 2, &["removed  ", "the server says that it is not there"]);
}

#[test]
fn a_page_that_lost_its_fragment_is_no_operation_that_was_removed() {
    let (here, site) = taken();
    site.set("/docs/trees/list.md", etagged("# List trees\n\nSoon again.\n"));
    let ran = drift(&here, &["--update"]);
    assert_says(&ran, 1, &["1 lost", "its operations are kept as they were): get /trees", "no drift"]);
    let kept = fs::read_to_string(here.path().join("pages/trees/list.md")).expect("there");
    assert_eq!(kept, page("get", "/trees", "listTrees"), "an update keeps what was lost");
    site.set("/docs/trees/list.md", Reply::html("<h1>List trees</h1>"));
    assert_says(&drift(&here, &[]), 1, &["1 lost", "no drift"]);
    // If the fragment is on another page, it moved there.
    let both = format!("{}\n{}", page("post", "/trees", "plantTree"), page("get", "/trees", "listTrees"));
    site.set("/docs/trees/plant.md", etagged(&both));
    assert_says(&drift(&here, &[]), 1, &["1 moved, 1 changed", "no drift"]);
    // All of them at once is no matter of the API.
    for path in ["list.md", "plant.md", "plant", "fell/index.md", "fell.md", "fell/index.html.md", "fell/"] {
        site.set(&format!("/docs/trees/{path}"), Reply::page("# New platform\n"));
    }
    let ran = drift(&here, &[]);
    assert_says(&ran, 65, &["no page has a fragment any more"]);
    assert!(ran.stdout.is_empty(), "a failure is no report: {}", ran.stdout);
}

#[test]
fn outages_are_never_drift() {
    let (here, site) = taken();
    let before = fs::read_to_string(here.path().join("pages/pages.json")).expect("there");
    let page = "/docs/trees/plant.md";
    let wait = Reply::new("429 Too Many Requests", "retry-after: 3600\r\n", "");
    for (path, reply, code) in [
        (page, Reply::new("500 Internal Server Error", "", ""), 69),
        (page, Reply::new("503 Service Unavailable", "", ""), 69),
        (page, wait.clone(), 75),
        (page, Reply::new("403 Forbidden", "", ""), 77),
        (page, Reply::to("https://sso.orchard.example/"), 77),
        (page, Reply::page("# Plant").cut(), 65),
        ("/docs/llms.txt", Reply::new("502 Bad Gateway", "", ""), 69),
        ("/docs/llms.txt", wait, 75),
        ("/docs/llms.txt", Reply::new("401 Unauthorized", "", ""), 77),
        ("/docs/llms.txt", Reply::html("<h1>Maintenance</h1>"), 65),
        ("/docs/llms.txt", Reply::page("# Nothing\n"), 65),
        ("/docs/llms.txt", Reply::new("404 Not Found", "", ""), 68),
        ("/robots.txt", Reply::new("500 Internal Server Error", "", ""), 69),
    ] {
        let site_as_it_was = orchard_again(&site);
        site.set(path, reply.clone());
        let ran = drift(&here, &["--update"]);
        assert_eq!(ran.code, Some(code), "{path} {reply:?}\n{}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.is_empty(), "a failure is no report: {}", ran.stdout);
        site_as_it_was();
    }
    assert_eq!(fs::read_to_string(here.path().join("pages/pages.json")).expect("there"), before);
    assert_says(&drift(&here, &[]), 0, &["all as they were"]);
}

/// Puts things back, once it is called.
fn orchard_again(site: &Site) -> impl FnOnce() {
    let site = site.clone();
    move || {
        site.remove("/robots.txt");
        site.set("/docs/trees/plant.md", etagged(&page("post", "/trees", "plantTree")));
        index(&site, &["trees/list.md", "trees/plant", "trees/fell/"]);
    }
}

#[test]
fn what_is_not_looked_at_is_kept() {
    let (here, site) = taken();
    let robots = "user-agent: *\ndisallow: /docs/trees/list\n";
    site.set("/robots.txt", Reply::new("200 OK", "content-type: text/plain\r\n", robots));
    let ran = drift(&here, &["--update"]);
    assert_says(&ran, 0, &["1 unseen", "robots.txt asks not to fetch it; kept as it was", "no drift"]);
    assert!(here.path().join("pages/trees/list.md").is_file());
}

#[test]
fn folders_are_compared_without_the_network() {
    let (here, site) = taken();
    let other = here.path().join("other/trees");
    fs::create_dir_all(&other).expect("made");
    for file in ["list.md", "plant.md"] {
        fs::copy(here.path().join("pages/trees").join(file), other.join(file)).expect("copied");
    }
    let ran = drift(&here, &["--offline", "other"]);
    assert_says(&ran, 2, &["of 3 pages: 1 removed"]);
    let ran = run("crategen", &["ingest", &site.url("/docs"), "--out", "again"], here.path(), "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    site.requests();
    assert_says(&drift(&here, &["--offline", "again"]), 0, &["all as they were"]);
    assert_eq!(site.requests(), [""; 0]);
    // What is no folder of pages says so.
    assert_says(&run("crategen", &["drift", "other"], here.path(), ""), 65, &["no pages that are known"]);
    let copied = run("crategen", &["ingest", "other", "--out", "copied"], here.path(), "");
    assert_eq!(copied.code, Some(0), "{}", copied.stderr);
    assert_says(&run("crategen", &["drift", "copied"], here.path(), ""), 64, &["names no site"]);
}

#[test]
fn overlays_and_acceptances_are_those_of_documents() {
    let (here, site) = taken();
    let overlay = "overlay: 1.0.0\ninfo: {title: Corrections, version: \"1\"}\nactions:\n  - target: $.paths['/trees'].delete\n    \
                   update: {summary: Fell}\n";
    fs::write(here.path().join("overlay.yaml"), overlay).expect("written");
    assert_says(&drift(&here, &["--overlay", "overlay.yaml"]), 0, &["no drift"]);
    index(&site, &["trees/list.md", "trees/plant"]);
    let ran = drift(&here, &["--overlay", "overlay.yaml", "--update"]);
    assert_says(&ran, 3, &["overlay::no-match"]);
    assert!(here.path().join("pages/trees/fell/index.md").is_file(), "nothing is taken in");
    let ran = drift(&here, &["--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).expect("one report");
    let accept: String = report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|finding| format!("[[drift.accept]]\nfingerprint = {}\nreason = \"known\"\n", finding["fingerprint"]))
        .collect();
    fs::write(here.path().join("codegen.toml"), accept).expect("written");
    assert_says(&drift(&here, &["--config", "codegen.toml"]), 1, &["accepted in the configuration: "]);
}

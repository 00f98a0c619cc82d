//! `crategen ingest`: a site on the loopback interface, what is asked of it, what is kept, and every way in which it cannot be
//! had. The site is invented: an orchard, whose pages hold a fragment each.

mod drift;
mod report;

use std::fs;
use std::path::Path;

use generator_tests::site::{Reply, Site, etagged, orchard, page};
use generator_tests::{Ran, assert_says, run};
use serde_json::Value;
use tempfile::TempDir;

fn ingest(here: &TempDir, source: &str, more: &[&str]) -> Ran {
    let arguments = [&["ingest", source, "--out", "pages"], more].concat();
    run("crategen", &arguments, here.path(), "")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn manifest(here: &TempDir) -> Value {
    let text = fs::read_to_string(here.path().join("pages/pages.json")).expect("the manifest is there");
    serde_json::from_str(&text).expect("the manifest is JSON")
}

fn values<'m>(manifest: &'m Value, list: &str, key: &str) -> Vec<&'m str> {
    let items = manifest[list].as_array().expect("a list");
    items.iter().map(|item| item[key].as_str().unwrap_or_default()).collect()
}

/// The files of a folder, relative to it.
fn files(root: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_pages_of_an_index_are_kept_byte_for_byte() {
    let (here, site) = (folder(), orchard());
    let ran = ingest(&here, &site.url("/docs/llms.txt"), &[]);
    assert_says(&ran, 0, &["3 pages, 3 new or changed, 0 as they were", "crategen generate pages --out"]);
    assert_eq!(
        site.requests(),
        ["/docs/llms.txt", "/robots.txt", "/docs/trees/list.md", "/docs/trees/plant.md", "/docs/trees/fell/index.md"]
    );
    let root = here.path().join("pages");
    assert_eq!(files(&root), ["llms.txt", "pages.json", "trees/fell/index.md", "trees/list.md", "trees/plant.md"]);
    assert_eq!(fs::read_to_string(root.join("trees/list.md")).expect("kept"), page("get", "/trees", "listTrees"));
    let manifest = manifest(&here);
    assert_eq!(values(&manifest, "pages", "file"), ["trees/list.md", "trees/plant.md", "trees/fell/index.md"]);
    assert_eq!(manifest["pages"][0]["title"], "List trees");
    assert_eq!(manifest["pages"][0]["section"], "API");
    assert_eq!(manifest["pages"][0]["date"], "Thu, 26 Nov 2026 08:00:00 GMT");
    assert_eq!(manifest["pages"][1]["link"], site.url("/docs/trees/plant"));
    assert_eq!(manifest["pages"][2]["last-modified"], "Wed, 25 Nov 2026 08:00:00 GMT");
    assert_eq!(manifest["pages"][0]["sha256"].as_str().map(str::len), Some(64));
}

#[test]
fn a_second_run_asks_only_whether_something_changed() {
    let (here, site) = (folder(), orchard());
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &[]);
    let before = fs::read_to_string(here.path().join("pages/pages.json")).expect("kept");
    site.requests();
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &["0 new or changed, 3 as they were"]);
    assert_eq!(
        site.requests(),
        [
            "/docs/llms.txt",
            "/robots.txt",
            "/docs/trees/list.md 304?",
            "/docs/trees/plant.md 304?",
            "/docs/trees/fell/index.md 304?"
        ]
    );
    assert_eq!(fs::read_to_string(here.path().join("pages/pages.json")).expect("kept"), before);
    // A page that somebody changed is fetched whole.
    fs::write(here.path().join("pages/trees/list.md"), "mine").expect("written");
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &["1 new or changed, 2 as they were"]);
    assert!(site.requests().contains(&"/docs/trees/list.md".to_owned()));
}

#[test]
fn a_run_that_ends_midway_is_gone_on_with() {
    let (here, site) = (folder(), orchard());
    site.set("/docs/trees/plant.md", Reply::new("429 Too Many Requests", "retry-after: 3600\r\n", "later"));
    let ran = ingest(&here, &site.url("/docs/llms.txt"), &[]);
    assert_says(&ran, 75, &["asks to wait for 3600 s", "1 pages are kept in pages"]);
    assert_eq!(values(&manifest(&here), "pages", "file"), ["trees/list.md"]);
    site.set("/docs/trees/plant.md", etagged("# Plant\n"));
    site.requests();
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &["3 pages, 2 new or changed, 1 as they were"]);
    assert!(site.requests().contains(&"/docs/trees/list.md 304?".to_owned()));
}

#[test]
fn a_server_that_asks_to_wait_is_waited_for() {
    let (here, site) = (folder(), orchard());
    let wait = |value: &str| Reply::new("429 Too Many Requests", &format!("retry-after: {value}\r\n"), "later");
    site.replies("/docs/trees/list.md", vec![wait("1"), etagged("# List\n")]);
    let dated = Reply::new(
        "503 Service Unavailable",
        "date: Thu, 26 Nov 2026 08:00:00 GMT\r\nretry-after: Thu, 26 Nov 2026 08:00:01 GMT\r\n",
        "later",
    );
    site.replies("/docs/trees/plant.md", vec![dated, etagged("# Plant\n")]);
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &["3 pages"]);
    let asked = site.requests().iter().filter(|path| path.contains("/list.md") || path.contains("/plant.md")).count();
    assert_eq!(asked, 4);
    // For ever is too long.
    site.set("/docs/llms.txt", wait("0"));
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 75, &[]);
    assert_eq!(site.requests().len(), 4, "an attempt, and three more");
    site.set("/docs/llms.txt", wait("2"));
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &["--patience", "1"]), 75, &[]);
}

#[test]
fn what_is_no_page_is_left_out_and_told() {
    let (here, site) = (folder(), orchard());
    site.remove("/docs/trees/plant.md");
    site.set("/docs/trees/plant", Reply::html("<h1>Plant</h1>"));
    site.remove("/docs/trees/fell/index.md");
    let ran = ingest(&here, &site.url("/docs/llms.txt"), &[]);
    let told = [
        "1 pages",
        "not taken: 1 that are no Markdown",
        "content type is `text/html`",
        "not taken: 1 that are not there",
    ];
    assert_says(&ran, 0, &told);
    let manifest = manifest(&here);
    assert_eq!(values(&manifest, "skipped", "why"), ["not-a-page", "gone"]);
    let asked = site.requests();
    let ways =
        ["/docs/trees/fell/index.md", "/docs/trees/fell.md", "/docs/trees/fell/index.html.md", "/docs/trees/fell/"];
    assert!(ways.iter().all(|way| asked.contains(&(*way).to_owned())), "{asked:?}");
}

#[test]
fn a_page_that_is_cut_off_is_not_kept() {
    let (here, site) = (folder(), orchard());
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &[]);
    let whole = fs::read_to_string(here.path().join("pages/trees/list.md")).expect("kept");
    site.set("/docs/trees/list.md", Reply::page("# List").cut());
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 65, &["cut off"]);
    assert_eq!(fs::read_to_string(here.path().join("pages/trees/list.md")).expect("kept"), whole);
}

#[test]
fn a_login_is_an_end_of_its_own() {
    let (here, site) = (folder(), orchard());
    for reply in [
        Reply::new("401 Unauthorized", "", ""),
        Reply::new("403 Forbidden", "", ""),
        Reply::to("https://login.orchard.example/?next=docs"),
        Reply::to("/sign-in"),
        Reply::html("<form><input name=a><input type='password'></form>"),
    ] {
        site.set("/sign-in", Reply::html("<h1>Who are you?</h1>"));
        site.set("/docs/llms.txt", reply.clone());
        assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 77, &["requires a login"]);
        // A site whose pages want one is as closed as one whose index does.
        let site = orchard();
        let pages = ["list.md", "plant.md", "plant", "fell/index.md", "fell.md", "fell/index.html.md", "fell/"];
        pages.iter().for_each(|page| site.set(&format!("/docs/trees/{page}"), reply.clone()));
        site.set("/sign-in", Reply::html("<h1>Who are you?</h1>"));
        assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 77, &["requires a login"]);
    }
    // A page about logins is a page.
    let site = orchard();
    site.set("/docs/trees/list.md", Reply::to("/docs/auth/login.md"));
    site.set("/docs/auth/login.md", Reply::page("# Login\n"));
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &["3 pages"]);
}

#[test]
fn outages_are_told_apart() {
    let (here, site) = (folder(), orchard());
    site.set("/robots.txt", Reply::new("500 Internal Server Error", "", ""));
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 69, &["robots.txt cannot be fetched now"]);
    site.remove("/robots.txt");
    site.remove("/docs/llms.txt");
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 68, &["404"]);
    site.set("/docs/llms.txt", Reply::html("<h1>Welcome</h1>"));
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 65, &["text/html"]);
    site.set("/docs/llms.txt", Reply::page("# Nothing yet\n"));
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 65, &["names no page"]);
    assert_says(&ingest(&here, "http://orchard.example/llms.txt", &[]), 64, &["only https"]);
    assert_says(&ingest(&here, "https://docs.example/openapi.json", &[]), 64, &["a complete document"]);
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &["--offline"]), 64, &["--offline"]);
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &["--only", "a/**b"]), 64, &["no pattern"]);
    assert!(!here.path().join("pages").exists(), "nothing was found, and nothing is written");
}

#[test]
fn only_what_is_wanted_and_allowed_is_asked_for() {
    let (here, site) = (folder(), orchard());
    let links = [
        "- [List](trees/list.md)",
        "- [Elsewhere](https://other.example/docs/page.md)",
        "- [Above](/blog/post.md)",
        "- [Out](../../../etc/passwd)",
        "- [Encoded](%2e%2e/%2e%2e/etc/passwd)",
        "- [Private](private/key.md)",
        "- [Open](private/open.md)",
        "- [Picture](trees/tree.png)",
        "- [All](llms-full.txt)",
        "- [Rest](rest/one.md)",
        "## OpenAPI Specs",
        "- [orchard](https://api.orchard.example/openapi.json)",
        "## Optional",
        "- [Blog](blog.md)",
    ];
    site.set("/docs/llms.txt", Reply::page(&format!("# Orchard\n\n{}\n", links.join("\n\n"))));
    let robots = "User-agent: *\nDisallow: /docs/private/\nAllow: /docs/private/open.md$\n";
    site.set("/robots.txt", Reply::new("200 OK", "content-type: text/plain\r\n", robots));
    site.set("/docs/private/open.md", Reply::page("# Open\n"));
    let ran = ingest(&here, &site.url("/docs/llms.txt"), &["--skip", "rest/**"]);
    assert_says(
        &ran,
        0,
        &["2 pages", "which are the better input:\n  https://api.orchard.example/openapi.json  orchard"],
    );
    assert_eq!(site.requests(), ["/docs/llms.txt", "/robots.txt", "/docs/trees/list.md", "/docs/private/open.md"]);
    let manifest = manifest(&here);
    let why = ["other-host", "outside", "outside", "other-kind", "not-one-page", "not-chosen", "optional", "robots"];
    assert_eq!(values(&manifest, "skipped", "why"), why);
    assert_eq!(files(&here.path().join("pages")), ["llms.txt", "pages.json", "private/open.md", "trees/list.md"]);
    let ran = ingest(&here, &site.url("/docs/llms.txt"), &["--section", "Optional"]);
    assert_says(&ran, 68, &["/docs/blog.md is not there"]);
}

#[test]
fn an_endless_index_has_an_end() {
    let (here, site) = (folder(), orchard());
    let links: String = (0..5_000).map(|page| format!("- [Page {page}](p/{page}.md)\n")).collect();
    site.set("/docs/llms.txt", Reply::page(&format!("# Endless\n\n{links}")));
    (0..3).for_each(|page| site.set(&format!("/docs/p/{page}.md"), Reply::page("# Page\n")));
    let ran = ingest(&here, &site.url("/docs/llms.txt"), &["--pages", "3"]);
    assert_says(&ran, 0, &["3 pages", "not taken: 4997", "more than 3 pages: choose with --only, or raise --pages"]);
    assert_eq!(site.requests().len(), 5);
    site.set("/docs/llms.txt", Reply::to("/docs/llms.txt"));
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 69, &["in a circle"]);
}

#[test]
fn no_two_pages_share_a_file_and_none_leaves_the_folder() {
    let (here, site) = (folder(), Site::new());
    let paths =
        ["/Trees.md", "/trees.md", "/aux.md", "/.git/config.md", "/a%2F..%2F..%2Fb.md", "/list.md?lang=fr", "/list.md"];
    let links: String = paths.iter().map(|path| format!("* <{}>\n", site.url(path))).collect();
    site.set("/llms.txt", Reply::page(&links));
    paths.iter().for_each(|path| site.set(path, Reply::page(&format!("# {path}\n"))));
    assert_says(&ingest(&here, &site.url("/llms.txt"), &[]), 0, &["7 pages"]);
    let kept = files(&here.path().join("pages"));
    let folded: std::collections::BTreeSet<String> = kept.iter().map(|file| file.to_lowercase()).collect();
    assert_eq!((kept.len(), folded.len()), (9, 9), "{kept:?}");
    assert!(
        kept.iter().all(|file| !file.starts_with('.') && !file.contains("..") && !file.starts_with("aux.")),
        "{kept:?}"
    );
    assert_eq!(files(here.path()).len(), kept.len(), "nothing is beside the folder");
}

#[test]
fn the_users_own_files_are_not_overwritten() {
    let (here, site) = (folder(), orchard());
    fs::create_dir_all(here.path().join("pages/trees")).expect("made");
    fs::write(here.path().join("pages/trees/plant.md"), "mine").expect("written");
    let ran = ingest(&here, &site.url("/docs/llms.txt"), &[]);
    assert_says(&ran, 74, &["would be overwritten"]);
    assert_eq!(fs::read_to_string(here.path().join("pages/trees/plant.md")).expect("there"), "mine");
}

#[test]
fn a_root_a_page_and_a_text_of_all_pages_are_sources_too() {
    let (here, site) = (folder(), orchard());
    assert_says(&ingest(&here, &site.url("/docs"), &[]), 0, &["3 pages"]);
    assert_eq!(manifest(&here)["sources"][0]["index"], site.url("/docs/llms.txt"));
    assert_says(
        &ingest(&here, &site.url("/docs/trees/list.md"), &[]),
        0,
        &["1 pages, 0 new or changed, 1 as they were"],
    );
    let other = folder();
    assert_says(&ingest(&other, &site.url("/docs/trees/plant"), &[]), 0, &["1 pages"]);
    let all = format!("# Source: {}\n\n{}", site.url("/docs/trees/list.md"), page("get", "/trees", "listTrees"));
    site.set("/docs/llms-full.txt", Reply::page(&all));
    let full = folder();
    assert_says(&ingest(&full, &site.url("/docs/llms-full.txt"), &[]), 0, &["1 pages"]);
    assert_eq!(fs::read_to_string(full.path().join("pages/llms-full.txt")).expect("kept"), all);
    // Without fragments it says where the pages are.
    site.set("/docs/llms-full.txt", Reply::page(&format!("# Source: {}\n\nTrees.\n", site.url("/docs/trees/list.md"))));
    let collapsed = folder();
    assert_says(&ingest(&collapsed, &site.url("/docs/llms-full.txt"), &[]), 0, &["1 pages"]);
    assert!(collapsed.path().join("pages/trees/list.md").is_file());
}

#[test]
fn folders_and_files_are_copied_and_added_to() {
    let (here, site) = (folder(), orchard());
    fs::create_dir_all(here.path().join("saved/.git")).expect("made");
    fs::write(here.path().join("saved/prune.md"), page("patch", "/trees", "pruneTrees")).expect("written");
    fs::write(here.path().join("saved/.git/no.md"), "no").expect("written");
    fs::write(here.path().join("saved/notes.txt"), "no fence").expect("written");
    assert_says(&ingest(&here, "saved", &["--offline"]), 0, &["1 pages, 1 new or changed"]);
    assert_says(&ingest(&here, &site.url("/docs/llms.txt"), &[]), 0, &["3 pages"]);
    assert_eq!(values(&manifest(&here), "pages", "file").len(), 4, "what was there stays");
    assert_says(&ingest(&here, "saved/prune.md", &[]), 0, &["1 pages, 0 new or changed"]);
    assert_says(&ingest(&here, "nowhere.md", &[]), 65, &["cannot read nowhere.md"]);
}

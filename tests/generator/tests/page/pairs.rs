//! Pages of one site that differ in one thing each: what is generated from two of them, and what is reported.

use std::path::{Path, PathBuf};

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;
use crategen::{Generated, Inputs};
use harness::Trial;

use crate::cases::Site;

/// The pair, how many operations both pages give, and the codes of what is reported about merging.
const PAIRS: [(&str, usize, &[&str]); 19] = [
    ("component-property", 2, &["merge::joined"]),
    ("component-required", 2, &["merge::required"]),
    ("component-enum", 2, &["merge::joined"]),
    ("component-nullable", 2, &["merge::joined"]),
    ("component-extension", 2, &[]),
    ("component-text", 2, &[]),
    ("component-type", 2, &["merge::contradiction"]),
    ("info-version", 2, &["merge::info"]),
    ("info-description", 2, &[]),
    ("server-text", 2, &[]),
    ("server-slash", 2, &[]),
    ("server-none", 2, &["merge::servers"]),
    ("server-other", 2, &["merge::servers"]),
    ("operation-text", 1, &[]),
    ("operation-extension", 1, &[]),
    ("operation-tag", 1, &["merge::differs"]),
    ("id-empty", 2, &["page::operation-id"]),
    ("id-twice", 2, &["merge::same-id"]),
    ("openapi-minor", 2, &["merge::versions"]),
];

/// A test for each pair.
pub fn tests() -> Vec<Trial> {
    harness::each_outside("pairs", PAIRS.len(), "cases/pages/pairs", pairs, differs_in_one_thing)
}

fn pairs(folder: &Path) -> Vec<(String, PathBuf)> {
    let list = std::fs::read_to_string(folder.join("expected.tsv")).expect("the list of pairs");
    let names = list.lines().skip(1).filter_map(|line| line.split('\t').next());
    names.map(|name| (name.to_owned(), folder.to_path_buf())).collect()
}

fn differs_in_one_thing(pair: &str, folder: PathBuf) {
    let expected = PAIRS.iter().find(|(name, ..)| *name == pair);
    let &(_, operations, codes) = expected.expect("it stands in the list of this file");
    let pages = ["a", "b"].map(|page| format!("{pair}.{page}.md"));
    is_read(pair, &folder, &pages);
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let pages =
        pages.map(|page| sources.add(page.clone(), std::fs::read_to_string(folder.join(page)).expect("a page")));
    let mut loader = FolderLoader::new(&folder);
    let inputs = Inputs { documents: &pages, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut said);
    let rendered = said.render(&sources, false);
    let Some(Generated { report, client, .. }) = generated else { panic!("{rendered}") };
    assert_eq!(report.operations.generated, operations, "{rendered}");
    assert!(report.is_complete() && !client.servers.is_empty(), "{rendered}");
    let found: Vec<&str> = said
        .iter()
        .map(|said| said.code)
        .filter(|code| code.starts_with("merge::") || code.starts_with("page::"))
        .collect();
    assert_eq!(found, codes, "{rendered}");
}

/// One fragment each, of which nothing is to be said before they are merged.
fn is_read(pair: &str, folder: &Path, pages: &[String; 2]) {
    let read = Site(folder.to_path_buf()).read(&[&pages[0], &pages[1]]);
    let said: &[&str] = if pair == "id-empty" { &["warning[page::operation-id]"] } else { &[] };
    assert_eq!(read.fragments().len(), 2, "{}", read.rendered());
    assert_eq!(read.said(), said, "{}", read.rendered());
}

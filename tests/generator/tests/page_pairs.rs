//! Pages of one site that differ in one thing each: what is generated from two of them, and what is reported.

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;
use crategen::{Generated, Inputs};
use generator_tests::workspace;

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

#[test]
fn pages_that_differ_in_one_thing() {
    let folder = workspace().join("../shared/cases/pages/pairs");
    if !folder.is_dir() {
        eprintln!("the pairs of pages are not here: none was merged");
        return;
    }
    for (pair, operations, codes) in PAIRS {
        let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
        let pages = ["a", "b"].map(|page| {
            let name = format!("{pair}.{page}.md");
            sources.add(name.clone(), std::fs::read_to_string(folder.join(name)).expect("a page"))
        });
        let mut loader = FolderLoader::new(&folder);
        let inputs = Inputs { documents: &pages, overlays: &[], config: &config, loader: &mut loader };
        let generated = crategen::generate(&mut sources, inputs, &mut said);
        let rendered = said.render(&sources, false);
        let Some(Generated { report, client, .. }) = generated else { panic!("{pair}: {rendered}") };
        assert_eq!(report.operations.generated, operations, "{pair}: {rendered}");
        assert!(report.is_complete() && !client.servers.is_empty(), "{pair}: {rendered}");
        let found: Vec<&str> = said
            .iter()
            .map(|said| said.code)
            .filter(|code| code.starts_with("merge::") || code.starts_with("page::"))
            .collect();
        assert_eq!(found, codes, "{pair}: {rendered}");
    }
}

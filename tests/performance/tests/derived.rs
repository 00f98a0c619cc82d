//! The crates and charts that clients are compared with: types with derived impls compile and keep what they read, and charts are XML.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;
use crategen::{Generated, Inputs};
use performance::derived;
use performance::svg::{Bar, Chart, Panel};
use serde_json::Value;

/// Fixtures with objects, maps, enums, recursion, and unions with and without a tag.
const FIXTURES: [&str; 5] = [
    "additional_properties",
    "enum_strings",
    "one_of_discriminator_implicit",
    "recursion",
    "required_optional_nullable_3_0",
];

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/good").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn generated() -> Generated {
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let documents = FIXTURES.map(|name| sources.add(format!("{name}.yaml"), fixture(&format!("{name}.yaml"))));
    let mut loader = FolderLoader::new(".");
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    crategen::generate(&mut sources, inputs, &mut said).expect("the fixtures become a client")
}

/// Types, and values that are encoded as they were decoded.
fn instances() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for name in FIXTURES {
        let read: BTreeMap<String, Vec<Value>> =
            serde_json::from_str(&fixture(&format!("{name}.instances.json"))).expect("the instances are JSON");
        for (ty, values) in read {
            let kept =
                values.into_iter().filter(|value| value.get("decode").is_none() && value.get("refuse").is_none());
            all.extend(kept.map(|value| (ty.clone(), value)));
        }
    }
    all
}

#[test]
fn derived_types_compile_and_keep_what_they_read() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("derived");
    let instances = instances();
    write(&folder, &instances);
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--quiet"]).current_dir(&folder).env("CARGO_TARGET_DIR", folder.join("target"));
    let output = command.env_remove("RUSTFLAGS").stdin(Stdio::null()).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let back: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let sent: Vec<Value> = instances.into_iter().map(|(_, value)| value).collect();
    assert!(sent.len() > 50, "there are only {} instances", sent.len());
    assert_eq!(back, sent);
}

/// The crate, with a program that decodes and encodes the instances.
fn write(folder: &Path, instances: &[(String, Value)]) {
    let mut files = derived::crate_of(&generated().client, "derived-types");
    let trips: String = instances
        .iter()
        .map(|(ty, value)| {
            let text = value.to_string();
            format!("    trip::<derived_types::types::{ty}>({text:?});\n")
        })
        .collect();
    files.insert(
        "src/main.rs",
        format!(
            "fn trip<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) {{\n    \
             let value: T = serde_json::from_str(text).expect(text);\n    \
             println!(\"{{}}\", serde_json::to_string(&value).expect(text));\n}}\n\nfn main() {{\n{trips}}}\n"
        ),
    );
    files.insert("Cargo.toml", format!("{}\n[workspace]\n", files.get("Cargo.toml").expect("a manifest")));
    for (path, text) in files.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    }
    // The versions that the workspace has tested; cargo takes out what is not used.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file is copied");
}

#[test]
fn charts_are_well_formed_and_show_each_value() {
    let bar = |label: &str, value| Bar { label: label.to_owned(), value, text: format!("{value} s"), series: 7 };
    let bars = vec![bar("a & <b>\u{0} \"c\"", 2.5), bar("none", 0.0), bar("no number", f64::NAN)];
    let chart = Chart {
        title: "Costs & <times>".to_owned(),
        notes: vec!["measured".to_owned()],
        panels: vec![Panel { title: "CPU".to_owned(), bars }, Panel { title: "empty".to_owned(), bars: Vec::new() }],
    };
    let svg = chart.to_svg();
    let mut reader = quick_xml::Reader::from_str(&svg);
    let (mut depth, mut elements) = (0, 0);
    loop {
        match reader.read_event().expect("the chart is well-formed") {
            quick_xml::events::Event::Start(_) => (depth, elements) = (depth + 1, elements + 1),
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    assert!(elements > 8, "{svg}");
    for shown in ["a &amp; &lt;b&gt; &quot;c&quot;", "2.5 s", "Costs &amp; &lt;times&gt;"] {
        assert!(svg.contains(shown), "{shown} is not in {svg}");
    }
    let numbers = svg.split("width=\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert!(numbers.clone().all(|number| number.parse::<f64>().is_ok_and(f64::is_finite)), "{svg}");
}

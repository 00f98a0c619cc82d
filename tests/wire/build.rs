//! Generates the client of all documents in `documents`, which become one.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crategen::Inputs;
use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;

#[path = "build/styles.rs"]
mod styles;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=documents");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=codegen.toml");
    let (mut sources, mut said) = (Sources::new(), Diagnostics::new());
    let config = sources.add("codegen.toml", fs::read_to_string("codegen.toml")?);
    let config = Config::parse(&sources, config).map_err(|mistakes| mistakes.render(&sources, false))?;
    let mut paths: Vec<PathBuf> =
        fs::read_dir("documents")?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    let mut documents = Vec::new();
    for path in &paths {
        documents.push(sources.add(path.to_string_lossy(), fs::read_to_string(path)?));
    }
    documents.push(sources.add("styles.json", styles::document()));
    let mut loader = FolderLoader::new("documents");
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut said);
    let told = said.render(&sources, false);
    let complete = |generated: &crategen::Generated| generated.report.is_complete() && !said.has_errors();
    let generated = generated.filter(complete).ok_or(told)?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    put(&out.join("calls.rs"), &styles::calls())?;
    for (path, text) in generated.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        // What is included cannot say anything about the crate that includes it: `src/lib.rs` does.
        let text = if path == "src/lib.rs" { without_head(text) } else { text.to_owned() };
        put(&out.join(path), &text)?;
    }
    Ok(())
}

/// From the first module on, and without the README.
fn without_head(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("pub mod"));
    lines.filter(|line| !line.contains("README.md")).map(|line| format!("{line}\n")).collect()
}

fn put(path: &Path, text: &str) -> Result<(), std::io::Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

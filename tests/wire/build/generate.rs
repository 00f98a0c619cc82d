//! A client in the folder of a build script's output, for a crate that includes it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crategen::Inputs;
use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::source::Sources;

/// Generates the client of these documents, each a name and a text, by the configuration in a file.
///
/// # Errors
/// What cannot be read or written, and every operation that would be left out.
pub fn client(config: &str, documents: &[(String, String)]) -> Result<(), Box<dyn Error>> {
    let (mut sources, mut said) = (Sources::new(), Diagnostics::new());
    let config = sources.add(config, fs::read_to_string(config)?);
    let config = Config::parse(&sources, config).map_err(|mistakes| mistakes.render(&sources, false))?;
    let documents: Vec<_> = documents.iter().map(|(name, text)| sources.add(name, text)).collect();
    let mut loader = FolderLoader::new("documents");
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let generated = crategen::generate(&mut sources, inputs, &mut said);
    let told = said.render(&sources, false);
    let complete = |generated: &crategen::Generated| generated.report.is_complete() && !said.has_errors();
    let generated = generated.filter(complete).ok_or(told)?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    for (path, text) in generated.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        // What is included cannot say anything about the crate that includes it: its own `src/lib.rs` does.
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

/// Writes a file, and the folders that it is in.
///
/// # Errors
/// What cannot be written.
pub fn put(path: &Path, text: &str) -> Result<(), std::io::Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

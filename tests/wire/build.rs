//! Generates the client of all documents in `documents`, which become one.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

#[path = "build/generate.rs"]
mod generate;
#[path = "build/styles.rs"]
mod styles;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=documents");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=codegen.toml");
    let mut paths: Vec<PathBuf> =
        fs::read_dir("documents")?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    let read = |path: &PathBuf| Ok((path.to_string_lossy().into_owned(), fs::read_to_string(path)?));
    let mut documents: Vec<(String, String)> = paths.iter().map(read).collect::<Result<_, std::io::Error>>()?;
    documents.push(("styles.json".to_owned(), styles::document()));
    generate::client("codegen.toml", &documents)?;
    generate::put(&PathBuf::from(std::env::var("OUT_DIR")?).join("calls.rs"), &styles::calls())?;
    Ok(())
}

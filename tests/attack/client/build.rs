//! Generates the client of `document.yaml`.

use std::error::Error;

#[path = "../../wire/build/generate.rs"]
mod generate;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=document.yaml");
    println!("cargo::rerun-if-changed=codegen.toml");
    println!("cargo::rerun-if-changed=../../wire/build/generate.rs");
    generate::client("codegen.toml", &[("document.yaml".into(), std::fs::read_to_string("document.yaml")?)])
}

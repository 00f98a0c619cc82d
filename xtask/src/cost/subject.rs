//! What is measured of one document: its crates, and the program that uses each.

use std::path::{Path, PathBuf};

use crategen::cli::exit::{Exit, Failure};
use crategen::cli::inputs;
use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::files::Files;
use crategen::ir::Client;
use crategen::source::{FileId, Sources};
use crategen::{Generated, Inputs, emit, format};
use performance::program::{self, Uses, With};
use performance::{derived, document};

use crate::cost::columns::Figures;

/// A document.
pub struct Subject {
    /// What it is called in tables.
    pub name: String,
    /// The folder of its crates.
    pub folder: PathBuf,
    /// How many operations and types its client has, and what the programs do.
    pub summary: String,
    /// The crates.
    pub crates: Vec<Measured>,
}

/// A crate, and what was measured of it.
pub struct Measured {
    /// Which: `whole`, `types`, `runtime`, `derived` or `peer`.
    pub kind: String,
    /// The folder of its workspace.
    pub folder: PathBuf,
    /// The name of its library.
    pub library: String,
    /// The files of `client/`.
    pub client: Files,
    /// The files of `program/`.
    pub program: Option<Files>,
    /// Whether it is compiled with the features that are on by default.
    pub default_features: bool,
    /// What was measured.
    pub figures: Figures,
    /// Why it does not compile.
    pub broken: Option<String>,
}

impl Subject {
    /// Generates the crates of a document.
    pub fn of_document(path: &Path, work: &Path) -> Result<Self, Failure> {
        let mut sources = Sources::new();
        let file = inputs::read(&mut sources, path)?;
        // Where the document is on this machine is nobody's business.
        let parts: Vec<_> = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect();
        let name = parts.iter().rev().map(AsRef::as_ref).collect::<Vec<_>>().join("/");
        Self::of(name, sources, file, &mut inputs::loader(None, &[path.to_path_buf()]), work)
    }

    /// Generates the crates of a made document.
    pub fn synthetic(structs: usize, work: &Path) -> Result<Self, Failure> {
        let mut sources = Sources::new();
        let name = format!("synthetic-{structs}.json");
        let file = sources.add(name.clone(), document::synthetic(structs));
        Self::of(name, sources, file, &mut FolderLoader::new("."), work)
    }

    fn of(
        name: String,
        mut sources: Sources,
        file: FileId,
        loader: &mut FolderLoader,
        work: &Path,
    ) -> Result<Self, Failure> {
        let (config, mut said) = (Config::default(), Diagnostics::new());
        let inputs = Inputs { documents: &[file], overlays: &[], config: &config, loader };
        let Some(Generated { client, files, .. }) = crategen::generate(&mut sources, inputs, &mut said) else {
            let said = said.render(&sources, false);
            return Err(Failure::new(Exit::Unreadable, format!("nothing usable remains of {name}:\n{said}")));
        };
        let words = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        let folder = work.join(words.trim_matches('-'));
        let uses = program::uses(&client);
        let does = match &uses {
            Uses::Calls(calls) => format!("programs make {} calls", calls.len()),
            Uses::Types(types) => format!("programs decode and encode {} types", types.len()),
        };
        let (operations, types) = (client.operations().count(), client.types.len());
        let crates = crates(&client, &uses, files, &folder);
        Ok(Self { name, folder, summary: format!("{operations} operations, {types} types, {does}"), crates })
    }
}

fn crates(client: &Client, uses: &Uses<'_>, files: Files, folder: &Path) -> Vec<Measured> {
    let package = client.package.name.clone();
    let derived_package = format!("{package}-derived");
    let of = |kind: &str, package: &str, client: Files, default_features: bool| Measured {
        kind: kind.to_owned(),
        folder: folder.join(kind),
        library: package.replace('-', "_"),
        client,
        program: None,
        default_features,
        figures: Figures::default(),
        broken: None,
    };
    let calls = matches!(uses, Uses::Calls(_));
    let mut crates = vec![
        of("whole", &package, files.clone(), calls),
        of("types", &package, types_only(client, &files), false),
        of("runtime", &package, runtime_only(client, &files), false),
        of("derived", &derived_package, derived::crate_of(client, &derived_package), true),
    ];
    for one in &mut crates {
        let with = match one.kind.as_str() {
            "whole" => Some((With::Client, &package)),
            "types" => Some((With::GeneratedTypes, &package)),
            "derived" => Some((With::DerivedTypes, &derived_package)),
            _ => None,
        };
        one.program = with.map(|(with, package)| program::package(client, uses, with, package));
    }
    crates
}

/// The crate of a client without its operations.
fn types_only(client: &Client, files: &Files) -> Files {
    let mut client = client.clone();
    client.resources.iter_mut().for_each(|resource| resource.operations.clear());
    let mut types = files.clone();
    emitted_over(&mut types, &client);
    types
}

/// The crate of a client without its operations and types: what is the same in every client.
fn runtime_only(client: &Client, files: &Files) -> Files {
    let parts = ["src/runtime/", "src/datetime", "src/identifier", "src/xml/"];
    let shared = files.iter().filter(|(path, _)| parts.iter().any(|part| path.starts_with(part)));
    let mut runtime: Files = shared.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let (package, optional_runtime) = (client.package.clone(), client.optional_runtime.clone());
    emitted_over(&mut runtime, &Client { package, optional_runtime, ..Client::default() });
    runtime
}

fn emitted_over(files: &mut Files, client: &Client) {
    let emitted = format::format(emit::emit(client));
    emitted.iter().for_each(|(path, text)| files.insert(path, text));
}

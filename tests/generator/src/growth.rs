//! How much a client is, beside its document. Work is counted, not timed.

use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::FolderLoader;
use crategen::emit::{Content, emit};
use crategen::ir::Client;
use crategen::source::Sources;
use crategen::{Inputs, lower, meaning, read};
use proc_macro2::{TokenStream, TokenTree};

use crate::fixture;

/// What was made of a document.
pub struct Made {
    /// Values of the text as it was written, about: what stands between punctuation.
    pub written: usize,
    /// What the client weighs.
    pub weight: usize,
    /// The client; nothing where none was made.
    pub client: Client,
    /// What was said.
    pub said: String,
}

/// What the client may weigh for each value that is written.
pub const EACH: usize = 16;
/// What it may weigh in any case.
pub const BASE: usize = 60_000;
/// Tokens for what weighs one.
pub const TOKENS: usize = 120;

/// Makes a client of a document, up to what is decided.
pub fn make(text: &str) -> Made {
    let (mut sources, mut said) = (Sources::new(), Diagnostics::new());
    let documents = [sources.add(if text.starts_with('{') { "bomb.json" } else { "bomb.yaml" }, text)];
    let (config, mut loader) = (Config::default(), FolderLoader::new(fixture("none")));
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut loader };
    let client = read(&mut sources, inputs, &mut said).map(|document| {
        let api = meaning(&document, &config, &mut said);
        lower::lower(&config, &api, &mut said).client
    });
    let client = client.unwrap_or_default();
    let written = text.matches([',', ':', '\n']).count();
    Made { written, weight: weight(&client), client, said: said.render(&sources, false) }
}

fn weight(client: &Client) -> usize {
    let operations = client.resources.iter().flat_map(|resource| &resource.operations);
    client.types.values().map(|def| def.weight()).sum::<usize>()
        + operations.map(|operation| operation.weight()).sum::<usize>()
}

/// How many tokens a client is.
pub fn tokens(client: &Client) -> usize {
    let rust = emit(client).into_iter().filter_map(|file| match file.content {
        Content::Rust(_, items) => Some(items.into_iter().map(count).sum::<usize>()),
        Content::Text(_) => None,
    });
    rust.sum()
}

fn count(stream: TokenStream) -> usize {
    let inner = |tree| if let TokenTree::Group(group) = tree { count(group.stream()) } else { 0 };
    stream.into_iter().map(|tree| 1 + inner(tree)).sum()
}

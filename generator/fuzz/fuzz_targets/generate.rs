//! Any bytes go through the whole pipeline: it makes Rust, or says why not.
#![no_main]

use crategen::Inputs;
use crategen::config::Config;
use crategen::diagnostic::Diagnostics;
use crategen::document::bundle::{Load, LoadError};
use crategen::source::Sources;
use libfuzzer_sys::fuzz_target;

/// No document has another one beside it.
struct Alone;

impl Load for Alone {
    fn load(&mut self, _: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Missing)
    }
}

fuzz_target!(|text: &[u8]| {
    let (mut sources, mut said, config) = (Sources::new(), Diagnostics::new(), Config::default());
    let documents = [sources.add_bytes("openapi.yaml", text)];
    let inputs = Inputs { documents: &documents, overlays: &[], config: &config, loader: &mut Alone };
    let generated = crategen::generate(&mut sources, inputs, &mut said);
    let told = said.render(&sources, false);
    assert_eq!(told.is_empty(), said.to_json(&sources).as_array().is_some_and(Vec::is_empty));
    let Some(generated) = generated else {
        return assert!(said.has_errors(), "nothing was generated, and no error says why");
    };
    for (path, text) in generated.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(syn::parse_file(text).is_ok(), "{path} is not Rust");
    }
});

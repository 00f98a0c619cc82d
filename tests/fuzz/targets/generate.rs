//! Any bytes go through the whole pipeline: it makes Rust, or says why not.
#![no_main]

use fuzz::Given;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let Some(generated) = fuzz::generate(&Given::Document("openapi.yaml", text)) else { return };
    for (path, text) in generated.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(syn::parse_file(text).is_ok(), "{path} is not Rust");
    }
});

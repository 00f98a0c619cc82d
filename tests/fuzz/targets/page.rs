//! A page of documentation of any bytes.
#![no_main]

use fuzz::Given;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| fuzz::read(&Given::Document("page.md", text)));

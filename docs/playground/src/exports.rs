//! What the page calls: it asks for room for a request, writes the request there, and reads the answer where it is said to be.
//! WebAssembly has numbers only, and the memory is the page's to read and write, so nothing here is unsafe but the names.

#![allow(unsafe_code, reason = "names that the linker keeps")]

use std::cell::RefCell;

thread_local! {
    /// The request, then its answer.
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a request of so many bytes, and returns its address.
#[unsafe(no_mangle)]
extern "C" fn room(length: usize) -> *mut u8 {
    TEXT.with_borrow_mut(|text| {
        *text = vec![0; length];
        text.as_mut_ptr()
    })
}

/// Puts the answer in the place of the request, and returns its address.
#[unsafe(no_mangle)]
extern "C" fn answer() -> *const u8 {
    TEXT.with_borrow_mut(|text| {
        let answer = crate::answer(text).map_err(|error| error.to_string());
        *text = match answer {
            Ok(answer) => answer.to_string().into_bytes(),
            Err(problem) => serde_json::json!({ "problem": problem }).to_string().into_bytes(),
        };
        text.as_ptr()
    })
}

/// How many bytes the answer has.
#[unsafe(no_mangle)]
extern "C" fn length() -> usize {
    TEXT.with_borrow(Vec::len)
}

//! What the document shows of responses, as values.

use crate::runtime::json;
use crate::runtime::json::Decode;

/// `example()` of an operation: the document's example of what a call of it returns, from the JSON text of it.
///
/// ```text
/// example!(GetPet, r#"{"id":1}"#);
/// example!(CreatePet: CreatePetOutput::Created, r#"{"id":1}"#); // one of several successes
/// ```
#[allow(unused_macros)]
macro_rules! example {
    ($operation:ident, $text:literal) => {
        $crate::runtime::example!($operation: ::std::convert::identity, $text);
    };
    ($operation:ident: $variant:path, $text:literal) => {
        impl $operation {
            #[doc = concat!(
                " What the document shows of a response: `mock.on::<", stringify!($operation), ">(", stringify!($operation),
                "::example())`. Lists have one item."
            )]
            #[inline]
            pub fn example() -> <$operation as $crate::runtime::Operation<$crate::runtime::Async>>::Output {
                $variant($crate::runtime::read_example($text))
            }
        }
    };
}

// A document without examples uses none of it.
#[allow(unused_imports)]
pub(crate) use example;

/// The value of an example. The generator has compared it with its type.
///
/// # Panics
/// When the text is not of the type.
#[allow(dead_code)]
#[inline]
pub(crate) fn read_example<T: Decode>(text: &str) -> T {
    match json::from_json(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => unreachable!("the generator left an example in that does not fit its schema: {error}"),
    }
}

//! Structs that are JSON objects: a line for each member says all that reading and writing needs.

/// `Decode` and `Encode` of a struct that is an object, from its members in their order. A field comes with its presence
/// (`required`; `optional`: null counts as absent; `nullable`: null is a value) and its key; the other members that can be there have only one
/// value, which is written as JSON text. Keys are given as they stand between the quotes in JSON. At the end may stand the field for all
/// members without a field of their own.
///
/// ```text
/// object!(Dog {
///     "kind": "\"dog\"",
///     name: required "name",
///     owner_id: optional "ownerId",
///     ..rest,
/// });
/// ```
#[allow(unused_macros)]
macro_rules! object {
    ($name:ident {
        $($first:literal: $first_text:literal,)*
        $($field:ident: $presence:ident $key:literal, $($constant:literal: $text:literal,)*)*
        $(..$rest:ident,)?
    }) => {
        #[doc(hidden)]
        impl $crate::runtime::Decode for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                $(let mut $field = $crate::runtime::Field::new($crate::runtime::Key::$presence($key));)*
                $(let mut $rest = $crate::runtime::Map::new();)?
                $crate::runtime::object!(@read reader, [
                    $(&mut $crate::runtime::ConstantField::new($first, $first_text),)*
                    $(&mut $field, $(&mut $crate::runtime::ConstantField::new($constant, $text),)*)*
                ] $(, $rest)?)?;
                ::std::result::Result::Ok(Self { $($field: $field.$presence(),)* $($rest)? })
            }
        }

        #[doc(hidden)]
        impl $crate::runtime::Encode for $name {
            #[inline]
            fn encode(
                &self,
                writer: &mut $crate::runtime::Writer,
            ) -> ::std::result::Result<(), $crate::runtime::EncodeError> {
                $crate::runtime::object!(@write writer, [
                    $($crate::runtime::Member::required($first, &$crate::runtime::Constant($first_text)),)*
                    $(
                        $crate::runtime::Member::$presence($key, &self.$field),
                        $($crate::runtime::Member::required($constant, &$crate::runtime::Constant($text)),)*
                    )*
                ] $(, self.$rest)?)
            }
        }
    };
    (@read $reader:ident, $slots:expr) => { $reader.fields(&mut $slots) };
    (@read $reader:ident, $slots:expr, $rest:ident) => { $reader.fields_and_rest(&mut $slots, &mut $rest) };
    (@write $writer:ident, $members:expr) => { $writer.fields(&$members) };
    (@write $writer:ident, $members:expr, $rest:expr) => { $writer.fields_and_rest(&$members, &$rest) };
}

// A client without structs uses nothing of it.
#[allow(unused_imports)]
pub(crate) use object;

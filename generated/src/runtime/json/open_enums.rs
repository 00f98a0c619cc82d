//! Enums that keep values that they do not know: a line for each known value.

/// What an open enum of scalars has beside its definition, from its variants and the values that they have in JSON. The enum is one of
/// `text`; of `integer_text`, which can be made of integers, too; of `decimal`, which is a number with these digits; or of `integer`.
///
/// ```text
/// open_enum!(text Status {
///     InReview: "in-review",
///     Done: "done",
/// });
/// ```
#[allow(unused_macros)]
macro_rules! open_enum {
    (text $name:ident { $($variant:ident: $wire:literal,)* }) => {
        $crate::runtime::open_enum!(@str $name { $($variant: $wire,)* });
        $crate::runtime::open_enum!(@json $name,
            |reader| Self::from(&*reader.string()?),
            |value, writer| writer.string(value.as_str()));
    };
    (integer_text $name:ident { $($variant:ident: $wire:literal,)* }) => {
        $crate::runtime::open_enum!(text $name { $($variant: $wire,)* });

        impl ::std::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                Self::from(::std::string::ToString::to_string(&value))
            }
        }
    };
    (decimal $name:ident { $($variant:ident: $wire:literal,)* }) => {
        $crate::runtime::open_enum!(@str $name { $($variant: $wire,)* });
        $crate::runtime::open_enum!(@json $name,
            |reader| Self::from(reader.decimal()?),
            |value, writer| writer.number(value.as_str()));
    };
    (integer $name:ident { $($variant:ident: $wire:literal,)* }) => {
        impl $name {
            /// Every value that this crate knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as it is on the wire.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => *value,
                }
            }
        }

        impl ::std::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(value),
                }
            }
        }

        $crate::runtime::open_enum!(@display $name, as_i64);
        $crate::runtime::open_enum!(@json $name,
            |reader| Self::from(reader.i64()?),
            |value, writer| $crate::runtime::Encode::encode(&value.as_i64(), writer));
    };
    (@str $name:ident { $($variant:ident: $wire:literal,)* }) => {
        impl $name {
            /// Every value that this crate knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as it is on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(::std::borrow::ToOwned::to_owned(value)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        $crate::runtime::open_enum!(@display $name, as_str);
    };
    (@display $name:ident, $value:ident) => {
        impl ::std::convert::From<&$name> for $name {
            #[inline]
            fn from(value: &$name) -> Self {
                ::std::clone::Clone::clone(value)
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.$value(), f)
            }
        }
    };
    (@json $name:ident, |$reader:ident| $decode:expr, |$value:ident, $writer:ident| $encode:expr) => {
        #[doc(hidden)]
        impl $crate::runtime::Decode for $name {
            #[inline]
            fn decode(
                $reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                ::std::result::Result::Ok($decode)
            }
        }

        #[doc(hidden)]
        impl $crate::runtime::Encode for $name {
            #[inline]
            fn encode(
                &self,
                $writer: &mut $crate::runtime::Writer,
            ) -> ::std::result::Result<(), $crate::runtime::EncodeError> {
                let $value = self;
                $encode
            }
        }
    };
}

// A client without enums uses nothing of it.
#[allow(unused_imports)]
pub(crate) use open_enum;

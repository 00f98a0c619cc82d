//! What enums that keep unknown values have in common: the two conversions that differ stand with the enum, the rest is made
//! from them.

/// The rest of an open enum: of `text`, which has `as_str` and `From<&str>` and is a string in JSON; of `decimal`, which has the
/// same and is a number with these digits; of `integer`, which has `as_i64` and `From<i64>`.
#[allow(unused_macros)]
macro_rules! enum_impls {
    (text: $name:ident) => {
        $crate::runtime::enum_impls!(of_str: $name);
        $crate::runtime::enum_impls!(json: $name,
            |reader| Self::from(&*reader.string()?),
            |value, writer| writer.string(value.as_str()));
    };
    (decimal: $name:ident) => {
        $crate::runtime::enum_impls!(of_str: $name);
        $crate::runtime::enum_impls!(json: $name,
            |reader| Self::from(reader.decimal()?),
            |value, writer| writer.number(value.as_str()));
    };
    (integer: $name:ident) => {
        $crate::runtime::enum_impls!(display: $name, as_i64);
        $crate::runtime::enum_impls!(json: $name,
            |reader| Self::from(reader.i64()?),
            |value, writer| $crate::runtime::Encode::encode(&value.as_i64(), writer));
    };
    (of_str: $name:ident) => {
        $crate::runtime::enum_impls!(display: $name, as_str);

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
    };
    (display: $name:ident, $value:ident) => {
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.$value(), f)
            }
        }
    };
    (json: $name:ident, |$reader:ident| $decode:expr, |$value:ident, $writer:ident| $encode:expr) => {
        impl $crate::runtime::Decode for $name {
            #[inline]
            fn decode(
                $reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                ::std::result::Result::Ok($decode)
            }
        }

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
pub(crate) use enum_impls;

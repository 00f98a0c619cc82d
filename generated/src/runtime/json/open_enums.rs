//! What enums that keep unknown values have in common: the two conversions that differ stand with the enum, the rest is made
//! from them.

/// An enum with `as_str` and `From<&str>`, written in JSON as a string.
#[allow(unused_macros)]
macro_rules! text_impls {
    ($name:ident) => {
        $crate::runtime::text_impls!(conversions: $name);

        impl $crate::runtime::Decode for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                ::std::result::Result::Ok(Self::from(&*reader.string()?))
            }
        }

        impl $crate::runtime::Encode for $name {
            #[inline]
            fn encode(
                &self,
                writer: &mut $crate::runtime::Writer,
            ) -> ::std::result::Result<(), $crate::runtime::EncodeError> {
                writer.string(self.as_str())
            }
        }
    };
    (conversions: $name:ident) => {
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

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// An enum with `as_str` and `From<&str>`, written in JSON as a number with these digits.
#[allow(unused_macros)]
macro_rules! decimal_impls {
    ($name:ident) => {
        $crate::runtime::text_impls!(conversions: $name);

        impl $crate::runtime::Decode for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                ::std::result::Result::Ok(Self::from(reader.decimal()?))
            }
        }

        impl $crate::runtime::Encode for $name {
            #[inline]
            fn encode(
                &self,
                writer: &mut $crate::runtime::Writer,
            ) -> ::std::result::Result<(), $crate::runtime::EncodeError> {
                writer.number(self.as_str())
            }
        }
    };
}

/// An enum with `as_i64` and `From<i64>`, written in JSON as a number.
#[allow(unused_macros)]
macro_rules! integer_impls {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::runtime::Decode for $name {
            #[inline]
            fn decode(
                reader: &mut $crate::runtime::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                ::std::result::Result::Ok(Self::from(reader.i64()?))
            }
        }

        impl $crate::runtime::Encode for $name {
            #[inline]
            fn encode(
                &self,
                writer: &mut $crate::runtime::Writer,
            ) -> ::std::result::Result<(), $crate::runtime::EncodeError> {
                $crate::runtime::Encode::encode(&self.as_i64(), writer)
            }
        }
    };
}

// A client without enums uses none of them.
#[allow(unused_imports)]
pub(crate) use {decimal_impls, integer_impls, text_impls};

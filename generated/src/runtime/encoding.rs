//! Values as text and back: percent-encoding, parameter styles, forms, multipart, base64, media types, charsets, `Retry-After`.

mod base64;
pub(crate) mod charset;
mod date_time_format;
pub(crate) mod form;
pub(crate) mod media_type;
mod multipart;
pub(crate) mod percent;
mod retry_after;
pub(crate) mod style;

pub use self::base64::Base64;
pub use self::base64::Base64Url;
pub use date_time_format::CivilDateTime;
pub use date_time_format::DateTimeFormat;
pub use multipart::Files;
pub use multipart::FilesOr;
pub use multipart::Multipart;
pub use multipart::Part;

pub(crate) use self::base64::to_base64;
pub(crate) use media_type::is_json;
pub(crate) use media_type::is_within;
pub(crate) use percent::Keep;
pub(crate) use percent::encode_form;
pub(crate) use retry_after::retry_after;
pub(crate) use style::Encoded;

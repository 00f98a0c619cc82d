//! Media types as texts (RFC 9110, section 8.3.1): what several floors read in them.

/// A media type without its parameters, in small letters: `text/html` of `Text/HTML; charset=utf-8`.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The parameters of a media type, in small letters: `charset=utf-8` of `Text/HTML; charset=utf-8`.
pub(crate) fn parameters(media_type: &str) -> impl Iterator<Item = String> {
    media_type.split(';').skip(1).map(|one| one.trim().to_ascii_lowercase()).filter(|one| !one.is_empty())
}

/// Whether a media type is JSON (RFC 8259; RFC 6839, section 3.1, for `+json`).
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether a media type is a range (RFC 9110, section 12.5.1): `*/*`, or all of one type.
pub(crate) fn is_range(media_type: &str) -> bool {
    essence(media_type).strip_suffix("/*").is_some_and(|kind| !kind.is_empty())
}

//! Media types: what each is to a client (RFC 9110, section 8.3.1).

use crate::config::is_token;
use crate::media_type::{essence, is_json};
use crate::names::VariantName;

/// Whether a media type is a merge patch (RFC 7396).
pub(super) fn is_merge_patch(media_type: &str) -> bool {
    essence(media_type) == "application/merge-patch+json"
}

/// What a media type is to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Json,
    Form,
    Multipart,
    Text,
    Events,
    Lines,
    Xml,
    Any,
    Bytes,
}

/// What a media type is to a client.
pub(super) fn sort(media_type: &str) -> Sort {
    let essence = essence(media_type);
    match essence.as_str() {
        _ if is_json(&essence) => Sort::Json,
        "application/x-www-form-urlencoded" => Sort::Form,
        "text/event-stream" => Sort::Events,
        "application/x-ndjson"
        | "application/jsonl"
        | "application/ndjson"
        | "application/json-lines"
        | "application/json-seq" => Sort::Lines,
        "application/xml" | "text/xml" => Sort::Xml,
        "*/*" | "" => Sort::Any,
        _ if essence.starts_with("multipart/") => Sort::Multipart,
        _ if essence.ends_with("+xml") => Sort::Xml,
        _ if essence.starts_with("text/") => Sort::Text,
        _ => Sort::Bytes,
    }
}

/// Whether a media type can be the value of a header (RFC 9110, sections 5.5 and 8.3.1). What has no `/` but is empty is
/// taken for any media type.
pub(super) fn is_sendable(media_type: &str) -> bool {
    let essence = essence(media_type);
    let of_tokens = |text: &str| text.split('/').all(|part| part.is_empty() || is_token(part));
    media_type.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
        && (essence.is_empty() || essence.contains('/') && of_tokens(&essence))
}

/// The media type that the client writes a value in; a range is no media type.
pub(super) fn sent(media_type: &str) -> String {
    match sort(media_type) {
        Sort::Any => "application/json".to_owned(),
        Sort::Json if media_type.contains('*') => "application/json".to_owned(),
        Sort::Xml if media_type.contains('*') => "application/xml".to_owned(),
        Sort::Multipart if media_type.contains('*') => "multipart/form-data".to_owned(),
        _ => media_type.to_owned(),
    }
}

/// The words of a variant for a media type.
pub(super) fn content_name(media_type: &str) -> VariantName {
    VariantName::new(match sort(media_type) {
        Sort::Json if essence(media_type) == "application/json" => "json",
        Sort::Form => "form",
        Sort::Multipart => "multipart",
        Sort::Text if essence(media_type) == "text/plain" => "text",
        Sort::Any => "any",
        Sort::Bytes if essence(media_type) == "application/octet-stream" => "bytes",
        _ => media_type,
    })
}

//! Bytes in texts (JSON Schema validation, section 8; OpenAPI 3.1.1, section 4.8.24.4).

use crate::document::normalise::bodies::is_binary;
use crate::document::normalise::node::Node;

/// `contentEncoding: base64` → `format: byte`, `base64url` → the format of that name (OpenAPI Format Registry), and those that encode
/// nothing (RFC 2045, section 6.2) → `format: binary`.
pub(super) fn encoding(node: &mut Node<'_>) {
    let Some(encoding) = node.text("contentEncoding").map(str::to_ascii_lowercase) else { return };
    match encoding.as_str() {
        "base64" => node.set("format", "byte"),
        "base64url" => node.set("format", "base64url"),
        "binary" | "7bit" | "8bit" => node.set("format", "binary"),
        // Other encodings stay what they are on the wire: text.
        _ => return,
    }
    if !node.has("type") && !node.has("x-crategen-types") {
        node.set("type", "string");
    }
    node.take("contentEncoding");
}

/// `contentMediaType` of bytes, not encoded → `format: binary`.
pub(super) fn media_type(node: &mut Node<'_>) {
    let binary = node.text("contentMediaType").is_some_and(|media_type| is_binary(media_type) || media_type == "*/*");
    let text = matches!(node.text("type"), None | Some("string")) && !node.has("x-crategen-types");
    if !binary || !text || node.has("contentEncoding") || node.has("format") {
        return;
    }
    node.set("type", "string");
    node.set("format", "binary");
}

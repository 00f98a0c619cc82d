//! Statuses: as they are written in documents, and in words.

use crate::ir::Status;
use crate::model;

/// A status of a document.
pub(super) fn wire_status(status: model::Status) -> Status {
    match status {
        model::Status::Code(code) => Status::Code(code),
        model::Status::Range(class) => Status::Range(class),
        model::Status::Default => Status::Default,
    }
}

/// The words for a status (RFC 9110, section 15).
pub(super) fn status_name(status: model::Status) -> String {
    let code = match status {
        model::Status::Code(code) => code,
        model::Status::Range(class) => return format!("status {class}xx"),
        model::Status::Default => return "default".to_owned(),
    };
    let name = match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "content too large",
        415 => "unsupported media type",
        422 => "unprocessable content",
        423 => "locked",
        424 => "failed dependency",
        428 => "precondition required",
        429 => "too many requests",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        507 => "insufficient storage",
        _ => return format!("status {code}"),
    };
    name.to_owned()
}

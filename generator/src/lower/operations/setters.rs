//! The names that the setters of a call cannot have: those of its own methods.

use crate::config::PagingRule;
use crate::ir::{Body, Param, Presence};
use crate::names::{FieldName, Scope};

/// The calls' own methods, which a setter of an optional parameter cannot have.
pub(in crate::lower) const CALL: [&str; 35] = [
    "new",
    "param",
    "json_body",
    "text_body",
    "bytes_body",
    "form_body",
    "body_field",
    "multipart",
    "multipart_as",
    "xml_body",
    "view",
    "switch",
    "within",
    "decoded",
    "timeout",
    "header",
    "query",
    "no_retry",
    "retries",
    "retry_statuses",
    "retry_if",
    "idempotent",
    "idempotency_key",
    "without_credentials",
    "base_url",
    "with_response",
    "raw",
    "send",
    "reconnecting",
    "items",
    "pages",
    "draft",
    "into_parts",
    "into_future",
    "body",
];

/// Setters that a paged call cannot have: its own methods.
pub(in crate::lower) const PAGED_CALL: [&str; 2] = ["pages", "items"];

/// Whether a rule may declare paging of an operation.
pub(super) fn may_page(rules: &[PagingRule], operation: &str) -> bool {
    rules.iter().any(|rule| rule.which.concerns(operation))
}

/// The names that views of a call cannot have: those of its own methods and its setters.
pub(super) fn setters(params: &[Param], body: Option<&Body>) -> Scope {
    let optional = params.iter().filter(|param| param.presence == Presence::Optional).map(|param| &param.name);
    let setters = optional.chain(body.map(|body| &body.name)).map(FieldName::as_str);
    Scope::with(CALL.into_iter().chain(PAGED_CALL).chain(setters))
}

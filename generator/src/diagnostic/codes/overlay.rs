//! Codes about OpenAPI Overlays 1.0 and 1.1.

use super::{Code, ERROR, Lost, WARNING};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "overlay::copy",
        ERROR,
        Lost::Everything,
        "`copy` of an action selects several nodes. It must select one (Overlay 1.1, section 4.4.3).",
        "Make the JSONPath expression (RFC 9535) more exact. The diagnostic shows two of the nodes.",
    ),
    Code::new(
        "overlay::extends",
        WARNING,
        Lost::Nothing,
        "`extends` of the overlay names another document than the one that the overlay is applied to.",
        "Correct `extends`, or apply the overlay to the document that it names.",
    ),
    Code::new(
        "overlay::form",
        ERROR,
        Lost::Everything,
        "The overlay does not have the form of the standard: a field is missing, unknown, or of the wrong kind.",
        "Correct the field as the diagnostic describes: `overlay: 1.0.0`, `info`, and `actions` with `target` and \
         `update` or `remove`.",
    ),
    Code::new(
        "overlay::mismatch",
        ERROR,
        Lost::Everything,
        "`update` has another kind of value than the node that it is merged with, for example a list for an object.",
        "Remove the node in an action before, then set the new value.",
    ),
    Code::new(
        "overlay::mixed",
        ERROR,
        Lost::Everything,
        "The target of an action selects objects, arrays and primitive values together.",
        "Select nodes of one kind, with one action for each kind.",
    ),
    Code::new(
        "overlay::no-effect",
        WARNING,
        Lost::Nothing,
        "The document contains already what the action sets: the publisher has corrected it.",
        "Remove the action.",
    ),
    Code::new(
        "overlay::no-match",
        ERROR,
        Lost::Everything,
        "The target (or `copy`) of an action selects nothing: the document has changed, or the expression is wrong.",
        "Remove the action, or correct its JSONPath. The help shows how far the expression matches.",
    )
    .of_rule(),
    Code::new(
        "overlay::path",
        ERROR,
        Lost::Everything,
        "The target is not a JSONPath expression (RFC 9535).",
        "Correct the syntax. Names with `/` or `-` stand in brackets and quotes: `$.paths['/pets'].get`.",
    ),
    Code::new(
        "overlay::remove-root",
        ERROR,
        Lost::Everything,
        "The action removes the whole document.",
        "Select the part that is to be removed.",
    ),
];

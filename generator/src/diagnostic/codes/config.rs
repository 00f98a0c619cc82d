//! Codes about codegen.toml.

use super::{Code, ERROR, Lost, WARNING};

pub(super) const CODES: &[Code] = &[
    Code::new(
        "config::idle-rule",
        WARNING,
        Lost::Nothing,
        "A rule matches nothing that is generated, but parts of the document were left out: the rule may be about one \
         of these.",
        "First correct what is left out. Then remove the rule, or correct what it names.",
    ),
    Code::new(
        "config::invalid-value",
        ERROR,
        Lost::Everything,
        "A key of codegen.toml has the right type, but a value that is not allowed there.",
        "Write a value as the diagnostic describes.",
    ),
    Code::new(
        "config::missing-key",
        ERROR,
        Lost::Everything,
        "A table of codegen.toml lacks a key that it must have.",
        "Add the key.",
    ),
    Code::new(
        "config::syntax",
        ERROR,
        Lost::Everything,
        "codegen.toml is not TOML 1.0: a syntax error stands at this place.",
        "Correct the syntax.",
    ),
    Code::new(
        "config::unfit-rule",
        ERROR,
        Lost::Nothing,
        "A rule matches a part of the document that it cannot be applied to, for example a derive that the fields of \
         the type do not have.",
        "Correct the rule as the diagnostic describes, or remove it.",
    )
    .of_rule(),
    Code::new(
        "config::unknown-crate",
        ERROR,
        Lost::Everything,
        "A rule names a type or derive of a crate that `[dependencies]` does not have.",
        "Add the crate under `[dependencies]` with its version.",
    ),
    Code::new(
        "config::unknown-key",
        ERROR,
        Lost::Everything,
        "codegen.toml has a key that is not known there.",
        "Correct the spelling (the help shows the nearest name), or remove the key.",
    ),
    Code::new(
        "config::unused-crate",
        ERROR,
        Lost::Everything,
        "`[dependencies]` names a crate that no rule uses.",
        "Remove it, or add the rule that uses it.",
    ),
    Code::new(
        "config::unused-rule",
        ERROR,
        Lost::Nothing,
        "A rule no longer applies: nothing in the document matches it.",
        "Remove the rule, or correct what it names.",
    )
    .of_rule(),
    Code::new(
        "config::wrong-type",
        ERROR,
        Lost::Everything,
        "The value of a key has another type than the key needs, for example a number in place of a text.",
        "Write a value of the type that the diagnostic names.",
    ),
];

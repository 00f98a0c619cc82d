//! Everything that `codegen.toml` may say.

use serde::Deserialize;

/// The configuration of a run.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// How conflicts between fragments are settled.
    pub merge: Merge,
}

/// `[merge]`: the only way out of a conflict between fragments. A rule that settles nothing is an error.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Merge {
    /// `[[merge.rename]]`
    pub rename: Vec<Rename>,
    /// `[[merge.prefer]]`
    pub prefer: Vec<Prefer>,
    /// `[merge.info]`: pins `info` where the fragments differ.
    pub info: Option<serde_json::Value>,
}

/// `[[merge.rename]]`: gives a component of one fragment another name, wherever that fragment refers to it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The fragment, as `file` or `file#operation`, that the component stands in.
    pub fragment: String,
    /// The component, as `schemas/Name`.
    pub component: String,
    /// Its new name.
    pub to: String,
}

/// `[[merge.prefer]]`: takes one fragment's version of something that differs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefer {
    /// What differs, as a JSON Pointer of the merged document (`/components/schemas/Name`, `/paths/~1pets/get`, `/info`,
    /// `/x-logo`).
    pub at: String,
    /// The fragment whose version is taken, as `file` or `file#operation`.
    pub fragment: String,
}

//! Rules of the configuration as text: what a diagnostic gives to paste.

use crate::pointer::Pointer;

/// `[[merge.prefer]]`
pub(super) fn prefer(at: &Pointer, fragment: &str) -> String {
    rule("prefer", &[("at", &at.to_string()), ("fragment", fragment)])
}

/// The rules for a component that contradicts itself; the alternatives stand in comments.
pub(super) fn components(kind: &str, name: &str, at: &Pointer, fragment: &str) -> String {
    let split = rule("components", &[("at", &at.to_string()), ("as", "split")]);
    let rename = rule("rename", &[("fragment", fragment), ("component", &format!("{kind}/{name}")), ("to", "NAME")]);
    format!(
        "{split}   # as it is now; \"largest\", \"newest\" or \"first\": one of them for all\n{}\n{}",
        commented(&prefer(at, fragment)),
        commented(&rename)
    )
}

/// `[[merge.variants]]`, with the one that is not used now.
pub(super) fn variants(at: &Pointer, by: &str, kind: &str, fragment: &str) -> String {
    let rule = rule("variants", &[("at", &at.to_string()), ("by", by), ("as", kind)]);
    format!("{rule}\n{}", commented(&prefer(at, fragment)))
}

/// `api` under `[merge]`.
pub(super) fn api(name: &str) -> String {
    format!("[merge]\napi = {}", quoted(name))
}

/// `[[merge.NAME]]` with some keys.
fn rule(name: &str, keys: &[(&str, &str)]) -> String {
    let keys = keys.iter().map(|(key, value)| format!("\n{key} = {}", quoted(value)));
    format!("[[merge.{name}]]{}", keys.collect::<String>())
}

fn commented(rule: &str) -> String {
    rule.lines().map(|line| format!("# {line}")).collect::<Vec<_>>().join("\n")
}

/// A basic string of TOML, on one line.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string().replace('\u{7f}', "\\u007f")
}

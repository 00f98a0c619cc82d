//! Which operations seem to give their results page by page: by the names of parameters and properties that APIs commonly use.
//! A rule is proposed only if the generator would take it.

mod candidates;
mod places;
mod words;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::rows::all;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Client, Operation};
use crate::lower;
use crate::model::Api;
use crate::source::Sources;

/// A rule and the operations that it fits.
pub type Proposals = IndexMap<Rule, Vec<String>>;

/// What a `[[paging]]` says beside the operation: keys and texts, in order.
pub type Rule = Vec<(&'static str, String)>;

/// The rules that fit operations without paging.
pub fn proposals(config: &Config, api: &Api, client: &Client) -> Proposals {
    let unpaged = all(client).filter(|(_, operation)| operation.paging.is_none());
    let mut candidates: IndexMap<String, Vec<Rule>> = IndexMap::new();
    for (_, operation) in unpaged {
        let rules = candidates::candidates(client, operation);
        if !rules.is_empty() {
            candidates.insert(operation.id.clone(), rules);
        }
    }
    let mut proposals = Proposals::new();
    for round in 0.. {
        let tried: Vec<(&String, &Rule)> =
            candidates.iter().filter_map(|(id, rules)| Some((id, rules.get(round)?))).collect();
        if tried.is_empty() {
            break;
        }
        let taken = taken(config, api, &tried);
        for (id, rule) in tried.iter().filter(|(id, _)| taken.contains(*id)) {
            proposals.entry((*rule).clone()).or_default().push((*id).clone());
        }
        candidates.retain(|id, _| !taken.contains(id));
    }
    proposals
}

/// The operations that the generator pages by these rules.
fn taken(config: &Config, api: &Api, tried: &[(&String, &Rule)]) -> Vec<String> {
    let text: String = tried.iter().map(|(id, rule)| rule_text(&format!("operation = {}", quoted(id)), rule)).collect();
    let mut sources = Sources::new();
    let file = sources.add("proposals", text);
    let Ok(proposed) = Config::parse(&sources, file) else { return Vec::new() };
    let config = Config { paging: [config.paging.clone(), proposed.paging].concat(), ..config.clone() };
    let lowered = lower::lower(&config, api, &mut Diagnostics::new());
    let tried = |operation: &&Operation| tried.iter().any(|(id, _)| **id == operation.id);
    let paged = all(&lowered.client).map(|(_, operation)| operation).filter(|one| one.paging.is_some());
    paged.filter(tried).map(|operation| operation.id.clone()).collect()
}

/// Rules to paste.
pub fn text(rules: &Proposals) -> String {
    if rules.is_empty() {
        return "# no operation has names of parameters and properties that are common for pages\n".to_owned();
    }
    rules.iter().map(|(rule, operations)| rule_text(&which(operations), rule)).collect::<Vec<_>>().join("\n")
}

/// `[{operations: […], rule: {kind, …}}]`
pub fn json(rules: &Proposals) -> Value {
    let of = |(rule, operations): (&Rule, &Vec<String>)| {
        let rule: serde_json::Map<String, Value> =
            rule.iter().map(|(key, value)| ((*key).to_owned(), value.as_str().into())).collect();
        json!({ "operations": operations, "rule": rule })
    };
    rules.iter().map(of).collect()
}

/// One operation by its name, several by a pattern.
fn which(operations: &[String]) -> String {
    match operations {
        [only] => format!("operation = {}", quoted(only)),
        several => {
            let escaped: Vec<String> = several.iter().map(|id| regex_lite::escape(id)).collect();
            format!("pattern = {}", quoted(&format!("^({})$", escaped.join("|"))))
        }
    }
}

fn rule_text(which: &str, rule: &Rule) -> String {
    let keys: String = rule.iter().map(|(key, value)| format!("{key} = {}\n", quoted(value))).collect();
    format!("[[paging]]\n{which}\n{keys}")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

//! What the methods of a module are called: by a rule, by the operationId, or by method and path.

use std::collections::HashMap;

use super::groups::Groups;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lower::rules::Rules;
use crate::model::{Api, Fault, Operation};
use crate::names::{Claim, MethodName, Scope};

/// What decides the names of the operations of a module.
struct Naming<'a> {
    api: &'a Api,
    rules: &'a Rules<'a>,
    tag: &'a str,
    shorter: Shorter,
}

/// The names of the operations under a tag, or why one has none.
pub(super) fn methods<'a>(
    api: &'a Api,
    rules: &'a Rules<'a>,
    tag: &'a str,
    operations: &[&Operation],
    diagnostics: &mut Diagnostics,
) -> Vec<Result<MethodName, Fault>> {
    let module = Naming { api, rules, tag, shorter: Shorter::of(operations.iter().copied()) };
    let mut scope = Scope::with(["new"]);
    operations.iter().map(|operation| method(operation, &module, &mut scope, diagnostics)).collect()
}

/// The method's name: a rule's, the operationId after the patterns, or the method and path.
fn method(
    read: &Operation,
    module: &Naming<'_>,
    methods: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Result<MethodName, Fault> {
    let Naming { rules, tag, .. } = *module;
    let by_path = || MethodName::of(&[&format!("{} {}", read.method.to_lowercase(), read.path.replace('{', " by "))]);
    let Some(id) = read.id.as_deref().filter(|id| !id.trim().is_empty()) else {
        return Ok(methods.claim(by_path(), []).0);
    };
    let renamed = rules.rename(&format!("operations/{id}"));
    let by_pattern = renamed.clone().unwrap_or_else(|| rules.operation_id(id, read, tag));
    let by_rule = by_pattern != id;
    let rewritten = if by_rule { by_pattern } else { module.shorter.name(read).unwrap_or(id).to_owned() };
    let full = MethodName::new(&rewritten);
    let short = if renamed.is_some() { full.clone() } else { MethodName::new(without_tag(tag, &rewritten)) };
    let (name, claim) = methods.claim(short.clone(), [full, by_path()]);
    if claim == Claim::First {
        return Ok(name);
    }
    let message = format!("`{id}` comes to the name `{short}`, which another operation has");
    if by_rule {
        let mut diagnostic = Diagnostic::error("names::operation-clash", read.place.clone(), message.clone());
        if let Some((other, id)) = namesake(read, module, &short) {
            diagnostic = diagnostic.related(other.place.clone(), format!("`{id}` has it"));
        }
        diagnostics.push(diagnostic.help("change the pattern or rename one of them in codegen.toml"));
        return Err(Fault { code: "names::operation-clash", reason: message });
    }
    let message = format!("{message}; this one is called `{name}`");
    diagnostics.push(Diagnostic::note("names::operation-clash", read.place.clone(), message));
    Ok(name)
}

/// The other operation under a tag whose id comes to this name, and its id.
fn namesake<'a>(read: &Operation, module: &Naming<'a>, name: &MethodName) -> Option<(&'a Operation, &'a str)> {
    let Naming { rules, api, tag, .. } = *module;
    let by = Groups::of(api);
    let others = api.operations.iter().filter(|other| other.place != read.place);
    let mut named = others.filter_map(|other| Some((other, other.id.as_deref()?)));
    named.find(|(other, id)| {
        let rewritten = rules.operation_id(id, other, tag);
        by.group(other) == tag && MethodName::new(without_tag(tag, &rewritten)) == *name
    })
}

/// The ids of a module's operations without the path and method that frameworks put behind them, where what is left is one
/// operation's: `create_bed_beds_post` of `POST /beds` is `create_bed`.
struct Shorter(HashMap<String, usize>);

impl Shorter {
    fn of<'o>(operations: impl Iterator<Item = &'o Operation>) -> Self {
        let mut counts = HashMap::new();
        for operation in operations {
            let name = without_route(operation).or(operation.id.as_deref()).unwrap_or_default();
            *counts.entry(MethodName::new(name).to_string()).or_default() += 1;
        }
        Self(counts)
    }

    fn name<'o>(&self, operation: &'o Operation) -> Option<&'o str> {
        let name = without_route(operation)?;
        (self.0.get(&MethodName::new(name).to_string()) == Some(&1)).then_some(name)
    }
}

/// An operationId without the path and the method behind it, as FastAPI makes them: each character of the path that is no
/// letter, digit or `_` is `_`.
fn without_route(operation: &Operation) -> Option<&str> {
    let route = operation.path.chars().map(|char| if char.is_alphanumeric() { char } else { '_' });
    let end = format!("{}_{}", route.collect::<String>(), operation.method.to_lowercase());
    let name = operation.id.as_deref()?.strip_suffix(end.as_str())?;
    name.chars().any(char::is_alphabetic).then_some(name)
}

/// An operationId without the tag before it: `repos/list` under the tag `repos` is `list`.
fn without_tag<'i>(tag: &str, id: &'i str) -> &'i str {
    let rest = id.get(..tag.len()).filter(|head| head.eq_ignore_ascii_case(tag)).and_then(|_| id.get(tag.len()..));
    match rest.and_then(|rest| rest.strip_prefix(['/', '.', '_', '-', ':'])) {
        Some(rest) if rest.starts_with(|c: char| c.is_alphabetic()) => rest,
        _ => id,
    }
}
